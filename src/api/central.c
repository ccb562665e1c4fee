/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rankings and statistics as tables. */
#include "api/table.h"
#include "graph/analyse.h"
#include "graph/rank.h"
#include "graph/stats.h"

#include <math.h>

static bool analysis_wanted(const dm_graph *g, const dm_central_options *o)
{
    bool by_salience = !o->by || strcmp(o->by, "salience") == 0;
    bool plain = !o->relations && !o->undirected && !o->unweighted && !o->seed;
    return !(plain && (g->analysed || (by_salience && !o->communities)));
}

static void rank_table(const dm_graph *g, const dm_ranking *r, bool communities, dm_table **out)
{
    dm_column columns[MEASURE_COUNT + 6];
    size_t n = 0;
    columns[n++] = (dm_column){"rank", true};
    columns[n++] = (dm_column){"actor", false};
    columns[n++] = (dm_column){"kind", false};
    for (uint32_t c = 0; c < r->column_count; c++)
        columns[n++] = (dm_column){r->columns[c].name, true};
    if (communities)
        columns[n++] = (dm_column){"community", true};
    columns[n++] = (dm_column){"id", false};
    dm_table *t = table_new(columns, n);
    for (uint32_t i = 0; i < r->count; i++) {
        const dm_gnode *node = &g->nodes[r->rows[i].node];
        table_number(t, r->rows[i].rank);
        table_add(t, node->label.len ? node->label : node->id);
        table_add(t, node->kind);
        for (uint32_t c = 0; c < r->column_count; c++)
            table_number(t, rank_value(node, r->columns[c]));
        if (communities)
            table_number(t, node->community < 0 ? NAN : (double)node->community);
        table_add(t, node->id);
    }
    *out = t;
}

dm_status dm_central(dm_graph *g, const dm_central_options *given, dm_table **out,
                     dm_error *err)
{
    dm_central_options o = given ? *given : (dm_central_options){0};
    if (analysis_wanted(g, &o)) {
        dm_analysis_options ao = {
            .select = {.relations = o.relations,
                       .undirected = o.undirected,
                       .unweighted = o.unweighted},
            .seed = o.seed,
        };
        DM_TRY(graph_analyse(g, &ao, err));
    }
    dm_arena a = {0};
    dm_ranking r;
    dm_rank_options ro = {.by = o.by, .kinds = o.kinds, .top = (uint32_t)o.top};
    dm_status status = graph_rank(g, &ro, &a, &r, err);
    if (status == DM_OK)
        rank_table(g, &r, o.communities, out);
    arena_free(&a);
    return status;
}

static void row(dm_table *t, const char *name, double value)
{
    table_add(t, str_z(name));
    table_number(t, value);
}

static void rows_of(dm_table *t, const char *what, const dm_stat_list *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        dm_arena a = {0};
        dm_str name = list->at[i].name.len ? list->at[i].name : STR("(none)");
        row(t, str_fmt(&a, "%s: %.*s", what, STR_ARG(name)).ptr, list->at[i].count);
        arena_free(&a);
    }
}

dm_status dm_table_stats(dm_graph *g, dm_table **out, dm_error *err)
{
    static const dm_column columns[] = {{"figure", false}, {"value", true}};
    dm_arena a = {0};
    dm_stats s;
    if (!g->analysed)
        DM_TRY(graph_analyse(g, NULL, err));
    dm_status status = graph_stats(g, NULL, &a, &s, err);
    if (status != DM_OK) {
        arena_free(&a);
        return status;
    }
    dm_table *t = table_new(columns, 2);
    row(t, "documents", s.documents);
    row(t, "nodes", s.nodes);
    row(t, "actors", s.actors);
    row(t, "edges", s.edges);
    row(t, "edges negated or denied", s.negated);
    row(t, "edges derived", s.derived);
    row(t, "quotations", s.evidence);
    row(t, "linked pairs", s.pairs);
    row(t, "isolated nodes", s.isolates);
    row(t, "components", s.components);
    row(t, "nodes of the largest component", s.largest);
    row(t, "density", s.density);
    row(t, "mean degree", s.mean_degree);
    row(t, "reciprocity", s.reciprocity);
    row(t, "transitivity", s.transitivity);
    row(t, "degree assortativity", s.assortativity);
    row(t, "kind assortativity", s.kind_assortativity);
    row(t, "communities", s.communities);
    row(t, "modularity", s.modularity);
    row(t, "cooperation", s.cooperation);
    row(t, "conflict", s.conflict);
    row(t, "balance", s.balance);
    rows_of(t, "kind", &s.kinds);
    rows_of(t, "relation", &s.relations);
    rows_of(t, "quad", &s.quads);
    arena_free(&a);
    *out = t;
    return DM_OK;
}
