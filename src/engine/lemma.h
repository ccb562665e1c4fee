/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lemma.h - lemmas by suffix rules and a lexicon of exceptions.
 *
 * A rule belongs to a Penn tag and a suffix: take off so many bytes, put on this ("NNS", "ies":
 * 3, "y"); of the rules that fit, the longest suffix wins.  An exception belongs to a word form
 * with both tags.  src/train/lemma.c learns both from treebanks.  Only inflected tags have
 * rules; other words are their own lemma, in lower case unless they are names.
 */
#ifndef DM_ENGINE_LEMMA_H
#define DM_ENGINE_LEMMA_H

#include "engine/parse.h"
#include "model/container.h"

enum {
    LEMMA_SUFFIX = 7,
    LEMMA_FORM = 64
}; /* longest suffix of a rule; longest form looked up */

/* Sorted rows "key\tvalue" in one text.  Rule: "TAG:suffix" -> digit to take off, text to add;
 * exception: "UPOS:TAG:form" -> lemma. */
typedef struct {
    const char *text;
    const uint32_t *at; /* [count + 1] */
    uint32_t count;
} lemma_rows;

typedef struct {
    lemma_rows rules, exceptions;
} lemma_table;

DM_NODISCARD dm_status lemma_open(dm_str bytes, lemma_table *t, dm_error *err);
bool lemma_find(const lemma_rows *rows, dm_str key, dm_str *value);
bool lemma_inflected(uint8_t xpos);
/* The form as rules and exceptions see it: lower case unless it is a name. */
dm_str lemma_base(dm_arena *a, dm_str form, uint8_t upos, uint8_t xpos);
/* What the rules alone make of a base form. */
dm_str lemma_rule(const lemma_table *t, dm_arena *a, dm_str base, uint8_t xpos);
/* Exceptions first, then rules; lemma_of is this over the embedded table. */
dm_str lemma_from(const lemma_table *t, dm_arena *a, dm_str form, uint8_t upos, uint8_t xpos);
/* The embedded table; false when there is none.  The build put it there: not checked. */
bool lemma_embedded(lemma_table *t);
/* Key of an exception into out, or an empty string when the form is too long. */
dm_str lemma_key(char out[LEMMA_FORM + 32], dm_str base, uint8_t upos, uint8_t xpos);

#endif
