/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/pairs.h"

#include "engine/encoder.h"

enum {
    BATCH = 64,
    D = ENCODER_DIM,
    SPAN_LD = GEMM_PAD(2 * PAIR_HIDDEN), /* a span as source, then as target */
    PAIR_LD = GEMM_PAD(PAIR_HIDDEN)
};

typedef struct {
    const encoder_pairs *head;
    const dm_kernel *kernel;
    const dm_parse *parse;
    const dm_token_span *spans;
    float *means;    /* [spans][D] */
    float *as;       /* [spans][SPAN_LD] what a span adds to the hidden layer */
    float *x;        /* [BATCH][D] */
    uint8_t *q;      /* [BATCH][D] */
    dm_range *range; /* [BATCH] */
    float *y, *z;    /* [BATCH][SPAN_LD] */
} scoring;

static const float *vector_of(const dm_parse *p, uint32_t token)
{
    return p->vectors + (size_t)token * p->dim;
}

void span_vector(const dm_parse *parse, dm_token_span span, float *out)
{
    memset(out, 0, parse->dim * sizeof *out);
    for (uint32_t t = span.begin; t < span.end; t++)
        for (size_t i = 0; i < parse->dim; i++)
            out[i] += vector_of(parse, t)[i];
    for (size_t i = 0; i < parse->dim && span.end > span.begin; i++)
        out[i] /= (float)(span.end - span.begin);
}

static void apply(scoring *s, const dm_linear *l, uint32_t rows, float *y)
{
    s->kernel->quantise(s->x, D, rows, D, s->q, s->range);
    s->kernel->gemm(l, s->q, s->range, rows, y, l->n);
}

static void add(float *y, const float *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        y[i] += x[i];
}

static void take_spans(scoring *s, uint32_t from, uint32_t rows)
{
    float *out = s->as + (size_t)from * SPAN_LD;
    for (size_t i = 0; i < rows; i++)
        memcpy(s->x + i * D, vector_of(s->parse, s->spans[from + i].begin), D * sizeof *s->x);
    apply(s, &s->head->first, rows, out);
    for (size_t i = 0; i < rows; i++)
        memcpy(s->x + i * D, vector_of(s->parse, s->spans[from + i].end - 1), D * sizeof *s->x);
    apply(s, &s->head->last, rows, s->y);
    add(out, s->y, (size_t)rows * SPAN_LD);
    for (size_t i = 0; i < rows; i++) {
        span_vector(s->parse, s->spans[from + i], s->x + i * D);
        memcpy(s->means + (from + i) * D, s->x + i * D, D * sizeof *s->x);
    }
    apply(s, &s->head->mean, rows, s->y);
    add(out, s->y, (size_t)rows * SPAN_LD);
}

/* The tokens that part the spans; empty when none do. */
static dm_token_span between(dm_token_span a, dm_token_span b)
{
    const dm_token_span left = a.begin < b.begin ? a : b, right = a.begin < b.begin ? b : a;
    return (dm_token_span){left.end, left.end < right.begin ? right.begin : left.end};
}

/* e^(x - largest) over their sum, in order. */
static void to_probabilities(float *x)
{
    float lanes[LANES] = {0}, top = x[0], sum = 0;
    for (size_t i = 1; i < QUAD_COUNT; i++)
        top = x[i] > top ? x[i] : top;
    for (size_t i = 0; i < QUAD_COUNT; i++)
        lanes[i] = x[i] - top;
    kernel_exp(lanes);
    for (size_t i = 0; i < QUAD_COUNT; i++)
        sum += lanes[i];
    for (size_t i = 0; i < QUAD_COUNT; i++)
        x[i] = lanes[i] / sum;
}

static void classes_of(const scoring *s, const float *hidden, dm_pair_classes *out)
{
    for (size_t c = 0; c < QUAD_COUNT; c++) {
        const float *w = s->head->out_w + c * PAIR_HIDDEN;
        float sum = s->head->out_b[c];
        for (size_t i = 0; i < PAIR_HIDDEN; i++)
            sum += hidden[i] > 0 ? w[i] * hidden[i] : 0;
        out->of[c] = sum;
    }
    to_probabilities(out->of);
}

static void take_pairs(scoring *s, const dm_span_pair *pairs, uint32_t rows,
                       dm_pair_classes *out)
{
    for (size_t i = 0; i < rows; i++)
        for (size_t k = 0; k < D; k++)
            s->x[i * D + k] =
                s->means[pairs[i].source * D + k] * s->means[pairs[i].target * D + k];
    apply(s, &s->head->product, rows, s->y);
    for (size_t i = 0; i < rows; i++) {
        const dm_token_span a = s->spans[pairs[i].source], b = s->spans[pairs[i].target];
        span_vector(s->parse, between(a, b), s->x + i * D);
    }
    apply(s, &s->head->between, rows, s->z);
    for (size_t i = 0; i < rows; i++) {
        float *hidden = s->y + i * PAIR_LD;
        add(hidden, s->z + i * PAIR_LD, PAIR_HIDDEN);
        add(hidden, s->as + (size_t)pairs[i].source * SPAN_LD, PAIR_HIDDEN);
        add(hidden, s->as + (size_t)pairs[i].target * SPAN_LD + PAIR_HIDDEN, PAIR_HIDDEN);
        classes_of(s, hidden, &out[i]);
    }
}

static void *rows_of(dm_arena *a, size_t count, size_t size)
{
    return arena_array(a, count, size, 64);
}

static void scoring_make(scoring *s, uint32_t spans, dm_arena *a)
{
    s->means = rows_of(a, (size_t)spans * D, sizeof *s->means);
    s->as = rows_of(a, (size_t)spans * SPAN_LD, sizeof *s->as);
    s->x = rows_of(a, (size_t)BATCH * D, sizeof *s->x);
    s->q = rows_of(a, (size_t)BATCH * D, sizeof *s->q);
    s->range = rows_of(a, BATCH, sizeof *s->range);
    s->y = rows_of(a, (size_t)BATCH * SPAN_LD, sizeof *s->y);
    s->z = rows_of(a, (size_t)BATCH * SPAN_LD, sizeof *s->z);
}

bool pairs_known(const dm_parser *p)
{
    return parser_encoder(p)->has_pairs;
}

dm_status pairs_score(const dm_parser *p, const dm_parse *parse,
                      const dm_parse_options *options, const dm_token_span *spans,
                      uint32_t span_count, const dm_span_pair *pairs, uint32_t pair_count,
                      dm_pair_classes *out, dm_error *err)
{
    const dm_encoder *e = parser_encoder(p);
    if (!e->has_pairs)
        return dm_fail(err, DM_EMODEL, "this model has no pair head");
    if (!parse->vectors)
        return dm_fail(err, DM_EUSAGE, "pairs: the parse kept no vectors");
    scoring s = {
        .head = parse->depth == ENCODER_EXIT ? &e->exit_pairs : &e->top_pairs,
        .kernel = kernel_find(options && options->kernel ? options->kernel : parser_kernel(p)),
        .parse = parse,
        .spans = spans};
    if (!s.kernel)
        return dm_fail(err, DM_EUSAGE, "kernel '%s' is unknown or not for this processor",
                       options && options->kernel ? options->kernel : "any");
    dm_arena a = {0};
    scoring_make(&s, span_count, &a);
    for (uint32_t i = 0; i < span_count; i += BATCH)
        take_spans(&s, i, span_count - i < BATCH ? span_count - i : BATCH);
    for (uint32_t i = 0; i < pair_count; i += BATCH)
        take_pairs(&s, pairs + i, pair_count - i < BATCH ? pair_count - i : BATCH, out + i);
    arena_free(&a);
    return DM_OK;
}

dm_quad pair_quad(const dm_pair_classes *c)
{
    size_t best = QUAD_VERBAL_COOPERATION;
    for (size_t q = best + 1; q < QUAD_COUNT; q++)
        best = c->of[q] > c->of[best] ? q : best;
    return (dm_quad)best;
}
