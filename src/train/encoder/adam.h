/* SPDX-License-Identifier: GPL-3.0-or-later */
/* adam.h - AdamW (Loshchilov and Hutter 2019) on stretches of the flat parameter array. */
#ifndef DM_TRAIN_ADAM_H
#define DM_TRAIN_ADAM_H

#include "train/encoder/real.h"

#include <stddef.h>

typedef struct {
    real rate, decay; /* w -= rate (m' / (sqrt(v') + epsilon) + decay w) */
    real beta1, beta2, epsilon;
    real unbias1, unbias2; /* 1 / (1 - beta^t) */
    real scale;            /* of the gradient: task norm and clipping */
} adam_rule;

void adam_update(real *w, const real *g, real *m, real *v, size_t n, adam_rule rule);
/* Sum of squares in a fixed order. */
double squares(const real *g, size_t n);

#endif
