/* SPDX-License-Identifier: GPL-3.0-or-later */
/* merge.h - graphs of articles become one graph of a corpus.
 *
 * A graph is taken apart into the graphs of its documents (a united graph keeps what each
 * document says, see graph.h); a document is entered once, by its id; merge_finish decides on
 * all documents together, in the order of their ids, which actors are one.  So the result
 * depends on the set of documents alone: neither order nor grouping of the graphs matters, and
 * what was merged can be merged again.
 *
 *     dm_merge *m = merge_new();
 *     merge_add(m, g, &err);                      g may go: what is needed was copied
 *     dm_graph *all = merge_finish(m, NULL);      without measures and positions
 *     merge_free(m);
 */
#ifndef DM_MERGE_MERGE_H
#define DM_MERGE_MERGE_H

#include "graph/graph.h"

typedef struct dm_merge dm_merge;

typedef struct {
    const char *generator; /* of the program that merges; NULL: none */
    const char *name;  /* id of the corpus; NULL: "corpus", or the id of the only document */
    double min_weight; /* edges below are left out, and nodes that have no edge then; what is
                        * left out is gone when the result is merged again */
} merge_options;

dm_merge *merge_new(void);
void merge_free(dm_merge *m);

/* DM_EINPUT: the graph tells of several documents, but not what each of them says (a union made
 * by diff; a projection), or its parts do not fit together.  Then nothing was added. */
DM_NODISCARD dm_status merge_add(dm_merge *m, const dm_graph *g, dm_error *err);

uint32_t merge_documents(const dm_merge *m);
/* Documents that came twice under one id with different content: the later date is kept, then
 * the greater sha256, then the larger content. */
uint32_t merge_conflicts(const dm_merge *m);
dm_str merge_conflict(const dm_merge *m, uint32_t i); /* their ids, in the order of coming */

/* The united graph; the caller frees it (dm_graph_free).  options may be NULL.
 *   nodes: aliases summed, roles and mentions of all documents; label, kind, country ... what
 *          most documents say; salience: summed over the documents, divided by the largest sum
 *          where that is above 1;
 *   edges: one for each source, target, relation, polarity, modality and former (with the
 *          predicate for open relations); weights and evidence summed, the highest confidence;
 *          what the documents disagree on (date, attributed_to) is with the documents only;
 *   both:  attributes document_count, first_date, last_date (of the documents). */
dm_graph *merge_finish(dm_merge *m, const merge_options *options);

#endif
