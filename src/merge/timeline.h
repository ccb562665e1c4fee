/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timeline.h - when an actor or an edge is there: the days, weeks (Monday to Sunday) or months
 * of the documents that tell of it.
 *
 * Attributes, which the GEXF writer turns into spells (files/format.h): "timeline" of the graph
 * (day, week or month), "start" and "end" of nodes and edges (YYYY-MM-DD, the first and the
 * last day), and where they are not there all the time between, "spells" ("start/end;
 * start/end"). What only undated documents tell of has none and is always there. */
#ifndef DM_MERGE_TIMELINE_H
#define DM_MERGE_TIMELINE_H

#include "graph/graph.h"

typedef enum { SPAN_DAY, SPAN_WEEK, SPAN_MONTH, SPAN_COUNT } dm_span;

dm_span span_find(dm_str name); /* SPAN_COUNT when there is none */

/* Days since 1970-01-01 of a full date (YYYY-MM-DD..., proleptic Gregorian); false when it is
 * none. */
bool day_number(dm_str date, int64_t *day);
dm_str day_text(dm_arena *a, int64_t day);
/* The first and the last day of the day, week or month that day lies in. */
void span_of_day(dm_span span, int64_t day, int64_t *first, int64_t *last);

void timeline_add(dm_graph *g, dm_span span);

#endif
