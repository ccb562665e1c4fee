/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simple.h - which edges count, and the simple weighted graphs that measures are computed on.
 *
 * What counts, everywhere in this room:
 *   - negated edges and edges of modality "denied" are left out: what a text says did not
 * happen is no tie (select.negated takes them in).  Planned, possible and alleged ones count,
 * and so do former ones: they say who stands in relation to whom in the text.
 *   - derived edges (from the lexicons, not from the text) count unless select.no_derived.
 *   - co-occurrence counts only when asked for, by select.cooccurrence or by its name in
 *     select.relations.
 *   - loops never count.
 * Vertices are the nodes that select.kinds lets in, isolates too, in byte order of their ids:
 * results do not depend on the order of nodes or edges in the graph.
 * Two simple graphs over them, without parallel edges, weights of parallel edges summed:
 *   - pairs: undirected, every edge once;
 *   - arcs: directed; symmetric edges, and all edges of an undirected graph, go both ways.
 */
#ifndef DM_GRAPH_SIMPLE_H
#define DM_GRAPH_SIMPLE_H

#include "graph/graph.h"

typedef struct {
    const char *kinds; /* comma between; "actor" for all actors; NULL: every node */
    const char
        *relations; /* relation, family ("state" is the family) or quad names; NULL: all */
    bool cooccurrence, negated, no_derived;
    bool undirected; /* every edge goes both ways */
    bool unweighted; /* every pair and arc weighs 1, and so does every edge in strength */
} dm_selection;

/* Everything that was said about two nodes, for pictures. */
#define SELECT_ALL ((dm_selection){.cooccurrence = true, .negated = true})

typedef struct {
    uint32_t a, b; /* pairs: a < b; arcs: from a to b */
    double weight;
} dm_tie;

typedef struct {
    uint32_t n;       /* vertices */
    uint32_t *node;   /* [n] the node of each vertex */
    uint32_t *vertex; /* [node_count] the vertex of each node, or GRAPH_NONE */
    dm_tie *pairs;    /* [pair_count] by a, b */
    uint32_t pair_count;
    dm_tie *arcs; /* [arc_count] by a, b */
    uint32_t arc_count;
    uint32_t *degree;         /* [n] distinct neighbours */
    uint32_t *in, *out;       /* [n] edges, parallel ones counted */
    double *strength;         /* [n] */
    uint32_t *component;      /* [n] by size descending, then smallest vertex */
    uint32_t *component_size; /* [component_count] */
    uint32_t component_count;
} dm_simple;

/* Fills *out from the arena.  DM_EUSAGE: a kind or relation that neither the ontology nor the
 * graph knows; DM_EINPUT: see graph_check. */
DM_NODISCARD dm_status simple_build(const dm_graph *g, const dm_selection *select, dm_arena *a,
                                    dm_simple *out, dm_error *err);

/* Does this edge count under the selection?  (Its ends are not looked at.)  names: what
 * selection_names made of select->relations. */
typedef struct {
    dm_str *at;
    uint32_t count;
    bool all;
} dm_names;
dm_names selection_names(const char *list, dm_arena *a);
bool selection_edge(const dm_selection *select, const dm_names *names, const dm_gedge *e);
bool selection_node(const dm_names *kinds, const dm_gnode *n);
DM_NODISCARD dm_status selection_check(const dm_graph *g, const dm_names *kinds,
                                       const dm_names *relations, dm_error *err);

/* Number groups 0.. by size descending, then by their smallest member; group[n] is rewritten,
 * size[] (from the arena) and their count are returned. */
uint32_t groups_number(uint32_t *group, uint32_t n, dm_arena *a, uint32_t **size);
/* Connected components of ties over n vertices, numbered as above. */
uint32_t ties_components(const dm_tie *ties, uint32_t count, uint32_t n, dm_arena *a,
                         uint32_t *component, uint32_t **size);

/* Vertices and ties sorted by component (numbered as above), for solving one at a time. */
typedef struct {
    uint32_t count;
    uint32_t *component; /* [n] */
    uint32_t *size;      /* [count] vertices of each */
    uint32_t *local; /* [n] place of each vertex among those of its component, in their order */
    uint32_t *vertex;    /* [n] by component; those of c start at first[c] */
    uint32_t *first;     /* [count + 1] */
    dm_tie *ties;        /* by component, in their order, ends local; start at first_tie[c] */
    uint32_t *first_tie; /* [count + 1] */
} dm_parts;
dm_parts ties_parts(const dm_tie *ties, uint32_t count, uint32_t n, dm_arena *a);

/* Neighbours of each vertex: those of v are at[from[v]] .. at[from[v + 1] - 1], ascending. */
typedef struct {
    uint32_t *from; /* [n + 1] */
    struct dm_neighbour {
        uint32_t vertex;
        double weight;
    } * at;
} dm_adjacency;
dm_adjacency pairs_adjacency(const dm_tie *pairs, uint32_t count, uint32_t n, dm_arena *a);

#endif
