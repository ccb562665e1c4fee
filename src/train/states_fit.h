/* SPDX-License-Identifier: GPL-3.0-or-later */
/* states_fit.h - examples of the pair classifier and the fitting of its two stages. */
#ifndef DM_TRAIN_STATES_FIT_H
#define DM_TRAIN_STATES_FIT_H

#include "eval/states_data.h"
#include "relate/states_model.h"

enum { FOLDS = 5, NO_FOLD = FOLDS };

typedef struct {
    uint32_t article, source, target;
    uint32_t text;  /* the same for two readings of one article */
    uint32_t gold;  /* bit per relation */
    uint32_t known; /* bit per relation that the corpus labels */
    float weight;   /* of the corpus */
    uint32_t kinds; /* kind_pair */
    size_t first;   /* of its features */
    uint32_t count;
    float logit[STATE_COUNT];  /* of the first stage, of a model that did not see the article */
    float second[STATE_COUNT]; /* the same of the second stage */
} example;

typedef struct {
    example *at; /* [N] by article, source, target */
    size_t len, cap;
    uint32_t *features; /* hashes while reading, then indices of kept features */
    size_t feature_len, feature_cap;
    uint32_t *hash; /* [F] hash of a kept feature */
    uint8_t *kinds; /* [F] the kind pair it belongs to */
    uint32_t feature_count;
    uint32_t allowed[KIND_PAIRS]; /* bit per relation with enough cases */
    uint32_t cases[STATE_COUNT];  /* in the articles that are measured */
    uint32_t measured;            /* how many articles, the first, are */
    uint32_t few;    /* a relation with fewer cases there is taught by the others too */
    uint32_t taught; /* bit per such relation */
    dm_arena arena;
} examples;

/* Pairs of all articles with their gold; rare features dropped.  measured: the first articles
 * are DWIE's, thresholds and figures are of them.  few: see
 * examples.few.  skip: families left out. */
void examples_read(state_articles *articles, uint32_t measured, uint32_t few,
                   const dm_lexicon *lex, uint32_t skip, examples *out);
/* The same features for other articles (dev), with the dictionary and kinds of known. */
void examples_read_more(state_articles *articles, const dm_lexicon *lex, uint32_t skip,
                        const examples *known, examples *out);
void examples_free(examples *x);
uint32_t example_fold(const example *e);

typedef struct {
    float alpha, beta, l1, l2;
    uint32_t epochs;
} fit_options;

/* Weights of the kept features: those of feature f are at w[at[f]], one per relation that its
 * kinds allow, in order of relation. */
typedef struct {
    size_t *at; /* [F + 1] */
    float *w;
} fit_weights;

/* FTRL-proximal (McMahan et al. 2013) over all examples outside the fold. */
void fit_first(const examples *x, uint32_t fold, const fit_options *o, fit_weights *out);
void fit_free(fit_weights *w);
void first_logits(const examples *x, const fit_weights *w, const example *e,
                  float logit[STATE_COUNT]);

/* Second stage from the logits in x: weights [STATE_COUNT][SECOND_INPUTS]; adds to the first
 * stage's logit. */
void fit_second(const examples *x, uint32_t fold, float *weights);
/* Fills example.second of the fold's articles (NO_FOLD: of all). */
void second_logits(examples *x, uint32_t fold, const float *weights);

#endif
