/* SPDX-License-Identifier: GPL-3.0-or-later */
/* query.h - what in a graph matches a pattern; paths between two actors; neighbourhoods.
 *
 * A pattern is nodes with arrows between them:  person -head_of_state-> country
 *   node   ? or *            any node
 *          person, city      a kind or sub-kind of the ontology or of the graph; "actor"
 *          Ada Lind, a/b     an id, a label or an alias (letters' case and accents do not
 *                            count); when none is equal, all labels and aliases that have all
 *                            of these words
 *          "Peru"            quoted: never a kind;  kind:x, id:x, name:x say which is meant
 *   arrow  -r->  <-r-  -r-   r: relations, families or quads, "," or "|" between; cooperation
 *                            and conflict for both quads of it; * any; -> <- -- are -*-> ...
 *          -!r->             what is negated or denied; other arrows leave that out
 * Symmetric edges go both ways.  The edges of a match differ; a set of edges matches once.
 * Co-occurrence counts where it is named. */
#ifndef DM_QUERY_QUERY_H
#define DM_QUERY_QUERY_H

#include "graph/graph.h"

#define PATTERN_NODES 8

typedef enum { ARROW_BOTH, ARROW_RIGHT, ARROW_LEFT } dm_arrow;
typedef enum { NAMED_ANY, NAMED_EITHER, NAMED_KIND, NAMED_ID, NAMED_NAME } dm_named;

typedef struct {
    dm_named how;
    dm_str text;
    size_t at; /* byte in the pattern */
} pattern_node;

typedef struct {
    dm_str *names; /* none: any relation */
    uint32_t count;
    bool negated;
    dm_arrow arrow;
    size_t at;
} pattern_edge;

typedef struct {
    pattern_node nodes[PATTERN_NODES];
    pattern_edge edges[PATTERN_NODES]; /* edges[i] is between nodes i and i + 1 */
    uint32_t count;                    /* nodes */
} dm_pattern;

/* DM_EUSAGE tells what is wrong, and *column where (from 1, in code points).  Texts are views
 * of text. */
DM_NODISCARD dm_status pattern_parse(dm_str text, dm_arena *a, dm_pattern *out, size_t *column,
                                     dm_error *err);

/* Exactly one of pattern, from with to, ego. */
typedef struct {
    const char *pattern;
    const char *from, *to; /* nodes as in a pattern */
    uint32_t max;          /* edges of a path; 0: 3 */
    const char *ego;
    uint32_t radius; /* 0: 1 */
    double min_confidence;
    const char *since, *until; /* YYYY, YYYY-MM or YYYY-MM-DD, both included: of the edge, else
                                * of its documents */
    const char *kinds;         /* of all nodes but the ends of paths and egos */
    const char *relations;
    bool negated; /* what is negated or denied counts everywhere */
} query_options;

/* Nodes and edges in a row: node[0] edge[0] node[1] ...  In paths edge[i] is the strongest of
 * the more[i] + 1 edges between its nodes. */
typedef struct {
    uint32_t *node, *edge, *more;
    uint32_t count; /* nodes */
} query_match;

typedef struct {
    dm_arena arena;
    query_match *at; /* what is said, not derived, first; then the heaviest, the surest; paths:
                      * the shortest first.  ego: its edges, each a match of two nodes */
    uint32_t count, longest; /* longest: nodes of the longest match */
    bool *node, *edge;       /* [node_count], [edge_count]: is in a match */
    dm_str note;             /* why nothing was found, when a name is in no node */
} query_result;

/* DM_EUSAGE: the pattern or an option is wrong (*column as above, else 0); DM_EINPUT: more than
 * a million matches.  query_free it also after a failure. */
DM_NODISCARD dm_status query_run(const dm_graph *g, const query_options *options,
                                 query_result *out, size_t *column, dm_error *err);
void query_free(query_result *r);

#endif
