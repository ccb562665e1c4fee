/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table.h - rows of text with a header: the form of everything that is printed as a table. */
#ifndef DM_API_TABLE_H
#define DM_API_TABLE_H

#include "base/str.h"

typedef struct {
    const char *name;
    bool number;
} dm_column;

dm_table *table_new(const dm_column *columns, size_t count); /* names are copied */
void table_add(dm_table *t, dm_str cell);                    /* row by row, left to right */
void table_number(dm_table *t, double value);                /* NaN is an empty cell */
/* The first code points of a quotation, on one line. */
dm_str table_words(dm_arena *a, dm_str quote, size_t most);

#endif
