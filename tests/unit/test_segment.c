/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens and sentences, and what must hold of every document whatever the bytes. */
#include "test.h"

#include "base/utf8.h"
#include "text/document.h"

#include <stdlib.h>
#include <time.h>

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
     "Take these : | 1 . Bread . | 2 . Salt ."},
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

/* What news is made of: the same notation. */
static const segment_case news_cases[] = {
    {"two ranks", "Lt. Gen. Oskar Brandt and Sgt. Maj. Lia Roe spoke.",
     "Lt. Gen. Oskar Brandt and Sgt. Maj. Lia Roe spoke ."},
    {"senator", "He met Sen. Ann Roe and Rep. Bo Lund in May. They agreed.",
     "He met Sen. Ann Roe and Rep. Bo Lund in May . | They agreed ."},
    {"detective", "The money was found, Det. Carl Holm said.",
     "The money was found , Det. Carl Holm said ."},
    {"number five", "It was No. 5 on the list. Nobody knew.",
     "It was No. 5 on the list . | Nobody knew ."},
    {"saint in a place", "Trains to St. Petersburg were late. Buses ran.",
     "Trains to St. Petersburg were late . | Buses ran ."},
    {"American president", "The U.S. President left the U.N. Headquarters.",
     "The U.S. President left the U.N. Headquarters ."},
    {"acronym then pronoun", "She lived in the U.S. He did not.",
     "She lived in the U.S. | He did not ."},
    {"initials", "J. R. Holm and George W. Brandt met. Mr. Holm won.",
     "J. R. Holm and George W. Brandt met . | Mr. Holm won ."},
    {"initials without blanks", "The judge, A.B. Lindqvist, agreed.",
     "The judge , A.B. Lindqvist , agreed ."},
    {"initial never ends a name", "The bells were cast by Peter A. Lund.",
     "The bells were cast by Peter A. Lund ."},
    {"quotation ends a sentence", "\u201cWe are done.\u201d The hall fell silent.",
     "\u201c We are done . \u201d | The hall fell silent ."},
    {"straight quotation", "\"We are done.\" The hall fell silent.",
     "\" We are done . \" | The hall fell silent ."},
    {"quotation goes on", "\u201cWe are done,\u201d he said, \u201cfor now.\u201d",
     "\u201c We are done , \u201d he said , \u201c for now . \u201d"},
    {"question in curly quotes", "\u201cWho pays?\u201d asked Ann Roe.",
     "\u201c Who pays ? \u201d asked Ann Roe ."},
    {"single curly quotes", "He called it \u2018a start\u2019. Few did.",
     "He called it \u2018 a start \u2019 . | Few did ."},
    {"quotation inside", "She said: \u201cHe told me \u2018no\u2019.\u201d",
     "She said : \u201c He told me \u2018 no \u2019 . \u201d"},
    {"dateline with agency", "ISLAMABAD, May 20 (Agency) -- The talks failed. Both left.",
     "ISLAMABAD , May 20 ( Agency ) -- The talks failed . | Both left ."},
    {"dateline with dash", "PARIS (Agency) \u2014 The strike ended on Monday.",
     "PARIS ( Agency ) \u2014 The strike ended on Monday ."},
    {"dateline of two words", "NEW DELHI: The minister resigned on Friday.",
     "NEW DELHI : The minister resigned on Friday ."},
    {"headline alone", "Minister Quits Over Harbour Deal\n\nThe minister quit.",
     "Minister Quits Over Harbour Deal ~ The minister quit ."},
    {"headline in small letters", "Minister quits as Lund wins\nThe minister quit.",
     "Minister quits as Lund wins ~ The minister quit ."},
    {"headline with colon", "Oslo: Minister Quits, Lund Named",
     "Oslo : Minister Quits , Lund Named"},
    {"headline that asks", "Who Will Lead?\nNobody knows.", "Who Will Lead ? ~ Nobody knows ."},
    {"capitals", "PRIME MINISTER HOLM VISITS NEW DELHI\nHe came on Monday.",
     "PRIME MINISTER HOLM VISITS NEW DELHI ~ He came on Monday ."},
    {"byline", "By Ann Roe and Bo Lund\nThe harbour froze.",
     "By Ann Roe and Bo Lund ~ The harbour froze ."},
    {"read more", "The harbour froze.\nRead more: Ice in the north\nShips wait.",
     "The harbour froze . ~ Read more : Ice in the north ~ Ships wait ."},
    {"bullets", "\u2022 Bread\n\u2022 Salt and oil\n\u2022 Fish",
     "\u2022 Bread ~ \u2022 Salt and oil ~ \u2022 Fish"},
    {"hyphens as bullets", "- Bread\n- Salt", "- Bread ~ - Salt"},
    {"numbered in brackets", "Bring (1) bread and (2) salt.",
     "Bring ( 1 ) bread and ( 2 ) salt ."},
    {"lettered list", "a. Bread\nb. Salt", "a. Bread ~ b. Salt"},
    {"decimals", "Prices rose 3.5 per cent to $1.25. Wages fell 0.7.",
     "Prices rose 3.5 per cent to $ 1.25 . | Wages fell 0.7 ."},
    {"section number", "Section 4.2.1 was cut.", "Section 4.2.1 was cut ."},
    {"afternoon", "It began at 5 p.m. on Monday.", "It began at 5 p.m. on Monday ."},
    {"afternoon, glued", "It began at 5p.m. in Oslo.", "It began at 5 p.m. in Oslo ."},
    {"afternoon at the end", "They met at 5 p.m. The talks were short.",
     "They met at 5 p.m. | The talks were short ."},
    {"clock", "At 19:30 GMT, i.e. at 7:30pm, it rained.",
     "At 19:30 GMT , i.e. at 7:30 pm , it rained ."},
    {"ellipsis goes on", "He was \u2026 not sure.", "He was \u2026 not sure ."},
    {"ellipsis ends", "He was not sure \u2026 She was.", "He was not sure \u2026 | She was ."},
    {"words left out", "\u201cWe [\u2026] agree.\u201d", "\u201c We [ \u2026 ] agree . \u201d"},
    {"Korean names are cut", "Kim Won-soon met Park Jong-un.",
     "Kim Won - soon met Park Jong - un ."},
    {"Arabic names are cut", "Muqtada al-Sadr and Abd al-Rahman spoke.",
     "Muqtada al - Sadr and Abd al - Rahman spoke ."},
    {"Chinese names are cut", "Lau Siu-lai was elected.", "Lau Siu - lai was elected ."},
    {"no-break spaces", "Mr.\u00a0Holm paid \u20ac\u00a030\u00a0million.",
     "Mr. Holm paid \u20ac 30 million ."},
    {"curly possessive", "Norway\u2019s ministers\u2019 cars",
     "Norway \u2019s ministers \u2019 cars"},
    {"mail that quotes", "> He agreed.\n> She did not.\nWe heard.",
     "> He agreed . ~ > She did not . ~ We heard ."},
    {"company abbreviations", "Brandt Corp. and Lund Ltd. of Oslo merged.",
     "Brandt Corp. and Lund Ltd. of Oslo merged ."},
    {"company asks", "Who owns Lund Inc.? Nobody does.",
     "Who owns Lund Inc. ? | Nobody does ."},
    {"father and son", "Carl Brandt Jr. ran again. Bo Lund Sr. did not.",
     "Carl Brandt Jr. ran again . | Bo Lund Sr. did not ."},
    {"one against another", "Oslo vs. Bergen ended 2-1. Fans sang.",
     "Oslo vs. Bergen ended 2 - 1 . | Fans sang ."},
    {"month and day", "It opened on Jan. 5, 2021. Few came on Feb. 6.",
     "It opened on Jan. 5 , 2021 . | Few came on Feb. 6 ."},
    {"year ends a sentence", "It opened in 2021. Few came.",
     "It opened in 2021 . | Few came ."},
    {"name begins after a year", "He left in 1999. Holm stayed.",
     "He left in 1999 . | Holm stayed ."},
    {"exclamation", "Out! The crowd chanted.", "Out ! | The crowd chanted ."},
    {"stops run", "Really?! Yes!!! Go.", "Really ?! | Yes !!! | Go ."},
    {"semicolon goes on", "He won; she lost.", "He won ; she lost ."},
    {"dash goes on", "The bill \u2013 his first \u2013 passed.",
     "The bill \u2013 his first \u2013 passed ."},
    {"age and party", "Ann Roe (D-Calif.), 47, won.", "Ann Roe ( D - Calif. ) , 47 , won ."},
    {"bracket within", "The Guard (est. 1979) denied it.",
     "The Guard ( est. 1979 ) denied it ."},
    {"money in millions", "A $3.5m deal and a \u00a32bn loan",
     "A $ 3.5 m deal and a \u00a3 2 bn loan"},
    {"generation", "5G masts near 10km of coast", "5G masts near 10 km of coast"},
    {"decades", "In the 1980's and the 70's it froze.",
     "In the 1980's and the 70's it froze ."},
    {"typed contractions", "Its a start and your not late.",
     "It s a start and you r not late ."},
    {"possessive its", "It lost its leader and your vote.",
     "It lost its leader and your vote ."},
    {"not apostrophes", "It 's late", "It 's late"},
    {"handles", "@ann_roe wrote #harbour on example.com/news.",
     "@ann_roe wrote #harbour on example.com/news ."},
    {"file", "See plan_7.doc now.", "See plan_7.doc now ."},
    {"blank lines inside", "He came.\n\n\n\nShe left.", "He came . ~ She left ."},
    {"no blank after a stop", "He came.She left.", "He came . | She left ."},
    {"lower case after an abbreviation", "The govt. of Oslo fell.", "The govt. of Oslo fell ."},
    {"letters of a country", "The USSR. It fell.", "The USSR . | It fell ."},
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

/* A megabyte of nothing but one trick takes no longer than a megabyte of text may. */
static void hostile_text_is_linear(void **state)
{
    (void)state;
    static const char *const patterns[] = {
        "1-", "a.",   "a'",      "((",  "...", "x@",   "\"", "- ",  "a/",    "\n",    ".\"",
        ". ", ".\",", "\u201d.", "[1]", ":) ", "w/a ", "-=", "A. ", "U.S. ", "its a "};
    for (size_t p = 0; p < TEST_LEN(patterns); p++) {
        dm_buf b = {0};
        buf_add(&b, STR("Now "));
        while (b.len < 1000000)
            buf_add(&b, str_z(patterns[p]));
        const clock_t from = clock();
        dm_document d = read(b.ptr);
        assert_true((double)(clock() - from) / CLOCKS_PER_SEC < 10);
        assert_true(d.token_count > 0);
        document_free(&d);
        buf_free(&b);
    }
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    struct CMUnitTest tests[TEST_LEN(cases) + TEST_LEN(news_cases) + 6];
    size_t n = 0;
    TEST_CASES(tests, n, cases, segment_case_holds);
    TEST_CASES(tests, n, news_cases, segment_case_holds);
    TEST_ONE(tests, n, headings_are_headlines);
    TEST_ONE(tests, n, offsets_in_both_units);
    TEST_ONE(tests, n, nothing_but_space_is_outside_tokens);
    TEST_ONE(tests, n, any_bytes_give_ordered_offsets);
    TEST_ONE(tests, n, hostile_text_is_linear);
    return _cmocka_run_group_tests("segment", tests, n, NULL, NULL);
}
