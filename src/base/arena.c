/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

struct arena_block {
    arena_block *next;
    size_t cap;
    alignas(64) unsigned char data[];
};

enum { ARENA_BLOCK = 64 * 1024 };

noreturn void dm_out_of_memory(size_t wanted)
{
    (void)fprintf(stderr, "dramatis: out of memory (%zu bytes wanted)\n", wanted);
    exit(5);
}

void *dm_malloc(size_t size)
{
    void *p = malloc(size ? size : 1);
    if (!p)
        dm_out_of_memory(size);
    return p;
}

void *dm_realloc(void *old, size_t size)
{
    void *p = realloc(old, size ? size : 1);
    if (!p)
        dm_out_of_memory(size);
    return p;
}

void *dm_calloc(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size ? size : 1);
    if (!p)
        dm_out_of_memory(n);
    return p;
}

static void block_new(dm_arena *a, size_t want)
{
    size_t cap = want > ARENA_BLOCK ? want : ARENA_BLOCK;
    if (cap > SIZE_MAX / 2)
        dm_out_of_memory(want);
    size_t bytes = (sizeof(arena_block) + cap + 63) / 64 * 64;
    arena_block *b = aligned_alloc(64, bytes);
    if (!b)
        dm_out_of_memory(want);
    b->next = a->head;
    b->cap = cap;
    a->head = b;
    a->used = 0;
    a->total += cap;
}

void *arena_alloc(dm_arena *a, size_t size, size_t align)
{
    assert(align && (align & (align - 1)) == 0 && align <= 64);
    size_t at = (a->used + align - 1) & ~(align - 1);
    if (!a->head || at > a->head->cap || size > a->head->cap - at) {
        block_new(a, size);
        at = 0;
    }
    void *p = a->head->data + at;
    a->used = at + size;
    return memset(p, 0, size);
}

void *arena_array(dm_arena *a, size_t n, size_t size, size_t align)
{
    if (n > SIZE_MAX / 2 / size)
        dm_out_of_memory(SIZE_MAX);
    return arena_alloc(a, n * size, align);
}

void arena_free(dm_arena *a)
{
    for (arena_block *b = a->head, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    *a = (dm_arena){0};
}

void arena_clear(dm_arena *a)
{
    if (!a->head)
        return;
    dm_arena older = {.head = a->head->next};
    arena_free(&older);
    a->head->next = NULL;
    a->used = 0;
    a->total = a->head->cap;
}
