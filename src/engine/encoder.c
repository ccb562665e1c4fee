/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/encoder.h"

#include <math.h>

/* ---- the file as pointers ---- */

static dm_status section(const dm_encoder *e, const char *name, dm_dtype dtype, uint32_t rows,
                         uint32_t columns, const void **data, dm_error *err)
{
    static const uint64_t nothing[2 * ENCODER_DIM];
    dm_section s;
    *data = nothing; /* gcc does not see that a failure is passed on */
    DM_TRY(container_get(&e->file, name, dtype, &s, err));
    if (s.ndim != 2 || s.shape[0] != rows || s.shape[1] != columns)
        return dm_fail(err, DM_EMODEL, "model section '%s' is %ux%u, this program needs %ux%u",
                       name, (unsigned)s.shape[0], (unsigned)s.shape[1], (unsigned)rows,
                       (unsigned)columns);
    *data = s.data;
    return DM_OK;
}

static dm_status linear(const dm_encoder *e, const char *prefix, const char *name, uint32_t n,
                        uint32_t k, dm_linear *l, dm_error *err)
{
    char full[32];
    const void *p;
    *l = (dm_linear){.n = GEMM_PAD(n), .k = k};
    (void)snprintf(full, sizeof full, "%s%s.w", prefix, name);
    DM_TRY(section(e, full, DT_I8, l->n, k, &p, err));
    l->w = p;
    (void)snprintf(full, sizeof full, "%s%s.s", prefix, name);
    DM_TRY(section(e, full, DT_F32, 3, l->n, &p, err));
    l->scale = p;
    l->shift = l->scale + l->n;
    l->bias = l->shift + l->n;
    return DM_OK;
}

static dm_status open_layer(dm_encoder *e, uint32_t i, dm_error *err)
{
    encoder_layer *l = &e->layer[i];
    char prefix[8], norms[16];
    const void *p;
    (void)snprintf(prefix, sizeof prefix, "l%u.", (unsigned)i);
    (void)snprintf(norms, sizeof norms, "%snorms", prefix);
    DM_TRY(linear(e, prefix, "qkv", 3 * ENCODER_DIM, ENCODER_DIM, &l->qkv, err));
    DM_TRY(linear(e, prefix, "o", ENCODER_DIM, ENCODER_DIM, &l->o, err));
    DM_TRY(linear(e, prefix, "f1", ENCODER_FF, ENCODER_DIM, &l->f1, err));
    l->f1.gelu = true;
    DM_TRY(linear(e, prefix, "f2", ENCODER_DIM, ENCODER_FF, &l->f2, err));
    DM_TRY(section(e, norms, DT_F32, 4, ENCODER_DIM, &p, err));
    l->ln1_gain = p;
    l->ln1_bias = l->ln1_gain + ENCODER_DIM;
    l->ln2_gain = l->ln1_bias + ENCODER_DIM;
    l->ln2_bias = l->ln2_gain + ENCODER_DIM;
    return DM_OK;
}

static dm_status open_heads(dm_encoder *e, const char *prefix, encoder_heads *h, dm_error *err)
{
    DM_TRY(linear(e, prefix, "all", COL_COUNT, ENCODER_DIM, &h->all, err));
    DM_TRY(linear(e, prefix, "arc", ARC_DIM, ARC_DIM, &h->arc, err));
    return linear(e, prefix, "label", LABEL_ROWS, LABEL_DIM, &h->label, err);
}

static dm_status open_pairs(dm_encoder *e, const char *prefix, encoder_pairs *h, dm_error *err)
{
    char full[16];
    const void *p;
    DM_TRY(linear(e, prefix, "first", 2 * PAIR_HIDDEN, ENCODER_DIM, &h->first, err));
    DM_TRY(linear(e, prefix, "last", 2 * PAIR_HIDDEN, ENCODER_DIM, &h->last, err));
    DM_TRY(linear(e, prefix, "mean", 2 * PAIR_HIDDEN, ENCODER_DIM, &h->mean, err));
    DM_TRY(linear(e, prefix, "product", PAIR_HIDDEN, ENCODER_DIM, &h->product, err));
    DM_TRY(linear(e, prefix, "between", PAIR_HIDDEN, ENCODER_DIM, &h->between, err));
    (void)snprintf(full, sizeof full, "%sout.w", prefix);
    DM_TRY(section(e, full, DT_F32, QUAD_COUNT, PAIR_HIDDEN, &p, err));
    h->out_w = p;
    (void)snprintf(full, sizeof full, "%sout.b", prefix);
    DM_TRY(section(e, full, DT_F32, 1, QUAD_COUNT, &p, err));
    h->out_b = p;
    return DM_OK;
}

static dm_status open_input(dm_encoder *e, dm_error *err)
{
    const uint32_t pieces = e->vocab.count;
    const void *p, *shape, *corpus, *chosen;
    DM_TRY(section(e, "emb.piece", DT_I8, pieces, ENCODER_DIM, &p, err));
    e->piece = p;
    DM_TRY(section(e, "emb.piece.s", DT_F32, 1, pieces, &p, err));
    e->piece_scale = p;
    DM_TRY(section(e, "emb.pos", DT_I8, ENCODER_POSITIONS, ENCODER_DIM, &p, err));
    e->position = p;
    DM_TRY(section(e, "emb.pos.s", DT_F32, 1, ENCODER_POSITIONS, &p, err));
    e->position_scale = p;
    DM_TRY(section(e, "emb.pos.c", DT_F32, 1, ENCODER_DIM, &p, err));
    e->position_column = p;
    DM_TRY(section(e, "emb.norm", DT_F32, 2, ENCODER_DIM, &p, err));
    e->ln_gain = p;
    e->ln_bias = e->ln_gain + ENCODER_DIM;
    DM_TRY(section(e, "emb.shape", DT_F32, SHAPE_COUNT, ENCODER_DIM, &shape, err));
    DM_TRY(section(e, "emb.corpus", DT_F32, ENCODER_CONVENTIONS, ENCODER_DIM, &corpus, err));
    DM_TRY(section(e, "convention", DT_U8, 1, 1, &chosen, err));
    const uint8_t convention = *(const uint8_t *)chosen;
    if (convention >= ENCODER_CONVENTIONS)
        return dm_fail(err, DM_EMODEL, "model section 'convention' is out of range");
    const float *c = (const float *)corpus + (size_t)convention * ENCODER_DIM;
    for (size_t s = 0; s < SHAPE_COUNT; s++)
        for (size_t i = 0; i < ENCODER_DIM; i++)
            e->shape[s][i] = ((const float *)shape)[s * ENCODER_DIM + i] + c[i];
    return DM_OK;
}

dm_status encoder_open(dm_str bytes, bool verify, dm_encoder *e, dm_error *err)
{
    *e = (dm_encoder){0};
    DM_TRY(container_open(bytes, verify, &e->file, err));
    dm_section vocab;
    DM_TRY(container_get(&e->file, "vocab", DT_U8, &vocab, err));
    DM_TRY(vocab_open((dm_str){vocab.data, vocab.bytes}, &e->vocab, err));
    DM_TRY(open_input(e, err));
    for (uint32_t i = 0; i < ENCODER_LAYERS; i++)
        DM_TRY(open_layer(e, i, err));
    DM_TRY(open_heads(e, "h6.", &e->top, err));
    DM_TRY(open_heads(e, "h3.", &e->exit, err));
    e->has_pairs = container_has(&e->file, "p6.first.w");
    if (!e->has_pairs)
        return DM_OK;
    DM_TRY(open_pairs(e, "p6.", &e->top_pairs, err));
    return open_pairs(e, "p3.", &e->exit_pairs, err);
}

static void plan_heads(encoder_heads *h, const dm_kernel *k, dm_arena *a)
{
    k->plan(&h->all, a);
    k->plan(&h->arc, a);
    k->plan(&h->label, a);
}

void encoder_plan(dm_encoder *e, const dm_kernel *k, dm_arena *a)
{
    if (!k->plan)
        return;
    for (size_t i = 0; i < ENCODER_LAYERS; i++) {
        k->plan(&e->layer[i].qkv, a);
        k->plan(&e->layer[i].o, a);
        k->plan(&e->layer[i].f1, a);
        k->plan(&e->layer[i].f2, a);
    }
    plan_heads(&e->top, k, a);
    plan_heads(&e->exit, k, a);
}

void encoder_close(dm_encoder *e)
{
    vocab_free(&e->vocab);
}

/* ---- one pass ---- */

enum { FF_ROWS = SCRATCH_LEAST }; /* rows of a part of the feed-forward layer */

/* Rows begin at cache lines. */
static void *buffer(dm_arena *a, size_t count, size_t size)
{
    return arena_array(a, count, size, 64);
}

void encoder_scratch_make(encoder_scratch *s, uint32_t rows, uint32_t longest, dm_arena *a)
{
    const size_t n = longest > SCRATCH_LEAST ? longest : SCRATCH_LEAST;
    const size_t padded = (n + 2 * LANES - 1) / (2 * LANES) * (2 * LANES);
    *s = (encoder_scratch){.rows = rows, .longest = (uint32_t)n};
    s->x = buffer(a, (size_t)rows * ENCODER_DIM, sizeof *s->x);
    s->xq = buffer(a, (size_t)rows * ENCODER_DIM, sizeof *s->xq);
    s->xrange = buffer(a, rows, sizeof *s->xrange);
    s->wide = buffer(a, n * ENCODER_FF, sizeof *s->wide);
    s->narrow = buffer(a, n * ENCODER_DIM, sizeof *s->narrow);
    s->q = buffer(a, n * ENCODER_FF, sizeof *s->q);
    s->range = buffer(a, n, sizeof *s->range);
    s->head.q = buffer(a, n * HEAD_DIM, sizeof *s->head.q);
    s->head.k = buffer(a, padded * HEAD_DIM, sizeof *s->head.k);
    s->head.v = buffer(a, padded * HEAD_DIM, sizeof *s->head.v);
    s->head.scores = buffer(a, KERNEL_QUERIES * padded, sizeof *s->head.scores);
    s->head.weights = buffer(a, padded, sizeof *s->head.weights);
    s->head.probs = buffer(a, KERNEL_QUERIES * padded, sizeof *s->head.probs);
}

void encoder_linear(const dm_kernel *k, const dm_linear *l, const float *x, size_t x_ld,
                    uint32_t m, float *y, size_t ld, encoder_scratch *s)
{
    k->quantise(x, x_ld, m, l->k, s->q, s->range);
    k->gemm(l, s->q, s->range, m, y, ld);
}

/* The same inside the encoder, with the time of its parts. */
static void product(const dm_kernel *k, const dm_linear *l, const float *x, uint32_t m,
                    float *y, encoder_scratch *s)
{
    k->quantise(x, l->k, m, l->k, s->q, s->range);
    laps_end(&s->laps, PART_ROWS);
    k->gemm(l, s->q, s->range, m, y, l->n);
    laps_end(&s->laps, PART_PRODUCTS);
}

static float limit_over(float limit, float top)
{
    return top > 0 ? limit / top : 0;
}

/* The projections [n][3][ENCODER_DIM] of a window -> its mixed values s->narrow. */
static void mix(const dm_kernel *k, const float *qkv, uint32_t n, encoder_scratch *s)
{
    const size_t ld = (size_t)3 * ENCODER_DIM, pad = 2 * LANES;
    dm_attention *job = &s->head;
    float top[3][ENCODER_HEADS];
    job->n = n;
    job->padded = (uint32_t)((n + pad - 1) / pad * pad);
    job->ld = ENCODER_DIM;
    /* rows that only fill up; heads write the first n */
    memset(job->k + (job->padded - pad) * HEAD_DIM, 0, pad * HEAD_DIM * sizeof *job->k);
    memset(job->v + (job->padded - pad) * HEAD_DIM, 0, pad * HEAD_DIM * sizeof *job->v);
    k->largest(qkv, ld, n, (size_t)3 * ENCODER_HEADS, top[0]);
    for (size_t h = 0; h < ENCODER_HEADS; h++) {
        const float tq = top[0][h], tk = top[1][h], tv = top[2][h];
        const float factor[3] = {limit_over(SCORE_LIMIT, tq), limit_over(SCORE_LIMIT, tk),
                                 limit_over(VALUE_LIMIT, tv)};
        job->score_scale = tq / SCORE_LIMIT * (tk / SCORE_LIMIT) / sqrtf(HEAD_DIM);
        job->value_scale = tv / VALUE_LIMIT / VALUE_LIMIT;
        job->out = s->narrow + h * HEAD_DIM;
        k->pack_head(job, qkv + h * HEAD_DIM, ld, ENCODER_DIM, factor);
        k->attend(job);
    }
}

/* Rows `first` to first + n of the batch are one window. */
static void attention(const dm_kernel *k, const encoder_layer *l, size_t first, uint32_t n,
                      encoder_scratch *s)
{
    float *x = s->x + first * ENCODER_DIM;
    uint8_t *q = s->xq + first * ENCODER_DIM;
    k->gemm(&l->qkv, q, s->xrange + first, n, s->wide, l->qkv.n);
    laps_end(&s->laps, PART_PRODUCTS);
    mix(k, s->wide, n, s);
    laps_end(&s->laps, PART_ATTENTION);
    product(k, &l->o, s->narrow, n, s->wide, s);
    k->add_norm(x, s->wide, n, l->ln1_gain, l->ln1_bias, ENCODER_DIM, q, s->xrange + first);
    laps_end(&s->laps, PART_ROWS);
}

/* In parts of FF_ROWS rows, so that the wide rows stay in the cache beside the weights. */
static void feed_forward(const dm_kernel *k, const encoder_layer *l, uint32_t rows,
                         encoder_scratch *s)
{
    for (uint32_t first = 0; first < rows; first += FF_ROWS) {
        const uint32_t n = rows - first < FF_ROWS ? rows - first : FF_ROWS;
        float *x = s->x + (size_t)first * ENCODER_DIM;
        uint8_t *q = s->xq + (size_t)first * ENCODER_DIM;
        k->gemm(&l->f1, q, s->xrange + first, n, s->wide, ENCODER_FF);
        laps_end(&s->laps, PART_PRODUCTS);
        product(k, &l->f2, s->wide, n, s->narrow, s);
        k->add_norm(x, s->narrow, n, l->ln2_gain, l->ln2_bias, ENCODER_DIM, q,
                    s->xrange + first);
        laps_end(&s->laps, PART_ROWS);
    }
}

static void embed(const dm_encoder *e, const dm_kernel *k, const uint16_t *ids,
                  const uint8_t *shapes, uint32_t n, size_t first, encoder_scratch *s)
{
    float *x = s->x + first * ENCODER_DIM;
    for (size_t i = 0; i < n; i++, x += ENCODER_DIM) {
        const int8_t *piece = e->piece + (size_t)ids[i] * ENCODER_DIM;
        const int8_t *position = e->position + i * ENCODER_DIM;
        const float ps = e->piece_scale[ids[i]], qs = e->position_scale[i];
        for (size_t d = 0; d < ENCODER_DIM; d++)
            x[d] = (float)piece[d] * ps + (float)position[d] * qs * e->position_column[d];
        k->add_norm(x, e->shape[shapes[i]], 1, e->ln_gain, e->ln_bias, ENCODER_DIM,
                    s->xq + (first + i) * ENCODER_DIM, s->xrange + first + i);
    }
}

void encoder_run(const dm_encoder *e, const dm_kernel *k, const uint16_t *ids,
                 const uint8_t *shapes, const uint32_t *sizes, uint32_t count, uint32_t layers,
                 encoder_scratch *s)
{
    uint32_t rows = 0;
    for (uint32_t w = 0; w < count; rows += sizes[w++])
        embed(e, k, ids + rows, shapes + rows, sizes[w], rows, s);
    laps_end(&s->laps, PART_INPUT);
    for (uint32_t i = 0; i < layers; i++) {
        uint32_t first = 0;
        for (uint32_t w = 0; w < count; first += sizes[w++])
            attention(k, &e->layer[i], first, sizes[w], s);
        feed_forward(k, &e->layer[i], rows, s);
    }
}
