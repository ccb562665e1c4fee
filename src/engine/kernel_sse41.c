/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SSE4.1: a register holds 4 lanes; products of bytes by pmaddubsw as in kernel_avx2.c. */
#include "engine/kernels.h"

#if DM_KERNELS_X86
#include <smmintrin.h>

#define KERNEL __attribute__((target("sse4.1")))
#define LANE   static inline __attribute__((always_inline)) KERNEL

typedef struct {
    __m128 at[4];
} lanes;

#define EACH for (int i = 0; i < 4; i++)

LANE lanes l_load(const float *p)
{
    return (lanes){
        {_mm_loadu_ps(p), _mm_loadu_ps(p + 4), _mm_loadu_ps(p + 8), _mm_loadu_ps(p + 12)}};
}

LANE void l_store(float *p, lanes v)
{
    EACH _mm_storeu_ps(p + 4 * i, v.at[i]);
}

LANE lanes l_set(float x)
{
    const __m128 v = _mm_set1_ps(x);
    return (lanes){{v, v, v, v}};
}

#define BOTH(name)                                        \
    LANE lanes l_##name(lanes a, lanes b)                 \
    {                                                     \
        EACH a.at[i] = _mm_##name##_ps(a.at[i], b.at[i]); \
        return a;                                         \
    }
BOTH(add)
BOTH(sub)
BOTH(mul)
BOTH(min)
BOTH(max)

LANE __m128i ints(const void *p)
{
    return _mm_loadu_si128(p);
}

LANE lanes l_ints(const int32_t *p)
{
    lanes v;
    EACH v.at[i] = _mm_cvtepi32_ps(ints(p + 4 * i));
    return v;
}

LANE lanes l_pow2(lanes t)
{
    EACH
    {
        const __m128i e = _mm_slli_epi32(_mm_castps_si128(t.at[i]), 23);
        t.at[i] = _mm_castsi128_ps(_mm_add_epi32(e, _mm_set1_epi32(127 << 23)));
    }
    return t;
}

LANE __m128i to_words(__m128 low, __m128 high)
{
    return _mm_packs_epi32(_mm_cvtps_epi32(low), _mm_cvtps_epi32(high));
}

LANE void l_put_i16(int16_t *p, lanes v)
{
    _mm_storeu_si128((void *)p, to_words(v.at[0], v.at[1]));
    _mm_storeu_si128((void *)(p + 8), to_words(v.at[2], v.at[3]));
}

LANE void l_put_u8(uint8_t *p, lanes v)
{
    const __m128i low = to_words(v.at[0], v.at[1]), high = to_words(v.at[2], v.at[3]);
    _mm_storeu_si128((void *)p, _mm_packus_epi16(low, high));
}

#define FOLD(name, op)                                                                       \
    LANE float l_fold_##name(lanes v)                                                        \
    {                                                                                        \
        __m128 q =                                                                           \
            _mm_##op##_ps(_mm_##op##_ps(v.at[0], v.at[2]), _mm_##op##_ps(v.at[1], v.at[3])); \
        q = _mm_##op##_ps(q, _mm_movehl_ps(q, q));                                           \
        return _mm_cvtss_f32(_mm_##op##_ss(q, _mm_shuffle_ps(q, q, 0x55)));                  \
    }
FOLD(sum, add)
FOLD(min, min)
FOLD(max, max)

#include "engine/kernel_rows.h"

LANE __m128i four_bytes(const void *p) /* 4 bytes in every lane */
{
    int32_t x;
    memcpy(&x, p, sizeof x);
    return _mm_set1_epi32(x);
}

LANE __m128i dot8(__m128i sum, __m128i x, __m128i w)
{
    const __m128i pairs = _mm_maddubs_epi16(x, w);
    return _mm_add_epi32(sum, _mm_madd_epi16(pairs, _mm_set1_epi16(1)));
}

LANE __m128i dot16(__m128i sum, __m128i a, __m128i b)
{
    return _mm_add_epi32(sum, _mm_madd_epi16(a, b));
}

LANE void put_ints(int32_t *p, const __m128i v[4])
{
    EACH _mm_storeu_si128((void *)(p + 4 * i), v[i]);
}

static KERNEL void score_keys(const dm_attention *job, uint32_t first, uint32_t rows)
{
    for (size_t r = 0; r < rows; r++) {
        const int16_t *q = job->q + (first + r) * HEAD_DIM, *k = job->k;
        for (size_t key = 0; key < job->padded; key += LANES) {
            __m128i sum[4] = {_mm_setzero_si128(), _mm_setzero_si128(), _mm_setzero_si128(),
                              _mm_setzero_si128()};
            for (size_t d = 0; d < HEAD_DIM; d += 2, k += 2 * LANES) {
                const __m128i x = four_bytes(q + d);
                EACH sum[i] = dot16(sum[i], ints(k + 8 * i), x);
            }
            put_ints(job->scores + r * job->padded + key, sum);
        }
    }
}

static KERNEL void mix_values(const dm_attention *job, uint32_t first, uint32_t rows)
{
    for (size_t r = 0; r < 2 * (size_t)rows; r++) { /* half of the dimensions at a time */
        const int16_t *p = job->probs + r / 2 * job->padded;
        const int16_t *v = job->v + r % 2 * HEAD_DIM;
        __m128i sum[4] = {_mm_setzero_si128(), _mm_setzero_si128(), _mm_setzero_si128(),
                          _mm_setzero_si128()};
        for (size_t j = 0; j < job->padded; j += 2, v += 2 * HEAD_DIM) {
            const __m128i x = four_bytes(p + j);
            EACH sum[i] = dot16(sum[i], ints(v + 8 * i), x);
        }
        int32_t all[LANES];
        put_ints(all, sum);
        l_store(job->out + (first + r / 2) * job->ld + r % 2 * LANES,
                l_mul(l_ints(all), l_set(job->value_scale)));
    }
}

/* 2 rows x 16 outputs in 8 registers; past row m the last one is done again */
static KERNEL void gemm_block(const dm_linear *l, size_t n, const uint8_t *q, size_t m,
                              int32_t *sums)
{
    const uint8_t *q1 = q + (m > 1 ? l->k : 0);
    const int8_t *w = l->w + n * l->k;
    const __m128i zero = _mm_setzero_si128();
    __m128i a[4] = {zero, zero, zero, zero}, b[4] = {zero, zero, zero, zero};
    for (size_t k = 0; k < l->k; k += 4, w += 4 * LANES) {
        const __m128i x = four_bytes(q + k), x1 = four_bytes(q1 + k);
        EACH
        {
            const __m128i part = ints(w + 16 * i);
            a[i] = dot8(a[i], x, part);
            b[i] = dot8(b[i], x1, part);
        }
    }
    put_ints(sums, a);
    put_ints(sums + LANES, b);
}

static KERNEL void gemm(const dm_linear *l, const uint8_t *q, const dm_range *range, uint32_t m,
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
    return __builtin_cpu_supports("sse4.1");
}

const dm_kernel kernel_sse41 = {"sse41",  usable, NULL,    gemm,      quantise,
                                add_norm, dots,   largest, pack_head, attend};
#endif
