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

#include "engine/kernel_rows.h"

static bool usable(void)
{
    return __builtin_cpu_supports("avx2");
}

const dm_kernel kernel_avx2 = {"avx2",   usable, gemm,    quantise, gelu,
                               add_norm, dot,    largest, to_i16,   attend};
#endif
