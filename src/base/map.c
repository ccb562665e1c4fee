/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/map.h"

#include <stdlib.h>

static size_t slot_of(const dm_map *m, dm_str key)
{
    size_t i = (size_t)str_hash(key) & (m->cap - 1);
    while (m->keys[i].ptr && !str_eq(m->keys[i], key))
        i = (i + 1) & (m->cap - 1);
    return i;
}

static void grow(dm_map *m)
{
    dm_map bigger = {.cap = m->cap ? m->cap * 2 : 64, .len = m->len};
    bigger.keys = dm_calloc(bigger.cap, sizeof *bigger.keys);
    bigger.values = dm_calloc(bigger.cap, sizeof *bigger.values);
    for (size_t i = 0; i < m->cap; i++) {
        if (!m->keys[i].ptr)
            continue;
        size_t at = slot_of(&bigger, m->keys[i]);
        bigger.keys[at] = m->keys[i];
        bigger.values[at] = m->values[i];
    }
    free(m->keys);
    free(m->values);
    *m = bigger;
}

uint32_t map_get(const dm_map *m, dm_str key)
{
    if (!m->cap)
        return MAP_NONE;
    size_t i = slot_of(m, key);
    return m->keys[i].ptr ? m->values[i] : MAP_NONE;
}

void map_set(dm_map *m, dm_str key, uint32_t value)
{
    if (m->len * 2 >= m->cap)
        grow(m);
    size_t i = slot_of(m, key);
    if (!m->keys[i].ptr) {
        m->keys[i] = key.ptr ? key : STR("");
        m->len++;
    }
    m->values[i] = value;
}

uint32_t map_get_or_set(dm_map *m, dm_str key, uint32_t value)
{
    uint32_t have = map_get(m, key);
    if (have == MAP_NONE)
        map_set(m, key, value);
    return have == MAP_NONE ? value : have;
}

void map_free(dm_map *m)
{
    free(m->keys);
    free(m->values);
    *m = (dm_map){0};
}
