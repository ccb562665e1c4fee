/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page says about itself: Open Graph, Dublin Core, schema.org, and plain HTML. */
#include "base/utf8.h"
#include "text/date.h"
#include "text/html_tree.h"

typedef enum { META_TITLE, META_DATE, META_AUTHOR, META_URL, META_SITE, META_COUNT } meta_field;

static const struct {
    const char *name;
    meta_field field;
    uint8_t rank; /* lower wins */
} metas[] = {
    {"og:title", META_TITLE, 1},
    {"twitter:title", META_TITLE, 4},
    {"headline", META_TITLE, 2},
    {"article:published_time", META_DATE, 1},
    {"og:published_time", META_DATE, 2},
    {"datepublished", META_DATE, 2},
    {"parsely-pub-date", META_DATE, 3},
    {"sailthru.date", META_DATE, 3},
    {"publish-date", META_DATE, 3},
    {"publication_date", META_DATE, 3},
    {"pubdate", META_DATE, 3},
    {"dc.date.issued", META_DATE, 3},
    {"dcterms.created", META_DATE, 4},
    {"dc.date", META_DATE, 4},
    {"date", META_DATE, 5},
    {"article:modified_time", META_DATE, 9},
    {"author", META_AUTHOR, 1},
    {"parsely-author", META_AUTHOR, 2},
    {"article:author", META_AUTHOR, 3},
    {"dc.creator", META_AUTHOR, 3},
    {"byl", META_AUTHOR, 2},
    {"og:url", META_URL, 2},
    {"og:site_name", META_SITE, 1},
    {"application-name", META_SITE, 3},
};

typedef struct {
    dm_document *doc;
    dm_str value[META_COUNT];
    uint8_t rank[META_COUNT]; /* 0: none yet */
    dm_str h1, page_title, json_date, json_author, time_date;
} meta_reader;

static void offer(meta_reader *m, meta_field field, uint8_t rank, dm_str value)
{
    value = str_trim(value);
    bool link = str_starts(value, STR("http://")) || str_starts(value, STR("https://"));
    if (!value.len || value.len > 1000 || (field == META_AUTHOR && link))
        return;
    if (m->rank[field] && m->rank[field] <= rank)
        return;
    m->rank[field] = rank;
    m->value[field] = value;
}

static void read_meta(meta_reader *m, const xmlNode *n)
{
    static const char *const keys[] = {"property", "name", "itemprop"};
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        dm_str key = node_attribute(n, keys[k]);
        for (size_t i = 0; key.len && i < sizeof metas / sizeof metas[0]; i++) {
            if (str_eq_nocase(key, str_z(metas[i].name)))
                offer(m, metas[i].field, metas[i].rank, node_attribute(n, "content"));
        }
    }
}

/* The string after "key": in a JSON text; a scan is enough for the two fields wanted here, and
 * pages whose JSON is broken are read too. */
static dm_str json_string(dm_str json, const char *key, size_t from)
{
    size_t at = str_find(json, str_z(key), from);
    if (at == SIZE_MAX)
        return STR("");
    at += strlen(key);
    while (at < json.len && strchr(" \t\r\n:", json.ptr[at]))
        at++;
    if (at >= json.len || json.ptr[at] != '"')
        return STR("");
    size_t end = ++at;
    while (end < json.len && json.ptr[end] != '"' && json.ptr[end] != '\\')
        end++;
    return end < json.len && json.ptr[end] == '"' ? str_slice(json, at, end) : STR("");
}

static void read_json(meta_reader *m, xmlNode *n)
{
    if (!str_eq_nocase(node_attribute(n, "type"), STR("application/ld+json")) || !n->children ||
        !n->children->content)
        return;
    dm_str json = str_z((const char *)n->children->content);
    if (!m->json_date.len)
        m->json_date = json_string(json, "\"datePublished\"", 0);
    size_t author = str_find(json, STR("\"author\""), 0);
    if (!m->json_author.len && author != SIZE_MAX)
        m->json_author = json_string(str_slice(json, author, author + 400), "\"name\"", 0);
}

static void read_element(meta_reader *m, xmlNode *n)
{
    dm_document *doc = m->doc;
    if (node_is(n, "meta")) {
        read_meta(m, n);
    } else if (node_is(n, "script")) {
        read_json(m, n);
    } else if (node_is(n, "html") && !doc->language.len) {
        dm_str rest, lang = str_cut(node_attribute(n, "lang"), '-', &rest);
        doc->language = str_lower(&doc->arena, lang.len <= 8 ? lang : STR(""));
    } else if (node_is(n, "link") &&
               str_eq_nocase(node_attribute(n, "rel"), STR("canonical"))) {
        offer(m, META_URL, 1, node_attribute(n, "href"));
    } else if (node_is(n, "h1") && !m->h1.len) {
        m->h1 = node_text(&doc->arena, n);
    } else if (node_is(n, "title") && !m->page_title.len) {
        m->page_title = node_text(&doc->arena, n);
    } else if (node_is(n, "time") && !m->time_date.len) {
        dm_str when = node_attribute(n, "datetime");
        m->time_date = when.len ? when : node_text(&doc->arena, n);
    } else if (str_eq_nocase(node_attribute(n, "rel"), STR("author"))) {
        offer(m, META_AUTHOR, 4, node_text(&doc->arena, n));
    }
}

/* "Headline | Site", "Headline - Site": the part before the last such sign when the rest is
 * short or is the site's name. */
static dm_str without_site(dm_str title, dm_str site)
{
    static const char *const signs[] = {" | ",      " - ",  " \u2013 ",
                                        " \u2014 ", " :: ", " \u00B7 "};
    size_t cut = SIZE_MAX;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        dm_str sign = str_z(signs[i]);
        for (size_t at = str_find(title, sign, 0); at != SIZE_MAX;
             at = str_find(title, sign, at + 1)) {
            dm_str tail = str_slice(title, at + sign.len, title.len);
            bool named = site.len && str_eq_nocase(tail, site);
            if (named || (i == 0 && tail.len <= 40) || (tail.len <= 24 && at > 24))
                cut = at < cut ? at : cut;
        }
    }
    return cut == SIZE_MAX ? title : str_slice(title, 0, cut);
}

static dm_str host_of(dm_str url)
{
    size_t at = str_find(url, STR("://"), 0);
    if (at == SIZE_MAX)
        return STR("");
    dm_str rest, host = str_cut(str_slice(url, at + 3, url.len), '/', &rest);
    return str_starts(host, STR("www.")) ? str_slice(host, 4, host.len) : host;
}

static void keep(dm_document *doc, dm_str *field, dm_str value)
{
    if (field->len || !value.len)
        return;
    dm_buf b = {0};
    bool blank = false;
    for (size_t i = 0; i < value.len; i++) {
        bool space = (unsigned char)value.ptr[i] <= ' ';
        if (!space && blank && b.len)
            buf_byte(&b, ' ');
        if (!space)
            buf_byte(&b, value.ptr[i]);
        blank = space;
    }
    *field = str_dup(&doc->arena, buf_str(&b));
    buf_free(&b);
}

static void keep_date(dm_document *doc, dm_str value)
{
    text_date date;
    if (!doc->date.len && date_find(value, &date))
        doc->date = str_dup(&doc->arena, str_z(date.iso));
}

void html_metadata(xmlNode *root, dm_document *doc)
{
    meta_reader m = {.doc = doc};
    for (xmlNode *n = root; n; n = node_next(root, n))
        read_element(&m, n);
    keep(doc, &doc->url, m.value[META_URL]);
    keep(doc, &doc->source, m.value[META_SITE]);
    keep(doc, &doc->source, host_of(doc->url));
    keep(doc, &doc->title, without_site(m.value[META_TITLE], doc->source));
    keep(doc, &doc->title, m.h1);
    keep(doc, &doc->title, without_site(m.page_title, doc->source));
    if (m.rank[META_DATE] && m.rank[META_DATE] < 9)
        keep_date(doc, m.value[META_DATE]);
    keep_date(doc, m.json_date);
    keep_date(doc, m.time_date);
    keep_date(doc, m.value[META_DATE]);
    dm_str author = m.value[META_AUTHOR].len ? m.value[META_AUTHOR] : m.json_author;
    if (author.len > 3 && str_eq_nocase(str_slice(author, 0, 3), STR("by ")))
        author = str_slice(author, 3, author.len);
    keep(doc, &doc->author, author);
}
