/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uniting graphs: the result follows from the set of documents, whatever order, grouping and
 * repetition; and what a reader sees in it. */
#include "test.h"

#include "base/num.h"
#include "files/format.h"
#include "merge/merge.h"
#include "merge/timeline.h"

#include <math.h>
#include <stdlib.h>

/* ---- small graphs of documents ---- */

static uint64_t seed = 88172645463325252U;

static uint32_t below(uint32_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed % n);
}

typedef struct {
    const char *id, *label, *kind, *gender, *country;
} actor_row;

/* Namesakes, spellings of one name, an id that two actors have. */
static const actor_row actors[] = {
    {"person/ada-lind", "Ada Lind", "person", "f", ""},
    {"person/ada-lind", "Ada Lind", "person", "m", ""},
    {"person/a-lind", "Ada M. Lind", "person", "f", ""},
    {"person/lind", "Lind", "person", "", ""},
    {"person/bo-strand", "Bo Strand", "person", "m", "NO"},
    {"person/bo-strand", "Bo Strand", "person", "m", "IS"},
    {"country/no", "Norway", "country", "n", "NO"},
    {"country/is", "Iceland", "country", "n", "IS"},
    {"organisation/harbour-union", "Harbour Union", "organisation", "n", ""},
    {"thing/harbour-union", "Harbour Union", "thing", "n", ""},
    {"organisation/hu", "HU", "organisation", "n", ""},
};

static dm_gnode actor_node(dm_graph *g, const actor_row *row)
{
    dm_arena *a = &g->arena;
    dm_gnode n = gnode_new(str_z(row->id));
    n.label = str_z(row->label);
    n.kind = str_z(row->kind);
    n.gender = str_z(row->gender);
    n.country = str_z(row->country);
    n.actor = n.kind.ptr[0] != 't';
    n.salience = (double)(1 + below(1000)) / 1000;
    n.aliases = ARENA_ARRAY(a, dm_galias, 1);
    n.aliases[n.alias_count++] = (dm_galias){n.label, 1 + below(4)};
    n.mentions = ARENA_ARRAY(a, dm_gmention, 1);
    n.mentions[n.mention_count++] = (dm_gmention){0, below(50), 60, FORM_NAMED};
    if (below(2)) {
        static const char *const of[] = {"country/no", "country/is"};
        n.roles = ARENA_ARRAY(a, dm_grole, 1);
        n.roles[n.role_count++] = (dm_grole){
            .text = STR("minister"), .office = STR("minister"), .of = str_z(of[below(2)])};
    }
    return n;
}

static void add_nodes(dm_graph *g)
{
    for (size_t i = 0; i < TEST_LEN(actors); i++) {
        bool taken = !below(2);
        for (uint32_t k = 0; k < g->node_count; k++)
            taken = taken || str_eq(g->nodes[k].id, str_z(actors[i].id));
        if (!taken)
            g->nodes[g->node_count++] = actor_node(g, &actors[i]);
    }
}

static void add_edges(dm_graph *g)
{
    static const char *const relation[] = {"consult", "accuse", "open"};
    static const char *const words[] = {"met", "blamed", "wrote to"};
    for (uint32_t i = 0; i < 6 && g->node_count > 1; i++) {
        uint32_t s = below(g->node_count), t = below(g->node_count), r = below(3);
        dm_gedge e = {.source = s,
                      .target = t,
                      .relation = str_z(relation[r]),
                      .family = STR("event"),
                      .predicate = str_z(words[below(3)]),
                      .symmetric = r == 0,
                      .former = below(4) == 0,
                      .polarity = below(4) ? STR("affirmed") : STR("negated"),
                      .modality = STR("asserted"),
                      .confidence = (double)below(1000) / 999,
                      .weight = 1 + below(3)};
        if (s == t)
            continue;
        if (below(3) == 0)
            e.attributed_to = g->nodes[below(g->node_count)].id;
        if (below(3) == 0)
            e.date = STR("2031-02");
        e.evidence = ARENA_ARRAY(&g->arena, dm_gevidence, 1);
        e.evidence_count = 1;
        e.evidence[0] = (dm_gevidence){.begin = below(40),
                                       .end = 50,
                                       .byte_end = 50,
                                       .quote = STR("They met."),
                                       .source = {1, 2},
                                       .target = {3, 4},
                                       .trigger = {-1, -1}};
        g->edges[g->edge_count++] = e;
    }
}

static dm_graph *document(uint32_t number)
{
    dm_graph *g = graph_new();
    dm_arena *a = &g->arena;
    g->id = str_fmt(a, "doc%u", number);
    g->model = number % 3 ? STR("one") : STR("two");
    g->docs = ARENA_NEW(a, dm_gdoc);
    g->doc_count = 1;
    g->docs[0] = (dm_gdoc){.id = g->id,
                           .date = str_fmt(a, "2031-%02u-%02u", 1 + number % 12, 1 + number),
                           .sha256 = str_fmt(a, "%064u", number),
                           .chars = 60,
                           .bytes = 60,
                           .sentences = 1,
                           .tokens = 9};
    g->nodes = ARENA_ARRAY(a, dm_gnode, TEST_LEN(actors));
    g->edges = ARENA_ARRAY(a, dm_gedge, 8);
    add_nodes(g);
    add_edges(g);
    graph_sort(g);
    return g;
}

static char *bytes_of(const dm_graph *g)
{
    dm_buf b = {0};
    dm_error err = {0};
    assert_int_equal(graph_bytes(g, format_find(STR("json")), NULL, &b, &err), DM_OK);
    return b.ptr;
}

/* Through a file and back, as a user's parts go. */
static dm_graph *again(dm_graph *g)
{
    char *bytes = bytes_of(g);
    dm_graph *out = NULL;
    dm_error err = {0};
    assert_int_equal(graph_read(str_z(bytes), NULL, "again", &out, &err), DM_OK);
    free(bytes);
    dm_graph_free(g);
    return out;
}

static void add(dm_merge *m, const dm_graph *g)
{
    dm_error err = {0};
    assert_int_equal(merge_add(m, g, &err), DM_OK);
}

enum { DOCUMENTS = 7 };

static void order_grouping_and_repetition_do_not_matter(void **state)
{
    (void)state;
    for (int round = 0; round < 60; round++) {
        dm_graph *docs[DOCUMENTS];
        dm_merge *whole = merge_new(), *parts[3], *united = merge_new();
        for (int p = 0; p < 3; p++)
            parts[p] = merge_new();
        for (uint32_t d = 0; d < DOCUMENTS; d++) {
            docs[d] = document(d);
            add(whole, docs[d]);
        }
        for (uint32_t i = 0, at = below(DOCUMENTS); i < DOCUMENTS; i++, at++) {
            add(parts[below(3)], docs[at % DOCUMENTS]);
            add(parts[below(3)], docs[below(DOCUMENTS)]);
        }
        dm_graph *g = merge_finish(whole, NULL);
        for (int p = 2; p >= 0; p--) {
            dm_graph *part = again(merge_finish(parts[p], NULL));
            add(united, part);
            dm_graph_free(part);
        }
        dm_graph *h = merge_finish(united, NULL);
        char *x = bytes_of(g), *y = bytes_of(h);
        assert_string_equal(x, y);
        assert_int_equal(merge_conflicts(united), 0);
        g = again(g);
        free(y);
        y = bytes_of(g);
        assert_string_equal(x, y);
        free(x);
        free(y);
        dm_graph_free(g);
        dm_graph_free(h);
        merge_free(whole);
        merge_free(united);
        for (int p = 0; p < 3; p++)
            merge_free(parts[p]);
        for (uint32_t d = 0; d < DOCUMENTS; d++)
            dm_graph_free(docs[d]);
    }
}

/* ---- what is in it ---- */

static dm_graph *said(const char *id, const char *date, const actor_row *who, bool negated,
                      double weight)
{
    dm_graph *g = graph_new();
    dm_arena *a = &g->arena;
    g->id = str_z(id);
    g->docs = ARENA_NEW(a, dm_gdoc);
    g->docs[g->doc_count++] =
        (dm_gdoc){.id = str_z(id), .date = str_z(date), .sha256 = str_fmt(a, "%s%s", id, date)};
    g->nodes = ARENA_ARRAY(a, dm_gnode, 2);
    g->nodes[g->node_count++] = actor_node(g, who);
    g->nodes[g->node_count++] = actor_node(g, &actors[6]);
    g->nodes[0].role_count = g->nodes[1].role_count = 0;
    g->edges = ARENA_NEW(a, dm_gedge);
    g->edges[g->edge_count++] =
        (dm_gedge){.source = 0,
                   .target = 1,
                   .relation = STR("accuse"),
                   .family = STR("event"),
                   .polarity = negated ? STR("negated") : STR("affirmed"),
                   .modality = STR("asserted"),
                   .confidence = weight / 10,
                   .weight = weight};
    return g;
}

static dm_graph *unite_both(dm_graph *a, dm_graph *b, const merge_options *o)
{
    dm_merge *m = merge_new();
    add(m, a);
    add(m, b);
    dm_graph_free(a);
    dm_graph_free(b);
    dm_graph *g = merge_finish(m, o);
    merge_free(m);
    return g;
}

static dm_str attr_text(const dm_attr *attrs, uint32_t count, const char *name)
{
    for (uint32_t i = 0; i < count; i++) {
        if (str_eq(attrs[i].name, str_z(name)))
            return attrs[i].text;
    }
    return STR("");
}

static void the_same_said_twice_is_one_edge(void **state)
{
    (void)state;
    dm_graph *g = unite_both(said("x", "2031-05-01", &actors[0], false, 2),
                             said("y", "2031-01-01", &actors[2], false, 3), NULL);
    assert_int_equal(g->node_count, 2); /* Ada Lind is Ada M. Lind */
    assert_int_equal(g->edge_count, 1);
    const dm_gedge *e = &g->edges[0];
    assert_true(e->weight == 5);
    assert_true(e->confidence == 0.3);
    assert_true(str_eq(attr_text(e->attrs, e->attr_count, "document_count"), STR("2")));
    assert_true(str_eq(attr_text(e->attrs, e->attr_count, "first_date"), STR("2031-01-01")));
    assert_true(str_eq(attr_text(e->attrs, e->attr_count, "last_date"), STR("2031-05-01")));
    dm_graph_free(g);
}

static void contradictions_stay(void **state)
{
    (void)state;
    dm_graph *g = unite_both(said("x", "2031-05-01", &actors[0], false, 2),
                             said("y", "2031-01-01", &actors[0], true, 3), NULL);
    assert_int_equal(g->edge_count, 2);
    assert_true(str_eq(g->edges[0].polarity, STR("affirmed")));
    assert_true(str_eq(g->edges[1].polarity, STR("negated")));
    dm_graph_free(g);
}

static void namesakes_stay_apart(void **state)
{
    (void)state;
    dm_graph *g = unite_both(said("x", "2031-05-01", &actors[0], false, 2),
                             said("y", "2031-01-01", &actors[1], false, 3), NULL);
    assert_int_equal(g->node_count, 3);
    assert_true(graph_find(g, STR("person/ada-lind")) != GRAPH_NONE);
    assert_true(graph_find(g, STR("person/ada-lind-2")) != GRAPH_NONE);
    dm_graph_free(g);
}

static void weak_edges_and_their_actors_go(void **state)
{
    (void)state;
    dm_graph *g = unite_both(said("x", "2031-05-01", &actors[0], false, 2),
                             said("y", "2031-01-01", &actors[4], false, 3),
                             &(merge_options){.min_weight = 3, .name = "few"});
    assert_int_equal(g->edge_count, 1);
    assert_int_equal(g->node_count, 2);
    assert_true(graph_find(g, STR("person/bo-strand")) != GRAPH_NONE);
    assert_int_equal(g->doc_count, 2); /* Norway is in both */
    assert_true(str_eq(g->id, STR("few")));
    dm_graph_free(g);
}

static void of_two_texts_the_later_is_kept(void **state)
{
    (void)state;
    for (int turn = 0; turn < 2; turn++) {
        dm_graph *old = said("x", "2031-05-01", &actors[0], false, 2);
        dm_graph *new = said("x", "2031-05-02", &actors[4], false, 3);
        dm_merge *m = merge_new();
        add(m, turn ? old : new);
        add(m, turn ? new : old);
        assert_int_equal(merge_conflicts(m), 1);
        assert_true(str_eq(merge_conflict(m, 0), STR("x")));
        dm_graph *g = merge_finish(m, NULL);
        assert_true(graph_find(g, STR("person/bo-strand")) != GRAPH_NONE);
        assert_int_equal(g->node_count, 2);
        dm_graph_free(g);
        dm_graph_free(old);
        dm_graph_free(new);
        merge_free(m);
    }
}

static void what_cannot_be_taken_apart_is_refused(void **state)
{
    (void)state;
    dm_graph *g = unite_both(said("x", "2031-05-01", &actors[0], false, 2),
                             said("y", "2031-01-01", &actors[4], false, 3), NULL);
    dm_error err = {0};
    dm_merge *m = merge_new();
    g->edges[0].parts[0].evidence_count = 7;
    assert_int_equal(merge_add(m, g, &err), DM_EINPUT);
    g->edges[0].parts[0].evidence_count = 0;
    g->edges[0].parts[0].doc = 9;
    assert_int_equal(merge_add(m, g, &err), DM_EINPUT);
    g->edges[0].parts[0].doc = 0;
    for (uint32_t i = 0; i < g->node_count; i++)
        g->nodes[i].part_count = 0;
    assert_int_equal(merge_add(m, g, &err), DM_EINPUT);
    assert_non_null(strstr(err.message, "merge the graphs"));
    assert_int_equal(merge_documents(m), 0);
    merge_free(m);
    dm_graph_free(g);
}

/* ---- timeline ---- */

static const struct day_row {
    const char *name, *date, *want; /* day, week, month; "" when it is no date */
} day_rows[] = {
    {"a Sunday", "2033-01-02",
     "2033-01-02/2033-01-02 2032-12-27/2033-01-02 "
     "2033-01-01/2033-01-31"},
    {"a Monday", "2033-01-03",
     "2033-01-03/2033-01-03 2033-01-03/2033-01-09 "
     "2033-01-01/2033-01-31"},
    {"leap year", "2032-02-29T10:00:00Z",
     "2032-02-29/2032-02-29 2032-02-23/2032-02-29 "
     "2032-02-01/2032-02-29"},
    {"before 1970", "1914-06-28",
     "1914-06-28/1914-06-28 1914-06-22/1914-06-28 "
     "1914-06-01/1914-06-30"},
    {"December", "2031-12-31",
     "2031-12-31/2031-12-31 2031-12-29/2032-01-04 "
     "2031-12-01/2031-12-31"},
    {"no such day", "2031-02-29", ""},
    {"a month only", "2031-02", ""},
};

static void spans(void **state)
{
    const struct day_row *row = *state;
    dm_arena a = {0};
    dm_buf b = {0};
    int64_t day, first, last;
    buf_add(&b, STR(""));
    for (int s = SPAN_DAY; day_number(str_z(row->date), &day) && s < SPAN_COUNT; s++) {
        span_of_day((dm_span)s, day, &first, &last);
        dm_str from = day_text(&a, first), to = day_text(&a, last);
        buf_fmt(&b, "%s%.*s/%.*s", s ? " " : "", STR_ARG(from), STR_ARG(to));
    }
    assert_string_equal(b.ptr, row->want);
    buf_free(&b);
    arena_free(&a);
}

static void spells_join_where_they_touch(void **state)
{
    (void)state;
    dm_graph *g = unite_both(said("x", "2031-05-31", &actors[0], false, 2),
                             said("y", "2031-06-01", &actors[0], false, 3), NULL);
    timeline_add(g, SPAN_MONTH);
    const dm_gnode *n = &g->nodes[0];
    assert_true(str_eq(attr_text(n->attrs, n->attr_count, "start"), STR("2031-05-01")));
    assert_true(str_eq(attr_text(n->attrs, n->attr_count, "end"), STR("2031-06-30")));
    assert_true(str_eq(attr_text(n->attrs, n->attr_count, "spells"), STR("")));
    dm_graph_free(g);
    g = unite_both(said("x", "2031-05-31", &actors[0], false, 2),
                   said("y", "2031-07-01", &actors[0], false, 3), NULL);
    timeline_add(g, SPAN_MONTH);
    n = &g->nodes[0];
    assert_true(str_eq(attr_text(n->attrs, n->attr_count, "spells"),
                       STR("2031-05-01/2031-05-31; 2031-07-01/2031-07-31")));
    dm_graph_free(g);
}

int main(void)
{
    struct CMUnitTest tests[32] = {0};
    size_t n = 0;
    TEST_ONE(tests, n, order_grouping_and_repetition_do_not_matter);
    TEST_ONE(tests, n, the_same_said_twice_is_one_edge);
    TEST_ONE(tests, n, contradictions_stay);
    TEST_ONE(tests, n, namesakes_stay_apart);
    TEST_ONE(tests, n, weak_edges_and_their_actors_go);
    TEST_ONE(tests, n, of_two_texts_the_later_is_kept);
    TEST_ONE(tests, n, what_cannot_be_taken_apart_is_refused);
    TEST_CASES(tests, n, day_rows, spans);
    TEST_ONE(tests, n, spells_join_where_they_touch);
    return _cmocka_run_group_tests("merge", tests, n, NULL, NULL);
}
