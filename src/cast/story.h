/* SPDX-License-Identifier: GPL-3.0-or-later */
/* story.h - what has been told up to a word: the phrases so far, names or not, and the chains
 * they make.  Internal to the cast room; coref.h asks it. */
#ifndef DM_CAST_STORY_H
#define DM_CAST_STORY_H

#include "cast/caster.h"
#include "cast/coref.h"

enum { FORM_NOUN = 7 }; /* a phrase of nobody named; beside dm_form */
#define CLIMB 12        /* steps up a tree that are looked at */

/* A noun phrase or a pronoun that was understood. */
typedef struct {
    uint32_t head, begin, end;
    uint32_t chain;   /* index into story.chains */
    uint32_t verb;    /* what it depends on, through conjunctions, or HEAD_ROOT */
    uint8_t form;     /* dm_form or FORM_NOUN */
    uint8_t relation; /* dm_deprel, of the first of a conjunction */
    bool joined;      /* a later part of a conjunction */
    bool pair;        /* "A and B" as one */
    bool definite, indefinite, owned, name;
} phrase;

/* Who or what phrases stand for: the first entity_count chains are the entities. */
typedef struct {
    uint8_t kind; /* dm_kind; KIND_COUNT: no actor */
    char gender;
    bool plural;
    bool actor, time, spot, deed; /* of nouns */
    bool opening;                 /* named in the first sentence */
    uint32_t count;               /* phrases so far */
    uint32_t named;               /* names in the article */
    uint32_t subject;             /* sentence where it was last a subject, or NOTHING */
} chain;

typedef VEC(chain) chain_list;
typedef VEC(phrase) phrase_list;

typedef struct {
    caster *c;
    phrase_list at;
    chain_list chains;
    dm_map nouns;     /* lemma -> chain */
    uint32_t same[4]; /* chain the last he, she, it, they meant, or NOTHING */
    uint32_t speaker; /* chain that said something last, or NOTHING */
} story;

typedef struct {
    uint32_t token, verb, clause; /* its governor; the head of its clause */
    uint8_t relation;
    char gender; /* 'm', 'f', 'n', 'p' (they) */
    coref_class class;
    bool subject, object, possessive, reflexive;
    uint32_t over[CLIMB]; /* tokens above it, nearest first */
    uint32_t over_count;
} pronoun;

void story_open(caster *c, story *s);
void story_free(story *s);
/* Takes in token t: adds its phrase, if it is the head of one. */
void story_read(story *s, uint32_t t);
/* A pronoun that means the chain. */
void story_pronoun(story *s, const pronoun *p, uint32_t chain);
/* The phrase that the head t makes, without adding it. */
phrase story_phrase(const story *s, uint32_t t, uint32_t chain);

bool is_subject(uint8_t deprel);
/* The verb or noun whose argument the token is, through conjunctions. */
uint32_t word_governor(const caster *c, uint32_t t);
/* The head of the clause that the token is in. */
uint32_t word_clause(const caster *c, uint32_t t);
bool speaks(const caster *c, uint32_t verb); /* speech.c */

/* The features of candidates for p; of[0] is nobody; rows of f are zero before. */
void coref_features(const story *s, const pronoun *p, const phrase *of, uint32_t count,
                    coref_candidate *out);

#endif
