/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lexicon.h - the compiler of src/model/data/lexicon.dmm.
 *
 * Each source file adds rows (real-world things), names of rows, dated offices and words to one
 * build; packing sorts all of it, so the file does not depend on the order of adding except
 * where two entries say the same (the first one stays). */
#ifndef DM_TRAIN_LEXICON_H
#define DM_TRAIN_LEXICON_H

#include "base/map.h"
#include "base/vec.h"
#include "lexicon/layout.h"

typedef struct {
    dm_str name; /* as written */
    uint8_t list, kind, subkind, office, size;
    uint8_t country; /* index into lex_build.countries */
    uint16_t from, to;
    uint32_t rank; /* prominence within the list, larger first */
    bool dropped;
} lex_row;

typedef struct {
    dm_str key;
    uint32_t row;
    uint8_t flags;
} lex_name;

typedef struct {
    dm_str key;
    uint8_t type;
    uint16_t value;
} lex_word;

typedef struct {
    uint8_t office, country;
    uint16_t from, to; /* days */
    uint32_t row;
} lex_holder;

typedef struct {
    char code[2]; /* "  " at index 0: no country */
    dm_str name, capital, demonym, code3;
} lex_country;

typedef struct {
    dm_arena arena;
    const char *data, *own; /* shared data; our word lists (src/train/data) */
    VEC(lex_row) rows;
    VEC(lex_name) names;
    VEC(lex_word) words;
    VEC(lex_holder) holders;
    VEC(lex_country) countries;
    dm_map first; /* key -> 'm', 'f', 'n' */
    VEC(dm_str) first_keys;
    dm_map surname; /* key -> 1 */
    VEC(dm_str) surname_keys;
    VEC(uint8_t) agents; /* [][4] */
    VEC(uint8_t) verbs;  /* [][2] */
    dm_map ambiguous;    /* key -> 1 */
    dm_map lower;        /* lower-case word -> times in the UD train sets */
    dm_map country_of;   /* key of a country's name -> index */
    dm_map row_of;       /* "list|country|key" -> row */
    dm_map word_of;      /* "type|key" -> 1 */
} lex_build;

enum {
    LEX_COLUMNS = 12,
    LEX_COMMON = 120 /* times in lower case from which a word is no name */
};

/* Calls row for every line of a tab-separated file after its header (skip lines). */
typedef void lex_line(lex_build *b, const dm_str col[LEX_COLUMNS]);
DM_NODISCARD dm_status lex_each(lex_build *b, const char *dir, const char *path, uint32_t skip,
                                char sep, lex_line *line, dm_error *err);
dm_str lex_path(lex_build *b, const char *dir, const char *path);

/* Index of a two-letter code; 0 when it is empty; codes not seen before are added. */
uint8_t lex_country_id(lex_build *b, dm_str code);
/* The row of that list, country and main name; a new one when there is none (*fresh is set). */
uint32_t lex_row_add(lex_build *b, lex_row row, bool *fresh);
void lex_name_add(lex_build *b, uint32_t row, dm_str name, uint8_t flags);
/* Names between " | ". */
void lex_aliases_add(lex_build *b, uint32_t row, dm_str aliases);
void lex_word_add(lex_build *b, lex_word_type type, dm_str word, uint16_t value);
/* Joins an office to the person of that name and country; the weightiest gives class and years.
 */
uint32_t lex_person_add(lex_build *b, dm_str name, uint8_t country, dm_office office,
                        dm_str from, dm_str to);
dm_str fact_key(lex_build *b, dm_str name);
bool lex_dependent(dm_str code);                  /* a country whose demonym is another's */
dm_str lex_title_case(dm_arena *a, dm_str upper); /* "AL_GORE" -> "Al Gore" */

/* The sources; each names the file that it could not read. */
DM_NODISCARD dm_status lex_add_countries(lex_build *b, dm_error *err);
DM_NODISCARD dm_status lex_add_world(lex_build *b, dm_error *err);
DM_NODISCARD dm_status lex_add_people(lex_build *b, dm_error *err);
DM_NODISCARD dm_status lex_add_phoenix(lex_build *b, dm_error *err);
DM_NODISCARD dm_status lex_add_names(lex_build *b, dm_error *err);
DM_NODISCARD dm_status lex_add_words(lex_build *b, dm_error *err);
DM_NODISCARD dm_status lex_add_verbs(lex_build *b, dm_error *err);

DM_NODISCARD dm_status lex_pack(lex_build *b, const char *path, dm_error *err);

DM_NODISCARD dm_status lexicon_compile(const char *data, const char *own, const char *out,
                                       dm_error *err);
/* dramatis-train lexicon [--data DIR] [--own DIR] [-o FILE] */
int train_lexicon(int argc, char **argv);

#endif
