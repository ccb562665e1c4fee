/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arena.h - memory that lives and dies together.
 *
 * One arena per document or graph; the stages allocate, nobody frees, arena_free ends it all.
 * Memory is zeroed.  There is no NULL to check: when memory runs out the process says so and
 * ends (dm_out_of_memory), as with GLib; hostile input is stopped before, by limits on sizes.
 */
#ifndef DM_BASE_ARENA_H
#define DM_BASE_ARENA_H

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdnoreturn.h>
#include <string.h>

typedef struct arena_block arena_block;

typedef struct {
    arena_block *head; /* newest block; older ones are linked behind it */
    size_t used;       /* bytes handed out of head */
    size_t total;      /* bytes of all blocks */
} dm_arena;

noreturn void dm_out_of_memory(size_t wanted);

/* malloc, realloc and calloc that do not return NULL. */
void *dm_malloc(size_t size);
void *dm_realloc(void *p, size_t size);
void *dm_calloc(size_t n, size_t size);

void *arena_alloc(dm_arena *a, size_t size, size_t align);
void *arena_array(dm_arena *a, size_t n, size_t size, size_t align);
void arena_free(dm_arena *a);
/* Everything in it ends, the newest block stays for what comes next. */
void arena_clear(dm_arena *a);

#define ARENA_NEW(a, T)      ((T *)arena_alloc((a), sizeof(T), alignof(T)))
#define ARENA_ARRAY(a, T, n) ((T *)arena_array((a), (n), sizeof(T), alignof(T)))

#endif
