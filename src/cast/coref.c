/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cast/coref.h"

static const coref_weights shipped[COREF_CLASSES] = {
#include "cast/coref_weights.def"
};

const coref_weights *coref_shipped(coref_class k)
{
    return &shipped[k];
}

float coref_score(const coref_weights *w, const float *f)
{
    float s = 0;
    for (int i = 0; i < COREF_FEATURES; i++)
        s += w->direct[i] * f[i];
    for (int h = 0; h < COREF_HIDDEN; h++) {
        float z = 0;
        for (int i = 0; i < COREF_FEATURES; i++)
            z += w->hidden[h][i] * f[i];
        s += z > 0 ? w->out[h] * z : 0;
    }
    return s;
}
