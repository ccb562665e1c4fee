/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/attrs.h"

const dm_attr *attr_find(const dm_attr *attrs, uint32_t count, dm_str name)
{
    for (uint32_t i = 0; i < count; i++) {
        if (str_eq(attrs[i].name, name))
            return &attrs[i];
    }
    return NULL;
}

void attr_set(dm_arena *arena, dm_attr **attrs, uint32_t *count, dm_attr value)
{
    for (uint32_t i = 0; i < *count; i++) {
        if (str_eq((*attrs)[i].name, value.name)) {
            (*attrs)[i] = value;
            return;
        }
    }
    dm_attr *more = ARENA_ARRAY(arena, dm_attr, *count + 1);
    if (*count)
        memcpy(more, *attrs, *count * sizeof **attrs);
    more[*count] = value;
    *attrs = more;
    ++*count;
}
