/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates in words (src/eval/when_cases.def): read alone and given to acts; what the table does
 * not show: byte ranges, more than one date, hostile text. */
#include "test.h"

#include "eval/when_eval.h"
#include "text/when.h"

#include <string.h>

static dm_when_score score;

static int read_table(void **state)
{
    dm_lexicon *lexicon = NULL;
    dm_parser *parser = NULL;
    FILE *const misses[ROWS_PARTS] = {stderr, stderr};
    (void)state;
    dm_status status = lexicon_open(STR(""), &lexicon, NULL);
    if (status == DM_OK)
        status = parser_open(STR(""), &parser, NULL);
    if (status == DM_OK)
        status = when_eval(lexicon, parser, misses, &score, NULL);
    parser_free(parser);
    lexicon_free(lexicon);
    return status == DM_OK ? 0 : -1;
}

static void table_is_right(void **state)
{
    dm_when_counts all = when_total(&score, -1);
    (void)state;
    assert_true(all.rows >= 100);
    assert_true(all.right * 100 >= all.rows * 97);
}

static void expressions_read_alone_are_all_right(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < score.count; i++) {
        dm_when_counts n = when_of_kind(&score, i);
        if (strcmp(score.name[i], "attach") != 0 && n.right < n.rows)
            fail_msg("%s: %u of %u", score.name[i], n.right, n.rows);
    }
}

static void range_covers_preposition_and_date(void **state)
{
    const dm_str s = STR("They met in February 2003 and, since 2014, never again.");
    text_when a, b;
    (void)state;
    assert_true(when_find(s, 0, STR(""), WHEN_PAST, &a));
    assert_int_equal(a.begin, 9);
    assert_int_equal(a.end, 25);
    assert_int_equal(a.core, 12);
    assert_true(when_find(s, a.end, STR(""), WHEN_PAST, &b));
    assert_string_equal(b.iso, "2014/..");
    assert_true(b.open_end && !b.open_begin);
    assert_false(when_find(s, b.end, STR(""), WHEN_PAST, &a));
}

static void needing_the_articles_date_is_told(void **state)
{
    text_when x;
    (void)state;
    assert_true(when_find(STR("on Friday"), 0, STR("2019-05-15"), WHEN_PAST, &x));
    assert_true(x.relative);
    assert_true(when_find(STR("in 2003"), 0, STR("2019-05-15"), WHEN_PAST, &x));
    assert_false(x.relative);
}

static void hostile_text_ends(void **state)
{
    static const char *const texts[] = {"",
                                        "\xff\xfe",
                                        "from from from to to and",
                                        "99999999999999999999 May 99999999999999",
                                        "May May May 31 31 31 - - -",
                                        "in in in in in 0000",
                                        "the the last last last",
                                        "31/31/3131",
                                        "\xe2\x80",
                                        "9th 9th century of of of"};
    (void)state;
    for (size_t i = 0; i < TEST_LEN(texts); i++) {
        text_when x;
        dm_str s = str_z(texts[i]);
        for (size_t from = 0; when_find(s, from, STR("2019-05-15"), WHEN_NEAREST, &x);) {
            assert_true(x.end > from && x.end <= s.len);
            from = x.end;
        }
    }
}

static void calendar_goes_round(void **state)
{
    (void)state;
    for (int64_t d = -200000; d < 80000; d += 13) {
        dm_date x = calendar_date(d);
        assert_true(calendar_exists(x.year, x.month, x.day));
        assert_true(calendar_days(x) == d);
    }
    assert_int_equal(calendar_weekday(calendar_days((dm_date){2024, 2, 29})), 3);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_is_right),
        cmocka_unit_test(expressions_read_alone_are_all_right),
        cmocka_unit_test(range_covers_preposition_and_date),
        cmocka_unit_test(needing_the_articles_date_is_told),
        cmocka_unit_test(hostile_text_ends),
        cmocka_unit_test(calendar_goes_round),
    };
    return cmocka_run_group_tests_name("when", tests, read_table, NULL);
}
