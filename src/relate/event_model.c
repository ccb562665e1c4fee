/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/event_model.h"

#include "model/asset.h"
#include "relate/states_model.h"

#include <stdlib.h>

DM_ASSET(events)

static dm_status section(const dm_event_model *m, const char *name, dm_dtype type,
                         uint32_t count, const void **out, dm_error *err)
{
    dm_section s;
    DM_TRY(container_get(&m->file, name, type, &s, err));
    if (s.ndim != 1 || s.shape[0] != count)
        return dm_fail(err, DM_EMODEL, "events model: section '%s' has the wrong size", name);
    *out = s.data;
    return DM_OK;
}

static dm_status read_model(dm_event_model *m, dm_error *err)
{
    const void *at = NULL;
    DM_TRY(section(m, "format", DT_U32, 3, &at, err));
    const uint32_t *format = at;
    if (!format || format[0] != EVENTS_FORMAT || format[1] != EVENT_CLASSES ||
        format[2] != EVENT_SLOTS)
        return dm_fail(err, DM_EMODEL, "events model: made for another version of the program");
    DM_TRY(section(m, "weight", DT_I8, EVENT_SLOTS * EVENT_CLASSES, &at, err));
    m->weight = at;
    DM_TRY(section(m, "scale", DT_F32, 1, &at, err));
    m->scale = at;
    DM_TRY(section(m, "share", DT_F32, 1, &at, err));
    m->share = at;
    DM_TRY(section(m, "threshold", DT_F32, 4, &at, err));
    m->threshold = at;
    return DM_OK;
}

dm_status event_model_open(dm_str bytes, dm_event_model **out, dm_error *err)
{
    *out = NULL;
    bool outside = bytes.len > 0;
    if (!outside)
        bytes = asset_events();
    if (!bytes.len)
        return DM_OK; /* built without one: the rules alone */
    dm_event_model *m = dm_calloc(1, sizeof *m);
    if (outside || (uintptr_t)bytes.ptr % 64) {
        m->owned = dm_malloc(bytes.len + 64);
        char *at = m->owned + (64 - (uintptr_t)m->owned % 64) % 64;
        memcpy(at, bytes.ptr, bytes.len);
        bytes.ptr = at;
    }
    dm_status status = container_open(bytes, outside, &m->file, err);
    if (status == DM_OK)
        status = read_model(m, err);
    if (status != DM_OK)
        event_model_free(m);
    else
        *out = m;
    return status;
}

void event_model_free(dm_event_model *m)
{
    if (!m)
        return;
    free(m->owned);
    free(m);
}

void event_softmax(const double z[EVENT_CLASSES], double p[EVENT_CLASSES])
{
    double top = z[0], sum = 0;
    for (uint32_t k = 1; k < EVENT_CLASSES; k++)
        top = z[k] > top ? z[k] : top;
    for (uint32_t k = 0; k < EVENT_CLASSES; k++) {
        double x = z[k] - top < -25 ? -25 : z[k] - top, l = logistic(x);
        p[k] = l / (1 - l); /* e^x by a function that is the same everywhere */
        sum += p[k];
    }
    for (uint32_t k = 0; k < EVENT_CLASSES; k++)
        p[k] /= sum;
}

void event_mix(float share, const dm_pair_classes *head, float p[EVENT_CLASSES])
{
    float part[QUAD_COUNT] = {0};
    uint32_t members[QUAD_COUNT] = {0};
    for (uint32_t k = 1; k < EVENT_CLASSES; k++) {
        part[rel_table[event_rel(k)].quad] += p[k];
        members[rel_table[event_rel(k)].quad]++;
    }
    for (uint32_t k = 1; k < EVENT_CLASSES; k++) {
        dm_quad q = rel_table[event_rel(k)].quad;
        float inside = part[q] > 1e-6F ? p[k] / part[q] : 1.0F / (float)members[q];
        p[k] = (1 - share) * p[k] + share * head->of[q] * inside;
    }
    p[0] = (1 - share) * p[0] + share * head->of[QUAD_NONE];
}

void event_classes(const dm_event_model *m, const dm_event_features *f,
                   const dm_pair_classes *head, float p[EVENT_CLASSES])
{
    int32_t sum[EVENT_CLASSES] = {0};
    double z[EVENT_CLASSES], e[EVENT_CLASSES];
    for (uint32_t i = 0; i < f->count; i++) {
        const int8_t *w = m->weight + (size_t)f->at[i] * EVENT_CLASSES;
        for (uint32_t k = 0; k < EVENT_CLASSES; k++)
            sum[k] += w[k];
    }
    for (uint32_t k = 0; k < EVENT_CLASSES; k++)
        z[k] = (double)m->scale[0] * sum[k] + (k ? (double)f->known[k] * EVENT_KNOWN : 0);
    event_softmax(z, e);
    for (uint32_t k = 0; k < EVENT_CLASSES; k++)
        p[k] = (float)e[k];
    if (head)
        event_mix(m->share[0], head, p);
}
