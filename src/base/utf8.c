/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

static int cont(dm_str s, size_t at)
{
    return at < s.len && ((unsigned char)s.ptr[at] & 0xC0) == 0x80
               ? (unsigned char)s.ptr[at] & 0x3F
               : -1;
}

uint32_t utf8_next(dm_str s, size_t *at)
{
    unsigned char b = (unsigned char)s.ptr[*at];
    if (b < 0x80) {
        ++*at;
        return b;
    }
    int n = b >= 0xF0 && b < 0xF5 ? 3 : b >= 0xE0 ? 2 : b >= 0xC2 ? 1 : 0;
    if (b >= 0xF5)
        n = 0;
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    uint32_t cp = n == 3 ? b & 7u : n == 2 ? b & 15u : b & 31u;
    for (int i = 1; i <= n; i++) {
        int c = cont(s, *at + (size_t)i);
        if (c < 0) {
            n = 0;
            break;
        }
        cp = cp << 6 | (uint32_t)c;
    }
    if (n == 0 || cp < least[n] || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000)) {
        ++*at;
        return 0xFFFD;
    }
    *at += (size_t)n + 1;
    return cp;
}

uint32_t utf8_prev(dm_str s, size_t *at)
{
    size_t p = *at - 1;
    while (p > 0 && *at - p < 4 && ((unsigned char)s.ptr[p] & 0xC0) == 0x80)
        p--;
    size_t q = p;
    uint32_t cp = utf8_next(s, &q);
    if (q != *at) {
        p = *at - 1;
        cp = 0xFFFD;
    }
    *at = p;
    return cp;
}

void utf8_put(dm_buf *b, uint32_t cp)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)cp, bytes);
    buf_add(b, (dm_str){(const char *)bytes, n > 0 ? (size_t)n : 0});
}

size_t utf8_count(dm_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return n;
}

bool utf8_valid(dm_str s, size_t *bad_at)
{
    for (size_t at = 0; at < s.len;) {
        size_t was = at;
        if (utf8_next(s, &at) == 0xFFFD && at - was != 3) {
            if (bad_at)
                *bad_at = was;
            return false;
        }
    }
    return true;
}

static utf8proc_category_t category(uint32_t cp)
{
    return utf8proc_category((utf8proc_int32_t)cp);
}

bool cp_is_upper(uint32_t cp)
{
    if (cp < 0x80)
        return cp >= 'A' && cp <= 'Z';
    utf8proc_category_t c = category(cp);
    return c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LT;
}

bool cp_is_lower(uint32_t cp)
{
    return cp < 0x80 ? cp >= 'a' && cp <= 'z' : category(cp) == UTF8PROC_CATEGORY_LL;
}

bool cp_is_letter(uint32_t cp)
{
    if (cp < 0x80)
        return (cp | 32) >= 'a' && (cp | 32) <= 'z';
    utf8proc_category_t c = category(cp);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

bool cp_is_digit(uint32_t cp)
{
    return cp < 0x80 ? cp >= '0' && cp <= '9' : category(cp) == UTF8PROC_CATEGORY_ND;
}

bool cp_is_space(uint32_t cp)
{
    if (cp < 0x80)
        return cp == ' ' || (cp >= '\t' && cp <= '\r');
    utf8proc_category_t c = category(cp);
    return cp == 0x85 || c == UTF8PROC_CATEGORY_ZS || c == UTF8PROC_CATEGORY_ZL ||
           c == UTF8PROC_CATEGORY_ZP;
}

bool cp_is_punct(uint32_t cp)
{
    if (cp < 0x80)
        return cp > ' ' && cp < 127 && !cp_is_letter(cp) && !cp_is_digit(cp);
    utf8proc_category_t c = category(cp);
    return c >= UTF8PROC_CATEGORY_PC && c <= UTF8PROC_CATEGORY_SO;
}

static dm_str mapped(dm_arena *a, dm_str s, utf8proc_option_t options)
{
    utf8proc_uint8_t *out = NULL;
    utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)s.ptr, (utf8proc_ssize_t)s.len, &out, options);
    dm_str r = n < 0 ? str_dup(a, s) : str_dup(a, (dm_str){(const char *)out, (size_t)n});
    free(out);
    return r;
}

static bool ascii(dm_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.ptr[i] >= 0x80)
            return false;
    }
    return true;
}

static dm_str ascii_lower(dm_arena *a, dm_str s)
{
    dm_str r = str_dup(a, s);
    char *p = (char *)(uintptr_t)r.ptr;
    for (size_t i = 0; i < r.len; i++)
        p[i] = p[i] >= 'A' && p[i] <= 'Z' ? (char)(p[i] + 32) : p[i];
    return r;
}

dm_str str_fold(dm_arena *a, dm_str s)
{
    if (ascii(s))
        return ascii_lower(a, s);
    return mapped(
        a, s, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD);
}

dm_str str_lower(dm_arena *a, dm_str s)
{
    if (ascii(s))
        return ascii_lower(a, s);
    dm_buf b = {0};
    for (size_t at = 0; at < s.len;)
        utf8_put(&b, (uint32_t)utf8proc_tolower((utf8proc_int32_t)utf8_next(s, &at)));
    dm_str r = str_dup(a, buf_str(&b));
    buf_free(&b);
    return r;
}
