/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NEON on 64-bit ARM: a register holds 4 lanes.  Activations of 7 bits are signed bytes too, so
 * products are smull and smlal into 16 bits (2 * 127 * 127 < 2^15), then pairwise into 32. */
#include "engine/kernels.h"

#if DM_KERNELS_NEON
#include <arm_neon.h>

#define KERNEL
#define LANE static inline __attribute__((always_inline))

typedef struct {
    float32x4_t at[4];
} lanes;

#define EACH for (int i = 0; i < 4; i++)

LANE lanes l_load(const float *p)
{
    lanes v;
    EACH v.at[i] = vld1q_f32(p + 4 * i);
    return v;
}

LANE void l_store(float *p, lanes v)
{
    EACH vst1q_f32(p + 4 * i, v.at[i]);
}

LANE lanes l_set(float x)
{
    lanes v;
    EACH v.at[i] = vdupq_n_f32(x);
    return v;
}

LANE lanes l_add(lanes a, lanes b)
{
    EACH a.at[i] = vaddq_f32(a.at[i], b.at[i]);
    return a;
}

LANE lanes l_sub(lanes a, lanes b)
{
    EACH a.at[i] = vsubq_f32(a.at[i], b.at[i]);
    return a;
}

LANE lanes l_mul(lanes a, lanes b)
{
    EACH a.at[i] = vmulq_f32(a.at[i], b.at[i]);
    return a;
}

/* not vminq and vmaxq: those give NaN for NaN */
LANE float32x4_t min4(float32x4_t a, float32x4_t b)
{
    return vbslq_f32(vcltq_f32(a, b), a, b);
}

LANE float32x4_t max4(float32x4_t a, float32x4_t b)
{
    return vbslq_f32(vcgtq_f32(a, b), a, b);
}

LANE lanes l_min(lanes a, lanes b)
{
    EACH a.at[i] = min4(a.at[i], b.at[i]);
    return a;
}

LANE lanes l_max(lanes a, lanes b)
{
    EACH a.at[i] = max4(a.at[i], b.at[i]);
    return a;
}

LANE lanes l_ints(const int32_t *p)
{
    lanes v;
    EACH v.at[i] = vcvtq_f32_s32(vld1q_s32(p + 4 * i));
    return v;
}

LANE lanes l_pow2(lanes t)
{
    EACH
    {
        const uint32x4_t e = vshlq_n_u32(vreinterpretq_u32_f32(t.at[i]), 23);
        t.at[i] = vreinterpretq_f32_u32(vaddq_u32(e, vdupq_n_u32(127U << 23)));
    }
    return t;
}

LANE int16x8_t to_words(float32x4_t low, float32x4_t high)
{
    return vcombine_s16(vmovn_s32(vcvtnq_s32_f32(low)), vmovn_s32(vcvtnq_s32_f32(high)));
}

LANE void l_put_i16(int16_t *p, lanes v)
{
    vst1q_s16(p, to_words(v.at[0], v.at[1]));
    vst1q_s16(p + 8, to_words(v.at[2], v.at[3]));
}

LANE void l_put_u8(uint8_t *p, lanes v)
{
    vst1_u8(p, vreinterpret_u8_s8(vmovn_s16(to_words(v.at[0], v.at[1]))));
    vst1_u8(p + 8, vreinterpret_u8_s8(vmovn_s16(to_words(v.at[2], v.at[3]))));
}

#define FOLD(name, op)                                                  \
    LANE float l_fold_##name(lanes v)                                   \
    {                                                                   \
        float32x4_t q = op(op(v.at[0], v.at[2]), op(v.at[1], v.at[3])); \
        q = op(q, vextq_f32(q, q, 2));                                  \
        return vgetq_lane_f32(op(q, vextq_f32(q, q, 1)), 0);            \
    }
FOLD(sum, vaddq_f32)
FOLD(min, min4)
FOLD(max, max4)

#include "engine/kernel_rows.h"

LANE int32x4_t two_words(const int16_t *p) /* 2 words in every lane */
{
    int32_t x;
    memcpy(&x, p, sizeof x);
    return vdupq_n_s32(x);
}

/* sum[i] += a[2 i] b[2 i] + a[2 i + 1] b[2 i + 1] */
LANE int32x4_t dot16(int32x4_t sum, const int16_t *p, int32x4_t pair)
{
    const int16x8_t a = vld1q_s16(p), b = vreinterpretq_s16_s32(pair);
    const int32x4_t low = vmull_s16(vget_low_s16(a), vget_low_s16(b));
    return vaddq_s32(sum, vpaddq_s32(low, vmull_high_s16(a, b)));
}

LANE void put_ints(int32_t *p, const int32x4_t v[4])
{
    EACH vst1q_s32(p + 4 * i, v[i]);
}

static void score_keys(const dm_attention *job, uint32_t first, uint32_t rows)
{
    for (size_t r = 0; r < rows; r++) {
        const int16_t *q = job->q + (first + r) * HEAD_DIM, *k = job->k;
        for (size_t key = 0; key < job->padded; key += LANES) {
            const int32x4_t zero = vdupq_n_s32(0);
            int32x4_t sum[4] = {zero, zero, zero, zero};
            for (size_t d = 0; d < HEAD_DIM; d += 2, k += 2 * LANES) {
                const int32x4_t x = two_words(q + d);
                EACH sum[i] = dot16(sum[i], k + 8 * i, x);
            }
            put_ints(job->scores + r * job->padded + key, sum);
        }
    }
}

static void mix_values(const dm_attention *job, uint32_t first, uint32_t rows)
{
    for (size_t r = 0; r < 2 * (size_t)rows; r++) { /* half of the dimensions at a time */
        const int16_t *p = job->probs + r / 2 * job->padded;
        const int16_t *v = job->v + r % 2 * HEAD_DIM;
        const int32x4_t zero = vdupq_n_s32(0);
        int32x4_t sum[4] = {zero, zero, zero, zero};
        for (size_t j = 0; j < job->padded; j += 2, v += 2 * HEAD_DIM) {
            const int32x4_t x = two_words(p + j);
            EACH sum[i] = dot16(sum[i], v + 8 * i, x);
        }
        int32_t all[LANES];
        put_ints(all, sum);
        l_store(job->out + (first + r / 2) * job->ld + r % 2 * LANES,
                l_mul(l_ints(all), l_set(job->value_scale)));
    }
}

/* 4 inputs of 4 outputs */
LANE int32x4_t dot8(int32x4_t sum, const int8_t *w, int8x16_t x)
{
    const int8x16_t v = vld1q_s8(w);
    const int16x8_t low = vmull_s8(vget_low_s8(v), vget_low_s8(x));
    const int16x8_t high = vmull_high_s8(v, x);
    return vpadalq_s16(sum, vpaddq_s16(low, high));
}

LANE int8x16_t four_bytes(const uint8_t *p)
{
    int32_t x;
    memcpy(&x, p, sizeof x);
    return vreinterpretq_s8_s32(vdupq_n_s32(x));
}

/* 2 rows x 16 outputs; past row m the last one is done again */
static void gemm_block(const dm_linear *l, size_t n, const uint8_t *q, size_t m, int32_t *sums)
{
    const uint8_t *q1 = q + (m > 1 ? l->k : 0);
    const int8_t *w = l->w + n * l->k;
    const int32x4_t zero = vdupq_n_s32(0);
    int32x4_t a[4] = {zero, zero, zero, zero}, b[4] = {zero, zero, zero, zero};
    for (size_t k = 0; k < l->k; k += 4, w += 4 * LANES) {
        const int8x16_t x = four_bytes(q + k), x1 = four_bytes(q1 + k);
        EACH
        {
            a[i] = dot8(a[i], w + 16 * i, x);
            b[i] = dot8(b[i], w + 16 * i, x1);
        }
    }
    put_ints(sums, a);
    put_ints(sums + LANES, b);
}

static void gemm(const dm_linear *l, const uint8_t *q, const dm_range *range, uint32_t m,
                 float *y, size_t ld)
{
    int32_t sums[2 * LANES];
    for (size_t n = 0; n < l->n; n += LANES) {
        for (size_t row = 0; row < m; row += 2) {
            const size_t rows = m - row < 2 ? 1 : 2;
            gemm_block(l, n, q + row * l->k, rows, sums);
            put_sums(l, n, sums, LANES, rows, range + row, y + row * ld, ld);
        }
    }
}

static bool usable(void)
{
    return true; /* part of 64-bit ARM */
}

const dm_kernel kernel_neon = {"neon",   usable, NULL,    gemm,      quantise,
                               add_norm, dots,   largest, pack_head, attend};
#endif
