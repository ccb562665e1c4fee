/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pattern.c - bodies and events named by a pattern around another name, which the engine's flat
 * names leave out: "the Kolbe administration", "China's foreign ministry", "the 2020
 * presidential election".  The inner name stays a mention of its own. */
#include "cast/caster.h"

#define PATTERN_SCORE 0.6f

typedef VEC(mention) mention_list;

static bool inside(const caster *c, uint32_t from, uint32_t t)
{
    return t < c->doc->token_count && sentence_of(c, t) == sentence_of(c, from);
}

static bool unnamed(const caster *c, uint32_t t)
{
    return c->owner[t] == NOTHING;
}

static void add(mention_list *found, uint32_t begin, uint32_t end, uint8_t kind)
{
    mention m = {.begin = begin,
                 .end = end,
                 .form = FORM_NAMED,
                 .kind = kind,
                 .score = PATTERN_SCORE,
                 .spelling = NOTHING,
                 .group = NOTHING};
    vec_push(found, m);
}

/* "the Kolbe administration", "the Hale family": the person's surname before the word. */
static void of_person(caster *c, const mention *m, mention_list *found)
{
    uint32_t t = m->end;
    if (m->kind != KIND_person || !inside(c, m->begin, t) || !unnamed(c, t))
        return;
    bool the = m->begin > 0 && word_in(c->low[m->begin - 1], " the his her ");
    if (word_in(c->low[t], " administration campaign regime "))
        add(found, m->begin, t + 1, KIND_organisation);
    else if (the && word_in(c->low[t], " family clan "))
        add(found, m->begin, t + 1, KIND_group);
}

static bool portfolio(dm_str w)
{
    return word_in(w,
                   " foreign defense defence interior finance health justice education trade "
                   "economy economics energy transport labour labor agriculture culture "
                   "environment home affairs information emergencies oil and ");
}

/* The end of an institution's name that starts at t, or t: "foreign ministry", "air force". */
static uint32_t institution_end(const caster *c, uint32_t from, uint32_t t)
{
    uint32_t k = t;
    while (inside(c, from, k) && k < t + 4 && unnamed(c, k) && portfolio(c->low[k]))
        k++;
    if (!inside(c, from, k) || !unnamed(c, k))
        return t;
    if (word_in(c->low[k], " ministry "))
        return k + 1;
    if (k == t && word_in(c->low[k], " embassy navy army parliament senate "))
        return k + 1;
    bool pair = k == t && inside(c, from, k + 1) && unnamed(c, k + 1);
    if (pair &&
        ((word_is(c, k, "air") && word_is(c, k + 1, "force")) ||
         (word_in(c->low[k], " supreme constitutional high ") && word_is(c, k + 1, "court"))))
        return k + 2;
    return t;
}

/* "China's foreign ministry", "the Russian air force", "the US embassy in Rome". */
static void of_country(caster *c, const mention *m, mention_list *found)
{
    if (m->kind != KIND_country && m->kind != KIND_group)
        return;
    uint32_t t = m->end;
    if (inside(c, m->begin, t) && word_in(c->low[t], " 's \xE2\x80\x99s "))
        t++;
    uint32_t end = institution_end(c, m->begin, t);
    if (end == t)
        return;
    if (word_is(c, end - 1, "embassy") && inside(c, m->begin, end + 1) &&
        word_is(c, end, "in") && !unnamed(c, end + 1))
        end = c->m[c->owner[end + 1]].end;
    add(found, m->begin, end, KIND_organisation);
}

static bool year(dm_str w)
{
    if (w.len != 4 || (w.ptr[0] != '1' && w.ptr[0] != '2'))
        return false;
    for (size_t i = 0; i < 4; i++) {
        if (w.ptr[i] < '0' || w.ptr[i] > '9')
            return false;
    }
    return true;
}

/* "2020 United States presidential election": the year makes it one certain vote. */
static void vote_of_year(caster *c, uint32_t t, mention_list *found)
{
    if (!year(c->low[t]) || !unnamed(c, t))
        return;
    uint32_t k = t + 1;
    if (inside(c, t, k) && !unnamed(c, k))
        k = c->m[c->owner[k]].end;
    uint32_t kind = k;
    while (inside(c, t, k) && unnamed(c, k) && k < kind + 2 &&
           word_in(c->low[k],
                   " presidential parliamentary general midterm legislative federal local "
                   "european regional mayoral "))
        k++;
    if (inside(c, t, k) && unnamed(c, k) &&
        word_in(c->low[k], " election elections referendum ") &&
        (k > kind || word_is(c, k, "referendum")))
        add(found, t, k + 1, KIND_event);
}

uint32_t find_patterns(caster *c, mention **out)
{
    mention_list found = {0};
    uint32_t count;
    for (uint32_t i = 0; i < c->m_count; i++) {
        of_person(c, &c->m[i], &found);
        of_country(c, &c->m[i], &found);
    }
    for (uint32_t t = 0; t < c->doc->token_count; t++)
        vote_of_year(c, t, &found);
    vec_take(c->a, &found, *out, count);
    return count;
}
