/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lasting relations of an article: score every pair of its entities, let the pairs talk to each
 * other, show what is likely enough, each edge with the words that carry it; then the rules. */
#include "base/utf8.h"
#include "base/vec.h"
#include "relate/rules.h"
#include "relate/states_model.h"
#include "relate/states_words.h"

#include <stdlib.h>

enum {
    MOST_ENTITIES =
        300, /* pairs grow with the square: long texts ask about the most named ones */
    EVIDENCE_PAIRS = 8
};

/* DWIE dev end to end and newsgraph train states, F1: .628 and .634 at 0, .635 and .636 at .05,
 * .633 and .637 at .15; with all corpora learned .6475 and .697 at .02, .6472 and .699 at .01.
 */
static const float good_rule = 0.7F;
static const double believable = 0.01;

typedef struct {
    uint32_t entity, mentions;
} wanted;

static int by_mentions(const void *pa, const void *pb)
{
    const wanted *a = pa, *b = pb;
    if (a->mentions != b->mentions)
        return a->mentions > b->mentions ? -1 : 1;
    return (a->entity > b->entity) - (a->entity < b->entity);
}

static int by_entity(const void *pa, const void *pb)
{
    const wanted *a = pa, *b = pb;
    return (a->entity > b->entity) - (a->entity < b->entity);
}

/* The entities to ask about, in order of the cast. */
static wanted *choose_entities(const dm_space *sp, uint32_t *count)
{
    uint32_t n = sp->in->cast->entity_count;
    wanted *w = ARENA_ARRAY(&sp->in->doc->arena, wanted, n);
    *count = n;
    for (uint32_t e = 0; e < n; e++)
        w[e] = (wanted){e, sp->entities[e].count};
    if (n > MOST_ENTITIES) {
        qsort(w, n, sizeof *w, by_mentions);
        *count = MOST_ENTITIES;
        qsort(w, *count, sizeof *w, by_entity);
    }
    return w;
}

typedef struct {
    const dm_state_model *m;
    const dm_space *sp;
    dm_relations *list;
    dm_feature_set features;
    const wanted *who; /* pair tables number entities by their place here */
    dm_pair_table table;
    dm_links links;
} task;

static void score_pairs(task *k, uint32_t n)
{
    dm_arena *a = &k->sp->in->doc->arena;
    uint32_t *index = ARENA_ARRAY(a, uint32_t, (size_t)n * n);
    k->table.at = ARENA_ARRAY(a, dm_scored_pair, (size_t)n * n);
    k->table.entity_count = n;
    k->table.index = index;
    for (uint32_t s = 0; s < n; s++) {
        for (uint32_t t = 0; t < n; t++) {
            uint32_t es = k->who[s].entity, et = k->who[t].entity;
            uint32_t kinds = kind_pair(&k->sp->entities[es], &k->sp->entities[et]);
            index[(size_t)s * n + t] = UINT32_MAX;
            if (s == t || !k->m->allowed[kinds])
                continue;
            dm_scored_pair *p = &k->table.at[k->table.count];
            p->source = s;
            p->target = t;
            p->allowed = k->m->allowed[kinds];
            pair_features(k->sp, es, et, &k->features);
            state_first_scores(k->m, &k->features, p->allowed, p->logit);
            index[(size_t)s * n + t] = k->table.count++;
        }
    }
}

static float final_logit(const task *k, uint32_t pair, dm_rel rel)
{
    dm_second_input in[SECOND_MAX];
    float z = k->table.at[pair].logit[rel];
    if (k->m->second && z > SECOND_FLOOR) {
        uint32_t n = second_inputs(&k->table, &k->links, pair, rel, in);
        z += second_sum(k->m->second + (size_t)rel * SECOND_INPUTS, in, n);
    }
    return k->m->calibration[2 * rel] * z + k->m->calibration[2 * rel + 1];
}

static double probability(const task *k, uint32_t pair, dm_rel rel)
{
    const dm_scored_pair *p = &k->table.at[pair];
    float z = final_logit(k, pair, rel);
    uint32_t back = k->table.index[(size_t)p->target * k->table.entity_count + p->source];
    if (rel_table[rel].symmetric && back != UINT32_MAX && k->table.at[back].allowed >> rel & 1)
        z = (z + final_logit(k, back, rel)) / 2;
    return logistic((double)z);
}

/* ---- one edge ---- */

/* The common sentence whose words speak loudest for the relation; false when there is none. */
static bool loudest(task *k, uint32_t s, uint32_t t, dm_rel rel, dm_mention_pair *out)
{
    dm_mention_pair near[EVIDENCE_PAIRS];
    uint32_t n = closest_pairs(&k->sp->entities[s], &k->sp->entities[t], near, EVIDENCE_PAIRS);
    float best = 0;
    for (uint32_t i = 0; i < n; i++) {
        float logit[STATE_COUNT];
        mention_features(k->sp, s, t, near[i].s, near[i].t, &k->features);
        state_first_scores(k->m, &k->features, UINT32_MAX, logit);
        if (i == 0 || logit[rel] > best) {
            best = logit[rel];
            *out = near[i];
        }
    }
    return n > 0;
}

static void add_edge(task *k, uint32_t pair, dm_rel rel, double p)
{
    uint32_t s = k->who[k->table.at[pair].source].entity;
    uint32_t t = k->who[k->table.at[pair].target].entity;
    dm_relation r = {.source = s,
                     .target = t,
                     .rel = (uint8_t)rel,
                     .attributed_to = ENTITY_NONE,
                     .rule = STR("classifier"),
                     .confidence = (float)((double)(int)(p * 1000 + 0.5) / 1000)};
    dm_evidence e = {0};
    dm_mention_pair at;
    if (loudest(k, s, t, rel, &at))
        words_of_pair(k->sp, &at, &r, &e);
    else if (!words_of_source(k->sp, s, t, &r, &e))
        return;
    if (k->sp->in->explain) {
        pair_features(k->sp, s, t, &k->features);
        r.why = strongest_features(k->m, k->sp, &k->features, rel);
    }
    relations_add(k->list, &k->sp->in->doc->arena, &r, &e);
}

static void add_edges(task *k)
{
    for (uint32_t i = 0; i < k->table.count; i++) {
        const dm_scored_pair *p = &k->table.at[i];
        for (uint32_t r = 0; r < STATE_COUNT; r++) {
            if (!(p->allowed >> r & 1) || (rel_table[r].symmetric && p->source > p->target))
                continue;
            double sure = probability(k, i, (dm_rel)r);
            if (sure >= (double)k->m->threshold[r])
                add_edge(k, i, (dm_rel)r, sure);
        }
    }
}

/* Place of an entity among those asked about, or UINT32_MAX. */
static uint32_t row_of(const task *k, uint32_t entity)
{
    uint32_t n = k->table.entity_count;
    for (uint32_t i = 0; i < n; i++) {
        if (k->who[i].entity == entity)
            return i;
    }
    return UINT32_MAX;
}

static double belief_in(const task *k, const dm_finding *f)
{
    uint32_t s = row_of(k, f->source), t = row_of(k, f->target);
    if (s == UINT32_MAX || t == UINT32_MAX)
        return 0;
    uint32_t pair = k->table.index[(size_t)s * k->table.entity_count + t];
    return pair == UINT32_MAX ? 0 : probability(k, pair, f->rel);
}

/* Where the classifier has seen enough of a relation it decides (rules are among its features),
 * and a rule only adds evidence to what it shows - or to what it nearly believes, when the rule
 * is a good one. */
static bool rule_decides(const task *k, const dm_finding *f)
{
    const dm_state_model *m = k->m;
    const dm_space *sp = k->sp;
    if (!m || !m->trusted[f->rel] ||
        !(m->allowed[kind_pair(&sp->entities[f->source], &sp->entities[f->target])] >> f->rel &
          1))
        return true;
    for (size_t i = 0; i < k->list->len; i++) {
        const dm_relation *r = &k->list->at[i];
        bool same = r->source == f->source && r->target == f->target;
        bool turned =
            r->source == f->target && r->target == f->source && rel_table[f->rel].symmetric;
        if ((same || turned) && r->rel == (uint8_t)f->rel)
            return true;
    }
    return !f->derived && f->precision >= good_rule && belief_in(k, f) >= believable;
}

void relate_states(const dm_state_model *m, const dm_relate_input *in, dm_relations *list)
{
    dm_space space;
    space_build(in, &space);
    uint32_t n;
    task k = {.m = m, .sp = &space, .list = list};
    if (m) {
        k.who = choose_entities(&space, &n);
        score_pairs(&k, n);
        links_build(&in->doc->arena, &k.table, &k.links);
        add_edges(&k);
        feature_set_free(&k.features);
    }
    for (uint32_t i = 0; i < space.finding_count; i++) {
        if (rule_decides(&k, &space.findings[i]))
            rule_add(&space, &space.findings[i], list);
    }
}
