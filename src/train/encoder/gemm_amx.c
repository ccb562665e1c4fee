/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both factors are rounded to bfloat16 and packed into tiles of 1 KiB (16 rows of 64 bytes),
 * then blocks of 32 x 32 sums run over them: A tile = 16 rows of 32 k; B tile = 16 pairs of k
 * by 16 columns, the two k of a pair side by side.  A tile of either kind is the 16 x 16
 * transpose (of 32-bit pairs) of the other kind, so two loaders and one transpose serve all
 * four layouts. */
#include "base/arena.h"
#include "train/encoder/gemm.h"

#include <immintrin.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { EDGE = 16, DEPTH = 32, BLOCK = 32, ROWS_AT_ONCE = 256 }; /* 256 rows of A stay in L2 */

typedef struct {
    __m512i row[16];
} tile;

typedef struct {
    uint8_t palette, start_row, zero[14];
    uint16_t row_bytes[16];
    uint8_t rows[16];
} tile_config;

typedef struct {
    tile *at;
    size_t cap;
} tile_buf;

static _Thread_local tile_buf packed_a, packed_b; /* live as long as the thread pool */

bool gemm_amx_ready(void)
{
    if (!__builtin_cpu_supports("avx512bf16") || !__builtin_cpu_supports("avx512vl"))
        return false;
    uint32_t eax = 7, ebx = 0, ecx = 0, edx = 0;
    __asm__("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
    bool tiles = (edx & (1U << 22)) && (edx & (1U << 24)); /* AMX-BF16, AMX-TILE */
    enum { ASK_PERMISSION = 0x1023, TILE_DATA = 18 };
    return tiles && syscall(SYS_arch_prctl, ASK_PERMISSION, TILE_DATA) == 0;
}

static void configure(void)
{
    _Alignas(64) tile_config c = {.palette = 1};
    for (int i = 0; i < 8; i++) {
        c.row_bytes[i] = 64;
        c.rows[i] = 16;
    }
    _tile_loadconfig(&c);
}

static void tiles_reserve(tile_buf *b, size_t n)
{
    if (n <= b->cap)
        return;
    free(b->at);
    size_t bytes = (n + n / 2) * sizeof(tile);
    b->at = aligned_alloc(64, bytes);
    if (!b->at)
        dm_out_of_memory(bytes);
    b->cap = n + n / 2;
}

static inline __mmask16 lanes(size_t n)
{
    uint32_t mask = n >= 16 ? 0xFFFFU : (1U << n) - 1U;
    return (__mmask16)mask;
}

/* 16 rows of 32 neighbours each, zeros beyond the edge. */
static inline void load_rows(tile *t, const float *at, size_t ld, size_t rows, size_t cols)
{
    __mmask16 low = lanes(cols), high = cols > 16 ? lanes(cols - 16) : 0;
    for (size_t i = 0; i < 16; i++) {
        __m512 a = _mm512_setzero_ps(), b = _mm512_setzero_ps();
        if (i < rows) {
            a = _mm512_maskz_loadu_ps(low, at + i * ld);
            b = high ? _mm512_maskz_loadu_ps(high, at + i * ld + 16) : b;
        }
        t->row[i] = (__m512i)_mm512_cvtne2ps_pbh(b, a);
    }
}

/* 16 pairs of rows of 16 neighbours each, the two of a pair interleaved. */
static inline void load_pairs(tile *t, const float *at, size_t ld, size_t rows, size_t cols)
{
    const __m512i weave =
        _mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7,
                         22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
    __mmask16 mask = lanes(cols);
    for (size_t i = 0; i < 16; i++) {
        __m512 a = _mm512_setzero_ps(), b = _mm512_setzero_ps();
        if (2 * i < rows)
            a = _mm512_maskz_loadu_ps(mask, at + 2 * i * ld);
        if (2 * i + 1 < rows)
            b = _mm512_maskz_loadu_ps(mask, at + (2 * i + 1) * ld);
        t->row[i] = _mm512_permutexvar_epi16(weave, (__m512i)_mm512_cvtne2ps_pbh(b, a));
    }
}

/* 16 x 16 of 32 bits: within quarters of registers first, then quarters. */
static inline void transpose(tile *t)
{
    __m512i a[16], b[16];
    for (int i = 0; i < 16; i += 2) {
        a[i] = _mm512_unpacklo_epi32(t->row[i], t->row[i + 1]);
        a[i + 1] = _mm512_unpackhi_epi32(t->row[i], t->row[i + 1]);
    }
    for (int i = 0; i < 16; i += 4) {
        b[i] = _mm512_unpacklo_epi64(a[i], a[i + 2]);
        b[i + 1] = _mm512_unpackhi_epi64(a[i], a[i + 2]);
        b[i + 2] = _mm512_unpacklo_epi64(a[i + 1], a[i + 3]);
        b[i + 3] = _mm512_unpackhi_epi64(a[i + 1], a[i + 3]);
    }
    for (int i = 0; i < 4; i++) {
        __m512i low = _mm512_shuffle_i32x4(b[i], b[i + 4], 0x88);
        __m512i high = _mm512_shuffle_i32x4(b[i], b[i + 4], 0xdd);
        __m512i low2 = _mm512_shuffle_i32x4(b[i + 8], b[i + 12], 0x88);
        __m512i high2 = _mm512_shuffle_i32x4(b[i + 8], b[i + 12], 0xdd);
        t->row[i] = _mm512_shuffle_i32x4(low, low2, 0x88);
        t->row[i + 8] = _mm512_shuffle_i32x4(low, low2, 0xdd);
        t->row[i + 4] = _mm512_shuffle_i32x4(high, high2, 0x88);
        t->row[i + 12] = _mm512_shuffle_i32x4(high, high2, 0xdd);
    }
}

static inline size_t tiles_of(size_t n, size_t edge)
{
    return (n + edge - 1) / edge;
}

static inline size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Tiles [n / 16][k / 32].  Neighbours in memory run along k (rows) or along the other side
 * (pairs); want_pairs says which form the tile must have. */
static void pack(tile *out, gemm_in x, bool k_inside, bool want_pairs, size_t n, size_t k)
{
    for (size_t i = 0; i < n; i += EDGE)
        for (size_t j = 0; j < k; j += DEPTH, out++) {
            size_t side = least(EDGE, n - i), deep = least(DEPTH, k - j);
            if (k_inside)
                load_rows(out, x.at + i * x.ld + j, x.ld, side, deep);
            else
                load_pairs(out, x.at + j * x.ld + i, x.ld, deep, side);
            if (k_inside == want_pairs)
                transpose(out);
        }
}

/* Sums of 2 x 2 tiles; a and b point at the first tile of two rows of kt tiles each. */
static inline void block_sum(const tile *a, const tile *b, size_t kt)
{
    for (size_t i = 0; i < kt; i++) {
        _tile_loadd(4, a + i, 64);
        _tile_loadd(6, b + i, 64);
        _tile_loadd(7, b + kt + i, 64);
        _tile_loadd(5, a + kt + i, 64);
        _tile_dpbf16ps(0, 4, 6);
        _tile_dpbf16ps(1, 4, 7);
        _tile_dpbf16ps(2, 5, 6);
        _tile_dpbf16ps(3, 5, 7);
    }
}

static inline void block_direct(const tile *a, const tile *b, size_t kt, bool add, float *c,
                                size_t ldc)
{
    size_t stride = ldc * sizeof *c;
    if (add) {
        _tile_loadd(0, c, stride);
        _tile_loadd(1, c + 16, stride);
        _tile_loadd(2, c + 16 * ldc, stride);
        _tile_loadd(3, c + 16 * ldc + 16, stride);
    } else {
        _tile_zero(0);
        _tile_zero(1);
        _tile_zero(2);
        _tile_zero(3);
    }
    block_sum(a, b, kt);
    _tile_stored(0, c, stride);
    _tile_stored(1, c + 16, stride);
    _tile_stored(2, c + 16 * ldc, stride);
    _tile_stored(3, c + 16 * ldc + 16, stride);
}

void gemm_amx(size_t m, size_t n, size_t k, float alpha, gemm_in a, gemm_in b, float beta,
              float *c, size_t ldc)
{
    size_t kt = tiles_of(k, DEPTH);
    tiles_reserve(&packed_a, (tiles_of(m, EDGE) + 1) * kt);
    tiles_reserve(&packed_b, (tiles_of(n, EDGE) + 1) * kt);
    pack(packed_a.at, a, !a.turned, false, m, k);
    pack(packed_b.at, b, b.turned, true, n, k);
    /* an odd tile row meets its neighbour's left-overs: finite, and cut off below */
    memset(packed_a.at + tiles_of(m, EDGE) * kt, 0, kt * sizeof(tile));
    memset(packed_b.at + tiles_of(n, EDGE) * kt, 0, kt * sizeof(tile));
    configure();
    for (size_t top = 0; top < m; top += ROWS_AT_ONCE)
        for (size_t j = 0; j < n; j += BLOCK)
            for (size_t i = top; i < least(m, top + ROWS_AT_ONCE); i += BLOCK) {
                const tile *at = packed_a.at + i / EDGE * kt, *bt = packed_b.at + j / EDGE * kt;
                float *out = c + i * ldc + j;
                if (i + BLOCK <= m && j + BLOCK <= n && alpha == 1.0F) {
                    block_direct(at, bt, kt, beta != 0.0F, out, ldc);
                    continue;
                }
                _Alignas(64) float sum[BLOCK][BLOCK];
                block_direct(at, bt, kt, false, sum[0], BLOCK);
                for (size_t y = 0; y < least(BLOCK, m - i); y++)
                    for (size_t x = 0; x < least(BLOCK, n - j); x++)
                        out[y * ldc + x] =
                            alpha * sum[y][x] + (beta != 0.0F ? out[y * ldc + x] : 0.0F);
            }
    _tile_release();
}
