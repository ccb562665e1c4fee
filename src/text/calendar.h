/* SPDX-License-Identifier: GPL-3.0-or-later */
/* calendar.h - days of the Gregorian calendar counted from 1970-01-01, and spans of them as
 * known as the words know them: to the day, the month or the year. */
#ifndef DM_TEXT_CALENDAR_H
#define DM_TEXT_CALENDAR_H

#include "base/str.h"

typedef enum { TO_DAY, TO_MONTH, TO_YEAR } dm_precision;

typedef struct {
    int year, month, day; /* month and day from 1 */
} dm_date;

typedef struct {
    int64_t first, last; /* days, both inside */
    dm_precision precision;
} dm_span;

enum { CALENDAR_TEXT = 24 };

/* Days from civil and back: Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013). */
int64_t calendar_days(dm_date d);
dm_date calendar_date(int64_t days);
bool calendar_exists(int year, int month, int day);
int calendar_weekday(int64_t days);            /* 0 Monday ... 6 Sunday */
bool calendar_parse(dm_str iso, dm_date *out); /* "YYYY-MM-DD", what follows is not looked at */

dm_span calendar_day(int64_t day);
dm_span calendar_month(int year, int month); /* months beyond 1..12 count on into other years */
dm_span calendar_year(int year);
dm_span calendar_years(int from, int to);

/* "2019-05-03", "2019-05", "2019"; "2019-05-03/2019-05-06" when the ends differ. */
void calendar_text(const dm_span *s, char out[CALENDAR_TEXT]);
/* One end of the span alone. */
void calendar_end_text(const dm_span *s, bool last, char out[CALENDAR_TEXT]);

#endif
