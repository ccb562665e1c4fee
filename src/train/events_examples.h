/* SPDX-License-Identifier: GPL-3.0-or-later */
/* events_examples.h - ordered pairs of phrases with what happens between them. */
#ifndef DM_TRAIN_EVENTS_EXAMPLES_H
#define DM_TRAIN_EVENTS_EXAMPLES_H

#include "eval/events_eval.h"
#include "relate/event_model.h"

typedef struct {
    size_t first; /* of its features */
    uint32_t count;
    uint32_t right; /* bit per class that is right; 0: not learned from */
    uint8_t fold;   /* 0..EVENT_FOLDS - 1; EVENT_FOLDS: in none (held out) */
    bool unnamed;   /* from a short text */
    float weight;
    float known[EVENT_CLASSES];
} event_example;

typedef struct {
    event_example *at; /* [N] in order of the corpora */
    size_t len, cap;
    uint16_t *slot; /* of all examples */
    size_t slot_len, slot_cap;
} event_examples;

typedef struct {
    const char *data;
    const dm_lexicon *lexicon;
    const dm_parser *parser;
    float optional; /* weight of newsgraph's edges that need not be found */
} event_sources;

/* Political sentences and newsgraph train. */
DM_NODISCARD dm_status event_examples_read(const event_sources *s, event_examples *out,
                                           dm_error *err);
void event_examples_free(event_examples *x);

#endif
