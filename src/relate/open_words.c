/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/open_words.h"

open_scope open_scope_of(const dm_tree *t, uint32_t sentence)
{
    const dm_sentence *s = &t->doc->sentences[sentence];
    open_scope out = {.t = t, .first = s->first, .end = s->end};
    out.mark = ARENA_ARRAY(&t->in->doc->arena, bool, s->end - s->first);
    memset(out.mark, 0, (s->end - s->first) * sizeof *out.mark);
    return out;
}

/* Parts of one name stay together: "London, Midland and Scottish Railway". */
bool in_one_name(const dm_tree *t, uint32_t a, uint32_t b)
{
    const dm_parse *p = t->in->parse;
    for (uint32_t i = 0; i < p->name_count; i++) {
        const dm_name *n = &p->names[i];
        if (n->begin <= a && a < n->end && n->begin <= b && b < n->end)
            return true;
    }
    return false;
}

scope_edge phrase_edge(const dm_tree *t, uint32_t token)
{
    scope_edge e = {token, token};
    for (uint32_t c = child_first(t, token); c != TOKEN_NONE; c = child_next(t, c)) {
        if (dep_of(t, c) == DEP_punct)
            continue;
        scope_edge k = phrase_edge(t, c);
        e.first = k.first < e.first ? k.first : e.first;
        e.last = k.last > e.last ? k.last : e.last;
    }
    return e;
}

bool phrase_is_apart(const dm_tree *t, uint32_t token)
{
    uint32_t first = phrase_edge(t, token).first;
    return !first || t->words[first - 1].upos == UPOS_PUNCT;
}

/* What an argument can do without, whoever governs it. */
static bool is_extra(const dm_tree *t, uint32_t token)
{
    bool apart = token && t->words[token - 1].upos == UPOS_PUNCT;
    if (t->words[token].upos == UPOS_NUM && apart && token > t->words[token].head)
        return true; /* an age: "Ann Lee, 66," */
    switch (dep_of(t, token)) {
    case DEP_appos: /* "heiress Ann Lee" is one phrase */
        return phrase_is_apart(t, token) || token < t->words[token].head;
    case DEP_punct:
    case DEP_acl_relcl:
    case DEP_advcl_relcl:
    case DEP_parataxis:
    case DEP_discourse:
    case DEP_vocative:
    case DEP_dislocated:
    case DEP_reparandum:
    case DEP_orphan:
        return true;
    default:
        return false;
    }
}

/* "an attempt to win" is one thing; "a man looking for work" says something of its own. */
static bool keeps_participle(const dm_tree *t, uint32_t c)
{
    uint8_t x = t->words[c].xpos;
    return x != XPOS_VBG && x != XPOS_VBN && c && t->words[c - 1].upos != UPOS_PUNCT;
}

/* What makes a noun or adjective a clause, and is no part of its phrase: "she is not a |member|
 * because ...". */
static bool is_clausal(const dm_tree *t, uint32_t token)
{
    switch (dep_of(t, token)) {
    case DEP_nsubj:
    case DEP_nsubj_pass:
    case DEP_nsubj_outer:
    case DEP_csubj:
    case DEP_csubj_outer:
    case DEP_cop:
    case DEP_aux:
    case DEP_mark:
    case DEP_expl:
    case DEP_advcl:
    case DEP_cc:
    case DEP_obl:
    case DEP_obl_unmarked:
        return true;
    case DEP_advmod:
        return is_clause_adverb(t, t->words[token].head, token) || lemma_is(t, token, "not") ||
               lemma_is(t, token, "never") || lemma_is(t, token, "n't") ||
               t->words[token].xpos == XPOS_WRB;
    default:
        return false;
    }
}

bool is_clause_adverb(const dm_tree *t, uint32_t predicate, uint32_t token)
{
    static const char *const adverbs[] = {
        "also",       "still",     "now",       "then",     "already",   "often",
        "usually",    "always",    "currently", "once",     "generally", "originally",
        "later",      "sometimes", "typically", "probably", "indeed",    "actually",
        "reportedly", "clearly",   "certainly", NULL};
    if (dep_of(t, token) != DEP_advmod || token > predicate ||
        t->words[token].xpos == XPOS_WRB || child_first(t, token) != TOKEN_NONE ||
        child_with(t, predicate, DEP_cop) == TOKEN_NONE)
        return false;
    uint32_t det = child_with(t, predicate, DEP_det);
    return lemma_in(lemma_at(t, token), adverbs) || (det != TOKEN_NONE && token < det);
}

static bool is_core(uint8_t dep)
{
    return dep == DEP_det || dep == DEP_compound || dep == DEP_amod || dep == DEP_flat ||
           dep == DEP_nummod || dep == DEP_nmod_poss || dep == DEP_fixed || dep == DEP_case ||
           dep == DEP_goeswith || dep == DEP_nmod_desc;
}

/* "later from the capital": the adverb is the clause's. */
static bool before_preposition(const dm_tree *t, uint32_t head, uint32_t c)
{
    uint32_t p = child_with(t, head, DEP_case);
    return p != TOKEN_NONE && c < p && p < head;
}

static bool wanted_below(const open_scope *s, uint32_t head, uint32_t c, unsigned how)
{
    const dm_tree *t = s->t;
    uint8_t dep = dep_of(t, c);
    if (how & PHRASE_WHOLE)
        return true;
    if (is_extra(t, c) && !in_one_name(t, head, c))
        return false;
    if (dep == DEP_acl && !keeps_participle(t, c))
        return false;
    if (child_with(t, head, DEP_cop) != TOKEN_NONE && is_clausal(t, c))
        return false;
    if ((how & PHRASE_BARE) &&
        (dep == DEP_case || dep == DEP_mark || dep == DEP_cc || dep == DEP_cc_preconj))
        return c > head && dep == DEP_case; /* the 's of a name */
    if ((how & PHRASE_BARE) && dep == DEP_advmod && before_preposition(t, head, c))
        return false;
    if ((how & PHRASE_ALONE) && (dep == DEP_conj || dep == DEP_cc || dep == DEP_cc_preconj))
        return in_one_name(t, head, c);
    if ((how & PHRASE_TERSE) && dep == DEP_nmod && str_eq(preposition(t, c), STR("of")))
        return true;
    return !(how & (PHRASE_SHORT | PHRASE_TERSE)) || is_core(dep);
}

static void mark_below(open_scope *s, uint32_t token, unsigned how)
{
    scope_mark(s, token);
    unsigned below = how & (PHRASE_WHOLE | PHRASE_SHORT | PHRASE_TERSE);
    for (uint32_t c = child_first(s->t, token); c != TOKEN_NONE; c = child_next(s->t, c)) {
        if (wanted_below(s, token, c, how))
            mark_below(s, c, below);
    }
}

static bool is_mark(const dm_tree *t, uint32_t token)
{
    return t->words[token].upos == UPOS_PUNCT;
}

/* Punctuation between two chosen words with nothing left out there, quotes in pairs excepted.
 */
static void fill_punctuation(open_scope *s)
{
    uint32_t n = s->end - s->first;
    for (uint32_t i = 1; i + 1 < n; i++) {
        if (!is_mark(s->t, s->first + i) || !s->mark[i - 1])
            continue;
        uint32_t k = i;
        while (k + 1 < n && is_mark(s->t, s->first + k) && !s->mark[k + 1] &&
               is_mark(s->t, s->first + k + 1))
            k++;
        bool inside = k + 1 < n && s->mark[k + 1] && !is_mark(s->t, s->first + k + 1);
        for (uint32_t j = i; inside && j <= k; j++)
            s->mark[j] = true;
        i = k;
    }
}

/* "what he found", "those who left": nothing without the clause. */
static bool needs_clause(const dm_tree *t, uint32_t token)
{
    static const char *const empty[] = {"what",     "whatever", "those",      "one",
                                        "someone",  "anyone",   "everyone",   "something",
                                        "anything", "whoever",  "everything", NULL};
    return t->words[token].upos == UPOS_PRON && lemma_in(lemma_at(t, token), empty);
}

void scope_phrase(open_scope *s, uint32_t token, unsigned how)
{
    mark_below(s, token, how);
    uint32_t c = child_with(s->t, token, DEP_acl_relcl);
    if (c != TOKEN_NONE && needs_clause(s->t, token))
        mark_below(s, c, PHRASE_WHOLE);
}

/* ---- quotes ---- */

static int quote_of(const dm_tree *t, uint32_t token)
{
    static const char *const opening[] = {"``", "\xe2\x80\x9c", NULL};
    static const char *const closing[] = {"''", "\xe2\x80\x9d", NULL};
    dm_str form = token_str(t->doc, token);
    if (lemma_in(form, opening))
        return 1;
    if (lemma_in(form, closing))
        return 2;
    return str_eq(form, STR("\"")) ? 3 : 0;
}

/* A pair around the phrase belongs to it; one without the other goes. */
static void settle_quotes(open_scope *s)
{
    uint32_t n = s->end - s->first, from = 0, to = n, open = n;
    while (from < n && !s->mark[from])
        from++;
    while (to > from && !s->mark[to - 1])
        to--;
    if (from == to)
        return;
    bool wide = from && to < n && (quote_of(s->t, s->first + from - 1) & 1) &&
                (quote_of(s->t, s->first + to) & 2);
    if (wide)
        s->mark[--from] = s->mark[to++] = true;
    else if (to < n && (quote_of(s->t, s->first + to) & 2))
        s->mark[to++] = true;
    for (uint32_t i = from; i < to; i++) {
        int q = s->mark[i] ? quote_of(s->t, s->first + i) : 0;
        if ((q & 2) && open < n)
            open = n;
        else if (q & 1)
            open = i;
        else if (q)
            s->mark[i] = false;
    }
    if (open < n)
        s->mark[open] = false;
}

dm_words scope_take(open_scope *s)
{
    uint32_t n = s->end - s->first, count = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (is_mark(s->t, s->first + i))
            s->mark[i] = false;
    }
    fill_punctuation(s);
    settle_quotes(s);
    for (uint32_t i = 0; i < n; i++)
        count += s->mark[i];
    uint32_t *at = ARENA_ARRAY(&s->t->in->doc->arena, uint32_t, count ? count : 1);
    count = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (s->mark[i])
            at[count++] = s->first + i;
    }
    memset(s->mark, 0, n * sizeof *s->mark);
    return (dm_words){at, count};
}

dm_words words_join(dm_arena *arena, dm_words a, dm_words b)
{
    if (!a.count || !b.count)
        return a.count ? a : b;
    uint32_t *at = ARENA_ARRAY(arena, uint32_t, a.count + b.count);
    memcpy(at, a.at, a.count * sizeof *at);
    memcpy(at + a.count, b.at, b.count * sizeof *at);
    return (dm_words){at, a.count + b.count};
}

dm_words words_of(dm_arena *arena, uint32_t token)
{
    uint32_t *at = ARENA_NEW(arena, uint32_t);
    *at = token;
    return (dm_words){at, 1};
}

dm_words preposition_words(const dm_tree *t, uint32_t token)
{
    dm_arena *a = &t->in->doc->arena;
    dm_words out = {0};
    for (uint32_t c = child_first(t, token); c != TOKEN_NONE && c < token;
         c = child_next(t, c)) {
        if (dep_of(t, c) != DEP_case)
            continue;
        out = words_join(a, out, words_of(a, c));
        for (uint32_t k = child_first(t, c); k != TOKEN_NONE; k = child_next(t, k)) {
            if (dep_of(t, k) == DEP_fixed)
                out = words_join(a, out, words_of(a, k));
        }
    }
    return out;
}

static void heads_add(const dm_tree *t, uint32_t token, int depth, open_heads *out)
{
    if (out->count < OPEN_CONJUNCTS)
        out->at[out->count++] = token;
    for (uint32_t c = child_first(t, token); c != TOKEN_NONE && depth < 4;
         c = child_next(t, c)) {
        if (dep_of(t, c) == DEP_conj && !in_one_name(t, token, c))
            heads_add(t, c, depth + 1, out);
    }
}

void heads_of(const dm_tree *t, uint32_t token, open_heads *out)
{
    out->count = 0;
    heads_add(t, token, 0, out);
}

void words_text(const dm_document *doc, dm_words words, dm_buf *out)
{
    for (uint32_t i = 0; i < words.count; i++) {
        uint32_t w = words.at[i], last = i ? words.at[i - 1] : 0;
        bool next = i && !open_is_ours(last) && w == last + 1;
        if (i && (!next || doc->tokens[last].space_after))
            buf_byte(out, ' ');
        buf_add(out, w == OPEN_IS ? STR("is") : w == OPEN_ARE ? STR("are") : token_str(doc, w));
    }
}
