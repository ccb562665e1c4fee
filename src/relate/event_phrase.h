/* SPDX-License-Identifier: GPL-3.0-or-later */
/* event_phrase.h - the noun phrases of a sentence that may act or be acted upon. */
#ifndef DM_RELATE_EVENT_PHRASE_H
#define DM_RELATE_EVENT_PHRASE_H

#include "relate/tree.h"

typedef struct {
    uint32_t head;       /* token, or TOKEN_NONE: who speaks the quotation, from outside */
    uint32_t begin, end; /* tokens of the whole phrase: "several Turkish soldiers" */
    uint32_t entity;
    uint8_t form;  /* dm_form */
    bool embedded; /* the entity only modifies the head: Turkey */
} dm_phrase;

enum { PHRASES_MAX = 28 };

/* [*begin, *end): the head with what belongs to it, without relative clauses and conjuncts. */
void phrase_extent(const dm_tree *t, uint32_t head, uint32_t *begin, uint32_t *end);

/* In order of text, at most PHRASES_MAX; the speaker of a quotation last. */
uint32_t phrases_of(const dm_tree *t, uint32_t sentence, dm_phrase out[PHRASES_MAX]);

/* Noun phrases without a name ("the protesters", "three villages") become entities and mentions
 * of the cast, so that events may join them.  Who comes of it with no event is taken out by
 * unnamed_prune.  Returns how many entities the cast had. */
uint32_t unnamed_add(const dm_relate_input *in, dm_cast *cast);
void unnamed_prune(dm_cast *cast, dm_arena *a, uint32_t named, dm_relations *list);

#endif
