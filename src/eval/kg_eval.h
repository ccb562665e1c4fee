/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kg_eval.h - document-level relations end to end on DWIE: the rules of score_kg.py --core
 * after graph_to_dwie.py (clusters aligned one to one by shared named mentions, DWIE's relation
 * names, placed relations by the level of their target). */
#ifndef DM_EVAL_KG_EVAL_H
#define DM_EVAL_KG_EVAL_H

#include "eval/newsgraph_eval.h"

typedef struct {
    uint32_t documents, gold, predicted, right;
    dm_counts per[REL_COUNT];
} dm_kg_score;

DM_NODISCARD dm_status kg_eval(const dm_engine *engine, const char *dwie_path, dm_kg_score *out,
                               dm_error *err);

#endif
