/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conllu.h - a parsed document as CoNLL-U (universaldependencies.org/format.html). */
#ifndef DM_ENGINE_CONLLU_H
#define DM_ENGINE_CONLLU_H

#include "engine/parse.h"

/* Tokens, tags, trees; names as NER=B-person in MISC beside SpaceAfter=No, and, when
 * token_entity is not NULL, Entity=<entities[token_entity[t]]> where token_entity[t] is not
 * UINT32_MAX.  Tabs and line ends inside forms are written as blanks. */
void conllu_write(const dm_document *doc, const dm_parse *parse, const uint32_t *token_entity,
                  const dm_str *entities, dm_buf *out);

#endif
