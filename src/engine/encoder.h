/* SPDX-License-Identifier: GPL-3.0-or-later */
/* encoder.h - the transformer encoder, in bytes: the model file as arrays, and one pass over a
 * window of word pieces.
 *
 * BERT's encoder (Devlin et al. 2019) with post-layer normalisation, started from MiniLM-L6
 * (Wang et al. 2020), plus two rows at the input: the token's case shape and the convention of
 * the corpus whose guidelines the answer should follow.  The arrays stay where the file is;
 * only pointers are made at opening.  Const after opening.
 */
#ifndef DM_ENGINE_ENCODER_H
#define DM_ENGINE_ENCODER_H

#include "engine/kernel.h"
#include "engine/laps.h"
#include "engine/parse.h"
#include "engine/wordpiece.h"
#include "model/container.h"

enum {
    ENCODER_DIM = 384,
    ENCODER_LAYERS = 6,
    ENCODER_EXIT = 3, /* the other depth that has heads */
    ENCODER_HEADS = ENCODER_DIM / HEAD_DIM,
    ENCODER_FF = 1536,
    ENCODER_POSITIONS = 512,
    ENCODER_CONVENTIONS = 16,
    ARC_DIM = 192,
    LABEL_DIM = 64,
    PAIR_HIDDEN = 96,
    PAIR_BLOCKS = 8,
    NAME_LABELS = 1 + 2 * KIND_COUNT /* 0 is O, 1 + 2k is B of kind k, 2 + 2k is I */
};

/* Columns of what heads.all gives for a vector. */
enum {
    COL_NAMES = 0,
    COL_UPOS = COL_NAMES + NAME_LABELS,
    COL_XPOS = COL_UPOS + UPOS_COUNT,
    COL_ARC_DEP = COL_XPOS + XPOS_COUNT,
    COL_ARC_HEAD = COL_ARC_DEP + ARC_DIM,
    COL_LABEL_DEP = COL_ARC_HEAD + ARC_DIM,
    COL_LABEL_HEAD = COL_LABEL_DEP + LABEL_DIM,
    COL_COUNT = COL_LABEL_HEAD + LABEL_DIM,
    LABEL_ROWS = DEP_COUNT * (LABEL_DIM + 1)
};

#define GEMM_PAD(n) (((n) + GEMM_BLOCK - 1) / GEMM_BLOCK * GEMM_BLOCK)

typedef struct {
    dm_linear qkv, o, f1, f2;
    const float *ln1_gain, *ln1_bias, *ln2_gain, *ln2_bias; /* [ENCODER_DIM] */
} encoder_layer;

typedef struct {
    dm_linear all; /* vector -> the columns above */
    dm_linear arc; /* dep -> dep.U + hb; its product with a head is the arc's score */
    dm_linear
        label; /* dep -> [DEP_COUNT][LABEL_DIM + 1], the last column meets the constant 1 */
} encoder_heads;

/* Spans give 2 PAIR_HIDDEN columns, as source and as target; a pair's own give PAIR_HIDDEN. */
typedef struct {
    dm_linear first, last, mean, product, between;
    const float *out_w, *out_b; /* [QUAD_COUNT][PAIR_HIDDEN] [QUAD_COUNT] */
} encoder_pairs;

typedef struct {
    dm_container file;
    dm_vocab vocab;
    const int8_t *piece, *position;            /* [count][ENCODER_DIM] */
    const float *piece_scale, *position_scale; /* [count] */
    const float *position_column;              /* [ENCODER_DIM], times the row's scale */
    const float *ln_gain, *ln_bias;            /* [ENCODER_DIM] */
    float shape[SHAPE_COUNT][ENCODER_DIM];     /* case shape + convention */
    encoder_layer layer[ENCODER_LAYERS];
    encoder_heads top, exit;
    bool has_pairs; /* files may lack them */
    encoder_pairs top_pairs, exit_pairs;
} dm_encoder;

struct dm_parser;
const dm_encoder *parser_encoder(const struct dm_parser *p);

/* bytes: 64-byte aligned, outlive *e.  DM_EMODEL says which section is missing or off.  Call
 * encoder_close in any case. */
DM_NODISCARD dm_status encoder_open(dm_str bytes, bool verify, dm_encoder *e, dm_error *err);
/* Plans of this kernel for the products, in the arena; *e must not be in use. */
void encoder_plan(dm_encoder *e, const dm_kernel *k, dm_arena *a);
void encoder_close(dm_encoder *e);

enum { SCRATCH_LEAST = 64 };

/* Buffers of one run: `rows` positions at once, in windows of at most `longest` (or
 * SCRATCH_LEAST, whichever is more). */
typedef struct {
    uint32_t rows, longest;
    float *x;          /* [rows][ENCODER_DIM] */
    uint8_t *xq;       /* [rows][ENCODER_DIM]: x in bytes */
    dm_range *xrange;  /* [rows] */
    float *wide;       /* [longest][ENCODER_FF] */
    float *narrow;     /* [longest][ENCODER_DIM] */
    uint8_t *q;        /* [longest][ENCODER_FF] */
    dm_range *range;   /* [longest] */
    dm_attention head; /* its buffers */
    dm_laps laps;
} encoder_scratch;

void encoder_scratch_make(encoder_scratch *s, uint32_t rows, uint32_t longest, dm_arena *a);

/* Windows of sizes[count] positions, one after the other in ids and shapes, through `layers`
 * layers; the vectors are s->x.  Several windows at once pass a layer while its weights are in
 * the cache; they do not see each other. */
void encoder_run(const dm_encoder *e, const dm_kernel *k, const uint16_t *ids,
                 const uint8_t *shapes, const uint32_t *sizes, uint32_t count, uint32_t layers,
                 encoder_scratch *s);
/* y[m][ld] = linear(x[m][x_ld]), through s->q and s->range; m at most s->longest. */
void encoder_linear(const dm_kernel *k, const dm_linear *l, const float *x, size_t x_ld,
                    uint32_t m, float *y, size_t ld, encoder_scratch *s);

#endif
