/* SPDX-License-Identifier: GPL-3.0-or-later */
/* event_rules.h - what the parts of the event rules share: events.c (acts of verbs, nouns and
 * adjectives) and event_opinion.c. */
#ifndef DM_RELATE_EVENT_RULES_H
#define DM_RELATE_EVENT_RULES_H

#include "relate/tree.h"

typedef struct {
    const dm_tree *t;
    dm_relations *list;
    bool *used; /* [T] event nouns that a verb has spoken for */
} event_finder;

/* One reading of a predicate: its class and the words it hangs on. */
typedef struct {
    dm_rel rel;
    float share;
    uint32_t predicate; /* token whose stance counts */
    uint32_t trigger;   /* token that names the act */
    const char *rule;
} event_reading;

void event_emit_all(const event_finder *f, const event_reading *r, const dm_np *from,
                    const dm_np *to, float confidence, dm_str preposition_);
/* What is said is an act of who says it: asserted, whatever the words' own stance. */
void event_emit_said(const event_finder *f, const event_reading *r, const dm_np *from,
                     const dm_np *to, float confidence);
/* Up to one class of a verb by our own words, then by the lexicon; a lemma that lost its last
 * letters ("invad") is tried with them. */
bool event_verb_class(const dm_tree *t, dm_str lemma, dm_verb_class *out);
bool event_calling(const event_finder *f, uint32_t verb);
void event_opinions(const event_finder *f, uint32_t token);

#endif
