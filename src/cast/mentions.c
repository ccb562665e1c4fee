/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mentions.c - which words name somebody: the engine's names cleaned, and those it missed where
 * the article itself or the lexicon shows that they are names. */
#include "base/utf8.h"
#include "cast/caster.h"

#define NAME_TOKENS  8    /* longest name that is looked for again */
#define SURE_ENOUGH  0.5f /* names below this are not looked for again */
#define MISSED_SCORE 0.5f /* what a name found by repetition weighs in votes */

typedef VEC(mention) mention_list;

static bool has_letter(dm_str s)
{
    for (size_t at = 0; at < s.len;) {
        if (cp_is_letter(utf8_next(s, &at)))
            return true;
    }
    return false;
}

static bool calendar_word(dm_str w)
{
    return word_in(
        w, " monday tuesday wednesday thursday friday saturday sunday january february "
           "march april june july august september october november december jan feb mar "
           "apr jun jul aug sept sep oct nov dec today yesterday tomorrow ");
}

static bool address_like(dm_str w)
{
    return str_find(w, STR("://"), 0) != SIZE_MAX || str_find(w, STR("@"), 0) != SIZE_MAX ||
           str_starts(w, STR("www.")) || str_find(w, STR(".html"), 0) != SIZE_MAX;
}

static bool quote_mark(dm_str w)
{
    return word_in(w,
                   " \" ' `` '' \xE2\x80\x9C \xE2\x80\x9D \xE2\x80\x98 \xE2\x80\x99 \xC2\xAB "
                   "\xC2\xBB , . : ; - \xE2\x80\x93 \xE2\x80\x94 ");
}

static void trim_tokens(const caster *c, mention *m)
{
    while (m->begin < m->end &&
           (quote_mark(c->low[m->begin]) ||
            (m->end - m->begin > 1 && word_in(c->low[m->begin], " the a an "))))
        m->begin++;
    while (m->end > m->begin &&
           ((quote_mark(c->low[m->end - 1]) && !str_eq(c->low[m->end - 1], STR("."))) ||
            word_in(c->low[m->end - 1], " 's \xE2\x80\x99s and or in of for by with at the ")))
        m->end--;
}

/* How many leading tokens of a person's name are a title ("President", "Prime Minister"). */
static uint32_t title_tokens(const caster *c, const mention *m)
{
    uint32_t best = 0;
    for (uint32_t n = 1; n < m->end - m->begin && n <= 4; n++) {
        dm_str first = c->low[m->begin];
        bool given = n == 1 && lex_first_name(c, first);
        if ((n == 1 && word_in(first, " mr mr. mrs mrs. ms ms. dr dr. miss sir lord lady sen. "
                                      "rep. gov. gen. president minister ")) ||
            (!given && lex_title(c, m->begin, m->begin + n) != OFFICE_none))
            best = n;
    }
    if (best) {
        dm_office o = lex_title(c, m->begin, m->begin + best);
        bool throne = o == OFFICE_royalty || o == OFFICE_religious_office;
        if (throne && m->end - m->begin - best == 1)
            return 0; /* "Pope Francis": the title is part of how he is called */
        if (!str_capital(token_str(c->doc, m->begin + best)))
            return 0;
    }
    return best;
}

static bool bare_title(const caster *c, const mention *m)
{
    return m->kind == KIND_person && lex_title(c, m->begin, m->end) != OFFICE_none &&
           !(m->end - m->begin == 1 && lex_first_name(c, c->low[m->begin]));
}

/* "Islamic", "European" before a noun: a quality, not somebody.  The adjectives of countries
 * and of peoples that the lexicon knows stay. */
static bool bare_adjective(const caster *c, const mention *m)
{
    if (m->kind != KIND_group || !has_trees(c) || m->end - m->begin > 2)
        return false;
    uint32_t t = m->end - 1;
    dm_str w = c->low[t];
    bool quality = word_upos(c, t) == UPOS_ADJ && word_deprel(c, t) == DEP_amod;
    if (!quality || !(str_ends(w, STR("ic")) || str_ends(w, STR("ist")) ||
                      str_ends(w, STR("an")) || str_ends(w, STR("ish"))))
        return false;
    dm_fact f[FACT_CAP];
    uint32_t n = lex_facts(c, token_str(c->doc, t), f, FACT_CAP);
    return n == 0 || (f[0].list == LIST_GROUP && !f[0].country[0] && str_ends(w, STR("an")));
}

/* "mackerel": one noun in small letters that nobody lists as a name. */
static bool common_noun(const caster *c, const mention *m)
{
    dm_fact f[FACT_CAP];
    return m->end - m->begin == 1 && has_trees(c) && word_upos(c, m->begin) == UPOS_NOUN &&
           lex_facts(c, token_str(c->doc, m->begin), f, FACT_CAP) == 0;
}

static bool junk(const caster *c, const mention *m)
{
    if (m->begin >= m->end)
        return true;
    dm_str text = span_str(c->doc, m->begin, m->end);
    if (!has_letter(text) || address_like(text))
        return true;
    bool acronym = m->end - m->begin == 1 && name_is_acronym(text);
    if (m->end - m->begin == 1 && !acronym &&
        (calendar_word(c->low[m->begin]) || text.len == 1 ||
         word_in(c->low[m->begin],
                 " i he she it they we you his her their mr mrs ms the who ")))
        return true;
    bool lower = !str_capital(text);
    if (m->kind == KIND_person && lower && !str_capital(token_str(c->doc, m->end - 1)))
        return true; /* "al": no name of a person is all lower case */
    if (lower && (m->score < SURE_ENOUGH || common_noun(c, m)))
        return true;
    return bare_title(c, m) || bare_adjective(c, m);
}

static void cover(caster *c, const mention *m, uint32_t index)
{
    for (uint32_t t = m->begin; t < m->end; t++)
        c->owner[t] = index;
}

static void take_names(caster *c, mention_list *list)
{
    for (uint32_t i = 0; i < c->parse->name_count; i++) {
        const dm_name *n = &c->parse->names[i];
        mention m = {.begin = n->begin,
                     .end = n->end,
                     .form = FORM_NAMED,
                     .kind = n->kind,
                     .score = n->score,
                     .spelling = NOTHING,
                     .group = NOTHING};
        trim_tokens(c, &m);
        if (m.kind == KIND_person && m.end > m.begin)
            m.begin += title_tokens(c, &m);
        if (junk(c, &m))
            continue;
        cover(c, &m, (uint32_t)list->len);
        vec_push(list, m);
    }
}

static bool free_span(const caster *c, uint32_t b, uint32_t e)
{
    for (uint32_t t = b; t < e; t++) {
        if (c->owner[t] != NOTHING)
            return false;
    }
    return true;
}

static bool proper(const caster *c, uint32_t t)
{
    return !has_trees(c) || word_upos(c, t) == UPOS_PROPN || word_upos(c, t) == UPOS_ADJ;
}

/* Part of a longer run of capitalised words that the engine did not call a name. */
static bool inside_longer(const caster *c, uint32_t b, uint32_t e)
{
    if (!has_trees(c))
        return false;
    uint32_t n = c->doc->token_count;
    bool before = b > 0 && c->owner[b - 1] == NOTHING && word_upos(c, b - 1) == UPOS_PROPN &&
                  c->parse->words[b - 1].head >= b && c->parse->words[b - 1].head < e &&
                  lex_title(c, b - 1, b) == OFFICE_none;
    bool after = e < n && c->owner[e] == NOTHING && word_upos(c, e) == UPOS_PROPN &&
                 (c->parse->words[e - 1].head == e || c->parse->words[e].deprel == DEP_flat);
    return before || after;
}

static void add_missed(caster *c, mention_list *list, uint32_t b, uint32_t e, uint8_t kind)
{
    mention m = {.begin = b,
                 .end = e,
                 .form = FORM_NAMED,
                 .kind = kind,
                 .score = MISSED_SCORE,
                 .spelling = NOTHING,
                 .group = NOTHING};
    cover(c, &m, (uint32_t)list->len);
    vec_push(list, m);
}

/* Written forms of the names found, and the surnames of full names: text -> mention index. */
static void known_forms(const caster *c, const mention_list *list, dm_map *forms)
{
    for (uint32_t i = 0; i < list->len; i++) {
        const mention *m = &list->at[i];
        dm_str text = span_str(c->doc, m->begin, m->end);
        if (m->score < SURE_ENOUGH || !str_capital(text) || m->end - m->begin > NAME_TOKENS)
            continue;
        (void)map_get_or_set(forms, text, i);
        dm_str last = token_str(c->doc, m->end - 1);
        if (m->kind == KIND_person && m->end - m->begin > 1 && last.len > 3 &&
            str_capital(last) && !name_suffix(c->low[m->end - 1]))
            (void)map_get_or_set(forms, last, i);
    }
}

static bool starts_sentence(const caster *c, uint32_t t)
{
    return t == c->doc->sentences[c->doc->tokens[t].sentence].first;
}

static void find_repeated(caster *c, mention_list *list)
{
    dm_map forms = {0};
    known_forms(c, list, &forms);
    for (uint32_t t = 0; t < c->doc->token_count; t++) {
        if (c->owner[t] != NOTHING || !str_capital(token_str(c->doc, t)))
            continue;
        uint32_t stop = c->doc->sentences[c->doc->tokens[t].sentence].end;
        for (uint32_t e = t + NAME_TOKENS < stop ? t + NAME_TOKENS : stop; e > t; e--) {
            uint32_t at = map_get(&forms, span_str(c->doc, t, e));
            if (at == MAP_NONE || !free_span(c, t, e))
                continue;
            bool doubtful =
                e - t == 1 && (!proper(c, t) || (starts_sentence(c, t) && !has_trees(c)));
            if (!doubtful && !inside_longer(c, t, e)) {
                add_missed(c, list, t, e, list->at[at].kind);
                break;
            }
        }
    }
    map_free(&forms);
}

/* Countries and their adjectives that the engine passed over. */
static void find_demonyms(caster *c, mention_list *list)
{
    for (uint32_t t = 0; c->lex && t < c->doc->token_count; t++) {
        if (c->owner[t] != NOTHING || !str_capital(token_str(c->doc, t)) || !proper(c, t))
            continue;
        dm_fact f[FACT_CAP];
        uint32_t n = lex_facts(c, token_str(c->doc, t), f, FACT_CAP);
        bool known = n > 0 && !f[0].ambiguous &&
                     (f[0].list == LIST_DEMONYM || f[0].list == LIST_COUNTRY);
        if (known && c->low[t].len > 3 && !inside_longer(c, t, t + 1) &&
            !(starts_sentence(c, t) && !has_trees(c)))
            add_missed(c, list, t, t + 1, KIND_country);
    }
}

static int mention_order(const void *x, const void *y)
{
    const mention *a = x, *b = y;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    return a->end != b->end ? (a->end > b->end ? -1 : 1) : 0;
}

/* Inner names keep their tokens: a longer name covers only what they leave free. */
static void take_sorted(caster *c)
{
    for (uint32_t i = 0; i < c->m_count; i++) {
        mention *m = &c->m[i];
        cover(c, m, i);
        m->head = span_head(c, m->begin, m->end);
        uint32_t from = m->begin > 2 ? m->begin - 2 : 0;
        if (m->kind == KIND_person)
            m->gender =
                title_gender(c, from, m->begin + (m->end - m->begin > 1)); /* "Queen Ann" */
    }
}

void take_mentions(caster *c, mention *list, uint32_t count)
{
    c->m = list;
    c->m_count = count;
    qsort(c->m, c->m_count, sizeof *c->m, mention_order);
    memset(c->owner, 0xFF, (c->doc->token_count + 1) * sizeof *c->owner);
    take_sorted(c);
}

static void add_patterns(caster *c)
{
    mention *more;
    uint32_t n = find_patterns(c, &more);
    if (!n)
        return;
    mention *all = ARENA_ARRAY(c->a, mention, c->m_count + n);
    memcpy(all, c->m, c->m_count * sizeof *all);
    memcpy(all + c->m_count, more, n * sizeof *all);
    take_mentions(c, all, c->m_count + n);
}

static void drop_nobody(const caster *c, mention_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->len; i++) {
        if (!names_nobody(c, &list->at[i]))
            list->at[kept++] = list->at[i];
    }
    list->len = kept;
    memset(c->owner, 0xFF, (c->doc->token_count + 1) * sizeof *c->owner);
}

/* "the Russian" + "Embassy": an embassy is some country's, and called by it. */
static void grow_embassies(const caster *c, mention_list *list)
{
    for (size_t i = 0; i < list->len; i++) {
        mention *m = &list->at[i];
        uint32_t before = m->begin ? c->owner[m->begin - 1] : NOTHING;
        if (m->end - m->begin == 1 && word_is(c, m->begin, "embassy") && before != NOTHING &&
            (list->at[before].kind == KIND_country || list->at[before].kind == KIND_group) &&
            !starts_sentence(c, m->begin))
            m->begin = list->at[before].begin;
    }
}

void collect_names(caster *c)
{
    mention_list list = {0};
    take_names(c, &list);
    list.len = repair_names(c, list.at, list.len);
    memset(c->owner, 0xFF, (c->doc->token_count + 1) * sizeof *c->owner);
    for (size_t i = 0; i < list.len; i++)
        cover(c, &list.at[i], (uint32_t)i);
    find_repeated(c, &list);
    find_demonyms(c, &list);
    grow_embassies(c, &list);
    drop_nobody(c, &list);
    if (list.len)
        qsort(list.at, list.len, sizeof *list.at, mention_order);
    vec_take(c->a, &list, c->m, c->m_count);
    take_sorted(c);
    add_patterns(c);
}
