/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Graph files: what is written is read again as it was; what strangers wrote is understood;
 * what is broken is refused with its place. */
#include "base/num.h"
#include "files/columns.h"
#include "files/format.h"
#include "fixture.h"
#include "test.h"

#include <math.h>
#include <stdlib.h>

static const dm_write_options full = {.with_text = true};

static dm_buf written(const dm_graph *g, const char *format, const dm_write_options *o)
{
    dm_buf b = {0};
    assert_int_equal(graph_bytes(g, format_find(str_z(format)), o, &b, NULL), DM_OK);
    return b;
}

static dm_graph *read_back(dm_str bytes)
{
    dm_graph *g = NULL;
    dm_error err = {0};
    if (graph_read(bytes, NULL, "test", &g, &err) != DM_OK)
        fail_msg("%s", err.message);
    return g;
}

/* One line of text that shows what a reader understood. */
static void render_attrs(dm_buf *b, const dm_attr *attrs, uint32_t count)
{
    static const char mark[] = {[ATTR_STRING] = '\'', [ATTR_NUMBER] = '#', [ATTR_BOOL] = '?'};
    for (uint32_t i = 0; i < count; i++)
        buf_fmt(b, " %.*s=%c%.*s", STR_ARG(attrs[i].name), mark[attrs[i].type],
                STR_ARG(attrs[i].text));
}

static dm_buf rendered(const dm_graph *g)
{
    dm_buf b = {0};
    buf_fmt(&b, "%s", g->directed ? "directed" : "undirected");
    for (uint32_t i = 0; i < g->node_count; i++) {
        const dm_gnode *n = &g->nodes[i];
        buf_fmt(&b, "; %.*s(%.*s", STR_ARG(n->id), STR_ARG(n->label));
        if (isfinite(n->x))
            buf_fmt(&b, " @%s,%s", num_text(n->x).text, num_text(n->y).text);
        buf_fmt(&b, "%s%.*s", n->color.len ? " " : "", STR_ARG(n->color));
        render_attrs(&b, n->attrs, n->attr_count);
        buf_fmt(&b, ")");
    }
    for (uint32_t i = 0; i < g->edge_count; i++) {
        const dm_gedge *e = &g->edges[i];
        buf_fmt(&b, "; %.*s-%.*s-%.*s *%s", STR_ARG(g->nodes[e->source].id),
                STR_ARG(e->relation), STR_ARG(g->nodes[e->target].id),
                num_text(e->weight).text);
        if (e->predicate.len)
            buf_fmt(&b, " '%.*s'", STR_ARG(e->predicate));
        buf_fmt(&b, "%s", e->symmetric ? " sym" : "");
        render_attrs(&b, e->attrs, e->attr_count);
    }
    return b;
}

/* ---- write, read, write ---- */

typedef struct {
    const char *name, *format;
    dm_write_options options;
} trip_case;

static const trip_case trip_cases[] = {
    {"json", "json", {.with_text = true}},
    {"json, one edge list", "json", {.no_links = true}},
    {"ndjson", "ndjson", {.with_text = true}},
    {"graphml", "graphml", {0}},
    {"gexf 1.3", "gexf", {0}},
    {"gexf 1.2", "gexf", {.gexf = GEXF_12}},
};

static void same_bytes_again(dm_graph *g, const trip_case *c, bool last)
{
    dm_buf first = written(g, c->format, &c->options);
    dm_graph *again = read_back(buf_str(&first));
    dm_buf second = written(again, c->format, &c->options);
    assert_string_equal(first.ptr, second.ptr);
    buf_free(&first);
    buf_free(&second);
    dm_graph_free(again);
    if (last)
        dm_graph_free(g);
}

static void round_trip_holds(void **state)
{
    const trip_case *c = *state;
    same_bytes_again(fixture_graph(), c, true);
    same_bytes_again(fixture_later(), c, true);
    same_bytes_again(graph_new(), c, true);
}

/* JSON -> GEXF -> GraphML -> GEXF: a projection of a projection loses nothing more. */
static void projections_agree(void **state)
{
    (void)state;
    dm_graph *g = fixture_graph();
    dm_buf gexf = written(g, "gexf", NULL);
    dm_graph *from_gexf = read_back(buf_str(&gexf));
    dm_buf graphml = written(from_gexf, "graphml", NULL);
    dm_graph *from_graphml = read_back(buf_str(&graphml));
    dm_buf again = written(from_graphml, "gexf", NULL);
    assert_string_equal(gexf.ptr, again.ptr);
    buf_free(&gexf);
    buf_free(&graphml);
    buf_free(&again);
    dm_graph_free(g);
    dm_graph_free(from_gexf);
    dm_graph_free(from_graphml);
}

static void projection_keeps_fields(void **state)
{
    (void)state;
    dm_graph *g = fixture_graph();
    dm_buf gexf = written(g, "gexf", NULL);
    dm_graph *back = read_back(buf_str(&gexf));
    const dm_gnode *ada = &back->nodes[1];
    assert_memory_equal(ada->label.ptr, "Ada Lind", 9);
    assert_memory_equal(ada->roles[0].text.ptr, "former foreign minister", 24);
    assert_true(ada->roles[0].former);
    assert_int_equal(ada->alias_count, 2);
    assert_true(ada->measure[MEASURE_pagerank] == 0.25 && ada->size == 52 && ada->x == -100);
    assert_int_equal(back->edge_count, g->edge_count);
    for (uint32_t i = 0; i < g->edge_count; i++) {
        assert_true(str_eq(g->edges[i].relation, back->edges[i].relation));
        assert_true(str_eq(g->edges[i].polarity, back->edges[i].polarity));
        assert_true(num_round(g->edges[i].weight) == back->edges[i].weight);
        assert_int_equal(back->edges[i].color.len, 0); /* it follows from the quad */
    }
    buf_free(&gexf);
    dm_graph_free(g);
    dm_graph_free(back);
}

/* ---- labels that break other writers ---- */

typedef struct {
    const char *name, *label;
    size_t size;
    const char *in_xml; /* as it comes back from GraphML and GEXF; NULL: unchanged */
} label_case;

#define LABEL(text) text, sizeof(text) - 1

static const label_case label_cases[] = {
    {"control characters", LABEL("a\x01\x02\x1b[31mb\x7f"), "a[31mb\x7f"},
    {"line breaks and tabs", LABEL(" a\n\r\n b\tc "), "a b c"},
    {"markup", LABEL("<b>&amp;\"'</b>]]>"), NULL},
    {"INF", LABEL("INF treaty"), NULL},
    {"backslash at the end", LABEL("C:\\"), NULL},
    {"quotes", LABEL("\"'\"\""), NULL},
    {"emoji", LABEL("\xF0\x9F\x9A\xA2 ship"), NULL},
    {"right to left", LABEL("\xD9\x85\xD8\xB1\xD8\xB3\xD9\x89"), NULL},
    {"bad UTF-8", LABEL("a\xFF\xC3(b"), "a\xEF\xBF\xBD\xEF\xBF\xBD(b"},
    {"U+FFFE and U+FFFF",
     LABEL("a\xEF\xBF\xBE\xEF\xBF\xBF"
           "b"),
     "ab"},
    {"NUL", LABEL("a\0b"), "ab"},
    {"blank", LABEL("   "), "n"},
};

static void label_survives(const label_case *c, const char *format, dm_str want)
{
    dm_graph *g = fixture_graph();
    g->nodes[0].label = (dm_str){c->label, c->size};
    g->nodes[0].id = STR("n");
    g->edges[0].predicate = (dm_str){c->label, c->size};
    dm_buf b = written(g, format, NULL);
    dm_graph *back = read_back(buf_str(&b));
    if (!str_eq(back->nodes[0].label, want))
        fail_msg("%s: '%.*s'", format, STR_ARG(back->nodes[0].label));
    assert_int_equal(back->edge_count, g->edge_count);
    buf_free(&b);
    dm_graph_free(g);
    dm_graph_free(back);
}

static void label_case_holds(void **state)
{
    const label_case *c = *state;
    bool repaired = strncmp(c->name, "bad", 3) == 0, nul = strcmp(c->name, "NUL") == 0;
    dm_str whole = {c->label, c->size}, in_xml = c->in_xml ? str_z(c->in_xml) : whole;
    label_survives(c, "json",
                   repaired ? in_xml
                   : nul    ? STR("a\xEF\xBF\xBD"
                                     "b")
                            : whole);
    label_survives(c, "gexf", in_xml);
    label_survives(c, "graphml", in_xml);
}

static void long_label_survives(void **state)
{
    (void)state;
    char *text = dm_malloc(10001);
    memset(text, 'x', 10000);
    text[10000] = '\0';
    const label_case c = {"long", text, 10000, NULL};
    label_survives(&c, "json", str_z(text));
    label_survives(&c, "gexf", str_z(text));
    label_survives(&c, "graphml", str_z(text));
    free(text);
}

/* ---- ids and kinds ---- */

static void parallel_edges_differ_in_kind(void **state)
{
    (void)state;
    dm_graph *g = fixture_graph();
    dm_arena a = {0};
    dm_buf b = {0};
    g->edges[1].modality = g->edges[0].modality; /* twice the same, as open relations can be */
    g->edges[1].polarity = g->edges[0].polarity;
    dm_str *kinds = edge_kinds(&a, g);
    for (uint32_t i = 0; i < g->edge_count; i++)
        buf_fmt(&b, "%.*s ", STR_ARG(kinds[i]));
    assert_string_equal(b.ptr, "accuse_alleged accuse_alleged_2 accuse_negated_denied "
                               "assault_planned open minister_of consult lives_in ");
    buf_free(&b);
    arena_free(&a);
    dm_graph_free(g);
}

static void unfit_ids_become_fit_and_stay_apart(void **state)
{
    (void)state;
    dm_graph *g = graph_new();
    dm_gnode nodes[] = {gnode_new(STR("a b")), gnode_new(STR(" a\nb ")),
                        gnode_new(STR("\x01"))};
    g->nodes = nodes;
    g->node_count = 3;
    dm_arena a = {0};
    dm_str *ids = node_ids(&a, g);
    assert_string_equal(ids[0].ptr, "a b");
    assert_string_equal(ids[1].ptr, "a b_2");
    assert_string_equal(ids[2].ptr, "node");
    arena_free(&a);
    dm_graph_free(g);
}

/* ---- what strangers wrote ---- */

typedef struct {
    const char *name, *bytes, *want;
} foreign_case;

#define GRAPHML "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">"

static const foreign_case foreign_cases[] = {
    {"networkx JSON, links",
     "{\"directed\": false, \"multigraph\": false, \"graph\": {},"
     "\"nodes\": [{\"id\": 1, \"age\": 3.5}, {\"id\": \"b\", \"ok\": true}],"
     "\"links\": [{\"source\": 1, \"target\": \"b\", \"weight\": 2}]}",
     "undirected; 1( age=#3.5); b( ok=?true); 1--b *2"},
    {"networkx JSON, edges",
     "{\"nodes\": [{\"id\": \"a\"}], \"edges\": [{\"source\": \"a\","
     "\"target\": \"a\", \"key\": 0, \"since\": null, \"tags\": [1, {\"x\": 2}]}]}",
     "directed; a(); a--a *1 tags='[1,{\"x\":2}]"},
    {"D3 with positions",
     "{\"nodes\": [{\"name\": \"Ann\"}, {\"name\": \"Bo\"}],"
     "\"links\": [{\"source\": 0, \"target\": 1, \"value\": 4}]}",
     "directed; 0(Ann); 1(Bo); 0--1 *1 value=#4"},
    {"graphology",
     "{\"options\": {\"type\": \"undirected\", \"multi\": false}, \"attributes\": {},"
     "\"nodes\": [{\"key\": \"a\", \"attributes\": {\"label\": \"Ann\", \"x\": 1, \"y\": 2}}],"
     "\"edges\": [{\"key\": \"k\", \"source\": \"a\", \"target\": \"a\","
     "\"attributes\": {\"weight\": 3, \"label\": \"knows\"}}]}",
     "undirected; a(Ann @1,2); a--a *3 'knows'"},
    {"GraphML without keys",
     GRAPHML "<graph edgedefault=\"undirected\"><node id=\"a\"/>"
             "<node id=\"b\"/><edge source=\"a\" target=\"b\"/></graph></graphml>",
     "undirected; a(); b(); a--b *1"},
    {"GraphML, edges first, NaN, default",
     GRAPHML
     "<key id=\"d0\" for=\"node\" attr.name=\"age\" "
     "attr.type=\"int\"><default>7</default></key>"
     "<key id=\"d1\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>"
     "<graph edgedefault=\"directed\"><edge source=\"a\" target=\"b\">"
     "<data key=\"d1\">0.5</data></edge><node id=\"a\"><data key=\"d0\">NaN</data></node>"
     "<node id=\"b\"/></graph></graphml>",
     "directed; a(); b( age=#7); a--b *0.5"},
    {"GraphML of Gephi",
     GRAPHML "<key attr.name=\"label\" attr.type=\"string\" for=\"node\" id=\"label\"/>"
             "<key attr.name=\"r\" attr.type=\"int\" for=\"node\" id=\"r\"/>"
             "<key attr.name=\"g\" attr.type=\"int\" for=\"node\" id=\"g\"/>"
             "<key attr.name=\"b\" attr.type=\"int\" for=\"node\" id=\"b\"/>"
             "<key attr.name=\"x\" attr.type=\"float\" for=\"node\" id=\"x\"/>"
             "<key attr.name=\"y\" attr.type=\"float\" for=\"node\" id=\"y\"/>"
             "<graph edgedefault=\"directed\"><node id=\"a\"><data key=\"label\">Ann</data>"
             "<data key=\"r\">255</data><data key=\"g\">0</data><data key=\"b\">16</data>"
             "<data key=\"x\">1.5</data><data key=\"y\">-2</data></node></graph></graphml>",
     "directed; a(Ann @1.5,-2 #ff0010)"},
    {"GraphML of yEd",
     "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" "
     "xmlns:y=\"http://www.yworks.com/xml/graphml\">"
     "<key id=\"d6\" for=\"node\" yfiles.type=\"nodegraphics\"/>"
     "<key id=\"d9\" for=\"edge\" yfiles.type=\"edgegraphics\"/>"
     "<graph id=\"G\" edgedefault=\"directed\"><node id=\"n0\"><data key=\"d6\"><y:ShapeNode>"
     "<y:Geometry height=\"30\" width=\"40\" x=\"100\" y=\"20\"/><y:Fill color=\"#FFCC00\"/>"
     "<y:NodeLabel> Ann\n </y:NodeLabel></y:ShapeNode></data></node>"
     "<edge id=\"e0\" source=\"n0\" target=\"n0\"><data key=\"d9\"><y:PolyLineEdge>"
     "<y:EdgeLabel>knows</y:EdgeLabel></y:PolyLineEdge></data></edge></graph></graphml>",
     "directed; n0(Ann @120,-35 #FFCC00); n0--n0 *1 'knows'"},
    {"GraphML, both kinds of edges",
     GRAPHML "<graph edgedefault=\"undirected\"><node id=\"a\"/>"
             "<node id=\"b\"/><edge source=\"a\" target=\"b\"/>"
             "<edge source=\"b\" target=\"a\" directed=\"true\"/></graph></graphml>",
     "directed; a(); b(); a--b *1 sym; b--a *1"},
    {"GEXF 1.1",
     "<gexf xmlns=\"http://www.gexf.net/1.1draft\" version=\"1.1\"><graph>"
     "<attributes class=\"node\"><attribute id=\"0\" title=\"url\" "
     "type=\"string\"/></attributes>"
     "<nodes><node id=\"0\" label=\"Hello\"><attvalues><attvalue id=\"0\" value=\"u\"/>"
     "</attvalues></node><node id=\"1\"/></nodes>"
     "<edges><edge id=\"0\" source=\"0\" target=\"1\" weight=\"2.5\" label=\"to\"/></edges>"
     "</graph></gexf>",
     "undirected; 0(Hello url='u); 1(); 0--1 *2.5 'to'"},
    {"GEXF of Gephi, meta",
     "<gexf version=\"1.3\"><meta lastmodifieddate=\"2020-01-02\"><creator>Gephi 0.10</creator>"
     "<keywords>k</keywords></meta><graph><nodes/></graph></gexf>",
     "undirected"},
    {"GEXF, kind, nested nodes, mutual",
     "<gexf version=\"1.3\"><graph defaultedgetype=\"directed\">"
     "<nodes><node id=\"a\"><nodes><node id=\"b\" label=\"Bo\"/></nodes></node></nodes><edges>"
     "<edge source=\"a\" target=\"b\" kind=\"knows\"/>"
     "<edge source=\"a\" target=\"b\" type=\"mutual\"/></edges></graph></gexf>",
     "directed; a(); b(Bo); a-knows-b *1; a--b *1 sym"},
};

static void foreign_case_holds(void **state)
{
    const foreign_case *c = *state;
    dm_graph *g = read_back(str_z(c->bytes));
    dm_buf b = rendered(g);
    assert_string_equal(b.ptr, c->want);
    const char *const formats[] = {"json", "graphml", "gexf"};
    for (size_t i = 0; i < 3; i++) { /* and it keeps what it has through a conversion */
        dm_buf first = written(g, formats[i], NULL);
        dm_graph *again = read_back(buf_str(&first));
        dm_buf second = written(again, formats[i], NULL);
        assert_string_equal(first.ptr, second.ptr);
        buf_free(&first);
        buf_free(&second);
        dm_graph_free(again);
    }
    buf_free(&b);
    dm_graph_free(g);
}

/* ---- what is broken ---- */

#define NL   "{\"nodes\": [{\"id\": \"a\"}], \"edges\": "
#define GEXF "<gexf version=\"1.3\">\n<graph>\n<nodes>\n<node id=\"a\"/>\n"
#define BOMB                                                                       \
    "<!DOCTYPE g [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c " \
    "\"&b;&b;&b;\">]>\n"

static const foreign_case bad_cases[] = {
    {"nothing", "", "test: empty"},
    {"blank", " \n ", "test: empty"},
    {"binary",
     "\x7f"
     "ELF\x02",
     "test: neither JSON, GraphML nor GEXF"},
    {"other XML", "<html><p>x</p></html>", "test: neither JSON, GraphML nor GEXF"},
    {"JSON without nodes", "{\"a\": 1}", "test: no node-link graph: 'nodes'"},
    {"JSON without edges", "{\"nodes\": []}", "test: no node-link graph: 'edges' or 'links'"},
    {"JSON cut off", NL "[\n{\"source\": \"a", "test: line 2: the text ends before"},
    {"JSON with a tail", NL "[]}\n}", "test: line 2: not JSON at '}'"},
    {"JSON, comma too many", NL "[\n\n,]}", "test: line 3: not JSON"},
    {"JSON with NaN", NL "[{\"source\": \"a\", \"target\": \"a\",\n\"weight\": NaN}]}",
     "test: line 2: NaN and Infinity"},
    {"JSON, bad UTF-8", NL "[],\n\"x\": \"\xFF\"}", "test: line 2: byte 44 is not UTF-8"},
    {"JSON, NUL in a string", NL "[], \"x\": \"\\u0000\"}", "test: line 1: a NUL character"},
    {"JSON, dangling edge",
     NL "[{\"source\": \"a\", \"target\": \"a\"},"
        "{\"source\": \"a\", \"target\": \"zz\"}]}",
     "test: edges[1]: the edge's target 'zz' is no node"},
    {"JSON, id twice", "{\"nodes\": [{\"id\": \"a\"}, {\"id\": \"a\"}], \"edges\": []}",
     "test: nodes[1]: a second node with the id 'a'"},
    {"JSON, weight 0", NL "[{\"source\": \"a\", \"target\": \"a\", \"weight\": 0}]}",
     "test: edges[0]: weight '0'"},
    {"JSON, an error record",
     "{\"id\": \"x\", \"error\": {\"code\": \"EIO\", \"message\": \"gone\"}}",
     "test: no graph but an error: gone"},
    {"GEXF cut off", GEXF "<node id", "test: line 5: "},
    {"GEXF without graph", "<gexf version=\"1.3\"></gexf>", "test: holds no <graph>"},
    {"GEXF, dangling edge",
     GEXF "</nodes>\n<edges>\n<edge source=\"q\" target=\"a\"/></edges>"
          "</graph></gexf>",
     "test: line 7: the edge's source 'q' is no node"},
    {"GEXF, id twice", GEXF "<node id=\"a\"/></nodes></graph></gexf>",
     "test: line 5: a second node with the id 'a'"},
    {"GEXF, node without id", GEXF "<node/></nodes></graph></gexf>",
     "test: line 5: a node without id"},
    {"GEXF, weight NaN",
     GEXF "</nodes><edges>\n<edge source=\"a\" target=\"a\" weight=\"NaN\"/>"
          "</edges></graph></gexf>",
     "test: line 6: weight 'NaN'"},
    {"GEXF, undeclared value",
     GEXF "<node id=\"b\">\n<attvalues><attvalue for=\"k\" value=\"1\"/>"
          "</attvalues></node></nodes></graph></gexf>",
     "test: line 6: a value for 'k'"},
    {"GEXF, entity bomb", BOMB GEXF "<node id=\"b\" label=\"&c;\"/></nodes></graph></gexf>",
     "entity declarations are not accepted"},
    {"GraphML, wrong end", GRAPHML "\n<graph>\n</nodes></graph></graphml>", "test: line 3: "},
    {"GraphML, dangling edge",
     GRAPHML "\n<graph edgedefault=\"directed\">\n<node id=\"a\"/>\n"
             "<edge source=\"a\" target=\"b\"/></graph></graphml>",
     "test: line 4: the edge's target 'b' is no node"},
    {"GraphML, two roots", GRAPHML "<graph/></graphml>\n<graphml/>", "test: line 2: "},
    {"GraphML, no graph", GRAPHML "</graphml>", "test: holds no <graph>"},
};

static void refused(dm_str bytes, const char *name, const char *want)
{
    dm_graph *g = NULL;
    dm_error err = {0};
    assert_int_equal(graph_read(bytes, NULL, "test", &g, &err), DM_EINPUT);
    assert_null(g);
    if (!strstr(err.message, want))
        fail_msg("%s: '%s' where '%s' was expected", name, err.message, want);
}

static void bad_case_holds(void **state)
{
    const foreign_case *c = *state;
    refused(str_z(c->bytes), c->name, c->want);
}

static void deep_nesting_is_refused(void **state)
{
    (void)state;
    dm_buf b = {0};
    buf_fmt(&b, "{\"nodes\": ");
    for (int i = 0; i < 100000; i++)
        buf_byte(&b, '[');
    refused(buf_str(&b), "JSON", "line 1: nested too deep");
    b.len = 0;
    buf_fmt(&b, "<graphml>");
    for (int i = 0; i < 100000; i++)
        buf_fmt(&b, "<graph>");
    refused(buf_str(&b), "GraphML", "depth");
    buf_free(&b);
}

/* No beginning of a file is taken for the file. */
static void cut_files_are_refused(void **state)
{
    (void)state;
    const char *const formats[] = {"json", "graphml", "gexf"};
    dm_graph *g = fixture_graph();
    for (size_t i = 0; i < 3; i++) {
        dm_buf b = written(g, formats[i], &full);
        for (size_t n = 1; n + 3 < b.len; n += 13)
            refused((dm_str){b.ptr, n}, formats[i], "test: ");
        buf_free(&b);
    }
    dm_graph_free(g);
}

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    return *state ^= *state << 17;
}

static void damage(dm_buf *b, uint64_t *seed)
{
    for (uint64_t k = next_random(seed) % 3; k < 3; k++) {
        size_t at = next_random(seed) % b->len, from = next_random(seed) % b->len;
        size_t n = next_random(seed) % 24;
        if (at + n >= b->len || from + n >= b->len)
            continue;
        memmove(b->ptr + at, b->ptr + from, n);
        b->ptr[at] = "0123456789<>\"'{}[],&;-/"[next_random(seed) % 23];
    }
}

/* A damaged file is refused with a message, or is a graph that can be written and read again.
 */
static void damaged_files_are_refused_or_graphs(void **state)
{
    (void)state;
    const char *const formats[] = {"json", "graphml", "gexf"};
    uint64_t seed = 88172645463325252u;
    dm_graph *g = fixture_graph();
    for (size_t i = 0; i < 3; i++) {
        dm_buf whole = written(g, formats[i], &full);
        for (int round = 0; round < 300; round++) {
            dm_buf b = {0};
            dm_graph *got = NULL;
            dm_error err = {0};
            buf_add(&b, buf_str(&whole));
            damage(&b, &seed);
            if (graph_read(buf_str(&b), NULL, "test", &got, &err) == DM_OK)
                for (size_t f = 0; f < 3; f++)
                    same_bytes_again(got, &trip_cases[f == 0 ? 0 : f + 2], f == 2);
            else
                assert_non_null(strstr(err.message, "test: "));
            buf_free(&b);
        }
        buf_free(&whole);
    }
    dm_graph_free(g);
}

/* ---- the table, and lines ---- */

static void formats_are_found(void **state)
{
    (void)state;
    const struct {
        const char *path, *want;
    } rows[] = {{"a/b.json", "json"},  {"x.GEXF", "gexf"}, {"x.graphml", "graphml"},
                {"x.jsonl", "ndjson"}, {"x.txt", NULL},    {"gexf", NULL},
                {".json", NULL}};
    for (size_t i = 0; i < TEST_LEN(rows); i++) {
        const dm_format *f = format_of_path(rows[i].path);
        assert_true((f == NULL) == (rows[i].want == NULL));
        if (f)
            assert_string_equal(f->name, rows[i].want);
    }
    assert_string_equal(format_sniff(STR("<?xml?><!-- <x> --><g:gexf "))->name, "gexf");
    assert_string_equal(format_sniff(STR("\xEF\xBB\xBF {"))->name, "json");
    assert_string_equal(format_find(STR("dot"))->name, "dot");
    assert_null(format_find(STR("doc")));
}

static void lines_are_read_one_by_one(void **state)
{
    (void)state;
    dm_graph *g = fixture_graph(), *got = NULL;
    dm_buf line = written(g, "ndjson", NULL), all = {0};
    dm_error err = {0};
    assert_ptr_equal(strchr(line.ptr, '\n'), line.ptr + line.len - 1);
    buf_add(&all, buf_str(&line));
    buf_fmt(&all, "\n{\"id\": \"x\", \"error\": {\"message\": \"gone\"}}\n");
    buf_add(&all, buf_str(&line));
    dm_graph_lines it = {.rest = buf_str(&all), .place = "f"};
    assert_int_equal(graph_lines_next(&it, &got, &err), DM_OK);
    assert_int_equal(got->node_count, g->node_count);
    dm_graph_free(got);
    assert_int_equal(graph_lines_next(&it, &got, &err), DM_EINPUT);
    assert_string_equal(err.message, "f: line 3: no graph but an error: gone");
    assert_int_equal(graph_lines_next(&it, &got, &err), DM_OK);
    assert_non_null(got);
    dm_graph_free(got);
    assert_int_equal(graph_lines_next(&it, &got, &err), DM_OK);
    assert_null(got);
    assert_int_equal(graph_read(buf_str(&all), format_find(STR("ndjson")), "f", &got, &err),
                     DM_EINPUT);
    buf_free(&all);
    buf_free(&line);
    dm_graph_free(g);
}

static void names_that_differ_in_case_stay_apart(void **state)
{
    (void)state;
    dm_graph *g =
        read_back(STR("{\"nodes\": [{\"id\": \"a\", \"Label\": \"L\", \"Kind\": \"k\","
                      "\"kind\": \"thing\", \"b\": 3, \"B\": \"t\"}], \"edges\": []}"));
    dm_arena a = {0};
    dm_buf b = {0};
    dm_columns c = columns_of_nodes(&a, g);
    for (uint32_t i = 0; i < c.count; i++)
        buf_fmt(&b, "%.*s ", STR_ARG(c.at[i].name));
    assert_string_equal(b.ptr, "kind actor B_2 Kind_2 Label_2 b_3 ");
    buf_free(&b);
    arena_free(&a);
    dm_graph_free(g);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    struct CMUnitTest tests[TEST_LEN(trip_cases) + TEST_LEN(label_cases) +
                            TEST_LEN(foreign_cases) + TEST_LEN(bad_cases) + 16];
    size_t n = 0;
    TEST_CASES(tests, n, trip_cases, round_trip_holds);
    TEST_CASES(tests, n, label_cases, label_case_holds);
    TEST_CASES(tests, n, foreign_cases, foreign_case_holds);
    TEST_CASES(tests, n, bad_cases, bad_case_holds);
    TEST_ONE(tests, n, projections_agree);
    TEST_ONE(tests, n, projection_keeps_fields);
    TEST_ONE(tests, n, long_label_survives);
    TEST_ONE(tests, n, parallel_edges_differ_in_kind);
    TEST_ONE(tests, n, unfit_ids_become_fit_and_stay_apart);
    TEST_ONE(tests, n, deep_nesting_is_refused);
    TEST_ONE(tests, n, cut_files_are_refused);
    TEST_ONE(tests, n, damaged_files_are_refused_or_graphs);
    TEST_ONE(tests, n, formats_are_found);
    TEST_ONE(tests, n, lines_are_read_one_by_one);
    TEST_ONE(tests, n, names_that_differ_in_case_stay_apart);
    return _cmocka_run_group_tests("files", tests, n, NULL, NULL);
}
