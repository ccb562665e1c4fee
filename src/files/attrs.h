/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attrs.h - lists of foreign attributes (dm_attr) of a node, an edge or a graph. */
#ifndef DM_FILES_ATTRS_H
#define DM_FILES_ATTRS_H

#include "graph/graph.h"

/* After a projection these hold how many there were, of what is no longer there: the evidence
 * of an edge, the mentions of a node.  They are written as "evidence_count" and "mentions". */
#define ATTR_EVIDENCE_COUNT "evidence_count"
#define ATTR_MENTION_COUNT  "mention_count"

const dm_attr *attr_find(const dm_attr *attrs, uint32_t count, dm_str name); /* NULL: absent */
/* Add, or replace what has that name.  The list is copied: for few attributes. */
void attr_set(dm_arena *arena, dm_attr **attrs, uint32_t *count, dm_attr value);

#endif
