/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Maximum spanning arborescence by contraction of cycles, on a dense matrix, n^2 for each
 * cycle. Nodes are 0 (root) and 1..n.  A cycle is contracted into its lowest member, the
 * representative; what an arc was before contraction is kept in `source` and `target`, so that
 * the cycle can be opened where the chosen arc enters it. */
#include "base/vec.h"
#include "engine/decode.h"

typedef struct {
    uint32_t size;    /* n + 1 */
    double *weight;   /* [size][size]: weight[d * size + h], of the live nodes */
    uint32_t *source; /* [size][size]: original head of the arc h -> d */
    uint32_t *target; /* [size][size]: original dependent of the arc h -> d */
    uint32_t *best;   /* [size]: best head of a live node */
    uint32_t *within; /* [size]: the live node that a token is in */
    uint8_t *live;    /* [size] */
    uint8_t *mark;    /* [size] */
} graph;

static size_t cell(const graph *g, uint32_t d, uint32_t h)
{
    return (size_t)d * g->size + h;
}

static void choose_best(graph *g, uint32_t d)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t h = 0; h < g->size; h++) {
        if (!g->live[h] || h == d)
            continue;
        if (best == UINT32_MAX || g->weight[cell(g, d, h)] > g->weight[cell(g, d, best)])
            best = h;
    }
    g->best[d] = best;
}

/* The lowest-numbered start that leads into a cycle of best heads; a node on it, or 0. */
static uint32_t find_cycle(graph *g)
{
    memset(g->mark, 0, g->size); /* 1: on this path, 2: leads to the root */
    for (uint32_t s = 1; s < g->size; s++) {
        if (!g->live[s])
            continue;
        uint32_t v = s;
        while (v != 0 && g->mark[v] == 0) {
            g->mark[v] = 1;
            v = g->best[v];
        }
        if (v != 0 && g->mark[v] == 1)
            return v;
        for (v = s; v != 0 && g->mark[v] == 1; v = g->best[v])
            g->mark[v] = 2;
    }
    return 0;
}

/* A cycle that was contracted: its nodes, and the arc each of them had in it. */
typedef struct cycle {
    struct cycle *earlier;
    uint32_t count, *node, *from, *to; /* [count] */
    uint32_t *within;                  /* [size] before the contraction */
} cycle;

static cycle *cycle_take(graph *g, uint32_t v, dm_arena *a)
{
    cycle *c = ARENA_NEW(a, cycle);
    uint32_t u = v;
    do {
        c->count++;
        u = g->best[u];
    } while (u != v);
    c->node = ARENA_ARRAY(a, uint32_t, c->count);
    c->from = ARENA_ARRAY(a, uint32_t, c->count);
    c->to = ARENA_ARRAY(a, uint32_t, c->count);
    c->within = vec_copy(a, g->within, g->size, sizeof *g->within);
    for (uint32_t i = 0; i < c->count; i++, u = g->best[u]) {
        c->node[i] = u;
        c->from[i] = g->source[cell(g, u, g->best[u])];
        c->to[i] = g->target[cell(g, u, g->best[u])];
    }
    return c;
}

/* Arcs into and out of the cycle become arcs of its lowest node. */
static void contract(graph *g, const cycle *c, uint32_t self)
{
    memset(g->mark, 0, g->size);
    for (uint32_t i = 0; i < c->count; i++)
        g->mark[c->node[i]] = 1;
    for (uint32_t x = 0; x < g->size; x++) {
        if (!g->live[x] || g->mark[x])
            continue;
        double into = 0, out = 0;
        uint32_t in_at = UINT32_MAX, out_at = UINT32_MAX;
        for (uint32_t i = 0; i < c->count; i++) {
            const uint32_t v = c->node[i];
            const double gain = g->weight[cell(g, v, x)] - g->weight[cell(g, v, g->best[v])];
            if (in_at == UINT32_MAX || gain > into) {
                into = gain;
                in_at = v;
            }
            if (x != 0 && (out_at == UINT32_MAX || g->weight[cell(g, x, v)] > out)) {
                out = g->weight[cell(g, x, v)];
                out_at = v;
            }
        }
        const size_t to = cell(g, self, x), from = cell(g, x, self);
        g->source[to] = g->source[cell(g, in_at, x)];
        g->target[to] = g->target[cell(g, in_at, x)];
        g->weight[to] = into;
        if (x != 0) {
            g->source[from] = g->source[cell(g, x, out_at)];
            g->target[from] = g->target[cell(g, x, out_at)];
            g->weight[from] = out;
        }
    }
    for (uint32_t i = 0; i < c->count; i++)
        g->live[c->node[i]] = c->node[i] == self;
    for (uint32_t t = 0; t < g->size; t++)
        if (g->mark[g->within[t]])
            g->within[t] = self;
}

static uint32_t lowest(const cycle *c)
{
    uint32_t self = c->node[0];
    for (uint32_t i = 1; i < c->count; i++)
        self = c->node[i] < self ? c->node[i] : self;
    return self;
}

enum { SCORE_MOST = 10000 }; /* scores are cut to this, so that no sum of them pays a root */

static float bounded(float s)
{
    return s > -SCORE_MOST ? s < SCORE_MOST ? s : SCORE_MOST : -SCORE_MOST;
}

/* Every root arc pays more than all other arcs together can differ, so one remains. */
static graph graph_make(const float *scores, uint32_t n, dm_arena *a)
{
    graph g = {.size = n + 1};
    const size_t cells = (size_t)g.size * g.size;
    g.weight = ARENA_ARRAY(a, double, cells);
    g.source = ARENA_ARRAY(a, uint32_t, cells);
    g.target = ARENA_ARRAY(a, uint32_t, cells);
    g.best = ARENA_ARRAY(a, uint32_t, g.size);
    g.within = ARENA_ARRAY(a, uint32_t, g.size);
    for (uint32_t t = 0; t < g.size; t++)
        g.within[t] = t;
    g.live = ARENA_ARRAY(a, uint8_t, g.size);
    g.mark = ARENA_ARRAY(a, uint8_t, g.size);
    memset(g.live, 1, g.size);
    const double price = 4.0 * SCORE_MOST * ((double)n + 1);
    for (uint32_t d = 1; d < g.size; d++) {
        for (uint32_t h = 0; h < g.size; h++) {
            const double s = (double)bounded(scores[(size_t)(d - 1) * g.size + h]);
            g.weight[cell(&g, d, h)] = h ? s : s - price;
            g.source[cell(&g, d, h)] = h;
            g.target[cell(&g, d, h)] = d;
        }
    }
    for (uint32_t d = 1; d < g.size; d++)
        choose_best(&g, d);
    return g;
}

static void refresh_best(graph *g, const cycle *c, uint32_t self)
{
    for (uint32_t x = 1; x < g->size; x++) {
        bool stale = x == self;
        for (uint32_t i = 0; i < c->count; i++)
            stale |= g->best[x] == c->node[i];
        if (g->live[x] && stale)
            choose_best(g, x);
    }
}

/* Open a cycle: the node that an outer arc has entered keeps that arc, the others take theirs.
 */
static void expand(graph *g, const cycle *c, uint32_t *heads)
{
    uint32_t entered = 0;
    for (uint32_t t = 1; t < g->size; t++) {
        for (uint32_t i = 0; g->mark[t] && i < c->count; i++)
            if (c->within[t] == c->node[i])
                entered = c->node[i];
    }
    for (uint32_t i = 0; i < c->count; i++) {
        if (c->node[i] == entered)
            continue;
        heads[c->to[i] - 1] = c->from[i];
        g->mark[c->to[i]] = 1;
    }
}

/* The best head of every token, which mostly is a tree with one root already. */
static void best_heads(const float *scores, uint32_t n, uint32_t *heads)
{
    for (uint32_t d = 1; d <= n; d++, scores += (size_t)n + 1) {
        uint32_t best = 0;
        float top = bounded(scores[0]);
        for (uint32_t h = 1; h <= n; h++) {
            const float s = bounded(scores[h]);
            if (s > top && h != d) {
                top = s;
                best = h;
            }
        }
        heads[d - 1] = best;
    }
}

static bool one_tree(const uint32_t *heads, uint32_t n, dm_arena *scratch)
{
    uint32_t *seen = ARENA_ARRAY(scratch, uint32_t, (size_t)n + 1), roots = 0;
    for (uint32_t d = 1; d <= n; d++) {
        uint32_t v = d;
        while (v != 0 && seen[v] == 0) {
            seen[v] = d;
            v = heads[v - 1];
        }
        if (v != 0 && seen[v] == d)
            return false;
        roots += heads[d - 1] == 0;
    }
    return roots == 1;
}

void tree_decode(const float *scores, uint32_t n, uint32_t *heads, dm_arena *scratch)
{
    best_heads(scores, n, heads);
    if (one_tree(heads, n, scratch))
        return;
    graph g = graph_make(scores, n, scratch);
    cycle *last = NULL;
    for (uint32_t v; (v = find_cycle(&g));) {
        cycle *c = cycle_take(&g, v, scratch);
        const uint32_t self = lowest(c);
        contract(&g, c, self);
        refresh_best(&g, c, self);
        c->earlier = last;
        last = c;
    }
    memset(g.mark, 0, g.size); /* from here on: the token has its head */
    for (uint32_t d = 1; d < g.size; d++) {
        if (!g.live[d])
            continue;
        const size_t at = cell(&g, d, g.best[d]);
        heads[g.target[at] - 1] = g.source[at];
        g.mark[g.target[at]] = 1;
    }
    for (const cycle *c = last; c; c = c->earlier)
        expand(&g, c, heads);
}
