/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wishes.h - what the user has decided about names, before any article is read: which surface
 * forms are one actor, which two stay two, what is no node, what is a name.
 *
 * Names are compared by name_key: without case, diacritics, full stops and apostrophes, hyphens
 * and other marks as blanks, no leading article, no final possessive.  In the text a form that
 * has a capital in the file is met only where the text has one too, and a form in capitals only
 * ("IT", "U.S.") only where the text is in capitals.  Const once opened; threads share it. */
#ifndef DM_CAST_WISHES_H
#define DM_CAST_WISHES_H

#include "base/map.h"
#include "base/vec.h"
#include "ontology/ontology.h"

#define WISH_LINES      200000
#define WISH_FILE_BYTES ((size_t)16 << 20)
#define WISH_NAME_BYTES 400
#define WISH_WORDS      12 /* longest form that is looked for in the text */
#define WISH_NONE       UINT32_MAX

typedef enum {
    WISH_ALIASES,
    WISH_NEVER_MERGE,
    WISH_DROP,
    WISH_ADD_NAMES,
    WISH_FILES
} wish_file;

typedef struct {
    dm_str name, id; /* id "": by the program's own rule */
    uint8_t kind;    /* KIND_COUNT: as the text shows */
    uint8_t subkind; /* SUBKIND_NONE: as the text shows */
    char country[3];
    bool canonical; /* from --aliases: the name is the label, and no other such actor joins */
    wish_file file;
    uint32_t line;
} wish_actor;

typedef struct {
    dm_str text, key;
    uint32_t actor;
    bool capital, shouted; /* how the text has to be written */
    bool only_name;        /* the actor's own name, given by a line for another form */
    wish_file file;
    uint32_t line;
} wish_form;

/* Either side is a name or an id: "person/ada-lind", "country/no". */
typedef struct {
    dm_str text[2], key[2]; /* of an id: the words of its name */
    uint8_t kind[2];        /* of an id, else KIND_COUNT */
    char iso[2][3];         /* of a country's id, else "" */
    uint32_t line;
} wish_pair;

typedef struct {
    dm_str text, key;
    uint32_t line;
} wish_drop;

struct dm_wishes {
    dm_arena arena;
    dm_str file[WISH_FILES]; /* as shown: without directories; "" when not given */
    VEC(wish_actor) actors;
    VEC(wish_form) forms;
    VEC(wish_pair) pairs;
    VEC(wish_drop) drops;
    dm_map form_of; /* key -> form */
    dm_map longest; /* first word of the forms' keys -> most words */
    dm_map paired;  /* keys of pairs */
    dm_map drop_of; /* key, or id as written -> drop */
    VEC(const char *) warnings;
};

/* One file's text into w, files in the order of wish_file; path is for messages.  DM_EINPUT
 * names file and line. */
DM_NODISCARD dm_status wishes_read(dm_wishes *w, wish_file which, const char *path, dm_str text,
                                   dm_error *err);
/* When all are read: what contradicts across files is an error or a warning. */
DM_NODISCARD dm_status wishes_check(dm_wishes *w, dm_error *err);
void wishes_free(dm_wishes *w); /* and w itself */

#endif
