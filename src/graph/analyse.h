/* SPDX-License-Identifier: GPL-3.0-or-later */
/* analyse.h - centralities, communities and components of a graph, written into its nodes.
 *
 * Measures are taken on the simple graphs of simple.h (which edges count, how parallel,
 * symmetric, negated, derived edges and loops are treated) with weight as strength; paths run
 * along distances 1/weight.  Definitions are those of measures.def; what differed from them in
 * a run is in g->how[].  Values are rounded to nine significant digits, NaN where a measure is
 * not defined: closeness and constraint of nodes without a neighbour, everything of nodes left
 * out. Communities: Leiden for modularity on the undirected graph, the best of several runs
 * when the graph is small; numbered by size, then by smallest node id; nodes without edges are
 * communities of their own.  The same graph gives the same values whatever the order of its
 * nodes and edges.
 */
#ifndef DM_GRAPH_ANALYSE_H
#define DM_GRAPH_ANALYSE_H

#include "graph/simple.h"

typedef struct {
    dm_selection select; /* select.undirected: pagerank, hub, authority go both ways too */
    bool directed;       /* betweenness, closeness, harmonic follow the arcs (distance from the
                          * others to the node, as networkx has it) */
    uint64_t seed;       /* of communities and samples; 0 is 1 */
    uint32_t exact;      /* vertices up to which paths are counted from all of them; 0: 10000 */
} dm_analysis_options;

/* options may be NULL.  On failure the graph is as before. */
DM_NODISCARD dm_status graph_analyse(dm_graph *g, const dm_analysis_options *options,
                                     dm_error *err);

/* Modularity of a grouping of the vertices on weighted pairs (Newman 2004); NaN without pairs.
 */
double ties_modularity(const dm_tie *pairs, uint32_t count, const uint32_t *group, uint32_t n);

/* v at nine significant digits, -0 as 0, NaN kept. */
double round_9(double v);

#endif
