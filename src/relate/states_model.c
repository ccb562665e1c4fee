/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/states_model.h"

#include "model/asset.h"

#include <stdlib.h>

DM_ASSET(states)

double logistic(double x)
{
    if (x > 30)
        return 1;
    if (x < -30)
        return 0;
    /* exp(-x) = exp(r / 1024) ^ 1024, |r| / 1024 < 0.03: five terms give 1e-12 */
    double r = -x / 1024;
    double e = 1 + r * (1 + r * (0.5 + r * (1.0 / 6 + r * (1.0 / 24 + r / 120))));
    for (int i = 0; i < 10; i++)
        e *= e;
    return 1 / (1 + e);
}

static uint32_t slot_of(const dm_state_model *m, uint32_t hash)
{
    uint32_t at = hash & (m->cap - 1);
    while (m->keys[at] && m->keys[at] != hash)
        at = (at + 1) & (m->cap - 1);
    return at;
}

void state_first_scores(const dm_state_model *m, const dm_feature_set *f, uint32_t allowed,
                        float logit[STATE_COUNT])
{
    int32_t sum[STATE_COUNT] = {0};
    for (size_t i = 0; i < f->len; i++) {
        uint32_t at = slot_of(m, f->hash[i]);
        for (uint32_t k = 0; m->keys[at] && k < m->count[at]; k++)
            sum[m->rel[m->first[at] + k]] += m->weight[m->first[at] + k];
    }
    for (uint32_t r = 0; r < STATE_COUNT; r++)
        logit[r] = allowed >> r & 1 ? (float)sum[r] * m->scale[r] : -30;
}

float state_feature_weight(const dm_state_model *m, uint32_t hash, dm_rel rel)
{
    uint32_t at = slot_of(m, hash);
    for (uint32_t k = 0; m->keys[at] && k < m->count[at]; k++) {
        if (m->rel[m->first[at] + k] == rel)
            return (float)m->weight[m->first[at] + k] * m->scale[rel];
    }
    return 0;
}

/* ---- reading ---- */

static dm_status section(const dm_container *c, const char *name, dm_dtype type, uint32_t want,
                         dm_section *out, dm_error *err)
{
    DM_TRY(container_get(c, name, type, out, err));
    if (out->ndim != 1 || out->shape[0] != want)
        return dm_fail(err, DM_EMODEL, "states model: section '%s' has the wrong size", name);
    return DM_OK;
}

static dm_status table_good(const dm_state_model *m, dm_error *err)
{
    uint32_t used = 0;
    for (uint32_t i = 0; i < m->cap; i++) {
        used += m->keys[i] != 0;
        if (m->first[i] > m->entries || m->count[i] > m->entries - m->first[i])
            return dm_fail(err, DM_EMODEL, "states model: slot %u points outside", (unsigned)i);
    }
    for (uint32_t i = 0; i < m->entries; i++) {
        if (m->rel[i] >= STATE_COUNT)
            return dm_fail(err, DM_EMODEL, "states model: entry %u has no relation",
                           (unsigned)i);
    }
    if (used == m->cap)
        return dm_fail(err, DM_EMODEL, "states model: the table has no free slot");
    return DM_OK;
}

static dm_status read_table(dm_state_model *m, dm_error *err)
{
    dm_section s;
    DM_TRY(container_get(&m->file, "keys", DT_U32, &s, err));
    m->cap = s.ndim == 1 ? s.shape[0] : 0;
    if (!m->cap || (m->cap & (m->cap - 1)))
        return dm_fail(err, DM_EMODEL, "states model: table size is not a power of two");
    m->keys = s.data;
    DM_TRY(section(&m->file, "first", DT_U32, m->cap, &s, err));
    m->first = s.data;
    DM_TRY(section(&m->file, "count", DT_U8, m->cap, &s, err));
    m->count = s.data;
    DM_TRY(container_get(&m->file, "rel", DT_U8, &s, err));
    m->entries = s.ndim == 1 ? s.shape[0] : 0;
    m->rel = s.data;
    DM_TRY(section(&m->file, "weight", DT_I8, m->entries, &s, err));
    m->weight = s.data;
    return table_good(m, err);
}

static dm_status read_model(dm_state_model *m, dm_error *err)
{
    dm_section s;
    DM_TRY(section(&m->file, "format", DT_U32, 4, &s, err));
    const uint32_t *format = s.data;
    if (format[0] != STATES_FORMAT || format[1] != KIND_COUNT || format[2] != STATE_COUNT ||
        format[3] != FEATURE_COUNT)
        return dm_fail(err, DM_EMODEL, "states model: made for another version of the program");
    DM_TRY(read_table(m, err));
    DM_TRY(section(&m->file, "scale", DT_F32, STATE_COUNT, &s, err));
    m->scale = s.data;
    DM_TRY(section(&m->file, "allowed", DT_U32, KIND_PAIRS, &s, err));
    m->allowed = s.data;
    DM_TRY(section(&m->file, "threshold", DT_F32, STATE_COUNT, &s, err));
    m->threshold = s.data;
    DM_TRY(section(&m->file, "calibration", DT_F32, 2 * STATE_COUNT, &s, err));
    m->calibration = s.data;
    DM_TRY(section(&m->file, "trusted", DT_U8, STATE_COUNT, &s, err));
    m->trusted = s.data;
    if (container_has(&m->file, "second")) {
        DM_TRY(section(&m->file, "second", DT_F32, STATE_COUNT * SECOND_INPUTS, &s, err));
        m->second = s.data;
    }
    return DM_OK;
}

/* Files are read to wherever malloc put them; the container wants 64-byte alignment. */
static dm_str aligned(dm_state_model *m, dm_str bytes)
{
    if ((uintptr_t)bytes.ptr % 64 == 0)
        return bytes;
    m->owned = dm_malloc(bytes.len + 64);
    char *at = m->owned + (64 - (uintptr_t)m->owned % 64) % 64;
    memcpy(at, bytes.ptr, bytes.len);
    return (dm_str){at, bytes.len};
}

dm_status state_model_open(dm_str bytes, dm_state_model **out, dm_error *err)
{
    dm_state_model *m = dm_calloc(1, sizeof *m);
    *out = NULL;
    bool outside = bytes.len > 0;
    if (!outside)
        bytes = asset_states();
    dm_status status = container_open(aligned(m, bytes), outside, &m->file, err);
    if (status == DM_OK)
        status = read_model(m, err);
    if (status != DM_OK)
        state_model_free(m);
    else
        *out = m;
    return status;
}

void state_model_free(dm_state_model *m)
{
    if (!m)
        return;
    free(m->owned);
    free(m);
}
