/* SPDX-License-Identifier: GPL-3.0-or-later */
/* states_data.h - annotated articles for the state relations: gold entities as a cast, gold
 * edges.
 *
 * The entities are made to look as the program would find them: country or place by the
 * lexicon, names as they stand in the text, no knowledge from the annotation beyond the kind.
 */
#ifndef DM_EVAL_STATES_DATA_H
#define DM_EVAL_STATES_DATA_H

#include "engine/parser.h"
#include "relate/relation.h"

enum { LABEL_NAME = 24 };

typedef struct {
    uint32_t source, target; /* entities of the cast */
    char label[LABEL_NAME];  /* the corpus's own name of the relation */
} state_gold;

typedef struct {
    dm_document doc;
    dm_parse parse; /* words NULL when there are no trees */
    dm_cast cast;
    state_gold *gold; /* [G] in --core: no demonym, value or time ends; without repetition */
    uint32_t gold_count;
} state_article;

typedef struct {
    state_article *at; /* [N] */
    size_t len, cap;
} state_articles;

/* A DWIE file (data/dwie), core entities and relations.  parser reads the trees; NULL: none. */
DM_NODISCARD dm_status states_read_dwie(const char *path, const dm_lexicon *lex,
                                        const dm_parser *parser, state_articles *out,
                                        dm_error *err);
void states_articles_free(state_articles *a);

/* What a corpus relation is in the ontology: relation, and whether the ends swap.  REL_NONE for
 * what has no place there.  target_kind decides founder_of against maker_of. */
typedef struct {
    dm_rel rel;
    bool swap;
} state_label;
state_label states_label_of(dm_str label, uint8_t source_kind);
/* The other way, as eval/graph_to_dwie.py does: fills out[2] with ends (possibly swapped) and
 * names; returns how many (0 to 2). */
uint32_t states_to_dwie(const dm_cast *cast, const dm_relation *r, state_gold out[2]);

#endif
