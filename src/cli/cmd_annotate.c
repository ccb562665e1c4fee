/* SPDX-License-Identifier: GPL-3.0-or-later */
/* annotate - the text with everything found in it, to see why an edge is there. */
#include "cli/cli.h"

#include <string.h>

typedef struct {
    const char *to, *from, *depth;
    bool explain;
    dm_wish_files wishes;
} annotate_options;

/* clang-format off */
#define AT(field) offsetof(annotate_options, field)
static const opt_row rows[] = {
    { "to",      't', OPT_CHOICE, AT(to),      "text|conllu|json", "how it is shown (text)", NULL },
    { "from",    'f', OPT_CHOICE, AT(from),    "auto|text|html|lines|conllu", "what the input is; conllu keeps its sentences and tokens", NULL },
    { "depth",   0,   OPT_CHOICE, AT(depth),   "6|3", "layers of the encoder", NULL },
    { "aliases",        0,   OPT_TEXT,   AT(wishes.aliases),     "FILE", "forms that are one actor: name, other form, kind, id", NULL },
    { "never-merge",    0,   OPT_TEXT,   AT(wishes.never_merge), "FILE", "pairs of names that stay two actors", NULL },
    { "drop",           0,   OPT_TEXT,   AT(wishes.drop),        "FILE", "names and ids that are no nodes", NULL },
    { "add-names",      0,   OPT_TEXT,   AT(wishes.add_names),   "FILE", "names to find: name, kind, subkind, country, id", NULL },
    { "explain", 'x', OPT_FLAG,   AT(explain), NULL, "the rule or features behind every edge; which line of FILE decided", NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};
#undef AT
/* clang-format on */

static dm_status annotate(dm_engine *engine, dm_articles *articles, const annotate_options *o,
                          const dm_wishes *wishes, bool colour, dm_error *err)
{
    dm_annotate_options ao = {.depth = o->depth && *o->depth == '3' ? 3 : 6,
                              .explain = o->explain,
                              .colour = colour,
                              .wishes = wishes};
    if (o->to && strcmp(o->to, "conllu") == 0)
        ao.form = DM_ANNOTATE_CONLLU;
    else if (o->to && strcmp(o->to, "json") == 0)
        ao.form = DM_ANNOTATE_JSON;
    dm_input in;
    while (dm_articles_next(articles, &in, err)) {
        char *text = NULL;
        size_t size = 0;
        if (err->code != DM_OK)
            return err->code;
        DM_TRY(dm_annotate(engine, &in, &ao, &text, &size, err));
        bool bad = fwrite(text, 1, size, stdout) != size || fflush(stdout) != 0;
        dm_text_free(text);
        if (bad)
            return dm_fail(err, DM_EIO, "cannot write to standard output");
    }
    return DM_OK;
}

static int run(const cli_command *self, int argc, char **argv)
{
    annotate_options o = {.to = NULL};
    common_options common;
    dm_error err = {0};
    dm_engine *engine = NULL;
    dm_articles *articles = NULL;
    dm_wishes *wishes = NULL;
    dm_from from = DM_FROM_AUTO;
    int n, code;
    if (!cli_start(self, argc, argv, &o, &common, &n, &code))
        return code;
    if (n != 1)
        return cli_usage(self, "one article, not %d", n);
    if (o.from)
        (void)dm_from_find(o.from, &from);
    dm_status status = dm_articles_open(argv[0], from, &articles, &err);
    if (status == DM_OK)
        status = cli_wishes(&o.wishes, &common, &wishes, &err);
    if (status == DM_OK)
        status = dm_engine_open(&engine, &err);
    if (status == DM_OK)
        status = annotate(engine, articles, &o, wishes, cli_colour(&common, stdout), &err);
    dm_articles_free(articles);
    dm_engine_free(engine);
    dm_wishes_free(wishes);
    return status == DM_OK ? EXIT_OK : cli_fail(&err);
}

const cli_command cmd_annotate = {
    .name = "annotate",
    .operands = "FILE",
    .about = "shows the text with everything found in it: names, roles, coreference, relations",
    .examples =
        "  dramatis annotate article.txt | less -R\n"
        "  dramatis annotate article.txt --to conllu > article.conllu\n"
        "  dramatis annotate article.txt --explain --aliases names.tsv\n"
        "  FILE: UTF-8, one row a line, a tab between columns, # for remarks; see the README\n"
        "  dramatis annotate --from conllu --to conllu gold-tokens.conllu\n",
    .rows = rows,
    .run = run,
};
