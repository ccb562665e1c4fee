/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net.h - the encoder's forward and backward pass over a pack of windows.
 *
 *     pack (pieces, windows, tokens, labels) --net_forward--> vectors [M][D] of every layer
 *          --heads_forward--> scores --heads_backward--> losses, gradients --net_backward-->
 * ...
 *
 * M pieces, W windows, T tokens, S sentences, D dim.  Attention stays inside a window.
 */
#ifndef DM_TRAIN_NET_H
#define DM_TRAIN_NET_H

#include "train/encoder/gemm.h"
#include "train/encoder/model.h"
#include "train/encoder/ops.h"

typedef struct {
    uint32_t begin, end; /* rows */
} pack_window;

typedef struct {
    uint32_t first, end; /* tokens of the pack */
    uint32_t window;
} pack_sentence;

typedef struct {
    uint32_t first, end; /* tokens of the pack */
} pack_span;

/* Two spans of one window, in order: what a does to b. */
typedef struct {
    pack_span a, b;
    uint8_t class_; /* dm_quad; QUAD_NONE: nothing */
} pack_pair;

/* Rows and labels of one pass.  A window begins with its [CLS] row. */
typedef struct {
    uint32_t M, W, T, S;
    const uint16_t *piece, *pos;       /* [M] */
    const uint8_t *shape, *convention; /* [M] */
    const pack_window *windows;        /* [W] */
    const pack_sentence *sentences;    /* [S] */
    const uint32_t *first;             /* [T] row of a token's first piece */
    bool has_names, has_trees;
    const uint16_t *names;               /* [T] bit set of the labels that may be right */
    const uint8_t *upos, *xpos, *deprel; /* [T] */
    const uint16_t *head;                /* [T] 0: root, i: the sentence's i-th token */
    uint32_t P;
    const pack_pair *pairs; /* [P] */
} pack;

typedef struct {
    const real *x; /* input */
    real *qkv;     /* [M][3D] */
    real *probs;   /* per window [heads][n][n] */
    real *ctx, *xhat1, *rstd1, *x1;
    real *a, *f; /* [M][F] before and after GELU */
    real *xhat2, *rstd2, *y;
} layer_acts;

typedef struct {
    const encoder_model *m;
    const pack *p;
    workspace *ws;
    double drop;      /* rate; 0 outside training */
    uint32_t key;     /* of this pass's dropout */
    size_t *probs_at; /* [W] */
    real *emb, *emb_xhat, *emb_rstd;
    layer_acts layer[MAX_LAYERS];
} net;

/* Where gradients are added: all parameters from model.dense on; piece rows go to d_rows. */
typedef struct {
    real *dense;  /* [count - dense] */
    real *d_rows; /* [M][D] gradient of every row's piece vector */
} net_grads;

static inline real *grad_at(const net *n, const net_grads *g, size_t offset)
{
    return g->dense + (offset - n->m->dense);
}

dropout_rule net_dropout(const net *n,
                         uint32_t site); /* site: one number per place and layer */

/* n->m, p, ws, drop and key are set by the caller. */
void net_forward(net *n);
/* d_top [M][D] is overwritten; d_exit is added where the exit's heads read (NULL: none). */
void net_backward(net *n, real *d_top, const real *d_exit, net_grads *g);

/* y[rows][out] = x[rows][in] W^T + b, and its gradients: dx (NULL: not wanted) = or += dy W. */
void linear(const encoder_model *m, size_t w, size_t b, size_t rows, size_t in, size_t out,
            const real *x, real *y);
void linear_grad(const net *n, size_t w, size_t b, size_t rows, size_t in, size_t out,
                 const real *x, const real *dy, real *dx, bool add, net_grads *g);

/* ---- heads ---- */

enum { LOSS_NAMES, LOSS_UPOS, LOSS_XPOS, LOSS_ARC, LOSS_LABEL, LOSS_PAIR, LOSS_COUNT };

typedef struct {
    uint32_t depth;
    real *v;                    /* [T+W][D] vectors of tokens, then of windows */
    real *names, *upos, *xpos;  /* [T][labels] scores */
    real *dep, *head, *du, *hb; /* [T][A] [T+W][A] [T][A] [T+W] */
    real *arc;                  /* per sentence [n][n+1], column 0 is the root */
    size_t *arc_at;             /* [S] */
    real *ldep, *lhead;         /* [T][B+1] [T+W][B+1], the last is 1 */
    real *lgold, *lv, *label;   /* [T][B+1] heads' rows, [L][T][B+1], [T][L] scores */
    real *pair_in;              /* [P][PAIR_BLOCKS D] */
    real *pair_hidden, *pair;   /* [P][pair] [P][PAIR_CLASSES] */
    uint32_t *row_of;           /* [T] row of the head that label was scored with */
} head_acts;

void heads_forward(net *n, uint32_t depth, head_acts *h);
/* Label scores with the given heads (as pack.head). */
void heads_labels(net *n, const uint16_t *head, head_acts *h);
/* Losses (sums of -log p over tokens and pairs times weight[i]) are added to loss; gradients to
 * g and to d_vectors [M][D].  Only what the pack has labels for. */
void heads_backward(net *n, head_acts *h, const double weight[LOSS_COUNT],
                    double loss[LOSS_COUNT], real *d_vectors, net_grads *g);

/* Scores of the pack's pairs, from h->v; heads_forward calls it. */
void pairs_forward(net *n, head_acts *h);
/* Adds to dv [T+W][D] what h->v gets; returns the loss. */
double pairs_backward(net *n, head_acts *h, double weight, real *dv, net_grads *g);

#endif
