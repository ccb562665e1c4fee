/* SPDX-License-Identifier: GPL-3.0-or-later */
/* furniture.h - what a page has around its article, in plain text copied from it.
 *
 * Menus, share bars, by-lines, dates, credits, disclaimers, related stories, teasers that are
 * told in full further down.  Every rule needs a sign of its own (a phrase, a shape, a place);
 * a paragraph of whole sentences is dropped only by an explicit phrase at its beginning.
 */
#ifndef DM_TEXT_FURNITURE_H
#define DM_TEXT_FURNITURE_H

#include "text/block.h"
#include "text/document.h"

/* Fills doc->dropped, and doc->title, date, author where they are empty. */
void furniture_find(dm_document *doc, const text_block *blocks, size_t count);

/* What a line says by itself, apart from its place. */
typedef enum {
    LINE_PLAIN,
    LINE_BODY,    /* a paragraph of sentences */
    LINE_NOISE,   /* share bar, menu word, disclaimer, counter, address */
    LINE_RELATED, /* head of a list of other articles */
    LINE_BYLINE,
    LINE_DATE
} line_sort;

line_sort line_classify(dm_str line);
/* Where credits at the end of a paragraph begin ("jd/ab (AFP, dpa)"); line.len when none. */
size_t line_credit(dm_str line);

#endif
