/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fact lists of gazetteers/world other than persons: columns name, aliases, kind, subkind,
 * country and what the list adds. */
#include "train/lexicon.h"

#include <stdlib.h>

/* Our own list of organisations comes first; the row of one of its names there is joined. */
static dm_str own_id(lex_build *b, dm_str name, dm_str country)
{
    return str_fmt(&b->arena, "own|%.*s|%.*s", STR_ARG(country), STR_ARG(fact_key(b, name)));
}

static void own_names(lex_build *b, uint32_t row, const dm_str col[LEX_COLUMNS])
{
    map_set(&b->row_of, own_id(b, col[0], col[4]), row);
    for (dm_str rest = col[1]; rest.len;)
        map_set(&b->row_of, own_id(b, str_trim(str_cut(rest, '|', &rest)), col[4]), row);
}

static uint32_t add(lex_build *b, const dm_str col[LEX_COLUMNS], dm_list list, dm_kind kind,
                    dm_subkind subkind)
{
    uint32_t own =
        list == LIST_ORGANISATION ? map_get(&b->row_of, own_id(b, col[0], col[4])) : MAP_NONE;
    if (own != MAP_NONE) {
        lex_name_add(b, own, col[0], 0);
        lex_aliases_add(b, own, col[1]);
        return own;
    }
    bool fresh;
    uint32_t row = lex_row_add(b,
                               (lex_row){.name = col[0],
                                         .list = (uint8_t)list,
                                         .kind = (uint8_t)kind,
                                         .subkind = (uint8_t)subkind,
                                         .country = lex_country_id(b, col[4])},
                               &fresh);
    /* "Avianova (Russia)" is also written without the part in brackets */
    size_t bracket = str_find(col[0], STR(" ("), 0);
    if (bracket != SIZE_MAX)
        lex_name_add(b, row, str_slice(col[0], 0, bracket), 0);
    lex_aliases_add(b, row, col[1]);
    return row;
}

static uint32_t number(dm_str s)
{
    uint32_t v = 0;
    for (size_t i = 0; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9' && v < 400000000; i++)
        v = v * 10 + (uint32_t)(s.ptr[i] - '0');
    return v;
}

static uint16_t year_of(dm_str s)
{
    uint32_t v = number(str_slice(s, 0, 4));
    return (uint16_t)(v > LEX_YEAR0 && v < 2100 ? v : 0);
}

static void set_size(lex_row *r, uint32_t population)
{
    r->rank = population;
    r->size = 0;
    while (population >> r->size > 1)
        r->size++;
}

/* The capital's row takes in the city of that name (there is one city per name and country that
 * counts: the most populous comes first). */
static void city(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    uint8_t country = lex_country_id(b, col[4]);
    dm_str key = fact_key(b, col[0]);
    dm_str id =
        str_fmt(&b->arena, "%u|%u|%u|%.*s", LIST_CAPITAL, country, SUBKIND_city, STR_ARG(key));
    uint32_t row = map_get(&b->row_of, id);
    if (row == MAP_NONE || b->rows.at[row].size) {
        dm_str where =
            str_fmt(&b->arena, "city|%u|%.*s|%.*s", country, STR_ARG(col[5]), STR_ARG(key));
        bool fresh = map_get_or_set(&b->row_of, where, 1) == 1;
        lex_row r = {.name = col[0],
                     .list = LIST_CITY,
                     .kind = KIND_place,
                     .subkind = SUBKIND_city,
                     .country = country};
        vec_push(&b->rows, r);
        row = (uint32_t)b->rows.len - 1;
        lex_name_add(b, row, col[0], fresh ? LEX_FULL : 0);
    }
    set_size(&b->rows.at[row], number(col[6]));
    lex_aliases_add(b, row, col[1]);
}

static void region(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    (void)add(b, col, LIST_REGION, KIND_place, SUBKIND_region);
}

static void feature(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    static const char *const lands[] = {"world_region", "continent", "coast"};
    dm_subkind subkind = SUBKIND_natural;
    for (size_t i = 0; i < 3; i++) {
        if (str_eq(col[3], str_z(lands[i])))
            subkind = SUBKIND_region;
    }
    if (str_eq(col[0], STR("European Union")) || str_eq(col[3], STR("dragons-be-here")))
        return; /* an organisation */
    uint32_t row = add(b, col, LIST_FEATURE, KIND_place, subkind);
    b->rows.at[row].rank = subkind == SUBKIND_region;
}

static void airport(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    if (str_find(col[0], STR("International"), 0) != SIZE_MAX)
        (void)add(b, col, LIST_AIRPORT, KIND_place, SUBKIND_facility);
}

static void party(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    dm_str key = fact_key(b, col[0]);
    if (str_eq(key, STR("other")) || str_eq(key, STR("independent")) ||
        str_eq(key, STR("independents")) || str_eq(key, STR("none")))
        return;
    uint32_t row = add(b, col, LIST_PARTY, KIND_organisation, SUBKIND_party);
    lex_row *r = &b->rows.at[row];
    r->from = year_of(col[6]);
    r->to = year_of(col[7]);
    r->rank = r->to ? r->to : 3000;
    lex_name_add(b, row, col[5], LEX_ACRONYM);
}

static void company(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    static const char *const sizes[] = {"mid", "large", "known", "mega"};
    uint32_t row = add(b, col, LIST_COMPANY, KIND_organisation, SUBKIND_company);
    for (uint32_t i = 0; i < 4; i++) {
        if (str_eq(col[8], str_z(sizes[i])) && b->rows.at[row].rank <= i)
            b->rows.at[row].rank = i + 1;
    }
}

static void media(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    (void)add(b, col, LIST_MEDIA, KIND_organisation, SUBKIND_media);
}

static void sport(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    (void)add(b, col, LIST_SPORT, KIND_organisation,
              str_eq(col[3], STR("club")) ? SUBKIND_team : SUBKIND_NONE);
}

static void university(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    (void)add(b, col, LIST_UNIVERSITY, KIND_organisation, SUBKIND_university);
}

/* The class of a state body by the words of its name; the first row that fits counts. */
static dm_subkind body_class(dm_str key)
{
    static const struct {
        const char *word;
        dm_subkind subkind;
    } words[] = {
        {"ministry", SUBKIND_ministry},
        {"minister", SUBKIND_ministry},
        {"court", SUBKIND_court},
        {"tribunal", SUBKIND_court},
        {"parliament", SUBKIND_legislature},
        {"bundestag", SUBKIND_legislature},
        {"bundesrat", SUBKIND_legislature},
        {"knesset", SUBKIND_legislature},
        {"duma", SUBKIND_legislature},
        {"senate", SUBKIND_legislature},
        {"house of", SUBKIND_legislature},
        {"assembly", SUBKIND_legislature},
        {"sejm", SUBKIND_legislature},
        {"congress", SUBKIND_legislature},
        {"rada", SUBKIND_legislature},
        {"majlis", SUBKIND_legislature},
        {"lok sabha", SUBKIND_legislature},
        {"rajya sabha", SUBKIND_legislature},
        {"riksdag", SUBKIND_legislature},
        {"storting", SUBKIND_legislature},
        {"folketing", SUBKIND_legislature},
        {"cortes", SUBKIND_legislature},
        {"department", SUBKIND_ministry},
        {"treasury", SUBKIND_ministry},
        {"foreign office", SUBKIND_ministry},
        {"home office", SUBKIND_ministry},
        {"pentagon", SUBKIND_ministry},
        {"army", SUBKIND_military},
        {"navy", SUBKIND_military},
        {"air force", SUBKIND_military},
        {"armed forces", SUBKIND_military},
        {"marine", SUBKIND_military},
        {"bundeswehr", SUBKIND_military},
        {"defence forces", SUBKIND_military},
        {"defense forces", SUBKIND_military},
        {"revolutionary guard", SUBKIND_military},
        {"church", SUBKIND_religious},
        {"white house", SUBKIND_government},
        {"kremlin", SUBKIND_government},
        {"downing street", SUBKIND_government},
        {"government", SUBKIND_government},
        {"cabinet", SUBKIND_government},
        {"administration", SUBKIND_agency},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t at = str_find(key, str_z(words[i].word), 0);
        if (at != SIZE_MAX && (at == 0 || key.ptr[at - 1] == ' '))
            return words[i].subkind;
    }
    return SUBKIND_agency;
}

static uint32_t organisation_add(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    static const struct {
        const char *name;
        dm_subkind subkind;
    } kinds[] = {{"intelligence_agency", SUBKIND_agency},
                 {"ngo", SUBKIND_ngo},
                 {"eu_body", SUBKIND_international},
                 {"international_organisation", SUBKIND_international},
                 {"think_tank", SUBKIND_ngo},
                 {"central_bank", SUBKIND_agency},
                 {"court", SUBKIND_court},
                 {"government_body", SUBKIND_agency},
                 {"legislature", SUBKIND_legislature},
                 {"government", SUBKIND_government},
                 {"ministry", SUBKIND_ministry},
                 {"military", SUBKIND_military},
                 {"religious", SUBKIND_religious},
                 {"agency", SUBKIND_agency}};
    dm_subkind subkind = SUBKIND_NONE;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (str_eq(col[3], str_z(kinds[i].name)))
            subkind = kinds[i].subkind;
    }
    if (str_eq(col[3], STR("government_body")))
        subkind = body_class(fact_key(b, col[0]));
    uint32_t row = add(b, col, LIST_ORGANISATION, KIND_organisation, subkind);
    lex_name_add(b, row, col[5], LEX_ACRONYM);
    if (str_eq(col[3], STR("international_organisation")))
        b->rows.at[row].rank = 1;
    return row;
}

static void organisation(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    (void)organisation_add(b, col);
}

static void own_organisation(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    own_names(b, organisation_add(b, col), col);
}

static void armed_group(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    (void)add(b, col, LIST_ARMED_GROUP, KIND_organisation, SUBKIND_militant);
}

static void group(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    bool national = str_eq(col[3], STR("national"));
    if (national && lex_dependent(col[4]))
        return;
    (void)add(b, col, national ? LIST_DEMONYM : LIST_GROUP, KIND_group, SUBKIND_NONE);
}

static void event(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    static const struct {
        const char *name;
        dm_subkind subkind;
    } kinds[] = {{"war", SUBKIND_war},
                 {"summit", SUBKIND_meeting},
                 {"election", SUBKIND_vote},
                 {"disaster", SUBKIND_disaster},
                 {"treaty", SUBKIND_law},
                 {"sports_league", SUBKIND_sport},
                 {"sports_tournament", SUBKIND_sport},
                 {"sports_event", SUBKIND_sport}};
    dm_subkind subkind = SUBKIND_other;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (str_eq(col[3], str_z(kinds[i].name)))
            subkind = kinds[i].subkind;
    }
    uint32_t row =
        add(b, col, LIST_EVENT, subkind == SUBKIND_law ? KIND_thing : KIND_event, subkind);
    b->rows.at[row].from = b->rows.at[row].to = year_of(col[5]);
}

dm_status lex_add_world(lex_build *b, dm_error *err)
{
    static const struct {
        const char *file;
        lex_line *line;
    } lists[] = {
        {"cities.tsv", city},
        {"admin_regions.tsv", region},
        {"geo_features.tsv", feature},
        {"airports.tsv", airport},
        {"parties.tsv", party},
        {"companies.tsv", company},
        {"media.tsv", media},
        {"sports_orgs.tsv", sport},
        {"universities.tsv", university},
        {"organisations.tsv", organisation},
        {"armed_groups.tsv", armed_group},
        {"demonyms_groups.tsv", group},
        {"events.tsv", event},
    };
    /* ours first: its row of a name is the one that stays */
    DM_TRY(lex_each(b, b->own, "organisations.tsv", 1, '\t', own_organisation, err));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        dm_str path = str_fmt(&b->arena, "gazetteers/world/%s", lists[i].file);
        DM_TRY(lex_each(b, b->data, path.ptr, 1, '\t', lists[i].line, err));
    }
    return DM_OK;
}
