/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/encoder/model.h"

#include "model/container.h"
#include "train/encoder/random.h"

#include <stdio.h>
#include <stdlib.h>

encoder_shape encoder_full_shape(uint32_t pieces)
{
    return (encoder_shape){.pieces = pieces,
                           .positions = 512,
                           .dim = 384,
                           .heads = 12,
                           .ff = 1536,
                           .layers = 6,
                           .exit_layer = 3,
                           .arc = 192,
                           .label = 64,
                           .upos = UPOS_COUNT,
                           .xpos = XPOS_COUNT,
                           .deprel = DEP_COUNT,
                           .pair = 96};
}

/* Dimensions of one parameter; 0 ends them. */
typedef struct {
    uint32_t d[3];
} dims;

static size_t add(encoder_model *m, bool head, const char *prefix, const char *name, dims s)
{
    m->table = dm_realloc(m->table, (m->table_count + 1) * sizeof *m->table);
    param *p = &m->table[m->table_count++];
    *p = (param){.at = m->count, .count = 1, .head = head};
    (void)snprintf(p->name, sizeof p->name, "%s%s", prefix, name);
    for (uint32_t i = 0; i < 3 && s.d[i]; i++) {
        p->shape[p->ndim++] = s.d[i];
        p->count *= s.d[i];
    }
    p->decay = p->ndim > 1;
    m->count += p->count;
    return p->at;
}

static void add_layer(encoder_model *m, uint32_t i)
{
    const uint32_t d = m->shape.dim, f = m->shape.ff;
    layer_params *l = &m->layer[i];
    char p[16];
    (void)snprintf(p, sizeof p, "l%u.", i);
    l->qkv_w = add(m, false, p, "q.w", (dims){{d, d}});
    (void)add(m, false, p, "k.w", (dims){{d, d}});
    (void)add(m, false, p, "v.w", (dims){{d, d}});
    l->qkv_b = add(m, false, p, "q.b", (dims){{d}});
    (void)add(m, false, p, "k.b", (dims){{d}});
    (void)add(m, false, p, "v.b", (dims){{d}});
    l->o_w = add(m, false, p, "o.w", (dims){{d, d}});
    l->o_b = add(m, false, p, "o.b", (dims){{d}});
    l->ln1_g = add(m, false, p, "ln1.g", (dims){{d}});
    l->ln1_b = add(m, false, p, "ln1.b", (dims){{d}});
    l->f1_w = add(m, false, p, "f1.w", (dims){{f, d}});
    l->f1_b = add(m, false, p, "f1.b", (dims){{f}});
    l->f2_w = add(m, false, p, "f2.w", (dims){{d, f}});
    l->f2_b = add(m, false, p, "f2.b", (dims){{d}});
    l->ln2_g = add(m, false, p, "ln2.g", (dims){{d}});
    l->ln2_b = add(m, false, p, "ln2.b", (dims){{d}});
}

static void add_heads(encoder_model *m, uint32_t depth, uint32_t layer)
{
    const encoder_shape *s = &m->shape;
    const uint32_t d = s->dim;
    head_params *h = &m->head[depth];
    char p[8];
    (void)snprintf(p, sizeof p, "h%u.", layer);
    h->names_w = add(m, true, p, "names.w", (dims){{NAME_LABELS, d}});
    h->names_b = add(m, true, p, "names.b", (dims){{NAME_LABELS}});
    h->upos_w = add(m, true, p, "upos.w", (dims){{s->upos, d}});
    h->upos_b = add(m, true, p, "upos.b", (dims){{s->upos}});
    h->xpos_w = add(m, true, p, "xpos.w", (dims){{s->xpos, d}});
    h->xpos_b = add(m, true, p, "xpos.b", (dims){{s->xpos}});
    h->arc_dep_w = add(m, true, p, "arc.dep.w", (dims){{s->arc, d}});
    h->arc_dep_b = add(m, true, p, "arc.dep.b", (dims){{s->arc}});
    h->arc_head_w = add(m, true, p, "arc.head.w", (dims){{s->arc, d}});
    h->arc_head_b = add(m, true, p, "arc.head.b", (dims){{s->arc}});
    h->arc_u = add(m, true, p, "arc.u", (dims){{s->arc, s->arc}});
    h->arc_hb = add(m, true, p, "arc.hb", (dims){{s->arc}});
    h->lab_dep_w = add(m, true, p, "lab.dep.w", (dims){{s->label, d}});
    h->lab_dep_b = add(m, true, p, "lab.dep.b", (dims){{s->label}});
    h->lab_head_w = add(m, true, p, "lab.head.w", (dims){{s->label, d}});
    h->lab_head_b = add(m, true, p, "lab.head.b", (dims){{s->label}});
    h->lab_u = add(m, true, p, "lab.u", (dims){{s->deprel, s->label + 1, s->label + 1}});
}

static void add_pair(encoder_model *m, uint32_t depth, uint32_t layer)
{
    const uint32_t hidden = m->shape.pair, before = m->table_count;
    pair_params *q = &m->pair[depth];
    char p[8];
    (void)snprintf(p, sizeof p, "p%u.", layer);
    q->h_w = add(m, true, p, "h.w", (dims){{hidden, PAIR_BLOCKS * m->shape.dim}});
    q->h_b = add(m, true, p, "h.b", (dims){{hidden}});
    q->o_w = add(m, true, p, "o.w", (dims){{PAIR_CLASSES, hidden}});
    q->o_b = add(m, true, p, "o.b", (dims){{PAIR_CLASSES}});
    for (uint32_t i = before; i < m->table_count; i++)
        m->table[i].pair = true;
}

void model_init(encoder_model *m, encoder_shape shape)
{
    *m = (encoder_model){.shape = shape};
    const uint32_t d = shape.dim;
    m->piece = add(m, false, "emb.", "piece", (dims){{shape.pieces, d}});
    m->dense = m->count;
    m->pos = add(m, false, "emb.", "pos", (dims){{shape.positions, d}});
    m->shape_at = add(m, false, "emb.", "shape", (dims){{SHAPE_COUNT, d}});
    m->corpus = add(m, false, "emb.", "corpus", (dims){{CONVENTIONS, d}});
    m->ln_g = add(m, false, "emb.", "ln.g", (dims){{d}});
    m->ln_b = add(m, false, "emb.", "ln.b", (dims){{d}});
    for (uint32_t i = 0; i < shape.layers; i++)
        add_layer(m, i);
    add_heads(m, 0, shape.layers);
    add_heads(m, 1, shape.exit_layer);
    if (shape.pair) {
        add_pair(m, 0, shape.layers);
        add_pair(m, 1, shape.exit_layer);
    }
    m->w = dm_calloc(m->count, sizeof *m->w);
    for (uint32_t i = 0; i < m->table_count; i++) {
        const param *p = &m->table[i];
        if (str_ends(str_z(p->name), STR(".g")))
            for (size_t j = 0; j < p->count; j++)
                m->w[p->at + j] = R(1);
    }
}

void model_free(encoder_model *m)
{
    free(m->table);
    free(m->w);
    *m = (encoder_model){0};
}

void model_randomise(encoder_model *m, uint64_t seed, bool all)
{
    dm_random all_but_pairs = {seed}, pairs = {seed ^ 0x70616972};
    for (uint32_t i = 0; i < m->table_count; i++) {
        const param *p = &m->table[i];
        dm_random *r = p->pair ? &pairs : &all_but_pairs;
        if (!(p->head || all) || p->ndim < 2)
            continue;
        const uint32_t in = p->shape[p->ndim - 1], out = p->shape[p->ndim - 2];
        double bound = sqrt(6.0 / (in + out));
        for (size_t j = 0; j < p->count; j++)
            m->w[p->at + j] = R((2.0 * random_unit(r) - 1.0) * bound);
    }
}

/* ---- the start weights ---- */

static real half_float(const unsigned char *at)
{
    const uint32_t h = (uint32_t)at[0] | (uint32_t)at[1] << 8;
    const int exponent = (int)(h >> 10 & 31);
    const double fraction = h & 1023;
    double v = exponent ? ldexp(1.0 + fraction / 1024.0, exponent - 15) : ldexp(fraction, -24);
    return R(h >> 15 ? -v : v);
}

/* Where the array of that name begins in the file, and its bytes.  The header is JSON of one
 * known form: "name":{"dtype":"F16","shape":[..],"data_offsets":[begin,end]}. */
static dm_status find_array(dm_str file, const char *name, size_t want, dm_str *out,
                            dm_error *err)
{
    uint64_t header = 0;
    for (size_t i = 0; i < 8 && i < file.len; i++)
        header |= (uint64_t)(unsigned char)file.ptr[i] << (8 * i);
    if (file.len < 8 || header > file.len - 8)
        return dm_fail(err, DM_EINPUT, "start weights: not a safetensors file");
    char key[96];
    (void)snprintf(key, sizeof key, "\"%s\"", name);
    const dm_str json = str_slice(file, 8, 8 + header);
    const size_t at = str_find(json, str_z(key), 0);
    const size_t half = at == SIZE_MAX ? at : str_find(json, STR("\"F16\""), at);
    const size_t offsets = at == SIZE_MAX ? at : str_find(json, STR("data_offsets"), at);
    if (offsets == SIZE_MAX || half > offsets)
        return dm_fail(err, DM_EINPUT, "start weights: no half-float array %s", name);
    const char *digits = memchr(json.ptr + offsets, '[', json.len - offsets);
    char *next = NULL;
    const size_t begin = digits ? strtoul(digits + 1, &next, 10) : 0;
    const size_t end = next ? strtoul(next + 1, NULL, 10) : 0;
    *out = str_slice(file, 8 + header + begin, 8 + header + end);
    if (out->len != 2 * want)
        return dm_fail(err, DM_EINPUT, "start weights: %s has %zu values, expected %zu", name,
                       out->len / 2, want);
    return DM_OK;
}

static dm_status take(encoder_model *m, dm_str file, const char *name, size_t at, size_t count,
                      dm_error *err)
{
    dm_str bytes;
    DM_TRY(find_array(file, name, count, &bytes, err));
    for (size_t i = 0; i < count; i++)
        m->w[at + i] += half_float((const unsigned char *)bytes.ptr + 2 * i);
    return DM_OK;
}

static dm_status take_layer(encoder_model *m, dm_str file, uint32_t i, dm_error *err)
{
    const layer_params *l = &m->layer[i];
    const size_t d = m->shape.dim, f = m->shape.ff;
    const struct {
        const char *name;
        size_t at, count;
    } parts[] = {
        {"attention.self.query.weight", l->qkv_w, d * d},
        {"attention.self.key.weight", l->qkv_w + d * d, d * d},
        {"attention.self.value.weight", l->qkv_w + 2 * d * d, d * d},
        {"attention.self.query.bias", l->qkv_b, d},
        {"attention.self.key.bias", l->qkv_b + d, d},
        {"attention.self.value.bias", l->qkv_b + 2 * d, d},
        {"attention.output.dense.weight", l->o_w, d * d},
        {"attention.output.dense.bias", l->o_b, d},
        {"attention.output.LayerNorm.weight", l->ln1_g, d},
        {"attention.output.LayerNorm.bias", l->ln1_b, d},
        {"intermediate.dense.weight", l->f1_w, d * f},
        {"intermediate.dense.bias", l->f1_b, f},
        {"output.dense.weight", l->f2_w, d * f},
        {"output.dense.bias", l->f2_b, d},
        {"output.LayerNorm.weight", l->ln2_g, d},
        {"output.LayerNorm.bias", l->ln2_b, d},
    };
    for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++) {
        char name[96];
        (void)snprintf(name, sizeof name, "encoder.layer.%u.%s", i, parts[k].name);
        memset(m->w + parts[k].at, 0, parts[k].count * sizeof *m->w);
        DM_TRY(take(m, file, name, parts[k].at, parts[k].count, err));
    }
    return DM_OK;
}

dm_status model_start(encoder_model *m, dm_str file, dm_error *err)
{
    const size_t d = m->shape.dim;
    const encoder_shape *s = &m->shape;
    memset(m->w, 0, (m->ln_b + d) * sizeof *m->w);
    DM_TRY(take(m, file, "embeddings.word_embeddings.weight", m->piece, s->pieces * d, err));
    DM_TRY(
        take(m, file, "embeddings.position_embeddings.weight", m->pos, s->positions * d, err));
    DM_TRY(take(m, file, "embeddings.LayerNorm.weight", m->ln_g, d, err));
    DM_TRY(take(m, file, "embeddings.LayerNorm.bias", m->ln_b, d, err));
    dm_str types;
    DM_TRY(find_array(file, "embeddings.token_type_embeddings.weight", 2 * d, &types, err));
    for (size_t i = 0; i < s->positions * d; i++)
        m->w[m->pos + i] += half_float((const unsigned char *)types.ptr + 2 * (i % d));
    for (uint32_t i = 0; i < s->layers; i++)
        DM_TRY(take_layer(m, file, i, err));
    return DM_OK;
}

/* ---- checkpoints ---- */

dm_status model_write(const encoder_model *m, dm_str vocab, dm_str meta, const char *path,
                      dm_error *err)
{
    float *copy = dm_malloc(m->count * sizeof *copy);
    for (size_t i = 0; i < m->count; i++)
        copy[i] = (float)m->w[i];
    dm_container_writer w = {0};
    for (uint32_t i = 0; i < m->table_count; i++) {
        const param *p = &m->table[i];
        container_add(&w, p->name, DT_F32, p->ndim, p->shape, copy + p->at);
    }
    const uint32_t vocab_size = (uint32_t)vocab.len, meta_size = (uint32_t)meta.len;
    container_add(&w, "vocab", DT_U8, 1, &vocab_size, vocab.ptr);
    container_add(&w, "meta", DT_U8, 1, &meta_size, meta.ptr);
    dm_status s = container_write(&w, "encoder checkpoint", path, err);
    free(copy);
    return s;
}

dm_status model_read(encoder_model *m, dm_str bytes, dm_error *err)
{
    dm_container c;
    DM_TRY(container_open(bytes, true, &c, err));
    for (uint32_t i = 0; i < m->table_count; i++) {
        const param *p = &m->table[i];
        dm_section s;
        if (p->pair && !container_has(&c, p->name))
            continue;
        DM_TRY(container_get(&c, p->name, DT_F32, &s, err));
        if (s.bytes != p->count * sizeof(float))
            return dm_fail(err, DM_EMODEL, "checkpoint: %s has another size", p->name);
        const float *from = s.data;
        for (size_t j = 0; j < p->count; j++)
            m->w[p->at + j] = R(from[j]);
    }
    return DM_OK;
}
