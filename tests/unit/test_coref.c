/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom a pronoun, a description or a bare surname means: short texts of our own through the
 * whole language engine.  A row asks about the last word of its form in the text; the answer is
 * the label of the entity, or NULL for nobody that the text names. */
#include "test.h"

#include "cast/cast.h"
#include "engine/parser.h"

#include <stdlib.h>

typedef struct {
    const char *name, *text, *word, *who;
} coref_case;

static dm_lexicon *lexicon;
static dm_parser *parser;

/* clang-format off */
static const coref_case cases[] = {
#define COREF_CASE(text, word, who) {text, text, word, who},
#include "coref_cases.def"
#undef COREF_CASE
};
/* clang-format on */

static uint32_t last_word(const dm_document *doc, const char *word)
{
    for (uint32_t t = doc->token_count; t-- > 0;) {
        if (str_eq(token_str(doc, t), str_z(word)))
            return t;
    }
    fail_msg("no word %s", word);
    return 0;
}

static void means(void **state)
{
    const coref_case *row = *state;
    const dm_source source = {
        .bytes = str_z(row->text), .form = INPUT_TEXT, .encoding = "UTF-8"};
    dm_document doc;
    dm_parse parse;
    dm_cast cast;
    assert_int_equal(document_read(&source, &doc, NULL), DM_OK);
    assert_int_equal(parser_run(parser, &doc, NULL, &parse, NULL), DM_OK);
    cast_build(lexicon, &doc, &parse, &cast);
    const uint32_t e = cast.token_entity[last_word(&doc, row->word)];
    const dm_str got = e == ENTITY_NONE ? STR("nobody") : cast.entities[e].label;
    const dm_str wanted = row->who ? str_z(row->who) : STR("nobody");
    if (!str_eq(got, wanted))
        print_error("%s: \"%s\" is %.*s, not %.*s\n", row->text, row->word, STR_ARG(got),
                    STR_ARG(wanted));
    assert_true(str_eq(got, wanted));
    document_free(&doc);
}

static int open_engine(void **state)
{
    (void)state;
    return lexicon_open(STR(""), &lexicon, NULL) != DM_OK ||
           parser_open(STR(""), &parser, NULL) != DM_OK;
}

static int close_engine(void **state)
{
    (void)state;
    parser_free(parser);
    lexicon_free(lexicon);
    return 0;
}

int main(void)
{
    static struct CMUnitTest tests[TEST_LEN(cases)];
    size_t n = 0;
    TEST_CASES(tests, n, cases, means);
    return _cmocka_run_group_tests("coref", tests, n, open_engine, close_engine);
}
