/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lexicon/table.h"

#include "lexicon/layout.h"

#include <stdio.h>

static dm_status buckets_good(const lex_table *t, const char *name, dm_error *err)
{
    uint32_t before = 0, n = UINT32_C(1) << t->bits;
    for (uint32_t i = 0; i <= n; i++) {
        if (t->buckets[i] < before || t->buckets[i] > t->count)
            return dm_fail(err, DM_EMODEL, "lexicon: table '%s' is damaged", name);
        before = t->buckets[i];
    }
    return DM_OK;
}

dm_status table_open(const dm_container *c, const char *name, uint32_t value_bytes,
                     lex_table *out, dm_error *err)
{
    char section[64];
    dm_section s;
    (void)snprintf(section, sizeof section, "%s.bucket", name);
    DM_TRY(container_get(c, section, DT_U32, &s, err));
    *out = (lex_table){.buckets = s.data, .width = LEX_CHECK + value_bytes};
    size_t buckets = s.bytes / sizeof(uint32_t);
    while (out->bits < 24 && (UINT32_C(1) << out->bits) + 1 < buckets)
        out->bits++;
    if (out->bits == 0 || (UINT32_C(1) << out->bits) + 1 != buckets)
        return dm_fail(err, DM_EMODEL, "lexicon: table '%s' has %zu buckets", name, buckets);
    (void)snprintf(section, sizeof section, "%s.entry", name);
    DM_TRY(container_get(c, section, DT_U8, &s, err));
    out->entries = s.data;
    out->count = (uint32_t)(s.bytes / out->width);
    return buckets_good(out, name, err);
}

static uint32_t little(const uint8_t *p, uint32_t n)
{
    uint32_t v = 0;
    for (uint32_t i = n; i-- > 0;)
        v = v << 8 | p[i];
    return v;
}

uint32_t table_find(const lex_table *t, dm_str key, uint32_t *first)
{
    uint64_t hash = str_hash(key);
    uint32_t bucket = lex_bucket(hash, t->bits), check = lex_check(hash), n = 0;
    uint32_t at = t->buckets[bucket], end = t->buckets[bucket + 1];
    *first = at;
    if (!key.len)
        return 0;
    for (; at < end; at++) {
        uint32_t have = little(t->entries + (size_t)at * t->width, LEX_CHECK);
        if (have > check)
            break;
        if (have == check && n++ == 0)
            *first = at;
    }
    return n;
}

uint32_t table_value(const lex_table *t, uint32_t entry)
{
    return little(t->entries + (size_t)entry * t->width + LEX_CHECK, t->width - LEX_CHECK);
}
