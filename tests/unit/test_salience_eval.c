/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The three orders of a graph's nodes, and the precision of keywords by them. */
#include "test.h"

#include "base/file.h"
#include "eval/salience_eval.h"

#include <stdlib.h>
#include <unistd.h>

static void orders_differ(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        double salience;
        uint32_t names, first;
    } rows[] = {{"person/a", .9, 1, 40},
                {"person/b", .5, 3, 20},
                {"person/c", .1, 3, 10},
                {"person/d", .5, 0, 30}};
    static const struct {
        node_order order;
        uint32_t want[4];
    } want[] = {{ORDER_SALIENCE, {0, 1, 3, 2}},
                {ORDER_NAMES, {2, 1, 0, 3}},
                {ORDER_PAGERANK, {3, 2, 1, 0}}};
    dm_graph *g = graph_new();
    g->node_count = 4;
    g->nodes = ARENA_ARRAY(&g->arena, dm_gnode, 4);
    for (uint32_t i = 0; i < 4; i++) {
        dm_gnode *n = &g->nodes[i];
        *n = gnode_new(str_z(rows[i].id));
        n->salience = rows[i].salience;
        n->first = rows[i].first;
        n->measure[MEASURE_pagerank] = .1 * (i + 1);
        n->mention_count = rows[i].names + 1;
        n->mentions = ARENA_ARRAY(&g->arena, dm_gmention, n->mention_count);
        n->mentions[0].form = FORM_PRONOUN;
    }
    for (size_t k = 0; k < sizeof want / sizeof want[0]; k++) {
        uint32_t out[4];
        nodes_in_order(g, want[k].order, out);
        assert_memory_equal(out, want[k].want, sizeof out);
    }
    dm_graph_free(g);
}

/* Of one article's nodes the most salient alone is a keyword: precision 1. */
static void keywords_are_ranked(void **state)
{
    (void)state;
    static const char article[] =
        "{\"id\":\"own\",\"content\":\"Maria Silva met Omar Falk. Silva praised Acme "
        "Shipping. Silva left.\",\"concepts\":[{\"concept\":0,\"keyword\":true},"
        "{\"concept\":1,\"keyword\":false}],\"mentions\":[{\"concept\":0,\"begin\":0,"
        "\"end\":11},{\"concept\":1,\"begin\":16,\"end\":25}]}\n";
    char path[] = "/tmp/dm_salience_eval_XXXXXX";
    dm_engine *engine;
    keyword_figures f;
    dm_out o;
    const int fd = mkstemp(path);
    assert_true(fd >= 0 && close(fd) == 0);
    assert_int_equal(out_open(&o, path, NULL), DM_OK);
    out_z(&o, article);
    assert_int_equal(out_close(&o, NULL), DM_OK);
    assert_int_equal(dm_engine_open(&engine, NULL), DM_OK);
    assert_int_equal(eval_keywords(engine, path, &f, NULL), DM_OK);
    assert_int_equal(f.documents, 1);
    assert_float_equal((float)f.precision[ORDER_SALIENCE], 1, 1e-6f);
    assert_float_equal((float)f.precision[ORDER_NAMES], 1, 1e-6f);
    dm_engine_free(engine);
    assert_int_equal(unlink(path), 0);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orders_differ),
        cmocka_unit_test(keywords_are_ranked),
    };
    return cmocka_run_group_tests_name("salience_eval", tests, NULL, NULL);
}
