/* SPDX-License-Identifier: GPL-3.0-or-later */
/* relations, kinds, formats, stats - tables. */
#include "cli/cli.h"

typedef struct {
    const char *to;
} list_options;

/* clang-format off */
static const opt_row rows[] = {
    { "to", 't', OPT_CHOICE, offsetof(list_options, to), "csv|tsv|json|md", "instead of an aligned table", NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};
/* clang-format on */

static int print(dm_status status, dm_table *t, const char *to, dm_error *err)
{
    if (status == DM_OK)
        status = cli_print_table(t, to, stdout, err);
    dm_table_free(t);
    return status == DM_OK ? EXIT_OK : cli_fail(err);
}

static int list(const cli_command *self, int argc, char **argv,
                dm_status (*table)(dm_table **, dm_error *))
{
    list_options o = {.to = NULL};
    common_options common;
    dm_error err = {0};
    dm_table *t = NULL;
    int n, code;
    if (!cli_start(self, argc, argv, &o, &common, &n, &code))
        return code;
    if (n)
        return cli_usage(self, "'%s' is one operand too many", argv[0]);
    dm_status status = table(&t, &err);
    return print(status, t, o.to, &err);
}

static int relations_run(const cli_command *self, int argc, char **argv)
{
    return list(self, argc, argv, dm_table_relations);
}

static int kinds_run(const cli_command *self, int argc, char **argv)
{
    return list(self, argc, argv, dm_table_kinds);
}

static int formats_run(const cli_command *self, int argc, char **argv)
{
    return list(self, argc, argv, dm_table_formats);
}

static dm_status stats_table(char **paths, int n, dm_graph **graphs, dm_arena *a,
                             dm_table **out, dm_error *err)
{
    const char **names = ARENA_ARRAY(a, const char *, (size_t)n);
    DM_TRY(cli_read_graphs(paths, n, NULL, graphs, err));
    if (n == 1)
        return dm_table_stats(graphs[0], out, err);
    cli_graph_names(paths, n, a, names);
    return dm_stats_beside(graphs, names, (size_t)n, out, err);
}

static int stats_run(const cli_command *self, int argc, char **argv)
{
    list_options o = {.to = NULL};
    common_options common;
    dm_error err = {0};
    dm_arena a = {0};
    dm_table *t = NULL;
    int n, code;
    if (!cli_start(self, argc, argv, &o, &common, &n, &code))
        return code;
    if (!n)
        return cli_usage(self, "which graph?");
    dm_graph **graphs = ARENA_ARRAY(&a, dm_graph *, (size_t)n);
    dm_status status = stats_table(argv, n, graphs, &a, &t, &err);
    code = print(status, t, o.to, &err);
    for (int i = 0; i < n; i++)
        dm_graph_free(graphs[i]);
    arena_free(&a);
    return code;
}

const cli_command cmd_relations = {.name = "relations",
                                   .operands = "",
                                   .about = "the relations an edge can have",
                                   .rows = rows,
                                   .run = relations_run};
const cli_command cmd_kinds = {.name = "kinds",
                               .operands = "",
                               .about = "the kinds of node",
                               .rows = rows,
                               .run = kinds_run};
const cli_command cmd_formats = {.name = "formats",
                                 .operands = "",
                                 .about = "the file formats",
                                 .rows = rows,
                                 .run = formats_run};
const cli_command cmd_stats = {.name = "stats",
                               .operands = "GRAPH...",
                               .about =
                                   "sizes, density, components, balance; of several graphs "
                                   "side by side",
                               .examples = "  dramatis stats cast.json\n"
                                           "  dramatis stats 2019.json 2020.json --to md\n",
                               .rows = rows,
                               .run = stats_run};
