/* SPDX-License-Identifier: GPL-3.0-or-later */
/* extract - articles in, graphs out. */
#include "cli/cli.h"

#include "base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    const char *output, *to, *out_dir, *from, *relations, *cooccurrence, *date, *encoding,
        *gexf;
    const char *depth;
    bool all_arguments;
    bool no_derived, no_analysis, explain, with_text, no_links, fail_fast;
    double min_confidence;
    uint64_t seed, top;
    dm_wish_files wishes;
} extract_options;

/* clang-format off */
#define AT(field) offsetof(extract_options, field)
static const opt_row rows[] = {
    { "output",         'o', OPT_TEXT,   AT(output),         "FILE", "write the graph here; the extension tells the format", NULL },
    { "to",             't', OPT_CHOICE, AT(to),             CLI_FORMATS "|tsv", "the format, whatever the name says", NULL },
    { "out-dir",        0,   OPT_TEXT,   AT(out_dir),        "DIR", "one file per article, named by its id", NULL },
    { "from",           'f', OPT_CHOICE, AT(from),           "auto|text|html|ndjson|lines|conllu", "what the input is", NULL },
    { "encoding",       0,   OPT_TEXT,   AT(encoding),       "NAME", "its character set; else detected", NULL },
    { "date",           0,   OPT_TEXT,   AT(date),           "YYYY-MM-DD", "the article's date; else found in it", NULL },
    { "aliases",        0,   OPT_TEXT,   AT(wishes.aliases),     "FILE", "forms that are one actor: name, other form, kind, id", NULL },
    { "never-merge",    0,   OPT_TEXT,   AT(wishes.never_merge), "FILE", "pairs of names that stay two actors", NULL },
    { "drop",           0,   OPT_TEXT,   AT(wishes.drop),        "FILE", "names and ids that are no nodes", NULL },
    { "add-names",      0,   OPT_TEXT,   AT(wishes.add_names),   "FILE", "names to find: name, kind, subkind, country, id", NULL },
    { "relations",      'r', OPT_TEXT,   AT(relations),      "LIST", "families and relations to keep (see 'dramatis relations')", NULL },
    { "all-arguments",  0,   OPT_FLAG,   AT(all_arguments),  NULL, "with -r open -t tsv: triples of the text's words, any phrase an argument", NULL },
    { "no-derived",     0,   OPT_FLAG,   AT(no_derived),     NULL, "leave out what only the lexicons say", NULL },
    { "cooccurrence",   0,   OPT_CHOICE, AT(cooccurrence),   "sentence|paragraph", "also link who is named together", "sentence" },
    { "min-confidence", 'c', OPT_REAL,   AT(min_confidence), "X", "leave out edges below X (0..1)", NULL },
    { "depth",          0,   OPT_CHOICE, AT(depth),          "6|3", "layers of the encoder; 3 is about twice as fast", NULL },
    { "explain",        'x', OPT_FLAG,   AT(explain),        NULL, "edges tell the rule or features behind them", NULL },
    { "with-text",      0,   OPT_FLAG,   AT(with_text),      NULL, "keep the article's text in the JSON", NULL },
    { "no-links",       0,   OPT_FLAG,   AT(no_links),       NULL, "JSON without the second edge list for older readers", NULL },
    { "no-analysis",    0,   OPT_FLAG,   AT(no_analysis),    NULL, "no centralities, communities, layout", NULL },
    { "gexf-version",   0,   OPT_CHOICE, AT(gexf),           "1.3|1.2", "1.2 for readers older than networkx 3.6", NULL },
    { "seed",           0,   OPT_COUNT,  AT(seed),           "N", "of communities and layout", NULL },
    { "top",            'n', OPT_COUNT,  AT(top),            "N", "actors in the summary", NULL },
    { "fail-fast",      0,   OPT_FLAG,   AT(fail_fast),      NULL, "stop at the first article that fails", NULL },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL, NULL },
};
#undef AT
/* clang-format on */

typedef struct {
    const extract_options *opt;
    const common_options *common;
    dm_engine *engine;
    dm_wishes *wishes;
    dm_out out;    /* NDJSON or single output when it is open */
    bool is_lines; /* NDJSON */
    size_t done, failed;
    int worst; /* exit code of the last failure */
} job;

static bool is_ndjson(const extract_options *o)
{
    if (o->to)
        return strcmp(o->to, "ndjson") == 0;
    return o->output && str_ends(str_z(o->output), STR(".ndjson"));
}

static dm_save_options save_options(const job *j)
{
    const extract_options *o = j->opt;
    const char *format = o->to ? o->to : j->is_lines ? "ndjson" : !o->output ? "json" : NULL;
    if (o->out_dir && !o->to)
        format = "json";
    return (dm_save_options){.format = format,
                             .gexf_version = o->gexf,
                             .with_text = o->with_text,
                             .no_links = o->no_links};
}

static dm_status summary(const job *j, dm_graph *g, const char *written, dm_error *err)
{
    dm_table *t = NULL;
    if (j->common->quiet)
        return DM_OK;
    dm_central_options c = {.top = j->opt->top ? (size_t)j->opt->top : 10};
    dm_status status = dm_central(g, &c, &t, err);
    if (status == DM_OK)
        status = cli_print_table(t, NULL, stderr, err);
    dm_table_free(t);
    if (status == DM_OK && written)
        (void)fprintf(stderr, "\n%s: %zu nodes, %zu edges\n", written, dm_graph_node_count(g),
                      dm_graph_edge_count(g));
    return status;
}

static void error_record(job *j, const char *id, const dm_error *e)
{
    out_z(&j->out, "{\"id\": ");
    cli_json_text(id, j->out.file);
    out_fmt(&j->out, ", \"error\": {\"code\": \"%s\", \"message\": ", dm_status_text(e->code));
    cli_json_text(e->message, j->out.file);
    out_z(&j->out, "}}\n");
}

/* An id is a file name: what could leave the directory or upset a shell becomes '_'. */
static dm_status write_in_dir(const job *j, const dm_graph *g, const dm_save_options *so,
                              dm_error *err)
{
    dm_arena a = {0};
    dm_str name = str_fmt(&a, "%s/%s.%s", j->opt->out_dir, dm_graph_id(g), so->format);
    char *p = (char *)(uintptr_t)name.ptr + strlen(j->opt->out_dir) + 1;
    for (; *p; p++) {
        if (*p == '/' || *p == '\\' || (unsigned char)*p <= ' ')
            *p = '_';
    }
    dm_status status = dm_graph_write(g, name.ptr, so, err);
    arena_free(&a);
    return status;
}

static dm_status write_graph(job *j, dm_graph *g, dm_error *err)
{
    dm_save_options so = save_options(j);
    if (j->is_lines)
        return dm_graph_print(g, j->out.file, &so, err);
    if (j->opt->out_dir)
        return write_in_dir(j, g, &so, err);
    const char *path = j->opt->output ? j->opt->output : "-";
    DM_TRY(dm_graph_write(g, path, &so, err));
    return j->opt->output && strcmp(path, "-") != 0 ? summary(j, g, path, err) : DM_OK;
}

static dm_status write_triples(const job *j, const dm_input *in, const dm_extract_options *eo,
                               dm_error *err)
{
    char *text = NULL;
    size_t size = 0;
    dm_out out;
    DM_TRY(dm_open_triples(j->engine, in, eo, &text, &size, err));
    dm_status status = out_open(&out, j->opt->output ? j->opt->output : "-", err);
    if (status == DM_OK) {
        out_str(&out, (dm_str){text, size});
        status = out_close(&out, err);
    }
    dm_text_free(text);
    return status;
}

static dm_status one(job *j, const dm_input *in, dm_error *err)
{
    const extract_options *o = j->opt;
    dm_extract_options eo = {
        .depth = o->depth && *o->depth == '3' ? 3 : 6,
        .relations = o->relations,
        .cooccurrence = !o->cooccurrence            ? DM_COOCCURRENCE_NONE
                        : o->cooccurrence[0] == 's' ? DM_COOCCURRENCE_SENTENCE
                                                    : DM_COOCCURRENCE_PARAGRAPH,
        .min_confidence = o->min_confidence,
        .no_derived = o->no_derived,
        .no_analysis = o->no_analysis,
        .explain = o->explain,
        .with_text = o->with_text,
        .seed = o->seed,
        .wishes = j->wishes,
    };
    dm_graph *g = NULL;
    if (o->all_arguments)
        return write_triples(j, in, &eo, err);
    DM_TRY(dm_extract(j->engine, in, &eo, &g, err));
    dm_status status = write_graph(j, g, err);
    dm_graph_free(g);
    return status;
}

/* One article is a plain answer; in a batch a bad one becomes an error record and the rest goes
 * on. */
static bool article_done(job *j, const dm_input *in, dm_status status, const dm_error *e)
{
    j->done++;
    if (status == DM_OK)
        return true;
    j->failed++;
    j->worst = cli_fail(e);
    if (j->is_lines)
        error_record(j, in->id ? in->id : "", e);
    return !j->opt->fail_fast && e->code != DM_EUSAGE;
}

static bool run_path(job *j, const char *path, dm_from from)
{
    dm_error err = {0};
    dm_articles *articles = NULL;
    dm_input in = {.id = path};
    if (dm_articles_open(path, from, &articles, &err) != DM_OK)
        return article_done(j, &in, err.code, &err);
    bool go_on = true;
    while (go_on && dm_articles_next(articles, &in, &err)) {
        dm_status status = err.code;
        if (!in.date)
            in.date = j->opt->date;
        if (!in.encoding)
            in.encoding = j->opt->encoding;
        if (status == DM_OK)
            status = one(j, &in, &err);
        go_on = article_done(j, &in, status, &err);
        err = (dm_error){0};
    }
    dm_articles_free(articles);
    return go_on;
}

/* Triples whose arguments are any phrase have no place in a graph: they are a table. */
static int check_triples(const cli_command *self, const extract_options *o)
{
    bool tsv = o->to && strcmp(o->to, "tsv") == 0;
    bool open = o->relations && strcmp(o->relations, "open") == 0;
    if (tsv != o->all_arguments || (o->all_arguments && (!open || o->out_dir)))
        return cli_usage(self, "open triples are asked for by --relations open --all-arguments "
                               "--to tsv, for one article");
    return EXIT_OK;
}

/* More than one article needs a place for each: NDJSON or a directory. */
static bool is_batch(int operands, char **argv, const char *from)
{
    struct stat st;
    return operands > 1 || (from && strcmp(from, "ndjson") == 0) ||
           str_ends(str_z(argv[0]), STR(".ndjson")) ||
           str_ends(str_z(argv[0]), STR(".jsonl")) ||
           (stat(argv[0], &st) == 0 && S_ISDIR(st.st_mode));
}

static int check(const cli_command *self, const extract_options *o, int operands, char **argv)
{
    if (!operands)
        return cli_usage(self, "which article? a file, a directory or - for standard input");
    if (o->output && !o->to && strcmp(o->output, "-") != 0 && !dm_format_known(o->output))
        return cli_usage(self, "%s: no format has this extension; say --to", o->output);
    int code = check_triples(self, o);
    if (code != EXIT_OK)
        return code;
    if (!o->out_dir && !is_ndjson(o) && is_batch(operands, argv, o->from))
        return cli_usage(self,
                         "several articles need --out-dir DIR, --to ndjson or -o FILE.ndjson");
    if (o->out_dir && mkdir(o->out_dir, 0777) != 0 && errno != EEXIST) {
        dm_error err = {0};
        (void)dm_fail(&err, DM_EIO, "%s: %s", o->out_dir, strerror(errno));
        return cli_fail(&err);
    }
    return EXIT_OK;
}

static int finish(job *j)
{
    dm_error err = {0};
    if (j->is_lines && out_close(&j->out, &err) != DM_OK)
        return cli_fail(&err);
    if (!j->failed)
        return EXIT_OK;
    return j->failed < j->done ? EXIT_PARTIAL : j->worst;
}

static int run(const cli_command *self, int argc, char **argv)
{
    extract_options o = {.min_confidence = 0};
    common_options common;
    dm_error err = {0};
    dm_from from = DM_FROM_AUTO;
    int operands, code;
    if (!cli_start(self, argc, argv, &o, &common, &operands, &code))
        return code;
    code = check(self, &o, operands, argv);
    if (code != EXIT_OK)
        return code;
    if (o.from)
        (void)dm_from_find(o.from, &from);
    job j = {.opt = &o, .common = &common, .is_lines = is_ndjson(&o)};
    dm_status status = cli_wishes(&o.wishes, &common, &j.wishes, &err);
    if (status == DM_OK)
        status = dm_engine_open(&j.engine, &err);
    if (status == DM_OK && j.is_lines)
        status = out_open(&j.out, o.output ? o.output : "-", &err);
    for (int i = 0; status == DM_OK && i < operands && run_path(&j, argv[i], from); i++)
        ;
    dm_engine_free(j.engine);
    dm_wishes_free(j.wishes);
    return status == DM_OK ? finish(&j) : cli_fail(&err);
}

const cli_command cmd_extract = {
    .name = "extract",
    .operands = "FILE|DIR|-...",
    .about = "article(s) to graph(s), ranked and laid out",
    .examples =
        "  dramatis extract article.txt -o cast.gexf      for Gephi, with the ranking "
        "on the terminal\n"
        "  dramatis extract page.html > cast.json         everything that was found, "
        "with evidence\n"
        "  dramatis extract news/ --to ndjson -o all.ndjson\n"
        "  dramatis extract a.txt -r state --min-confidence 0.8 -o facts.graphml\n"
        "  dramatis extract news/ --aliases names.tsv --drop junk.tsv --to ndjson\n"
        "  dramatis extract notes.txt -f lines -r open --all-arguments -t tsv\n"
        "                                                 open triples: line, argument, "
        "relation, "
        "argument, confidence\n"
        "  FILE: UTF-8, one row a line, a tab between columns, # for remarks; see the README\n",
    .rows = rows,
    .run = run,
};
