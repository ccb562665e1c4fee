/* SPDX-License-Identifier: GPL-3.0-or-later */
/* central - who matters in a graph. */
#include "cli/cli.h"

typedef struct {
    const char *by, *to, *kinds, *relations, *from;
    bool directed, undirected, unweighted, communities;
    uint64_t top, seed;
} central_options;

/* clang-format off */
#define AT(field) offsetof(central_options, field)
static const opt_row central_rows[] = {
    { "by",          'b', OPT_CHOICE, AT(by), "salience|pagerank|betweenness|closeness|harmonic|eigenvector|degree|in_degree|out_degree|strength|hub|authority|coreness|constraint|all", "rank by this measure (salience)", NULL },
    { "top",         'n', OPT_COUNT,  AT(top),         "N", "only the first N", NULL },
    { "to",          't', OPT_CHOICE, AT(to),          "csv|tsv|json|md", "instead of an aligned table", NULL },
    { "kinds",       'k', OPT_TEXT,   AT(kinds),       "LIST", "kinds of node to rank (all actors)", NULL },
    { "relations",   'r', OPT_TEXT,   AT(relations),   "LIST", "relations or families that count (all but cooccurrence)", NULL },
    { "directed",    0,   OPT_FLAG,   AT(directed),    NULL, "directed where the measure has a direction (default)", NULL },
    { "undirected",  0,   OPT_FLAG,   AT(undirected),  NULL, "forget directions", NULL },
    { "unweighted",  0,   OPT_FLAG,   AT(unweighted),  NULL, "every edge weighs 1", NULL },
    { "communities", 0,   OPT_FLAG,   AT(communities), NULL, "show the community of each actor", NULL },
    { "seed",        0,   OPT_COUNT,  AT(seed),        "N", "of the communities", NULL },
    { "from",        'f', OPT_CHOICE, AT(from),        CLI_FORMATS_IN, "what the graph file is", NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};
#undef AT
/* clang-format on */

static dm_status central_table(char **paths, int n, const central_options *o, dm_graph **graphs,
                               dm_arena *a, dm_table **out, dm_error *err)
{
    dm_central_options c = {.by = o->by,
                            .top = (size_t)o->top,
                            .kinds = o->kinds,
                            .relations = o->relations,
                            .undirected = o->undirected,
                            .unweighted = o->unweighted,
                            .communities = o->communities,
                            .seed = o->seed};
    const char **names = ARENA_ARRAY(a, const char *, (size_t)n);
    DM_TRY(cli_read_graphs(paths, n, o->from, graphs, err));
    if (n == 1)
        return dm_central(graphs[0], &c, out, err);
    cli_graph_names(paths, n, a, names);
    return dm_central_beside(graphs, names, (size_t)n, &c, out, err);
}

static int central_run(const cli_command *self, int argc, char **argv)
{
    central_options o = {.by = NULL};
    common_options common;
    dm_error err = {0};
    int n, code;
    if (!cli_start(self, argc, argv, &o, &common, &n, &code))
        return code;
    if (!n)
        return cli_usage(self, "which graph?");
    if (o.directed && o.undirected)
        return cli_usage(self, "--directed and --undirected exclude each other");
    dm_arena a = {0};
    dm_table *t = NULL;
    dm_graph **graphs = ARENA_ARRAY(&a, dm_graph *, (size_t)n);
    dm_status status = central_table(argv, n, &o, graphs, &a, &t, &err);
    if (status == DM_OK)
        status = cli_print_table(t, o.to, stdout, &err);
    for (int i = 0; i < n; i++)
        dm_graph_free(graphs[i]);
    dm_table_free(t);
    arena_free(&a);
    return status == DM_OK ? EXIT_OK : cli_fail(&err);
}

const cli_command cmd_central = {
    .name = "central",
    .operands = "GRAPH...",
    .about = "ranks the actors of a graph by a centrality; of several graphs side by side",
    .examples = "  dramatis central cast.json\n"
                "  dramatis central cast.gexf --by betweenness --top 5\n"
                "  dramatis central cast.json --by all --to csv > measures.csv\n"
                "  dramatis central 2019.json 2020.json --by pagerank --top 10\n",
    .rows = central_rows,
    .run = central_run,
};
