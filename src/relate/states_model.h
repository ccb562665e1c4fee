/* SPDX-License-Identifier: GPL-3.0-or-later */
/* states_model.h - the pair classifier: one logistic regression per relation over hashed
 * features, then a second one over the first one's scores (sisters, ranks, triangles).
 *
 * First stage: 8-bit weights of the features that matter in one table, summed as integers, so
 * that the order of features and the CPU do not matter.  Second stage: few dense and sparse
 * floats in fixed order.  Logits, not probabilities, until the end.
 */
#ifndef DM_RELATE_STATES_MODEL_H
#define DM_RELATE_STATES_MODEL_H

#include "model/container.h"
#include "relate/features.h"

/* State relations are the first of the ontology. */
enum {
    STATE_COUNT = REL_maker_of + 1,
    KIND_PAIRS = KIND_COUNT * KIND_COUNT,
    STATES_FORMAT = 1,
    /* inputs of the second stage per relation: bias, own, sisters, sisters of the reverse pair,
     * margins and ranks, then three shapes of triangle by the two relations on their sides */
    SECOND_DENSE = 8 + 2 * STATE_COUNT,
    SECOND_SHAPES = 3,
    SECOND_INPUTS = SECOND_DENSE + SECOND_SHAPES * STATE_COUNT * STATE_COUNT
};

struct dm_state_model {
    char *owned; /* aligned copy of the bytes, when they were not aligned */
    dm_container file;
    uint32_t cap;            /* slots of the table, a power of two */
    const uint32_t *keys;    /* [cap] feature hash, 0 = free */
    const uint32_t *first;   /* [cap] first of its entries */
    const uint8_t *count;    /* [cap] number of its entries */
    const uint8_t *rel;      /* [N] relation of the entry */
    const int8_t *weight;    /* [N] */
    uint32_t entries;        /* N */
    const float *scale;      /* [STATE_COUNT] value of one step of weight */
    const uint32_t *allowed; /* [KIND_PAIRS] bit per relation that the kinds can have */
    const float *second;     /* [STATE_COUNT][SECOND_INPUTS] or NULL */
    const float *threshold;  /* [STATE_COUNT] probability from which an edge is shown */
    const uint8_t *trusted; /* [STATE_COUNT] 1: trained on enough cases to overrule the rules */
    const float *calibration; /* [STATE_COUNT][2] logit of the edge = a * logit + b */
};

static inline uint32_t kind_pair(const dm_space_entity *s, const dm_space_entity *t)
{
    return s->kind * (uint32_t)KIND_COUNT + t->kind;
}

/* A pair with its scores; allowed has a bit per relation that was scored. */
typedef struct {
    uint32_t source, target, allowed;
    float logit[STATE_COUNT];
} dm_scored_pair;

/* All pairs of an article: [P] by source, then target; at[source * E + target] or UINT32_MAX.
 */
typedef struct {
    dm_scored_pair *at;
    uint32_t count, entity_count;
    const uint32_t *index; /* [E][E] */
} dm_pair_table;

void state_first_scores(const dm_state_model *m, const dm_feature_set *f, uint32_t allowed,
                        float logit[STATE_COUNT]);

/* The weight of one feature for one relation, 0 when it has none. */
float state_feature_weight(const dm_state_model *m, uint32_t hash, dm_rel rel);

/* Inputs of the second stage that are not zero. */
typedef struct {
    uint32_t index;
    float value;
} dm_second_input;
/* The strong links of an article, prepared once per table. */
typedef struct {
    uint32_t from, to;
    uint8_t rel;
    float p;
} dm_link;
typedef struct {
    dm_link *out, *in;        /* [L] by from, and by to */
    uint32_t *out_at, *in_at; /* [E + 1] */
    uint32_t count;
    float *best_target; /* [E][STATE_COUNT][2] best and second best logit of a source */
    float *best_source; /* [E][STATE_COUNT][2] the same of a target */
} dm_links;
enum { SECOND_MAX = 1024, SECOND_FLOOR = -6 }; /* first-stage logits below stay as they are */
float second_sum(const float *weights, const dm_second_input *in, uint32_t n);
void links_build(dm_arena *a, const dm_pair_table *t, dm_links *out);
uint32_t second_inputs(const dm_pair_table *t, const dm_links *links, uint32_t pair, dm_rel rel,
                       dm_second_input out[SECOND_MAX]);

/* 1 / (1 + exp(-x)) with the same bits on every machine (libm's exp is not). */
double logistic(double x);

#endif
