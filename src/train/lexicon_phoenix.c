/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Office holders of Phoenix.Countries.actors.txt: a name, "+" other names, then tab "[code
 * dates]" lines: country (ISO 3166 alpha-3), role, days as YYMMDD-YYMMDD, >YYMMDD or <YYMMDD.
 * Only persons who held office in government are taken. */
#include "train/lexicon.h"

#include <stdlib.h>

typedef struct {
    dm_str name, aliases[16];
    uint32_t alias_count;
    bool taken;
} actor;

static actor now; /* of the lines being read: the compiler has one thread */

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "930627" or "19930627" -> "1993-06-27"; the file is of 2014. */
static dm_str iso_date(lex_build *b, dm_str s)
{
    size_t n = 0;
    while (n < s.len && digit(s.ptr[n]))
        n++;
    if (n == 8)
        return str_fmt(&b->arena, "%.4s-%.2s-%.2s", s.ptr, s.ptr + 4, s.ptr + 6);
    if (n != 6)
        return (dm_str){0};
    const char *century = s.ptr[0] <= '1' ? "20" : "19";
    return str_fmt(&b->arena, "%s%.2s-%.2s-%.2s", century, s.ptr, s.ptr + 2, s.ptr + 4);
}

/* "JOHN_DOE_" is a person; "MINISTRY_OF_HEALTH_" and "U.S._" are none. */
static bool person_name(lex_build *b, dm_str name)
{
    static const char *const no[] = {"of",       "the",       "and",        "party",
                                     "minister", "president", "government", "ministry",
                                     "army",     "police",    "national",   "forces",
                                     "council",  "court",     "front",      "general"};
    dm_str rest = lex_title_case(&b->arena, name);
    uint32_t words = 0;
    while (rest.len) {
        dm_str key = fact_key(b, str_cut(rest, ' ', &rest));
        for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
            if (str_eq(key, str_z(no[i])))
                return false;
        }
        words += key.len > 1;
    }
    return words >= 2 && words <= 5 && !memchr(name.ptr, '(', name.len) && !digit(name.ptr[0]);
}

static uint8_t country_of(const lex_build *b, dm_str code3)
{
    for (size_t i = 1; i < b->countries.len; i++) {
        if (str_eq(b->countries.at[i].code3, code3))
            return (uint8_t)i;
    }
    return 0;
}

/* "[AZEGOV 930627-941006]" */
static void term(lex_build *b, dm_str code)
{
    dm_str rest, dates = code, role = str_cut(dates, ' ', &dates);
    uint8_t country = country_of(b, str_slice(role, 0, 3));
    if (!country || !str_starts(str_slice(role, 3, role.len), STR("GOV")) || !dates.len ||
        !person_name(b, now.name))
        return;
    dm_str from = {0}, to = {0};
    if (dates.ptr[0] == '>') {
        from = iso_date(b, str_slice(dates, 1, dates.len));
    } else if (dates.ptr[0] != '<') {
        from = iso_date(b, str_cut(dates, '-', &rest));
        to = iso_date(b, rest);
    }
    if (!from.len)
        return;
    dm_str name = lex_title_case(&b->arena, now.name);
    uint32_t row = lex_person_add(b, name, country, OFFICE_office_holder, from, to);
    for (uint32_t i = 0; i < now.alias_count && !now.taken; i++) {
        if (person_name(b, now.aliases[i]))
            lex_name_add(b, row, lex_title_case(&b->arena, now.aliases[i]), 0);
    }
    now.taken = true;
}

static void line(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    dm_str rest, text = str_trim(str_cut(col[0], ';', &rest));
    if (!text.len || text.ptr[0] == '#')
        return;
    if (text.ptr[0] == '[') {
        term(b, str_cut(str_slice(text, 1, text.len), ']', &rest));
    } else if (text.ptr[0] == '+') {
        if (now.alias_count < 16)
            now.aliases[now.alias_count++] = str_slice(text, 1, text.len);
    } else {
        now = (actor){.name = text};
    }
}

dm_status lex_add_phoenix(lex_build *b, dm_error *err)
{
    now = (actor){0};
    return lex_each(b, b->data, "gazetteers/phoenix/Phoenix.Countries.actors.txt", 0, '\0',
                    line, err);
}
