/* SPDX-License-Identifier: GPL-3.0-or-later */
/* graph_spec.h - small graphs from one line of text, and their values as one line of text.
 *
 *     "a>b b=c:2.5 d"   a to b, b and c symmetric with weight 2.5, d alone
 * after an edge: ! negated, ~ co-occurrence, * derived, + verbal cooperation, - material
 * conflict (these two are events, relation consult and assault). */
#ifndef DM_TESTS_GRAPH_SPEC_H
#define DM_TESTS_GRAPH_SPEC_H

#include "graph/graph.h"

#include <math.h>
#include <stdlib.h>

static uint32_t spec_node(dm_graph *g, dm_str id)
{
    uint32_t i = graph_find(g, id);
    if (i != GRAPH_NONE)
        return i;
    g->nodes[g->node_count] = gnode_new(str_dup(&g->arena, id));
    g->nodes[g->node_count].kind = STR("person");
    g->nodes[g->node_count].actor = true;
    return g->node_count++;
}

static void spec_mark(dm_gedge *e, char mark)
{
    if (mark == '!')
        e->polarity = STR("negated");
    if (mark == '~')
        e->family = e->relation = STR("cooccurrence");
    if (mark == '*')
        e->derived = true;
    if (mark != '+' && mark != '-')
        return;
    e->family = STR("event");
    e->relation = mark == '+' ? STR("consult") : STR("assault");
    e->quad = mark == '+' ? STR("verbal_cooperation") : STR("material_conflict");
}

static void spec_item(dm_graph *g, dm_str item)
{
    size_t at = str_find(item, STR(">"), 0);
    bool symmetric = at == SIZE_MAX;
    if (symmetric)
        at = str_find(item, STR("="), 0);
    if (at == SIZE_MAX) {
        (void)spec_node(g, item);
        return;
    }
    size_t end = at + 1;
    while (end < item.len && !strchr(":!~*+-", item.ptr[end]))
        end++;
    dm_gedge e = {.relation = STR("member_of"), .family = STR("state"), .weight = 1};
    e.source = spec_node(g, str_slice(item, 0, at));
    e.target = spec_node(g, str_slice(item, at + 1, end));
    e.symmetric = symmetric;
    e.polarity = STR("affirmed");
    e.modality = STR("asserted");
    e.confidence = NAN;
    for (; end < item.len; end++) {
        if (item.ptr[end] == ':')
            e.weight = strtod(item.ptr + end + 1, NULL);
        else
            spec_mark(&e, item.ptr[end]);
    }
    g->edges[g->edge_count++] = e;
}

static dm_graph *spec_graph(const char *spec)
{
    dm_graph *g = graph_new();
    dm_str rest = str_z(spec);
    g->nodes = ARENA_ARRAY(&g->arena, dm_gnode, rest.len + 1);
    g->edges = ARENA_ARRAY(&g->arena, dm_gedge, rest.len + 1);
    while (rest.len) {
        dm_str item = str_trim(str_cut(rest, ' ', &rest));
        if (item.len)
            spec_item(g, str_dup(&g->arena, item));
    }
    return g;
}

/* Node indices in order of id. */
static uint32_t *spec_by_id(dm_graph *g)
{
    uint32_t *at = ARENA_ARRAY(&g->arena, uint32_t, g->node_count);
    for (uint32_t i = 0; i < g->node_count; i++) {
        uint32_t j = i;
        for (; j && str_cmp(g->nodes[i].id, g->nodes[at[j - 1]].id) < 0; j--)
            at[j] = at[j - 1];
        at[j] = i;
    }
    return at;
}

#endif
