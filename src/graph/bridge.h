/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bridge.h - igraph as this program sees it: arrays in, arrays out, dm_status with a message.
 *
 * bridge.c is the only file that includes igraph.h; it is written for 0.10 and 1.x.  igraph
 * keeps its error handler, random numbers and clean-up stack in globals and Debian builds it
 * without thread safety: call from one thread at a time.  Random numbers are seeded before
 * every call that may use them.  Values come out as igraph gives them (NaN where undefined).
 */
#ifndef DM_GRAPH_BRIDGE_H
#define DM_GRAPH_BRIDGE_H

#include "graph/simple.h"

/* A simple graph with n vertices and weights > 0 on its ties. */
typedef struct dm_net dm_net;

/* ties: pairs, or arcs when directed; they are copied.  Ends must be below n. */
DM_NODISCARD dm_status net_open(uint32_t n, const dm_tie *ties, uint32_t count, bool directed,
                                dm_net **out, dm_error *err);
void net_free(dm_net *net); /* NULL is fine */

/* Results are double[n].  "Weighted" takes weights as strength, "distance" takes 1/weight. */
DM_NODISCARD dm_status net_pagerank(const dm_net *net, double damping, double *out,
                                    dm_error *err);
/* Sum over pairs of the share of shortest paths through a vertex, not normalised; in an
 * undirected net every pair counts once.  With pivots, only paths from these sources, scaled up
 * by n/count. */
DM_NODISCARD dm_status net_betweenness(const dm_net *net, const uint32_t *pivots,
                                       uint32_t count, double *out, dm_error *err);
/* 1 / mean distance from the vertices that reach it; NaN when there are none. */
DM_NODISCARD dm_status net_closeness(const dm_net *net, double *out, dm_error *err);
/* Mean of 1/distance from all others, 0 where there is no path. */
DM_NODISCARD dm_status net_harmonic(const dm_net *net, double *out, dm_error *err);
/* Distance from one vertex to all, INFINITY where there is no path. */
DM_NODISCARD dm_status net_distances(const dm_net *net, uint32_t from, double *out,
                                     dm_error *err);
/* Weighted, of a connected undirected net with at least one pair: largest entry 1. */
DM_NODISCARD dm_status net_eigenvector(const dm_net *net, uint64_t seed, double *out,
                                       double *eigenvalue, dm_error *err);
DM_NODISCARD dm_status net_coreness(const dm_net *net, double *out, dm_error *err);
DM_NODISCARD dm_status net_constraint(const dm_net *net, double *out, dm_error *err);
DM_NODISCARD dm_status net_articulation(const dm_net *net, double *out,
                                        dm_error *err); /* 0, 1 */
/* Leiden for modularity, weighted.  group: uint32_t[n].  iterations > 0: a negative number,
 * which should mean "until stable", does a single one in igraph 0.10.2 (measured: same
 * partitions). */
DM_NODISCARD dm_status net_leiden(const dm_net *net, uint64_t seed, uint32_t iterations,
                                  uint32_t *group, dm_error *err);

#endif
