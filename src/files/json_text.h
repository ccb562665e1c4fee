/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json_text.h - writing JSON piece by piece, in constant memory: the only place that escapes
 * it.
 *
 *     dm_json j = {.out = out};
 *     json_open(&j, '{');
 *     json_key(&j, "id"); json_str(&j, id);
 *     json_close(&j);
 *
 * Two shapes: indented by two spaces, or (compact) all on one line without blanks.  Between
 * json_flat(+1) and json_flat(-1) an indented text stays on its line: one record, one line. */
#ifndef DM_FILES_JSON_TEXT_H
#define DM_FILES_JSON_TEXT_H

#include "base/file.h"

#define JSON_DEPTH_MAX 16

typedef struct {
    dm_out *out;
    bool compact;
    int depth, flat;
    char closer[JSON_DEPTH_MAX]; /* what ends the list or object at each depth */
    bool some[JSON_DEPTH_MAX];   /* it has a member already */
    bool after_key;
} dm_json;

void json_open(dm_json *j, char bracket); /* '{' or '[' */
void json_close(dm_json *j);
void json_flat(dm_json *j, int step);
void json_key(dm_json *j, const char *name);
void json_key_str(dm_json *j, dm_str name);
void json_str(dm_json *j, dm_str s); /* escaped; bad UTF-8 and NUL become U+FFFD */
void json_uint(dm_json *j, uint64_t n);
void json_int(dm_json *j, int64_t n);
void json_num(dm_json *j, double n); /* six significant digits (base/num.h) */
void json_bool(dm_json *j, bool b);
void json_raw(dm_json *j, dm_str text); /* text is JSON already */

/* Key and value, but only when there is something: a non-empty string, a number that is one. */
void json_opt_str(dm_json *j, const char *key, dm_str s);
void json_opt_num(dm_json *j, const char *key, double n);

/* s in quotation marks, appended to b. */
void json_quote(dm_buf *b, dm_str s);
/* s is a number as JSON writes it. */
bool json_is_number(dm_str s);

#endif
