/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How certain sentences say something is, through the whole pipeline:
 * src/eval/stance_cases.def. A row is right when polarity, modality and speaker all are. */
#include "test.h"

#include "eval/stance_eval.h"

static dm_stance_score score;

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
        status = stance_eval(lexicon, parser, misses, &score, NULL);
    parser_free(parser);
    lexicon_free(lexicon);
    return status == DM_OK ? 0 : -1;
}

static void whole_table_is_right_in_95_of_100(void **state)
{
    dm_stance_counts all = stance_total(&score, -1);
    (void)state;
    assert_true(all.rows >= 180);
    assert_true(all.right * 100 >= all.rows * 95);
}

static void no_phenomenon_falls_behind(void **state)
{
    (void)state;
    assert_true(score.count >= 15);
    for (uint32_t i = 0; i < score.count; i++) {
        dm_stance_counts n = stance_of_phenomenon(&score, i);
        if (n.right * 100 < n.rows * 80)
            fail_msg("%s: %u of %u", score.name[i], n.right, n.rows);
    }
}

static void polarity_is_right_in_97_of_100(void **state)
{
    dm_stance_counts all = stance_total(&score, -1);
    (void)state;
    assert_true(all.polarity * 100 >= all.rows * 97);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_table_is_right_in_95_of_100),
        cmocka_unit_test(no_phenomenon_falls_behind),
        cmocka_unit_test(polarity_is_right_in_97_of_100),
    };
    return cmocka_run_group_tests_name("stance", tests, read_table, NULL);
}
