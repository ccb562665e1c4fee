/* SPDX-License-Identifier: GPL-3.0-or-later */
/* coref.h - whom a pronoun means: every mention before it that agrees is a candidate, names,
 * descriptions, other pronouns and plain nouns alike, and so is "nobody"; the candidate with
 * the best score is taken.  A mention-ranking model (Denis and Baldridge 2008; Durrett and
 * Klein 2013) with one small hidden layer, learned by src/train/coref.c. */
#ifndef DM_CAST_COREF_H
#define DM_CAST_COREF_H

#include "cast/cast.h"

typedef enum { COREF_PERSON, COREF_THING, COREF_PLURAL, COREF_CLASSES } coref_class;

typedef enum {
#define COREF(id, about) COREF_##id,
#include "cast/coref_features.def"
#undef COREF
    COREF_FEATURES
} coref_feature;

#define COREF_HIDDEN     12
#define COREF_CANDIDATES 64
#define COREF_NOBODY     UINT32_MAX

typedef struct {
    float direct[COREF_FEATURES];
    float hidden[COREF_HIDDEN][COREF_FEATURES];
    float out[COREF_HIDDEN]; /* of max(0, hidden x features) */
} coref_weights;

/* What ships, by class of pronoun. */
const coref_weights *coref_shipped(coref_class k);

typedef struct {
    uint32_t head, begin, end; /* tokens */
    uint32_t chain; /* below entity_count: the entity; else a noun's; COREF_NOBODY: none */
    bool named;     /* a name */
    bool entity;    /* the chain is an entity */
    float f[COREF_FEATURES];
} coref_candidate;

typedef struct {
    uint32_t token; /* the pronoun */
    coref_class class;
    const coref_candidate *of; /* [count]; of[0] is nobody */
    uint32_t count;
} coref_question;

/* Who asks to see every decision and to make it: for learning and measuring. */
typedef struct {
    const coref_weights *weights; /* [COREF_CLASSES], or NULL: what ships */
    /* Gives the candidate to take; best is the model's. */
    uint32_t (*choose)(void *context, const coref_question *q, uint32_t best);
    void *context;
} coref_watch;

float coref_score(const coref_weights *w, const float *f);
/* cast_build, watched. */
void cast_build_watched(const dm_lexicon *lex, const coref_watch *watch, dm_document *doc,
                        const dm_parse *parse, dm_cast *out);

#endif
