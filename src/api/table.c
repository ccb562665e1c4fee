/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "api/table.h"

#include "base/num.h"
#include "base/utf8.h"
#include "base/vec.h"

#include <math.h>

struct dm_table {
    dm_arena arena;
    dm_column *columns;
    size_t column_count;
    VEC(const char *) cells;
};

dm_table *table_new(const dm_column *columns, size_t count)
{
    dm_table *t = dm_calloc(1, sizeof *t);
    t->columns = ARENA_ARRAY(&t->arena, dm_column, count);
    t->column_count = count;
    for (size_t i = 0; i < count; i++)
        t->columns[i] =
            (dm_column){str_dup(&t->arena, str_z(columns[i].name)).ptr, columns[i].number};
    return t;
}

void table_add(dm_table *t, dm_str cell)
{
    vec_push(&t->cells, str_dup(&t->arena, cell).ptr);
}

void table_number(dm_table *t, double value)
{
    table_add(t, isnan(value) ? STR("") : str_z(num_text(value).text));
}

size_t dm_table_rows(const dm_table *t)
{
    return t->column_count ? t->cells.len / t->column_count : 0;
}

size_t dm_table_columns(const dm_table *t)
{
    return t->column_count;
}

const char *dm_table_header(const dm_table *t, size_t column)
{
    return t->columns[column].name;
}

bool dm_table_is_number(const dm_table *t, size_t column)
{
    return t->columns[column].number;
}

const char *dm_table_cell(const dm_table *t, size_t row, size_t column)
{
    return t->cells.at[row * t->column_count + column];
}

void dm_table_free(dm_table *t)
{
    if (!t)
        return;
    vec_free(&t->cells);
    arena_free(&t->arena);
    free(t);
}

dm_str table_words(dm_arena *a, dm_str quote, size_t most)
{
    size_t at = 0, n = 0;
    while (at < quote.len && n < most) {
        (void)utf8_next(quote, &at);
        n++;
    }
    dm_str head = str_slice(quote, 0, at);
    dm_str out = at < quote.len ? str_fmt(a, "%.*s...", STR_ARG(head)) : str_dup(a, head);
    for (char *p = (char *)(uintptr_t)out.ptr; *p; p++) {
        if (*p == '\n' || *p == '\t' || *p == '\r')
            *p = ' ';
    }
    return out;
}
