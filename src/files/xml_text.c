/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/xml_text.h"

#include "base/utf8.h"

static bool forbidden(uint32_t cp)
{
    return (cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') || cp == 0xFFFE ||
           cp == 0xFFFF;
}

static const char *entity(uint32_t cp)
{
    switch (cp) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&apos;";
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    default:
        return NULL;
    }
}

void xml_escape(dm_buf *b, dm_str s)
{
    size_t from = 0, at = 0;
    while (at < s.len) {
        size_t was = at;
        uint32_t cp = utf8_next(s, &at);
        bool bad = cp == 0xFFFD && at - was != 3;
        const char *escape = bad ? "\xEF\xBF\xBD" : forbidden(cp) ? "" : entity(cp);
        if (!escape)
            continue;
        buf_add(b, str_slice(s, from, was));
        buf_add(b, str_z(escape));
        from = at;
    }
    buf_add(b, str_slice(s, from, s.len));
}

void xml_out(dm_out *out, dm_str s)
{
    dm_buf b = {0};
    xml_escape(&b, s);
    out_str(out, buf_str(&b));
    buf_free(&b);
}

dm_str xml_token(dm_arena *a, dm_str s)
{
    dm_buf b = {0};
    bool blank = false;
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = utf8_next(s, &at);
        if (cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r') {
            blank = b.len > 0;
        } else if (!forbidden(cp)) {
            if (blank)
                buf_byte(&b, ' ');
            blank = false;
            utf8_put(&b, cp);
        }
    }
    dm_str token = str_dup(a, buf_str(&b));
    buf_free(&b);
    return token;
}

static bool name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '_';
}

void xml_nmtoken(dm_buf *b, dm_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (name_byte(c) || c == '/')
            buf_byte(b, c == '/' ? ':' : c);
        else
            buf_fmt(b, ".%02x", (unsigned)(unsigned char)c);
    }
}

void xml_attr(dm_out *out, const char *name, dm_str value)
{
    if (!value.len)
        return;
    out_fmt(out, " %s=\"", name);
    xml_out(out, value);
    out_z(out, "\"");
}
