/* SPDX-License-Identifier: GPL-3.0-or-later */
/* merge - the graphs of many articles become the graph of an archive. */
#include "cli/cli.h"

#include "base/str.h"

typedef struct {
    const char *output, *to, *from, *timeline, *name, *gexf, *flavour, *layout_from;
    bool no_analysis, no_links, with_text, fail_fast;
    double min_weight;
    uint64_t seed, top;
} merge_options;

/* clang-format off */
#define AT(field) offsetof(merge_options, field)
static const opt_row rows[] = {
    { "output",       'o', OPT_TEXT,   AT(output),      "FILE", "write the graph here; the extension tells the format", NULL },
    { "to",           't', OPT_CHOICE, AT(to),          CLI_FORMATS, "the format, whatever the name says", NULL },
    { "from",         'f', OPT_CHOICE, AT(from),        CLI_FORMATS_IN, "what the graphs are in", NULL },
    { "name",         0,   OPT_TEXT,   AT(name),        "NAME", "id of the united graph (corpus)", NULL },
    { "min-weight",   'w', OPT_REAL,   AT(min_weight),  "N", "leave out edges below N, and who has no edge then", NULL },
    { "timeline",     0,   OPT_CHOICE, AT(timeline),    "day|week|month", "dynamic GEXF: actors and edges are there when a document of that day, week or month tells of them", NULL },
    { "with-text",    0,   OPT_FLAG,   AT(with_text),   NULL, "keep the articles' texts in the JSON, where the graphs have them", NULL },
    { "no-links",     0,   OPT_FLAG,   AT(no_links),    NULL, "JSON without the second edge list for older readers", NULL },
    { "no-analysis",  0,   OPT_FLAG,   AT(no_analysis), NULL, "no centralities, communities, layout", NULL },
    { "layout-from",  0,   OPT_TEXT,   AT(layout_from), "GRAPH", "who stands in this earlier graph stays there, so that the map is recognised", NULL },
    { "gexf-version", 0,   OPT_CHOICE, AT(gexf),        "1.3|1.2", "1.2 for readers older than networkx 3.6", NULL },
    { "flavour",      0,   OPT_CHOICE, AT(flavour),     "gephi|yed|cytoscape|neo4j", "for which program, where programs disagree", NULL },
    { "seed",         0,   OPT_COUNT,  AT(seed),        "N", "of communities and layout", NULL },
    { "top",          'n', OPT_COUNT,  AT(top),         "N", "actors in the summary", NULL },
    { "fail-fast",    0,   OPT_FLAG,   AT(fail_fast),   NULL, "stop at the first graph that cannot be read", NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};
#undef AT
/* clang-format on */

typedef struct {
    const merge_options *opt;
    dm_merger *merger;
    size_t graphs, failed;
    int worst; /* exit code of the last failure */
} merging;

/* One graph that fails is said and left out; false: stop. */
static bool note(merging *m, const dm_error *e)
{
    m->graphs++;
    if (e->code == DM_OK)
        return true;
    m->failed++;
    m->worst = cli_fail(e);
    return !m->opt->fail_fast && e->code != DM_EUSAGE;
}

static bool add_file(merging *m, const char *path)
{
    dm_error err = {0};
    dm_graphs *graphs = NULL;
    dm_graph *g = NULL;
    if (dm_graphs_open(path, m->opt->from, &graphs, &err) != DM_OK)
        return note(m, &err);
    bool go_on = true;
    while (go_on && dm_graphs_next(graphs, &g, &err)) {
        if (g)
            (void)dm_merger_add(m->merger, g, &err);
        dm_graph_free(g);
        go_on = note(m, &err);
    }
    dm_graphs_free(graphs);
    return go_on;
}

static dm_status write_corpus(const merging *m, dm_graph *g, const common_options *common,
                              dm_error *err)
{
    const merge_options *o = m->opt;
    const char *path = o->output ? o->output : "-";
    bool is_file = o->output && strcmp(path, "-") != 0;
    dm_save_options so = {.format = o->to     ? o->to
                                    : is_file ? NULL
                                              : "json",
                          .gexf_version = o->gexf,
                          .flavour = o->flavour,
                          .with_text = o->with_text,
                          .no_links = o->no_links};
    DM_TRY(dm_graph_write(g, path, &so, err));
    cli_losses(g, path, &so, common);
    if (!is_file || common->quiet)
        return DM_OK;
    dm_table *t = NULL;
    DM_TRY(dm_central(g, &(dm_central_options){.top = o->top ? (size_t)o->top : 10}, &t, err));
    dm_status status = cli_print_table(t, NULL, stderr, err);
    dm_table_free(t);
    (void)fprintf(stderr, "\n%s: %zu documents, %zu nodes, %zu edges\n", path,
                  dm_merger_document_count(m->merger), dm_graph_node_count(g),
                  dm_graph_edge_count(g));
    return status;
}

static int finish(merging *m, const common_options *common)
{
    dm_error err = {0};
    dm_graph *g = NULL, *earlier = NULL;
    cli_conflicts(m->merger, common);
    if (m->opt->layout_from &&
        dm_graph_read(m->opt->layout_from, NULL, &earlier, &err) != DM_OK)
        return cli_fail(&err);
    dm_merge_options mo = {.name = m->opt->name,
                           .min_weight = m->opt->min_weight,
                           .timeline = m->opt->timeline,
                           .no_analysis = m->opt->no_analysis,
                           .seed = m->opt->seed,
                           .positions = earlier};
    dm_status status = dm_merger_finish(m->merger, &mo, &g, &err);
    if (status == DM_OK)
        status = write_corpus(m, g, common, &err);
    dm_graph_free(g);
    dm_graph_free(earlier);
    if (status != DM_OK)
        return cli_fail(&err);
    return m->failed ? EXIT_PARTIAL : EXIT_OK;
}

static int check(const cli_command *self, const merge_options *o, int operands)
{
    if (!operands)
        return cli_usage(self, "which graphs? files, or - for standard input");
    if (o->output && !o->to && strcmp(o->output, "-") != 0 && !dm_format_known(o->output))
        return cli_usage(self, "%s: no format has this extension; say --to", o->output);
    if (o->layout_from && o->no_analysis)
        return cli_usage(self, "--layout-from and --no-analysis exclude each other");
    if (o->min_weight < 0)
        return cli_usage(self, "--min-weight is not below 0");
    return EXIT_OK;
}

static int run(const cli_command *self, int argc, char **argv)
{
    merge_options o = {.to = NULL};
    common_options common;
    int n, code;
    if (!cli_start(self, argc, argv, &o, &common, &n, &code))
        return code;
    code = check(self, &o, n);
    if (code != EXIT_OK)
        return code;
    merging m = {.opt = &o, .merger = dm_merger_new()};
    bool go_on = true;
    for (int i = 0; i < n && go_on; i++)
        go_on = add_file(&m, argv[i]);
    /* nothing to unite, or a stop that was asked for: no file */
    code = m.failed && (!go_on || m.failed == m.graphs) ? m.worst : finish(&m, &common);
    dm_merger_free(m.merger);
    return code;
}

const cli_command cmd_merge = {
    .name = "merge",
    .operands = "GRAPH...",
    .about = "one graph out of the graphs of many articles\n"
             "GRAPH: JSON, NDJSON of many (- is standard input; .gz too), GraphML, GEXF. The\n"
             "result follows from the set of documents: order, grouping and repetition do not\n"
             "matter, and what was merged can be merged again.",
    .examples =
        "  dramatis extract news/ --to ndjson | dramatis merge - -o archive.gexf\n"
        "  dramatis merge monday.json tuesday.json -o week.json\n"
        "  dramatis merge archive.json today.json -o archive.json --layout-from archive.json\n"
        "  dramatis merge all.ndjson --timeline week --min-weight 2 -o year.gexf\n",
    .rows = rows,
    .run = run,
};
