/* SPDX-License-Identifier: GPL-3.0-or-later */
/* str.h - a view of bytes that somebody else owns (not NUL-terminated), and a buffer that
 * grows. */
#ifndef DM_BASE_STR_H
#define DM_BASE_STR_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>

typedef struct {
    const char *ptr;
    size_t len;
} dm_str;

#define STR(lit)   ((dm_str){"" lit, sizeof(lit) - 1})
#define STR_ARG(s) (int)(s).len, (s).ptr /* for "%.*s" */

static inline dm_str str_z(const char *z)
{
    return (dm_str){z, z ? strlen(z) : 0};
}

static inline bool str_eq(dm_str a, dm_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline dm_str str_slice(dm_str s, size_t from, size_t to)
{
    if (to > s.len)
        to = s.len;
    if (from > to)
        from = to;
    return (dm_str){s.ptr ? s.ptr + from : s.ptr, to - from};
}

int str_cmp(dm_str a, dm_str b); /* bytewise; shorter first; a total order */
bool str_starts(dm_str s, dm_str prefix);
bool str_ends(dm_str s, dm_str suffix);
bool str_eq_nocase(dm_str a, dm_str b); /* ASCII letters only */
dm_str str_trim(dm_str s);              /* ASCII white space off both ends */
/* Index of needle in s at or after from, or SIZE_MAX. */
size_t str_find(dm_str s, dm_str needle, size_t from);
/* Split s at the first sep: the part before it is returned, *rest gets the part after it.
 * When there is no sep, all of s is returned and *rest is empty. */
dm_str str_cut(dm_str s, char sep, dm_str *rest);
dm_str str_dup(dm_arena *a, dm_str s); /* NUL-terminated copy */
dm_str str_fmt(dm_arena *a, const char *fmt, ...) DM_PRINTF(2, 3);
uint64_t str_hash(dm_str s); /* FNV-1a, 64 bits, finalised; the same on every machine */
uint64_t str_hash_seed(dm_str s, uint64_t seed);

/* A growable byte buffer; always NUL-terminated once something was added. */
typedef struct {
    char *ptr;
    size_t len, cap;
} dm_buf;

void buf_reserve(dm_buf *b, size_t more);
void buf_add(dm_buf *b, dm_str s);
void buf_byte(dm_buf *b, char c);
void buf_fmt(dm_buf *b, const char *fmt, ...) DM_PRINTF(2, 3);
void buf_free(dm_buf *b);
static inline dm_str buf_str(const dm_buf *b)
{
    return (dm_str){b->ptr, b->len};
}

#endif
