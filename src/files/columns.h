/* SPDX-License-Identifier: GPL-3.0-or-later */
/* columns.h - a graph as flat attributes: what GraphML, GEXF (and other tables) have in common.
 *
 * One table names the attributes of nodes and of edges, their types, how a field becomes text
 * and how text becomes the field again, so that a writer and a reader cannot disagree.  Nested
 * values: aliases and roles are joined by "; ", evidence is the first three quotes joined by "
 * | " with "evidence_count" beside it, "mentions" is their number.  Attributes of foreign
 * graphs follow behind in the order of their names.
 *
 * Not in the table, because every format has a way of its own for them: id, label, x, y, size,
 * colour of nodes; id, source, target, weight, label, colour of edges. */
#ifndef DM_FILES_COLUMNS_H
#define DM_FILES_COLUMNS_H

#include "files/format.h"

typedef enum { COL_STRING, COL_BOOL, COL_INT, COL_DOUBLE } dm_col_type;

typedef struct dm_field dm_field; /* a row of the table */

typedef struct {
    dm_str name; /* unique in its class, ignoring case */
    dm_col_type type;
    const dm_field *field; /* NULL: the foreign attribute attr */
    dm_str attr;
} dm_column;

typedef struct {
    dm_column *at;
    uint32_t count;
} dm_columns;

/* The columns that at least one node (edge) has a value in.  They live in arena. */
dm_columns columns_of_nodes(dm_arena *arena, const dm_graph *g);
dm_columns columns_of_edges(dm_arena *arena, const dm_graph *g);

/* The value as text in b, which must be empty; false when there is none. */
bool column_node(const dm_column *c, const dm_gnode *n, dm_buf *b);
bool column_edge(const dm_column *c, const dm_gedge *e, dm_buf *b);

/* The way back: true when name is a field of the table and value fits it; then it is set.  Text
 * is copied to arena. */
bool field_set_node(dm_arena *arena, dm_gnode *n, dm_str name, dm_str value);
bool field_set_edge(dm_arena *arena, dm_gedge *e, dm_str name, dm_str value);

/* What several formats show alike. */
dm_str node_label(const dm_gnode *n);                  /* label, or the id when there is none */
dm_str node_token(dm_arena *arena, const dm_gnode *n); /* the same as xml_token */

/* kinds[i] tells edge i from all others between its two nodes: the relation, "_negated" and
 * "_<modality>" where they are not the usual, and "_2", "_3" ... for what is still equal,
 * because Gephi merges edges of one kind.  "" for a lone edge without relation. */
dm_str *edge_kinds(dm_arena *arena, const dm_graph *g);
/* What to write beside the edge: its kind; the words themselves for open relations. */
dm_str edge_label(const dm_gedge *e, dm_str kind);

/* Ids without line breaks, blanks at the ends, control characters; unique still. */
dm_str *node_ids(dm_arena *arena, const dm_graph *g);
/* Edge ids, unique; made up as e<number> where missing or repeated. */
dm_str *edge_ids(dm_arena *arena, const dm_graph *g);

/* keys[i]: how many edges before edge i join the same nodes (in a directed graph: the same
 * way). The caller frees it. */
uint32_t *edge_keys(const dm_graph *g);

/* Colour of an edge by its quad: blues for cooperation, warm colours for conflict, the material
 * deed darker than the word: verbal_cooperation #74add1, material_cooperation #2166ac,
 * verbal_conflict #f4a582, material_conflict #b2182b, neutral #878787, others #bdbdbd. */
dm_str quad_colour(dm_str quad);
/* The edge's own colour, else by quad; "" for an edge without relation. */
dm_str edge_colour(const dm_gedge *e);
bool colour_parse(dm_str hex, int rgb[3]); /* "#rrggbb" */
dm_str colour_make(dm_arena *arena, const int rgb[3]);

bool number_parse(dm_str text, double *value); /* all of text, finite */

#endif
