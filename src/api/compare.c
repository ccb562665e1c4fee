/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The difference of two graphs, through the diff room. */
#include "base/str.h"
#include "diff/diff.h"
#include "graph/layout.h"

dm_status dm_graph_diff(const dm_graph *a, const dm_graph *b, const dm_compare_options *given,
                        bool *same, char **text, size_t *size, dm_error *err)
{
    dm_compare_options o = given ? *given : (dm_compare_options){0};
    dm_diff_options d = {.ignore = o.ignore, .by = o.by};
    dm_diff diff;
    dm_buf out = {0};
    DM_TRY(diff_graphs(a, b, &d, &diff, err));
    buf_add(&out, STR(""));
    if (o.format && strcmp(o.format, "json") == 0)
        diff_json(&diff, &out);
    else
        diff_text(&diff, o.colour, &out);
    *same = diff.same;
    *text = out.ptr;
    *size = out.len;
    diff_free(&diff);
    return DM_OK;
}

/* One layout for both graphs; the colours stay those of the change. */
static dm_status lay_out(dm_graph *g, dm_error *err)
{
    dm_str *node = ARENA_ARRAY(&g->arena, dm_str, g->node_count);
    dm_str *edge = ARENA_ARRAY(&g->arena, dm_str, g->edge_count);
    for (uint32_t i = 0; i < g->node_count; i++)
        node[i] = g->nodes[i].color;
    for (uint32_t i = 0; i < g->edge_count; i++)
        edge[i] = g->edges[i].color;
    DM_TRY(graph_layout(g, NULL, err));
    for (uint32_t i = 0; i < g->node_count; i++)
        g->nodes[i].color = node[i];
    for (uint32_t i = 0; i < g->edge_count; i++)
        g->edges[i].color = edge[i];
    return DM_OK;
}

dm_status dm_graph_diff_union(const dm_graph *a, const dm_graph *b, dm_graph **out,
                              dm_error *err)
{
    dm_diff diff;
    DM_TRY(diff_graphs(a, b, NULL, &diff, err));
    dm_graph *both = diff_union(&diff);
    diff_free(&diff);
    dm_status status = lay_out(both, err);
    if (status != DM_OK) {
        dm_graph_free(both);
        return status;
    }
    *out = both;
    return DM_OK;
}
