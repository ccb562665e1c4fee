/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/html.h"

#include "base/utf8.h"
#include "text/date.h"
#include "text/furniture.h"
#include "text/html_tree.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>

enum { LOOK = 1024 };

bool node_is(const xmlNode *n, const char *name)
{
    return n->type == XML_ELEMENT_NODE && xmlStrcmp(n->name, (const xmlChar *)name) == 0;
}

dm_str node_attribute(const xmlNode *n, const char *name)
{
    for (const xmlAttr *a = n->type == XML_ELEMENT_NODE ? n->properties : NULL; a;
         a = a->next) {
        if (xmlStrcmp(a->name, (const xmlChar *)name) == 0 && a->children &&
            a->children->content)
            return str_z((const char *)a->children->content);
    }
    return STR("");
}

xmlNode *node_next(const xmlNode *root, xmlNode *n)
{
    if (n->children && n->type == XML_ELEMENT_NODE)
        return n->children;
    while (n != root && !n->next)
        n = n->parent;
    return n == root ? NULL : n->next;
}

dm_str node_text(dm_arena *arena, xmlNode *n)
{
    dm_buf b = {0};
    for (xmlNode *k = n; k; k = node_next(n, k)) {
        if (k->type == XML_TEXT_NODE && k->content) {
            buf_add(&b, str_z((const char *)k->content));
            buf_byte(&b, ' ');
        }
    }
    char *to = b.ptr;
    for (size_t i = 0; i < b.len; i++) {
        if ((unsigned char)b.ptr[i] > ' ')
            *to++ = b.ptr[i];
        else if (to > b.ptr && to[-1] != ' ')
            *to++ = ' ';
    }
    dm_str text = str_dup(arena, str_trim((dm_str){b.ptr, (size_t)(to - b.ptr)}));
    buf_free(&b);
    return text;
}

static size_t find_nocase(dm_str s, const char *needle)
{
    dm_str n = str_z(needle);
    for (size_t i = 0; i + n.len <= s.len; i++) {
        if (str_eq_nocase(str_slice(s, i, i + n.len), n))
            return i;
    }
    return SIZE_MAX;
}

bool html_looks_like(dm_str text)
{
    static const char *const openings[] = {
        "<!doctype html", "<html", "<head", "<body", "<article", "<main", "<div", "<p>", "<h1"};
    dm_str start = str_trim(str_slice(text, 0, LOOK));
    if (!start.len || start.ptr[0] != '<')
        return false;
    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++) {
        dm_str o = str_z(openings[i]);
        if (str_eq_nocase(str_slice(start, 0, o.len), o))
            return true;
    }
    return find_nocase(start, "<html") != SIZE_MAX || find_nocase(start, "<body") != SIZE_MAX;
}

const char *html_charset(dm_str bytes, char room[32])
{
    dm_str head = str_slice(bytes, 0, 4 * LOOK);
    size_t at = find_nocase(head, "charset");
    if (at == SIZE_MAX || !head.len || utf8_valid(bytes, NULL))
        return NULL;
    at += 7;
    while (at < head.len && strchr(" =\"'", head.ptr[at]))
        at++;
    size_t n = 0;
    while (at < head.len && n < 31 && head.ptr[at] > ' ' && !strchr("\"'>;/", head.ptr[at]))
        room[n++] = head.ptr[at++];
    room[n] = '\0';
    dm_str name = {room, n};
    /* What says Latin-1 is Windows-1252 (WHATWG Encoding); UTF-8 with errors is for the repair.
     */
    if (!n || find_nocase(name, "utf") == 0 || find_nocase(name, "8859-1") != SIZE_MAX ||
        find_nocase(name, "ascii") != SIZE_MAX || find_nocase(name, "1252") != SIZE_MAX)
        return NULL;
    return room;
}

typedef struct {
    dm_document *doc;
    text_blocks *blocks;
    dm_buf text;
} writer;

static void put_block(writer *w, dm_str s, bool heading)
{
    if (w->text.len)
        buf_add(&w->text, STR("\n\n"));
    text_block b = {(uint32_t)w->text.len, (uint32_t)(w->text.len + s.len),
                    (uint32_t)w->blocks->len, heading};
    buf_add(&w->text, s);
    vec_push(w->blocks, b);
}

static void learn(dm_document *doc, line_sort sort, dm_str line)
{
    text_date date;
    if (!doc->date.len && (sort == LINE_DATE || sort == LINE_BYLINE) && date_find(line, &date))
        doc->date = str_dup(&doc->arena, str_z(date.iso));
    if (!doc->author.len && sort == LINE_BYLINE && line.len > 3)
        doc->author = str_dup(&doc->arena, str_trim(str_slice(line, 3, line.len)));
}

/* The blocks that are the article's, in order; headings only where text follows them. */
static void put_blocks(writer *w, const html_blocks *found, bool keep_furniture)
{
    bool related = false;
    size_t owed = SIZE_MAX; /* a heading that waits for text */
    for (size_t i = 0; i < found->len; i++) {
        dm_str s = found->at[i].text;
        line_sort sort = keep_furniture ? LINE_BODY : line_classify(s);
        if (str_eq(s, w->doc->title))
            continue;
        related = sort == LINE_RELATED || (related && sort != LINE_BODY);
        if (related || sort == LINE_NOISE || sort == LINE_DATE || sort == LINE_BYLINE) {
            learn(w->doc, sort, s);
            continue;
        }
        if (found->at[i].heading) {
            owed = i;
            continue;
        }
        if (owed != SIZE_MAX)
            put_block(w, found->at[owed].text, true);
        owed = SIZE_MAX;
        s = keep_furniture ? s : str_trim(str_slice(s, 0, line_credit(s)));
        if (s.len)
            put_block(w, s, false);
    }
}

static dm_status read_tree(xmlNode *root, bool keep_furniture, dm_document *doc,
                           text_blocks *blocks, dm_error *err)
{
    html_metadata(root, doc);
    html_blocks found = {0};
    html_main_text(root, &doc->arena, &found);
    writer w = {doc, blocks, {0}};
    if (doc->title.len)
        put_block(&w, doc->title, true);
    size_t before = blocks->len;
    put_blocks(&w, &found, keep_furniture);
    bool empty = blocks->len == before && !doc->title.len;
    doc->text = str_dup(&doc->arena, buf_str(&w.text));
    buf_free(&w.text);
    vec_free(&found);
    return empty ? dm_fail(err, DM_EINPUT, "no text in the HTML page: only markup") : DM_OK;
}

dm_status html_read(dm_str markup, bool keep_furniture, dm_document *doc, text_blocks *blocks,
                    dm_error *err)
{
    int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                  HTML_PARSE_NONET | HTML_PARSE_COMPACT;
    htmlDocPtr page = htmlReadMemory(markup.ptr, (int)markup.len, NULL, "UTF-8", options);
    xmlNode *root = page ? xmlDocGetRootElement(page) : NULL;
    dm_status status =
        root ? read_tree(root, keep_furniture, doc, blocks, err)
             : dm_fail(err, DM_EINPUT, "no HTML elements in %zu bytes", markup.len);
    xmlFreeDoc(page);
    return status;
}
