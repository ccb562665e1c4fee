/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "merge/timeline.h"

#include "base/vec.h"

#include <stdlib.h>

static const char *const span_names[SPAN_COUNT] = {"day", "week", "month"};

dm_span span_find(dm_str name)
{
    int i = 0;
    while (i < SPAN_COUNT && !str_eq(str_z(span_names[i]), name))
        i++;
    return (dm_span)i;
}

/* ---- calendar: Howard Hinnant, "chrono-compatible low-level date algorithms" ---- */

static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void date_of(int64_t days, int64_t *year, int64_t *month, int64_t *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097, of_era = days - era * 146097;
    int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * y + y / 4 - y / 100), m = (5 * of_year + 2) / 153;
    *day = of_year - (153 * m + 2) / 5 + 1;
    *month = m + (m < 10 ? 3 : -9);
    *year = y + era * 400 + (*month <= 2);
}

static bool digits(dm_str s, size_t from, size_t n, int64_t *value)
{
    *value = 0;
    for (size_t i = from; i < from + n; i++) {
        if (i >= s.len || s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        *value = *value * 10 + (s.ptr[i] - '0');
    }
    return true;
}

bool day_number(dm_str date, int64_t *day)
{
    int64_t y, m, d, yy, mm, dd;
    if (date.len < 10 || date.ptr[4] != '-' || date.ptr[7] != '-' || !digits(date, 0, 4, &y) ||
        !digits(date, 5, 2, &m) || !digits(date, 8, 2, &d) || m < 1 || m > 12 || y < 1)
        return false;
    *day = days_of(y, m, d);
    date_of(*day, &yy, &mm, &dd); /* the 31st of February is another day */
    return yy == y && mm == m && dd == d;
}

dm_str day_text(dm_arena *a, int64_t day)
{
    int64_t y, m, d;
    date_of(day, &y, &m, &d);
    return str_fmt(a, "%04d-%02d-%02d", (int)y, (int)m, (int)d);
}

void span_of_day(dm_span span, int64_t day, int64_t *first, int64_t *last)
{
    int64_t y, m, d, monday = day - ((day + 3) % 7 + 7) % 7; /* day 0 was a Thursday */
    date_of(day, &y, &m, &d);
    *first = span == SPAN_DAY ? day : span == SPAN_WEEK ? monday : days_of(y, m, 1);
    *last = span == SPAN_DAY    ? day
            : span == SPAN_WEEK ? monday + 6
                                : days_of(m == 12 ? y + 1 : y, m == 12 ? 1 : m + 1, 1) - 1;
}

/* ---- spells ---- */

typedef struct {
    int64_t first, last;
} spell;

typedef VEC(spell) spell_list;

static int spell_order(const void *x, const void *y)
{
    const spell *a = x, *b = y;
    return (a->first > b->first) - (a->first < b->first);
}

static void spell_add(const dm_graph *g, dm_span span, uint32_t doc, spell_list *list)
{
    int64_t day;
    spell s;
    if (doc >= g->doc_count || !day_number(g->docs[doc].date, &day))
        return;
    span_of_day(span, day, &s.first, &s.last);
    vec_push(list, s);
}

/* Spells that touch become one. */
static void spells_join(spell_list *list)
{
    size_t kept = 0;
    if (list->len)
        qsort(list->at, list->len, sizeof *list->at, spell_order);
    for (size_t i = 0; i < list->len; i++) {
        spell *last = kept ? &list->at[kept - 1] : NULL;
        if (last && list->at[i].first <= last->last + 1)
            last->last = list->at[i].last > last->last ? list->at[i].last : last->last;
        else
            list->at[kept++] = list->at[i];
    }
    list->len = kept;
}

/* Room for what is added, and without what has its name. */
static dm_attr *without(dm_arena *a, const dm_attr *attrs, uint32_t *count,
                        const char *const *names, uint32_t n)
{
    dm_attr *out = ARENA_ARRAY(a, dm_attr, *count + n);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *count; i++) {
        bool named = false;
        for (uint32_t k = 0; k < n; k++)
            named = named || str_eq(attrs[i].name, str_z(names[k]));
        if (!named)
            out[kept++] = attrs[i];
    }
    *count = kept;
    return out;
}

static void spells_write(dm_graph *g, spell_list *list, dm_attr **attrs, uint32_t *count)
{
    static const char *const names[] = {"start", "end", "spells"};
    dm_arena *a = &g->arena;
    spells_join(list);
    if (!list->len)
        return;
    dm_attr *more = *attrs = without(a, *attrs, count, names, 3);
    more[(*count)++] = (dm_attr){STR("start"), day_text(a, list->at[0].first), ATTR_STRING};
    more[(*count)++] =
        (dm_attr){STR("end"), day_text(a, list->at[list->len - 1].last), ATTR_STRING};
    if (list->len < 2)
        return;
    dm_buf b = {0};
    for (size_t i = 0; i < list->len; i++) {
        dm_str first = day_text(a, list->at[i].first), last = day_text(a, list->at[i].last);
        buf_fmt(&b, "%s%.*s/%.*s", i ? "; " : "", STR_ARG(first), STR_ARG(last));
    }
    more[(*count)++] = (dm_attr){STR("spells"), str_dup(a, buf_str(&b)), ATTR_STRING};
    buf_free(&b);
}

void timeline_add(dm_graph *g, dm_span span)
{
    spell_list list = {0};
    for (uint32_t i = 0; i < g->node_count; i++) {
        dm_gnode *n = &g->nodes[i];
        list.len = 0;
        for (uint32_t k = 0; k < n->part_count; k++)
            spell_add(g, span, n->parts[k].doc, &list);
        spells_write(g, &list, &n->attrs, &n->attr_count);
    }
    for (uint32_t i = 0; i < g->edge_count; i++) {
        dm_gedge *e = &g->edges[i];
        list.len = 0;
        for (uint32_t k = 0; k < e->part_count; k++)
            spell_add(g, span, e->parts[k].doc, &list);
        spells_write(g, &list, &e->attrs, &e->attr_count);
    }
    static const char *const timeline[] = {"timeline"};
    g->attrs = without(&g->arena, g->attrs, &g->attr_count, timeline, 1);
    g->attrs[g->attr_count++] =
        (dm_attr){STR("timeline"), str_z(span_names[span]), ATTR_STRING};
    vec_free(&list);
}
