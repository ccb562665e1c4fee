/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gexf.h - GEXF 1.3 (or 1.2draft) with positions, sizes, colours and kinds for Gephi.
 *
 * One attribute block per class, attribute id = title = readable name; edge type left to
 * defaultedgetype; "kind" keeps parallel edges apart (a 1.2 file keeps it too, though that
 * schema does not know it, unless strict); colours as r g b a.  meta's lastmodifieddate is the
 * date of the article (the latest of several), never the clock. */
#ifndef DM_FILES_GEXF_H
#define DM_FILES_GEXF_H

#include "files/format.h"

void gexf_write(const dm_graph *g, const dm_write_options *o, dm_out *out);

/* GEXF 1.1 to 1.3 of any writer.  Hierarchy is flattened; of dynamic values the first counts.
 */
DM_NODISCARD dm_status gexf_read(dm_str bytes, const char *place, dm_graph **out,
                                 dm_error *err);

/* In our files meta's keyword is the graph's id, the description the article's title, the date
 * its date; a graph that does not name its maker is taken for ours.  A stranger's meta stays as
 * attributes of the graph. */
bool gexf_is_ours(const dm_graph *g);

#endif
