/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "api/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { ROOM = 1 << 17 };

struct dm_stream {
    gzFile file;
    char *name;
    char *room; /* [ROOM] */
    size_t at, end;
    uint64_t offset; /* of room[0] */
};

static dm_status open_file(const char *path, int *fd, dm_error *err)
{
    struct stat st;
    *fd = strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (*fd < 0)
        return dm_fail(err, DM_EIO, "%s: %s", path, strerror(errno));
    if (fstat(*fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        (void)close(*fd);
        return dm_fail(err, DM_EIO, "%s: %s", path, strerror(EISDIR));
    }
    return DM_OK;
}

dm_status stream_open(const char *path, dm_stream **out, dm_error *err)
{
    int fd;
    DM_TRY(open_file(path, &fd, err));
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    dm_stream *s = dm_calloc(1, sizeof *s);
    size_t n = strlen(name) + 1;
    s->name = dm_malloc(n);
    memcpy(s->name, name, n);
    s->room = dm_malloc(ROOM);
    s->file = gzdopen(fd, "rb");
    if (!s->file) {
        (void)close(fd);
        stream_free(s);
        return dm_fail(err, DM_ENOMEM, "%s: no memory to read it", path);
    }
    *out = s;
    return DM_OK;
}

void stream_free(dm_stream *s)
{
    if (!s)
        return;
    if (s->file)
        (void)gzclose(s->file);
    free(s->room);
    free(s->name);
    free(s);
}

const char *stream_name(const dm_stream *s)
{
    return s->name;
}

uint64_t stream_offset(const dm_stream *s)
{
    return s->offset + s->at;
}

/* More bytes behind those not yet taken; *got false at the end of the file. */
static dm_status fill(dm_stream *s, bool *got, dm_error *err)
{
    memmove(s->room, s->room + s->at, s->end - s->at);
    s->offset += s->at;
    s->end -= s->at;
    s->at = 0;
    *got = false;
    if (s->end == ROOM)
        return DM_OK;
    int n = gzread(s->file, s->room + s->end, (unsigned)(ROOM - s->end));
    if (n > 0) {
        s->end += (size_t)n;
        *got = true;
        return DM_OK;
    }
    int code = Z_OK;
    const char *why = gzerror(s->file, &code);
    /* a member that stops in the middle shows as Z_BUF_ERROR at the end */
    if (n < 0 || code == Z_BUF_ERROR)
        return dm_fail(err, code == Z_ERRNO ? DM_EIO : DM_EINPUT,
                       "%s: byte %llu (unpacked): %s", s->name,
                       (unsigned long long)(s->offset + s->end),
                       code == Z_ERRNO       ? strerror(errno)
                       : code == Z_BUF_ERROR ? "the gzip data end in the middle"
                                             : why);
    return DM_OK;
}

dm_status stream_line(dm_stream *s, size_t limit, dm_buf *line, bool *more, dm_error *err)
{
    line->len = 0;
    *more = false;
    bool got = true, any = false, long_line = false;
    while (got) {
        const char *from = s->room + s->at;
        const char *hit = s->end > s->at ? memchr(from, '\n', s->end - s->at) : NULL;
        size_t n = hit ? (size_t)(hit - from) : s->end - s->at;
        any = any || hit || n;
        long_line = long_line || line->len + n > limit;
        if (!long_line)
            buf_add(line, (dm_str){from, n});
        s->at += n + (hit != NULL);
        if (hit)
            break;
        DM_TRY(fill(s, &got, err));
    }
    *more = any;
    if (long_line)
        return dm_fail(err, DM_EINPUT, "%s: a line of more than %zu bytes", s->name, limit);
    return DM_OK;
}

dm_status stream_take(dm_stream *s, uint64_t n, dm_buf *out, dm_error *err)
{
    while (n) {
        size_t have = s->end - s->at;
        bool got = true;
        if (!have) {
            DM_TRY(fill(s, &got, err));
            if (!got)
                return dm_fail(err, DM_EINPUT, "%s: ends at byte %llu, %llu bytes too early",
                               s->name, (unsigned long long)stream_offset(s),
                               (unsigned long long)n);
            continue;
        }
        have = have < n ? have : (size_t)n;
        if (out)
            buf_add(out, (dm_str){s->room + s->at, have});
        s->at += have;
        n -= have;
    }
    return DM_OK;
}

dm_status stream_rest(dm_stream *s, size_t limit, dm_buf *out, dm_error *err)
{
    bool got = true;
    while (got) {
        buf_add(out, (dm_str){s->room + s->at, s->end - s->at});
        s->at = s->end;
        if (out->len > limit)
            return dm_fail(err, DM_EINPUT, "%s: larger than the limit of %zu bytes", s->name,
                           limit);
        DM_TRY(fill(s, &got, err));
    }
    return DM_OK;
}

dm_status stream_peek(dm_stream *s, size_t n, dm_str *out, dm_error *err)
{
    bool got = true;
    while (got && s->end - s->at < n)
        DM_TRY(fill(s, &got, err));
    *out = str_slice((dm_str){s->room + s->at, s->end - s->at}, 0, n);
    return DM_OK;
}

static int inflate_all(z_stream *z, int window, dm_str packed, size_t limit, dm_buf *out)
{
    if (inflateInit2(z, window) != Z_OK)
        return Z_MEM_ERROR;
    z->next_in = (Bytef *)(uintptr_t)packed.ptr;
    z->avail_in = packed.len < UINT32_MAX ? (uInt)packed.len : UINT32_MAX;
    int code = Z_OK;
    while (code == Z_OK && out->len <= limit) {
        buf_reserve(out, ROOM);
        z->next_out = (Bytef *)(out->ptr + out->len);
        z->avail_out = ROOM;
        code = inflate(z, Z_NO_FLUSH);
        out->len += ROOM - z->avail_out;
        out->ptr[out->len] = '\0';
    }
    (void)inflateEnd(z);
    return code;
}

dm_status bytes_inflate(dm_str packed, size_t limit, dm_buf *out, dm_error *err)
{
    z_stream z = {0};
    size_t start = out->len;
    int code = inflate_all(&z, 15 + 32, packed, limit, out);
    if (code == Z_DATA_ERROR && out->len == start) {
        z = (z_stream){0};
        code = inflate_all(&z, -15, packed, limit, out);
    }
    if (out->len > limit)
        return dm_fail(err, DM_EINPUT, "unpacks to more than %zu bytes", limit);
    if (code != Z_STREAM_END)
        return dm_fail(err, DM_EINPUT, "the packed data are damaged");
    return DM_OK;
}
