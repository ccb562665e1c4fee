/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of several graphs as one: an actor or a figure a row, a graph beside the other. */
#include "api/table.h"
#include "base/map.h"
#include "base/vec.h"

#include <math.h>
#include <stdlib.h>

/* A row of the joint table: where the tables have it. */
typedef struct {
    const char *key, *actor, *kind;
    size_t *row; /* [tables] SIZE_MAX: not there */
    double best, sum;
    int section; /* of figures */
} joint_row;

typedef struct {
    dm_arena arena;
    dm_table **tables; /* of dm_central or dm_table_stats */
    const char *const *names;
    size_t count;
    dm_map keys;
    VEC(joint_row) rows;
} joiner;

static void joiner_free(joiner *j)
{
    for (size_t i = 0; i < j->count; i++)
        dm_table_free(j->tables[i]);
    free(j->tables);
    map_free(&j->keys);
    vec_free(&j->rows);
    arena_free(&j->arena);
}

static joint_row *row_of(joiner *j, const char *key)
{
    uint32_t at = map_get_or_set(&j->keys, str_z(key), (uint32_t)j->rows.len);
    if (at == j->rows.len) {
        joint_row r = {.key = key, .actor = "", .kind = "", .best = INFINITY};
        r.row = ARENA_ARRAY(&j->arena, size_t, j->count);
        memset(r.row, 0xFF, j->count * sizeof *r.row);
        vec_push(&j->rows, r);
    }
    return &j->rows.at[at];
}

typedef VEC(dm_column) column_list;

static void add_column(column_list *list, const char *name, bool number)
{
    vec_push(list, ((dm_column){name, number}));
}

/* A column of a table under the name of its graph. */
static void named_column(joiner *j, size_t table, size_t c, column_list *list)
{
    const dm_table *t = j->tables[table];
    dm_str name = str_fmt(&j->arena, "%s: %s", j->names[table], dm_table_header(t, c));
    add_column(list, name.ptr, dm_table_is_number(t, c));
}

static void add_cells(const joiner *j, dm_table *out, const joint_row *r, size_t table,
                      size_t from, size_t to)
{
    for (size_t c = from; c < to; c++)
        table_add(out, r->row[table] == SIZE_MAX
                           ? STR("")
                           : str_z(dm_table_cell(j->tables[table], r->row[table], c)));
}

/* ---- rankings: rank, actor, kind, measures, [community,] id ---- */

static void collect_actors(joiner *j, size_t table)
{
    const dm_table *t = j->tables[table];
    size_t id = dm_table_columns(t) - 1;
    for (size_t i = 0; i < dm_table_rows(t); i++) {
        double rank = strtod(dm_table_cell(t, i, 0), NULL);
        joint_row *r = row_of(j, dm_table_cell(t, i, id));
        if (!*r->actor) {
            r->actor = dm_table_cell(t, i, 1);
            r->kind = dm_table_cell(t, i, 2);
        }
        r->row[table] = i;
        r->best = fmin(r->best, rank);
        r->sum += rank;
    }
}

/* Who is first anywhere; then who is nearer the top in all, who is missing counting as last. */
static int actor_order(const void *x, const void *y)
{
    const joint_row *a = x, *b = y;
    if (a->best < b->best || a->best > b->best)
        return a->best < b->best ? -1 : 1;
    if (a->sum < b->sum || a->sum > b->sum)
        return a->sum < b->sum ? -1 : 1;
    return strcmp(a->key, b->key);
}

static void miss_counts(joiner *j)
{
    for (size_t i = 0; i < j->rows.len; i++) {
        for (size_t t = 0; t < j->count; t++) {
            if (j->rows.at[i].row[t] == SIZE_MAX)
                j->rows.at[i].sum += (double)dm_table_rows(j->tables[t]) + 1;
        }
    }
}

static dm_table *actors_beside(joiner *j, size_t top)
{
    column_list columns = {0};
    add_column(&columns, "actor", false);
    add_column(&columns, "kind", false);
    for (size_t t = 0; t < j->count; t++) {
        named_column(j, t, 0, &columns);
        for (size_t c = 3; c < dm_table_columns(j->tables[t]) - 1; c++)
            named_column(j, t, c, &columns);
    }
    add_column(&columns, "id", false);
    dm_table *out = table_new(columns.at, columns.len);
    for (size_t i = 0; i < j->rows.len; i++) {
        const joint_row *r = &j->rows.at[i];
        if (top && r->best > (double)top)
            continue;
        table_add(out, str_z(r->actor));
        table_add(out, str_z(r->kind));
        for (size_t t = 0; t < j->count; t++) {
            add_cells(j, out, r, t, 0, 1);
            add_cells(j, out, r, t, 3, dm_table_columns(j->tables[t]) - 1);
        }
        table_add(out, str_z(r->key));
    }
    vec_free(&columns);
    return out;
}

static joiner joiner_new(const char *const *names, size_t count)
{
    return (joiner){
        .tables = dm_calloc(count + 1, sizeof(dm_table *)), .names = names, .count = count};
}

dm_status dm_central_beside(dm_graph *const *graphs, const char *const *names, size_t count,
                            const dm_central_options *options, dm_table **out, dm_error *err)
{
    dm_central_options all = options ? *options : (dm_central_options){0};
    joiner j = joiner_new(names, count);
    dm_status status = DM_OK;
    all.top = 0;
    for (size_t i = 0; i < count && status == DM_OK; i++)
        status = dm_central(graphs[i], &all, &j.tables[i], err);
    if (status == DM_OK) {
        for (size_t i = 0; i < count; i++)
            collect_actors(&j, i);
        miss_counts(&j);
        if (j.rows.len)
            qsort(j.rows.at, j.rows.len, sizeof *j.rows.at, actor_order);
        *out = actors_beside(&j, options ? options->top : 0);
    }
    joiner_free(&j);
    return status;
}

/* ---- figures: name, value ---- */

/* Kinds after the figures of the whole, then relations, then quads. */
static int section_of(const char *figure)
{
    static const char *const sections[] = {"kind: ", "relation: ", "quad: "};
    for (int i = 0; i < 3; i++) {
        if (strncmp(figure, sections[i], strlen(sections[i])) == 0)
            return i + 1;
    }
    return 0;
}

static int figure_order(const void *x, const void *y)
{
    const joint_row *a = x, *b = y;
    if (a->section != b->section)
        return a->section < b->section ? -1 : 1;
    return a->best < b->best ? -1 : a->best > b->best; /* as they came */
}

dm_status dm_stats_beside(dm_graph *const *graphs, const char *const *names, size_t count,
                          dm_table **out, dm_error *err)
{
    joiner j = joiner_new(names, count);
    dm_status status = DM_OK;
    for (size_t i = 0; i < count && status == DM_OK; i++)
        status = dm_table_stats(graphs[i], &j.tables[i], err);
    for (size_t t = 0; t < count && status == DM_OK; t++) {
        for (size_t i = 0; i < dm_table_rows(j.tables[t]); i++) {
            joint_row *r = row_of(&j, dm_table_cell(j.tables[t], i, 0));
            r->row[t] = i;
            r->section = section_of(r->key);
            r->best = (double)(r - j.rows.at);
        }
    }
    if (status == DM_OK) {
        column_list columns = {0};
        add_column(&columns, "figure", false);
        for (size_t t = 0; t < count; t++)
            add_column(&columns, names[t], true);
        *out = table_new(columns.at, columns.len);
        vec_free(&columns);
        if (j.rows.len)
            qsort(j.rows.at, j.rows.len, sizeof *j.rows.at, figure_order);
        for (size_t i = 0; i < j.rows.len; i++) {
            table_add(*out, str_z(j.rows.at[i].key));
            for (size_t t = 0; t < count; t++)
                add_cells(&j, *out, &j.rows.at[i], t, 1, 2);
        }
    }
    joiner_free(&j);
    return status;
}
