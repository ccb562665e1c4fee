/* SPDX-License-Identifier: GPL-3.0-or-later */
/* salience_eval.h - are the important nodes first?  Three orders of a graph's nodes: ours, and
 * the two baselines. */
#ifndef DM_EVAL_SALIENCE_EVAL_H
#define DM_EVAL_SALIENCE_EVAL_H

#include "graph/graph.h"

typedef enum {
    ORDER_SALIENCE,
    ORDER_NAMES,    /* named mentions */
    ORDER_PAGERANK, /* of the extracted relations, both ways, by weight */
    ORDER_COUNT
} node_order;

/* Node indices by the order, best first, of equal ones the one named first: out[node_count].
 * ORDER_PAGERANK wants salience_prepare before. */
void nodes_in_order(const dm_graph *g, node_order order, uint32_t *out);
DM_NODISCARD dm_status salience_prepare(dm_graph *g, dm_error *err);

/* DWIE's keyword entities: mean over the articles of the average precision (Manning et al.
 * 2008, 8.4) of the nodes that are keywords, among all nodes. */
typedef struct {
    uint32_t documents; /* with a keyword that is found */
    double precision[ORDER_COUNT];
} keyword_figures;

DM_NODISCARD dm_status eval_keywords(const dm_engine *engine, const char *dwie_path,
                                     keyword_figures *out, dm_error *err);

#endif
