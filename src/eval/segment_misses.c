/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a segmentation gets wrong, as lists a person can mend from: the same miss is counted
 * once for every place and shown with one of them. */
#include "eval/segment_eval.h"

enum { SHOWN = 60, AROUND = 36 };

typedef struct {
    dm_str what; /* gold and found, or what stands around a boundary */
    uint32_t at; /* byte of one place */
    uint32_t count;
} miss;

typedef struct {
    dm_arena arena;
    dm_str raw;
    VEC(miss) at;
} misses;

static int by_what(const void *x, const void *y)
{
    const miss *a = x, *b = y;
    const int order = str_cmp(a->what, b->what);
    return order ? order : (a->at > b->at) - (a->at < b->at);
}

static int by_count(const void *x, const void *y)
{
    const miss *a = x, *b = y;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return str_cmp(a->what, b->what);
}

static void add(misses *m, dm_str what, uint32_t at)
{
    miss one = {what, at, 1};
    vec_push(&m->at, one);
}

/* The bytes around `at` with line breaks as blanks; never cut inside a character. */
static void show_place(const misses *m, uint32_t at, FILE *to)
{
    size_t from = at > AROUND ? at - AROUND : 0, end = at + AROUND;
    end = end < m->raw.len ? end : m->raw.len;
    while (from < at && ((unsigned char)m->raw.ptr[from] & 0xC0) == 0x80)
        from++;
    while (end > at && end < m->raw.len && ((unsigned char)m->raw.ptr[end] & 0xC0) == 0x80)
        end--;
    for (size_t i = from; i < end; i++) {
        if (i == at)
            (void)fputs(" || ", to);
        (void)fputc(m->raw.ptr[i] == '\n' ? ' ' : m->raw.ptr[i], to);
    }
}

static void show(misses *m, const char *title, FILE *to)
{
    size_t kinds = 0, all = m->at.len;
    qsort(m->at.at, all, sizeof *m->at.at, by_what);
    for (size_t i = 0; i < all; i++) {
        if (kinds && str_eq(m->at.at[kinds - 1].what, m->at.at[i].what))
            m->at.at[kinds - 1].count++;
        else
            m->at.at[kinds++] = m->at.at[i];
    }
    qsort(m->at.at, kinds, sizeof *m->at.at, by_count);
    (void)fprintf(to, "  %s: %zu in %zu kinds\n", title, all, kinds);
    for (size_t i = 0; i < kinds && i < SHOWN; i++) {
        const miss *x = &m->at.at[i];
        (void)fprintf(to, "    %4u  %.*s      ", x->count, STR_ARG(x->what));
        show_place(m, x->at, to);
        (void)fputc('\n', to);
    }
    m->at.len = 0;
}

/* The forms of spans[from, to) with "|" between. */
static void join(dm_buf *b, dm_str raw, const segment_spans *s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (i > from)
            buf_byte(b, '|');
        buf_add(b, str_slice(raw, s->at[i].begin, s->at[i].end));
    }
}

/* Runs of tokens between two places where both sides agree on an edge. */
static void token_misses(misses *m, const segment_spans *want, const segment_spans *have)
{
    size_t i = 0, k = 0;
    while (i < want->len && k < have->len) {
        size_t i0 = i, k0 = k;
        uint32_t a = want->at[i++].end, b = have->at[k++].end;
        while (a != b && (a < b ? i < want->len : k < have->len)) {
            if (a < b)
                a = want->at[i++].end;
            else
                b = have->at[k++].end;
        }
        if (i == i0 + 1 && k == k0 + 1)
            continue;
        dm_buf text = {0};
        buf_add(&text, STR("gold "));
        join(&text, m->raw, want, i0, i);
        buf_add(&text, STR("  found "));
        join(&text, m->raw, have, k0, k);
        add(m, str_dup(&m->arena, buf_str(&text)), want->at[i0].begin);
        buf_free(&text);
    }
}

/* "upper", "lower", "number" or the sign itself: what the character says about a boundary. */
static dm_str sort_of(misses *m, char c)
{
    if (c >= 'A' && c <= 'Z')
        return STR("Upper");
    if (c >= 'a' && c <= 'z')
        return STR("lower");
    if (c >= '0' && c <= '9')
        return STR("digit");
    if ((unsigned char)c >= 0x80)
        return STR("other");
    return str_dup(&m->arena, (dm_str){&c, 1});
}

static void add_boundary(misses *m, uint32_t end, uint32_t next)
{
    dm_str before = sort_of(m, m->raw.ptr[end - 1]), after = sort_of(m, m->raw.ptr[next]);
    const char *gap = end == next ? "" : " ";
    add(m, str_fmt(&m->arena, "%.*s |%s %.*s", STR_ARG(before), gap, STR_ARG(after)), next);
}

/* Boundaries of a that b does not have. */
static void boundary_misses(misses *m, const segment_spans *a, const segment_spans *b)
{
    size_t k = 0;
    for (size_t i = 0; i + 1 < a->len; i++) {
        while (k < b->len && b->at[k].end < a->at[i].end)
            k++;
        if (k == b->len || b->at[k].end != a->at[i].end)
            add_boundary(m, a->at[i].end, a->at[i + 1].begin);
    }
}

void segment_misses(const segment_gold *want, const segment_spans *tokens,
                    const segment_spans *sentences, FILE *to)
{
    misses m = {.raw = buf_str(&want->raw)};
    token_misses(&m, &want->tokens, tokens);
    show(&m, "tokens", to);
    boundary_misses(&m, &want->sentences, sentences);
    show(&m, "sentence ends not found", to);
    boundary_misses(&m, sentences, &want->sentences);
    show(&m, "sentence ends too many", to);
    vec_free(&m.at);
    arena_free(&m.arena);
}
