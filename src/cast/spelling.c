/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spelling.c - mentions written alike and read alike become one spelling. */
#include "base/utf8.h"
#include "cast/caster.h"

#define SPLIT_SHARE 0.2f  /* the rarer reading of one form needs this share of the votes */
#define SPLIT_SURE  0.85f /* and this mean score to stay a second actor */

/* Kinds that one form is not likely to carry by a slip of the tagger alone. */
static int coarse(uint8_t kind)
{
    static const int row[KIND_COUNT] = {
        [KIND_person] = 0, [KIND_organisation] = 1, [KIND_country] = 2, [KIND_place] = 2,
        [KIND_group] = 3,  [KIND_event] = 4,        [KIND_thing] = 4};
    return kind < KIND_COUNT ? row[kind] : 4;
}

#define COARSE 5

typedef struct {
    float sum[COARSE], count[COARSE], kind[KIND_COUNT];
    bool known[COARSE]; /* the lexicon has a fact of such a kind */
    bool bearer;        /* part of a person's full name, a given name, or after a title */
} form_votes;

static void note_facts(const caster *c, const mention *m, form_votes *v)
{
    dm_fact f[FACT_CAP];
    dm_str text = name_trim(span_str(c->doc, m->begin, m->end));
    uint32_t n = lex_facts(c, text, f, FACT_CAP);
    for (uint32_t i = 0; i < n; i++)
        v->known[coarse(f[i].kind)] = true;
}

/* The words of the full names of persons. */
static void note_bearers(const caster *c, dm_map *words)
{
    for (uint32_t i = 0; i < c->m_count; i++) {
        const mention *m = &c->m[i];
        for (uint32_t t = m->begin;
             m->kind == KIND_person && m->end - m->begin > 1 && t < m->end; t++)
            map_set(words, c->low[t], 1);
    }
}

static bool bears(const caster *c, const mention *m, const dm_map *words)
{
    if (m->kind != KIND_person)
        return false;
    return m->end - m->begin > 1 || m->gender || lex_first_name(c, c->low[m->begin]) ||
           map_get(words, c->low[m->begin]) != MAP_NONE ||
           (m->begin && lex_title(c, m->begin - 1, m->begin) != OFFICE_none);
}

static void count_forms(const caster *c, const dm_str *keys, dm_map *seen, form_votes *votes)
{
    uint32_t forms = 0;
    dm_map words = {0};
    note_bearers(c, &words);
    for (uint32_t i = 0; i < c->m_count; i++) {
        const mention *m = &c->m[i];
        if (m->iso[0])
            continue;
        uint32_t f = map_get_or_set(seen, keys[i], forms);
        if (f == forms) {
            forms++;
            note_facts(c, m, &votes[f]);
        }
        votes[f].sum[coarse(m->kind)] += m->score;
        votes[f].count[coarse(m->kind)] += 1;
        votes[f].kind[m->kind] += m->score;
        votes[f].bearer = votes[f].bearer || bears(c, m, &words);
    }
    map_free(&words);
}

static int strongest(const form_votes *v)
{
    int best = 0;
    for (int k = 1; k < COARSE; k++) {
        if (v->sum[k] > v->sum[best])
            best = k;
    }
    return best;
}

/* The coarse reading under which a mention of this form is kept. */
static int settled(const form_votes *v, uint8_t kind)
{
    int best = strongest(v), own = coarse(kind);
    for (int k = 1; k < COARSE && best == 0 && !v->bearer; k++) {
        if (v->sum[k] > 0 && (v->known[k] || !v->known[0])) /* nothing says it is a person */
            best = k;
    }
    float all = 0;
    for (int k = 0; k < COARSE; k++)
        all += v->sum[k];
    bool person = own == 0 || best == 0;
    bool backed = v->known[own] || (v->count[own] > 1.5f && person && v->bearer);
    bool apart = own != best && (own != 0 || v->bearer || v->known[0]) && backed &&
                 v->sum[own] >= SPLIT_SHARE * all && v->sum[own] >= SPLIT_SURE * v->count[own];
    return apart ? own : best;
}

static uint8_t kind_within(const form_votes *v, int row)
{
    uint8_t best = KIND_COUNT;
    for (uint8_t k = 0; k < KIND_COUNT; k++) {
        if (coarse(k) == row && (best == KIND_COUNT || v->kind[k] > v->kind[best]))
            best = k;
    }
    return best;
}

static void fill_spelling(caster *c, spelling *s, const mention *m, dm_str key, uint32_t id)
{
    s->key = key;
    s->text = name_trim(span_str(c->doc, m->begin, m->end));
    s->part_count = name_parts(c->a, key, &s->part);
    s->kind = m->kind;
    s->wish = m->wish;
    memcpy(s->iso, m->iso, 3);
    s->parent = id;
    s->acronym = name_is_acronym(s->text) && s->part_count == 1;
    dm_fact f[FACT_CAP];
    s->fact_count = lex_facts(c, s->text, f, FACT_CAP);
    s->facts = vec_copy(c->a, f, s->fact_count, sizeof *f);
    if (s->kind == KIND_person && s->part_count > 1)
        s->gender = lex_first_name(c, s->part[0]);
}

static dm_str spelling_name(caster *c, const mention *m, dm_str key, int row)
{
    if (m->wish)
        return str_fmt(c->a, "%.*s!", STR_ARG(key));
    if (m->iso[0])
        return str_fmt(c->a, "%.*s/%s", STR_ARG(key), m->iso);
    return str_fmt(c->a, "%.*s#%d", STR_ARG(key), row);
}

void make_spellings(caster *c)
{
    dm_map forms = {0}, seen = {0};
    dm_str *keys = ARENA_ARRAY(c->a, dm_str, c->m_count + 1);
    form_votes *votes = ARENA_ARRAY(c->a, form_votes, c->m_count + 1);
    VEC(spelling) list = {0};
    for (uint32_t i = 0; i < c->m_count; i++)
        keys[i] = name_key(c->a, span_str(c->doc, c->m[i].begin, c->m[i].end));
    count_forms(c, keys, &forms, votes);
    for (uint32_t i = 0; i < c->m_count; i++) {
        mention *m = &c->m[i];
        int row = 0;
        bool bearer = true;
        if (!m->iso[0] && !m->wish) {
            const form_votes *v = &votes[map_get(&forms, keys[i])];
            bearer = v->bearer;
            row = settled(v, m->kind);
            m->kind = kind_within(v, row);
        }
        uint32_t id =
            map_get_or_set(&seen, spelling_name(c, m, keys[i], row), (uint32_t)list.len);
        if (id == list.len) {
            spelling s = {.first = i, .bearer = bearer};
            fill_spelling(c, &s, m, keys[i], id);
            vec_push(&list, s);
        }
        m->spelling = id;
        list.at[id].mentions++;
        list.at[id].vote[m->kind] += m->score;
    }
    map_free(&forms);
    map_free(&seen);
    vec_take(c->a, &list, c->s, c->s_count);
}

uint32_t group_root(caster *c, uint32_t s)
{
    while (c->s[s].parent != s) {
        c->s[s].parent = c->s[c->s[s].parent].parent;
        s = c->s[s].parent;
    }
    return s;
}

/* The earlier spelling stays the root. */
void group_join(caster *c, uint32_t a, uint32_t b)
{
    a = group_root(c, a);
    b = group_root(c, b);
    if (wish_apart(c, a, b))
        return;
    if (a < b)
        c->s[b].parent = a;
    else
        c->s[a].parent = b;
}
