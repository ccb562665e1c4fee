/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/stats.h"

#include "base/map.h"
#include "graph/analyse.h"

#include <math.h>
#include <stdlib.h>

/* ---- Counting by name -----------------------------------------------------------------------
 */

typedef struct {
    dm_stat_list list;
    dm_map index;
} tally;

static void tally_add(tally *t, dm_str name, double weight)
{
    uint32_t at = map_get_or_set(&t->index, name, t->list.count);
    if (at == t->list.count)
        t->list.at[t->list.count++] = (dm_stat_row){.name = name};
    t->list.at[at].count++;
    t->list.at[at].weight += weight;
}

static int by_count(const void *pa, const void *pb)
{
    const dm_stat_row *a = pa, *b = pb;
    int c = (a->count < b->count) - (a->count > b->count);
    return c ? c : str_cmp(a->name, b->name);
}

static tally tally_new(dm_arena *a, uint32_t room)
{
    return (tally){.list = {.at = ARENA_ARRAY(a, dm_stat_row, room)}};
}

static dm_stat_list tally_take(tally *t)
{
    if (t->list.count)
        qsort(t->list.at, t->list.count, sizeof *t->list.at, by_count);
    map_free(&t->index);
    return t->list;
}

static void count_nodes(const dm_graph *g, dm_arena *a, dm_stats *s)
{
    tally kinds = tally_new(a, g->node_count);
    for (uint32_t i = 0; i < g->node_count; i++) {
        s->actors += g->nodes[i].actor;
        tally_add(&kinds, g->nodes[i].kind, g->nodes[i].mention_count);
    }
    s->kinds = tally_take(&kinds);
}

static bool denied(const dm_gedge *e)
{
    return str_eq(e->polarity, STR("negated")) || str_eq(e->modality, STR("denied"));
}

static void count_edges(const dm_graph *g, dm_arena *a, dm_stats *s)
{
    tally relations = tally_new(a, g->edge_count), families = tally_new(a, g->edge_count);
    tally quads = tally_new(a, g->edge_count);
    for (uint32_t i = 0; i < g->edge_count; i++) {
        const dm_gedge *e = &g->edges[i];
        s->negated += denied(e);
        s->derived += e->derived;
        s->evidence += e->evidence_count;
        tally_add(&relations, e->relation, e->weight);
        tally_add(&families, e->family, e->weight);
        if (e->quad.len)
            tally_add(&quads, e->quad, e->weight);
    }
    s->relations = tally_take(&relations);
    s->families = tally_take(&families);
    s->quads = tally_take(&quads);
}

static void count_signs(const dm_graph *g, dm_stats *s)
{
    for (uint32_t i = 0; i < g->edge_count; i++) {
        const dm_gedge *e = &g->edges[i];
        if (denied(e))
            continue;
        if (str_ends(e->quad, STR("_cooperation")))
            s->cooperation += e->weight;
        if (str_ends(e->quad, STR("_conflict")))
            s->conflict += e->weight;
    }
    s->balance = (s->cooperation - s->conflict) / (s->cooperation + s->conflict);
}

/* ---- Structure ------------------------------------------------------------------------------
 */

static bool arc_exists(const dm_simple *g, uint32_t from, uint32_t to)
{
    uint32_t low = 0, high = g->arc_count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        const dm_tie *t = &g->arcs[mid];
        if (t->a < from || (t->a == from && t->b < to))
            low = mid + 1;
        else
            high = mid;
    }
    return low < g->arc_count && g->arcs[low].a == from && g->arcs[low].b == to;
}

static double reciprocity(const dm_simple *g)
{
    uint32_t both = 0;
    for (uint32_t i = 0; i < g->arc_count; i++)
        both += arc_exists(g, g->arcs[i].b, g->arcs[i].a);
    return g->arc_count ? (double)both / g->arc_count : NAN;
}

/* Common neighbours of the ends of each pair: every triangle is seen three times. */
static double transitivity(const dm_simple *g, dm_arena *a)
{
    dm_adjacency adj = pairs_adjacency(g->pairs, g->pair_count, g->n, a);
    double seen = 0, paths = 0;
    for (uint32_t i = 0; i < g->pair_count; i++) {
        uint32_t x = adj.from[g->pairs[i].a], x_end = adj.from[g->pairs[i].a + 1];
        uint32_t y = adj.from[g->pairs[i].b], y_end = adj.from[g->pairs[i].b + 1];
        while (x < x_end && y < y_end) {
            uint32_t u = adj.at[x].vertex, v = adj.at[y].vertex;
            seen += u == v;
            x += u <= v;
            y += v <= u;
        }
    }
    for (uint32_t v = 0; v < g->n; v++)
        paths += g->degree[v] * (g->degree[v] - 1.0) / 2;
    return seen / paths;
}

static double degree_assortativity(const dm_simple *g)
{
    double m = g->pair_count, product = 0, half = 0, square = 0;
    for (uint32_t i = 0; i < g->pair_count; i++) {
        double x = g->degree[g->pairs[i].a], y = g->degree[g->pairs[i].b];
        product += x * y;
        half += (x + y) / 2;
        square += (x * x + y * y) / 2;
    }
    double mean = half / m, spread = square / m - mean * mean;
    return spread > 1e-12 ? (product / m - mean * mean) / spread : NAN;
}

/* (sum e_ii - sum a_i^2) / (1 - sum a_i^2) over kinds i. */
static double kind_assortativity(const dm_graph *g, const dm_simple *s)
{
    dm_map index = {0};
    uint32_t kinds = 0;
    double *ends = dm_calloc(s->n, sizeof *ends), same = 0, expected = 0;
    for (uint32_t i = 0; i < s->pair_count; i++) {
        dm_str a = g->nodes[s->node[s->pairs[i].a]].kind,
               b = g->nodes[s->node[s->pairs[i].b]].kind;
        uint32_t x = map_get_or_set(&index, a, kinds);
        kinds += x == kinds;
        uint32_t y = map_get_or_set(&index, b, kinds);
        kinds += y == kinds;
        ends[x]++;
        ends[y]++;
        same += x == y;
    }
    double m = s->pair_count;
    for (uint32_t k = 0; k < kinds; k++)
        expected += ends[k] / (2 * m) * (ends[k] / (2 * m));
    free(ends);
    map_free(&index);
    return kinds > 1 ? (same / m - expected) / (1 - expected) : NAN;
}

static void communities(const dm_graph *g, const dm_simple *s, dm_stats *out)
{
    uint32_t *group = dm_calloc(s->n, sizeof *group), next = 0;
    dm_arena a = {0};
    uint32_t *number = ARENA_ARRAY(&a, uint32_t, (size_t)g->node_count + 1);
    for (uint32_t v = 0; v < s->n; v++) {
        int32_t c = g->nodes[s->node[v]].community;
        if (c < 0 || (uint32_t)c >= g->node_count)
            goto done; /* not all have one: there is nothing to score */
        if (!number[c])
            number[c] = ++next;
        group[v] = number[c] - 1;
    }
    out->communities = next;
    out->modularity = ties_modularity(s->pairs, s->pair_count, group, s->n);
done:
    arena_free(&a);
    free(group);
}

static void structure(const dm_graph *g, const dm_simple *s, dm_arena *a, dm_stats *out)
{
    double n = s->n;
    out->vertices = s->n;
    out->pairs = s->pair_count;
    out->arcs = s->arc_count;
    out->components = s->component_count;
    out->largest = s->component_count ? s->component_size[0] : 0;
    for (uint32_t v = 0; v < s->n; v++)
        out->isolates += s->degree[v] == 0;
    out->density = n > 1 ? s->pair_count / (n * (n - 1) / 2) : NAN;
    out->mean_degree = n > 0 ? 2.0 * s->pair_count / n : NAN;
    out->reciprocity = reciprocity(s);
    out->transitivity = transitivity(s, a);
    out->assortativity = degree_assortativity(s);
    out->kind_assortativity = kind_assortativity(g, s);
    out->modularity = NAN;
    communities(g, s, out);
}

dm_status graph_stats(const dm_graph *g, const dm_selection *select, dm_arena *a, dm_stats *out,
                      dm_error *err)
{
    dm_selection all = select ? *select : (dm_selection){0};
    dm_simple s;
    dm_stats st = {.documents = g->doc_count, .nodes = g->node_count, .edges = g->edge_count};
    DM_TRY(simple_build(g, &all, a, &s, err));
    count_nodes(g, a, &st);
    count_edges(g, a, &st);
    count_signs(g, &st);
    structure(g, &s, a, &st);
    *out = st;
    return DM_OK;
}
