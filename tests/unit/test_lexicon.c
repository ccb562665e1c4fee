/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lexicon/lexicon.h"

#include "base/file.h"
#include "test.h"

#include <stdlib.h>

static dm_lexicon *lex;
static dm_arena arena;

static dm_str key(const char *name)
{
    return lexicon_key(&arena, str_z(name));
}

/* ---- facts: "list country kind/subkind office main name" of the first fact ---- */

static const char *const lists[LIST_COUNT] = {
    "country",    "capital",      "demonym",     "city",    "region", "feature",
    "airport",    "politician",   "party",       "company", "media",  "sport",
    "university", "organisation", "armed group", "famous",  "event",  "group"};

static dm_str told(dm_fact f)
{
    const char *subkind = f.subkind < SUBKIND_COUNT ? subkind_table[f.subkind].name : "-";
    dm_str name = lexicon_row_name(lex, &arena, f.row);
    return str_fmt(&arena, "%s %s %s/%s %s %.*s", lists[f.list],
                   f.country[0] ? f.country : "--", kind_table[f.kind].name, subkind,
                   office_name((dm_office)f.office), STR_ARG(name));
}

typedef struct {
    const char *name, *wanted;
} fact_case;

static const fact_case fact_cases[] = {
    {"Pakistan", "country PK country/- none Pakistan"},
    {"Islamic Republic of Pakistan", "country PK country/- none Pakistan"},
    {"Islamabad", "capital PK place/city none Islamabad"},
    {"Pakistani", "demonym PK group/- none Pakistani"},
    {"the Pakistanis", "demonym PK group/- none Pakistani"},
    {"Moscow", "capital RU place/city none Moscow"},
    {"Kiev", "capital UA place/city none Kyiv"},
    {"Lahore", "city PK place/city none Lahore"},
    {"Lahore's", "city PK place/city none Lahore"},
    {"U.S.", "country US country/- none United States"},
    {"US", "country US country/- none United States"},
    {"the United States of America", "country US country/- none United States"},
    {"UK", "country GB country/- none United Kingdom"},
    {"UAE", "country AE country/- none United Arab Emirates"},
    {"Türkiye", "country TR country/- none Turkey"},
    {"Cote d'Ivoire", "country CI country/- none Ivory Coast"},
    {"Dutch", "demonym NL group/- none Dutch"},
    {"Poles", "demonym PL group/- none Polish"},
    {"Calif.", "region US place/region none California"},
    {"EU", "organisation -- organisation/international none European Union"},
    {"North Atlantic Treaty Organization",
     "organisation -- organisation/international none NATO"},
    {"Bundestag", "organisation DE organisation/legislature none Bundestag"},
    {"WHO", "organisation -- organisation/international none World Health Organization"},
    {"Israeli army", "organisation IL organisation/military none Israel Defense Forces"},
    {"Angela Merkel", "politician DE person/- head_of_government Angela Merkel"},
    {"Recep Tayyip Erdogan", "politician TR person/- head_of_state Recep Tayyip Erdoğan"},
    {"Gulf of Aden", "feature -- place/natural none Gulf of Aden"},
};

static void first_fact_is(void **state)
{
    const fact_case *c = *state;
    dm_fact f;
    assert_true(lexicon_find_name(lex, str_z(c->name), &f, 1) > 0);
    assert_string_equal(told(f).ptr, c->wanted);
}

/* ---- names that are words ---- */

static void words_are_no_names(void **state)
{
    (void)state;
    static const char *const words[] = {"us",   "Us",  "who",  "it", "is",    "of",
                                        "time", "the", "said", "",   "people"};
    dm_fact f;
    for (size_t i = 0; i < TEST_LEN(words); i++) {
        if (lexicon_find_name(lex, str_z(words[i]), &f, 1))
            fail_msg("'%s' is %s", words[i], told(f).ptr);
    }
}

static void an_acronym_is_marked(void **state)
{
    (void)state;
    dm_fact f;
    assert_true(lexicon_find_name(lex, STR("U.N."), &f, 1) > 0);
    assert_true(f.acronym);
    assert_false(f.full);
    assert_true(lexicon_find_name(lex, STR("United Nations"), &f, 1) > 0);
    assert_false(f.acronym);
    assert_true(f.full);
    assert_true(lexicon_find_name(lex, STR("Georgia"), &f, 1) > 1);
    assert_true(f.ambiguous);
    assert_true(lexicon_find_name(lex, STR("Islamabad"), &f, 1) > 0);
    assert_false(f.ambiguous);
}

static void the_largest_city_comes_first(void **state)
{
    (void)state;
    dm_fact f[8];
    uint32_t n = lexicon_find_name(lex, STR("Birmingham"), f, 8);
    assert_true(n > 1);
    assert_string_equal(f[0].country, "GB");
    for (uint32_t i = 1; i < n && i < 8; i++) {
        if (f[i].list == LIST_CITY)
            assert_true(f[i].size <= f[0].size);
    }
}

static const fact_case key_cases[] = {
    {"The Hague", "hague"},
    {"Al-Qaeda", "al qaeda"},
    {"the People’s Republic", "peoples republic"},
    {"Obama's", "obama"},
    {"J. K. Rowling", "jk rowling"},
    {"Søren Ørsted", "soren orsted"},
    {"AT&T", "at&t"},
    {"Marks & Spencer", "marks and spencer"},
    {"  New   York ", "new york"},
    {"U.S. Army", "us army"},
    {"US", "US"},
    {"u.s.", "US"},
    {"us", "us"},
    {"NATO", "nato"},
    {"Booking.com", "booking.com"},
    {"", ""},
    {"'s", ""},
};

static void key_is(void **state)
{
    const fact_case *c = *state;
    assert_string_equal(str_dup(&arena, key(c->name)).ptr, c->wanted);
}

/* ---- countries and offices ---- */

static void countries_are_told(void **state)
{
    (void)state;
    assert_true(str_eq(lexicon_country_name(lex, "PK"), STR("Pakistan")));
    assert_true(str_eq(lexicon_capital(lex, "PK"), STR("Islamabad")));
    assert_true(str_eq(lexicon_demonym(lex, "PK"), STR("Pakistani")));
    assert_true(str_eq(lexicon_demonym(lex, "GB"), STR("British")));
    assert_true(str_eq(lexicon_country_name(lex, "CZ"), STR("Czech Republic")));
    assert_int_equal(lexicon_country_name(lex, "QQ").len, 0);
    assert_int_equal(lexicon_country_name(lex, (const char[3]){0}).len, 0);
}

static const struct {
    const char *name;
    dm_office office;
    const char *country, *date, *holders;
} holder_cases[] = {
    {"president in 2015", OFFICE_head_of_state, "US", "2015-06-01", "Barack Obama|"},
    {"president at present", OFFICE_head_of_state, "US", "2025-06", "Donald Trump|"},
    {"chancellor by year", OFFICE_head_of_government, "DE", "2010", "Angela Merkel|"},
    {"year of a change", OFFICE_head_of_government, "DE", "2021", "Olaf Scholz|Angela Merkel|"},
    {"prime minister", OFFICE_head_of_government, "IN", "2012-01-01", "Manmohan Singh|"},
    {"no such office", OFFICE_head_of_state, "QQ", "2012-01-01", ""},
    {"no date", OFFICE_head_of_state, "US", "some day", ""},
};

static void holders_are(void **state)
{
    size_t i =
        (size_t)((const char *)*state - (const char *)holder_cases) / sizeof *holder_cases;
    uint32_t rows[8], n = lexicon_holders(lex, holder_cases[i].office, holder_cases[i].country,
                                          str_z(holder_cases[i].date), rows, 8);
    dm_buf text = {0};
    buf_add(&text, STR(""));
    for (uint32_t k = 0; k < n; k++) {
        buf_add(&text, lexicon_row_name(lex, &arena, rows[k]));
        buf_byte(&text, '|');
    }
    assert_string_equal(text.ptr, holder_cases[i].holders);
    buf_free(&text);
}

/* ---- words ---- */

static void first_names_have_a_gender(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        char gender;
    } rows[] = {{"John", 'm'},     {"Mary", 'f'},        {"Angela", 'f'},
                {"Mohammed", 'm'}, {"Kim", 'n'},         {"Asif", 'm'},
                {"Fatima", 'f'},   {"Jean-Pierre", 'm'}, {"Xyzzyq", '\0'}};
    for (size_t i = 0; i < TEST_LEN(rows); i++) {
        char have = lexicon_first_name(lex, key(rows[i].name));
        bool good = have == rows[i].gender ||
                    (rows[i].gender == 'm' && have == 'n' && strchr(rows[i].name, '-'));
        if (!good)
            fail_msg("%s is '%c'", rows[i].name, have);
    }
    assert_true(lexicon_surname(lex, key("Johnson")));
    assert_false(lexicon_surname(lex, key("Xyzzyq")));
}

static void titles_have_a_class(void **state)
{
    (void)state;
    assert_int_equal(lexicon_title(lex, key("Prime Minister")), OFFICE_head_of_government);
    assert_int_equal(lexicon_title(lex, key("president")), OFFICE_head_of_state);
    assert_int_equal(lexicon_title(lex, key("Foreign Minister")), OFFICE_minister);
    assert_int_equal(lexicon_title(lex, key("Gen.")), OFFICE_military);
    assert_int_equal(lexicon_title(lex, key("Sen.")), OFFICE_legislator);
    assert_int_equal(lexicon_title(lex, key("vice-president")), OFFICE_deputy_head);
    assert_int_equal(lexicon_title(lex, key("spokeswoman")), OFFICE_spokesperson);
    assert_int_equal(lexicon_title(lex, key("table")), OFFICE_none);
}

static void agents_stand_for_actors(void **state)
{
    (void)state;
    dm_agent_word w = lexicon_agent(lex, key("troops"));
    assert_int_equal(w.kind, KIND_organisation);
    assert_int_equal(w.subkind, SUBKIND_military);
    assert_true(w.plural);
    w = lexicon_agent(lex, key("rebels"));
    assert_int_equal(w.subkind, SUBKIND_militant);
    w = lexicon_agent(lex, key("spokeswoman"));
    assert_int_equal(w.kind, KIND_person);
    assert_int_equal(w.gender, 'f');
    assert_false(w.plural);
    w = lexicon_agent(lex, key("policemen"));
    assert_int_equal(w.gender, 'm');
    assert_true(w.plural);
    w = lexicon_agent(lex, key("parliament"));
    assert_int_equal(w.subkind, SUBKIND_legislature);
    w = lexicon_agent(lex, key("quickly"));
    assert_int_equal(w.kind, KIND_COUNT);
}

static const struct {
    const char *name;
    bool noun;
    dm_rel rel; /* REL_NONE: known to carry no class, or not known */
} verb_cases[] = {
    {"accuse", false, REL_accuse},
    {"meet", false, REL_consult},
    {"visit", false, REL_consult},
    {"say", false, REL_state},
    {"ask", false, REL_request},
    {"urge", false, REL_request},
    {"deny", false, REL_reject},
    {"kill", false, REL_assault},
    {"arrest", false, REL_coerce},
    {"sign", false, REL_agree},
    {"buy", false, REL_cooperate},
    {"sell", false, REL_cooperate},
    {"invest", false, REL_cooperate},
    {"win", false, REL_NONE},
    {"deploy", false, REL_mobilize},
    {"rule out", false, REL_reject},
    {"pull out", false, REL_retreat},
    {"call for", false, REL_request},
    {"threaten", false, REL_threaten},
    {"protest", false, REL_protest},
    {"investigate", false, REL_investigate},
    {"donate", false, REL_aid},
    {"praise", false, REL_support},
    {"expel", false, REL_sanction},
    {"be", false, REL_NONE},
    {"visit", true, REL_consult},
    {"airstrike", true, REL_assault},
    {"sanction", true, REL_sanction},
    {"ceasefire", true, REL_retreat},
    {"agreement", true, REL_agree},
    {"probe", true, REL_investigate},
    {"table", true, REL_NONE},
};

static void class_is(void **state)
{
    size_t i = (size_t)((const char *)*state - (const char *)verb_cases) / sizeof *verb_cases;
    dm_verb_class c[4];
    dm_str word = str_z(verb_cases[i].name);
    uint32_t n = verb_cases[i].noun ? lexicon_event_noun(lex, word, c, 4)
                                    : lexicon_verb(lex, word, c, 4);
    assert_string_equal(n ? rel_table[c[0].rel].name : "-",
                        verb_cases[i].rel == REL_NONE ? "-"
                                                      : rel_table[verb_cases[i].rel].name);
}

/* ---- the file ---- */

static void unknown_words_are_not_found(void **state)
{
    (void)state;
    uint64_t random = 88172645463325252u;
    uint32_t wrong = 0, tries = 400000;
    for (uint32_t i = 0; i < tries; i++) {
        char word[24];
        size_t len = 12 + i % 9;
        for (size_t k = 0; k < len; k++) {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            word[k] = (char)('a' + random % 26);
        }
        dm_str s = {word, len};
        dm_fact f;
        wrong += lexicon_find(lex, s, &f, 1) > 0;
        wrong += lexicon_title(lex, s) != OFFICE_none;
        wrong += lexicon_surname(lex, s);
    }
    /* 1.2 million look-ups at 5e-7 at most: 0.6 expected */
    assert_in_range(wrong, 0, 4);
}

static dm_status file(dm_buf *bytes, const char *path)
{
    return file_read(path, 0, bytes, NULL);
}

static void the_file_is_small(void **state)
{
    (void)state;
    dm_buf bytes = {0};
    assert_int_equal(file(&bytes, DM_LEXICON_FILE), DM_OK);
    assert_in_range(bytes.len, 1 << 20, 8 << 20);
    buf_free(&bytes);
}

static void a_damaged_file_is_refused(void **state)
{
    (void)state;
    dm_buf bytes = {0};
    dm_lexicon *bad;
    dm_error err = {0};
    assert_int_equal(file(&bytes, DM_LEXICON_FILE), DM_OK);
    char *copy = aligned_alloc(64, (bytes.len + 63) / 64 * 64);
    memcpy(copy, bytes.ptr, bytes.len);
    copy[bytes.len / 2] = (char)(copy[bytes.len / 2] ^ 1);
    assert_int_equal(lexicon_open((dm_str){copy, bytes.len}, &bad, &err), DM_EMODEL);
    assert_null(bad);
    assert_int_not_equal(err.message[0], '\0');
    assert_int_equal(lexicon_open((dm_str){copy, 100}, &bad, &err), DM_EMODEL);
    free(copy);
    buf_free(&bytes);
}

static void a_row_out_of_range_has_no_name(void **state)
{
    (void)state;
    assert_int_equal(lexicon_row_name(lex, &arena, UINT32_MAX).len, 0);
    assert_int_equal(lexicon_row(lex, UINT32_MAX).list, LIST_COUNT);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    dm_error err = {0};
    if (lexicon_open(STR(""), &lex, &err) != DM_OK) {
        (void)fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    struct CMUnitTest tests[128];
    size_t n = 0;
    TEST_CASES(tests, n, fact_cases, first_fact_is);
    TEST_CASES(tests, n, key_cases, key_is);
    TEST_CASES(tests, n, holder_cases, holders_are);
    TEST_CASES(tests, n, verb_cases, class_is);
    TEST_ONE(tests, n, words_are_no_names);
    TEST_ONE(tests, n, an_acronym_is_marked);
    TEST_ONE(tests, n, the_largest_city_comes_first);
    TEST_ONE(tests, n, countries_are_told);
    TEST_ONE(tests, n, first_names_have_a_gender);
    TEST_ONE(tests, n, titles_have_a_class);
    TEST_ONE(tests, n, agents_stand_for_actors);
    TEST_ONE(tests, n, unknown_words_are_not_found);
    TEST_ONE(tests, n, the_file_is_small);
    TEST_ONE(tests, n, a_damaged_file_is_refused);
    TEST_ONE(tests, n, a_row_out_of_range_has_no_name);
    int failed = _cmocka_run_group_tests("lexicon", tests, n, NULL, NULL);
    lexicon_free(lex);
    arena_free(&arena);
    return failed;
}
