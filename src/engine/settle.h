/* SPDX-License-Identifier: GPL-3.0-or-later */
/* settle.h - names of a document, sentence by sentence from the decoder, made to agree with the
 * guidelines (README.md) and with each other. */
#ifndef DM_ENGINE_SETTLE_H
#define DM_ENGINE_SETTLE_H

#include "engine/parse.h"

/* Changes names[count] in place (ordered, flat, inside sentences before and after): boundaries
 * at titles, articles, possessives, signs and hyphens, persons cut in two, words that are no
 * names, one kind for the same words, acronyms after full names, surnames of full names.
 * Returns how many remain. */
uint32_t names_settle(const dm_document *doc, dm_name *names, uint32_t count,
                      dm_arena *scratch);

#endif
