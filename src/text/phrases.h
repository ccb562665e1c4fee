/* SPDX-License-Identifier: GPL-3.0-or-later */
/* phrases.h - the wording of site furniture, lower case, spaces single, outer signs gone. */
#ifndef DM_TEXT_PHRASES_H
#define DM_TEXT_PHRASES_H

#include "base/str.h"

bool phrase_whole(dm_str s);    /* the whole line is furniture: "open in app" */
bool phrase_opens(dm_str s);    /* a line beginning so is furniture: "also read" */
bool phrase_explains(dm_str s); /* so begins a disclaimer, which may be long */
bool phrase_related(dm_str s);  /* the whole line heads a list of other articles */
bool phrase_share_word(dm_str word);
bool phrase_agency(dm_str s); /* "afp", "reuters": a news agency's name in full */

#endif
