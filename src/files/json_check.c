/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/json_check.h"

#include "base/utf8.h"

static uint32_t line_at(dm_str bytes, size_t at)
{
    uint32_t line = 1;
    for (size_t i = 0; i < at && i < bytes.len; i++)
        line += bytes.ptr[i] == '\n';
    return line;
}

static dm_status fail_at(dm_str bytes, size_t at, const char *place, const char *what,
                         dm_error *err)
{
    return dm_fail(err, DM_EINPUT, "%s: line %u: %s", place, line_at(bytes, at), what);
}

/* From the opening quotation mark to behind the closing one; bytes.len when there is none, and
 * *zero is where a \u0000 stands. */
static size_t skip_string(dm_str bytes, size_t at, size_t *zero)
{
    for (at++; at < bytes.len && bytes.ptr[at] != '"'; at++) {
        if (bytes.ptr[at] != '\\')
            continue;
        if (str_starts(str_slice(bytes, at, bytes.len), STR("\\u0000")))
            *zero = at;
        at++;
    }
    return at < bytes.len ? at + 1 : bytes.len;
}

static dm_status check_nesting(dm_str bytes, const char *place, dm_error *err)
{
    int depth = 0;
    size_t zero = SIZE_MAX;
    for (size_t at = 0; at < bytes.len;) {
        char c = bytes.ptr[at];
        if (c == '"') {
            at = skip_string(bytes, at, &zero);
            if (zero != SIZE_MAX)
                return fail_at(bytes, zero, place, "a NUL character (\\u0000) in a string",
                               err);
            continue;
        }
        depth += (c == '{' || c == '[') - (c == '}' || c == ']');
        if (depth > JSON_NESTING_MAX)
            return fail_at(bytes, at, place, "nested too deep for a graph", err);
        at++;
    }
    if (depth > 0)
        return fail_at(bytes, bytes.len, place, "the text ends before its brackets are closed",
                       err);
    return DM_OK;
}

dm_status json_check(dm_str bytes, const char *place, dm_error *err)
{
    size_t bad = 0;
    if (!utf8_valid(bytes, &bad))
        return dm_fail(err, DM_EINPUT, "%s: line %u: byte %zu is not UTF-8", place,
                       line_at(bytes, bad), bad);
    return check_nesting(bytes, place, err);
}

dm_status json_syntax_error(dm_str bytes, size_t at, const char *place, dm_error *err)
{
    while (at < bytes.len && (unsigned char)bytes.ptr[at] <= ' ')
        at++;
    dm_str rest = str_slice(bytes, at, bytes.len);
    if (!rest.len)
        return fail_at(bytes, at, place, "the text ends too early", err);
    dm_str number = str_starts(rest, STR("-")) ? str_slice(rest, 1, rest.len) : rest;
    if (str_starts(number, STR("NaN")) || str_starts(number, STR("Infinity")))
        return fail_at(bytes, at, place, "NaN and Infinity are not JSON; leave such values out",
                       err);
    dm_str shown = str_slice(rest, 0, 20);
    size_t cut = shown.len;
    while (cut && cut < rest.len && ((unsigned char)rest.ptr[cut] & 0xC0) == 0x80)
        cut--;
    shown.len = cut;
    for (size_t i = 0; i < shown.len; i++) {
        if ((unsigned char)shown.ptr[i] < ' ')
            shown.len = i;
    }
    return dm_fail(err, DM_EINPUT, "%s: line %u: not JSON at '%.*s'", place, line_at(bytes, at),
                   STR_ARG(shown));
}
