/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tiny vocabulary shows the rules; the start weights' own one, where the shared data lies
 * beside the project, shows that they are BERT's. */
#include "test.h"

#include "base/file.h"
#include "engine/wordpiece.h"

#include <stdlib.h>

#define SHARED DM_TEST_DATA "/../../../shared/data/encoder"

static const char tiny[] =
    "[PAD]\n[UNK]\n[CLS]\n[SEP]\nna\n##ive\nnaive\nun\n##able\n##s\n.\n-\n'\n"
    "s\nu\nn\no\nstrasse\n##ß\nd\n平\n";

typedef struct {
    const char *name, *token, *pieces;
} piece_case;

static const piece_case piece_cases[] = {
    {"longest match first", "naive", "naive"},
    {"marks and case fall away", "Naïve", "naive"},
    {"a word in parts", "unables", "un ##able ##s"},
    {"punctuation stands alone", "U.N.", "u . n ."},
    {"a word that is not covered is one unknown", "unfathomable", "[UNK]"},
    {"known parts beside unknown ones", "un-zzz", "un - [UNK]"},
    {"CJK one by one", "平平", "平 平"},
    {"soft hyphens are nothing", "na\xc2\xadïve", "naive"},
    {"nothing left is unknown", "\xe2\x80\x8b", "[UNK]"},
    {"white space inside splits", "un un", "un un"},
    {"the rest of a long token is dropped", "s.s.s.s.s.s.s.s.", "s . s . s . s . s . s ."},
};

static void piece_case_holds(void **state)
{
    const piece_case *c = *state;
    dm_vocab v;
    assert_int_equal(vocab_open(str_z(tiny), &v, NULL), DM_OK);
    uint16_t ids[PIECES_PER_TOKEN];
    uint32_t n = wordpiece(&v, str_z(c->token), ids, PIECES_PER_TOKEN);
    dm_buf got = {0};
    for (uint32_t i = 0; i < n; i++)
        buf_fmt(&got, "%s%.*s", i ? " " : "", STR_ARG(v.pieces[ids[i]]));
    assert_string_equal(got.ptr, c->pieces);
    buf_free(&got);
    vocab_free(&v);
}

typedef struct {
    const char *name, *token;
    dm_shape shape;
} shape_case;

static const shape_case shape_cases[] = {
    {"lower", "minister", SHAPE_LOWER},
    {"title", "Anna", SHAPE_TITLE},
    {"title by parts", "Al-Karim", SHAPE_TITLE},
    {"upper", "NGO", SHAPE_UPPER},
    {"upper with dots", "U.N.", SHAPE_UPPER},
    {"initial", "J.", SHAPE_INITIAL},
    {"mixed", "McNeil", SHAPE_MIXED},
    {"small first", "eBook", SHAPE_MIXED},
    {"number", "1,250", SHAPE_NUMBER},
    {"letters and digits", "F16", SHAPE_ALNUM},
    {"sign", "--", SHAPE_OTHER},
    {"accents count", "Élan", SHAPE_TITLE},
};

static void shape_case_holds(void **state)
{
    const shape_case *c = *state;
    assert_int_equal(case_shape(str_z(c->token)), c->shape);
}

static void a_vocabulary_without_marks_is_refused(void **state)
{
    (void)state;
    dm_vocab v;
    dm_error err = {0};
    assert_int_equal(vocab_open(STR("a\nb\n"), &v, &err), DM_EMODEL);
    assert_non_null(strstr(err.message, "[CLS]"));
    vocab_free(&v);
}

/* Every row of wordpieces.json: ["word",["piece",...],[id,...]] with blanks and line ends
 * between; the words hold no escapes. */
static void pieces_are_those_of_the_start_weights(void **state)
{
    (void)state;
    dm_buf vocab = {0}, json = {0};
    if (file_read(SHARED "/vocab.txt", 0, &vocab, NULL) != DM_OK ||
        file_read(SHARED "/wordpieces.json", 0, &json, NULL) != DM_OK) {
        print_message(
            "SKIPPED: ../shared/data/encoder is not there, BERT's pieces unchecked\n");
        skip();
    }
    dm_vocab v;
    assert_int_equal(vocab_open(buf_str(&vocab), &v, NULL), DM_OK);
    size_t rows = 0;
    const char *at = strstr(json.ptr, "\"words\"");
    for (at = strchr(at, '['); (at = strchr(at + 1, '[')) != NULL; rows++) {
        const char *word = strchr(at, '"') + 1, *end = strchr(word, '"');
        at = strstr(end, "],\n[") + 4;
        uint16_t ids[PIECES_PER_TOKEN];
        uint32_t n = wordpiece(&v, (dm_str){word, (size_t)(end - word)}, ids, PIECES_PER_TOKEN);
        for (uint32_t i = 0; i < n; i++) {
            char *next = NULL;
            assert_int_equal(strtol(at, &next, 10), ids[i]);
            at = next + strspn(next, ", \n");
        }
        assert_int_equal(*at, ']');
    }
    assert_true(rows > 50);
    vocab_free(&v);
    buf_free(&vocab);
    buf_free(&json);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    struct CMUnitTest tests[TEST_LEN(piece_cases) + TEST_LEN(shape_cases) + 2];
    size_t n = 0;
    TEST_CASES(tests, n, piece_cases, piece_case_holds);
    TEST_CASES(tests, n, shape_cases, shape_case_holds);
    TEST_ONE(tests, n, a_vocabulary_without_marks_is_refused);
    TEST_ONE(tests, n, pieces_are_those_of_the_start_weights);
    return cmocka_run_group_tests_name("wordpiece", tests, NULL, NULL);
}
