/* SPDX-License-Identifier: GPL-3.0-or-later */
/* real.h - the number type of the trainer, float; the gradient test compiles everything a
 * second time with TRAIN_DOUBLE, where finite differences are sharp. */
#ifndef DM_TRAIN_REAL_H
#define DM_TRAIN_REAL_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#ifdef TRAIN_DOUBLE
typedef double real;
#define real_exp  exp
#define real_sqrt sqrt
#define real_log  log
#else
typedef float real;
#define real_sqrt sqrtf
#define real_log  logf

/* e^x to about 2 units in the last place, in a form that compilers turn into vector code: x = n
 * ln 2
 * + r, |r| <= ln 2 / 2, a polynomial for e^r (Cephes), 2^n by the exponent's bits. */
static inline float real_exp(float x)
{
    x = x < -87.0F ? -87.0F : x;
    x = x > 88.0F ? 88.0F : x;
    float shifted = x * 1.44269504F + 12582912.0F; /* 1.5 * 2^23: rounds to an integer */
    float n = shifted - 12582912.0F;
    float r = x - n * 0.693359375F + n * 2.12194440e-4F;
    float p = 1.9875691500e-4F;
    p = p * r + 1.3981999507e-3F;
    p = p * r + 8.3334519073e-3F;
    p = p * r + 4.1665795894e-2F;
    p = p * r + 1.6666665459e-1F;
    p = p * r + 5.0000001201e-1F;
    p = p * r * r + r + 1.0F;
    union {
        float f;
        uint32_t u;
    } bits = {.f = shifted}, scale;
    scale.u = (bits.u - 0x4B400000U + 127U) << 23;
    return p * scale.f;
}
#endif

#define R(x) ((real)(x))

#endif
