/* SPDX-License-Identifier: GPL-3.0-or-later */
/* segment_eval.h - how right tokens and sentences are, from raw text, against a treebank.
 *
 * The raw text is made of the treebank's sentences as the CoNLL 2018 shared task made it: forms
 * joined as SpaceAfter says (also where one sentence meets the next), an empty line where a
 * paragraph or document begins ("# newpar", "# newdoc"), nothing else: line breaks inside
 * paragraphs are not in the treebanks and so not in the text.  A token or sentence is right
 * when both its ends are, as in that task; tokens are the syntactic words ("do", "n't"), cut
 * inside the multi-word token where the words' forms add up to its form, else the multi-word
 * token itself.
 */
#ifndef DM_EVAL_SEGMENT_EVAL_H
#define DM_EVAL_SEGMENT_EVAL_H

#include "base/vec.h"
#include "text/document.h"

#include <stdio.h>

typedef struct {
    uint32_t begin, end; /* bytes of the raw text */
} segment_span;

typedef VEC(segment_span) segment_spans;

/* A treebank's text and where its tokens and sentences lie in it. */
typedef struct {
    dm_buf raw;
    segment_spans tokens, sentences;
} segment_gold;

typedef struct {
    uint32_t right, found, gold;
} span_score;

typedef struct {
    span_score tokens, sentences;
} segment_figures;

/* path: CoNLL-U, or ".txt" with one sentence a line, "_tokenised.txt" with
 * blanks between its tokens (gold sentences only).  only: documents whose id
 * contains it ("_news_"); NULL for all.  Free *out also after a failure. */
DM_NODISCARD dm_status segment_gold_read(const char *path, const char *only, segment_gold *out,
                                         dm_error *err);
void segment_gold_free(segment_gold *g);

/* misses, when not NULL, gets what is wrong, most frequent first. */
DM_NODISCARD dm_status eval_segment(const char *path, const char *only, FILE *misses,
                                    segment_figures *out, dm_error *err);
/* Where the two segmentations differ: tokens by form, sentence boundaries by what stands on
 * both sides (segment_misses.c). */
void segment_misses(const segment_gold *want, const segment_spans *tokens,
                    const segment_spans *sentences, FILE *to);
double span_f1(const span_score *s);
void segment_print(const segment_figures *f, FILE *to);

#endif
