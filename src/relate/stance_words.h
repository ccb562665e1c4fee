/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stance_words.h - the words of one clause that tell how certain it is, and who speaks. */
#ifndef DM_RELATE_STANCE_WORDS_H
#define DM_RELATE_STANCE_WORDS_H

#include "relate/stance.h"

/* What a predicate's own words say, before anything above it. */
typedef struct {
    bool negated, ended;
    bool able;        /* can, could */
    bool would;       /* planned under a report in the past, else possible */
    bool conditional; /* in an if-clause, or with one */
    bool condition;   /* is itself an if-clause */
    dm_modality modality;
} dm_clause_words;

/* Negated by its adverbs, its subject ("nobody"), its object ("no ...") or a preposition.
 * except is a part that does not count, being the predicate asked about, or TOKEN_NONE. */
dm_clause_words clause_words(const dm_tree *t, uint32_t p, uint32_t except);
/* The clause is a question that yes or no answers. */
bool asks_whether(const dm_tree *t, uint32_t p);
/* A verb that shares the auxiliaries and the negation of the one it is joined to. */
bool shares_auxiliaries(const dm_tree *t, uint32_t p, uint32_t g);

/* The actor who is subject of a verb of saying, or owns a noun of saying. */
uint32_t speaker_of(const dm_tree *t, uint32_t governor);
/* "according to X", "in the words of X", "..., X said", "as X put it", beside predicate p. */
uint32_t speaker_beside(const dm_tree *t, uint32_t p);
/* Between quotation marks of its paragraph. */
bool in_quotes(const dm_tree *t, uint32_t token);

#endif
