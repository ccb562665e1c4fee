/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trainer.h - the training run: names and trees in turn, one task a batch; pairs of actors join
 * late, on an encoder that knows names (from the first step on they learn less).
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
#include "train/encoder/pair_corpus.h"

#include <signal.h>

typedef struct {
    uint64_t seed;
    uint64_t pieces;   /* to read in all */
    double name_share; /* of them; the rest are trees */
    uint32_t batch;    /* pieces */
    uint32_t parts;
    double rate, head_rate; /* of learning, at the top of the schedule */
    double warm;            /* share of the run until the top; linear to zero after it */
    double decay, clip, drop;
    double exit_weight;  /* of the exit's losses against the top's */
    double pair_from;    /* share of the run after which pairs of actors join */
    double pair_share;   /* of the pieces from then on */
    uint32_t pair_batch; /* pieces; small, there are few and steps count */
    double pair_rate;    /* of learning, encoder, at most this in batches of pairs */
} train_options;

extern const train_options train_defaults;

typedef struct {
    const corpus *names, *trees;
    const pair_corpus *pairs; /* NULL: none */
    const dm_vocab *vocab;
} train_data;

/* What happens beside the training itself; everything may be NULL. */
typedef struct {
    void (*tenth)(void *context); /* after every tenth of the run */
    void *context;
    const char *state;  /* file that gets the whole run every 5 %, and at a stop */
    const char *resume; /* such a file to go on from; another seed reads the corpora anew */
    const volatile sig_atomic_t *stop; /* not 0: write the state and end */
} train_watch;

typedef enum { TRAIN_FINISHED, TRAIN_STOPPED } train_end;

/* Trains m in place; progress goes to standard error.  A run that goes on from a state ends
 * with the same weights as one that was never stopped; a state of other options or corpora is
 * DM_EUSAGE. */
DM_NODISCARD dm_status train_run(encoder_model *m, const train_data *data,
                                 const train_options *o, const train_watch *watch,
                                 crew *threads, train_end *end, dm_error *err);

#endif
