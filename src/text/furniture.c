/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/furniture.h"

#include "base/utf8.h"
#include "text/date.h"
#include "text/phrases.h"

#include <stdlib.h>

enum { SHORT_LINE = 240, LONG_LINE = 700, KEY = 160 };

/* ---- what a line says by itself ---- */

typedef struct {
    char text[KEY + 1];
    size_t len;
} line_key;

/* The line's first bytes in lower case, blanks single, curly apostrophes straight; leading
 * bullets and closing signs gone. */
static line_key key_of(dm_str line)
{
    line_key k = {{0}, 0};
    size_t at = 0;
    while (at < line.len && k.len + 4 < KEY) {
        size_t was = at;
        uint32_t cp = utf8_next(line, &at);
        if (cp == 0x2019 || cp == 0x2018)
            k.text[k.len++] = '\'';
        else if (cp_is_space(cp) || (k.len == 0 && cp_is_punct(cp) && cp != '(' && cp != 0xA9))
            k.len += k.len && k.text[k.len - 1] != ' ' ? (k.text[k.len] = ' ', 1u) : 0u;
        else if (cp < 0x80)
            k.text[k.len++] = cp >= 'A' && cp <= 'Z' ? (char)(cp + 32) : (char)cp;
        else
            while (was < at)
                k.text[k.len++] = line.ptr[was++];
    }
    while (k.len && strchr(" :.!>|-", k.text[k.len - 1]))
        k.len--;
    k.text[k.len] = '\0';
    return k;
}

static size_t count_words(dm_str s)
{
    size_t n = 0;
    bool inside = false;
    for (size_t i = 0; i < s.len; i++) {
        bool blank = s.ptr[i] == ' ' || s.ptr[i] == '\t' || s.ptr[i] == '\n';
        n += !blank && !inside;
        inside = !blank;
    }
    return n;
}

/* The last sign before closing quotes and brackets. */
static uint32_t last_sign(dm_str s)
{
    for (size_t at = s.len; at > 0;) {
        uint32_t cp = utf8_prev(s, &at);
        if (cp != '"' && cp != '\'' && cp != ')' && cp != 0x201D && cp != 0x2019)
            return cp;
    }
    return 0;
}

static bool ends_sentence(dm_str s)
{
    uint32_t cp = last_sign(s);
    return cp == '.' || cp == '?' || cp == '!' || cp == ':';
}

static bool every_word(dm_str s, bool (*holds)(dm_str))
{
    bool any = false;
    while (s.len) {
        dm_str word = str_trim(str_cut(s, ' ', &s));
        if (word.len && !holds(word))
            return false;
        any = any || word.len;
    }
    return any;
}

static bool share_or_sign(dm_str w)
{
    return phrase_share_word(w) ||
           (w.len == 1 && !((w.ptr[0] | 32) >= 'a' && (w.ptr[0] | 32) <= 'z'));
}

/* "12 comments", "3 min read", "1.2k shares" */
static bool is_counter(dm_str key)
{
    static const char *const tails[] = {"comment",     "comments",     "share",    "shares",
                                        "views",       "likes",        "min read", "mins read",
                                        "minute read", "minutes read", "reads",    "followers"};
    size_t i = 0;
    while (i < key.len && key.ptr[i] && strchr("0123456789.,k+(", key.ptr[i]))
        i++;
    dm_str tail = str_trim(str_slice(key, i, key.len));
    for (size_t k = 0; i && k < sizeof tails / sizeof tails[0]; k++) {
        if (str_eq(tail, str_z(tails[k])))
            return true;
    }
    return false;
}

/* "(AFP)", "- Reuters", "ANI": an agency's name and nothing else. */
static bool is_agency_line(dm_str key)
{
    while (key.len && strchr("(-[ ", key.ptr[0]))
        key = str_slice(key, 1, key.len);
    while (key.len && strchr(")]. ", key.ptr[key.len - 1]))
        key.len--;
    return phrase_agency(key);
}

static bool is_address(dm_str line)
{
    return count_words(line) == 1 &&
           (str_starts(line, STR("http://")) || str_starts(line, STR("https://")) ||
            str_starts(line, STR("www.")));
}

/* "Home > World > Asia" */
static bool is_breadcrumb(dm_str line)
{
    size_t marks = 0;
    for (size_t i = 0; i < line.len; i++)
        marks += line.ptr[i] == '>' || (line.ptr[i] == '|' && i && line.ptr[i - 1] == ' ') ||
                 str_starts(str_slice(line, i, line.len), STR("\u00BB")) ||
                 str_starts(str_slice(line, i, line.len), STR("\u203A"));
    return marks >= 1 && line.len < 90 && !ends_sentence(line) &&
           (marks >= 2 || str_starts(line, STR("Home ")));
}

static bool name_word(dm_str w)
{
    static const char *const small[] = {"and",
                                        "&",
                                        "in",
                                        "of",
                                        "for",
                                        "with",
                                        "the",
                                        "de",
                                        "van",
                                        "von",
                                        "al",
                                        "bin",
                                        "da",
                                        "di",
                                        "our",
                                        "correspondent",
                                        "correspondents",
                                        "staff",
                                        "reporter",
                                        "reporters",
                                        "at",
                                        "editor",
                                        "|",
                                        "-",
                                        "special",
                                        "writer",
                                        "political",
                                        "diplomatic"};
    for (size_t i = 0; i < sizeof small / sizeof small[0]; i++) {
        if (str_eq_nocase(w, str_z(small[i])))
            return true;
    }
    size_t at = 0;
    uint32_t cp = utf8_next(w, &at);
    return cp_is_upper(cp) || cp == '@' || cp == 0x2013 || cp == 0x2014;
}

/* "By Jane Roe", "By Jane Roe and John Doe | Updated: ..."; *author gets the name. */
static bool is_byline(dm_str line, dm_str *author)
{
    dm_str rest = line;
    dm_str by = str_cut(rest, ' ', &rest);
    if (!str_eq_nocase(by, STR("by")) && !str_eq_nocase(by, STR("by:"))) {
        if (!str_eq_nocase(by, STR("written")) || !str_starts(rest, STR("by ")))
            return false;
        rest = str_slice(rest, 3, rest.len);
    }
    dm_str name = str_trim(str_cut(rest, '|', &rest));
    text_date date;
    if (rest.len && count_words(rest) > 12)
        return false;
    if (date_find(name, &date))
        name = str_trim(str_slice(name, 0, date.begin));
    while (name.len && strchr(",-:(", name.ptr[name.len - 1]))
        name = str_trim(str_slice(name, 0, name.len - 1));
    size_t n = count_words(name);
    if (n < 1 || n > 12 || ends_sentence(name) || !every_word(name, name_word))
        return false;
    *author = name;
    return true;
}

line_sort line_classify(dm_str line)
{
    line_key k = key_of(line);
    dm_str key = {k.text, k.len}, author;
    text_date date;
    size_t words = count_words(line);
    if (!key.len)
        return LINE_NOISE;
    if (words <= 6 && phrase_related(key))
        return LINE_RELATED;
    if (words <= 8 && (phrase_whole(key) || is_counter(key) || is_agency_line(key) ||
                       every_word(key, share_or_sign)))
        return LINE_NOISE;
    if (is_byline(line, &author))
        return LINE_BYLINE;
    if (date_is_line(line, &date))
        return LINE_DATE;
    if (line.len < SHORT_LINE && (phrase_opens(key) || is_address(line) || is_breadcrumb(line)))
        return LINE_NOISE;
    if (line.len < LONG_LINE && phrase_explains(key))
        return LINE_NOISE;
    uint32_t end = last_sign(line); /* headlines ask and shout, but do not end with a period */
    size_t least = end == '.' ? 10 : ends_sentence(line) ? 22 : 32;
    return words >= least ? LINE_BODY : LINE_PLAIN;
}

/* ---- credits at the end of a paragraph ---- */

/* "AFP, dpa": agencies between commas, ands, slashes and blanks. */
static bool all_agencies(dm_str list)
{
    bool any = false;
    while (list.len) {
        size_t cut = 0;
        while (cut < list.len && !strchr(",/;", list.ptr[cut]))
            cut++;
        dm_str name = str_trim(str_slice(list, 0, cut));
        list = str_slice(list, cut + 1, list.len);
        line_key k = key_of(name);
        if (name.len && !phrase_agency((dm_str){k.text, k.len}))
            return false;
        any = any || name.len;
    }
    return any;
}

static bool initials_mark(char c)
{
    return (c >= 'a' && c <= 'z') || c == '/' || c == ',' || c == ' ';
}

/* "... said. jd/ab (AFP, dpa)" and "... said. (Reuters)": where the credit begins. */
static size_t bracket_credit(dm_str line)
{
    if (!line.len || line.ptr[line.len - 1] != ')')
        return line.len;
    size_t open = line.len;
    while (open > 0 && line.ptr[open - 1] != '(')
        open--;
    if (open == 0 || line.len - open > 120)
        return line.len;
    line_key k = key_of(str_slice(line, open - 1, line.len));
    dm_str inside = str_slice(line, open, line.len - 1);
    bool credit = all_agencies(inside) || phrase_opens((dm_str){k.text, k.len});
    if (!credit)
        return line.len;
    size_t at = open - 1;
    while (at > 0 && line.len - at < 160 && initials_mark(line.ptr[at - 1]))
        at--;
    size_t letters = open - 1 - at;
    bool stop = at > 0 && ends_sentence(str_trim(str_slice(line, 0, at)));
    return stop && letters <= 16 ? at : line.len;
}

/* "... said. - Bernama" */
static size_t dash_credit(dm_str line)
{
    static const char *const dashes[] = {" - ", " \u2013 ", " \u2014 ", " -- "};
    for (size_t d = 0; d < sizeof dashes / sizeof dashes[0]; d++) {
        dm_str dash = str_z(dashes[d]);
        size_t from = line.len > 40 ? line.len - 40 : 0, at = str_find(line, dash, from);
        if (at == SIZE_MAX || !ends_sentence(str_slice(line, 0, at)))
            continue;
        dm_str name = str_slice(line, at + dash.len, line.len);
        if (str_ends(name, STR(".")))
            name.len--;
        if (all_agencies(name))
            return at;
    }
    return line.len;
}

/* "... ready. Author: A B Editor: C D", "... rally.Image: Somebody." */
static size_t label_credit(dm_str line)
{
    static const char *const labels[] = {"Author: ",
                                         "Authors: ",
                                         "Editor: ",
                                         "Image: ",
                                         "Photo: ",
                                         "Photograph: ",
                                         "Interview: ",
                                         "Have something to say?",
                                         "This comment thread closes",
                                         "Reporting by ",
                                         "Editing by "};
    size_t best = line.len, from = line.len > 200 ? line.len - 200 : 0;
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        size_t at = str_find(line, str_z(labels[i]), from);
        if (at == SIZE_MAX || at == 0 || at >= best)
            continue;
        uint32_t before = last_sign(str_trim(str_slice(line, 0, at)));
        bool photo = labels[i][0] == 'I' || labels[i][0] == 'P';
        if (before == '.' || before == '!' || before == '?' || (photo && line.len < SHORT_LINE))
            best = at;
    }
    return best;
}

size_t line_credit(dm_str line)
{
    size_t a = bracket_credit(line), b = dash_credit(line), c = label_credit(line);
    size_t best = a < b ? a : b;
    best = c < best ? c : best;
    while (best < line.len && line.ptr[best] == ' ')
        best++;
    return best;
}
