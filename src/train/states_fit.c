/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/states_fit.h"

#include <math.h>
#include <stdlib.h>

static uint64_t next_random(uint64_t *s)
{
    *s += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t z = (*s ^ *s >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static uint32_t bits(uint32_t mask)
{
    uint32_t n = 0;
    for (; mask; mask &= mask - 1)
        n++;
    return n;
}

/* Numbers of the examples outside the fold, shuffled. */
static size_t *shuffled(const examples *x, uint32_t fold, uint64_t *seed, size_t *count)
{
    size_t *order = dm_malloc((x->len + 1) * sizeof *order);
    *count = 0;
    for (size_t i = 0; i < x->len; i++) {
        if (example_fold(&x->at[i]) != fold)
            order[(*count)++] = i;
    }
    for (size_t i = *count; i > 1; i--) {
        size_t k = (size_t)(next_random(seed) % i), t = order[i - 1];
        order[i - 1] = order[k];
        order[k] = t;
    }
    return order;
}

typedef struct {
    const fit_options *o;
    float *w, *z, *n;
} ftrl;

static void update(const ftrl *f, size_t i, float g)
{
    float n = f->n[i], more = n + g * g;
    float sigma = (sqrtf(more) - sqrtf(n)) / f->o->alpha;
    f->z[i] += g - sigma * f->w[i];
    f->n[i] = more;
    float z = f->z[i], l1 = f->o->l1;
    float size = fabsf(z);
    f->w[i] = size <= l1 ? 0
                         : (z < 0 ? size - l1 : l1 - size) /
                               ((f->o->beta + sqrtf(more)) / f->o->alpha + f->o->l2);
}

static void learn(const examples *x, const example *e, const ftrl *f, const size_t *at)
{
    float sum[STATE_COUNT] = {0};
    uint32_t allowed = x->allowed[e->kinds], n = bits(allowed);
    const uint32_t *features = x->features + e->first;
    for (uint32_t i = 0; i < e->count; i++) {
        const float *w = f->w + at[features[i]];
        for (uint32_t k = 0; k < n; k++)
            sum[k] += w[k];
    }
    uint32_t k = 0;
    for (uint32_t r = 0; r < STATE_COUNT; r++) {
        if (!(allowed >> r & 1))
            continue;
        float g = e->weight * ((float)logistic((double)sum[k]) - (float)(e->gold >> r & 1));
        if (e->known >> r & 1 && fabsf(g) > 1e-3f) {
            for (uint32_t i = 0; i < e->count; i++)
                update(f, at[features[i]] + k, g);
        }
        k++;
    }
}

void fit_first(const examples *x, uint32_t fold, const fit_options *o, fit_weights *out)
{
    out->at = dm_malloc((x->feature_count + 1) * sizeof *out->at);
    size_t total = 0;
    for (uint32_t i = 0; i < x->feature_count; i++) {
        out->at[i] = total;
        total += bits(x->allowed[x->kinds[i]]);
    }
    out->at[x->feature_count] = total;
    out->w = dm_calloc(total + 1, sizeof *out->w);
    ftrl f = {.o = o, .w = out->w};
    f.z = dm_calloc(total + 1, sizeof *f.z);
    f.n = dm_calloc(total + 1, sizeof *f.n);
    uint64_t seed = 1;
    for (uint32_t epoch = 0; epoch < o->epochs; epoch++) {
        size_t count;
        size_t *order = shuffled(x, fold, &seed, &count);
        for (size_t i = 0; i < count; i++)
            learn(x, &x->at[order[i]], &f, out->at);
        free(order);
    }
    free(f.z);
    free(f.n);
}

void fit_free(fit_weights *w)
{
    free(w->at);
    free(w->w);
    *w = (fit_weights){0};
}

void first_logits(const examples *x, const fit_weights *w, const example *e,
                  float logit[STATE_COUNT])
{
    float sum[STATE_COUNT] = {0};
    uint32_t allowed = x->allowed[e->kinds], n = bits(allowed), k = 0;
    for (uint32_t i = 0; i < e->count; i++) {
        const float *v = w->w + w->at[x->features[e->first + i]];
        for (uint32_t j = 0; j < n; j++)
            sum[j] += v[j];
    }
    for (uint32_t r = 0; r < STATE_COUNT; r++)
        logit[r] = allowed >> r & 1 ? sum[k++] : -30;
}

/* ---- second stage ---- */

typedef void (*pair_visit)(void *user, example *e, const dm_pair_table *t,
                           const dm_links *links, uint32_t pair);

/* Every pair of one article with its neighbours. */
static void visit_article(examples *x, size_t from, size_t to, pair_visit visit, void *user)
{
    dm_arena a = {0};
    uint32_t entities = 0;
    for (size_t i = from; i < to; i++) {
        uint32_t m = x->at[i].source > x->at[i].target ? x->at[i].source : x->at[i].target;
        entities = m + 1 > entities ? m + 1 : entities;
    }
    uint32_t n = (uint32_t)(to - from);
    dm_pair_table t = {.count = n, .entity_count = entities};
    uint32_t *index = ARENA_ARRAY(&a, uint32_t, (size_t)entities * entities);
    memset(index, 0xff, (size_t)entities * entities * sizeof *index);
    t.at = ARENA_ARRAY(&a, dm_scored_pair, n);
    t.index = index;
    for (uint32_t i = 0; i < n; i++) {
        const example *e = &x->at[from + i];
        t.at[i] = (dm_scored_pair){e->source, e->target, x->allowed[e->kinds], {0}};
        memcpy(t.at[i].logit, e->logit, sizeof e->logit);
        index[(size_t)e->source * entities + e->target] = i;
    }
    dm_links links;
    links_build(&a, &t, &links);
    for (uint32_t i = 0; i < n; i++)
        visit(user, &x->at[from + i], &t, &links, i);
    arena_free(&a);
}

static void visit_all(examples *x, uint32_t fold, bool inside, pair_visit visit, void *user)
{
    for (size_t from = 0, to; from < x->len; from = to) {
        for (to = from; to < x->len && x->at[to].article == x->at[from].article;)
            to++;
        if (fold == NO_FOLD || (example_fold(&x->at[from]) == fold) == inside)
            visit_article(x, from, to, visit, user);
    }
}

typedef struct {
    float *w, *squares;
    bool learn;
} second_state;

static const float second_rate = 0.05f, second_l2 = 2e-4f;

static void second_pair(void *user, example *e, const dm_pair_table *t, const dm_links *links,
                        uint32_t pair)
{
    second_state *s = user;
    dm_second_input in[SECOND_MAX];
    for (uint32_t r = 0; r < STATE_COUNT; r++) {
        float own = t->at[pair].logit[r];
        if (!s->learn)
            e->second[r] = own;
        if (!(t->at[pair].allowed >> r & 1) || own <= SECOND_FLOOR ||
            (s->learn && e->known != UINT32_MAX))
            continue;
        uint32_t n = second_inputs(t, links, pair, (dm_rel)r, in);
        float *w = s->w + (size_t)r * SECOND_INPUTS,
              *g2 = s->squares + (size_t)r * SECOND_INPUTS;
        float z = own + second_sum(w, in, n);
        if (!s->learn) {
            e->second[r] = z;
            continue;
        }
        float g = (float)logistic((double)z) - (float)(e->gold >> r & 1);
        for (uint32_t i = 0; i < n; i++) {
            uint32_t k = in[i].index;
            float d = g * in[i].value + second_l2 * w[k];
            g2[k] += d * d;
            w[k] -= second_rate * d / (sqrtf(g2[k]) + 0.3f);
        }
    }
}

void fit_second(const examples *x, uint32_t fold, float *weights)
{
    enum { EPOCHS = 8 };
    size_t n = (size_t)STATE_COUNT * SECOND_INPUTS;
    memset(weights, 0, n * sizeof *weights);
    second_state s = {.w = weights, .squares = dm_calloc(n, sizeof(float)), .learn = true};
    examples view = *x;
    for (uint32_t i = 0; i < EPOCHS; i++)
        visit_all(&view, fold, false, second_pair, &s);
    free(s.squares);
}

void second_logits(examples *x, uint32_t fold, const float *weights)
{
    size_t n = (size_t)STATE_COUNT * SECOND_INPUTS;
    float *w = dm_malloc(n * sizeof *w);
    memcpy(w, weights, n * sizeof *w);
    second_state s = {.w = w, .squares = dm_calloc(n, sizeof(float))};
    visit_all(x, fold, true, second_pair, &s);
    free(s.squares);
    free(w);
}
