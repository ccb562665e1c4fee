/* SPDX-License-Identifier: GPL-3.0-or-later */
/* entities_eval.h - are the actors of a text one node each, and of the right kind?  DWIE's
 * concepts that have a type, aligned one to one with our entities by the mentions they share.
 */
#ifndef DM_EVAL_ENTITIES_EVAL_H
#define DM_EVAL_ENTITIES_EVAL_H

#include "eval/cast_eval.h"

#include <cjson/cJSON.h>

typedef struct {
    uint32_t documents;
    uint32_t right, gold, found; /* one to one; found: without what the corpus leaves open */
    uint32_t duplicates;         /* a second node of a concept that has one */
    uint32_t junk;               /* no concept at all */
    uint32_t kind_right, kind_all;
    uint32_t confusion[KIND_COUNT][KIND_COUNT]; /* gold, ours */
    uint32_t subkind_right, subkind_all; /* where the corpus tells it and the kind is right */
} entity_figures;

DM_NODISCARD dm_status eval_entities(const char *path, const cast_eval_options *o,
                                     entity_figures *out, dm_error *err);
/* What a concept of DWIE is by its tags; KIND_COUNT and SUBKIND_NONE where they do not tell. */
dm_kind kind_of_concept(const cJSON *tags);
dm_subkind subkind_of_concept(const cJSON *tags);
/* "organisation for place 3, ..." most frequent first, up to most of them. */
void confusion_print(uint32_t confusion[KIND_COUNT][KIND_COUNT], uint32_t most, FILE *to);

#endif
