/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/analyse.h"
#include "graph/layout.h"
#include "graph/pack.h"
#include "test.h"

#include "graph_spec.h"

static dm_graph *laid_out(const char *spec, dm_layout_options opt)
{
    dm_graph *g = spec_graph(spec);
    assert_int_equal(graph_analyse(g, NULL, NULL), DM_OK);
    assert_int_equal(graph_layout(g, &opt, NULL), DM_OK);
    return g;
}

static const dm_gnode *node(const dm_graph *g, const char *id)
{
    return &g->nodes[graph_find(g, str_z(id))];
}

static double distance(const dm_gnode *a, const dm_gnode *b)
{
    double dx = a->x - b->x, dy = a->y - b->y;
    return sqrt(dx * dx + dy * dy);
}

/* Do discs (of radius size) or labels (half a line high) of two nodes lie on each other? */
static bool collide(const dm_gnode *a, const dm_gnode *b)
{
    double dx = fabs(a->x - b->x), dy = fabs(a->y - b->y);
    double la = (double)a->label.len * 6, lb = (double)b->label.len * 6;
    return (dy < 12 && dx < (la + lb) / 2) || distance(a, b) < a->size + b->size;
}

static uint32_t collisions(const dm_graph *g)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < g->node_count; i++) {
        for (uint32_t j = i + 1; j < g->node_count; j++)
            n += collide(&g->nodes[i], &g->nodes[j]);
    }
    return n;
}

static double spread(const dm_graph *g)
{
    double x0 = INFINITY, x1 = -INFINITY, y0 = INFINITY, y1 = -INFINITY;
    for (uint32_t i = 0; i < g->node_count; i++) {
        x0 = fmin(x0, g->nodes[i].x), x1 = fmax(x1, g->nodes[i].x);
        y0 = fmin(y0, g->nodes[i].y), y1 = fmax(y1, g->nodes[i].y);
    }
    return fmax(x1 - x0, y1 - y0);
}

typedef struct {
    const char *name, *graph;
    double least, most; /* spread */
} layout_case;

/* An article of the usual size: a centre, two camps, a few pairs, some who are only named. */
#define CAST                                                                             \
    "president>country minister>country opposition=president general>army army>country " \
    "party>opposition deputy>party judge>court court>country envoy>neighbour "           \
    "neighbour=country "                                                                 \
    "rebels=army commander>rebels village>country minister>neighbour banker>bank "       \
    "bank>country "                                                                      \
    "editor>paper singer>film coach>team player>team team>league witness observer agency "

static const layout_case layout_cases[] = {
    {"nothing", "", -INFINITY, 0},
    {"one node", "a", 0, 0},
    {"two strangers", "anna bernard", 10, 400},
    {"a pair", "anna>bernard", 100, 500},
    {"a triangle", "a>b b>c c>a", 100, 1000},
    {"a star", "m>a m>b m>c m>d m>e m>f m>g m>h", 300, 1200},
    {"an article", CAST, 700, 1500},
    {"only isolates", "a b c d e f g h i j k l m n o p q r s t", 50, 1000},
    {"many pairs", "a>b c>d e>f g>h i>j k>l m>n o>p q>r s>t u>v w>x y>z", 300, 1500},
    {"loops and parallel edges", "a>a a>b a>b b>a b=c", 100, 1000},
};

static void layout_holds(void **state)
{
    const layout_case *c = *state;
    dm_graph *g = laid_out(c->graph, (dm_layout_options){0});
    for (uint32_t i = 0; i < g->node_count; i++) {
        const dm_gnode *n = &g->nodes[i];
        assert_true(isfinite(n->x) && isfinite(n->y));
        assert_true(n->size >= 10 && n->size <= 100);
        assert_int_equal(n->color.len, 7);
    }
    assert_int_equal(collisions(g), 0);
    assert_true(spread(g) <= c->most);
    assert_true(spread(g) >= c->least);
    dm_graph_free(g);
}

/* Bytes that must come out on every machine: changes here change every picture. */
static void the_same_on_every_machine(void **state)
{
    (void)state;
    dm_graph *g = laid_out("a>b b>c c>a c>d:3 x=y z", (dm_layout_options){0});
    dm_buf b = {0};
    const uint32_t *at = spec_by_id(g);
    for (uint32_t i = 0; i < g->node_count; i++)
        buf_fmt(&b, "%s%.2f %.2f", i ? ", " : "", g->nodes[at[i]].x, g->nodes[at[i]].y);
    assert_string_equal(b.ptr, "231.32 -290.82, 231.32 -82.20, 2.23 -186.51, "
                               "-224.02 -186.51, -173.65 207.10, 168.70 358.13, -2.48 -434.63");
    buf_free(&b);
    dm_graph_free(g);
}

static void order_of_nodes_does_not_matter(void **state)
{
    (void)state;
    dm_graph *a = laid_out("a>b b>c c>d d>a b>d x>y z w", (dm_layout_options){0});
    dm_graph *b = laid_out("w z x>y b>d d>a c>d b>c a>b", (dm_layout_options){0});
    for (uint32_t i = 0; i < a->node_count; i++) {
        const dm_gnode *n = &a->nodes[i], *m = &b->nodes[graph_find(b, n->id)];
        assert_true(n->x == m->x && n->y == m->y);
    }
    dm_graph_free(b);
    dm_graph_free(a);
}

static void seeds_give_other_drawings(void **state)
{
    (void)state;
    dm_graph *a = laid_out(CAST, (dm_layout_options){.seed = 1});
    dm_graph *b = laid_out(CAST, (dm_layout_options){.seed = 2});
    uint32_t moved = 0;
    for (uint32_t i = 0; i < a->node_count; i++)
        moved += distance(&a->nodes[i], &b->nodes[i]) > 1;
    assert_true(moved > 0);
    assert_int_equal(collisions(b), 0);
    dm_graph_free(b);
    dm_graph_free(a);
}

static void neighbours_stand_nearer_than_strangers(void **state)
{
    (void)state;
    dm_graph *g = laid_out("a=b b=c a=c c=d d=e e=f d=f", (dm_layout_options){0});
    double inside = distance(node(g, "a"), node(g, "b")) + distance(node(g, "e"), node(g, "f"));
    double across = distance(node(g, "a"), node(g, "f")) + distance(node(g, "b"), node(g, "e"));
    assert_true(inside < 0.6 * across);
    dm_graph_free(g);
}

static void nodes_stand_where_they_stood(void **state)
{
    (void)state;
    dm_graph *old = laid_out("a>b b>c c>d d>a x>y", (dm_layout_options){0});
    dm_graph *now =
        laid_out("a>b b>c c>new new>newer p>q z x>y", (dm_layout_options){.from = old});
    const char *const kept[] = {"a", "b", "c", "x", "y"};
    for (size_t i = 0; i < TEST_LEN(kept); i++)
        assert_true(distance(node(old, kept[i]), node(now, kept[i])) == 0);
    assert_int_equal(collisions(now), 0);
    assert_true(distance(node(now, "new"), node(now, "c")) < 600);
    assert_true(distance(node(now, "p"), node(now, "q")) < 600);
    dm_graph_free(now);
    dm_graph_free(old);
}

static void sizes_follow_salience(void **state)
{
    (void)state;
    dm_graph *g = spec_graph("a>b c");
    g->nodes[0].salience = 0.2;
    g->nodes[1].salience = 0.8;
    graph_paint(g, false);
    assert_float_equal(node(g, "a")->size, 32.5, 1e-9);
    assert_float_equal(node(g, "b")->size, 100, 1e-9);
    assert_float_equal(node(g, "c")->size, 10, 1e-9);
    dm_graph_free(g);
}

static void nodes_that_are_all_alike_are_not_all_largest(void **state)
{
    (void)state;
    dm_graph *g = laid_out("a>b b>c c>a", (dm_layout_options){0});
    assert_float_equal(node(g, "b")->size, 40, 1e-9);
    dm_graph_free(g);
}

static void sizes_follow_pagerank_without_salience(void **state)
{
    (void)state;
    dm_graph *g = laid_out("a>b c>b d>b", (dm_layout_options){0});
    assert_float_equal(node(g, "b")->size, 100, 1e-9);
    assert_true(node(g, "a")->size < 50);
    dm_graph_free(g);
}

static void colours_follow_kind_community_and_quad(void **state)
{
    (void)state;
    dm_graph *g = spec_graph("a=b+ c>d- e>f");
    g->nodes[graph_find(g, STR("f"))].kind = STR("spaceship");
    assert_int_equal(graph_analyse(g, NULL, NULL), DM_OK);
    graph_paint(g, false);
    assert_true(str_eq(node(g, "a")->color, str_z(kind_table[KIND_person].colour)));
    assert_true(str_eq(node(g, "f")->color, STR("#999999")));
    assert_true(str_eq(g->edges[0].color, STR("#88cc88")));
    assert_true(str_eq(g->edges[1].color, STR("#cc3311")));
    assert_true(str_eq(g->edges[2].color, STR("#999999")));
    graph_paint(g, true);
    assert_true(str_eq(node(g, "a")->color, node(g, "b")->color));
    assert_false(str_eq(node(g, "a")->color, node(g, "c")->color));
    dm_graph_free(g);
}

/* ---- Boxes and shapes -----------------------------------------------------------------------
 */

static void boxes_do_not_overlap(void **state)
{
    (void)state;
    enum { N = 150 };
    dm_point size[N], at[N];
    for (uint32_t i = 0; i < N; i++)
        size[i] = (dm_point){400.0 / (1 + i) + 20 + i % 13, 300.0 / (1 + i) + 10 + i % 7};
    pack_boxes(N, size, 1.4, at);
    for (uint32_t i = 0; i < N; i++) {
        for (uint32_t j = i + 1; j < N; j++) {
            bool apart_x = fabs(at[i].x - at[j].x) >= (size[i].x + size[j].x) / 2 - 1e-3;
            bool apart_y = fabs(at[i].y - at[j].y) >= (size[i].y + size[j].y) / 2 - 1e-3;
            assert_true(apart_x || apart_y);
        }
    }
}

static void shapes_on_one_spot_part(void **state)
{
    (void)state;
    enum { N = 40 };
    dm_shape shape[N];
    dm_point at[N] = {{0, 0}};
    for (uint32_t i = 0; i < N; i++)
        shape[i] = (dm_shape){10 + i, {40 + i, 8}};
    assert_int_equal(shapes_overlaps(N, shape, at), N * (N - 1) / 2);
    assert_int_equal(shapes_separate(N, shape, NULL, at), 0);
    assert_int_equal(shapes_overlaps(N, shape, at), 0);
}

static void fixed_shapes_stay(void **state)
{
    (void)state;
    dm_shape shape[3] = {{20, {50, 8}}, {20, {50, 8}}, {20, {50, 8}}};
    dm_point at[3] = {{0, 0}, {5, 5}, {9, -3}};
    const bool fixed[3] = {true, false, false};
    assert_int_equal(shapes_separate(3, shape, fixed, at), 0);
    assert_true(at[0].x == 0 && at[0].y == 0);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    struct CMUnitTest tests[TEST_LEN(layout_cases) + 13];
    size_t n = 0;
    TEST_CASES(tests, n, layout_cases, layout_holds);
    TEST_ONE(tests, n, the_same_on_every_machine);
    TEST_ONE(tests, n, order_of_nodes_does_not_matter);
    TEST_ONE(tests, n, seeds_give_other_drawings);
    TEST_ONE(tests, n, neighbours_stand_nearer_than_strangers);
    TEST_ONE(tests, n, nodes_stand_where_they_stood);
    TEST_ONE(tests, n, sizes_follow_salience);
    TEST_ONE(tests, n, nodes_that_are_all_alike_are_not_all_largest);
    TEST_ONE(tests, n, sizes_follow_pagerank_without_salience);
    TEST_ONE(tests, n, colours_follow_kind_community_and_quad);
    TEST_ONE(tests, n, boxes_do_not_overlap);
    TEST_ONE(tests, n, shapes_on_one_spot_part);
    TEST_ONE(tests, n, fixed_shapes_stay);
    return _cmocka_run_group_tests("layout", tests, n, NULL, NULL);
}
