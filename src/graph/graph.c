/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/graph.h"

#include "base/map.h"

#include <math.h>
#include <stdlib.h>

const char *const measure_name[MEASURE_COUNT] = {
#define MEASURE(id, about) [MEASURE_##id] = #id,
#include "graph/measures.def"
#undef MEASURE
};

const char *const measure_about[MEASURE_COUNT] = {
#define MEASURE(id, about) [MEASURE_##id] = (about),
#include "graph/measures.def"
#undef MEASURE
};

dm_measure measure_find(dm_str name)
{
    int i = 0;
    while (i < MEASURE_COUNT && !str_eq(str_z(measure_name[i]), name))
        i++;
    return (dm_measure)i;
}

dm_graph *graph_new(void)
{
    dm_graph *g = dm_calloc(1, sizeof *g);
    g->directed = true;
    g->multigraph = true;
    return g;
}

void dm_graph_free(dm_graph *g)
{
    if (!g)
        return;
    arena_free(&g->arena);
    free(g);
}

dm_gnode gnode_new(dm_str id)
{
    dm_gnode n = {.id = id, .label = id, .salience = NAN, .community = -1, .x = NAN, .y = NAN};
    for (int m = 0; m < MEASURE_COUNT; m++)
        n.measure[m] = NAN;
    return n;
}

uint32_t graph_find(const dm_graph *g, dm_str id)
{
    for (uint32_t i = 0; i < g->node_count; i++) {
        if (str_eq(g->nodes[i].id, id))
            return i;
    }
    return GRAPH_NONE;
}

dm_status graph_check(const dm_graph *g, dm_error *err)
{
    dm_map ids = {0};
    dm_status status = DM_OK;
    for (uint32_t i = 0; i < g->node_count && status == DM_OK; i++) {
        dm_str id = g->nodes[i].id;
        if (!id.len)
            status = dm_fail(err, DM_EINPUT, "node %u has no id", i);
        else if (map_get_or_set(&ids, id, i) != i)
            status = dm_fail(err, DM_EINPUT, "two nodes have the id '%.*s'", STR_ARG(id));
    }
    for (uint32_t i = 0; i < g->edge_count && status == DM_OK; i++) {
        const dm_gedge *e = &g->edges[i];
        if (e->source >= g->node_count || e->target >= g->node_count)
            status = dm_fail(err, DM_EINPUT, "edge %u joins a node that does not exist", i);
        else if (!isfinite(e->weight) || e->weight <= 0)
            status = dm_fail(err, DM_EINPUT,
                             "edge %u from '%.*s' to '%.*s' has weight %g; weights"
                             " are above 0",
                             i, STR_ARG(g->nodes[e->source].id),
                             STR_ARG(g->nodes[e->target].id), e->weight);
    }
    map_free(&ids);
    return status;
}

/* ---- Order ---------------------------------------------------------------------------------
 * qsort has no context argument in C17, so what is sorted carries pointers to what decides. */

typedef struct {
    const dm_gnode *node;
    uint32_t at;
} node_row;

typedef struct {
    const dm_gedge *edge;
    dm_str source, target; /* ids */
} edge_row;

static int order_u(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

/* Larger first, NaN last. */
static int order_down(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(a) - isnan(b);
    return (a < b) - (a > b);
}

static int by_salience(const void *pa, const void *pb)
{
    const node_row *a = pa, *b = pb;
    int c = order_down(a->node->salience, b->node->salience);
    if (!c)
        c = str_cmp(a->node->id, b->node->id);
    if (!c)
        c = str_cmp(a->node->label, b->node->label);
    return c ? c : order_u(a->at, b->at);
}

static int order_evidence(const dm_gedge *a, const dm_gedge *b)
{
    for (uint32_t i = 0; i < a->evidence_count && i < b->evidence_count; i++) {
        const dm_gevidence *x = &a->evidence[i], *y = &b->evidence[i];
        int c = order_u(x->doc, y->doc);
        if (!c)
            c = order_u(x->begin, y->begin);
        if (!c)
            c = order_u(x->end, y->end);
        if (c)
            return c;
    }
    return order_u(a->evidence_count, b->evidence_count);
}

static int order_attrs(const dm_gedge *a, const dm_gedge *b)
{
    for (uint32_t i = 0; i < a->attr_count && i < b->attr_count; i++) {
        int c = str_cmp(a->attrs[i].name, b->attrs[i].name);
        if (!c)
            c = str_cmp(a->attrs[i].text, b->attrs[i].text);
        if (c)
            return c;
    }
    return order_u(a->attr_count, b->attr_count);
}

/* After source and target: what tells two edges of one pair apart, most telling first. */
static int order_content(const dm_gedge *a, const dm_gedge *b)
{
    const dm_str *const text[][2] = {
        {&a->relation, &b->relation},   {&a->polarity, &b->polarity},
        {&a->modality, &b->modality},   {&a->predicate, &b->predicate},
        {&a->date, &b->date},           {&a->attributed_to, &b->attributed_to},
        {&a->family, &b->family},       {&a->rule, &b->rule},
        {&a->date_text, &b->date_text},
    };
    for (size_t i = 0; i < sizeof text / sizeof text[0]; i++) {
        int c = str_cmp(*text[i][0], *text[i][1]);
        if (c)
            return c;
    }
    int c = order_down(a->weight, b->weight);
    if (!c)
        c = order_down(a->confidence, b->confidence);
    if (!c)
        c = order_evidence(a, b);
    return c ? c : order_attrs(a, b);
}

static int by_ends(const void *pa, const void *pb)
{
    const edge_row *a = pa, *b = pb;
    int c = str_cmp(a->source, b->source);
    if (!c)
        c = str_cmp(a->target, b->target);
    return c ? c : order_content(a->edge, b->edge);
}

static void sort_nodes(dm_graph *g)
{
    uint32_t n = g->node_count;
    node_row *row = dm_calloc(n + 1, sizeof *row);
    uint32_t *now = dm_calloc(n + 1, sizeof *now); /* old index -> new index */
    dm_gnode *sorted = ARENA_ARRAY(&g->arena, dm_gnode, n);
    for (uint32_t i = 0; i < n; i++)
        row[i] = (node_row){&g->nodes[i], i};
    qsort(row, n, sizeof *row, by_salience);
    for (uint32_t i = 0; i < n; i++) {
        sorted[i] = *row[i].node;
        now[row[i].at] = i;
    }
    g->nodes = sorted;
    for (uint32_t i = 0; i < g->edge_count; i++) {
        g->edges[i].source = now[g->edges[i].source];
        g->edges[i].target = now[g->edges[i].target];
    }
    free(now);
    free(row);
}

typedef struct {
    uint32_t low, high; /* the ends; in order when edges have no direction */
    uint32_t edge;
} key_row;

static int by_pair(const void *pa, const void *pb)
{
    const key_row *a = pa, *b = pb;
    int c = order_u(a->low, b->low);
    if (!c)
        c = order_u(a->high, b->high);
    return c ? c : order_u(a->edge, b->edge);
}

static void give_keys(dm_graph *g)
{
    uint32_t m = g->edge_count, key = 0;
    key_row *row = dm_calloc(m, sizeof *row);
    for (uint32_t i = 0; i < m; i++) {
        uint32_t s = g->edges[i].source, t = g->edges[i].target;
        bool turn = !g->directed && s > t;
        row[i] = (key_row){turn ? t : s, turn ? s : t, i};
    }
    qsort(row, m, sizeof *row, by_pair);
    for (uint32_t i = 0; i < m; i++) {
        bool same = i && row[i].low == row[i - 1].low && row[i].high == row[i - 1].high;
        key = same ? key + 1 : 0;
        g->edges[row[i].edge].key = key;
    }
    free(row);
}

static void sort_edges(dm_graph *g)
{
    uint32_t m = g->edge_count;
    edge_row *row = dm_calloc(m + 1, sizeof *row);
    dm_gedge *sorted = ARENA_ARRAY(&g->arena, dm_gedge, m);
    for (uint32_t i = 0; i < m; i++) {
        const dm_gedge *e = &g->edges[i];
        row[i] = (edge_row){
            .edge = e, .source = g->nodes[e->source].id, .target = g->nodes[e->target].id};
    }
    qsort(row, m, sizeof *row, by_ends);
    for (uint32_t i = 0; i < m; i++) {
        sorted[i] = *row[i].edge;
        sorted[i].id = str_fmt(&g->arena, "e%u", i);
    }
    g->edges = sorted;
    give_keys(g);
    free(row);
}

void graph_sort(dm_graph *g)
{
    if (g->node_count)
        sort_nodes(g);
    if (g->edge_count)
        sort_edges(g);
}

static void swap_span(dm_gevidence *v)
{
    for (int i = 0; i < 2; i++) {
        int64_t t = v->source[i];
        v->source[i] = v->target[i];
        v->target[i] = t;
    }
}

void graph_orient(dm_graph *g)
{
    for (uint32_t i = 0; i < g->edge_count; i++) {
        dm_gedge *e = &g->edges[i];
        if (!e->symmetric || str_cmp(g->nodes[e->source].id, g->nodes[e->target].id) <= 0)
            continue;
        uint32_t t = e->source;
        e->source = e->target;
        e->target = t;
        for (uint32_t v = 0; v < e->evidence_count; v++)
            swap_span(&e->evidence[v]);
    }
}
