/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the trainer learns from annotated text: guidelines as sets of labels, windows, decoding.
 */
#include "test.h"

#include "train/encoder/batch.h"
#include "train/encoder/decode.h"

#include <stdlib.h>

static const char tiny[] = "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\nb\nc\n##a\n##b\n##c\n.\n";

typedef struct {
    const char *name;
    convention conv;
    const char *tag, *text, *labels; /* of a mention of two tokens */
} mark_case;

static const mark_case mark_cases[] = {
    {"a person is a person", CONV_nner, "PER", "Anna Berg", "B-person I-person"},
    {"a title is outside", CONV_gum, "PER", "President Berg", "O B-person"},
    {"so is a trailing 's", CONV_nner, "PER", "Berg 's", "B-person O"},
    {"so is the", CONV_redocred, "LOC", "the Aarhus", "O B-place"},
    {"and southern", CONV_gmb, "LOC", "southern Norway", "O B-country"},
    {"a capitalised The may be in", CONV_wikigold, "ORG", "The Herald",
     "O|B-organisation B-organisation|I-organisation"},
    {"a title's word stays in an organisation", CONV_gum, "ORG", "General Works",
     "B-organisation I-organisation"},
    {"a capital that acts may be meant as place", CONV_nner, "ORG", "Oslo",
     "B-organisation|B-place I-organisation|I-place"},
    {"a country as an attribute is a country", CONV_nner, "LOCderiv", "Norway",
     "B-country I-country"},
    {"a people is no organisation", CONV_redocred, "ORG", "Norwegian", "B-group I-group"},
    {"a country among locations", CONV_uner, "LOC", "Norway", "B-country I-country"},
    {"a country that acts is not an organisation", CONV_gum, "ORG", "Norway",
     "B-country I-country"},
    {"other locations are places", CONV_uner, "LOC", "Aarhus", "B-place I-place"},
    {"a demonym among locations is a group", CONV_redocred, "LOC", "Norwegian",
     "B-group I-group"},
    {"miscellany may be several kinds", CONV_wikigold, "MISC", "Open Cup",
     "B-group|B-event|B-thing I-group|I-event|I-thing"},
    {"a date is no name", CONV_redocred, "TIME", "May", "O O"},
    {"an unknown tag stays open", CONV_nner, "PERpart", "pro-Berg", "any any"},
    {"DWIE's own tags", CONV_ours, "type::gpe0-x", "Norwegian", "B-group I-group"},
};

static void render(dm_buf *out, uint16_t set)
{
    if (set == NAME_ANY) {
        buf_fmt(out, "any");
        return;
    }
    const char *between = "";
    for (uint32_t l = 0; l < NAME_LABELS; l++) {
        if (!(set >> l & 1))
            continue;
        if (l == 0)
            buf_fmt(out, "%sO", between);
        else
            buf_fmt(out, "%s%c-%s", between, l % 2 ? 'B' : 'I', kind_table[(l - 1) / 2].name);
        between = "|";
    }
}

static void mark_case_holds(void **state)
{
    const mark_case *k = *state;
    name_lists lists = {0};
    map_set(&lists.countries, STR("norway"), 1);
    map_set(&lists.demonyms, STR("norwegian"), 1);
    map_set(&lists.capitals, STR("oslo"), 1);
    dm_vocab v;
    assert_int_equal(vocab_open(str_z(tiny), &v, NULL), DM_OK);
    corpus c = {.has_names = true};
    corpus_doc_begin(&c, k->conv);
    (void)corpus_token_add(&c, &v, STR("a"));
    (void)corpus_token_add(&c, &v, STR("b"));
    corpus_mark(&c, &lists, k->conv, str_z(k->tag), str_z(k->text), 0, 2);
    dm_buf got = {0};
    render(&got, c.tokens.at[0].names);
    buf_fmt(&got, " ");
    render(&got, c.tokens.at[1].names);
    assert_string_equal(got.ptr, k->labels);
    buf_free(&got);
    corpus_free(&c);
    vocab_free(&v);
    map_free(&lists.countries);
    map_free(&lists.demonyms);
    map_free(&lists.capitals);
}

static void silence_is_not_outside(void **state)
{
    (void)state;
    dm_buf got = {0};
    render(&got, corpus_outside(CONV_gmb));
    assert_string_equal(got.ptr, "O|B-event|I-event|B-thing|I-thing");
    buf_free(&got);
    assert_int_equal(corpus_outside(CONV_ours), NAME_O);
}

/* Documents of sentences of the given lengths (0 ends a document, -1 all). */
static void build(corpus *c, const dm_vocab *v, const int *lengths)
{
    corpus_doc_begin(c, CONV_ours);
    for (; *lengths >= 0; lengths++) {
        for (int i = 0; i < *lengths; i++)
            (void)corpus_token_add(c, v, STR("ab")); /* two pieces */
        corpus_sentence_end(c);
        if (*lengths == 0)
            corpus_doc_begin(c, CONV_ours);
    }
}

static void windows_hold_whole_sentences_of_one_document(void **state)
{
    (void)state;
    dm_vocab v;
    assert_int_equal(vocab_open(str_z(tiny), &v, NULL), DM_OK);
    corpus c = {.has_names = true};
    build(&c, &v, (const int[]){30, 30, 10, 0, 100, 5, 300, -1});
    window_list w = {0};
    windows_cut(&c, NULL, &w);
    dm_buf got = {0};
    for (size_t i = 0; i < w.len; i++)
        buf_fmt(&got, "[%u,%u):%u ", w.at[i].first, w.at[i].end, w.at[i].pieces);
    /* 128 pieces at most, a longer sentence alone, one beyond the positions left out */
    assert_string_equal(got.ptr, "[0,2):120 [2,3):20 [3,4):200 [4,5):10 ");
    buf_free(&got);
    vec_free(&w);
    corpus_free(&c);
    vocab_free(&v);
}

static void a_pack_begins_and_ends_its_windows(void **state)
{
    (void)state;
    dm_vocab v;
    assert_int_equal(vocab_open(str_z(tiny), &v, NULL), DM_OK);
    corpus c = {.has_names = true};
    build(&c, &v, (const int[]){2, 0, 1, -1});
    window_list w = {0};
    windows_cut(&c, NULL, &w);
    dm_arena a = {0};
    const pack *p = pack_make(&a, &c, &v, w.at, w.len);
    dm_buf got = {0};
    for (uint32_t r = 0; r < p->M; r++)
        buf_fmt(&got, "%.*s/%u ", STR_ARG(v.pieces[p->piece[r]]), p->pos[r]);
    assert_string_equal(got.ptr,
                        "[CLS]/0 a/1 ##b/2 a/3 ##b/4 [SEP]/5 [CLS]/0 a/1 ##b/2 [SEP]/3 ");
    assert_int_equal(p->T, 3);
    assert_int_equal(p->first[1], 3);
    assert_int_equal(p->sentences[1].window, 1);
    buf_free(&got);
    arena_free(&a);
    vec_free(&w);
    corpus_free(&c);
    vocab_free(&v);
}

static void names_do_not_begin_inside(void **state)
{
    (void)state;
    real scores[3][NAME_LABELS] = {{0}};
    scores[0][0] = 2;
    scores[1][2] = 3; /* I-person after O cannot be */
    scores[1][1] = 2;
    scores[2][2] = 3;
    uint8_t labels[3];
    decode_names(scores[0], 3, labels);
    assert_int_equal(labels[0], 0);
    assert_int_equal(labels[1], 1);
    assert_int_equal(labels[2], 2);
}

/* Every tree of n words by brute force: head vectors with one root and no cycle. */
static double best_by_force(const real *scores, uint32_t n)
{
    double best = -1e30;
    uint32_t trees = 1;
    for (uint32_t i = 0; i < n; i++)
        trees *= n + 1;
    for (uint32_t code = 0; code < trees; code++) {
        uint32_t head[5], rest = code, roots = 0;
        double sum = 0;
        bool tree = true;
        for (uint32_t i = 0; i < n; i++, rest /= n + 1) {
            head[i] = rest % (n + 1);
            roots += head[i] == 0;
            sum += (double)scores[i * (n + 1) + head[i]];
        }
        for (uint32_t i = 0; i < n && tree; i++) {
            uint32_t at = i + 1, steps = 0;
            for (; at != 0 && steps <= n; steps++)
                at = head[at - 1];
            tree = at == 0;
        }
        best = tree && roots == 1 && sum > best ? sum : best;
    }
    return best;
}

static void trees_are_the_best_with_one_root(void **state)
{
    (void)state;
    dm_random r = {11};
    for (uint32_t round = 0; round < 200; round++) {
        const uint32_t n = 1 + round % 5;
        real scores[30];
        for (uint32_t i = 0; i < n * (n + 1); i++)
            scores[i] = R(random_unit(&r) * 10);
        for (uint32_t i = 0; i < n; i++)
            scores[i * (n + 1) + i + 1] = R(-1e9); /* no word is its own head */
        uint16_t head[5];
        decode_tree(scores, n, head);
        double sum = 0;
        uint32_t roots = 0;
        for (uint32_t i = 0; i < n; i++) {
            sum += (double)scores[i * (n + 1) + head[i]];
            roots += head[i] == 0;
        }
        assert_int_equal(roots, 1);
        if (fabs(sum - best_by_force(scores, n)) > 1e-4)
            fail_msg("round %u: %g, best is %g", round, sum, best_by_force(scores, n));
    }
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    struct CMUnitTest tests[TEST_LEN(mark_cases) + 5];
    size_t n = 0;
    TEST_CASES(tests, n, mark_cases, mark_case_holds);
    TEST_ONE(tests, n, silence_is_not_outside);
    TEST_ONE(tests, n, windows_hold_whole_sentences_of_one_document);
    TEST_ONE(tests, n, a_pack_begins_and_ends_its_windows);
    TEST_ONE(tests, n, names_do_not_begin_inside);
    TEST_ONE(tests, n, trees_are_the_best_with_one_root);
    return cmocka_run_group_tests_name("train_corpus", tests, NULL, NULL);
}
