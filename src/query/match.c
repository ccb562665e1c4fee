/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Matches of a pattern: step by step from its rarer end, each set of edges once. */
#include "base/map.h"
#include "base/vec.h"
#include "query/find.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
    finder *f;
    const dm_pattern *p;
    bool *may[PATTERN_NODES]; /* [node_count] which nodes may stand there */
    bool backwards;           /* from the last node to the first */
    uint32_t node[PATTERN_NODES], edge[PATTERN_NODES];
    dm_map seen; /* sets of edges */
    VEC(query_match) found;
    bool too_many;
} matcher;

static query_match *match_new(dm_arena *a, uint32_t count)
{
    query_match *m = ARENA_NEW(a, query_match);
    m->count = count;
    m->node = ARENA_ARRAY(a, uint32_t, count);
    m->edge = ARENA_ARRAY(a, uint32_t, count);
    m->more = ARENA_ARRAY(a, uint32_t, count);
    return m;
}

static int number_order(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

/* Has this set of edges matched before? (A path over the same edges from the other end.) */
static bool known_set(matcher *m, uint32_t edges)
{
    uint32_t set[PATTERN_NODES];
    if (edges < 2) /* an edge has two ends and may match both ways: the first one counts */
        set[0] = m->edge[0];
    else
        memcpy(set, m->edge, edges * sizeof *set);
    qsort(set, edges, sizeof *set, number_order);
    dm_str key = {(const char *)set, edges * sizeof *set};
    if (map_get(&m->seen, key) != MAP_NONE)
        return true;
    map_set(&m->seen, str_dup(m->f->a, key), 1);
    return false;
}

static void found(matcher *m)
{
    uint32_t n = m->p->count;
    if (n > 1 && known_set(m, n - 1))
        return;
    if (m->found.len >= MATCH_LIMIT) {
        m->too_many = true;
        return;
    }
    query_match *match = match_new(m->f->a, n);
    memcpy(match->node, m->node, n * sizeof *match->node);
    memcpy(match->edge, m->edge, (n - 1) * sizeof *match->edge);
    vec_push(&m->found, *match);
}

static bool edge_fits(const matcher *m, uint32_t edge, uint32_t step)
{
    const finder *f = m->f;
    const dm_gedge *e = &f->g->edges[edge];
    const pattern_edge *p = &m->p->edges[step];
    bool denied = edge_denied(e);
    if (!f->edge[edge] || !edge_named(p->names, p->count, e))
        return false;
    return p->negated ? denied : !denied || f->o->negated;
}

static bool edge_used(const matcher *m, uint32_t edge, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        if (m->edge[i] == edge)
            return true;
    }
    return false;
}

static void walk(matcher *m, uint32_t at);

/* The edges of pattern step (between nodes step and step + 1) at the node that stands at. */
static void try_edges(matcher *m, uint32_t at, uint32_t step, uint32_t next)
{
    const finder *f = m->f;
    const dm_graph *g = f->g;
    uint32_t v = m->node[at], used_from = m->backwards ? step + 1 : 0;
    uint32_t used_to = m->backwards ? m->p->count - 1 : step;
    dm_arrow arrow = m->p->edges[step].arrow;
    if (m->backwards && arrow != ARROW_BOTH)
        arrow = arrow == ARROW_RIGHT ? ARROW_LEFT : ARROW_RIGHT;
    for (uint32_t i = f->edges.from[v]; i < f->edges.from[v + 1] && !m->too_many; i++) {
        uint32_t edge = f->edges.at[i];
        const dm_gedge *e = &g->edges[edge];
        uint32_t other = e->source == v ? e->target : e->source;
        if (!m->may[next][other] || !edge_fits(m, edge, step) || !edge_goes(g, e, v, arrow) ||
            edge_used(m, edge, used_from, used_to))
            continue;
        m->edge[step] = edge;
        m->node[next] = other;
        walk(m, next);
    }
}

static void walk(matcher *m, uint32_t at)
{
    uint32_t last = m->backwards ? 0 : m->p->count - 1;
    if (at == last)
        found(m);
    else if (m->backwards)
        try_edges(m, at, at - 1, at - 1);
    else
        try_edges(m, at, at, at + 1);
}

/* ---- order ---- */

typedef struct {
    bool derived;
    double weight, confidence;
    query_match match;
} ranked;

static ranked rank_of(const dm_graph *g, const query_match *m)
{
    ranked r = {.match = *m, .weight = INFINITY, .confidence = INFINITY};
    for (uint32_t i = 0; i + 1 < m->count; i++) {
        const dm_gedge *e = &g->edges[m->edge[i]];
        r.derived = r.derived || e->derived;
        r.weight = fmin(r.weight, e->weight);
        r.confidence = fmin(r.confidence, isnan(e->confidence) ? 0 : e->confidence);
    }
    return r;
}

static int ranked_order(const void *x, const void *y)
{
    const ranked *a = x, *b = y;
    if (a->derived != b->derived)
        return a->derived ? 1 : -1;
    if (a->weight < b->weight || a->weight > b->weight)
        return a->weight > b->weight ? -1 : 1;
    if (a->confidence < b->confidence || a->confidence > b->confidence)
        return a->confidence > b->confidence ? -1 : 1;
    for (uint32_t i = 0; i < a->match.count && i < b->match.count; i++) {
        if (a->match.node[i] != b->match.node[i])
            return a->match.node[i] < b->match.node[i] ? -1 : 1;
        if (i + 1 < a->match.count && a->match.edge[i] != b->match.edge[i])
            return a->match.edge[i] < b->match.edge[i] ? -1 : 1;
    }
    return 0;
}

void sort_matches(finder *f)
{
    query_result *r = f->r;
    ranked *list = dm_calloc(r->count + 1, sizeof *list);
    for (uint32_t i = 0; i < r->count; i++)
        list[i] = rank_of(f->g, &r->at[i]);
    qsort(list, r->count, sizeof *list, ranked_order);
    for (uint32_t i = 0; i < r->count; i++)
        r->at[i] = list[i].match;
    free(list);
}

static void mark(finder *f)
{
    query_result *r = f->r;
    for (uint32_t i = 0; i < r->count; i++) {
        const query_match *m = &r->at[i];
        r->longest = m->count > r->longest ? m->count : r->longest;
        for (uint32_t k = 0; k < m->count; k++)
            r->node[m->node[k]] = true;
        for (uint32_t k = 0; k + 1 < m->count; k++)
            r->edge[m->edge[k]] = true;
    }
}

void add_edges(finder *f, const bool *edge)
{
    VEC(query_match) list = {0};
    for (uint32_t i = 0; i < f->g->edge_count; i++) {
        if (!edge[i])
            continue;
        query_match *m = match_new(f->a, 2);
        m->node[0] = f->g->edges[i].source;
        m->node[1] = f->g->edges[i].target;
        m->edge[0] = i;
        vec_push(&list, *m);
    }
    vec_take(f->a, &list, f->r->at, f->r->count);
    sort_matches(f);
    mark(f);
}

/* ---- all of it ---- */

static dm_status prepare(matcher *m, bool *possible)
{
    finder *f = m->f;
    uint32_t first = 0, last = 0;
    *possible = true;
    for (uint32_t i = 0; i + 1 < m->p->count; i++)
        DM_TRY(check_relations(f, &m->p->edges[i]));
    for (uint32_t i = 0; i < m->p->count; i++) {
        m->may[i] = ARENA_ARRAY(f->a, bool, f->g->node_count + 1);
        uint32_t n = find_nodes(f, &m->p->nodes[i], m->may[i]);
        for (uint32_t v = 0; v < f->g->node_count; v++)
            m->may[i][v] = m->may[i][v] && f->node[v];
        *possible = *possible && n > 0;
        first = i == 0 ? n : first;
        last = n;
    }
    m->backwards = last < first;
    return DM_OK;
}

dm_status find_pattern(finder *f)
{
    dm_pattern p;
    bool possible;
    DM_TRY(pattern_parse(f->pattern, f->a, &p, f->column, f->err));
    matcher m = {.f = f, .p = &p};
    DM_TRY(prepare(&m, &possible));
    uint32_t start = m.backwards ? p.count - 1 : 0;
    for (uint32_t v = 0; possible && v < f->g->node_count && !m.too_many; v++) {
        m.node[start] = v;
        if (m.may[start][v])
            walk(&m, start);
    }
    map_free(&m.seen);
    vec_take(f->a, &m.found, f->r->at, f->r->count);
    if (m.too_many)
        return dm_fail(f->err, DM_EINPUT,
                       "more than %u matches; name kinds or relations more narrowly",
                       MATCH_LIMIT);
    if (p.count > 1)
        sort_matches(f);
    mark(f);
    return DM_OK;
}
