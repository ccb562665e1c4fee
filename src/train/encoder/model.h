/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model.h - the encoder's parameters: one flat array, a table of what lies where, and its
 * files.
 *
 * The encoder is BERT's (Devlin et al. 2019) with two small additions at the input: the token's
 * case shape and the corpus convention.  Heads sit on layer 3 and on the top layer.  Matrices
 * are [out][in], row-major.
 */
#ifndef DM_TRAIN_MODEL_H
#define DM_TRAIN_MODEL_H

#include "engine/parse.h"
#include "engine/wordpiece.h"
#include "train/encoder/real.h"

enum {
    NAME_LABELS = 2 * KIND_COUNT + 1, /* O, then B and I of every kind */
    CONVENTIONS = 16,
    MAX_LAYERS = 12,
    DEPTHS = 2,               /* 0: the top layer, 1: the exit */
    PAIR_BLOCKS = 8,          /* vectors side by side that stand for an ordered pair of spans */
    PAIR_CLASSES = QUAD_COUNT /* QUAD_NONE: nothing happens between these two */
};

/* Sizes; the shipped encoder's are encoder_shape, a test takes tiny ones. */
typedef struct {
    uint32_t pieces, positions;
    uint32_t dim, heads, ff;
    uint32_t layers, exit_layer; /* the exit's heads read the output of that many layers */
    uint32_t arc, label;         /* widths of the tree heads' hidden layers */
    uint32_t upos, xpos, deprel; /* counts of labels */
    uint32_t pair;               /* width of the pair head's hidden layer; 0: no such head */
} encoder_shape;

encoder_shape encoder_full_shape(uint32_t pieces);

typedef struct {
    char name[40];
    size_t at, count; /* in the flat array */
    uint32_t ndim, shape[4];
    bool head;  /* trained from nothing: its own learning rate */
    bool decay; /* weight decay: matrices, not biases and gains */
    bool pair;  /* of the pair head: its own random stream; older checkpoints lack it */
} param;

/* Offsets of the parts; q, k, v lie side by side so that one product makes all three. */
typedef struct {
    size_t qkv_w, qkv_b, o_w, o_b, ln1_g, ln1_b, f1_w, f1_b, f2_w, f2_b, ln2_g, ln2_b;
} layer_params;

typedef struct {
    size_t names_w, names_b, upos_w, upos_b, xpos_w, xpos_b;
    size_t arc_dep_w, arc_dep_b, arc_head_w, arc_head_b, arc_u, arc_hb;
    size_t lab_dep_w, lab_dep_b, lab_head_w, lab_head_b, lab_u;
} head_params;

/* Classes of an ordered pair: o relu(h [PAIR_BLOCKS][dim]). */
typedef struct {
    size_t h_w, h_b, o_w, o_b;
} pair_params;

typedef struct {
    encoder_shape shape;
    param *table;
    uint32_t table_count;
    size_t piece, pos, shape_at, corpus, ln_g, ln_b; /* the input's parts; piece is at 0 */
    size_t dense; /* everything from here on is touched by every batch (piece rows are not) */
    layer_params layer[MAX_LAYERS];
    head_params head[DEPTHS];
    pair_params pair[DEPTHS];
    size_t count;
    real *w; /* [count] */
} encoder_model;

void model_init(encoder_model *m, encoder_shape shape); /* zero weights, gains 1 */
void model_free(encoder_model *m);
/* Heads from a seed (uniform, Glorot's bound); the encoder too when all is set. */
void model_randomise(encoder_model *m, uint64_t seed, bool all);
/* The encoder of a safetensors file of BERT in half floats; token-type row 0 is added to the
 * positions. */
DM_NODISCARD dm_status model_start(encoder_model *m, dm_str safetensors, dm_error *err);

/* Checkpoint: a container of DT_F32 sections named as in the table, vocab and meta as text.
 * Reading one that has no pair head leaves m's as it is. */
DM_NODISCARD dm_status model_write(const encoder_model *m, dm_str vocab, dm_str meta,
                                   const char *path, dm_error *err);
DM_NODISCARD dm_status model_read(encoder_model *m, dm_str container, dm_error *err);

#endif
