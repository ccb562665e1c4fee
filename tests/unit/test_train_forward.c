/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trainer's forward pass against the hidden states of the start weights, computed elsewhere
 * (reference.json of the shared data; skipped where that is absent). */
#include "test.h"

#include "base/file.h"
#include "train/encoder/net.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

#define SHARED DM_TEST_DATA "/../../../shared/data/encoder"

enum { MOST_ROWS = 512 };

typedef struct {
    encoder_model m;
    cJSON *reference;
} fixture;

static bool read_all(fixture *f)
{
    dm_buf weights = {0}, json = {0};
    bool there =
        file_read(SHARED "/minilm-l6-h384.f16.safetensors", 0, &weights, NULL) == DM_OK &&
        file_read(SHARED "/reference.json", 0, &json, NULL) == DM_OK;
    if (there) {
        model_init(&f->m, encoder_full_shape(30522));
        dm_error err = {0};
        if (model_start(&f->m, buf_str(&weights), &err) != DM_OK)
            fail_msg("%s", err.message);
        f->reference = cJSON_ParseWithLength(json.ptr, json.len);
    }
    buf_free(&weights);
    buf_free(&json);
    return there;
}

/* The largest difference of one sentence's states, all layers. */
static double difference(const net *n, const cJSON *layers)
{
    double worst = 0;
    int depth = 0;
    const cJSON *layer = NULL, *row = NULL, *value = NULL;
    cJSON_ArrayForEach(layer, layers)
    {
        const real *at = depth == 0 ? n->emb : n->layer[depth - 1].y;
        cJSON_ArrayForEach(row, layer)
        {
            size_t i = 0;
            cJSON_ArrayForEach(value, row)
            {
                const double d = fabs((double)at[i++] - value->valuedouble);
                worst = d > worst ? d : worst;
            }
            at += n->m->shape.dim;
        }
        depth++;
    }
    assert_int_equal(depth, n->m->shape.layers + 1);
    return worst;
}

static void states_are_those_of_the_reference(void **state)
{
    (void)state;
    fixture f = {0};
    if (!read_all(&f)) {
        print_message("SKIPPED: ../shared/data/encoder is not there, forward pass unchecked\n");
        skip();
    }
    (void)gemm_choose(GEMM_BLAS);
    workspace ws = {0};
    const cJSON *sentence = NULL, *id = NULL;
    size_t sentences = 0;
    cJSON_ArrayForEach(sentence, cJSON_GetObjectItem(f.reference, "sentences"))
    {
        uint16_t ids[MOST_ROWS], pos[MOST_ROWS];
        const uint8_t zeros[MOST_ROWS] = {0};
        uint32_t rows = 0;
        cJSON_ArrayForEach(id, cJSON_GetObjectItem(sentence, "ids"))
        {
            pos[rows] = (uint16_t)rows;
            ids[rows++] = (uint16_t)id->valueint;
        }
        const pack_window all = {0, rows};
        const pack p = {.M = rows,
                        .W = 1,
                        .piece = ids,
                        .pos = pos,
                        .shape = zeros,
                        .convention = zeros,
                        .windows = &all};
        net n = {.m = &f.m, .p = &p, .ws = &ws};
        workspace_reset(&ws);
        net_forward(&n);
        const double worst = difference(&n, cJSON_GetObjectItem(sentence, "layers"));
        if (worst > 1e-4)
            fail_msg("sentence %zu: states differ by %g", sentences, worst);
        sentences++;
    }
    assert_true(sentences > 0);
    workspace_free(&ws);
    model_free(&f.m);
    cJSON_Delete(f.reference);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(states_are_those_of_the_reference)};
    return cmocka_run_group_tests_name("train_forward", tests, NULL, NULL);
}
