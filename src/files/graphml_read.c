/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/builder.h"
#include "files/columns.h"
#include "files/graphdata.h"
#include "files/graphml.h"
#include "files/xml_read.h"
#include "files/xml_text.h"

#include <math.h>

typedef struct {
    dm_str id, name, class, fallback; /* class: node, edge, graph, all or "" (all) */
    dm_attr_type type;
    bool graphics; /* yEd's picture of a node or an edge */
} key;

typedef struct {
    dm_xml x;
    dm_builder b;
    dm_map by_id;
    VEC(key) keys;
    VEC(bool) seen; /* keys[i] has a value on the current item */
    dm_buf text;
    dm_error *err;
    bool directed; /* edgedefault */
    uint32_t graphs;
} reader;

/* What a node or an edge shows besides its attributes, gathered over its <data>. */
typedef struct {
    dm_str label, name, kind, colour;
    int rgb[3];
    double x, y, size, width, height;
} look;

static dm_arena *arena(reader *r)
{
    return &r->b.g->arena;
}

static dm_status broken(const reader *r)
{
    return r->err && r->err->code != DM_OK ? r->err->code : DM_EINPUT;
}

static dm_attr_type key_type(dm_str type)
{
    static const char *const numbers[] = {"int", "long", "float", "double", "integer"};
    if (str_eq(type, STR("boolean")))
        return ATTR_BOOL;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (str_eq(type, str_z(numbers[i])))
            return ATTR_NUMBER;
    }
    return ATTR_STRING;
}

static bool read_key(reader *r)
{
    dm_arena *a = arena(r);
    dm_xml *x = &r->x;
    uint32_t depth = x->depth;
    dm_str yed = xml_get(x, "yfiles.type");
    dm_str name = xml_get(x, "attr.name");
    key k = {.id = str_dup(a, xml_get(x, "id")),
             .class = str_dup(a, xml_get(x, "for")),
             .type = key_type(xml_get(x, "attr.type")),
             .graphics = str_eq(yed, STR("nodegraphics")) || str_eq(yed, STR("edgegraphics"))};
    k.name = name.len ? str_dup(a, name) : k.id;
    while (xml_child(x, depth)) {
        bool is_default = xml_is(x, "default");
        if (!xml_content(x, &r->text))
            return false;
        if (is_default)
            k.fallback = str_dup(a, buf_str(&r->text));
    }
    map_set(&r->by_id, k.id, (uint32_t)r->keys.len);
    vec_push(&r->keys, k);
    return x->event != XML_BROKEN;
}

static double number_or(dm_str text, double otherwise)
{
    double v;
    return number_parse(text, &v) ? v : otherwise;
}

/* yEd: <y:ShapeNode><y:Geometry x y width height/><y:Fill color/><y:NodeLabel>text */
static bool read_graphics(reader *r, look *l)
{
    dm_xml *x = &r->x;
    uint32_t depth = x->depth;
    for (;;) {
        dm_xml_event e = xml_next(x);
        if (e == XML_BROKEN || e == XML_END_OF_FILE)
            return false;
        if (e == XML_END && x->depth == depth)
            return true;
        if (e != XML_START)
            continue;
        if (xml_is(x, "Geometry")) {
            l->width = number_or(xml_get(x, "width"), 0);
            l->height = number_or(xml_get(x, "height"), 0);
            l->x = number_or(xml_get(x, "x"), NAN) + l->width / 2;
            l->y = -number_or(xml_get(x, "y"), NAN) - l->height / 2; /* yEd's y goes down */
        } else if (xml_is(x, "Fill") && !l->colour.len) {
            l->colour = str_dup(arena(r), xml_get(x, "color"));
        } else if (xml_is(x, "NodeLabel") || xml_is(x, "EdgeLabel")) {
            if (!xml_content(x, &r->text))
                return false;
            if (!l->label.len)
                l->label = xml_token(arena(r), buf_str(&r->text));
        }
    }
}

/* Values with a meaning of their own: true when name is one of them. */
static bool look_value(reader *r, look *l, dm_str name, dm_str value)
{
    static const char *const colours[] = {"r", "g", "b"};
    const struct {
        const char *name;
        double *at;
    } numbers[] = {{"x", &l->x}, {"y", &l->y}, {"size", &l->size}};
    const struct {
        const char *name;
        dm_str *at;
    } texts[] = {{"label", &l->label}, {"name", &l->name}, {"color", &l->colour}};
    double v;
    for (size_t i = 0; i < 3; i++) {
        if (str_eq(name, str_z(texts[i].name))) {
            *texts[i].at = str_dup(arena(r), value);
            return true;
        }
        if (str_eq(name, str_z(numbers[i].name)) && number_parse(value, &v)) {
            *numbers[i].at = v;
            return true;
        }
        if (str_eq(name, str_z(colours[i])) && number_parse(value, &v)) {
            l->rgb[i] = v < 0 ? 0 : v > 255 ? 255 : (int)v;
            return true;
        }
    }
    return false;
}

static const key *data_key(reader *r)
{
    uint32_t i = map_get(&r->by_id, xml_get(&r->x, "key"));
    if (i == MAP_NONE)
        return NULL;
    r->seen.at[i] = true;
    return &r->keys.at[i];
}

static void start_item(reader *r)
{
    while (r->seen.len < r->keys.len)
        vec_push(&r->seen, false);
    for (size_t i = 0; i < r->seen.len; i++)
        r->seen.at[i] = false;
}

static look no_look(void)
{
    return (look){.rgb = {-1, -1, -1}, .x = NAN, .y = NAN};
}

static dm_str look_colour(reader *r, const look *l)
{
    if (l->colour.len)
        return l->colour;
    bool full = l->rgb[0] >= 0 && l->rgb[1] >= 0 && l->rgb[2] >= 0;
    return full ? colour_make(arena(r), l->rgb) : STR("");
}

static void node_value(reader *r, size_t node, look *l, const key *k, dm_str value)
{
    if (!look_value(r, l, k->name, value))
        builder_node_value(&r->b, &r->b.nodes.at[node], k->name, value, k->type);
}

static void finish_node(reader *r, size_t node, look *l)
{
    for (size_t i = 0; i < r->keys.len; i++) {
        const key *k = &r->keys.at[i];
        bool mine = !str_eq(k->class, STR("edge")) && !str_eq(k->class, STR("graph"));
        if (mine && !r->seen.at[i] && k->fallback.len)
            node_value(r, node, l, k, k->fallback);
    }
    dm_gnode *n = &r->b.nodes.at[node];
    n->label = l->label.len ? l->label : l->name;
    if (l->name.len && !str_eq(l->name, n->label))
        builder_node_value(&r->b, n, STR("name"), l->name, ATTR_STRING);
    bool placed = isfinite(l->x) && isfinite(l->y);
    n->x = placed ? l->x : NAN;
    n->y = placed ? l->y : NAN;
    n->size = l->size > 0 ? l->size : 0;
    n->color = look_colour(r, l);
}

static dm_status read_graph(reader *r);

static dm_status read_node(reader *r)
{
    dm_xml *x = &r->x;
    uint32_t depth = x->depth;
    bool nested = false;
    look l = no_look();
    if (!builder_node(&r->b, xml_get(x, "id"), x->line, r->err))
        return DM_EINPUT;
    size_t node = r->b.nodes.len - 1;
    start_item(r);
    while (xml_child(x, depth)) {
        const key *k = xml_is(x, "data") ? data_key(r) : NULL;
        if (k && k->graphics) {
            if (!read_graphics(r, &l))
                return broken(r);
        } else if (xml_is(x, "graph")) {
            if (!nested)
                finish_node(r, node, &l);
            nested = true;
            DM_TRY(read_graph(r));
        } else if (!xml_content(x, &r->text)) {
            return broken(r);
        } else if (k && !nested) {
            node_value(r, node, &l, k, buf_str(&r->text));
        }
    }
    if (!nested)
        finish_node(r, node, &l);
    return x->event == XML_END ? DM_OK : broken(r);
}

static dm_status edge_value(reader *r, dm_gedge *e, look *l, const key *k, dm_str value,
                            uint32_t line)
{
    if (str_eq(k->name, STR("weight")) || str_eq(k->name, STR("Edge Weight")))
        return builder_weight(&r->b, e, value, line, r->err);
    if (str_eq(k->name, STR("interaction")))
        l->kind = str_dup(arena(r), value);
    else if (str_eq(k->name, STR("label")) || str_eq(k->name, STR("color")))
        (void)look_value(r, l, k->name, value);
    else if (!str_eq(k->name, STR("id")))
        builder_edge_value(&r->b, e, k->name, value, k->type);
    return DM_OK;
}

static dm_status edge_data(reader *r, look *l, uint32_t line)
{
    dm_gedge *e = &r->b.edges.at[r->b.edges.len - 1];
    const key *k = xml_is(&r->x, "data") ? data_key(r) : NULL;
    if (k && k->graphics)
        return read_graphics(r, l) ? DM_OK : broken(r);
    if (!xml_content(&r->x, &r->text))
        return broken(r);
    return k ? edge_value(r, e, l, k, buf_str(&r->text), line) : DM_OK;
}

static dm_status finish_edge(reader *r, look *l, uint32_t line)
{
    dm_gedge *e = &r->b.edges.at[r->b.edges.len - 1];
    for (size_t i = 0; i < r->keys.len; i++) {
        const key *k = &r->keys.at[i];
        bool mine = !str_eq(k->class, STR("node")) && !str_eq(k->class, STR("graph"));
        if (mine && !r->seen.at[i] && k->fallback.len)
            DM_TRY(edge_value(r, e, l, k, k->fallback, line));
    }
    builder_edge_look(&r->b, e, l->kind, l->label, look_colour(r, l));
    return DM_OK;
}

static dm_status read_edge(reader *r)
{
    dm_xml *x = &r->x;
    uint32_t depth = x->depth, line = x->line;
    dm_str own = xml_get(x, "directed");
    bool directed = own.len ? str_eq(own, STR("true")) : r->directed;
    look l = no_look();
    dm_gedge *e =
        builder_edge(&r->b, xml_get(x, "source"), xml_get(x, "target"), directed, line);
    e->id = str_dup(arena(r), xml_get(x, "id"));
    l.kind = str_dup(arena(r), xml_get(x, "label"));
    start_item(r);
    while (xml_child(x, depth))
        DM_TRY(edge_data(r, &l, line));
    return x->event == XML_END ? finish_edge(r, &l, line) : broken(r);
}

static dm_status graph_value(reader *r)
{
    const key *k = data_key(r);
    if (!xml_content(&r->x, &r->text))
        return broken(r);
    dm_str value = buf_str(&r->text);
    if (k && value.len && r->graphs == 1) {
        dm_attr_type type = value_type(arena(r), &value, k->type);
        graph_data_set(r->b.g, k->name, value, type);
    }
    return DM_OK;
}

static dm_status read_graph(reader *r)
{
    dm_xml *x = &r->x;
    uint32_t depth = x->depth;
    if (++r->graphs == 1) {
        r->directed = !str_eq(xml_get(x, "edgedefault"), STR("undirected"));
        r->b.g->directed = r->directed;
        r->b.g->id = str_dup(arena(r), xml_get(x, "id"));
    }
    start_item(r);
    while (xml_child(x, depth)) {
        dm_status status = DM_OK;
        if (xml_is(x, "node"))
            status = read_node(r);
        else if (xml_is(x, "edge"))
            status = read_edge(r);
        else if (xml_is(x, "data"))
            status = graph_value(r);
        else if (!xml_skip(x))
            return broken(r);
        DM_TRY(status);
    }
    return x->event == XML_END ? DM_OK : broken(r);
}

static dm_status read_file(reader *r)
{
    dm_xml *x = &r->x;
    dm_xml_event e = xml_next(x);
    if (e == XML_START && !xml_is(x, "graphml"))
        return dm_fail(r->err, DM_EINPUT, "%s: line %u: <%.*s> where <graphml> was expected",
                       x->place, x->line, STR_ARG(x->name));
    while (e == XML_START && xml_child(x, 0)) {
        dm_status status = DM_OK;
        if (xml_is(x, "key"))
            status = read_key(r) ? DM_OK : broken(r);
        else if (xml_is(x, "graph"))
            status = read_graph(r);
        else if (!xml_skip(x))
            return broken(r);
        DM_TRY(status);
    }
    if (x->event == XML_BROKEN)
        return broken(r);
    while (x->event != XML_END_OF_FILE) {
        if (xml_next(x) == XML_BROKEN)
            return broken(r);
    }
    return r->graphs ? DM_OK : dm_fail(r->err, DM_EINPUT, "%s: holds no <graph>", x->place);
}

dm_status graphml_read(dm_str bytes, const char *place, dm_graph **out, dm_error *err)
{
    dm_error own = {0};
    reader r = {.err = err ? err : &own};
    *out = NULL;
    *r.err = (dm_error){0};
    DM_TRY(xml_open(&r.x, bytes, place, r.err));
    builder_init(&r.b, place, "line %u", "line %u");
    r.b.own_direction = true;
    dm_status status = read_file(&r);
    if (status == DM_OK)
        status = builder_finish(&r.b, out, r.err);
    xml_close(&r.x);
    builder_free(&r.b);
    map_free(&r.by_id);
    vec_free(&r.keys);
    vec_free(&r.seen);
    buf_free(&r.text);
    return status;
}
