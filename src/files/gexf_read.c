/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/attrs.h"
#include "files/builder.h"
#include "files/columns.h"
#include "files/gexf.h"
#include "files/graphdata.h"
#include "files/xml_read.h"

#include <math.h>

typedef struct {
    dm_str name, fallback;
    dm_attr_type type;
} column;

typedef struct {
    dm_map by_id;
    VEC(column) at;
    VEC(bool) seen; /* columns that the current item has a value of */
} columns;

typedef struct {
    dm_xml x;
    dm_builder b;
    columns node_columns, edge_columns;
    dm_buf text;
    dm_error *err;
    bool directed; /* defaultedgetype */
    bool found;    /* a <graph> */
} reader;

static dm_arena *arena(reader *r)
{
    return &r->b.g->arena;
}

static dm_status broken(const reader *r)
{
    return r->err->code != DM_OK ? r->err->code : DM_EINPUT;
}

static dm_status at_end(const reader *r)
{
    return r->x.event == XML_END ? DM_OK : broken(r);
}

/* ---- meta ---- */

static void meta_value(reader *r, dm_str name, dm_str value)
{
    dm_graph *g = r->b.g;
    bool ours = gexf_is_ours(g);
    if (!value.len)
        return;
    if (str_eq(name, STR("creator")))
        graph_data_set(g, STR("generator"), value, ATTR_STRING);
    else if (ours && str_eq(name, STR("keywords")))
        g->id = str_dup(arena(r), value);
    else if (ours && str_eq(name, STR("description")))
        graph_data_set(g, STR("title"), value, ATTR_STRING);
    else
        graph_data_set(g, name, value, ATTR_STRING);
}

static dm_status read_meta(reader *r)
{
    dm_xml *x = &r->x;
    uint32_t depth = x->depth;
    dm_str date = str_dup(arena(r), xml_get(x, "lastmodifieddate"));
    while (xml_child(x, depth)) {
        dm_str name = str_dup(arena(r), x->name);
        if (!xml_content(x, &r->text))
            return broken(r);
        meta_value(r, name, buf_str(&r->text));
    }
    bool ours = gexf_is_ours(r->b.g);
    if (date.len)
        graph_data_set(r->b.g, ours ? STR("date") : STR("lastmodifieddate"), date, ATTR_STRING);
    return at_end(r);
}

/* ---- attributes ---- */

static dm_attr_type column_type(dm_str type)
{
    static const char *const numbers[] = {"integer", "long",       "double",     "float",
                                          "short",   "bigdecimal", "biginteger", "byte"};
    if (str_eq(type, STR("boolean")))
        return ATTR_BOOL;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (str_eq(type, str_z(numbers[i])))
            return ATTR_NUMBER;
    }
    return ATTR_STRING;
}

static dm_status read_attribute(reader *r, columns *c)
{
    dm_xml *x = &r->x;
    dm_arena *a = arena(r);
    uint32_t depth = x->depth;
    dm_str id = str_dup(a, xml_get(x, "id")), title = xml_get(x, "title");
    column col = {.name = title.len ? str_dup(a, title) : id,
                  .type = column_type(xml_get(x, "type"))};
    while (xml_child(x, depth)) {
        bool is_default = xml_is(x, "default");
        if (!xml_content(x, &r->text))
            return broken(r);
        if (is_default)
            col.fallback = str_dup(a, buf_str(&r->text));
    }
    map_set(&c->by_id, id, (uint32_t)c->at.len);
    vec_push(&c->at, col);
    vec_push(&c->seen, false);
    return at_end(r);
}

static dm_status read_attributes(reader *r)
{
    uint32_t depth = r->x.depth;
    bool edges = str_eq(xml_get(&r->x, "class"), STR("edge"));
    while (xml_child(&r->x, depth)) {
        if (xml_is(&r->x, "attribute"))
            DM_TRY(read_attribute(r, edges ? &r->edge_columns : &r->node_columns));
        else if (!xml_skip(&r->x))
            return broken(r);
    }
    return at_end(r);
}

static void start_item(columns *c)
{
    for (size_t i = 0; i < c->seen.len; i++)
        c->seen.at[i] = false;
}

static void set_value(reader *r, const column *col, dm_gnode *n, dm_gedge *e, dm_str value)
{
    if (n)
        builder_node_value(&r->b, n, col->name, value, col->type);
    else
        builder_edge_value(&r->b, e, col->name, value, col->type);
}

/* <attvalues> of a node or an edge (the other is NULL).  1.1 says id= where later ones say
 * for=. Of the values of a dynamic attribute the first counts. */
static dm_status read_attvalues(reader *r, columns *c, dm_gnode *n, dm_gedge *e)
{
    dm_xml *x = &r->x;
    uint32_t depth = x->depth;
    while (xml_child(x, depth)) {
        dm_str key = xml_get(x, "for");
        uint32_t i = map_get(&c->by_id, key.len ? key : xml_get(x, "id"));
        if (i == MAP_NONE)
            return dm_fail(r->err, DM_EINPUT,
                           "%s: line %u: a value for '%.*s', which no <attribute> declares",
                           x->place, x->line, STR_ARG(key));
        if (!c->seen.at[i])
            set_value(r, &c->at.at[i], n, e, xml_get(x, "value"));
        c->seen.at[i] = true;
        if (!xml_skip(x))
            return broken(r);
    }
    return at_end(r);
}

static void set_defaults(reader *r, columns *c, dm_gnode *n, dm_gedge *e)
{
    for (size_t i = 0; i < c->at.len; i++) {
        if (!c->seen.at[i] && c->at.at[i].fallback.len)
            set_value(r, &c->at.at[i], n, e, c->at.at[i].fallback);
    }
}

/* ---- nodes and edges ---- */

static dm_str viz_colour(reader *r)
{
    static const char *const channels[] = {"r", "g", "b"};
    dm_str hex = xml_get(&r->x, "hex");
    int rgb[3];
    double v;
    if (hex.len)
        return str_dup(arena(r), hex);
    for (size_t i = 0; i < 3; i++) {
        if (!number_parse(xml_get(&r->x, channels[i]), &v))
            return STR("");
        rgb[i] = v < 0 ? 0 : v > 255 ? 255 : (int)v;
    }
    return colour_make(arena(r), rgb);
}

static void viz_of_node(reader *r, dm_gnode *n)
{
    dm_xml *x = &r->x;
    double px, py, size;
    if (xml_is(x, "color"))
        n->color = viz_colour(r);
    else if (xml_is(x, "position") && number_parse(xml_get(x, "x"), &px) &&
             number_parse(xml_get(x, "y"), &py)) {
        n->x = px;
        n->y = py;
    } else if (xml_is(x, "size") && number_parse(xml_get(x, "value"), &size) && size > 0) {
        n->size = size;
    }
}

static dm_status read_nodes(reader *r);
static dm_status read_edges(reader *r);

/* Children of a node at depth, from the first nested <nodes> or <edges> on nothing else counts.
 */
static dm_status node_child(reader *r, size_t node, bool *nested)
{
    dm_xml *x = &r->x;
    if (xml_is(x, "nodes") || xml_is(x, "edges")) {
        if (!*nested)
            set_defaults(r, &r->node_columns, &r->b.nodes.at[node], NULL);
        *nested = true;
        return xml_is(x, "nodes") ? read_nodes(r) : read_edges(r);
    }
    if (!*nested && xml_is(x, "attvalues"))
        return read_attvalues(r, &r->node_columns, &r->b.nodes.at[node], NULL);
    if (!*nested)
        viz_of_node(r, &r->b.nodes.at[node]);
    return xml_skip(x) ? DM_OK : broken(r);
}

static dm_status read_node(reader *r)
{
    dm_xml *x = &r->x;
    uint32_t depth = x->depth;
    bool nested = false;
    dm_gnode *n = builder_node(&r->b, xml_get(x, "id"), x->line, r->err);
    if (!n)
        return DM_EINPUT;
    size_t node = r->b.nodes.len - 1;
    n->label = str_dup(arena(r), xml_get(x, "label"));
    start_item(&r->node_columns);
    while (xml_child(x, depth))
        DM_TRY(node_child(r, node, &nested));
    if (!nested)
        set_defaults(r, &r->node_columns, &r->b.nodes.at[node], NULL);
    return at_end(r);
}

static dm_status read_nodes(reader *r)
{
    uint32_t depth = r->x.depth;
    while (xml_child(&r->x, depth)) {
        if (xml_is(&r->x, "node"))
            DM_TRY(read_node(r));
        else if (!xml_skip(&r->x))
            return broken(r);
    }
    return at_end(r);
}

static dm_status read_edge(reader *r)
{
    dm_xml *x = &r->x;
    dm_arena *a = arena(r);
    uint32_t depth = x->depth;
    dm_str type = xml_get(x, "type"), weight = xml_get(x, "weight"), colour = STR("");
    bool directed = type.len ? str_eq(type, STR("directed")) : r->directed;
    dm_gedge *e =
        builder_edge(&r->b, xml_get(x, "source"), xml_get(x, "target"), directed, x->line);
    e->id = str_dup(a, xml_get(x, "id"));
    if (weight.len)
        DM_TRY(builder_weight(&r->b, e, weight, x->line, r->err));
    dm_str kind = str_dup(a, xml_get(x, "kind")), label = str_dup(a, xml_get(x, "label"));
    start_item(&r->edge_columns);
    while (xml_child(x, depth)) {
        if (xml_is(x, "attvalues")) {
            DM_TRY(read_attvalues(r, &r->edge_columns, NULL, e));
            continue;
        }
        if (xml_is(x, "color"))
            colour = viz_colour(r);
        if (!xml_skip(x))
            return broken(r);
    }
    set_defaults(r, &r->edge_columns, NULL, e);
    builder_edge_look(&r->b, e, kind, label, colour);
    return at_end(r);
}

static dm_status read_edges(reader *r)
{
    uint32_t depth = r->x.depth;
    while (xml_child(&r->x, depth)) {
        if (xml_is(&r->x, "edge"))
            DM_TRY(read_edge(r));
        else if (!xml_skip(&r->x))
            return broken(r);
    }
    return at_end(r);
}

static dm_status read_graph(reader *r)
{
    dm_xml *x = &r->x;
    uint32_t depth = x->depth;
    r->found = true;
    r->directed = str_eq(xml_get(x, "defaultedgetype"), STR("directed"));
    r->b.g->directed = r->directed;
    while (xml_child(x, depth)) {
        dm_status status = DM_OK;
        if (xml_is(x, "attributes"))
            status = read_attributes(r);
        else if (xml_is(x, "nodes"))
            status = read_nodes(r);
        else if (xml_is(x, "edges"))
            status = read_edges(r);
        else if (!xml_skip(x))
            return broken(r);
        DM_TRY(status);
    }
    return at_end(r);
}

static dm_status read_file(reader *r)
{
    dm_xml *x = &r->x;
    dm_xml_event e = xml_next(x);
    if (e == XML_START && !xml_is(x, "gexf"))
        return dm_fail(r->err, DM_EINPUT, "%s: line %u: <%.*s> where <gexf> was expected",
                       x->place, x->line, STR_ARG(x->name));
    while (e == XML_START && xml_child(x, 0)) {
        if (xml_is(x, "meta"))
            DM_TRY(read_meta(r));
        else if (xml_is(x, "graph"))
            DM_TRY(read_graph(r));
        else if (!xml_skip(x))
            return broken(r);
    }
    while (x->event != XML_END_OF_FILE) {
        if (x->event == XML_BROKEN)
            return broken(r);
        (void)xml_next(x);
    }
    return r->found ? DM_OK : dm_fail(r->err, DM_EINPUT, "%s: holds no <graph>", x->place);
}

static void columns_free(columns *c)
{
    map_free(&c->by_id);
    vec_free(&c->at);
    vec_free(&c->seen);
}

dm_status gexf_read(dm_str bytes, const char *place, dm_graph **out, dm_error *err)
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
    columns_free(&r.node_columns);
    columns_free(&r.edge_columns);
    buf_free(&r.text);
    return status;
}
