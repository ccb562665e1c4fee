/* SPDX-License-Identifier: GPL-3.0-or-later */
/* find.h - which nodes and edges a query means.  Internal to the room. */
#ifndef DM_QUERY_FIND_H
#define DM_QUERY_FIND_H

#include "graph/simple.h"
#include "query/query.h"

#define MATCH_LIMIT 1000000u

/* The edges at each node: of node v at[from[v]] .. at[from[v + 1] - 1], ascending. */
typedef struct {
    uint32_t *from, *at;
} incident;

typedef struct {
    const dm_graph *g;
    const query_options *o;
    query_result *r;
    dm_names kinds, relations; /* of the options */
    incident edges;
    bool *node, *edge; /* what the options let in */
    dm_arena *a;       /* the result's */
    dm_str pattern;
    size_t *column;
    dm_error *err;
} finder;

/* Options looked at, node and edge filled. */
DM_NODISCARD dm_status finder_init(finder *f);

/* The nodes that are meant, as flags; their number.  0: the result's note says why when it is a
 * name that nobody has. */
uint32_t find_nodes(finder *f, const pattern_node *n, bool *out);
/* The node that one text means (for paths and egos): the one with most edges of several.
 * GRAPH_NONE when there is none. */
uint32_t find_node(finder *f, const char *text);

/* Are all names relations, families or quads?  DM_EUSAGE with the column of the arrow. */
DM_NODISCARD dm_status check_relations(finder *f, const pattern_edge *e);
/* Does the edge bear one of the names (none: any but co-occurrence)? */
bool edge_named(const dm_str *names, uint32_t count, const dm_gedge *e);
bool edge_denied(const dm_gedge *e);
bool edge_goes(const dm_graph *g, const dm_gedge *e, uint32_t from, dm_arrow arrow);

DM_NODISCARD dm_status find_pattern(finder *f);
DM_NODISCARD dm_status find_paths(finder *f);
DM_NODISCARD dm_status find_ego(finder *f);
/* Edges as matches of two nodes. */
void add_edges(finder *f, const bool *edge);
void sort_matches(finder *f);

#endif
