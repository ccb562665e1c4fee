/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout.h - where nodes stand, how large they are and what colour: what Gephi opens.
 *
 * Components are drawn one by one (force.h) and packed around the largest, nodes without edges
 * in rows; labels are kept apart; everything lies around the origin with a spread of about 1000
 * (more for graphs of more than 40 nodes, by the root of their number), at two decimals.  All
 * edges count here, negated and co-occurrence ones too: they are drawn.  Sizes 10..100 (Gephi
 * takes them as radius) grow with salience, or with pagerank when no node has salience.  Node
 * colours by kind or by community; edge colours by quad.
 */
#ifndef DM_GRAPH_LAYOUT_H
#define DM_GRAPH_LAYOUT_H

#include "graph/graph.h"

typedef struct {
    uint64_t seed;        /* 0 is 1 */
    const dm_graph *from; /* nodes that stand in it, by id, stand where they stand there */
    bool by_community;    /* colours */
} dm_layout_options;

/* Fills x, y, size and colours of all nodes and edges; options may be NULL. */
DM_NODISCARD dm_status graph_layout(dm_graph *g, const dm_layout_options *options,
                                    dm_error *err);
/* Sizes and colours only. */
void graph_paint(dm_graph *g, bool by_community);

#endif
