/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Corpora in JSON: lines or one array, and errors that name the place. */
#include "test.h"

#include "eval/jsonl.h"

#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/dm_jsonl_XXXXXX";

static int make_file(void **state)
{
    (void)state;
    const int fd = mkstemp(path);
    return fd >= 0 && close(fd) == 0 ? 0 : -1;
}

static int drop_file(void **state)
{
    (void)state;
    return unlink(path);
}

/* Ids in order; an object with "stop" ends the reading. */
static dm_status take(void *context, const cJSON *o, dm_error *err)
{
    buf_add(context, jsonl_text(o, "id"));
    if (jsonl_has(cJSON_GetObjectItem(o, "tags"), "stop"))
        return dm_fail(err, DM_EMODEL, "told to stop");
    return DM_OK;
}

static dm_status read_text(const char *text, dm_buf *ids, dm_error *err)
{
    dm_out o;
    assert_int_equal(out_open(&o, path, NULL), DM_OK);
    out_z(&o, text);
    assert_int_equal(out_close(&o, NULL), DM_OK);
    return jsonl_each(path, take, ids, err);
}

static void objects_come_in_order(void **state)
{
    (void)state;
    static const struct {
        const char *text, *ids, *message;
        dm_status status;
    } rows[] = {
        {"{\"id\":\"a\"}\n\n{\"id\":\"b\"}", "ab", "", DM_OK},
        {" [{\"id\":\"c\"}, {\"id\":\"d\"}]\n", "cd", "", DM_OK},
        {"", "", "", DM_OK},
        {"{\"id\":\"a\"}\n\n{\"id\":", "a", ":3: no JSON object", DM_EINPUT},
        {"[{\"id\":\"a\"}", "", "no JSON array", DM_EINPUT},
        {"{\"id\":\"a\",\"tags\":[\"x\",\"stop\"]}\n{\"id\":\"b\"}", "a", "told to", DM_EMODEL},
        {"[{\"id\":\"a\",\"tags\":[\"stop\"]},{\"id\":\"b\"}]", "a", "told to", DM_EMODEL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        dm_buf ids = {0};
        dm_error err = {0};
        buf_add(&ids, STR(""));
        assert_int_equal(read_text(rows[i].text, &ids, &err), rows[i].status);
        assert_string_equal(ids.ptr, rows[i].ids);
        assert_non_null(strstr(err.message, rows[i].message));
        buf_free(&ids);
    }
}

static void missing_values_read_as_nothing(void **state)
{
    (void)state;
    static const char text[] = "{\"n\":7,\"minus\":-1,\"s\":\"x\",\"list\":[1,\"y\"]}";
    cJSON *o = cJSON_Parse(text);
    assert_int_equal(jsonl_number(o, "n"), 7);
    assert_int_equal(jsonl_number(o, "minus"), UINT32_MAX);
    assert_int_equal(jsonl_number(o, "s"), UINT32_MAX);
    assert_string_equal(jsonl_text(o, "s").ptr, "x");
    assert_string_equal(jsonl_text(o, "n").ptr, "");
    assert_true(jsonl_has(cJSON_GetObjectItem(o, "list"), "y"));
    assert_false(jsonl_has(cJSON_GetObjectItem(o, "none"), "y"));
    cJSON_Delete(o);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_come_in_order),
        cmocka_unit_test(missing_values_read_as_nothing),
    };
    return cmocka_run_group_tests_name("jsonl", tests, make_file, drop_file);
}
