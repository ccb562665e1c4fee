/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html_tree.h - between the parts of the HTML reader: nodes, metadata, main text. */
#ifndef DM_TEXT_HTML_TREE_H
#define DM_TEXT_HTML_TREE_H

#include "base/vec.h"
#include "text/document.h"

#include <libxml/tree.h>

enum { DEPTH_LIMIT = 400 };

/* Names of elements and attributes are ASCII in lower case, as libxml2's HTML parser gives
 * them. */
bool node_is(const xmlNode *n, const char *name);
/* The attribute's value, borrowed from the tree; empty when absent. */
dm_str node_attribute(const xmlNode *n, const char *name);
/* The next element in document order inside root, NULL at the end. */
xmlNode *node_next(const xmlNode *root, xmlNode *n);
/* Text of n and below, white space collapsed, into arena. */
dm_str node_text(dm_arena *arena, xmlNode *n);

/* Fills title, date, author, language, url, source where they are empty. */
void html_metadata(xmlNode *root, dm_document *doc);

typedef struct {
    dm_str text; /* in the arena, white space collapsed */
    bool heading;
} html_block;

typedef VEC(html_block) html_blocks;

void html_main_text(xmlNode *root, dm_arena *arena, html_blocks *out);

#endif
