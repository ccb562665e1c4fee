/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dramatis-bench (run as `dramatis bench`): processor time of every stage over real articles,
 * one thread.  Figures to compare within one run, never asserted. */
#include "api/build.h"
#include "api/engine.h"
#include "engine/kernel.h"
#include "graph/analyse.h"
#include "graph/layout.h"
#include "relate/mend.h"
#include "relate/support.h"
#include "relate/ties.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

enum { READ, PARSE, CAST, STATES, EVENTS, GRAPH, ANALYSIS, LAYOUT, STAGES };
static const char *const stage_name[STAGES] = {"read (text, sentences, tokens)",
                                               "parse (tags, trees, names)",
                                               "cast (entities)",
                                               "states (lasting relations)",
                                               "events",
                                               "graph",
                                               "analysis",
                                               "layout"};

static const char *const part_name[PART_COUNT] = {[PART_PIECES] = "  word pieces",
                                                  [PART_INPUT] = "  embeddings",
                                                  [PART_PRODUCTS] = "  encoder: products, GELU",
                                                  [PART_ATTENTION] = "  encoder: attention",
                                                  [PART_ROWS] = "  encoder: norms, quantising",
                                                  [PART_COLUMNS] = "  heads: products",
                                                  [PART_NAMES] = "  heads: names",
                                                  [PART_TAGS] = "  heads: tags",
                                                  [PART_LEMMAS] = "  lemmas",
                                                  [PART_ARCS] = "  heads: arcs",
                                                  [PART_TREES] = "  trees",
                                                  [PART_LABELS] = "  heads: labels"};

typedef struct {
    dm_engine *engine;
    unsigned depth;
    double spent[STAGES];
    double part[PART_COUNT]; /* of parse */
    uint64_t articles, tokens, failed;
} bench;

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void lap(bench *b, int stage, double *since)
{
    double t = now();
    b->spent[stage] += t - *since;
    *since = t;
}

static dm_status graph_stages(bench *b, dm_article *a, double *since, dm_error *err)
{
    dm_extract_options o = {.seed = 1};
    dm_build_input in = {&a->doc, &a->cast, &a->relations, b->engine->version, &o};
    dm_graph *g = NULL;
    DM_TRY(graph_build(&in, &g, err));
    lap(b, GRAPH, since);
    dm_status status = graph_analyse(g, NULL, err);
    lap(b, ANALYSIS, since);
    if (status == DM_OK)
        status = graph_layout(g, NULL, err);
    lap(b, LAYOUT, since);
    dm_graph_free(g);
    return status;
}

static dm_status stages(bench *b, const dm_input *in, dm_article *a, dm_error *err)
{
    double since = now();
    dm_source source = {.bytes = {in->bytes, in->size},
                        .form = in->from == DM_FROM_HTML ? INPUT_HTML : INPUT_TEXT,
                        .id = str_z(in->id),
                        .title = str_z(in->title)};
    DM_TRY(document_read(&source, &a->doc, err));
    lap(b, READ, &since);
    dm_parse_options po = {.depth = b->depth, .vectors = true, .spent = b->part};
    DM_TRY(parser_run(b->engine->parser, &a->doc, &po, &a->parse, err));
    lap(b, PARSE, &since);
    cast_build(b->engine->lexicon, &a->doc, &a->parse, &a->cast);
    lap(b, CAST, &since);
    dm_relate_input ri = {.lexicon = b->engine->lexicon,
                          .doc = &a->doc,
                          .parse = &a->parse,
                          .cast = &a->cast,
                          .parser = b->engine->parser};
    relate_states(b->engine->states, &ri, &a->relations);
    relations_mark_derived(&ri, &a->relations);
    relate_ties(&ri, &a->relations);
    relations_mend(&ri, &a->relations);
    lap(b, STATES, &since);
    relate_events(b->engine->events, &ri, &a->cast, &a->relations);
    relations_sort(&a->relations);
    lap(b, EVENTS, &since);
    b->articles++;
    b->tokens += a->doc.token_count;
    return graph_stages(b, a, &since, err);
}

static dm_status run(bench *b, const char *path)
{
    dm_error err = {0};
    dm_articles *articles = NULL;
    DM_TRY(dm_articles_open(path, DM_FROM_AUTO, &articles, &err));
    dm_input in;
    while (dm_articles_next(articles, &in, &err)) {
        dm_article a = {0};
        if (err.code != DM_OK || stages(b, &in, &a, &err) != DM_OK) {
            (void)fprintf(stderr, "dramatis bench: %s\n", err.message);
            b->failed++;
        }
        article_free(&a);
        err = (dm_error){0};
    }
    dm_articles_free(articles);
    return DM_OK;
}

static void print_row(const bench *b, const char *name, double seconds, double all)
{
    (void)printf("%-32s %10.3f %7.1f%% %14.0f\n", name, seconds,
                 all > 0 ? 100 * seconds / all : 0,
                 seconds > 0 ? (double)b->tokens / seconds : 0);
}

static double peak_megabytes(void)
{
    struct rusage use;
    (void)getrusage(RUSAGE_SELF, &use);
    return (double)use.ru_maxrss / 1024;
}

static void print(const bench *b, double open)
{
    double all = 0;
    for (int s = 0; s < STAGES; s++)
        all += b->spent[s];
    (void)printf("%llu articles, %llu tokens, %u layers, kernel %s; models opened in %.1f ms, "
                 "peak memory %.0f MB\n\n",
                 (unsigned long long)b->articles, (unsigned long long)b->tokens, b->depth,
                 parser_kernel(b->engine->parser), 1e3 * open, peak_megabytes());
    (void)printf("%-32s %10s %8s %14s\n", "stage", "CPU s", "share", "tokens/CPU s");
    for (int s = 0; s < STAGES; s++) {
        print_row(b, stage_name[s], b->spent[s], all);
        for (int p = 0; s == PARSE && p < PART_COUNT; p++)
            print_row(b, part_name[p], b->part[p], all);
    }
    print_row(b, "all", all, all);
}

static int usage(void)
{
    const dm_kernel *k;
    (void)fprintf(stderr,
                  "usage: dramatis bench [--depth 6|3] [--kernel NAME] FILE|DIR...\n\n"
                  "Processor time of every stage over the articles, one thread. NAME is an\n"
                  "instruction set, as in the environment variable DRAMATIS_KERNEL; here:");
    for (size_t i = 0; (k = kernel_at(i)); i++)
        (void)fprintf(stderr, " %s", k->name);
    (void)fprintf(stderr, "\n");
    return 2;
}

/* The first operand, or 0. */
static int read_options(int argc, char **argv, bench *b)
{
    int at = 1;
    for (; at + 1 < argc && strncmp(argv[at], "--", 2) == 0; at += 2) {
        if (strcmp(argv[at], "--depth") == 0)
            b->depth = (unsigned)strtoul(argv[at + 1], NULL, 10);
        else if (strcmp(argv[at], "--kernel") == 0)
            (void)setenv("DRAMATIS_KERNEL", argv[at + 1], 1);
        else
            return 0;
    }
    return at < argc && argv[at][0] != '-' ? at : 0;
}

int main(int argc, char **argv)
{
    bench b = {.depth = 6};
    dm_error err = {0};
    int at = read_options(argc, argv, &b);
    if (!at)
        return usage();
    double since = now();
    if (dm_engine_open(&b.engine, &err) != DM_OK) {
        (void)fprintf(stderr, "dramatis bench: %s\n", err.message);
        return err.code == DM_EUSAGE ? 2 : 5;
    }
    double open = now() - since;
    for (; at < argc; at++) {
        if (run(&b, argv[at]) != DM_OK)
            b.failed++;
    }
    print(&b, open);
    dm_engine_free(b.engine);
    return b.failed ? 4 : 0;
}
