/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/decode.h"

#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>

enum { PEEK = 4096 };

/* Windows-1252, 0x80 to 0x9F; 0 where nothing is assigned (Microsoft's table of 1998). */
static const uint16_t cp1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

typedef struct {
    dm_buf out;
    uint32_t repaired;
} decoder;

static void put_bad(decoder *d)
{
    utf8_put(&d->out, 0xFFFD);
    d->repaired++;
}

/* How much of a truncated or broken sequence at `at` is one mistake: the bytes of the longest
 * prefix of a well-formed sequence, as Unicode recommends (chapter 3.9). */
static size_t bad_length(dm_str s, size_t at)
{
    unsigned char b = (unsigned char)s.ptr[at];
    size_t want = b >= 0xF0 && b < 0xF5 ? 4 : b >= 0xE0 && b < 0xF0 ? 3 : 1;
    size_t n = 1;
    while (n + 1 < want && at + n < s.len && ((unsigned char)s.ptr[at + n] & 0xC0) == 0x80)
        n++;
    return n;
}

static void decode_utf8(decoder *d, dm_str s)
{
    size_t good = 0, at = 0;
    while (at < s.len) {
        size_t was = at;
        if (utf8_next(s, &at) != 0xFFFD || at - was == 3)
            continue;
        buf_add(&d->out, str_slice(s, good, was));
        put_bad(d);
        good = at = was + bad_length(s, was);
    }
    buf_add(&d->out, str_slice(s, good, s.len));
}

static void decode_cp1252(decoder *d, dm_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char b = (unsigned char)s.ptr[i];
        uint32_t cp = b >= 0x80 && b < 0xA0 ? cp1252[b - 0x80] : b;
        if (b && !cp)
            put_bad(d);
        else if (b < 0x80)
            buf_byte(&d->out, (char)b);
        else
            utf8_put(&d->out, cp);
    }
}

static uint32_t unit16(dm_str s, size_t at, bool big)
{
    unsigned a = (unsigned char)s.ptr[at], b = (unsigned char)s.ptr[at + 1];
    return big ? a << 8 | b : b << 8 | a;
}

static void decode_utf16(decoder *d, dm_str s, bool big)
{
    size_t at = 0;
    while (at + 1 < s.len) {
        uint32_t cp = unit16(s, at, big);
        at += 2;
        if (cp >= 0xD800 && cp < 0xDC00 && at + 1 < s.len) {
            uint32_t low = unit16(s, at, big);
            if (low >= 0xDC00 && low < 0xE000) {
                cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
                at += 2;
            }
        }
        if (cp >= 0xD800 && cp < 0xE000)
            put_bad(d);
        else
            utf8_put(&d->out, cp);
    }
    if (at < s.len)
        put_bad(d);
}

static dm_status decode_named(decoder *d, dm_str s, const char *encoding, dm_error *err)
{
    iconv_t cd = iconv_open("UTF-8", encoding);
    if (cd == (iconv_t)-1)
        return dm_fail(err, DM_EUSAGE, "encoding '%.40s' is not known here; see iconv -l",
                       encoding);
    char *in = (char *)(uintptr_t)s.ptr; /* iconv does not write there */
    size_t left = s.len;
    char room[4096];
    for (;;) {
        char *to = room;
        size_t space = sizeof room;
        size_t r = iconv(cd, left ? &in : NULL, left ? &left : NULL, &to, &space);
        int why = r == (size_t)-1 ? errno : 0;
        buf_add(&d->out, (dm_str){room, sizeof room - space});
        if (why == EILSEQ || why == EINVAL) {
            put_bad(d);
            in++, left--;
        } else if (!why && !left) {
            break;
        }
    }
    iconv_close(cd);
    return DM_OK;
}

/* 0: no; 1: little endian; 2: big endian.  English text in UTF-16 has a NUL in nearly every
 * second byte, and always on the same side. */
static int looks_utf16(dm_str s)
{
    size_t n = s.len < PEEK ? s.len & ~(size_t)1 : PEEK, nul[2] = {0, 0};
    for (size_t i = 0; i < n; i++)
        nul[i & 1] += s.ptr[i] == '\0';
    if (n < 4)
        return 0;
    if (nul[1] * 4 >= n && nul[0] * 20 < n)
        return 1;
    return nul[0] * 4 >= n && nul[1] * 20 < n ? 2 : 0;
}

/* More broken bytes than well-formed sequences beyond ASCII: no UTF-8. */
static bool mostly_utf8(dm_str s)
{
    size_t good = 0, bad = 0;
    for (size_t at = 0; at < s.len;) {
        size_t was = at;
        uint32_t cp = utf8_next(s, &at);
        if (at - was > 1)
            good++;
        else if (cp == 0xFFFD)
            bad++, at = was + bad_length(s, was);
    }
    return good >= bad;
}

static void decode_detected(decoder *d, dm_str s)
{
    int wide = 0;
    if (str_starts(s, STR("\xEF\xBB\xBF")))
        s = str_slice(s, 3, s.len);
    else if (str_starts(s, STR("\xFF\xFE")))
        wide = 1, s = str_slice(s, 2, s.len);
    else if (str_starts(s, STR("\xFE\xFF")))
        wide = 2, s = str_slice(s, 2, s.len);
    else
        wide = looks_utf16(s);
    if (wide)
        decode_utf16(d, s, wide == 2);
    else if (mostly_utf8(s))
        decode_utf8(d, s);
    else
        decode_cp1252(d, s);
}

static const struct {
    const char *magic, *what;
} foreign[] = {
    {"%PDF-", "a PDF"},
    {"PK\x03\x04", "a zip or office file"},
    {"\x1F\x8B", "gzip data"},
    {"\x89PNG", "a PNG image"},
    {"\xFF\xD8\xFF", "a JPEG image"},
    {"{\\rtf", "an RTF file"},
    {"\x7F"
     "ELF",
     "a program"},
};

static dm_status refuse_foreign(dm_str bytes, dm_error *err)
{
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        if (str_starts(bytes, str_z(foreign[i].magic)))
            return dm_fail(err, DM_EINPUT,
                           "byte 0: this is %s, not text; convert it to text first",
                           foreign[i].what);
    }
    return DM_OK;
}

/* Control characters do not occur in articles: a NUL, or more than 1 in 50, is binary. */
static dm_status refuse_binary(dm_str text, dm_error *err)
{
    size_t odd = 0, first = 0;
    bool blank = true;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        blank = blank && c <= ' ';
        if (c == 0)
            return dm_fail(err, DM_EINPUT, "byte %zu is NUL: the input is binary, not text", i);
        if ((c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v') ||
            c == 0x7F) {
            first = odd ? first : i;
            odd++;
        }
    }
    if (odd > 4 && odd * 50 > text.len)
        return dm_fail(err, DM_EINPUT,
                       "byte %zu is the first of %zu control characters: the input is binary, "
                       "not text",
                       first, odd);
    if (blank)
        return dm_fail(err, DM_EINPUT, "the input is empty: %zu bytes, none of them text",
                       text.len);
    return DM_OK;
}

dm_status text_decode(dm_str bytes, const char *encoding, dm_arena *arena, dm_str *text,
                      uint32_t *repaired, dm_error *err)
{
    *text = STR("");
    *repaired = 0;
    if (!bytes.len)
        return dm_fail(err, DM_EINPUT, "the input is empty: 0 bytes");
    if (bytes.len > TEXT_LIMIT)
        return dm_fail(err, DM_EINPUT,
                       "the input is too large: %zu bytes, one document may have %zu (64 MiB)",
                       bytes.len, TEXT_LIMIT);
    DM_TRY(refuse_foreign(bytes, err));
    decoder d = {0};
    dm_status status = DM_OK;
    if (encoding)
        status = decode_named(&d, bytes, encoding, err);
    else
        decode_detected(&d, bytes);
    dm_str out = buf_str(&d.out);
    if (str_starts(out, STR("\xEF\xBB\xBF")))
        out = str_slice(out, 3, out.len);
    if (status == DM_OK)
        status = refuse_binary(out, err);
    if (status == DM_OK && out.len > TEXT_LIMIT)
        status = dm_fail(err, DM_EINPUT, "the decoded text is too large: %zu bytes, limit %zu",
                         out.len, TEXT_LIMIT);
    if (status == DM_OK) {
        *text = str_dup(arena, out);
        *repaired = d.repaired;
    }
    buf_free(&d.out);
    return status;
}
