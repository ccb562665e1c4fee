/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/parser.h"

#include "engine/decode.h"
#include "engine/lemma.h"
#include "engine/settle.h"
#include "engine/window.h"
#include "model/asset.h"

#include <stdatomic.h>
#include <stdlib.h>

DM_ASSET(encoder)

/* Buffers of one run.  The last run leaves its own in the parser for the next, so that a
 * thread that reads article after article allocates nothing but the results. */
typedef struct {
    dm_arena arena; /* of the buffers */
    dm_arena own;   /* of one article */
    dm_arena decode;
    encoder_scratch scratch;
    uint16_t *ids;   /* [BATCH_ROWS] of the batch */
    uint8_t *shapes; /* [BATCH_ROWS] */
    float *first;    /* [longest][ENCODER_DIM]: [CLS], then the tokens' first pieces */
    float *columns;  /* [longest][columns_ld]: what heads.all makes of them */
    float *arc;      /* [longest][ARC_DIM]: what heads.arc makes of the dependents */
    float *label;    /* [LABEL_BATCH][label_ld] */
} buffers;

typedef struct {
    _Atomic(buffers *) at;
} spare;

struct dm_parser {
    dm_encoder encoder;
    lemma_table lemmas;
    const dm_kernel *kernel;
    dm_arena plans;
    spare *spare;
    char *copy; /* the model's bytes when they were not aligned, else NULL */
};

static dm_str aligned_copy(dm_parser *p, dm_str bytes)
{
    const size_t size = (bytes.len + 63) / 64 * 64;
    p->copy = aligned_alloc(64, size);
    if (!p->copy)
        dm_out_of_memory(size);
    memcpy(p->copy, bytes.ptr, bytes.len);
    return (dm_str){p->copy, bytes.len};
}

dm_status parser_open(dm_str bytes, dm_parser **out, dm_error *err)
{
    *out = NULL;
    const bool given = bytes.len > 0;
    if (!given)
        bytes = asset_encoder();
    if (bytes.len == 0)
        return dm_fail(err, DM_EMODEL, "this program was built without a language model");
    dm_parser *p = dm_calloc(1, sizeof *p);
    if ((uintptr_t)bytes.ptr % 64)
        bytes = aligned_copy(p, bytes);
    p->spare = dm_calloc(1, sizeof *p->spare);
    p->kernel = kernel_find(NULL);
    dm_status status = p->kernel ? encoder_open(bytes, given, &p->encoder, err)
                                 : dm_fail(err, DM_EUSAGE,
                                           "DRAMATIS_KERNEL names a kernel that is unknown or "
                                           "not for this processor");
    if (status != DM_OK) {
        parser_free(p);
        return status;
    }
    if (!lemma_embedded(&p->lemmas))
        p->lemmas = (lemma_table){0};
    encoder_plan(&p->encoder, p->kernel, &p->plans);
    *out = p;
    return DM_OK;
}

static void buffers_free(buffers *b)
{
    if (!b)
        return;
    arena_free(&b->arena);
    arena_free(&b->own);
    arena_free(&b->decode);
    free(b);
}

void parser_free(dm_parser *p)
{
    if (!p)
        return;
    buffers_free(atomic_load(&p->spare->at));
    free(p->spare);
    arena_free(&p->plans);
    encoder_close(&p->encoder);
    free(p->copy);
    free(p);
}

dm_str parser_version(const dm_parser *p)
{
    return p->encoder.file.version;
}

const dm_encoder *parser_encoder(const dm_parser *p)
{
    return &p->encoder;
}

const char *parser_kernel(const dm_parser *p)
{
    return p->kernel->name;
}

/* ---- one run ---- */

enum {
    LABEL_BATCH = SCRATCH_LEAST, /* tokens whose label products are made at once */
    BATCH_ROWS = 1024,           /* positions that pass a layer together */
    BATCH_WINDOWS = 64,
    WINDOW_USUAL = WINDOW_PIECES + 2
};

typedef struct {
    const dm_encoder *encoder;
    const encoder_heads *heads;
    const lemma_table *lemmas;
    const dm_kernel *kernel;
    dm_document *doc;
    dm_windows windows;
    dm_parse *out;
    float *vectors; /* out->vectors while they are filled, or NULL */
    uint32_t layers;
    buffers *b;
    dm_laps *laps;
} run;

static const size_t columns_ld = GEMM_PAD((size_t)COL_COUNT);
static const size_t label_ld = GEMM_PAD((size_t)LABEL_ROWS);

/* Room for windows of `longest` positions. */
static void buffers_fit(buffers *b, uint32_t longest)
{
    dm_arena *a = &b->arena;
    if (b->scratch.longest >= longest)
        return;
    arena_free(a);
    const size_t n = longest > WINDOW_USUAL ? longest : WINDOW_USUAL;
    encoder_scratch_make(&b->scratch, BATCH_ROWS, (uint32_t)n, a);
    b->ids = ARENA_ARRAY(a, uint16_t, BATCH_ROWS);
    b->shapes = ARENA_ARRAY(a, uint8_t, BATCH_ROWS);
    b->first = ARENA_ARRAY(a, float, n *ENCODER_DIM);
    b->columns = ARENA_ARRAY(a, float, n *columns_ld);
    b->arc = ARENA_ARRAY(a, float, n *ARC_DIM);
    b->label = ARENA_ARRAY(a, float, LABEL_BATCH *label_ld);
}

static uint8_t arg_max(const float *x, size_t n)
{
    size_t best = 0;
    for (size_t i = 1; i < n; i++)
        if (x[i] > x[best])
            best = i;
    return (uint8_t)best;
}

/* What the heads make of a window whose vectors are x; afterwards row 0 of first and columns is
 * [CLS], row 1 + i is token i of the window.  Gives the window's first token. */
static uint32_t run_heads(run *r, const dm_window *w, const float *vectors)
{
    buffers *b = r->b;
    const uint32_t from = r->windows.segments[w->first].first;
    const uint32_t to = r->windows.segments[w->end - 1].end;
    const uint32_t *piece = r->windows.piece;
    memcpy(b->first, vectors, ENCODER_DIM * sizeof *b->first);
    for (uint32_t t = from; t < to; t++) {
        const size_t row = 1 + w->padding + piece[t] - piece[from];
        const float *x = vectors + row * ENCODER_DIM;
        memcpy(b->first + (size_t)(1 + t - from) * ENCODER_DIM, x, ENCODER_DIM * sizeof *x);
        if (r->vectors)
            memcpy(r->vectors + (size_t)t * ENCODER_DIM, x, ENCODER_DIM * sizeof *x);
    }
    const uint32_t rows = 1 + to - from;
    encoder_linear(r->kernel, &r->heads->all, b->first, ENCODER_DIM, rows, b->columns,
                   columns_ld, &b->scratch);
    for (size_t i = 0; i < rows; i++) {
        float *c = b->columns + i * columns_ld;
        for (size_t j = COL_ARC_DEP; j < COL_COUNT; j++)
            c[j] = c[j] > 0 ? c[j] : 0;
    }
    encoder_linear(r->kernel, &r->heads->arc, b->columns + COL_ARC_DEP, columns_ld, rows,
                   b->arc, ARC_DIM, &b->scratch);
    laps_end(r->laps, PART_COLUMNS);
    return from;
}

static void find_tags(run *r, const dm_segment *s, const float *columns)
{
    const uint32_t n = s->end - s->first;
    dm_word *w = r->out->words + s->first;
    for (size_t i = 0; i < n; i++) {
        w[i].upos = arg_max(columns + i * columns_ld + COL_UPOS, UPOS_COUNT);
        w[i].xpos = arg_max(columns + i * columns_ld + COL_XPOS, XPOS_COUNT);
    }
    laps_end(r->laps, PART_TAGS);
    for (uint32_t i = 0; i < n; i++)
        w[i].lemma = lemma_from(r->lemmas, &r->doc->arena, token_str(r->doc, s->first + i),
                                w[i].upos, w[i].xpos);
    laps_end(r->laps, PART_LEMMAS);
}

static void find_names(run *r, const dm_segment *s, const float *columns)
{
    const uint32_t n = s->end - s->first;
    dm_arena *a = &r->b->decode;
    uint8_t *labels = ARENA_ARRAY(a, uint8_t, n);
    names_decode(columns + COL_NAMES, columns_ld, n, labels, a);
    r->out->name_count += names_spans(columns + COL_NAMES, columns_ld, n, labels, s->first,
                                      r->out->names + r->out->name_count, a);
    laps_end(r->laps, PART_NAMES);
}

/* The segment's tree; columns and arc point at its first token's row, root at [CLS]'s. */
static void find_heads(run *r, const dm_segment *s, const float *columns, const float *arc)
{
    const uint32_t n = s->end - s->first;
    dm_arena *a = &r->b->decode;
    float *scores = ARENA_ARRAY(a, float, (size_t)n *(n + 1));
    uint32_t *heads = ARENA_ARRAY(a, uint32_t, n);
    for (size_t d = 0; d < n; d++) {
        float *row = scores + d * ((size_t)n + 1);
        r->kernel->dots(arc + d * ARC_DIM, r->b->columns + COL_ARC_HEAD, columns_ld, 1, ARC_DIM,
                        row);
        r->kernel->dots(arc + d * ARC_DIM, columns + COL_ARC_HEAD, columns_ld, n, ARC_DIM,
                        row + 1);
    }
    laps_end(r->laps, PART_ARCS);
    tree_decode(scores, n, heads, a);
    for (uint32_t d = 0; d < n; d++)
        r->out->words[s->first + d].head = heads[d] ? s->first + heads[d] - 1 : HEAD_ROOT;
    laps_end(r->laps, PART_TREES);
}

/* The best label of an arc but root: products of the dependent with every label's matrix, times
 * the head. */
static uint8_t best_label(const run *r, const float *products, const float *head)
{
    float scores[DEP_COUNT], best = 0;
    uint8_t arg = DEP_COUNT;
    r->kernel->dots(head, products, LABEL_DIM + 1, DEP_COUNT, LABEL_DIM, scores);
    for (uint8_t l = 0; l < DEP_COUNT; l++, products += LABEL_DIM + 1) {
        const float score = scores[l] + products[LABEL_DIM];
        if (l != DEP_root && (arg == DEP_COUNT || score > best)) {
            best = score;
            arg = l;
        }
    }
    return arg;
}

static void find_labels(run *r, const dm_segment *s, const float *columns)
{
    for (uint32_t from = s->first; from < s->end; from += LABEL_BATCH) {
        const uint32_t count = s->end - from < LABEL_BATCH ? s->end - from : LABEL_BATCH;
        const float *c = columns + (size_t)(from - s->first) * columns_ld;
        encoder_linear(r->kernel, &r->heads->label, c + COL_LABEL_DEP, columns_ld, count,
                       r->b->label, label_ld, &r->b->scratch);
        for (uint32_t i = 0; i < count; i++) {
            dm_word *w = &r->out->words[from + i];
            if (w->head == HEAD_ROOT) {
                w->deprel = DEP_root;
                continue;
            }
            const float *head = columns + (size_t)(w->head - s->first) * columns_ld;
            w->deprel = best_label(r, r->b->label + i * label_ld, head + COL_LABEL_HEAD);
        }
    }
    laps_end(r->laps, PART_LABELS);
}

/* A sentence in several parts is one tree: later roots hang on the first. */
static void join_parts(run *r, const dm_segment *s)
{
    const uint32_t begin = r->doc->sentences[r->doc->tokens[s->first].sentence].first;
    uint32_t root = begin;
    while (r->out->words[root].head != HEAD_ROOT)
        root++;
    for (uint32_t t = s->first; t < s->end; t++) {
        if (r->out->words[t].head == HEAD_ROOT) {
            r->out->words[t].head = root;
            r->out->words[t].deprel = DEP_parataxis;
        }
    }
}

static void parse_window(run *r, const dm_window *w, const float *vectors)
{
    const uint32_t from = run_heads(r, w, vectors);
    for (uint32_t i = w->first; i < w->end; i++) {
        const dm_segment *s = &r->windows.segments[i];
        const size_t row = 1 + s->first - from;
        const float *columns = r->b->columns + row * columns_ld;
        find_tags(r, s, columns);
        find_names(r, s, columns);
        find_heads(r, s, columns, r->b->arc + row * ARC_DIM);
        find_labels(r, s, columns);
        if (s->goes_on)
            join_parts(r, s);
        arena_clear(&r->b->decode);
    }
}

/* As many windows from `first` on as fit a batch; returns the one after. */
static uint32_t parse_batch(run *r, uint32_t first)
{
    buffers *b = r->b;
    uint32_t sizes[BATCH_WINDOWS], rows = 0, next = first;
    while (next < r->windows.window_count && next - first < BATCH_WINDOWS) {
        const dm_window *w = &r->windows.windows[next];
        if (rows + w->positions > b->scratch.rows)
            break;
        window_fill(&r->windows, &r->encoder->vocab, w, b->ids + rows, b->shapes + rows);
        sizes[next++ - first] = w->positions;
        rows += w->positions;
    }
    encoder_run(r->encoder, r->kernel, b->ids, b->shapes, sizes, next - first, r->layers,
                &b->scratch);
    const float *vectors = b->scratch.x;
    for (uint32_t i = first; i < next; vectors += (size_t)sizes[i++ - first] * ENCODER_DIM)
        parse_window(r, &r->windows.windows[i], vectors);
    return next;
}

static dm_status choose(const dm_parse_options *o, const dm_kernel *own, run *r, dm_error *err)
{
    const unsigned depth = o && o->depth ? o->depth : ENCODER_LAYERS;
    if (depth != ENCODER_LAYERS && depth != ENCODER_EXIT)
        return dm_fail(err, DM_EUSAGE, "depth %u: the model has heads at %d and %d", depth,
                       ENCODER_EXIT, ENCODER_LAYERS);
    r->layers = depth;
    r->heads = depth == ENCODER_LAYERS ? &r->encoder->top : &r->encoder->exit;
    const char *kernel = o ? o->kernel : NULL;
    r->kernel = kernel ? kernel_find(kernel) : own;
    if (!r->kernel)
        return dm_fail(err, DM_EUSAGE, "kernel '%s' is unknown or not for this processor",
                       kernel);
    return DM_OK;
}

static void run_all(run *r, const dm_parse_options *options)
{
    dm_document *doc = r->doc;
    dm_parse *out = r->out;
    dm_laps start;
    laps_start(&start, options ? options->spent : NULL);
    r->windows = windows_make(&r->encoder->vocab, doc, &r->b->own);
    buffers_fit(r->b, r->windows.longest);
    out->words = ARENA_ARRAY(&doc->arena, dm_word, doc->token_count);
    out->names = ARENA_ARRAY(&r->b->own, dm_name, doc->token_count);
    if (options && options->vectors) {
        r->vectors = ARENA_ARRAY(&doc->arena, float, (size_t)doc->token_count *ENCODER_DIM);
        out->vectors = r->vectors;
    }
    r->laps = &r->b->scratch.laps;
    *r->laps = start;
    laps_end(r->laps, PART_PIECES);
    for (uint32_t i = 0; i < r->windows.window_count;)
        i = parse_batch(r, i);
    out->name_count = names_settle(doc, out->names, out->name_count, &r->b->own);
    laps_end(r->laps, PART_NAMES);
    dm_name *names = ARENA_ARRAY(&doc->arena, dm_name, out->name_count);
    if (out->name_count)
        memcpy(names, out->names, out->name_count * sizeof *names);
    out->names = names;
}

dm_status parser_run(const dm_parser *p, dm_document *doc, const dm_parse_options *options,
                     dm_parse *out, dm_error *err)
{
    *out = (dm_parse){.dim = ENCODER_DIM};
    run r = {.encoder = &p->encoder, .lemmas = &p->lemmas, .doc = doc, .out = out};
    DM_TRY(choose(options, p->kernel, &r, err));
    out->depth = r.layers;
    r.b = atomic_exchange(&p->spare->at, NULL);
    if (!r.b)
        r.b = dm_calloc(1, sizeof *r.b);
    run_all(&r, options);
    arena_clear(&r.b->own);
    buffers_free(atomic_exchange(&p->spare->at, r.b));
    return DM_OK;
}
