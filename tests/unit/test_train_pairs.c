/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs of spans on their way from the trainer to the engine: what is trained is what is
 * scored, with the same bits by every kernel. */
#include "test.h"

#include "base/file.h"
#include "engine/kernel.h"
#include "engine/pairs.h"
#include "train/command.h"
#include "train/encoder/pair_corpus.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char pieces[] =
    "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\nb\nc\n##a\n##b\n##c\n.\nmet\nthe\n";
static const char text[] = "The abc met the cab. Ab met the ab met abc.";

typedef struct {
    encoder_model m;
    dm_document doc;
    dm_parser *parser;
    char *bytes;
    char checkpoint[64], packed[64];
} fixture;

/* A model of random weights, packed as the shipped one. */
static void open_model(fixture *f, bool with_pairs)
{
    encoder_shape shape = encoder_full_shape(13);
    shape.pair = with_pairs ? shape.pair : 0;
    model_init(&f->m, shape);
    model_randomise(&f->m, 3, true);
    (void)snprintf(f->checkpoint, sizeof f->checkpoint, "pairs-%ld-f32.dmm", (long)getpid());
    (void)snprintf(f->packed, sizeof f->packed, "pairs-%ld.dmm", (long)getpid());
    assert_int_equal(model_write(&f->m, str_z(pieces), STR("predict 0\n"), f->checkpoint, NULL),
                     DM_OK);
    char name[] = "pack";
    char *argv[] = {name, f->checkpoint, f->packed, NULL};
    assert_int_equal(train_pack(3, argv), 0);
    dm_buf file = {0};
    assert_int_equal(file_read(f->packed, 0, &file, NULL), DM_OK);
    const size_t size = file.len / 64 * 64 + 64;
    f->bytes = aligned_alloc(64, size);
    memcpy(f->bytes, file.ptr, file.len);
    assert_int_equal(parser_open((dm_str){f->bytes, file.len}, &f->parser, NULL), DM_OK);
    buf_free(&file);
    const dm_source source = {.bytes = str_z(text), .form = INPUT_TEXT};
    assert_int_equal(document_read(&source, &f->doc, NULL), DM_OK);
}

static void close_model(fixture *f)
{
    (void)remove(f->checkpoint);
    (void)remove(f->packed);
    parser_free(f->parser);
    document_free(&f->doc);
    model_free(&f->m);
    free(f->bytes);
}

static int setup(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    (void)gemm_choose(GEMM_BLAS);
    open_model(f, true);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    close_model(*state);
    free(*state);
    return 0;
}

/* of "The abc met the cab . Ab met the ab met abc ." */
static const dm_token_span spans[] = {{0, 2}, {3, 5}, {6, 7}, {8, 10}, {11, 12}, {9, 10}};
static const dm_span_pair pairs[] = {{0, 1}, {1, 0}, {2, 3}, {3, 4}, {4, 2}, {3, 5}, {0, 0}};

enum { SPANS = TEST_LEN(spans), PAIRS = TEST_LEN(pairs) };

static void score(fixture *f, const dm_parse *parse, const char *kernel, dm_pair_classes *out)
{
    const dm_parse_options o = {.kernel = kernel};
    dm_error err = {0};
    if (pairs_score(f->parser, parse, &o, spans, SPANS, pairs, PAIRS, out, &err) != DM_OK)
        fail_msg("%s", err.message);
}

/* The trainer's probabilities from the same vectors. */
static void train_scores(fixture *f, const dm_parse *parse, uint32_t depth, real *out)
{
    pack_pair wanted[PAIRS];
    for (size_t i = 0; i < PAIRS; i++) {
        const dm_token_span a = spans[pairs[i].source], b = spans[pairs[i].target];
        wanted[i] = (pack_pair){{a.begin, a.end}, {b.begin, b.end}, 0};
    }
    workspace ws = {0};
    const pack p = {.P = PAIRS, .pairs = wanted};
    net n = {.m = &f->m, .p = &p, .ws = &ws};
    const size_t size = (size_t)f->doc.token_count * parse->dim;
    head_acts h = {.depth = depth, .v = malloc(size * sizeof(real))};
    memcpy(h.v, parse->vectors, size * sizeof(real));
    pairs_forward(&n, &h);
    softmax(h.pair, PAIRS, PAIR_CLASSES, PAIR_CLASSES);
    memcpy(out, h.pair, sizeof(real) * PAIRS * PAIR_CLASSES);
    free(h.v);
    workspace_free(&ws);
}

static void the_engine_scores_what_was_trained(void **state)
{
    fixture *f = *state;
    for (uint32_t depth = 0; depth < DEPTHS; depth++) {
        const dm_parse_options o = {.depth = depth ? 3 : 6, .vectors = true};
        dm_parse parse;
        assert_int_equal(parser_run(f->parser, &f->doc, &o, &parse, NULL), DM_OK);
        assert_int_equal(f->doc.token_count, 13);
        dm_pair_classes ours[PAIRS];
        real theirs[PAIRS * PAIR_CLASSES];
        score(f, &parse, NULL, ours);
        train_scores(f, &parse, depth, theirs);
        double spread = 0;
        for (size_t i = 0; i < PAIRS; i++)
            for (size_t c = 0; c < PAIR_CLASSES; c++) {
                const double a = ours[i].of[c], b = theirs[i * PAIR_CLASSES + c];
                spread = fmax(spread, fabs(b - 1.0 / PAIR_CLASSES));
                if (fabs(a - b) > 0.03) /* weights of 8 bits, vectors of 7 */
                    fail_msg("pair %zu class %zu: %g, trained %g", i, c, a, b);
            }
        assert_true(spread > 0.1); /* there was something to compare */
    }
}

static void kernels_agree(void **state)
{
    fixture *f = *state;
    const dm_kernel *k;
    const dm_parse_options o = {.vectors = true};
    dm_parse parse;
    assert_int_equal(parser_run(f->parser, &f->doc, &o, &parse, NULL), DM_OK);
    dm_pair_classes want[PAIRS], got[PAIRS];
    score(f, &parse, "scalar", want);
    for (size_t i = 0; (k = kernel_at(i)); i++) {
        score(f, &parse, k->name, got);
        if (memcmp(want, got, sizeof want) != 0)
            fail_msg("%s scores pairs differently", k->name);
    }
}

static void probabilities_and_direction(void **state)
{
    fixture *f = *state;
    const dm_parse_options o = {.vectors = true};
    dm_parse parse;
    assert_int_equal(parser_run(f->parser, &f->doc, &o, &parse, NULL), DM_OK);
    dm_pair_classes c[PAIRS];
    score(f, &parse, NULL, c);
    for (size_t i = 0; i < PAIRS; i++) {
        double sum = 0;
        for (size_t q = 0; q < QUAD_COUNT; q++)
            sum += c[i].of[q];
        assert_true(fabs(sum - 1) < 1e-5);
        assert_true(pair_quad(&c[i]) != QUAD_NONE);
        for (size_t q = 1; q < QUAD_COUNT; q++)
            assert_true(c[i].of[q] <= c[i].of[pair_quad(&c[i])]);
    }
    assert_memory_not_equal(&c[0], &c[1], sizeof c[0]);
    float mean[384];
    span_vector(&parse, spans[0], mean);
    assert_true(fabsf(mean[5] - (parse.vectors[5] + parse.vectors[384 + 5]) / 2) < 1e-6F);
}

static void what_is_missing_is_said(void **state)
{
    fixture *f = *state;
    dm_parse parse;
    dm_pair_classes c[PAIRS];
    dm_error err = {0};
    assert_true(pairs_known(f->parser));
    assert_int_equal(parser_run(f->parser, &f->doc, NULL, &parse, NULL), DM_OK);
    assert_int_equal(pairs_score(f->parser, &parse, NULL, spans, SPANS, pairs, PAIRS, c, &err),
                     DM_EUSAGE);
    assert_non_null(strstr(err.message, "vectors"));
    fixture bare = {0};
    open_model(&bare, false);
    const dm_parse_options o = {.vectors = true};
    assert_false(pairs_known(bare.parser));
    assert_int_equal(parser_run(bare.parser, &bare.doc, &o, &parse, NULL), DM_OK);
    assert_int_equal(
        pairs_score(bare.parser, &parse, NULL, spans, SPANS, pairs, PAIRS, c, &err), DM_EMODEL);
    assert_non_null(strstr(err.message, "no pair head"));
    close_model(&bare);
}

static void packs_take_the_pairs_of_their_windows(void **state)
{
    (void)state;
    dm_vocab v;
    assert_int_equal(vocab_open(str_z(pieces), &v, NULL), DM_OK);
    pair_corpus c = {0};
    corpus_doc_begin(&c.text, CONV_ours);
    for (uint32_t s = 0; s < 3; s++) {
        for (uint32_t t = 0; t < 4; t++)
            (void)corpus_token_add(&c.text, &v, STR("abc"));
        corpus_sentence_end(&c.text);
        const pack_pair p = {{4 * s, 4 * s + 2}, {4 * s + 3, 4 * s + 4}, (uint8_t)(s + 1)};
        vec_push(&c.pairs, ((corpus_pair){s, p, true}));
    }
    const window w[] = {{.first = 2, .end = 3, .pieces = 12},
                        {.first = 0, .end = 1, .pieces = 12}};
    dm_arena a = {0};
    pack *p = pack_make(&a, &c.text, &v, w, 2);
    pack_add_pairs(&a, p, &c, w, 2);
    assert_int_equal(p->P, 2);
    assert_int_equal(p->pairs[0].class_, 3);
    assert_int_equal(p->pairs[0].b.first, 3);
    assert_int_equal(p->pairs[1].class_, 1);
    assert_int_equal(p->pairs[1].a.first, 4);
    assert_int_equal(p->pairs[1].b.end, 8);
    arena_free(&a);
    pair_corpus_free(&c);
    vocab_free(&v);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_engine_scores_what_was_trained),
        cmocka_unit_test(kernels_agree),
        cmocka_unit_test(probabilities_and_direction),
        cmocka_unit_test(what_is_missing_is_said),
        cmocka_unit_test(packs_take_the_pairs_of_their_windows),
    };
    return cmocka_run_group_tests_name("train_pairs", tests, setup, teardown);
}
