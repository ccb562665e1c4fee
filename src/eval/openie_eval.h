/* SPDX-License-Identifier: GPL-3.0-or-later */
/* openie_eval.h - open triples against CaRB (Bhardwaj et al. 2019) and against the judged
 * extractions of ClausIE's evaluation (Del Corro and Gemulla 2013).
 *
 * CaRB's default matcher: words of relation and arguments shared with a gold tuple, in the same
 * slot; arguments after the second count as part of it; each triple answers one gold tuple for
 * precision, the best triple counts for recall; figures at the threshold of best F1 and the
 * area under the curve over all thresholds.  The same definitions as eval/score_carb.py. */
#ifndef DM_EVAL_OPENIE_EVAL_H
#define DM_EVAL_OPENIE_EVAL_H

#include "base/err.h"
#include "engine/parser.h"
#include "lexicon/lexicon.h"

#include <stdio.h>

typedef struct {
    uint32_t sentences, gold, found;
    double auc;
    double precision, recall, f1;             /* at the best threshold */
    double all_precision, all_recall, all_f1; /* everything that was found */
} openie_figures;

typedef struct {
    dm_str text; /* the sentence; its letters and digits tell it */
    double confidence;
    dm_str relation, first, second;
} openie_tuple;

/* gold: lines of sentence, relation, argument 1, argument 2 ...  found: [count] in any order.
 */
void openie_score(dm_str gold, const openie_tuple *found, size_t count, openie_figures *out);

typedef struct {
    const dm_parser *parser;
    const dm_lexicon *lexicon;
    const char *sentences; /* one a line */
    const char *gold;
    FILE *system; /* NULL, or where the triples go in CaRB's form: sentence, confidence,
                     relation, argument 1, argument 2 */
} openie_options;

DM_NODISCARD dm_status eval_openie(const openie_options *o, openie_figures *out, dm_error *err);

#endif
