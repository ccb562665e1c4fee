/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Triples of the clauses that open_clause.c finds, and of appositions. */
#include "relate/open_clause.h"
#include "relate/open_score.h"

typedef struct {
    open_scope s;
    dm_triples *out;
    uint32_t sentence;
    size_t from; /* of this sentence in out */
} opener;

static bool same_words(dm_words a, dm_words b)
{
    return a.count == b.count && (!a.count || memcmp(a.at, b.at, a.count * sizeof *a.at) == 0);
}

static dm_words phrase(opener *o, uint32_t head, unsigned how)
{
    scope_phrase(&o->s, head, how);
    return scope_take(&o->s);
}

static bool is_question_word(const dm_tree *t, uint32_t token)
{
    uint8_t x = t->words[token].xpos;
    return x == XPOS_WP || x == XPOS_WDT || x == XPOS_WRB;
}

static bool says_something(const dm_tree *t, dm_words w)
{
    for (uint32_t i = 0; i < w.count; i++) {
        uint8_t upos = open_is_ours(w.at[i]) ? UPOS_X : t->words[w.at[i]].upos;
        if (upos == UPOS_VERB || upos == UPOS_AUX)
            return true;
    }
    return false;
}

/* "many of whom": whom stands for somebody.  False when nobody knows for whom. */
static bool fill_relative(opener *o, dm_words *w)
{
    const dm_tree *t = o->s.t;
    dm_arena *a = &t->in->doc->arena;
    for (uint32_t i = 0; i < w->count; i++) {
        uint32_t token = w->at[i];
        if (open_is_ours(token) || dep_of(t, token) == DEP_mark)
            continue;
        uint32_t r = open_referent(t, token);
        if (r == TOKEN_NONE || (t->words[token].xpos == XPOS_WP_S))
            return false;
        if (r == token) {
            if (!says_something(t, *w) && is_question_word(t, token))
                return false;
            continue;
        }
        for (uint32_t k = 0; k < w->count; k++) {
            if (w->at[k] == r)
                return true; /* a clause of the phrase itself */
        }
        dm_words left = {w->at, i}, right = {w->at + i + 1, w->count - i - 1};
        dm_words name = phrase(o, r, PHRASE_ALONE | PHRASE_BARE);
        *w = words_join(a, words_join(a, left, name), right);
        return true;
    }
    return true;
}

static void push(opener *o, dm_triple *x)
{
    if (!fill_relative(o, &x->first) || !fill_relative(o, &x->second) || !x->first.count ||
        !x->relation.count || !x->second.count || same_words(x->first, x->second))
        return;
    for (size_t i = o->from; i < o->out->len; i++) {
        const dm_triple *y = &o->out->at[i];
        if (same_words(x->first, y->first) && same_words(x->relation, y->relation) &&
            same_words(x->second, y->second))
            return;
    }
    vec_push(o->out, *x);
}

/* One triple for every subject. */
static void emit(opener *o, const open_clause *c, dm_words relation, dm_words second,
                 uint32_t second_head, dm_open_form form)
{
    for (uint32_t i = 0; i < c->subjects.count; i++) {
        uint32_t h = c->subjects.at[i];
        unsigned how =
            dep_of(o->s.t, h) == DEP_csubj ? PHRASE_WHOLE : PHRASE_ALONE | PHRASE_BARE;
        dm_triple x = {.sentence = o->sentence,
                       .first = phrase(o, h, how),
                       .relation = relation,
                       .second = second,
                       .first_head = h,
                       .predicate = c->predicate,
                       .second_head = second_head,
                       .form = (uint8_t)form};
        push(o, &x);
    }
}

static dm_arena *arena_of(const opener *o)
{
    return &o->s.t->in->doc->arena;
}

static dm_words object_phrase(opener *o, uint32_t head)
{
    return phrase(o, open_referent(o->s.t, head), PHRASE_ALONE | PHRASE_BARE);
}

static bool is_noun(const dm_tree *t, uint32_t token)
{
    return t->words[token].upos == UPOS_NOUN || t->words[token].upos == UPOS_PROPN;
}

static void emit_nominal(opener *o, const open_clause *c, dm_words relation, uint32_t noun);

static void emit_each(opener *o, const open_clause *c, dm_words relation, uint32_t head,
                      dm_open_form form)
{
    open_heads heads;
    uint32_t r = open_referent(o->s.t, head);
    if (r == TOKEN_NONE)
        return;
    heads_of(o->s.t, r, &heads);
    if (r != head)
        heads.count = 1;
    for (uint32_t i = 0; i < heads.count; i++) {
        emit(o, c, relation, phrase(o, heads.at[i], PHRASE_ALONE | PHRASE_BARE), heads.at[i],
             form);
        if (r == head && form != OPEN_apposition)
            emit_nominal(o, c, relation, heads.at[i]);
    }
}

static bool in_front(const open_clause *c, uint32_t token)
{
    return token < c->predicate && (!c->subjects.count || token < c->subjects.at[0]);
}

/* Relation with everything before the preposition. */
static void emit_oblique(opener *o, const open_clause *c, dm_words before, uint32_t token,
                         dm_open_form form)
{
    const dm_tree *t = o->s.t;
    dm_words p = preposition_words(t, token);
    open_heads heads;
    uint32_t r = open_referent(t, token);
    if (r == TOKEN_NONE)
        return;
    if (p.count && lemma_is(t, p.at[0], "accord"))
        return; /* who says so is no part of it */
    if (!p.count)
        form = OPEN_time;
    if (dep_of(t, token) == DEP_obl_agent && p.count && lemma_is(t, p.at[0], "by"))
        form = OPEN_agent;
    heads_of(t, r, &heads);
    if (r != token)
        heads.count = 1;
    if (r == token && in_front(c, token)) {
        emit(o, c, before, phrase(o, token, 0), token, form);
        return;
    }
    for (uint32_t i = 0; i < heads.count; i++) {
        dm_words own = i ? preposition_words(t, heads.at[i]) : p;
        dm_words relation = words_join(arena_of(o), before, own.count ? own : p);
        emit(o, c, relation, phrase(o, heads.at[i], PHRASE_ALONE | PHRASE_BARE), heads.at[i],
             form);
        if (r == token && (form == OPEN_oblique || form == OPEN_agent))
            emit_nominal(o, c, relation, heads.at[i]);
    }
}

/* "was mayor of the town", "met leaders of the union": what the noun is of. */
static void emit_nominal(opener *o, const open_clause *c, dm_words relation, uint32_t noun)
{
    static const char *const lists[] = {"such", "like", "include", "than", "as", "per", NULL};
    static const char *const measures[] = {"number",   "lot",     "couple", "series", "kind",
                                           "sort",     "type",    "range",  "amount", "percent",
                                           "majority", "variety", "group",  "part",   NULL};
    const dm_tree *t = o->s.t;
    if (!is_noun(t, noun) || lemma_in(lemma_at(t, noun), measures))
        return;
    dm_words name = phrase(o, noun, PHRASE_ALONE | PHRASE_BARE | PHRASE_SHORT);
    for (uint32_t k = child_first(t, noun); k != TOKEN_NONE; k = child_next(t, k)) {
        dm_words p = preposition_words(t, k);
        if (dep_of(t, k) != DEP_nmod || k < noun || !p.count || in_one_name(t, noun, k) ||
            lemma_in(lemma_at(t, p.at[0]), lists) || p.at[0] < noun ||
            t->words[p.at[0] - 1].upos == UPOS_PUNCT)
            continue;
        dm_words before = words_join(arena_of(o), relation, name);
        emit_oblique(o, c, before, k, OPEN_nominal);
    }
}

static dm_words clause_words(opener *o, uint32_t head)
{
    dm_words w = phrase(o, head, PHRASE_WHOLE);
    if (w.count && lemma_is(o->s.t, w.at[0], "that") && dep_of(o->s.t, w.at[0]) == DEP_mark) {
        w.at++;
        w.count--;
    }
    return w;
}

/* "left because it rained": the clause behind its conjunction. */
static void emit_adverbial(opener *o, const open_clause *c, dm_words before)
{
    const dm_tree *t = o->s.t;
    for (uint32_t k = child_first(t, c->predicate); k != TOKEN_NONE; k = child_next(t, k)) {
        if (dep_of(t, k) != DEP_advcl || k < c->predicate ||
            (child_with(t, k, DEP_nsubj) == TOKEN_NONE &&
             child_with(t, k, DEP_nsubj_pass) == TOKEN_NONE))
            continue;
        dm_words w = phrase(o, k, PHRASE_WHOLE);
        if (w.count < 3 ||
            (dep_of(t, w.at[0]) != DEP_mark && t->words[w.at[0]].xpos != XPOS_WRB))
            continue;
        dm_words tie = {w.at, 1}, rest = {w.at + 1, w.count - 1};
        emit(o, c, words_join(arena_of(o), before, tie), rest, k, OPEN_clause);
    }
}

/* "declined to comment on Friday": the oblique of the first verb belongs to both. */
static dm_words with_infinitive(opener *o, const open_clause *c, dm_words before,
                                uint32_t oblique)
{
    const dm_tree *t = o->s.t;
    uint32_t x = child_with(t, c->predicate, DEP_xcomp);
    if (x == TOKEN_NONE || t->words[x].upos != UPOS_VERB ||
        (oblique < x && !in_front(c, oblique)))
        return before;
    before = open_relation(&o->s, x);
    uint32_t object = child_with(t, x, DEP_obj);
    return object == TOKEN_NONE
               ? before
               : words_join(arena_of(o), before, phrase(o, object, PHRASE_BARE | PHRASE_TERSE));
}

/* "made her leave", "called him a liar": without the rest nobody made or called anybody. */
static bool says_nothing_alone(const dm_tree *t, const open_clause *c)
{
    static const char *const verbs[] = {"make",   "let",     "have",   "allow",    "enable",
                                        "cause",  "want",    "expect", "need",     "see",
                                        "hear",   "watch",   "keep",   "find",     "get",
                                        "permit", "believe", "prefer", "consider", NULL};
    uint32_t x = child_with(t, c->predicate, DEP_xcomp);
    if (c->complement != TOKEN_NONE)
        return true;
    return x != TOKEN_NONE && x > c->object && lemma_in(lemma_at(t, c->predicate), verbs);
}

/* "There is a statue in the park": where the noun is stands behind the noun. */
static void existence_triples(opener *o, const open_clause *c)
{
    static const char *const places[] = {"in",   "at",   "on",    "near",  "between", "under",
                                         "over", "with", "among", "along", "around",  NULL};
    const dm_tree *t = o->s.t;
    uint32_t s = c->subjects.at[0];
    for (uint32_t k = child_first(t, s); k != TOKEN_NONE; k = child_next(t, k)) {
        if (dep_of(t, k) != DEP_nmod || !lemma_in(preposition(t, k), places))
            continue;
        uint32_t from = phrase_edge(t, k).first;
        dm_words w = phrase(o, s, PHRASE_ALONE | PHRASE_BARE);
        uint32_t n = 0;
        while (n < w.count && w.at[n] < from)
            n++;
        dm_triple x = {.sentence = o->sentence,
                       .first = {w.at, n},
                       .relation =
                           words_join(arena_of(o), c->relation, preposition_words(t, k)),
                       .second = phrase(o, k, PHRASE_ALONE | PHRASE_BARE),
                       .first_head = s,
                       .predicate = c->predicate,
                       .second_head = k,
                       .form = OPEN_existence};
        push(o, &x);
        return;
    }
}

static void verb_triples(opener *o, const open_clause *c)
{
    const dm_tree *t = o->s.t;
    dm_arena *a = arena_of(o);
    dm_words relation = c->relation;
    if (c->indirect != TOKEN_NONE && c->object != TOKEN_NONE)
        relation = words_join(a, relation, object_phrase(o, c->indirect));
    uint32_t core = c->object != TOKEN_NONE ? c->object : c->indirect;
    dm_words before = relation;
    if (core != TOKEN_NONE && !says_nothing_alone(t, c))
        emit_each(o, c, relation, core, OPEN_object);
    if (core != TOKEN_NONE) {
        uint32_t r = open_referent(t, core);
        if (r != TOKEN_NONE && r == core)
            before = words_join(a, relation, phrase(o, core, PHRASE_BARE | PHRASE_TERSE));
    }
    if (c->complement != TOKEN_NONE)
        emit_each(o, c, before, c->complement, OPEN_complement);
    if (c->clause != TOKEN_NONE)
        emit(o, c, relation, clause_words(o, c->clause), c->clause, OPEN_clause);
    if (c->clause != TOKEN_NONE)
        return;
    if (c->expletive)
        existence_triples(o, c);
    emit_adverbial(o, c, before);
    for (uint32_t i = 0; i < c->oblique_count; i++)
        emit_oblique(o, c, with_infinitive(o, c, before, c->obliques[i]), c->obliques[i],
                     core == TOKEN_NONE ? OPEN_oblique : OPEN_object_oblique);
}

static bool is_clause_of_its_own(const dm_tree *t, uint32_t token)
{
    return is_nominal_predicate(t, token) || t->words[token].upos == UPOS_VERB ||
           child_with(t, token, DEP_nsubj) != TOKEN_NONE ||
           child_with(t, token, DEP_nsubj_pass) != TOKEN_NONE;
}

static void nominal_triples(opener *o, const open_clause *c)
{
    const dm_tree *t = o->s.t;
    dm_words relation =
        words_join(arena_of(o), c->relation, preposition_words(t, c->predicate));
    open_heads heads;
    heads_of(t, c->predicate, &heads);
    for (uint32_t i = 0; i < heads.count; i++) {
        uint32_t h = heads.at[i];
        if (i && is_clause_of_its_own(t, h))
            continue;
        bool adjective = t->words[h].upos == UPOS_ADJ;
        uint32_t behind = 0;
        for (uint32_t k = child_first(t, h); k != TOKEN_NONE; k = child_next(t, k))
            behind += (dep_of(t, k) == DEP_obl || dep_of(t, k) == DEP_obl_unmarked) && k > h;
        dm_words w = phrase(o, h, PHRASE_ALONE | PHRASE_BARE);
        dm_words before = words_join(arena_of(o), relation, w);
        if (!adjective || !behind)
            emit(o, c, relation, w, h, adjective ? OPEN_quality : OPEN_copula);
        if (!adjective)
            emit_nominal(o, c, relation, h);
        for (uint32_t k = child_first(t, h); k != TOKEN_NONE; k = child_next(t, k)) {
            if (dep_of(t, k) == DEP_obl || dep_of(t, k) == DEP_obl_unmarked)
                emit_oblique(o, c, before, k, OPEN_copula_oblique);
        }
    }
}

/* Items of a list, and second appositions, are no names of one thing. */
static bool is_list_item(const dm_tree *t, uint32_t token, uint32_t head)
{
    uint32_t first = child_with(t, head, DEP_appos);
    scope_edge e = phrase_edge(t, token);
    dm_str before = e.first ? token_str(t->doc, e.first - 1) : STR("");
    return first != token || str_eq(before, STR(":")) || str_eq(before, STR(";"));
}

/* Nothing but punctuation between the phrase and its apposition. */
static bool follows(opener *o, uint32_t token, uint32_t head)
{
    dm_words w = phrase(o, head, PHRASE_ALONE | PHRASE_BARE | PHRASE_TERSE);
    uint32_t first = phrase_edge(o->s.t, token).first,
             last = w.count ? w.at[w.count - 1] : head;
    for (uint32_t i = last + 1; i < first; i++) {
        if (o->s.t->words[i].upos != UPOS_PUNCT)
            return false;
    }
    return last < first;
}

/* "Ann Lee, the mayor", "the mayor, Ann Lee", "mayor Ann Lee": the name is the mayor. */
static void apposition_triples(opener *o, uint32_t token)
{
    const dm_tree *t = o->s.t;
    uint32_t h = t->words[token].head;
    if (dep_of(t, token) != DEP_appos || h == HEAD_ROOT || token < h ||
        t->words[h].upos == UPOS_NUM || !is_noun(t, token) ||
        child_with(t, h, DEP_nummod) != TOKEN_NONE || is_list_item(t, token, h))
        return;
    if (!follows(o, token, h))
        return;
    bool beside = !phrase_is_apart(t, token);
    bool name = t->words[token].upos == UPOS_PROPN, of_name = t->words[h].upos == UPOS_PROPN;
    if (beside && name == of_name)
        return;
    open_clause c = {.predicate = token, .subjects = {.at = {h}, .count = 1}};
    uint8_t number = t->words[name && !of_name ? token : h].xpos;
    bool many = number == XPOS_NNS || number == XPOS_NNPS;
    dm_words is = words_of(arena_of(o), many ? OPEN_ARE : OPEN_IS);
    if (name && !of_name) {
        heads_of(t, token, &c.subjects);
        unsigned how = PHRASE_ALONE | PHRASE_BARE | (beside ? PHRASE_TERSE : 0);
        emit(o, &c, is, phrase(o, h, how), h, OPEN_apposition);
    } else {
        emit_each(o, &c, is, token, OPEN_apposition);
    }
}

/* Longer ones are lists and tables, no sentences. */
enum { LONGEST_SENTENCE = 500 };

void open_triples(const dm_tree *t, uint32_t sentence, dm_triples *out)
{
    const dm_sentence *words = &t->doc->sentences[sentence];
    if (words->end - words->first > LONGEST_SENTENCE)
        return;
    opener o = {
        .s = open_scope_of(t, sentence), .out = out, .sentence = sentence, .from = out->len};
    for (uint32_t i = o.s.first; i < o.s.end; i++) {
        open_clause c;
        if (open_clause_of(&o.s, i, &c)) {
            if (c.nominal)
                nominal_triples(&o, &c);
            else
                verb_triples(&o, &c);
        }
        apposition_triples(&o, i);
    }
    for (size_t i = o.from; i < out->len; i++)
        out->at[i].confidence = open_confidence(t, &out->at[i]);
}

void triples_free(dm_triples *list)
{
    vec_free(list);
}
