/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language engine as its callers see it, with the model that is built in. */
#include "test.h"

#include "base/vec.h"
#include "engine/conllu.h"
#include "engine/encoder.h"
#include "engine/kernel.h"
#include "engine/parser.h"

#include <math.h>

#include "model/asset.h"

DM_ASSET(encoder)

static const char *const text =
    "Anna Keller, the foreign minister of Norway, met Paulo Mendes in Lisbon on Monday. She "
    "told "
    "reporters that Brazil and the European Commission would sign the treaty next week. "
    "Mendes, who leads Acme Shipping, was not asked about it.";

static dm_parser *parser;

static int open_parser(void **state)
{
    (void)state;
    return parser_open(STR(""), &parser, NULL) == DM_OK ? 0 : -1;
}

static int close_parser(void **state)
{
    (void)state;
    parser_free(parser);
    return 0;
}

static dm_document read_text(const char *z)
{
    dm_document doc;
    assert_int_equal(
        document_read(&(dm_source){.bytes = str_z(z), .form = INPUT_TEXT}, &doc, NULL), DM_OK);
    return doc;
}

/* The whole parse as CoNLL-U. */
static dm_buf parse_text(const char *z, const dm_parse_options *options)
{
    dm_document doc = read_text(z);
    dm_parse parse;
    dm_buf out = {0};
    assert_int_equal(parser_run(parser, &doc, options, &parse, NULL), DM_OK);
    conllu_write(&doc, &parse, NULL, NULL, &out);
    document_free(&doc);
    return out;
}

static void kernels_and_runs_agree(void **state)
{
    (void)state;
    const dm_kernel *k;
    for (unsigned depth = 3; depth <= 6; depth += 3) {
        dm_buf want = parse_text(text, &(dm_parse_options){.depth = depth});
        assert_true(want.len > 500);
        for (size_t i = 0; (k = kernel_at(i)); i++) {
            const dm_parse_options o = {.depth = depth, .kernel = k->name};
            dm_buf got = parse_text(text, &o);
            if (!str_eq(buf_str(&got), buf_str(&want)))
                fail_msg("%s parses differently at depth %u", k->name, depth);
            buf_free(&got);
        }
        buf_free(&want);
    }
}

/* Not only what is decided from them: every number of every token of an article, in
 * windows of uneven lengths. */
static void vectors_agree_to_the_bit(void **state)
{
    (void)state;
    const dm_kernel *k;
    dm_buf article = {0};
    for (size_t i = 0; i < 4; i++) {
        buf_add(&article, str_z(text));
        buf_add(&article, str_z(i % 3 ? " It rained, he said. " : " "));
    }
    dm_document doc = read_text(article.ptr);
    dm_parse want, got;
    for (unsigned depth = 3; depth <= 6; depth += 3) {
        dm_parse_options o = {.depth = depth, .vectors = true, .kernel = "scalar"};
        assert_int_equal(parser_run(parser, &doc, &o, &want, NULL), DM_OK);
        for (size_t i = 0; (k = kernel_at(i)); i++) {
            o.kernel = k->name;
            assert_int_equal(parser_run(parser, &doc, &o, &got, NULL), DM_OK);
            if (memcmp(got.vectors, want.vectors,
                       (size_t)doc.token_count * want.dim * sizeof *want.vectors) != 0)
                fail_msg("%s has other vectors at depth %u", k->name, depth);
        }
    }
    document_free(&doc);
    buf_free(&article);
}

static bool has_name(const dm_document *doc, const dm_parse *p, const char *form, dm_kind kind)
{
    for (uint32_t i = 0; i < p->name_count; i++)
        if (str_eq(span_str(doc, p->names[i].begin, p->names[i].end), str_z(form)) &&
            p->names[i].kind == (uint8_t)kind)
            return true;
    return false;
}

static uint32_t token_of(const dm_document *doc, const char *form)
{
    for (uint32_t t = 0; t < doc->token_count; t++)
        if (str_eq(token_str(doc, t), str_z(form)))
            return t;
    fail_msg("no token %s", form);
    return 0;
}

static void plain_sentences_are_understood(void **state)
{
    (void)state;
    for (unsigned depth = 3; depth <= 6; depth += 3) {
        dm_document doc = read_text(text);
        dm_parse p;
        const dm_parse_options o = {.depth = depth};
        assert_int_equal(parser_run(parser, &doc, &o, &p, NULL), DM_OK);
        assert_true(has_name(&doc, &p, "Anna Keller", KIND_person));
        assert_true(has_name(&doc, &p, "Paulo Mendes", KIND_person));
        assert_true(has_name(&doc, &p, "Norway", KIND_country));
        assert_true(has_name(&doc, &p, "Lisbon", KIND_place));
        assert_true(has_name(&doc, &p, "European Commission", KIND_organisation));
        const uint32_t met = token_of(&doc, "met"), keller = token_of(&doc, "Anna");
        assert_int_equal(p.words[met].head, HEAD_ROOT);
        assert_int_equal(p.words[met].upos, UPOS_VERB);
        assert_int_equal(p.words[met].xpos, XPOS_VBD);
        assert_true(str_eq(p.words[met].lemma, STR("meet")));
        assert_int_equal(p.words[keller].deprel, DEP_nsubj);
        assert_int_equal(p.words[keller].head, met);
        document_free(&doc);
    }
}

static void trees_are_trees(const dm_document *doc, const dm_parse *p)
{
    for (uint32_t s = 0; s < doc->sentence_count; s++) {
        uint32_t roots = 0;
        for (uint32_t t = doc->sentences[s].first; t < doc->sentences[s].end; t++) {
            uint32_t steps = 0;
            roots += p->words[t].head == HEAD_ROOT;
            assert_int_equal(p->words[t].head == HEAD_ROOT, p->words[t].deprel == DEP_root);
            for (uint32_t v = t; p->words[v].head != HEAD_ROOT; v = p->words[v].head) {
                assert_in_range(p->words[v].head, doc->sentences[s].first,
                                doc->sentences[s].end - 1);
                assert_true(steps++ <= doc->sentences[s].end);
            }
        }
        assert_int_equal(roots, 1);
    }
}

static void long_sentences_are_one_tree(void **state)
{
    (void)state;
    enum { WORDS = 1300 };
    static dm_str forms[WORDS];
    static bool space[WORDS];
    static const char *const some[] = {
        "ship", "Bergen", "sails", "tomorrow", "if", "Ines", "extraterritorially", ","};
    for (uint32_t i = 0; i < WORDS; i++) {
        forms[i] = str_z(some[i * i % 11 % TEST_LEN(some)]);
        space[i] = true;
    }
    const uint32_t ends[] = {3, 9, 1200, WORDS};
    dm_document doc;
    dm_parse p;
    document_from_tokens(forms, space, WORDS, ends, TEST_LEN(ends), &doc);
    assert_int_equal(parser_run(parser, &doc, &(dm_parse_options){.vectors = true}, &p, NULL),
                     DM_OK);
    trees_are_trees(&doc, &p);
    for (uint32_t i = 0; i < p.name_count; i++) {
        assert_true(p.names[i].begin < p.names[i].end);
        assert_true(p.names[i].score >= 0 && p.names[i].score <= 1);
        assert_true(i == 0 || p.names[i - 1].end <= p.names[i].begin);
    }
    for (size_t i = 0; i < (size_t)WORDS * p.dim; i++)
        assert_true(isfinite(p.vectors[i]));
    document_free(&doc);
}

/* Two texts in one CoNLL-U file are read as if each had its own. */
static void texts_of_a_file_are_read_apart(void **state)
{
    (void)state;
    static const char first[] = "# newdoc id = a\n1\tAnna\t_\n2\tleft\t_\n3\t.\t_\n\n";
    static const char second[] = "# newdoc id = b\n1\tRain\t_\n2\tfell\t_\n3\t.\t_\n\n";
    const dm_parse_options o = {.vectors = true};
    dm_document both, alone;
    dm_parse of_both, of_alone;
    dm_buf file = {0};
    buf_fmt(&file, "%s%s", first, second);
    assert_int_equal(document_from_conllu(buf_str(&file), &both, NULL), DM_OK);
    assert_int_equal(document_from_conllu(str_z(second), &alone, NULL), DM_OK);
    assert_int_equal(parser_run(parser, &both, &o, &of_both, NULL), DM_OK);
    assert_int_equal(parser_run(parser, &alone, &o, &of_alone, NULL), DM_OK);
    assert_memory_equal(of_both.vectors + (size_t)3 * of_both.dim, of_alone.vectors,
                        (size_t)3 * of_alone.dim * sizeof(float));
    document_free(&both);
    document_free(&alone);
    buf_free(&file);
}

static void wrong_options_are_refused(void **state)
{
    (void)state;
    dm_document doc = read_text("It rained.");
    dm_parse p;
    dm_error err;
    const dm_parse_options depth = {.depth = 4}, kernel = {.kernel = "abacus"};
    assert_int_equal(parser_run(parser, &doc, &depth, &p, &err), DM_EUSAGE);
    assert_non_null(strstr(err.message, "4"));
    assert_int_equal(parser_run(parser, &doc, &kernel, &p, &err), DM_EUSAGE);
    assert_non_null(strstr(err.message, "abacus"));
    document_free(&doc);
}

typedef struct {
    const char *name;
    size_t keep; /* bytes of the model, 0: all */
    size_t flip; /* a byte to change, 0: none */
} damage_case;

static const damage_case damages[] = {
    {"a file of another kind", 0, 3},         {"a model cut in its header", 40, 0},
    {"a model cut in half", 9000000, 0},      {"a model with one byte changed", 0, 12345678},
    {"a model with a changed table", 0, 700},
};

static void damaged_models_are_refused(void **state)
{
    const damage_case *c = *state;
    const dm_str model = asset_encoder();
    const size_t len = c->keep ? c->keep : model.len;
    char *bytes = dm_malloc(len);
    memcpy(bytes, model.ptr, len);
    if (c->flip)
        bytes[c->flip] ^= 0x20;
    dm_parser *p = parser;
    dm_error err = {0};
    assert_int_equal(parser_open((dm_str){bytes, len}, &p, &err), DM_EMODEL);
    assert_null(p);
    assert_true(err.message[0] != '\0');
    free(bytes);
}

/* ---- a forward pass in plain floats from the same weights ---- */

static double weight_at(const dm_linear *l, size_t n, size_t k)
{
    const size_t at = n / LANES * LANES * l->k + k / 4 * (4 * LANES) + n % LANES * 4 + k % 4;
    return (double)l->w[at] * (double)l->scale[n];
}

static void apply(const dm_linear *l, const double *x, size_t rows, size_t n, double *y)
{
    for (size_t j = 0; j < n; j++) {
        for (size_t r = 0; r < rows; r++)
            y[r * n + j] = (double)l->bias[j];
        for (size_t k = 0; k < l->k; k++) {
            const double w = weight_at(l, j, k);
            for (size_t r = 0; r < rows; r++)
                y[r * n + j] += w * x[r * l->k + k];
        }
    }
}

static void norm(double *x, const float *gain, const float *bias)
{
    double mean = 0, square = 0;
    for (size_t i = 0; i < ENCODER_DIM; i++)
        mean += x[i] / ENCODER_DIM;
    for (size_t i = 0; i < ENCODER_DIM; i++)
        square += (x[i] - mean) * (x[i] - mean) / ENCODER_DIM;
    for (size_t i = 0; i < ENCODER_DIM; i++)
        x[i] = (x[i] - mean) / sqrt(square) * (double)gain[i] + (double)bias[i];
}

enum { ROWS = 9, D = ENCODER_DIM };

static void attend_row(const double *qkv, size_t row, size_t head, double *out)
{
    double p[ROWS], sum = 0;
    const double *q = qkv + row * 3 * D + head * HEAD_DIM;
    for (size_t j = 0; j < ROWS; j++) {
        const double *k = qkv + j * 3 * D + D + head * HEAD_DIM;
        double s = 0;
        for (size_t d = 0; d < HEAD_DIM; d++)
            s += q[d] * k[d];
        p[j] = exp(s / sqrt(HEAD_DIM));
        sum += p[j];
    }
    for (size_t d = 0; d < HEAD_DIM; d++) {
        double v = 0;
        for (size_t j = 0; j < ROWS; j++)
            v += p[j] / sum * qkv[j * 3 * D + 2 * (size_t)D + head * HEAD_DIM + d];
        out[row * D + head * HEAD_DIM + d] = v;
    }
}

static void reference_layer(const encoder_layer *l, double *x)
{
    static double wide[ROWS * ENCODER_FF], mixed[ROWS * D], out[ROWS * D];
    apply(&l->qkv, x, ROWS, (size_t)3 * D, wide);
    for (size_t r = 0; r < ROWS; r++)
        for (size_t h = 0; h < ENCODER_HEADS; h++)
            attend_row(wide, r, h, mixed);
    apply(&l->o, mixed, ROWS, D, out);
    for (size_t i = 0; i < TEST_LEN(out); i++)
        x[i] += out[i];
    for (size_t r = 0; r < ROWS; r++)
        norm(x + r * D, l->ln1_gain, l->ln1_bias);
    apply(&l->f1, x, ROWS, ENCODER_FF, wide);
    for (size_t i = 0; i < TEST_LEN(wide); i++)
        wide[i] *= 0.5 * erfc(-wide[i] / sqrt(2.0));
    apply(&l->f2, wide, ROWS, D, out);
    for (size_t i = 0; i < TEST_LEN(out); i++)
        x[i] += out[i];
    for (size_t r = 0; r < ROWS; r++)
        norm(x + r * D, l->ln2_gain, l->ln2_bias);
}

static void bytes_stay_close_to_floats(void **state)
{
    (void)state;
    static double x[ROWS * D];
    static dm_encoder e;
    dm_arena a = {0};
    encoder_scratch s;
    const uint32_t rows = ROWS;
    uint16_t ids[ROWS];
    uint8_t shapes[ROWS];
    assert_int_equal(encoder_open(asset_encoder(), false, &e, NULL), DM_OK);
    for (uint16_t i = 0; i < ROWS; i++) {
        ids[i] = (uint16_t)(i == 0 ? e.vocab.cls : e.vocab.count / (i + 1U));
        shapes[i] = (uint8_t)(i % SHAPE_COUNT);
    }
    encoder_scratch_make(&s, ROWS, ROWS, &a);
    encoder_run(&e, kernel_find(NULL), ids, shapes, &rows, 1, 0, &s);
    for (size_t i = 0; i < TEST_LEN(x); i++)
        x[i] = (double)s.x[i];
    for (uint32_t l = 0; l < ENCODER_LAYERS; l++) {
        reference_layer(&e.layer[l], x);
        encoder_run(&e, kernel_find(NULL), ids, shapes, &rows, 1, l + 1, &s);
        double error = 0, size = 0;
        for (size_t i = 0; i < TEST_LEN(x); i++) {
            error += (x[i] - (double)s.x[i]) * (x[i] - (double)s.x[i]);
            size += x[i] * x[i];
        }
        if (!(error < 0.02 * size))
            fail_msg("layer %u is off by %.3f", (unsigned)l, sqrt(error / size));
    }
    encoder_close(&e);
    arena_free(&a);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    struct CMUnitTest tests[TEST_LEN(damages) + 7];
    size_t n = 0;
    TEST_ONE(tests, n, kernels_and_runs_agree);
    TEST_ONE(tests, n, vectors_agree_to_the_bit);
    TEST_ONE(tests, n, plain_sentences_are_understood);
    TEST_ONE(tests, n, long_sentences_are_one_tree);
    TEST_ONE(tests, n, texts_of_a_file_are_read_apart);
    TEST_ONE(tests, n, wrong_options_are_refused);
    TEST_ONE(tests, n, bytes_stay_close_to_floats);
    TEST_CASES(tests, n, damages, damaged_models_are_refused);
    return cmocka_run_group_tests_name("parser", tests, open_parser, close_parser);
}
