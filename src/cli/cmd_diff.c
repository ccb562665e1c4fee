/* SPDX-License-Identifier: GPL-3.0-or-later */
/* diff - what differs between graphs. */
#include "cli/cli.h"

#include <string.h>

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
