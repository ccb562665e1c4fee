/* SPDX-License-Identifier: GPL-3.0-or-later */
/* engine_eval.h - the language engine on every set, both depths side by side, beside what
 * others reach (eval/peers.def) and what was learned of the set (eval/sets.def). */
#ifndef DM_EVAL_ENGINE_EVAL_H
#define DM_EVAL_ENGINE_EVAL_H

#include "engine/parser.h"
#include "lexicon/lexicon.h"

#include <stdio.h>

typedef struct {
    const dm_parser *parser;
    const dm_lexicon *lexicon;
    const char *data;   /* the shared data's folder */
    unsigned depths[2]; /* columns of the table; 0 ends them */
    bool markdown;
    FILE *misses; /* NULL, or where the most frequent errors go (at the first depth) */
    FILE *to;
} engine_eval_options;

typedef dm_status engine_part(const engine_eval_options *o, dm_error *err);
engine_part eval_engine_segments; /* tokens and sentences from raw text */
engine_part eval_engine_trees;    /* tags, trees, lemmas on gold tokens */
engine_part eval_engine_names;    /* names, and mentions on whole documents */

/* "UDPipe 1.2 .811 (p), ..." of a figure of eval/peers.def; nothing when there is none. */
bool peers_known(const char *set, const char *figure);
void peers_print(const char *set, const char *figure, FILE *to);

#endif
