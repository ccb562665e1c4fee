/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stream.h - bytes of a file or of standard input piece by piece, unpacked when they are gzip
 * (also of many members, as in .warc.gz).  Offsets count unpacked bytes. */
#ifndef DM_API_STREAM_H
#define DM_API_STREAM_H

#include "base/str.h"

typedef struct dm_stream dm_stream;

/* DM_EIO names the path ("standard input" for "-"). */
DM_NODISCARD dm_status stream_open(const char *path, dm_stream **out, dm_error *err);
void stream_free(dm_stream *s);
const char *stream_name(const dm_stream *s);
uint64_t stream_offset(const dm_stream *s); /* of the next byte */

/* The bytes up to and without the next '\n', in line (emptied first); *more false at the end.
 * DM_EINPUT: damaged gzip, or a line above limit bytes, which is passed over. */
DM_NODISCARD dm_status stream_line(dm_stream *s, size_t limit, dm_buf *line, bool *more,
                                   dm_error *err);
/* Exactly n bytes, appended to out (NULL: passed over); DM_EINPUT when the file ends before. */
DM_NODISCARD dm_status stream_take(dm_stream *s, uint64_t n, dm_buf *out, dm_error *err);
/* All that is left, at most limit bytes. */
DM_NODISCARD dm_status stream_rest(dm_stream *s, size_t limit, dm_buf *out, dm_error *err);
/* The first bytes without taking them; less than n at the end. */
DM_NODISCARD dm_status stream_peek(dm_stream *s, size_t n, dm_str *out, dm_error *err);

/* What a web server packed (gzip or zlib, or raw deflate), at most limit bytes. */
DM_NODISCARD dm_status bytes_inflate(dm_str packed, size_t limit, dm_buf *out, dm_error *err);

#endif
