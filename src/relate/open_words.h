/* SPDX-License-Identifier: GPL-3.0-or-later */
/* open_words.h - word lists of open triples: phrases of a tree without what they can do
 * without. */
#ifndef DM_RELATE_OPEN_WORDS_H
#define DM_RELATE_OPEN_WORDS_H

#include "relate/open.h"

/* One sentence, and the words chosen so far. */
typedef struct {
    const dm_tree *t;
    uint32_t first, end; /* its tokens */
    bool *mark;          /* [T of the sentence] chosen */
} open_scope;

typedef enum {
    PHRASE_ALONE = 1, /* without the conjuncts of its head */
    PHRASE_BARE = 2,  /* without the preposition and conjunction of its head */
    PHRASE_WHOLE = 4, /* clauses: everything below */
    PHRASE_SHORT = 8, /* determiners, compounds, adjectives only */
    PHRASE_TERSE = 16 /* the same, and what it is of */
} phrase_how;

open_scope open_scope_of(const dm_tree *t, uint32_t sentence);
static inline void scope_mark(open_scope *s, uint32_t token)
{
    if (token >= s->first && token < s->end)
        s->mark[token - s->first] = true;
}
/* Choose the phrase headed by token. */
void scope_phrase(open_scope *s, uint32_t token, unsigned how);
/* The first and last token below token, itself included. */
typedef struct {
    uint32_t first, last;
} scope_edge;
scope_edge phrase_edge(const dm_tree *t, uint32_t token);
/* Punctuation stands before it. */
bool phrase_is_apart(const dm_tree *t, uint32_t token);
/* What was chosen, in order of text, with the punctuation inside; the choice is emptied. */
dm_words scope_take(open_scope *s);
/* a, then b. */
dm_words words_join(dm_arena *arena, dm_words a, dm_words b);
dm_words words_of(dm_arena *arena, uint32_t token);

/* Both stand in one name. */
bool in_one_name(const dm_tree *t, uint32_t a, uint32_t b);
/* An adverb that goes with "to be", not with the noun or adjective: "is |also| a painter". */
bool is_clause_adverb(const dm_tree *t, uint32_t predicate, uint32_t token);

/* The preposition of a phrase's head with its fixed parts ("because of"). */
dm_words preposition_words(const dm_tree *t, uint32_t token);

/* The head and its conjuncts, as they share its place: at most `room`.  Parts of one name are
 * no conjuncts. */
enum { OPEN_CONJUNCTS = 8 };
typedef struct {
    uint32_t at[OPEN_CONJUNCTS];
    uint32_t count;
} open_heads;
void heads_of(const dm_tree *t, uint32_t token, open_heads *out);

#endif
