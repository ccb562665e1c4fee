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

/* A gold statement with its places, in code points: for corpora that are scored end to end. */
typedef struct {
    const char *label;             /* the corpus's own; static */
    uint32_t source[2], target[2]; /* begin, end */
    uint8_t kinds[2];              /* of both, KIND_COUNT: any */
    bool found;
} state_fact;

typedef struct {
    dm_document doc;
    dm_parse parse; /* words NULL when there are no trees */
    dm_cast cast;
    state_gold *gold; /* [G] in --core: no demonym, value or time ends; without repetition */
    uint32_t gold_count;
    uint32_t known; /* bit per relation that the corpus labels wherever it holds; the others are
                       neither right nor wrong.  0: all */
    float weight;   /* of its pairs in training; 0: 1 */
    uint32_t text;  /* of another reading of an article: its number + 1 */
    state_fact *facts; /* [F] */
    uint32_t fact_count;
    const char **asked; /* [A] labels that are judged here; none: all */
    uint32_t asked_count;
} state_article;

/* A name of a gold entity, in code points. */
typedef struct {
    uint32_t begin, end, entity;
    dm_str text;
} state_mention;

typedef struct {
    state_article *at; /* [N] */
    size_t len, cap;
} state_articles;

/* A DWIE file (data/dwie), core entities and relations.  parser reads the trees; NULL: none. */
DM_NODISCARD dm_status states_read_dwie(const char *path, const dm_lexicon *lex,
                                        const dm_parser *parser, state_articles *out,
                                        dm_error *err);
/* The same articles as the program itself reads them: its own cast, gold moved to the entities
 * that share most names with the annotated ones. */
DM_NODISCARD dm_status states_read_dwie_cast(const char *path, const dm_lexicon *lex,
                                             const dm_parser *parser, state_articles *out,
                                             dm_error *err);
/* x->cast of gold mentions; entities are there with their kinds.  Sorts at. */
void states_fill_cast(const dm_lexicon *lex, state_article *x, state_mention *at, size_t n);
/* The entity of the cast that gold entity i < count is, by shared mentions, one to one; or
 * ENTITY_NONE. */
void states_align(const state_article *x, const state_mention *at, size_t n, uint32_t count,
                  uint32_t *out);
void states_gold_set(state_gold *g, uint32_t source, uint32_t target, const char *label);
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
