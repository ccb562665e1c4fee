/* SPDX-License-Identifier: GPL-3.0-or-later */
/* convert - one graph format to another. */
#include "cli/cli.h"

typedef struct {
    const char *output, *to, *from, *gexf, *flavour;
    bool strict, no_links;
} convert_options;

/* clang-format off */
#define AT(field) offsetof(convert_options, field)
static const opt_row convert_rows[] = {
    { "output",       'o', OPT_TEXT,   AT(output), "FILE", "where to; the extension tells the format", NULL },
    { "to",           't', OPT_CHOICE, AT(to),     CLI_FORMATS, "the format, whatever the name says", NULL },
    { "from",         'f', OPT_CHOICE, AT(from),   CLI_FORMATS_IN, "what the input is", NULL },
    { "gexf-version", 0,   OPT_CHOICE, AT(gexf),   "1.3|1.2", "1.2 for readers older than networkx 3.6", NULL },
    { "flavour",      0,   OPT_CHOICE, AT(flavour), "gephi|yed|cytoscape|neo4j", "for which program, where programs disagree: yed for graphml, cytoscape for csv, neo4j for csv and graphml", NULL },
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
                          .flavour = o.flavour,
                          .strict = o.strict,
                          .with_text = true,
                          .no_links = o.no_links};
    dm_status status = dm_graph_read(argv[0], o.from, &g, &err);
    if (status == DM_OK)
        status = dm_graph_write(g, o.output ? o.output : "-", &so, &err);
    if (status == DM_OK)
        cli_losses(g, o.output ? o.output : "-", &so, &common);
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
