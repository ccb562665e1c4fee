/* SPDX-License-Identifier: GPL-3.0-or-later */
/* entity.c - groups of spellings become entities: label, kind, sub-kind, country, gender,
 * aliases. */
#include "base/utf8.h"
#include "cast/caster.h"

uint32_t sentence_of(const caster *c, uint32_t t)
{
    return c->doc->tokens[t].sentence;
}

uint32_t named_entity(const caster *c, uint32_t t)
{
    if (t >= c->doc->token_count || c->owner[t] == NOTHING)
        return ENTITY_NONE;
    return c->entity_of[c->m[c->owner[t]].group];
}

static bool subject(uint8_t deprel)
{
    return deprel == DEP_nsubj || deprel == DEP_nsubj_pass || deprel == DEP_nsubj_outer;
}

void mention_add(caster *c, const dm_mention *m)
{
    vec_push(&c->mentions, *m);
    c->head_entity[m->head] = m->entity;
    if (m->entity == ENTITY_NONE)
        return;
    entity_note *note = &c->note.at[m->entity];
    note->named += m->form == FORM_NAMED;
    note->subjects += subject(word_deprel(c, m->head));
}

static bool shouted(dm_str s)
{
    uint32_t upper = 0, lower = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = utf8_next(s, &at);
        upper += cp_is_upper(cp);
        lower += cp_is_lower(cp);
    }
    return upper > 1 && !lower;
}

/* How well a spelling serves as label: a name before an acronym or a lower-case form, then
 * length. */
static int label_rank(const spelling *s)
{
    int rank = 8 * (int)s->part_count;
    if (s->iso[0])
        rank = fact_of(s, LIST_COUNTRY) ? 100 + (int)s->text.len : 0;
    bool place = s->kind == KIND_place || s->kind == KIND_person;
    if (shouted(s->text) && (s->part_count > 1 || place)) /* a dateline's "OSLO" */
        rank -= 9;
    if (s->acronym)
        rank -= 5;
    if (!str_capital(s->text))
        rank -= 12;
    if (s->kind == KIND_organisation &&
        word_in(s->part[s->part_count - 1], " administration government "))
        rank -= 4;
    if (s->kind == KIND_group && s->part_count && str_ends(s->key, STR("s")))
        rank += 6; /* Kurds before Kurdish */
    for (uint32_t p = 0; p < s->part_count; p++)
        rank -= word_in(s->part[p], " of the ") ? 8 : 0;
    if (s->part_count == 2 && word_in(s->part[0], " upper lower ")) /* a description */
        rank -= 20;
    return rank;
}

static bool better_label(const caster *c, uint32_t a, uint32_t b)
{
    const spelling *x = &c->s[a], *y = &c->s[b];
    int rx = label_rank(x), ry = label_rank(y);
    if (rx != ry)
        return rx > ry;
    if (x->mentions != y->mentions)
        return x->mentions > y->mentions;
    return a < b;
}

static uint32_t new_entity(caster *c, const mention *m)
{
    dm_entity e = {.subkind = SUBKIND_NONE, .lexicon = UINT32_MAX, .plural = m->plural};
    entity_note note = {.label = m->spelling};
    vec_push(&c->e, e);
    vec_push(&c->note, note);
    return (uint32_t)c->e.len - 1;
}

/* Entities in order of first mention; the mention's own spelling may belong to several. */
static void place_mentions(caster *c)
{
    c->entity_of = ARENA_ARRAY(c->a, uint32_t, c->s_count + 1);
    memset(c->entity_of, 0xFF, (c->s_count + 1) * sizeof *c->entity_of);
    for (uint32_t i = 0; i < c->m_count; i++) {
        mention *m = &c->m[i];
        uint32_t *e = &c->entity_of[m->group];
        if (*e == ENTITY_NONE)
            *e = new_entity(c, m);
        entity_note *note = &c->note.at[*e];
        note->male += m->gender == 'm';
        note->female += m->gender == 'f';
        if (better_label(c, m->spelling, note->label))
            note->label = m->spelling;
        dm_mention out = {.begin = m->begin,
                          .end = m->end,
                          .head = m->head,
                          .entity = *e,
                          .form = FORM_NAMED,
                          .kind = m->kind,
                          .score = m->score};
        mention_add(c, &out);
    }
}

/* [E][KIND_COUNT] votes of the spellings, each counted once per mention. */
static void vote_entities(caster *c)
{
    float *votes = ARENA_ARRAY(c->a, float, c->e.len *KIND_COUNT + 1);
    for (uint32_t i = 0; i < c->m_count; i++) {
        const spelling *s = &c->s[c->m[i].spelling];
        uint32_t e = c->entity_of[c->m[i].group];
        votes[e * KIND_COUNT + s->kind] += 0.25f + c->m[i].score;
        if (s->iso[0])
            memcpy(c->e.at[e].country, s->iso, 3);
    }
    for (uint32_t e = 0; e < c->e.len; e++) {
        const float *v = &votes[e * KIND_COUNT];
        uint8_t best = 0;
        for (uint8_t k = 1; k < KIND_COUNT; k++) {
            if (v[k] > v[best])
                best = k;
        }
        c->e.at[e].kind = c->e.at[e].country[0] ? KIND_country : best;
    }
    for (size_t i = 0; i < c->mentions.len; i++)
        c->mentions.at[i].kind = c->e.at[c->mentions.at[i].entity].kind;
}

static bool country_named(const caster *c, const char *iso)
{
    for (uint32_t i = 0; i < c->s_count; i++) {
        if (memcmp(c->s[i].iso, iso, 2) == 0)
            return true;
    }
    return false;
}

/* The row a name stands for: only when the kind's facts agree on one.  A party by its acronym
 * alone is meant only in an article that names its country. */
/* Is the fact of a country that the article does not name, though the name alone does not tell
 * whose it is: an acronym of a party, "Supreme Court"? */
static bool elsewhere(const caster *c, const spelling *s, const dm_fact *f)
{
    bool vague = f->acronym && f->list == LIST_PARTY;
    for (uint32_t p = 0; p < s->part_count && !vague && f->list == LIST_ORGANISATION; p++) {
        if (!word_in(s->part[p],
                     " supreme constitutional high court senate parliament congress "
                     "national assembly ministry of health justice defence foreign "
                     "affairs interior finance department state police army navy "
                     "house representatives central bank council cabinet "))
            break;
        vague = p + 1 == s->part_count && f->country[0];
    }
    return vague && !country_named(c, f->country);
}

static uint32_t linked_row(const caster *c, const dm_entity *e, const spelling *s)
{
    uint32_t row = UINT32_MAX;
    for (uint32_t i = 0; i < s->fact_count; i++) {
        const dm_fact *f = &s->facts[i];
        if (f->kind != e->kind || (f->ambiguous && !f->full) || elsewhere(c, s, f))
            continue;
        if (row != UINT32_MAX && row != f->row)
            return UINT32_MAX;
        row = f->row;
    }
    return row;
}

#define BIG_CITY \
    19 /* log2 of half a million: such a city is meant before a region of its name */

/* The list's fact of a country that the article names, else the first; main names go before
 * others: Florida is in the United States, though Puerto Rico has one. */
static const dm_fact *fact_at_home(const caster *c, const spelling *s, dm_list list)
{
    const dm_fact *best = NULL;
    int rank = 0;
    for (uint32_t i = 0; i < s->fact_count; i++) {
        const dm_fact *f = &s->facts[i];
        if (f->list != (uint8_t)list || f->kind != KIND_place)
            continue;
        int r = 1 + f->full + (country_named(c, f->country) ? 4 : 0) +
                (list == LIST_REGION && memcmp(f->country, "US", 2) == 0);
        if (r > rank) {
            best = f;
            rank = r;
        }
    }
    return best;
}

/* A place's best fact: a capital; a region before a small city of the same name (Ontario); a
 * continent before any. */
static const dm_fact *place_fact(const caster *c, const spelling *s)
{
    const dm_fact *capital = fact_of(s, LIST_CAPITAL), *feature = fact_of(s, LIST_FEATURE);
    if (capital && capital->kind == KIND_place)
        return capital;
    const dm_fact *region = fact_at_home(c, s, LIST_REGION);
    const dm_fact *city = fact_at_home(c, s, LIST_CITY);
    bool big = city && city->size >= BIG_CITY;
    if (region && !big)
        return region;
    if (feature && feature->full && city && !big && feature->kind == KIND_place)
        return feature;
    if (city)
        return city;
    for (uint32_t i = 0; i < s->fact_count; i++) {
        if (s->facts[i].kind == KIND_place)
            return &s->facts[i];
    }
    return NULL;
}

/* The country of facts of the kind, when they agree. */
static void country_of_facts(const caster *c, dm_entity *e, const spelling *s)
{
    const char *iso = NULL;
    if (e->kind == KIND_place) {
        const dm_fact *f = place_fact(c, s);
        if (f && f->country[0])
            memcpy(e->country, f->country, 3);
        return;
    }
    for (uint32_t i = 0; i < s->fact_count; i++) {
        const dm_fact *f = &s->facts[i];
        if (f->kind != e->kind || !f->country[0] || elsewhere(c, s, f))
            continue;
        if (iso && memcmp(iso, f->country, 3) != 0)
            return;
        iso = f->country;
    }
    if (iso)
        memcpy(e->country, iso, 3);
}

/* "German Finance Ministry": a country in the name. */
static void country_of_words(const caster *c, dm_entity *e, const spelling *s)
{
    for (uint32_t p = 0; p < s->part_count && !e->country[0]; p++) {
        dm_fact f[FACT_CAP];
        uint32_t n = lex_facts(c, s->part[p], f, FACT_CAP);
        for (uint32_t i = 0; i < n && !e->country[0]; i++) {
            if (f[i].list == LIST_DEMONYM || f[i].list == LIST_COUNTRY)
                memcpy(e->country, f[i].country, 3);
        }
    }
}

static void fill_country(const caster *c, dm_entity *e, const spelling *s)
{
    if (e->country[0] || e->kind == KIND_person)
        return;
    country_of_facts(c, e, s);
    if (!e->country[0] && e->kind == KIND_organisation)
        country_of_words(c, e, s);
    if (!e->country[0] && e->kind == KIND_group) {
        const dm_fact *f = fact_of(s, LIST_DEMONYM);
        if (f)
            memcpy(e->country, f->country, 3);
    }
}

static void fill_gender(const caster *c, dm_entity *e, const entity_note *note)
{
    if (e->kind != KIND_person) {
        e->gender = 'n';
        return;
    }
    const spelling *s = &c->s[note->label];
    char given = s->part_count > 1 ? lex_first_name(c, s->part[0]) : 0;
    if (note->male != note->female)
        e->gender = note->male > note->female ? 'm' : 'f';
    else
        e->gender = given == 'm' || given == 'f' ? given : 0;
}

/* "OSLO" of a dateline as it is written elsewhere: Oslo. */
static dm_str out_of_capitals(caster *c, dm_str name)
{
    char *out = ARENA_ARRAY(&c->doc->arena, char, name.len + 1);
    for (size_t i = 0; i < name.len; i++) {
        char ch = name.ptr[i];
        if (ch >= 'a' && ch <= 'z')
            return name;
        bool inner = i > 0 && name.ptr[i - 1] >= 'A' && name.ptr[i - 1] <= 'Z';
        out[i] = inner && ch >= 'A' && ch <= 'Z' ? (char)(ch - 'A' + 'a') : ch;
        if ((unsigned char)ch >= 0x80)
            return name;
    }
    return (dm_str){out, name.len};
}

static void name_entity(caster *c, uint32_t i)
{
    dm_entity *e = &c->e.at[i];
    const entity_note *note = &c->note.at[i];
    spelling *s = &c->s[note->label];
    e->label = s->text;
    spelling typed = *s;
    typed.kind = e->kind;
    if (e->kind == KIND_country && e->country[0]) {
        dm_str name = c->lex ? lexicon_country_name(c->lex, e->country) : STR("");
        if (name.len) /* the usual name, the same in every article */
            e->label = name;
    }
    e->subkind = subkind_of(&typed);
    const dm_fact *place = e->kind == KIND_place ? place_fact(c, s) : NULL;
    if (place && place->subkind < SUBKIND_COUNT)
        e->subkind = place->subkind;
    if (place && e->label.len > 3)
        e->label = out_of_capitals(c, e->label);
    e->lexicon = linked_row(c, e, s);
    fill_country(c, e, s);
    fill_gender(c, e, note);
}

void make_entities(caster *c)
{
    place_mentions(c);
    vote_entities(c);
    for (uint32_t i = 0; i < c->e.len; i++)
        name_entity(c, i);
}
