/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dramatis-eval (run as `dramatis eval`): every figure from the corpora, one command. */
#include "base/file.h"
#include "dramatis.h"
#include "eval/cast_eval.h"
#include "eval/coref_eval.h"
#include "eval/engine_eval.h"
#include "eval/entities_eval.h"
#include "eval/events_eval.h"
#include "eval/kg_eval.h"
#include "eval/newsgraph_eval.h"
#include "eval/openie_eval.h"
#include "eval/openie_judged.h"
#include "eval/relations_eval.h"
#include "eval/salience_eval.h"
#include "eval/stance_eval.h"
#include "eval/states_eval.h"
#include "eval/when_eval.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    const char *data, *only, *model;
    bool misses, markdown;
    unsigned depth; /* 0: both */
    dm_lexicon *lexicon;
    dm_parser *parser;
    dm_state_model *states;
    dm_engine *engine;
    dm_arena arena;
} session;

/* One line of the table. */
static void line(const session *s, const char *what, const char *fmt, ...) DM_PRINTF(3, 4);
static void line(const session *s, const char *what, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    (void)printf(s->markdown ? "| %s | " : "%-44s ", what);
    (void)vprintf(fmt, ap);
    (void)printf(s->markdown ? " |\n" : "\n");
    (void)fflush(stdout);
    va_end(ap);
}

static const char *path_of(session *s, const char *name)
{
    return str_fmt(&s->arena, "%s/%s", s->data, name).ptr;
}

static double share(uint32_t a, uint32_t b)
{
    return b ? (double)a / b : 0;
}

static dm_status engine(session *s, engine_part *part, dm_error *err)
{
    const engine_eval_options o = {.parser = s->parser,
                                   .lexicon = s->lexicon,
                                   .data = s->data,
                                   .depths = {s->depth ? s->depth : 6, s->depth ? 0 : 3},
                                   .markdown = s->markdown,
                                   .misses = s->misses ? stdout : NULL,
                                   .to = stdout};
    return part(&o, err);
}

static dm_status segments(session *s, dm_error *err)
{
    return engine(s, eval_engine_segments, err);
}

static dm_status trees(session *s, dm_error *err)
{
    return engine(s, eval_engine_trees, err);
}

static dm_status names(session *s, dm_error *err)
{
    return engine(s, eval_engine_names, err);
}

/* What others reach, under the line of the figure. */
static void others(const session *s, const char *set, const char *figure)
{
    if (!peers_known(set, figure))
        return;
    (void)fputs(s->markdown ? "| others | " : "    others: ", stdout);
    peers_print(set, figure, stdout);
    (void)fputs(s->markdown ? " |\n" : "\n", stdout);
}

static dm_status chains(session *s, dm_error *err)
{
    static const char *const views[CHAINS_COUNT] = {
        "chains, OntoGUM dev, exact spans", "chains, OntoGUM dev, head words",
        "chains with a name, OntoGUM dev, exact spans",
        "chains with a name, OntoGUM dev, head words"};
    const coref_options o = {.parser = s->parser,
                             .lexicon = s->lexicon,
                             .conllu = path_of(s, "ud/gum-dev.conllu"),
                             .folder = path_of(s, "coref/ontogum/dev")};
    coref_figures f;
    DM_TRY(eval_coref(&o, &f, err));
    for (int v = 0; v < CHAINS_COUNT; v++)
        line(s, views[v], "CoNLL F1 %.4f (MUC %.3f B3 %.3f CEAFe %.3f)", f.by[v].conll,
             f.by[v].muc, f.by[v].b3, f.by[v].ceaf);
    static const char *const links[LINK_COUNT] = {"he, she", "it", "they", "descriptions"};
    for (int k = 0; k < LINK_COUNT; k++) {
        const coref_links *l = &f.links[k];
        line(s, str_fmt(&s->arena, "links to a name, OntoGUM dev, %s", links[k]).ptr,
             "P %.3f R %.3f (%u right of %u, %u in gold)", share(l->right, l->found),
             share(l->right, l->gold), l->right, l->found, l->gold);
    }
    return DM_OK;
}

static dm_status coref(session *s, dm_error *err)
{
    const cast_eval_options o = {
        .lexicon = s->lexicon, .parser = s->parser, .misses = s->misses ? stdout : NULL};
    dwie_figures d;
    gap_figures g;
    DM_TRY(eval_dwie(path_of(s, "dwie/dev.jsonl"), &o, &d, err));
    line(s, "mentions, DWIE dev --core", "span F1 %.4f, span and type F1 %.4f", d.span_f1,
         d.typed_f1);
    others(s, "dwie_kg", "mentions");
    line(s, "clusters, DWIE dev --core",
         "CoNLL F1 %.4f (MUC %.3f B3 %.3f CEAFe %.3f), exact F1 %.4f", d.conll, d.muc, d.b3,
         d.ceaf, d.exact);
    others(s, "dwie_kg", "clusters CoNLL");
    others(s, "dwie_kg", "clusters exact");
    DM_TRY(chains(s, err));
    DM_TRY(eval_gap(path_of(s, "coref/gap/gap-development.tsv"), &o, &g, err));
    line(s, "pronouns, GAP dev (learned from)", "F1 %.4f P %.4f R %.4f, feminine / masculine %.3f", g.f1,
         g.precision, g.recall, g.bias);
    others(s, "gap", "pronouns");
    return DM_OK;
}

static dm_status salience(session *s, dm_error *err)
{
    static const char *const sets[] = {"dev", "train"};
    for (size_t i = 0; i < 2; i++) {
        dm_newsgraph_score n;
        const char *file = str_fmt(&s->arena, "newsgraph/%s.jsonl", sets[i]).ptr;
        DM_TRY(newsgraph_eval(s->engine, path_of(s, file), &n, NULL, err));
        line(s, str_fmt(&s->arena, "central actors, newsgraph %s, top five", sets[i]).ptr,
             "%.4f (mention count %.4f, PageRank %.4f)",
             share(n.top_right[ORDER_SALIENCE], n.top_all),
             share(n.top_right[ORDER_NAMES], n.top_all),
             share(n.top_right[ORDER_PAGERANK], n.top_all));
    }
    keyword_figures k;
    DM_TRY(eval_keywords(s->engine, path_of(s, "dwie/dev.jsonl"), &k, err));
    line(s, "keywords, DWIE dev", "average precision %.4f (mention count %.4f, PageRank %.4f)",
         k.precision[ORDER_SALIENCE], k.precision[ORDER_NAMES], k.precision[ORDER_PAGERANK]);
    return DM_OK;
}

static dm_status states(session *s, dm_error *err)
{
    double f1 = 0;
    DM_TRY(states_eval(path_of(s, "dwie/dev.jsonl"), s->lexicon, s->parser, s->states,
                       s->misses ? stdout : NULL, &f1, err));
    line(s, "relations, DWIE dev --core, gold entities", "F1 %.4f", f1);
    others(s, "dwie_gold", "relations");
    return DM_OK;
}

static dm_status kg(session *s, dm_error *err)
{
    dm_kg_score k;
    DM_TRY(kg_eval(s->engine, path_of(s, "dwie/dev.jsonl"), &k, err));
    double p = share(k.right, k.predicted), r = share(k.right, k.gold);
    line(s, "relations, DWIE dev --core, end to end", "F1 %.4f P %.4f R %.4f",
         p + r > 0 ? 2 * p * r / (p + r) : 0, p, r);
    others(s, "dwie_kg", "relations");
    if (s->misses)
        kg_print(&k, stdout);
    return DM_OK;
}

static dm_status passages(session *s, corpus_id c, const char *file, const char *what,
                          const corpus_options *o, dm_error *err)
{
    relations_score r;
    DM_TRY(
        relations_eval(c, path_of(s, file), o, s->states, s->misses ? stdout : NULL, &r, err));
    line(s, what, "F1 %.4f P %.4f R %.4f", view_f1(&r.all), view_precision(&r.all),
         view_recall(&r.all));
    line(s, "    statements about two names", "F1 %.4f R %.4f of %u", view_f1(&r.named),
         view_recall(&r.named), r.named.gold);
    for (uint32_t i = 0; i < 10; i++) {
        if (r.sure[i].shown)
            line(s, str_fmt(&s->arena, "    confidence .%u", (unsigned)i).ptr,
                 "%.2f right of %u", share(r.sure[i].right, r.sure[i].shown), r.sure[i].shown);
    }
    for (uint32_t i = 0; i < r.label_count; i++) {
        const view_tally *t = &r.label[i];
        line(s, str_fmt(&s->arena, "    %s", r.name[i]).ptr, "F1 %.3f P %.3f R %.3f of %u",
             view_f1(t), view_precision(t), view_recall(t), t->gold);
    }
    return DM_OK;
}

static dm_status relations(session *s, dm_error *err)
{
    const corpus_options o = {.lex = s->lexicon, .parser = s->parser, .own = true, .fold = 4};
    DM_TRY(passages(s, CORPUS_conll04, "relations/conll04/conll04_dev.json",
                    "relations, CoNLL04 dev, end to end, strict", &o, err));
    return passages(s, CORPUS_knowledgenet, "relations/knowledgenet/train_passages.json",
                    "relations, KnowledgeNet fold 4, end to end", &o, err);
}

static dm_status newsgraph(session *s, dm_error *err)
{
    static const char *const sets[] = {"dev", "train"};
    for (size_t i = 0; i < 2; i++) {
        dm_newsgraph_score n;
        dm_buf miss = {0};
        const char *file = str_fmt(&s->arena, "newsgraph/%s.jsonl", sets[i]).ptr;
        DM_TRY(newsgraph_eval(s->engine, path_of(s, file), &n, s->misses ? &miss : NULL, err));
        line(s, str_fmt(&s->arena, "newsgraph %s: nodes, kind, top5", sets[i]).ptr,
             "F1 %.4f, %.4f, %.4f", counts_f1(&n.nodes), share(n.kind_right, n.kind_all),
             share(n.top_right[ORDER_SALIENCE], n.top_all));
        line(s, str_fmt(&s->arena, "newsgraph %s: edges, pairs", sets[i]).ptr,
             "F1 %.4f (states %.3f, events %.3f), %.4f", counts_f1(&n.edges),
             counts_f1(&n.state_edges), counts_f1(&n.event_edges), counts_f1(&n.pairs));
        static const char *const figures[] = {"nodes", "edges", "pairs", "top five"};
        for (size_t k = 0; i == 0 && k < sizeof figures / sizeof figures[0]; k++)
            others(s, "newsgraph_dev", figures[k]);
        if (s->misses)
            (void)fwrite(miss.ptr, 1, miss.len, stdout);
        buf_free(&miss);
    }
    return DM_OK;
}

static void stance_line(const session *s, const char *what, const dm_stance_counts *n)
{
    line(s, what, "right %.3f of %u (polarity %.3f, modality %.3f, by whom %.3f)",
         share(n->right, n->rows), n->rows, share(n->polarity, n->rows),
         share(n->modality, n->rows), share(n->by, n->rows));
}

/* How the events found in whole articles are put, against what people wrote down. */
static dm_status stance_of_articles(session *s, dm_error *err)
{
    dm_newsgraph_score n;
    DM_TRY(newsgraph_eval(s->engine, path_of(s, "newsgraph/train.jsonl"), &n, NULL, err));
    line(s, "stance of events, newsgraph train",
         "polarity %.3f, modality %.3f of %u; planned, alleged ... %.3f of %u; "
         "speaker %.3f of %u, %u more",
         share(n.put_polarity, n.put_all), share(n.put_modality, n.put_all), n.put_all,
         share(n.modal_right, n.modal_all), n.modal_all, share(n.by_right, n.by_all), n.by_all,
         n.by_extra);
    return DM_OK;
}

static dm_status polarity(session *s, dm_error *err)
{
    dm_stance_score score;
    FILE *const misses[ROWS_PARTS] = {s->misses ? stdout : NULL, NULL};
    DM_TRY(stance_eval(s->lexicon, s->parser, misses, &score, err));
    static const char *const parts_of[ROWS_PARTS] = {"stance, our table, seen in mending",
                                                     "stance, our table, blind third"};
    for (uint32_t i = 0; i < score.count; i++) {
        dm_stance_counts n = stance_of_phenomenon(&score, i);
        stance_line(s, str_fmt(&s->arena, "stance, %s", score.name[i]).ptr, &n);
    }
    for (int p = 0; p < ROWS_PARTS; p++) {
        dm_stance_counts n = stance_total(&score, p);
        stance_line(s, parts_of[p], &n);
    }
    return stance_of_articles(s, err);
}

static void confused(const session *s, uint32_t confusion[KIND_COUNT][KIND_COUNT])
{
    (void)fputs(s->markdown ? "| kinds | " : "    ", stdout);
    confusion_print(confusion, 6, stdout);
    (void)fputs(s->markdown ? " |\n" : "\n", stdout);
}

/* Nodes of hand-made graphs, then of DWIE's concepts that have a type. */
static dm_status entities(session *s, dm_error *err)
{
    static const char *const sets[] = {"dev", "train"};
    for (size_t i = 0; i < 2; i++) {
        dm_newsgraph_score n;
        const char *file = str_fmt(&s->arena, "newsgraph/%s.jsonl", sets[i]).ptr;
        DM_TRY(newsgraph_eval(s->engine, path_of(s, file), &n, NULL, err));
        line(s, str_fmt(&s->arena, "entities, newsgraph %s", sets[i]).ptr,
             "P %.4f R %.4f F1 %.4f, kind %.4f of %u, %u twice, %u junk",
             share(n.nodes.right, n.nodes.right + n.nodes.extra),
             share(n.nodes.right, n.nodes.right + n.nodes.missed), counts_f1(&n.nodes),
             share(n.kind_right, n.kind_all), n.kind_all, n.duplicates,
             n.nodes.extra - n.duplicates);
        confused(s, n.confusion);
    }
    const cast_eval_options o = {
        .lexicon = s->lexicon, .parser = s->parser, .misses = s->misses ? stdout : NULL};
    entity_figures f;
    DM_TRY(eval_entities(path_of(s, "dwie/dev.jsonl"), &o, &f, err));
    double p = share(f.right, f.found), r = share(f.right, f.gold);
    line(s, "entities, DWIE dev",
         "P %.4f R %.4f F1 %.4f, kind %.4f of %u, subkind %.4f of %u, %u twice, %u junk", p, r,
         p + r > 0 ? 2 * p * r / (p + r) : 0, share(f.kind_right, f.kind_all), f.kind_all,
         share(f.subkind_right, f.subkind_all), f.subkind_all, f.duplicates, f.junk);
    confused(s, f.confusion);
    return DM_OK;
}

static dm_status openie(session *s, dm_error *err)
{
    const openie_options o = {.parser = s->parser,
                              .lexicon = s->lexicon,
                              .sentences = path_of(s, "openie/carb/dev.txt"),
                              .gold = path_of(s, "openie/carb/dev.tsv"),
                              .system = s->misses ? stdout : NULL};
    openie_figures f;
    DM_TRY(eval_openie(&o, &f, err));
    line(s, "open triples, CaRB dev", "F1 %.4f P %.4f R %.4f, AUC %.4f", f.f1, f.precision,
         f.recall, f.auc);
    others(s, "carb", "F1");
    line(s, "open triples, CaRB dev, all", "F1 %.4f P %.4f R %.4f, %u triples of %u", f.all_f1,
         f.all_precision, f.all_recall, f.found, f.gold);
    static const char *const judged[] = {"nyt", "reverb", "wikipedia"};
    const openie_judge j = {.parser = s->parser, .lexicon = s->lexicon};
    openie_judgements n = {0};
    for (size_t i = 0; i < sizeof judged / sizeof judged[0]; i++)
        DM_TRY(openie_judged(
            &j, path_of(s, str_fmt(&s->arena, "openie/clausie13/%s", judged[i]).ptr), &n, err));
    line(s, "open triples, ClausIE's judgements",
         "right %.4f of %u judged among %u; %.4f of %u different right ones",
         share(n.right, n.judged), n.judged, n.found, share(n.hit, n.wanted), n.wanted);
    others(s, "clausie13", "right");
    return DM_OK;
}

static dm_status events(session *s, dm_error *err)
{
    return events_eval(s->data, NULL, s->misses, err);
}

static dm_status dates(session *s, dm_error *err)
{
    dm_when_score score;
    FILE *const misses[ROWS_PARTS] = {s->misses ? stdout : NULL, NULL};
    DM_TRY(when_eval(s->lexicon, s->parser, misses, &score, err));
    static const char *const parts_of[ROWS_PARTS] = {"dates, our table, seen in mending",
                                                     "dates, our table, blind third"};
    for (uint32_t i = 0; i < score.count; i++) {
        dm_when_counts n = when_of_kind(&score, i);
        line(s, str_fmt(&s->arena, "dates, %s", score.name[i]).ptr, "right %.3f of %u",
             share(n.right, n.rows), n.rows);
    }
    for (int p = 0; p < ROWS_PARTS; p++) {
        dm_when_counts n = when_total(&score, p);
        line(s, parts_of[p], "right %.3f of %u", share(n.right, n.rows), n.rows);
    }
    return DM_OK;
}

static const struct {
    const char *name, *about;
    dm_status (*run)(session *s, dm_error *err);
    const char *group; /* a name for several parts */
} parts[] = {
    {"segments", "tokens and sentences from raw text", segments, "engine"},
    {"trees", "tags, trees and lemmas on gold tokens", trees, "engine"},
    {"names", "names by kind, and mentions in whole documents", names, "engine"},
    {"coref", "mentions, clusters, chains, pronouns", coref, "cast"},
    {"salience", "central actors and keywords against mention count and PageRank", salience,
     "cast"},
    {"entities", "one node an actor: nodes, kinds and what they are confused with", entities,
     "cast"},
    {"states", "lasting relations with gold entities", states, NULL},
    {"kg", "lasting relations end to end", kg, NULL},
    {"relations", "lasting relations in sentences and passages", relations, NULL},
    {"polarity", "negation, modality, who says so, on sentences of our own", polarity, NULL},
    {"dates", "dates read and given to acts, on words of our own", dates, NULL},
    {"openie", "open triples of single sentences", openie, NULL},
    {"events", "who does what to whom: political sentences, newsgraph", events, NULL},
    {"newsgraph", "whole graphs against graphs made by hand", newsgraph, NULL},
};
enum { PARTS = sizeof parts / sizeof parts[0] };

static int usage(FILE *to)
{
    (void)fprintf(
        to,
        "usage: dramatis eval [--data DIR] [--depth 6|3] [--model FILE] [--misses] "
        "[--markdown]\n"
        "                     [PART]\n\n"
        "every figure from the corpora in DIR (../shared/data); --depth shows one depth\n"
        "instead of both; --model measures another encoder in all but salience, kg, "
        "newsgraph;\n"
        "--misses lists what is wrong, most frequent first.  Parts:\n"
        "  %-10s %s\n  %-10s %s\n",
        "engine", "the language engine: segments, trees, names", "cast",
        "actors and their order: coref, salience");
    for (size_t i = 0; i < PARTS; i++)
        (void)fprintf(to, "  %-10s %s\n", parts[i].name, parts[i].about);
    return to == stderr ? 2 : 0;
}

static bool wanted(const session *s, size_t part)
{
    const char *group = parts[part].group;
    return !s->only || strcmp(s->only, parts[part].name) == 0 ||
           (group && strcmp(s->only, group) == 0);
}

static bool known_part(const session *s)
{
    bool known = false;
    for (size_t i = 0; i < PARTS; i++)
        known = known || wanted(s, i);
    return known;
}

/* The encoder of --model, aligned as a container wants it. */
static dm_status model_bytes(session *s, dm_str *bytes, dm_error *err)
{
    dm_buf file = {0};
    DM_TRY(file_read(s->model, 0, &file, err));
    char *aligned = arena_alloc(&s->arena, file.len, 64);
    memcpy(aligned, file.ptr, file.len);
    *bytes = (dm_str){aligned, file.len};
    buf_free(&file);
    return DM_OK;
}

static dm_status run(session *s, dm_error *err)
{
    dm_str model = STR("");
    if (s->model)
        DM_TRY(model_bytes(s, &model, err));
    DM_TRY(lexicon_open(STR(""), &s->lexicon, err));
    DM_TRY(parser_open(model, &s->parser, err));
    DM_TRY(state_model_open(STR(""), &s->states, err));
    DM_TRY(dm_engine_open(&s->engine, err));
    for (size_t i = 0; i < PARTS; i++) {
        if (wanted(s, i))
            DM_TRY(parts[i].run(s, err));
    }
    return DM_OK;
}

static bool read_options(session *s, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--data") == 0 && i + 1 < argc)
            s->data = argv[++i];
        else if (strcmp(argv[i], "--depth") == 0 && i + 1 < argc)
            s->depth = (unsigned)strtoul(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--model") == 0 && i + 1 < argc)
            s->model = argv[++i];
        else if (strcmp(argv[i], "--misses") == 0)
            s->misses = true;
        else if (strcmp(argv[i], "--markdown") == 0)
            s->markdown = true;
        else if (argv[i][0] != '-' && !s->only)
            s->only = argv[i];
        else
            return false;
    }
    return known_part(s) && (s->depth == 0 || s->depth == 3 || s->depth == 6);
}

int main(int argc, char **argv)
{
    session s = {.data = "../shared/data"};
    dm_error err = {0};
    if (argc > 1 && strcmp(argv[1], "--help") == 0)
        return usage(stdout);
    if (!read_options(&s, argc, argv))
        return usage(stderr);
    dm_status status = run(&s, &err);
    if (status != DM_OK)
        (void)fprintf(stderr, "dramatis eval: %s\n", err.message);
    dm_engine_free(s.engine);
    state_model_free(s.states);
    parser_free(s.parser);
    lexicon_free(s.lexicon);
    arena_free(&s.arena);
    return status == DM_OK ? 0 : 3;
}
