/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/open_clause.h"

static const char *const negators[] = {"not", "n't", "never", "no", "neither", "nor", NULL};

static bool is_verb(const dm_tree *t, uint32_t token)
{
    return t->words[token].upos == UPOS_VERB;
}

bool is_nominal_predicate(const dm_tree *t, uint32_t token)
{
    return !is_verb(t, token) && child_with(t, token, DEP_cop) != TOKEN_NONE;
}

/* "There is a statue in the park." */
static bool is_existence(const dm_tree *t, uint32_t token)
{
    uint32_t there = child_with(t, token, DEP_expl);
    return lemma_is(t, token, "be") && there != TOKEN_NONE && lemma_is(t, there, "there");
}

static bool is_predicate(const dm_tree *t, uint32_t token)
{
    if (is_nominal_predicate(t, token) || is_existence(t, token))
        return true;
    if (!is_verb(t, token))
        return false;
    switch (dep_of(t, token)) {
    case DEP_root:
    case DEP_conj:
    case DEP_ccomp:
    case DEP_xcomp:
    case DEP_advcl:
    case DEP_advcl_relcl:
    case DEP_acl:
    case DEP_acl_relcl:
    case DEP_parataxis:
    case DEP_list:
    case DEP_csubj:
    case DEP_dep:
        return true;
    default:
        return false;
    }
}

static uint32_t head_of(const dm_tree *t, uint32_t token)
{
    uint32_t h = t->words[token].head;
    return h == HEAD_ROOT ? TOKEN_NONE : h;
}

static bool is_relative_word(const dm_tree *t, uint32_t token)
{
    uint8_t x = t->words[token].xpos;
    return x == XPOS_WDT || x == XPOS_WP ||
           (t->words[token].upos == UPOS_PRON && lemma_is(t, token, "that") && x == XPOS_WDT);
}

static uint32_t own_subject(const dm_tree *t, uint32_t p)
{
    for (uint32_t c = child_first(t, p); c != TOKEN_NONE; c = child_next(t, c)) {
        uint8_t dep = dep_of(t, c);
        if (dep == DEP_nsubj || dep == DEP_nsubj_pass || dep == DEP_nsubj_outer ||
            dep == DEP_csubj)
            return c;
    }
    return TOKEN_NONE;
}

/* "Ann is a painter who lives here", "Ann, a painter who lives here": Ann lives here. */
static uint32_t named_by(const dm_tree *t, uint32_t noun)
{
    uint32_t s = is_nominal_predicate(t, noun) ? own_subject(t, noun) : TOKEN_NONE;
    if (s != TOKEN_NONE && !is_relative_word(t, s))
        return s;
    return dep_of(t, noun) == DEP_appos ? head_of(t, noun) : noun;
}

uint32_t open_referent(const dm_tree *t, uint32_t token)
{
    if (!is_relative_word(t, token))
        return token;
    uint32_t p = head_of(t, token);
    for (int i = 0; i < 5 && p != TOKEN_NONE; i++) {
        if (dep_of(t, p) == DEP_acl_relcl)
            return named_by(t, head_of(t, p));
        if (dep_of(t, p) == DEP_advcl_relcl)
            return TOKEN_NONE;
        p = head_of(t, p);
    }
    return token;
}

static bool is_infinitive(const dm_tree *t, uint32_t p)
{
    for (uint32_t c = child_first(t, p); c != TOKEN_NONE; c = child_next(t, c)) {
        if (dep_of(t, c) == DEP_mark && lemma_is(t, c, "to"))
            return true;
    }
    return false;
}

/* The first of the conjuncts that p is one of. */
static uint32_t first_conjunct(const dm_tree *t, uint32_t p)
{
    for (int i = 0; i < 6 && dep_of(t, p) == DEP_conj && head_of(t, p) != TOKEN_NONE; i++)
        p = head_of(t, p);
    return p;
}

/* "by asserting", "after leaving", "of hiding": the word that ties a participle to its clause.
 */
static uint32_t tie_of(const dm_tree *t, uint32_t p)
{
    for (uint32_t c = child_first(t, p); c != TOKEN_NONE && c < p; c = child_next(t, c)) {
        if ((dep_of(t, c) == DEP_mark || dep_of(t, c) == DEP_case) &&
            t->words[c].xpos != XPOS_WRB)
            return c;
    }
    return TOKEN_NONE;
}

/* Infinitives, and participles behind a preposition, go on with the words of their clause. */
static bool is_tied(const dm_tree *t, uint32_t p)
{
    return is_infinitive(t, p) || (t->words[p].xpos == XPOS_VBG && tie_of(t, p) != TOKEN_NONE);
}

/* "..., alleging fraud" behind a comma is said of the subject, whatever noun it stands next to.
 */
static bool is_loose(const dm_tree *t, uint32_t p)
{
    uint32_t h = head_of(t, p);
    return dep_of(t, p) == DEP_acl && t->words[p].xpos == XPOS_VBG && h != TOKEN_NONE &&
           h < p && p && t->words[p - 1].upos == UPOS_PUNCT && tie_of(t, p) == TOKEN_NONE;
}

static uint32_t clause_above(const dm_tree *t, uint32_t noun)
{
    uint32_t p = noun;
    for (int i = 0; i < 4 && p != TOKEN_NONE; i++) {
        if (is_predicate(t, p) && (p != noun || is_nominal_predicate(t, p)))
            return p;
        uint8_t dep = dep_of(t, p);
        if (dep != DEP_obj && dep != DEP_obl && dep != DEP_nmod && dep != DEP_conj &&
            dep != DEP_appos && dep != DEP_xcomp)
            return TOKEN_NONE;
        p = head_of(t, p);
    }
    return TOKEN_NONE;
}

/* The clause whose words come before those of p: "wants to buy", "has votes to block". */
static uint32_t governor(const dm_tree *t, uint32_t p)
{
    if (own_subject(t, p) != TOKEN_NONE)
        return TOKEN_NONE;
    uint32_t f = first_conjunct(t, p), h = head_of(t, f);
    if (h == TOKEN_NONE || own_subject(t, f) != TOKEN_NONE || !(is_verb(t, p) || f == p))
        return TOKEN_NONE;
    if (dep_of(t, f) == DEP_xcomp)
        return h;
    if (!is_tied(t, f))
        return TOKEN_NONE;
    if (dep_of(t, f) == DEP_advcl)
        return h;
    if (dep_of(t, f) == DEP_acl && (is_nominal_predicate(t, h) || dep_of(t, h) == DEP_obj))
        return dep_of(t, h) == DEP_obj ? head_of(t, h) : h;
    return TOKEN_NONE;
}

static bool subjects_of(const dm_tree *t, uint32_t p, int depth, open_heads *out)
{
    out->count = 0;
    uint32_t s = own_subject(t, p), h = head_of(t, p);
    if (s != TOKEN_NONE) {
        uint32_t r = open_referent(t, s);
        if (r == TOKEN_NONE)
            return false;
        if (r == s) {
            heads_of(t, r, out);
        } else {
            out->at[0] = r;
            out->count = 1;
        }
        return true;
    }
    if (h == TOKEN_NONE || depth > 8 || child_with(t, p, DEP_expl) != TOKEN_NONE)
        return false;
    uint32_t g = governor(t, p);
    if (g != TOKEN_NONE)
        return subjects_of(t, g, depth + 1, out);
    switch (dep_of(t, p)) {
    case DEP_conj:
    case DEP_advcl:
        return subjects_of(t, h, depth + 1, out);
    case DEP_acl:
        if (is_tied(t, p) || is_nominal_predicate(t, h))
            return false;
        if (is_loose(t, p) && clause_above(t, h) != TOKEN_NONE)
            return subjects_of(t, clause_above(t, h), depth + 1, out);
        out->at[0] = h;
        out->count = 1;
        return t->words[p].xpos == XPOS_VBG || t->words[p].xpos == XPOS_VBN;
    default:
        return false;
    }
}

/* ---- words of the relation ---- */

static bool is_adverb_of(const dm_tree *t, uint32_t c)
{
    return dep_of(t, c) == DEP_advmod && t->words[c].xpos != XPOS_WRB &&
           child_first(t, c) == TOKEN_NONE;
}

static void mark_auxiliaries(open_scope *s, uint32_t p)
{
    for (uint32_t c = child_first(s->t, p); c != TOKEN_NONE; c = child_next(s->t, c)) {
        uint8_t dep = dep_of(s->t, c);
        if (dep == DEP_aux || dep == DEP_aux_pass ||
            (dep == DEP_cop && (is_nominal_predicate(s->t, p) || is_infinitive(s->t, p))))
            scope_mark(s, c);
    }
}

static bool has_auxiliary(const dm_tree *t, uint32_t p)
{
    return child_with(t, p, DEP_aux) != TOKEN_NONE ||
           child_with(t, p, DEP_aux_pass) != TOKEN_NONE;
}

/* "was arrested and charged", "will come and see": what stands once counts for both. */
static bool shares_auxiliary(const dm_tree *t, uint32_t p)
{
    uint32_t h = head_of(t, p);
    return dep_of(t, p) == DEP_conj && h != TOKEN_NONE && is_verb(t, p) && is_verb(t, h) &&
           !has_auxiliary(t, p) && own_subject(t, p) == TOKEN_NONE &&
           t->words[p].xpos == t->words[h].xpos &&
           (t->words[p].xpos == XPOS_VBN || t->words[p].xpos == XPOS_VB ||
            t->words[p].xpos == XPOS_VBG);
}

static void mark_to(open_scope *s, uint32_t p)
{
    for (uint32_t c = child_first(s->t, p); c != TOKEN_NONE; c = child_next(s->t, c)) {
        if (dep_of(s->t, c) == DEP_mark && lemma_is(s->t, c, "to"))
            scope_mark(s, c);
    }
    if (s->t->words[p].xpos == XPOS_VBG && tie_of(s->t, p) != TOKEN_NONE)
        scope_mark(s, tie_of(s->t, p));
}

/* "no longer", "not yet": the adverb with what negates it. */
static void mark_negation(open_scope *s, uint32_t adverb)
{
    for (uint32_t c = child_first(s->t, adverb); c != TOKEN_NONE; c = child_next(s->t, c)) {
        if (lemma_in(lemma_at(s->t, c), negators)) {
            scope_mark(s, c);
            scope_mark(s, adverb);
        }
    }
}

static void mark_group(open_scope *s, uint32_t p)
{
    const dm_tree *t = s->t;
    if (!is_nominal_predicate(t, p) && child_with(t, p, DEP_cop) != TOKEN_NONE)
        mark_to(s, p); /* "the aim was to win" */
    if (!is_nominal_predicate(t, p))
        scope_mark(s, p);
    mark_auxiliaries(s, p);
    if (shares_auxiliary(t, p))
        mark_auxiliaries(s, head_of(t, p));
    uint32_t from = p;
    for (uint32_t c = child_first(t, p); c != TOKEN_NONE; c = child_next(t, c)) {
        uint8_t dep = dep_of(t, c);
        if ((dep == DEP_aux || dep == DEP_aux_pass || dep == DEP_cop) && c < from)
            from = c;
    }
    for (uint32_t c = child_first(t, p); c != TOKEN_NONE; c = child_next(t, c)) {
        uint8_t dep = dep_of(t, c);
        bool adverb = is_adverb_of(t, c) && c < p &&
                      (is_nominal_predicate(t, p)
                           ? (c < from && c + 1 == from) || is_clause_adverb(t, p, c)
                           : c + 1 == p || c > from);
        bool negation = dep == DEP_advmod && lemma_in(lemma_at(t, c), negators);
        bool stranded = (dep == DEP_obl || dep == DEP_advmod) && c == p + 1 &&
                        t->words[c].upos == UPOS_ADP; /* "dealt with" */
        if (dep == DEP_advmod)
            mark_negation(s, c);
        if (dep == DEP_compound_prt || negation || adverb || stranded)
            scope_mark(s, c);
    }
}

static dm_words relation_of(open_scope *s, uint32_t p, int depth)
{
    const dm_tree *t = s->t;
    uint32_t g = governor(t, p);
    if (g == TOKEN_NONE || depth > 5) {
        mark_group(s, p);
        return scope_take(s);
    }
    dm_arena *a = &t->in->doc->arena;
    dm_words before = relation_of(s, g, depth + 1);
    uint32_t object = child_with(t, g, DEP_obj);
    if (object == TOKEN_NONE)
        object = child_with(t, g, DEP_iobj);
    if (is_nominal_predicate(t, g))
        scope_phrase(s, g, PHRASE_SHORT | PHRASE_ALONE);
    else if (object != TOKEN_NONE && object < p && open_referent(t, object) == object)
        scope_phrase(s, object, PHRASE_TERSE);
    before = words_join(a, before, scope_take(s));
    mark_to(s, p);
    if (first_conjunct(t, p) != p)
        mark_to(s, first_conjunct(t, p));
    mark_group(s, p);
    return words_join(a, before, scope_take(s));
}

dm_words open_relation(open_scope *s, uint32_t predicate)
{
    return relation_of(s, predicate, 0);
}

/* ---- arguments ---- */

static bool is_passive(const dm_tree *t, uint32_t p)
{
    return child_with(t, p, DEP_nsubj_pass) != TOKEN_NONE ||
           child_with(t, p, DEP_aux_pass) != TOKEN_NONE ||
           (t->words[p].xpos == XPOS_VBN && !has_auxiliary(t, p)) ||
           (shares_auxiliary(t, p) && child_with(t, head_of(t, p), DEP_aux_pass) != TOKEN_NONE);
}

static void add_oblique(const dm_tree *t, open_clause *c, uint32_t token)
{
    (void)t;
    if (c->oblique_count < OPEN_OBLIQUES)
        c->obliques[c->oblique_count++] = token;
}

static void take_argument(const dm_tree *t, open_clause *c, uint32_t child)
{
    bool nominal_arg = !is_verb(t, child);
    switch (dep_of(t, child)) {
    case DEP_obj:
        if (c->object != TOKEN_NONE) /* "named Ann its treasurer" */
            c->indirect = c->object;
        c->object = child;
        break;
    case DEP_iobj:
        c->indirect = child;
        break;
    case DEP_xcomp:
        if (nominal_arg)
            c->complement = child;
        break;
    case DEP_ccomp:
        c->clause = child;
        break;
    case DEP_obl:
    case DEP_obl_agent:
    case DEP_obl_unmarked:
        if (t->words[child].upos != UPOS_ADP)
            add_oblique(t, c, child);
        break;
    case DEP_nmod:
        if (c->nominal)
            add_oblique(t, c, child);
        break;
    default:
        break;
    }
}

/* "the car he bought": what is bought is the head of the relative clause. */
static uint32_t gap_of(const dm_tree *t, const open_clause *c)
{
    uint32_t p = c->predicate, s = own_subject(t, p);
    if (dep_of(t, p) != DEP_acl_relcl || c->nominal || c->passive || c->object != TOKEN_NONE ||
        c->clause != TOKEN_NONE || c->complement != TOKEN_NONE || s == TOKEN_NONE ||
        open_referent(t, s) != s)
        return TOKEN_NONE;
    for (uint32_t k = child_first(t, p); k != TOKEN_NONE; k = child_next(t, k)) {
        if (dep_of(t, k) == DEP_xcomp || t->words[k].xpos == XPOS_WRB ||
            (dep_of(t, k) == DEP_obl && open_referent(t, k) != k))
            return TOKEN_NONE;
    }
    static const char *const times[] = {"day",    "time", "year",   "month", "week",
                                        "moment", "way",  "reason", "place", NULL};
    uint32_t h = head_of(t, p);
    if (t->words[h].upos == UPOS_PRON)
        return TOKEN_NONE;
    return lemma_in(lemma_at(t, h), times) ? TOKEN_NONE : h;
}

bool open_clause_of(open_scope *s, uint32_t token, open_clause *out)
{
    const dm_tree *t = s->t;
    if (!is_predicate(t, token))
        return false;
    *out = (open_clause){.predicate = token,
                         .nominal = is_nominal_predicate(t, token),
                         .object = TOKEN_NONE,
                         .indirect = TOKEN_NONE,
                         .complement = TOKEN_NONE,
                         .clause = TOKEN_NONE};
    out->passive = !out->nominal && is_passive(t, token);
    if (!subjects_of(t, token, 0, &out->subjects))
        return false;
    for (uint32_t c = child_first(t, token); c != TOKEN_NONE; c = child_next(t, c))
        take_argument(t, out, c);
    uint32_t gap = gap_of(t, out);
    if (gap != TOKEN_NONE)
        out->object = gap;
    out->expletive = is_existence(t, token);
    out->relation = relation_of(s, token, 0);
    return out->relation.count > 0;
}
