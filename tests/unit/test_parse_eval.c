/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language scores: the engine's own answer as gold scores all, every change costs one. */
#include "test.h"

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

static tree_figures score_trees(const dm_document *doc, const dm_parse *parse)
{
    dm_buf out = {0};
    tree_figures f;
    conllu_write(doc, parse, NULL, NULL, &out);
    save(buf_str(&out));
    assert_int_equal(eval_trees(parser, NULL, path, &f, NULL), DM_OK);
    buf_free(&out);
    return f;
}

static void trees_are_counted(void **state)
{
    (void)state;
    dm_document doc;
    dm_parse p;
    parse_own(&doc, &p);
    tree_figures f = score_trees(&doc, &p);
    const uint32_t n = doc.token_count;
    assert_int_equal(f.tokens, n);
    assert_int_equal(f.upos + f.xpos + f.uas + f.las + f.lemma, 5 * n);
    p.words[0].upos = (uint8_t)((p.words[0].upos + 1) % UPOS_COUNT);
    p.words[1].lemma = STR("another");
    p.words[2].deprel = p.words[2].deprel == DEP_obl_agent ? DEP_list : DEP_obl_agent;
    f = score_trees(&doc, &p);
    assert_int_equal(f.upos, n - 1);
    assert_int_equal(f.lemma, n - 1);
    assert_int_equal(f.xpos, n);
    assert_int_equal(f.uas, n);
    assert_int_equal(f.las, n - 1);
    document_free(&doc);
}

static const char *tag_of(uint8_t kind)
{
    return kind == KIND_person                          ? "PER"
           : kind == KIND_organisation                  ? "ORG"
           : kind == KIND_country || kind == KIND_place ? "LOC"
                                                        : "MISC";
}

/* The document's own names as a file of tags, all but the first `skip` names. */
static void save_tags(const dm_document *doc, const dm_parse *p, uint32_t skip, bool numbered)
{
    dm_buf out = {0};
    uint32_t name = 0;
    for (uint32_t t = 0; t < doc->token_count; t++) {
        if (t > 0 && doc->tokens[t].sentence != doc->tokens[t - 1].sentence)
            buf_byte(&out, '\n');
        while (name < p->name_count && p->names[name].end <= t)
            name++;
        const bool inside = name < p->name_count && p->names[name].begin <= t && name >= skip;
        if (numbered)
            buf_fmt(&out, "%u\t", (unsigned)t + 1);
        buf_fmt(&out, "%.*s\t", STR_ARG(token_str(doc, t)));
        if (inside)
            buf_fmt(&out, "%c-%s", t == p->names[name].begin ? 'B' : 'I',
                    tag_of(p->names[name].kind));
        else
            buf_byte(&out, 'O');
        buf_fmt(&out, "%s\n", numbered ? "\t-" : "");
    }
    save(buf_str(&out));
    buf_free(&out);
}

static void names_are_counted(void **state)
{
    (void)state;
    dm_document doc;
    dm_parse p;
    name_figures f;
    parse_own(&doc, &p);
    uint32_t counted = 0, first = p.name_count;
    for (uint32_t i = 0; i < p.name_count; i++) {
        const bool counts = strcmp(tag_of(p.names[i].kind), "MISC") != 0;
        counted += counts;
        first = counts && first == p.name_count ? i : first;
    }
    assert_true(counted > 0);
    for (int numbered = 0; numbered < 2; numbered++) {
        save_tags(&doc, &p, 0, numbered != 0);
        assert_int_equal(eval_names(parser, NULL, path, &f, NULL), DM_OK);
        assert_int_equal(f.tokens, doc.token_count);
        assert_int_equal(f.of[NAME_ALL].right, counted);
        assert_int_equal(f.of[NAME_ALL].gold, counted);
        assert_float_equal((float)name_f1(&f.of[NAME_ALL]), 1, 1e-6f);
    }
    save_tags(&doc, &p, first + 1, true);
    assert_int_equal(eval_names(parser, NULL, path, &f, NULL), DM_OK);
    assert_int_equal(f.of[NAME_ALL].right, counted - 1);
    assert_int_equal(f.of[NAME_ALL].found, counted);
    document_free(&doc);
}

static void missing_files_are_named(void **state)
{
    (void)state;
    dm_error err;
    tree_figures t;
    name_figures n;
    assert_int_equal(eval_trees(parser, NULL, "no/such/file", &t, &err), DM_EIO);
    assert_non_null(strstr(err.message, "no/such/file"));
    save(STR("\n\n"));
    assert_int_equal(eval_names(parser, NULL, path, &n, &err), DM_EINPUT);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_are_counted),
        cmocka_unit_test(names_are_counted),
        cmocka_unit_test(missing_files_are_named),
    };
    return cmocka_run_group_tests_name("parse_eval", tests, open_parser, close_parser);
}
