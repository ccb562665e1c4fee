/* SPDX-License-Identifier: GPL-3.0-or-later */
/* open.c - learns how far an open triple is to be believed: logistic regression over the
 * features of relate/open_score.h on our triples that ClausIE's judges have seen (in the words
 * of any of six systems).  Full gradient in a fixed order; features with mean 0 and deviation
 * 1, weights turned back at the end; folds hold whole sentences. */
#include "base/vec.h"
#include "eval/openie_judged.h"
#include "relate/open_score.h"
#include "train/command.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { N = OPENF_COUNT, STEPS = 1500, FOLDS = 5 };

typedef struct {
    double f[N];
    uint32_t fold;
    bool right;
} example;

typedef struct {
    VEC(example) examples;
    double mean[N], scale[N], ridge;
} trainer;

static void take(void *user, const dm_tree *tree, const dm_triple *x, bool right)
{
    trainer *t = user;
    example e = {.fold = x->sentence % FOLDS, .right = right};
    open_features(tree, x, e.f);
    vec_push(&t->examples, e);
}

static void standardise(trainer *t)
{
    double n = (double)t->examples.len;
    for (int k = 0; k < N; k++) {
        double sum = 0, squares = 0;
        for (size_t i = 0; i < t->examples.len; i++)
            sum += t->examples.at[i].f[k];
        for (size_t i = 0; i < t->examples.len; i++)
            squares += pow(t->examples.at[i].f[k] - sum / n, 2);
        bool bias = k == OPENF_bias;
        t->mean[k] = bias ? 0 : sum / n;
        t->scale[k] = squares > 0 && !bias ? sqrt(squares / n) : 1;
        for (size_t i = 0; i < t->examples.len; i++)
            t->examples.at[i].f[k] = (t->examples.at[i].f[k] - t->mean[k]) / t->scale[k];
    }
}

static double belief(const double *w, const double *f)
{
    double z = 0;
    for (int k = 0; k < N; k++)
        z += w[k] * f[k];
    return 1 / (1 + exp(-z));
}

/* Adam's steps on the whole gradient of what is outside the fold. */
static void fit(const trainer *t, uint32_t fold, double *w)
{
    double m[N] = {0}, v[N] = {0}, n = 0;
    memset(w, 0, N * sizeof *w);
    for (size_t i = 0; i < t->examples.len; i++)
        n += t->examples.at[i].fold != fold;
    for (int step = 1; step <= STEPS; step++) {
        double g[N] = {0}, rate = 0.05 * (1 - (double)step / (STEPS + 1));
        for (size_t i = 0; i < t->examples.len; i++) {
            const example *e = &t->examples.at[i];
            if (e->fold == fold)
                continue;
            double d = e->right - belief(w, e->f);
            for (int k = 0; k < N; k++)
                g[k] += d * e->f[k];
        }
        for (int k = 0; k < N; k++) {
            double d = g[k] / n - (k == OPENF_bias ? 0 : t->ridge * w[k]);
            m[k] = 0.9 * m[k] + 0.1 * d;
            v[k] = 0.999 * v[k] + 0.001 * d * d;
            w[k] += rate * (m[k] / (1 - pow(0.9, step))) /
                    (sqrt(v[k] / (1 - pow(0.999, step))) + 1e-8);
        }
    }
}

/* Of a right and a wrong triple, how often the right one is believed more; and the mean loss.
 */
static void cross_validate(const trainer *t)
{
    VEC(double) right = {0}, wrong = {0};
    double w[N], loss = 0, won = 0;
    for (uint32_t fold = 0; fold < FOLDS; fold++) {
        fit(t, fold, w);
        for (size_t i = 0; i < t->examples.len; i++) {
            const example *e = &t->examples.at[i];
            double p = belief(w, e->f);
            if (e->fold != fold)
                continue;
            loss -= log(e->right ? p : 1 - p);
            if (e->right)
                vec_push(&right, p);
            else
                vec_push(&wrong, p);
        }
    }
    for (size_t i = 0; i < right.len; i++) {
        for (size_t j = 0; j < wrong.len; j++)
            won += right.at[i] > wrong.at[j] ? 1 : right.at[i] == wrong.at[j] ? 0.5 : 0;
    }
    (void)printf(
        "/* %zu judged, %zu right; ridge %g, held out: area under ROC %.4f, loss %.4f */\n",
        t->examples.len, right.len, t->ridge, won / ((double)right.len * (double)wrong.len),
        loss / (double)t->examples.len);
    vec_free(&right);
    vec_free(&wrong);
}

static void print_table(const trainer *t, double *w)
{
    for (int k = 0; k < N; k++) {
        w[k] /= t->scale[k];
        if (k != OPENF_bias)
            w[OPENF_bias] -= w[k] * t->mean[k];
    }
    for (int k = 0; k < N; k++)
        (void)printf("OPEN_WEIGHT(%s, %.3f, \"%s\")\n", open_feature_names[k], w[k],
                     open_feature_about[k]);
}

static dm_status run(trainer *t, const char *data, dm_error *err)
{
    static const char *const folders[] = {"nyt", "reverb", "wikipedia"};
    dm_parser *parser = NULL;
    dm_lexicon *lexicon = NULL;
    dm_arena a = {0};
    openie_judgements n = {0};
    double w[N];
    dm_status status = parser_open(STR(""), &parser, err);
    if (status == DM_OK)
        status = lexicon_open(STR(""), &lexicon, err);
    const openie_judge o = {.parser = parser, .lexicon = lexicon, .tell = take, .user = t};
    for (size_t i = 0; status == DM_OK && i < sizeof folders / sizeof folders[0]; i++)
        status = openie_judged(&o, str_fmt(&a, "%s/openie/clausie13/%s", data, folders[i]).ptr,
                               &n, err);
    if (status == DM_OK) {
        standardise(t);
        cross_validate(t);
        fit(t, FOLDS, w);
        print_table(t, w);
    }
    parser_free(parser);
    lexicon_free(lexicon);
    arena_free(&a);
    vec_free(&t->examples);
    return status;
}

int train_open(int argc, char **argv)
{
    trainer t = {.ridge = 0.01};
    dm_error err = {0};
    const char *data = "../shared/data";
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--data") == 0 && i + 1 < argc) {
            data = argv[++i];
        } else if (strcmp(argv[i], "--ridge") == 0 && i + 1 < argc) {
            t.ridge = strtod(argv[++i], NULL);
        } else {
            (void)fprintf(stderr, "usage: dramatis-train open [--data DIR] [--ridge X]\n"
                                  "prints the table that is relate/open_weights.def\n");
            return 2;
        }
    }
    if (run(&t, data, &err) == DM_OK)
        return 0;
    (void)fprintf(stderr, "dramatis-train open: %s\n", err.message);
    return 3;
}
