/* SPDX-License-Identifier: GPL-3.0-or-later */
/* salience.c - learns what makes an entity central: the central actors of newsgraph train and
 * the keyword flags of DWIE train.  Pairwise logistic ranking within an article (RankNet's loss
 * with a linear score, Burges et al. 2005), full gradient in a fixed order, so the same corpora
 * give the same weights; then one scale and bias so that the score reads as the probability of
 * being central. */
#include "cast/salience.h"
#include "base/vec.h"
#include "eval/cast_eval.h"
#include "eval/jsonl.h"
#include "train/command.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { N = SALIENCE_COUNT, STEPS = 600, FOLDS = 5, CENTRAL = 5 };

typedef struct {
    double f[N];
    int gain; /* larger has to come first */
    bool actor;
} item;

typedef struct {
    uint32_t first, count, wanted; /* items; gold that can be had */
    bool dwie;
} article;

typedef struct {
    cast_eval_options o;
    VEC(item) items;
    VEC(article) articles;
    const char *data;
    double ridge, dwie; /* L2 per article; what a DWIE article weighs beside one of newsgraph */
    bool search;
    double mean[N], scale[N];
} trainer;

/* ---- examples ---- */

static uint32_t shared_names(dm_arena *a, const cJSON *node, const dm_entity *e)
{
    uint32_t n = 0;
    const cJSON *name;
    cJSON_ArrayForEach(name, cJSON_GetObjectItemCaseSensitive(node, "names"))
    {
        dm_str key = lexicon_key(a, str_z(name->valuestring));
        n += str_eq(key, lexicon_key(a, e->label));
        for (uint32_t k = 0; k < e->alias_count; k++)
            n += str_eq(key, lexicon_key(a, e->aliases[k].name));
    }
    return n;
}

static void central_items(trainer *t, const cJSON *gold, const dm_cast *cast, item *x)
{
    dm_arena a = {0};
    const cJSON *id, *node;
    int gain = CENTRAL;
    cJSON_ArrayForEach(id, cJSON_GetObjectItemCaseSensitive(gold, "central"))
    {
        uint32_t best = 0, most = 0;
        cJSON_ArrayForEach(node, cJSON_GetObjectItemCaseSensitive(gold, "nodes"))
        {
            if (!str_eq(jsonl_text(node, "id"), str_z(id->valuestring)))
                continue;
            for (uint32_t e = 0; e < cast->entity_count; e++) {
                uint32_t n = shared_names(&a, node, &cast->entities[e]);
                if (n > most && !x[e].gain) {
                    most = n;
                    best = e;
                }
            }
        }
        if (gain > 0)
            t->articles.at[t->articles.len - 1].wanted++;
        if (most && gain > 0)
            x[best].gain = 1;
        gain--;
    }
    arena_free(&a);
}

static bool keyword_of(const cJSON *gold, uint32_t concept)
{
    const cJSON *c;
    cJSON_ArrayForEach(c, cJSON_GetObjectItemCaseSensitive(gold, "concepts"))
    {
        if (jsonl_number(c, "concept") == concept)
            return cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(c, "keyword"));
    }
    return false;
}

static bool is_keyword(const cJSON *gold, const dm_document *doc, const dm_cast *cast,
                       const dm_entity *e)
{
    for (uint32_t i = 0; i < e->mention_count; i++) {
        const dm_mention *x = &cast->mentions[e->mentions[i]];
        const cJSON *m;
        cJSON_ArrayForEach(m, cJSON_GetObjectItemCaseSensitive(gold, "mentions"))
        {
            if (jsonl_number(m, "begin") == doc->tokens[x->begin].cp_begin &&
                jsonl_number(m, "end") == doc->tokens[x->end - 1].cp_end)
                return keyword_of(gold, jsonl_number(m, "concept"));
        }
    }
    return false;
}

static dm_status take(trainer *t, const cJSON *gold, const char *text, bool dwie, dm_error *err)
{
    dm_document doc;
    dm_parse parse;
    dm_cast cast;
    dm_status status =
        eval_cast(&t->o, jsonl_text(gold, text), NULL, 0, &doc, &parse, &cast, err);
    if (status == DM_OK && cast.entity_count) {
        uint32_t n = cast.entity_count;
        double *f = ARENA_ARRAY(&doc.arena, double, (size_t)n *N);
        item *x = ARENA_ARRAY(&doc.arena, item, n);
        article one = {.first = (uint32_t)t->items.len, .count = n, .dwie = dwie};
        vec_push(&t->articles, one);
        salience_features(&doc, &parse, &cast, f);
        for (uint32_t i = 0; i < n; i++) {
            memcpy(x[i].f, f + (size_t)i * N, sizeof x[i].f);
            x[i].actor = kind_table[cast.entities[i].kind].actor;
            if (dwie)
                x[i].gain = is_keyword(gold, &doc, &cast, &cast.entities[i]);
        }
        if (!dwie)
            central_items(t, gold, &cast, x);
        for (uint32_t i = 0; i < n; i++)
            vec_push(&t->items, x[i]);
    }
    document_free(&doc);
    return status;
}

static dm_status take_newsgraph(void *context, const cJSON *gold, dm_error *err)
{
    return take(context, gold, "text", false, err);
}

static dm_status take_dwie(void *context, const cJSON *gold, dm_error *err)
{
    return take(context, gold, "content", true, err);
}

/* Features are learned with mean 0 and deviation 1; the weights are turned back at the end. */
static void standardise(trainer *t)
{
    for (int k = 0; k < N; k++) {
        double sum = 0, squares = 0, n = (double)t->items.len;
        for (size_t i = 0; i < t->items.len; i++)
            sum += t->items.at[i].f[k];
        for (size_t i = 0; i < t->items.len; i++)
            squares += pow(t->items.at[i].f[k] - sum / n, 2);
        t->mean[k] = sum / n;
        t->scale[k] = squares > 0 ? sqrt(squares / n) : 1;
        for (size_t i = 0; i < t->items.len; i++)
            t->items.at[i].f[k] = (t->items.at[i].f[k] - t->mean[k]) / t->scale[k];
    }
}

/* ---- fitting ---- */

static double score(const double *w, const double *f)
{
    double z = 0;
    for (int k = 0; k < N; k++)
        z += w[k] * f[k];
    return z;
}

static bool counts(const article *a, const item *x)
{
    return a->dwie || x->actor;
}

static void article_gradient(const trainer *t, const article *a, const double *w, double *g)
{
    const item *x = t->items.at + a->first;
    double pairs = 0;
    double *z = dm_calloc(2 * (size_t)a->count, sizeof *z), *pull = z + a->count;
    for (uint32_t i = 0; i < a->count; i++)
        z[i] = score(w, x[i].f);
    for (uint32_t i = 0; i < a->count; i++) {
        for (uint32_t j = 0; j < a->count; j++) {
            if (x[i].gain <= x[j].gain || !counts(a, &x[i]) || !counts(a, &x[j]))
                continue;
            double p = 1 / (1 + exp(z[i] - z[j]));
            pairs++;
            pull[i] += p;
            pull[j] -= p;
        }
    }
    double share = pairs > 0 ? (a->dwie ? t->dwie : 1) / pairs : 0;
    for (uint32_t i = 0; i < a->count; i++) {
        for (int k = 0; k < N; k++)
            g[k] += share * pull[i] * x[i].f[k];
    }
    free(z);
}

/* Adam's steps on the whole gradient of the articles outside the fold. */
static void fit(const trainer *t, size_t fold, double *w)
{
    double m[N] = {0}, v[N] = {0}, n = 0;
    memset(w, 0, N * sizeof *w);
    for (size_t a = 0; a < t->articles.len; a++)
        n += a % FOLDS == fold ? 0 : t->articles.at[a].dwie ? t->dwie : 1;
    for (int step = 1; step <= STEPS; step++) {
        double g[N] = {0}, rate = 0.05 * (1 - (double)step / (STEPS + 1));
        for (size_t a = 0; a < t->articles.len; a++) {
            if (a % FOLDS != fold)
                article_gradient(t, &t->articles.at[a], w, g);
        }
        for (int k = 0; k < N; k++) {
            double d = g[k] / n - t->ridge * w[k];
            m[k] = 0.9 * m[k] + 0.1 * d;
            v[k] = 0.999 * v[k] + 0.001 * d * d;
            w[k] += rate * (m[k] / (1 - pow(0.9, step))) /
                    (sqrt(v[k] / (1 - pow(0.999, step))) + 1e-8);
        }
    }
}

/* ---- figures ---- */

typedef struct {
    double right, wanted, precision, articles;
} figures;

static void measure_article(const trainer *t, const article *a, const double *w, figures *out)
{
    const item *x = t->items.at + a->first;
    double hits = 0, sum = 0, rank = 0, all = 0;
    bool *done = dm_calloc(a->count + 1, sizeof *done);
    for (uint32_t i = 0; i < a->count; i++)
        all += x[i].gain > 0;
    for (;;) {
        uint32_t best = UINT32_MAX;
        for (uint32_t i = 0; i < a->count; i++) {
            if (!done[i] && counts(a, &x[i]) &&
                (best == UINT32_MAX || score(w, x[i].f) > score(w, x[best].f)))
                best = i;
        }
        if (best == UINT32_MAX)
            break;
        done[best] = true;
        rank++;
        if (!x[best].gain)
            continue;
        sum += ++hits / rank;
        out->right += !a->dwie && rank <= CENTRAL;
    }
    out->wanted += a->wanted;
    out->precision += a->dwie && all > 0 ? sum / all : 0;
    out->articles += a->dwie && all > 0;
    free(done);
}

static void report(const trainer *t, const char *what, const double *w, size_t fold, figures *f)
{
    figures own = {0};
    f = f ? f : &own;
    for (size_t a = 0; a < t->articles.len; a++) {
        if (fold == FOLDS || a % FOLDS == fold)
            measure_article(t, &t->articles.at[a], w, f);
    }
    if (what)
        (void)printf("/* %-36s top5 %.4f, keywords %.4f */\n", what, f->right / f->wanted,
                     f->precision / f->articles);
}

static void cross_validate(const trainer *t)
{
    char what[64];
    (void)snprintf(what, sizeof what, "ridge %g, dwie %g, held out", t->ridge, t->dwie);
    figures f = {0};
    double w[N];
    for (size_t fold = 0; fold < FOLDS; fold++) {
        fit(t, fold, w);
        report(t, fold + 1 == FOLDS ? what : NULL, w, fold, &f);
    }
}

/* ---- the score as a probability, the table ---- */

/* sigma(a z + b) against "is central" over the actors of newsgraph, by Newton's method. */
static void calibrate(const trainer *t, const double *w, double *a, double *b)
{
    *a = 1;
    *b = 0;
    for (int step = 0; step < 50; step++) {
        double ga = 0, gb = 0, aa = 1e-6, ab = 0, bb = 1e-6;
        for (size_t k = 0; k < t->articles.len; k++) {
            const article *one = &t->articles.at[k];
            for (uint32_t i = 0; i < one->count && !one->dwie; i++) {
                const item *x = &t->items.at[one->first + i];
                double z = score(w, x->f), p = 1 / (1 + exp(-(*a * z + *b))), q = p * (1 - p);
                double d = x->gain - p;
                if (!x->actor)
                    continue;
                ga += d * z;
                gb += d;
                aa += q * z * z;
                ab += q * z;
                bb += q;
            }
        }
        double det = aa * bb - ab * ab;
        *a += (bb * ga - ab * gb) / det;
        *b += (aa * gb - ab * ga) / det;
    }
}

static void print_table(const trainer *t, const double *w)
{
    static const char *const name[N] = {
#define SALIENCE(id, weight, about) #id,
#include "cast/salience.def"
#undef SALIENCE
    };
    static const char *const about[N] = {
#define SALIENCE(id, weight, about) about,
#include "cast/salience.def"
#undef SALIENCE
    };
    double a, b, bias;
    calibrate(t, w, &a, &b);
    bias = b;
    for (int k = 1; k < N; k++)
        bias -= a * w[k] * t->mean[k] / t->scale[k];
    for (int k = 0; k < N; k++)
        (void)printf("SALIENCE(%s, %.3f, \"%s\")\n", name[k],
                     k == SALIENCE_bias ? bias : a * w[k] / t->scale[k], about[k]);
}

static dm_status learn(trainer *t, dm_error *err)
{
    dm_arena a = {0};
    const char *news = str_fmt(&a, "%s/newsgraph/train.jsonl", t->data).ptr;
    const char *dwie = str_fmt(&a, "%s/dwie/train.jsonl", t->data).ptr;
    dm_status status = jsonl_each(news, take_newsgraph, t, err);
    if (status == DM_OK)
        status = jsonl_each(dwie, take_dwie, t, err);
    arena_free(&a);
    if (status != DM_OK)
        return status;
    double w[N] = {[SALIENCE_named] = 1};
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    standardise(t);
    report(t, "by named mentions", w, FOLDS, NULL);
    for (size_t i = 0; t->search && i < 6; i++) {
        trainer other = *t;
        other.ridge = i % 2 ? 0.01 : 0.001;
        other.dwie = i < 2 ? 0.1 : i < 4 ? 0.3 : 1;
        cross_validate(&other);
    }
    cross_validate(t);
    fit(t, FOLDS, w);
    report(t, "on what was learned from", w, FOLDS, NULL);
    print_table(t, w);
    return DM_OK;
}

int train_salience(int argc, char **argv)
{
    trainer t = {.data = "../shared/data", .ridge = 0.005, .dwie = 0.3};
    dm_error err = {0};
    dm_lexicon *lexicon = NULL;
    dm_parser *parser = NULL;
    t.search = argc > 1 && strcmp(argv[argc - 1], "--search") == 0;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--data") == 0)
            t.data = argv[i + 1];
        else if (strcmp(argv[i], "--ridge") == 0)
            t.ridge = strtod(argv[i + 1], NULL);
        else if (strcmp(argv[i], "--dwie") == 0)
            t.dwie = strtod(argv[i + 1], NULL);
    }
    dm_status status = lexicon_open(STR(""), &lexicon, &err);
    if (status == DM_OK)
        status = parser_open(STR(""), &parser, &err);
    t.o = (cast_eval_options){.lexicon = lexicon, .parser = parser};
    if (status == DM_OK)
        status = learn(&t, &err);
    if (status != DM_OK)
        (void)fprintf(stderr, "dramatis-train salience: %s\n", err.message);
    vec_free(&t.items);
    vec_free(&t.articles);
    parser_free(parser);
    lexicon_free(lexicon);
    return status == DM_OK ? 0 : 3;
}
