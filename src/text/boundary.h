/* SPDX-License-Identifier: GPL-3.0-or-later */
/* boundary.h - does a sentence end between two tokens?  A logistic model over hashed features
 * of the place, on top of the rules of sentence.c, whose answer is its strongest feature.
 *
 * The features are words and classes of up to three tokens on both sides, how long the sentence
 * is so far, what it began with, open brackets and quotes, how the paragraph ends.  Weights are
 * signed bytes in one table, learned by `dramatis-train segment`.
 */
#ifndef DM_TEXT_BOUNDARY_H
#define DM_TEXT_BOUNDARY_H

#include "text/token.h"

enum { BOUNDARY_BITS = 16, BOUNDARY_FEATURES = 30 };

/* What the features need of a token. */
typedef struct {
    uint32_t word; /* hash of the form in lower case */
    uint8_t sort;  /* kind and shape, for signs also which */
    bool gap;      /* white space before it */
    bool rule;     /* the rules end a sentence before it */
    bool sure;     /* the rules' answer stands: "Mr." goes on, "it rained. He" ends */
} boundary_token;

typedef struct {
    const boundary_token *at; /* [count], of one paragraph */
    size_t count;
    bool stops;    /* some token of the paragraph is a stop: else it is a headline or a list */
    size_t first;  /* where the sentence at hand begins */
    uint32_t open; /* brackets not closed since then */
    uint32_t quotes; /* straight quotes since then */
    bool lower;      /* a word in lower case since then */
} boundary_state;

typedef struct {
    const int8_t *weights; /* [1 << BOUNDARY_BITS]; NULL: the rules decide alone */
    int32_t threshold;
} boundary_model;

/* The model that ships.  Never fails: without one the rules stand. */
boundary_model boundary_shipped(void);
boundary_token boundary_note(dm_str text, const text_token *tokens, size_t i);
/* Before the first place of a paragraph; notes[count] stay the caller's. */
boundary_state boundary_begin(const boundary_token *notes, size_t count);
/* Is the place before token i worth asking about? */
bool boundary_asks(const boundary_state *s, size_t i);
void boundary_features(const boundary_state *s, size_t i, uint32_t out[BOUNDARY_FEATURES]);
bool boundary_ends(const boundary_model *m, const boundary_state *s, size_t i);
/* Token i is part of the sentence at hand, or begins a new one. */
void boundary_pass(boundary_state *s, size_t i, bool begins);

#endif
