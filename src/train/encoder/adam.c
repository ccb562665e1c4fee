/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/encoder/adam.h"

#include "train/encoder/ops.h"

void adam_update(real *restrict w, const real *restrict g, real *restrict m, real *restrict v,
                 size_t n, adam_rule r)
{
    const real rest1 = R(1) - r.beta1, rest2 = R(1) - r.beta2;
    for (size_t i = 0; i < n; i++) {
        const real gi = g[i] * r.scale;
        m[i] = r.beta1 * m[i] + rest1 * gi;
        v[i] = r.beta2 * v[i] + rest2 * gi * gi;
        const real step = m[i] * r.unbias1 / (real_sqrt(v[i] * r.unbias2) + r.epsilon);
        w[i] -= r.rate * (step + r.decay * w[i]);
    }
}

double squares(const real *g, size_t n)
{
    enum { STRETCH = 4096 };
    double sum = 0;
    for (size_t i = 0; i < n; i += STRETCH) {
        const size_t len = n - i < STRETCH ? n - i : STRETCH;
        sum += (double)row_dot(g + i, g + i, len);
    }
    return sum;
}
