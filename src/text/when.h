/* SPDX-License-Identifier: GPL-3.0-or-later */
/* when.h - dates in running text, absolute and relative, to ISO 8601.
 *
 * "on 3 May 2019", "May 11-16", "in February 2003", "earlier this month", "on Friday", "two
 * years ago", "since 2014", "by the end of March", "from 1999 to 2003", "the 1990s", "last
 * summer".
 *
 * What leaves the year or the week open is settled by the article's date and the tense: behind
 * a past tense the last such day, month or weekday (the article's own day counts), before a
 * future the next, else the nearest.  "last Friday" is before the article's day, "next Friday"
 * after it. Without the article's date only absolute dates are read.  03/04/2018 is not read:
 * nothing tells its order.  "earlier this month" is as precise as the month.  Weeks begin on
 * Monday, seasons are those of the northern half of the earth, and summer is June to August. */
#ifndef DM_TEXT_WHEN_H
#define DM_TEXT_WHEN_H

#include "text/calendar.h"

typedef enum { WHEN_NEAREST, WHEN_PAST, WHEN_FUTURE } when_tense;

typedef struct {
    size_t begin, end; /* bytes, the preposition included */
    size_t core;       /* where the date itself begins */
    dm_span span;
    bool open_begin, open_end; /* "until 2014", "since 2014" */
    bool relative;             /* needed the article's date */
    char iso[CALENDAR_TEXT];   /* "2003-02", "1999/2003", "2014/..", "../2014" */
} text_when;

/* The first expression that begins at or after byte from; article_date is ISO or empty. */
bool when_find(dm_str s, size_t from, dm_str article_date, when_tense tense, text_when *out);

#endif
