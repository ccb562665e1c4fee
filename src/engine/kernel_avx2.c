/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AVX2: products of bytes by vpmaddubsw, which cannot saturate on 7-bit activations. */
#include "engine/kernels.h"

#if DM_KERNELS_X86
#include <immintrin.h>

#define KERNEL __attribute__((target("avx2")))
#define LANE   static inline __attribute__((always_inline)) KERNEL

enum { YMM_ROWS = 4 };
#define EACH_ROW(X) X(0) X(1) X(2) X(3)

LANE __m256i dot8(__m256i sum, __m256i x, __m256i w)
{
    __m256i pairs = _mm256_maddubs_epi16(x, w);
    return _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}

LANE __m256i dot16(__m256i sum, __m256i a, __m256i b)
{
    return _mm256_add_epi32(sum, _mm256_madd_epi16(a, b));
}

#include "engine/kernel_ymm.h"

/* 16 bits hold four products when the four weights' magnitudes sum to at most 258 (127 * 258 <
 * 2^15).  A plan finds pairs of inputs-by-four ("quads") of which that is true for all 16
 * outputs: those share one widening to 32 bits.  Per 16 outputs: how many pairs, the quads of
 * the pairs, the quads that are alone. */
enum { PAIR_LIMIT = 32767 / QUANT_LIMIT, PLAN_LOOKS = 8 };

typedef struct {
    __m256i lo, hi; /* |w| of two inputs, for 16 outputs twice */
} quad_size;

static KERNEL quad_size quad_read(const int8_t *w)
{
    const __m256i one = _mm256_set1_epi8(1);
    return (quad_size){_mm256_maddubs_epi16(_mm256_abs_epi8(ints(w)), one),
                       _mm256_maddubs_epi16(_mm256_abs_epi8(ints(w + 32)), one)};
}

static KERNEL bool quads_fit(quad_size a, quad_size b)
{
    const __m256i limit = _mm256_set1_epi16(PAIR_LIMIT);
    const __m256i lo = _mm256_cmpgt_epi16(_mm256_add_epi16(a.lo, b.lo), limit);
    const __m256i hi = _mm256_cmpgt_epi16(_mm256_add_epi16(a.hi, b.hi), limit);
    return _mm256_testz_si256(_mm256_or_si256(lo, hi), _mm256_or_si256(lo, hi));
}

typedef struct {
    uint32_t count;
    quad_size size[PLAN_LOOKS];
    uint16_t quad[PLAN_LOOKS];
} quad_queue;

static KERNEL uint16_t queue_take(quad_queue *w, uint32_t at)
{
    const uint16_t quad = w->quad[at];
    w->count--;
    for (uint32_t i = at; i < w->count; i++) {
        w->size[i] = w->size[i + 1];
        w->quad[i] = w->quad[i + 1];
    }
    return quad;
}

/* Each quad goes with the first of the last few unpaired ones that it fits. */
static KERNEL void plan_group(const int8_t *w, uint32_t quads, uint16_t *order)
{
    quad_queue wait = {0};
    uint32_t pairs = 0, end = quads; /* quads that stay alone fill order from its end */
    for (uint32_t i = 0; i < quads; i++) {
        const quad_size own = quad_read(w + (size_t)i * 4 * LANES);
        uint32_t at = 0;
        while (at < wait.count && !quads_fit(wait.size[at], own))
            at++;
        if (at < wait.count) {
            order[1 + 2 * pairs] = queue_take(&wait, at);
            order[2 + 2 * pairs++] = (uint16_t)i;
            continue;
        }
        if (wait.count == PLAN_LOOKS)
            order[end--] = queue_take(&wait, 0);
        wait.size[wait.count] = own;
        wait.quad[wait.count++] = (uint16_t)i;
    }
    while (wait.count > 0)
        order[end--] = queue_take(&wait, 0);
    order[0] = (uint16_t)pairs;
}

static void plan(dm_linear *l, dm_arena *a)
{
    const uint32_t quads = l->k / 4;
    uint16_t *order = ARENA_ARRAY(a, uint16_t, (size_t)(l->n / LANES) * (quads + 1));
    for (uint32_t n = 0; n < l->n; n += LANES)
        plan_group(l->w + (size_t)n * l->k, quads, order + (size_t)(n / LANES) * (quads + 1));
    l->order = order;
}

/* What gemm_block of kernel_ymm.h does, in the order of the plan. */
static KERNEL void gemm_planned(const dm_linear *l, uint32_t n, const uint8_t *q, uint32_t m,
                                int32_t *sums)
{
#define ROW(r)  const uint8_t *q##r = q + (r < m ? r : m - 1) * (size_t)l->k;
#define ZERO(r) __m256i a##r = _mm256_setzero_si256(), b##r = a##r;
#define PAIR(r)                                                                     \
    x = four_bytes(q##r + k);                                                       \
    z = four_bytes(q##r + j);                                                       \
    s = _mm256_add_epi16(_mm256_maddubs_epi16(x, w0), _mm256_maddubs_epi16(z, v0)); \
    t = _mm256_add_epi16(_mm256_maddubs_epi16(x, w1), _mm256_maddubs_epi16(z, v1)); \
    a##r = _mm256_add_epi32(a##r, _mm256_madd_epi16(s, one));                       \
    b##r = _mm256_add_epi32(b##r, _mm256_madd_epi16(t, one));
#define STEP(r)               \
    x = four_bytes(q##r + k); \
    a##r = dot8(a##r, x, w0); \
    b##r = dot8(b##r, x, w1);
#define PUT(r)                                             \
    _mm256_storeu_si256((void *)(sums + r * LANES), a##r); \
    _mm256_storeu_si256((void *)(sums + r * LANES + 8), b##r);

    const int8_t *w = l->w + (size_t)n * l->k;
    const uint16_t *order = l->order + (size_t)(n / LANES) * (l->k / 4 + 1);
    const uint16_t *alone = order + 1 + 2 * order[0], *end = order + 1 + l->k / 4;
    const __m256i one = _mm256_set1_epi16(1);
    __m256i x, z, s, t;
    EACH_ROW(ROW)
    EACH_ROW(ZERO)
    for (const uint16_t *o = order + 1; o < alone; o += 2) {
        const size_t k = (size_t)o[0] * 4, j = (size_t)o[1] * 4;
        const __m256i w0 = ints(w + k * LANES), w1 = ints(w + k * LANES + 32);
        const __m256i v0 = ints(w + j * LANES), v1 = ints(w + j * LANES + 32);
        EACH_ROW(PAIR)
    }
    for (const uint16_t *o = alone; o < end; o++) {
        const size_t k = (size_t)o[0] * 4;
        const __m256i w0 = ints(w + k * LANES), w1 = ints(w + k * LANES + 32);
        EACH_ROW(STEP)
    }
    EACH_ROW(PUT)
}

static KERNEL void gemm(const dm_linear *l, const uint8_t *q, const dm_range *range, uint32_t m,
                        float *y, size_t ld)
{
    if (!l->order) {
        gemm_plain(l, q, range, m, y, ld);
        return;
    }
    int32_t sums[YMM_ROWS * LANES];
    for (uint32_t n = 0; n < l->n; n += LANES) {
        for (uint32_t row = 0; row < m; row += YMM_ROWS) {
            const uint32_t rows = m - row < YMM_ROWS ? m - row : YMM_ROWS;
            gemm_planned(l, n, q + (size_t)row * l->k, rows, sums);
            put_sums(l, n, sums, LANES, rows, range + row, y + row * ld, ld);
        }
    }
}

static bool usable(void)
{
    return __builtin_cpu_supports("avx2");
}

const dm_kernel kernel_avx2 = {"avx2",   usable, plan,    gemm,      quantise,
                               add_norm, dots,   largest, pack_head, attend};
#endif
