/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ops.h - what lies between the matrix products: layer norm, GELU, softmax, dropout, and their
 * gradients.  Shapes [rows][n], row-major; sums run in 16 fixed lanes. */
#ifndef DM_TRAIN_OPS_H
#define DM_TRAIN_OPS_H

#include "train/encoder/real.h"

#include <stddef.h>

/* Memory for one pass: taken piece by piece, given back all at once; not zeroed. */
typedef struct {
    struct workspace_block *first, *current;
} workspace;

real *workspace_take(workspace *ws, size_t n); /* 64-byte aligned */
void workspace_reset(workspace *ws);
void workspace_free(workspace *ws);

typedef struct {
    uint32_t key;  /* which numbers of random_hash */
    uint32_t keep; /* an element stays when its hash is below; UINT32_MAX: no dropout */
    real scale;    /* 1 / probability of staying */
} dropout_rule;

dropout_rule dropout_make(double rate, uint32_t key);

real row_sum(const real *x, size_t n);
real row_dot(const real *x, const real *y, size_t n);
void add_to(real *y, const real *x, size_t n);
void bias_add(real *y, const real *b, size_t rows, size_t n);
void bias_grad(const real *dy, size_t rows, size_t n, real *db);
void relu(real *x, size_t count);
void relu_grad(const real *y, real *d, size_t count); /* y: the output; d in place */
void dropout(real *x, size_t count, dropout_rule rule);

/* y = g xhat + b with xhat = (x - mean) rstd; xhat may be x.  Epsilon 1e-12, as BERT. */
void layer_norm(const real *x, const real *g, const real *b, real *y, real *xhat, real *rstd,
                size_t rows, size_t n);
/* dx may be dy; dg and db are added to. */
void layer_norm_grad(const real *dy, const real *xhat, const real *rstd, const real *g,
                     real *dx, real *dg, real *db, size_t rows, size_t n);
void gelu(const real *x, real *y, size_t count);
void gelu_grad(const real *x, real *d, size_t count); /* d in place */
void softmax(real *x, size_t rows, size_t n, size_t ld);
/* dx = y (dy - sum y dy), in place of dy. */
void softmax_grad(const real *y, real *dy, size_t rows, size_t n);

#endif
