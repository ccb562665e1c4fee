/* SPDX-License-Identifier: GPL-3.0-or-later */
/* when_eval.h - dates in words of our own (when_cases.def): read alone, and attached to acts.
 * Every third row is the blind part: mending looks at the other two thirds only. */
#ifndef DM_EVAL_WHEN_EVAL_H
#define DM_EVAL_WHEN_EVAL_H

#include "eval/stance_eval.h"

enum { WHEN_KINDS = 24 };

typedef struct {
    uint32_t rows, right;
} dm_when_counts;

typedef struct {
    const char *name[WHEN_KINDS];
    dm_when_counts of[WHEN_KINDS][ROWS_PARTS];
    uint32_t count;
} dm_when_score;

/* Rows of the parts given in misses[] that go wrong are printed there; its members may be NULL.
 */
DM_NODISCARD dm_status when_eval(const dm_lexicon *lexicon, const dm_parser *parser,
                                 FILE *const misses[ROWS_PARTS], dm_when_score *out,
                                 dm_error *err);
dm_when_counts when_of_kind(const dm_when_score *s, uint32_t kind);
dm_when_counts when_total(const dm_when_score *s, int part); /* part -1: both */

#endif
