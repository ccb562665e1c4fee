/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facets.h - the steps of diff_graphs, and the comparison of two nodes or edges field by field.
 */
#ifndef DM_DIFF_FACETS_H
#define DM_DIFF_FACETS_H

#include "diff/diff.h"

typedef enum {
    FACET_POLARITY,
    FACET_MODALITY,
    FACET_FORMER,
    FACET_ATTRIBUTED_TO,
    FACET_DATE,
    FACET_PREDICATE,
    FACET_WEIGHT,
    FACET_CONFIDENCE,
    FACET_EVIDENCE,
    FACET_LABEL,
    FACET_ID,
    FACET_KIND,
    FACET_SUBKIND,
    FACET_COUNTRY,
    FACET_GENDER,
    FACET_ROLES,
    FACET_RANK,
    FACET_COUNT
} dm_facet;

typedef struct {
    bool at[FACET_COUNT];
} dm_facets;

/* The facets of a comma-separated list. */
DM_NODISCARD dm_status facets_parse(const char *list, dm_facets *out, dm_error *err);

/* pair->changes of a node (an edge) that is in both graphs. */
void facets_node(dm_diff *d, dm_pair *pair, const dm_facets *ignored);
void facets_edge(dm_diff *d, dm_pair *pair, const dm_facets *ignored);

/* d->nodes; pair_of_a[i] and pair_of_b[j] are the numbers of the pairs that nodes belong to. */
void align_nodes(dm_diff *d, uint32_t *pair_of_a, uint32_t *pair_of_b);
/* d->edges, given the same two tables. */
void align_edges(dm_diff *d, const uint32_t *pair_of_a, const uint32_t *pair_of_b);
/* d->ranks; measure MEASURE_COUNT stands for salience. */
void compare_ranks(dm_diff *d, dm_measure measure, uint32_t top);

#endif
