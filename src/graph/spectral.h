/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spectral.h - leading eigenvectors that are defined on every graph.
 *
 * The leading eigenvector of a connected weighted graph is unique and positive (Perron and
 * Frobenius).  Of a graph in several parts it is not unique when parts tie, and solvers then
 * return anything, so: each component has its own, those whose eigenvalue is the largest (to
 * 1e-9) keep it, scaled to largest entry 1, and the rest is 0.  Hubs and authorities are the
 * leading eigenvector of the bipartite graph with every vertex twice, once as a source and once
 * as a target, and an arc as a tie between the two (its square is A A' and A' A), by the same
 * rule.
 */
#ifndef DM_GRAPH_SPECTRAL_H
#define DM_GRAPH_SPECTRAL_H

#include "graph/simple.h"

typedef struct {
    uint32_t n; /* vertices */
    const dm_tie *at;
    uint32_t count;
} dm_ties;

/* out: double[n]; all 0 when there are no pairs. */
DM_NODISCARD dm_status spectral_eigenvector(dm_ties pairs, uint64_t seed, double *out,
                                            dm_error *err);
/* hub, authority: double[n]; scaled to largest 1 within each dominant block. */
DM_NODISCARD dm_status spectral_hits(dm_ties arcs, uint64_t seed, double *hub,
                                     double *authority, dm_error *err);

#endif
