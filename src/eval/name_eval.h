/* SPDX-License-Identifier: GPL-3.0-or-later */
/* name_eval.h - names against annotated corpora: tokens with tags, or whole texts with
 * mentions.
 */
#ifndef DM_EVAL_NAME_EVAL_H
#define DM_EVAL_NAME_EVAL_H

#include "engine/parser.h"
#include "eval/frequency.h"
#include "lexicon/lexicon.h"

typedef enum { NAME_ALL, NAME_PER, NAME_ORG, NAME_LOC, NAME_SCORES } name_type;

typedef struct {
    uint32_t right, found, gold;
} name_score;

/* Whose guidelines a file follows: eval/guidelines.def. */
typedef enum {
#define GUIDELINES(id, flat) GUIDE_##id,
#include "eval/guidelines.def"
#undef GUIDELINES
    GUIDE_COUNT
} name_guide;

/* Exact spans.  A span with another kind is wrong in both. */
typedef struct {
    uint32_t tokens, documents;
    name_score of[NAME_SCORES]; /* person, organisation, place (with country) by the corpus */
    name_score ours;            /* the three, any kind that the guidelines' row lists */
    name_score kinds;           /* every kind that the guidelines know */
    name_score kind[KIND_COUNT];
} name_figures;

typedef struct {
    const dm_parser *parser;
    unsigned depth;
    name_guide guide;
    /* NULL: the engine's names, flat.  Else: mentions of the cast, each with the kind of its
     * entity, furniture left out as by extract. */
    const dm_lexicon *lexicon;
    bool all_forms;    /* with lexicon: descriptions and pronouns too, not only names */
    frequency *errors; /* NULL, or where errors are counted by class */
} name_options;

/* path ends in .json or .jsonl: articles of DWIE ("content", "mentions", "concepts"), or with
 * "text" and "entities" (type, begin, end in code points).  Else one token a line, an empty
 * line after each sentence, columns by tab or blank: "token ... TAG", the tag last, or, with a
 * number first and four columns or more, "number token TAG ..."; an I- that follows nothing of
 * its type begins a name. */
DM_NODISCARD dm_status eval_names(const name_options *o, const char *path, name_figures *out,
                                  dm_error *err);
double name_f1(const name_score *s);

#endif
