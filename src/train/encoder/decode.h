/* SPDX-License-Identifier: GPL-3.0-or-later */
/* decode.h - from scores to the best names and trees. */
#ifndef DM_TRAIN_DECODE_H
#define DM_TRAIN_DECODE_H

#include "train/encoder/model.h"

/* Viterbi over one sentence's scores [n][NAME_LABELS]: I-kind only after B-kind or I-kind. */
void decode_names(const real *scores, uint32_t n, uint8_t *labels);
/* Maximum spanning tree of arc scores [n][n+1] (column 0: root) with exactly one root (Chu and
 * Liu 1965, Edmonds 1967); head[i] as in pack.head. */
void decode_tree(const real *scores, uint32_t n, uint16_t *head);

#endif
