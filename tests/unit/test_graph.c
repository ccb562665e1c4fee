/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/analyse.h"
#include "graph/bridge.h"
#include "graph/rank.h"
#include "graph/stats.h"
#include "test.h"

#include "graph_spec.h"

/* ---- Values by hand -------------------------------------------------------------------------
 */

typedef struct {
    const char *name, *graph;
    dm_measure measure;
    const char *expect; /* in order of id */
    dm_analysis_options opt;
} value_case;

#define AS_IS     \
    {             \
        .seed = 0 \
    } /* the usual options */
#define PATH     "a>b b>c c>d"
#define STAR     "m>a m>b m>c m>d"
#define TRIANGLE "a>b b>c a>c c>d" /* with a tail */

/* clang-format off */
static const value_case value_cases[] = {
    {"degree of a path", PATH, MEASURE_degree, "1 2 2 1", AS_IS},
    {"degree counts neighbours once", "a>b b>a a=b c>a", MEASURE_degree, "2 1 1", AS_IS},
    {"in degree counts edges", "a>b a>b c>b", MEASURE_in_degree, "0 3 0", AS_IS},
    {"symmetric edges are in and out", "a=b a>b", MEASURE_in_degree, "1 2", AS_IS},
    {"out degree of a star", STAR, MEASURE_out_degree, "0 0 0 0 4", AS_IS},
    {"undirected: every edge is in and out", STAR, MEASURE_in_degree, "1 1 1 1 4",
     {.select = {.undirected = true}}},
    {"strength adds weights", "a>b:2 b>a:0.5 b=c:3", MEASURE_strength, "2.5 5.5 3", AS_IS},
    {"strength without weights counts edges", "a>b:2 b>a:0.5 b=c:3", MEASURE_strength, "2 3 1",
     {.select = {.unweighted = true}}},
    {"loops do not count", "a>a:5 a>b", MEASURE_strength, "1 1", AS_IS},
    {"a loop is no neighbour", "a>a", MEASURE_degree, "0", AS_IS},
    {"betweenness of a path", PATH, MEASURE_betweenness, "0 0.666667 0.666667 0", AS_IS},
    {"betweenness of a star", STAR, MEASURE_betweenness, "0 0 0 0 1", AS_IS},
    {"betweenness of a tail", TRIANGLE, MEASURE_betweenness, "0 0 0.666667 0", AS_IS},
    /* a-b directly is 1 long, by c 1/4 + 1/4 */
    {"heavy edges are short", "a>b a>c:4 c>b:4", MEASURE_betweenness, "0 0 1", AS_IS},
    {"parallel edges add up to a short one", "a>b a>c:2 a>c:2 c>b:4", MEASURE_betweenness, "0 0 1",
     AS_IS},
    {"directed paths", "a>b b>c", MEASURE_betweenness, "0 0.5 0", {.directed = true}},
    {"two nodes have nothing between", "a>b", MEASURE_betweenness, "0 0", AS_IS},
    {"closeness of a path", "a>b b>c", MEASURE_closeness, "0.666667 1 0.666667", AS_IS},
    {"closeness within the component", "a>b b>c x>y z", MEASURE_closeness,
     "0.666667 1 0.666667 1 1 nan", AS_IS},
    {"closeness grows with weight", "a>b:2", MEASURE_closeness, "2 2", AS_IS},
    {"directed closeness is how near the others are to it", "a>b b>c", MEASURE_closeness,
     "nan 1 0.666667", {.directed = true}},
    {"harmonic of a path", "a>b b>c", MEASURE_harmonic, "0.75 1 0.75", AS_IS},
    {"harmonic over components", "a>b z", MEASURE_harmonic, "0.5 0.5 0", AS_IS},
    {"harmonic alone", "a", MEASURE_harmonic, "0", AS_IS},
    {"pagerank of a ring", "a>b b>c c>a", MEASURE_pagerank, "0.333333 0.333333 0.333333", AS_IS},
    {"pagerank alone", "a", MEASURE_pagerank, "1", AS_IS},
    /* x = (1-d)/2 + d y/2, y = (1-d)/2 + d (x + y/2), x + y = 1, d = .85 */
    {"pagerank flows along", "a>b", MEASURE_pagerank, "0.350877 0.649123", AS_IS},
    {"pagerank of a symmetric pair", "a=b", MEASURE_pagerank, "0.5 0.5", AS_IS},
    {"pagerank undirected", "a>b", MEASURE_pagerank, "0.5 0.5", {.select = {.undirected = true}}},
    {"eigenvector of a star", STAR, MEASURE_eigenvector, "0.5 0.5 0.5 0.5 1", AS_IS},
    {"eigenvector of the leading component", "a>b:2 x>y", MEASURE_eigenvector, "1 1 0 0", AS_IS},
    {"eigenvector of components that tie", "a>b x>y", MEASURE_eigenvector, "1 1 1 1", AS_IS},
    {"eigenvector without edges", "a b", MEASURE_eigenvector, "0 0", AS_IS},
    {"hub of a star", STAR, MEASURE_hub, "0 0 0 0 1", AS_IS},
    {"authorities of a star", STAR, MEASURE_authority, "1 1 1 1 0", AS_IS},
    {"hub of two sources", "a>x b>x b>y", MEASURE_hub, "0.618034 1 0 0", AS_IS},
    {"coreness of a tail", TRIANGLE, MEASURE_coreness, "2 2 2 1", AS_IS},
    {"coreness does not count parallel edges", "a>b a>b b>a", MEASURE_coreness, "1 1", AS_IS},
    {"constraint of a path", "a>b b>c", MEASURE_constraint, "1 0.5 1", AS_IS},
    {"constraint of an isolate", "a>b z", MEASURE_constraint, "1 1 nan", AS_IS},
    {"articulation of a path", PATH, MEASURE_articulation, "0 1 1 0", AS_IS},
    {"articulation of a tail", TRIANGLE, MEASURE_articulation, "0 0 1 0", AS_IS},
    {"components by size, then by id", "p>q a>b z x>y y>w", MEASURE_component, "1 1 2 2 0 0 0 3",
     AS_IS},
    {"negated edges are no tie", "a>b! b>c", MEASURE_degree, "0 1 1", AS_IS},
    {"negated edges when asked for", "a>b! b>c", MEASURE_degree, "1 2 1",
     {.select = {.negated = true}}},
    {"co-occurrence is left out", "a=b~ b>c", MEASURE_degree, "0 1 1", AS_IS},
    {"co-occurrence when asked for", "a=b~ b>c", MEASURE_degree, "1 2 1",
     {.select = {.cooccurrence = true}}},
    {"co-occurrence by its name", "a=b~ b>c", MEASURE_degree, "1 1 0",
     {.select = {.relations = "cooccurrence"}}},
    {"co-occurrence beside named ones", "a=b~ b>c c>d+", MEASURE_degree, "1 2 1 0",
     {.select = {.relations = "member_of", .cooccurrence = true}}},
    {"derived edges count", "a>b* b>c", MEASURE_degree, "1 2 1", AS_IS},
    {"derived edges left out", "a>b* b>c", MEASURE_degree, "0 1 1",
     {.select = {.no_derived = true}}},
    {"relations by family", "a>b b>c+ c>d-", MEASURE_degree, "0 1 2 1",
     {.select = {.relations = "event"}}},
    {"relations by name and quad", "a>b b>c+ c>d-", MEASURE_degree, "1 1 1 1",
     {.select = {.relations = "member_of, material_conflict"}}},
    {"kinds that nobody has", PATH, MEASURE_degree, "nan nan nan nan",
     {.select = {.kinds = "country"}}},
};
/* clang-format on */

static void render(dm_graph *g, dm_measure m, char *out, size_t size)
{
    const uint32_t *at = spec_by_id(g);
    size_t used = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < g->node_count; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%.6g", i ? " " : "",
                                 g->nodes[at[i]].measure[m]);
}

static void value_holds(void **state)
{
    const value_case *c = *state;
    char got[400];
    dm_error err = {0};
    dm_graph *g = spec_graph(c->graph);
    assert_int_equal(graph_analyse(g, &c->opt, &err), DM_OK);
    assert_true(g->analysed);
    render(g, c->measure, got, sizeof got);
    assert_string_equal(got, c->expect);
    dm_graph_free(g);
}

/* ---- Communities ----------------------------------------------------------------------------
 */

typedef struct {
    const char *name, *graph, *expect;
} community_case;

#define CLIQUES "d=e e=f d=f a=b b=c a=c c=d x=y z"

static const community_case community_cases[] = {
    {"two triangles with a bridge, a pair, one alone", CLIQUES, "0 0 0 1 1 1 2 2 3"},
    {"the larger comes first", "z=y y=x z=x w=x w=y w=z a=b b=c a=c a=w:0.1", "1 1 1 0 0 0 0"},
    {"without edges everyone is alone", "c b a", "0 1 2"},
    {"one edge is one community", "a>b", "0 0"},
    {"weights decide", "a=b:9 b=c c=d:9", "0 0 1 1"},
};

static void community_holds(void **state)
{
    const community_case *c = *state;
    char got[200];
    size_t used = 0;
    dm_graph *g = spec_graph(c->graph);
    assert_int_equal(graph_analyse(g, NULL, NULL), DM_OK);
    const uint32_t *at = spec_by_id(g);
    for (uint32_t i = 0; i < g->node_count; i++)
        used += (size_t)snprintf(got + used, sizeof got - used, "%s%d", i ? " " : "",
                                 g->nodes[at[i]].community);
    assert_string_equal(got, c->expect);
    dm_graph_free(g);
}

/* ---- Stability ------------------------------------------------------------------------------
 */

static uint32_t lcg(uint32_t *state)
{
    return (*state = *state * 1664525u + 1013904223u) >> 8;
}

static dm_graph *random_graph(uint32_t seed, uint32_t n, uint32_t m)
{
    dm_buf spec = {0};
    for (uint32_t i = 0; i < m; i++)
        buf_fmt(&spec, "n%u%cn%u:%u.5 ", lcg(&seed) % n, lcg(&seed) % 3 ? '>' : '=',
                lcg(&seed) % n, lcg(&seed) % 4);
    dm_graph *g = spec_graph(spec.ptr);
    buf_free(&spec);
    return g;
}

static void shuffle(dm_graph *g, uint32_t seed)
{
    uint32_t *to = ARENA_ARRAY(&g->arena, uint32_t, g->node_count);
    for (uint32_t i = 0; i < g->node_count; i++)
        to[i] = i;
    for (uint32_t i = g->node_count; i > 1; i--) {
        uint32_t j = lcg(&seed) % i, t = to[j];
        dm_gnode n = g->nodes[i - 1];
        to[j] = to[i - 1];
        to[i - 1] = t;
        g->nodes[i - 1] = g->nodes[j];
        g->nodes[j] = n;
    }
    uint32_t *now = ARENA_ARRAY(&g->arena, uint32_t, g->node_count);
    for (uint32_t i = 0; i < g->node_count; i++)
        now[to[i]] = i;
    for (uint32_t i = 0; i < g->edge_count; i++) {
        g->edges[i].source = now[g->edges[i].source];
        g->edges[i].target = now[g->edges[i].target];
    }
    for (uint32_t i = g->edge_count; i > 1; i--) {
        uint32_t j = lcg(&seed) % i;
        dm_gedge e = g->edges[i - 1];
        g->edges[i - 1] = g->edges[j];
        g->edges[j] = e;
    }
}

static bool same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

static void assert_same_values(dm_graph *a, dm_graph *b)
{
    const uint32_t *at_a = spec_by_id(a), *at_b = spec_by_id(b);
    assert_int_equal(a->node_count, b->node_count);
    for (uint32_t i = 0; i < a->node_count; i++) {
        const dm_gnode *x = &a->nodes[at_a[i]], *y = &b->nodes[at_b[i]];
        assert_true(str_eq(x->id, y->id));
        assert_int_equal(x->community, y->community);
        for (int m = 0; m < MEASURE_COUNT; m++)
            assert_true(same_bits(x->measure[m], y->measure[m]));
    }
}

static void order_of_nodes_and_edges_does_not_matter(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 8; seed++) {
        dm_graph *a = random_graph(seed, 30, 45), *b = random_graph(seed, 30, 45);
        shuffle(b, seed + 77);
        assert_int_equal(graph_analyse(a, NULL, NULL), DM_OK);
        assert_int_equal(graph_analyse(b, NULL, NULL), DM_OK);
        assert_same_values(a, b);
        dm_graph_free(b);
        dm_graph_free(a);
    }
}

static void a_sample_is_near_and_says_so(void **state)
{
    (void)state;
    dm_graph *all = random_graph(5, 300, 1500), *some = random_graph(5, 300, 1500);
    dm_analysis_options few = {.exact = 150};
    assert_int_equal(graph_analyse(all, NULL, NULL), DM_OK);
    assert_int_equal(graph_analyse(some, &few, NULL), DM_OK);
    double off = 0, sum = 0;
    for (uint32_t i = 0; i < all->node_count; i++) {
        double want = all->nodes[i].measure[MEASURE_closeness];
        double got = some->nodes[i].measure[MEASURE_closeness];
        if (isnan(want))
            continue;
        assert_true(fabs(got - want) < 0.1 * want);
        off += fabs(all->nodes[i].measure[MEASURE_betweenness] -
                    some->nodes[i].measure[MEASURE_betweenness]);
        sum += all->nodes[i].measure[MEASURE_betweenness];
    }
    assert_true(off < 0.25 * sum && off > 0);
    assert_true(str_find(some->how[MEASURE_betweenness], STR("150 of"), 0) != SIZE_MAX);
    assert_true(str_find(all->how[MEASURE_betweenness], STR("estimated"), 0) == SIZE_MAX);
    assert_true(str_find(some->how[MEASURE_pagerank], STR("estimated"), 0) == SIZE_MAX);
    dm_graph_free(some);
    dm_graph_free(all);
}

/* ---- What is refused ------------------------------------------------------------------------
 */

static void an_empty_graph_is_fine(void **state)
{
    (void)state;
    dm_graph *g = graph_new();
    dm_arena a = {0};
    dm_ranking r;
    dm_stats s;
    assert_int_equal(graph_analyse(g, NULL, NULL), DM_OK);
    assert_int_equal(graph_rank(g, NULL, &a, &r, NULL), DM_OK);
    assert_int_equal(r.count, 0);
    assert_int_equal(graph_stats(g, NULL, &a, &s, NULL), DM_OK);
    assert_int_equal(s.components, 0);
    assert_true(isnan(s.density));
    graph_sort(g);
    arena_free(&a);
    dm_graph_free(g);
}

typedef struct {
    const char *name, *graph, *relations, *kinds, *message;
    dm_status status;
} refused_case;

static const refused_case refused_cases[] = {
    {"weight 0", "a>b:0", NULL, NULL, "edge 0 from 'a' to 'b' has weight 0", DM_EINPUT},
    {"negative weight", "a>b b>c:-2", NULL, NULL, "edge 1 from 'b' to 'c'", DM_EINPUT},
    {"no such relation", "a>b", "member_of,marries", NULL, "no relation or family 'marries'",
     DM_EUSAGE},
    {"no such kind", "a>b", NULL, "robot", "no kind 'robot'", DM_EUSAGE},
};

static void refusal_holds(void **state)
{
    const refused_case *c = *state;
    dm_error err = {0};
    dm_analysis_options opt = {.select = {.relations = c->relations, .kinds = c->kinds}};
    dm_graph *g = spec_graph(c->graph);
    assert_int_equal(graph_analyse(g, &opt, &err), c->status);
    assert_non_null(strstr(err.message, c->message));
    assert_false(g->analysed);
    dm_graph_free(g);
}

static void broken_graphs_are_refused(void **state)
{
    (void)state;
    dm_error err = {0};
    dm_graph *g = spec_graph("a>b c>d");
    g->edges[1].target = 9;
    assert_int_equal(graph_check(g, &err), DM_EINPUT);
    assert_non_null(strstr(err.message, "edge 1"));
    g->edges[1].target = 0;
    g->nodes[3].id = STR("a");
    assert_int_equal(graph_check(g, &err), DM_EINPUT);
    assert_non_null(strstr(err.message, "two nodes have the id 'a'"));
    g->nodes[3].id = STR("");
    assert_int_equal(graph_check(g, &err), DM_EINPUT);
    dm_graph_free(g);
}

static void igraph_says_what_is_wrong(void **state)
{
    (void)state;
    dm_error err = {0};
    dm_net *net = NULL;
    const dm_tie tie = {0, 1, 1};
    double out[2];
    assert_int_equal(net_open(2, &tie, 1, true, &net, &err), DM_OK);
    assert_int_equal(net_pagerank(net, 2.0, out, &err), DM_EINTERNAL); /* damping is below 1 */
    assert_non_null(strstr(err.message, "amping"));
    assert_int_equal(net_pagerank(net, 0.85, out, &err), DM_OK); /* and goes on */
    net_free(net);
    const dm_tie wild = {0, 5, 1};
    assert_int_equal(net_open(2, &wild, 1, true, &net, &err), DM_EINTERNAL);
    assert_null(net);
}

/* ---- Order ----------------------------------------------------------------------------------
 */

static void order_line(const dm_graph *g, dm_buf *b)
{
    for (uint32_t i = 0; i < g->node_count; i++)
        buf_fmt(b, "%.*s ", STR_ARG(g->nodes[i].id));
    for (uint32_t i = 0; i < g->edge_count; i++) {
        const dm_gedge *e = &g->edges[i];
        buf_fmt(b, "| %.*s %.*s>%.*s %.*s %u ", STR_ARG(e->id), STR_ARG(g->nodes[e->source].id),
                STR_ARG(g->nodes[e->target].id), STR_ARG(e->relation), e->key);
    }
}

static void assert_order(const dm_graph *g, const char *expect)
{
    dm_buf b = {0};
    order_line(g, &b);
    assert_string_equal(b.ptr, expect);
    buf_free(&b);
}

static void sorting_gives_ids_and_keys(void **state)
{
    (void)state;
    const char *expect = "d b a c | e0 a>b assault 0 | e1 a>b consult 1 | e2 a>b member_of 2 "
                         "| e3 b>a consult 0 | e4 c>d member_of 0 ";
    for (uint32_t seed = 0; seed < 5; seed++) {
        dm_graph *g = spec_graph("c>d a>b b>a+ a>b- a>b+");
        g->nodes[graph_find(g, STR("b"))].salience = 0.5;
        g->nodes[graph_find(g, STR("d"))].salience = 0.9;
        if (seed)
            shuffle(g, seed);
        graph_sort(g);
        assert_order(g, expect);
        graph_sort(g); /* nothing moves */
        assert_order(g, expect);
        dm_graph_free(g);
    }
}

static void keys_of_an_undirected_graph_are_per_pair(void **state)
{
    (void)state;
    dm_graph *g = spec_graph("b>a a>b+ a>b");
    g->directed = false;
    graph_sort(g);
    assert_order(g, "a b | e0 a>b consult 0 | e1 a>b member_of 1 | e2 b>a member_of 2 ");
    dm_graph_free(g);
}

static void symmetric_edges_turn_with_their_evidence(void **state)
{
    (void)state;
    dm_graph *g = spec_graph("b=a b>a");
    dm_gevidence v = {.source = {1, 2}, .target = {5, 6}, .trigger = {3, 4}};
    g->edges[0].evidence = &v;
    g->edges[0].evidence_count = 1;
    graph_orient(g);
    assert_true(str_eq(g->nodes[g->edges[0].source].id, STR("a")));
    assert_true(str_eq(g->nodes[g->edges[1].source].id, STR("b")));
    assert_int_equal(v.source[0], 5);
    assert_int_equal(v.target[1], 2);
    assert_int_equal(v.trigger[0], 3);
    dm_graph_free(g);
}

/* ---- Ranking --------------------------------------------------------------------------------
 */

static dm_ranking rank(const dm_graph *g, dm_arena *a, dm_rank_options opt)
{
    dm_ranking r;
    assert_int_equal(graph_rank(g, &opt, a, &r, NULL), DM_OK);
    return r;
}

static void assert_rows(const dm_graph *g, const dm_ranking *r, const char *expect)
{
    dm_buf b = {0};
    buf_add(&b, STR(""));
    for (uint32_t i = 0; i < r->count; i++)
        buf_fmt(&b, "%s%u %.*s %.3g %.3g", i ? ", " : "", r->rows[i].rank,
                STR_ARG(g->nodes[r->rows[i].node].id), r->rows[i].value, r->rows[i].share);
    assert_string_equal(b.ptr, expect);
    buf_free(&b);
}

static void ranking_breaks_ties_by_id(void **state)
{
    (void)state;
    dm_arena a = {0};
    dm_graph *g = spec_graph("d>c c>b b>a z");
    assert_int_equal(graph_analyse(g, NULL, NULL), DM_OK);
    dm_ranking r = rank(g, &a, (dm_rank_options){.by = "degree"});
    assert_rows(g, &r, "1 b 2 0.333, 1 c 2 0.333, 3 a 1 0.167, 3 d 1 0.167, 5 z 0 0");
    r = rank(g, &a, (dm_rank_options){.by = "degree", .top = 2});
    assert_rows(g, &r, "1 b 2 0.333, 1 c 2 0.333");
    assert_int_equal(r.ranked, 5);
    r = rank(g, &a, (dm_rank_options){.by = "constraint", .top = 3});
    assert_rows(g, &r, "1 b 0.5 nan, 1 c 0.5 nan, 3 a 1 nan");
    arena_free(&a);
    dm_graph_free(g);
}

static void ranking_is_of_actors_unless_told(void **state)
{
    (void)state;
    dm_arena a = {0};
    dm_graph *g = spec_graph("a>b c");
    for (uint32_t i = 0; i < 3; i++)
        g->nodes[i].salience = 0.25 * (i + 1);
    g->nodes[2].actor = false;
    g->nodes[2].kind = STR("place");
    dm_ranking r = rank(g, &a, (dm_rank_options){0});
    assert_rows(g, &r, "1 b 0.5 0.667, 2 a 0.25 0.333");
    r = rank(g, &a, (dm_rank_options){.kinds = "place"});
    assert_rows(g, &r, "1 c 0.75 1");
    r = rank(g, &a, (dm_rank_options){.kinds = "all", .top = 1});
    assert_rows(g, &r, "1 c 0.75 0.5");
    g->nodes[0].actor = g->nodes[1].actor = false;
    r = rank(g, &a, (dm_rank_options){0}); /* a foreign graph knows no actors */
    assert_int_equal(r.count, 3);
    arena_free(&a);
    dm_graph_free(g);
}

static void ranking_by_all_has_every_column(void **state)
{
    (void)state;
    dm_arena a = {0};
    dm_graph *g = spec_graph("a>b");
    assert_int_equal(graph_analyse(g, NULL, NULL), DM_OK);
    dm_ranking r = rank(g, &a, (dm_rank_options){.by = "all"});
    assert_string_equal(r.by.name, "pagerank"); /* nobody has salience */
    assert_int_equal(r.column_count, MEASURE_COUNT);
    g->nodes[0].salience = 1;
    r = rank(g, &a, (dm_rank_options){.by = "all"});
    assert_string_equal(r.by.name, "salience");
    assert_int_equal(r.column_count, MEASURE_COUNT + 1);
    arena_free(&a);
    dm_graph_free(g);
}

static void ranking_refuses_what_it_does_not_have(void **state)
{
    (void)state;
    dm_arena a = {0};
    dm_error err = {0};
    dm_ranking r;
    dm_graph *g = spec_graph("a>b");
    assert_int_equal(graph_rank(g, &(dm_rank_options){.by = "fame"}, &a, &r, &err), DM_EUSAGE);
    assert_non_null(strstr(err.message, "'fame'"));
    assert_int_equal(graph_rank(g, &(dm_rank_options){.by = "hub"}, &a, &r, &err), DM_EINPUT);
    arena_free(&a);
    dm_graph_free(g);
}

/* ---- Figures --------------------------------------------------------------------------------
 */

static void figures_of_a_small_graph(void **state)
{
    (void)state;
    dm_arena a = {0};
    dm_stats s;
    dm_graph *g = spec_graph("a=b:2+ b>c:1- a>c c>d b>a! z");
    g->nodes[graph_find(g, STR("d"))].kind = STR("place");
    g->nodes[graph_find(g, STR("d"))].actor = false;
    assert_int_equal(graph_analyse(g, NULL, NULL), DM_OK);
    assert_int_equal(graph_stats(g, NULL, &a, &s, NULL), DM_OK);
    assert_int_equal(s.nodes, 5);
    assert_int_equal(s.actors, 4);
    assert_int_equal(s.edges, 5);
    assert_int_equal(s.negated, 1);
    assert_int_equal(s.pairs, 4);
    assert_int_equal(s.arcs, 5);
    assert_int_equal(s.components, 2);
    assert_int_equal(s.largest, 4);
    assert_int_equal(s.isolates, 1);
    assert_float_equal(s.density, 0.4, 1e-12);
    assert_float_equal(s.reciprocity, 0.4, 1e-12);
    assert_float_equal(s.transitivity, 0.6, 1e-12);
    assert_float_equal(s.assortativity, -5.0 / 7, 1e-12);
    assert_float_equal(s.balance, 1.0 / 3, 1e-12);
    assert_int_equal(s.relations.count, 3);
    assert_true(str_eq(s.relations.at[0].name, STR("member_of")));
    assert_int_equal(s.relations.at[0].count, 3);
    assert_true(str_eq(s.kinds.at[0].name, STR("person")));
    assert_int_equal(s.kinds.at[1].count, 1);
    arena_free(&a);
    dm_graph_free(g);
}

static void modularity_is_that_of_the_communities(void **state)
{
    (void)state;
    dm_arena a = {0};
    dm_stats s;
    dm_graph *g = spec_graph("a=b b=c a=c c=d d=e e=f d=f");
    assert_int_equal(graph_stats(g, NULL, &a, &s, NULL), DM_OK);
    assert_true(isnan(s.modularity));
    assert_int_equal(graph_analyse(g, NULL, NULL), DM_OK);
    assert_int_equal(graph_stats(g, NULL, &a, &s, NULL), DM_OK);
    assert_int_equal(s.communities, 2);
    assert_float_equal(s.modularity, 6.0 / 7 - 0.5, 1e-12);
    assert_true(str_find(g->how_community, STR("modularity 0.357143"), 0) != SIZE_MAX);
    arena_free(&a);
    dm_graph_free(g);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    struct CMUnitTest
        tests[TEST_LEN(value_cases) + TEST_LEN(community_cases) + TEST_LEN(refused_cases) + 20];
    size_t n = 0;
    TEST_CASES(tests, n, value_cases, value_holds);
    TEST_CASES(tests, n, community_cases, community_holds);
    TEST_CASES(tests, n, refused_cases, refusal_holds);
    TEST_ONE(tests, n, order_of_nodes_and_edges_does_not_matter);
    TEST_ONE(tests, n, a_sample_is_near_and_says_so);
    TEST_ONE(tests, n, an_empty_graph_is_fine);
    TEST_ONE(tests, n, broken_graphs_are_refused);
    TEST_ONE(tests, n, igraph_says_what_is_wrong);
    TEST_ONE(tests, n, sorting_gives_ids_and_keys);
    TEST_ONE(tests, n, keys_of_an_undirected_graph_are_per_pair);
    TEST_ONE(tests, n, symmetric_edges_turn_with_their_evidence);
    TEST_ONE(tests, n, ranking_breaks_ties_by_id);
    TEST_ONE(tests, n, ranking_is_of_actors_unless_told);
    TEST_ONE(tests, n, ranking_by_all_has_every_column);
    TEST_ONE(tests, n, ranking_refuses_what_it_does_not_have);
    TEST_ONE(tests, n, figures_of_a_small_graph);
    TEST_ONE(tests, n, modularity_is_that_of_the_communities);
    return _cmocka_run_group_tests("graph", tests, n, NULL, NULL);
}
