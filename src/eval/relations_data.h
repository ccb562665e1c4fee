/* SPDX-License-Identifier: GPL-3.0-or-later */
/* relations_data.h - other corpora of lasting relations in one shape with DWIE: an article with
 * a cast and gold edges in the ontology (corpora.def).
 *
 * Where a corpus gives all names with their kinds the cast is made of them, elsewhere it is the
 * program's own and the gold is moved to it. */
#ifndef DM_EVAL_RELATIONS_DATA_H
#define DM_EVAL_RELATIONS_DATA_H

#include "eval/states_data.h"

typedef enum {
    CORPUS_newsgraph,
    CORPUS_conll04,
    CORPUS_knowledgenet,
    CORPUS_redocred,
    CORPUS_core,
    CORPUS_COUNT
} corpus_id;

const char *corpus_name(corpus_id c);

typedef struct {
    const dm_lexicon *lex;
    const dm_parser *parser;
    bool own;       /* the program's own cast even where names are given */
    uint32_t fold;  /* of KnowledgeNet's five: only this one; 0: all but the last */
    uint32_t every; /* of Re-DocRED and CORE: one article in so many; 0: all */
} corpus_options;

/* Adds the articles of a file to out. */
DM_NODISCARD dm_status corpus_read(corpus_id c, const char *path, const corpus_options *o,
                                   state_articles *out, dm_error *err);
/* The relation of a corpus's label, and whether the ends swap; REL_NONE for none. */
state_label corpus_label(corpus_id c, dm_str label);

#endif
