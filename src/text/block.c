/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/block.h"

#include "base/utf8.h"

#include <stdlib.h>

enum { WIDEST_WRAP = 110, LEAST_WRAP = 40 };

typedef struct {
    uint32_t begin, end; /* trimmed; begin == end for a blank line */
    uint32_t first_word; /* code points */
    uint32_t width;      /* code points */
} line;

typedef VEC(line) lines;

static void trim(dm_str text, uint32_t *begin, uint32_t *end)
{
    size_t b = *begin, e = *end;
    while (b < e) {
        size_t next = b;
        uint32_t cp = utf8_next(text, &next);
        if (!cp_is_space(cp) && cp != 0x200B && cp != 0xFEFF)
            break;
        b = next;
    }
    while (e > b) {
        size_t last = e;
        if (!cp_is_space(utf8_prev(text, &last)))
            break;
        e = last;
    }
    *begin = (uint32_t)b;
    *end = (uint32_t)e;
}

static void add_line(lines *ls, dm_str text, size_t from, size_t to)
{
    line l = {(uint32_t)from, (uint32_t)to, 0, 0};
    trim(text, &l.begin, &l.end);
    bool first = true;
    for (size_t at = l.begin; at < l.end; l.width++) {
        const uint32_t cp = utf8_next(text, &at);
        first = first && !cp_is_space(cp);
        l.first_word += first;
    }
    vec_push(ls, l);
}

static void split_lines(dm_str text, lines *ls)
{
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool separator =
            c == '\xE2' && (str_starts(str_slice(text, i, text.len), STR("\u2028")) ||
                            str_starts(str_slice(text, i, text.len), STR("\u2029")));
        if (c != '\n' && c != '\r' && c != '\f' && c != '\v' && !separator)
            continue;
        add_line(ls, text, from, i);
        if (c == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n')
            i++;
        i += separator ? 2 : 0;
        from = i + 1;
    }
    add_line(ls, text, from, text.len);
}

/* Would the first word of the next line still have fitted? Then the break was meant. */
static bool full(const line *l, uint32_t width)
{
    return l[0].width + 1 + l[1].first_word > width;
}

/* The width at which the text is wrapped, 0 when it is not. */
static uint32_t wrap_width(const lines *ls)
{
    uint32_t widest = 0, breaks = 0, filled = 0;
    for (size_t i = 0; i < ls->len; i++)
        widest = ls->at[i].width > widest ? ls->at[i].width : widest;
    if (widest > WIDEST_WRAP || widest < LEAST_WRAP)
        return 0;
    uint32_t width = widest - widest / 8;
    for (size_t i = 0; i + 1 < ls->len; i++) {
        if (!ls->at[i].width || !ls->at[i + 1].width)
            continue;
        breaks++;
        filled += full(&ls->at[i], width);
    }
    return breaks >= 2 && filled * 10 >= breaks * 6 ? width : 0;
}

void blocks_find(dm_str text, text_blocks *out)
{
    lines ls = {0};
    split_lines(text, &ls);
    uint32_t width = wrap_width(&ls);
    bool open = false;
    for (size_t i = 0; i < ls.len; i++) {
        const line *l = &ls.at[i];
        if (l->begin == l->end) {
            open = false;
        } else if (open) {
            out->at[out->len - 1].end = l->end;
        } else {
            text_block b = {l->begin, l->end, (uint32_t)i, false};
            vec_push(out, b);
        }
        open = l->width && width && i + 1 < ls.len && full(l, width);
    }
    vec_free(&ls);
}
