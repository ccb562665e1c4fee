/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The look-up key of a name: what two spellings of one name have in common. */
#include "base/utf8.h"
#include "lexicon/lexicon.h"

#include <stdlib.h>

/* Acronyms that are ordinary words in lower case: their key keeps the capitals, so that "us"
 * and "who" never find a country or an agency.  Sorted. */
static const char *const worded[] = {
#define WORDED(word) word,
#include "lexicon/worded.def"
#undef WORDED
};

/* Letters that decomposition leaves alone. */
static const struct {
    uint32_t cp;
    const char *plain;
} letters[] = {
    {0xE6, "ae"}, {0xF0, "d"},  {0xF8, "o"},  {0xFE, "th"}, {0x111, "d"},
    {0x127, "h"}, {0x131, "i"}, {0x138, "k"}, {0x142, "l"}, {0x153, "oe"},
    {0x167, "t"}, {0x259, "e"}, {0x1DD, "e"}, {0x2BA, ""},  {0x2B9, ""},
};

static bool apostrophe(uint32_t cp)
{
    return cp == '\'' || cp == '`' || cp == 0x2018 || cp == 0x2019 || cp == 0xB4 ||
           (cp >= 0x2B0 && cp <= 0x2FF);
}

static bool blank(uint32_t cp)
{
    return cp_is_space(cp) || cp == '-' || cp == '/' || cp == '_' || cp == 0xAD ||
           (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212;
}

static void put_letter(dm_buf *b, uint32_t cp)
{
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (letters[i].cp == cp) {
            buf_add(b, str_z(letters[i].plain));
            return;
        }
    }
    utf8_put(b, cp);
}

/* Without a final "'s" or "'" of possession. */
static dm_str unpossessed(dm_str s)
{
    s = str_trim(s);
    size_t at = s.len;
    if (!at)
        return s;
    uint32_t last = utf8_prev(s, &at);
    if (apostrophe(last))
        return str_slice(s, 0, at);
    if ((last | 32) != 's' || !at)
        return s;
    return apostrophe(utf8_prev(s, &at)) ? str_slice(s, 0, at) : s;
}

/* A dot is dropped; one inside a word such as "booking.com" stays. */
static bool dot_stays(dm_str s, size_t dot)
{
    size_t left = dot, right = dot + 1;
    while (left > 0 && !cp_is_space((unsigned char)s.ptr[left - 1]) && s.ptr[left - 1] != '.')
        left--;
    while (right < s.len && !cp_is_space((unsigned char)s.ptr[right]) && s.ptr[right] != '.')
        right++;
    return dot - left > 1 && right - dot - 1 > 1;
}

static void put_char(dm_buf *b, dm_str s, size_t at, uint32_t cp)
{
    bool open = b->len == 0 || b->ptr[b->len - 1] == ' ';
    if (blank(cp)) {
        if (!open)
            buf_byte(b, ' ');
    } else if (cp == '&') {
        bool alone = open && at + 1 < s.len && s.ptr[at + 1] == ' ';
        buf_add(b, alone ? STR("and") : STR("&"));
    } else if (cp == '.' ? dot_stays(s, at) : cp == '+' || !cp_is_punct(cp)) {
        if (!apostrophe(cp))
            put_letter(b, cp);
    }
}

/* "j k rowling" -> "jk rowling": initials written apart are one word. */
static void join_initials(dm_buf *b)
{
    size_t out = 0;
    bool single_before = false;
    for (size_t i = 0; i < b->len;) {
        size_t end = i;
        while (end < b->len && b->ptr[end] != ' ')
            end++;
        bool single = end - i == 1 && cp_is_letter((unsigned char)b->ptr[i]);
        if (out && !(single && single_before))
            b->ptr[out++] = ' ';
        memmove(b->ptr + out, b->ptr + i, end - i);
        out += end - i;
        single_before = single;
        i = end + (end < b->len);
    }
    b->len = out;
}

static dm_str without_article(dm_str s)
{
    static const char *const articles[] = {"the ", "a ", "an "};
    for (size_t i = 0; i < 3; i++) {
        dm_str article = str_z(articles[i]);
        if (s.len > article.len && str_starts(s, article))
            return str_slice(s, article.len, s.len);
    }
    return s;
}

static int by_word(const void *key, const void *row)
{
    return str_cmp(*(const dm_str *)key, str_z(*(const char *const *)row));
}

/* Is the name a word of capitals (dots apart), or dotted letters such as "u.s."? */
static bool capitals(dm_str name)
{
    size_t upper = 0, dots = 0, other = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        upper += c >= 'A' && c <= 'Z';
        dots += c == '.';
        other += c != '.' && !(c >= 'A' && c <= 'Z');
    }
    return other == 0 ? upper > 1 : upper == 0 && dots >= 2 && other <= dots + 1;
}

dm_str lexicon_key(dm_arena *a, dm_str name)
{
    name = unpossessed(name);
    dm_str folded = str_fold(a, name);
    dm_buf b = {0};
    for (size_t at = 0; at < folded.len;) {
        size_t was = at;
        put_char(&b, folded, was, utf8_next(folded, &at));
    }
    while (b.len && b.ptr[b.len - 1] == ' ')
        b.len--;
    join_initials(&b);
    dm_str key = without_article(str_dup(a, buf_str(&b)));
    buf_free(&b);
    if (key.len < 2 || key.len > 5 || !capitals(name))
        return key;
    if (bsearch(&key, worded, sizeof worded / sizeof *worded, sizeof *worded, by_word)) {
        char *p = ARENA_ARRAY(a, char, key.len + 1);
        for (size_t i = 0; i < key.len; i++)
            p[i] = (char)(key.ptr[i] - ('a' - 'A'));
        return (dm_str){p, key.len};
    }
    return key;
}
