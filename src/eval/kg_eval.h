/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kg_eval.h - document-level relations end to end on DWIE: the rules of score_kg.py --core
 * after graph_to_dwie.py (clusters aligned one to one by shared named mentions, DWIE's relation
 * names, placed relations by the level of their target). */
#ifndef DM_EVAL_KG_EVAL_H
#define DM_EVAL_KG_EVAL_H

#include "eval/newsgraph_eval.h"

#include <stdio.h>

typedef struct {
    uint32_t documents, gold, predicted, right;
    dm_counts per[REL_COUNT];
    dm_counts sure[10]; /* edges of confidence [k/10, (k+1)/10) */
    struct {
        char name[32]; /* what proposed the edge; derived ones apart */
        bool derived;
        dm_counts counts;
    } rule[160];
    uint32_t rule_count;
} dm_kg_score;

/* Reliability, and what each rule is worth: a line each. */
void kg_print(const dm_kg_score *s, FILE *out);

DM_NODISCARD dm_status kg_eval(const dm_engine *engine, const char *dwie_path, dm_kg_score *out,
                               dm_error *err);

#endif
