/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AVX-512 with VNNI: one register holds 4 inputs of 16 outputs, vpdpbusd sums them.  And the
 * same with AMX tiles for the products: a tile of weights is 16 such registers as they lie. */
#include "engine/kernels.h"

#if DM_KERNELS_X86
#include <immintrin.h>
#if defined(__linux__)
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

#define KERNEL __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")))
#define LANE   static inline __attribute__((always_inline)) KERNEL

typedef __m512 lanes;

LANE lanes l_load(const float *p)
{
    return _mm512_loadu_ps(p);
}

LANE void l_store(float *p, lanes v)
{
    _mm512_storeu_ps(p, v);
}

LANE lanes l_set(float x)
{
    return _mm512_set1_ps(x);
}

LANE lanes l_add(lanes a, lanes b)
{
    return _mm512_add_ps(a, b);
}

LANE lanes l_sub(lanes a, lanes b)
{
    return _mm512_sub_ps(a, b);
}

LANE lanes l_mul(lanes a, lanes b)
{
    return _mm512_mul_ps(a, b);
}

LANE lanes l_min(lanes a, lanes b)
{
    return _mm512_min_ps(a, b);
}

LANE lanes l_max(lanes a, lanes b)
{
    return _mm512_max_ps(a, b);
}

LANE lanes l_ints(const int32_t *p)
{
    return _mm512_cvtepi32_ps(_mm512_loadu_si512(p));
}

LANE lanes l_pow2(lanes t)
{
    __m512i e = _mm512_slli_epi32(_mm512_castps_si512(t), 23);
    return _mm512_castsi512_ps(_mm512_add_epi32(e, _mm512_set1_epi32(127 << 23)));
}

LANE void l_put_u8(uint8_t *p, lanes v)
{
    _mm_storeu_si128((void *)p, _mm512_cvtepi32_epi8(_mm512_cvtps_epi32(v)));
}

LANE void l_put_i16(int16_t *p, lanes v)
{
    _mm256_storeu_si256((void *)p, _mm512_cvtepi32_epi16(_mm512_cvtps_epi32(v)));
}

#define LOW(v)  _mm512_castps512_ps256(v)
#define HIGH(v) _mm512_extractf32x8_ps(v, 1)
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

#include "engine/kernel_rows.h"

LANE __m512i four_bytes(const void *p) /* 4 bytes in every lane */
{
    int32_t x;
    memcpy(&x, p, sizeof x);
    return _mm512_set1_epi32(x);
}

/* In assembly, because gcc 12 copies the sum around the intrinsics' three operands. */
LANE __m512i dot8(__m512i sum, __m512i x, __m512i w)
{
    __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(x), "v"(w));
    return sum;
}

LANE __m512i dot16(__m512i sum, __m512i a, __m512i b)
{
    __asm__("vpdpwssd %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
    return sum;
}

/* The sums of a block live in registers under names of their own: compilers put arrays of them
 * into memory.  EACH_QUERY(X) and its like write X once for every row of a block. */
#define EACH_QUERY(X) X(0) X(1) X(2) X(3)

/* 4 queries against 32 keys at a time; past the last query it is done again */
static KERNEL void score_keys(const dm_attention *job, uint32_t first, uint32_t rows)
{
#define QUERY(r) const int16_t *q##r = job->q + (size_t)(first + (r < rows ? r : 0)) * HEAD_DIM;
#define ZERO(r)  __m512i a##r = _mm512_setzero_si512(), b##r = a##r;
#define STEP(r)                \
    x = four_bytes(q##r + d);  \
    a##r = dot16(a##r, k0, x); \
    b##r = dot16(b##r, k1, x);
#define PUT(r)                                      \
    _mm512_storeu_si512(s + r * job->padded, a##r); \
    _mm512_storeu_si512(s + r * job->padded + LANES, b##r);

    EACH_QUERY(QUERY)
    for (size_t key = 0; key < job->padded; key += 2 * LANES) {
        const int16_t *k = job->k + key * HEAD_DIM;
        int32_t *s = job->scores + key;
        __m512i x;
        EACH_QUERY(ZERO)
        for (size_t d = 0; d < HEAD_DIM; d += 2, k += 2 * LANES) {
            __m512i k0 = _mm512_loadu_si512(k);
            __m512i k1 = _mm512_loadu_si512(k + LANES * HEAD_DIM);
            EACH_QUERY(STEP)
        }
        EACH_QUERY(PUT)
    }
#undef QUERY
#undef STEP
#undef PUT
}

static KERNEL void mix_values(const dm_attention *job, uint32_t first, uint32_t rows)
{
#define QUERY(r) const int16_t *p##r = job->probs + (size_t)(r < rows ? r : 0) * job->padded;
#define STEP(r)                \
    x = four_bytes(p##r + j);  \
    a##r = dot16(a##r, v0, x); \
    b##r = dot16(b##r, v1, x);
#define PUT(r)                                                       \
    out = job->out + (size_t)(first + (r < rows ? r : 0)) * job->ld; \
    l_store(out, l_mul(_mm512_cvtepi32_ps(a##r), scale));            \
    l_store(out + LANES, l_mul(_mm512_cvtepi32_ps(b##r), scale));

    EACH_QUERY(QUERY)
    EACH_QUERY(ZERO)
    const int16_t *v = job->v;
    __m512i x;
    for (size_t j = 0; j < job->padded; j += 2, v += 2 * HEAD_DIM) {
        __m512i v0 = _mm512_loadu_si512(v), v1 = _mm512_loadu_si512(v + HEAD_DIM);
        EACH_QUERY(STEP)
    }
    lanes scale = l_set(job->value_scale);
    float *out;
    EACH_QUERY(PUT)
#undef QUERY
#undef ZERO
#undef STEP
#undef PUT
}

/* A block of sums, [rows][32]. */
enum { MOST_ROWS = 12, COLUMNS = 2 * LANES };

/* Rows x 32 outputs in two registers a row; past row m the last one is done again.  Twelve
 * rows keep 24 sums, so that a register of weights is used twelve times. */
#define ROW(r)  const uint8_t *q##r = q + (r < m ? r : m - 1) * (size_t)l->k;
#define ZERO(r) __m512i a##r = _mm512_setzero_si512(), b##r = a##r;
#define STEP(r)               \
    x = four_bytes(q##r + k); \
    a##r = dot8(a##r, x, w0); \
    b##r = dot8(b##r, x, w1);
#define PUT(r)                                     \
    _mm512_storeu_si512(sums + r * COLUMNS, a##r); \
    _mm512_storeu_si512(sums + r * COLUMNS + LANES, b##r);
#define BLOCK(name, EACH)                                                             \
    static KERNEL void name(const dm_linear *l, size_t n, const uint8_t *q, size_t m, \
                            int32_t *sums)                                            \
    {                                                                                 \
        const size_t column = (size_t)l->k * LANES;                                   \
        const int8_t *w = l->w + n * l->k;                                            \
        __m512i x;                                                                    \
        EACH(ROW)                                                                     \
        EACH(ZERO)                                                                    \
        for (size_t k = 0; k < l->k; k += 4, w += 4 * LANES) {                        \
            __m512i w0 = _mm512_loadu_si512(w), w1 = _mm512_loadu_si512(w + column);  \
            EACH(STEP)                                                                \
        }                                                                             \
        EACH(PUT)                                                                     \
    }
#define FOUR_ROWS(X)   X(0) X(1) X(2) X(3)
#define EIGHT_ROWS(X)  FOUR_ROWS(X) X(4) X(5) X(6) X(7)
#define TWELVE_ROWS(X) EIGHT_ROWS(X) X(8) X(9) X(10) X(11)

BLOCK(four_rows, FOUR_ROWS)
BLOCK(eight_rows, EIGHT_ROWS)
BLOCK(twelve_rows, TWELVE_ROWS)

static KERNEL void gemm(const dm_linear *l, const uint8_t *q, const dm_range *range, uint32_t m,
                        float *y, size_t ld)
{
    _Alignas(64) int32_t sums[MOST_ROWS * COLUMNS];
    for (size_t n = 0; n < l->n; n += COLUMNS) {
        for (size_t row = 0; row < m; row += MOST_ROWS) {
            const size_t rows = m - row < MOST_ROWS ? m - row : MOST_ROWS;
            const uint8_t *part = q + row * l->k;
            if (rows <= 4)
                four_rows(l, n, part, rows, sums);
            else if (rows <= 8)
                eight_rows(l, n, part, rows, sums);
            else
                twelve_rows(l, n, part, rows, sums);
            put_sums(l, n, sums, COLUMNS, rows, range + row, y + row * ld, ld);
            put_sums(l, n + LANES, sums + LANES, COLUMNS, rows, range + row, y + row * ld, ld);
        }
    }
}

static bool usable(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vnni");
}

const dm_kernel kernel_vnni = {"vnni",   usable, NULL,    gemm,      quantise,
                               add_norm, dots,   largest, pack_head, attend};

#if defined(__linux__)
#define TILES \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,amx-int8,amx-tile")))

/* A tile is 16 rows of 64 bytes; rows are taken CHUNK at a time, so that they stay in the cache
 * next to the processor while the weights pass by. */
enum { EDGE = 16, TILE_K = 64, CHUNK = 64, LONGEST_K = 1536 };

typedef struct {
    uint8_t palette, start_row, zero[14];
    uint16_t row_bytes[16];
    uint8_t rows[16];
} tile_config;

/* Rows as tiles, [count/16][k/64][16][64]; past row m the last one is taken again. */
static KERNEL void put_rows(const uint8_t *q, uint32_t m, size_t k, uint32_t count,
                            uint8_t *out)
{
    for (uint32_t i = 0; i < count; i++) {
        const uint8_t *row = q + (i < m ? i : m - 1) * k;
        uint8_t *at = out + i / EDGE * EDGE * k + (size_t)(i % EDGE) * TILE_K;
        for (size_t d = 0; d < k; d += TILE_K)
            _mm512_storeu_si512(at + d * EDGE, _mm512_loadu_si512(row + d));
    }
}

/* 32 rows x 32 outputs in four tiles: rows of tiles top and low, columns n and n + 16. */
static TILES void tile_block(const dm_linear *l, uint32_t n, const uint8_t *top,
                             const uint8_t *low, int32_t sums[4][EDGE * EDGE])
{
    const size_t column = (size_t)l->k * LANES;
    const int8_t *w = l->w + (size_t)n * l->k;
    const bool more = n + 2 * LANES < l->n; /* those of the next block come meanwhile */
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    for (size_t k = 0; k < column; k += (size_t)EDGE * TILE_K) {
        _tile_loadd(4, top + k, TILE_K);
        _tile_loadd(6, w + k, TILE_K);
        _tile_dpbusd(0, 4, 6);
        for (size_t i = 0; more && i < (size_t)EDGE * TILE_K; i += TILE_K) {
            _mm_prefetch((const char *)w + 2 * column + k + i, _MM_HINT_T0);
            _mm_prefetch((const char *)w + 3 * column + k + i, _MM_HINT_T0);
        }
        _tile_loadd(7, w + column + k, TILE_K);
        _tile_dpbusd(1, 4, 7);
        _tile_loadd(5, low + k, TILE_K);
        _tile_dpbusd(2, 5, 6);
        _tile_dpbusd(3, 5, 7);
    }
    _tile_stored(0, sums[0], TILE_K);
    _tile_stored(1, sums[1], TILE_K);
    _tile_stored(2, sums[2], TILE_K);
    _tile_stored(3, sums[3], TILE_K);
}

static KERNEL void put_rest(const dm_linear *l, uint32_t n, const int32_t *left,
                            const int32_t *right, uint32_t first, uint32_t m,
                            const dm_range *range, float *y, size_t ld)
{
    const uint32_t rows = first >= m ? 0 : m - first < EDGE ? m - first : EDGE;
    put_sums(l, n, left, EDGE, rows, range + first, y + first * ld, ld);
    put_sums(l, n + LANES, right, EDGE, rows, range + first, y + first * ld, ld);
}

static TILES void gemm_tiles(const dm_linear *l, const uint8_t *q, const dm_range *range,
                             uint32_t m, float *y, size_t ld)
{
    if (l->k > LONGEST_K || l->k % TILE_K) {
        gemm(l, q, range, m, y, ld);
        return;
    }
    _Alignas(64) tile_config config = {.palette = 1};
    _Alignas(64) int32_t sums[4][EDGE * EDGE];
    _Alignas(64) uint8_t rows[CHUNK * LONGEST_K];
    for (int i = 0; i < 8; i++) {
        config.row_bytes[i] = TILE_K;
        config.rows[i] = EDGE;
    }
    _tile_loadconfig(&config);
    for (uint32_t first = 0; first < m; first += CHUNK) {
        const uint32_t left = m - first < CHUNK ? m - first : CHUNK;
        const uint32_t blocks = (left + 2 * EDGE - 1) / (2 * EDGE);
        put_rows(q + (size_t)first * l->k, left, l->k, blocks * 2 * EDGE, rows);
        for (uint32_t n = 0; n < l->n; n += 2 * LANES) {
            for (uint32_t b = 0; b < blocks; b++) {
                const uint8_t *top = rows + (size_t)b * 2 * EDGE * l->k;
                const uint32_t row = first + b * 2 * EDGE;
                tile_block(l, n, top, top + (size_t)EDGE * l->k, sums);
                put_rest(l, n, sums[0], sums[1], row, m, range, y, ld);
                put_rest(l, n, sums[2], sums[3], row + EDGE, m, range, y, ld);
            }
        }
    }
    _tile_release();
}

/* Tiles need a permission that Linux gives to the process once and for all. */
static bool tiles_usable(void)
{
    enum { ASK_PERMISSION = 0x1023, TILE_DATA = 18 };
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (!usable() || !__get_cpuid_count(7, 0, &a, &b, &c, &d))
        return false;
    const bool there = (d >> 24 & 1) != 0 && (d >> 25 & 1) != 0; /* AMX-TILE, AMX-INT8 */
    return there && syscall(SYS_arch_prctl, ASK_PERMISSION, TILE_DATA) == 0;
}

const dm_kernel kernel_amx = {"amx",    tiles_usable, NULL,    gemm_tiles, quantise,
                              add_norm, dots,         largest, pack_head,  attend};
#endif
#endif
