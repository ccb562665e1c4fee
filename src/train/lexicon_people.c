/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Persons with offices: our own leaders.tsv, the Factbook's present heads, the politicians'
 * list; then famous people who are none of these. */
#include "train/lexicon.h"

#include "base/utf8.h"

#include <stdlib.h>

/* How much an office says about whom a bare name means; the rest have 1. */
static uint32_t office_weight(dm_office office)
{
    static const uint8_t weight[OFFICE_COUNT] = {[OFFICE_head_of_state] = 10,
                                                 [OFFICE_head_of_government] = 9,
                                                 [OFFICE_deputy_head] = 7,
                                                 [OFFICE_minister] = 6,
                                                 [OFFICE_speaker] = 5,
                                                 [OFFICE_central_banker] = 5,
                                                 [OFFICE_regional_head] = 4,
                                                 [OFFICE_agency_head] = 4,
                                                 [OFFICE_military] = 4,
                                                 [OFFICE_diplomat] = 3,
                                                 [OFFICE_judge] = 3,
                                                 [OFFICE_party_leader] = 5,
                                                 [OFFICE_international_official] = 6,
                                                 [OFFICE_office_holder] = 2};
    return weight[office] ? weight[office] : 1;
}

static bool has(dm_str key, const char *word)
{
    return str_find(key, str_z(word), 0) != SIZE_MAX;
}

/* Class of an office by the words of its name; first row that fits.  A leading '^' asks for the
 * begin of the name, '=' for all of it. */
static dm_office office_class(dm_str key)
{
    static const struct {
        const char *word;
        dm_office office;
    } rows[] = {
        {"chancellor of justice", OFFICE_office_holder},
        {"exchequer", OFFICE_minister},
        {"speaker", OFFICE_speaker},
        {"vice president", OFFICE_deputy_head},
        {"deputy prime minister", OFFICE_deputy_head},
        {"vice prime minister", OFFICE_deputy_head},
        {"vice chancellor", OFFICE_deputy_head},
        {"parliament", OFFICE_none},
        {"=prime minister", OFFICE_head_of_government},
        {"^prime minister of the federation", OFFICE_regional_head},
        {"^prime minister of", OFFICE_head_of_government},
        {"=chancellor", OFFICE_head_of_government},
        {"^federal chancellor", OFFICE_head_of_government},
        {"^chancellor of germany", OFFICE_head_of_government},
        {"^president of the senate", OFFICE_speaker},
        {"^president of the national assembly", OFFICE_speaker},
        {"^president of the chamber", OFFICE_speaker},
        {"=president", OFFICE_head_of_state},
        {"^president of the united states", OFFICE_head_of_state},
        {"^president of the republic", OFFICE_head_of_state},
        {"minister", OFFICE_minister},
        {"secretary of state", OFFICE_minister},
        {"ambassador", OFFICE_diplomat},
        {"permanent representative", OFFICE_diplomat},
        {"bank", OFFICE_central_banker},
        {"^governor", OFFICE_regional_head},
        {"^mayor", OFFICE_regional_head},
        {"^premier of", OFFICE_regional_head},
        {"commissioner", OFFICE_international_official},
        {"secretary general of the united nations", OFFICE_international_official},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        dm_str word = str_z(rows[i].word), tail = str_slice(word, 1, word.len);
        if (word.ptr[0] == '^'   ? str_starts(key, tail)
            : word.ptr[0] == '=' ? str_eq(key, tail)
                                 : has(key, rows[i].word))
            return rows[i].office;
    }
    return OFFICE_none;
}

static uint16_t year_of(dm_str date)
{
    uint32_t v = 0;
    for (size_t i = 0; i < 4 && i < date.len; i++) {
        if (date.ptr[i] < '0' || date.ptr[i] > '9')
            return 0;
        v = v * 10 + (uint32_t)(date.ptr[i] - '0');
    }
    return (uint16_t)v;
}

static void holder_add(lex_build *b, uint32_t row, dm_office office, dm_str from, dm_str to)
{
    uint16_t first = lex_day(from, false), last = lex_day(to, true);
    if (!first || office == OFFICE_none || office == OFFICE_legislator ||
        office == OFFICE_office_holder)
        return;
    lex_holder h = {(uint8_t)office, b->rows.at[row].country, first, last ? last : LEX_DAY_OPEN,
                    row};
    vec_push(&b->holders, h);
}

uint32_t lex_person_add(lex_build *b, dm_str name, uint8_t country, dm_office office,
                        dm_str from, dm_str to)
{
    static const bool private_life[OFFICE_COUNT] = {
        [OFFICE_company_head] = true, [OFFICE_crime] = true,     [OFFICE_culture_job] = true,
        [OFFICE_media_job] = true,    [OFFICE_sport_job] = true, [OFFICE_family] = true,
        [OFFICE_academic] = true,     [OFFICE_other] = true};
    bool fresh;
    dm_list list = private_life[office] ? LIST_FAMOUS : LIST_POLITICIAN;
    uint32_t row = lex_row_add(b,
                               (lex_row){.name = name,
                                         .list = (uint8_t)list,
                                         .kind = KIND_person,
                                         .subkind = SUBKIND_NONE,
                                         .country = country},
                               &fresh);
    lex_row *r = &b->rows.at[row];
    uint32_t recent = to.len ? year_of(to) : from.len ? year_of(from) + 3U : 0;
    uint32_t rank = office_weight(office) * 4096 + recent;
    if (fresh || rank > r->rank) {
        r->office = (uint8_t)office;
        r->from = year_of(from);
        r->to = year_of(to);
        r->rank = rank;
    }
    holder_add(b, row, office, from, to);
    return row;
}

/* "Minister of Health (2004-2006)": class and years of one more office. */
static void other_office(lex_build *b, uint32_t row, dm_str text)
{
    size_t open = text.len;
    while (open > 0 && text.ptr[open - 1] != '(')
        open--;
    if (open == 0)
        return;
    dm_str to, from = str_cut(str_slice(text, open, text.len), '-', &to);
    dm_office office = office_class(fact_key(b, str_slice(text, 0, open - 1)));
    holder_add(b, row, office, str_slice(from, 0, 4),
               str_slice(to, 0, to.len ? to.len - 1 : 0));
}

/* The list gives "president of the Province of Lodi" and "Chancellor of Justice" as heads: a
 * head of a state is of nothing named, or of a country. */
static dm_office true_head(lex_build *b, dm_office office, dm_str name)
{
    static const char *const ministers[] = {"treasury board", "duchy"};
    static const char *const chambers[] = {"storting", "house",    "riigikogu", "yuan",
                                           "chamber",  "assembly", "senate"};
    dm_str key = fact_key(b, name);
    size_t of = str_find(key, STR(" of "), 0);
    if (of == SIZE_MAX)
        return office;
    dm_str whose = fact_key(b, str_slice(key, of + 4, key.len));
    if (map_get(&b->country_of, whose) != MAP_NONE || str_eq(whose, STR("state council")))
        return office;
    for (size_t i = 0; i < sizeof ministers / sizeof *ministers; i++) {
        if (has(key, ministers[i]))
            return OFFICE_minister;
    }
    for (size_t i = 0; i < sizeof chambers / sizeof *chambers; i++) {
        if (has(key, chambers[i]))
            return OFFICE_speaker;
    }
    return has(key, "justice") || has(key, "institute") || has(key, "intelligence")
               ? OFFICE_agency_head
               : OFFICE_regional_head;
}

static void politician(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    dm_office office = office_find(col[3]);
    if (office == OFFICE_COUNT)
        office = OFFICE_office_holder;
    if (office == OFFICE_head_of_government || office == OFFICE_head_of_state)
        office = true_head(b, office, col[5]);
    if (str_eq(col[4], STR("IR")) && str_eq(col[5], STR("President")))
        office = OFFICE_head_of_government; /* the Supreme Leader is head of state */
    uint32_t row = lex_person_add(b, col[0], lex_country_id(b, col[4]), office, col[6], col[7]);
    lex_aliases_add(b, row, col[1]);
    for (dm_str rest = col[9]; rest.len;)
        other_office(b, row, str_trim(str_cut(rest, '|', &rest)));
}

/* code, name, aliases, office class, from, to */
static void leader(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    uint32_t row = lex_person_add(b, col[1], lex_country_id(b, col[0]), office_find(col[3]),
                                  col[4], col[5]);
    lex_aliases_add(b, row, col[2]);
}

/* ---- the Factbook's heads: "President Jane van DOE (since 1 May 2020)" ---- */

static bool title_word(lex_build *b, dm_str word)
{
    static const char *const words[] = {
        "president",  "prime",        "minister",     "king",       "queen",      "emperor",
        "sultan",     "amir",         "emir",         "chancellor", "premier",    "chief",
        "executive",  "transitional", "interim",      "acting",     "federal",    "supreme",
        "leader",     "capt",         "gen",          "lt",         "maj",        "col",
        "crown",      "prince",       "and",          "foreign",    "chairman",   "chairperson",
        "of",         "the",          "council",      "state",      "presidency", "taoiseach",
        "grand",      "duke",         "pope",         "vice",       "first",      "ret",
        "dr",         "general",      "presidential", "head",       "sheikh",     "head",
        "transition", "sovereign",    "affairs",      "sar",        "commander",  "in",
        "brig"};
    dm_str key = fact_key(b, word);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_eq(key, str_z(words[i])))
            return true;
    }
    return key.len == 0;
}

/* "al-MANFI" -> "al-Manfi", "III" stays. */
static dm_str name_case(lex_build *b, dm_str word)
{
    size_t capitals = 0, roman = 0;
    for (size_t i = 0; i < word.len; i++) {
        capitals += (word.ptr[i] >= 'A' && word.ptr[i] <= 'Z') || (word.ptr[i] & 0x80);
        roman += word.ptr[i] == 'I' || word.ptr[i] == 'V' || word.ptr[i] == 'X';
    }
    if (capitals < 2 || roman == word.len)
        return word;
    dm_str rest, first = str_cut(word, '-', &rest);
    if (rest.len && first.ptr[0] >= 'a')
        return str_fmt(&b->arena, "%.*s-%.*s", STR_ARG(first), STR_ARG(name_case(b, rest)));
    size_t at = 0;
    dm_buf out = {0};
    bool start = true;
    while (at < word.len) {
        size_t was = at;
        uint32_t cp = utf8_next(word, &at);
        dm_str one = str_slice(word, was, at);
        buf_add(&out, start ? one : str_lower(&b->arena, one));
        start = cp == '-' || cp == '\'';
    }
    dm_str s = str_dup(&b->arena, buf_str(&out));
    buf_free(&out);
    return s;
}

static dm_str iso_date(lex_build *b, dm_str text)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    dm_str rest, day = str_cut(text, ' ', &rest), month = str_cut(rest, ' ', &rest);
    for (unsigned m = 0; m < 12; m++) {
        if (str_eq(month, str_z(months[m])) && rest.len >= 4)
            return str_fmt(&b->arena, "%.4s-%02u-%02d", rest.ptr, m + 1, atoi(day.ptr));
    }
    return (dm_str){0};
}

/* Does a present holder of the office have the surname?  Then this is one more name of theirs.
 */
static bool known_head(lex_build *b, uint8_t country, dm_office office, dm_str full)
{
    for (size_t i = 0; i < b->holders.len; i++) {
        const lex_holder *h = &b->holders.at[i];
        if (h->office != office || h->country != country || h->to != LEX_DAY_OPEN)
            continue;
        dm_str name = fact_key(b, b->rows.at[h->row].name);
        size_t last = name.len;
        while (last > 0 && name.ptr[last - 1] != ' ')
            last--;
        dm_str surname = str_slice(name, last, name.len);
        size_t at = str_find(fact_key(b, full), surname, 0);
        if (surname.len > 2 && at != SIZE_MAX) {
            lex_name_add(b, h->row, full, 0);
            return true;
        }
    }
    return false;
}

static void head(lex_build *b, uint8_t country, dm_office office, dm_str text)
{
    size_t since = str_find(text, STR(" (since "), 0);
    if (since == SIZE_MAX || str_find(text, STR("represented"), 0) != SIZE_MAX)
        return;
    dm_str name = str_slice(text, 0, since), rest = str_slice(text, since + 8, text.len);
    dm_str date = iso_date(b, str_cut(rest, ')', &rest));
    dm_buf out = {0};
    bool begun = false;
    while (name.len) {
        dm_str word = str_cut(name, ' ', &name);
        if (!begun && title_word(b, word))
            continue;
        begun = true;
        if (out.len)
            buf_byte(&out, ' ');
        buf_add(&out, name_case(b, word));
    }
    dm_str full = str_dup(&b->arena, buf_str(&out));
    buf_free(&out);
    if (full.len && date.len && !known_head(b, country, office, full))
        (void)lex_person_add(b, full, country, office, date, STR(""));
}

static void factbook(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    uint32_t country = map_get(&b->country_of, fact_key(b, col[1]));
    if (country == MAP_NONE)
        return;
    head(b, (uint8_t)country, OFFICE_head_of_state, col[6]);
    if (!str_starts(col[7], STR("President "))) /* who is head of state already */
        head(b, (uint8_t)country, OFFICE_head_of_government, col[7]);
}

static void famous(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    static const struct {
        const char *role;
        dm_office office;
    } roles[] = {{"footballer", OFFICE_player},
                 {"athlete", OFFICE_player},
                 {"coach", OFFICE_coach},
                 {"politician", OFFICE_office_holder},
                 {"actor", OFFICE_culture_job},
                 {"writer", OFFICE_culture_job},
                 {"musician", OFFICE_culture_job},
                 {"film_director", OFFICE_culture_job},
                 {"religious_leader", OFFICE_religious_office},
                 {"military", OFFICE_military},
                 {"royalty", OFFICE_royalty},
                 {"business_leader", OFFICE_company_head},
                 {"economist", OFFICE_academic},
                 {"diplomat", OFFICE_diplomat},
                 {"journalist", OFFICE_media_job},
                 {"extremist", OFFICE_crime},
                 {"physicist", OFFICE_academic},
                 {"historian", OFFICE_academic}};
    uint8_t country = lex_country_id(b, col[4]);
    dm_str id = str_fmt(&b->arena, "%u|%u|%u|%.*s", LIST_POLITICIAN, country, SUBKIND_NONE,
                        STR_ARG(fact_key(b, col[0])));
    if (map_get(&b->row_of, id) != MAP_NONE)
        return;
    dm_office office = OFFICE_other;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        if (str_eq(col[3], str_z(roles[i].role)))
            office = roles[i].office;
    }
    bool fresh;
    uint32_t row = lex_row_add(b,
                               (lex_row){.name = col[0],
                                         .list = LIST_FAMOUS,
                                         .kind = KIND_person,
                                         .subkind = SUBKIND_NONE,
                                         .office = (uint8_t)office,
                                         .country = country,
                                         .rank = !str_eq(col[3], STR("footballer"))},
                               &fresh);
    lex_aliases_add(b, row, col[1]);
}

static void countries_index(lex_build *b)
{
    for (size_t i = 0; i < b->names.len; i++) {
        const lex_row *r = &b->rows.at[b->names.at[i].row];
        if (r->list == LIST_COUNTRY)
            map_set(&b->country_of, b->names.at[i].key, r->country);
    }
}

dm_status lex_add_people(lex_build *b, dm_error *err)
{
    countries_index(b);
    DM_TRY(lex_each(b, b->own, "leaders.tsv", 1, '\t', leader, err));
    DM_TRY(lex_each(b, b->data, "gazetteers/world/politicians.tsv", 1, '\t', politician, err));
    DM_TRY(lex_each(b, b->data, "gazetteers/factbook_leaders.tsv", 1, '\t', factbook, err));
    return lex_each(b, b->data, "gazetteers/world/people_famous.tsv", 1, '\t', famous, err);
}
