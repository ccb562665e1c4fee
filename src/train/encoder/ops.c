/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/encoder/ops.h"

#include "base/arena.h"
#include "train/encoder/random.h"

#include <stdlib.h>

enum { LANES = 16, BLOCK_REALS = 1 << 23 };

struct workspace_block {
    struct workspace_block *next;
    real *at;
    size_t cap, used;
};

static struct workspace_block *block_new(size_t n)
{
    struct workspace_block *b = dm_calloc(1, sizeof *b);
    b->cap = n > BLOCK_REALS ? n : BLOCK_REALS;
    b->at = aligned_alloc(64, b->cap * sizeof(real) + 64 - b->cap * sizeof(real) % 64);
    if (!b->at)
        dm_out_of_memory(b->cap * sizeof(real));
    return b;
}

real *workspace_take(workspace *ws, size_t n)
{
    n = (n + LANES - 1) / LANES * LANES;
    if (!ws->first)
        ws->first = ws->current = block_new(n);
    while (ws->current->cap - ws->current->used < n) {
        if (!ws->current->next)
            ws->current->next = block_new(n);
        ws->current = ws->current->next;
        ws->current->used = 0;
    }
    real *at = ws->current->at + ws->current->used;
    ws->current->used += n;
    return at;
}

void workspace_reset(workspace *ws)
{
    ws->current = ws->first;
    if (ws->current)
        ws->current->used = 0;
}

void workspace_free(workspace *ws)
{
    while (ws->first) {
        struct workspace_block *next = ws->first->next;
        free(ws->first->at);
        free(ws->first);
        ws->first = next;
    }
    ws->current = NULL;
}

static real lanes_total(const real *s)
{
    real total = R(0);
    for (size_t j = 0; j < LANES / 2; j++)
        total += s[j] + s[j + LANES / 2];
    return total;
}

real row_sum(const real *x, size_t n)
{
    real s[LANES] = {0};
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (size_t j = 0; j < LANES; j++)
            s[j] += x[i + j];
    for (; i < n; i++)
        s[i % LANES] += x[i];
    return lanes_total(s);
}

real row_dot(const real *x, const real *y, size_t n)
{
    real s[LANES] = {0};
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (size_t j = 0; j < LANES; j++)
            s[j] += x[i + j] * y[i + j];
    for (; i < n; i++)
        s[i % LANES] += x[i] * y[i];
    return lanes_total(s);
}

void add_to(real *restrict y, const real *restrict x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        y[i] += x[i];
}

void bias_add(real *y, const real *b, size_t rows, size_t n)
{
    for (size_t r = 0; r < rows; r++)
        add_to(y + r * n, b, n);
}

void bias_grad(const real *dy, size_t rows, size_t n, real *db)
{
    for (size_t r = 0; r < rows; r++)
        add_to(db, dy + r * n, n);
}

void relu(real *x, size_t count)
{
    for (size_t i = 0; i < count; i++)
        x[i] = x[i] > R(0) ? x[i] : R(0);
}

void relu_grad(const real *restrict y, real *restrict d, size_t count)
{
    for (size_t i = 0; i < count; i++)
        d[i] = y[i] > R(0) ? d[i] : R(0);
}

dropout_rule dropout_make(double rate, uint32_t key)
{
    if (rate <= 0)
        return (dropout_rule){.key = key, .keep = UINT32_MAX, .scale = R(1)};
    return (dropout_rule){.key = key,
                          .keep = (uint32_t)((1.0 - rate) * 4294967296.0),
                          .scale = R(1.0 / (1.0 - rate))};
}

void dropout(real *x, size_t count, dropout_rule rule)
{
    if (rule.keep == UINT32_MAX)
        return;
    const uint32_t n = (uint32_t)count;
    for (uint32_t i = 0; i < n; i++)
        x[i] *= random_hash(rule.key, i) < rule.keep ? rule.scale : R(0);
}

void layer_norm(const real *x, const real *g, const real *b, real *y, real *xhat, real *rstd,
                size_t rows, size_t n)
{
    for (size_t r = 0; r < rows; r++) {
        const real *xr = x + r * n;
        real *yr = y + r * n, *hr = xhat + r * n;
        const real mean = row_sum(xr, n) / R(n);
        for (size_t i = 0; i < n; i++)
            hr[i] = xr[i] - mean;
        const real inv = R(1) / real_sqrt(row_dot(hr, hr, n) / R(n) + R(1e-12));
        rstd[r] = inv;
        for (size_t i = 0; i < n; i++) {
            hr[i] *= inv;
            yr[i] = g[i] * hr[i] + b[i];
        }
    }
}

/* With h = xhat and u = g dy:  dx = rstd (u - mean(u) - h mean(u h)). */
void layer_norm_grad(const real *dy, const real *xhat, const real *rstd, const real *g,
                     real *dx, real *dg, real *db, size_t rows, size_t n)
{
    for (size_t r = 0; r < rows; r++) {
        const real *dr = dy + r * n, *hr = xhat + r * n;
        real *out = dx + r * n;
        for (size_t i = 0; i < n; i++) {
            dg[i] += dr[i] * hr[i];
            db[i] += dr[i];
        }
        for (size_t i = 0; i < n; i++)
            out[i] = dr[i] * g[i];
        const real mean = row_sum(out, n) / R(n), slope = row_dot(out, hr, n) / R(n);
        for (size_t i = 0; i < n; i++)
            out[i] = rstd[r] * (out[i] - mean - hr[i] * slope);
    }
}

/* The normal distribution's cumulative value; *density gets exp(-x^2 / 2).  erf by Abramowitz
 * and Stegun 7.1.26 (error below 1.5e-7), whose exponential is the density's. */
static inline real normal_cumulative(real x, real *density)
{
#ifdef TRAIN_DOUBLE
    *density = exp(-0.5 * x * x);
    return 0.5 * (1.0 + erf(x * 0.70710678118654752));
#else
    const float z = fabsf(x) * 0.70710678F, t = 1.0F / (1.0F + 0.3275911F * z);
    const float e = real_exp(-z * z);
    float p = 1.061405429F;
    p = p * t - 1.453152027F;
    p = p * t + 1.421413741F;
    p = p * t - 0.284496736F;
    p = p * t + 0.254829592F;
    const float tail = 0.5F * p * t * e;
    *density = e;
    return x < 0.0F ? tail : 1.0F - tail;
#endif
}

void gelu(const real *restrict x, real *restrict y, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        real density;
        y[i] = x[i] * normal_cumulative(x[i], &density);
    }
}

void gelu_grad(const real *restrict x, real *restrict d, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        real density;
        const real c = normal_cumulative(x[i], &density);
        d[i] *= c + x[i] * density * R(0.39894228040143268);
    }
}

static real row_max(const real *x, size_t n)
{
    real s[LANES];
    for (size_t j = 0; j < LANES; j++)
        s[j] = x[0];
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (size_t j = 0; j < LANES; j++)
            s[j] = x[i + j] > s[j] ? x[i + j] : s[j];
    for (; i < n; i++)
        s[0] = x[i] > s[0] ? x[i] : s[0];
    for (size_t j = 1; j < LANES; j++)
        s[0] = s[j] > s[0] ? s[j] : s[0];
    return s[0];
}

void softmax(real *x, size_t rows, size_t n, size_t ld)
{
    for (size_t r = 0; r < rows; r++) {
        real *at = x + r * ld;
        const real top = row_max(at, n);
        for (size_t i = 0; i < n; i++)
            at[i] = real_exp(at[i] - top);
        const real inv = R(1) / row_sum(at, n);
        for (size_t i = 0; i < n; i++)
            at[i] *= inv;
    }
}

void softmax_grad(const real *y, real *dy, size_t rows, size_t n)
{
    for (size_t r = 0; r < rows; r++) {
        const real *yr = y + r * n;
        real *dr = dy + r * n;
        const real mean = row_dot(yr, dr, n);
        for (size_t i = 0; i < n; i++)
            dr[i] = yr[i] * (dr[i] - mean);
    }
}
