/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How nodes and edges appear in every format: labels, kinds, ids, colours. */
#include "base/map.h"
#include "files/columns.h"
#include "files/xml_text.h"

#include <stdlib.h>

dm_str node_label(const dm_gnode *n)
{
    return n->label.len ? n->label : n->id;
}

dm_str node_token(dm_arena *arena, const dm_gnode *n)
{
    dm_str label = xml_token(arena, n->label);
    return label.len ? label : xml_token(arena, n->id);
}

static dm_str kind_of(dm_arena *a, const dm_gedge *e)
{
    bool negated = str_eq(e->polarity, STR("negated"));
    bool other = e->modality.len && !str_eq(e->modality, STR("asserted"));
    if (!e->relation.len || (!negated && !other))
        return xml_token(a, e->relation);
    dm_str kind = str_fmt(a, "%.*s%s%s%.*s", STR_ARG(e->relation), negated ? "_negated" : "",
                          other ? "_" : "", STR_ARG(other ? e->modality : STR("")));
    return xml_token(a, kind);
}

/* The first of name, stem_2, stem_3 ... that taken does not have after the given prefix; it is
 * entered.  The map counts on from the last suffix, so that many equal names cost no more. */
static dm_str take_name(dm_arena *a, dm_map *taken, dm_str prefix, dm_str name, dm_str stem)
{
    dm_str key = str_fmt(a, "%.*s%.*s", STR_ARG(prefix), STR_ARG(name));
    uint32_t next = map_get(taken, key);
    if (next == MAP_NONE) {
        map_set(taken, key, 2);
        return name;
    }
    for (;; next++) {
        dm_str other = str_fmt(a, "%.*s_%u", STR_ARG(stem), next);
        dm_str other_key = str_fmt(a, "%.*s%.*s", STR_ARG(prefix), STR_ARG(other));
        if (map_get(taken, other_key) == MAP_NONE) {
            map_set(taken, other_key, 2);
            map_set(taken, key, next + 1);
            return other;
        }
    }
}

dm_str *edge_kinds(dm_arena *arena, const dm_graph *g)
{
    dm_str *kinds = ARENA_ARRAY(arena, dm_str, g->edge_count + 1);
    dm_map taken = {0};
    for (uint32_t i = 0; i < g->edge_count; i++) {
        const dm_gedge *e = &g->edges[i];
        bool turn = !g->directed && e->source > e->target;
        dm_str pair = str_fmt(arena, "%u %u ", turn ? e->target : e->source,
                              turn ? e->source : e->target);
        dm_str kind = kind_of(arena, e);
        kinds[i] = take_name(arena, &taken, pair, kind, kind.len ? kind : STR("edge"));
    }
    map_free(&taken);
    return kinds;
}

dm_str edge_label(const dm_gedge *e, dm_str kind)
{
    bool words = str_eq(e->relation, STR("open")) || !e->relation.len;
    return words ? (e->predicate.len ? e->predicate : e->relation) : kind;
}

dm_str *node_ids(dm_arena *arena, const dm_graph *g)
{
    dm_str *ids = ARENA_ARRAY(arena, dm_str, g->node_count + 1);
    dm_map taken = {0};
    for (uint32_t i = 0; i < g->node_count; i++) {
        dm_str id = xml_token(arena, g->nodes[i].id);
        id = id.len ? id : STR("node");
        ids[i] = take_name(arena, &taken, STR(""), id, id);
    }
    map_free(&taken);
    return ids;
}

dm_str *edge_ids(dm_arena *arena, const dm_graph *g)
{
    dm_str *ids = ARENA_ARRAY(arena, dm_str, g->edge_count + 1);
    dm_map taken = {0};
    for (uint32_t i = 0; i < g->edge_count; i++) {
        dm_str id = xml_token(arena, g->edges[i].id);
        id = id.len ? id : str_fmt(arena, "e%u", i);
        ids[i] = take_name(arena, &taken, STR(""), id, id);
    }
    map_free(&taken);
    return ids;
}

static const struct {
    const char *quad, *colour;
} quad_colours[] = {
    {"verbal_cooperation", "#74add1"},
    {"material_cooperation", "#2166ac"},
    {"verbal_conflict", "#f4a582"},
    {"material_conflict", "#b2182b"},
    {"neutral", "#878787"},
};

dm_str quad_colour(dm_str quad)
{
    for (size_t i = 0; i < sizeof quad_colours / sizeof *quad_colours; i++) {
        if (str_eq(str_z(quad_colours[i].quad), quad))
            return str_z(quad_colours[i].colour);
    }
    return STR("#bdbdbd");
}

dm_str edge_colour(const dm_gedge *e)
{
    int rgb[3];
    if (!e->relation.len || colour_parse(e->color, rgb))
        return e->color; /* without relation any text that a stranger calls a colour */
    return quad_colour(e->quad);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 32);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool colour_parse(dm_str hex, int rgb[3])
{
    if (hex.len < 7 || hex.ptr[0] != '#') /* an alpha pair behind is ignored */
        return false;
    for (size_t i = 0; i < 3; i++) {
        int high = hex_digit(hex.ptr[1 + 2 * i]), low = hex_digit(hex.ptr[2 + 2 * i]);
        if (high < 0 || low < 0)
            return false;
        rgb[i] = high * 16 + low;
    }
    return true;
}

dm_str colour_make(dm_arena *arena, const int rgb[3])
{
    unsigned c[3];
    for (size_t i = 0; i < 3; i++)
        c[i] = rgb[i] < 0 ? 0 : rgb[i] > 255 ? 255 : (unsigned)rgb[i];
    return str_fmt(arena, "#%02x%02x%02x", c[0], c[1], c[2]);
}

typedef struct {
    uint32_t source, target, edge;
} pair;

static int pair_cmp(const void *a, const void *b)
{
    const pair *p = a, *q = b;
    if (p->source != q->source)
        return p->source < q->source ? -1 : 1;
    if (p->target != q->target)
        return p->target < q->target ? -1 : 1;
    return (p->edge > q->edge) - (p->edge < q->edge);
}

uint32_t *edge_keys(const dm_graph *g)
{
    pair *p = dm_calloc(g->edge_count + 1, sizeof *p);
    uint32_t *keys = dm_calloc(g->edge_count + 1, sizeof *keys);
    for (uint32_t i = 0; i < g->edge_count; i++) {
        const dm_gedge *e = &g->edges[i];
        bool turn = !g->directed && e->source > e->target;
        p[i] = (pair){turn ? e->target : e->source, turn ? e->source : e->target, i};
    }
    qsort(p, g->edge_count, sizeof *p, pair_cmp);
    for (uint32_t i = 1; i < g->edge_count; i++) {
        if (p[i].source == p[i - 1].source && p[i].target == p[i - 1].target)
            keys[p[i].edge] = keys[p[i - 1].edge] + 1;
    }
    free(p);
    return keys;
}
