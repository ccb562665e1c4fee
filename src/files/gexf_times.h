/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gexf_times.h - when nodes and edges are there, in a graph with a timeline (format.h).
 *
 * Both ends of an interval are always written, as days: Gephi takes nothing else without a
 * complaint.  "spells" ("start/end; start/end") goes before "start" and "end". */
#ifndef DM_FILES_GEXF_TIMES_H
#define DM_FILES_GEXF_TIMES_H

#include "files/format.h"

bool gexf_is_dynamic(const dm_graph *g);
/*  mode="..." and what belongs to it, inside <graph>. */
void gexf_mode(const dm_graph *g, const dm_write_options *o, dm_out *out);
/*  start="..." end="..." of what is there once. */
void gexf_interval(const dm_attr *attrs, uint32_t count, dm_out *out);
/* <spells> of what comes and goes. */
void gexf_spells(const dm_attr *attrs, uint32_t count, dm_out *out);

#endif
