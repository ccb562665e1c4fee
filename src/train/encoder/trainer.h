/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trainer.h - the training run: names and trees in turn, one task a batch.
 *
 * A batch is split into a fixed number of parts with a gradient of their own each, summed in
 * order: the same seed and parts give the same weights on any number of threads (of the same
 * kind of processor, whose products round alike).
 */
#ifndef DM_TRAIN_TRAINER_H
#define DM_TRAIN_TRAINER_H

#include "train/encoder/batch.h"
#include "train/encoder/crew.h"
#include "train/encoder/model.h"

typedef struct {
    uint64_t seed;
    uint64_t pieces;   /* to read in all */
    double name_share; /* of them; the rest are trees */
    uint32_t batch;    /* pieces */
    uint32_t parts;
    double rate, head_rate; /* of learning, at the top of the schedule */
    double warm;            /* share of the run until the top; linear to zero after it */
    double decay, clip, drop;
    double exit_weight; /* of the exit's losses against the top's */
} train_options;

extern const train_options train_defaults;

typedef struct {
    const corpus *names, *trees;
    const dm_vocab *vocab;
} train_data;

/* Called after every tenth of the run, for example to save what there is. */
typedef struct {
    void (*tenth)(void *context);
    void *context;
} train_watch;

/* Trains m in place; progress goes to standard error. */
void train_run(encoder_model *m, const train_data *data, const train_options *o,
               const train_watch *watch, crew *threads);

#endif
