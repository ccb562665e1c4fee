/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Products on tiles against products in full precision: all layouts, ragged edges, adding. */
#include "test.h"

#include "train/encoder/gemm.h"
#include "train/encoder/random.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
    const char *name;
    size_t m, n, k;
    bool a_turned, b_turned;
    real alpha, beta;
} product_case;

static const product_case product_cases[] = {
    {"whole blocks", 64, 96, 128, false, false, 1, 0},
    {"weights as they lie", 64, 32, 64, false, true, 1, 0},
    {"gradients of weights", 32, 64, 70, true, false, 1, 1},
    {"both turned", 40, 50, 60, true, true, 1, 0},
    {"ragged edges", 37, 19, 33, false, true, 1, 1},
    {"one row", 1, 15, 384, false, true, 1, 0},
    {"one column", 45, 1, 17, false, false, 1, 0},
    {"scaled", 33, 31, 32, false, true, (real)0.25, 0},
    {"more rows than a chunk", 600, 48, 40, false, false, 1, 1},
};

static real *random_matrix(dm_random *r, size_t count)
{
    real *x = malloc(count * sizeof *x);
    for (size_t i = 0; i < count; i++)
        x[i] = R(random_unit(r) - 0.5);
    return x;
}

/* bfloat16 keeps 8 bits: each factor is off by 2^-9 at most, sums of k products by far less
 * than k times that. */
static void product_case_holds(void **state)
{
    const product_case *c = *state;
    if (gemm_choose(GEMM_AMX) != GEMM_AMX) {
        print_message("SKIPPED: no AMX tiles here, their products unchecked\n");
        skip();
    }
    dm_random r = {c->m * 31 + c->n};
    real *a = random_matrix(&r, c->m * c->k), *b = random_matrix(&r, c->k * c->n);
    real *ours = random_matrix(&r, c->m * c->n), *exact = malloc(c->m * c->n * sizeof *exact);
    memcpy(exact, ours, c->m * c->n * sizeof *exact);
    const gemm_in x = {a, c->a_turned ? c->m : c->k, c->a_turned};
    const gemm_in y = {b, c->b_turned ? c->k : c->n, c->b_turned};
    gemm(c->m, c->n, c->k, c->alpha, x, y, c->beta, ours, c->n);
    gemm_exact(c->m, c->n, c->k, c->alpha, x, y, c->beta, exact, c->n);
    const double bound = 0.003 * sqrt((double)c->k) + 1e-4;
    for (size_t i = 0; i < c->m * c->n; i++)
        if (fabs((double)(ours[i] - exact[i])) > bound)
            fail_msg("row %zu column %zu: %g, exactly %g", i / c->n, i % c->n, (double)ours[i],
                     (double)exact[i]);
    free(a);
    free(b);
    free(ours);
    free(exact);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    struct CMUnitTest tests[TEST_LEN(product_cases)];
    size_t n = 0;
    TEST_CASES(tests, n, product_cases, product_case_holds);
    return cmocka_run_group_tests_name("train_gemm", tests, NULL, NULL);
}
