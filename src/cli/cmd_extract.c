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
    const char *depth, *shard, *timeline;
    bool merge;
    uint64_t jobs;
    double min_weight;
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
    { "from",           'f', OPT_CHOICE, AT(from),           "auto|text|html|ndjson|warc|lines|conllu", "what the input is; .gz is unpacked", NULL },
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
    { "merge",          'm', OPT_FLAG,   AT(merge),          NULL, "one graph of all articles (see 'dramatis merge')", NULL },
    { "min-weight",     'w', OPT_REAL,   AT(min_weight),     "N", "with --merge: leave out edges below N, and who has no edge then", NULL },
    { "timeline",       0,   OPT_CHOICE, AT(timeline),       "day|week|month", "with --merge: dynamic GEXF by the articles' dates", NULL },
    { "jobs",           'j', OPT_COUNT,  AT(jobs),           "N", "articles read at a time; 0: as many as processors", NULL },
    { "shard",          0,   OPT_TEXT,   AT(shard),          "I/N", "only the I-th of N parts of the articles, by their ids", NULL },
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
    dm_articles *articles;
    dm_merger *merger;
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

static void error_record(job *j, const dm_input *in, const dm_error *e)
{
    out_z(&j->out, "{\"id\":");
    cli_json_text(in->id ? in->id : "", j->out.file);
    out_fmt(&j->out, ",\"error\":{\"code\":\"%s\",\"message\":", dm_status_text(e->code));
    cli_json_text(e->message, j->out.file);
    if (in->at) {
        out_z(&j->out, ",\"at\":");
        cli_json_text(in->at, j->out.file);
    }
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

static dm_extract_options article_options(const job *j)
{
    const extract_options *o = j->opt;
    return (dm_extract_options){
        .depth = o->depth && *o->depth == '3' ? 3 : 6,
        .relations = o->relations,
        .cooccurrence = !o->cooccurrence            ? DM_COOCCURRENCE_NONE
                        : o->cooccurrence[0] == 's' ? DM_COOCCURRENCE_SENTENCE
                                                    : DM_COOCCURRENCE_PARAGRAPH,
        .min_confidence = o->min_confidence,
        .no_derived = o->no_derived,
        .no_analysis = o->no_analysis || o->merge,
        .explain = o->explain,
        .with_text = o->with_text,
        .seed = o->seed,
        .wishes = j->wishes,
        .date = o->date,
        .encoding = o->encoding,
    };
}

/* One article is a plain answer; in a batch a bad one becomes an error record and the rest goes
 * on. */
static bool article_done(job *j, const dm_input *in, const dm_error *e)
{
    j->done++;
    if (e->code == DM_OK)
        return true;
    j->failed++;
    j->worst = cli_fail(e);
    if (j->is_lines)
        error_record(j, in, e);
    return !j->opt->fail_fast && e->code != DM_EUSAGE;
}

static dm_status take_graph(job *j, dm_graph *g, dm_error *err)
{
    if (j->merger)
        return dm_merger_add(j->merger, g, err);
    if (j->done && !j->is_lines && !j->opt->out_dir)
        return dm_fail(err, DM_EUSAGE,
                       "several articles need --out-dir DIR, --to ndjson, -o "
                       "FILE.ndjson or --merge");
    return write_graph(j, g, err);
}

static bool on_article(void *user, const dm_input *in, dm_graph *g, const dm_error *failure)
{
    job *j = user;
    dm_error err = *failure;
    if (g)
        (void)take_graph(j, g, &err);
    dm_graph_free(g);
    return article_done(j, in, &err);
}

static dm_status run_triples(job *j, dm_error *err)
{
    dm_input in;
    dm_extract_options eo = article_options(j);
    bool go_on = true;
    while (go_on && dm_articles_next(j->articles, &in, err)) {
        if (err->code == DM_OK)
            (void)write_triples(j, &in, &eo, err);
        go_on = article_done(j, &in, err);
        *err = (dm_error){0};
    }
    return DM_OK;
}

static dm_status run_articles(job *j, dm_error *err)
{
    dm_extract_options eo = article_options(j);
    long processors = j->opt->jobs ? 0 : sysconf(_SC_NPROCESSORS_ONLN);
    unsigned jobs = j->opt->jobs     ? (unsigned)(j->opt->jobs < 256 ? j->opt->jobs : 256)
                    : processors > 0 ? (unsigned)processors
                                     : 1;
    if (j->opt->all_arguments)
        return run_triples(j, err);
    return dm_extract_all(j->engine, j->articles, &eo, jobs, on_article, j, err);
}

/* "3/8" */
static bool read_shard(const char *text, uint64_t *shard, uint64_t *shards)
{
    char *end;
    *shard = strtoull(text, &end, 10);
    if (end == text || *end != '/')
        return false;
    const char *second = end + 1;
    *shards = strtoull(second, &end, 10);
    return end != second && !*end && *shard >= 1 && *shard <= *shards && *second != '-' &&
           *text != '-';
}

/* Files that cannot be looked at fail as articles do. */
static bool open_articles(job *j, int operands, char **argv, dm_error *err)
{
    dm_from from = DM_FROM_AUTO;
    if (j->opt->from)
        (void)dm_from_find(j->opt->from, &from);
    uint64_t shard, shards;
    bool go_on = dm_articles_open(NULL, from, &j->articles, err) == DM_OK;
    if (go_on && j->opt->shard && read_shard(j->opt->shard, &shard, &shards))
        go_on = dm_articles_shard(j->articles, shard, shards, err) == DM_OK;
    for (int i = 0; i < operands && go_on; i++) {
        dm_input in = {.id = argv[i]};
        if (dm_articles_add(j->articles, argv[i], err) != DM_OK)
            go_on = article_done(j, &in, err);
        *err = (dm_error){0};
    }
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
    static const char *const many[] = {".ndjson", ".jsonl", ".warc", ".wet"};
    struct stat st;
    dm_str path = str_z(argv[0]);
    bool batch = operands > 1 ||
                 (from && (strcmp(from, "ndjson") == 0 || strcmp(from, "warc") == 0)) ||
                 (stat(argv[0], &st) == 0 && S_ISDIR(st.st_mode));
    if (str_ends(path, STR(".gz")))
        path = str_slice(path, 0, path.len - 3);
    for (size_t i = 0; i < sizeof many / sizeof *many; i++)
        batch = batch || str_ends(path, str_z(many[i]));
    return batch;
}

static int check_merge(const cli_command *self, const extract_options *o)
{
    uint64_t shard, shards;
    if (o->merge && (o->out_dir || o->all_arguments))
        return cli_usage(self, "--merge makes one graph; --out-dir wants one for each article");
    if (!o->merge && (o->timeline || o->min_weight != 0))
        return cli_usage(self, "--timeline and --min-weight go with --merge");
    if (o->shard && !read_shard(o->shard, &shard, &shards))
        return cli_usage(self, "--shard wants I/N with I from 1 to N, as in 3/8, not '%s'",
                         o->shard);
    return EXIT_OK;
}

static int check(const cli_command *self, const extract_options *o, int operands, char **argv)
{
    if (!operands)
        return cli_usage(self, "which article? a file, a directory or - for standard input");
    if (o->output && !o->to && strcmp(o->output, "-") != 0 && !dm_format_known(o->output))
        return cli_usage(self, "%s: no format has this extension; say --to", o->output);
    int code = check_triples(self, o);
    if (code == EXIT_OK)
        code = check_merge(self, o);
    if (code != EXIT_OK)
        return code;
    if (!o->out_dir && !o->merge && !is_ndjson(o) && is_batch(operands, argv, o->from))
        return cli_usage(self, "several articles need --out-dir DIR, --to ndjson, -o "
                               "FILE.ndjson or --merge");
    if (o->out_dir && mkdir(o->out_dir, 0777) != 0 && errno != EEXIST) {
        dm_error err = {0};
        (void)dm_fail(&err, DM_EIO, "%s: %s", o->out_dir, strerror(errno));
        return cli_fail(&err);
    }
    return EXIT_OK;
}

static dm_status finish_merge(job *j, dm_error *err)
{
    const extract_options *o = j->opt;
    dm_graph *g = NULL;
    dm_merge_options mo = {.min_weight = o->min_weight,
                           .timeline = o->timeline,
                           .no_analysis = o->no_analysis,
                           .seed = o->seed};
    cli_conflicts(j->merger, j->common);
    DM_TRY(dm_merger_finish(j->merger, &mo, &g, err));
    dm_status status = write_graph(j, g, err);
    dm_graph_free(g);
    return status;
}

static int finish(job *j)
{
    dm_error err = {0};
    dm_status status = DM_OK;
    bool all_failed = j->failed && j->failed == j->done;
    if (j->merger && !all_failed && !(j->failed && j->opt->fail_fast))
        status = finish_merge(j, &err);
    if (j->is_lines && j->out.file && status == DM_OK)
        status = out_close(&j->out, &err);
    if (status != DM_OK)
        return cli_fail(&err);
    if (!j->failed)
        return EXIT_OK;
    return all_failed ? j->worst : EXIT_PARTIAL;
}

static dm_status start(job *j, dm_error *err)
{
    const extract_options *o = j->opt;
    DM_TRY(cli_wishes(&o->wishes, j->common, &j->wishes, err));
    DM_TRY(dm_engine_open(&j->engine, err));
    if (o->merge)
        j->merger = dm_merger_new();
    return j->is_lines ? out_open(&j->out, o->output ? o->output : "-", err) : DM_OK;
}

static int run(const cli_command *self, int argc, char **argv)
{
    extract_options o = {.min_confidence = 0, .jobs = 1};
    common_options common;
    dm_error err = {0};
    int operands, code;
    if (!cli_start(self, argc, argv, &o, &common, &operands, &code))
        return code;
    code = check(self, &o, operands, argv);
    if (code != EXIT_OK)
        return code;
    job j = {.opt = &o, .common = &common, .is_lines = is_ndjson(&o)};
    dm_status status = start(&j, &err);
    if (status == DM_OK && open_articles(&j, operands, argv, &err))
        status = run_articles(&j, &err);
    dm_articles_free(j.articles);
    dm_engine_free(j.engine);
    dm_wishes_free(j.wishes);
    code = status == DM_OK ? finish(&j) : cli_fail(&err);
    dm_merger_free(j.merger);
    out_abandon(&j.out);
    return code;
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
        "  dramatis extract news/ --jobs 8 -o all.ndjson  one line an article, errors too\n"
        "  dramatis extract news/ --merge -o archive.gexf one graph of all articles\n"
        "  dramatis extract crawl.warc.gz --shard 3/8 -o part3.ndjson\n"
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
