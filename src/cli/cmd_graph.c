/* SPDX-License-Identifier: GPL-3.0-or-later */
/* central, diff, convert, stats - what is done with finished graphs. */
#include "cli/cli.h"

#include <string.h>

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
    { "from",        'f', OPT_CHOICE, AT(from),        "json|graphml|gexf", "what the graph file is", NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};
#undef AT
/* clang-format on */

static dm_status central_one(const char *path, const central_options *o, bool heading,
                             dm_error *err)
{
    dm_graph *g = NULL;
    dm_table *t = NULL;
    DM_TRY(dm_graph_read(path, o->from, &g, err));
    dm_central_options c = {.by = o->by,
                            .top = (size_t)o->top,
                            .kinds = o->kinds,
                            .relations = o->relations,
                            .undirected = o->undirected,
                            .unweighted = o->unweighted,
                            .communities = o->communities,
                            .seed = o->seed};
    dm_status status = dm_central(g, &c, &t, err);
    if (status == DM_OK) {
        if (heading && !o->to)
            (void)printf("%s\n", path);
        status = cli_print_table(t, o->to, stdout, err);
        if (heading && !o->to)
            (void)printf("\n");
    }
    dm_table_free(t);
    dm_graph_free(g);
    return status;
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
    for (int i = 0; i < n; i++) {
        if (central_one(argv[i], &o, n > 1, &err) != DM_OK)
            return cli_fail(&err);
    }
    return EXIT_OK;
}

const cli_command cmd_central = {
    .name = "central",
    .operands = "GRAPH...",
    .about = "ranks the actors of graphs by a centrality",
    .examples = "  dramatis central cast.json\n"
                "  dramatis central cast.gexf --by betweenness --top 5\n"
                "  dramatis central cast.json --by all --to csv > measures.csv\n",
    .rows = central_rows,
    .run = central_run,
};

typedef struct {
    const char *to, *ignore, *by, *output;
    bool exit_zero;
} diff_options;

/* clang-format off */
#define AT(field) offsetof(diff_options, field)
static const opt_row diff_rows[] = {
    { "to",     't', OPT_CHOICE, AT(to),     "text|json|gexf|graphml", "how the difference is told (text); gexf and graphml need -o", NULL },
    { "output", 'o', OPT_TEXT,   AT(output), "FILE", "write the union of both graphs, coloured by what changed", NULL },
    { "ignore", 0,   OPT_TEXT,   AT(ignore), "LIST", "facets that do not count (confidence,evidence,predicate)", NULL },
    { "by",     'b', OPT_TEXT,   AT(by),     "MEASURE", "report changes of rank by this measure (salience)", NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};
#undef AT
/* clang-format on */

static dm_status diff_print(const dm_graph *a, const dm_graph *b, const diff_options *o,
                            bool colour, bool *same, dm_error *err)
{
    char *text = NULL;
    size_t size = 0;
    bool json = o->to && strcmp(o->to, "json") == 0;
    dm_compare_options c = {.ignore = o->ignore,
                            .by = o->by,
                            .format = json ? "json" : "text",
                            .colour = colour && !json};
    DM_TRY(dm_graph_diff(a, b, &c, same, &text, &size, err));
    if (!o->output && (fwrite(text, 1, size, stdout) != size || fflush(stdout) != 0)) {
        dm_text_free(text);
        return dm_fail(err, DM_EIO, "cannot write to standard output");
    }
    dm_text_free(text);
    if (o->output) {
        dm_graph *both = NULL;
        DM_TRY(dm_graph_diff_union(a, b, &both, err));
        dm_save_options so = {.format = o->to && strcmp(o->to, "text") != 0 ? o->to : NULL};
        dm_status status = dm_graph_write(both, o->output, &so, err);
        dm_graph_free(both);
        return status;
    }
    return DM_OK;
}

static int diff_run(const cli_command *self, int argc, char **argv)
{
    diff_options o = {.to = NULL};
    common_options common;
    dm_error err = {0};
    dm_graph *a = NULL, *b = NULL;
    bool same = false;
    int n, code;
    if (!cli_start(self, argc, argv, &o, &common, &n, &code))
        return code;
    if (n != 2)
        return cli_usage(self, "two graphs are compared, not %d", n);
    if (o.to && strstr("gexf graphml", o.to) && !o.output)
        return cli_usage(self, "--to %s needs -o FILE", o.to);
    dm_status status = dm_graph_read(argv[0], NULL, &a, &err);
    if (status == DM_OK)
        status = dm_graph_read(argv[1], NULL, &b, &err);
    if (status == DM_OK)
        status = diff_print(a, b, &o, cli_colour(&common, stdout), &same, &err);
    dm_graph_free(a);
    dm_graph_free(b);
    if (status != DM_OK) {
        (void)cli_fail(&err);
        return 2; /* diff(1): trouble */
    }
    return same ? EXIT_OK : EXIT_NEGATIVE;
}

const cli_command cmd_diff = {
    .name = "diff",
    .operands = "A B",
    .about = "what differs between two graphs: actors, relations, ranks\n"
             "exit code 0: the same, 1: they differ, 2: trouble",
    .examples = "  dramatis diff monday.json tuesday.json\n"
                "  dramatis diff a.json b.json --to json | jq .summary\n"
                "  dramatis diff a.json b.json -o both.gexf\n",
    .rows = diff_rows,
    .run = diff_run,
};

typedef struct {
    const char *output, *to, *from, *gexf;
    bool strict, no_links;
} convert_options;

/* clang-format off */
#define AT(field) offsetof(convert_options, field)
static const opt_row convert_rows[] = {
    { "output",       'o', OPT_TEXT,   AT(output), "FILE", "where to; the extension tells the format", NULL },
    { "to",           't', OPT_CHOICE, AT(to),     "json|ndjson|graphml|gexf", "the format, whatever the name says", NULL },
    { "from",         'f', OPT_CHOICE, AT(from),   "json|graphml|gexf", "what the input is", NULL },
    { "gexf-version", 0,   OPT_CHOICE, AT(gexf),   "1.3|1.2", "1.2 for readers older than networkx 3.6", NULL },
    { "strict",       0,   OPT_FLAG,   AT(strict), NULL, "only what the schema of the format allows", NULL },
    { "no-links",     0,   OPT_FLAG,   AT(no_links), NULL, "JSON without the second edge list for older readers", NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};
#undef AT
/* clang-format on */

static int convert_run(const cli_command *self, int argc, char **argv)
{
    convert_options o = {.to = NULL};
    common_options common;
    dm_error err = {0};
    dm_graph *g = NULL;
    int n, code;
    if (!cli_start(self, argc, argv, &o, &common, &n, &code))
        return code;
    if (n != 1)
        return cli_usage(self, "one graph is converted, not %d", n);
    if (!o.output && !o.to)
        return cli_usage(self, "to what? -o FILE or --to FORMAT");
    if (o.output && !o.to && !dm_format_known(o.output))
        return cli_usage(self, "%s: no format has this extension; say --to", o.output);
    dm_save_options so = {.format = o.to,
                          .gexf_version = o.gexf,
                          .strict = o.strict,
                          .with_text = true,
                          .no_links = o.no_links};
    dm_status status = dm_graph_read(argv[0], o.from, &g, &err);
    if (status == DM_OK)
        status = dm_graph_write(g, o.output ? o.output : "-", &so, &err);
    dm_graph_free(g);
    return status == DM_OK ? EXIT_OK : cli_fail(&err);
}

const cli_command cmd_convert = {
    .name = "convert",
    .operands = "IN",
    .about = "one graph format to another; foreign graphs too",
    .examples = "  dramatis convert cast.json -o cast.graphml\n"
                "  dramatis convert gephi-export.gexf --to json\n",
    .rows = convert_rows,
    .run = convert_run,
};
