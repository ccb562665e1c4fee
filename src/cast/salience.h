/* SPDX-License-Identifier: GPL-3.0-or-later */
/* salience.h - what tells how much an article is about an entity; the trainer sees the same. */
#ifndef DM_CAST_SALIENCE_H
#define DM_CAST_SALIENCE_H

#include "cast/cast.h"

typedef enum {
#define SALIENCE(id, weight, about) SALIENCE_##id,
#include "cast/salience.def"
#undef SALIENCE
    SALIENCE_COUNT
} salience_feature;

/* out: [E][SALIENCE_COUNT]; SALIENCE_bias is 1 everywhere. */
void salience_features(const dm_document *doc, const dm_parse *parse, const dm_cast *cast,
                       double *out);

#endif
