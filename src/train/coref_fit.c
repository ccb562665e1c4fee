/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/coref_fit.h"

#include <math.h>
#include <string.h>

enum { N = COREF_FEATURES, H = COREF_HIDDEN, SIZE = N + H * N + H, BATCH = 32, MOST = 64 };

/* Weights, gradient and Adam's means, flat: direct [N], hidden [N][H], out [H]. */
typedef struct {
    double w[SIZE], g[SIZE], m[SIZE], v[SIZE];
    uint64_t random;
    long step;
} fitter;

static uint64_t next_random(fitter *f)
{
    f->random ^= f->random << 13;
    f->random ^= f->random >> 7;
    f->random ^= f->random << 17;
    return f->random;
}

static double score(const fit_data *d, const fit_candidate *x, const double *w, double *z)
{
    double s = 0;
    for (int h = 0; h < H; h++)
        z[h] = 0;
    for (uint32_t i = 0; i < x->count; i++) {
        const fit_value *v = &d->values.at[x->first + i];
        const double value = (double)v->value, *row = w + N + (size_t)v->at * H;
        s += w[v->at] * value;
        for (int h = 0; h < H; h++)
            z[h] += row[h] * value;
    }
    for (int h = 0; h < H; h++)
        s += z[h] > 0 ? w[N + H * N + h] * z[h] : 0;
    return s;
}

/* d likelihood / d score of one candidate, spread over the weights. */
static void spread(const fit_data *d, const fit_candidate *x, const double *z, double pull,
                   fitter *f)
{
    double back[H];
    for (int h = 0; h < H; h++) {
        f->g[N + H * N + h] += z[h] > 0 ? pull * z[h] : 0;
        back[h] = z[h] > 0 ? pull * f->w[N + H * N + h] : 0;
    }
    for (uint32_t i = 0; i < x->count; i++) {
        const fit_value *v = &d->values.at[x->first + i];
        const double value = (double)v->value;
        double *row = f->g + N + (size_t)v->at * H;
        f->g[v->at] += pull * value;
        for (int h = 0; h < H; h++)
            row[h] += back[h] * value;
    }
}

static void learn_question(const fit_data *d, const fit_question *q, fitter *f)
{
    double s[MOST], z[MOST][H], all = 0, right = 0, top = -INFINITY;
    const uint32_t n = q->count < MOST ? q->count : MOST;
    for (uint32_t i = 0; i < n; i++) {
        s[i] = score(d, &d->candidates.at[q->first + i], f->w, z[i]);
        top = s[i] > top ? s[i] : top;
    }
    for (uint32_t i = 0; i < n; i++) {
        s[i] = exp(s[i] - top);
        all += s[i];
        right += d->candidates.at[q->first + i].right ? s[i] : 0;
    }
    for (uint32_t i = 0; i < n; i++) {
        const fit_candidate *x = &d->candidates.at[q->first + i];
        const double wanted = x->right && right > 0 ? s[i] / right : 0;
        spread(d, x, z[i], (double)q->weight * (wanted - s[i] / all), f);
    }
}

static void adam(fitter *f, double rate, double ridge)
{
    f->step++;
    const double one = 1 - pow(0.9, (double)f->step), two = 1 - pow(0.999, (double)f->step);
    for (int i = 0; i < SIZE; i++) {
        const double g = f->g[i];
        f->m[i] = 0.9 * f->m[i] + 0.1 * g;
        f->v[i] = 0.999 * f->v[i] + 0.001 * g * g;
        f->w[i] += rate * (f->m[i] / one / (sqrt(f->v[i] / two) + 1e-8) - ridge * f->w[i]);
        f->g[i] = 0;
    }
}

static void begin(fitter *f)
{
    memset(f, 0, sizeof *f);
    f->random = 88172645463325252u;
    for (int i = N; i < SIZE; i++)
        f->w[i] = ((double)(next_random(f) >> 11) / 9007199254740992.0 - 0.5) * 0.3;
}

static void finish(const fitter *f, coref_weights *w)
{
    for (int i = 0; i < N; i++)
        w->direct[i] = (float)f->w[i];
    for (int h = 0; h < H; h++) {
        for (int i = 0; i < N; i++)
            w->hidden[h][i] = (float)f->w[N + i * H + h];
        w->out[h] = (float)f->w[N + H * N + h];
    }
}

void fit_coref(const fit_data *d, const fit_options *o, coref_class k, coref_weights *w)
{
    fitter *f = dm_calloc(1, sizeof *f);
    VEC(uint32_t) order = {0};
    begin(f);
    for (uint32_t i = 0; i < d->questions.len; i++) {
        const fit_question *q = &d->questions.at[i];
        if (q->class == k && q->fold != o->leave && q->weight > 0)
            vec_push(&order, i);
    }
    const size_t n = order.len;
    double done = 0, total = (double)o->epochs * ((double)n / BATCH + 1);
    for (int e = 0; e < o->epochs; e++) {
        for (size_t i = n; i-- > 1;) {
            const size_t j = next_random(f) % (i + 1);
            const uint32_t keep = order.at[i];
            order.at[i] = order.at[j];
            order.at[j] = keep;
        }
        for (size_t i = 0; i < n; i++) {
            learn_question(d, &d->questions.at[order.at[i]], f);
            if ((i + 1) % BATCH == 0 || i + 1 == n)
                adam(f, o->rate * (1 - done++ / total), o->ridge);
        }
    }
    finish(f, w);
    vec_free(&order);
    free(f);
}

uint32_t fit_best(const fit_data *d, const fit_question *q, const coref_weights *w)
{
    float dense[N], top = 0;
    uint32_t best = 0;
    for (uint32_t i = 0; i < q->count; i++) {
        const fit_candidate *x = &d->candidates.at[q->first + i];
        memset(dense, 0, sizeof dense);
        for (uint32_t k = 0; k < x->count; k++)
            dense[d->values.at[x->first + k].at] = d->values.at[x->first + k].value;
        const float s = coref_score(w, dense);
        if (i == 0 || s > top) {
            top = s;
            best = i;
        }
    }
    return best;
}

void coref_fit_free(fit_data *d)
{
    vec_free(&d->values);
    vec_free(&d->candidates);
    vec_free(&d->questions);
}
