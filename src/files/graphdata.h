/* SPDX-License-Identifier: GPL-3.0-or-later */
/* graphdata.h - what a graph as a whole says about itself, as flat attributes: generator, model
 * and the document (title, date, url, source, language, sha256, its id when it is not the
 * graph's; of several documents their number). */
#ifndef DM_FILES_GRAPHDATA_H
#define DM_FILES_GRAPHDATA_H

#include "graph/graph.h"

dm_attr *graph_data_of(dm_arena *arena, const dm_graph *g, uint32_t *count);
/* The way back; unknown names become attributes of the graph.  Text is copied. */
void graph_data_set(dm_graph *g, dm_str name, dm_str value, dm_attr_type type);

#endif
