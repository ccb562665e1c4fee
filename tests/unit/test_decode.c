/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The decoders against every possible answer of small problems. */
#include "test.h"

#include "engine/decode.h"

#include <math.h>

enum { Y = NAME_LABELS, MAX = 5 };

static uint64_t seed = 7;

static float random_score(void)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (float)((double)(seed >> 40) / (double)(1 << 24) * 8.0 - 4.0);
}

static bool follows(unsigned x, unsigned y)
{
    return y == 0 || y % 2 == 1 || x == y || x + 1 == y;
}

/* Goes through all label sequences that keep the rules; visit gets each with its score. */
typedef struct {
    const float *scores;
    uint32_t n;
    uint8_t labels[MAX];
    double best, total, same; /* same: weight of the sequences that have the span */
    uint32_t begin, end;
    uint8_t inside;
} enumeration;

static void enumerate(enumeration *e, uint32_t t, double sum)
{
    if (t == e->n || t == MAX) {
        e->best = sum > e->best ? sum : e->best;
        e->total += exp(sum);
        bool same = e->end > e->begin;
        for (uint32_t i = e->begin; i < e->end; i++)
            same = same && e->labels[i] == e->inside - (i == e->begin);
        same = same && (e->end == e->n || e->labels[e->end] != e->inside);
        e->same += same ? exp(sum) : 0;
        return;
    }
    for (uint8_t y = 0; y < Y; y++) {
        if (!follows(t ? e->labels[t - 1] : 0, y))
            continue;
        e->labels[t] = y;
        enumerate(e, t + 1, sum + (double)e->scores[t * Y + y]);
    }
}

static void labels_are_the_best(void **state)
{
    (void)state;
    for (int round = 0; round < 12; round++) {
        const uint32_t n = 1 + (uint32_t)round % 4;
        float scores[MAX * Y];
        uint8_t labels[MAX];
        dm_name names[MAX];
        dm_arena a = {0};
        for (size_t i = 0; i < (size_t)n * Y; i++)
            scores[i] = random_score();
        names_decode(scores, Y, n, labels, &a);
        double sum = 0;
        for (uint32_t t = 0; t < n; t++) {
            assert_true(follows(t ? labels[t - 1] : 0, labels[t]));
            sum += (double)scores[t * Y + labels[t]];
        }
        enumeration e = {.scores = scores, .n = n, .best = -1e9};
        enumerate(&e, 0, 0);
        assert_float_equal((float)sum, (float)e.best, 1e-4f);
        const uint32_t count = names_spans(scores, Y, n, labels, 100, names, &a);
        for (uint32_t i = 0; i < count; i++) {
            e = (enumeration){.scores = scores,
                              .n = n,
                              .best = -1e9,
                              .begin = names[i].begin - 100,
                              .end = names[i].end - 100,
                              .inside = (uint8_t)(2 * names[i].kind + 2)};
            enumerate(&e, 0, 0);
            assert_float_equal(names[i].score, (float)(e.same / e.total), 1e-4f);
        }
        arena_free(&a);
    }
}

static void spans_are_read_off_labels(void **state)
{
    (void)state;
    const uint8_t labels[] = {1, 2, 0, 3, 3, 4};
    float scores[6 * Y] = {0};
    dm_name names[6];
    dm_arena a = {0};
    assert_int_equal(names_spans(scores, Y, 6, labels, 10, names, &a), 3);
    static const uint32_t want[3][3] = {{10, 12, 0}, {13, 14, 1}, {14, 16, 1}};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(names[i].begin, want[i][0]);
        assert_int_equal(names[i].end, want[i][1]);
        assert_int_equal(names[i].kind, want[i][2]);
    }
    arena_free(&a);
}

static double tree_sum(const float *scores, uint32_t n, const uint32_t *heads)
{
    double sum = 0;
    for (uint32_t d = 0; d < n; d++)
        sum += (double)scores[d * (n + 1) + heads[d]];
    return sum;
}

/* One child of the root, and every token leads there. */
static bool is_tree(const uint32_t *heads, uint32_t n)
{
    uint32_t roots = 0;
    for (uint32_t d = 0; d < n; d++) {
        roots += heads[d] == 0;
        uint32_t v = d + 1;
        for (uint32_t step = 0; v != 0; v = heads[v - 1])
            if (heads[v - 1] > n || heads[v - 1] == v || step++ > n)
                return false;
    }
    return roots == 1;
}

static double best_tree(const float *scores, uint32_t n)
{
    uint32_t heads[MAX] = {0};
    double best = -1e9;
    for (;;) {
        if (is_tree(heads, n)) {
            const double sum = tree_sum(scores, n, heads);
            best = sum > best ? sum : best;
        }
        uint32_t d = 0;
        while (d < n && ++heads[d] > n)
            heads[d++] = 0;
        if (d == n)
            return best;
    }
}

static void trees_are_the_best(void **state)
{
    (void)state;
    for (int round = 0; round < 300; round++) {
        const uint32_t n = 1 + (uint32_t)round % MAX;
        float scores[MAX * (MAX + 1)];
        uint32_t heads[MAX];
        dm_arena a = {0};
        for (size_t i = 0; i < (size_t)n * (n + 1); i++)
            scores[i] = round % 3 ? random_score() : (float)(int)random_score(); /* with ties */
        tree_decode(scores, n, heads, &a);
        assert_true(is_tree(heads, n));
        assert_float_equal((float)tree_sum(scores, n, heads), (float)best_tree(scores, n),
                           1e-4f);
        arena_free(&a);
    }
}

/* Random arcs make many cycles inside cycles. */
static void large_graphs_give_trees(void **state)
{
    (void)state;
    enum { N = 120 };
    static float scores[N * (N + 1)];
    uint32_t heads[N];
    for (int round = 0; round < 5; round++) {
        dm_arena a = {0};
        for (size_t i = 0; i < TEST_LEN(scores); i++)
            scores[i] = round < 4 ? random_score() : 0;
        tree_decode(scores, N, heads, &a);
        assert_true(is_tree(heads, N));
        arena_free(&a);
    }
}

static void scores_that_are_no_numbers_still_give_a_tree(void **state)
{
    (void)state;
    float scores[4 * 5];
    uint32_t heads[4];
    dm_arena a = {0};
    for (size_t i = 0; i < TEST_LEN(scores); i++)
        scores[i] = i % 3 ? NAN : INFINITY;
    tree_decode(scores, 4, heads, &a);
    assert_true(is_tree(heads, 4));
    arena_free(&a);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_are_the_best),
        cmocka_unit_test(spans_are_read_off_labels),
        cmocka_unit_test(trees_are_the_best),
        cmocka_unit_test(large_graphs_give_trees),
        cmocka_unit_test(scores_that_are_no_numbers_still_give_a_tree),
    };
    return cmocka_run_group_tests_name("decode", tests, NULL, NULL);
}
