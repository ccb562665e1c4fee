/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AVX2 with AVX-VNNI: the products of kernel_vnni.c on 256-bit registers. */
#include "engine/kernels.h"

#if DM_KERNELS_X86
#include <cpuid.h>
#include <immintrin.h>

#define KERNEL __attribute__((target("avx2,avxvnni")))
#define LANE   static inline __attribute__((always_inline)) KERNEL

enum { YMM_ROWS = 6 };
#define EACH_ROW(X) X(0) X(1) X(2) X(3) X(4) X(5)

/* In assembly, see kernel_vnni.c. */
LANE __m256i dot8(__m256i sum, __m256i x, __m256i w)
{
    __asm__("%{vex%} vpdpbusd %2, %1, %0" : "+x"(sum) : "x"(x), "x"(w));
    return sum;
}

LANE __m256i dot16(__m256i sum, __m256i a, __m256i b)
{
    __asm__("%{vex%} vpdpwssd %2, %1, %0" : "+x"(sum) : "x"(a), "x"(b));
    return sum;
}

#include "engine/kernel_ymm.h"

static bool usable(void)
{
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (!__builtin_cpu_supports("avx2") || !__get_cpuid_count(7, 1, &a, &b, &c, &d))
        return false;
    return (a >> 4 & 1) != 0; /* CPUID.7.1:EAX.AVX-VNNI */
}

const dm_kernel kernel_avxvnni = {"avxvnni", usable, NULL,    gemm_plain, quantise,
                                  add_norm,  dots,   largest, pack_head,  attend};
#endif
