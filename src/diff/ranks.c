/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/num.h"
#include "base/vec.h"
#include "diff/facets.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
    double value;
    uint32_t node, rank;
} place;

static int value_order(const void *x, const void *y)
{
    const place *p = x, *q = y;
    if (p->value != q->value)
        return p->value > q->value ? -1 : 1;
    return (p->node > q->node) - (p->node < q->node);
}

static double value_of(const dm_gnode *n, dm_measure m)
{
    double v = m == MEASURE_COUNT ? n->salience : n->measure[m];
    return isfinite(v) ? num_round(v) : NAN;
}

static bool has_actors(const dm_graph *g)
{
    for (uint32_t i = 0; i < g->node_count; i++) {
        if (g->nodes[i].actor)
            return true;
    }
    return false;
}

/* rank[i] of node i, 0 for what has none: places and events, and nodes without a value. */
static uint32_t *ranks_of(dm_arena *scratch, const dm_graph *g, dm_measure m)
{
    uint32_t *rank = ARENA_ARRAY(scratch, uint32_t, g->node_count + 1);
    place *list = ARENA_ARRAY(scratch, place, g->node_count + 1);
    bool all = !has_actors(g);
    uint32_t n = 0;
    for (uint32_t i = 0; i < g->node_count; i++) {
        double v = value_of(&g->nodes[i], m);
        if ((all || g->nodes[i].actor) && isfinite(v))
            list[n++] = (place){v, i, 0};
    }
    qsort(list, n, sizeof *list, value_order);
    for (uint32_t k = 0; k < n; k++) {
        bool tie = k && list[k].value == list[k - 1].value;
        list[k].rank = tie ? list[k - 1].rank : k + 1;
        rank[list[k].node] = list[k].rank;
    }
    return rank;
}

static int rank_order(const void *x, const void *y)
{
    const dm_rank_change *p = x, *q = y;
    if (p->rank_b != q->rank_b)
        return p->rank_b < q->rank_b ? -1 : 1;
    return (p->pair > q->pair) - (p->pair < q->pair);
}

void compare_ranks(dm_diff *d, dm_measure measure, uint32_t top)
{
    dm_arena scratch = {0};
    uint32_t *in_a = ranks_of(&scratch, d->a, measure),
             *in_b = ranks_of(&scratch, d->b, measure);
    VEC(dm_rank_change) list = {0};
    for (uint32_t p = 0; p < d->node_count; p++) {
        const dm_pair *pair = &d->nodes[p];
        if (pair->a == DIFF_NONE || pair->b == DIFF_NONE)
            continue;
        uint32_t x = in_a[pair->a], y = in_b[pair->b];
        if (x && y && x != y && (x <= top || y <= top))
            vec_push(&list, ((dm_rank_change){p, x, y, value_of(&d->a->nodes[pair->a], measure),
                                              value_of(&d->b->nodes[pair->b], measure)}));
    }
    if (list.len)
        qsort(list.at, list.len, sizeof *list.at, rank_order);
    vec_take(&d->arena, &list, d->ranks, d->rank_count);
    arena_free(&scratch);
}
