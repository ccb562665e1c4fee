/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fixture.h - one small graph with everything in it that a file format can get wrong: parallel
 * edges that differ only in polarity or modality, several pieces of evidence, names in other
 * scripts, quotation marks, a backslash at the end, "INF", fractions of a weight.  The text is
 * made up for the purpose. */
#ifndef DM_TESTS_FIXTURE_H
#define DM_TESTS_FIXTURE_H

#include "graph/graph.h"

/* Owned by the caller: dm_graph_free. */
dm_graph *fixture_graph(void);
/* A later state of it: one node gone, one new, one renamed, edges added, gone and changed. */
dm_graph *fixture_later(void);

/* Names that break writers: one node each, called hostile-0 ..., and an edge from the first to
 * every other with the name as its words.  */
dm_graph *fixture_hostile(void);

#endif
