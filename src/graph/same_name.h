/* SPDX-License-Identifier: GPL-3.0-or-later */
/* same_name.h - the words of a name, and how near two names are.  Internal to same.c. */
#ifndef DM_GRAPH_SAME_NAME_H
#define DM_GRAPH_SAME_NAME_H

#include "base/str.h"

#define NAME_WORDS 12 /* longer names are compared by their first words */

typedef struct {
    dm_str word[NAME_WORDS]; /* folded; particles of persons, articles and "Inc" left out */
    uint32_t count;
    dm_str suffix; /* of a person: "jr", "ii" */
    bool acronym;  /* one word of two to six capitals */
} actor_name;

/* How well one name can stand for another. */
typedef enum {
    NAME_OTHER, /* it cannot */
    NAME_BRIEF, /* a surname or a given name alone; an initial; spelt alike; more words */
    NAME_ALONE, /* both have one word, the same */
    NAME_CLOSE, /* respelled, a pet name, a middle name more, an acronym */
    NAME_EQUAL
} name_fit;

actor_name name_of_person(dm_arena *a, dm_str text);
actor_name name_of_body(dm_arena *a, dm_str text);
name_fit persons_fit(dm_arena *a, const actor_name *x, const actor_name *y);
name_fit bodies_fit(dm_arena *a, const actor_name *x, const actor_name *y);
/* Only words that many bodies or events have: "supreme court", "presidential election". */
bool name_is_generic(const actor_name *x);
/* A yearly thing without its year: "Harbour summit". */
bool name_is_series(const actor_name *x);
/* Numbers, years and ordinals that differ. */
bool names_other_edition(const actor_name *x, const actor_name *y);
/* What transcriptions of one word have in common. */
dm_str word_skeleton(dm_arena *a, dm_str word);
/* The initials of a name, without function words. */
dm_str name_initials(dm_arena *a, const actor_name *x);

#endif
