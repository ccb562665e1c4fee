/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language scores: the engine's own answer as gold scores all, every change costs one. */
#include "test.h"

#include "base/file.h"
#include "engine/conllu.h"
#include "eval/parse_eval.h"

#include <stdlib.h>
#include <unistd.h>

static const char *const text =
    "Ines Vega sails from Oslo to Lisbon. The harbour of Lisbon was "
    "closed, said Omar Falk of Acme Shipping.";

static dm_parser *parser;
static char path[] = "/tmp/dm_parse_eval_XXXXXX";

static int open_parser(void **state)
{
    (void)state;
    const int fd = mkstemp(path);
    return fd >= 0 && close(fd) == 0 && parser_open(STR(""), &parser, NULL) == DM_OK ? 0 : -1;
}

static int close_parser(void **state)
{
    (void)state;
    parser_free(parser);
    return unlink(path);
}

static void save(dm_str s)
{
    dm_out o;
    assert_int_equal(out_open(&o, path, NULL), DM_OK);
    out_str(&o, s);
    assert_int_equal(out_close(&o, NULL), DM_OK);
}

static void parse_own(dm_document *doc, dm_parse *parse)
{
    assert_int_equal(
        document_read(&(dm_source){.bytes = str_z(text), .form = INPUT_TEXT}, doc, NULL),
        DM_OK);
    assert_int_equal(parser_run(parser, doc, NULL, parse, NULL), DM_OK);
}

static tree_figures score_trees(const dm_document *doc, const dm_parse *parse,
                                tree_errors *errors)
{
    dm_buf out = {0};
    tree_figures f;
    conllu_write(doc, parse, NULL, NULL, &out);
    save(buf_str(&out));
    assert_int_equal(eval_trees(parser, NULL, path, &f, errors, NULL), DM_OK);
    buf_free(&out);
    return f;
}

static const char *changed_tag(uint8_t gold, uint8_t ours)
{
    static char change[64];
    (void)snprintf(change, sizeof change, "%s -> %s", upos_name(gold), upos_name(ours));
    return change;
}

static void trees_are_counted(void **state)
{
    (void)state;
    dm_document doc;
    dm_parse p;
    parse_own(&doc, &p);
    tree_figures f = score_trees(&doc, &p, NULL);
    const uint32_t n = doc.token_count;
    assert_int_equal(f.tokens, n);
    assert_int_equal(f.upos + f.xpos + f.uas + f.las + f.lemma, 5 * n);
    const uint8_t before = p.words[0].upos;
    p.words[0].upos = (uint8_t)((p.words[0].upos + 1) % UPOS_COUNT);
    p.words[1].lemma = STR("another");
    p.words[2].deprel = DEP_obl_agent; /* gold, where the engine says another */
    tree_errors errors = {0};
    char *list = NULL;
    size_t size = 0;
    f = score_trees(&doc, &p, &errors);
    assert_int_equal(f.upos, n - 1);
    assert_int_equal(f.lemma, n - 1);
    assert_int_equal(f.xpos, n);
    assert_int_equal(f.uas, n);
    assert_int_equal(f.las, n - 1);
    FILE *to = open_memstream(&list, &size);
    tree_errors_print(&errors, 20, to);
    assert_int_equal(fclose(to), 0);
    assert_non_null(strstr(list, changed_tag(p.words[0].upos, before)));
    assert_non_null(strstr(list, "obl:agent -> "));
    free(list);
    document_free(&doc);
}

static void missing_files_are_named(void **state)
{
    (void)state;
    dm_error err;
    tree_figures t;
    assert_int_equal(eval_trees(parser, NULL, "no/such/file", &t, NULL, &err), DM_EIO);
    assert_non_null(strstr(err.message, "no/such/file"));
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_are_counted),
        cmocka_unit_test(missing_files_are_named),
    };
    return cmocka_run_group_tests_name("parse_eval", tests, open_parser, close_parser);
}
