/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dramatis-train segment OUT.dmm FILE...: learns where sentences end.
 *
 * Logistic regression with AdaGrad over the hashed features of text/boundary.h, on treebanks
 * and on texts with one sentence a line.  The order of examples comes from the seed, so the
 * same files give the same bytes. */
#include "base/vec.h"
#include "eval/segment_eval.h"
#include "model/container.h"
#include "text/block.h"
#include "text/sentence.h"
#include "train/command.h"

#include <math.h>
#include <stdio.h>

enum { WEIGHTS = 1 << BOUNDARY_BITS };

typedef struct {
    uint32_t feature[BOUNDARY_FEATURES];
    bool ends;
} place;

typedef VEC(place) places;

typedef struct {
    const char *out;
    double rate, decay, threshold; /* threshold: probability from which a sentence ends */
    uint32_t passes, seed;
    int first_file;
} options;

static float weight[WEIGHTS], energy[WEIGHTS];

static uint32_t roll(uint64_t *state, uint32_t n)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % n;
}

/* Places of one block; *next is the first gold sentence that may end in it. */
static void read_block(dm_str text, const text_block *b, const segment_spans *gold,
                       size_t *next, places *out)
{
    text_tokens t = {0};
    tokens_scan(text, b->begin, b->end, &t);
    boundary_token *notes = dm_malloc((t.len + 1) * sizeof *notes);
    sentences_note(text, t.at, t.len, notes);
    boundary_state s = boundary_begin(notes, t.len);
    for (size_t i = 1; i < t.len; i++) {
        while (*next < gold->len && gold->at[*next].end < t.at[i - 1].end)
            ++*next;
        place p = {.ends = *next < gold->len && gold->at[*next].end == t.at[i - 1].end};
        if (boundary_asks(&s, i)) {
            boundary_features(&s, i, p.feature);
            vec_push(out, p);
        }
        boundary_pass(&s, i, p.ends);
    }
    free(notes);
    vec_free(&t);
}

static dm_status read_file(const char *path, places *out, dm_error *err)
{
    segment_gold gold;
    text_blocks blocks = {0};
    dm_status status = segment_gold_read(path, NULL, &gold, err);
    if (status == DM_OK) {
        size_t next = 0, before = out->len, ends = 0;
        blocks_find(buf_str(&gold.raw), &blocks);
        for (size_t i = 0; i < blocks.len; i++)
            read_block(buf_str(&gold.raw), &blocks.at[i], &gold.sentences, &next, out);
        for (size_t i = before; i < out->len; i++)
            ends += out->at[i].ends;
        (void)fprintf(stderr, "segment: %s: %zu sentences, %zu places, %zu of them ends\n",
                      path, gold.sentences.len, out->len - before, ends);
    }
    vec_free(&blocks);
    segment_gold_free(&gold);
    return status;
}

/* One step on one place; its loss. */
static double learn(const place *p, const options *o)
{
    double sum = 0;
    for (size_t k = 0; k < BOUNDARY_FEATURES; k++)
        sum += (double)weight[p->feature[k]];
    const double chance = 1 / (1 + exp(-sum));
    for (size_t k = 0; k < BOUNDARY_FEATURES; k++) {
        float *w = &weight[p->feature[k]], *e = &energy[p->feature[k]];
        const float g = (float)(chance - p->ends + o->decay * (double)*w);
        *e += g * g;
        *w -= (float)o->rate * g / sqrtf(*e + 1e-6f);
    }
    return -log((p->ends ? chance : 1 - chance) + 1e-12);
}

static void fit(const places *x, const options *o)
{
    uint64_t state = o->seed;
    size_t *order = dm_malloc((x->len + 1) * sizeof *order);
    for (size_t i = 0; i < x->len; i++)
        order[i] = i;
    for (uint32_t pass = 0; pass < o->passes; pass++) {
        double loss = 0;
        for (size_t i = x->len; i > 1; i--) {
            const size_t k = roll(&state, (uint32_t)i), t = order[i - 1];
            order[i - 1] = order[k];
            order[k] = t;
        }
        for (size_t i = 0; i < x->len; i++)
            loss += learn(&x->at[order[i]], o);
        (void)fprintf(stderr, "segment: pass %u, loss %.5f a place\n", pass + 1,
                      loss / (double)(x->len ? x->len : 1));
    }
    free(order);
}

static dm_status write_model(const options *o, dm_error *err)
{
    static int8_t small[WEIGHTS];
    float most = 0;
    for (size_t i = 0; i < WEIGHTS; i++)
        most = fmaxf(most, fabsf(weight[i]));
    const float scale = most > 0 ? 127 / most : 1;
    for (size_t i = 0; i < WEIGHTS; i++)
        small[i] = (int8_t)lrintf(weight[i] * scale);
    const uint32_t count = WEIGHTS, one = 1;
    const int32_t threshold =
        (int32_t)lrint(log(o->threshold / (1 - o->threshold)) * (double)scale);
    dm_container_writer w = {0};
    container_add(&w, "weights", DT_I8, 1, &count, small);
    container_add(&w, "threshold", DT_I32, 1, &one, &threshold);
    return container_write(&w, "segment 1", o->out, err);
}

static bool read_options(options *o, int argc, char **argv)
{
    int i = 1;
    for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
        const double value = strtod(argv[i + 1], NULL);
        if (strcmp(argv[i], "--passes") == 0)
            o->passes = (uint32_t)value;
        else if (strcmp(argv[i], "--seed") == 0)
            o->seed = (uint32_t)value;
        else if (strcmp(argv[i], "--rate") == 0)
            o->rate = value;
        else if (strcmp(argv[i], "--decay") == 0)
            o->decay = value;
        else if (strcmp(argv[i], "--threshold") == 0)
            o->threshold = value;
        else
            return false;
    }
    o->out = i < argc ? argv[i] : NULL;
    o->first_file = i + 1;
    return o->first_file < argc && o->threshold > 0 && o->threshold < 1;
}

int train_segment(int argc, char **argv)
{
    options o = {.rate = 0.03, .decay = 3e-3, .threshold = 0.2, .passes = 6, .seed = 2};
    if (!read_options(&o, argc, argv)) {
        (void)fputs(
            "usage: dramatis-train segment [--seed N] [--passes N] [--rate X] [--decay X]"
            " [--threshold P] OUT.dmm FILE.conllu|FILE.txt...\n",
            stderr);
        return 2;
    }
    places x = {0};
    dm_error err = {0};
    dm_status status = DM_OK;
    for (int i = o.first_file; i < argc && status == DM_OK; i++)
        status = read_file(argv[i], &x, &err);
    if (status == DM_OK) {
        fit(&x, &o);
        status = write_model(&o, &err);
    }
    if (status != DM_OK)
        (void)fprintf(stderr, "segment: %s\n", err.message);
    vec_free(&x);
    return status == DM_OK ? 0 : 1;
}
