/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cast_eval.h - how right the cast is: DWIE mentions and clusters, GAP pronouns. */
#ifndef DM_EVAL_CAST_EVAL_H
#define DM_EVAL_CAST_EVAL_H

#include "base/file.h"
#include "cast/cast.h"
#include "engine/parser.h"

#include <stdio.h>

typedef struct {
    const dm_lexicon *lexicon;
    const dm_parser *parser; /* NULL: no trees, and gold names are needed */
    bool gold_names;         /* names from the corpus instead of the engine's */
    FILE *misses;            /* NULL, or where every miss is listed */
} cast_eval_options;

/* DWIE as score_kg.py --core: only person, organization, location, event, misc entities. */
typedef struct {
    uint32_t documents;
    double span_f1, typed_f1, muc, b3, ceaf, conll, exact;
} dwie_figures;

typedef struct {
    uint32_t passages;
    double precision, recall, f1, masculine, feminine, bias; /* bias: feminine / masculine */
} gap_figures;

DM_NODISCARD dm_status eval_dwie(const char *path, const cast_eval_options *o,
                                 dwie_figures *out, dm_error *err);
DM_NODISCARD dm_status eval_gap(const char *path, const cast_eval_options *o, gap_figures *out,
                                dm_error *err);
/* One row of GAP; offsets are code points. */
typedef struct {
    dm_str id, text, pronoun, name[2];
    uint32_t offset, at[2];
    bool feminine, meant[2];
} gap_passage;
typedef dm_status gap_visit(void *context, const gap_passage *p, dm_error *err);
DM_NODISCARD dm_status gap_each(const char *path, gap_visit *visit, void *context,
                                dm_error *err);
/* One line per entity: "person Ann Lee | Lee x2 | mayor of Exville". */
void cast_print(const dm_document *doc, const dm_cast *cast, FILE *to);

/* Shared by both: text -> document, parse (gold names by code points when given), cast. */
typedef struct {
    uint32_t begin, end; /* code points */
    uint8_t kind;
} gold_name;
DM_NODISCARD dm_status eval_cast(const cast_eval_options *o, dm_str text,
                                 const gold_name *names, uint32_t count, dm_document *doc,
                                 dm_parse *parse, dm_cast *cast, dm_error *err);

#endif
