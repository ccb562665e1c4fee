/* SPDX-License-Identifier: GPL-3.0-or-later */
/* corpus.h - annotated text as the trainer reads it: tokens with their word pieces and labels.
 *
 *     files --corpus_add_*--> corpus (documents > sentences > tokens) --batch.h--> packs
 */
#ifndef DM_TRAIN_CORPUS_H
#define DM_TRAIN_CORPUS_H

#include "base/map.h"
#include "base/vec.h"
#include "train/encoder/model.h"

/* Whose guidelines a text follows: the rows of emb.corpus.  The order is part of a checkpoint.
 */
typedef enum {
#define CONVENTION(id, silent) CONV_##id,
#include "train/encoder/guidelines.def"
#undef CONVENTION
    CONV_COUNT
} convention;

const char *convention_name(convention c);

typedef struct {
    uint32_t piece; /* first of its pieces */
    uint8_t piece_count, shape;
    uint16_t names; /* bit set of the name labels that may be right */
    uint8_t upos, xpos, deprel;
    uint16_t head; /* 0: root, i: the sentence's i-th token */
} corpus_token;

typedef struct {
    uint32_t first, end; /* tokens */
    uint32_t pieces;
} corpus_sentence;

typedef struct {
    uint32_t first, end; /* sentences */
    uint8_t convention;
} corpus_doc;

typedef struct {
    bool has_names, has_trees;
    VEC(uint16_t) pieces;
    VEC(corpus_token) tokens;
    VEC(corpus_sentence) sentences;
    VEC(corpus_doc) docs;
} corpus;

void corpus_free(corpus *c);
void corpus_doc_begin(corpus *c, convention conv); /* an empty document before it is dropped */
/* A token of the sentence that is being read; labels start as O and root. */
corpus_token *corpus_token_add(corpus *c, const dm_vocab *v, dm_str form);
void corpus_sentence_end(corpus *c); /* empty: nothing */

/* ---- name guidelines ---- */

enum { NAME_ANY = (1 << NAME_LABELS) - 1, NAME_O = 1 };

/* Sets of names for telling countries from places and peoples from the rest. */
typedef struct {
    dm_arena arena;
    dm_map countries, demonyms, capitals; /* folded names */
} name_lists;

DM_NODISCARD dm_status name_lists_read(const char *data, name_lists *l, dm_error *err);
void name_lists_free(name_lists *l);

/* Marks tokens [first, first + count) of c as one mention that the guidelines tag so; text is
 * its words.  Tags without a row of guidelines.def leave everything open; titles before a
 * person, "the" and a trailing 's that others count in are outside, if text's words are the
 * tokens. */
void corpus_mark(corpus *c, const name_lists *l, convention conv, dm_str tag, dm_str text,
                 uint32_t first, uint32_t count);
/* O as these guidelines mean it: kinds they are silent about stay possible. */
uint16_t corpus_outside(convention conv);

/* ---- readers; each appends to c ---- */

typedef struct {
    const char *data; /* the shared data's folder */
    const dm_vocab *vocab;
    const name_lists *lists;
    const char *without, *only; /* NULL, or how the ids of documents begin: columns only */
} corpus_source;

/* One token a line, blank line between sentences.  word and tag are columns; of every > 1 only
 * one block of sentences in so many is read; silver: capitalised words outside stay open. */
typedef struct {
    const char *path;
    convention conv;
    uint8_t word, tag;
    char separator;
    uint8_t every;
    bool silver;
} column_format;

DM_NODISCARD dm_status corpus_add_columns(corpus *c, const corpus_source *s,
                                          const column_format *f, dm_error *err);
DM_NODISCARD dm_status corpus_add_conllu(corpus *c, const corpus_source *s, const char *path,
                                         dm_error *err);
DM_NODISCARD dm_status corpus_add_dwie(corpus *c, const corpus_source *s, const char *path,
                                       dm_error *err);
/* The same with other names of like kinds in most places (corpus_swap.h). */
DM_NODISCARD dm_status corpus_add_dwie_swapped(corpus *c, const corpus_source *s,
                                               const char *path, uint64_t seed, dm_error *err);
DM_NODISCARD dm_status corpus_add_redocred(corpus *c, const corpus_source *s, const char *path,
                                           dm_error *err);
DM_NODISCARD dm_status corpus_add_newsgraph(corpus *c, const corpus_source *s, const char *path,
                                            dm_error *err);

#endif
