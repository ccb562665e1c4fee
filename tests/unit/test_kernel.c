/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every kernel that this processor can run gives the scalar kernel's bits. */
#include "test.h"

#include "engine/kernel.h"

#include <stdlib.h>

typedef struct {
    const char *name;
    uint32_t m, n, k; /* of a product; n positions of an attention */
    int spread;       /* 0: all numbers extreme; above 1: the largest weight */
} kernel_case;

static uint64_t seed = 1;

static uint32_t random_u32(void)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33);
}

/* in [-limit, limit]; the ends only when spread is 0 */
static int32_t random_int(int32_t limit, int spread)
{
    if (!spread)
        return random_u32() % 2 ? limit : -limit;
    return (int32_t)(random_u32() % (2U * (uint32_t)limit + 1U)) - limit;
}

static float random_float(float limit)
{
    return ((float)(random_u32() % 20001) / 10000.0f - 1.0f) * limit;
}

static float *floats(size_t n, float limit)
{
    float *x = dm_malloc(n * sizeof *x);
    for (size_t i = 0; i < n; i++)
        x[i] = random_float(limit);
    return x;
}

static void *copy(const void *p, size_t bytes)
{
    return memcpy(dm_malloc(bytes), p, bytes);
}

/* The kernel's bits with and without a plan are those of the scalar kernel. */
static void check_product(const dm_kernel *k, dm_linear l, const uint8_t *q,
                          const dm_range *range, uint32_t m, const float *want)
{
    const size_t count = (size_t)m * l.n;
    float *got = dm_malloc(count * sizeof *got);
    dm_arena a = {0};
    for (int planned = 0; planned < 2; planned++) {
        memset(got, 0xff, count * sizeof *got);
        k->gemm(&l, q, range, m, got, l.n);
        if (memcmp(got, want, count * sizeof *got) != 0)
            fail_msg("%s differs from scalar%s", k->name, planned ? ", planned" : "");
        if (k->plan)
            k->plan(&l, &a);
    }
    free(got);
    arena_free(&a);
}

static void product_agrees(void **state)
{
    const kernel_case *c = *state;
    const dm_kernel *k;
    int8_t *w = dm_malloc((size_t)c->n * c->k);
    uint8_t *q = dm_malloc((size_t)c->m * c->k);
    dm_range *range = dm_malloc(c->m * sizeof *range);
    for (size_t i = 0; i < (size_t)c->n * c->k; i++)
        w[i] = (int8_t)random_int(c->spread > 1 ? c->spread : 127, c->spread);
    for (size_t i = 0; i < (size_t)c->m * c->k; i++)
        q[i] = (uint8_t)(c->spread ? random_u32() % 128 : QUANT_LIMIT);
    for (size_t i = 0; i < c->m; i++)
        range[i] = (dm_range){random_float(0.1f), random_float(3)};
    float *scale = floats((size_t)3 * c->n, 0.01f);
    dm_linear l = {.w = w,
                   .scale = scale,
                   .shift = scale + c->n,
                   .bias = scale + 2 * (size_t)c->n,
                   .n = c->n,
                   .k = c->k};
    float *want = dm_calloc((size_t)c->m * c->n, sizeof *want);
    for (int gelu = 0; gelu < 2; gelu++) {
        l.gelu = gelu == 1;
        kernel_find("scalar")->gemm(&l, q, range, c->m, want, c->n);
        for (size_t i = 0; (k = kernel_at(i)); i++)
            check_product(k, l, q, range, c->m, want);
    }
    free(w);
    free(q);
    free(range);
    free(scale);
    free(want);
}

/* The integers behind the floats: weights and activations at their ends, exactly. */
static void sums_are_exact(void **state)
{
    (void)state;
    enum { K = 1536, N = GEMM_BLOCK };
    static int8_t w[N * K];
    static uint8_t q[K];
    static float scale[3 * N], y[N];
    const dm_kernel *k;
    for (size_t i = 0; i < N; i++)
        scale[i] = 1;
    memset(q, QUANT_LIMIT, sizeof q);
    const dm_linear l = {
        .w = w, .scale = scale, .shift = scale + N, .bias = scale + 2 * N, .n = N, .k = K};
    for (int sign = -1; sign < 2; sign++) {
        memset(w, sign * 127, sizeof w);
        for (size_t i = 0; (k = kernel_at(i)); i++) {
            k->gemm(&l, q, &(dm_range){1, 0}, 1, y, N);
            for (size_t n = 0; n < N; n++)
                if (y[n] != (float)(sign * 127 * QUANT_LIMIT * K))
                    fail_msg("%s: %g", k->name, (double)y[n]);
        }
    }
}

static int16_t *words(size_t n, int32_t limit, int spread)
{
    int16_t *x = dm_malloc(n * sizeof *x);
    for (size_t i = 0; i < n; i++)
        x[i] = (int16_t)random_int(limit, spread);
    return x;
}

static dm_attention attention_make(uint32_t n, int spread)
{
    const uint32_t padded = (n + 2 * LANES - 1) / (2 * LANES) * (2 * LANES);
    dm_attention job = {.n = n,
                        .padded = padded,
                        .q = words((size_t)n * HEAD_DIM, SCORE_LIMIT, spread),
                        .k = words((size_t)padded * HEAD_DIM, SCORE_LIMIT, spread),
                        .v = words((size_t)padded * HEAD_DIM, VALUE_LIMIT, spread),
                        .score_scale = spread ? 2e-8f : 1e-3f,
                        .value_scale = 1e-7f,
                        .ld = HEAD_DIM};
    job.scores = dm_calloc((size_t)KERNEL_QUERIES * padded, sizeof *job.scores);
    job.weights = dm_calloc(padded, sizeof *job.weights);
    job.probs = dm_calloc((size_t)KERNEL_QUERIES * padded, sizeof *job.probs);
    return job;
}

static void attention_free(dm_attention *job)
{
    free(job->q);
    free(job->k);
    free(job->v);
    free(job->scores);
    free(job->weights);
    free(job->probs);
}

static void attention_agrees(void **state)
{
    const kernel_case *c = *state;
    const dm_kernel *k;
    dm_attention job = attention_make(c->n, c->spread);
    const size_t bytes = (size_t)c->n * HEAD_DIM * sizeof(float);
    float *want = dm_calloc(1, bytes);
    job.out = want;
    kernel_find("scalar")->attend(&job);
    for (size_t i = 0; (k = kernel_at(i)); i++) {
        float *got = dm_calloc(1, bytes);
        job.out = got;
        k->attend(&job);
        if (memcmp(got, want, bytes) != 0)
            fail_msg("%s differs from scalar", k->name);
        free(got);
    }
    attention_free(&job);
    free(want);
}

static unsigned char *put(unsigned char *out, const void *p, size_t bytes)
{
    memcpy(out, p, bytes);
    return out + bytes;
}

enum { ROWS = 3, WIDTH = 384 };

/* All row functions of one kernel over the same numbers x[7 * ROWS][WIDTH], as bytes. */
static size_t run_rows(const dm_kernel *k, const float *x, unsigned char *out)
{
    unsigned char *at = out;
    const size_t n = (size_t)ROWS * WIDTH;
    float *y = copy(x, n * sizeof *x), numbers[2 * WIDTH / HEAD_DIM];
    uint8_t q[ROWS * WIDTH];
    dm_range range[ROWS];
    k->quantise(x, WIDTH + LANES, ROWS, WIDTH, q, range);
    at = put(put(at, q, sizeof q), range, sizeof range);
    k->quantise(x, WIDTH, ROWS, LANES, q, range);
    at = put(put(at, q, (size_t)ROWS * LANES), range, sizeof range);
    k->add_norm(y, x + n, ROWS, x + 2 * n, x + 3 * n, WIDTH, q, range);
    at = put(put(put(at, y, n * sizeof *y), q, sizeof q), range, sizeof range);
    k->dots(x, x + n, WIDTH + 1, 2 * ROWS, WIDTH, numbers);
    at = put(at, numbers, sizeof *numbers * 2 * ROWS);
    k->dots(x, x + n, WIDTH, 1, 4 * LANES, numbers);
    at = put(at, numbers, sizeof *numbers);
    k->largest(x, WIDTH, ROWS, WIDTH / HEAD_DIM, numbers);
    at = put(at, numbers, sizeof *numbers * WIDTH / HEAD_DIM);
    int16_t heads[3][2 * LANES * HEAD_DIM] = {{0}};
    const dm_attention job = {
        .n = ROWS, .padded = 2 * LANES, .q = heads[0], .k = heads[1], .v = heads[2]};
    k->pack_head(&job, x, WIDTH, HEAD_DIM, (const float[]){100, 200, 300});
    at = put(at, heads, sizeof heads);
    free(y);
    return (size_t)(at - out);
}

static void rows_agree(void **state)
{
    (void)state;
    static unsigned char want[32 * ROWS * WIDTH], got[32 * ROWS * WIDTH];
    static const float limits[] = {0, 1e-30f, 0.01f, 1, 6, 1000, 1e18f};
    const dm_kernel *k;
    for (size_t r = 0; r < TEST_LEN(limits); r++) {
        float *x = floats((size_t)7 * ROWS * WIDTH, limits[r]);
        const size_t bytes = run_rows(kernel_find("scalar"), x, want);
        assert_true(bytes <= sizeof want);
        for (size_t i = 0; (k = kernel_at(i)); i++) {
            run_rows(k, x, got);
            if (memcmp(got, want, bytes) != 0)
                fail_msg("%s differs from scalar, numbers up to %g", k->name,
                         (double)limits[r]);
        }
        free(x);
    }
}

static uint32_t digest(uint32_t h, const void *p, size_t bytes)
{
    for (const unsigned char *b = p; bytes > 0; bytes--)
        h = (h ^ *b++) * 16777619U;
    return h;
}

/* The scalar kernel gives these bits on every machine, so all others do. */
static void bits_are_the_same_on_every_machine(void **state)
{
    (void)state;
    static unsigned char rows[32 * ROWS * WIDTH];
    static float out[200 * HEAD_DIM];
    const dm_kernel *k = kernel_find("scalar");
    uint32_t h = 2166136261U;
    seed = 5;
    for (float limit = 0.01f; limit < 2000; limit *= 10) {
        float *x = floats((size_t)7 * ROWS * WIDTH, limit);
        h = digest(h, rows, run_rows(k, x, rows));
        free(x);
    }
    for (uint32_t n = 1; n < 200; n += 33) {
        dm_attention job = attention_make(n, 1);
        job.out = out;
        k->attend(&job);
        h = digest(h, out, (size_t)n * HEAD_DIM * sizeof *out);
        attention_free(&job);
    }
    assert_int_equal(h, 0xe398f528);
}

static void scalar_is_always_there(void **state)
{
    (void)state;
    assert_non_null(kernel_find("scalar"));
    assert_non_null(kernel_find(NULL));
    assert_null(kernel_find("abacus"));
    assert_int_equal(setenv("DRAMATIS_KERNEL", "scalar", 1), 0);
    assert_string_equal(kernel_find(NULL)->name, "scalar");
    assert_int_equal(unsetenv("DRAMATIS_KERNEL"), 0);
}

/* Reference values to six digits: exp, and x * Phi(x). */
static void curves_are_right(void **state)
{
    (void)state;
    static const float exps[][2] = {{0, 1}, {-1, 0.367879f}, {-10, 4.53999e-5f}, {-200, 0}};
    static const float gelus[][2] = {{0, 0},         {1, 0.841345f},     {-1, -0.158655f},
                                     {3, 2.995950f}, {-3, -0.00404951f}, {9, 9}};
    for (size_t i = 0; i < TEST_LEN(exps); i++) {
        float x[LANES] = {exps[i][0]};
        kernel_exp(x);
        assert_float_equal(x[0], exps[i][1], 1e-6f);
    }
    for (size_t i = 0; i < TEST_LEN(gelus); i++) { /* through a product that is its bias */
        static int8_t w[GEMM_BLOCK * 64];
        static uint8_t q[64];
        float zero[GEMM_BLOCK] = {0}, bias[GEMM_BLOCK] = {gelus[i][0]}, y[GEMM_BLOCK];
        const dm_linear l = {.w = w,
                             .scale = zero,
                             .shift = zero,
                             .bias = bias,
                             .n = GEMM_BLOCK,
                             .k = 64,
                             .gelu = true};
        kernel_find("scalar")->gemm(&l, q, &(dm_range){1, 0}, 1, y, GEMM_BLOCK);
        assert_float_equal(y[0], gelus[i][1], 1e-4f);
    }
}

static const kernel_case products[] = {
    {"product of one row", 1, 64, 64, 1},
    {"product of five rows", 5, 128, 384, 1},
    {"product of six rows", 6, 64, 192, 1},
    {"product of thirteen rows", 13, 192, 1536, 1},
    {"product of ninety-seven rows", 97, 128, 192, 1},
    {"product of 130 rows", 130, 64, 64, 1},
    {"product of extremes", 35, 128, 1536, 0},
    {"product of four rows", 4, 64, 384, 1},
    {"product of eight rows", 8, 64, 384, 1},
    {"product of twenty rows", 20, 64, 384, 1},
    {"product of small weights", 13, 64, 384, 40},
    {"product of weights that just fit in pairs", 13, 64, 384, 66},
    {"product of an odd width", 9, 64, 36, 60},
};

static const kernel_case attentions[] = {
    {"attention to one", 0, 1, 0, 1},     {"attention over 16", 0, 16, 0, 1},
    {"attention over 33", 0, 33, 0, 1},   {"attention over 130", 0, 130, 0, 1},
    {"attention over 512", 0, 512, 0, 1}, {"attention over 512 extremes", 0, 512, 0, 0},
};

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    struct CMUnitTest tests[TEST_LEN(products) + TEST_LEN(attentions) + 5];
    size_t n = 0;
    TEST_CASES(tests, n, products, product_agrees);
    TEST_CASES(tests, n, attentions, attention_agrees);
    TEST_ONE(tests, n, sums_are_exact);
    TEST_ONE(tests, n, rows_agree);
    TEST_ONE(tests, n, bits_are_the_same_on_every_machine);
    TEST_ONE(tests, n, scalar_is_always_there);
    TEST_ONE(tests, n, curves_are_right);
    return cmocka_run_group_tests_name("kernel", tests, NULL, NULL);
}
