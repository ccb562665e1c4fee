/* SPDX-License-Identifier: GPL-3.0-or-later */
/* same.h - are two nodes of two graphs one actor?  For what joins the graphs of many articles
 * (a corpus).  It looks at the two nodes alone: id, label, aliases, kind, sub-kind, country,
 * gender, roles; foreign graphs may lack any of them but the id.
 *
 * What contradicts keeps two nodes apart whatever their names and ids say: another kind, sex,
 * country (an office held in it counts as well), sphere of life (a player and a minister that
 * share no country), generation (Jr., II), edition of a series (2011 and 2012, Sixth and
 * Seventh).  So equal ids are no proof: two articles give two namesakes one id.
 *
 * How to join a corpus: put every node under actor_keys, compare those that share a key, join a
 * pair when actors_same is SAME_SURE, then one that is SAME_LIKELY when neither of the two has
 * another likely partner that is not joined with it already, and leave the others apart.
 * Compare with the node that was joined so far (its aliases and roles together), not with one
 * of its parts: that is what keeps a chain of joins from closing over a contradiction. */
#ifndef DM_GRAPH_SAME_H
#define DM_GRAPH_SAME_H

#include "graph/graph.h"

typedef enum {
    SAME_NEVER,  /* something contradicts, or the names have nothing in common */
    SAME_UNSURE, /* nothing contradicts, but the names do not tell: a surname without any role
                  * in common, "Supreme Court", "the summit" without a year */
    SAME_LIKELY, /* names that can stand for each other (respelled, shortened, an acronym); a
                  * name that does not tell, with a role or a country in common */
    SAME_SURE    /* one telling name */
} dm_same;

/* Symmetric; does not depend on anything but the two nodes. */
dm_same actors_same(const dm_gnode *a, const dm_gnode *b);

/* May they become one node, if no other node has as good a claim? */
static inline bool actors_may_join(const dm_gnode *a, const dm_gnode *b)
{
    return actors_same(a, b) >= SAME_LIKELY;
}

/* Keys such that nodes that may join share one at least; at most cap, made in the arena, none
 * twice.  Returns how many. */
uint32_t actor_keys(dm_arena *arena, const dm_gnode *n, dm_str *out, uint32_t cap);

#endif
