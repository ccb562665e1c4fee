/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet.h - what a writer of flat values needs of a graph, gathered once, and small helpers
 * that several formats share.  It grows with the number of ids, not with the text. */
#ifndef DM_FILES_SHEET_H
#define DM_FILES_SHEET_H

#include "files/columns.h"

typedef struct {
    const dm_graph *g;
    const dm_write_options *o;
    dm_out *out;
    dm_columns nodes, edges;
    dm_str *ids, *edge_ids, *kinds; /* columns.h */
    dm_arena arena;
    dm_arena scratch; /* for one item; sheet_clear */
    dm_buf b, c;
} dm_sheet;

void sheet_open(dm_sheet *s, const dm_graph *g, const dm_write_options *o, dm_out *out);
void sheet_close(dm_sheet *s);
void sheet_clear(dm_sheet *s);

/* The value of a column in s->b; false when there is none. */
bool sheet_node(dm_sheet *s, uint32_t column, uint32_t node);
bool sheet_edge(dm_sheet *s, uint32_t column, uint32_t edge);

/* Labels of nodes (white space tidied) made different from each other for formats that know
 * nodes by their label: the second "Springfield" is "Springfield [its id]". */
dm_str *unique_labels(dm_arena *arena, const dm_graph *g, const dm_str *ids);

bool has_place(const dm_gnode *n); /* x and y */

/* name with what is not an ASCII letter, digit or "_" replaced by "_", a letter first; appended
 * to b. */
void put_identifier(dm_buf *b, dm_str name);
/* Words as A_TYPE_OF_THEM ("sister company" -> SISTER_COMPANY); "RELATED_TO" for nothing. */
void put_upper_snake(dm_buf *b, dm_str words);
/* The type of an edge where types are names: ACCUSE, ACCUSE_NEGATED, SUPPORT_PLANNED; the words
 * of an edge without relation. */
void put_edge_type(dm_buf *b, const dm_gedge *e);
/* "Person" of "person"; "Node" for nothing. */
void put_camel(dm_buf *b, dm_str word);
/* Without characters below U+0020, U+FFFE and U+FFFF; white space runs are one blank; bad UTF-8
 * is U+FFFD. */
void put_plain(dm_buf *b, dm_str text);
/* %XX for all but letters, digits and "-._~/": part of an IRI. */
void put_percent(dm_buf *b, dm_str text);

#endif
