/* SPDX-License-Identifier: GPL-3.0-or-later */
/* former.h - which lasting relations are said to be over, and which not to be so at all.
 *
 * An office or membership is over when its own noun phrase says so ("former", "ex-", "then-",
 * "the late", "retired"), when it was held in a plain past ("X was mayor", "who served as
 * mayor", not "has served" nor "was elected mayor"), when it ended ("resigned as", "is no
 * longer a member"), or when its term has a date that is past (when.h).  A past tense elsewhere
 * in the sentence ends nothing: "Prime Minister X was in Paris".  Behind a verb of saying in
 * the past "was" may be "is" ("he said X was the leader"), and ends nothing either. */
#ifndef DM_RELATE_FORMER_H
#define DM_RELATE_FORMER_H

#include "relate/relation.h"

/* Set and clear former of the states; one that is "no longer" is affirmed and former. Polarity,
 * modality and speaker of a state that words of its own say ("denied being a member", "may
 * become head of") are those of its words (stance.h), when no other sentence simply states it.
 */
void relations_mend_former(const dm_relate_input *in, dm_relations *list);
/* "did not pass the bill" is a rejection, not none: a negated reject whose word is no refusal.
 */
void relations_mend_refusals(const dm_relate_input *in, dm_relations *list);

#endif
