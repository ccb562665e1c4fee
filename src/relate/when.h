/* SPDX-License-Identifier: GPL-3.0-or-later */
/* when.h - which date of its sentence an act or a relation takes.
 *
 * A date belongs to what governs it in the tree: the event noun it stands beside ("the attack
 * on Friday"), else the verb of its clause ("met Ann in Rome on Friday"); never to the verb of
 * another clause ("said on Monday that ...").  An act named by a noun shares the date of the
 * verb that carries it ("held talks on Friday"), a joined verb the one that opens the sentence
 * ("In 2016 Egypt invaded Libya and arrested ..."), an office that of its verb ("served as
 * mayor until 2010").  Tense, and a plan, tell which Friday is meant (text/when.h). */
#ifndef DM_RELATE_WHEN_H
#define DM_RELATE_WHEN_H

#include "relate/tree.h"
#include "text/when.h"

typedef struct {
    uint32_t begin, end; /* tokens */
    uint32_t near, verb; /* what governs it: the noun beside, the verb; or TOKEN_NONE */
    size_t byte;         /* of doc->text, where it begins */
} dm_when_place;

typedef struct {
    const dm_tree *t;
    dm_when_place *at; /* [W] in order of text */
    uint32_t *first;   /* [S + 1] the first of each sentence */
} dm_whens;

typedef struct {
    dm_str iso, text; /* in the document's arena */
    text_when value;
} dm_when;

/* Every date of the document; in its arena. */
dm_whens whens_of(const dm_tree *t);
/* The date of the predicate, whose modality is known; false when it has none. */
bool when_of(const dm_whens *w, uint32_t predicate, dm_modality modality, dm_when *out);

/* Fill date, date_text of events and states, and former of offices whose time is over. */
void relations_date(const dm_relate_input *in, dm_relations *list);

#endif
