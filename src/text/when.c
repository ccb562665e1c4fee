/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/when.h"

#include <stdio.h>

enum { PARTS = 24 };

/* A run of letters or digits, or one other sign. */
typedef struct {
    dm_str text;
    size_t begin, end;
    int number;                   /* of at most four digits, else -1 */
    bool digits, letters, spaced; /* spaced: blank before it */
} part;

typedef struct {
    part p[PARTS];
    int count;
    bool dated; /* the article has a date */
    dm_date today;
    int64_t now;
    when_tense tense;
    bool relative;
} reader;

static bool letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes of a dash or apostrophe that is not ASCII, as its ASCII sign. */
static size_t sign_at(dm_str s, size_t i, char *sign)
{
    static const struct {
        const char *bytes;
        char sign;
    } signs[] = {{"\xE2\x80\x93", '-'}, {"\xE2\x80\x94", '-'}, {"\xE2\x80\x99", '\''}};
    for (size_t k = 0; k < sizeof signs / sizeof signs[0]; k++) {
        if (str_starts(str_slice(s, i, s.len), str_z(signs[k].bytes))) {
            *sign = signs[k].sign;
            return 3;
        }
    }
    *sign = s.ptr[i];
    return 1;
}

static bool next_part(dm_str s, size_t *at, part *p)
{
    static const char signs[] = "-'";
    size_t i = *at;
    while (i < s.len && (s.ptr[i] == ' ' || s.ptr[i] == '\n' || s.ptr[i] == '\t'))
        i++;
    if (i >= s.len)
        return false;
    *p = (part){.begin = i, .number = -1, .spaced = i > *at};
    p->digits = digit(s.ptr[i]);
    p->letters = letter(s.ptr[i]);
    if (!p->digits && !p->letters) {
        char sign;
        size_t n = sign_at(s, i, &sign);
        p->text = sign == '-'    ? str_slice(str_z(signs), 0, 1)
                  : sign == '\'' ? str_slice(str_z(signs), 1, 2)
                                 : str_slice(s, i, i + n);
        i += n;
    } else {
        while (i < s.len && (p->digits ? digit(s.ptr[i]) : letter(s.ptr[i])))
            i++;
        p->text = str_slice(s, p->begin, i);
    }
    p->end = i;
    if (p->digits && p->text.len <= 4) {
        p->number = 0;
        for (size_t k = 0; k < p->text.len; k++)
            p->number = p->number * 10 + (p->text.ptr[k] - '0');
    }
    *at = i;
    return true;
}

static bool is(const reader *r, int i, const char *word)
{
    return i >= 0 && i < r->count && str_eq_nocase(r->p[i].text, str_z(word));
}

/* Which of the words, between blanks, is p[i]; -1 for none. */
static int which(const reader *r, int i, const char *words)
{
    dm_str rest = str_z(words);
    for (int k = 0; i >= 0 && i < r->count && rest.len; k++) {
        if (str_eq_nocase(str_cut(rest, ' ', &rest), r->p[i].text))
            return k;
    }
    return -1;
}

static bool any(const reader *r, int i, const char *words)
{
    return which(r, i, words) >= 0;
}

/* ---- pieces: each returns the next part, or 0 when it is not there ---- */

/* 0 to 11, or -1.  A month has a capital letter: "may" and "march" are verbs. */
static int month_at(const reader *r, int i)
{
    if (i >= r->count || !r->p[i].letters || (r->p[i].text.ptr[0] & 32))
        return -1;
    int m = which(r, i,
                  "january february march april may june july august september october "
                  "november december");
    if (m < 0)
        m = which(r, i, "jan feb mar apr may jun jul aug sep oct nov dec");
    return m < 0 && is(r, i, "sept") ? 8 : m;
}

static int weekday_at(const reader *r, int i)
{
    if (i >= r->count || !r->p[i].letters || (r->p[i].text.ptr[0] & 32))
        return -1;
    return which(r, i, "monday tuesday wednesday thursday friday saturday sunday");
}

/* Behind a month: the point of "Sept.", not that of "in July." */
static int skip_dot(const reader *r, int i)
{
    bool cut = i > 0 && r->p[i - 1].text.len <= 4 && !any(r, i - 1, "may june july");
    return cut && is(r, i, ".") && !r->p[i].spaced ? i + 1 : i;
}

static int skip_comma(const reader *r, int i)
{
    return is(r, i, ",") ? i + 1 : i;
}

static bool is_year(const reader *r, int i)
{
    return i < r->count && r->p[i].digits && r->p[i].text.len == 4 && r->p[i].number >= 1000 &&
           r->p[i].number < 2200;
}

/* A number of things: "three", "10", "a". */
static int amount_at(const reader *r, int i)
{
    if (i < r->count && r->p[i].digits)
        return r->p[i].number > 0 && r->p[i].number < 1000 ? r->p[i].number : -1;
    if (any(r, i, "a an"))
        return 1;
    int n = which(r, i, "zero one two three four five six seven eight nine ten eleven twelve");
    return n > 0 ? n : -1;
}

typedef enum { DAYS, WEEKS, MONTHS, YEARS, DECADES, UNITS } unit;

static int unit_at(const reader *r, int i)
{
    int u = which(r, i, "day week month year decade");
    return u >= 0 ? u : which(r, i, "days weeks months years decades");
}

/* "3", "3rd", "third" is not read.  *day from 1. */
static int day_number(const reader *r, int i, int *day)
{
    if (i >= r->count || !r->p[i].digits || r->p[i].text.len > 2 || r->p[i].number < 1 ||
        r->p[i].number > 31)
        return 0;
    *day = r->p[i].number;
    if (any(r, i + 1, "st nd rd th") && !r->p[i + 1].spaced)
        i++;
    return i + 1;
}

/* ---- settling what the words leave open ---- */

static bool needs_today(reader *r)
{
    r->relative = true;
    return r->dated;
}

static int64_t distance(int64_t a, int64_t b)
{
    return a < b ? b - a : a - b;
}

/* Of spans in order of time the one that the tense means; at least one. */
static dm_span choose(const reader *r, const dm_span *s, int n)
{
    int best = 0;
    if (r->tense == WHEN_PAST) {
        for (int i = 0; i < n; i++) {
            if (s[i].first <= r->now)
                best = i;
        }
        return s[best];
    }
    if (r->tense == WHEN_FUTURE) {
        for (best = 0; best + 1 < n && s[best].last < r->now;)
            best++;
        return s[best];
    }
    for (int i = 1; i < n; i++) {
        if (distance(s[i].first, r->now) < distance(s[best].first, r->now))
            best = i;
    }
    return s[best];
}

static bool settle_day(reader *r, int month, int day, dm_span *out)
{
    dm_span s[17];
    int n = 0;
    if (!needs_today(r))
        return false;
    for (int y = r->today.year - 8; y <= r->today.year + 8; y++) {
        if (calendar_exists(y, month, day))
            s[n++] = calendar_day(calendar_days((dm_date){y, month, day}));
    }
    if (n)
        *out = choose(r, s, n);
    return n > 0;
}

static bool settle_month(reader *r, int month, dm_span *out)
{
    dm_span s[3];
    if (!needs_today(r))
        return false;
    for (int k = 0; k < 3; k++)
        s[k] = calendar_month(r->today.year - 1 + k, month);
    *out = choose(r, s, 3);
    return true;
}

static bool settle_weekday(reader *r, int weekday, dm_span *out)
{
    dm_span s[2];
    if (!needs_today(r))
        return false;
    int back = (calendar_weekday(r->now) - weekday + 7) % 7;
    s[0] = calendar_day(r->now - back);
    s[1] = calendar_day(back ? r->now - back + 7 : r->now);
    *out = choose(r, s, 2);
    return true;
}

/* ---- dates ---- */

/* "2018-11-30", "25/12/2018": the order must show. */
static int numeric(const reader *r, int i, dm_span *out)
{
    if (i + 4 >= r->count || !r->p[i].digits || !r->p[i + 2].digits || !r->p[i + 4].digits ||
        !any(r, i + 1, "- / .") || !str_eq(r->p[i + 1].text, r->p[i + 3].text))
        return 0;
    for (int k = i + 1; k <= i + 4; k++) {
        if (r->p[k].spaced)
            return 0;
    }
    int a = r->p[i].number, b = r->p[i + 2].number, c = r->p[i + 4].number;
    dm_date d;
    if (r->p[i].text.len == 4)
        d = (dm_date){a, b, c};
    else if (r->p[i + 4].text.len != 4 || (a <= 12 && b <= 12 && a != b))
        return 0;
    else
        d = a > 12 ? (dm_date){c, b, a} : (dm_date){c, a, b};
    if (!calendar_exists(d.year, d.month, d.day))
        return 0;
    *out = calendar_day(calendar_days(d));
    return i + 5;
}

static bool day_in(reader *r, int year, int month, int day, dm_span *out)
{
    if (!year)
        return settle_day(r, month, day, out);
    if (!calendar_exists(year, month, day))
        return false;
    *out = calendar_day(calendar_days((dm_date){year, month, day}));
    return true;
}

/* ", 2019", "of 2019" or "2019" after a month or a day; *year 0 when there is none. */
static int year_after(const reader *r, int i, int *year)
{
    int k = is(r, i, "of") ? i + 1 : skip_comma(r, i);
    *year = 0;
    if (!is_year(r, k) || (k + 1 < r->count && is(r, k + 1, "-") && !r->p[k + 1].spaced))
        return i;
    *year = r->p[k].number;
    return k + 1;
}

/* A second day after the first: "11-16", "11 to 16", "11 and 12". */
static int second_day(const reader *r, int i, int *day)
{
    if (!any(r, i, "- to and"))
        return 0;
    int end = day_number(r, i + 1, day);
    return end && !any(r, end, "people percent per cent days") ? end : 0;
}

static bool days_between(reader *r, int year, int month, int a, int b, dm_span *out)
{
    dm_span last;
    if (b <= a || !day_in(r, year, month, a, out) || !day_in(r, year, month, b, &last))
        return false;
    out->last = last.last;
    return out->last > out->first && out->last - out->first < 31;
}

/* "May 3rd, 2019", "May 11-16", "May 2019", "May"; alone: a month without day or year counts.
 */
static int month_first(reader *r, int i, bool alone, dm_span *out)
{
    int month = month_at(r, i) + 1, year, a, b;
    if (!month)
        return 0;
    int k = skip_dot(r, i + 1), end = day_number(r, k, &a);
    if (end && !is(r, end, ":")) {
        int more = second_day(r, end, &b);
        int after = year_after(r, more ? more : end, &year);
        if (more && days_between(r, year, month, a, b, out))
            return after;
        after = year_after(r, end, &year);
        return day_in(r, year, month, a, out) ? after : 0;
    }
    end = year_after(r, k, &year);
    if (year) {
        *out = calendar_month(year, month);
        return end;
    }
    if (is(r, k, "of") && any(r, k + 1, "this last") && is(r, k + 2, "year") &&
        needs_today(r)) {
        *out = calendar_month(r->today.year - is(r, k + 1, "last"), month);
        return k + 3;
    }
    return alone && settle_month(r, month, out) ? k : 0;
}

/* "3 May 2019", "the 3rd of May", "11-16 May". */
static int day_first(reader *r, int i, dm_span *out)
{
    int a, b = 0, year, k = is(r, i, "the") ? i + 1 : i;
    int end = day_number(r, k, &a);
    if (!end)
        return 0;
    int more = second_day(r, end, &b);
    if (more)
        end = more;
    if (is(r, end, "of"))
        end++;
    int month = month_at(r, end) + 1;
    if (!month)
        return 0;
    end = year_after(r, skip_dot(r, end + 1), &year);
    if (more)
        return days_between(r, year, month, a, b, out) ? end : 0;
    return day_in(r, year, month, a, out) ? end : 0;
}

static int date_at(reader *r, int i, bool alone, dm_span *out)
{
    int end = numeric(r, i, out);
    if (!end)
        end = month_first(r, i, alone, out);
    return end ? end : day_first(r, i, out);
}

/* ---- periods ---- */

/* "the 1990s", "the 19th century". */
static int decade(const reader *r, int i, dm_span *out)
{
    if (i >= r->count || !r->p[i].digits)
        return 0;
    int n = r->p[i].number;
    if (is_year(r, i) && n % 10 == 0 && is(r, i + 1, "s") && !r->p[i + 1].spaced) {
        *out = calendar_years(n, n + 9);
        return i + 2;
    }
    if (r->p[i].text.len <= 2 && n > 10 && n < 22 && any(r, i + 1, "th st nd rd") &&
        is(r, i + 2, "century")) {
        *out = calendar_years((n - 1) * 100 + 1, n * 100);
        return i + 3;
    }
    return 0;
}

static dm_span season(int year, int s)
{
    dm_span a = calendar_month(year, 3 * s + 3), b = calendar_month(year, 3 * s + 5);
    return (dm_span){a.first, b.last, TO_MONTH};
}

/* 0 spring ... 3 winter, which begins in December of its year. */
static int season_at(const reader *r, int i)
{
    int s = which(r, i, "spring summer autumn winter");
    return is(r, i, "fall") ? 2 : s;
}

static int season_or_part(reader *r, int i, dm_span *out)
{
    int year, s = season_at(r, i);
    int quarter = which(r, i, "first second third fourth");
    if (s >= 0 && !is(r, i, "fall")) {
        int end = year_after(r, i + 1, &year);
        if (year)
            *out = season(year, s);
        return year ? end : 0;
    }
    if (quarter < 0 || !any(r, i + 1, "quarter half"))
        return 0;
    int months = is(r, i + 1, "half") ? 6 : 3;
    int end = year_after(r, i + 2, &year);
    if (!year || quarter * months >= 12)
        return 0;
    dm_span a = calendar_month(year, quarter * months + 1);
    dm_span b = calendar_month(year, (quarter + 1) * months);
    *out = (dm_span){a.first, b.last, TO_MONTH};
    return end;
}

static dm_span unit_span(const reader *r, int u, int shift)
{
    switch ((unit)u) {
    case DAYS:
        return calendar_day(r->now + shift);
    case WEEKS: {
        int64_t monday = r->now - calendar_weekday(r->now) + 7 * shift;
        return (dm_span){monday, monday + 6, TO_DAY};
    }
    case MONTHS:
        return calendar_month(r->today.year, r->today.month + shift);
    case DECADES: {
        int first = r->today.year - r->today.year % 10 + 10 * shift;
        return calendar_years(first, first + 9);
    }
    case YEARS:
    case UNITS:
        break;
    }
    return calendar_year(r->today.year + shift);
}

static dm_span weekend(const reader *r, int shift)
{
    int64_t monday = r->now - calendar_weekday(r->now) + 7 * shift;
    return (dm_span){monday + 5, monday + 6, TO_DAY};
}

/* The n units that end or begin with the article's day. */
static dm_span units_from(const reader *r, int u, int n)
{
    dm_span now = u == YEARS || u == DECADES ? calendar_year(r->today.year)
                  : u == MONTHS              ? calendar_month(r->today.year, r->today.month)
                                             : calendar_day(r->now);
    dm_span far = u == DECADES ? calendar_year(r->today.year + 10 * n)
                  : u == WEEKS ? calendar_day(r->now + (int64_t)7 * n)
                               : unit_span(r, u, n);
    return n < 0 ? (dm_span){far.first, now.last, now.precision}
                 : (dm_span){now.first, far.last, now.precision};
}

static int part_of_day(const reader *r, int i)
{
    return any(r, i, "morning afternoon evening night noon") ? i + 1 : i;
}

/* Behind "this", "last", "next" (shift 0, -1, 1). */
static int shifted(reader *r, int i, int shift, dm_span *out)
{
    int u = which(r, i, "day week month year decade"), w = weekday_at(r, i);
    int m = month_at(r, i) + 1, s = season_at(r, i);
    if (u > 0) {
        *out = unit_span(r, u, shift);
    } else if (is(r, i, "weekend")) {
        bool before = shift < 0 || (shift == 0 && r->tense == WHEN_PAST);
        *out = weekend(r, shift > 0 ? 1 : before && calendar_weekday(r->now) < 5 ? -1 : shift);
    } else if (w >= 0) {
        int back = (calendar_weekday(r->now) - w + 7) % 7;
        *out = calendar_day(shift < 0               ? r->now - (back ? back : 7)
                            : shift > 0             ? r->now + (back ? 7 - back : 7)
                            : r->tense == WHEN_PAST ? r->now - back
                                                    : r->now + (7 - back) % 7);
        return part_of_day(r, i + 1);
    } else if (m) {
        int year = r->today.year;
        year += shift < 0 && m >= r->today.month ? -1 : 0;
        year += shift > 0 && m <= r->today.month ? 1 : 0;
        *out = calendar_month(year, m);
    } else if (s >= 0) {
        dm_span now = season(r->today.year, s);
        int year = r->today.year;
        year += shift < 0 && now.last >= r->now ? -1 : 0;
        year += shift > 0 && now.first <= r->now ? 1 : 0;
        *out = season(year, s);
    } else {
        return 0;
    }
    return i + 1;
}

/* "this week", "last Friday", "the past three days", "the next two years". */
static int deictic(reader *r, int i, dm_span *out)
{
    int d = which(r, i, "this last next past previous coming");
    if (d < 0 || !r->dated) {
        r->relative = r->relative || d >= 0;
        return 0;
    }
    r->relative = true;
    int n = amount_at(r, i + 1), u = unit_at(r, i + 2);
    if (n > 0 && u >= 0 && d > 0 && !any(r, i + 1, "a an")) {
        *out = units_from(r, u, d == 2 || d == 5 ? n : -n);
        return i + 3;
    }
    if (d == 1 && is(r, i + 1, "night")) {
        *out = calendar_day(r->now - 1);
        return i + 2;
    }
    if (d == 0 && any(r, i + 1, "morning afternoon evening")) {
        *out = calendar_day(r->now);
        return i + 2;
    }
    u = unit_at(r, i + 1);
    if (u >= 0 && d == 3) { /* "the past week" */
        *out = units_from(r, u, -1);
        return i + 2;
    }
    return d == 4 || d == 5 ? 0 : shifted(r, i + 1, d == 0 ? 0 : d == 2 ? 1 : -1, out);
}

/* "two years ago", "a week ago". */
static int ago(reader *r, int i, dm_span *out)
{
    int n = amount_at(r, i), u = unit_at(r, i + 1);
    if (n < 1 || u < 0 || !is(r, i + 2, "ago") || !needs_today(r))
        return 0;
    *out = u == WEEKS     ? calendar_day(r->now - 7 * n)
           : u == DECADES ? calendar_year(r->today.year - 10 * n)
                          : unit_span(r, u, -n);
    return i + 3;
}

static int named_day(reader *r, int i, dm_span *out)
{
    int d = which(r, i, "yesterday today tomorrow tonight");
    if (d >= 0) {
        if (!needs_today(r))
            return 0;
        *out = calendar_day(r->now + (d == 3 ? 0 : d - 1));
        return part_of_day(r, i + 1);
    }
    int w = weekday_at(r, i);
    if (w < 0)
        return 0;
    int end = part_of_day(r, i + 1);
    int date = date_at(r, skip_comma(r, end), false, out);
    if (date)
        return date;
    return settle_weekday(r, w, out) ? end : 0;
}

static int weekend_at(reader *r, int i, dm_span *out)
{
    int k = is(r, i, "the") ? i + 1 : i;
    if (!is(r, k, "weekend") || !needs_today(r))
        return 0;
    return shifted(r, k, 0, out);
}

/* A year needs a word beside it that makes it one. */
static int bare_year(const reader *r, int i, dm_span *out)
{
    if (is(r, i, "year"))
        i++;
    if (!is_year(r, i) || is(r, i + 1, "%"))
        return 0;
    *out = calendar_year(r->p[i].number);
    return i + 1;
}

/* ---- expressions ---- */

static int qualified(reader *r, int i)
{
    if (any(r, i, "early late mid earlier later"))
        return is(r, i + 1, "-")                          ? i + 2
               : is(r, i + 1, "on") || is(r, i + 1, "in") ? i + 2
                                                          : i + 1;
    int k = is(r, i, "the") ? i + 1 : i;
    if (any(r, k,
            "end beginning start middle night morning evening afternoon eve course year "
            "month") &&
        is(r, k + 1, "of"))
        return k + 2;
    return i;
}

/* One date or period; licensed: what stands before it makes a bare year or month one. */
static int core(reader *r, int i, bool licensed, dm_span *out)
{
    int k = qualified(r, i);
    licensed = licensed || k > i;
    int end = date_at(r, k, licensed, out);
    int bare = is(r, k, "the") ? k + 1 : k;
    if (!end)
        end = named_day(r, k, out);
    if (!end)
        end = weekend_at(r, k, out);
    if (!end)
        end = deictic(r, bare, out);
    if (!end)
        end = ago(r, bare, out);
    if (!end)
        end = decade(r, bare, out);
    if (!end)
        end = season_or_part(r, bare, out);
    if (!end && bare == k + 1 && is_year(r, bare) && bare + 1 < r->count &&
        r->p[bare + 1].letters && r->p[bare + 1].spaced)
        end = bare_year(r, bare, out); /* "the 2016 vote" */
    if (!end && licensed)
        end = bare_year(r, bare, out);
    return end;
}

/* "from A to B", "between A and B", "A-B". */
static int range(reader *r, int i, bool pair, const char *join, dm_span *out)
{
    dm_span a = {0}, b = {0};
    int k = core(r, i, pair, &a);
    int day;
    if (!k && pair && (k = day_number(r, i, &day)) != 0) {
        /* "from 11 to 16 May": the first takes its month from the second */
        int end = any(r, k, join) ? core(r, k + 1, false, &b) : 0;
        dm_date d = calendar_date(b.last);
        if (!end || b.precision != TO_DAY || b.first != b.last || day >= d.day)
            return 0;
        *out = (dm_span){b.last - d.day + day, b.last, TO_DAY};
        return end;
    }
    if (!k || !any(r, k, join))
        return 0;
    int end = core(r, k + 1, true, &b);
    if (!end || a.precision != b.precision)
        return 0;
    if (b.last < a.first)
        return 0;
    *out = (dm_span){a.first, b.last, a.precision};
    return end;
}

/* The same with the year of the second end for the first. */
static int range_with_year(reader *r, int i, const char *join, dm_span *out)
{
    int a_day = 0, year = 0, k = i;
    int a_month = month_at(r, k) + 1;
    if (!a_month) {
        int end = day_number(r, k, &a_day);
        a_month = end ? month_at(r, end) + 1 : 0;
        k = end;
    } else {
        int end = day_number(r, k + 1, &a_day);
        k = end ? end - 1 : k;
    }
    if (!a_month || !any(r, k + 1, join))
        return 0;
    dm_span b = {0};
    int end = core(r, k + 2, true, &b);
    if (!end)
        return 0;
    dm_date last = calendar_date(b.last);
    year = last.year - (a_month > last.month);
    if (b.precision == TO_MONTH && !a_day) {
        *out = (dm_span){calendar_month(year, a_month).first, b.last, TO_MONTH};
        return end;
    }
    if (b.precision != TO_DAY || !calendar_exists(year, a_month, a_day))
        return 0;
    *out = (dm_span){calendar_days((dm_date){year, a_month, a_day}), b.last, TO_DAY};
    return end;
}

static int any_range(reader *r, int i, bool pair, dm_span *out)
{
    const char *join = is(r, i - 1, "between") ? "and" : pair ? "to until till through -" : "-";
    int end = range_with_year(r, i, join, out);
    return end ? end : range(r, i, pair, join, out);
}

typedef enum { IN, SINCE, UNTIL, FROM } how;

static void give(const reader *r, int from, int first, int end, how h, const dm_span *s,
                 text_when *out)
{
    char text[CALENDAR_TEXT];
    *out = (text_when){.begin = r->p[from].begin,
                       .core = r->p[first].begin,
                       .end = r->p[end - 1].end,
                       .span = *s,
                       .open_begin = h == UNTIL,
                       .open_end = h == SINCE,
                       .relative = r->relative};
    if (h == SINCE) {
        calendar_end_text(s, false, text);
        (void)snprintf(out->iso, sizeof out->iso, "%.10s/..", text);
    } else if (h == UNTIL) {
        calendar_end_text(s, true, text);
        (void)snprintf(out->iso, sizeof out->iso, "../%.10s", text);
    } else {
        calendar_text(s, out->iso);
    }
}

/* The preposition before a date; the parts it takes. */
static int preposition(const reader *r, int i, how *h, bool *licenses)
{
    *h = IN;
    *licenses = true;
    if (is(r, i, "since")) {
        *h = SINCE;
    } else if (any(r, i, "until till by before")) {
        *h = UNTIL;
    } else if (is(r, i, "up") && is(r, i + 1, "to")) {
        *h = UNTIL;
        return 2;
    } else if (any(r, i, "from after")) {
        *h = FROM;
    } else if (is(r, i, "of")) {
        /* "of 1900 people" counts them */
        *licenses = !(i + 2 < r->count && is_year(r, i + 1) && r->p[i + 2].letters &&
                      !any(r, i + 2, "with by in and between at on to was is has had for"));
    } else if (any(r, i, "( in during throughout around circa")) {
        *licenses = true;
    } else if (any(r, i, "on over for within through at between")) {
        *licenses = false;
    } else {
        *licenses = false;
        return 0;
    }
    return 1;
}

static bool expression(reader *r, text_when *out)
{
    how h;
    bool licenses;
    dm_span s;
    int n = preposition(r, 0, &h, &licenses);
    int end = any_range(r, n, h == FROM || is(r, 0, "between") || is(r, 0, "("), &s);
    if (end)
        h = h == FROM ? IN : h;
    else
        end = core(r, n, licenses, &s);
    if (!end)
        return false;
    if (h == FROM && s.precision == TO_DAY && s.first != s.last)
        h = IN; /* "from May 11-16" */
    give(r, n && is(r, 0, "(") ? n : 0, n, end, h == FROM ? SINCE : h, &s, out);
    return true;
}

bool when_find(dm_str s, size_t from, dm_str article_date, when_tense tense, text_when *out)
{
    reader r = {.tense = tense};
    r.dated = calendar_parse(article_date, &r.today);
    r.now = r.dated ? calendar_days(r.today) : 0;
    *out = (text_when){0};
    for (size_t at = from; at < s.len;) {
        size_t k = at;
        r.count = 0;
        r.relative = false;
        while (r.count < PARTS && next_part(s, &k, &r.p[r.count]))
            r.count++;
        if (!r.count)
            return false;
        if (expression(&r, out))
            return true;
        at = r.p[0].end;
    }
    return false;
}
