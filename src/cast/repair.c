/* SPDX-License-Identifier: GPL-3.0-or-later */
/* repair.c - names as the engine cut them, put right by what the lexicon and the words beside
 * them show: longer known names, storms, editions, words of a title, qualities. */
#include "base/utf8.h"
#include "cast/caster.h"

#define LONGEST 8 /* tokens of a name that the lexicon is asked for */

static bool inside(const caster *c, uint32_t from, uint32_t t)
{
    return t < c->doc->token_count && sentence_of(c, t) == sentence_of(c, from);
}

static bool name_token(const caster *c, uint32_t t)
{
    return str_capital(token_str(c->doc, t)) ||
           word_in(c->low[t], " of the and for in - \xE2\x80\x93 ul e al ");
}

/* A body or an event whose whole name the lexicon knows as nothing else. */
static bool known_name(const caster *c, uint32_t begin, uint32_t end, uint8_t *kind)
{
    dm_fact f[FACT_CAP];
    uint32_t n = lex_facts(c, span_str(c->doc, begin, end), f, FACT_CAP);
    for (uint32_t i = 0; i < n; i++) {
        if (f[i].ambiguous || (f[i].kind != KIND_organisation && f[i].kind != KIND_event) ||
            f[i].kind != f[0].kind)
            return false;
    }
    if (n)
        *kind = f[0].kind;
    return n > 0;
}

/* Another body inside the longer name keeps its own mention: "UN Security Council". */
static bool swallows_body(const caster *c, const mention *next, size_t left, uint32_t end)
{
    uint8_t kind = KIND_COUNT;
    for (size_t i = 0; i < left && next[i].begin < end; i++) {
        if (next[i].kind == KIND_organisation && next[i].end - next[i].begin > 1 &&
            known_name(c, next[i].begin, next[i].end, &kind))
            return true;
    }
    return false;
}

/* "Harkat-ul" + "Jihad" + "Islami": one body that the engine cut into pieces. */
static void grow_known(const caster *c, mention *m, const mention *next, size_t left)
{
    uint8_t kind = KIND_COUNT;
    if (m->kind == KIND_person || m->kind == KIND_country || m->kind == KIND_group ||
        !str_capital(token_str(c->doc, m->begin)) ||
        name_is_acronym(span_str(c->doc, m->begin, m->end)))
        return;
    for (uint32_t e = m->begin + LONGEST; e > m->end; e--) {
        bool whole = inside(c, m->begin, e - 1) && str_capital(token_str(c->doc, e - 1));
        for (uint32_t t = m->end; whole && t < e; t++)
            whole = name_token(c, t);
        if (whole && known_name(c, m->begin, e, &kind) && !swallows_body(c, next, left, e)) {
            m->end = e;
            m->kind = kind;
            return;
        }
    }
}

/* Two unknown pieces of a body side by side, nothing between them: one name. */
static bool one_body(const caster *c, const mention *a, const mention *b)
{
    uint8_t kind = KIND_COUNT;
    return a->kind == KIND_organisation && b->kind == KIND_organisation && a->end == b->begin &&
           inside(c, a->begin, b->begin) &&
           !name_is_acronym(span_str(c->doc, a->begin, a->end)) &&
           !name_is_acronym(span_str(c->doc, b->begin, b->end)) &&
           !known_name(c, a->begin, a->end, &kind) && !known_name(c, b->begin, b->end, &kind);
}

bool name_ordinal(dm_str w)
{
    bool digits = w.len > 2 && w.ptr[0] >= '0' && w.ptr[0] <= '9' &&
                  (str_ends(w, STR("st")) || str_ends(w, STR("nd")) || str_ends(w, STR("rd")) ||
                   str_ends(w, STR("th")));
    return digits ||
           word_in(w, " first second third fourth fifth sixth seventh eighth ninth tenth "
                      "eleventh twelfth thirteenth fourteenth fifteenth ");
}

static bool year(dm_str w)
{
    return w.len == 4 && (str_starts(w, STR("19")) || str_starts(w, STR("20"))) &&
           w.ptr[2] >= '0' && w.ptr[2] <= '9' && w.ptr[3] >= '0' && w.ptr[3] <= '9';
}

/* "Harbour Summit 2024": the year tells one meeting from another. */
static void grow_year(const caster *c, mention *m)
{
    if (m->kind == KIND_event && inside(c, m->begin, m->end) && year(c->low[m->end]) &&
        word_in(c->low[m->end - 1], " summit conference forum games cup championship "
                                    "championships olympics election elections "))
        m->end++;
}

/* "Harbour Council (HC) Summit": the engine named what begins inside the brackets. */
static void grow_closed(const caster *c, const mention *before, mention *m)
{
    bool closes = false;
    for (uint32_t t = m->begin; t + 1 < m->end; t++)
        closes = closes || word_in(c->low[t], " ) -rrb- ");
    uint32_t t = m->begin;
    bool bare = word_in(c->low[m->end - 1], " summit conference meeting forum session ") &&
                t > 1 && word_in(c->low[t - 1], " ) -rrb- ");
    if (!closes && !bare)
        return;
    while (t > before->end && !word_in(c->low[t - 1], " ( -lrb- "))
        t--;
    if (t == before->end + 1 && inside(c, before->begin, m->begin)) {
        m->begin = before->begin;
        if (m->begin > 0 && inside(c, m->begin, m->begin - 1) &&
            name_ordinal(c->low[m->begin - 1]) && str_capital(token_str(c->doc, m->begin - 1)))
            m->begin--;
        m->kind = bare || m->kind == KIND_event ? KIND_event : m->kind;
    }
}

/* "Chan-o" + "-cha": a name that the engine cut at a hyphen.  Not "Arland-led". */
static void grow_hyphen(const caster *c, mention *m)
{
    uint32_t t = m->end;
    while (inside(c, m->begin, t + 1) && word_in(c->low[t], " - ") &&
           !c->doc->tokens[t - 1].space_after && !c->doc->tokens[t].space_after) {
        dm_str w = token_str(c->doc, t + 1);
        bool name = !str_capital(w) && w.len > 1 && w.len < 5 && m->kind != KIND_country &&
                    m->kind != KIND_group && m->end - m->begin > 1 &&
                    word_upos(c, t + 1) == UPOS_PROPN;
        if (!name)
            return;
        m->end = t += 2;
    }
}

/* What ends a person's full name is that person: "Chan-o-cha" after "Prayuth Chan-o-cha". */
static void tails_of_persons(const caster *c, mention *m, size_t n)
{
    dm_map tails = {0};
    for (size_t i = 0; i < n; i++) {
        uint32_t len = m[i].end - m[i].begin;
        if (m[i].kind == KIND_person && len > 3 && len < 9)
            map_set(&tails, span_str(c->doc, m[i].begin + 1, m[i].end), 1);
    }
    for (size_t i = 0; i < n; i++) {
        if (m[i].kind != KIND_person && m[i].end - m[i].begin > 2 &&
            map_get(&tails, span_str(c->doc, m[i].begin, m[i].end)) != MAP_NONE)
            m[i].kind = KIND_person;
    }
    map_free(&tails);
}

/* "the 'Harbour Shield' exercises", "Harbour Shield joint military exercise". */
static void exercises(const caster *c, mention *m)
{
    uint32_t t = m->end;
    if (m->kind != KIND_thing && m->kind != KIND_organisation)
        return;
    while (inside(c, m->begin, t) && t < m->end + 4 &&
           word_in(c->low[t], " ' \xE2\x80\x99 \xE2\x80\x9D \" joint military naval series "))
        t++;
    if (inside(c, m->begin, t) && word_in(c->low[t], " exercise exercises manoeuvres drills "))
        m->kind = KIND_event;
}

static bool storm_word(dm_str w)
{
    return word_in(w, " hurricane storm typhoon cyclone depression ");
}

/* "Hurricane Anna": the storm is an event, though people lend it their names. */
static bool grow_storm(const caster *c, mention *m)
{
    uint32_t from = m->begin;
    if (m->end - m->begin > 1 && storm_word(c->low[m->begin])) {
        m->kind = KIND_event;
    } else if (m->begin > 0 && m->end - m->begin == 1 && inside(c, m->begin, m->begin - 1) &&
               storm_word(c->low[m->begin - 1]) &&
               str_capital(token_str(c->doc, m->begin - 1))) {
        from--;
    } else {
        return false;
    }
    if (from > 0 && inside(c, from, from - 1) && word_in(c->low[from - 1], " tropical "))
        from--;
    m->begin = from;
    m->kind = KIND_event;
    return true;
}

static bool dash(dm_str w)
{
    return word_in(w, " - \xE2\x80\x93 \xE2\x80\x94 ");
}

/* "Arland-Borland Trade Council": the engine began at the second country. */
static void grow_pair(const caster *c, const mention *before, mention *m)
{
    bool body = m->kind == KIND_organisation || m->kind == KIND_event || m->kind == KIND_thing;
    if (!body || m->end - m->begin < 3 || before->kind != KIND_country ||
        before->end + 1 != m->begin || !dash(c->low[before->end]) ||
        c->doc->tokens[before->end].space_after)
        return;
    dm_fact f[FACT_CAP];
    uint32_t n = lex_facts(c, token_str(c->doc, m->begin), f, FACT_CAP);
    if (n && (f[0].list == LIST_COUNTRY || f[0].list == LIST_DEMONYM))
        m->begin = before->begin;
}

/* "Sixth Harbour Council (summit)": the edition is not part of the body's name. */
static void cut_edition(const caster *c, mention *m)
{
    uint8_t kind = KIND_COUNT;
    if (m->kind == KIND_organisation && m->end - m->begin > 2 &&
        name_ordinal(c->low[m->begin]) && (known_name(c, m->begin + 1, m->end, &kind)))
        m->begin++;
}

static bool shouted(dm_str w)
{
    for (size_t at = 0; at < w.len;) {
        if (cp_is_lower(utf8_next(w, &at)))
            return false;
    }
    return w.len > 1;
}

/* "OSLO - Senate": the dateline is no part of the name. */
static void cut_dateline(const caster *c, mention *m)
{
    uint32_t t = m->begin;
    while (t < m->end && shouted(token_str(c->doc, t)))
        t++;
    if (t > m->begin && t + 1 < m->end && t < m->begin + 4 && dash(c->low[t]) &&
        c->doc->tokens[t].space_after && c->doc->tokens[t - 1].space_after)
        m->begin = t + 1;
}

/* "Information Minister X", "Foreign Secretary": the first word belongs to the title. */
static bool title_word(const caster *c, const mention *m)
{
    return m->kind == KIND_person && m->end - m->begin == 1 && inside(c, m->begin, m->end) &&
           word_in(c->low[m->end], " minister secretary ministry ") &&
           !lex_first_name(c, c->low[m->begin]);
}

/* A creed, a fear, a quality or a doing: nobody who could act. */
static bool idea(const caster *c, const mention *m)
{
    uint32_t t = m->end - 1;
    dm_str w = c->low[t];
    if (m->end - m->begin > 3)
        return false;
    if (str_ends(w, STR("phobia")) || (str_ends(w, STR("terrorism")) && w.len < 18))
        return m->end - m->begin == 1 || dash(c->low[t - 1]);
    if (m->end - m->begin > 1 || !has_trees(c) || lex_first_name(c, w))
        return false;
    dm_fact f[FACT_CAP];
    if (m->kind == KIND_group || m->kind == KIND_country ||
        lex_facts(c, token_str(c->doc, t), f, FACT_CAP))
        return false;
    uint8_t u = word_upos(c, t);
    if (m->kind == KIND_organisation && str_ends(w, STR("ism")) && w.len > 6)
        return true;
    return m->score < 0.75f && m->kind != KIND_person &&
           (u == UPOS_VERB || u == UPOS_ADV || u == UPOS_ADJ);
}

static void spread_storms(const caster *c, mention *m, size_t n)
{
    dm_map storms = {0};
    for (size_t i = 0; i < n; i++) {
        if (m[i].kind == KIND_event && m[i].end - m[i].begin > 1 &&
            (storm_word(c->low[m[i].end - 2])))
            map_set(&storms, c->low[m[i].end - 1], 1);
    }
    for (size_t i = 0; i < n; i++) {
        if (m[i].end - m[i].begin == 1 && m[i].kind != KIND_country &&
            map_get(&storms, c->low[m[i].begin]) != MAP_NONE)
            m[i].kind = KIND_event;
    }
    map_free(&storms);
}

/* m by begin, no overlap; returns how many are left. */
size_t repair_names(const caster *c, mention *m, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        mention x = m[i];
        if (kept && x.begin < m[kept - 1].end)
            continue; /* swallowed by the longer name before it */
        if (title_word(c, &x) || idea(c, &x))
            continue;
        cut_dateline(c, &x);
        cut_edition(c, &x);
        grow_known(c, &x, m + i + 1, n - i - 1);
        for (; i + 1 < n && one_body(c, &x, &m[i + 1]); i++)
            x.end = m[i + 1].end;
        if (kept)
            grow_closed(c, &m[kept - 1], &x);
        grow_year(c, &x);
        grow_hyphen(c, &x);
        exercises(c, &x);
        if (kept)
            grow_pair(c, &m[kept - 1], &x);
        bool storm = grow_storm(c, &x);
        while (storm && kept && m[kept - 1].begin >= x.begin)
            kept--; /* "Hurricane", "Tropical" alone */
        m[kept++] = x;
    }
    spread_storms(c, m, kept);
    tails_of_persons(c, m, kept);
    return kept;
}
