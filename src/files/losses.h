/* SPDX-License-Identifier: GPL-3.0-or-later */
/* losses.h - what a format cannot hold, counted before it is written. */
#ifndef DM_FILES_LOSSES_H
#define DM_FILES_LOSSES_H

#include "files/format.h"

/* How many texts of the graph (names, labels, words of edges, quotes, attributes) come out of
 * this format otherwise than they are: control characters and bad UTF-8 everywhere, and what
 * the format's row says that it cannot hold.  White space that is tidied does not count. */
size_t graph_losses(const dm_graph *g, const dm_format *format, dm_flavour flavour);

/* What a text becomes under CANNOT_BACKSLASH, CANNOT_QUOTE and CANNOT_FORMULA; appended. */
void put_allowed(dm_buf *b, dm_str text, unsigned cannot);
/* A spreadsheet would take the text for a formula: = + - @ first, and no number. */
bool is_formula(dm_str text);

#endif
