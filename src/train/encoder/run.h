/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run.h - a training run while it runs, and its whole state as a file.
 *
 * A state holds all that later steps depend on: weights, moments, the feeds with their shuffled
 * windows, random numbers, norms and counts.  A run that is stopped and goes on from its state
 * ends with the bytes of one that was never stopped.
 */
#ifndef DM_TRAIN_RUN_H
#define DM_TRAIN_RUN_H

#include "train/encoder/adam.h"
#include "train/encoder/trainer.h"

#include <time.h>

enum { TASK_NAMES, TASK_TREES, TASK_PAIRS, TASKS, MAX_PARTS = 64, STRETCHES = 64 };

typedef struct {
    workspace ws;
    dm_arena arena;
    window_list windows;
    const pack *p;
    real *dense;  /* [count - dense] gradient */
    real *d_rows; /* [M][D] */
    double loss[DEPTHS][LOSS_COUNT];
} train_part;

/* Numbers that go on from step to step; kept in a state as they lie. */
typedef struct {
    uint64_t pieces, task_pieces[TASKS]; /* read */
    uint64_t step;
    double norm[TASKS];              /* running mean of the gradient's length */
    double loss[DEPTHS][LOSS_COUNT]; /* running means */
    double seconds;                  /* spent before this process */
} run_numbers;

typedef struct {
    encoder_model *m;
    const train_data *data;
    const train_options *o;
    const train_watch *watch;
    crew *threads;
    run_numbers now;
    feed feeds[TASKS];
    real *moment1, *moment2; /* [count] */
    train_part parts[MAX_PARTS];
    uint32_t task;   /* of this step */
    double per_item; /* 1 / tokens or pairs of the batch */
    double square[STRETCHES];
    adam_rule rule;
    double rate[2];    /* of encoder and heads, now */
    uint32_t *rows_of; /* [pieces of the vocabulary] index into touched + 1 */
    VEC(uint16_t) touched;
    real *row_grad; /* [touched][D] */
    size_t row_cap;
    struct timespec started;
    uint64_t first_piece; /* read before this process */
} run;

DM_NODISCARD dm_status state_write(const run *r, const char *path, dm_error *err);
/* Everything of *r that a state holds; options and corpora must be those of the state. */
DM_NODISCARD dm_status state_read(run *r, const char *path, dm_error *err);

#endif
