/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/pack.h"

#include <math.h>

typedef struct {
    const dm_container *from;
    dm_container_writer *to;
    dm_arena *a;
    dm_error *err;
} packer;

/* A matrix in floats that is put together from several of the checkpoint's. */
typedef struct {
    float *w, *bias; /* [n][k], [n]; rows past what was filled are zero */
    uint32_t n, k, filled;
} matrix;

/* The section with exactly `count` floats. */
static dm_status floats(const packer *p, const char *prefix, const char *name, size_t count,
                        const float **data)
{
    static const float nothing;
    char full[40];
    dm_section s;
    *data = &nothing; /* gcc does not see that a failure is passed on */
    (void)snprintf(full, sizeof full, "%s%s", prefix, name);
    DM_TRY(container_get(p->from, full, DT_F32, &s, p->err));
    if (s.bytes != count * sizeof(float))
        return dm_fail(p->err, DM_EMODEL, "checkpoint: '%s' has %zu numbers, %zu expected",
                       full, s.bytes / sizeof(float), count);
    *data = s.data;
    return DM_OK;
}

static matrix matrix_make(const packer *p, uint32_t n, uint32_t k)
{
    matrix m = {.n = GEMM_PAD(n), .k = k};
    m.w = ARENA_ARRAY(p->a, float, (size_t)m.n *k);
    m.bias = ARENA_ARRAY(p->a, float, m.n);
    return m;
}

/* Append the rows of <prefix><name>.w with <name>.b. */
static dm_status matrix_add(const packer *p, matrix *m, const char *prefix, const char *name,
                            uint32_t rows)
{
    char full[40];
    const float *w, *b;
    (void)snprintf(full, sizeof full, "%s.w", name);
    DM_TRY(floats(p, prefix, full, (size_t)rows * m->k, &w));
    (void)snprintf(full, sizeof full, "%s.b", name);
    DM_TRY(floats(p, prefix, full, rows, &b));
    memcpy(m->w + (size_t)m->filled * m->k, w, (size_t)rows * m->k * sizeof *w);
    memcpy(m->bias + m->filled, b, rows * sizeof *b);
    m->filled += rows;
    return DM_OK;
}

/* k floats -> bytes with a scale; gives the scale. */
static float row_bytes(const float *x, size_t k, int8_t *q)
{
    float top = 0;
    for (size_t i = 0; i < k; i++)
        top = fmaxf(top, fabsf(x[i]));
    for (size_t i = 0; i < k; i++)
        q[i] = (int8_t)(top > 0 ? lrintf(x[i] * (127.0f / top)) : 0);
    return top / 127.0f;
}

static void add_section(const packer *p, const char *prefix, const char *name, dm_dtype dtype,
                        uint32_t rows, uint32_t columns, const void *data)
{
    const char *full = str_fmt(p->a, "%s%s", prefix, name).ptr;
    container_add(p->to, full, dtype, 2, (const uint32_t[]){rows, columns}, data);
}

static void put_linear(const packer *p, const char *prefix, const char *name, const matrix *m)
{
    int8_t *packed = ARENA_ARRAY(p->a, int8_t, (size_t)m->n * m->k);
    int8_t *row = ARENA_ARRAY(p->a, int8_t, m->k);
    float *s = ARENA_ARRAY(p->a, float, 3 * (size_t)m->n);
    for (size_t n = 0; n < m->n; n++) {
        s[n] = row_bytes(m->w + n * m->k, m->k, row);
        int32_t sum = 0;
        int8_t *at = packed + n / LANES * LANES * m->k + n % LANES * 4;
        for (size_t k = 0; k < m->k; k++) {
            at[k / 4 * (4 * LANES) + k % 4] = row[k];
            sum += row[k];
        }
        s[m->n + n] = s[n] * (float)sum;
        s[2 * (size_t)m->n + n] = m->bias[n];
    }
    char full[16];
    (void)snprintf(full, sizeof full, "%s.w", name);
    add_section(p, prefix, full, DT_I8, m->n, m->k, packed);
    (void)snprintf(full, sizeof full, "%s.s", name);
    add_section(p, prefix, full, DT_F32, 3, m->n, s);
}

/* Positions have columns of very different size: a row is divided by the columns' root mean
 * squares before it gets its own scale. */
static float *put_columns(const packer *p, float *x, size_t rows)
{
    float *column = ARENA_ARRAY(p->a, float, ENCODER_DIM);
    for (size_t d = 0; d < ENCODER_DIM; d++) {
        double square = 0;
        for (size_t i = 0; i < rows; i++)
            square += (double)x[i * ENCODER_DIM + d] * (double)x[i * ENCODER_DIM + d];
        column[d] = square > 0 ? (float)sqrt(square / (double)rows) : 1;
        for (size_t i = 0; i < rows; i++)
            x[i * ENCODER_DIM + d] /= column[d];
    }
    return column;
}

static dm_status put_positions(const packer *p)
{
    const size_t rows = ENCODER_POSITIONS;
    const float *from;
    DM_TRY(floats(p, "", "emb.pos", rows * ENCODER_DIM, &from));
    float *x = ARENA_ARRAY(p->a, float, rows *ENCODER_DIM);
    memcpy(x, from, rows * ENCODER_DIM * sizeof *x);
    const float *column = put_columns(p, x, rows);
    int8_t *q = ARENA_ARRAY(p->a, int8_t, rows * ENCODER_DIM);
    float *scale = ARENA_ARRAY(p->a, float, rows);
    for (size_t i = 0; i < rows; i++)
        scale[i] = row_bytes(x + i * ENCODER_DIM, ENCODER_DIM, q + i * ENCODER_DIM);
    add_section(p, "", "emb.pos", DT_I8, ENCODER_POSITIONS, ENCODER_DIM, q);
    add_section(p, "", "emb.pos.s", DT_F32, 1, ENCODER_POSITIONS, scale);
    add_section(p, "", "emb.pos.c", DT_F32, 1, ENCODER_DIM, column);
    return DM_OK;
}

static dm_status put_pieces(const packer *p, uint32_t rows)
{
    const float *x;
    DM_TRY(floats(p, "", "emb.piece", (size_t)rows * ENCODER_DIM, &x));
    int8_t *q = ARENA_ARRAY(p->a, int8_t, (size_t)rows * ENCODER_DIM);
    float *scale = ARENA_ARRAY(p->a, float, rows);
    for (size_t i = 0; i < rows; i++)
        scale[i] = row_bytes(x + i * ENCODER_DIM, ENCODER_DIM, q + i * ENCODER_DIM);
    add_section(p, "", "emb.piece", DT_I8, rows, ENCODER_DIM, q);
    add_section(p, "", "emb.piece.s", DT_F32, 1, rows, scale);
    return DM_OK;
}

/* Several vectors of ENCODER_DIM as one section. */
static dm_status put_vectors(const packer *p, const char *prefix, const char *name,
                             const char *const *parts, uint32_t count)
{
    float *all = ARENA_ARRAY(p->a, float, (size_t)count *ENCODER_DIM);
    for (size_t i = 0; i < count; i++) {
        const float *x;
        DM_TRY(floats(p, prefix, parts[i], ENCODER_DIM, &x));
        memcpy(all + i * ENCODER_DIM, x, ENCODER_DIM * sizeof *x);
    }
    add_section(p, prefix, name, DT_F32, count, ENCODER_DIM, all);
    return DM_OK;
}

static dm_status put_layer(const packer *p, uint32_t i)
{
    static const char *const norms[] = {"ln1.g", "ln1.b", "ln2.g", "ln2.b"};
    char prefix[8];
    (void)snprintf(prefix, sizeof prefix, "l%u.", (unsigned)i);
    matrix m = matrix_make(p, 3 * ENCODER_DIM, ENCODER_DIM);
    DM_TRY(matrix_add(p, &m, prefix, "q", ENCODER_DIM));
    DM_TRY(matrix_add(p, &m, prefix, "k", ENCODER_DIM));
    DM_TRY(matrix_add(p, &m, prefix, "v", ENCODER_DIM));
    put_linear(p, prefix, "qkv", &m);
    static const struct {
        const char *name;
        uint32_t n, k;
    } rows[] = {{"o", ENCODER_DIM, ENCODER_DIM},
                {"f1", ENCODER_FF, ENCODER_DIM},
                {"f2", ENCODER_DIM, ENCODER_FF}};
    for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++) {
        m = matrix_make(p, rows[r].n, rows[r].k);
        DM_TRY(matrix_add(p, &m, prefix, rows[r].name, rows[r].n));
        put_linear(p, prefix, rows[r].name, &m);
    }
    return put_vectors(p, prefix, "norms", norms, 4);
}

/* dep.U + hb as a linear map of dep: row j is column j of U. */
static dm_status put_arc(const packer *p, const char *prefix)
{
    const float *u, *hb;
    DM_TRY(floats(p, prefix, "arc.u", (size_t)ARC_DIM * ARC_DIM, &u));
    DM_TRY(floats(p, prefix, "arc.hb", ARC_DIM, &hb));
    matrix m = matrix_make(p, ARC_DIM, ARC_DIM);
    for (size_t j = 0; j < ARC_DIM; j++) {
        for (size_t i = 0; i < ARC_DIM; i++)
            m.w[j * ARC_DIM + i] = u[i * ARC_DIM + j];
        m.bias[j] = hb[j];
    }
    put_linear(p, prefix, "arc", &m);
    return DM_OK;
}

/* [dep; 1].U_l as a linear map of dep: row (l, j) is column j of U_l, its last entry the bias.
 */
static dm_status put_label(const packer *p, const char *prefix)
{
    const size_t side = LABEL_DIM + 1;
    const float *u;
    DM_TRY(floats(p, prefix, "lab.u", DEP_COUNT * side * side, &u));
    matrix m = matrix_make(p, LABEL_ROWS, LABEL_DIM);
    for (size_t l = 0; l < DEP_COUNT; l++, u += side * side) {
        for (size_t j = 0; j < side; j++) {
            for (size_t i = 0; i < LABEL_DIM; i++)
                m.w[(l * side + j) * LABEL_DIM + i] = u[i * side + j];
            m.bias[l * side + j] = u[LABEL_DIM * side + j];
        }
    }
    put_linear(p, prefix, "label", &m);
    return DM_OK;
}

static dm_status put_heads(const packer *p, const char *prefix)
{
    static const struct {
        const char *name;
        uint32_t rows;
    } parts[] = {{"names", NAME_LABELS}, {"upos", UPOS_COUNT},  {"xpos", XPOS_COUNT},
                 {"arc.dep", ARC_DIM},   {"arc.head", ARC_DIM}, {"lab.dep", LABEL_DIM},
                 {"lab.head", LABEL_DIM}};
    matrix m = matrix_make(p, COL_COUNT, ENCODER_DIM);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        DM_TRY(matrix_add(p, &m, prefix, parts[i].name, parts[i].rows));
    put_linear(p, prefix, "all", &m);
    DM_TRY(put_arc(p, prefix));
    return put_label(p, prefix);
}

/* The columns of p.h that belong to one input vector, for a span as source and as target. */
static void put_pair_block(const packer *p, const char *prefix, const char *name,
                           const float *h, const float *bias, const int blocks[2])
{
    const uint32_t roles = blocks[1] < 0 ? 1 : 2;
    matrix m = matrix_make(p, roles * PAIR_HIDDEN, ENCODER_DIM);
    for (size_t r = 0; r < roles; r++)
        for (size_t j = 0; j < PAIR_HIDDEN; j++)
            memcpy(m.w + (r * PAIR_HIDDEN + j) * ENCODER_DIM,
                   h + (j * PAIR_BLOCKS + (size_t)blocks[r]) * ENCODER_DIM,
                   ENCODER_DIM * sizeof *h);
    if (bias)
        memcpy(m.bias, bias, PAIR_HIDDEN * sizeof *bias);
    put_linear(p, prefix, name, &m);
}

/* Checkpoints may lack the pair heads. */
static dm_status put_pairs(const packer *p, const char *prefix)
{
    static const struct {
        const char *name;
        int blocks[2]; /* as src/train/encoder/pairs.c lays them out */
    } inputs[] = {{"first", {0, 3}},
                  {"last", {1, 4}},
                  {"mean", {2, 5}},
                  {"product", {6, -1}},
                  {"between", {7, -1}}};
    const float *h, *bias, *out, *out_bias;
    DM_TRY(floats(p, prefix, "h.w", (size_t)PAIR_HIDDEN * PAIR_BLOCKS * ENCODER_DIM, &h));
    DM_TRY(floats(p, prefix, "h.b", PAIR_HIDDEN, &bias));
    DM_TRY(floats(p, prefix, "o.w", (size_t)QUAD_COUNT * PAIR_HIDDEN, &out));
    DM_TRY(floats(p, prefix, "o.b", QUAD_COUNT, &out_bias));
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++)
        put_pair_block(p, prefix, inputs[i].name, h, i ? NULL : bias, inputs[i].blocks);
    add_section(p, prefix, "out.w", DT_F32, QUAD_COUNT, PAIR_HIDDEN, out);
    add_section(p, prefix, "out.b", DT_F32, 1, QUAD_COUNT, out_bias);
    return DM_OK;
}

static dm_status put_text(const packer *p, const char *name)
{
    dm_section s;
    DM_TRY(container_get(p->from, name, DT_U8, &s, p->err));
    container_add(p->to, name, DT_U8, s.ndim, s.shape, s.data);
    return DM_OK;
}

static dm_status put_input(const packer *p, uint8_t convention)
{
    static const char *const norm[] = {"emb.ln.g", "emb.ln.b"};
    dm_section piece;
    DM_TRY(container_get(p->from, "emb.piece", DT_F32, &piece, p->err));
    DM_TRY(put_pieces(p, piece.shape[0]));
    DM_TRY(put_positions(p));
    DM_TRY(put_vectors(p, "", "emb.norm", norm, 2));
    const float *shape, *corpus;
    DM_TRY(floats(p, "", "emb.shape", (size_t)SHAPE_COUNT * ENCODER_DIM, &shape));
    DM_TRY(floats(p, "", "emb.corpus", (size_t)ENCODER_CONVENTIONS * ENCODER_DIM, &corpus));
    add_section(p, "", "emb.shape", DT_F32, SHAPE_COUNT, ENCODER_DIM, shape);
    add_section(p, "", "emb.corpus", DT_F32, ENCODER_CONVENTIONS, ENCODER_DIM, corpus);
    uint8_t *chosen = ARENA_NEW(p->a, uint8_t);
    *chosen = convention;
    add_section(p, "", "convention", DT_U8, 1, 1, chosen);
    return DM_OK;
}

dm_status encoder_pack(const dm_container *checkpoint, uint8_t convention, dm_arena *a,
                       dm_container_writer *w, dm_error *err)
{
    const packer p = {checkpoint, w, a, err};
    DM_TRY(put_text(&p, "vocab"));
    DM_TRY(put_text(&p, "meta"));
    DM_TRY(put_input(&p, convention));
    for (uint32_t i = 0; i < ENCODER_LAYERS; i++)
        DM_TRY(put_layer(&p, i));
    DM_TRY(put_heads(&p, "h6."));
    DM_TRY(put_heads(&p, "h3."));
    if (!container_has(checkpoint, "p6.h.w"))
        return DM_OK;
    DM_TRY(put_pairs(&p, "p6."));
    return put_pairs(&p, "p3.");
}
