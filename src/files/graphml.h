/* SPDX-License-Identifier: GPL-3.0-or-later */
/* graphml.h - GraphML as Gephi, networkx, igraph, graphology, Cytoscape and Neo4j all read it.
 *
 * The kind of an edge stands in three places: the XML attribute "label" (Gephi keeps parallel
 * edges apart by it, APOC makes it the relationship type), the data "label", and the data
 * "interaction" (Cytoscape).  Keys are declared once each with an explicit for=, ids prefixed
 * v_ e_ g_; nodes come before edges; one edgedefault, no direction per edge; no NaN, no
 * DOCTYPE. Node data x, y, size, r, g, b, color set the picture in Gephi; name repeats the
 * label for Cytoscape. */
#ifndef DM_FILES_GRAPHML_H
#define DM_FILES_GRAPHML_H

#include "files/format.h"

void graphml_write(const dm_graph *g, const dm_write_options *o, dm_out *out);

/* Also foreign files: networkx, igraph, Gephi, graphology, yEd (labels, geometry and fill of
 * its node graphics).  Nested graphs are flattened; hyperedges and ports are passed over. */
DM_NODISCARD dm_status graphml_read(dm_str bytes, const char *place, dm_graph **out,
                                    dm_error *err);

#endif
