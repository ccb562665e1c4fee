/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences of our own through the whole program: exactly these event edges come out.  Around
 * each stand others, as in an article. */
#include "dramatis.h"
#include "graph/graph.h"
#include "ontology/ontology.h"
#include "test.h"

typedef struct {
    const char *name, *expected;
} sentence_case;

static const sentence_case cases[] = {
#define SENTENCE(text, edges) {(text), (edges)},
#include "event_sentences.def"
#undef SENTENCE
};

static dm_engine *engine;

static dm_str last_part(dm_str id)
{
    size_t slash = str_find(id, STR("/"), 0);
    return slash == SIZE_MAX ? id : str_slice(id, slash + 1, id.len);
}

/* Symmetric edges have no direction: both orders are written the same. */
static void edge_text(const dm_graph *g, const dm_gedge *e, dm_buf *out)
{
    dm_str s = last_part(g->nodes[e->source].id), t = last_part(g->nodes[e->target].id);
    buf_fmt(out, "%.*s %s%.*s %.*s", STR_ARG(s),
            str_eq(e->polarity, STR("negated")) ? "not " : "", STR_ARG(e->relation),
            STR_ARG(t));
    if (!str_eq(e->modality, STR("asserted")))
        buf_fmt(out, " %.*s", STR_ARG(e->modality));
}

static bool expects(dm_str list, dm_str edge, bool symmetric, dm_str turned)
{
    while (list.len) {
        dm_str one = str_trim(str_cut(list, ';', &list));
        if (str_eq(one, edge) || (symmetric && str_eq(one, turned)))
            return true;
    }
    return false;
}

static uint32_t length_of(dm_str list)
{
    uint32_t n = 0;
    while (list.len) {
        n++;
        (void)str_cut(list, ';', &list);
    }
    return n;
}

static void sentence_holds(void **state)
{
    const sentence_case *c = *state;
    dm_buf text = {0};
    dm_graph *g = NULL;
    uint32_t right = 0;
    buf_fmt(&text,
            "%s\n\nIt rained all day in the harbour, as it had for most of the week.\n\nNobody "
            "came to "
            "the market, where the last of the season's apples were on sale.\n\n"
            "The shops were shut.\n",
            c->name);
    const dm_input in = {.bytes = text.ptr, .size = text.len, .from = DM_FROM_TEXT, .id = "x"};
    const dm_extract_options o = {.no_analysis = true, .relations = "event"};
    assert_int_equal(dm_extract(engine, &in, &o, &g, NULL), DM_OK);
    for (uint32_t i = 0; i < g->edge_count; i++) {
        dm_gedge e = g->edges[i];
        dm_buf one = {0}, turned = {0};
        edge_text(g, &e, &one);
        uint32_t was = e.source;
        e.source = e.target;
        e.target = was;
        edge_text(g, &e, &turned);
        if (expects(str_z(c->expected), buf_str(&one), e.symmetric, buf_str(&turned)))
            right++;
        else
            fail_msg("unexpected: %.*s", (int)one.len, one.ptr);
        buf_free(&one);
        buf_free(&turned);
    }
    assert_int_equal(right, length_of(str_z(c->expected)));
    dm_graph_free(g);
    buf_free(&text);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    struct CMUnitTest tests[TEST_LEN(cases)];
    size_t n = 0;
    if (dm_engine_open(&engine, NULL) != DM_OK)
        return 1;
    TEST_CASES(tests, n, cases, sentence_holds);
    int failed = cmocka_run_group_tests_name("event_sentences", tests, NULL, NULL);
    dm_engine_free(engine);
    return failed;
}
