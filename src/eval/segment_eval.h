/* SPDX-License-Identifier: GPL-3.0-or-later */
/* segment_eval.h - how right tokens and sentences are, from raw text, against a treebank.
 *
 * The raw text is made of the treebank's sentences: forms joined as SpaceAfter says, a blank
 * between sentences, an empty line where a paragraph or document begins ("# newpar", "#
 * newdoc"). A token or sentence is right when both its ends are, as in the CoNLL 2018 shared
 * task; tokens are the syntactic words ("do", "n't"), cut inside the multi-word token where the
 * words' forms add up to its form, else the multi-word token itself.
 */
#ifndef DM_EVAL_SEGMENT_EVAL_H
#define DM_EVAL_SEGMENT_EVAL_H

#include "text/document.h"

#include <stdio.h>

typedef struct {
    uint32_t right, found, gold;
} span_score;

typedef struct {
    span_score tokens, sentences;
} segment_figures;

/* only: count documents whose id contains it ("_news_"); NULL for all.  When wrong is not NULL,
 * every sentence and token that is not right is written there, a line each. */
DM_NODISCARD dm_status eval_segment(const char *conllu_path, const char *only, FILE *wrong,
                                    segment_figures *out, dm_error *err);
double span_f1(const span_score *s);
void segment_print(const segment_figures *f, FILE *to);

#endif
