/* SPDX-License-Identifier: GPL-3.0-or-later */
/* diff.h - what differs between two graphs: actors, relations, ranks.
 *
 * Nodes are the same when they have the same id; then, among what is left, when label or
 * aliases say so (folded, of one kind, and only where the name is unambiguous); then when names
 * are alike and they have neighbours in common (0.7 * Dice of letter pairs + 0.3 * Jaccard of
 * neighbours, at least 0.6; best first).  Edges are the same when their ends are and the
 * relation is (for "open" the predicate too), first with equal polarity and modality, then with
 * others: that is a change. The order of everything follows from the two graphs alone.
 *
 *     dm_diff d;
 *     diff_graphs(a, b, NULL, &d, &err);
 *     diff_text(&d, false, &buf);
 *     diff_free(&d);                            a and b must live until then
 */
#ifndef DM_DIFF_DIFF_H
#define DM_DIFF_DIFF_H

#include "base/str.h"
#include "graph/graph.h"

typedef struct {
    /* Facets whose change does not count, comma between: of edges polarity modality former
     * attributed_to date predicate weight confidence evidence (number of pieces); of nodes
     * label id kind subkind country gender roles; "rank".  NULL:
     * "confidence,evidence,predicate", which differ whenever two articles say the same in other
     * words. */
    const char *ignore;
    const char *by; /* measure whose ranks are compared; NULL: salience */
    uint32_t top;   /* ranks of actors who are among the first so many in one graph; 0: 10 */
} dm_diff_options;

typedef enum { MATCH_NONE, MATCH_ID, MATCH_NAME, MATCH_LIKENESS } dm_match;

typedef struct {
    const char *field;
    dm_str before, after;
} dm_change;

#define DIFF_NONE UINT32_MAX

/* A node (edge) of a, of b, or of both; the other index is DIFF_NONE. */
typedef struct {
    uint32_t a, b;
    dm_match match; /* of nodes */
    dm_change *changes;
    uint32_t change_count;
} dm_pair;

typedef struct {
    uint32_t pair;           /* index into nodes */
    uint32_t rank_a, rank_b; /* from 1; equal values share a rank */
    double value_a, value_b;
} dm_rank_change;

typedef struct {
    uint32_t kept, added, removed, changed; /* kept: in both; changed is a part of kept */
} dm_diff_count;

typedef struct {
    dm_arena arena;
    const dm_graph *a, *b;
    dm_pair *nodes,
        *edges; /* both graphs' in the order of b, then what only a has in its order */
    uint32_t node_count, edge_count;
    dm_rank_change *ranks; /* by rank_b */
    uint32_t rank_count;
    const char *by;
    dm_diff_count node, edge;
    double node_similarity, edge_similarity; /* Jaccard: kept / all; 1 for two empty graphs.
                                                An edge with a changed polarity or modality is
                                                not kept here. */
    bool same;
} dm_diff;

/* DM_EUSAGE when options name a facet or a measure that does not exist.  options may be NULL.
 */
DM_NODISCARD dm_status diff_graphs(const dm_graph *a, const dm_graph *b,
                                   const dm_diff_options *options, dm_diff *out, dm_error *err);
void diff_free(dm_diff *d);

/* For people: a summary, then + added, - removed, ~ changed nodes and edges, with one quote as
 * evidence for what was added or removed, then the ranks.  colour: ANSI. */
void diff_text(const dm_diff *d, bool colour, dm_buf *out);

/* For programs, one JSON object, keys in this order:
 *   "a", "b":   {"id", "nodes", "edges"}
 *   "summary":  {"same", "nodes": {"kept", "added", "removed", "changed"}, "edges": {the same},
 *                "node_similarity", "edge_similarity", "ranks"}
 *   "nodes":    {"added": [{"id", "label", "kind"}], "removed": [...],
 *                "changed": [{"id", "label", "kind", "match": "id|name|likeness",
 *                             "changes": [{"field", "before", "after"}]}]}      (id: of b)
 *   "edges":    {"added": [{"source", "target", "relation", "predicate", "polarity",
 * "modality", "weight", "quote"}], "removed": [...], "changed": [{... without weight and quote,
 * "changes": [...]}]} "ranks":    {"by", "changes": [{"id", "label", "rank_a", "rank_b",
 * "value_a", "value_b"}]} */
void diff_json(const dm_diff *d, dm_buf *out);

/* Both graphs as one, for a picture: every node and edge once, what b says before what a says,
 * positions of b (of a for what is gone).  Attributes: status (new, gone, changed, stronger,
 * weaker, unchanged; nodes by salience, edges by weight), weight_a and weight_b of edges,
 * salience_a and salience_b of nodes (left out where there is none).  Colours by status: new
 * #ddaa33, gone #cccccc, changed #aa3377, stronger #4477aa, weaker #cc3311, unchanged #888888.
 * The weight of an edge is the larger of both.  Free with dm_graph_free. */
dm_graph *diff_union(const dm_diff *d);

#endif
