/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of chains: our own chains as gold score all, chains run together cost. */
#include "test.h"

#include "base/file.h"
#include "cast/cast.h"
#include "engine/conllu.h"
#include "eval/coref_eval.h"

#include <stdlib.h>
#include <unistd.h>

static const char *const text =
    "Maria Silva leads Acme Shipping. Silva met Omar Falk in Lisbon on Monday. She said that "
    "Acme Shipping would leave Lisbon. Falk did not agree with her.";

static dm_parser *parser;
static dm_lexicon *lexicon;
static char folder[] = "/tmp/dm_coref_eval_XXXXXX";
static char treebank[64], chains[64];

static int open_engine(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    (void)snprintf(treebank, sizeof treebank, "%s/t.conllu", folder);
    (void)snprintf(chains, sizeof chains, "%s/own.conll", folder);
    const bool ok = parser_open(STR(""), &parser, NULL) == DM_OK &&
                    lexicon_open(STR(""), &lexicon, NULL) == DM_OK;
    return ok ? 0 : -1;
}

static int close_engine(void **state)
{
    (void)state;
    parser_free(parser);
    lexicon_free(lexicon);
    (void)unlink(treebank);
    (void)unlink(chains);
    return rmdir(folder);
}

static void save(const char *where, dm_str s)
{
    dm_out o;
    assert_int_equal(out_open(&o, where, NULL), DM_OK);
    out_str(&o, s);
    assert_int_equal(out_close(&o, NULL), DM_OK);
}

/* The text as a treebank of one document and one that has no chains. */
static void save_treebank(dm_buf *out)
{
    dm_document doc;
    dm_parse parse;
    assert_int_equal(
        document_read(&(dm_source){.bytes = str_z(text), .form = INPUT_TEXT}, &doc, NULL),
        DM_OK);
    assert_int_equal(parser_run(parser, &doc, NULL, &parse, NULL), DM_OK);
    buf_add(out, STR("# newdoc id = own\n"));
    conllu_write(&doc, &parse, NULL, NULL, out);
    dm_buf two = {0};
    buf_fmt(&two, "%.*s\n# newdoc id = other\n1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_\n\n",
            (int)out->len, out->ptr);
    save(treebank, buf_str(&two));
    buf_free(&two);
    document_free(&doc);
}

/* Our own chains as the corpus would have them; all in one when merged. */
static void save_chains(dm_str conllu, bool merged)
{
    dm_document doc;
    dm_parse parse;
    dm_cast cast;
    dm_buf out = {0};
    assert_int_equal(document_from_conllu(conllu, &doc, NULL), DM_OK);
    assert_int_equal(parser_run(parser, &doc, NULL, &parse, NULL), DM_OK);
    cast_build(lexicon, &doc, &parse, &cast);
    buf_add(&out, STR("# begin document\n"));
    for (uint32_t t = 0; t < doc.token_count; t++) {
        buf_fmt(&out, "%u\t%.*s\t", t, STR_ARG(token_str(&doc, t)));
        for (uint32_t i = 0; i < cast.mention_count; i++) {
            const dm_mention *m = &cast.mentions[i];
            const uint32_t chain = merged ? 1 : m->entity + 1;
            if (m->entity == ENTITY_NONE)
                continue;
            if (m->begin == t)
                buf_fmt(&out, "(%u%s", chain, m->end == t + 1 ? ")" : "");
            else if (m->end == t + 1)
                buf_fmt(&out, "%u)", chain);
        }
        buf_fmt(&out, "\n");
    }
    save(chains, buf_str(&out));
    buf_free(&out);
    document_free(&doc);
}

static void chains_are_scored(void **state)
{
    (void)state;
    dm_buf conllu = {0};
    coref_figures f;
    const coref_options o = {parser, lexicon, treebank, folder};
    save_treebank(&conllu);
    save_chains(buf_str(&conllu), false);
    assert_int_equal(eval_coref(&o, &f, NULL), DM_OK);
    assert_int_equal(f.documents, 1);
    assert_true(f.gold_mentions > 4);
    assert_int_equal(f.found_mentions, f.gold_mentions);
    for (int v = 0; v < CHAINS_COUNT; v++)
        assert_float_equal((float)f.by[v].conll, 1, 1e-6f);
    save_chains(buf_str(&conllu), true);
    assert_int_equal(eval_coref(&o, &f, NULL), DM_OK);
    for (int v = 0; v < CHAINS_COUNT; v++)
        assert_true(f.by[v].conll < .9);
    buf_free(&conllu);
}

static void files_that_do_not_fit_are_named(void **state)
{
    (void)state;
    dm_buf conllu = {0};
    dm_error err;
    coref_figures f;
    const coref_options o = {parser, lexicon, treebank, folder};
    const coref_options nowhere = {parser, lexicon, treebank, "no/such/folder"};
    save_treebank(&conllu);
    assert_int_equal(eval_coref(&nowhere, &f, &err), DM_EINPUT);
    assert_non_null(strstr(err.message, "no/such/folder"));
    save(chains, STR("0\tMaria\t(1)\n"));
    assert_int_equal(eval_coref(&o, &f, &err), DM_EINPUT);
    assert_non_null(strstr(err.message, "own: 1 words"));
    buf_free(&conllu);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chains_are_scored),
        cmocka_unit_test(files_that_do_not_fit_are_named),
    };
    return cmocka_run_group_tests_name("coref_eval", tests, open_engine, close_engine);
}
