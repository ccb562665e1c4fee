/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pack.h - putting the parts of a drawing side by side, and keeping labels apart. */
#ifndef DM_GRAPH_PACK_H
#define DM_GRAPH_PACK_H

#include "graph/force.h"

/* Centres for n boxes of the given full sizes so that none overlap and all lie compactly around
 * the first, wider than high by aspect.  Give large ones first. */
void pack_boxes(uint32_t n, const dm_point *size, double aspect, dm_point *centre);

/* What a node covers: a disc (taken as its square) and a label across its middle; half sizes.
 */
typedef struct {
    double disc;
    dm_point label;
} dm_shape;

/* Moves shapes apart, each as little as is needed, until none overlap or the rounds are used
 * up. fixed may be NULL.  Returns the number of pairs that still overlap. */
uint32_t shapes_separate(uint32_t n, const dm_shape *shape, const bool *fixed, dm_point *at);
uint32_t shapes_overlaps(uint32_t n, const dm_shape *shape, const dm_point *at);

#endif
