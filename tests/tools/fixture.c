/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include <math.h>

static const char *const text = "Ada Lind, once foreign minister, met Omar Reyes in Velia. "
                                "Velia's council did not accuse the Harbour Union. "
                                "The union said that Velia had promised \"talks\".";

typedef struct {
    const char *id, *label, *kind, *subkind, *country, *colour;
    double salience, pagerank, x, y, size;
    int community;
} node_row;

static const node_row rows[] = {
    {"country/va", "Velia", "country", "", "VA", "#228833", 0.91, 0.3, 12.5, -40.125, 64, 0},
    {"person/ada-lind", "Ada Lind", "person", "", "VA", "#4477aa", 0.74, 0.25, -100, 77, 52, 0},
    {"organisation/harbour-union", "Harbour Union \"INF\" & <Sons>", "organisation", "company",
     "", "#ee6677", 0.5, 0.2, 300.5, 1e-3, 40, 1},
    {"person/omar-reyes", "Омар Реєс", "person", "", "", "#4477aa", 0.33, 0.15, -7, -310.25, 31,
     1},
    {"place/mersa-jadida", "مرسى جديدة 🚢\\", "place", "city", "", "#ccbb44", 0.1, 0.1, 0.25,
     500, 10, 2},
};

#define NODES (sizeof rows / sizeof *rows)

static dm_gevidence quote(uint32_t begin, uint32_t end)
{
    return (dm_gevidence){.begin = begin,
                          .end = end,
                          .byte_begin = begin,
                          .byte_end = end,
                          .quote = {text + begin, end - begin},
                          .source = {begin, begin + 3},
                          .target = {-1, -1},
                          .trigger = {begin + 4, begin + 9}};
}

typedef struct {
    uint32_t source, target;
    const char *relation, *family, *predicate, *polarity, *modality, *quad;
    bool symmetric;
    double confidence, weight;
    uint32_t quotes;
} edge_row;

static const edge_row edge_rows[] = {
    {1, 0, "minister_of", "state", "foreign minister", "affirmed", "asserted", "", false, 0.91,
     2, 1},
    {1, 3, "consult", "event", "meet", "affirmed", "asserted", "verbal_cooperation", true, 0.8,
     1, 1},
    {0, 2, "accuse", "event", "accuse", "affirmed", "alleged", "verbal_conflict", false, 0.4,
     1.5, 2},
    {0, 2, "accuse", "event", "accuse", "negated", "asserted", "verbal_conflict", false, 0.77,
     0.25, 1},
    {0, 2, "accuse", "event", "accuse", "negated", "denied", "verbal_conflict", false, 0.5, 1,
     4},
    {0, 2, "assault", "event", "attack", "affirmed", "planned", "material_conflict", false,
     0.123456789, 3, 0},
    {2, 0, "open", "open", "connect to | or; so", "affirmed", "asserted", "", false, 0.66, 1,
     1},
    {3, 4, "lives_in", "state", "resident of", "affirmed", "asserted", "", false, NAN, 1, 0},
};

#define EDGES (sizeof edge_rows / sizeof *edge_rows)

static void fill_node(dm_graph *g, uint32_t i)
{
    const node_row *r = &rows[i];
    dm_gnode *n = &g->nodes[i];
    *n = gnode_new(str_z(r->id));
    n->label = str_z(r->label);
    n->kind = str_z(r->kind);
    n->subkind = str_z(r->subkind);
    n->country = str_z(r->country);
    n->actor = kind_table[kind_find(n->kind)].actor;
    n->salience = r->salience;
    n->measure[MEASURE_pagerank] = r->pagerank;
    n->measure[MEASURE_degree] = i + 1;
    n->measure[MEASURE_strength] = 1.5 * i;
    n->community = r->community;
    n->x = r->x;
    n->y = r->y;
    n->size = r->size;
    n->color = str_z(r->colour);
    n->first = i * 10;
    n->mention_count = i % 3;
    n->mentions = ARENA_ARRAY(&g->arena, dm_gmention, 3);
    for (uint32_t k = 0; k < n->mention_count; k++)
        n->mentions[k] = (dm_gmention){0, i * 10, i * 10 + 4, (uint8_t)(k % FORM_COUNT)};
}

static void add_names(dm_graph *g)
{
    dm_gnode *ada = &g->nodes[1];
    ada->gender = STR("f");
    ada->alias_count = 2;
    ada->aliases = ARENA_ARRAY(&g->arena, dm_galias, 2);
    ada->aliases[0] = (dm_galias){STR("Lind"), 3};
    ada->aliases[1] = (dm_galias){STR("Ada \"the Bell\" Lind; of Velia"), 1};
    ada->role_count = 2;
    ada->roles = ARENA_ARRAY(&g->arena, dm_grole, 2);
    ada->roles[0] =
        (dm_grole){STR("foreign minister"), STR("minister"), STR("country/va"), true, false};
    ada->roles[1] = (dm_grole){STR("envoy"), STR(""), STR(""), false, true};
}

static void fill_edge(dm_graph *g, uint32_t i)
{
    static const uint32_t sentence[][2] = {{0, 57}, {58, 107}, {108, 155}, {0, 20}};
    const edge_row *r = &edge_rows[i];
    dm_gedge *e = &g->edges[i];
    *e = (dm_gedge){.source = r->source,
                    .target = r->target,
                    .relation = str_z(r->relation),
                    .family = str_z(r->family),
                    .predicate = str_z(r->predicate),
                    .symmetric = r->symmetric,
                    .former = i == 0,
                    .derived = i == 7,
                    .polarity = str_z(r->polarity),
                    .modality = str_z(r->modality),
                    .quad = str_z(r->quad),
                    .confidence = r->confidence,
                    .weight = r->weight,
                    .evidence_count = r->quotes};
    e->evidence = ARENA_ARRAY(&g->arena, dm_gevidence, 4);
    for (uint32_t k = 0; k < r->quotes; k++)
        e->evidence[k] = quote(sentence[k][0], sentence[k][1]);
    if (i == 7)
        e->rule = STR("lives-where-born");
    if (i == 2)
        e->attributed_to = STR("person/omar-reyes");
}

static dm_graph *empty_graph(void)
{
    dm_graph *g = graph_new();
    g->id = STR("velia-1");
    g->generator = STR("dramatis 0.1.0");
    g->model = STR("none");
    g->doc_count = 1;
    g->docs = ARENA_NEW(&g->arena, dm_gdoc);
    g->docs[0] = (dm_gdoc){.id = STR("velia-1"),
                           .title = STR("Talks in Velia \xE2\x80\x93 \"no\" accusation"),
                           .date = STR("2024-05-17"),
                           .language = STR("en"),
                           .chars = (uint32_t)strlen(text),
                           .bytes = (uint32_t)strlen(text),
                           .sentences = 3,
                           .tokens = 30,
                           .text = str_z(text)};
    g->analysed = true;
    return g;
}

dm_graph *fixture_graph(void)
{
    dm_graph *g = empty_graph();
    g->node_count = NODES;
    g->nodes = ARENA_ARRAY(&g->arena, dm_gnode, NODES);
    for (uint32_t i = 0; i < NODES; i++)
        fill_node(g, i);
    add_names(g);
    g->edge_count = EDGES;
    g->edges = ARENA_ARRAY(&g->arena, dm_gedge, EDGES);
    for (uint32_t i = 0; i < EDGES; i++)
        fill_edge(g, i);
    graph_sort(g);
    return g;
}

dm_graph *fixture_later(void)
{
    dm_graph *g = fixture_graph();
    g->id = g->docs[0].id = STR("velia-2");
    g->docs[0].date = STR("2024-06-02");
    for (uint32_t i = 0; i < g->node_count; i++) {
        dm_gnode *n = &g->nodes[i];
        if (str_eq(n->id, STR("person/omar-reyes"))) /* known by his other spelling now */
            n->id = STR("person/omar-reyes-2");
        else if (str_eq(n->id, STR("organisation/harbour-union")))
            n->salience = 0.95;
        else if (str_eq(n->id, STR("place/mersa-jadida")))
            *n = gnode_new(STR("person/nell-okoye")), n->label = STR("Nell Okoye"),
            n->kind = STR("person"), n->salience = 0.2;
    }
    for (uint32_t i = 0; i < g->edge_count; i++) {
        dm_gedge *e = &g->edges[i];
        if (str_eq(e->relation, STR("minister_of")))
            e->weight = 5;
        else if (str_eq(e->relation, STR("assault")))
            e->modality = STR("asserted");
        else if (str_eq(e->relation, STR("lives_in")))
            e->relation = STR("aide_of");
    }
    graph_sort(g);
    return g;
}

#define HOSTILE(text)             \
    {                             \
        "" text, sizeof(text) - 1 \
    }

static const dm_str hostile[] = {
    HOSTILE("plain"),
    HOSTILE("a\x01\x02\x1b[31mb"),
    HOSTILE("line\nbreak\ttab"),
    HOSTILE("<b>&amp;\"'</b>]]>"),
    HOSTILE("</script><img src=x onerror=alert(1)>"),
    HOSTILE("INF treaty"),
    HOSTILE("C:\\new\\user\\"),
    HOSTILE("say \"\"yes\"\""),
    HOSTILE("\xF0\x9F\x9A\xA2 ship"),
    HOSTILE("\xD9\x85\xD8\xB1\xD8\xB3\xD9\x89 \xE2\x80\xAE"
            "abc"),
    HOSTILE("bad\xFFutf"),
    HOSTILE("=1+cmd|' /C calc'!A0"),
    HOSTILE("+49 phone"),
    HOSTILE("-minus"),
    HOSTILE("@handle"),
    HOSTILE("a, b; c | d \xC2\xA7 \xC3\xA9"),
    HOSTILE("*_`[x](javascript:1)`_* # |"),
    HOSTILE("${x} {{y}} %s \\N \\l"),
    HOSTILE("plain"),
};

dm_graph *fixture_hostile(void)
{
    enum { COUNT = sizeof hostile / sizeof *hostile, LONG = 10000 };
    dm_graph *g = empty_graph();
    g->id = g->docs[0].id = STR("hostile");
    g->analysed = false;
    char *longest = arena_alloc(&g->arena, LONG + 1, 1);
    memset(longest, 'x', LONG);
    g->nodes = ARENA_ARRAY(&g->arena, dm_gnode, COUNT + 1);
    g->edges = ARENA_ARRAY(&g->arena, dm_gedge, COUNT);
    for (uint32_t i = 0; i <= COUNT; i++) {
        dm_gnode *n = &g->nodes[g->node_count++];
        *n = gnode_new(str_fmt(&g->arena, "hostile-%u", i));
        n->label = i < COUNT ? hostile[i] : (dm_str){longest, LONG};
        n->kind = STR("organisation");
        n->actor = true;
        n->x = 10.0 * i;
        n->y = 100 - i;
        n->size = 10;
        n->color = STR("#ee6677");
        n->salience = 1 - i / 100.0;
    }
    for (uint32_t i = 1; i <= COUNT; i++) {
        dm_gedge *e = &g->edges[g->edge_count++];
        *e = (dm_gedge){.source = 0,
                        .target = i,
                        .relation = STR("open"),
                        .family = STR("open"),
                        .predicate = g->nodes[i].label,
                        .polarity = STR("affirmed"),
                        .modality = STR("asserted"),
                        .confidence = 0.5,
                        .weight = 1};
        e->evidence = ARENA_NEW(&g->arena, dm_gevidence);
        e->evidence[0] = quote(0, 57);
        e->evidence[0].quote = g->nodes[i].label;
        e->evidence_count = 1;
    }
    graph_sort(g);
    return g;
}
