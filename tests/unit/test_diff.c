/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The difference of two graphs: who is who, what is new, what a reader of the report sees. */
#include "diff/diff.h"
#include "files/format.h"
#include "fixture.h"
#include "test.h"

static dm_graph *graph_of(const char *json)
{
    dm_graph *g = NULL;
    dm_error err = {0};
    if (graph_read(str_z(json), format_find(STR("json")), "test", &g, &err) != DM_OK)
        fail_msg("%s", err.message);
    return g;
}

static dm_buf text_of(const dm_graph *a, const dm_graph *b, const dm_diff_options *o,
                      bool *same)
{
    dm_diff d;
    dm_buf out = {0};
    assert_int_equal(diff_graphs(a, b, o, &d, NULL), DM_OK);
    diff_text(&d, false, &out);
    *same = d.same;
    diff_free(&d);
    return out;
}

#define PAIR(kind)     "{\"id\": \"x\", \"label\": \"Ann Lee\", \"kind\": \"" kind "\"}"
#define ONE_NODE(node) "{\"nodes\": [" node "], \"edges\": []}"
#define EDGES(list)                                                                          \
    "{\"nodes\": [{\"id\": \"a\", \"label\": \"Ann\"}, {\"id\": \"b\", \"label\": \"Bo\"}]," \
    "\"edges\": [" list "]}"
#define EDGE(source, target, rest) \
    "{\"source\": \"" source "\", \"target\": \"" target "\", " rest "}"

typedef struct {
    const char *name, *a, *b, *ignore;
    const char *want; /* the lines after the summary, as one text */
} diff_case;

static const diff_case diff_cases[] = {
    {"same id, other label", ONE_NODE("{\"id\": \"x\", \"label\": \"A\"}"),
     ONE_NODE("{\"id\": \"x\", \"label\": \"B\"}"), NULL, "Nodes\n~ B  label A -> B\n"},
    {"other id, same label up to case and accents",
     ONE_NODE("{\"id\": \"x\", \"label\": \"Zoé Li\"}"),
     ONE_NODE("{\"id\": \"y\", \"label\": \"zoe li\"}"), "label",
     "Nodes\n~ zoe li  id x -> y\n"},
    {"a label that nobody else has joins across kinds", ONE_NODE(PAIR("person")),
     ONE_NODE("{\"id\": \"y\", \"label\": \"Ann Lee\", \"kind\": \"event\"}"), "id",
     "Nodes\n~ Ann Lee  kind person -> event\n"},
    {"but not where there are two of it", ONE_NODE(PAIR("person")),
     "{\"nodes\": [{\"id\": \"y\", \"label\": \"Ann Lee\", \"kind\": \"event\"},"
     "{\"id\": \"z\", \"label\": \"Ann Lee\", \"kind\": \"thing\"}], \"edges\": []}",
     NULL, "Nodes\n+ Ann Lee  event\n+ Ann Lee  thing\n- Ann Lee  person\n"},
    {"an alias of two words joins",
     ONE_NODE("{\"id\": \"x\", \"label\": \"Ann Lee\", \"kind\": \"person\","
              "\"aliases\": [{\"name\": \"Ann B. Lee\", \"count\": 1}]}"),
     ONE_NODE("{\"id\": \"y\", \"label\": \"Ann B. Lee\", \"kind\": \"person\"}"), "id,label",
     ""},
    {"a surname does not",
     ONE_NODE("{\"id\": \"x\", \"label\": \"Ann Lee\", \"kind\": \"person\","
              "\"aliases\": [{\"name\": \"Lee\", \"count\": 1}]}"),
     ONE_NODE("{\"id\": \"y\", \"label\": \"Bo Lee\", \"kind\": \"person\","
              "\"aliases\": [{\"name\": \"Lee\", \"count\": 1}]}"),
     NULL, "Nodes\n+ Bo Lee   person\n- Ann Lee  person\n"},
    {"a like name with the same neighbour joins",
     "{\"nodes\": [{\"id\": \"p\", \"label\": \"Mikhail Orlov\"}, {\"id\": \"c\"}],"
     "\"edges\": [" EDGE("p", "c", "\"relation\": \"citizen_of\"") "]}",
     "{\"nodes\": [{\"id\": \"q\", \"label\": \"Michail Orlow\"}, {\"id\": \"c\"}],"
     "\"edges\": [" EDGE("q", "c", "\"relation\": \"citizen_of\"") "]}",
     "id", "Nodes\n~ Michail Orlow  label Mikhail Orlov -> Michail Orlow\n"},
    {"roles in another order are the same",
     ONE_NODE("{\"id\": \"x\", \"roles\": [{\"text\": \"mayor\"}, {\"text\": \"poet\"}]}"),
     ONE_NODE("{\"id\": \"x\", \"roles\": [{\"text\": \"poet\"}, {\"text\": \"mayor\"}]}"),
     NULL, ""},
    {"edge added and removed", EDGES(EDGE("a", "b", "\"relation\": \"aid\"")),
     EDGES(
         EDGE("b", "a", "\"relation\": \"aid\", \"evidence\": [{\"quote\": \"Bo helped.\"}]")),
     NULL, "Edges\n+ Bo -aid-> Ann\n      \"Bo helped.\"\n- Ann -aid-> Bo\n"},
    {"symmetric edges have no direction",
     EDGES(EDGE("a", "b", "\"relation\": \"consult\", \"symmetric\": true")),
     EDGES(EDGE("b", "a", "\"relation\": \"consult\", \"symmetric\": true")), NULL, ""},
    {"polarity", EDGES(EDGE("a", "b", "\"relation\": \"aid\", \"polarity\": \"affirmed\"")),
     EDGES(EDGE("a", "b", "\"relation\": \"aid\", \"polarity\": \"negated\"")), NULL,
     "Edges\n~ Ann -not aid-> Bo  polarity affirmed -> negated\n"},
    {"weight", EDGES(EDGE("a", "b", "\"relation\": \"aid\", \"weight\": 2")),
     EDGES(EDGE("a", "b", "\"relation\": \"aid\", \"weight\": 3.5")), NULL,
     "Edges\n~ Ann -aid-> Bo  weight 2 -> 3.5\n"},
    {"weight ignored", EDGES(EDGE("a", "b", "\"relation\": \"aid\", \"weight\": 2")),
     EDGES(EDGE("a", "b", "\"relation\": \"aid\", \"weight\": 3")), "weight", ""},
    {"confidence, words and number of quotes are ignored unless something else is",
     EDGES(
         EDGE("a", "b", "\"relation\": \"aid\", \"confidence\": 0.2, \"predicate\": \"help\"")),
     EDGES(
         EDGE("a", "b", "\"relation\": \"aid\", \"confidence\": 0.3, \"predicate\": \"aid\"")),
     NULL, ""},
    {"something else is ignored",
     EDGES(
         EDGE("a", "b", "\"relation\": \"aid\", \"confidence\": 0.2, \"predicate\": \"help\"")),
     EDGES(
         EDGE("a", "b", "\"relation\": \"aid\", \"confidence\": 0.3, \"predicate\": \"aid\"")),
     "date", "Edges\n~ Ann -aid-> Bo  predicate help -> aid, confidence 0.2 -> 0.3\n"},
    {"open relations by their words",
     EDGES(EDGE("a", "b", "\"relation\": \"open\", \"predicate\": \"sees\"")),
     EDGES(EDGE("a", "b", "\"relation\": \"open\", \"predicate\": \"hears\"")), NULL,
     "Edges\n+ Ann -hears-> Bo\n- Ann -sees-> Bo\n"},
    {"ranks of actors",
     "{\"nodes\": [{\"id\": \"a\", \"actor\": true, \"salience\": 0.9},"
     "{\"id\": \"b\", \"actor\": true, \"salience\": 0.5}, {\"id\": \"p\", \"salience\": 1}],"
     "\"edges\": []}",
     "{\"nodes\": [{\"id\": \"b\", \"actor\": true, \"salience\": 0.8},"
     "{\"id\": \"a\", \"actor\": true, \"salience\": 0.4}, {\"id\": \"p\", \"salience\": 0}],"
     "\"edges\": []}",
     NULL,
     "Ranks by salience\n\xE2\x86\x91 b    2 -> 1    0.5 -> 0.8\n"
     "\xE2\x86\x93 a    1 -> 2    0.9 -> 0.4\n"},
    {"ranks ignored",
     "{\"nodes\": [{\"id\": \"a\", \"salience\": 0.9}, {\"id\": \"b\", \"salience\": 0.5}],"
     "\"edges\": []}",
     "{\"nodes\": [{\"id\": \"b\", \"salience\": 0.9}, {\"id\": \"a\", \"salience\": 0.5}],"
     "\"edges\": []}",
     "rank", ""},
    {"control characters do not reach the terminal",
     ONE_NODE("{\"id\": \"x\", \"label\": \"A\"}"),
     ONE_NODE("{\"id\": \"x\", \"label\": \"A\\u001b[31m\"}"), NULL,
     "Nodes\n~ A[31m  label A -> A[31m\n"},
};

static void diff_case_holds(void **state)
{
    const diff_case *c = *state;
    dm_graph *a = graph_of(c->a), *b = graph_of(c->b);
    bool same;
    dm_buf out = text_of(a, b, &(dm_diff_options){.ignore = c->ignore}, &same);
    const char *body = strstr(out.ptr, "\n\n");
    assert_string_equal(body ? body + 2 : "", c->want);
    assert_int_equal(same, c->want[0] == '\0');
    assert_int_equal(strstr(out.ptr, "nothing differs") != NULL, same);
    buf_free(&out);
    dm_graph_free(a);
    dm_graph_free(b);
}

static void a_graph_is_the_same_as_itself(void **state)
{
    (void)state;
    dm_graph *a = fixture_graph(), *b = fixture_graph();
    dm_diff d;
    assert_int_equal(diff_graphs(a, b, &(dm_diff_options){.ignore = ""}, &d, NULL), DM_OK);
    assert_true(d.same && d.node_similarity == 1 && d.edge_similarity == 1);
    assert_int_equal(d.edge.kept, a->edge_count);
    diff_free(&d);
    dm_graph_free(a);
    dm_graph_free(b);
}

static void options_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    dm_graph *g = fixture_graph();
    dm_diff d;
    dm_error err;
    assert_int_equal(diff_graphs(g, g, &(dm_diff_options){.ignore = "wieght"}, &d, &err),
                     DM_EUSAGE);
    assert_non_null(strstr(err.message, "'wieght'"));
    diff_free(&d);
    assert_int_equal(diff_graphs(g, g, &(dm_diff_options){.by = "fame"}, &d, &err), DM_EUSAGE);
    assert_non_null(strstr(err.message, "'fame'"));
    diff_free(&d);
    dm_graph_free(g);
}

/* Swapping the graphs swaps added and removed, and nothing else. */
static void the_other_way_round(void **state)
{
    (void)state;
    dm_graph *a = fixture_graph(), *b = fixture_later();
    dm_diff there, back;
    assert_int_equal(diff_graphs(a, b, NULL, &there, NULL), DM_OK);
    assert_int_equal(diff_graphs(b, a, NULL, &back, NULL), DM_OK);
    assert_int_equal(there.node.added, back.node.removed);
    assert_int_equal(there.edge.added, back.edge.removed);
    assert_int_equal(there.edge.changed, back.edge.changed);
    assert_int_equal(there.rank_count, back.rank_count);
    assert_true(there.edge_similarity == back.edge_similarity);
    diff_free(&there);
    diff_free(&back);
    dm_graph_free(a);
    dm_graph_free(b);
}

static void report_is_json_with_a_summary(void **state)
{
    (void)state;
    dm_graph *a = fixture_graph(), *b = fixture_later();
    dm_diff d;
    dm_buf out = {0};
    assert_int_equal(diff_graphs(a, b, NULL, &d, NULL), DM_OK);
    diff_json(&d, &out);
    assert_non_null(strstr(out.ptr, "\"summary\": {\n    \"same\": false,\n    \"nodes\": {\n"
                                    "      \"kept\": 4,\n      \"added\": 1,\n"
                                    "      \"removed\": 1,\n      \"changed\": 1"));
    assert_non_null(strstr(out.ptr, "\"match\": \"name\""));
    assert_non_null(
        strstr(out.ptr, "{\"field\": \"weight\", \"before\": \"2\", \"after\": \"5\"}"));
    buf_free(&out);
    diff_free(&d);
    dm_graph_free(a);
    dm_graph_free(b);
}

static dm_str attr(const dm_attr *attrs, uint32_t count, const char *name)
{
    for (uint32_t i = 0; i < count; i++) {
        if (str_eq(attrs[i].name, str_z(name)))
            return attrs[i].text;
    }
    return STR("");
}

static void render_union(const dm_graph *u, dm_buf *out)
{
    for (uint32_t i = 0; i < u->node_count; i++) {
        const dm_gnode *n = &u->nodes[i];
        dm_str status = attr(n->attrs, n->attr_count, "status");
        buf_fmt(out, "%.*s %.*s %.*s\n", STR_ARG(n->id), STR_ARG(status), STR_ARG(n->color));
    }
    for (uint32_t i = 0; i < u->edge_count; i++) {
        const dm_gedge *e = &u->edges[i];
        dm_str status = attr(e->attrs, e->attr_count, "status"),
               before = attr(e->attrs, e->attr_count, "weight_a"),
               after = attr(e->attrs, e->attr_count, "weight_b");
        if (!str_eq(status, STR("unchanged")))
            buf_fmt(out, "%.*s %.*s %.*s>%.*s\n", STR_ARG(e->relation), STR_ARG(status),
                    STR_ARG(before), STR_ARG(after));
    }
}

static void union_tells_what_happened(void **state)
{
    (void)state;
    dm_graph *a = fixture_graph(), *b = fixture_later();
    dm_diff d;
    dm_buf out = {0};
    assert_int_equal(diff_graphs(a, b, NULL, &d, NULL), DM_OK);
    dm_graph *u = diff_union(&d);
    diff_free(&d);
    dm_graph_free(a); /* the union owns what it shows */
    dm_graph_free(b);
    render_union(u, &out);
    assert_string_equal(out.ptr, "organisation/harbour-union stronger #4477aa\n"
                                 "country/va unchanged #888888\n"
                                 "person/ada-lind unchanged #888888\n"
                                 "person/omar-reyes-2 unchanged #888888\n"
                                 "person/nell-okoye new #ddaa33\n"
                                 "place/mersa-jadida gone #cccccc\n"
                                 "assault changed 3>3\n"
                                 "minister_of stronger 2>5\n"
                                 "aide_of new >1\n"
                                 "lives_in gone 1>\n");
    dm_buf gexf = {0};
    assert_int_equal(graph_bytes(u, format_find(STR("gexf")), NULL, &gexf, NULL), DM_OK);
    assert_non_null(strstr(gexf.ptr, "<attvalue for=\"status\" value=\"gone\"/>"));
    buf_free(&gexf);
    buf_free(&out);
    dm_graph_free(u);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    struct CMUnitTest tests[TEST_LEN(diff_cases) + 8];
    size_t n = 0;
    TEST_CASES(tests, n, diff_cases, diff_case_holds);
    TEST_ONE(tests, n, a_graph_is_the_same_as_itself);
    TEST_ONE(tests, n, options_that_do_not_exist_are_refused);
    TEST_ONE(tests, n, the_other_way_round);
    TEST_ONE(tests, n, report_is_json_with_a_summary);
    TEST_ONE(tests, n, union_tells_what_happened);
    return _cmocka_run_group_tests("diff", tests, n, NULL, NULL);
}
