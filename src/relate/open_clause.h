/* SPDX-License-Identifier: GPL-3.0-or-later */
/* open_clause.h - a predicate of a sentence with the words of its relation and its arguments
 * as tokens. */
#ifndef DM_RELATE_OPEN_CLAUSE_H
#define DM_RELATE_OPEN_CLAUSE_H

#include "relate/open_words.h"

enum { OPEN_OBLIQUES = 12 };

typedef struct {
    uint32_t predicate;
    bool nominal; /* to be, with a noun, adjective or preposition */
    bool passive;
    bool expletive; /* there is */
    open_heads subjects;
    dm_words relation; /* auxiliaries, negation, verbs of the chain, particles */
    uint32_t object;   /* heads, or TOKEN_NONE; conjuncts are not told apart yet */
    uint32_t indirect, complement, clause;
    uint32_t obliques[OPEN_OBLIQUES];
    uint32_t oblique_count;
} open_clause;

/* False when token is no predicate, or nobody is said to do it. */
bool open_clause_of(open_scope *s, uint32_t token, open_clause *out);
/* The words of its relation alone. */
dm_words open_relation(open_scope *s, uint32_t predicate);
bool is_nominal_predicate(const dm_tree *t, uint32_t token);
/* The noun that a relative pronoun of its clause stands for; else the token. */
uint32_t open_referent(const dm_tree *t, uint32_t token);

#endif
