/* SPDX-License-Identifier: GPL-3.0-or-later */
/* writers.h - formats that are only projections of the graph, one function each; format.c has
 * the table.  What each looks like is told above its writer. */
#ifndef DM_FILES_WRITERS_H
#define DM_FILES_WRITERS_H

#include "files/format.h"

typedef void dm_writer(const dm_graph *, const dm_write_options *, dm_out *);

dm_writer cytoscape_write, graphology_write, jgf_write; /* json_family.c */
dm_writer gml_write, pajek_write, dot_write, cypher_write;
dm_writer csv_nodes_write, csv_edges_write, events_write;
dm_writer ntriples_write, jsonld_write; /* rdf_write.c */
dm_writer ftm_write, markdown_write;

#endif
