/* SPDX-License-Identifier: GPL-3.0-or-later */
/* newsgraph_eval.h - whole-article graphs against graphs made by hand: the rules of
 * score_graph.py (nodes one to one by shared names; labelled directed edges; connected pairs;
 * central actors). */
#ifndef DM_EVAL_NEWSGRAPH_EVAL_H
#define DM_EVAL_NEWSGRAPH_EVAL_H

#include "eval/salience_eval.h"

typedef struct {
    uint32_t right, extra, missed;
} dm_counts;

typedef struct {
    uint32_t articles;
    dm_counts nodes, edges, state_edges, event_edges, pairs;
    uint32_t kind_right, kind_all;
    uint32_t confusion[KIND_COUNT][KIND_COUNT]; /* gold, ours */
    uint32_t duplicates; /* a second node of one of gold; in nodes.extra */
    uint32_t top_right[ORDER_COUNT], top_all;
    /* event edges that answer a gold edge of the same two nodes, whatever their polarity */
    uint32_t put_all, put_polarity, put_modality;
    uint32_t modal_all, modal_right;     /* of them: gold is not simply asserted */
    uint32_t by_all, by_right, by_extra; /* gold names a speaker other than who acts */
} dm_newsgraph_score;

double counts_f1(const dm_counts *c);

/* gold_path: newsgraph JSONL.  Every article is extracted with the engine and scored.  When
 * miss is not NULL, what is missed and extra goes there, a line each. */
DM_NODISCARD dm_status newsgraph_eval(const dm_engine *engine, const char *gold_path,
                                      dm_newsgraph_score *out, dm_buf *miss, dm_error *err);

/* The same with article n read by engines[n % folds]: cross-validation. */
DM_NODISCARD dm_status newsgraph_eval_folds(const dm_engine *const *engines, uint32_t folds,
                                            const char *gold_path, dm_newsgraph_score *out,
                                            dm_buf *miss, dm_error *err);

#endif
