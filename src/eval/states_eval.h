/* SPDX-License-Identifier: GPL-3.0-or-later */
/* states_eval.h - state relations on DWIE with gold entities: what score_kg.py --core would say
 * of the edges after graph_to_dwie.py (based_in, located_in and held_in split by the level of
 * the target). */
#ifndef DM_EVAL_STATES_EVAL_H
#define DM_EVAL_STATES_EVAL_H

#include "eval/states_data.h"

#include <stdio.h>

typedef struct {
    uint32_t right, shown, gold;
} dm_tally;

typedef struct {
    uint32_t articles;
    dm_tally all;
    dm_tally relation[REL_COUNT]; /* gold and edges by relation of the ontology */
    /* edges of confidence [k/10, (k+1)/10): how many are right */
    dm_tally reliability[10];
    struct {
        dm_str name; /* of a static string or the articles' arenas */
        dm_tally tally;
    } rule[160]; /* by the rule that proposed an edge first */
    uint32_t rule_count;
} dm_states_score;

double tally_f1(const dm_tally *t);
/* Is a gold edge of the article?  Edges of relations that the corpus does not label are
 * neither. */
void states_score(state_articles *articles, const dm_lexicon *lex, const dm_state_model *model,
                  dm_states_score *out);
/* Read path and score; DM_EIO, DM_EINPUT for the file. */
DM_NODISCARD dm_status states_eval(const char *path, const dm_lexicon *lex,
                                   const dm_parser *parser, const dm_state_model *model,
                                   FILE *table, double *f1, dm_error *err);
void states_print(const dm_states_score *s, FILE *out);

#endif
