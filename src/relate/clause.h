/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clause.h - predicates of a sentence with their subjects and objects, through passives,
 * control, relative clauses, participles and coordination. */
#ifndef DM_RELATE_CLAUSE_H
#define DM_RELATE_CLAUSE_H

#include "relate/stance.h"

typedef struct {
    uint32_t verb; /* the predicate's token */
    bool passive;
    dm_np subjects;  /* who does it */
    dm_np objects;   /* whom it is done to: obj, iobj, passive subject */
    uint32_t object; /* token of the direct object's head (or passive subject), or TOKEN_NONE */
    uint32_t subject; /* token of the subject's head, or TOKEN_NONE */
} dm_clause;

void clause_of(const dm_tree *t, uint32_t verb, dm_clause *out);

#endif
