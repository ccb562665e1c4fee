/* SPDX-License-Identifier: GPL-3.0-or-later */
/* copy.h - nodes, edges and documents copied whole into another arena, and parts of graphs. */
#ifndef DM_GRAPH_COPY_H
#define DM_GRAPH_COPY_H

#include "graph/graph.h"

dm_gnode gnode_copy(dm_arena *a, const dm_gnode *n);
dm_gedge gedge_copy(dm_arena *a, const dm_gedge *e); /* source and target stay as they are */
dm_gdoc gdoc_copy(dm_arena *a, const dm_gdoc *d);
dm_attr *attrs_copy(dm_arena *a, const dm_attr *attrs, uint32_t count);

/* The graph of the marked nodes and of the marked edges between them, with all that is known of
 * them (measures and positions too); documents that nothing in it refers to are left out.
 * Orders stay; edges keep their ids.  The caller frees it. */
dm_graph *graph_part(const dm_graph *g, const bool *node, const bool *edge);

#endif
