/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.h - the graph as JSON: node-link data (key order and meaning: dramatis.schema.json). */
#ifndef DM_FILES_JSON_H
#define DM_FILES_JSON_H

#include "files/format.h"

#define JSON_FORMAT_VERSION 1

void json_write(const dm_graph *g, const dm_write_options *o, dm_out *out);

/* Reads what json_write writes, and foreign node-link data: networkx ("links" or "edges", ids
 * of any scalar type), D3 (source and target as positions when nodes have no ids), graphology
 * ("key" and "attributes").  What has no field of its own is kept as attribute; nested foreign
 * values as their JSON text. */
DM_NODISCARD dm_status json_read(dm_str bytes, const char *place, dm_graph **out,
                                 dm_error *err);

#endif
