/* SPDX-License-Identifier: GPL-3.0-or-later */
/* relations_eval.h - lasting relations end to end on corpora of sentences and passages.
 *
 * Our edges are put into the corpus's terms (VIEW rows of corpora.def).  CoNLL04: an edge is
 * right when both names have the annotated borders and kinds (strict), four of its five
 * relations - "Kill" is an event.  KnowledgeNet: when names overlap the annotated ones, in
 * passages that are annotated for the property ("text" F1); dates and schools are left out. */
#ifndef DM_EVAL_RELATIONS_EVAL_H
#define DM_EVAL_RELATIONS_EVAL_H

#include "eval/relations_data.h"

#include <stdio.h>

enum { VIEW_LABELS = 16 };

typedef struct {
    uint32_t right, shown, found, gold; /* edges, and statements that an edge answers */
} view_tally;

typedef struct {
    view_tally all, label[VIEW_LABELS];
    view_tally named; /* only statements about two names: no pronoun, no bare noun */
    const char *name[VIEW_LABELS];
    uint32_t label_count;
    struct {
        uint32_t right, shown;
    } sure[10]; /* by confidence */
} relations_score;

double view_precision(const view_tally *t);
double view_recall(const view_tally *t);
double view_f1(const view_tally *t);

DM_NODISCARD dm_status relations_eval(corpus_id c, const char *path, const corpus_options *o,
                                      const dm_state_model *model, FILE *misses,
                                      relations_score *out, dm_error *err);

#endif
