/* SPDX-License-Identifier: GPL-3.0-or-later */
/* segment.h - blocks of text to the document's sentences and tokens. */
#ifndef DM_TEXT_SEGMENT_H
#define DM_TEXT_SEGMENT_H

#include "text/block.h"
#include "text/document.h"

/* Fills doc->tokens and doc->sentences from blocks (in order of text); blocks inside
 * doc->dropped are left out.  The paragraph number of a sentence is the index of its block. */
void segment_blocks(dm_document *doc, const text_block *blocks, size_t count);
/* Code points, sha256 and the like, once doc->text stands. */
void document_seal(dm_document *doc);
/* cp_begin, cp_end of tokens and sentences, space_after, sentence of tokens. */
void document_finish(dm_document *doc);

#endif
