/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/utf8.h"
#include "query/query.h"

typedef struct {
    dm_str text;
    size_t at;
    dm_arena *arena;
    size_t *column;
    dm_error *err;
} parser;

static dm_status wrong(parser *p, size_t at, const char *what)
{
    *p->column = utf8_count(str_slice(p->text, 0, at)) + 1;
    return dm_fail(p->err, DM_EUSAGE, "column %zu: %s", *p->column, what);
}

static char peek(const parser *p, size_t ahead)
{
    return p->at + ahead < p->text.len ? p->text.ptr[p->at + ahead] : '\0';
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_blanks(parser *p)
{
    while (blank(peek(p, 0)))
        p->at++;
}

static bool arrow_begins(const parser *p)
{
    return peek(p, 0) == '-' || (peek(p, 0) == '<' && peek(p, 1) == '-');
}

/* "..." or '...'; the marks are not part of it. */
static dm_status quoted(parser *p, dm_str *out)
{
    size_t open = p->at;
    char mark = peek(p, 0);
    p->at++;
    while (peek(p, 0) && peek(p, 0) != mark)
        p->at++;
    if (!peek(p, 0))
        return wrong(p, open, "this quotation mark is not closed");
    *out = str_slice(p->text, open + 1, p->at);
    p->at++;
    return DM_OK;
}

static bool is_mark(char c)
{
    return c == '"' || c == '\'';
}

static void prefixed(pattern_node *n)
{
    static const struct {
        const char *prefix;
        dm_named how;
    } known[] = {{"kind:", NAMED_KIND}, {"id:", NAMED_ID}, {"name:", NAMED_NAME}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        dm_str prefix = str_z(known[i].prefix);
        if (str_starts(n->text, prefix)) {
            n->how = known[i].how;
            n->text = str_trim(str_slice(n->text, prefix.len, n->text.len));
            return;
        }
    }
}

static dm_status parse_node(parser *p, pattern_node *n)
{
    skip_blanks(p);
    size_t begin = p->at;
    *n = (pattern_node){.how = NAMED_EITHER, .at = begin};
    if (is_mark(peek(p, 0))) {
        DM_TRY(quoted(p, &n->text));
        n->how = NAMED_NAME;
    } else {
        /* an arrow stands after a blank, so that "Jean-Luc" is a name */
        while (peek(p, 0) &&
               !(arrow_begins(p) && (p->at == begin || blank(p->text.ptr[p->at - 1]))))
            p->at++;
        n->text = str_trim(str_slice(p->text, begin, p->at));
        if (str_eq(n->text, STR("?")) || str_eq(n->text, STR("*")))
            n->how = NAMED_ANY;
        else
            prefixed(n);
    }
    if (!n->text.len)
        return wrong(p, begin, "a node is missing here: ?, a kind, an id or a name");
    skip_blanks(p);
    return DM_OK;
}

static dm_status add_names(parser *p, pattern_edge *e, dm_str list, size_t at)
{
    e->names = ARENA_ARRAY(p->arena, dm_str, list.len + 1);
    for (size_t i = 0, begin = 0; i <= list.len; i++) {
        if (i < list.len && list.ptr[i] != ',' && list.ptr[i] != '|')
            continue;
        dm_str name = str_trim(str_slice(list, begin, i));
        if (!name.len)
            return wrong(p, at + begin, "a relation is missing here");
        e->names[e->count++] = name;
        begin = i + 1;
    }
    bool any = e->count == 1 && str_eq(e->names[0], STR("*"));
    e->count = any ? 0 : e->count;
    return DM_OK;
}

/* Between the dashes; both are passed. */
static dm_status parse_relation(parser *p, pattern_edge *e)
{
    size_t begin = p->at;
    dm_str list;
    if (peek(p, 0) == '!') {
        e->negated = true;
        p->at++;
    }
    size_t from = p->at;
    if (is_mark(peek(p, 0))) {
        DM_TRY(quoted(p, &list));
        e->names = ARENA_NEW(p->arena, dm_str);
        e->names[e->count++] = list;
        from = p->at;
    }
    while (peek(p, 0) && peek(p, 0) != '-' && peek(p, 0) != '<' && peek(p, 0) != '>')
        p->at++;
    if (peek(p, 0) != '-')
        return wrong(p, begin - 1,
                     "this arrow does not end; arrows are -name->, <-name-, -name-");
    list = str_slice(p->text, from, p->at);
    p->at++;
    return e->count ? DM_OK : add_names(p, e, list, from);
}

static dm_status parse_edge(parser *p, pattern_edge *e)
{
    *e = (pattern_edge){.at = p->at};
    if (!arrow_begins(p))
        return wrong(p, p->at, "an arrow is missing here: -name->, <-name-, -name-");
    bool left = peek(p, 0) == '<';
    p->at += left ? 2 : 1;
    char next = peek(p, 0);
    bool bare = !next || blank(next) || next == '>' || (next == '-' && !left);
    if (bare && next == '-') /* -- and --> */
        p->at++;
    if (!bare)
        DM_TRY(parse_relation(p, e));
    bool right = peek(p, 0) == '>';
    p->at += right;
    if (left && right)
        return wrong(p, e->at, "an arrow has one head; without a direction it is -name-");
    e->arrow = left ? ARROW_LEFT : right ? ARROW_RIGHT : ARROW_BOTH;
    return DM_OK;
}

dm_status pattern_parse(dm_str text, dm_arena *a, dm_pattern *out, size_t *column,
                        dm_error *err)
{
    parser p = {.text = text, .arena = a, .column = column, .err = err};
    *out = (dm_pattern){0};
    *column = 0;
    DM_TRY(parse_node(&p, &out->nodes[out->count++]));
    while (p.at < text.len) {
        if (out->count == PATTERN_NODES)
            return wrong(&p, p.at, "a pattern has at most 8 nodes");
        DM_TRY(parse_edge(&p, &out->edges[out->count - 1]));
        DM_TRY(parse_node(&p, &out->nodes[out->count++]));
    }
    return DM_OK;
}
