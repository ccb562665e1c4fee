/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/clusters.h"

#include "base/arena.h"

#include <stdlib.h>

#define ABSENT UINT32_MAX

typedef struct {
    uint32_t *other; /* [M] the other side's cluster of each mention, or ABSENT */
    uint32_t *size;  /* [C] */
} side;

static uint32_t find_span(const clustering *c, uint64_t span)
{
    for (uint32_t i = 0; i < c->count; i++) {
        if (c->at[i].span == span)
            return c->at[i].cluster;
    }
    return ABSENT;
}

static side look(dm_arena *a, const clustering *x, const clustering *y)
{
    side s = {.other = ARENA_ARRAY(a, uint32_t, x->count + 1u),
              .size = ARENA_ARRAY(a, uint32_t, x->clusters + 1u)};
    for (uint32_t i = 0; i < x->count; i++) {
        s.other[i] = find_span(y, x->at[i].span);
        s.size[x->at[i].cluster]++;
    }
    return s;
}

/* Links kept: members less the number of parts the other side cuts the cluster into. */
static void add_muc(dm_arena *a, const clustering *x, const side *s, uint32_t others, double *n,
                    double *d)
{
    uint32_t *mark = ARENA_ARRAY(a, uint32_t, others + 1u);
    for (uint32_t k = 0; k < x->clusters; k++) {
        uint32_t parts = 0;
        for (uint32_t i = 0; i < x->count; i++) {
            if (x->at[i].cluster != k)
                continue;
            if (s->other[i] == ABSENT)
                parts++;
            else if (mark[s->other[i]] != k + 1) {
                mark[s->other[i]] = k + 1;
                parts++;
            }
        }
        *n += (double)s->size[k] - parts;
        *d += (double)s->size[k] - 1;
    }
}

/* [clusters of x][clusters of y] shared mentions. */
static double *shared(dm_arena *a, const clustering *x, const side *s, uint32_t others)
{
    double *m = ARENA_ARRAY(a, double, (size_t)x->clusters *others + 1u);
    for (uint32_t i = 0; i < x->count; i++) {
        if (s->other[i] != ABSENT)
            m[(size_t)x->at[i].cluster * others + s->other[i]] += 1;
    }
    return m;
}

static void add_b3(const clustering *x, const side *s, const double *m, uint32_t others,
                   double *n, double *d)
{
    for (uint32_t i = 0; i < x->count; i++) {
        uint32_t k = x->at[i].cluster;
        if (s->other[i] != ABSENT)
            *n += m[(size_t)k * others + s->other[i]] / s->size[k];
        *d += 1;
    }
}

typedef struct {
    uint32_t n;
    double *cost; /* [n + 1][n + 1], from 1 */
    double *u, *v, *low;
    uint32_t *match, *way;
    unsigned char *used;
} assignment;

/* One augmenting row of the Hungarian method with potentials. */
static uint32_t next_column(assignment *h, uint32_t j0)
{
    uint32_t i0 = h->match[j0], j1 = 0;
    double delta = 1e300;
    h->used[j0] = 1;
    for (uint32_t j = 1; j <= h->n; j++) {
        if (h->used[j])
            continue;
        double cur = h->cost[(size_t)i0 * (h->n + 1) + j] - h->u[i0] - h->v[j];
        if (cur < h->low[j]) {
            h->low[j] = cur;
            h->way[j] = j0;
        }
        if (h->low[j] < delta) {
            delta = h->low[j];
            j1 = j;
        }
    }
    for (uint32_t j = 0; j <= h->n; j++) {
        if (h->used[j]) {
            h->u[h->match[j]] += delta;
            h->v[j] -= delta;
        } else {
            h->low[j] -= delta;
        }
    }
    return j1;
}

static void add_row(assignment *h, uint32_t row)
{
    uint32_t j0 = 0;
    h->match[0] = row;
    for (uint32_t j = 0; j <= h->n; j++) {
        h->low[j] = 1e300;
        h->used[j] = 0;
    }
    do {
        j0 = next_column(h, j0);
    } while (h->match[j0]);
    while (j0) {
        uint32_t j1 = h->way[j0];
        h->match[j0] = h->match[j1];
        j0 = j1;
    }
}

static double best_total(dm_arena *a, const double *gain, uint32_t rows, uint32_t columns)
{
    uint32_t n = rows > columns ? rows : columns;
    assignment h = {.n = n,
                    .cost = ARENA_ARRAY(a, double, (size_t)(n + 1) * (n + 1)),
                    .u = ARENA_ARRAY(a, double, n + 1),
                    .v = ARENA_ARRAY(a, double, n + 1),
                    .low = ARENA_ARRAY(a, double, n + 1),
                    .match = ARENA_ARRAY(a, uint32_t, n + 1),
                    .way = ARENA_ARRAY(a, uint32_t, n + 1),
                    .used = ARENA_ARRAY(a, unsigned char, n + 1)};
    for (uint32_t i = 0; i < rows; i++) {
        for (uint32_t j = 0; j < columns; j++)
            h.cost[(size_t)(i + 1) * (n + 1) + j + 1] = -gain[(size_t)i * columns + j];
    }
    for (uint32_t i = 1; i <= n; i++)
        add_row(&h, i);
    double total = 0;
    for (uint32_t j = 1; j <= n; j++)
        total -= h.cost[(size_t)h.match[j] * (n + 1) + j];
    return total;
}

void clusters_add(const clustering *gold, const clustering *found, cluster_sums *sums)
{
    dm_arena a = {0};
    side g = look(&a, gold, found), f = look(&a, found, gold);
    add_muc(&a, gold, &g, found->clusters, &sums->muc_r, &sums->muc_rd);
    add_muc(&a, found, &f, gold->clusters, &sums->muc_p, &sums->muc_pd);
    double *m = shared(&a, gold, &g, found->clusters);
    double *w = shared(&a, found, &f, gold->clusters);
    add_b3(gold, &g, m, found->clusters, &sums->b3_r, &sums->b3_rd);
    add_b3(found, &f, w, gold->clusters, &sums->b3_p, &sums->b3_pd);
    for (uint32_t i = 0; i < gold->clusters; i++) {
        for (uint32_t j = 0; j < found->clusters; j++)
            m[(size_t)i * found->clusters + j] *= 2.0 / (g.size[i] + f.size[j]);
    }
    sums->ceaf += best_total(&a, m, gold->clusters, found->clusters);
    sums->ceaf_gold += gold->clusters;
    sums->ceaf_found += found->clusters;
    arena_free(&a);
}

static double harmonic(double p, double r)
{
    return p + r > 0 ? 2 * p * r / (p + r) : 0;
}

static double ratio(double n, double d)
{
    return d > 0 ? n / d : 0;
}

double f1_of(double right, double found, double gold)
{
    return harmonic(ratio(right, found), ratio(right, gold));
}

double clusters_muc(const cluster_sums *s)
{
    return harmonic(ratio(s->muc_p, s->muc_pd), ratio(s->muc_r, s->muc_rd));
}

double clusters_b3(const cluster_sums *s)
{
    return harmonic(ratio(s->b3_p, s->b3_pd), ratio(s->b3_r, s->b3_rd));
}

double clusters_ceaf(const cluster_sums *s)
{
    return f1_of(s->ceaf, s->ceaf_found, s->ceaf_gold);
}

double clusters_conll(const cluster_sums *s)
{
    return (clusters_muc(s) + clusters_b3(s) + clusters_ceaf(s)) / 3;
}
