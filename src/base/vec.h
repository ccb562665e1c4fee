/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vec.h - growable arrays as plain structs.
 *
 *     VEC(uint32_t) ids = {0};
 *     vec_push(&ids, 7);
 *     for (size_t i = 0; i < ids.len; i++) use(ids.at[i]);
 *     vec_free(&ids);
 *
 * vec_take copies the elements into an arena and frees the vector.
 */
#ifndef DM_BASE_VEC_H
#define DM_BASE_VEC_H

#include "base/arena.h"

#include <stdlib.h>

#define VEC(T)           \
    struct {             \
        T *at;           \
        size_t len, cap; \
    }

void *vec_grow(void *at, size_t *cap, size_t len, size_t size);

#define vec_push(v, value)                                                     \
    do {                                                                       \
        if ((v)->len == (v)->cap)                                              \
            (v)->at = vec_grow((v)->at, &(v)->cap, (v)->len, sizeof *(v)->at); \
        (v)->at[(v)->len++] = (value);                                         \
    } while (0)

#define vec_free(v)     \
    do {                \
        free((v)->at);  \
        (v)->at = NULL; \
        (v)->len = 0;   \
        (v)->cap = 0;   \
    } while (0)

/* Elements of v, copied into the arena; NULL when there are none. */
void *vec_copy(dm_arena *a, const void *at, size_t len, size_t size);
#define vec_take(arena, v, out, count)                                 \
    do {                                                               \
        (out) = vec_copy((arena), (v)->at, (v)->len, sizeof *(v)->at); \
        (count) = (uint32_t)(v)->len;                                  \
        vec_free(v);                                                   \
    } while (0)

#endif
