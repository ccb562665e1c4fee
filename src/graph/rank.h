/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rank.h - actors in order of a measure, for `central` and for the rank changes of `diff`. */
#ifndef DM_GRAPH_RANK_H
#define DM_GRAPH_RANK_H

#include "graph/graph.h"

typedef struct {
    const char *by;    /* "salience" (also NULL), a measure's name, or "all" */
    const char *kinds; /* comma between, "actor" for all actors, "all" for every node; NULL:
                        * actors, or every node of a graph that marks none as actor */
    uint32_t top;      /* rows; 0: all */
} dm_rank_options;

typedef struct {
    uint32_t node; /* index into g->nodes */
    uint32_t rank; /* from 1; equal values (to nine digits) share a rank: 1 2 2 4 */
    double value;  /* what was ranked by; NaN when the node has none (ranked last) */
    double share;  /* value / sum over all ranked nodes, before top cuts; NaN when the sum is 0
                    * or  a sum of this measure means nothing (constraint, component, ...) */
} dm_rank_row;

/* A column of the table beside rank, label and kind. */
typedef struct {
    const char *name;   /* "salience" or the measure's */
    dm_measure measure; /* MEASURE_COUNT: salience */
} dm_rank_column;

typedef struct {
    dm_rank_row *rows; /* [count] best first, equal values by id */
    uint32_t count;
    uint32_t ranked; /* rows before top cut */
    dm_rank_column by;
    dm_rank_column *columns; /* [column_count] the one asked for, or all that the graph has */
    uint32_t column_count;
} dm_ranking;

/* Fills *out from the arena.  "all" ranks by salience, or by pagerank when no node has
 * salience. Constraint and component rank the smallest first (a low constraint is a broker's),
 * all others the largest.  DM_EUSAGE: no such measure or kind; DM_EINPUT: the graph has no
 * values of it. */
DM_NODISCARD dm_status graph_rank(const dm_graph *g, const dm_rank_options *options,
                                  dm_arena *a, dm_ranking *out, dm_error *err);

double rank_value(const dm_gnode *n, dm_rank_column column);

#endif
