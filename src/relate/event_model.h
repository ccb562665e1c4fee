/* SPDX-License-Identifier: GPL-3.0-or-later */
/* event_model.h - does something happen from one phrase to another, and what: a soft-max over
 * hashed features (event_features.h), mixed with the encoder's pair head (engine/pairs.h). */
#ifndef DM_RELATE_EVENT_MODEL_H
#define DM_RELATE_EVENT_MODEL_H

#include "engine/pairs.h"
#include "model/container.h"
#include "relate/event_features.h"

enum { EVENTS_FORMAT = 1 };

struct dm_event_model {
    char *owned;
    dm_container file;
    const int8_t *weight;   /* [EVENT_SLOTS][EVENT_CLASSES] */
    const float *scale;     /* [1] value of one step of weight */
    const float *share;     /* [1] of the pair head in the mixture */
    const float *threshold; /* [4] of an article's pairs, of a short text's; where a rule says
                               so, too: the same two */
};

/* p[EVENT_CLASSES]: probabilities; p[0] nothing happens.  head NULL: features only. */
void event_classes(const dm_event_model *m, const dm_event_features *f,
                   const dm_pair_classes *head, float p[EVENT_CLASSES]);
/* The soft-max of logits, the same bits on every machine. */
void event_softmax(const double z[EVENT_CLASSES], double p[EVENT_CLASSES]);
/* Puts the head's probabilities of quads in p, at this share; the classes of a quad keep their
 * parts of it. */
void event_mix(float share, const dm_pair_classes *head, float p[EVENT_CLASSES]);

/* ---- the pairs of a document ---- */

typedef struct {
    const dm_event_scene *scene;
    uint32_t source, target;     /* phrases */
    const dm_event_hint *hint;   /* what the rules say of this pair */
    const dm_pair_classes *head; /* NULL: no pair head, or no words of both */
    const dm_event_features *features;
} dm_event_pair;

typedef void dm_event_take(void *context, const dm_event_pair *p);

/* Every ordered pair of phrases of every sentence that may be an event.  found: what the rules
 * found; unnamed: a short text. */
void event_scan(const dm_tree *t, const dm_relations *found, bool unnamed, dm_event_take *take,
                void *context);
/* A text so short that its unnamed actors are all there is. */
bool event_short(const dm_document *doc);
/* The rules alone. */
void event_rules(const dm_tree *t, dm_relations *found);

#endif
