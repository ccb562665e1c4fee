/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/salience_eval.h"

#include "eval/article.h"
#include "eval/jsonl.h"
#include "graph/analyse.h"

#include <math.h>
#include <stdlib.h>

/* ---- orders ---- */

typedef struct {
    double value;
    dm_str id;
    uint32_t first, node;
} ordered;

static int by_value(const void *pa, const void *pb)
{
    const ordered *a = pa, *b = pb;
    if (a->value > b->value || a->value < b->value)
        return a->value > b->value ? -1 : 1;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return str_cmp(a->id, b->id);
}

static double value_of(const dm_gnode *n, node_order order)
{
    double v = order == ORDER_PAGERANK ? n->measure[MEASURE_pagerank] : n->salience;
    if (order == ORDER_NAMES) {
        v = 0;
        for (uint32_t i = 0; i < n->mention_count; i++)
            v += n->mentions[i].form == FORM_NAMED;
    }
    return isnan(v) ? -1 : v;
}

void nodes_in_order(const dm_graph *g, node_order order, uint32_t *out)
{
    ordered *list = dm_calloc(g->node_count + 1, sizeof *list);
    for (uint32_t i = 0; i < g->node_count; i++)
        list[i] =
            (ordered){value_of(&g->nodes[i], order), g->nodes[i].id, g->nodes[i].first, i};
    if (g->node_count)
        qsort(list, g->node_count, sizeof *list, by_value);
    for (uint32_t i = 0; i < g->node_count; i++)
        out[i] = list[i].node;
    free(list);
}

dm_status salience_prepare(dm_graph *g, dm_error *err)
{
    const dm_analysis_options o = {.select = {.undirected = true}};
    return graph_analyse(g, &o, err);
}

/* ---- DWIE's keywords ---- */

typedef struct {
    const dm_engine *engine;
    keyword_figures *out;
    double sums[ORDER_COUNT];
} keyword_run;

static bool keyword_concept(const cJSON *article, uint32_t concept)
{
    const cJSON *c;
    cJSON_ArrayForEach(c, cJSON_GetObjectItemCaseSensitive(article, "concepts"))
    {
        if (jsonl_number(c, "concept") == concept)
            return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(c, "keyword"));
    }
    return false;
}

/* By the node's first mention that the corpus has too. */
static bool is_keyword(const cJSON *article, const dm_gnode *n)
{
    const cJSON *m;
    for (uint32_t i = 0; i < n->mention_count; i++) {
        cJSON_ArrayForEach(m, cJSON_GetObjectItemCaseSensitive(article, "mentions"))
        {
            if (jsonl_number(m, "begin") == n->mentions[i].begin &&
                jsonl_number(m, "end") == n->mentions[i].end)
                return keyword_concept(article, jsonl_number(m, "concept"));
        }
    }
    return false;
}

static void score_article(keyword_run *r, const cJSON *article, const dm_graph *g)
{
    dm_arena a = {0};
    bool *keyword = ARENA_ARRAY(&a, bool, g->node_count + 1u);
    uint32_t *at = ARENA_ARRAY(&a, uint32_t, g->node_count + 1u), all = 0;
    for (uint32_t i = 0; i < g->node_count; i++) {
        keyword[i] = is_keyword(article, &g->nodes[i]);
        all += keyword[i];
    }
    for (node_order o = 0; o < ORDER_COUNT && all; o++) {
        double hits = 0, sum = 0;
        nodes_in_order(g, o, at);
        for (uint32_t i = 0; i < g->node_count; i++) {
            if (keyword[at[i]])
                sum += ++hits / (i + 1);
        }
        r->sums[o] += sum / all;
    }
    r->out->documents += all > 0;
    arena_free(&a);
}

static dm_status take_article(void *context, const cJSON *article, dm_error *err)
{
    keyword_run *r = context;
    dm_graph *g;
    dm_status status = article_extract(r->engine, jsonl_text(article, "content"),
                                       jsonl_text(article, "id").ptr, NULL, &g, err);
    if (status == DM_OK)
        status = salience_prepare(g, err);
    if (status == DM_OK)
        score_article(r, article, g);
    dm_graph_free(g);
    return status;
}

dm_status eval_keywords(const dm_engine *engine, const char *dwie_path, keyword_figures *out,
                        dm_error *err)
{
    keyword_run r = {.engine = engine, .out = out};
    *out = (keyword_figures){0};
    const dm_status status = jsonl_each(dwie_path, take_article, &r, err);
    for (int o = 0; o < ORDER_COUNT && out->documents; o++)
        out->precision[o] = r.sums[o] / out->documents;
    return status;
}
