/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parts.h - the steps of merging: graphs apart into documents, documents' actors into groups,
 * groups into one graph. Internal to the room. */
#ifndef DM_MERGE_PARTS_H
#define DM_MERGE_PARTS_H

#include "merge/merge.h"

/* Attributes that uniting makes, and taking apart leaves out. */
#define ATTR_DOCUMENTS  "document_count"
#define ATTR_FIRST_DATE "first_date"
#define ATTR_LAST_DATE  "last_date"
bool attr_is_made(dm_str name);

/* The graphs of g's documents, [*count] in g's order; the caller frees list and graphs.  Each
 * has one document, nodes without measures and positions, edges oriented, all sorted; numbers
 * are rounded as files have them. */
DM_NODISCARD dm_status split_graph(const dm_graph *g, dm_graph ***list, uint32_t *count,
                                   dm_error *err);
/* All content of a document's graph as text, for comparison. */
void split_content(const dm_graph *doc, dm_buf *out);

/* An actor of a document. */
typedef struct {
    uint32_t doc, node;
} dm_member;

/* Actors of different documents that are one; never two of one document. */
typedef struct {
    dm_str id, label;   /* id: unique among the groups */
    dm_member *members; /* [count] by document */
    uint32_t count;
} dm_group;

typedef struct {
    dm_group *at;
    uint32_t count;
    uint32_t **of; /* [docs][nodes of the document] the group */
} dm_groups;

/* docs[count]: sorted by the id of their document. */
dm_groups group_actors(dm_graph *const *docs, uint32_t count, dm_arena *a);

dm_graph *unite(dm_graph *const *docs, uint32_t count, const dm_groups *groups);

#endif
