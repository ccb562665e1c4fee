/* SPDX-License-Identifier: GPL-3.0-or-later */
/* event_features.h - what speaks for an event from one phrase of a sentence to another.
 *
 * Hashed features of the path between the two in the tree, the predicates on it with their
 * classes in the lexicon, the words between, the kinds of both, and what the rules (events.c)
 * say.  Used by the classifier and its trainer. */
#ifndef DM_RELATE_EVENT_FEATURES_H
#define DM_RELATE_EVENT_FEATURES_H

#include "relate/event_phrase.h"

enum {
    EVENT_FIRST = REL_consult,                       /* the event relations of the ontology */
    EVENT_CLASSES = 1 + REL_state - REL_consult + 1, /* 0: nothing happens */
    EVENT_BITS = 14,
    EVENT_SLOTS = 1 << EVENT_BITS,
    EVENT_FEATURES_MAX = 320,
    EVENT_KNOWN = 1 /* what a class of the lexicon adds to its logit */
};

typedef struct {
    uint32_t at[EVENT_FEATURES_MAX]; /* slots, with repetition */
    uint32_t count;
    /* best class by the lexicon of the predicates on the path, by event class; 0..1 */
    float known[EVENT_CLASSES];
    uint32_t trigger; /* token of the predicate, or TOKEN_NONE */
} dm_event_features;

/* What the rules say of a pair of phrases. */
typedef struct {
    uint8_t rel; /* REL_NONE: nothing */
    float confidence;
    uint32_t trigger; /* token */
    const dm_relation *of;
} dm_event_hint;

/* A sentence ready for asking about its pairs. */
typedef struct {
    const dm_tree *t;
    const dm_phrase *phrases; /* [P] */
    uint32_t count, sentence, root;
    bool unnamed; /* a short text whose unnamed actors count */
} dm_event_scene;

void event_features(const dm_event_scene *scene, uint32_t source, uint32_t target,
                    const dm_event_hint *hint, const dm_event_hint *reverse,
                    dm_event_features *out);

static inline uint32_t event_class(dm_rel r)
{
    return (uint32_t)r - EVENT_FIRST + 1;
}
static inline dm_rel event_rel(uint32_t class_)
{
    return (dm_rel)(EVENT_FIRST + class_ - 1);
}

#endif
