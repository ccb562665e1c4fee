/* SPDX-License-Identifier: GPL-3.0-or-later */
/* measure.h - how well a model does on annotated text, at both depths. */
#ifndef DM_TRAIN_MEASURE_H
#define DM_TRAIN_MEASURE_H

#include "train/encoder/batch.h"
#include "train/encoder/crew.h"
#include "train/encoder/pair_corpus.h"

typedef struct {
    double names3;    /* F1 of persons, organisations, and places with countries; exact spans */
    double names_all; /* F1 of all kinds that the guidelines know */
    double upos, xpos, uas, las;
} measured;

/* Convention as in the corpus, or `as` when it is below CONV_COUNT.  Mentions that the mapping
 * leaves open are not counted, nor predictions that touch them. */
void measure(const encoder_model *m, const dm_vocab *v, const corpus *c, convention as,
             crew *threads, measured out[DEPTHS]);

typedef struct {
    uint32_t events;              /* pairs whose first does something to the second */
    double accuracy;              /* of their class, that there is one taken as given */
    double precision, recall, f1; /* an event or none, over all pairs */
    double typed_f1;              /* with the right class */
} measured_pairs;

void measure_pairs(const encoder_model *m, const dm_vocab *v, const pair_corpus *c,
                   measured_pairs out[DEPTHS]);

#endif
