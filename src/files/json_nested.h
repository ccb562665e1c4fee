/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json_nested.h - the parts of the JSON form that are lists of records. */
#ifndef DM_FILES_JSON_NESTED_H
#define DM_FILES_JSON_NESTED_H

#include "graph/graph.h"

#include <cjson/cJSON.h>

/* "aliases", "roles", "mentions", "documents" of a node, "evidence" and "documents" of an edge:
 * true when v was one of them and has been read.  Records that are not as we write them are
 * passed over. */
bool json_nested_node(dm_arena *a, dm_gnode *n, const cJSON *v);
bool json_nested_edge(dm_arena *a, dm_gedge *e, const cJSON *v);
void json_documents(dm_graph *g, const cJSON *list);

/* A value as text: strings as they are, numbers with the digits that give the same double
 * again, lists and objects as compact JSON.  Lives in the arena or in v. */
dm_str json_scalar_text(dm_arena *a, const cJSON *v);

#endif
