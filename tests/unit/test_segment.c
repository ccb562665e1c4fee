/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens and sentences, and what must hold of every document whatever the bytes. */
#include "test.h"

#include "base/utf8.h"
#include "text/document.h"

#include <stdlib.h>

/* Tokens joined by blanks, "|" between sentences, "~" between paragraphs. */
static char *shown(const dm_document *d)
{
    dm_buf b = {0};
    for (uint32_t i = 0; i < d->sentence_count; i++) {
        const dm_sentence *s = &d->sentences[i];
        if (i)
            buf_add(&b, s->paragraph == s[-1].paragraph ? STR(" | ") : STR(" ~ "));
        for (uint32_t t = s->first; t < s->end; t++) {
            if (t > s->first)
                buf_byte(&b, ' ');
            buf_add(&b, token_str(d, t));
        }
    }
    return b.ptr;
}

typedef struct {
    const char *name, *text, *want;
} segment_case;

static const segment_case cases[] = {
    {"contractions", "They don't, can't and won't; it's Ann's.",
     "They do n't , ca n't and wo n't ; it 's Ann 's ."},
    {"curly apostrophes", "Ann\u2019s boat isn\u2019t here.",
     "Ann \u2019s boat is n\u2019t here ."},
    {"plural possessive", "the farmers' fields", "the farmers ' fields"},
    {"cannot, gonna", "We cannot say we're gonna go.", "We can not say we 're gon na go ."},
    {"names with apostrophes", "O'Hara left at six o'clock.", "O'Hara left at six o'clock ."},
    {"hyphens are split", "the state-owned Anglo-Dutch firm",
     "the state - owned Anglo - Dutch firm"},
    {"prefixes are not", "a pro-Russian ex-minister and non-aligned states",
     "a pro-Russian ex-minister and non-aligned states"},
    {"dashes", "Russia\u2013Oman talks\u2014long ones -- ended",
     "Russia \u2013 Oman talks \u2014 long ones -- ended"},
    {"slash", "areas/sectors and 12/31/2024", "areas / sectors and 12/31/2024"},
    {"money", "$5 million, US$1.37 million, \u20ac30 and 50%",
     "$ 5 million , US$ 1.37 million , \u20ac 30 and 50 %"},
    {"numbers", "10,000 of 2.5 at 16:03, the 3rd in the 1980s",
     "10,000 of 2.5 at 16:03 , the 3rd in the 1980s"},
    {"units", "35km by 7:30pm", "35 km by 7:30 pm"},
    {"ranges and telephones", "pages 11-16, call 555-123-4567",
     "pages 11 - 16 , call 555-123-4567"},
    {"addresses", "See https://a.example/x?y=1, www.b.example or ann@c.example.org.",
     "See https://a.example/x?y=1 , www.b.example or ann@c.example.org ."},
    {"domain", "He founded mail.com, he says.", "He founded mail.com , he says ."},
    {"company signs", "AT&T and B & W", "AT&T and B & W"},
    {"quotes", "\"Go,\" she said. \u201cNo.\u201d",
     "\" Go , \" she said . | \u201c No . \u201d"},
    {"year with apostrophe", "the class of '68 and the '90s", "the class of '68 and the '90s"},
    {"brackets", "the Guard (IRGC) [sic]", "the Guard ( IRGC ) [ sic ]"},
    {"initials", "J. K. Lindqvist met Carl A. Brandt.", "J. K. Lindqvist met Carl A. Brandt ."},
    {"titles", "Mr. Holm saw Gen. Diaz and Dr. Roe.", "Mr. Holm saw Gen. Diaz and Dr. Roe ."},
    {"acronym in the sentence", "The U.S. Senate and the U.N. agreed.",
     "The U.S. Senate and the U.N. agreed ."},
    {"acronym at its end", "He left the U.S. The talks ended.",
     "He left the U.S. | The talks ended ."},
    {"etc. frees its period", "Figs, dates, etc. They were ripe.",
     "Figs , dates , etc . | They were ripe ."},
    {"company at the end", "She owns Brandt Inc. The firm is old.",
     "She owns Brandt Inc . | The firm is old ."},
    {"month", "on Sept. 4 and No. 7", "on Sept. 4 and No. 7"},
    {"no is a word", "She said no. He left.", "She said no . | He left ."},
    {"question in a quotation", "\"Why?\" he asked. \"Stop!\" Ann Roe shouted.",
     "\" Why ? \" he asked . | \" Stop ! \" Ann Roe shouted ."},
    {"quotation after its period", "\"It rained.\" He slept.",
     "\" It rained . \" | He slept ."},
    {"period after the quotation", "They called it \"over\". It was.",
     "They called it \" over \" . | It was ."},
    {"quotation begins a sentence", "It ended. \u201cWe won,\u201d she said.",
     "It ended . | \u201c We won , \u201d she said ."},
    {"decimal is no end", "It rose 2.5 points. Then 3.", "It rose 2.5 points . | Then 3 ."},
    {"ellipsis", "Well... perhaps... He left.", "Well ... perhaps ... | He left ."},
    {"careless lower case", "it was fine. we paid.", "it was fine . | we paid ."},
    {"unknown abbreviation goes on", "the Xyz. of it", "the Xyz . of it"},
    {"dateline", "OSLO, May 20 (NTB) -- Rain fell.", "OSLO , May 20 ( NTB ) -- Rain fell ."},
    {"reference marks", "He was born there. [3] He died.",
     "He was born there . [ 3 ] | He died ."},
    {"bracketed sentence", "It rained. (It always does.) He slept.",
     "It rained . | ( It always does . ) | He slept ."},
    {"list in a line", "Take these: 1. Bread. 2. Salt.",
     "Take these : 1 . Bread . | 2 . Salt ."},
    {"list lines", "1. Bread\n2. Salt", "1. Bread ~ 2. Salt"},
    {"paragraphs", "One came.\n\nTwo left.", "One came . ~ Two left ."},
    {"lines", "Harbour news\nOne came. Two left.", "Harbour news ~ One came . | Two left ."},
    {"Windows lines", "One came.\r\n\r\nTwo left.", "One came . ~ Two left ."},
    {"wrapped at a width",
     "The council of the old harbour town met on Monday to hear the\n"
     "plans for a bridge. It will join the two halves of the town and\n"
     "cost more than the town has earned in all the years since the\n"
     "ferry began.",
     "The council of the old harbour town met on Monday to hear the plans for a bridge . | "
     "It will join the two halves of the town and cost more than the town has earned in all "
     "the years since the ferry began ."},
    {"no-break space", "5\u00a0km", "5 km"},
    {"emoticon", "Thank you. :) See you.", "Thank you . :) | See you ."},
};

static dm_document read(const char *text)
{
    dm_document d;
    dm_source source = {.bytes = str_z(text), .form = INPUT_TEXT, .keep_furniture = true};
    dm_error err = {0};
    if (document_read(&source, &d, &err) != DM_OK)
        fail_msg("%s", err.message);
    return d;
}

static void segment_case_holds(void **state)
{
    const segment_case *c = *state;
    dm_document d = read(c->text);
    char *have = shown(&d);
    assert_string_equal(have, c->want);
    free(have);
    document_free(&d);
}

static void headings_are_headlines(void **state)
{
    (void)state;
    dm_document d = read("Bridge to be built in spring\n\nThe council agreed on Monday.\n\n"
                         "Who will pay?\n\nNobody knows.");
    assert_int_equal(d.sentence_count, 4);
    assert_int_equal(d.sentences[0].role, SENTENCE_HEADLINE);
    assert_int_equal(d.sentences[1].role, SENTENCE_BODY);
    assert_int_equal(d.sentences[2].role, SENTENCE_HEADLINE);
    assert_int_equal(d.sentences[3].role, SENTENCE_BODY);
    document_free(&d);
}

static void offsets_in_both_units(void **state)
{
    (void)state;
    dm_document d = read("\u00c9mile \u2013 na\u00efve.");
    assert_int_equal(d.chars, 14);
    assert_int_equal(d.tokens[0].end, 6);
    assert_int_equal(d.tokens[0].cp_end, 5);
    assert_int_equal(d.tokens[1].cp_begin, 6);
    assert_int_equal(d.tokens[2].begin, 11);
    assert_int_equal(d.tokens[2].cp_begin, 8);
    assert_false(d.tokens[2].space_after);
    assert_true(d.tokens[1].space_after);
    assert_int_equal(d.sentences[0].cp_end, 14);
    document_free(&d);
}

/* ---- what must hold always ---- */

static void token_holds(const dm_document *d, uint32_t i)
{
    const dm_token *t = &d->tokens[i];
    assert_true(t->begin < t->end && t->end <= d->text.len);
    assert_true(i == 0 || t[-1].end <= t->begin);
    assert_int_equal(utf8_count(str_slice(d->text, 0, t->begin)), t->cp_begin);
    assert_int_equal(utf8_count(str_slice(d->text, 0, t->end)), t->cp_end);
    assert_true(utf8_valid(token_str(d, i), NULL));
    assert_true(t->sentence < d->sentence_count);
    const dm_sentence *s = &d->sentences[t->sentence];
    assert_true(s->first <= i && i < s->end);
}

static void document_holds(const dm_document *d)
{
    assert_true(utf8_valid(d->text, NULL));
    for (uint32_t i = 0; i < d->token_count; i++)
        token_holds(d, i);
    uint32_t first = 0;
    for (uint32_t i = 0; i < d->sentence_count; i++) {
        const dm_sentence *s = &d->sentences[i];
        assert_int_equal(s->first, first);
        assert_true(s->end > s->first);
        assert_int_equal(s->begin, d->tokens[s->first].begin);
        assert_int_equal(s->stop, d->tokens[s->end - 1].end);
        first = s->end;
    }
    assert_int_equal(first, d->token_count);
    for (uint32_t i = 0; i < d->dropped_count; i++) {
        assert_true(d->dropped[i].begin < d->dropped[i].end);
        assert_true(d->dropped[i].end <= d->text.len);
        assert_true(i == 0 || d->dropped[i - 1].end <= d->dropped[i].begin);
    }
}

static uint64_t seed = 11;

static uint32_t roll(uint32_t n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % n;
}

static void add_piece(dm_buf *b)
{
    static const char *const pieces[] = {
        "a",
        "B",
        "U.S.",
        "etc.",
        ".",
        "...",
        "?!",
        "\"",
        "'",
        "'s",
        "n't",
        "\u2019",
        "\u201c",
        "(",
        ")",
        "-",
        "--",
        "\u2014",
        "1",
        "2.",
        "3)",
        ",5",
        ":",
        "http://",
        "@x.y",
        "www.",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "\t",
        "By Ann Roe",
        "<p>",
        "</div>",
        "<html>",
        "&amp;",
        "<!--",
        "Image: ",
        "\u2028",
        "\xEF\xBB\xBF",
        "\u00e9",
        "\xF0\x9F\x98\x80",
        "\xC3",
        "\xFF",
        "Read more",
        "May 3, 2020",
        "[",
        "]",
        "(AFP)",
        "Author: ",
        "Related stories",
        "$",
        "%",
        "&",
        "co-",
        "#",
        ":)",
        "cannot",
    };
    if (roll(30) == 0)
        buf_byte(b, (char)roll(256));
    else
        buf_add(b, str_z(pieces[roll(TEST_LEN(pieces))]));
    if (roll(3) == 0)
        buf_byte(b, ' ');
}

static void any_bytes_give_ordered_offsets(void **state)
{
    (void)state;
    static const dm_input_form forms[] = {INPUT_AUTO, INPUT_TEXT, INPUT_HTML, INPUT_LINES};
    uint32_t good = 0;
    for (int round = 0; round < 3000; round++) {
        dm_buf b = {0};
        for (uint32_t n = 1 + roll(60); n > 0; n--)
            add_piece(&b);
        dm_source source = {.bytes = buf_str(&b), .form = forms[roll(4)]};
        source.keep_furniture = roll(2) == 0;
        dm_document d;
        dm_error err = {0};
        dm_status status = document_read(&source, &d, &err);
        assert_true(status == DM_OK || status == DM_EINPUT);
        assert_int_equal(status == DM_OK, err.message[0] == '\0');
        if (status == DM_OK)
            document_holds(&d);
        good += status == DM_OK;
        document_free(&d);
        buf_free(&b);
    }
    assert_true(good > 1500);
}

static void nothing_but_space_is_outside_tokens(void **state)
{
    (void)state;
    dm_document d =
        read("\"Well,\" said Ms. O'Hara-Lee (47), \u201cgo!\u201d #now @me 50% :) ...");
    uint32_t at = 0;
    for (uint32_t i = 0; i < d.token_count; i++) {
        for (; at < d.tokens[i].begin; at++)
            assert_int_equal(d.text.ptr[at], ' ');
        at = d.tokens[i].end;
    }
    assert_int_equal(at, d.text.len);
    document_free(&d);
}

static void a_long_line_is_linear(void **state)
{
    (void)state;
    static const char *const patterns[] = {"1-", "a.", "a'", "((", "...",
                                           "x@", "\"", "- ", "a/"};
    for (size_t p = 0; p < TEST_LEN(patterns); p++) {
        dm_buf b = {0};
        while (b.len < 300000)
            buf_add(&b, str_z(patterns[p]));
        dm_document d = read(b.ptr);
        assert_true(d.token_count > 0);
        document_free(&d);
        buf_free(&b);
    }
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    struct CMUnitTest tests[TEST_LEN(cases) + 6];
    size_t n = 0;
    TEST_CASES(tests, n, cases, segment_case_holds);
    TEST_ONE(tests, n, headings_are_headlines);
    TEST_ONE(tests, n, offsets_in_both_units);
    TEST_ONE(tests, n, nothing_but_space_is_outside_tokens);
    TEST_ONE(tests, n, any_bytes_give_ordered_offsets);
    TEST_ONE(tests, n, a_long_line_is_linear);
    return _cmocka_run_group_tests("segment", tests, n, NULL, NULL);
}
