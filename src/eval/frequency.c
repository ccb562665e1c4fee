/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/frequency.h"

enum { MOST_WORDS = 6 };

static uint32_t row_of(frequency *f, dm_str key, uint32_t parent)
{
    uint32_t at = map_get(&f->map, key);
    if (at != MAP_NONE)
        return at;
    at = (uint32_t)f->rows.len;
    const frequency_row row = {.key = str_dup(&f->arena, key), .parent = parent};
    vec_push(&f->rows, row);
    map_set(&f->map, row.key, at);
    return at;
}

void frequency_chance(frequency *f, dm_str class_)
{
    const uint32_t at = row_of(f, class_, MAP_NONE);
    f->rows.at[at].of++;
}

void frequency_error(frequency *f, dm_str class_, dm_str words)
{
    const uint32_t parent = row_of(f, class_, MAP_NONE);
    f->rows.at[parent].n++;
    if (!words.len)
        return;
    dm_buf key = {0};
    buf_fmt(&key, "%.*s\t%.*s", STR_ARG(class_), STR_ARG(words));
    const uint32_t at = row_of(f, buf_str(&key), parent);
    f->rows.at[at].n++;
    buf_free(&key);
}

static int by_count(const void *pa, const void *pb)
{
    const frequency_row *const *a = pa, *const *b = pb;
    if ((*a)->n != (*b)->n)
        return (*a)->n > (*b)->n ? -1 : 1;
    return str_cmp((*a)->key, (*b)->key);
}

/* Words come as they stand in the text: line breaks would break the list. */
static void print_flat(dm_str s, FILE *to)
{
    for (size_t i = 0; i < s.len; i++)
        (void)fputc((unsigned char)s.ptr[i] < ' ' ? ' ' : s.ptr[i], to);
}

static void print_class(const frequency *f, const frequency_row *const *sorted,
                        const frequency_row *row, FILE *to)
{
    const uint32_t self = (uint32_t)(row - f->rows.at);
    (void)fprintf(to, "  %5u", (unsigned)row->n);
    if (row->of)
        (void)fprintf(to, " of %6u (%4.1f%%)", (unsigned)row->of, 100.0 * row->n / row->of);
    (void)fprintf(to, "  %-34.*s", STR_ARG(row->key));
    uint32_t shown = 0;
    for (size_t i = 0; i < f->rows.len && shown < MOST_WORDS; i++) {
        if (sorted[i]->parent != self)
            continue;
        dm_str words = sorted[i]->key;
        (void)str_cut(words, '\t', &words);
        (void)fputs(shown++ ? ", " : "  ", to);
        print_flat(words, to);
        if (sorted[i]->n > 1)
            (void)fprintf(to, " x%u", (unsigned)sorted[i]->n);
    }
    (void)fputc('\n', to);
}

void frequency_print(frequency *f, const char *title, uint32_t most, FILE *to)
{
    const frequency_row **sorted = dm_calloc(f->rows.len + 1, sizeof *sorted);
    for (size_t i = 0; i < f->rows.len; i++)
        sorted[i] = &f->rows.at[i];
    if (f->rows.len)
        qsort(sorted, f->rows.len, sizeof *sorted, by_count);
    (void)fprintf(to, "  %s\n", title);
    for (size_t i = 0; i < f->rows.len && most; i++) {
        if (sorted[i]->parent != MAP_NONE || !sorted[i]->n)
            continue;
        print_class(f, sorted, sorted[i], to);
        most--;
    }
    free(sorted);
    frequency_free(f);
}

void frequency_free(frequency *f)
{
    map_free(&f->map);
    vec_free(&f->rows);
    arena_free(&f->arena);
    *f = (frequency){0};
}
