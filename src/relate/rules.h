/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules.h - lasting relations that a construction says by itself; the rows are in rules.def. */
#ifndef DM_RELATE_RULES_H
#define DM_RELATE_RULES_H

#include "relate/features.h"

/* Fill space->findings: by source, target, relation, place. */
void rules_find(dm_space *space);
/* The finding as an edge of list, with the rule's own precision as confidence; an edge that is
 * there already only gains evidence. */
void rule_add(const dm_space *space, const dm_finding *f, dm_relations *list);

#endif
