/* SPDX-License-Identifier: GPL-3.0-or-later */
/* query - what in a graph matches a pattern; paths between two actors; neighbourhoods. */
#include "cli/cli.h"

#include <string.h>
#include <unistd.h>

typedef struct {
    const char *output, *to, *from, *ego, *since, *until, *kinds, *relations, *gexf;
    bool paths, negated, exit_status, no_links;
    double min_confidence;
    uint64_t max, radius, top;
} query_cli;

/* clang-format off */
#define AT(field) offsetof(query_cli, field)
static const opt_row rows[] = {
    { "paths",          'p', OPT_FLAG,   AT(paths),          NULL, "paths between two nodes: --paths A B", NULL },
    { "max",            0,   OPT_COUNT,  AT(max),            "N", "edges of a path at most (3)", NULL },
    { "ego",            'e', OPT_TEXT,   AT(ego),            "NODE", "what lies around a node", NULL },
    { "radius",         0,   OPT_COUNT,  AT(radius),         "N", "edges from it at most (1)", NULL },
    { "min-confidence", 'c', OPT_REAL,   AT(min_confidence), "X", "only edges of confidence X and more", NULL },
    { "since",          0,   OPT_TEXT,   AT(since),          "DATE", "only edges of that day, month or year or later", NULL },
    { "until",          0,   OPT_TEXT,   AT(until),          "DATE", "only edges of that day, month or year or earlier", NULL },
    { "kinds",          'k', OPT_TEXT,   AT(kinds),          "LIST", "only nodes of these kinds", NULL },
    { "relations",      'r', OPT_TEXT,   AT(relations),      "LIST", "only these relations or families", NULL },
    { "negated",        0,   OPT_FLAG,   AT(negated),        NULL, "also what is negated or denied", NULL },
    { "to",             't', OPT_CHOICE, AT(to),             "table|csv|tsv|md|rows|" CLI_FORMATS, "rows (rows: as JSON), or the part of the graph that matches", NULL },
    { "output",         'o', OPT_TEXT,   AT(output),         "FILE", "write the part of the graph here", NULL },
    { "from",           'f', OPT_CHOICE, AT(from),           CLI_FORMATS_IN, "what the graph is in", NULL },
    { "top",            'n', OPT_COUNT,  AT(top),            "N", "only the first N rows", NULL },
    { "exit-status",    0,   OPT_FLAG,   AT(exit_status),    NULL, "exit code 1 when nothing matches", NULL },
    { "gexf-version",   0,   OPT_CHOICE, AT(gexf),           "1.3|1.2", "1.2 for readers older than networkx 3.6", NULL },
    { "no-links",       0,   OPT_FLAG,   AT(no_links),       NULL, "JSON without the second edge list for older readers", NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};
#undef AT
/* clang-format on */

/* --to names a form of rows, not of graphs; form: as cli_print_table has it.  "csv" is both:
 * with -o the graph's. */
static bool wants_rows(const query_cli *o, const char **form)
{
    static const char *const forms[][2] = {
        {"table", NULL}, {"csv", "csv"}, {"tsv", "tsv"}, {"md", "md"}, {"rows", "json"}};
    *form = NULL;
    if (!o->to)
        return !o->output;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (strcmp(o->to, forms[i][0]) == 0 && !(o->output && i == 1)) {
            *form = forms[i][1];
            return true;
        }
    }
    return false;
}

static dm_status write_part(const query_cli *o, const dm_graph *part,
                            const common_options *common, dm_error *err)
{
    const char *path = o->output ? o->output : "-";
    dm_save_options so = {.format = o->to, .gexf_version = o->gexf, .no_links = o->no_links};
    DM_TRY(dm_graph_write(part, path, &so, err));
    cli_losses(part, path, &so, common);
    if (o->output && strcmp(path, "-") != 0 && !common->quiet)
        (void)fprintf(stderr, "%s: %zu nodes, %zu edges\n", path, dm_graph_node_count(part),
                      dm_graph_edge_count(part));
    return DM_OK;
}

static int check(const cli_command *self, const query_cli *o, int n)
{
    const char *form;
    bool rows_wanted = wants_rows(o, &form);
    if (!n)
        return cli_usage(self, "which graph?");
    if (o->paths && (o->ego || n != 3))
        return cli_usage(self, "--paths wants a graph and two nodes: GRAPH --paths A B");
    if (o->ego && n != 1)
        return cli_usage(self, "--ego NODE wants no pattern");
    if (!o->paths && !o->ego && n != 2)
        return cli_usage(self, n == 1 ? "which pattern? for example 'person -*-> country'"
                                      : "one graph and one pattern in quotation marks");
    if (rows_wanted && o->output)
        return cli_usage(self,
                         "-o writes the part of the graph; '%s' is a form of rows, which "
                         "go to standard output",
                         o->to);
    if (o->output && !o->to && strcmp(o->output, "-") != 0 && !dm_format_known(o->output))
        return cli_usage(self, "%s: no format has this extension; say --to", o->output);
    return EXIT_OK;
}

/* The message, and under the pattern a mark where it is wrong. */
static int fail(const dm_error *err, const char *pattern, size_t column)
{
    int code = cli_fail(err);
    if (pattern && column)
        (void)fprintf(stderr, "  %s\n  %*s\n", pattern, (int)column, "^");
    return code;
}

static dm_status answer(const query_cli *o, const common_options *common, const dm_graph *g,
                        dm_query_options *q, bool *found, dm_error *err)
{
    dm_table *t = NULL;
    dm_graph *part = NULL;
    const char *form;
    bool rows_wanted = wants_rows(o, &form);
    dm_status status = dm_query(g, q, &t, rows_wanted ? NULL : &part, err);
    if (status != DM_OK)
        return status;
    *found = dm_table_rows(t) > 0;
    if (!*found && !common->quiet)
        (void)fprintf(stderr, "dramatis: nothing matches%s%s\n", *err->message ? ": " : "",
                      err->message);
    if (!rows_wanted)
        status = write_part(o, part, common, err);
    else if (*found || form)
        status = cli_print_table(t, form, stdout, err);
    dm_table_free(t);
    dm_graph_free(part);
    return status;
}

static int run(const cli_command *self, int argc, char **argv)
{
    query_cli o = {.to = NULL};
    common_options common;
    dm_error err = {0};
    dm_graph *g = NULL;
    size_t column = 0;
    bool found = false;
    int n, code;
    if (!cli_start(self, argc, argv, &o, &common, &n, &code))
        return code;
    code = check(self, &o, n);
    if (code != EXIT_OK)
        return code;
    dm_query_options q = {.pattern = o.paths || o.ego ? NULL : argv[1],
                          .from = o.paths ? argv[1] : NULL,
                          .to = o.paths ? argv[2] : NULL,
                          .max = (size_t)o.max,
                          .ego = o.ego,
                          .radius = (size_t)o.radius,
                          .min_confidence = o.min_confidence,
                          .since = o.since,
                          .until = o.until,
                          .kinds = o.kinds,
                          .relations = o.relations,
                          .negated = o.negated,
                          .top = (size_t)o.top,
                          .column = &column};
    dm_status status = dm_graph_read(argv[0], o.from, &g, &err);
    if (status == DM_OK)
        status = answer(&o, &common, g, &q, &found, &err);
    dm_graph_free(g);
    if (status != DM_OK)
        return fail(&err, q.pattern, column);
    return o.exit_status && !found ? EXIT_NEGATIVE : EXIT_OK;
}

const cli_command cmd_query = {
    .name = "query",
    .operands = "GRAPH 'PATTERN' | GRAPH --paths A B | GRAPH --ego NODE",
    .about =
        "what in a graph matches a pattern; paths between two actors; what lies around one\n"
        "\n"
        "A pattern is nodes with arrows between them.\n"
        "  node   ? any; a kind or sub-kind (person, city, actor); an id; a name, or words of\n"
        "         one; kind:x, id:x, name:x or \"x\" (a name) when it could be either\n"
        "  arrow  -r->  <-r-  -r-  with a relation, family or quad, several with , or |, any\n"
        "         with *; cooperation and conflict; -!r-> what is negated or denied",
    .examples =
        "  dramatis query cast.json 'person -head_of_state-> country'\n"
        "  dramatis query cast.json 'Solvang -*- ?'\n"
        "  dramatis query archive.json 'actor -conflict-> country' --since 2031-03\n"
        "  dramatis query archive.json 'person -member_of-> ? <-member_of- person'\n"
        "  dramatis query archive.json --paths 'Olav Brekke' Iceland --max 2\n"
        "  dramatis query archive.json --ego country/is --radius 2 -o iceland.gexf\n"
        "  dramatis query cast.json '? -sanction-> ?' --exit-status && echo sanctions\n",
    .rows = rows,
    .run = run,
};
