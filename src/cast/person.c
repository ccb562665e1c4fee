/* SPDX-License-Identifier: GPL-3.0-or-later */
/* person.c - spellings of one person.  Fuller names first; a shorter one goes to the person
 * whose name it can stand for.  A form that several persons could carry is settled mention by
 * mention, by the title beside it and by who was named last. */
#include "cast/caster.h"

#define CANDIDATES    16
#define MENTIONS_BACK 5000

typedef struct {
    uint32_t at[CANDIDATES]; /* the fullest spellings of the persons that fit best */
    uint32_t count;
    person_fit fit;
} candidates;

typedef struct {
    VEC(uint32_t) full; /* the fullest spelling of each person, longer names first */
} people;

static bool gender_clash(char a, char b)
{
    return (a == 'm' && b == 'f') || (a == 'f' && b == 'm');
}

/* Titles beside the mentions of a spelling: 'm', 'f', or 0 when none or both. */
static void title_genders(caster *c)
{
    uint32_t *count = ARENA_ARRAY(c->a, uint32_t, 2 * (size_t)c->s_count + 1);
    for (uint32_t i = 0; i < c->m_count; i++) {
        const mention *m = &c->m[i];
        if (m->gender == 'm' || m->gender == 'f')
            count[2 * m->spelling + (m->gender == 'f')]++;
    }
    for (uint32_t i = 0; i < c->s_count; i++) {
        uint32_t male = count[2 * i], female = count[2 * i + 1];
        spelling *s = &c->s[i];
        if (s->kind != KIND_person || s->part_count < 2 || !male == !female)
            continue;
        s->titled = male ? 'm' : 'f';
        s->gender = s->titled;
    }
}

static bool later_mention(const caster *c, uint32_t full, uint32_t brief)
{
    return c->s[full].first > c->s[brief].first;
}

static void consider(caster *c, candidates *found, uint32_t i, uint32_t full)
{
    const spelling *s = &c->s[i], *f = &c->s[full];
    person_fit fit = person_match(s, f);
    if (fit == PERSON_NO || fit < found->fit || gender_clash(s->titled, f->gender) ||
        wish_apart(c, i, full))
        return;
    /* A given name before its bearer was named in full is somebody else, or a headline. */
    if (fit == PERSON_MIDDLE && later_mention(c, full, i))
        return;
    if (fit > found->fit)
        found->count = 0;
    found->fit = fit;
    if (found->count < CANDIDATES)
        found->at[found->count++] = full;
}

static candidates bearers(caster *c, const people *p, uint32_t i)
{
    candidates found = {0};
    size_t from = p->full.len > CHAIN_CAP ? p->full.len - CHAIN_CAP : 0;
    for (size_t k = from; k < p->full.len; k++)
        consider(c, &found, i, p->full.at[k]);
    return found;
}

/* Whom the article is about: named before mention at twice, and twice as often as any other of
 * them; a wife named once does not take her husband's surname from him. */
static uint32_t protagonist(caster *c, const candidates *found, uint32_t at, char gender)
{
    uint32_t named[CANDIDATES] = {0}, best = 0;
    uint32_t stop = at > MENTIONS_BACK ? at - MENTIONS_BACK : 0;
    for (uint32_t back = at; back-- > stop;) {
        for (uint32_t k = 0; k < found->count && c->m[back].group != NOTHING; k++)
            named[k] += c->m[back].group == group_root(c, found->at[k]);
    }
    for (uint32_t k = 0; k < found->count; k++)
        best = named[k] > named[best] ? k : best;
    for (uint32_t k = 0; k < found->count; k++) {
        if (k != best && 2 * named[k] > named[best])
            return NOTHING;
    }
    bool fits = found->count > 0 && named[best] > 1 &&
                !gender_clash(gender, c->s[found->at[best]].gender);
    return fits ? found->at[best] : NOTHING;
}

/* Who of them was named last before mention at; else the first one named after it. */
static uint32_t named_last(caster *c, const candidates *found, uint32_t at, char gender)
{
    uint32_t stop = at > MENTIONS_BACK ? at - MENTIONS_BACK : 0;
    for (uint32_t back = at; back-- > stop;) {
        if (c->m[back].group == NOTHING)
            continue;
        for (uint32_t k = 0; k < found->count; k++) {
            if (c->m[back].group == group_root(c, found->at[k]) &&
                !gender_clash(gender, c->s[found->at[k]].gender))
                return found->at[k];
        }
    }
    uint32_t best = NOTHING;
    for (uint32_t k = 0; k < found->count; k++) {
        bool fits = !gender_clash(gender, c->s[found->at[k]].gender);
        if (fits && (best == NOTHING || c->s[found->at[k]].first < c->s[best].first))
            best = found->at[k];
    }
    return best;
}

static bool brief_name(const spelling *s)
{
    uint32_t real = 0;
    for (uint32_t i = 0; i < s->part_count; i++)
        real += !name_particle(s->part[i]) && !name_suffix(s->part[i]);
    return real <= 1;
}

static void place_person(caster *c, people *p, uint32_t i)
{
    candidates found = {0};
    if (!c->s[i].wish) /* else the user said whose name it is */
        found = bearers(c, p, i);
    if (found.count == 0) {
        vec_push(&p->full, i);
        return;
    }
    c->s[i].several = brief_name(&c->s[i]);
    if (!c->s[i].several)
        group_join(c, found.at[0], i);
}

/* Names of two and more words first, so that every surname finds all who carry it. */
void join_persons(caster *c)
{
    people p = {0};
    title_genders(c);
    for (uint32_t parts = PART_CAP; parts > 0; parts--) {
        for (uint32_t i = 0; i < c->s_count; i++) {
            if (c->s[i].kind == KIND_person && c->s[i].part_count == parts)
                place_person(c, &p, i);
        }
    }
    for (uint32_t i = 0; i < c->m_count; i++) {
        if (!c->s[c->m[i].spelling].several)
            c->m[i].group = group_root(c, c->m[i].spelling);
    }
    for (uint32_t i = 0; i < c->m_count; i++) {
        mention *m = &c->m[i];
        const spelling *s = &c->s[m->spelling];
        if (!s->several)
            continue;
        candidates found = bearers(c, &p, m->spelling);
        uint32_t who = protagonist(c, &found, i, m->gender);
        if (who == NOTHING)
            who = named_last(c, &found, i, m->gender);
        m->group = who == NOTHING ? m->spelling : group_root(c, who);
    }
    vec_free(&p.full);
}
