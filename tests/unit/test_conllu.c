/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CoNLL-U in and out, label names, lemmas. */
#include "test.h"

#include "engine/conllu.h"
#include "engine/parser.h"

static const char *const file =
    "# newdoc id = harbour\n"
    "# sent_id = 1\n"
    "# text = Ines sails.\n"
    "1\tInes\tInes\tPROPN\tNNP\t_\t2\tnsubj\t_\tNER=B-person\n"
    "2\tsails\tsail\tVERB\tVBZ\t_\t0\troot\t_\tSpaceAfter=No\n"
    "3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n"
    "\n"
    "# sent_id = 2\n"
    "# text = Acme Shipping of Norway paid\n"
    "1\tAcme\tAcme\tPROPN\tNNP\t_\t5\tnsubj\t_\tNER=B-organisation\n"
    "2\tShipping\tShipping\tPROPN\tNNP\t_\t1\tflat\t_\tNER=I-organisation\n"
    "3\tof\tof\tADP\tIN\t_\t4\tcase\t_\t_\n"
    "4\tNorway\tNorway\tPROPN\tNNP\t_\t1\tnmod\t_\tNER=B-country\n"
    "5\tpaid\tpay\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n"
    "\n";

static void what_is_read_is_written(void **state)
{
    (void)state;
    dm_document doc;
    dm_parse p;
    dm_buf out = {0};
    assert_int_equal(document_from_conllu(str_z(file), &doc, NULL), DM_OK);
    assert_int_equal(parse_from_conllu(str_z(file), &doc, &p, NULL), DM_OK);
    assert_int_equal(p.name_count, 3);
    assert_int_equal(p.names[1].begin, 3);
    assert_int_equal(p.names[1].end, 5);
    assert_int_equal(p.names[1].kind, KIND_organisation);
    conllu_write(&doc, &p, NULL, NULL, &out);
    assert_string_equal(out.ptr, file);
    buf_free(&out);
    document_free(&doc);
}

static void entities_are_written(void **state)
{
    (void)state;
    dm_document doc;
    dm_parse p;
    dm_buf out = {0};
    assert_int_equal(document_from_conllu(str_z(file), &doc, NULL), DM_OK);
    assert_int_equal(parse_from_conllu(str_z(file), &doc, &p, NULL), DM_OK);
    const dm_str ids[] = {STR("person/ines")};
    const uint32_t none = UINT32_MAX;
    const uint32_t entity[] = {0, none, none, none, none, none, none, none};
    conllu_write(&doc, &p, entity, ids, &out);
    assert_non_null(strstr(out.ptr, "\tNER=B-person|Entity=person/ines\n"));
    assert_null(strstr(strstr(out.ptr, "Entity=") + 1, "Entity="));
    buf_free(&out);
    document_free(&doc);
}

typedef struct {
    const char *name, *from, *to, *message;
} bad_case;

static const bad_case bad[] = {
    {"a head outside the sentence", "\t2\tnsubj", "\t9\tnsubj", "line 4: head 9"},
    {"a token as its own head", "\t2\tnsubj", "\t1\tnsubj", "line 4: head 1"},
};

static void bad_trees_are_refused(void **state)
{
    const bad_case *c = *state;
    dm_document doc;
    dm_parse p;
    dm_error err;
    dm_buf changed = {0};
    const size_t at = str_find(str_z(file), str_z(c->from), 0);
    buf_add(&changed, str_slice(str_z(file), 0, at));
    buf_add(&changed, str_z(c->to));
    buf_add(&changed, str_z(file + at + strlen(c->from)));
    assert_int_equal(document_from_conllu(buf_str(&changed), &doc, NULL), DM_OK);
    assert_int_equal(parse_from_conllu(buf_str(&changed), &doc, &p, &err), DM_EINPUT);
    assert_non_null(strstr(err.message, c->message));
    buf_free(&changed);
    document_free(&doc);
}

static void another_document_is_refused(void **state)
{
    (void)state;
    dm_document doc;
    dm_parse p;
    assert_int_equal(document_from_conllu(str_z(file), &doc, NULL), DM_OK);
    const size_t half = str_find(str_z(file), STR("# sent_id = 2"), 0);
    assert_int_equal(parse_from_conllu((dm_str){file, half}, &doc, &p, NULL), DM_EINPUT);
    document_free(&doc);
}

static void names_of_labels_are_found_again(void **state)
{
    (void)state;
    for (uint8_t i = 0; i < UPOS_COUNT; i++)
        assert_int_equal(upos_find(str_z(upos_name(i))), i);
    for (uint8_t i = 0; i < XPOS_COUNT; i++)
        assert_int_equal(xpos_find(str_z(xpos_name(i))), i);
    for (uint8_t i = 0; i < DEP_COUNT; i++)
        assert_int_equal(deprel_find(str_z(deprel_name(i))), i);
    assert_int_equal(upos_find(STR("NOPE")), UPOS_X);
    assert_int_equal(deprel_find(STR("nsubj:odd")), DEP_nsubj);
    assert_int_equal(deprel_find(STR("odd")), DEP_dep);
}

typedef struct {
    const char *name, *form;
    dm_upos upos;
    dm_xpos xpos;
} lemma_case;

/* The row's name is the lemma. */
static const lemma_case lemmas[] = {
    {"minister", "Ministers", UPOS_NOUN, XPOS_NNS},
    {"company", "companies", UPOS_NOUN, XPOS_NNS},
    {"Norway", "Norway", UPOS_PROPN, XPOS_NNP},
    {"find", "found", UPOS_VERB, XPOS_VBD},
    {"found", "found", UPOS_VERB, XPOS_VB},
    {"run", "running", UPOS_VERB, XPOS_VBG},
    {"accuse", "accusing", UPOS_VERB, XPOS_VBG},
    {"deny", "denies", UPOS_VERB, XPOS_VBZ},
    {"be", "was", UPOS_AUX, XPOS_VBD},
    {"good", "better", UPOS_ADJ, XPOS_JJR},
    {"large", "largest", UPOS_ADJ, XPOS_JJS},
    {"the", "THE", UPOS_DET, XPOS_DT},
    {"I", "I", UPOS_PRON, XPOS_PRP},
    {"\xc3\xa9lite", "\xc3\x89lites", UPOS_NOUN, XPOS_NNS},
    {"", "", UPOS_NOUN, XPOS_NNS},
    {"s", "s", UPOS_NOUN, XPOS_NNS},
};

static void lemma_is_right(void **state)
{
    const lemma_case *c = *state;
    dm_arena a = {0};
    const dm_str got = lemma_of(&a, str_z(c->form), (uint8_t)c->upos, (uint8_t)c->xpos);
    assert_string_equal(str_dup(&a, got).ptr, c->name);
    arena_free(&a);
}

static void long_forms_are_left_alone(void **state)
{
    (void)state;
    char form[5000];
    memset(form, 'a', sizeof form);
    dm_arena a = {0};
    const dm_str got = lemma_of(&a, (dm_str){form, sizeof form}, UPOS_NOUN, XPOS_NN);
    assert_int_equal(got.len, sizeof form);
    arena_free(&a);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    struct CMUnitTest tests[TEST_LEN(bad) + TEST_LEN(lemmas) + 5];
    size_t n = 0;
    TEST_ONE(tests, n, what_is_read_is_written);
    TEST_ONE(tests, n, entities_are_written);
    TEST_ONE(tests, n, another_document_is_refused);
    TEST_ONE(tests, n, names_of_labels_are_found_again);
    TEST_ONE(tests, n, long_forms_are_left_alone);
    TEST_CASES(tests, n, bad, bad_trees_are_refused);
    TEST_CASES(tests, n, lemmas, lemma_is_right);
    return cmocka_run_group_tests_name("conllu", tests, NULL, NULL);
}
