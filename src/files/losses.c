/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/losses.h"

#include "base/utf8.h"
#include "files/columns.h"

bool is_formula(dm_str text)
{
    double number;
    return text.len && strchr("=+-@", text.ptr[0]) && text.ptr[0] != '\0' &&
           !number_parse(text, &number);
}

void put_allowed(dm_buf *b, dm_str text, unsigned cannot)
{
    if ((cannot & CANNOT_FORMULA) && is_formula(text))
        buf_byte(b, '\'');
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '\\' && (cannot & CANNOT_BACKSLASH))
            c = '/';
        if (c == '"' && (cannot & CANNOT_QUOTE))
            c = '\'';
        buf_byte(b, c);
    }
}

static bool suffers(dm_str s, unsigned cannot)
{
    if ((cannot & CANNOT_FORMULA) && is_formula(s))
        return true;
    for (size_t at = 0; at < s.len;) {
        size_t was = at;
        uint32_t cp = utf8_next(s, &at);
        bool control = (cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') || cp == 0xFFFE ||
                       cp == 0xFFFF;
        if ((cp == 0xFFFD && at - was != 3) || cp == 0 ||
            (control && (cannot & CANNOT_CONTROL)) ||
            (cp == '\\' && (cannot & CANNOT_BACKSLASH)) ||
            (cp == '"' && (cannot & CANNOT_QUOTE)))
            return true;
    }
    return false;
}

static size_t in_attrs(const dm_attr *attrs, uint32_t count, unsigned cannot)
{
    size_t n = 0;
    for (uint32_t i = 0; i < count; i++)
        n += attrs[i].type == ATTR_STRING && suffers(attrs[i].text, cannot);
    return n;
}

static size_t in_node(const dm_gnode *n, unsigned cannot)
{
    const dm_str texts[] = {n->id, n->label, n->kind, n->subkind, n->country, n->gender};
    size_t found = in_attrs(n->attrs, n->attr_count, cannot);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        found += suffers(texts[i], cannot);
    for (uint32_t i = 0; i < n->alias_count; i++)
        found += suffers(n->aliases[i].name, cannot);
    for (uint32_t i = 0; i < n->role_count; i++)
        found += suffers(n->roles[i].text, cannot);
    return found;
}

static size_t in_edge(const dm_gedge *e, unsigned cannot)
{
    const dm_str texts[] = {e->relation, e->predicate, e->date_text, e->why};
    size_t found = in_attrs(e->attrs, e->attr_count, cannot);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        found += suffers(texts[i], cannot);
    for (uint32_t i = 0; i < e->evidence_count; i++)
        found += suffers(e->evidence[i].quote, cannot);
    return found;
}

size_t graph_losses(const dm_graph *g, const dm_format *format, dm_flavour flavour)
{
    unsigned cannot = format->cannot;
    if (flavour != FLAVOUR_GEPHI) /* backslashes and formulas trouble Gephi and spreadsheets */
        cannot &= CANNOT_CONTROL;
    size_t found = in_attrs(g->attrs, g->attr_count, cannot);
    for (uint32_t i = 0; i < g->doc_count; i++)
        found += suffers(g->docs[i].title, cannot);
    for (uint32_t i = 0; i < g->node_count; i++)
        found += in_node(&g->nodes[i], cannot);
    for (uint32_t i = 0; i < g->edge_count; i++)
        found += in_edge(&g->edges[i], cannot);
    return found;
}
