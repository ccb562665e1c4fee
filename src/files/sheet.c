/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/sheet.h"

#include "base/map.h"
#include "files/xml_text.h"

#include <math.h>

void sheet_open(dm_sheet *s, const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    *s = (dm_sheet){.g = g, .o = o, .out = out};
    s->nodes = columns_of_nodes(&s->arena, g);
    s->edges = columns_of_edges(&s->arena, g);
    s->ids = node_ids(&s->arena, g);
    s->edge_ids = edge_ids(&s->arena, g);
    s->kinds = edge_kinds(&s->arena, g);
}

void sheet_close(dm_sheet *s)
{
    arena_free(&s->arena);
    arena_free(&s->scratch);
    buf_free(&s->b);
    buf_free(&s->c);
}

void sheet_clear(dm_sheet *s)
{
    arena_clear(&s->scratch);
}

bool sheet_node(dm_sheet *s, uint32_t column, uint32_t node)
{
    s->b.len = 0;
    return column_node(&s->nodes.at[column], &s->g->nodes[node], &s->b);
}

bool sheet_edge(dm_sheet *s, uint32_t column, uint32_t edge)
{
    s->b.len = 0;
    return column_edge(&s->edges.at[column], &s->g->edges[edge], &s->b);
}

dm_str *unique_labels(dm_arena *arena, const dm_graph *g, const dm_str *ids)
{
    dm_str *labels = ARENA_ARRAY(arena, dm_str, g->node_count + 1);
    dm_map taken = {0};
    for (uint32_t i = 0; i < g->node_count; i++) {
        dm_str label = node_token(arena, &g->nodes[i]);
        dm_str wanted = label;
        for (uint32_t k = 1; map_get(&taken, label) != MAP_NONE; k++)
            label = k == 1
                        ? str_fmt(arena, "%.*s [%.*s]", STR_ARG(wanted), STR_ARG(ids[i]))
                        : str_fmt(arena, "%.*s [%.*s] %u", STR_ARG(wanted), STR_ARG(ids[i]), k);
        map_set(&taken, label, i);
        labels[i] = label;
    }
    map_free(&taken);
    return labels;
}

bool has_place(const dm_gnode *n)
{
    return isfinite(n->x) && isfinite(n->y);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

void put_identifier(dm_buf *b, dm_str name)
{
    if (!name.len || !is_letter(name.ptr[0]))
        buf_byte(b, 'a');
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        buf_byte(b, is_letter(c) || is_digit(c) ? c : '_');
    }
}

void put_upper_snake(dm_buf *b, dm_str words)
{
    size_t start = b->len;
    for (size_t i = 0; i < words.len; i++) {
        char c = words.ptr[i];
        if (is_letter(c) || (is_digit(c) && b->len > start))
            buf_byte(b, upper(c));
        else if (b->len > start && b->ptr[b->len - 1] != '_')
            buf_byte(b, '_');
    }
    while (b->len > start && b->ptr[b->len - 1] == '_')
        b->len--;
    if (b->len == start)
        buf_add(b, STR("RELATED_TO"));
}

void put_edge_type(dm_buf *b, const dm_gedge *e)
{
    bool other = e->modality.len && !str_eq(e->modality, STR("asserted"));
    put_upper_snake(b, e->relation.len ? e->relation : e->predicate);
    if (e->relation.len && str_eq(e->polarity, STR("negated")))
        buf_add(b, STR("_NEGATED"));
    if (e->relation.len && other) {
        buf_byte(b, '_');
        put_upper_snake(b, e->modality);
    }
}

void put_camel(dm_buf *b, dm_str word)
{
    size_t start = b->len;
    bool capital = true;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        if (!is_letter(c) && !(is_digit(c) && b->len > start)) {
            capital = true;
            continue;
        }
        buf_byte(b, capital ? upper(c) : c);
        capital = false;
    }
    if (b->len == start)
        buf_add(b, STR("Node"));
}

void put_plain(dm_buf *b, dm_str text)
{
    dm_arena scratch = {0};
    buf_add(b, xml_token(&scratch, text));
    arena_free(&scratch);
}

void put_percent(dm_buf *b, dm_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (is_letter(c) || is_digit(c) || strchr("-._~/", c))
            buf_byte(b, c);
        else
            buf_fmt(b, "%%%02X", (unsigned)(unsigned char)c);
    }
}
