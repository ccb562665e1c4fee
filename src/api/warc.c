/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Web archives (ISO 28500): records one after the other, pages out of HTTP responses. */
#include "api/articles.h"

#include <iconv.h>

enum { HEADER_LINE = 1 << 16, HEADER_LINES = 1000 };

/* What a record or a response says of itself; texts live in the arena of the article. */
typedef struct {
    dm_str type, id, uri, date, content_type;
    uint64_t length;
    bool has_length;
} warc_head;

typedef struct {
    dm_str content_type, content_encoding, transfer_encoding, body;
    unsigned status;
} http_head;

void warc_free(dm_warc *w)
{
    buf_free(&w->line);
    buf_free(&w->block);
    buf_free(&w->body);
}

static bool name_value(dm_str line, dm_str *name, dm_str *value)
{
    *name = str_trim(str_cut(line, ':', value));
    *value = str_trim(*value);
    return name->len < line.len && name->len > 0;
}

static bool number(dm_str s, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9' || *out > UINT64_MAX / 10 - 9)
            return false;
        *out = *out * 10 + (uint64_t)(s.ptr[i] - '0');
    }
    return s.len > 0;
}

static void head_line(warc_head *h, dm_arena *a, dm_str line)
{
    dm_str name, value;
    if (!name_value(line, &name, &value))
        return;
    if (str_eq_nocase(name, STR("WARC-Type")))
        h->type = str_dup(a, value);
    else if (str_eq_nocase(name, STR("WARC-Record-ID")))
        h->id = str_dup(a, value);
    else if (str_eq_nocase(name, STR("WARC-Target-URI")))
        h->uri = str_dup(a, value);
    else if (str_eq_nocase(name, STR("WARC-Date")))
        h->date = str_dup(a, value);
    else if (str_eq_nocase(name, STR("Content-Type")))
        h->content_type = str_dup(a, value);
    else if (str_eq_nocase(name, STR("Content-Length")))
        h->has_length = number(value, &h->length);
}

/* "<urn:uuid:1-2>" -> "1-2", "<http://x/>" (as wget writes it) -> "http://x/". */
static dm_str bare(dm_arena *a, dm_str s)
{
    if (str_starts(s, STR("<")) && str_ends(s, STR(">")))
        s = str_slice(s, 1, s.len - 1);
    if (str_starts(s, STR("urn:uuid:")))
        s = str_slice(s, 9, s.len);
    return str_dup(a, s);
}

/* A line of a header; one that is far too long for it reads as "?". */
static dm_status next_line(dm_warc *w, bool *more, dm_str *line, dm_error *err)
{
    dm_status status = stream_line(w->stream, HEADER_LINE, &w->line, more, err);
    w->broken = status != DM_OK && !*more;
    *line = str_trim(status == DM_OK ? buf_str(&w->line) : STR("?"));
    return w->broken ? status : DM_OK;
}

/* The lines up to the blank one; *end: there is no further record. */
static dm_status read_head(dm_warc *w, dm_arena *a, warc_head *h, uint64_t *begin, bool *end,
                           dm_error *err)
{
    bool more = true;
    dm_str line = STR("");
    *end = false;
    while (!line.len) {
        *begin = stream_offset(w->stream);
        DM_TRY(next_line(w, &more, &line, err));
        bool begins = str_starts(line, STR("WARC/1."));
        if (!more) {
            *end = true;
            return DM_OK;
        }
        if (w->lost && !begins)
            line = STR("");
        else if (line.len && !begins)
            return dm_fail(err, DM_EINPUT, "where a record should begin is no WARC/1.0 header");
    }
    w->lost = false;
    for (int n = 0; line.len; n++) {
        DM_TRY(next_line(w, &more, &line, err));
        head_line(h, a, line);
        if (!more || n > HEADER_LINES)
            return dm_fail(err, DM_EINPUT, "its header does not end");
    }
    return h->has_length ? DM_OK : dm_fail(err, DM_EINPUT, "its header has no Content-Length");
}

/* ---- HTTP ---- */

static bool hex(dm_str line, size_t *out)
{
    size_t i = 0;
    for (*out = 0; i < line.len && i < 8; i++) {
        char c = (char)(line.ptr[i] | 32);
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0)
            break;
        *out = *out * 16 + (size_t)digit;
    }
    return i > 0 && (i == line.len || line.ptr[i] == ';' || line.ptr[i] == ' ');
}

bool http_dechunk(dm_str body, dm_buf *out)
{
    size_t start = out->len, n = 1;
    while (n) {
        dm_str rest, line = str_cut(body, '\n', &rest);
        if (!hex(str_trim(line), &n))
            break;
        if (n > rest.len) { /* the archive cut it: what is there is taken */
            buf_add(out, rest);
            return true;
        }
        buf_add(out, str_slice(rest, 0, n));
        (void)str_cut(str_slice(rest, n, rest.len), '\n', &body);
        if (n == 0)
            return true;
    }
    return out->len > start;
}

static bool parse_http(dm_str block, http_head *h)
{
    dm_str rest, line = str_trim(str_cut(block, '\n', &rest));
    uint64_t status;
    *h = (http_head){0};
    if (!str_starts(line, STR("HTTP/")))
        return false;
    dm_str code;
    (void)str_cut(line, ' ', &code);
    if (!number(str_slice(code, 0, 3), &status))
        return false;
    h->status = (unsigned)status;
    while (rest.len) {
        dm_str name, value;
        line = str_trim(str_cut(rest, '\n', &rest));
        if (!line.len)
            break;
        if (!name_value(line, &name, &value))
            continue;
        if (str_eq_nocase(name, STR("Content-Type")))
            h->content_type = value;
        else if (str_eq_nocase(name, STR("Content-Encoding")))
            h->content_encoding = value;
        else if (str_eq_nocase(name, STR("Transfer-Encoding")))
            h->transfer_encoding = value;
    }
    h->body = rest;
    return true;
}

/* Codings that are named but were taken off already (as many crawlers do) do no harm. */
static dm_status decode_body(dm_warc *w, http_head *h, dm_error *err)
{
    w->body.len = 0;
    if (str_eq_nocase(h->transfer_encoding, STR("chunked")) &&
        http_dechunk(h->body, &w->body)) {
        w->block.len = 0;
        buf_add(&w->block, buf_str(&w->body));
        h->body = buf_str(&w->block);
        w->body.len = 0;
    }
    dm_str coding = h->content_encoding;
    bool gzip = str_eq_nocase(coding, STR("gzip")) || str_eq_nocase(coding, STR("x-gzip"));
    if (gzip && !str_starts(h->body, STR("\x1f\x8b")))
        return DM_OK;
    if (gzip || str_eq_nocase(coding, STR("deflate"))) {
        DM_TRY(bytes_inflate(h->body, INPUT_LIMIT, &w->body, err));
        h->body = buf_str(&w->body);
        return DM_OK;
    }
    if (coding.len && !str_eq_nocase(coding, STR("identity")))
        return dm_fail(err, DM_EINPUT, "content coding '%.*s' is not known here",
                       STR_ARG(coding));
    return DM_OK;
}

/* ---- records as articles ---- */

/* False: a picture, a script ...  No type at all is looked at. */
static bool form_of_type(dm_str type, dm_from *from)
{
    dm_str rest, name = str_trim(str_cut(type, ';', &rest));
    *from = DM_FROM_AUTO;
    if (str_eq_nocase(name, STR("text/html")) ||
        str_eq_nocase(name, STR("application/xhtml+xml")))
        *from = DM_FROM_HTML;
    else if (str_eq_nocase(name, STR("text/plain")))
        *from = DM_FROM_TEXT;
    else
        return !name.len;
    return true;
}

/* The charset of a content type when iconv knows it: servers name what does not exist. */
static const char *charset_of(dm_arena *a, dm_str type)
{
    dm_str rest, part;
    (void)str_cut(type, ';', &rest);
    while (rest.len) {
        part = str_trim(str_cut(rest, ';', &rest));
        if (part.len <= 8 || !str_eq_nocase(str_slice(part, 0, 8), STR("charset=")))
            continue;
        part = str_trim(str_slice(part, 8, part.len));
        if (part.len > 1 && part.ptr[0] == '"' && part.ptr[part.len - 1] == '"')
            part = str_slice(part, 1, part.len - 1);
        const char *name = str_dup(a, part).ptr;
        iconv_t known = iconv_open("UTF-8", name);
        if (known == (iconv_t)-1)
            return NULL;
        (void)iconv_close(known);
        return name;
    }
    return NULL;
}

static const char *host_of(dm_arena *a, dm_str uri)
{
    size_t at = str_find(uri, STR("://"), 0);
    if (at == SIZE_MAX)
        return NULL;
    dm_str rest = str_slice(uri, at + 3, uri.len);
    size_t end = 0;
    while (end < rest.len && !strchr("/?#:", rest.ptr[end]))
        end++;
    return end ? str_dup(a, str_slice(rest, 0, end)).ptr : NULL;
}

/* The article in the block; *is_one false when the record holds none. */
static dm_status article_in(dm_warc *w, dm_arena *a, const warc_head *h, dm_input *in,
                            bool *is_one, dm_error *err)
{
    dm_str type = h->content_type, body = buf_str(&w->block);
    *is_one = false;
    if (str_eq(h->type, STR("response"))) {
        http_head http;
        if (!str_starts(h->uri, STR("http")))
            return DM_OK; /* dns: and the like */
        if (!parse_http(body, &http))
            return dm_fail(err, DM_EINPUT, "holds no HTTP response");
        type = http.content_type;
        if (http.status / 100 != 2 || !form_of_type(type, &in->from))
            return DM_OK;
        type = str_dup(a, type); /* decoding writes over the block */
        DM_TRY(decode_body(w, &http, err));
        body = http.body;
    } else if (!form_of_type(type, &in->from)) {
        return DM_OK;
    }
    in->encoding = charset_of(a, type);
    in->bytes = body.ptr;
    in->size = body.len;
    *is_one = true;
    return DM_OK;
}

static bool wanted(const warc_head *h)
{
    return str_eq(h->type, STR("response")) || str_eq(h->type, STR("resource")) ||
           str_eq(h->type, STR("conversion"));
}

static void describe(dm_arena *a, const warc_head *h, const char *place, dm_input *in)
{
    dm_str uri = bare(a, h->uri);
    in->id = h->id.len ? bare(a, h->id).ptr : place;
    in->url = uri.len ? uri.ptr : NULL;
    in->source = host_of(a, uri);
    in->fetched = h->date.len ? h->date.ptr : NULL;
}

bool warc_next(dm_warc *w, dm_arena *fields, dm_input *in, dm_error *err)
{
    while (!w->broken) {
        warc_head h = {0};
        uint64_t begin = 0;
        bool end = false, is_one = false;
        w->record++;
        dm_status status = read_head(w, fields, &h, &begin, &end, err);
        if (end)
            return false;
        bool head_read = status == DM_OK;
        const char *place =
            str_fmt(fields, "%s: record %u at byte %llu", stream_name(w->stream), w->record,
                    (unsigned long long)begin)
                .ptr;
        h.uri = bare(fields, h.uri);
        describe(fields, &h, place, in);
        in->at = place;
        w->block.len = 0;
        bool use = wanted(&h) && h.length <= INPUT_LIMIT;
        w->lost = !head_read;
        if (head_read) {
            status = stream_take(w->stream, h.length, use ? &w->block : NULL, err);
            w->broken = status != DM_OK;
        }
        if (status == DM_OK && wanted(&h) && !use)
            status = dm_fail(err, DM_EINPUT, "larger than the limit of %d bytes", INPUT_LIMIT);
        if (status == DM_OK && use)
            status = article_in(w, fields, &h, in, &is_one, err);
        if (status != DM_OK) {
            dm_error why = *err;
            (void)dm_fail(err, why.code, "%s: %.300s", place, why.message);
            return true;
        }
        if (is_one)
            return true;
        *in = (dm_input){0};
    }
    return false;
}
