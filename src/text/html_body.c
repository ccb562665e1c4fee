/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main text of a page.  After the ideas of Readability (Arc90, 2009): paragraphs score for
 * the element that holds them; and of boilerplate detection by link density (Kohlschuetter et
 * al., WSDM 2010). */
#include "text/html_tree.h"

#include <stdlib.h>

typedef enum {
    ELEMENT_INLINE,
    ELEMENT_BLOCK,
    ELEMENT_HEADING,
    ELEMENT_BREAK,
    ELEMENT_SKIP
} element_sort;

static const struct {
    const char *name;
    element_sort sort;
} elements[] = {
    {"address", ELEMENT_BLOCK}, {"article", ELEMENT_BLOCK},    {"aside", ELEMENT_SKIP},
    {"audio", ELEMENT_SKIP},    {"blockquote", ELEMENT_BLOCK}, {"body", ELEMENT_BLOCK},
    {"br", ELEMENT_BREAK},      {"button", ELEMENT_SKIP},      {"canvas", ELEMENT_SKIP},
    {"center", ELEMENT_BLOCK},  {"dd", ELEMENT_BLOCK},         {"dialog", ELEMENT_SKIP},
    {"div", ELEMENT_BLOCK},     {"dl", ELEMENT_BLOCK},         {"dt", ELEMENT_BLOCK},
    {"embed", ELEMENT_SKIP},    {"figcaption", ELEMENT_SKIP},  {"figure", ELEMENT_BLOCK},
    {"footer", ELEMENT_SKIP},   {"form", ELEMENT_SKIP},        {"h1", ELEMENT_HEADING},
    {"h2", ELEMENT_HEADING},    {"h3", ELEMENT_HEADING},       {"h4", ELEMENT_HEADING},
    {"h5", ELEMENT_HEADING},    {"h6", ELEMENT_HEADING},       {"head", ELEMENT_SKIP},
    {"header", ELEMENT_BLOCK},  {"hr", ELEMENT_BREAK},         {"iframe", ELEMENT_SKIP},
    {"input", ELEMENT_SKIP},    {"li", ELEMENT_BLOCK},         {"main", ELEMENT_BLOCK},
    {"menu", ELEMENT_SKIP},     {"nav", ELEMENT_SKIP},         {"noscript", ELEMENT_SKIP},
    {"object", ELEMENT_SKIP},   {"ol", ELEMENT_BLOCK},         {"option", ELEMENT_SKIP},
    {"p", ELEMENT_BLOCK},       {"pre", ELEMENT_BLOCK},        {"script", ELEMENT_SKIP},
    {"section", ELEMENT_BLOCK}, {"select", ELEMENT_SKIP},      {"style", ELEMENT_SKIP},
    {"svg", ELEMENT_SKIP},      {"table", ELEMENT_BLOCK},      {"td", ELEMENT_BLOCK},
    {"template", ELEMENT_SKIP}, {"textarea", ELEMENT_SKIP},    {"th", ELEMENT_BLOCK},
    {"tr", ELEMENT_BLOCK},      {"ul", ELEMENT_BLOCK},         {"video", ELEMENT_SKIP},
};

/* Words of class and id attributes of what is not the article. */
static const char *const junk_words[] = {
    "ad",          "ads",
    "advert",      "advertisement",
    "advertising", "banner",
    "breadcrumb",  "breadcrumbs",
    "byline",      "caption",
    "comment",     "comments",
    "cookie",      "cookies",
    "copyright",   "credit",
    "credits",     "dateline",
    "disclaimer",  "disqus",
    "footer",      "gallery",
    "hidden",      "infobox",
    "login",       "masthead",
    "menu",        "modal",
    "more",        "mostread",
    "nav",         "navbar",
    "navbox",      "navigation",
    "newsletter",  "outbrain",
    "pagination",  "paywall",
    "popup",       "print",
    "promo",       "promoted",
    "readmore",    "recirc",
    "recommend",   "recommendations",
    "recommended", "related",
    "search",      "share",
    "sharebar",    "sharing",
    "sidebar",     "signup",
    "skip",        "social",
    "sponsor",     "sponsored",
    "subscribe",   "subscription",
    "taboola",     "tags",
    "teaser",      "toc",
    "toolbar",     "trending",
    "tweet",       "widget",
    "widgets",
};

static element_sort sort_of(const xmlNode *n)
{
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++) {
        if (node_is(n, elements[i].name))
            return elements[i].sort;
    }
    return ELEMENT_INLINE;
}

static bool junk_word(dm_str w)
{
    for (size_t i = 0; i < sizeof junk_words / sizeof junk_words[0]; i++) {
        if (str_eq_nocase(w, str_z(junk_words[i])))
            return true;
    }
    return false;
}

static bool has_junk_word(dm_str names)
{
    size_t from = 0;
    for (size_t i = 0; i <= names.len; i++) {
        char c = i < names.len ? names.ptr[i] : ' ';
        bool letter = (c | 32) >= 'a' && (c | 32) <= 'z';
        bool hump = letter && c < 'a' && i > from && names.ptr[i - 1] >= 'a';
        if (letter && !hump)
            continue;
        if (i > from && junk_word(str_slice(names, from, i)))
            return true;
        from = letter ? i : i + 1;
    }
    return false;
}

/* ---- scores ---- */

typedef struct {
    const xmlNode *node;
    size_t own;   /* bytes of unlinked paragraph text in the subtree */
    size_t score; /* of direct paragraphs, and half of those one step down */
} scored;

typedef struct {
    VEC(scored) nodes; /* in document order: the parent before its children */
    size_t total;      /* paragraph bytes of the page */
} score_sheet;

static bool says_junk(const xmlNode *n)
{
    static const char *const roles[] = {"navigation", "complementary", "banner", "contentinfo",
                                        "search",     "dialog",        "form",   "alert"};
    dm_str role = node_attribute(n, "role");
    for (size_t i = 0; role.len && i < sizeof roles / sizeof roles[0]; i++) {
        if (str_eq_nocase(role, str_z(roles[i])))
            return true;
    }
    dm_str style = node_attribute(n, "style");
    return str_eq_nocase(node_attribute(n, "aria-hidden"), STR("true")) ||
           str_find(style, STR("display:none"), 0) != SIZE_MAX ||
           str_find(style, STR("display: none"), 0) != SIZE_MAX ||
           has_junk_word(node_attribute(n, "class")) || has_junk_word(node_attribute(n, "id"));
}

/* Text bytes below n, and those inside links. */
static void measure(const xmlNode *n, int depth, bool link, size_t *all, size_t *linked)
{
    for (const xmlNode *c = n->children; c && depth < DEPTH_LIMIT; c = c->next) {
        if (c->type == XML_TEXT_NODE && c->content) {
            size_t len = str_trim(str_z((const char *)c->content)).len;
            *all += len;
            *linked += link ? len : 0;
        } else if (c->type == XML_ELEMENT_NODE && sort_of(c) != ELEMENT_SKIP) {
            measure(c, depth + 1, link || node_is(c, "a"), all, linked);
        }
    }
}

/* Unlinked paragraph text below n; every element that holds some gets a row. */
static size_t score_below(score_sheet *sheet, xmlNode *n, int depth)
{
    size_t row = sheet->nodes.len, own = 0, score = 0;
    scored s = {n, 0, 0};
    vec_push(&sheet->nodes, s);
    n->_private = (void *)(uintptr_t)(row + 1);
    for (xmlNode *c = n->children; c && depth < DEPTH_LIMIT; c = c->next) {
        if (c->type != XML_ELEMENT_NODE || sort_of(c) == ELEMENT_SKIP)
            continue;
        size_t at = sheet->nodes.len, below;
        if (node_is(c, "p") || node_is(c, "blockquote") || node_is(c, "pre")) {
            size_t all = 0, linked = 0;
            measure(c, depth, false, &all, &linked);
            below = all >= 25 ? all - linked : 0;
            score += below;
        } else {
            below = score_below(sheet, c, depth + 1);
            score += sheet->nodes.at[at].score / 2;
        }
        own += below;
    }
    sheet->nodes.at[row].own = own;
    sheet->nodes.at[row].score = score;
    return own;
}

static int root_rank(const xmlNode *n)
{
    if (str_find(node_attribute(n, "itemprop"), STR("articleBody"), 0) != SIZE_MAX)
        return 0;
    if (node_is(n, "article"))
        return 1;
    return node_is(n, "main") || str_eq_nocase(node_attribute(n, "role"), STR("main")) ? 2 : 3;
}

/* The element that says it is the article and holds at least half of the paragraph text; else
 * the one that scores best; else all of it. */
static const xmlNode *choose_root(const score_sheet *sheet, const xmlNode *body)
{
    const xmlNode *best = body;
    int best_rank = 3;
    size_t best_score = 0, widest = 0;
    for (size_t i = 0; i < sheet->nodes.len; i++) {
        const scored *s = &sheet->nodes.at[i];
        int rank = root_rank(s->node);
        if (rank < best_rank && s->own * 2 >= sheet->total && s->own) {
            best = s->node;
            best_rank = rank;
        }
    }
    if (best_rank < 3)
        return best;
    for (size_t i = 0; i < sheet->nodes.len; i++) {
        const scored *s = &sheet->nodes.at[i];
        if (s->score > best_score)
            best = s->node, best_score = s->score, widest = s->own;
    }
    return widest * 2 >= sheet->total && widest ? best : body;
}

/* ---- text ---- */

typedef struct {
    dm_arena *arena;
    html_blocks *out;
    const score_sheet *sheet;
    dm_buf text; /* of the block at hand */
    size_t linked;
    bool blank, broken; /* white space seen; a <br> seen */
    bool heading, item;
} collector;

static void flush(collector *c)
{
    dm_str text = str_trim(buf_str(&c->text));
    bool links = c->linked * 10 >= text.len * 6;
    if (text.len && !(links && !c->heading && text.len < 300)) {
        html_block b = {str_dup(c->arena, text), c->heading};
        vec_push(c->out, b);
    }
    c->text.len = 0;
    c->linked = 0;
    c->blank = c->broken = false;
}

/* Bytes of a soft hyphen or zero-width space at i: they only tell where a line may break. */
static size_t invisible(dm_str s, size_t i)
{
    if (str_starts(str_slice(s, i, s.len), STR("\u00AD")))
        return 2;
    return str_starts(str_slice(s, i, s.len), STR("\u200B")) ? 3 : 0;
}

static void put_text(collector *c, dm_str s, bool link)
{
    size_t before = c->text.len;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char b = (unsigned char)s.ptr[i];
        if (b >= 0xC2 && invisible(s, i)) {
            i += invisible(s, i) - 1;
            continue;
        }
        bool wide = b == 0xC2 && i + 1 < s.len && (unsigned char)s.ptr[i + 1] == 0xA0;
        if (b <= ' ' || wide) {
            c->blank = true;
            i += wide;
            continue;
        }
        if (c->blank && c->text.len)
            buf_byte(&c->text, ' ');
        c->blank = c->broken = false;
        buf_byte(&c->text, (char)b);
    }
    if (link)
        c->linked += c->text.len - before;
}

/* Paragraph text below n, from its row of the sheet. */
static size_t own_of(const score_sheet *sheet, const xmlNode *n)
{
    uintptr_t row = (uintptr_t)n->_private;
    return row ? sheet->nodes.at[row - 1].own : 0;
}

/* Junk by its name, unless most of the page's text is in it ("has-sidebar"). */
static bool is_junk(const collector *c, const xmlNode *n)
{
    return says_junk(n) && own_of(c->sheet, n) * 2 < c->sheet->total + 1;
}

static void collect(collector *c, const xmlNode *n, int depth, bool link)
{
    for (const xmlNode *k = n->children; k && depth < DEPTH_LIMIT; k = k->next) {
        if (k->type == XML_TEXT_NODE && k->content)
            put_text(c, str_z((const char *)k->content), link);
        if (k->type != XML_ELEMENT_NODE)
            continue;
        element_sort sort = sort_of(k);
        if (sort == ELEMENT_SKIP || is_junk(c, k))
            continue;
        if (sort == ELEMENT_BREAK) {
            if (c->broken || node_is(k, "hr"))
                flush(c);
            c->blank = c->broken = true;
            continue;
        }
        bool block = sort == ELEMENT_BLOCK || sort == ELEMENT_HEADING;
        if (block)
            flush(c);
        c->heading = sort == ELEMENT_HEADING || (c->heading && !block);
        collect(c, k, depth + 1, link || node_is(k, "a"));
        if (block) {
            flush(c);
            c->heading = false;
        }
    }
}

void html_main_text(xmlNode *root, dm_arena *arena, html_blocks *out)
{
    score_sheet sheet = {0};
    sheet.total = score_below(&sheet, root, 0);
    collector c = {.arena = arena, .out = out, .sheet = &sheet};
    collect(&c, choose_root(&sheet, root), 0, false);
    flush(&c);
    buf_free(&c.text);
    vec_free(&sheet.nodes);
}
