/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kernel_rows.h - the float side of a kernel, written over 16 lanes.
 *
 * Included by each kernel_*.c after it has defined KERNEL (function attributes), the type lanes
 * and l_load, l_store, l_set, l_add, l_sub, l_mul, l_min, l_max, l_ints (int32 -> float),
 * l_pow2 (t = 1.5 * 2^23 + k -> 2^k), l_fold_sum, _min and _max (halves onto halves: 8, 4, 2,
 * 1), l_put_u8, l_put_i16 (to the nearest integer, ties to even; in range); after it come the
 * integer products score_keys, mix_values and gemm.  l_min(a, b) is a < b ? a : b and l_max(a,
 * b) a > b ? a : b to the letter, so that a NaN in a takes b.  No include guard: one kernel,
 * one file.
 */
#include <math.h>

#define INLINE static inline __attribute__((always_inline)) KERNEL

static KERNEL void score_keys(const dm_attention *job, uint32_t first, uint32_t rows);
static KERNEL void mix_values(const dm_attention *job, uint32_t first, uint32_t rows);

INLINE lanes l_clamp(lanes x, float lo, float hi)
{
    return l_min(l_max(x, l_set(lo)), l_set(hi));
}

/* exp(x) for x <= 0, relative error below 3e-7: x = k ln 2 + r, Taylor up to r^6 (Cephes). */
INLINE lanes l_exp(lanes x)
{
    x = l_max(x, l_set(-80.0f));
    const lanes big = l_set(12582912.0f); /* 1.5 * 2^23: the fraction falls off */
    lanes t = l_add(l_mul(x, l_set(1.44269504f)), big);
    lanes k = l_sub(t, big);
    lanes r = l_sub(l_sub(x, l_mul(k, l_set(0.693359375f))), l_mul(k, l_set(-2.12194440e-4f)));
    lanes p = l_set(1.0f / 720);
    p = l_add(l_mul(p, r), l_set(1.0f / 120));
    p = l_add(l_mul(p, r), l_set(1.0f / 24));
    p = l_add(l_mul(p, r), l_set(1.0f / 6));
    p = l_add(l_mul(p, r), l_set(0.5f));
    p = l_add(l_mul(p, r), l_set(1.0f));
    p = l_add(l_mul(p, r), l_set(1.0f));
    return l_mul(p, l_pow2(t));
}

/* x * Phi(x).  Phi - 1/2 is an odd polynomial on [-4.2, 4.2], fitted for the least largest
 * error of the product (7.5e-5), and a half beyond. */
INLINE lanes l_gelu(lanes v)
{
    lanes t = l_clamp(v, -4.2f, 4.2f);
    lanes u = l_mul(t, t);
    lanes p = l_set(-9.01715203e-10f);
    p = l_add(l_mul(p, u), l_set(7.94108743e-08f));
    p = l_add(l_mul(p, u), l_set(-3.03786578e-06f));
    p = l_add(l_mul(p, u), l_set(6.68898574e-05f));
    p = l_add(l_mul(p, u), l_set(-0.000950652349f));
    p = l_add(l_mul(p, u), l_set(0.00929821841f));
    p = l_add(l_mul(p, u), l_set(-0.0655282214f));
    p = l_add(l_mul(p, u), l_set(0.398465931f));
    return l_mul(v, l_add(l_mul(p, t), l_set(0.5f)));
}

/* The sums [rows][ld_sums] of 16 outputs from `at` on to the floats they stand for. */
INLINE void put_sums(const dm_linear *l, size_t at, const int32_t *sums, size_t ld_sums,
                     size_t rows, const dm_range *range, float *y, size_t ld)
{
    const lanes scale = l_load(l->scale + at), shift = l_load(l->shift + at);
    const lanes bias = l_load(l->bias + at);
    y += at;
    for (size_t r = 0; r < rows; r++, sums += ld_sums, y += ld) {
        const lanes product = l_mul(l_mul(l_ints(sums), l_set(range[r].scale)), scale);
        const lanes out = l_add(product, l_add(l_mul(l_set(range[r].min), shift), bias));
        l_store(y, l->gelu ? l_gelu(out) : out);
    }
}

/* A row whose least and largest numbers are known, to bytes. */
INLINE dm_range row_bytes(const float *x, size_t n, float min, float max, uint8_t *q)
{
    const float width = max - min;
    const float factor = width > 0 ? (float)QUANT_LIMIT / width : 0;
    const lanes low = l_set(min), step = l_set(factor);
    for (size_t i = 0; i < n; i += LANES) {
        const lanes v = l_mul(l_sub(l_load(x + i), low), step);
        l_put_u8(q + i, l_clamp(v, 0, QUANT_LIMIT));
    }
    return (dm_range){width / (float)QUANT_LIMIT, min};
}

/* Two chains each, so that the processor need not wait for the one before. */
static KERNEL void quantise(const float *x, size_t ld, size_t rows, size_t n, uint8_t *q,
                            dm_range *range)
{
    for (size_t r = 0; r < rows; r++, x += ld, q += n) {
        lanes lo = l_load(x), hi = lo, lo2 = lo, hi2 = lo;
        size_t i = LANES;
        for (; i + 2 * LANES <= n; i += 2 * LANES) {
            const lanes v = l_load(x + i), w = l_load(x + i + LANES);
            lo = l_min(v, lo);
            hi = l_max(v, hi);
            lo2 = l_min(w, lo2);
            hi2 = l_max(w, hi2);
        }
        if (i < n) {
            const lanes v = l_load(x + i);
            lo = l_min(v, lo);
            hi = l_max(v, hi);
        }
        range[r] = row_bytes(x, n, l_fold_min(l_min(lo, lo2)), l_fold_max(l_max(hi, hi2)), q);
    }
}

/* `count` rows of add_norm at once, for the same reason. */
INLINE void norm_rows(float *x, const float *add, size_t count, const float *gain,
                      const float *bias, size_t n, uint8_t *q, dm_range *range)
{
    lanes sum[2], square[2], mean[2], inverse[2], lo[2], hi[2];
    for (size_t r = 0; r < count; r++)
        sum[r] = square[r] = l_set(0);
    for (size_t r = 0; r < count; r++) {
        lo[r] = l_set(INFINITY);
        hi[r] = l_set(-INFINITY);
    }
    for (size_t i = 0; i < n; i += LANES) {
        for (size_t r = 0; r < count; r++) {
            const lanes v = l_add(l_load(x + r * n + i), l_load(add + r * n + i));
            l_store(x + r * n + i, v);
            sum[r] = l_add(sum[r], v);
        }
    }
    for (size_t r = 0; r < count; r++)
        mean[r] = l_set(l_fold_sum(sum[r]) / (float)n);
    for (size_t i = 0; i < n; i += LANES) {
        for (size_t r = 0; r < count; r++) {
            const lanes d = l_sub(l_load(x + r * n + i), mean[r]);
            square[r] = l_add(square[r], l_mul(d, d));
        }
    }
    for (size_t r = 0; r < count; r++)
        inverse[r] = l_set(1.0f / sqrtf(l_fold_sum(square[r]) / (float)n + 1e-12f));
    for (size_t i = 0; i < n; i += LANES) {
        for (size_t r = 0; r < count; r++) {
            const lanes d = l_mul(l_sub(l_load(x + r * n + i), mean[r]), inverse[r]);
            const lanes y = l_add(l_mul(d, l_load(gain + i)), l_load(bias + i));
            l_store(x + r * n + i, y);
            lo[r] = l_min(y, lo[r]);
            hi[r] = l_max(y, hi[r]);
        }
    }
    for (size_t r = 0; r < count; r++)
        range[r] = row_bytes(x + r * n, n, l_fold_min(lo[r]), l_fold_max(hi[r]), q + r * n);
}

static KERNEL void add_norm(float *x, const float *add, size_t rows, const float *gain,
                            const float *bias, size_t n, uint8_t *q, dm_range *range)
{
    size_t r = 0;
    for (; r + 2 <= rows; r += 2)
        norm_rows(x + r * n, add + r * n, 2, gain, bias, n, q + r * n, range + r);
    if (r < rows)
        norm_rows(x + r * n, add + r * n, 1, gain, bias, n, q + r * n, range + r);
}

INLINE float dot(const float *a, const float *b, size_t n)
{
    lanes sum = l_set(0);
    for (size_t i = 0; i < n; i += LANES)
        sum = l_add(sum, l_mul(l_load(a + i), l_load(b + i)));
    return l_fold_sum(sum);
}

static KERNEL void dots(const float *a, const float *b, size_t ld, size_t count, size_t n,
                        float *out)
{
    size_t r = 0;
    for (; r + 4 <= count; r += 4, b += 4 * ld) {
        lanes s0 = l_set(0), s1 = s0, s2 = s0, s3 = s0;
        for (size_t i = 0; i < n; i += LANES) {
            const lanes v = l_load(a + i);
            s0 = l_add(s0, l_mul(v, l_load(b + i)));
            s1 = l_add(s1, l_mul(v, l_load(b + ld + i)));
            s2 = l_add(s2, l_mul(v, l_load(b + 2 * ld + i)));
            s3 = l_add(s3, l_mul(v, l_load(b + 3 * ld + i)));
        }
        out[r] = l_fold_sum(s0);
        out[r + 1] = l_fold_sum(s1);
        out[r + 2] = l_fold_sum(s2);
        out[r + 3] = l_fold_sum(s3);
    }
    for (; r < count; r++, b += ld)
        out[r] = dot(a, b, n);
}

static KERNEL void largest(const float *x, size_t ld, size_t rows, size_t heads, float *top)
{
    for (size_t h = 0; h < heads; h++, x += HEAD_DIM) {
        lanes a = l_set(0), b = a;
        for (size_t r = 0; r < rows; r++) {
            const lanes v = l_load(x + r * ld), w = l_load(x + r * ld + LANES);
            a = l_max(l_max(v, l_sub(l_set(0), v)), a);
            b = l_max(l_max(w, l_sub(l_set(0), w)), b);
        }
        top[h] = l_fold_max(l_max(a, b));
    }
}

INLINE void to_i16(const float *x, float factor, float limit, int16_t *out)
{
    for (size_t i = 0; i < HEAD_DIM; i += LANES)
        l_put_i16(out + i, l_clamp(l_mul(l_load(x + i), l_set(factor)), -limit, limit));
}

/* Keys lie in blocks of 16, pairs of dimensions together; values in pairs of keys. */
static KERNEL void pack_head(const dm_attention *job, const float *x, size_t ld, size_t step,
                             const float factor[3])
{
    int16_t one[HEAD_DIM], two[HEAD_DIM];
    for (size_t i = 0; i < job->n; i++) {
        const float *row = x + i * ld;
        to_i16(row, factor[0], SCORE_LIMIT, job->q + i * HEAD_DIM);
        to_i16(row + step, factor[1], SCORE_LIMIT, one);
        int16_t *at = job->k + i / LANES * LANES * HEAD_DIM + i % LANES * 2;
        for (size_t d = 0; d < HEAD_DIM; d += 2, at += 2 * LANES)
            memcpy(at, one + d, 2 * sizeof *at);
    }
    x += 2 * step;
    for (size_t i = 0; i < job->n; i += 2) {
        memset(two, 0, sizeof two);
        to_i16(x + i * ld, factor[2], VALUE_LIMIT, one);
        if (i + 1 < job->n)
            to_i16(x + (i + 1) * ld, factor[2], VALUE_LIMIT, two);
        int16_t *at = job->v + i * HEAD_DIM;
        for (size_t d = 0; d < HEAD_DIM; d++) {
            at[2 * d] = one[d];
            at[2 * d + 1] = two[d];
        }
    }
}

/* Integer scores of one query -> probabilities in 1/32767.  Keys that only fill up the last
 * blocks count as far below all others, and then as nothing. */
INLINE void soft_max(const dm_attention *job, const int32_t *s, int16_t *probs)
{
    static const float is_key[3 * LANES] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    const size_t whole = job->n / LANES * LANES;
    lanes top = l_set(-3e38f), scale = l_set(job->score_scale), sum = l_set(0);
    float *w = job->weights;
    for (size_t j = 0; j < whole; j += LANES)
        top = l_max(l_ints(s + j), top);
    const float *mask = is_key + LANES - (job->n - whole);
    if (whole < job->n)
        top = l_max(
            l_sub(l_ints(s + whole), l_mul(l_sub(l_set(1), l_load(mask)), l_set(3e38f))), top);
    const lanes high = l_set(l_fold_max(top));
    for (size_t j = 0; j < whole; j += LANES) {
        const lanes e = l_exp(l_mul(l_sub(l_ints(s + j), high), scale));
        l_store(w + j, e);
        sum = l_add(sum, e);
    }
    for (size_t j = whole; j < job->padded; j += LANES, mask = is_key + LANES) {
        const lanes x = l_min(l_mul(l_sub(l_ints(s + j), high), scale), l_set(0));
        const lanes e = l_mul(l_exp(x), l_load(mask));
        l_store(w + j, e);
        sum = l_add(sum, e);
    }
    lanes factor = l_set((float)VALUE_LIMIT / l_fold_sum(sum));
    for (uint32_t j = 0; j < job->padded; j += LANES) {
        lanes p = l_mul(l_load(w + j), factor);
        l_put_i16(probs + j, l_clamp(p, 0, VALUE_LIMIT));
    }
}

static KERNEL void attend(const dm_attention *job)
{
    for (uint32_t i = 0; i < job->n; i += KERNEL_QUERIES) {
        uint32_t rows = job->n - i < KERNEL_QUERIES ? job->n - i : KERNEL_QUERIES;
        score_keys(job, i, rows);
        for (size_t r = 0; r < rows; r++)
            soft_max(job, job->scores + r * job->padded, job->probs + r * job->padded);
        mix_values(job, i, rows);
    }
}
