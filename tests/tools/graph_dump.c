/* SPDX-License-Identifier: GPL-3.0-or-later */
/* graph_dump - every measure of an edge list, for clients that compute them on their own.
 *
 *     graph_dump [--undirected] [--directed-paths] [--unweighted] [--exact N] [--layout] <
 * edges
 *
 * An edge a line: source, target, weight, and "sym" for a symmetric one, spaces between; a line
 * of one word is a node.  Output: a header, then id and values, tabs between; "nan" is
 * undefined. */
#include "graph/analyse.h"
#include "graph/layout.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static uint32_t node_of(dm_graph *g, const char *name, uint32_t room)
{
    uint32_t i = graph_find(g, str_z(name));
    if (i != GRAPH_NONE)
        return i;
    if (g->node_count == room)
        exit(3);
    g->nodes[g->node_count] = gnode_new(str_dup(&g->arena, str_z(name)));
    return g->node_count++;
}

static void read_edges(dm_graph *g, uint32_t room)
{
    char line[300], a[100], b[100], sym[8];
    g->nodes = ARENA_ARRAY(&g->arena, dm_gnode, room);
    g->edges = ARENA_ARRAY(&g->arena, dm_gedge, room);
    while (fgets(line, sizeof line, stdin)) {
        double weight = 1;
        int n = sscanf(line, "%99s %99s %lf %7s", a, b, &weight, sym);
        if (n < 1)
            continue;
        uint32_t s = node_of(g, a, room);
        if (n == 1)
            continue;
        if (g->edge_count == room)
            exit(3);
        g->edges[g->edge_count++] = (dm_gedge){.source = s,
                                               .target = node_of(g, b, room),
                                               .relation = STR("open"),
                                               .family = STR("open"),
                                               .polarity = STR("affirmed"),
                                               .modality = STR("asserted"),
                                               .symmetric = n == 4,
                                               .confidence = NAN,
                                               .weight = weight};
    }
}

static void print_nodes(const dm_graph *g)
{
    printf("id\tcommunity\tx\ty");
    for (int m = 0; m < MEASURE_COUNT; m++)
        printf("\t%s", measure_name[m]);
    printf("\n");
    for (uint32_t i = 0; i < g->node_count; i++) {
        const dm_gnode *n = &g->nodes[i];
        printf("%.*s\t%d\t%.2f\t%.2f", STR_ARG(n->id), n->community, n->x, n->y);
        for (int m = 0; m < MEASURE_COUNT; m++)
            printf("\t%.9g", n->measure[m]);
        printf("\n");
    }
}

static bool options(int argc, char **argv, dm_analysis_options *opt, bool *layout)
{
    for (int i = 1; i < argc; i++) {
        dm_str arg = str_z(argv[i]);
        if (str_eq(arg, STR("--undirected")))
            opt->select.undirected = true;
        else if (str_eq(arg, STR("--directed-paths")))
            opt->directed = true;
        else if (str_eq(arg, STR("--unweighted")))
            opt->select.unweighted = true;
        else if (str_eq(arg, STR("--layout")))
            *layout = true;
        else if (str_eq(arg, STR("--exact")) && i + 1 < argc)
            opt->exact = (uint32_t)strtoul(argv[++i], NULL, 10);
        else
            return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    dm_analysis_options opt = {0};
    dm_error err = {0};
    bool layout = false;
    if (!options(argc, argv, &opt, &layout))
        return 2;
    dm_graph *g = graph_new();
    read_edges(g, 200000);
    dm_status status = graph_analyse(g, &opt, &err);
    if (status == DM_OK && layout)
        status = graph_layout(g, NULL, &err);
    if (status == DM_OK)
        print_nodes(g);
    else
        (void)fprintf(stderr, "graph_dump: %s\n", err.message);
    dm_graph_free(g);
    return status == DM_OK ? 0 : 1;
}
