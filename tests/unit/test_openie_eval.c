/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scorer of open triples against figures that the reference scorer gave for the same lines:
 * several arguments, a context that is left out, sayings turned round, brackets of treebanks,
 * "be" for any of its forms, a sentence without gold and one without triples. */
#include "test.h"

#include "eval/openie_eval.h"

#include <math.h>

static const char gold[] =
    "Ann met Bob in Oslo on Monday .\tmet\tAnn\tBob\tin Oslo\ton Monday\n"
    "Ann met Bob in Oslo on Monday .\tis in\tBob\tOslo\n"
    "The mill , said Karl , will close .\tsaid\tKarl\tThe mill will close\n"
    "The mill , said Karl , will close .\twill close\tThe mill\tC: Karl said\n"
    "Boats -LRB- old ones -RRB- were sold .\twere sold\tBoats\n"
    "Rain fell .\tfell\tRain\tin May\n";

#define LIT(z)             \
    {                      \
        (z), sizeof(z) - 1 \
    }
#define T(text_, confidence_, relation_, first_, second_)                    \
    {                                                                        \
        LIT(text_), (confidence_), LIT(relation_), LIT(first_), LIT(second_) \
    }
static const openie_tuple found[] = {
    T("Ann met Bob in Oslo on Monday .", 0.9, "met", "Ann", "Bob"),
    T("Ann met Bob in Oslo on Monday .", 0.7, "met Bob in", "Ann", "Oslo"),
    T("Ann met Bob in Oslo on Monday .", 0.2, "be on", "Monday", "Oslo"),
    T("The mill, said Karl, will close.", 0.8, "said", "The mill will close", "Karl"),
    T("The mill, said Karl, will close.", 0.7, "will close", "The mill", "soon"),
    T("Boats ( old ones ) were sold .", 0.4, "be sold", "Boats", "cheap"),
    T("Snow fell .", 0.95, "fell", "Snow", "in May"),
};

static bool near_to(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

static void agrees_with_the_reference(void **state)
{
    (void)state;
    openie_figures f;
    openie_score(str_z(gold), found, TEST_LEN(found), &f);
    assert_int_equal(f.sentences, 4);
    assert_int_equal(f.gold, 6);
    assert_true(near_to(f.auc, 0.613511904762));
    assert_true(near_to(f.precision, 0.88));
    assert_true(near_to(f.recall, 0.654761904762));
    assert_true(near_to(f.f1, 0.750853242321));
    assert_true(near_to(f.all_precision, 0.75));
    assert_true(near_to(f.all_recall, 0.654761904762));
    assert_true(near_to(f.all_f1, 0.699152542373));
}

static void nothing_found_is_nothing(void **state)
{
    (void)state;
    openie_figures f;
    openie_score(str_z(gold), NULL, 0, &f);
    assert_true(near_to(f.f1, 0) && near_to(f.auc, 0) && near_to(f.all_f1, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_the_reference),
        cmocka_unit_test(nothing_found_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
