/* SPDX-License-Identifier: GPL-3.0-or-later */
/* block.h - plain text as lines, and lines as paragraphs.
 *
 * A blank line ends a paragraph.  A single line break ends one too, except in text wrapped by
 * hand at a fixed width, which shows by every line being as full as the next word lets it be.
 */
#ifndef DM_TEXT_BLOCK_H
#define DM_TEXT_BLOCK_H

#include "base/str.h"
#include "base/vec.h"

typedef struct {
    uint32_t begin, end; /* bytes, trimmed of white space, not empty */
    uint32_t line;       /* number of its first line */
    bool heading;
} text_block;

typedef VEC(text_block) text_blocks;

void blocks_find(dm_str text, text_blocks *out);

#endif
