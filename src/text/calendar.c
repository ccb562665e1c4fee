/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/calendar.h"

#include <stdio.h>

int64_t calendar_days(dm_date d)
{
    int64_t y = d.year - (d.month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

dm_date calendar_date(int64_t days)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    dm_date d = {.day = (int)(doy - (153 * mp + 2) / 5 + 1),
                 .month = (int)(mp < 10 ? mp + 3 : mp - 9)};
    d.year = (int)(yoe + era * 400 + (d.month <= 2));
    return d;
}

bool calendar_exists(int year, int month, int day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1000 || year > 2199 || month < 1 || month > 12 || day < 1)
        return false;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= days[month - 1] + (month == 2 && leap);
}

int calendar_weekday(int64_t days)
{
    return (int)(((days + 3) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
}

bool calendar_parse(dm_str iso, dm_date *out)
{
    int v[3] = {0};
    if (iso.len < 10 || iso.ptr[4] != '-' || iso.ptr[7] != '-')
        return false;
    static const size_t from[] = {0, 5, 8}, to[] = {4, 7, 10};
    for (int k = 0; k < 3; k++) {
        for (size_t i = from[k]; i < to[k]; i++) {
            if (iso.ptr[i] < '0' || iso.ptr[i] > '9')
                return false;
            v[k] = v[k] * 10 + (iso.ptr[i] - '0');
        }
    }
    *out = (dm_date){v[0], v[1], v[2]};
    return calendar_exists(v[0], v[1], v[2]);
}

dm_span calendar_day(int64_t day)
{
    return (dm_span){day, day, TO_DAY};
}

dm_span calendar_month(int year, int month)
{
    int64_t count = (int64_t)year * 12 + month - 1;
    dm_date a = {(int)(count / 12), (int)(count % 12) + 1, 1};
    dm_date b = {(int)((count + 1) / 12), (int)((count + 1) % 12) + 1, 1};
    return (dm_span){calendar_days(a), calendar_days(b) - 1, TO_MONTH};
}

dm_span calendar_years(int from, int to)
{
    return (dm_span){calendar_days((dm_date){from, 1, 1}), calendar_days((dm_date){to, 12, 31}),
                     TO_YEAR};
}

dm_span calendar_year(int year)
{
    return calendar_years(year, year);
}

void calendar_end_text(const dm_span *s, bool last, char out[CALENDAR_TEXT])
{
    dm_date d = calendar_date(last ? s->last : s->first);
    unsigned y = (unsigned)d.year % 10000U, m = (unsigned)d.month % 100U,
             day = (unsigned)d.day % 100U;
    if (s->precision == TO_DAY)
        (void)snprintf(out, CALENDAR_TEXT, "%04u-%02u-%02u", y, m, day);
    else if (s->precision == TO_MONTH)
        (void)snprintf(out, CALENDAR_TEXT, "%04u-%02u", y, m);
    else
        (void)snprintf(out, CALENDAR_TEXT, "%04u", y);
}

void calendar_text(const dm_span *s, char out[CALENDAR_TEXT])
{
    char a[CALENDAR_TEXT], b[CALENDAR_TEXT];
    calendar_end_text(s, false, a);
    calendar_end_text(s, true, b);
    if (strcmp(a, b) == 0)
        (void)snprintf(out, CALENDAR_TEXT, "%.10s", a);
    else
        (void)snprintf(out, CALENDAR_TEXT, "%.10s/%.10s", a, b);
}
