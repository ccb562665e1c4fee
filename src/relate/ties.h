/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ties.h - lasting relations that a noun or a verb states outright: "Ann's lawyer, Bob", "Bob,
 * a member of Acme", "Ann took part in the Games". */
#ifndef DM_RELATE_TIES_H
#define DM_RELATE_TIES_H

#include "relate/relation.h"

void relate_ties(const dm_relate_input *in, dm_relations *list);

#endif
