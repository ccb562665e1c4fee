/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a copied page by their place: what is its head, its title, its foot. */
#include "text/furniture.h"

#include "base/utf8.h"
#include "text/date.h"

#include <stdlib.h>

enum { TEASER_REACH = 12, TITLE_LONGEST = 300 };

typedef struct {
    dm_document *doc;
    const text_block *blocks;
    size_t count;
    uint8_t *sort; /* line_sort of each block */
    bool *drop;
    size_t first_body; /* count when there is none */
    size_t title;      /* block of the title, count when there is none */
} page;

static dm_str block_text(const page *p, size_t i)
{
    return str_slice(p->doc->text, p->blocks[i].begin, p->blocks[i].end);
}

static size_t words_of(dm_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += s.ptr[i] != ' ' && (i == 0 || s.ptr[i - 1] == ' ');
    return n;
}

static void classify(page *p)
{
    p->first_body = p->title = p->count;
    for (size_t i = 0; i < p->count; i++) {
        p->sort[i] = (uint8_t)line_classify(block_text(p, i));
        if (p->sort[i] == LINE_BODY && p->first_body == p->count)
            p->first_body = i;
    }
}

/* Length of s without a final ellipsis; 0 when it has none. */
static size_t before_dots(dm_str s)
{
    if (str_ends(s, STR("\u2026")))
        return str_trim(str_slice(s, 0, s.len - 3)).len;
    if (!str_ends(s, STR("...")))
        return 0;
    while (s.len && s.ptr[s.len - 1] == '.')
        s.len--;
    return str_trim(s).len;
}

/* The opening of a paragraph, cut off by an ellipsis, with the whole paragraph further down. */
static bool is_teaser(const page *p, size_t i)
{
    dm_str s = block_text(p, i);
    size_t n = before_dots(s);
    if (n < 24)
        return false;
    for (size_t k = i + 1; k < p->count && k <= i + TEASER_REACH; k++) {
        dm_str later = block_text(p, k);
        if (later.len > n && str_starts(later, str_slice(s, 0, n)) && !before_dots(later))
            return true;
    }
    return false;
}

/* A title stands before the body and has at least three words; a menu line has fewer. */
static void find_title(page *p)
{
    if (p->first_body == p->count && p->count > 1)
        return;
    for (size_t least = 4; least >= 2 && p->title == p->count; least--) {
        for (size_t i = 0; i < p->first_body && p->title == p->count; i++) {
            dm_str s = block_text(p, i);
            if (p->sort[i] == LINE_PLAIN && words_of(s) >= least && s.len < TITLE_LONGEST &&
                !is_teaser(p, i))
                p->title = i;
        }
    }
}

static void drop_head(page *p)
{
    for (size_t i = 0; i < p->first_body && p->title < p->count; i++) {
        dm_str s = block_text(p, i);
        if (p->sort[i] == LINE_PLAIN && i != p->title &&
            (words_of(s) <= 2 || str_eq(s, block_text(p, p->title))))
            p->drop[i] = true;
    }
}

/* From the head of a list of other articles to the next paragraph of sentences.  After the
 * article's end such lists may hold sentences as well: there only long ones stop them. */
static void drop_related(page *p)
{
    bool inside = false;
    for (size_t i = 0; i < p->count; i++) {
        if (p->sort[i] == LINE_RELATED && i > p->first_body)
            inside = true;
        else if (p->sort[i] == LINE_BODY)
            inside = false;
        if (inside)
            p->drop[i] = true;
    }
}

static void drop_lines(page *p)
{
    for (size_t i = 0; i < p->count; i++) {
        if (p->sort[i] == LINE_NOISE || p->sort[i] == LINE_BYLINE || p->sort[i] == LINE_DATE ||
            p->sort[i] == LINE_RELATED || is_teaser(p, i))
            p->drop[i] = true;
    }
}

/* "By Jane Roe | ..." without what follows the name. */
static dm_str author_of(dm_str line)
{
    dm_str rest = line;
    (void)str_cut(line, ' ', &rest);
    if (str_starts(rest, STR("by ")))
        rest = str_slice(rest, 3, rest.len);
    dm_str name = str_trim(str_cut(rest, '|', &rest));
    text_date date;
    if (date_find(name, &date))
        name = str_trim(str_slice(name, 0, date.begin));
    while (name.len && strchr(",-:( ", name.ptr[name.len - 1]))
        name.len--;
    return name;
}

static void read_metadata(page *p)
{
    dm_document *doc = p->doc;
    if (!doc->title.len && p->title < p->count)
        doc->title = str_dup(&doc->arena, block_text(p, p->title));
    size_t head = p->first_body < p->count ? p->first_body + 1 : p->count;
    for (size_t i = 0; i < p->count; i++) {
        dm_str line = block_text(p, i);
        text_date date;
        bool dated = p->sort[i] == LINE_DATE || p->sort[i] == LINE_BYLINE ||
                     (p->sort[i] == LINE_NOISE && line.len < 120);
        if (!doc->date.len && (dated || (i < head && i != p->title)) &&
            date_find(str_slice(line, 0, dated ? line.len : 60), &date))
            doc->date = str_dup(&doc->arena, str_z(date.iso));
        dm_str author = p->sort[i] == LINE_BYLINE && i <= head ? author_of(line) : STR("");
        size_t at = 0;
        if (!doc->author.len && author.len && cp_is_upper(utf8_next(author, &at)))
            doc->author = str_dup(&doc->arena, author);
    }
}

static void record(page *p)
{
    dm_document *doc = p->doc;
    VEC(dm_dropped) dropped = {0};
    for (size_t i = 0; i < p->count; i++) {
        const text_block *b = &p->blocks[i];
        dm_dropped d = {b->begin, b->end};
        if (!p->drop[i])
            d.begin += (uint32_t)line_credit(block_text(p, i));
        if (d.begin < d.end)
            vec_push(&dropped, d);
    }
    vec_take(&doc->arena, &dropped, doc->dropped, doc->dropped_count);
}

void furniture_find(dm_document *doc, const text_block *blocks, size_t count)
{
    if (!count)
        return;
    page p = {.doc = doc, .blocks = blocks, .count = count};
    p.sort = dm_calloc(count, sizeof *p.sort);
    p.drop = dm_calloc(count, sizeof *p.drop);
    classify(&p);
    find_title(&p);
    drop_head(&p);
    drop_lines(&p);
    drop_related(&p);
    read_metadata(&p);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        kept += !p.drop[i];
    if (kept)
        record(&p);
    free(p.sort);
    free(p.drop);
}
