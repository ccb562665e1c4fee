/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernel in plain C: runs anywhere, and says what the others have to compute. */
#include "engine/kernels.h"

#define KERNEL

typedef struct {
    float at[LANES];
} lanes;

#define EACH for (int i = 0; i < LANES; i++)

static inline lanes l_load(const float *p)
{
    lanes v;
    memcpy(v.at, p, sizeof v.at);
    return v;
}

static inline void l_store(float *p, lanes v)
{
    memcpy(p, v.at, sizeof v.at);
}

static inline lanes l_set(float x)
{
    lanes v;
    EACH v.at[i] = x;
    return v;
}

static inline lanes l_add(lanes a, lanes b)
{
    EACH a.at[i] = a.at[i] + b.at[i];
    return a;
}

static inline lanes l_sub(lanes a, lanes b)
{
    EACH a.at[i] = a.at[i] - b.at[i];
    return a;
}

static inline lanes l_mul(lanes a, lanes b)
{
    EACH a.at[i] = a.at[i] * b.at[i];
    return a;
}

static inline lanes l_min(lanes a, lanes b)
{
    EACH a.at[i] = a.at[i] < b.at[i] ? a.at[i] : b.at[i];
    return a;
}

static inline lanes l_max(lanes a, lanes b)
{
    EACH a.at[i] = a.at[i] > b.at[i] ? a.at[i] : b.at[i];
    return a;
}

static inline lanes l_ints(const int32_t *p)
{
    lanes v;
    EACH v.at[i] = (float)p[i];
    return v;
}

static inline lanes l_pow2(lanes t)
{
    EACH
    {
        uint32_t bits;
        memcpy(&bits, &t.at[i], sizeof bits);
        bits = (bits << 23) + (127U << 23);
        memcpy(&t.at[i], &bits, sizeof bits);
    }
    return t;
}

static inline int32_t nearest(float x) /* ties to even, |x| < 2^22 */
{
    const float big = 12582912.0f; /* 1.5 * 2^23: the fraction falls off */
    return (int32_t)((x + big) - big);
}

static inline void l_put_u8(uint8_t *p, lanes v)
{
    EACH p[i] = (uint8_t)nearest(v.at[i]);
}

static inline void l_put_i16(int16_t *p, lanes v)
{
    EACH p[i] = (int16_t)nearest(v.at[i]);
}

static inline lanes upper(lanes v, int step) /* v[i + step] in place i */
{
    memmove(v.at, v.at + step, (size_t)step * sizeof v.at[0]);
    return v;
}

#define FOLD(name, op)                          \
    static inline float name(lanes v)           \
    {                                           \
        for (int step = 8; step > 0; step /= 2) \
            v = op(v, upper(v, step));          \
        return v.at[0];                         \
    }
FOLD(l_fold_sum, l_add)
FOLD(l_fold_min, l_min)
FOLD(l_fold_max, l_max)

#include "engine/kernel_rows.h"

static void score_keys(const dm_attention *job, uint32_t first, uint32_t rows)
{
    for (uint32_t r = 0; r < rows; r++) {
        const int16_t *q = job->q + (size_t)(first + r) * HEAD_DIM;
        for (uint32_t block = 0; block < job->padded / LANES; block++) {
            int32_t *s = job->scores + (size_t)r * job->padded + (size_t)block * LANES;
            const int16_t *k = job->k + (size_t)block * LANES * HEAD_DIM;
            memset(s, 0, LANES * sizeof *s);
            for (uint32_t d = 0; d < HEAD_DIM; d += 2, k += 2 * LANES)
                EACH s[i] += k[2 * i] * q[d] + k[2 * i + 1] * q[d + 1];
        }
    }
}

static void mix_values(const dm_attention *job, uint32_t first, uint32_t rows)
{
    for (uint32_t r = 0; r < rows; r++) {
        const int16_t *p = job->probs + (size_t)r * job->padded;
        int32_t sum[HEAD_DIM] = {0};
        for (uint32_t j = 0; j < job->padded; j += 2) {
            const int16_t *v = job->v + (size_t)j * HEAD_DIM;
            for (uint32_t d = 0; d < HEAD_DIM; d++)
                sum[d] += v[2 * d] * p[j] + v[2 * d + 1] * p[j + 1];
        }
        float *out = job->out + (size_t)(first + r) * job->ld;
        for (uint32_t d = 0; d < HEAD_DIM; d++)
            out[d] = (float)sum[d] * job->value_scale;
    }
}

/* The sums are a local of their own, so that they stay in registers. */
static void gemm_group(const dm_linear *l, uint32_t first, const uint8_t *q, int32_t out[LANES])
{
    int32_t sum[LANES] = {0};
    const int8_t *w = l->w + (size_t)first * l->k;
    for (uint32_t k = 0; k < l->k; k += 4, w += 4 * LANES)
        EACH sum[i] += w[4 * i] * q[k] + w[4 * i + 1] * q[k + 1] + w[4 * i + 2] * q[k + 2] +
                       w[4 * i + 3] * q[k + 3];
    memcpy(out, sum, sizeof sum);
}

static void gemm(const dm_linear *l, const uint8_t *q, const dm_range *range, uint32_t m,
                 float *y, size_t ld)
{
    int32_t sum[LANES];
    for (uint32_t n = 0; n < l->n; n += LANES) {
        for (uint32_t row = 0; row < m; row++) {
            gemm_group(l, n, q + (size_t)row * l->k, sum);
            put_sums(l, n, sum, LANES, 1, range + row, y + row * ld, ld);
        }
    }
}

static bool usable(void)
{
    return true;
}

const dm_kernel kernel_scalar = {"scalar", usable, NULL,    gemm,      quantise,
                                 add_norm, dots,   largest, pack_head, attend};

void kernel_exp(float x[LANES])
{
    l_store(x, l_exp(l_load(x)));
}
