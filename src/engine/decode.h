/* SPDX-License-Identifier: GPL-3.0-or-later */
/* decode.h - from scores to structures: name labels of a sentence, and its tree. */
#ifndef DM_ENGINE_DECODE_H
#define DM_ENGINE_DECODE_H

#include "engine/encoder.h"

/* Best label sequence under the rules of BIO (I-k only after B-k or I-k), by Viterbi's
 * algorithm; of equal ones the one with lower labels from the end.  scores: [n][ld],
 * NAME_LABELS used. */
void names_decode(const float *scores, size_t ld, uint32_t n, uint8_t *labels,
                  dm_arena *scratch);

/* Spans of the labels, with offset `first` added, pushed to out[]; returns how many (at most
 * n). A span's score is the probability that all of its labels, and its end, are as decoded
 * when all label sequences that keep the rules are weighed by exp(sum of scores)
 * (forward-backward). */
uint32_t names_spans(const float *scores, size_t ld, uint32_t n, const uint8_t *labels,
                     uint32_t first, dm_name *out, dm_arena *scratch);

/* Maximum spanning tree with exactly one child of the root (Chu and Liu 1965, Edmonds 1967; one
 * root by a price on root arcs).  scores: [n][n + 1], column 0 the root, column 1 + j token j
 * as the head; the diagonal is not read.  heads[n]: 0 for the root, else 1 + j.  Equal sums are
 * settled by the lower head at each step. */
void tree_decode(const float *scores, uint32_t n, uint32_t *heads, dm_arena *scratch);

#endif
