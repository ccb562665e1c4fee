/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stats.h - a graph in figures.  What counts as an edge in the structure: graph/simple.h. */
#ifndef DM_GRAPH_STATS_H
#define DM_GRAPH_STATS_H

#include "graph/simple.h"

typedef struct {
    dm_str name; /* "" is "(none)" to a reader */
    uint32_t count;
    double weight; /* sum over the edges; of nodes the number of mentions */
} dm_stat_row;

typedef struct {
    dm_stat_row *at; /* most frequent first, then by name */
    uint32_t count;
} dm_stat_list;

typedef struct {
    uint32_t documents, nodes, actors, edges;
    uint32_t negated, derived; /* edges: negated or denied; from the lexicons */
    uint32_t evidence;         /* quotations on edges */
    dm_stat_list kinds, relations, families, quads;
    /* on the simple graphs of the selection */
    uint32_t vertices, pairs, arcs, isolates;
    uint32_t components, largest; /* largest: nodes of the largest component */
    double density;               /* pairs / (n(n-1)/2) */
    double mean_degree;           /* 2 pairs / n */
    double reciprocity;           /* arcs whose reverse is there too / arcs */
    double transitivity;          /* 3 triangles / paths of length two */
    double assortativity;         /* Pearson's r of degrees over pairs (Newman 2002) */
    double kind_assortativity;    /* of kinds over pairs (Newman 2003) */
    uint32_t communities;         /* as g has them; 0 before analysis */
    double modularity;            /* of these communities, weighted */
    /* events only, affirmed and not denied, by weight */
    double cooperation, conflict; /* sums of weight, verbal and material */
    double balance; /* (cooperation - conflict) / (cooperation + conflict), -1..1 */
} dm_stats;

/* Fills *out from the arena; undefined figures are NaN.  select may be NULL. */
DM_NODISCARD dm_status graph_stats(const dm_graph *g, const dm_selection *select, dm_arena *a,
                                   dm_stats *out, dm_error *err);

#endif
