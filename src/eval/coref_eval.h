/* SPDX-License-Identifier: GPL-3.0-or-later */
/* coref_eval.h - coreference chains against OntoGUM (Zhu et al. 2021; GUM by OntoNotes' rules:
 * no singletons), on the treebank's tokens and sentences, scored as CoNLL 2012.
 *
 * Our mentions are names, pronouns and descriptions of actors and cover the words that name or
 * describe; OntoGUM's cover whole phrases of anything.  So each figure comes twice: by exact
 * span and by head word (gold heads from the treebank), and again for chains with a name alone,
 * which is what a graph of actors is made of. */
#ifndef DM_EVAL_COREF_EVAL_H
#define DM_EVAL_COREF_EVAL_H

#include "engine/parser.h"
#include "lexicon/lexicon.h"

typedef enum {
    CHAINS_SPANS,
    CHAINS_HEADS,
    CHAINS_NAMED_SPANS,
    CHAINS_NAMED_HEADS,
    CHAINS_COUNT
} coref_view;

typedef struct {
    uint32_t documents, gold_mentions, found_mentions; /* in chains */
    struct {
        double muc, b3, ceaf, conll;
    } by[CHAINS_COUNT];
} coref_figures;

typedef struct {
    const dm_parser *parser;
    const dm_lexicon *lexicon;
    const char *conllu; /* the treebank; its "# newdoc id" names the files in folder */
    const char *folder; /* of <id>.conll: number, word, chains opened and closed there */
} coref_options;

/* Documents without a file in folder are passed over. */
DM_NODISCARD dm_status eval_coref(const coref_options *o, coref_figures *out, dm_error *err);

#endif
