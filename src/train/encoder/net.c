/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/encoder/net.h"

#include "train/encoder/random.h"

enum { SITE_EMB, SITE_PROBS, SITE_ATTENTION, SITE_FF, SITES_PER_LAYER };

dropout_rule net_dropout(const net *n, uint32_t site)
{
    return dropout_make(n->drop, random_hash(n->key, site));
}

static uint32_t site_of(uint32_t layer, uint32_t what)
{
    return (layer + 1) * SITES_PER_LAYER + what;
}

void linear(const encoder_model *m, size_t w, size_t b, size_t rows, size_t in, size_t out,
            const real *x, real *y)
{
    gemm(rows, out, in, R(1), (gemm_in){x, in, false}, (gemm_in){m->w + w, in, true}, R(0), y,
         out);
    bias_add(y, m->w + b, rows, out);
}

void linear_grad(const net *n, size_t w, size_t b, size_t rows, size_t in, size_t out,
                 const real *x, const real *dy, real *dx, bool add, net_grads *g)
{
    gemm(out, in, rows, R(1), (gemm_in){dy, out, true}, (gemm_in){x, in, false}, R(1),
         grad_at(n, g, w), in);
    bias_grad(dy, rows, out, grad_at(n, g, b));
    if (dx)
        gemm(rows, in, out, R(1), (gemm_in){dy, out, false}, (gemm_in){n->m->w + w, in, false},
             add ? R(1) : R(0), dx, in);
}

/* ---- input ---- */

static void embed(net *n)
{
    const pack *p = n->p;
    const size_t d = n->m->shape.dim;
    const real *w = n->m->w;
    n->emb_xhat = workspace_take(n->ws, p->M * d);
    n->emb_rstd = workspace_take(n->ws, p->M);
    n->emb = workspace_take(n->ws, p->M * d);
    for (size_t r = 0; r < p->M; r++) {
        const real *a = w + n->m->piece + p->piece[r] * d, *b = w + n->m->pos + p->pos[r] * d;
        const real *c = w + n->m->shape_at + p->shape[r] * d;
        const real *e = w + n->m->corpus + p->convention[r] * d;
        for (size_t i = 0; i < d; i++)
            n->emb_xhat[r * d + i] = a[i] + b[i] + c[i] + e[i];
    }
    layer_norm(n->emb_xhat, w + n->m->ln_g, w + n->m->ln_b, n->emb, n->emb_xhat, n->emb_rstd,
               p->M, d);
    dropout(n->emb, p->M * d, net_dropout(n, SITE_EMB));
}

static void embed_grad(net *n, real *dx, net_grads *g)
{
    const pack *p = n->p;
    const size_t d = n->m->shape.dim;
    dropout(dx, p->M * d, net_dropout(n, SITE_EMB));
    layer_norm_grad(dx, n->emb_xhat, n->emb_rstd, n->m->w + n->m->ln_g, g->d_rows,
                    grad_at(n, g, n->m->ln_g), grad_at(n, g, n->m->ln_b), p->M, d);
    for (size_t r = 0; r < p->M; r++) {
        const real *row = g->d_rows + r * d;
        add_to(grad_at(n, g, n->m->pos + p->pos[r] * d), row, d);
        add_to(grad_at(n, g, n->m->shape_at + p->shape[r] * d), row, d);
        add_to(grad_at(n, g, n->m->corpus + p->convention[r] * d), row, d);
    }
}

/* ---- attention: softmax(q k^T / sqrt(size)) v inside each window, for each head ---- */

typedef struct {
    size_t len, row;     /* of the window */
    size_t size, column; /* of the head in q; k and v lie D and 2D further */
    real *probs;         /* [len][len] */
    dropout_rule rule;
} head_view;

static head_view view_of(const net *n, uint32_t layer, size_t window, size_t head)
{
    const pack_window w = n->p->windows[window];
    const size_t len = w.end - w.begin, size = n->m->shape.dim / n->m->shape.heads;
    const dropout_rule rule = net_dropout(n, site_of(layer, SITE_PROBS));
    head_view v = {
        .len = len, .row = w.begin, .size = size, .column = head * size, .rule = rule};
    v.probs = n->layer[layer].probs + n->probs_at[window] + head * len * len;
    v.rule.key = random_hash(rule.key, (uint32_t)(window * n->m->shape.heads + head));
    return v;
}

static void attend(const net *n, const layer_acts *l, head_view v, real *dropped)
{
    const size_t d = n->m->shape.dim, ld = 3 * d;
    const real *q = l->qkv + v.row * ld + v.column;
    gemm(v.len, v.len, v.size, R(1) / real_sqrt(R(v.size)), (gemm_in){q, ld, false},
         (gemm_in){q + d, ld, true}, R(0), v.probs, v.len);
    softmax(v.probs, v.len, v.len, v.len);
    memcpy(dropped, v.probs, v.len * v.len * sizeof *dropped);
    dropout(dropped, v.len * v.len, v.rule);
    gemm(v.len, v.size, v.len, R(1), (gemm_in){dropped, v.len, false},
         (gemm_in){q + 2 * d, ld, false}, R(0), l->ctx + v.row * d + v.column, d);
}

/* temp holds 2 [len][len]. */
static void attend_grad(const net *n, const layer_acts *l, head_view v, const real *d_ctx,
                        real *d_qkv, real *temp)
{
    const size_t d = n->m->shape.dim, ld = 3 * d, nn = v.len * v.len;
    const real *q = l->qkv + v.row * ld + v.column, *dc = d_ctx + v.row * d + v.column;
    real *dq = d_qkv + v.row * ld + v.column, *dropped = temp, *dp = temp + nn;
    memcpy(dropped, v.probs, nn * sizeof *dropped);
    dropout(dropped, nn, v.rule);
    gemm(v.len, v.size, v.len, R(1), (gemm_in){dropped, v.len, true}, (gemm_in){dc, d, false},
         R(0), dq + 2 * d, ld);
    gemm(v.len, v.len, v.size, R(1), (gemm_in){dc, d, false}, (gemm_in){q + 2 * d, ld, true},
         R(0), dp, v.len);
    dropout(dp, nn, v.rule);
    softmax_grad(v.probs, dp, v.len, v.len);
    const real scale = R(1) / real_sqrt(R(v.size));
    gemm(v.len, v.size, v.len, scale, (gemm_in){dp, v.len, false}, (gemm_in){q + d, ld, false},
         R(0), dq, ld);
    gemm(v.len, v.size, v.len, scale, (gemm_in){dp, v.len, true}, (gemm_in){q, ld, false}, R(0),
         dq + d, ld);
}

static size_t longest_window(const pack *p)
{
    size_t longest = 0;
    for (uint32_t i = 0; i < p->W; i++) {
        size_t len = p->windows[i].end - p->windows[i].begin;
        longest = len > longest ? len : longest;
    }
    return longest;
}

/* ---- layers ---- */

static void layer_forward(net *n, uint32_t i, const real *x, real *temp)
{
    const encoder_model *m = n->m;
    const size_t M = n->p->M, d = m->shape.dim, f = m->shape.ff, H = m->shape.heads;
    const layer_params *q = &m->layer[i];
    layer_acts *l = &n->layer[i];
    l->x = x;
    l->qkv = workspace_take(n->ws, M * 3 * d);
    l->probs = workspace_take(n->ws, n->probs_at[n->p->W]);
    l->ctx = workspace_take(n->ws, M * d);
    l->xhat1 = workspace_take(n->ws, M * d);
    l->rstd1 = workspace_take(n->ws, M);
    l->x1 = workspace_take(n->ws, M * d);
    l->a = workspace_take(n->ws, M * f);
    l->f = workspace_take(n->ws, M * f);
    l->xhat2 = workspace_take(n->ws, M * d);
    l->rstd2 = workspace_take(n->ws, M);
    l->y = workspace_take(n->ws, M * d);
    linear(m, q->qkv_w, q->qkv_b, M, d, 3 * d, x, l->qkv);
    for (size_t w = 0; w < n->p->W; w++)
        for (size_t h = 0; h < H; h++)
            attend(n, l, view_of(n, i, w, h), temp);
    linear(m, q->o_w, q->o_b, M, d, d, l->ctx, l->xhat1);
    dropout(l->xhat1, M * d, net_dropout(n, site_of(i, SITE_ATTENTION)));
    add_to(l->xhat1, x, M * d);
    layer_norm(l->xhat1, m->w + q->ln1_g, m->w + q->ln1_b, l->x1, l->xhat1, l->rstd1, M, d);
    linear(m, q->f1_w, q->f1_b, M, d, f, l->x1, l->a);
    gelu(l->a, l->f, M * f);
    linear(m, q->f2_w, q->f2_b, M, f, d, l->f, l->xhat2);
    dropout(l->xhat2, M * d, net_dropout(n, site_of(i, SITE_FF)));
    add_to(l->xhat2, l->x1, M * d);
    layer_norm(l->xhat2, m->w + q->ln2_g, m->w + q->ln2_b, l->y, l->xhat2, l->rstd2, M, d);
}

/* Room for the backward pass of one layer, shared by all. */
typedef struct {
    real *branch, *ff, *qkv, *ctx, *attention;
} back_room;

/* dy [M][D] becomes dx. */
static void layer_backward(net *n, uint32_t i, real *dy, const back_room *room, net_grads *g)
{
    const encoder_model *m = n->m;
    const size_t M = n->p->M, d = m->shape.dim, f = m->shape.ff, H = m->shape.heads;
    const layer_params *q = &m->layer[i];
    const layer_acts *l = &n->layer[i];
    layer_norm_grad(dy, l->xhat2, l->rstd2, m->w + q->ln2_g, dy, grad_at(n, g, q->ln2_g),
                    grad_at(n, g, q->ln2_b), M, d);
    memcpy(room->branch, dy, M * d * sizeof *dy);
    dropout(room->branch, M * d, net_dropout(n, site_of(i, SITE_FF)));
    linear_grad(n, q->f2_w, q->f2_b, M, f, d, l->f, room->branch, room->ff, false, g);
    gelu_grad(l->a, room->ff, M * f);
    linear_grad(n, q->f1_w, q->f1_b, M, d, f, l->x1, room->ff, dy, true, g);
    layer_norm_grad(dy, l->xhat1, l->rstd1, m->w + q->ln1_g, dy, grad_at(n, g, q->ln1_g),
                    grad_at(n, g, q->ln1_b), M, d);
    memcpy(room->branch, dy, M * d * sizeof *dy);
    dropout(room->branch, M * d, net_dropout(n, site_of(i, SITE_ATTENTION)));
    linear_grad(n, q->o_w, q->o_b, M, d, d, l->ctx, room->branch, room->ctx, false, g);
    for (size_t w = 0; w < n->p->W; w++)
        for (size_t h = 0; h < H; h++)
            attend_grad(n, l, view_of(n, i, w, h), room->ctx, room->qkv, room->attention);
    linear_grad(n, q->qkv_w, q->qkv_b, M, d, 3 * d, l->x, room->qkv, dy, true, g);
}

void net_forward(net *n)
{
    const pack *p = n->p;
    n->probs_at =
        (size_t *)(void *)workspace_take(n->ws, (p->W + 1) * sizeof(size_t) / sizeof(real) + 1);
    n->probs_at[0] = 0;
    for (uint32_t w = 0; w < p->W; w++) {
        const size_t len = p->windows[w].end - p->windows[w].begin;
        n->probs_at[w + 1] = n->probs_at[w] + n->m->shape.heads * len * len;
    }
    const size_t longest = longest_window(p);
    real *temp = workspace_take(n->ws, longest * longest);
    embed(n);
    const real *x = n->emb;
    for (uint32_t i = 0; i < n->m->shape.layers; i++) {
        layer_forward(n, i, x, temp);
        x = n->layer[i].y;
    }
}

void net_backward(net *n, real *d_top, const real *d_exit, net_grads *g)
{
    const encoder_shape *s = &n->m->shape;
    const size_t M = n->p->M, d = s->dim, longest = longest_window(n->p);
    const back_room room = {
        .branch = workspace_take(n->ws, M * d),
        .ff = workspace_take(n->ws, M * s->ff),
        .qkv = workspace_take(n->ws, M * 3 * d),
        .ctx = workspace_take(n->ws, M * d),
        .attention = workspace_take(n->ws, 2 * longest * longest),
    };
    for (uint32_t i = s->layers; i-- > 0;) {
        if (d_exit && i + 1 == s->exit_layer)
            add_to(d_top, d_exit, M * d);
        layer_backward(n, i, d_top, &room, g);
    }
    embed_grad(n, d_top, g);
}
