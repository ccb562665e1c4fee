/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/vec.h"

void *vec_grow(void *at, size_t *cap, size_t len, size_t size)
{
    size_t want = *cap ? *cap * 2 : 16;
    if (want < len + 1)
        want = len + 1;
    if (want > SIZE_MAX / 2 / size)
        dm_out_of_memory(SIZE_MAX);
    *cap = want;
    return dm_realloc(at, want * size);
}

void *vec_copy(dm_arena *a, const void *at, size_t len, size_t size)
{
    if (!len)
        return NULL;
    void *p = arena_array(a, len, size, 16);
    return memcpy(p, at, len * size);
}
