/* SPDX-License-Identifier: GPL-3.0-or-later */
/* articles.h - the forms of input that hold many articles.  Internal to articles.c. */
#ifndef DM_API_ARTICLES_H
#define DM_API_ARTICLES_H

#include "api/stream.h"
#include "dramatis.h"

enum { INPUT_LIMIT = 512 << 20 };

/* An object of a line into *in; strings live in fields, the text in text.  place names the line
 * in messages, id is taken when the object has none. */
DM_NODISCARD dm_status article_of_json(dm_str line, const char *place, const char *id,
                                       dm_arena *fields, dm_buf *text, dm_input *in,
                                       dm_error *err);

/* WARC/1.0 and 1.1: response records with a page or plain text (HTTP status 2xx), resource and
 * conversion records of such types; everything else is passed over. */
typedef struct {
    dm_stream *stream;
    uint32_t record; /* number of the record read last, from 1 */
    bool lost;       /* the last header was none: look for the next one */
    bool broken;     /* nothing more can be read */
    dm_buf line, block, body;
} dm_warc;

/* The next article, false at the end.  A record that is damaged is an answer too: err names it
 * and its byte, and the next call goes on behind it. */
bool warc_next(dm_warc *w, dm_arena *fields, dm_input *in, dm_error *err);
void warc_free(dm_warc *w); /* the stream stays */

/* Chunked transfer coding taken off; false when the text is not in it. */
bool http_dechunk(dm_str body, dm_buf *out);

#endif
