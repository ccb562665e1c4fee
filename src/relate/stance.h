/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stance.h - how certain an act or relation is said to be, and by whom.
 *
 * Read from the predicate upwards: its own auxiliaries, adverbs and determiners, then every
 * word that governs it, each with the effect stance.def gives it ("denied", "plans to", "failed
 * to"), innermost first, so that "did not deny that" and "Ann said Bob refused to" come out
 * right.  An act taken for granted ("condemned the attack") is not touched by what is above it.
 *
 * attributed_to is the innermost speaker whose word the act is: subject of the verb of saying,
 * owner of "X's claim that", "according to X", or the speaker of the quotation it stands in.
 * The act's own doer is no such speaker: of "X said he met Y" the edge X consult Y is the
 * article's report of X, and stays without attribution (stance_speaker); "X said Y met Z" is
 * attributed to X, also when X is the target ("X said Y attacked him"), but for what two do
 * together.  What the speaker takes for granted ("X said Y condemned the attack", "... after Z
 * attacked") is the article's unless it stands between quotation marks.  Demands and plans
 * ("X urged Y to go") are acts of X with a planned act inside, and attribute nothing. */
#ifndef DM_RELATE_STANCE_H
#define DM_RELATE_STANCE_H

#include "relate/tree.h"

typedef struct {
    bool negated;
    dm_modality modality;
    uint32_t attributed_to; /* entity that says so, or ENTITY_NONE */
    bool refused;           /* "refused to", "declined to": the subject rejects it */
    bool ended;             /* negated, but it was so: "no longer", "stopped" */
    bool given;             /* taken for granted: what stands above it says nothing of it */
} dm_stance;

dm_stance stance_of(const dm_tree *t, uint32_t predicate);

/* attributed_to for an edge from source: nobody when the source itself says it. */
static inline uint32_t stance_speaker(const dm_stance *s, uint32_t source)
{
    return s->attributed_to == source ? ENTITY_NONE : s->attributed_to;
}

#endif
