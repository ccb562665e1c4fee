/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that are not names: first names, titles, agent words, verbs and event nouns; and dates.
 */
#include "lexicon/layout.h"
#include "lexicon/table.h"

char lexicon_first_name(const dm_lexicon *lex, dm_str key)
{
    uint32_t first;
    if (table_find(&lex->first, key, &first))
        return (char)table_value(&lex->first, first);
    dm_str rest, part = str_cut(key, ' ', &rest); /* Jean-Pierre */
    return rest.len && lexicon_first_name(lex, rest) ? lexicon_first_name(lex, part) : '\0';
}

bool lexicon_surname(const dm_lexicon *lex, dm_str key)
{
    uint32_t first;
    return table_find(&lex->surname, key, &first) > 0;
}

/* The 16-bit value of a word of that type; false when there is none. */
static bool word_find(const dm_lexicon *lex, lex_word_type type, dm_str key, uint32_t *value)
{
    uint32_t first, n = table_find(&lex->words, key, &first);
    for (uint32_t i = first; i < first + n; i++) {
        uint32_t v = table_value(&lex->words, i);
        if ((v & 255) == (uint32_t)type) {
            *value = v >> 8;
            return true;
        }
    }
    return false;
}

dm_office lexicon_title(const dm_lexicon *lex, dm_str key)
{
    uint32_t v;
    return word_find(lex, LEX_TITLE, key, &v) && v < OFFICE_COUNT ? (dm_office)v : OFFICE_none;
}

dm_agent_word lexicon_agent(const dm_lexicon *lex, dm_str key)
{
    uint32_t v;
    if (!word_find(lex, LEX_AGENT, key, &v) || v >= lex->agent_count)
        return (dm_agent_word){.kind = KIND_COUNT, .subkind = SUBKIND_NONE};
    const uint8_t *p = lex->agents + (size_t)v * 4;
    return (dm_agent_word){p[0], p[1], (char)p[2], p[3] != 0};
}

static uint32_t classes(const dm_lexicon *lex, lex_word_type type, dm_str key,
                        dm_verb_class *out, uint32_t cap)
{
    uint32_t v, n = 0;
    if (!word_find(lex, type, key, &v))
        return 0;
    for (; v < lex->verb_count && lex->verbs[(size_t)v * 2] != LEX_END; v++, n++) {
        if (n < cap)
            out[n] = (dm_verb_class){lex->verbs[(size_t)v * 2],
                                     (float)lex->verbs[(size_t)v * 2 + 1] / 255.0F};
    }
    return n;
}

uint32_t lexicon_verb(const dm_lexicon *lex, dm_str lemma, dm_verb_class *out, uint32_t cap)
{
    return classes(lex, LEX_VERB, lemma, out, cap);
}

uint32_t lexicon_event_noun(const dm_lexicon *lex, dm_str lemma, dm_verb_class *out,
                            uint32_t cap)
{
    return classes(lex, LEX_NOUN, lemma, out, cap);
}

static uint32_t digits(dm_str s)
{
    uint32_t v = 0;
    for (size_t i = 0; i < s.len && i < 4; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return 0;
        v = v * 10 + (uint32_t)(s.ptr[i] - '0');
    }
    return v;
}

/* Days from 1900-01-01 (day 1) in the Gregorian calendar. */
static uint32_t day_number(uint32_t year, uint32_t month, uint32_t day)
{
    static const uint16_t before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    uint32_t past = year - 1;
    uint32_t days = past * 365 + past / 4 - past / 100 + past / 400 - 693595;
    return days + before[month - 1] + (leap && month > 2) + day;
}

uint16_t lex_day(dm_str date, bool last)
{
    dm_str rest;
    uint32_t year = digits(str_cut(date, '-', &rest));
    uint32_t month = digits(str_cut(rest, '-', &rest)), day = digits(rest);
    if (year < 1900 || year > 2078 || month > 12 || day > 31)
        return 0;
    if (!month)
        month = last ? 12 : 1;
    if (!day)
        day = last ? 31 : 1;
    return (uint16_t)day_number(year, month, day);
}
