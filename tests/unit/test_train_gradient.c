/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trainer's gradients, compiled in double precision, against finite differences: every
 * parameter of a tiny encoder with all its heads, dropout on. */
#include "test.h"

#include "train/encoder/net.h"
#include "train/encoder/random.h"

#include <stdlib.h>

enum { ROWS = 17, TOKENS = 9, PER_PARAM = 6 };

static const encoder_shape shape = {.pieces = 20,
                                    .positions = 10,
                                    .dim = 12,
                                    .heads = 3,
                                    .ff = 20,
                                    .layers = 3,
                                    .exit_layer = 2,
                                    .arc = 7,
                                    .label = 5,
                                    .upos = 4,
                                    .xpos = 6,
                                    .deprel = 5,
                                    .pair = 6};

static const uint16_t pieces[ROWS] = {1, 5, 6, 7, 8, 9, 10, 2, 1, 11, 5, 5, 13, 14, 15, 16, 2};
static const uint16_t positions[ROWS] = {0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7, 8};
static const uint8_t shapes[ROWS] = {0, 1, 2, 3, 4, 5, 6, 0, 0, 1, 1, 2, 2, 3, 3, 7, 0};
static const uint8_t conventions[ROWS] = {1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2};
static const pack_window windows[] = {{0, 8}, {8, 17}};
static const pack_sentence sentences[] = {{0, 3, 0}, {3, 5, 0}, {5, 9, 1}};
static const uint32_t first[TOKENS] = {1, 2, 4, 5, 6, 9, 11, 12, 15};
static const uint16_t names[TOKENS] = {1, 2, 4, 1 | 2 | 4, 1 << 14, 3, 1, 0x7fff, 1 << 5};
static const uint8_t upos[TOKENS] = {0, 1, 2, 3, 0, 1, 2, 3, 0};
static const uint8_t xpos[TOKENS] = {5, 4, 3, 2, 1, 0, 1, 2, 3};
static const uint8_t deprel[TOKENS] = {0, 1, 2, 3, 4, 0, 1, 2, 3};
static const uint16_t head[TOKENS] = {2, 0, 2, 0, 1, 3, 3, 0, 1};

/* apart, touching, one inside the other, the second first */
static const pack_pair pairs[] = {
    {{0, 2}, {3, 5}, 2}, {{5, 6}, {6, 9}, 0}, {{5, 9}, {7, 8}, 5}, {{8, 9}, {5, 7}, 3}};

static const pack toy = {.M = ROWS,
                         .W = 2,
                         .T = TOKENS,
                         .S = 3,
                         .piece = pieces,
                         .pos = positions,
                         .shape = shapes,
                         .convention = conventions,
                         .windows = windows,
                         .sentences = sentences,
                         .first = first,
                         .has_names = true,
                         .has_trees = true,
                         .names = names,
                         .upos = upos,
                         .xpos = xpos,
                         .deprel = deprel,
                         .head = head,
                         .P = TEST_LEN(pairs),
                         .pairs = pairs};

static const double weight[LOSS_COUNT] = {0.7, 0.3, 0.4, 0.9, 0.6, 0.8};

static double loss_of(const encoder_model *m, workspace *ws, double drop, net_grads *g)
{
    workspace_reset(ws);
    net n = {.m = m, .p = &toy, .ws = ws, .drop = drop, .key = 99};
    net_forward(&n);
    real *d[DEPTHS], loss[LOSS_COUNT] = {0};
    for (uint32_t depth = 0; depth < DEPTHS; depth++) {
        head_acts h;
        d[depth] = calloc(ROWS * shape.dim, sizeof(real));
        heads_forward(&n, depth, &h);
        heads_backward(&n, &h, weight, loss, d[depth], g);
    }
    net_backward(&n, d[0], d[1], g);
    free(d[0]);
    free(d[1]);
    double total = 0;
    for (size_t i = 0; i < LOSS_COUNT; i++)
        total += loss[i];
    return total;
}

static net_grads grads_new(const encoder_model *m)
{
    return (net_grads){.dense = calloc(m->count - m->dense, sizeof(real)),
                       .d_rows = calloc(ROWS * shape.dim, sizeof(real))};
}

static double analytic(const encoder_model *m, const net_grads *g, size_t i)
{
    if (i >= m->dense)
        return g->dense[i - m->dense];
    double sum = 0;
    for (size_t r = 0; r < ROWS; r++)
        sum += pieces[r] == i / shape.dim ? g->d_rows[r * shape.dim + i % shape.dim] : 0;
    return sum;
}

static void differences_agree(double drop)
{
    encoder_model m;
    model_init(&m, shape);
    model_randomise(&m, 7, true);
    dm_random r = {3};
    for (size_t i = 0; i < m.count; i++) /* biases and gains too */
        m.w[i] += 0.2 * (random_unit(&r) - 0.5);
    workspace ws = {0};
    net_grads g = grads_new(&m), scrap = grads_new(&m);
    assert_true(loss_of(&m, &ws, drop, &g) > 1.0);
    size_t moved = 0;
    for (uint32_t p = 0; p < m.table_count; p++)
        for (size_t k = 0; k < PER_PARAM; k++) {
            const size_t i = m.table[p].at + random_below(&r, m.table[p].count);
            const double was = m.w[i], step = 1e-5;
            m.w[i] = was + step;
            const double up = loss_of(&m, &ws, drop, &scrap);
            m.w[i] = was - step;
            const double down = loss_of(&m, &ws, drop, &scrap);
            m.w[i] = was;
            const double numeric = (up - down) / (2 * step), ours = analytic(&m, &g, i);
            if (fabs(numeric - ours) > 1e-6 * (1 + fabs(numeric)))
                fail_msg("%s[%zu]: %.9g by differences, %.9g by the backward pass",
                         m.table[p].name, i - m.table[p].at, numeric, ours);
            moved += fabs(ours) > 1e-8;
        }
    assert_true(moved > m.table_count * PER_PARAM / 2);
    workspace_free(&ws);
    free(g.dense);
    free(g.d_rows);
    free(scrap.dense);
    free(scrap.d_rows);
    model_free(&m);
}

static void gradients_are_right(void **state)
{
    (void)state;
    differences_agree(0);
}

static void gradients_are_right_under_dropout(void **state)
{
    (void)state;
    differences_agree(0.3);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradients_are_right),
        cmocka_unit_test(gradients_are_right_under_dropout),
    };
    return cmocka_run_group_tests_name("train_gradient", tests, NULL, NULL);
}
