/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diff/facets.h"

#include <stdlib.h>

/* An edge by what makes it the same edge: its ends as pairs, the relation, and how it is said.
 */
typedef struct {
    uint32_t source, target, edge;
    dm_str relation, predicate, polarity, modality;
} edge_key;

/* Ends and relation; for open relations the words too. */
static int loose_order(const edge_key *x, const edge_key *y)
{
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    if (x->target != y->target)
        return x->target < y->target ? -1 : 1;
    int c = str_cmp(x->relation, y->relation);
    bool words = str_eq(x->relation, STR("open")) || !x->relation.len;
    return c || !words ? c : str_cmp(x->predicate, y->predicate);
}

static int said_order(const edge_key *x, const edge_key *y)
{
    int c = loose_order(x, y);
    c = c ? c : str_cmp(x->polarity, y->polarity);
    return c ? c : str_cmp(x->modality, y->modality);
}

/* Among equals the words decide, then the place in the file. */
static int full_order(const void *p, const void *q)
{
    const edge_key *x = p, *y = q;
    int c = said_order(x, y);
    c = c ? c : str_cmp(x->predicate, y->predicate);
    return c ? c : (x->edge > y->edge) - (x->edge < y->edge);
}

static edge_key *keys_of(dm_arena *scratch, const dm_graph *g, const uint32_t *pair_of)
{
    edge_key *keys = ARENA_ARRAY(scratch, edge_key, g->edge_count + 1);
    for (uint32_t i = 0; i < g->edge_count; i++) {
        const dm_gedge *e = &g->edges[i];
        uint32_t s = pair_of[e->source], t = pair_of[e->target];
        bool turn = (e->symmetric || !g->directed) && s > t;
        keys[i] = (edge_key){turn ? t : s, turn ? s : t, i,          e->relation,
                             e->predicate, e->polarity,  e->modality};
    }
    qsort(keys, g->edge_count, sizeof *keys, full_order);
    return keys;
}

/* Walks both sorted lists side by side and joins what is equal under order. */
static void match(const edge_key *x, uint32_t nx, const edge_key *y, uint32_t ny,
                  uint32_t *to_b, uint32_t *to_a,
                  int (*order)(const edge_key *, const edge_key *))
{
    uint32_t i = 0, j = 0;
    while (i < nx && j < ny) {
        if (to_b[x[i].edge] != DIFF_NONE) {
            i++;
            continue;
        }
        if (to_a[y[j].edge] != DIFF_NONE) {
            j++;
            continue;
        }
        int c = order(&x[i], &y[j]);
        if (c == 0) {
            to_b[x[i].edge] = y[j].edge;
            to_a[y[j].edge] = x[i].edge;
        }
        i += c <= 0;
        j += c >= 0;
    }
}

static void collect(dm_diff *d, const uint32_t *to_b, const uint32_t *to_a)
{
    d->edges = ARENA_ARRAY(&d->arena, dm_pair, (size_t)d->a->edge_count + d->b->edge_count + 1);
    for (uint32_t j = 0; j < d->b->edge_count; j++)
        d->edges[d->edge_count++] = (dm_pair){.a = to_a[j], .b = j};
    for (uint32_t i = 0; i < d->a->edge_count; i++) {
        if (to_b[i] == DIFF_NONE)
            d->edges[d->edge_count++] = (dm_pair){.a = i, .b = DIFF_NONE};
    }
}

void align_edges(dm_diff *d, const uint32_t *pair_of_a, const uint32_t *pair_of_b)
{
    dm_arena scratch = {0};
    uint32_t na = d->a->edge_count, nb = d->b->edge_count;
    edge_key *x = keys_of(&scratch, d->a, pair_of_a), *y = keys_of(&scratch, d->b, pair_of_b);
    uint32_t *to_b = ARENA_ARRAY(&scratch, uint32_t, na + 1);
    uint32_t *to_a = ARENA_ARRAY(&scratch, uint32_t, nb + 1);
    memset(to_b, 0xFF, na * sizeof *to_b);
    memset(to_a, 0xFF, nb * sizeof *to_a);
    match(x, na, y, nb, to_b, to_a, said_order);
    match(x, na, y, nb, to_b, to_a, loose_order);
    collect(d, to_b, to_a);
    arena_free(&scratch);
}
