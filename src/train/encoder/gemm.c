/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/encoder/gemm.h"

#include <cblas.h>

static gemm_engine engine = GEMM_BLAS;

gemm_engine gemm_choose(gemm_engine wish)
{
    openblas_set_num_threads(1); /* the trainer has its own threads */
    engine = GEMM_BLAS;
#if !defined(TRAIN_DOUBLE) && defined(DM_TRAIN_AMX)
    if (wish == GEMM_AMX && gemm_amx_ready())
        engine = GEMM_AMX;
#else
    (void)wish;
#endif
    return engine;
}

gemm_engine gemm_chosen(void)
{
    return engine;
}

void gemm_exact(size_t m, size_t n, size_t k, real alpha, gemm_in a, gemm_in b, real beta,
                real *c, size_t ldc)
{
    if (m == 0 || n == 0)
        return;
#ifdef TRAIN_DOUBLE
    cblas_dgemm(
#else
    cblas_sgemm(
#endif
        CblasRowMajor, a.turned ? CblasTrans : CblasNoTrans,
        b.turned ? CblasTrans : CblasNoTrans, (blasint)m, (blasint)n, (blasint)k, alpha, a.at,
        (blasint)a.ld, b.at, (blasint)b.ld, beta, c, (blasint)ldc);
}

void gemm(size_t m, size_t n, size_t k, real alpha, gemm_in a, gemm_in b, real beta, real *c,
          size_t ldc)
{
#if !defined(TRAIN_DOUBLE) && defined(DM_TRAIN_AMX)
    if (engine == GEMM_AMX && m > 0 && n > 0) {
        gemm_amx(m, n, k, alpha, a, b, beta, c, ldc);
        return;
    }
#endif
    gemm_exact(m, n, k, alpha, a, b, beta, c, ldc);
}
