/* SPDX-License-Identifier: GPL-3.0-or-later */
/* date.h - dates as news pages write them, to ISO 8601.
 *
 * "2025-05-20T16:03:00+05:30", "May 20, 2025 16:03 IST", "20 May 2025", "Wednesday, November 7,
 * 2007", "20 Sept. 2024", "20/05/2025" when only one order of day and month is possible.
 */
#ifndef DM_TEXT_DATE_H
#define DM_TEXT_DATE_H

#include "base/str.h"

typedef struct {
    size_t begin, end; /* bytes of the date in the text searched; equal: none */
    char iso[11];      /* "YYYY-MM-DD" */
} text_date;

/* The first complete date (day, month, year from 1400 to 2199) in s. */
bool date_find(dm_str s, text_date *out);
/* Nothing but a date, perhaps with weekday, time of day, zone and words like "Updated:". */
bool date_is_line(dm_str s, text_date *out);

#endif
