/* SPDX-License-Identifier: GPL-3.0-or-later */
/* states_words.h - which words say a lasting relation: evidence, predicate, former, negation.
 */
#ifndef DM_RELATE_STATES_WORDS_H
#define DM_RELATE_STATES_WORDS_H

#include "relate/states_model.h"

/* A title beside a mention: before it ("foreign minister X", "minister, X") or in apposition
 * after it ("X, the foreign minister"). */
typedef struct {
    uint32_t begin, end; /* tokens; empty when there is none */
    uint8_t office;
} dm_title;
dm_title title_before(const dm_space *sp, const dm_place_in_text *p);
dm_title title_after(const dm_space *sp, const dm_place_in_text *p);
bool says_former(const dm_space *sp, uint32_t begin, uint32_t end);

/* Fill evidence, predicate, former and polarity of r from two mentions in one sentence. */
void words_of_pair(const dm_space *sp, const dm_mention_pair *p, dm_relation *r,
                   dm_evidence *e);
/* The same without a common sentence: the mention of the source that says most about the target
 * (its demonym, a title); marked derived when no word points to the target.  False when the
 * source has no mention. */
bool words_of_source(const dm_space *sp, uint32_t source, uint32_t target, dm_relation *r,
                     dm_evidence *e);
/* "head of state" for head_of_state. */
dm_str relation_gloss(dm_arena *a, dm_rel rel);
/* The features with the largest weights for rel, in words. */
dm_str strongest_features(const dm_state_model *m, const dm_space *sp, const dm_feature_set *f,
                          dm_rel rel);

#endif
