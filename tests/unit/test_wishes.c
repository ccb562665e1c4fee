/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of the user's files: what a text means, and the line an error names. */
#include "test.h"

#include "cast/wishes.h"

#include <string.h>

typedef struct {
    const char *name;
    const char *text[WISH_FILES]; /* NULL: not given */
    const char *error;            /* NULL: it is fine */
    size_t actors, forms, pairs, drops, warnings;
} reading;

/* clang-format off */
static const reading readings[] = {
    { .name = "nothing", .text = { [WISH_ALIASES] = "" } },
    { .name = "remarks, blank lines, CRLF, a mark at the start",
      .text = { [WISH_ALIASES] = "\xEF\xBB\xBF# a\tb\r\n\r\n  \nAnna Berg\tBerg\r\n" }, .actors = 1, .forms = 2 },
    { .name = "several forms of one actor, columns left empty",
      .text = { [WISH_ALIASES] = "Anna Berg\tBerg\t\t\nAnna Berg\tthe mayor\tperson\tQ1\n" }, .actors = 1, .forms = 3 },
    { .name = "case and diacritics do not tell names apart",
      .text = { [WISH_ALIASES] = "Jos\xC3\xA9 Ruiz\tRUIZ\nJOSE RUIZ\tJ. Ruiz\n" }, .actors = 1, .forms = 3 },
    { .name = "a form twice is a warning",
      .text = { [WISH_ALIASES] = "Anna Berg\tBerg\nAnna Berg\tberg\n" }, .actors = 1, .forms = 2, .warnings = 1 },
    { .name = "a form of two actors",
      .text = { [WISH_ALIASES] = "Anna Berg\tBerg\nEva Berg\tBerg\n" }, .error = "f0: line 2: 'Berg' is already a form of Anna Berg (line 1)" },
    { .name = "two kinds of one actor",
      .text = { [WISH_ALIASES] = "A\tB\tperson\nA\tC\tthing\n" }, .error = "f0: line 2: A is of kind thing here, but person in f0, line 1" },
    { .name = "two ids of one actor",
      .text = { [WISH_ALIASES] = "A\tB\t\tQ1\nA\tC\t\tQ2\n" }, .error = "f0: line 2: A has the id Q2 here, but Q1 in f0, line 1" },
    { .name = "an added name completes an alias",
      .text = { [WISH_ALIASES] = "A Corp\tACo\n", [WISH_ADD_NAMES] = "ACo\torganisation\tcompany\tNO\n" }, .actors = 1, .forms = 2 },
    { .name = "an added name against an alias",
      .text = { [WISH_ALIASES] = "A Corp\tACo\torganisation\n", [WISH_ADD_NAMES] = "ACo\tplace\n" },
      .error = "f3: line 1: A Corp is of kind place here, but organisation in f0, line 1" },
    { .name = "no kind", .text = { [WISH_ADD_NAMES] = "ACo\t\tcompany\n" }, .error = "f3: line 1: column 2 is empty; wanted: name, kind, subkind, country, id" },
    { .name = "too many columns", .text = { [WISH_DROP] = "A\tB\n" }, .error = "f2: line 1: 2 columns, wanted 1 to 1 with a tab between: name or id" },
    { .name = "pairs and drops", .text = { [WISH_NEVER_MERGE] = "A\tB\n", [WISH_DROP] = "C\nplace/d\n" }, .pairs = 1, .drops = 2 },
    { .name = "a name is no pair", .text = { [WISH_NEVER_MERGE] = "the  Bank\tBANK\n" }, .error = "f1: line 1: 'the  Bank' and 'BANK' are one name when compared; two are needed" },
    { .name = "dropped and added", .text = { [WISH_DROP] = "C\n", [WISH_ADD_NAMES] = "C\tthing\n" }, .actors = 1, .forms = 1, .drops = 1, .warnings = 1 },
    { .name = "a pair against aliases", .text = { [WISH_ALIASES] = "A\tB\n", [WISH_NEVER_MERGE] = "b\ta\n" }, .error = "f1: line 1: 'b' and 'a' are one actor in f0, line 1" },
    { .name = "a control character", .text = { [WISH_DROP] = "x\ny\001z\n" }, .error = "f2: line 2: a control character (1) in a name" },
    { .name = "no UTF-8", .text = { [WISH_DROP] = "\xFFx\n" }, .error = "f2: line 1: byte 1 is not UTF-8" },
};
/* clang-format on */

static dm_status read_all(dm_wishes *w, const reading *r, dm_error *err)
{
    static const char *const path[] = {"f0", "f1", "f2", "f3"};
    for (int i = 0; i < WISH_FILES; i++) {
        if (r->text[i])
            DM_TRY(wishes_read(w, (wish_file)i, path[i], str_z(r->text[i]), err));
    }
    return wishes_check(w, err);
}

static void reads(void **state)
{
    const reading *r = *state;
    dm_wishes *w = dm_calloc(1, sizeof *w);
    dm_error err = {0};
    dm_status status = read_all(w, r, &err);
    if (r->error) {
        assert_int_equal(status, DM_EINPUT);
        assert_string_equal(err.message, r->error);
    } else {
        assert_string_equal(err.message, "");
        assert_int_equal(status, DM_OK);
        assert_int_equal(w->actors.len, r->actors);
        assert_int_equal(w->forms.len, r->forms);
        assert_int_equal(w->pairs.len, r->pairs);
        assert_int_equal(w->drops.len, r->drops);
        assert_int_equal(dm_wishes_warning_count(w), r->warnings);
    }
    dm_wishes_free(w);
}

static void too_many_lines(void **state)
{
    (void)state;
    dm_wishes *w = dm_calloc(1, sizeof *w);
    dm_error err = {0};
    dm_buf b = {0};
    for (int i = 0; i <= WISH_LINES; i++)
        buf_byte(&b, '\n');
    assert_int_equal(wishes_read(w, WISH_DROP, "f2", buf_str(&b), &err), DM_EINPUT);
    assert_string_equal(err.message, "f2: line 200001: more than 200000 lines");
    buf_free(&b);
    dm_wishes_free(w);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    struct CMUnitTest tests[TEST_LEN(readings) + 1];
    size_t n = 0;
    TEST_CASES(tests, n, readings, reads);
    TEST_ONE(tests, n, too_many_lines);
    return cmocka_run_group_tests_name("wishes", tests, NULL, NULL);
}
