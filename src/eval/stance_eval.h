/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stance_eval.h - polarity, modality and attribution on sentences of our own
 * (stance_cases.def).  Every third row is the blind part: mending looks at the other two thirds
 * only. */
#ifndef DM_EVAL_STANCE_EVAL_H
#define DM_EVAL_STANCE_EVAL_H

#include "cast/cast.h"
#include "engine/parser.h"

#include <stdio.h>

enum { STANCE_PHENOMENA = 32 };
typedef enum { ROWS_TUNED, ROWS_BLIND, ROWS_PARTS } dm_rows_part;

typedef struct {
    uint32_t rows, right;            /* all three as expected */
    uint32_t polarity, modality, by; /* each for itself */
} dm_stance_counts;

typedef struct {
    const char *name[STANCE_PHENOMENA];
    dm_stance_counts of[STANCE_PHENOMENA][ROWS_PARTS];
    uint32_t count;
} dm_stance_score;

/* Every row through the whole pipeline, as an article of its own.  Rows of the parts given in
 * misses[] that go wrong are printed there; its members may be NULL. */
DM_NODISCARD dm_status stance_eval(const dm_lexicon *lexicon, const dm_parser *parser,
                                   FILE *const misses[ROWS_PARTS], dm_stance_score *out,
                                   dm_error *err);
dm_stance_counts stance_of_phenomenon(const dm_stance_score *s, uint32_t phenomenon);
dm_stance_counts stance_total(const dm_stance_score *s, int part); /* part -1: both */

#endif
