/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/graphml.h"

#include "base/num.h"
#include "files/columns.h"
#include "files/graphdata.h"
#include "files/xml_text.h"

#include <math.h>

typedef struct {
    const dm_graph *g;
    const dm_write_options *o;
    dm_out *out;
    dm_arena arena;
    dm_columns nodes, edges;
    dm_str *ids, *edge_ids, *kinds;
    bool layout, sizes, colours, edge_colours; /* some node or edge has one */
} writer;

static const char *const type_name[] = {[COL_STRING] = "string",
                                        [COL_BOOL] = "boolean",
                                        [COL_INT] = "long",
                                        [COL_DOUBLE] = "double"};

/* v_kind: unique over the file, and an NMTOKEN whatever a foreign attribute is called. */
static void key_id(writer *w, char prefix, dm_str name)
{
    dm_buf b = {0};
    buf_fmt(&b, "%c_", prefix);
    xml_nmtoken(&b, name);
    out_str(w->out, buf_str(&b));
    buf_free(&b);
}

static void key(writer *w, char prefix, const char *whose, dm_str name, dm_col_type type)
{
    out_z(w->out, "  <key id=\"");
    key_id(w, prefix, name);
    out_fmt(w->out, "\" for=\"%s\" attr.name=\"", whose);
    xml_out(w->out, name);
    out_fmt(w->out, "\" attr.type=\"%s\"/>\n", type_name[type]);
}

static void declare_node_keys(writer *w)
{
    key(w, 'v', "node", STR("label"), COL_STRING);
    key(w, 'v', "node", STR("name"), COL_STRING);
    if (w->layout) {
        key(w, 'v', "node", STR("x"), COL_DOUBLE);
        key(w, 'v', "node", STR("y"), COL_DOUBLE);
    }
    if (w->sizes)
        key(w, 'v', "node", STR("size"), COL_DOUBLE);
    if (w->colours)
        key(w, 'v', "node", STR("color"), COL_STRING);
    for (uint32_t i = 0; i < w->nodes.count; i++)
        key(w, 'v', "node", w->nodes.at[i].name, w->nodes.at[i].type);
}

static void declare_edge_keys(writer *w)
{
    key(w, 'e', "edge", STR("label"), COL_STRING);
    key(w, 'e', "edge", STR("interaction"), COL_STRING);
    key(w, 'e', "edge", STR("weight"), COL_DOUBLE);
    if (w->edge_colours)
        key(w, 'e', "edge", STR("color"), COL_STRING);
    for (uint32_t i = 0; i < w->edges.count; i++)
        key(w, 'e', "edge", w->edges.at[i].name, w->edges.at[i].type);
}

static void data(writer *w, char prefix, const char *name, dm_str value)
{
    if (!value.len)
        return;
    out_fmt(w->out, "      <data key=\"%c_%s\">", prefix, name);
    xml_out(w->out, value);
    out_z(w->out, "</data>\n");
}

static void data_str(writer *w, char prefix, dm_str name, dm_str value)
{
    out_z(w->out, "      <data key=\"");
    key_id(w, prefix, name);
    out_z(w->out, "\">");
    xml_out(w->out, value);
    out_z(w->out, "</data>\n");
}

static void data_num(writer *w, char prefix, const char *name, double value)
{
    data(w, prefix, name, str_z(num_text(value).text));
}

static void write_node(writer *w, uint32_t i, dm_buf *b)
{
    const dm_gnode *n = &w->g->nodes[i];
    dm_str label = node_token(&w->arena, n);
    out_z(w->out, "    <node");
    xml_attr(w->out, "id", w->ids[i]);
    out_z(w->out, ">\n");
    data(w, 'v', "label", label);
    data(w, 'v', "name", label);
    if (isfinite(n->x) && isfinite(n->y)) {
        data_num(w, 'v', "x", n->x);
        data_num(w, 'v', "y", n->y);
    }
    if (n->size > 0)
        data_num(w, 'v', "size", n->size);
    data(w, 'v', "color", n->color);
    for (uint32_t c = 0; c < w->nodes.count; c++) {
        b->len = 0;
        if (column_node(&w->nodes.at[c], n, b))
            data_str(w, 'v', w->nodes.at[c].name, buf_str(b));
    }
    out_z(w->out, "    </node>\n");
}

static void write_edge(writer *w, uint32_t i, dm_buf *b)
{
    const dm_gedge *e = &w->g->edges[i];
    out_z(w->out, "    <edge");
    xml_attr(w->out, "id", w->edge_ids[i]);
    xml_attr(w->out, "source", w->ids[e->source]);
    xml_attr(w->out, "target", w->ids[e->target]);
    if (!w->o->strict)
        xml_attr(w->out, "label", w->kinds[i]);
    out_z(w->out, ">\n");
    data(w, 'e', "label", xml_token(&w->arena, edge_label(e, w->kinds[i])));
    data(w, 'e', "interaction", w->kinds[i]);
    data_num(w, 'e', "weight", e->weight);
    data(w, 'e', "color", edge_colour(e));
    for (uint32_t c = 0; c < w->edges.count; c++) {
        b->len = 0;
        if (column_edge(&w->edges.at[c], e, b))
            data_str(w, 'e', w->edges.at[c].name, buf_str(b));
    }
    out_z(w->out, "    </edge>\n");
}

/* What the schema wants ids to be, when strictness is wanted. */
static void tighten(writer *w, dm_str *ids, uint32_t count)
{
    dm_buf b = {0};
    for (uint32_t i = 0; w->o->strict && i < count; i++) {
        b.len = 0;
        xml_nmtoken(&b, ids[i]);
        ids[i] = str_dup(&w->arena, buf_str(&b));
    }
    buf_free(&b);
}

static void look_around(writer *w)
{
    for (uint32_t i = 0; i < w->g->node_count; i++) {
        const dm_gnode *n = &w->g->nodes[i];
        w->layout |= isfinite(n->x) && isfinite(n->y);
        w->sizes |= n->size > 0;
        w->colours |= n->color.len > 0;
    }
    for (uint32_t i = 0; i < w->g->edge_count; i++)
        w->edge_colours |= edge_colour(&w->g->edges[i]).len > 0;
}

static void graph_data(writer *w, const dm_attr *about, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        out_z(w->out, "    <data key=\"");
        key_id(w, 'g', about[i].name);
        out_z(w->out, "\">");
        xml_out(w->out, about[i].text);
        out_z(w->out, "</data>\n");
    }
}

static dm_col_type attr_column(dm_attr_type type)
{
    return type == ATTR_BOOL ? COL_BOOL : type == ATTR_NUMBER ? COL_DOUBLE : COL_STRING;
}

static void write_all(writer *w)
{
    uint32_t count;
    const dm_attr *about = graph_data_of(&w->arena, w->g, &count);
    dm_buf b = {0};
    out_z(w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    for (uint32_t i = 0; i < count; i++)
        key(w, 'g', "graph", about[i].name, attr_column(about[i].type));
    declare_node_keys(w);
    declare_edge_keys(w);
    out_z(w->out, "  <graph");
    dm_str id = xml_token(&w->arena, w->g->id);
    tighten(w, &id, 1);
    xml_attr(w->out, "id", id);
    xml_attr(w->out, "edgedefault", w->g->directed ? STR("directed") : STR("undirected"));
    out_z(w->out, ">\n");
    graph_data(w, about, count);
    for (uint32_t i = 0; i < w->g->node_count; i++)
        write_node(w, i, &b);
    for (uint32_t i = 0; i < w->g->edge_count; i++)
        write_edge(w, i, &b);
    out_z(w->out, "  </graph>\n</graphml>\n");
    buf_free(&b);
}

void graphml_write(const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    writer w = {.g = g, .o = o, .out = out};
    w.nodes = columns_of_nodes(&w.arena, g);
    w.edges = columns_of_edges(&w.arena, g);
    w.ids = node_ids(&w.arena, g);
    w.edge_ids = edge_ids(&w.arena, g);
    w.kinds = edge_kinds(&w.arena, g);
    tighten(&w, w.ids, g->node_count);
    tighten(&w, w.edge_ids, g->edge_count);
    look_around(&w);
    write_all(&w);
    arena_free(&w.arena);
}
