/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/date.h"

#include <stdio.h>

/* A run of letters or of digits. */
typedef struct {
    dm_str text;
    size_t begin, end;
    uint32_t number; /* of a run of at most 4 digits, else 0 */
    bool digits;
} part;

static bool letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool next_part(dm_str s, size_t *at, part *p)
{
    size_t i = *at;
    while (i < s.len && !letter(s.ptr[i]) && !digit(s.ptr[i]))
        i++;
    if (i == s.len)
        return false;
    *p = (part){.begin = i, .digits = digit(s.ptr[i])};
    for (; i < s.len && (p->digits ? digit(s.ptr[i]) : letter(s.ptr[i])); i++) {
        if (p->digits && i - p->begin < 4)
            p->number = p->number * 10 + (uint32_t)(s.ptr[i] - '0');
    }
    p->end = i;
    p->text = str_slice(s, p->begin, i);
    if (p->digits && i - p->begin > 4)
        p->number = 0;
    *at = i;
    return true;
}

/* 1 to 12, or 0: the full name, or its first three letters and "Sept". */
static uint32_t month_of(dm_str w)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    for (uint32_t m = 0; m < 12; m++) {
        dm_str full = str_z(months[m]);
        if (str_eq_nocase(w, full) || str_eq_nocase(w, str_slice(full, 0, 3)) ||
            (m == 8 && str_eq_nocase(w, STR("sept"))))
            return m + 1;
    }
    return 0;
}

static bool ordinal(dm_str w)
{
    return str_eq_nocase(w, STR("st")) || str_eq_nocase(w, STR("nd")) ||
           str_eq_nocase(w, STR("rd")) || str_eq_nocase(w, STR("th"));
}

static bool real_date(uint32_t y, uint32_t m, uint32_t d)
{
    static const uint8_t days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return y >= 1400 && y < 2200 && m >= 1 && m <= 12 && d >= 1 && d <= days[m - 1];
}

static bool give(text_date *out, const part *a, const part *b, uint32_t y, uint32_t m,
                 uint32_t d)
{
    if (!real_date(y, m, d))
        return false;
    out->begin = a->begin;
    out->end = b->end;
    (void)snprintf(out->iso, sizeof out->iso, "%04u-%02u-%02u", y % 10000, m % 100, d % 100);
    return true;
}

/* Only signs that stand inside a date between two of its parts. */
static bool joined(dm_str s, const part *a, const part *b, const char *signs)
{
    if (b->begin - a->end > 4)
        return false;
    for (size_t i = a->end; i < b->begin; i++) {
        if (!strchr(signs, s.ptr[i]))
            return false;
    }
    return true;
}

/* p[0..3]: the next parts; n of them are there. */
static bool at_parts(dm_str s, const part *p, size_t n, text_date *out)
{
    if (n >= 3 && p[0].digits && p[1].digits && p[2].digits &&
        (joined(s, &p[0], &p[1], "-/.") && joined(s, &p[1], &p[2], "-/.") &&
         p[1].begin - p[0].end == 1 && p[2].begin - p[1].end == 1)) {
        uint32_t a = p[0].number, b = p[1].number, c = p[2].number;
        if (p[0].end - p[0].begin == 4)
            return give(out, &p[0], &p[2], a, b, c);
        if (p[2].end - p[2].begin != 4 || (a <= 12 && b <= 12 && a != b))
            return false;
        return a > 12 ? give(out, &p[0], &p[2], c, b, a) : give(out, &p[0], &p[2], c, a, b);
    }
    size_t day = p[0].digits ? 0 : 1;
    if (n < 2 || p[day].digits == p[1 - day].digits)
        return false;
    size_t last =
        1; /* "20th May" has the ending between day and month, "May 20th" after both */
    const part *month = &p[1 - day], *end = &p[1];
    if (day == 0 && n > 2 && ordinal(p[1].text))
        month = end = &p[++last];
    if (day == 1 && n > 2 && ordinal(p[2].text))
        end = &p[++last];
    uint32_t m = month_of(month->text);
    if (!m || last + 1 >= n || !p[last + 1].digits || p[last + 1].end - p[last + 1].begin != 4)
        return false;
    if (!joined(s, &p[0], &p[1], " .-\t") || !joined(s, end, &p[last + 1], " ,.-\t"))
        return false;
    return give(out, &p[0], &p[last + 1], p[last + 1].number, m, p[day].number);
}

bool date_find(dm_str s, text_date *out)
{
    *out = (text_date){0};
    part p[4];
    size_t n = 0, at = 0;
    for (;;) {
        while (n < 4 && next_part(s, &at, &p[n]))
            n++;
        if (!n)
            return false;
        if (at_parts(s, p, n, out))
            return true;
        memmove(p, p + 1, --n * sizeof *p);
    }
}

/* Words that stand beside a date on a line of its own. */
static bool beside_date(dm_str w)
{
    static const char *const words[] = {
        "updated", "published", "posted", "last",   "first",   "modified",  "on",
        "at",      "date",      "time",   "monday", "tuesday", "wednesday", "thursday",
        "friday",  "saturday",  "sunday", "mon",    "tue",     "wed",       "thu",
        "fri",     "sat",       "sun",    "am",     "pm",      "a",         "p",
        "m",       "ist",       "gmt",    "utc",    "est",     "edt",       "pst",
        "pdt",     "cet",       "cest",   "bst",    "hrs",     "hours",     "z",
        "t",       "created",   "issued", "and",    "et",      "pt",        "pkt",
        "wib",     "myt",       "sgt",    "eat",    "cat",     "wat",       "eet",
        "eest",    "msk"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (str_eq_nocase(w, str_z(words[i])))
            return true;
    }
    return false;
}

bool date_is_line(dm_str s, text_date *out)
{
    if (s.len > 160 || !date_find(s, out))
        return false;
    part p;
    for (size_t at = 0; next_part(s, &at, &p);) {
        if (p.digits ? p.end - p.begin > 4
                     : !(beside_date(p.text) || month_of(p.text) || ordinal(p.text)))
            return false;
    }
    return true;
}
