/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dramatis-train events: learns which pairs of phrases are events, and of which class.
 *
 * A soft-max over hashed features by AdaGrad on political sentences and newsgraph's training
 * articles; where only a family of classes is annotated, their sum is what is right.  The order
 * of examples comes from the seed, so the same corpora and engine give the same bytes. */
#include "base/vec.h"
#include "model/container.h"
#include "train/command.h"
#include "train/events_examples.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    const char *data, *out;
    double rate, decay, share, threshold[4], optional, other;
    uint32_t passes, seed;
    bool cross, misses;
} options;

typedef struct {
    float w[EVENT_SLOTS][EVENT_CLASSES], energy[EVENT_SLOTS][EVENT_CLASSES];
} weights;

static uint32_t roll(uint64_t *state, uint32_t n)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % n;
}

static void logits(const weights *m, const event_examples *x, const event_example *e,
                   double z[EVENT_CLASSES])
{
    for (uint32_t k = 0; k < EVENT_CLASSES; k++)
        z[k] = k ? (double)e->known[k] * EVENT_KNOWN : 0;
    for (uint32_t i = 0; i < e->count; i++) {
        const float *w = m->w[x->slot[e->first + i]];
        for (uint32_t k = 0; k < EVENT_CLASSES; k++)
            z[k] += (double)w[k];
    }
}

static double learn(weights *m, const event_examples *x, const event_example *e,
                    const options *o)
{
    double z[EVENT_CLASSES], p[EVENT_CLASSES], right = 0;
    logits(m, x, e, z);
    event_softmax(z, p);
    for (uint32_t k = 0; k < EVENT_CLASSES; k++)
        right += e->right >> k & 1 ? p[k] : 0;
    for (uint32_t k = 0; k < EVENT_CLASSES; k++) {
        double want = e->right >> k & 1 ? p[k] / fmax(right, 1e-9) : 0;
        double g = (double)e->weight * (p[k] - want);
        if (fabs(g) < 1e-5)
            continue;
        for (uint32_t i = 0; i < e->count; i++) {
            uint32_t s = x->slot[e->first + i];
            double slope = g + o->decay * (double)m->w[s][k];
            m->energy[s][k] += (float)(slope * slope);
            m->w[s][k] -= (float)(o->rate * slope / (sqrt((double)m->energy[s][k]) + 1e-3));
        }
    }
    return -log(fmax(right, 1e-9)) * (double)e->weight;
}

static void fit(weights *m, const event_examples *x, uint32_t fold, const options *o)
{
    uint32_t *order = dm_malloc((x->len + 1) * sizeof *order), n = 0;
    uint64_t state = o->seed;
    memset(m, 0, sizeof *m);
    for (size_t i = 0; i < x->len; i++) {
        if (x->at[i].right && x->at[i].fold != fold && x->at[i].fold != EVENT_FOLDS)
            order[n++] = (uint32_t)i;
    }
    for (uint32_t pass = 0; pass < o->passes; pass++) {
        double loss = 0;
        for (uint32_t i = n; i > 1; i--) {
            uint32_t k = roll(&state, i), was = order[i - 1];
            order[i - 1] = order[k];
            order[k] = was;
        }
        for (uint32_t i = 0; i < n; i++)
            loss += learn(m, x, &x->at[order[i]], o);
        (void)fprintf(stderr, "fold %u pass %u: loss %.4f\n", (unsigned)fold, (unsigned)pass,
                      loss / n);
    }
    free(order);
}

static dm_status write_model(const weights *m, const options *o, const char *path,
                             dm_error *err)
{
    static int8_t small[EVENT_SLOTS * EVENT_CLASSES];
    float most = 0;
    for (size_t i = 0; i < EVENT_SLOTS; i++) {
        for (size_t k = 0; k < EVENT_CLASSES; k++)
            most = fmaxf(most, fabsf(m->w[i][k]));
    }
    const float step = most > 0 ? most / 127 : 1;
    for (size_t i = 0; i < EVENT_SLOTS; i++) {
        for (size_t k = 0; k < EVENT_CLASSES; k++)
            small[i * EVENT_CLASSES + k] = (int8_t)lrintf(m->w[i][k] / step);
    }
    const uint32_t format[3] = {EVENTS_FORMAT, EVENT_CLASSES, EVENT_SLOTS}, three = 3, one = 1,
                   four = 4, all = EVENT_SLOTS * EVENT_CLASSES;
    const float share = (float)o->share,
                threshold[4] = {(float)o->threshold[0], (float)o->threshold[1],
                                (float)o->threshold[2], (float)o->threshold[3]};
    dm_container_writer w = {0};
    container_add(&w, "format", DT_U32, 1, &three, format);
    container_add(&w, "weight", DT_I8, 1, &all, small);
    container_add(&w, "scale", DT_F32, 1, &one, &step);
    container_add(&w, "share", DT_F32, 1, &one, &share);
    container_add(&w, "threshold", DT_F32, 1, &four, threshold);
    return container_write(&w, "events 1", path, err);
}

static dm_status train(const event_examples *x, const options *o, dm_error *err)
{
    weights *m = dm_malloc(sizeof *m);
    dm_status status = DM_OK;
    char path[1024];
    for (uint32_t fold = 0; o->cross && fold < EVENT_FOLDS && status == DM_OK; fold++) {
        fit(m, x, fold, o);
        (void)snprintf(path, sizeof path, "%s.%u", o->out, (unsigned)fold);
        status = write_model(m, o, path, err);
    }
    if (status == DM_OK && o->cross)
        status = events_eval(o->data, o->out, o->misses, err);
    if (status == DM_OK && !o->cross) {
        fit(m, x, EVENT_FOLDS, o);
        status = write_model(m, o, o->out, err);
    }
    free(m);
    return status;
}

static bool read_options(options *o, int argc, char **argv)
{
    struct {
        const char *name;
        double *value;
    } numbers[] = {{"--rate", &o->rate},
                   {"--decay", &o->decay},
                   {"--share", &o->share},
                   {"--article", &o->threshold[0]},
                   {"--short", &o->threshold[1]},
                   {"--article-rule", &o->threshold[2]},
                   {"--short-rule", &o->threshold[3]},
                   {"--optional", &o->optional},
                   {"--other", &o->other}};
    for (int i = 1; i < argc; i++) {
        bool taken = false;
        for (size_t k = 0; k < sizeof numbers / sizeof numbers[0] && i + 1 < argc; k++) {
            if (strcmp(argv[i], numbers[k].name) == 0) {
                *numbers[k].value = strtod(argv[++i], NULL);
                taken = true;
                break;
            }
        }
        if (taken)
            continue;
        if (strcmp(argv[i], "--cross") == 0)
            o->cross = true;
        else if (strcmp(argv[i], "--misses") == 0)
            o->misses = true;
        else if (strcmp(argv[i], "--data") == 0 && i + 1 < argc)
            o->data = argv[++i];
        else if (strcmp(argv[i], "-o") == 0 && i + 1 < argc)
            o->out = argv[++i];
        else if (strcmp(argv[i], "--passes") == 0 && i + 1 < argc)
            o->passes = (uint32_t)strtoul(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc)
            o->seed = (uint32_t)strtoul(argv[++i], NULL, 10);
        else
            return false;
    }
    return o->out != NULL;
}

int train_events(int argc, char **argv)
{
    options o = {.data = "../shared/data",
                 .rate = 0.05,
                 .decay = 1e-4,
                 .share = 0.6,
                 .threshold = {0.8, 0.7, 0.1, 0.7},
                 .optional = 0.5,
                 .other = 1,
                 .passes = 3,
                 .seed = 1};
    if (!read_options(&o, argc, argv)) {
        (void)fputs("usage: dramatis-train events [--data DIR] [--cross [--misses]] [--rate X] "
                    "[--decay X] [--share P]\n    [--article P] [--short P] [--optional X] "
                    "[--other X] [--passes N] [--seed N] -o OUT.dmm\n",
                    stderr);
        return 2;
    }
    event_examples x = {0};
    dm_lexicon *lexicon = NULL;
    dm_parser *parser = NULL;
    dm_error err = {0};
    dm_status status = lexicon_open(STR(""), &lexicon, &err);
    if (status == DM_OK)
        status = parser_open(STR(""), &parser, &err);
    const event_sources sources = {o.data, lexicon, parser, (float)o.optional};
    if (status == DM_OK)
        status = event_examples_read(&sources, &x, &err);
    for (size_t i = 0; i < x.len; i++) {
        if (!x.at[i].unnamed)
            x.at[i].weight *= (float)o.other;
    }
    (void)fprintf(stderr, "%zu pairs\n", x.len);
    if (status == DM_OK)
        status = train(&x, &o, &err);
    if (status != DM_OK)
        (void)fprintf(stderr, "events: %s\n", err.message);
    event_examples_free(&x);
    parser_free(parser);
    lexicon_free(lexicon);
    return status == DM_OK ? 0 : 1;
}
