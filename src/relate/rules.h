/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules.h - lasting relations that a construction says by itself; the rows are in rules.def. */
#ifndef DM_RELATE_RULES_H
#define DM_RELATE_RULES_H

#include "relate/features.h"

/* Everything the rules find in the article, added to list with each rule's own precision as
 * confidence.  What is there already (from the classifier) only gains evidence. */
void rules_apply(const dm_space *space, dm_relations *list);

#endif
