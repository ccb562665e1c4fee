/* SPDX-License-Identifier: GPL-3.0-or-later */
/* support.h - is a lasting relation said, or only inferred?
 *
 * The pair classifier knows more than the article says: that a city lies in its country, that
 * who governs a country is its citizen.  Such edges are kept, marked derived with a rule that
 * tells why, so that a reader (and --no-derived) can set them apart from what the text states.
 */
#ifndef DM_RELATE_SUPPORT_H
#define DM_RELATE_SUPPORT_H

#include "relate/relation.h"

void relations_mark_derived(const dm_relate_input *in, dm_relations *list);

#endif
