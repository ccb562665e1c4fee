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

/* Links of pronouns and descriptions to names, whichever name of the chain. */
typedef enum { LINK_PERSON, LINK_THING, LINK_PLURAL, LINK_NOMINAL, LINK_COUNT } coref_link;

typedef struct {
    uint32_t right, found, gold;
} coref_links;

typedef struct {
    uint32_t documents, gold_mentions, found_mentions; /* in chains */
    struct {
        double muc, b3, ceaf, conll;
    } by[CHAINS_COUNT];
    coref_links links[LINK_COUNT];
} coref_figures;

typedef struct {
    const dm_parser *parser;
    const dm_lexicon *lexicon;
    const char *conllu; /* the treebank; its "# newdoc id" names the files in folder */
    const char *folder; /* of <id>.conll: number, word, chains opened and closed there */
} coref_options;

/* Documents without a file in folder are passed over. */
DM_NODISCARD dm_status eval_coref(const coref_options *o, coref_figures *out, dm_error *err);

/* A mention of either side, in tokens; name: its head is a proper noun. */
typedef struct {
    uint32_t begin, end, head, chain;
    bool name;
} chained;

/* Every document with the engine's parse and the treebank's chains; the same for learning. */
typedef dm_status coref_visit(void *context, dm_document *doc, const dm_parse *parse,
                              const chained *gold, uint32_t count, dm_error *err);
DM_NODISCARD dm_status coref_each(const coref_options *o, coref_visit *visit, void *context,
                                  dm_error *err);

#endif
