/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kernels.h - the kernels of this build; for kernel.c and the kernels themselves. */
#ifndef DM_ENGINE_KERNELS_H
#define DM_ENGINE_KERNELS_H

#include "engine/kernel.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define DM_KERNELS_X86 1
#if defined(__linux__)
#define DM_KERNELS_AMX 1
extern const dm_kernel kernel_amx; /* AVX-512 with VNNI and AMX tiles */
#endif
extern const dm_kernel kernel_vnni;    /* AVX-512 with VNNI */
extern const dm_kernel kernel_avxvnni; /* AVX2 with AVX-VNNI */
extern const dm_kernel kernel_avx2;
extern const dm_kernel kernel_sse41;
#else
#define DM_KERNELS_X86 0
#endif
#if !defined(DM_KERNELS_AMX)
#define DM_KERNELS_AMX 0
#endif
#if defined(__aarch64__) && defined(__GNUC__)
#define DM_KERNELS_NEON 1
extern const dm_kernel kernel_neon;
#else
#define DM_KERNELS_NEON 0
#endif
extern const dm_kernel kernel_scalar;

#endif
