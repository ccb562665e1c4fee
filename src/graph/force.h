/* SPDX-License-Identifier: GPL-3.0-or-later */
/* force.h - drawing a connected graph by forces, the same to the last bit on every machine.
 *
 * Fruchterman and Reingold (1991): vertices repel each other by 1/d, ties pull by d^2, steps
 * shrink.  Only + - * / and square roots are used, in a fixed order (no library of sines, no
 * contraction), because the method is chaotic: one bit in the first step moves the last by
 * whole units.  A layout from a library would depend on how that was compiled.
 */
#ifndef DM_GRAPH_FORCE_H
#define DM_GRAPH_FORCE_H

#include "graph/simple.h"

typedef struct {
    double x, y;
} dm_point;

/* Places the n vertices of a connected graph, centred, the longer axis lying flat, the median
 * tie of length 1.  O(n^2) a step up to 600 vertices, then repulsion is cut off at a distance.
 */
void force_layout(uint32_t n, const dm_tie *pairs, uint32_t count, uint64_t seed, dm_point *at);
/* Moves only the vertices that are not fixed, from where they are; length: of a tie at rest. */
void force_settle(uint32_t n, const dm_tie *pairs, uint32_t count, const bool *fixed,
                  double length, dm_point *at);
/* Median length of the ties, 0 when there are none. */
double median_length(const dm_tie *pairs, uint32_t count, const dm_point *at);

#endif
