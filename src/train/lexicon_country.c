/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Countries, their capitals and demonyms: countries.json (mledoze/countries), then our own
 * src/train/data/countries.tsv, which adds names and sets right what news write otherwise. */
#include "train/lexicon.h"

#include "base/file.h"
#include "base/utf8.h"

typedef struct {
    dm_str code, code3, common, official, capital, demonym;
    dm_str other[64];
    uint32_t others;
} country;

typedef struct {
    lex_build *b;
    dm_str text;
    size_t at;
    country now;
    void (*done)(lex_build *b, const country *c);
} json;

static char peek(json *j)
{
    while (j->at < j->text.len && (unsigned char)j->text.ptr[j->at] <= ' ')
        j->at++;
    return j->at < j->text.len ? j->text.ptr[j->at] : '\0';
}

static bool eat(json *j, char c)
{
    if (peek(j) != c)
        return false;
    j->at++;
    return true;
}

/* A string; escapes other than \" \\ \/ do not occur in the names that are used. */
static dm_str string(json *j)
{
    dm_buf out = {0};
    if (!eat(j, '"'))
        return (dm_str){0};
    while (j->at < j->text.len && j->text.ptr[j->at] != '"') {
        if (j->text.ptr[j->at] == '\\')
            j->at++;
        buf_byte(&out, j->text.ptr[j->at++]);
    }
    j->at++;
    dm_str s = str_dup(&j->b->arena, buf_str(&out));
    buf_free(&out);
    return s;
}

static void take(json *j, dm_str path, dm_str value)
{
    country *c = &j->now;
    const struct {
        const char *path;
        dm_str *to;
    } plain[] = {{".name.common", &c->common},
                 {".name.official", &c->official},
                 {".cca2", &c->code},
                 {".cca3", &c->code3},
                 {".demonyms.eng.m", &c->demonym}};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (str_eq(path, str_z(plain[i].path)))
            *plain[i].to = value;
    }
    if (str_eq(path, STR(".capital")) && !c->capital.len)
        c->capital = value;
    if (str_eq(path, STR(".altSpellings")) && c->others < 64)
        c->other[c->others++] = value;
}

static void value(json *j, dm_str path);

static void members(json *j, dm_str path)
{
    while (!eat(j, '}') && j->at < j->text.len) {
        dm_str name = string(j);
        (void)eat(j, ':');
        value(j, str_fmt(&j->b->arena, "%.*s.%.*s", STR_ARG(path), STR_ARG(name)));
        (void)eat(j, ',');
    }
}

static void value(json *j, dm_str path)
{
    char c = peek(j);
    if (c == '{') {
        j->at++;
        members(j, path);
    } else if (c == '[') {
        j->at++;
        while (!eat(j, ']') && j->at < j->text.len) {
            value(j, path);
            (void)eat(j, ',');
        }
    } else if (c == '"') {
        take(j, path, string(j));
    } else {
        while (j->at < j->text.len && !strchr(",]}", j->text.ptr[j->at]))
            j->at++;
    }
}

static dm_status countries_json(lex_build *b, dm_error *err)
{
    dm_buf file = {0};
    dm_str path = lex_path(b, b->data, "gazetteers/countries.json");
    DM_TRY(file_read(path.ptr, 0, &file, err));
    json j = {.b = b, .text = str_dup(&b->arena, buf_str(&file))};
    buf_free(&file);
    for (bool more = eat(&j, '['); more && peek(&j) == '{'; (void)eat(&j, ',')) {
        j.now = (country){0};
        value(&j, STR(""));
        if (j.now.code.len != 2)
            return dm_fail(err, DM_EINPUT, "%s: a country has no code", path.ptr);
        uint8_t id = lex_country_id(b, j.now.code);
        lex_country *c = &b->countries.at[id];
        c->name = j.now.common;
        c->capital = j.now.capital;
        c->demonym = j.now.demonym;
        c->code3 = j.now.code3;
        bool fresh;
        uint32_t row = lex_row_add(b,
                                   (lex_row){.name = j.now.common,
                                             .list = LIST_COUNTRY,
                                             .kind = KIND_country,
                                             .subkind = SUBKIND_NONE,
                                             .country = id},
                                   &fresh);
        lex_name_add(b, row, j.now.official, 0);
        for (uint32_t i = 0; i < j.now.others; i++) {
            if (j.now.other[i].len > 3)
                lex_name_add(b, row, j.now.other[i], 0);
        }
    }
    return DM_OK;
}

/* Their people are called after the state that holds them: "Norwegian" is not of Svalbard. */
bool lex_dependent(dm_str code)
{
    static const char *const codes[] = {"TF", "BQ", "SJ", "MP", "IO", "UM", "HM", "BV"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (str_eq(code, str_z(codes[i])))
            return true;
    }
    return false;
}

static void demonym_add(lex_build *b, uint8_t id, dm_str names)
{
    if (lex_dependent((dm_str){b->countries.at[id].code, 2}))
        return;
    dm_str rest = names, main = str_trim(str_cut(names, '|', &rest));
    if (!main.len)
        return;
    bool fresh;
    uint32_t row = lex_row_add(b,
                               (lex_row){.name = main,
                                         .list = LIST_DEMONYM,
                                         .kind = KIND_group,
                                         .subkind = SUBKIND_NONE,
                                         .country = id},
                               &fresh);
    lex_aliases_add(b, row, rest);
}

static void capital_add(lex_build *b, uint8_t id, dm_str names)
{
    dm_str rest, main = str_trim(str_cut(names, '|', &rest));
    if (!main.len)
        return;
    bool fresh;
    uint32_t row = lex_row_add(b,
                               (lex_row){.name = main,
                                         .list = LIST_CAPITAL,
                                         .kind = KIND_place,
                                         .subkind = SUBKIND_city,
                                         .country = id},
                               &fresh);
    lex_aliases_add(b, row, rest);
}

/* code, name (- for the one of countries.json), aliases, capital with aliases, demonym with
 * adjectives and inhabitants. */
static void own_line(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    uint8_t id = lex_country_id(b, col[0]);
    lex_country *c = &b->countries.at[id];
    dm_str old = c->name, rest;
    if (col[1].len && !str_eq(col[1], STR("-")))
        c->name = col[1];
    for (size_t i = 0; i < b->rows.len; i++) {
        lex_row *r = &b->rows.at[i];
        if (r->list == LIST_COUNTRY && r->country == id && str_eq(r->name, old))
            r->name = c->name;
    }
    bool fresh;
    uint32_t row = lex_row_add(b,
                               (lex_row){.name = c->name,
                                         .list = LIST_COUNTRY,
                                         .kind = KIND_country,
                                         .subkind = SUBKIND_NONE,
                                         .country = id},
                               &fresh);
    if (fresh && old.len) { /* the renamed row of countries.json: one row for both */
        b->rows.at[row].dropped = true;
        for (size_t i = 0; i < b->rows.len; i++) {
            const lex_row *r = &b->rows.at[i];
            if (r->list == LIST_COUNTRY && r->country == id && !r->dropped)
                row = (uint32_t)i;
        }
        lex_name_add(b, row, c->name, LEX_FULL);
    }
    lex_aliases_add(b, row, col[2]);
    if (col[3].len)
        c->capital = str_trim(str_cut(col[3], '|', &rest));
    capital_add(b, id, col[3]);
    if (col[4].len)
        c->demonym = str_trim(str_cut(col[4], '|', &rest));
    demonym_add(b, id, col[4]);
}

dm_status lex_add_countries(lex_build *b, dm_error *err)
{
    DM_TRY(countries_json(b, err));
    DM_TRY(lex_each(b, b->own, "countries.tsv", 1, '\t', own_line, err));
    for (size_t i = 1; i < b->countries.len; i++) {
        const lex_country *c = &b->countries.at[i];
        capital_add(b, (uint8_t)i, c->capital);
        demonym_add(b, (uint8_t)i, c->demonym);
    }
    return DM_OK;
}
