/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kernel_rows.h - the float side of a kernel, written over 16 lanes.
 *
 * Included by each kernel_*.c after it has defined KERNEL (function attributes), the type lanes
 * and l_load, l_store, l_set, l_add, l_sub, l_mul, l_min, l_max, l_ints (int32 -> float),
 * l_pow2 (2^k of an integral k), l_fold_sum, _min and _max (halves
 * onto halves: 8, 4, 2, 1), l_put_u8, l_put_i16 (integral, in range), and the two integer
 * products score_keys and mix_values.  l_min(a, b) is a < b ? a : b and l_max(a, b) a > b ? a :
 * b to the letter, so that a NaN in a takes b.  No include guard: one kernel, one file.
 */
#include <math.h>

#define INLINE static inline __attribute__((always_inline)) KERNEL

/* Nearest integer, ties to even, for |x| < 2^22. */
INLINE lanes l_round(lanes x)
{
    const lanes big = l_set(12582912.0f); /* 1.5 * 2^23: the fraction falls off */
    return l_sub(l_add(x, big), big);
}

INLINE lanes l_clamp(lanes x, float lo, float hi)
{
    return l_min(l_max(x, l_set(lo)), l_set(hi));
}

/* exp(x) for x <= 0, relative error below 3e-7: x = k ln 2 + r, Taylor up to r^6 (Cephes). */
INLINE lanes l_exp(lanes x)
{
    x = l_max(x, l_set(-80.0f));
    lanes k = l_round(l_mul(x, l_set(1.44269504f)));
    lanes r = l_sub(l_sub(x, l_mul(k, l_set(0.693359375f))), l_mul(k, l_set(-2.12194440e-4f)));
    lanes p = l_set(1.0f / 720);
    p = l_add(l_mul(p, r), l_set(1.0f / 120));
    p = l_add(l_mul(p, r), l_set(1.0f / 24));
    p = l_add(l_mul(p, r), l_set(1.0f / 6));
    p = l_add(l_mul(p, r), l_set(0.5f));
    p = l_add(l_mul(p, r), l_set(1.0f));
    p = l_add(l_mul(p, r), l_set(1.0f));
    return l_mul(p, l_pow2(k));
}

static KERNEL dm_range quantise(const float *x, size_t n, uint8_t *q)
{
    lanes lo = l_load(x), hi = lo;
    for (size_t i = LANES; i < n; i += LANES) {
        lanes v = l_load(x + i);
        lo = l_min(v, lo);
        hi = l_max(v, hi);
    }
    float min = l_fold_min(lo), width = l_fold_max(hi) - min;
    float factor = width > 0 ? (float)QUANT_LIMIT / width : 0;
    for (size_t i = 0; i < n; i += LANES) {
        lanes v = l_mul(l_sub(l_load(x + i), l_set(min)), l_set(factor));
        l_put_u8(q + i, l_round(l_clamp(v, 0, QUANT_LIMIT)));
    }
    return (dm_range){width / (float)QUANT_LIMIT, min};
}

/* x * Phi(x).  Phi - 1/2 is an odd polynomial on [-4.2, 4.2], fitted for the least largest
 * error of the product (7.5e-5), and a half beyond. */
static KERNEL void gelu(float *x, size_t n)
{
    static const float c[8] = {0.398465931f,     -0.0655282214f,  0.00929821841f,
                               -0.000950652349f, 6.68898574e-05f, -3.03786578e-06f,
                               7.94108743e-08f,  -9.01715203e-10f};
    for (size_t i = 0; i < n; i += LANES) {
        lanes v = l_load(x + i);
        lanes t = l_clamp(v, -4.2f, 4.2f);
        lanes u = l_mul(t, t);
        lanes p = l_set(c[7]);
        for (int d = 6; d >= 0; d--)
            p = l_add(l_mul(p, u), l_set(c[d]));
        l_store(x + i, l_mul(v, l_add(l_mul(p, t), l_set(0.5f))));
    }
}

static KERNEL void add_norm(float *x, const float *add, const float *gain, const float *bias,
                            size_t n)
{
    lanes sum = l_set(0), square = l_set(0);
    for (size_t i = 0; i < n; i += LANES) {
        lanes v = l_add(l_load(x + i), l_load(add + i));
        l_store(x + i, v);
        sum = l_add(sum, v);
    }
    lanes mean = l_set(l_fold_sum(sum) / (float)n);
    for (size_t i = 0; i < n; i += LANES) {
        lanes d = l_sub(l_load(x + i), mean);
        square = l_add(square, l_mul(d, d));
    }
    lanes inverse = l_set(1.0f / sqrtf(l_fold_sum(square) / (float)n + 1e-12f));
    for (size_t i = 0; i < n; i += LANES) {
        lanes d = l_mul(l_sub(l_load(x + i), mean), inverse);
        l_store(x + i, l_add(l_mul(d, l_load(gain + i)), l_load(bias + i)));
    }
}

static KERNEL float dot(const float *a, const float *b, size_t n)
{
    lanes sum = l_set(0);
    for (size_t i = 0; i < n; i += LANES)
        sum = l_add(sum, l_mul(l_load(a + i), l_load(b + i)));
    return l_fold_sum(sum);
}

static KERNEL float largest(const float *x, size_t rows, size_t ld)
{
    lanes top = l_set(0);
    for (size_t r = 0; r < rows; r++) {
        for (size_t i = 0; i < HEAD_DIM; i += LANES) {
            lanes v = l_load(x + r * ld + i);
            top = l_max(v, top);
            top = l_max(l_sub(l_set(0), v), top);
        }
    }
    return l_fold_max(top);
}

static KERNEL void to_i16(const float *x, float factor, float limit, int16_t *out)
{
    for (size_t i = 0; i < HEAD_DIM; i += LANES)
        l_put_i16(out + i,
                  l_round(l_clamp(l_mul(l_load(x + i), l_set(factor)), -limit, limit)));
}

/* Integer scores of one query -> probabilities in 1/32767. */
INLINE void soft_max(const dm_attention *job, int16_t *probs)
{
    const int32_t *s = job->scores;
    int32_t top = s[0];
    for (uint32_t j = 1; j < job->n; j++)
        top = s[j] > top ? s[j] : top;
    lanes high = l_set((float)top), scale = l_set(job->score_scale), sum = l_set(0);
    float *w = job->weights;
    for (uint32_t j = 0; j < job->padded; j += LANES) {
        lanes e = l_exp(l_mul(l_sub(l_ints(s + j), high), scale));
        l_store(w + j, e);
        if (j + LANES > job->n) { /* keys that only fill up the block */
            for (uint32_t i = j > job->n ? j : job->n; i < j + LANES; i++)
                w[i] = 0;
            e = l_load(w + j);
        }
        sum = l_add(sum, e);
    }
    lanes factor = l_set((float)VALUE_LIMIT / l_fold_sum(sum));
    for (uint32_t j = 0; j < job->padded; j += LANES) {
        lanes p = l_mul(l_load(w + j), factor);
        l_put_i16(probs + j, l_round(l_clamp(p, 0, VALUE_LIMIT)));
    }
}

static KERNEL void attend(const dm_attention *job)
{
    for (uint32_t i = 0; i < job->n; i += KERNEL_QUERIES) {
        uint32_t rows = job->n - i < KERNEL_QUERIES ? job->n - i : KERNEL_QUERIES;
        score_keys(job, i, rows);
        for (uint32_t r = 0; r < rows; r++) {
            dm_attention one = *job;
            one.scores += (size_t)r * job->padded;
            soft_max(&one, job->probs + (size_t)r * job->padded);
        }
        mix_values(job, i, rows);
    }
}
