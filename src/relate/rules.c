/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/rules.h"

#include "base/utf8.h"
#include "base/vec.h"
#include "relate/states_words.h"

#include <stdlib.h>

enum { WORDS_BETWEEN = 7, CLOSEST = 4, FAMILY_REACH = 3 };

typedef enum {
#define RULE(id, name, precision) RULE_##id,
#include "relate/rules.def"
#undef RULE
    RULE_COUNT
} rule_id;

typedef struct {
    const char *name;
    float precision;
} rule_row;

static const rule_row rule_rows[RULE_COUNT] = {
#define RULE(id, name_, precision_) \
    [RULE_##id] = {.name = (name_), .precision = (float)(precision_)},
#include "relate/rules.def"
#undef RULE
};

typedef struct {
    dm_office office;
    dm_kind kind;
    dm_rel rel;
} office_row;

static const office_row office_rows[] = {
#define OFFICE_RULE(office_, kind_, rel_) {OFFICE_##office_, KIND_##kind_, REL_##rel_},
#include "relate/rules.def"
#undef OFFICE_RULE
};

typedef struct {
    const char *name, *source, *target, *words;
    dm_rel rel;
    bool swap;
    float precision;
} between_row;

static const between_row between_rows[] = {
#define BETWEEN_RULE(name_, source_, target_, words_, rel_, swap_, precision_) \
    {(name_), (source_), (target_), (words_), REL_##rel_, (swap_), (float)(precision_)},
#include "relate/rules.def"
#undef BETWEEN_RULE
};

static dm_rel office_relation(uint8_t office, uint8_t kind)
{
    for (size_t i = 0; i < sizeof office_rows / sizeof *office_rows; i++) {
        if (office_rows[i].office == office && office_rows[i].kind == kind)
            return office_rows[i].rel;
    }
    return REL_NONE;
}

typedef VEC(dm_finding) finding_list;

typedef struct {
    const dm_space *sp;
    finding_list list;
} rule_task;

void rule_add(const dm_space *space, const dm_finding *f, dm_relations *list)
{
    dm_arena *a = &space->in->doc->arena;
    dm_relation r = {.source = f->source,
                     .target = f->target,
                     .rel = (uint8_t)f->rel,
                     .former = f->former,
                     .derived = f->derived,
                     .attributed_to = ENTITY_NONE,
                     .rule = str_z(f->rule),
                     .confidence = f->precision};
    dm_evidence e = {.sentence = f->s.sentence,
                     .source_begin = f->s.begin,
                     .source_end = f->s.end,
                     .target_begin = f->t.begin,
                     .target_end = f->t.end,
                     .trigger_begin = f->from,
                     .trigger_end = f->to};
    r.predicate = f->from < f->to ? str_lower(a, span_str(space->in->doc, f->from, f->to))
                                  : relation_gloss(a, f->rel);
    relations_add(list, a, &r, &e);
}

static void found(rule_task *k, const char *rule, float precision, const dm_finding *given)
{
    dm_finding f = *given;
    if (f.source == f.target || f.rel == REL_NONE)
        return;
    f.rule = rule;
    f.precision = precision;
    vec_push(&k->list, f);
}

static void found_by(rule_task *k, rule_id id, const dm_finding *f)
{
    found(k, rule_rows[id].name, rule_rows[id].precision, f);
}

static uint32_t country_entity(const dm_space *sp, uint16_t country)
{
    for (uint32_t e = 0; country && e < sp->in->cast->entity_count; e++) {
        if (sp->entities[e].kind == KIND_country && sp->entities[e].country == country)
            return e;
    }
    return ENTITY_NONE;
}

static bool is_word(const dm_space *sp, uint32_t t, const char *word)
{
    return str_eq_nocase(token_str(sp->in->doc, t), str_z(word));
}

static bool is_possessive(const dm_space *sp, uint32_t t)
{
    return is_word(sp, t, "'s") || is_word(sp, t, "\xe2\x80\x99s") || is_word(sp, t, "'") ||
           is_word(sp, t, "\xe2\x80\x99");
}

/* ---- titles ---- */

/* The run of tokens of one entity that ends at token t (inclusive), as a place in the text. */
static dm_place_in_text entity_run(const dm_space *sp, uint32_t t, uint32_t sentence)
{
    uint32_t e = sp->tokens[t].entity, first = sp->in->doc->sentences[sentence].first;
    dm_place_in_text p = {t, t + 1, sentence};
    while (p.begin > first && sp->tokens[p.begin - 1].entity == e)
        p.begin--;
    while (p.end < sp->in->doc->sentences[sentence].end && sp->tokens[p.end].entity == e)
        p.end++;
    return p;
}

static dm_finding titled(const dm_space *sp, uint32_t e, const dm_place_in_text *p,
                         const dm_title *title)
{
    uint32_t first = sp->in->doc->sentences[p->sentence].first;
    uint32_t from = title->begin >= first + 2 ? title->begin - 2 : first;
    return (dm_finding){.source = e,
                        .s = *p,
                        .t = {p->begin, p->begin, p->sentence},
                        .from = title->begin,
                        .to = title->end,
                        .former = says_former(sp, from, title->end)};
}

static bool civic(dm_rel rel)
{
    return rel == REL_head_of_state || rel == REL_head_of_government ||
           rel == REL_minister_of || rel == REL_official_of;
}

/* "French President X": the demonym names the country when it is in the cast. */
static void by_demonym(rule_task *k, const dm_finding *f, uint32_t t, uint8_t office)
{
    dm_finding g = *f;
    g.target = country_entity(k->sp, k->sp->tokens[t].demonym);
    if (g.target == ENTITY_NONE)
        return;
    g.t = (dm_place_in_text){t, t + 1, f->s.sentence};
    g.rel = office_relation(office, KIND_country);
    found_by(k, RULE_title_demonym, &g);
    g.rel = REL_citizen_of;
    g.former = false;
    found_by(k, RULE_citizen_demonym, &g);
}

/* "Germany's foreign minister X", "Volkswagen chief X": the actor just before the title. */
static void by_owner(rule_task *k, const dm_finding *f, uint32_t t, uint8_t office)
{
    dm_finding g = *f;
    g.target = k->sp->tokens[t].entity;
    if (g.target == ENTITY_NONE || g.target == g.source)
        return;
    g.t = entity_run(k->sp, t, f->s.sentence);
    g.rel = office_relation(office, k->sp->entities[g.target].kind);
    found_by(k, RULE_title_possessive, &g);
    if (civic(g.rel) && k->sp->entities[g.target].kind == KIND_country) {
        g.rel = REL_citizen_of;
        g.former = false;
        found_by(k, RULE_citizen_demonym, &g);
    }
}

/* What follows a title: "of the United States", "at Volkswagen". */
static void by_of(rule_task *k, rule_id rule, const dm_finding *f, uint8_t office)
{
    const dm_space *sp = k->sp;
    uint32_t t = f->to, end = sp->in->doc->sentences[f->s.sentence].end;
    if (t >= end || !(is_word(sp, t, "of") || is_word(sp, t, "at") || is_word(sp, t, "for") ||
                      is_word(sp, t, "to")))
        return;
    for (t++; t < end && t < f->to + 4 && sp->tokens[t].entity == ENTITY_NONE; t++) {
        if (!is_word(sp, t, "the") && !is_word(sp, t, "a") && !sp->tokens[t].demonym)
            return;
    }
    if (t >= end || sp->tokens[t].entity == ENTITY_NONE)
        return;
    dm_finding g = *f;
    g.target = sp->tokens[t].entity;
    g.t = entity_run(sp, t, f->s.sentence);
    g.rel = office_relation(office, sp->entities[g.target].kind);
    found_by(k, rule, &g);
}

static void rules_of_title(rule_task *k, uint32_t e, const dm_place_in_text *p)
{
    const dm_space *sp = k->sp;
    uint32_t first = sp->in->doc->sentences[p->sentence].first;
    dm_title before = title_before(sp, p), after = title_after(sp, p);
    if (before.begin < before.end) {
        dm_finding f = titled(sp, e, p, &before);
        uint32_t t = before.begin;
        while (t > first && (is_word(sp, t - 1, "former") || is_word(sp, t - 1, "ex") ||
                             is_word(sp, t - 1, "deputy") || is_word(sp, t - 1, "new")))
            t--;
        if (t > first && sp->tokens[t - 1].demonym)
            by_demonym(k, &f, t - 1, before.office);
        else if (t > first && is_possessive(sp, t - 1) && t > first + 1)
            by_owner(k, &f, t - 2, before.office);
        else if (t > first)
            by_owner(k, &f, t - 1, before.office);
    }
    if (after.begin < after.end) {
        dm_finding f = titled(sp, e, p, &after);
        by_of(k, RULE_title_apposition, &f, after.office);
        if (after.begin > p->end && sp->tokens[after.begin - 1].demonym)
            by_demonym(k, &f, after.begin - 1, after.office);
        else if (after.begin > p->end + 1 && is_possessive(sp, after.begin - 1))
            by_owner(k, &f, after.begin - 2, after.office);
    }
}

/* "the president of France, X": a title with its "of" just before the name. */
static void rule_of_before(rule_task *k, uint32_t e, const dm_place_in_text *p)
{
    const dm_space *sp = k->sp;
    uint32_t first = sp->in->doc->sentences[p->sentence].first, t = p->begin;
    if (t > first && is_word(sp, t - 1, ","))
        t--;
    uint32_t stop = t;
    while (t > first && sp->tokens[t - 1].entity != ENTITY_NONE)
        t--;
    while (t > first && t < stop && is_word(sp, t - 1, "the"))
        t--;
    if (t == stop || t < first + 2 || !is_word(sp, t - 1, "of"))
        return;
    const dm_space_token *w = &sp->tokens[t - 2];
    if (!w->title_len)
        return;
    dm_title title = {t - 1 - w->title_len, t - 1, w->title};
    dm_finding f = titled(sp, e, p, &title);
    by_of(k, RULE_title_before, &f, w->title);
}

/* ---- roles that the cast has found ---- */

static void rules_of_roles(rule_task *k, uint32_t e)
{
    const dm_entity *x = &k->sp->in->cast->entities[e];
    for (uint32_t i = 0; i < x->role_count; i++) {
        const dm_role *role = &x->roles[i];
        if (role->of == ENTITY_NONE || role->of >= k->sp->in->cast->entity_count ||
            role->begin >= role->end)
            continue;
        uint32_t sentence = k->sp->in->doc->tokens[role->begin].sentence;
        dm_finding f = {.source = e,
                        .target = role->of,
                        .rel = office_relation(role->office, k->sp->entities[role->of].kind),
                        .s = {role->begin, role->begin, sentence},
                        .t = {role->begin, role->begin, sentence},
                        .from = role->begin,
                        .to = role->end,
                        .former = role->former};
        for (uint32_t m = 0; m < k->sp->entities[e].count; m++) {
            if (k->sp->entities[e].at[m].sentence == sentence)
                f.s = k->sp->entities[e].at[m];
        }
        for (uint32_t m = 0; m < k->sp->entities[role->of].count; m++) {
            if (k->sp->entities[role->of].at[m].sentence == sentence)
                f.t = k->sp->entities[role->of].at[m];
        }
        found_by(k, RULE_role, &f);
    }
}

/* ---- names and facts ---- */

static dm_rel body_relation(uint8_t subkind)
{
    switch (subkind) {
    case SUBKIND_legislature:
    case SUBKIND_court:
    case SUBKIND_military:
        return REL_institution_of;
    case SUBKIND_ministry:
        return REL_ministry_of;
    case SUBKIND_agency:
    case SUBKIND_government:
        return REL_agency_of;
    default:
        return REL_based_in;
    }
}

/* "Pakistani Army": the name itself says whose it is. */
static void rule_of_name(rule_task *k, uint32_t e)
{
    const dm_space_entity *x = &k->sp->entities[e];
    if (x->kind != KIND_organisation || !x->count)
        return;
    for (uint32_t i = 0; i < x->count; i++) {
        const dm_place_in_text *p = &x->at[i];
        uint16_t c = k->sp->tokens[p->begin].demonym;
        uint32_t t = country_entity(k->sp, c);
        if (t == ENTITY_NONE || p->end - p->begin < 2)
            continue;
        dm_finding f = {.source = e,
                        .target = t,
                        .rel = body_relation(k->sp->in->cast->entities[e].subkind),
                        .s = *p,
                        .t = {p->begin, p->begin + 1, p->sentence},
                        .from = p->begin,
                        .to = p->begin};
        found_by(k, RULE_name_demonym, &f);
        return;
    }
}

/* "Lahore, Pakistan" says it; that Lahore lies in Pakistan when both are named is a fact. */
static void rules_of_place(rule_task *k, uint32_t e)
{
    const dm_space_entity *x = &k->sp->entities[e];
    if (x->kind != KIND_place || !x->count)
        return;
    uint32_t t = country_entity(k->sp, x->country);
    if (t == ENTITY_NONE)
        return;
    dm_mention_pair near;
    dm_finding f = {.source = e,
                    .target = t,
                    .rel = REL_located_in,
                    .s = x->at[0],
                    .t = {x->at[0].begin, x->at[0].begin, x->at[0].sentence},
                    .from = x->at[0].begin,
                    .to = x->at[0].begin,
                    .derived = true};
    bool said = closest_pairs(x, &k->sp->entities[t], &near, 1) && near.gap <= 1 &&
                near.s->end <= near.t->begin;
    if (said) {
        f.s = *near.s;
        f.t = *near.t;
        f.derived = false;
    }
    found_by(k, said ? RULE_place_country : RULE_place_fact, &f);
}

/* ---- words between ---- */

static bool fits(const char *kinds, uint8_t kind)
{
    static const char letters[KIND_COUNT + 1] = "poclget";
    return strchr(kinds, letters[kind]) != NULL;
}

static bool is_filler(dm_str lower)
{
    static const char *const words[] = {"the", "a",   "an",  "is",  "was", "are",  "were",
                                        ",",   "who", "has", "had", "be",  "been", "then"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_eq(lower, str_z(words[i])))
            return true;
    }
    return false;
}

/* The words between two mentions without fillers; empty when they are too many. */
static dm_str core_between(const dm_space *sp, uint32_t begin, uint32_t end)
{
    dm_arena *a = &sp->in->doc->arena;
    dm_str out = STR("");
    if (begin >= end || end - begin > WORDS_BETWEEN)
        return out;
    for (uint32_t t = begin; t < end; t++) {
        dm_str lower = str_lower(a, token_str(sp->in->doc, t));
        if (sp->tokens[t].entity != ENTITY_NONE)
            return STR("");
        if (str_eq(lower, STR("\xe2\x80\x99s")))
            lower = STR("'s");
        if (!is_filler(lower) && !is_word(sp, t, "former"))
            out = str_fmt(a, "%.*s%s%.*s", STR_ARG(out), out.len ? " " : "", STR_ARG(lower));
    }
    return out;
}

static void rules_between(rule_task *k, uint32_t x, uint32_t y)
{
    const dm_space *sp = k->sp;
    dm_mention_pair near[CLOSEST];
    uint32_t n = closest_pairs(&sp->entities[x], &sp->entities[y], near, CLOSEST);
    for (uint32_t i = 0; i < n; i++) {
        if (near[i].s->end > near[i].t->begin)
            continue;
        dm_str words = core_between(sp, near[i].s->end, near[i].t->begin);
        for (size_t r = 0; words.len && r < sizeof between_rows / sizeof *between_rows; r++) {
            const between_row *b = &between_rows[r];
            if (!str_eq(words, str_z(b->words)) || !fits(b->source, sp->entities[x].kind) ||
                !fits(b->target, sp->entities[y].kind))
                continue;
            dm_finding f = {.source = b->swap ? y : x,
                            .target = b->swap ? x : y,
                            .rel = b->rel,
                            .s = b->swap ? *near[i].t : *near[i].s,
                            .t = b->swap ? *near[i].s : *near[i].t,
                            .from = near[i].s->end,
                            .to = near[i].t->begin,
                            .former = says_former(sp, near[i].s->end, near[i].t->begin)};
            found(k, b->name, b->precision, &f);
        }
    }
}

/* "his wife X": the pronoun's person is the first name of the pair. */
static void rule_of_family(rule_task *k, const dm_mention *pronoun)
{
    const dm_space *sp = k->sp;
    uint32_t sentence = sp->in->doc->tokens[pronoun->begin].sentence;
    uint32_t end = sp->in->doc->sentences[sentence].end, t = pronoun->end;
    for (; t < end && t < pronoun->end + FAMILY_REACH; t++) {
        uint32_t e = sp->tokens[t].entity;
        if (e == ENTITY_NONE)
            continue;
        dm_str words = core_between(sp, pronoun->end, t);
        for (size_t r = 0; r < sizeof between_rows / sizeof *between_rows; r++) {
            const between_row *b = &between_rows[r];
            dm_str want = str_z(b->words);
            if (sp->entities[e].kind != KIND_person || !str_starts(want, STR("'s ")) ||
                !str_eq(words, str_slice(want, 3, want.len)) || !fits(b->source, KIND_person) ||
                !fits(b->target, KIND_person))
                continue;
            dm_place_in_text own = {pronoun->begin, pronoun->end, sentence};
            dm_place_in_text name = entity_run(sp, t, sentence);
            dm_finding f = {.source = b->swap ? e : pronoun->entity,
                            .target = b->swap ? pronoun->entity : e,
                            .rel = b->rel,
                            .s = b->swap ? name : own,
                            .t = b->swap ? own : name,
                            .from = pronoun->end,
                            .to = t};
            found_by(k, RULE_his_family, &f);
        }
        return;
    }
}

static void rules_of_pronouns(rule_task *k)
{
    const dm_cast *c = k->sp->in->cast;
    for (uint32_t i = 0; i < c->mention_count; i++) {
        const dm_mention *m = &c->mentions[i];
        if (m->form != FORM_PRONOUN || m->entity == ENTITY_NONE || m->begin >= m->end ||
            c->entities[m->entity].kind != KIND_person)
            continue;
        if (is_word(k->sp, m->begin, "his") || is_word(k->sp, m->begin, "her"))
            rule_of_family(k, m);
    }
}

/* Pairs that stand near each other: the entities of each run of tokens, next neighbours only.
 */
static void rules_of_neighbours(rule_task *k)
{
    const dm_document *d = k->sp->in->doc;
    for (uint32_t s = 0; s < d->sentence_count; s++) {
        uint32_t last = ENTITY_NONE;
        for (uint32_t t = d->sentences[s].first; t < d->sentences[s].end; t++) {
            uint32_t e = k->sp->tokens[t].entity;
            if (e == ENTITY_NONE || e == last)
                continue;
            if (last != ENTITY_NONE)
                rules_between(k, last, e);
            last = e;
        }
    }
}

static int by_pair(const void *pa, const void *pb)
{
    const dm_finding *a = pa, *b = pb;
    const uint32_t x[] = {a->source, a->target, (uint32_t)a->rel, a->s.begin, a->from};
    const uint32_t y[] = {b->source, b->target, (uint32_t)b->rel, b->s.begin, b->from};
    for (size_t i = 0; i < sizeof x / sizeof *x; i++) {
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    }
    return strcmp(a->rule, b->rule);
}

void rules_find(dm_space *space)
{
    rule_task k = {.sp = space};
    for (uint32_t e = 0; e < space->in->cast->entity_count; e++) {
        const dm_space_entity *x = &space->entities[e];
        for (uint32_t i = 0; x->kind == KIND_person && i < x->count; i++) {
            rules_of_title(&k, e, &x->at[i]);
            rule_of_before(&k, e, &x->at[i]);
        }
        rules_of_roles(&k, e);
        rule_of_name(&k, e);
        rules_of_place(&k, e);
    }
    rules_of_neighbours(&k);
    rules_of_pronouns(&k);
    vec_take(&space->in->doc->arena, &k.list, space->findings, space->finding_count);
    if (space->finding_count)
        qsort(space->findings, space->finding_count, sizeof *space->findings, by_pair);
}
