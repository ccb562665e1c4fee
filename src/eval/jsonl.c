/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/jsonl.h"

enum { MOST_BYTES = 1 << 28 };

static dm_status take_lines(const char *path, dm_str rest, jsonl_take *take, void *context,
                            dm_error *err)
{
    for (unsigned n = 1; rest.len; n++) {
        const dm_str line = str_trim(str_cut(rest, '\n', &rest));
        if (!line.len)
            continue;
        cJSON *object = cJSON_ParseWithLength(line.ptr, line.len);
        const dm_status status =
            cJSON_IsObject(object) ? take(context, object, err)
                                   : dm_fail(err, DM_EINPUT, "%s:%u: no JSON object", path, n);
        cJSON_Delete(object);
        DM_TRY(status);
    }
    return DM_OK;
}

static dm_status take_array(const char *path, dm_str all, jsonl_take *take, void *context,
                            dm_error *err)
{
    cJSON *list = cJSON_ParseWithLength(all.ptr, all.len);
    const cJSON *object;
    dm_status status =
        list ? DM_OK : dm_fail(err, DM_EINPUT, "%s: no JSON array of objects", path);
    cJSON_ArrayForEach(object, list)
    {
        if (status == DM_OK)
            status = take(context, object, err);
    }
    cJSON_Delete(list);
    return status;
}

dm_status jsonl_each(const char *path, jsonl_take *take, void *context, dm_error *err)
{
    dm_buf bytes = {0};
    DM_TRY(file_read(path, MOST_BYTES, &bytes, err));
    const dm_str all = str_trim(buf_str(&bytes));
    const dm_status status = str_starts(all, STR("["))
                                 ? take_array(path, all, take, context, err)
                                 : take_lines(path, buf_str(&bytes), take, context, err);
    buf_free(&bytes);
    return status;
}

dm_str jsonl_text(const cJSON *object, const char *key)
{
    const cJSON *v = cJSON_GetObjectItemCaseSensitive(object, key);
    return str_z(cJSON_IsString(v) ? v->valuestring : "");
}

uint32_t jsonl_number(const cJSON *object, const char *key)
{
    const cJSON *v = cJSON_GetObjectItemCaseSensitive(object, key);
    const bool fits = cJSON_IsNumber(v) && v->valuedouble >= 0 && v->valuedouble < UINT32_MAX;
    return fits ? (uint32_t)v->valuedouble : UINT32_MAX;
}

bool jsonl_has(const cJSON *list, const char *text)
{
    const cJSON *t;
    cJSON_ArrayForEach(t, list)
    {
        if (cJSON_IsString(t) && strcmp(t->valuestring, text) == 0)
            return true;
    }
    return false;
}
