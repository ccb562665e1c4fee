/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The heads: linear scores of names and tags, and the biaffine parser of Dozat and Manning
 * (2017): arc(t, h)      = dep_t U head_h + b head_h label(t, h, l) = [dep_t; 1] U_l [head_h;
 * 1] with a window's [CLS] as the root of all its sentences. */
#include "train/encoder/net.h"

#include "train/encoder/random.h"

enum { SITE_VECTOR = 1000, SITE_DEP, SITE_HEAD, SITE_LDEP, SITE_LHEAD, SITES_PER_DEPTH = 10 };

static dropout_rule rule_of(const net *n, const head_acts *h, uint32_t what)
{
    return net_dropout(n, what + h->depth * SITES_PER_DEPTH);
}

static void gather(net *n, head_acts *h)
{
    const pack *p = n->p;
    const size_t d = n->m->shape.dim;
    const uint32_t layer = h->depth == 0 ? n->m->shape.layers : n->m->shape.exit_layer;
    const real *y = n->layer[layer - 1].y;
    h->v = workspace_take(n->ws, (p->T + p->W) * d);
    for (size_t t = 0; t < p->T; t++)
        memcpy(h->v + t * d, y + p->first[t] * d, d * sizeof *y);
    for (size_t w = 0; w < p->W; w++)
        memcpy(h->v + (p->T + w) * d, y + p->windows[w].begin * d, d * sizeof *y);
    dropout(h->v, (p->T + p->W) * d, rule_of(n, h, SITE_VECTOR));
}

static real *scores(net *n, const head_acts *h, size_t w, size_t b, size_t labels)
{
    real *out = workspace_take(n->ws, n->p->T * labels);
    linear(n->m, w, b, n->p->T, n->m->shape.dim, labels, h->v, out);
    return out;
}

static real *hidden(net *n, const head_acts *h, size_t w, size_t b, size_t rows, size_t size,
                    uint32_t site)
{
    real *out = workspace_take(n->ws, rows * size);
    linear(n->m, w, b, rows, n->m->shape.dim, size, h->v, out);
    relu(out, rows * size);
    dropout(out, rows * size, rule_of(n, h, site));
    return out;
}

/* hidden with a column of ones. */
static real *hidden_one(net *n, const head_acts *h, size_t w, size_t b, size_t rows,
                        uint32_t site)
{
    const size_t size = n->m->shape.label;
    const real *in = hidden(n, h, w, b, rows, size, site);
    real *out = workspace_take(n->ws, rows * (size + 1));
    for (size_t r = 0; r < rows; r++) {
        memcpy(out + r * (size + 1), in + r * size, size * sizeof *out);
        out[r * (size + 1) + size] = R(1);
    }
    return out;
}

static void arc_forward(net *n, head_acts *h)
{
    const pack *p = n->p;
    const head_params *q = &n->m->head[h->depth];
    const size_t A = n->m->shape.arc, rows = p->T + p->W;
    h->dep = hidden(n, h, q->arc_dep_w, q->arc_dep_b, p->T, A, SITE_DEP);
    h->head = hidden(n, h, q->arc_head_w, q->arc_head_b, rows, A, SITE_HEAD);
    h->du = workspace_take(n->ws, p->T * A);
    gemm(p->T, A, A, R(1), (gemm_in){h->dep, A, false}, (gemm_in){n->m->w + q->arc_u, A, false},
         R(0), h->du, A);
    h->hb = workspace_take(n->ws, rows);
    for (size_t r = 0; r < rows; r++)
        h->hb[r] = row_dot(h->head + r * A, n->m->w + q->arc_hb, A);
    h->arc_at =
        (size_t *)(void *)workspace_take(n->ws, (p->S + 1) * sizeof(size_t) / sizeof(real) + 1);
    h->arc_at[0] = 0;
    for (size_t s = 0; s < p->S; s++) {
        const size_t len = p->sentences[s].end - p->sentences[s].first;
        h->arc_at[s + 1] = h->arc_at[s] + len * (len + 1);
    }
    h->arc = workspace_take(n->ws, h->arc_at[p->S]);
    for (size_t s = 0; s < p->S; s++) {
        const pack_sentence x = p->sentences[s];
        const size_t len = x.end - x.first, root = p->T + x.window;
        real *out = h->arc + h->arc_at[s];
        const real *du = h->du + x.first * A;
        gemm_exact(len, len, A, R(1), (gemm_in){du, A, false},
                   (gemm_in){h->head + x.first * A, A, true}, R(0), out + 1, len + 1);
        for (size_t i = 0; i < len; i++) {
            out[i * (len + 1)] = row_dot(du + i * A, h->head + root * A, A) + h->hb[root];
            add_to(out + i * (len + 1) + 1, h->hb + x.first, len);
        }
    }
}

void heads_forward(net *n, uint32_t depth, head_acts *h)
{
    const encoder_shape *s = &n->m->shape;
    const head_params *q = &n->m->head[depth];
    *h = (head_acts){.depth = depth};
    gather(n, h);
    if (n->p->has_names)
        h->names = scores(n, h, q->names_w, q->names_b, NAME_LABELS);
    if (n->p->P)
        pairs_forward(n, h);
    if (!n->p->has_trees)
        return;
    h->upos = scores(n, h, q->upos_w, q->upos_b, s->upos);
    h->xpos = scores(n, h, q->xpos_w, q->xpos_b, s->xpos);
    arc_forward(n, h);
    h->ldep = hidden_one(n, h, q->lab_dep_w, q->lab_dep_b, n->p->T, SITE_LDEP);
    h->lhead = hidden_one(n, h, q->lab_head_w, q->lab_head_b, n->p->T + n->p->W, SITE_LHEAD);
}

void heads_labels(net *n, const uint16_t *head, head_acts *h)
{
    const pack *p = n->p;
    const size_t B = n->m->shape.label + 1, L = n->m->shape.deprel, T = p->T;
    const real *u = n->m->w + n->m->head[h->depth].lab_u;
    h->row_of = (uint32_t *)(void *)workspace_take(n->ws, T);
    h->lgold = workspace_take(n->ws, T * B);
    h->lv = workspace_take(n->ws, L * T * B);
    h->label = workspace_take(n->ws, T * L);
    for (size_t s = 0; s < p->S; s++)
        for (uint32_t t = p->sentences[s].first; t < p->sentences[s].end; t++) {
            const pack_sentence x = p->sentences[s];
            h->row_of[t] = head[t] ? x.first + head[t] - 1U : p->T + x.window;
            memcpy(h->lgold + t * B, h->lhead + h->row_of[t] * B, B * sizeof(real));
        }
    for (size_t l = 0; l < L; l++) {
        real *v = h->lv + l * T * B;
        gemm(T, B, B, R(1), (gemm_in){h->ldep, B, false}, (gemm_in){u + l * B * B, B, false},
             R(0), v, B);
        for (size_t t = 0; t < T; t++)
            h->label[t * L + l] = row_dot(v + t * B, h->lgold + t * B, B);
    }
}

/* ---- backward ---- */

/* Scores become gradients: weight (softmax - target).  Returns -log p(target) weight, summed.
 */
static double cross_entropy(real *x, size_t rows, size_t n, size_t ld, const uint8_t *target8,
                            const uint16_t *target16, double weight)
{
    double loss = 0;
    softmax(x, rows, n, ld);
    for (size_t r = 0; r < rows; r++) {
        real *at = x + r * ld;
        const size_t t = target8 ? target8[r] : target16[r];
        loss -= log((double)at[t] + 1e-30);
        at[t] -= R(1);
        for (size_t i = 0; i < n; i++)
            at[i] *= R(weight);
    }
    return loss * weight;
}

/* The same with sets of allowed labels: -log of their summed probability. */
static double set_entropy(real *x, size_t rows, size_t n, const uint16_t *allowed,
                          double weight)
{
    double loss = 0;
    softmax(x, rows, n, n);
    for (size_t r = 0; r < rows; r++) {
        real *at = x + r * n;
        double mass = 1e-30;
        for (size_t i = 0; i < n; i++)
            mass += allowed[r] >> i & 1 ? (double)at[i] : 0.0;
        loss -= log(mass);
        for (size_t i = 0; i < n; i++) {
            const double share = allowed[r] >> i & 1 ? (double)at[i] / mass : 0.0;
            at[i] = R(weight * ((double)at[i] - share));
        }
    }
    return loss * weight;
}

/* Gradient of hidden: through dropout and relu to weights and dv. */
static void hidden_grad(net *n, const head_acts *h, size_t w, size_t b, size_t rows,
                        size_t size, uint32_t site, const real *y, real *dy, real *dv,
                        net_grads *g)
{
    relu_grad(y, dy, rows * size);
    dropout(dy, rows * size, rule_of(n, h, site));
    linear_grad(n, w, b, rows, n->m->shape.dim, size, h->v, dy, dv, true, g);
}

static void hidden_one_grad(net *n, const head_acts *h, size_t w, size_t b, size_t rows,
                            uint32_t site, const real *y, const real *dy, real *dv,
                            net_grads *g)
{
    const size_t size = n->m->shape.label;
    real *cut_y = workspace_take(n->ws, rows * size), *cut = workspace_take(n->ws, rows * size);
    for (size_t r = 0; r < rows; r++) {
        memcpy(cut_y + r * size, y + r * (size + 1), size * sizeof *cut);
        memcpy(cut + r * size, dy + r * (size + 1), size * sizeof *cut);
    }
    hidden_grad(n, h, w, b, rows, size, site, cut_y, cut, dv, g);
}

static real *take_zero(net *n, size_t count)
{
    real *x = workspace_take(n->ws, count);
    return memset(x, 0, count * sizeof *x);
}

/* One sentence's arc gradients d [n][n+1] onto d_du and d_head. */
static void arc_sentence_grad(net *n, const head_acts *h, size_t s, real *d_du, real *d_head,
                              real *d_hb)
{
    const pack_sentence x = n->p->sentences[s];
    const size_t A = n->m->shape.arc, len = x.end - x.first, root = n->p->T + x.window;
    const real *d = h->arc + h->arc_at[s], *du = h->du + x.first * A;
    const real *b = n->m->w + n->m->head[h->depth].arc_hb;
    gemm_exact(len, A, len, R(1), (gemm_in){d + 1, len + 1, false},
               (gemm_in){h->head + x.first * A, A, false}, R(1), d_du + x.first * A, A);
    gemm_exact(len, A, len, R(1), (gemm_in){d + 1, len + 1, true}, (gemm_in){du, A, false},
               R(1), d_head + x.first * A, A);
    for (size_t c = 0; c <= len; c++) {
        const size_t row = c == 0 ? root : x.first + c - 1;
        real total = R(0);
        for (size_t i = 0; i < len; i++)
            total += d[i * (len + 1) + c];
        for (size_t k = 0; k < A; k++) {
            d_hb[k] += total * h->head[row * A + k];
            d_head[row * A + k] += total * b[k];
        }
    }
    for (size_t i = 0; i < len; i++) {
        const real t = d[i * (len + 1)];
        for (size_t k = 0; k < A; k++) {
            d_du[(x.first + i) * A + k] += t * h->head[root * A + k];
            d_head[root * A + k] += t * du[i * A + k];
        }
    }
}

static double arc_backward(net *n, head_acts *h, double weight, real *dv, net_grads *g)
{
    const pack *p = n->p;
    const head_params *q = &n->m->head[h->depth];
    const size_t A = n->m->shape.arc, rows = p->T + p->W;
    real *d_du = take_zero(n, p->T * A), *d_head = take_zero(n, rows * A);
    real *d_dep = workspace_take(n->ws, p->T * A);
    double loss = 0;
    for (size_t s = 0; s < p->S; s++) {
        const pack_sentence x = p->sentences[s];
        const size_t len = x.end - x.first;
        loss += cross_entropy(h->arc + h->arc_at[s], len, len + 1, len + 1, NULL,
                              p->head + x.first, weight);
        arc_sentence_grad(n, h, s, d_du, d_head, grad_at(n, g, q->arc_hb));
    }
    gemm(A, A, p->T, R(1), (gemm_in){h->dep, A, true}, (gemm_in){d_du, A, false}, R(1),
         grad_at(n, g, q->arc_u), A);
    gemm(p->T, A, A, R(1), (gemm_in){d_du, A, false}, (gemm_in){n->m->w + q->arc_u, A, true},
         R(0), d_dep, A);
    hidden_grad(n, h, q->arc_dep_w, q->arc_dep_b, p->T, A, SITE_DEP, h->dep, d_dep, dv, g);
    hidden_grad(n, h, q->arc_head_w, q->arc_head_b, rows, A, SITE_HEAD, h->head, d_head, dv, g);
    return loss;
}

static double label_backward(net *n, head_acts *h, double weight, real *dv, net_grads *g)
{
    const pack *p = n->p;
    const head_params *q = &n->m->head[h->depth];
    const size_t B = n->m->shape.label + 1, L = n->m->shape.deprel, T = p->T;
    const real *u = n->m->w + q->lab_u;
    heads_labels(n, p->head, h);
    const double loss = cross_entropy(h->label, T, L, L, p->deprel, NULL, weight);
    real *d_dep = take_zero(n, T * B), *d_gold = take_zero(n, T * B);
    real *d_head = take_zero(n, (T + p->W) * B), *scaled = workspace_take(n->ws, T * B);
    for (size_t l = 0; l < L; l++) {
        const real *v = h->lv + l * T * B;
        for (size_t t = 0; t < T; t++) {
            const real s = h->label[t * L + l];
            for (size_t k = 0; k < B; k++) {
                d_gold[t * B + k] += s * v[t * B + k];
                scaled[t * B + k] = s * h->lgold[t * B + k];
            }
        }
        gemm(B, B, T, R(1), (gemm_in){h->ldep, B, true}, (gemm_in){scaled, B, false}, R(1),
             grad_at(n, g, q->lab_u) + l * B * B, B);
        gemm(T, B, B, R(1), (gemm_in){scaled, B, false}, (gemm_in){u + l * B * B, B, true},
             R(1), d_dep, B);
    }
    for (size_t t = 0; t < T; t++)
        add_to(d_head + h->row_of[t] * B, d_gold + t * B, B);
    hidden_one_grad(n, h, q->lab_dep_w, q->lab_dep_b, T, SITE_LDEP, h->ldep, d_dep, dv, g);
    hidden_one_grad(n, h, q->lab_head_w, q->lab_head_b, T + p->W, SITE_LHEAD, h->lhead, d_head,
                    dv, g);
    return loss;
}

void heads_backward(net *n, head_acts *h, const double weight[LOSS_COUNT],
                    double loss[LOSS_COUNT], real *d_vectors, net_grads *g)
{
    const pack *p = n->p;
    const encoder_shape *s = &n->m->shape;
    const head_params *q = &n->m->head[h->depth];
    const size_t d = s->dim, T = p->T;
    real *dv = take_zero(n, (T + p->W) * d);
    if (p->has_names) {
        loss[LOSS_NAMES] += set_entropy(h->names, T, NAME_LABELS, p->names, weight[LOSS_NAMES]);
        linear_grad(n, q->names_w, q->names_b, T, d, NAME_LABELS, h->v, h->names, dv, true, g);
    }
    if (p->has_trees) {
        loss[LOSS_UPOS] +=
            cross_entropy(h->upos, T, s->upos, s->upos, p->upos, NULL, weight[LOSS_UPOS]);
        linear_grad(n, q->upos_w, q->upos_b, T, d, s->upos, h->v, h->upos, dv, true, g);
        loss[LOSS_XPOS] +=
            cross_entropy(h->xpos, T, s->xpos, s->xpos, p->xpos, NULL, weight[LOSS_XPOS]);
        linear_grad(n, q->xpos_w, q->xpos_b, T, d, s->xpos, h->v, h->xpos, dv, true, g);
        loss[LOSS_ARC] += arc_backward(n, h, weight[LOSS_ARC], dv, g);
        loss[LOSS_LABEL] += label_backward(n, h, weight[LOSS_LABEL], dv, g);
    }
    if (p->P)
        loss[LOSS_PAIR] += pairs_backward(n, h, weight[LOSS_PAIR], dv, g);
    dropout(dv, (T + p->W) * d, rule_of(n, h, SITE_VECTOR));
    for (size_t t = 0; t < T; t++)
        add_to(d_vectors + p->first[t] * d, dv + t * d, d);
    for (size_t w = 0; w < p->W; w++)
        add_to(d_vectors + p->windows[w].begin * d, dv + (T + w) * d, d);
}
