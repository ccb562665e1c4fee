/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parse_eval.h - how right the language engine is, on gold tokens: tags, trees and lemmas
 * against a treebank. */
#ifndef DM_EVAL_PARSE_EVAL_H
#define DM_EVAL_PARSE_EVAL_H

#include "engine/parser.h"
#include "eval/frequency.h"

/* Counts of right tokens; las_main is LAS with labels cut at the colon. */
typedef struct {
    uint32_t tokens, sentences;
    uint32_t upos, xpos, lemma, uas, las, las_main;
    uint32_t lemma_gold; /* lemmas of gold tags that are right */
} tree_figures;

/* Errors by class with the words they were made on. */
typedef struct {
    frequency labels;   /* "gold -> ours" where the head is right */
    frequency heads;    /* wrong heads by gold label, of all tokens with it */
    frequency distance; /* wrong heads by the gold head's distance and side */
    frequency upos_las; /* wrong head or label by gold UPOS */
    frequency upos, xpos;
} tree_errors;

/* A CoNLL-U file; labels are compared as text, as a treebank may have some that we do not.
 * errors may be NULL. */
DM_NODISCARD dm_status eval_trees(const dm_parser *parser, const dm_parse_options *options,
                                  const char *path, tree_figures *out, tree_errors *errors,
                                  dm_error *err);
void tree_errors_print(tree_errors *e, uint32_t most, FILE *to); /* and empties e */

#endif
