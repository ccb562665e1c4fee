/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns as they are read, mistakes with their columns, and what is found in small graphs. */
#include "test.h"

#include "graph_spec.h"
#include "query/query.h"

/* ---- reading ---- */

typedef struct {
    const char *name, *pattern, *want; /* want: nodes and arrows, or "column N" */
} parse_row;

static const parse_row parse_rows[] = {
    {"kinds", "person -head_of_state-> country", "person >head_of_state country"},
    {"any", "? -*- *", "any = any"},
    {"left", "a <-r- b", "a <r b"},
    {"bare arrows", "a -> b <- c -- d", "a > b < c = d"},
    {"long bare arrow", "a --> b", "a > b"},
    {"chain", "a -r-> b <-s- c -t- d", "a >r b <s c =t d"},
    {"alternatives", "a -r,s | t-> b", "a >r,s,t b"},
    {"denied", "a -!r-> b", "a >!r b"},
    {"name with a dash", "Jean-Luc Moreau -r-> b", "Jean-Luc Moreau >r b"},
    {"name with blanks", "  Ada Lind   -r->   North Sea  ", "Ada Lind >r North Sea"},
    {"quoted", "\"a - b\" -r-> 'it is'", "name(a - b) >r name(it is)"},
    {"said which", "kind:x -r-> id:y", "kind(x) >r id(y)"},
    {"one node", "Ada Lind", "Ada Lind"},
    {"relation in quotes", "a -\"has-part\"-> b", "a >has-part b"},
    {"nothing", "", "column 1"},
    {"only an arrow", "-r->", "column 1"},
    {"no end", "a -r->", "column 7"},
    {"arrow that does not end", "a -r b", "column 3"},
    {"two heads", "a <-r-> b", "column 3"},
    {"open quotation", "a -r-> \"b", "column 8"},
    {"column after accents", "\xC3\xA9\xC3\xA9 -r", "column 4"},
    {"missing alternative", "a -r,,s-> b", "column 6"},
    {"quoted, then text", "\"a\" b", "column 5"},
    {"too many", "a -> b -> c -> d -> e -> f -> g -> h -> i", "column 38"},
};

static void show_node(dm_buf *b, const pattern_node *n)
{
    static const char *const how[] = {"any", "", "kind(", "id(", "name("};
    buf_fmt(b, "%s%s", b->len ? " " : "", how[n->how]);
    if (n->how != NAMED_ANY)
        buf_fmt(b, "%.*s%s", STR_ARG(n->text), n->how == NAMED_EITHER ? "" : ")");
}

static void show_edge(dm_buf *b, const pattern_edge *e)
{
    buf_fmt(b, " %c%s", "=><"[e->arrow], e -> negated ? "!" : "");
    for (uint32_t i = 0; i < e->count; i++)
        buf_fmt(b, "%s%.*s", i ? "," : "", STR_ARG(e->names[i]));
}

static void reads(void **state)
{
    const parse_row *row = *state;
    dm_arena a = {0};
    dm_pattern p;
    size_t column;
    dm_error err = {0};
    dm_buf b = {0};
    if (pattern_parse(str_z(row->pattern), &a, &p, &column, &err) == DM_OK) {
        for (uint32_t i = 0; i < p.count; i++) {
            show_node(&b, &p.nodes[i]);
            if (i + 1 < p.count)
                show_edge(&b, &p.edges[i]);
        }
    } else {
        buf_fmt(&b, "column %zu", column);
        assert_int_equal(err.code, DM_EUSAGE);
        assert_non_null(strstr(err.message, b.ptr));
    }
    assert_string_equal(b.ptr, row->want);
    buf_free(&b);
    arena_free(&a);
}

/* ---- finding ---- */

/* The edges are of graph_spec.h: > member_of, = member_of both ways, + consult, - assault. */
typedef struct {
    const char *name, *graph;
    query_options o;
    const char *want; /* matches as "a>b" with nodes only, blanks between; "!" and the note */
} find_row;

static const find_row find_rows[] = {
    {"direction", "a>b b>c", {.pattern = "? -member_of-> b"}, "a.b"},
    {"against it", "a>b b>c", {.pattern = "? <-member_of- b"}, "c.b"},
    {"either way", "a>b c>a", {.pattern = "a -*- ?"}, "a.b a.c"},
    {"symmetric edges go both ways", "a=b", {.pattern = "b -member_of-> ?"}, "b.a"},
    {"an edge once", "a=b", {.pattern = "? -*- ?"}, "a.b"},
    {"family", "a>b+ c>d", {.pattern = "? -event-> ?"}, "a.b"},
    {"quad", "a>b+ c>d-", {.pattern = "? -material_conflict-> ?"}, "c.d"},
    {"both quads", "a>b+ c>d-", {.pattern = "? -conflict-> ?"}, "c.d"},
    {"alternatives", "a>b+ c>d- e>f", {.pattern = "? -assault|consult-> ?"}, "a.b c.d"},
    {"denied is left out", "a>b! a>c", {.pattern = "a -*-> ?"}, "a.c"},
    {"denied alone", "a>b! a>c", {.pattern = "a -!*-> ?"}, "a.b"},
    {"denied too", "a>b! a>c", {.pattern = "a -*-> ?", .negated = true}, "a.b a.c"},
    {"cooccurrence is left out", "a>b~ a>c", {.pattern = "a -*-> ?"}, "a.c"},
    {"cooccurrence by name", "a>b~ a>c", {.pattern = "a -cooccurrence-> ?"}, "a.b"},
    {"heaviest first", "a>b a>c:3", {.pattern = "a -*-> ?"}, "a.c a.b"},
    {"derived last", "a>b:9* a>c", {.pattern = "a -*-> ?"}, "a.c a.b"},
    {"chain", "a>b c>b d>b-", {.pattern = "? -member_of-> b <-member_of- ?"}, "a.b.c"},
    {"edges of a match differ", "a>b", {.pattern = "a -> b <- ?"}, ""},
    {"kind", "a>b", {.pattern = "person -> person"}, "a.b"},
    {"no such kind here", "a>b", {.pattern = "person -> country"}, ""},
    {"kinds filter", "a>b", {.pattern = "? -> ?", .kinds = "country"}, ""},
    {"relations filter", "a>b a>c+", {.pattern = "a -> ?", .relations = "state"}, "a.b"},
    {"nodes", "a>b c", {.pattern = "person"}, "a b c"},
    {"unknown name",
     "anna>b",
     {.pattern = "ana -> ?"},
     "!no node is called 'ana'; did you mean 'anna'?"},
    {"path", "a>b c>b c>d", {.from = "a", .to = "d"}, "a.b.c.d"},
    {"path too long", "a>b c>b c>d", {.from = "a", .to = "d", .max = 2}, ""},
    {"shortest first", "a>b b>c a>c", {.from = "a", .to = "c"}, "a.c a.b.c"},
    {"no path over denials", "a>b! a>c c>b", {.from = "a", .to = "b"}, "a.c.b"},
    {"a path once for parallel edges", "a>b a>b+", {.from = "a", .to = "b"}, "a.b"},
    {"ego", "a>b b>c c>d", {.ego = "b"}, "a.b b.c"},
    {"wider", "a>b b>c c>d d>e", {.ego = "b", .radius = 2}, "a.b b.c c.d"},
    {"between neighbours", "a>b a>c b>c c>d", {.ego = "a"}, "a.b a.c b.c"},
};

static void finds(void **state)
{
    const find_row *row = *state;
    dm_graph *g = spec_graph(row->graph);
    query_result r;
    size_t column;
    dm_error err = {0};
    dm_buf b = {0};
    buf_add(&b, STR(""));
    assert_int_equal(query_run(g, &row->o, &r, &column, &err), DM_OK);
    for (uint32_t i = 0; i < r.count; i++) {
        for (uint32_t k = 0; k < r.at[i].count; k++) {
            dm_str id = g->nodes[r.at[i].node[k]].id;
            buf_fmt(&b, "%s%.*s", k ? "." : i ? " " : "", STR_ARG(id));
            assert_true(r.node[r.at[i].node[k]]);
        }
    }
    if (r.note.len)
        buf_fmt(&b, "!%.*s", STR_ARG(r.note));
    assert_string_equal(b.ptr, row->want);
    buf_free(&b);
    query_free(&r);
    dm_graph_free(g);
}

typedef struct {
    const char *name;
    query_options o;
    size_t column;
    const char *says;
} wrong_row;

static const wrong_row wrong_rows[] = {
    {"relation", {.pattern = "a -membr_of-> b"}, 4, "did you mean 'member_of'"},
    {"second relation", {.pattern = "a -event,evnt-> b"}, 10, "did you mean 'event'"},
    {"nothing asked", {.kinds = "person"}, 0, "one thing"},
    {"two things asked", {.pattern = "a", .ego = "b"}, 0, "one thing"},
    {"date", {.pattern = "a", .since = "2031-3"}, 0, "'2031-3' is no date"},
    {"kind of the filter", {.pattern = "a", .kinds = "parson"}, 0, "'parson'"},
    {"relation of the filter", {.pattern = "a", .relations = "xyz"}, 0, "'xyz'"},
    {"path to itself", {.from = "a", .to = "a"}, 0, "both ends"},
};

static void complains(void **state)
{
    const wrong_row *row = *state;
    dm_graph *g = spec_graph("a>b");
    query_result r;
    size_t column;
    dm_error err = {0};
    assert_int_equal(query_run(g, &row->o, &r, &column, &err), DM_EUSAGE);
    assert_int_equal(column, row->column);
    assert_non_null(strstr(err.message, row->says));
    query_free(&r);
    dm_graph_free(g);
}

/* ---- names and dates ---- */

static dm_graph *two_years(void)
{
    dm_graph *g = spec_graph("a>b a>c a>d");
    static dm_gevidence first = {.doc = 0, .end = 1}, second = {.doc = 1, .end = 1};
    g->docs = ARENA_ARRAY(&g->arena, dm_gdoc, 2);
    g->doc_count = 2;
    g->docs[0] = (dm_gdoc){.id = STR("x"), .date = STR("2031-03-04")};
    g->docs[1] = (dm_gdoc){.id = STR("y"), .date = STR("2032-01-31")};
    g->edges[0].evidence = &first;
    g->edges[1].evidence = &second;
    g->edges[0].evidence_count = g->edges[1].evidence_count = 1;
    g->edges[2].date = STR("2030"); /* said of another time than it is written in */
    g->edges[2].evidence = &second;
    g->edges[2].evidence_count = 1;
    g->nodes[0].label = STR("\xC3\x81"
                            "da Lind");
    g->nodes[1].label = STR("Bo Lind");
    g->nodes[1].aliases = ARENA_NEW(&g->arena, dm_galias);
    *g->nodes[1].aliases = (dm_galias){STR("the Minister"), 2};
    g->nodes[1].alias_count = 1;
    return g;
}

static const struct year_row {
    const char *name;
    query_options o;
    uint32_t want;
} year_rows[] = {
    {"accents and case do not count", {.pattern = "ada LIND -> ?"}, 3},
    {"one word of it", {.pattern = "Ada -> ?"}, 3},
    {"an alias", {.pattern = "? -> the minister"}, 1},
    {"a word of an alias", {.pattern = "? -> minister"}, 1},
    {"a word that two have", {.pattern = "lind"}, 2},
    {"part of a word is none", {.pattern = "lin"}, 0},
    {"since a year", {.pattern = "? -> ?", .since = "2031"}, 2},
    {"since a day", {.pattern = "? -> ?", .since = "2031-03-05"}, 1},
    {"until that day", {.pattern = "? -> ?", .until = "2031-03-04"}, 2},
    {"until a month", {.pattern = "? -> ?", .since = "2031", .until = "2031-12"}, 1},
    {"a month of the year it tells of", {.pattern = "? -> ?", .until = "2030-06"}, 1},
};

static void names_and_dates(void **state)
{
    const struct year_row *row = *state;
    dm_graph *g = two_years();
    query_result r;
    dm_error err = {0};
    assert_int_equal(query_run(g, &row->o, &r, NULL, &err), DM_OK);
    assert_int_equal(r.count, row->want);
    query_free(&r);
    dm_graph_free(g);
}

int main(void)
{
    struct CMUnitTest tests[128] = {0};
    (void)spec_by_id; /* for those who need the order */
    size_t n = 0;
    TEST_CASES(tests, n, parse_rows, reads);
    TEST_CASES(tests, n, find_rows, finds);
    TEST_CASES(tests, n, wrong_rows, complains);
    TEST_CASES(tests, n, year_rows, names_and_dates);
    return _cmocka_run_group_tests("query", tests, n, NULL, NULL);
}
