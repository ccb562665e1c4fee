/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/json_text.h"

#include "base/num.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <math.h>

static void indent(dm_json *j)
{
    out_z(j->out, "\n");
    for (int i = 0; i < j->depth; i++)
        out_z(j->out, "  ");
}

/* What comes between the last thing written and the next one. */
static void before(dm_json *j)
{
    if (j->after_key) {
        j->after_key = false;
        return;
    }
    if (j->depth == 0)
        return;
    bool some = j->some[j->depth - 1];
    j->some[j->depth - 1] = true;
    if (some)
        out_z(j->out, ",");
    if (j->compact)
        return;
    if (!j->flat)
        indent(j);
    else if (some)
        out_z(j->out, " ");
}

void json_open(dm_json *j, char bracket)
{
    before(j);
    out_str(j->out, (dm_str){&bracket, 1});
    if (j->depth < JSON_DEPTH_MAX) {
        j->closer[j->depth] = bracket == '{' ? '}' : ']';
        j->some[j->depth] = false;
        j->depth++;
    }
}

void json_close(dm_json *j)
{
    if (j->depth == 0)
        return;
    j->depth--;
    if (j->some[j->depth] && !j->compact && !j->flat)
        indent(j);
    out_str(j->out, (dm_str){&j->closer[j->depth], 1});
}

void json_flat(dm_json *j, int step)
{
    j->flat += step;
}

/* The two-character escape of a byte, or 0. */
static char short_escape(unsigned char c)
{
    switch (c) {
    case '"':
        return '"';
    case '\\':
        return '\\';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    default:
        return 0;
    }
}

static void escape_byte(dm_buf *b, unsigned char c)
{
    char two = short_escape(c);
    if (two) {
        buf_byte(b, '\\');
        buf_byte(b, two);
    } else {
        buf_fmt(b, "\\u%04x", c);
    }
}

void json_quote(dm_buf *b, dm_str s)
{
    buf_byte(b, '"');
    size_t from = 0, at = 0;
    while (at < s.len) {
        unsigned char c = (unsigned char)s.ptr[at];
        size_t was = at;
        uint32_t cp = utf8_next(s, &at);
        bool bad = (cp == 0xFFFD && at - was != 3) || cp == 0; /* readers cut off at NUL */
        if (!bad && c >= 0x20 && c != '"' && c != '\\')
            continue;
        buf_add(b, str_slice(s, from, was));
        if (bad)
            buf_add(b, STR("\xEF\xBF\xBD"));
        else
            escape_byte(b, c);
        from = at;
    }
    buf_add(b, str_slice(s, from, s.len));
    buf_byte(b, '"');
}

static void quoted(dm_json *j, dm_str s)
{
    dm_buf b = {0};
    json_quote(&b, s);
    out_str(j->out, buf_str(&b));
    buf_free(&b);
}

void json_key_str(dm_json *j, dm_str name)
{
    before(j);
    quoted(j, name);
    out_z(j->out, j->compact ? ":" : ": ");
    j->after_key = true;
}

void json_key(dm_json *j, const char *name)
{
    json_key_str(j, str_z(name));
}

void json_str(dm_json *j, dm_str s)
{
    before(j);
    quoted(j, s);
}

void json_uint(dm_json *j, uint64_t n)
{
    before(j);
    out_fmt(j->out, "%" PRIu64, n);
}

void json_int(dm_json *j, int64_t n)
{
    before(j);
    out_fmt(j->out, "%" PRId64, n);
}

void json_num(dm_json *j, double n)
{
    before(j);
    out_z(j->out, num_text(n).text);
}

void json_bool(dm_json *j, bool b)
{
    before(j);
    out_z(j->out, b ? "true" : "false");
}

void json_raw(dm_json *j, dm_str text)
{
    before(j);
    out_str(j->out, text);
}

void json_opt_str(dm_json *j, const char *key, dm_str s)
{
    if (s.len) {
        json_key(j, key);
        json_str(j, s);
    }
}

void json_opt_num(dm_json *j, const char *key, double n)
{
    if (isfinite(n)) {
        json_key(j, key);
        json_num(j, n);
    }
}

static size_t digits(dm_str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.len && s.ptr[at + n] >= '0' && s.ptr[at + n] <= '9')
        n++;
    return n;
}

bool json_is_number(dm_str s)
{
    size_t at = s.len && s.ptr[0] == '-';
    size_t whole = digits(s, at);
    if (whole == 0 || (whole > 1 && s.ptr[at] == '0'))
        return false;
    at += whole;
    if (at < s.len && s.ptr[at] == '.') {
        size_t n = digits(s, at + 1);
        if (n == 0)
            return false;
        at += n + 1;
    }
    if (at < s.len && (s.ptr[at] | 32) == 'e') {
        at++;
        at += at < s.len && (s.ptr[at] == '+' || s.ptr[at] == '-');
        size_t n = digits(s, at);
        if (n == 0)
            return false;
        at += n;
    }
    return at == s.len;
}
