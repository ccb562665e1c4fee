/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int str_cmp(dm_str a, dm_str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int c = n ? memcmp(a.ptr, b.ptr, n) : 0;
    return c ? c : (a.len > b.len) - (a.len < b.len);
}

bool str_starts(dm_str s, dm_str prefix)
{
    return s.len >= prefix.len && str_eq(str_slice(s, 0, prefix.len), prefix);
}

bool str_ends(dm_str s, dm_str suffix)
{
    return s.len >= suffix.len && str_eq(str_slice(s, s.len - suffix.len, s.len), suffix);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool str_eq_nocase(dm_str a, dm_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (lower(a.ptr[i]) != lower(b.ptr[i]))
            return false;
    }
    return true;
}

static bool space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

dm_str str_trim(dm_str s)
{
    while (s.len && space(s.ptr[0]))
        s = str_slice(s, 1, s.len);
    while (s.len && space(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

size_t str_find(dm_str s, dm_str needle, size_t from)
{
    if (!needle.len)
        return from <= s.len ? from : SIZE_MAX;
    while (from < s.len && s.len - from >= needle.len) {
        const char *hit = memchr(s.ptr + from, needle.ptr[0], s.len - from - needle.len + 1);
        if (!hit)
            break;
        from = (size_t)(hit - s.ptr);
        if (memcmp(hit, needle.ptr, needle.len) == 0)
            return from;
        from++;
    }
    return SIZE_MAX;
}

dm_str str_cut(dm_str s, char sep, dm_str *rest)
{
    const char *hit = s.len ? memchr(s.ptr, sep, s.len) : NULL;
    size_t n = hit ? (size_t)(hit - s.ptr) : s.len;
    *rest = str_slice(s, hit ? n + 1 : s.len, s.len);
    return str_slice(s, 0, n);
}

dm_str str_dup(dm_arena *a, dm_str s)
{
    char *p = ARENA_ARRAY(a, char, s.len + 1);
    if (s.len)
        memcpy(p, s.ptr, s.len);
    return (dm_str){p, s.len};
}

dm_str str_fmt(dm_arena *a, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    size_t len = n < 0 ? 0 : (size_t)n;
    char *p = ARENA_ARRAY(a, char, len + 1);
    (void)vsnprintf(p, len + 1, fmt, again);
    va_end(again);
    return (dm_str){p, len};
}

uint64_t str_hash_seed(dm_str s, uint64_t seed)
{
    uint64_t h = UINT64_C(14695981039346656037) ^ seed;
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.ptr[i]) * UINT64_C(1099511628211);
    h ^= h >> 32;
    h *= UINT64_C(0x9E3779B97F4A7C15);
    return h ^ (h >> 29);
}

uint64_t str_hash(dm_str s)
{
    return str_hash_seed(s, 0);
}

void buf_reserve(dm_buf *b, size_t more)
{
    if (more > SIZE_MAX / 4 - b->len)
        dm_out_of_memory(more);
    size_t want = b->len + more + 1;
    if (want <= b->cap)
        return;
    size_t cap = b->cap ? b->cap * 2 : 256;
    b->cap = cap > want ? cap : want;
    b->ptr = dm_realloc(b->ptr, b->cap);
}

void buf_add(dm_buf *b, dm_str s)
{
    buf_reserve(b, s.len);
    if (s.len)
        memcpy(b->ptr + b->len, s.ptr, s.len);
    b->len += s.len;
    b->ptr[b->len] = '\0';
}

void buf_byte(dm_buf *b, char c)
{
    buf_add(b, (dm_str){&c, 1});
}

void buf_fmt(dm_buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n > 0) {
        buf_reserve(b, (size_t)n);
        (void)vsnprintf(b->ptr + b->len, (size_t)n + 1, fmt, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

void buf_free(dm_buf *b)
{
    free(b->ptr);
    *b = (dm_buf){0};
}
