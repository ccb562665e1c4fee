/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cast.h - who is in the article: mentions joined into entities.  Lives in the document's
 * arena. */
#ifndef DM_CAST_CAST_H
#define DM_CAST_CAST_H

#include "engine/parse.h"
#include "lexicon/lexicon.h"

#define ENTITY_NONE UINT32_MAX

typedef struct {
    uint32_t begin, end; /* tokens */
    uint32_t head;       /* the syntactic head token */
    uint32_t entity;     /* index into cast->entities, or ENTITY_NONE (unresolved nominal) */
    uint8_t form;        /* dm_form */
    uint8_t kind;        /* dm_kind this mention was read as */
    float score;
} dm_mention;

typedef struct {
    uint32_t begin, end; /* tokens of the words as used, "former foreign minister" */
    dm_str text;
    uint8_t office; /* dm_office */
    uint32_t of;    /* entity, or ENTITY_NONE */
    bool former, deceased;
} dm_role;

typedef struct {
    dm_str name;
    uint32_t count;
} dm_alias;

typedef struct {
    dm_str id;             /* "person/asif-ali-zardari", "country/pk" */
    dm_str label;          /* fullest name used, without title */
    uint8_t kind, subkind; /* dm_kind; dm_subkind or SUBKIND_NONE */
    char country[3];       /* ISO 3166 alpha-2 or "" */
    char gender;           /* 'm', 'f', 'n' or 0 when not known */
    bool plural;
    dm_alias *aliases; /* [A] most frequent first, then by name */
    uint32_t alias_count;
    dm_role *roles; /* [R] in order of text */
    uint32_t role_count;
    uint32_t *mentions; /* [M] indices into cast->mentions, in order of text */
    uint32_t mention_count;
    float salience;   /* 0..1 */
    uint32_t lexicon; /* row of the lexicon this entity is linked to, or UINT32_MAX */
} dm_entity;

/* One line of the user's files that decided something. */
typedef struct {
    uint32_t entity;    /* or ENTITY_NONE */
    dm_str where, what; /* "names.tsv:3", "\"Havbris\" is a name, thing, mentions: 2" */
} dm_wish_note;

typedef struct {
    dm_mention *mentions; /* [M] by begin, longer first */
    uint32_t mention_count;
    dm_entity *entities; /* [E] in order of first mention */
    uint32_t entity_count;
    uint32_t
        *token_entity; /* [T] innermost entity whose mention covers the token, or ENTITY_NONE */
    dm_wish_note *wishes; /* [W] */
    uint32_t wish_count;
    uint32_t *speaker; /* [S] entity who speaks the quotation in the sentence, or ENTITY_NONE */
} dm_cast;

/* Mentions, coreference, entities with kinds, roles, ids and salience.  Lives in doc->arena. */
void cast_build(const dm_lexicon *lex, dm_document *doc, const dm_parse *parse, dm_cast *out);
/* The same as the user wishes (cast/wishes.h); wishes may be NULL. */
void cast_build_wished(const dm_lexicon *lex, const dm_wishes *wishes, dm_document *doc,
                       const dm_parse *parse, dm_cast *out);

#endif
