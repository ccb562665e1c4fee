/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths between two nodes, and what lies around one. */
#include "base/vec.h"
#include "query/find.h"

#include <stdlib.h>

#define FAR UINT32_MAX

static bool edge_counts(const finder *f, uint32_t edge)
{
    const dm_gedge *e = &f->g->edges[edge];
    /* co-occurrence counts when --relations names it */
    bool named = !f->relations.all || edge_named(NULL, 0, e);
    return f->edge[edge] && named && (f->o->negated || !edge_denied(e));
}

static uint32_t other_end(const dm_gedge *e, uint32_t v)
{
    return e->source == v ? e->target : e->source;
}

/* Edges from start to every node, either way, up to most; FAR beyond.  end: a node that may be
 * there whatever its kind. */
static uint32_t *distances(finder *f, uint32_t start, uint32_t end, uint32_t most)
{
    uint32_t n = f->g->node_count, head = 0, tail = 0;
    uint32_t *far = ARENA_ARRAY(f->a, uint32_t, n + 1);
    uint32_t *queue = ARENA_ARRAY(f->a, uint32_t, n + 1);
    memset(far, 0xFF, (n + 1) * sizeof *far);
    far[start] = 0;
    queue[tail++] = start;
    while (head < tail) {
        uint32_t v = queue[head++];
        for (uint32_t i = f->edges.from[v]; i < f->edges.from[v + 1] && far[v] < most; i++) {
            uint32_t w = other_end(&f->g->edges[f->edges.at[i]], v);
            if (far[w] != FAR || !edge_counts(f, f->edges.at[i]) || (!f->node[w] && w != end))
                continue;
            far[w] = far[v] + 1;
            queue[tail++] = w;
        }
    }
    return far;
}

/* ---- paths ---- */

typedef struct {
    finder *f;
    uint32_t to, max;
    const uint32_t *far; /* from each node to the end */
    uint32_t *node;      /* [max + 1] the path so far */
    bool *on_path;       /* [node_count] */
    VEC(query_match) found;
    bool too_many;
} pathfinder;

/* The strongest edge between two nodes and how many others there are; all are marked. */
static uint32_t strongest(pathfinder *p, uint32_t a, uint32_t b, uint32_t *more)
{
    finder *f = p->f;
    uint32_t best = GRAPH_NONE, count = 0;
    for (uint32_t i = f->edges.from[a]; i < f->edges.from[a + 1]; i++) {
        uint32_t edge = f->edges.at[i];
        const dm_gedge *e = &f->g->edges[edge];
        if (other_end(e, a) != b || !edge_counts(f, edge))
            continue;
        f->r->edge[edge] = true;
        count++;
        if (best == GRAPH_NONE || e->weight > f->g->edges[best].weight)
            best = edge;
    }
    *more = count - 1;
    return best;
}

static void path_found(pathfinder *p, uint32_t count)
{
    dm_arena *a = p->f->a;
    if (p->found.len >= MATCH_LIMIT) {
        p->too_many = true;
        return;
    }
    query_match m = {.count = count,
                     .node = ARENA_ARRAY(a, uint32_t, count),
                     .edge = ARENA_ARRAY(a, uint32_t, count),
                     .more = ARENA_ARRAY(a, uint32_t, count)};
    memcpy(m.node, p->node, count * sizeof *m.node);
    for (uint32_t i = 0; i + 1 < count; i++)
        m.edge[i] = strongest(p, m.node[i], m.node[i + 1], &m.more[i]);
    for (uint32_t i = 0; i < count; i++)
        p->f->r->node[m.node[i]] = true;
    vec_push(&p->found, m);
}

static int number_order(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

/* Each neighbour once. */
static uint32_t neighbours(const finder *f, uint32_t v, uint32_t *out)
{
    uint32_t n = 0, kept = 0;
    for (uint32_t i = f->edges.from[v]; i < f->edges.from[v + 1]; i++) {
        if (edge_counts(f, f->edges.at[i]))
            out[n++] = other_end(&f->g->edges[f->edges.at[i]], v);
    }
    qsort(out, n, sizeof *out, number_order);
    for (uint32_t i = 0; i < n; i++) {
        if (!i || out[i] != out[i - 1])
            out[kept++] = out[i];
    }
    return kept;
}

static void extend(pathfinder *p, uint32_t steps)
{
    const finder *f = p->f;
    uint32_t v = p->node[steps];
    if (v == p->to) {
        path_found(p, steps + 1);
        return;
    }
    uint32_t room = f->edges.from[v + 1] - f->edges.from[v];
    uint32_t *next = dm_calloc(room + 1, sizeof *next);
    uint32_t n = neighbours(f, v, next);
    p->on_path[v] = true;
    for (uint32_t i = 0; i < n && !p->too_many; i++) {
        uint32_t w = next[i];
        bool near = p->far[w] != FAR && steps + 1 + p->far[w] <= p->max;
        if (!near || p->on_path[w])
            continue;
        p->node[steps + 1] = w;
        extend(p, steps + 1);
    }
    p->on_path[v] = false;
    free(next);
}

static const dm_graph *sorting; /* qsort has no argument to pass; one thread at a time */

static double path_weight(const query_match *m)
{
    double least = sorting->edges[m->edge[0]].weight;
    for (uint32_t i = 1; i + 1 < m->count; i++) {
        double w = sorting->edges[m->edge[i]].weight;
        least = w < least ? w : least;
    }
    return least;
}

static int path_order(const void *x, const void *y)
{
    const query_match *a = x, *b = y;
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    double p = path_weight(a), q = path_weight(b);
    if (p < q || p > q)
        return p > q ? -1 : 1;
    for (uint32_t i = 0; i < a->count; i++) {
        if (a->node[i] != b->node[i])
            return number_order(&a->node[i], &b->node[i]);
    }
    return 0;
}

dm_status find_paths(finder *f)
{
    uint32_t from = find_node(f, f->o->from), to = find_node(f, f->o->to);
    uint32_t max = f->o->max ? f->o->max : 3;
    if (from == GRAPH_NONE || to == GRAPH_NONE)
        return DM_OK;
    if (from == to)
        return dm_fail(f->err, DM_EUSAGE, "both ends of the path are %.*s",
                       STR_ARG(f->g->nodes[from].id));
    max = max < f->g->node_count ? max : f->g->node_count;
    pathfinder p = {.f = f, .to = to, .max = max, .far = distances(f, to, from, max)};
    p.node = ARENA_ARRAY(f->a, uint32_t, max + 2);
    p.on_path = ARENA_ARRAY(f->a, bool, f->g->node_count + 1);
    p.node[0] = from;
    extend(&p, 0);
    if (p.found.len) {
        sorting = f->g;
        qsort(p.found.at, p.found.len, sizeof *p.found.at, path_order);
        f->r->longest = p.found.at[p.found.len - 1].count;
    }
    vec_take(f->a, &p.found, f->r->at, f->r->count);
    if (p.too_many)
        return dm_fail(f->err, DM_EINPUT, "more than %u paths; lower --max", MATCH_LIMIT);
    return DM_OK;
}

/* ---- neighbourhood ---- */

dm_status find_ego(finder *f)
{
    uint32_t ego = find_node(f, f->o->ego), radius = f->o->radius ? f->o->radius : 1;
    if (ego == GRAPH_NONE)
        return DM_OK;
    uint32_t *far = distances(f, ego, ego, radius);
    bool *edge = ARENA_ARRAY(f->a, bool, f->g->edge_count + 1);
    for (uint32_t i = 0; i < f->g->edge_count; i++) {
        const dm_gedge *e = &f->g->edges[i];
        edge[i] = far[e->source] != FAR && far[e->target] != FAR && edge_counts(f, i);
    }
    add_edges(f, edge);
    f->r->node[ego] = true;
    return DM_OK;
}
