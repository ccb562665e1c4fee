/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mend.h - what the words of an edge rule out, whoever proposed it. */
#ifndef DM_RELATE_MEND_H
#define DM_RELATE_MEND_H

#include "relate/relation.h"

/* A deputy or vice head is a member of the body, an official of the country: no head of it. */
void relations_mend_deputies(const dm_relate_input *in, dm_relations *list);

#endif
