/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kernel_ymm.h - the kernel on 256-bit registers, for AVX2 with and without VNNI.
 *
 * The includer defines KERNEL, EACH_ROW(X) for the YMM_ROWS rows that share one pass over the
 * weights, and the two products dot8(sum, unsigned, signed) and dot16(sum, a, b).
 */
typedef struct {
    __m256 lo, hi;
} lanes;

LANE lanes l_load(const float *p)
{
    return (lanes){_mm256_loadu_ps(p), _mm256_loadu_ps(p + 8)};
}

LANE void l_store(float *p, lanes v)
{
    _mm256_storeu_ps(p, v.lo);
    _mm256_storeu_ps(p + 8, v.hi);
}

LANE lanes l_set(float x)
{
    return (lanes){_mm256_set1_ps(x), _mm256_set1_ps(x)};
}

LANE lanes l_add(lanes a, lanes b)
{
    return (lanes){_mm256_add_ps(a.lo, b.lo), _mm256_add_ps(a.hi, b.hi)};
}

LANE lanes l_sub(lanes a, lanes b)
{
    return (lanes){_mm256_sub_ps(a.lo, b.lo), _mm256_sub_ps(a.hi, b.hi)};
}

LANE lanes l_mul(lanes a, lanes b)
{
    return (lanes){_mm256_mul_ps(a.lo, b.lo), _mm256_mul_ps(a.hi, b.hi)};
}

LANE lanes l_min(lanes a, lanes b)
{
    return (lanes){_mm256_min_ps(a.lo, b.lo), _mm256_min_ps(a.hi, b.hi)};
}

LANE lanes l_max(lanes a, lanes b)
{
    return (lanes){_mm256_max_ps(a.lo, b.lo), _mm256_max_ps(a.hi, b.hi)};
}

LANE __m256i ints(const void *p)
{
    return _mm256_loadu_si256(p);
}

LANE lanes l_ints(const int32_t *p)
{
    return (lanes){_mm256_cvtepi32_ps(ints(p)), _mm256_cvtepi32_ps(ints(p + 8))};
}

LANE __m256 pow2_half(__m256 t)
{
    __m256i e = _mm256_slli_epi32(_mm256_castps_si256(t), 23);
    return _mm256_castsi256_ps(_mm256_add_epi32(e, _mm256_set1_epi32(127 << 23)));
}

LANE lanes l_pow2(lanes t)
{
    return (lanes){pow2_half(t.lo), pow2_half(t.hi)};
}

/* 16 floats as 16-bit integers in order */
LANE __m256i to_words(lanes v)
{
    __m256i w = _mm256_packs_epi32(_mm256_cvtps_epi32(v.lo), _mm256_cvtps_epi32(v.hi));
    return _mm256_permute4x64_epi64(w, 0xD8);
}

LANE void l_put_i16(int16_t *p, lanes v)
{
    _mm256_storeu_si256((void *)p, to_words(v));
}

LANE void l_put_u8(uint8_t *p, lanes v)
{
    __m256i w = to_words(v);
    __m128i b = _mm_packus_epi16(_mm256_castsi256_si128(w), _mm256_extracti128_si256(w, 1));
    _mm_storeu_si128((void *)p, b);
}

#define LOW(v)  (v).lo
#define HIGH(v) (v).hi
#define FOLD(name, op)                                                                    \
    LANE float l_fold_##name(lanes v)                                                     \
    {                                                                                     \
        __m256 h = _mm256_##op##_ps(LOW(v), HIGH(v));                                     \
        __m128 q = _mm_##op##_ps(_mm256_castps256_ps128(h), _mm256_extractf128_ps(h, 1)); \
        q = _mm_##op##_ps(q, _mm_movehl_ps(q, q));                                        \
        return _mm_cvtss_f32(_mm_##op##_ss(q, _mm_movehdup_ps(q)));                       \
    }
FOLD(sum, add)
FOLD(min, min)
FOLD(max, max)

LANE __m256i four_bytes(const void *p) /* 4 bytes in every lane */
{
    int32_t x;
    memcpy(&x, p, sizeof x);
    return _mm256_set1_epi32(x);
}

#include "engine/kernel_rows.h"

/* Sums have names of their own, see kernel_vnni.c. */
#define EACH_QUERY(X) X(0) X(1) X(2) X(3)

/* 4 queries against 16 keys at a time; past the last query the first is done again */
static KERNEL void score_keys(const dm_attention *job, uint32_t first, uint32_t rows)
{
#define QUERY(r) const int16_t *q##r = job->q + (size_t)(first + (r < rows ? r : 0)) * HEAD_DIM;
#define ZERO(r)  __m256i a##r = _mm256_setzero_si256(), b##r = a##r;
#define STEP(r)                \
    x = four_bytes(q##r + d);  \
    a##r = dot16(a##r, k0, x); \
    b##r = dot16(b##r, k1, x);
#define PUT(r)                                                \
    _mm256_storeu_si256((void *)(s + r * job->padded), a##r); \
    _mm256_storeu_si256((void *)(s + r * job->padded + 8), b##r);

    EACH_QUERY(QUERY)
    for (size_t key = 0; key < job->padded; key += LANES) {
        const int16_t *k = job->k + key * HEAD_DIM;
        int32_t *s = job->scores + key;
        __m256i x;
        EACH_QUERY(ZERO)
        for (size_t d = 0; d < HEAD_DIM; d += 2, k += 2 * LANES) {
            __m256i k0 = ints(k), k1 = ints(k + LANES);
            EACH_QUERY(STEP)
        }
        EACH_QUERY(PUT)
    }
#undef QUERY
#undef STEP
#undef PUT
}

/* half of the 32 dimensions */
LANE void mix_half(const dm_attention *job, uint32_t first, uint32_t rows, size_t half)
{
#define QUERY(r) const int16_t *p##r = job->probs + (size_t)(r < rows ? r : 0) * job->padded;
#define STEP(r)                \
    x = four_bytes(p##r + j);  \
    a##r = dot16(a##r, v0, x); \
    b##r = dot16(b##r, v1, x);
#define PUT(r)                                                                      \
    out = job->out + (size_t)(first + (r < rows ? r : 0)) * job->ld + half * LANES; \
    _mm256_storeu_ps(out, _mm256_mul_ps(_mm256_cvtepi32_ps(a##r), scale));          \
    _mm256_storeu_ps(out + 8, _mm256_mul_ps(_mm256_cvtepi32_ps(b##r), scale));

    EACH_QUERY(QUERY)
    EACH_QUERY(ZERO)
    const int16_t *v = job->v + half * HEAD_DIM;
    __m256i x;
    for (size_t j = 0; j < job->padded; j += 2, v += 2 * HEAD_DIM) {
        __m256i v0 = ints(v), v1 = ints(v + LANES);
        EACH_QUERY(STEP)
    }
    __m256 scale = _mm256_set1_ps(job->value_scale);
    float *out;
    EACH_QUERY(PUT)
#undef QUERY
#undef ZERO
#undef STEP
#undef PUT
}

static KERNEL void mix_values(const dm_attention *job, uint32_t first, uint32_t rows)
{
    mix_half(job, first, rows, 0);
    mix_half(job, first, rows, 1);
}

/* YMM_ROWS rows x 16 outputs; past row m the last one is done again */
LANE void gemm_block(const dm_linear *l, uint32_t n, const uint8_t *q, uint32_t m,
                     int32_t *sums)
{
#define ROW(r)  const uint8_t *q##r = q + (r < m ? r : m - 1) * (size_t)l->k;
#define ZERO(r) __m256i a##r = _mm256_setzero_si256(), b##r = a##r;
#define STEP(r)               \
    x = four_bytes(q##r + k); \
    a##r = dot8(a##r, x, w0); \
    b##r = dot8(b##r, x, w1);
#define PUT(r)                                             \
    _mm256_storeu_si256((void *)(sums + r * LANES), a##r); \
    _mm256_storeu_si256((void *)(sums + r * LANES + 8), b##r);

    const int8_t *w = l->w + (size_t)n * l->k;
    __m256i x;
    EACH_ROW(ROW)
    EACH_ROW(ZERO)
    for (size_t k = 0; k < l->k; k += 4, w += 4 * LANES) {
        __m256i w0 = ints(w), w1 = ints(w + 32);
        EACH_ROW(STEP)
    }
    EACH_ROW(PUT)
#undef STEP
}
#undef ROW
#undef ZERO
#undef PUT

static KERNEL void gemm_plain(const dm_linear *l, const uint8_t *q, const dm_range *range,
                              uint32_t m, float *y, size_t ld)
{
    int32_t sums[YMM_ROWS * LANES];
    for (uint32_t n = 0; n < l->n; n += LANES) {
        for (uint32_t row = 0; row < m; row += YMM_ROWS) {
            const uint32_t rows = m - row < YMM_ROWS ? m - row : YMM_ROWS;
            gemm_block(l, n, q + (size_t)row * l->k, rows, sums);
            put_sums(l, n, sums, LANES, rows, range + row, y + row * ld, ld);
        }
    }
}
