/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pairs.h - what the first of two spans does to the second, from the vectors that the parser
 * kept (dm_parse_options.vectors).
 *
 * The head reads the vectors of the two spans' first and last tokens, their means, the product
 * of the means and the mean of what lies between; trained on pairs of actors of one sentence
 * (src/train/encoder/pairs.c).  The same bits on every processor. */
#ifndef DM_ENGINE_PAIRS_H
#define DM_ENGINE_PAIRS_H

#include "engine/parser.h"

/* Tokens [begin, end), not empty, inside one sentence. */
typedef struct {
    uint32_t begin, end;
} dm_token_span;

/* An ordered pair, by index of its spans: source, target. */
typedef struct {
    uint32_t source, target;
} dm_span_pair;

/* Probabilities by dm_quad; QUAD_NONE: nothing happens from source to target. */
typedef struct {
    float of[QUAD_COUNT];
} dm_pair_classes;

bool pairs_known(const dm_parser *p); /* the model has a pair head */
/* out[pair_count].  options as for the parse (kernel only).  DM_EMODEL: no pair head;
 * DM_EUSAGE: the parse kept no vectors. */
DM_NODISCARD dm_status pairs_score(const dm_parser *p, const dm_parse *parse,
                                   const dm_parse_options *options, const dm_token_span *spans,
                                   uint32_t span_count, const dm_span_pair *pairs,
                                   uint32_t pair_count, dm_pair_classes *out, dm_error *err);
/* The class other than QUAD_NONE that is most likely. */
dm_quad pair_quad(const dm_pair_classes *c);
/* Mean of the span's vectors: out[parse->dim]. */
void span_vector(const dm_parse *parse, dm_token_span span, float *out);

#endif
