/* SPDX-License-Identifier: GPL-3.0-or-later */
/* open_score.h - how far a triple is to be believed: a logistic model over what shows in its
 * words and in the tree, learned by `dramatis-train open` from judged extractions. */
#ifndef DM_RELATE_OPEN_SCORE_H
#define DM_RELATE_OPEN_SCORE_H

#include "relate/open.h"

typedef enum {
#define OPEN_WEIGHT(id, weight, about) OPENF_##id,
#include "relate/open_weights.def"
#undef OPEN_WEIGHT
    OPENF_COUNT
} open_feature;

extern const char *const open_feature_names[OPENF_COUNT];
extern const char *const open_feature_about[OPENF_COUNT];

void open_features(const dm_tree *t, const dm_triple *x, double f[OPENF_COUNT]);
float open_confidence(const dm_tree *t, const dm_triple *x);

#endif
