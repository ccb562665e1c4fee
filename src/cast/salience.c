/* SPDX-License-Identifier: GPL-3.0-or-later */
/* salience.c - how much the article is about an entity: a logistic score over counts, places,
 * grammatical roles and who is named with whom.  The weights are learned by dramatis-train
 * salience (src/train/salience.c). */
#include "cast/salience.h"

#include "cast/caster.h"

#include <math.h>

#define WALKS   30 /* steps; the walk settles long before */
#define DAMPING 0.85

static const double weights[SALIENCE_COUNT] = {
#define SALIENCE(id, weight, about) [SALIENCE_##id] = (weight),
#include "cast/salience.def"
#undef SALIENCE
};

typedef struct {
    uint32_t sentence, entity;
} visit;

/* PageRank (Brin and Page 1998) of the walk from an entity to a sentence that mentions it and
 * on to an entity mentioned there. */
static void walk(dm_arena *a, const dm_document *doc, const dm_cast *cast, double *rank)
{
    uint32_t n = cast->entity_count, count = 0;
    visit *v = ARENA_ARRAY(a, visit, cast->mention_count + 1);
    double *deg = ARENA_ARRAY(a, double, n + 1), *size, *mass, *next;
    uint32_t *last = ARENA_ARRAY(a, uint32_t, n + 1);
    size = ARENA_ARRAY(a, double, doc->sentence_count + 1);
    mass = ARENA_ARRAY(a, double, doc->sentence_count + 1);
    next = ARENA_ARRAY(a, double, n + 1);
    for (uint32_t i = 0; i < cast->mention_count; i++) {
        const dm_mention *m = &cast->mentions[i];
        uint32_t s = doc->tokens[m->begin].sentence;
        if (m->entity == ENTITY_NONE || last[m->entity] == s + 1)
            continue;
        last[m->entity] = s + 1;
        v[count++] = (visit){s, m->entity};
        deg[m->entity] += 1;
        size[s] += 1;
    }
    for (uint32_t e = 0; e < n; e++)
        rank[e] = 1.0 / n;
    for (int step = 0; step < WALKS; step++) {
        memset(mass, 0, doc->sentence_count * sizeof *mass);
        for (uint32_t e = 0; e < n; e++)
            next[e] = (1 - DAMPING) / n;
        for (uint32_t i = 0; i < count; i++)
            mass[v[i].sentence] += rank[v[i].entity] / deg[v[i].entity];
        for (uint32_t i = 0; i < count; i++)
            next[v[i].entity] += DAMPING * mass[v[i].sentence] / size[v[i].sentence];
        memcpy(rank, next, n * sizeof *rank);
    }
}

typedef struct {
    uint32_t named, subjects, objects, modifiers, sentences;
    bool title, lead, late;
} tally;

static uint32_t body_begin(const dm_document *doc)
{
    uint32_t s = 0;
    while (s < doc->sentence_count && doc->sentences[s].role == SENTENCE_HEADLINE)
        s++;
    return s;
}

static bool modifies(uint8_t d)
{
    return d == DEP_amod || d == DEP_nmod_poss || d == DEP_compound;
}

static tally tally_of(const dm_document *doc, const dm_parse *parse, const dm_cast *cast,
                      const dm_entity *e, uint32_t body)
{
    tally t = {0};
    uint32_t last = UINT32_MAX;
    for (uint32_t k = 0; k < e->mention_count; k++) {
        const dm_mention *m = &cast->mentions[e->mentions[k]];
        uint8_t d = parse->words ? parse->words[m->head].deprel : DEP_dep;
        uint32_t s = doc->tokens[m->begin].sentence;
        t.named += m->form == FORM_NAMED;
        t.subjects += d == DEP_nsubj || d == DEP_nsubj_pass;
        t.objects += d == DEP_obj || d == DEP_iobj;
        t.modifiers += modifies(d);
        t.sentences += s != last;
        t.title = t.title || doc->sentences[s].role == SENTENCE_HEADLINE;
        t.lead = t.lead || (s >= body && s < body + 2);
        t.late = t.late || m->begin * 5ull >= doc->token_count * 4ull;
        last = s;
    }
    return t;
}

static double label_words(const dm_entity *e)
{
    double n = 1;
    for (size_t i = 0; i < e->label.len; i++)
        n += e->label.ptr[i] == ' ';
    return n;
}

static void entity_features(const dm_document *doc, const dm_cast *cast, const dm_entity *e,
                            const tally *t, double *f)
{
    double all = e->mention_count ? e->mention_count : 1;
    uint32_t first = e->mention_count ? cast->mentions[e->mentions[0]].begin : 0;
    double early = 1.0 - (double)first / (double)doc->token_count;
    f[SALIENCE_bias] = 1;
    f[SALIENCE_named] = log1p(t->named);
    f[SALIENCE_named_share] = t->named / (1.0 + cast->mention_count);
    f[SALIENCE_others] = log1p(e->mention_count - t->named);
    f[SALIENCE_early] = early * early;
    f[SALIENCE_title] = t->title;
    f[SALIENCE_lead] = t->lead;
    f[SALIENCE_late] = t->late;
    f[SALIENCE_spread] = (double)t->sentences / doc->sentence_count;
    f[SALIENCE_subjects] = log1p(t->subjects);
    f[SALIENCE_objects] = log1p(t->objects);
    f[SALIENCE_subject_share] = t->subjects / all;
    f[SALIENCE_modifier_share] = t->modifiers / all;
    f[SALIENCE_roles] = log1p(e->role_count);
    f[SALIENCE_words] = log(label_words(e));
    f[SALIENCE_known] = e->lexicon != UINT32_MAX;
    f[SALIENCE_person + e->kind] = 1;
}

void salience_features(const dm_document *doc, const dm_parse *parse, const dm_cast *cast,
                       double *out)
{
    dm_arena a = {0};
    uint32_t n = cast->entity_count, most = 1, body = body_begin(doc);
    double *rank = ARENA_ARRAY(&a, double, n + 1);
    uint32_t *named = ARENA_ARRAY(&a, uint32_t, n + 1),
             *speaks = ARENA_ARRAY(&a, uint32_t, n + 1);
    memset(out, 0, (size_t)n * SALIENCE_COUNT * sizeof *out);
    walk(&a, doc, cast, rank);
    for (uint32_t s = 0; cast->speaker && s < doc->sentence_count; s++) {
        if (cast->speaker[s] != ENTITY_NONE)
            speaks[cast->speaker[s]]++;
    }
    for (uint32_t i = 0; i < n; i++) {
        tally t = tally_of(doc, parse, cast, &cast->entities[i], body);
        entity_features(doc, cast, &cast->entities[i], &t, out + (size_t)i * SALIENCE_COUNT);
        named[i] = t.named;
        most = t.named > most ? t.named : most;
    }
    for (uint32_t i = 0; i < n; i++) {
        double *f = out + (size_t)i * SALIENCE_COUNT;
        f[SALIENCE_named_most] = (double)named[i] / most;
        f[SALIENCE_speaks] = log1p(speaks[i]);
        f[SALIENCE_walk] = log1p(rank[i] * n);
    }
    arena_free(&a);
}

void give_salience(caster *c)
{
    dm_cast *out = c->out;
    double *f = ARENA_ARRAY(c->a, double, (size_t)out->entity_count *SALIENCE_COUNT + 1);
    salience_features(c->doc, c->parse, out, f);
    for (uint32_t i = 0; i < out->entity_count; i++) {
        double z = 0;
        for (int k = 0; k < SALIENCE_COUNT; k++)
            z += weights[k] * f[(size_t)i * SALIENCE_COUNT + (size_t)k];
        out->entities[i].salience = (float)(round(1e4 / (1.0 + exp(-z))) / 1e4);
    }
}
