/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tree.h - a document's dependency trees with their children, and who stands at which token. */
#ifndef DM_RELATE_TREE_H
#define DM_RELATE_TREE_H

#include "relate/relation.h"

#define TOKEN_NONE UINT32_MAX
enum { NP_MAX = 24 };

typedef struct {
    const dm_relate_input *in;
    const dm_document *doc;
    const dm_word *words;
    const dm_cast *cast;
    uint32_t *first_child, *next_child; /* [T] TOKEN_NONE ends; children in order of text */
    uint32_t *mention;                  /* [T] mention whose head the token is, or TOKEN_NONE */
} dm_tree;

/* Everything in doc->arena. */
dm_tree tree_of(const dm_relate_input *in);

static inline uint8_t dep_of(const dm_tree *t, uint32_t token)
{
    return t->words[token].deprel;
}

static inline dm_str lemma_at(const dm_tree *t, uint32_t token)
{
    return t->words[token].lemma;
}

/* for (uint32_t c = child_first(t, x); c != TOKEN_NONE; c = child_next(t, c)) ... */
static inline uint32_t child_first(const dm_tree *t, uint32_t token)
{
    return t->first_child[token];
}

static inline uint32_t child_next(const dm_tree *t, uint32_t child)
{
    return t->next_child[child];
}

/* The first child with this relation, or TOKEN_NONE. */
uint32_t child_with(const dm_tree *t, uint32_t token, dm_deprel dep);
/* The preposition of an oblique or nominal modifier: lemma of its case child; "" when none. */
dm_str preposition(const dm_tree *t, uint32_t token);
bool lemma_in(dm_str lemma, const char *const *list); /* NULL-terminated */
bool lemma_is(const dm_tree *t, uint32_t token, const char *lemma);

/* One actor that a noun phrase stands for. */
typedef struct {
    uint32_t entity;
    uint32_t begin, end; /* tokens of the mention that names it */
    bool embedded;       /* it only modifies the phrase's head: "Turkish forces" */
} dm_np_actor;

typedef struct {
    dm_np_actor at[NP_MAX];
    uint32_t count;
} dm_np;

/* The entity itself when it is an actor, the country of a capital, or ENTITY_NONE. */
uint32_t np_acting(const dm_tree *t, uint32_t entity);
/* Actors of the phrase headed by token alone. */
void np_own_actors(const dm_tree *t, uint32_t token, dm_np *out);
/* Actors of the phrase headed by token, conjuncts and appositions included.  A place that is a
 * capital stands for its country; other places, events and things are no actors. */
void np_actors(const dm_tree *t, uint32_t token, dm_np *out);
/* A law, project or event that can be supported or rejected: "backed the treaty". */
void np_things(const dm_tree *t, uint32_t token, dm_np *out);
/* Those that own or author the phrase: "Israel's decision", "the decision of Israel". */
void np_owners(const dm_tree *t, uint32_t token, dm_np *out);

#endif
