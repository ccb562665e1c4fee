/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of NDJSON as an article: the keys of news-please and of what is usual beside them. */
#include "api/articles.h"
#include "base/utf8.h"

#include <cjson/cJSON.h>

static const char *field(dm_arena *fields, const cJSON *o, const char *const *names)
{
    for (; *names; names++) {
        const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, *names);
        if (cJSON_IsString(v) && v->valuestring[0])
            return str_dup(fields, str_z(v->valuestring)).ptr;
        if (cJSON_IsNumber(v))
            return str_fmt(fields, "%.15g", v->valuedouble).ptr;
    }
    return NULL;
}

static dm_status article_of(const cJSON *o, const char *place, const char *id_else,
                            dm_arena *fields, dm_buf *text, dm_input *in, dm_error *err)
{
    static const char *const id[] = {"id", "_id", "filename", "url", NULL};
    static const char *const title[] = {"title", "headline", NULL};
    static const char *const date[] = {"date_publish", "date", "published", NULL};
    static const char *const fetched[] = {"date_download", NULL};
    static const char *const url[] = {"url", NULL};
    static const char *const source[] = {"source_domain", "source", NULL};
    static const char *const body[] = {"text", "maintext",   "content",
                                       "body", "event_text", NULL};
    static const char *const html[] = {"html", "raw_html", NULL};
    in->id = field(fields, o, id);
    in->id = in->id ? in->id : id_else;
    in->title = field(fields, o, title);
    in->date = field(fields, o, date);
    in->fetched = field(fields, o, fetched);
    in->url = field(fields, o, url);
    in->source = field(fields, o, source);
    in->encoding = "UTF-8";
    in->from = DM_FROM_TEXT;
    text->len = 0;
    const char *given = field(fields, o, body), *page = given ? NULL : field(fields, o, html);
    if (!given && !page)
        return dm_fail(err, DM_EINPUT, "%s has no 'text', 'maintext' or 'html'", place);
    if (page)
        in->from = DM_FROM_HTML;
    else if (in->title)
        buf_fmt(text, "%s\n\n", in->title);
    buf_add(text, str_z(given ? given : page));
    in->bytes = text->ptr;
    in->size = text->len;
    return DM_OK;
}

dm_status article_of_json(dm_str line, const char *place, const char *id, dm_arena *fields,
                          dm_buf *text, dm_input *in, dm_error *err)
{
    size_t bad;
    if (!utf8_valid(line, &bad))
        return dm_fail(err, DM_EINPUT, "%s is not UTF-8 at its byte %zu", place, bad);
    const char *end = NULL;
    cJSON *o = cJSON_ParseWithLengthOpts(line.ptr, line.len, &end, false);
    dm_status status =
        cJSON_IsObject(o)
            ? article_of(o, place, id, fields, text, in, err)
            : dm_fail(err, DM_EINPUT, "%s is not a JSON object (near its byte %zu)", place,
                      end && end > line.ptr ? (size_t)(end - line.ptr) : 0);
    cJSON_Delete(o);
    return status;
}
