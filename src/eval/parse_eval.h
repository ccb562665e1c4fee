/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parse_eval.h - how right the language engine is, on gold tokens: tags, trees and lemmas
 * against a treebank, names against a file of tokens with tags. */
#ifndef DM_EVAL_PARSE_EVAL_H
#define DM_EVAL_PARSE_EVAL_H

#include "base/file.h"
#include "engine/parser.h"

/* Counts of right tokens; las_main is LAS with labels cut at the colon. */
typedef struct {
    uint32_t tokens, sentences;
    uint32_t upos, xpos, lemma, uas, las, las_main;
    uint32_t lemma_gold; /* lemmas of gold tags that are right */
} tree_figures;

typedef enum { NAME_ALL, NAME_PER, NAME_ORG, NAME_LOC, NAME_SCORES } name_type;

typedef struct {
    uint32_t right, found, gold;
} name_score;

/* Exact spans of three types: person, organisation, and country or place. */
typedef struct {
    uint32_t tokens;
    name_score of[NAME_SCORES];
} name_figures;

/* A CoNLL-U file; labels are compared as text, as a treebank may have some that we do not. */
DM_NODISCARD dm_status eval_trees(const dm_parser *parser, const dm_parse_options *options,
                                  const char *path, tree_figures *out, dm_error *err);
/* One token a line, an empty line after each sentence, columns by tab or blank: "token ...
 * TAG", the tag last, or, with a number first and four columns or more, "number token TAG ...";
 * tags B-PER, I-PER, ... or O, other types are not counted.  An I- that follows nothing of its
 * type begins a name. */
DM_NODISCARD dm_status eval_names(const dm_parser *parser, const dm_parse_options *options,
                                  const char *path, name_figures *out, dm_error *err);
double name_f1(const name_score *s);
void tree_print(const tree_figures *f, FILE *to);
void name_print(const name_figures *f, FILE *to);

#endif
