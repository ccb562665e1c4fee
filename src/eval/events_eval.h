/* SPDX-License-Identifier: GPL-3.0-or-later */
/* events_eval.h - who does what to whom in political sentences, by the rules of
 * score_political.py: every sentence through the whole program, its event edges' spans and quad
 * against the annotated ones. */
#ifndef DM_EVAL_EVENTS_EVAL_H
#define DM_EVAL_EVENTS_EVAL_H

#include "eval/jsonl.h"
#include "eval/newsgraph_eval.h"

enum { EVENT_FOLDS = 5 };

typedef struct {
    uint32_t gold, predicted;
    uint32_t strict, overlap;             /* pairs found */
    uint32_t strict_class, overlap_class; /* with their class */
} dm_political_score;

double political_f1(uint32_t right, const dm_political_score *s);

/* Is this sentence of the fifth that no model was trained on?  The same hash of its words as
 * pair_held_out's (src/train/encoder/pair_corpus.h). */
bool political_held_out(const cJSON *sentence);

typedef struct {
    const dm_engine *engines[EVENT_FOLDS]; /* article or sentence n is read by n % 5 */
} dm_fold_engines;

/* all: every sentence; held: the held-out fifth.  miss: one line a sentence, or NULL. */
DM_NODISCARD dm_status political_eval(const dm_fold_engines *e, const char *path,
                                      dm_political_score *all, dm_political_score *held,
                                      dm_buf *miss, dm_error *err);

/* Engines whose event models are the files at PATH.0 to PATH.4 (PATH NULL: the program's own
 * five times). */
DM_NODISCARD dm_status fold_engines_open(const char *path, dm_fold_engines *out, dm_error *err);
void fold_engines_free(dm_fold_engines *e);

/* One line each, to stdout: what `dramatis eval events` shows. */
DM_NODISCARD dm_status events_eval(const char *data, const char *fold_models, bool misses,
                                   dm_error *err);

#endif
