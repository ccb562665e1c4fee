/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mend.h - what an article's words and the other edges rule out, whoever proposed it.
 *
 * A deputy heads nothing; a country has one head of state at a time, and a person heads one
 * country; a city has no head of government but a head; a party is nobody's agency; an envoy to
 * a country is not its citizen; "X v. Y" is a case.  Tables in mend.def. */
#ifndef DM_RELATE_MEND_H
#define DM_RELATE_MEND_H

#include "relate/relation.h"

/* Lasting relations only; edges may change their relation, lose their confidence or go. */
void relations_mend(const dm_relate_input *in, dm_relations *list);

#endif
