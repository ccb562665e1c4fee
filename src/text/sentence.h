/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sentence.h - where sentences end inside one paragraph. */
#ifndef DM_TEXT_SENTENCE_H
#define DM_TEXT_SENTENCE_H

#include "text/boundary.h"

typedef VEC(uint32_t) token_ends;

/* tokens[0, count) is one paragraph or heading.  Appends to *ends the token counts after which
 * a sentence ends, ascending; the last one is count. */
void sentences_find(dm_str text, const text_token *tokens, size_t count,
                    const boundary_model *model, token_ends *ends);
/* The same by the rules alone. */
void sentences_by_rule(dm_str text, const text_token *tokens, size_t count, token_ends *ends);
/* What the model reads of a paragraph, the rules' answer included: notes[count]. */
void sentences_note(dm_str text, const text_token *tokens, size_t count, boundary_token *notes);

/* Whether the period of abbreviation t is a token of its own when a sentence ends with it:
 * "etc|." but "U.S." */
bool sentence_frees_period(dm_str text, const text_token *t);

#endif
