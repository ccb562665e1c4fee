/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pair head: what the first span does to the second, from the two spans' vectors.
 *
 *     x = [a.first, a.last, a.mean, b.first, b.last, b.mean, a.mean * b.mean, between.mean]
 *     scores = o relu(h x)
 *
 * first, last: of the span's tokens; between: the tokens that part the spans, 0 when none do.
 */
#include "train/encoder/net.h"

enum { SITE_PAIR = 1005, SITES_PER_DEPTH = 10 };

static dropout_rule hidden_rule(const net *n, const head_acts *h)
{
    return net_dropout(n, SITE_PAIR + h->depth * SITES_PER_DEPTH);
}

static void mean_of(const real *v, pack_span s, size_t d, real *out)
{
    memset(out, 0, d * sizeof *out);
    for (size_t t = s.first; t < s.end; t++)
        add_to(out, v + t * d, d);
    for (size_t i = 0; i < d && s.end > s.first; i++)
        out[i] /= R(s.end - s.first);
}

static void mean_grad(real *dv, pack_span s, size_t d, const real *dy)
{
    for (size_t t = s.first; t < s.end; t++)
        for (size_t i = 0; i < d; i++)
            dv[t * d + i] += dy[i] / R(s.end - s.first);
}

static pack_span between(const pack_pair *p)
{
    const pack_span left = p->a.first < p->b.first ? p->a : p->b;
    const pack_span right = p->a.first < p->b.first ? p->b : p->a;
    const bool apart = left.end < right.first;
    return (pack_span){left.end, apart ? right.first : left.end};
}

static void span_blocks(const real *v, pack_span s, size_t d, real *out)
{
    memcpy(out, v + s.first * d, d * sizeof *out);
    memcpy(out + d, v + (s.end - 1) * d, d * sizeof *out);
    mean_of(v, s, d, out + 2 * d);
}

static void span_grad(real *dv, pack_span s, size_t d, const real *dx)
{
    add_to(dv + s.first * d, dx, d);
    add_to(dv + (s.end - 1) * d, dx + d, d);
    mean_grad(dv, s, d, dx + 2 * d);
}

void pairs_forward(net *n, head_acts *h)
{
    const pack *p = n->p;
    const pair_params *q = &n->m->pair[h->depth];
    const size_t d = n->m->shape.dim, size = n->m->shape.pair, in = PAIR_BLOCKS * d;
    h->pair_in = workspace_take(n->ws, p->P * in);
    h->pair_hidden = workspace_take(n->ws, p->P * size);
    h->pair = workspace_take(n->ws, p->P * PAIR_CLASSES);
    for (size_t k = 0; k < p->P; k++) {
        real *x = h->pair_in + k * in;
        span_blocks(h->v, p->pairs[k].a, d, x);
        span_blocks(h->v, p->pairs[k].b, d, x + 3 * d);
        for (size_t i = 0; i < d; i++)
            x[6 * d + i] = x[2 * d + i] * x[5 * d + i];
        mean_of(h->v, between(&p->pairs[k]), d, x + 7 * d);
    }
    linear(n->m, q->h_w, q->h_b, p->P, in, size, h->pair_in, h->pair_hidden);
    relu(h->pair_hidden, p->P * size);
    dropout(h->pair_hidden, p->P * size, hidden_rule(n, h));
    linear(n->m, q->o_w, q->o_b, p->P, size, PAIR_CLASSES, h->pair_hidden, h->pair);
}

/* Scores become gradients; returns the sum of -log p(class) weight. */
static double pair_loss(const pack *p, head_acts *h, double weight)
{
    double loss = 0;
    softmax(h->pair, p->P, PAIR_CLASSES, PAIR_CLASSES);
    for (size_t k = 0; k < p->P; k++) {
        real *at = h->pair + k * PAIR_CLASSES;
        loss -= log((double)at[p->pairs[k].class_] + 1e-30);
        at[p->pairs[k].class_] -= R(1);
        for (size_t i = 0; i < PAIR_CLASSES; i++)
            at[i] *= R(weight);
    }
    return loss * weight;
}

double pairs_backward(net *n, head_acts *h, double weight, real *dv, net_grads *g)
{
    const pack *p = n->p;
    const pair_params *q = &n->m->pair[h->depth];
    const size_t d = n->m->shape.dim, size = n->m->shape.pair, in = PAIR_BLOCKS * d;
    real *d_hidden = workspace_take(n->ws, p->P * size);
    real *d_in = workspace_take(n->ws, p->P * in);
    const double loss = pair_loss(p, h, weight);
    linear_grad(n, q->o_w, q->o_b, p->P, size, PAIR_CLASSES, h->pair_hidden, h->pair, d_hidden,
                false, g);
    dropout(d_hidden, p->P * size, hidden_rule(n, h));
    relu_grad(h->pair_hidden, d_hidden, p->P * size);
    linear_grad(n, q->h_w, q->h_b, p->P, in, size, h->pair_in, d_hidden, d_in, false, g);
    for (size_t k = 0; k < p->P; k++) {
        const real *x = h->pair_in + k * in;
        real *dx = d_in + k * in;
        for (size_t i = 0; i < d; i++) {
            dx[2 * d + i] += dx[6 * d + i] * x[5 * d + i];
            dx[5 * d + i] += dx[6 * d + i] * x[2 * d + i];
        }
        span_grad(dv, p->pairs[k].a, d, dx);
        span_grad(dv, p->pairs[k].b, d, dx + 3 * d);
        mean_grad(dv, between(&p->pairs[k]), d, dx + 7 * d);
    }
    return loss;
}
