/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/builder.h"

#include "files/attrs.h"
#include "files/columns.h"
#include "files/json_text.h"

#include <math.h>
#include <stdio.h>

void builder_init(dm_builder *b, const char *place, const char *node_unit,
                  const char *edge_unit)
{
    *b = (dm_builder){
        .g = graph_new(), .place = place, .node_unit = node_unit, .edge_unit = edge_unit};
}

void builder_free(dm_builder *b)
{
    dm_graph_free(b->g);
    b->g = NULL;
    map_free(&b->ids);
    vec_free(&b->nodes);
    vec_free(&b->edges);
    vec_free(&b->ends);
}

/* "line 12" out of "line %u": by hand, since the format is a variable. */
static const char *unit(const char *format, uint32_t at, char out[64])
{
    dm_str rest;
    dm_str head = str_cut(str_z(format), '%', &rest);
    (void)snprintf(out, 64, "%.*s%u%.*s", STR_ARG(head), at,
                   STR_ARG(str_slice(rest, 1, rest.len)));
    return out;
}

dm_gnode *builder_node(dm_builder *b, dm_str id, uint32_t at, dm_error *err)
{
    char where[64];
    id = str_dup(&b->g->arena, id);
    if (!id.len) {
        (void)dm_fail(err, DM_EINPUT, "%s: %s: a node without id", b->place,
                      unit(b->node_unit, at, where));
        return NULL;
    }
    if (map_get(&b->ids, id) != MAP_NONE) {
        (void)dm_fail(err, DM_EINPUT, "%s: %s: a second node with the id '%.100s'", b->place,
                      unit(b->node_unit, at, where), id.ptr);
        return NULL;
    }
    map_set(&b->ids, id, (uint32_t)b->nodes.len);
    dm_gnode n = gnode_new(id);
    n.label = STR("");
    vec_push(&b->nodes, n);
    return &b->nodes.at[b->nodes.len - 1];
}

dm_gedge *builder_edge(dm_builder *b, dm_str source, dm_str target, bool directed, uint32_t at)
{
    dm_arena *a = &b->g->arena;
    vec_push(&b->ends, ((dm_ends){str_dup(a, source), str_dup(a, target), at, directed}));
    vec_push(&b->edges, ((dm_gedge){.confidence = NAN, .weight = 1}));
    return &b->edges.at[b->edges.len - 1];
}

dm_attr_type value_type(dm_arena *arena, dm_str *value, dm_attr_type declared)
{
    dm_str s = str_trim(*value);
    double number;
    if (declared == ATTR_BOOL) {
        bool yes = str_eq_nocase(s, STR("true")), no = str_eq_nocase(s, STR("false"));
        if (yes || no)
            *value = yes ? STR("true") : STR("false");
        return yes || no ? ATTR_BOOL : ATTR_STRING;
    }
    if (declared != ATTR_NUMBER)
        return ATTR_STRING;
    if (json_is_number(s)) {
        *value = s;
        return ATTR_NUMBER;
    }
    if (!number_parse(s, &number))
        return ATTR_STRING;
    *value = str_fmt(arena, "%.15g", number);
    return ATTR_NUMBER;
}

static bool made_up(dm_str kind)
{
    if (!str_starts(kind, STR("edge_")))
        return false;
    for (size_t i = 5; i < kind.len; i++) {
        if (kind.ptr[i] < '0' || kind.ptr[i] > '9')
            return false;
    }
    return true;
}

void builder_edge_look(dm_builder *b, dm_gedge *e, dm_str kind, dm_str label, dm_str colour)
{
    dm_arena *a = &b->g->arena;
    if (!e->relation.len) {
        if (!made_up(kind))
            e->relation = str_dup(a, kind);
        if (!e->predicate.len)
            e->predicate = str_dup(a, label);
    }
    e->color = STR("");
    if (!str_eq(colour, edge_colour(e)))
        e->color = str_dup(a, colour);
}

static bool not_a_number(dm_str value)
{
    dm_str s = str_trim(value);
    return str_eq_nocase(s, STR("nan")) || str_eq_nocase(s, STR("-nan"));
}

/* Tidied for attr_set; false when there is nothing to keep. */
static bool attr_of(dm_arena *a, dm_str name, dm_str value, dm_attr_type type, dm_attr *out)
{
    if (!name.len || !value.len || (type == ATTR_NUMBER && not_a_number(value)))
        return false;
    dm_attr_type own = value_type(a, &value, type);
    *out = (dm_attr){str_dup(a, name), str_dup(a, value), own};
    return true;
}

void builder_node_value(dm_builder *b, dm_gnode *n, dm_str name, dm_str value,
                        dm_attr_type type)
{
    dm_arena *a = &b->g->arena;
    dm_attr attr;
    if (!attr_of(a, name, value, type, &attr) || field_set_node(a, n, name, value))
        return;
    attr_set(a, &n->attrs, &n->attr_count, attr);
}

void builder_edge_value(dm_builder *b, dm_gedge *e, dm_str name, dm_str value,
                        dm_attr_type type)
{
    dm_arena *a = &b->g->arena;
    dm_attr attr;
    if (!attr_of(a, name, value, type, &attr) || field_set_edge(a, e, name, value))
        return;
    attr_set(a, &e->attrs, &e->attr_count, attr);
}

dm_status builder_weight(dm_builder *b, dm_gedge *e, dm_str value, uint32_t at, dm_error *err)
{
    char where[64];
    double w;
    if (number_parse(value, &w) && w > 0) {
        e->weight = w;
        return DM_OK;
    }
    return dm_fail(err, DM_EINPUT, "%s: %s: weight '%.*s': a weight is a number above 0",
                   b->place, unit(b->edge_unit, at, where),
                   (int)(value.len < 40 ? value.len : 40), value.ptr ? value.ptr : "");
}

static dm_status resolve(dm_builder *b, dm_error *err)
{
    for (size_t i = 0; i < b->edges.len; i++) {
        const dm_ends *ends = &b->ends.at[i];
        uint32_t s = map_get(&b->ids, ends->source), t = map_get(&b->ids, ends->target);
        if (s == MAP_NONE || t == MAP_NONE) {
            char where[64];
            dm_str bad = s == MAP_NONE ? ends->source : ends->target;
            return dm_fail(err, DM_EINPUT, "%s: %s: the edge's %s '%.100s' is no node",
                           b->place, unit(b->edge_unit, ends->at, where),
                           s == MAP_NONE ? "source" : "target", bad.ptr ? bad.ptr : "");
        }
        b->edges.at[i].source = s;
        b->edges.at[i].target = t;
    }
    return DM_OK;
}

/* Edge ids repeat in files of networkx, which counts them per pair: then all are given anew. */
static void tidy_edge_ids(dm_builder *b)
{
    dm_map seen = {0};
    bool good = true;
    for (size_t i = 0; good && i < b->edges.len; i++) {
        dm_str id = b->edges.at[i].id;
        good = id.len && map_get(&seen, id) == MAP_NONE;
        if (good)
            map_set(&seen, id, 1);
    }
    for (size_t i = 0; !good && i < b->edges.len; i++)
        b->edges.at[i].id = str_fmt(&b->g->arena, "e%zu", i);
    map_free(&seen);
}

static void drop_attr(dm_attr *attrs, uint32_t *count, const char *name)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *count; i++) {
        if (!str_eq(attrs[i].name, str_z(name)))
            attrs[kept++] = attrs[i];
    }
    *count = kept;
}

/* A count says nothing when all that it counts is here. */
static void tidy_counts(dm_builder *b)
{
    for (size_t i = 0; i < b->edges.len; i++) {
        dm_gedge *e = &b->edges.at[i];
        double n;
        const dm_attr *said = attr_find(e->attrs, e->attr_count, STR(ATTR_EVIDENCE_COUNT));
        if (said && number_parse(said->text, &n) && n <= e->evidence_count)
            drop_attr(e->attrs, &e->attr_count, ATTR_EVIDENCE_COUNT);
    }
    for (size_t i = 0; i < b->nodes.len; i++) {
        dm_gnode *v = &b->nodes.at[i];
        if (v->mention_count)
            drop_attr(v->attrs, &v->attr_count, ATTR_MENTION_COUNT);
    }
}

/* Measures and layout are there when every node has its share. */
static bool is_analysed(const dm_builder *b)
{
    for (size_t i = 0; i < b->nodes.len; i++) {
        const dm_gnode *n = &b->nodes.at[i];
        if (!isfinite(n->measure[MEASURE_pagerank]) || !isfinite(n->x) || !isfinite(n->y))
            return false;
    }
    return b->nodes.len > 0;
}

/* One directed edge makes a directed graph; in it the undirected ones hold both ways. */
static void settle_direction(dm_builder *b)
{
    bool any = false;
    for (size_t i = 0; i < b->edges.len; i++)
        any |= b->ends.at[i].directed;
    if (b->edges.len)
        b->g->directed = any;
    for (size_t i = 0; any && i < b->edges.len; i++)
        b->edges.at[i].symmetric |= !b->ends.at[i].directed;
}

dm_status builder_finish(dm_builder *b, dm_graph **out, dm_error *err)
{
    *out = NULL;
    DM_TRY(resolve(b, err));
    if (b->own_direction)
        settle_direction(b);
    tidy_edge_ids(b);
    tidy_counts(b);
    dm_graph *g = b->g;
    g->analysed = g->analysed || is_analysed(b);
    vec_take(&g->arena, &b->nodes, g->nodes, g->node_count);
    vec_take(&g->arena, &b->edges, g->edges, g->edge_count);
    uint32_t *keys = edge_keys(g);
    for (uint32_t i = 0; i < g->edge_count; i++)
        g->edges[i].key = keys[i];
    free(keys);
    *out = g;
    b->g = NULL;
    return DM_OK;
}
