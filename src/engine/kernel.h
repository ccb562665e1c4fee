/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kernel.h - the inner loops of the encoder, once per instruction set.
 *
 * All kernels give the same bits.  Products are sums of integers, which are exact in any order:
 * activations are 7-bit (so that two products fit 16 bits on AVX2), weights 8-bit, attention
 * 16-bit.  What stays in float runs over 16 explicit lanes in a fixed order with one polynomial
 * each for exp and the normal distribution; nothing is contracted to fused multiply-add.
 *
 * Packed weights are [n/64][4][k/4][16][4]: 64 bytes hold 4 inputs of 16 outputs, which is one
 * AVX-512 register or two of AVX2; every kernel reads the same bytes in place.
 */
#ifndef DM_ENGINE_KERNEL_H
#define DM_ENGINE_KERNEL_H

#include "base/arena.h"
#include "base/str.h"

enum {
    LANES = 16,
    GEMM_BLOCK = 64,     /* outputs of a linear map are padded to this */
    HEAD_DIM = 32,       /* width of one attention head */
    SCORE_LIMIT = 4095,  /* queries and keys: 32 * 4095^2 < 2^31 */
    VALUE_LIMIT = 32767, /* values and probabilities: probabilities sum to about 32767 */
    QUANT_LIMIT = 127    /* activations are 0..127 */
};

/* y = W x + b with W in bytes: y[n] = (sum_k w[n][k] q[k]) * x_scale * scale[n]
 *                                     + (x_min * shift[n] + bias[n]),
 * where x[k] = x_scale * q[k] + x_min and shift[n] = scale[n] * sum_k w[n][k]. */
typedef struct {
    const int8_t *w;                   /* packed as above */
    const float *scale, *shift, *bias; /* [n] */
    uint32_t n, k;                     /* n a multiple of GEMM_BLOCK, k of 4 */
    bool gelu;                         /* y is GELU of that: x * Phi(x) */
    const uint16_t *order;             /* what a kernel's plan made of w, or NULL */
} dm_linear;

/* One row of activations in 7 bits: x = scale * q + min. */
typedef struct {
    float scale, min;
} dm_range;

/* One attention head over a window of n pieces; padded = n rounded up to 2 * LANES. */
typedef struct {
    uint32_t n, padded;
    int16_t *q; /* [n][32] */
    int16_t *k; /* [padded/16][16 pairs of dimensions][16 keys][2]; zero from n on */
    int16_t *v; /* [padded/2][32][2]: pairs of keys; zero from n on */
    float score_scale, value_scale;
    int32_t *scores; /* [padded] scratch */
    float *weights;  /* [padded] scratch */
    int16_t *probs;  /* [KERNEL_QUERIES][padded] scratch */
    float *out;      /* [n][ld], 32 columns written */
    size_t ld;
} dm_attention;

enum { KERNEL_QUERIES = 4 }; /* queries that share one pass over keys and values */

typedef struct {
    const char *name;
    bool (*usable)(void);
    /* Looks at the weights once for what gemm may use; NULL: nothing to gain.  A linear map
     * without a plan, or with another kernel's, gives the same bits. */
    void (*plan)(dm_linear *linear, dm_arena *a);
    /* y[m][ld], the first linear->n columns */
    void (*gemm)(const dm_linear *linear, const uint8_t *q, const dm_range *range, uint32_t m,
                 float *y, size_t ld);
    /* n a multiple of LANES in all that follow; q is [rows][n] */
    void (*quantise)(const float *x, size_t ld, size_t rows, size_t n, uint8_t *q,
                     dm_range *range);
    /* x[rows][n] = layer_norm(x + add) * gain + bias, and the same in bytes */
    void (*add_norm)(float *x, const float *add, size_t rows, const float *gain,
                     const float *bias, size_t n, uint8_t *q, dm_range *range);
    /* out[r] = a . b[r], b[count][ld] */
    void (*dots)(const float *a, const float *b, size_t ld, size_t count, size_t n, float *out);
    /* top[h] = max |x| of the 32 columns of head h, x[rows][ld] */
    void (*largest)(const float *x, size_t ld, size_t rows, size_t heads, float *top);
    /* x * factor, rounded: queries x[n][ld], keys `step` columns on, values 2 * step */
    void (*pack_head)(const dm_attention *job, const float *x, size_t ld, size_t step,
                      const float factor[3]);
    void (*attend)(const dm_attention *job);
} dm_kernel;

/* The one with this name; without a name the one that the environment variable DRAMATIS_KERNEL
 * names, else the best this CPU can run.  NULL when there is none such. */
const dm_kernel *kernel_find(const char *name);
/* Kernels of this build that this CPU can run, best first; NULL past the last. */
const dm_kernel *kernel_at(size_t i);

/* The scalar twin of the lanes' exp, for decoders: x[LANES], all <= 0. */
void kernel_exp(float x[LANES]);

#endif
