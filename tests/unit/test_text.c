/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes and pages to documents: encodings, dates, furniture, HTML, CoNLL-U, ready tokens. */
#include "test.h"

#include "base/file.h"
#include "text/date.h"
#include "text/decode.h"
#include "text/document.h"
#include "text/furniture.h"

#include <stdlib.h>

/* ---- decoding ---- */

typedef struct {
    const char *name;
    dm_str bytes;
    const char *encoding;
    const char *want; /* text, or part of the message of a failure */
    dm_status status;
    uint32_t repaired;
} decode_case;

static const decode_case decode_cases[] = {
    {"ASCII", {"Rain.", 5}, NULL, "Rain.", DM_OK, 0},
    {"UTF-8", {"Malm\xC3\xB6", 6}, NULL, "Malm\u00f6", DM_OK, 0},
    {"UTF-8 with mark", {"\xEF\xBB\xBFRain", 7}, NULL, "Rain", DM_OK, 0},
    {"UTF-8 with errors",
     {"\xC3\xA9\xC3\xA9 a\xC3 b\xE2\x80", 11},
     NULL,
     "\u00e9\u00e9 a\uFFFD b\uFFFD",
     DM_OK,
     2},
    {"Windows-1252",
     {"Malm\xF6 \x93ja\x94 \x80", 12},
     NULL,
     "Malm\u00f6 \u201cja\u201d \u20ac",
     DM_OK,
     0},
    {"UTF-16LE with mark", {"\xFF\xFEH\0i\0", 6}, NULL, "Hi", DM_OK, 0},
    {"UTF-16BE with mark", {"\xFE\xFF\0H\0i", 6}, NULL, "Hi", DM_OK, 0},
    {"UTF-16LE without mark", {"H\0i\0 \0m\0e\0", 10}, NULL, "Hi me", DM_OK, 0},
    {"UTF-16 surrogates", {"\xFF\xFE\x3D\xD8\x00\xDE", 6}, NULL, "\U0001F600", DM_OK, 0},
    {"UTF-16 half a surrogate",
     {"\xFF\xFE\x3D\xD8\x41\x00", 6},
     NULL,
     "\uFFFD"
     "A",
     DM_OK,
     1},
    {"a named encoding",
     {"\xCC\xEE\xF1\xEA\xE2\xE0", 6},
     "windows-1251",
     "\u041c\u043e\u0441\u043a\u0432\u0430",
     DM_OK,
     0},
    {"a named encoding, wrong",
     {"a\xFF"
      "b",
      3},
     "utf-8",
     "a\uFFFD"
     "b",
     DM_OK,
     1},
    {"an unknown encoding", {"a", 1}, "klingon-8", "klingon-8", DM_EUSAGE, 0},
    {"empty", {"", 0}, NULL, "0 bytes", DM_EINPUT, 0},
    {"blank", {" \n\t ", 4}, NULL, "4 bytes", DM_EINPUT, 0},
    {"a NUL", {"words and\0more", 14}, NULL, "byte 9 is NUL", DM_EINPUT, 0},
    {"control characters", {"ab\1\2\3\4\5\6\7cd", 11}, NULL, "byte 2", DM_EINPUT, 0},
    {"a PDF", {"%PDF-1.7 etc", 12}, NULL, "PDF", DM_EINPUT, 0},
};

static void decode_case_holds(void **state)
{
    const decode_case *c = *state;
    dm_arena arena = {0};
    dm_str text;
    uint32_t repaired;
    dm_error err = {0};
    dm_status status = text_decode(c->bytes, c->encoding, &arena, &text, &repaired, &err);
    assert_int_equal(status, c->status);
    if (status == DM_OK) {
        assert_string_equal(text.ptr, c->want);
        assert_int_equal(repaired, c->repaired);
    } else {
        assert_non_null(strstr(err.message, c->want));
    }
    arena_free(&arena);
}

static void too_much_is_refused_at_once(void **state)
{
    (void)state;
    size_t size = TEXT_LIMIT + 1;
    char *bytes = malloc(size);
    assert_non_null(bytes);
    memset(bytes, 'a', size);
    dm_source source = {.bytes = {bytes, size}};
    dm_document d;
    dm_error err = {0};
    assert_int_equal(document_read(&source, &d, &err), DM_EINPUT);
    assert_non_null(strstr(err.message, "64 MiB"));
    document_free(&d);
    free(bytes);
}

/* ---- dates ---- */

typedef struct {
    const char *name, *iso;
    bool line; /* nothing but the date */
} date_case;

static const date_case date_cases[] = {
    {"2025-05-20T16:03:00+05:30", "2025-05-20", true},
    {"Updated: May 20, 2025 16:03 IST", "2025-05-20", true},
    {"20 May 2025", "2025-05-20", true},
    {"Wednesday, November 7, 2007", "2007-11-07", true},
    {"Published on 3rd of Sept. 2021", "", false},
    {"3rd Sept. 2021", "2021-09-03", true},
    {"Sept 3rd, 2021, 4.30 p.m.", "2021-09-03", true},
    {"31/12/2024", "2024-12-31", true},
    {"12/31/2024", "2024-12-31", true},
    {"2024/12/31", "2024-12-31", true},
    {"03/04/2024", "", false}, /* which is the month? */
    {"31.02.2024 or so", "", false},
    {"In May 2024 the war", "", false},
    {"He came on May 3, 2020 to Lerna", "2020-05-03", false},
    {"May 3, 2020: war", "2020-05-03", false},
    {"the Mayor, 20, in 2025", "", false},
    {"call 555 20 2025", "", false},
};

static void date_case_holds(void **state)
{
    const date_case *c = *state;
    text_date d;
    assert_int_equal(date_find(str_z(c->name), &d), c->iso[0] != '\0');
    assert_string_equal(d.iso, c->iso);
    assert_int_equal(date_is_line(str_z(c->name), &d), c->line);
}

/* ---- furniture ---- */

typedef struct {
    const char *name;
    line_sort sort;
} line_case;

static const line_case line_cases[] = {
    {"Open in App", LINE_NOISE},
    {"Share Tweet WhatsApp", LINE_NOISE},
    {"12 Comments", LINE_NOISE},
    {"5 min read", LINE_NOISE},
    {"Also Read | Port of Lerna closes its eastern pier", LINE_NOISE},
    {"Read more: why the pier was closed", LINE_NOISE},
    {"Disclaimer: This text came from an agency and nobody here has looked at it.", LINE_NOISE},
    {"\u00a9 2030 The Lantern Post", LINE_NOISE},
    {"Copyright 2030 Lantern Media. All rights reserved.", LINE_NOISE},
    {"Home > World > North", LINE_NOISE},
    {"https://lantern.example/lerna", LINE_NOISE},
    {"(Reuters)", LINE_NOISE},
    {"-- AFP", LINE_NOISE},
    {"* * *", LINE_NOISE},
    {"Related Stories", LINE_RELATED},
    {"You may also like:", LINE_RELATED},
    {"By Petra Lindgren", LINE_BYLINE},
    {"By Petra Lindgren and Jon Roe, Lerna", LINE_BYLINE},
    {"By IANS | Updated: May 20, 2025 16:03 IST", LINE_BYLINE},
    {"Friday, June 2, 2030", LINE_DATE},
    {"By the sea they sat and waited.", LINE_PLAIN},
    {"By Monday Brandt had left.", LINE_PLAIN},
    {"Share prices fall in Lerna", LINE_PLAIN},
    {"Home prices rise again", LINE_PLAIN},
    {"Reuters sues the Port of Lerna", LINE_PLAIN},
    {"Disclaimers do not help, says judge", LINE_NOISE},
    {"Three ferry owners sued the Port of Lerna on Friday over a new toll.", LINE_BODY},
};

static void line_case_holds(void **state)
{
    const line_case *c = *state;
    assert_int_equal(line_classify(str_z(c->name)), c->sort);
}

typedef struct {
    const char *name, *kept;
} credit_case;

static const credit_case credit_cases[] = {
    {"The case goes on. pl/jr (AFP, dpa)", "The case goes on. "},
    {"The case goes on. (Reuters)", "The case goes on. "},
    {"The case goes on. - Bernama", "The case goes on. "},
    {"The case goes on. Author: P. Lindgren Editor: Jon Roe", "The case goes on. "},
    {"The case goes on. (Reporting by Petra Lindgren)", "The case goes on. "},
    {"Brandt on the pier. Image: Lena Moss.", "Brandt on the pier. "},
    {"The case goes on (AFP reported).", "The case goes on (AFP reported)."},
    {"He works for the agency (AFP)", "He works for the agency (AFP)"},
    {"The harbour guard (HG)", "The harbour guard (HG)"},
    {"She left in May. (She came back.)", "She left in May. (She came back.)"},
};

static void credit_case_holds(void **state)
{
    const credit_case *c = *state;
    dm_str line = str_z(c->name);
    dm_str kept = str_slice(line, 0, line_credit(line));
    assert_int_equal(kept.len, strlen(c->kept));
    assert_memory_equal(kept.ptr, c->kept, kept.len);
}

static const char *const copied_page =
    "World\n"
    "Subscribe\n"
    "\n"
    "Toll quarrel in Lerna: will the ferries stop?\n"
    "\n"
    "By Petra Lindgren | Updated: June 2, 2030 10:20 CET\n"
    "\n"
    "LERNA: Three ferry owners sued the Port of Lerna on Friday over a ...\n"
    "\n"
    "Open in App\n"
    "\n"
    "LERNA: Three ferry owners sued the Port of Lerna on Friday over a toll that doubles the "
    "price of a berth.\n"
    "\n"
    "Also read: Lighthouse keeper Tomas Vik retires\n"
    "\n"
    "A long quarrel\n"
    "\n"
    "Captain Olga Brandt and director Nils Aker have quarrelled since the eastern pier closed. "
    "pl/jr (AFP)\n"
    "\n"
    "Related Stories\n"
    "\n"
    "Queen Astrid opens a bridge in Saltmouth\n"
    "\n"
    "Rovers buy a keeper\n";

static char *kept_text(const dm_document *d)
{
    dm_buf b = {0};
    for (uint32_t i = 0; i < d->sentence_count; i++) {
        const dm_sentence *s = &d->sentences[i];
        buf_add(&b, str_slice(d->text, s->begin, s->stop));
        buf_byte(&b, '\n');
    }
    return b.ptr;
}

static void a_copied_page_keeps_its_article(void **state)
{
    (void)state;
    dm_source source = {.bytes = str_z(copied_page)};
    dm_document d;
    assert_int_equal(document_read(&source, &d, NULL), DM_OK);
    assert_string_equal(d.title.ptr, "Toll quarrel in Lerna: will the ferries stop?");
    assert_string_equal(d.date.ptr, "2030-06-02");
    assert_string_equal(d.author.ptr, "Petra Lindgren");
    assert_true(str_eq(d.text, str_z(copied_page)));
    char *kept = kept_text(&d);
    assert_string_equal(
        kept,
        "Toll quarrel in Lerna: will the ferries stop?\n"
        "LERNA: Three ferry owners sued the Port of Lerna on Friday over a toll that "
        "doubles the price of a berth.\n"
        "A long quarrel\n"
        "Captain Olga Brandt and director Nils Aker have quarrelled since the eastern pier "
        "closed.\n");
    free(kept);
    document_free(&d);
    source.keep_furniture = true;
    assert_int_equal(document_read(&source, &d, NULL), DM_OK);
    assert_int_equal(d.dropped_count, 0);
    document_free(&d);
}

static void what_the_caller_knows_wins(void **state)
{
    (void)state;
    dm_source source = {.bytes = str_z(copied_page),
                        .id = STR("a1"),
                        .title = STR("Tolls"),
                        .date = STR("2030-01-01")};
    dm_document d;
    assert_int_equal(document_read(&source, &d, NULL), DM_OK);
    assert_string_equal(d.id.ptr, "a1");
    assert_string_equal(d.title.ptr, "Tolls");
    assert_string_equal(d.date.ptr, "2030-01-01");
    document_free(&d);
}

static void plain_lists_and_single_lines_are_kept(void **state)
{
    (void)state;
    static const char *const texts[] = {"Share", "Bread\nSalt\nMilk", "Home"};
    for (size_t i = 0; i < TEST_LEN(texts); i++) {
        dm_source source = {.bytes = str_z(texts[i])};
        dm_document d;
        assert_int_equal(document_read(&source, &d, NULL), DM_OK);
        assert_int_equal(d.dropped_count, 0);
        assert_true(d.token_count > 0);
        document_free(&d);
    }
}

/* ---- HTML ---- */

static dm_document read_page(size_t limit, dm_error *err, dm_status *status)
{
    dm_buf page = {0};
    assert_int_equal(file_read(DM_TEST_DATA "/text/page.html", 0, &page, NULL), DM_OK);
    dm_source source = {.bytes = str_slice(buf_str(&page), 0, limit)};
    dm_document d;
    *status = document_read(&source, &d, err);
    buf_free(&page);
    return d;
}

static void a_page_gives_its_article(void **state)
{
    (void)state;
    dm_status status;
    dm_document d = read_page(SIZE_MAX, NULL, &status);
    assert_int_equal(status, DM_OK);
    assert_string_equal(d.title.ptr, "Ferry owners sue Port of Lerna over new toll");
    assert_string_equal(d.date.ptr, "2030-06-02");
    assert_string_equal(d.author.ptr, "Petra Lindgren");
    assert_string_equal(d.source.ptr, "The Lantern Post");
    assert_string_equal(d.language.ptr, "en");
    assert_string_equal(d.url.ptr, "https://www.lantern.example/lerna-toll");
    assert_string_equal(
        d.text.ptr,
        "Ferry owners sue Port of Lerna over new toll\n\n"
        "Three ferry owners sued the Port of Lerna on Friday over a toll that doubles the "
        "price "
        "of a berth. \"It is robbery,\" said Captain Olga Brandt of Blue Line.\n\n"
        "The port\u2019s director, Nils Aker, denied that.\n\n"
        "He met Brandt in Lerna on Saturday.\n\n"
        "A long quarrel\n\n"
        "Brandt and Aker have quarrelled since 2021, when the port closed the eastern pier.\n\n"
        "The court in Saltmouth will hear the case in July.");
    assert_int_equal(d.sentences[0].role, SENTENCE_HEADLINE);
    assert_int_equal(d.sentences[1].role, SENTENCE_BODY);
    document_free(&d);
}

static void a_page_cut_anywhere_is_read_or_refused(void **state)
{
    (void)state;
    for (size_t limit = 1; limit < 3800; limit += 61) {
        dm_error err = {0};
        dm_status status;
        dm_document d = read_page(limit, &err, &status);
        assert_true(status == DM_OK || (status == DM_EINPUT && err.message[0]));
        if (limit > 2200) {
            assert_int_equal(status, DM_OK);
            assert_true(d.sentence_count >= 3);
        }
        document_free(&d);
    }
}

typedef struct {
    const char *name, *page, *text;
} page_case;

static const page_case page_cases[] = {
    {"no head", "<p>Rain fell.</p><p>Snow fell.</p>", "Rain fell.\n\nSnow fell."},
    {"blocks without paragraphs", "<html><body><div>Rain fell.<br><br>Snow fell.</div></body>",
     "Rain fell.\n\nSnow fell."},
    {"title with the site's name",
     "<html><head><title>Rain in Lerna | Post</title></head><body><p>Rain fell.</p>",
     "Rain in Lerna\n\nRain fell."},
    {"broken nesting", "<html><body><p>Rain <b>fell<p>Snow</b> fell.</div></table>",
     "Rain fell\n\nSnow fell."},
    {"comments and scripts", "<html><body><!-- no --><script>if (a < b) x()</script><p>Rain.",
     "Rain."},
    {"entities", "<html><body><p>Brandt &amp; Sons &mdash; &eacute;t&eacute; &#8364;5</p>",
     "Brandt & Sons \u2014 \u00e9t\u00e9 \u20ac5"},
    {"a Latin-1 page", "<html><head><meta charset=iso-8859-1></head><body><p>Malm\xF6 \x96 5",
     "Malm\u00f6 \u2013 5"},
    {"a Cyrillic page",
     "<html><head><meta charset=\"windows-1251\"></head><body><p>\xCC\xEE\xF1\xEA\xE2\xE0",
     "\u041c\u043e\u0441\u043a\u0432\u0430"},
    {"a heading without text after it", "<html><body><p>Rain fell.</p><h3>Our picks</h3>",
     "Rain fell."},
    {"a link inside a sentence",
     "<html><body><p>The <a href=x>Port of Lerna</a> paid them all.",
     "The Port of Lerna paid them all."},
    {"hidden text",
     "<html><body><p>Rain fell.</p><div style=\"display:none\"><p>Ghost.</p></div>",
     "Rain fell."},
};

static void page_case_holds(void **state)
{
    const page_case *c = *state;
    dm_source source = {.bytes = str_z(c->page)};
    dm_document d;
    dm_error err = {0};
    if (document_read(&source, &d, &err) != DM_OK)
        fail_msg("%s", err.message);
    assert_string_equal(d.text.ptr, c->text);
    document_free(&d);
}

static void a_page_without_text_is_an_error(void **state)
{
    (void)state;
    dm_source source = {.bytes = STR("<html><body><script>x()</script></body></html>")};
    dm_document d;
    dm_error err = {0};
    assert_int_equal(document_read(&source, &d, &err), DM_EINPUT);
    assert_non_null(strstr(err.message, "HTML"));
    document_free(&d);
}

/* ---- ready tokens ---- */

static const char *const conllu = "# newdoc id = pier\n"
                                  "1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n"
                                  "1\tdo\t_\t_\t_\t_\t_\t_\t_\t_\n"
                                  "2\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n"
                                  "3\tgo\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
                                  "3.1\tghost\t_\t_\t_\t_\t_\t_\t_\t_\n"
                                  "4\t.\t_\t_\t_\t_\t_\t_\t_\t_\n"
                                  "\n"
                                  "1\tRain\t_\t_\t_\t_\t_\t_\t_\t_\n";

static void conllu_gives_its_tokens(void **state)
{
    (void)state;
    dm_document d;
    assert_int_equal(document_from_conllu(str_z(conllu), &d, NULL), DM_OK);
    assert_string_equal(d.text.ptr, "don't go. Rain");
    assert_string_equal(d.id.ptr, "pier");
    assert_int_equal(d.token_count, 5);
    assert_int_equal(d.sentence_count, 2);
    assert_true(str_eq(token_str(&d, 1), STR("n't")));
    assert_int_equal(d.sentences[1].first, 4);
    document_free(&d);
    dm_error err = {0};
    assert_int_equal(document_from_conllu(STR("1\tRain\t_\n\nnonsense\n"), &d, &err),
                     DM_EINPUT);
    assert_non_null(strstr(err.message, "line 3"));
    document_free(&d);
}

static void ready_tokens_are_joined(void **state)
{
    (void)state;
    const dm_str forms[] = {STR("Ann"), STR("'s"), STR("boat"), STR("It"), STR("rains")};
    const bool spaces[] = {false, true, true, true, true};
    const uint32_t ends[] = {3, 5};
    dm_document d;
    document_from_tokens(forms, spaces, 5, ends, 2, &d);
    assert_string_equal(d.text.ptr, "Ann's boat It rains");
    assert_int_equal(d.sentences[1].begin, 11);
    assert_int_equal(d.tokens[4].sentence, 1);
    document_free(&d);
}

static void lines_are_sentences(void **state)
{
    (void)state;
    dm_source source = {.bytes = STR("Rain fell in Lerna\nBrandt left\n\nBy Ann Roe\n"),
                        .form = INPUT_LINES};
    dm_document d;
    assert_int_equal(document_read(&source, &d, NULL), DM_OK);
    assert_int_equal(d.sentence_count, 3);
    assert_int_equal(d.dropped_count, 0);
    document_free(&d);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    struct CMUnitTest tests[TEST_LEN(decode_cases) + TEST_LEN(date_cases) +
                            TEST_LEN(line_cases) + TEST_LEN(credit_cases) +
                            TEST_LEN(page_cases) + 12];
    size_t n = 0;
    TEST_CASES(tests, n, decode_cases, decode_case_holds);
    TEST_CASES(tests, n, date_cases, date_case_holds);
    TEST_CASES(tests, n, line_cases, line_case_holds);
    TEST_CASES(tests, n, credit_cases, credit_case_holds);
    TEST_CASES(tests, n, page_cases, page_case_holds);
    TEST_ONE(tests, n, too_much_is_refused_at_once);
    TEST_ONE(tests, n, a_copied_page_keeps_its_article);
    TEST_ONE(tests, n, what_the_caller_knows_wins);
    TEST_ONE(tests, n, plain_lists_and_single_lines_are_kept);
    TEST_ONE(tests, n, a_page_gives_its_article);
    TEST_ONE(tests, n, a_page_cut_anywhere_is_read_or_refused);
    TEST_ONE(tests, n, a_page_without_text_is_an_error);
    TEST_ONE(tests, n, conllu_gives_its_tokens);
    TEST_ONE(tests, n, ready_tokens_are_joined);
    TEST_ONE(tests, n, lines_are_sentences);
    return _cmocka_run_group_tests("text", tests, n, NULL, NULL);
}
