/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dramatis-bench (run as `dramatis bench`): processor time of every stage over real articles,
 * one thread.  Figures to compare within one run, never asserted. */
#include "api/build.h"
#include "api/engine.h"
#include "graph/analyse.h"
#include "graph/layout.h"
#include "relate/support.h"
#include "relate/ties.h"

#include <stdio.h>
#include <stdlib.h>
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

typedef struct {
    dm_engine *engine;
    unsigned depth;
    double spent[STAGES];
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
    dm_parse_options po = {.depth = b->depth};
    DM_TRY(parser_run(b->engine->parser, &a->doc, &po, &a->parse, err));
    lap(b, PARSE, &since);
    cast_build(b->engine->lexicon, &a->doc, &a->parse, &a->cast);
    lap(b, CAST, &since);
    dm_relate_input ri = {
        .lexicon = b->engine->lexicon, .doc = &a->doc, .parse = &a->parse, .cast = &a->cast};
    relate_states(b->engine->states, &ri, &a->relations);
    relations_mark_derived(&ri, &a->relations);
    relate_ties(&ri, &a->relations);
    lap(b, STATES, &since);
    relate_events(&ri, &a->relations);
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

static void print(const bench *b, double open)
{
    double all = 0;
    for (int s = 0; s < STAGES; s++)
        all += b->spent[s];
    (void)printf("%llu articles, %llu tokens, %u layers; models opened in %.1f ms\n\n",
                 (unsigned long long)b->articles, (unsigned long long)b->tokens, b->depth,
                 1e3 * open);
    (void)printf("%-32s %10s %8s %14s\n", "stage", "CPU s", "share", "tokens/CPU s");
    for (int s = 0; s <= STAGES; s++) {
        double t = s < STAGES ? b->spent[s] : all;
        (void)printf("%-32s %10.3f %7.1f%% %14.0f\n", s < STAGES ? stage_name[s] : "all", t,
                     all > 0 ? 100 * t / all : 0, t > 0 ? (double)b->tokens / t : 0);
    }
}

int main(int argc, char **argv)
{
    bench b = {.depth = 6};
    dm_error err = {0};
    int at = 1;
    if (at + 1 < argc && strcmp(argv[at], "--depth") == 0) {
        b.depth = (unsigned)strtoul(argv[at + 1], NULL, 10);
        at += 2;
    }
    if (at >= argc || argv[at][0] == '-') {
        (void)fprintf(stderr, "usage: dramatis bench [--depth 6|3] FILE|DIR...\n");
        return 2;
    }
    double since = now();
    if (dm_engine_open(&b.engine, &err) != DM_OK) {
        (void)fprintf(stderr, "dramatis bench: %s\n", err.message);
        return 5;
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
