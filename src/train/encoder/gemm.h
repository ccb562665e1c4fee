/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gemm.h - matrix products for training.  Two engines: OpenBLAS in single precision, and the
 * AMX tiles of recent x86-64 processors (bfloat16 factors, float sums), about six times as
 * fast. */
#ifndef DM_TRAIN_GEMM_H
#define DM_TRAIN_GEMM_H

#include "train/encoder/real.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum { GEMM_BLAS, GEMM_AMX } gemm_engine;

/* One matrix as it lies in memory: rows of ld elements; turned: its transpose is meant. */
typedef struct {
    const real *at;
    size_t ld;
    bool turned;
} gemm_in;

/* Once, before threads start.  GEMM_AMX falls back to GEMM_BLAS where there are no tiles; what
 * is used is returned. */
gemm_engine gemm_choose(gemm_engine wish);
gemm_engine gemm_chosen(void);

/* C[m][n] = alpha A[m][k] B[k][n] + beta C, beta 0 or 1. */
void gemm(size_t m, size_t n, size_t k, real alpha, gemm_in a, gemm_in b, real beta, real *c,
          size_t ldc);
/* The same, always in full precision: for small products whose values matter more than time. */
void gemm_exact(size_t m, size_t n, size_t k, real alpha, gemm_in a, gemm_in b, real beta,
                real *c, size_t ldc);

#ifndef TRAIN_DOUBLE
bool gemm_amx_ready(void); /* asks the system for the tiles */
void gemm_amx(size_t m, size_t n, size_t k, float alpha, gemm_in a, gemm_in b, float beta,
              float *c, size_t ldc);
#endif

#endif
