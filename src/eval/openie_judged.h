/* SPDX-License-Identifier: GPL-3.0-or-later */
/* openie_judged.h - our triples among extractions that people judged (ClausIE's evaluation, Del
 * Corro and Gemulla 2013: six systems, three kinds of sentences).  A triple is known when its
 * words in a row, case and punctuation aside, are those of a judged one; where the parts meet
 * does not count. */
#ifndef DM_EVAL_OPENIE_JUDGED_H
#define DM_EVAL_OPENIE_JUDGED_H

#include "engine/parser.h"
#include "lexicon/lexicon.h"
#include "relate/open.h"

typedef struct {
    uint32_t found;         /* our triples */
    uint32_t judged, right; /* of them known, and judged right */
    uint32_t wanted, hit;   /* different extractions judged right, and those we have */
} openie_judgements;

typedef struct {
    const dm_parser *parser;
    const dm_lexicon *lexicon;
    /* NULL, or told of every known triple */
    void (*tell)(void *user, const dm_tree *t, const dm_triple *x, bool right);
    void *user;
} openie_judge;

/* folder holds sentences.txt and extractions-all-labeled.txt; *out is added to. */
DM_NODISCARD dm_status openie_judged(const openie_judge *o, const char *folder,
                                     openie_judgements *out, dm_error *err);

#endif
