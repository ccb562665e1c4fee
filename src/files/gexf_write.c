/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/gexf.h"

#include "base/num.h"
#include "files/attrs.h"
#include "files/columns.h"
#include "files/gexf_times.h"
#include "files/xml_text.h"

#include <math.h>

typedef struct {
    const dm_graph *g;
    const dm_write_options *o;
    dm_out *out;
    dm_arena arena;
    dm_columns nodes, edges;
    dm_str *ids, *edge_ids, *kinds;
    bool dynamic;
} writer;

static const char *const type_name[] = {[COL_STRING] = "string",
                                        [COL_BOOL] = "boolean",
                                        [COL_INT] = "long",
                                        [COL_DOUBLE] = "double"};

bool gexf_is_ours(const dm_graph *g)
{
    return !g->generator.len || str_starts(g->generator, STR("dramatis"));
}

/* The day in a date, "" when it has none: xsd:date. */
static dm_str day_of(dm_str date)
{
    dm_str day = str_slice(date, 0, 10);
    bool full = day.len == 10 && day.ptr[4] == '-' && day.ptr[7] == '-';
    for (size_t k = 0; full && k < 10; k++)
        full = k == 4 || k == 7 || (day.ptr[k] >= '0' && day.ptr[k] <= '9');
    return full ? day : STR("");
}

static dm_str latest_day(const dm_graph *g)
{
    dm_str latest = STR("");
    for (uint32_t i = 0; i < g->doc_count; i++) {
        dm_str day = day_of(g->docs[i].date);
        if (str_cmp(day, latest) > 0)
            latest = day;
    }
    return latest;
}

static dm_str graph_attr(const dm_graph *g, dm_str name)
{
    const dm_attr *a = attr_find(g->attrs, g->attr_count, name);
    return a ? a->text : STR("");
}

static void element(writer *w, const char *name, dm_str text)
{
    if (!text.len)
        return;
    out_fmt(w->out, "    <%s>", name);
    xml_out(w->out, text);
    out_fmt(w->out, "</%s>\n", name);
}

static dm_str description(writer *w)
{
    if (w->g->doc_count > 1)
        return str_fmt(&w->arena, "%u documents", w->g->doc_count);
    return w->g->doc_count ? w->g->docs[0].title : STR("");
}

static void write_meta(writer *w)
{
    const dm_graph *g = w->g;
    bool ours = gexf_is_ours(g);
    out_z(w->out, "  <meta");
    xml_attr(w->out, "lastmodifieddate",
             ours ? latest_day(g) : day_of(graph_attr(g, STR("lastmodifieddate"))));
    out_z(w->out, ">\n");
    element(w, "creator", g->generator);
    element(w, "keywords", ours ? g->id : graph_attr(g, STR("keywords")));
    element(w, "description", ours ? description(w) : graph_attr(g, STR("description")));
    out_z(w->out, "  </meta>\n");
}

static void write_columns(writer *w, const char *class, const dm_columns *columns)
{
    if (!columns->count)
        return;
    out_fmt(w->out, "    <attributes class=\"%s\" mode=\"static\">\n", class);
    for (uint32_t i = 0; i < columns->count; i++) {
        out_z(w->out, "      <attribute");
        xml_attr(w->out, "id", columns->at[i].name);
        xml_attr(w->out, "title", columns->at[i].name);
        out_fmt(w->out, " type=\"%s\"/>\n", type_name[columns->at[i].type]);
    }
    out_z(w->out, "    </attributes>\n");
}

static void attvalue(writer *w, dm_str name, dm_str value)
{
    out_z(w->out, "          <attvalue");
    xml_attr(w->out, "for", name);
    out_z(w->out, " value=\"");
    xml_out(w->out, value);
    out_z(w->out, "\"/>\n");
}

static void node_values(writer *w, const dm_gnode *n, dm_buf *b)
{
    bool open = false;
    for (uint32_t c = 0; c < w->nodes.count; c++) {
        b->len = 0;
        if (!column_node(&w->nodes.at[c], n, b))
            continue;
        if (!open)
            out_z(w->out, "        <attvalues>\n");
        open = true;
        attvalue(w, w->nodes.at[c].name, buf_str(b));
    }
    if (open)
        out_z(w->out, "        </attvalues>\n");
}

static void edge_values(writer *w, const dm_gedge *e, dm_buf *b)
{
    bool open = false;
    for (uint32_t c = 0; c < w->edges.count; c++) {
        b->len = 0;
        if (!column_edge(&w->edges.at[c], e, b))
            continue;
        if (!open)
            out_z(w->out, "        <attvalues>\n");
        open = true;
        attvalue(w, w->edges.at[c].name, buf_str(b));
    }
    if (open)
        out_z(w->out, "        </attvalues>\n");
}

static void viz_colour(writer *w, dm_str hex)
{
    int c[3];
    if (colour_parse(hex, c))
        out_fmt(w->out, "        <viz:color r=\"%d\" g=\"%d\" b=\"%d\" a=\"1.0\"/>\n", c[0],
                c[1], c[2]);
}

static void write_node(writer *w, uint32_t i, dm_buf *b)
{
    const dm_gnode *n = &w->g->nodes[i];
    out_z(w->out, "      <node");
    xml_attr(w->out, "id", w->ids[i]);
    xml_attr(w->out, "label", node_token(&w->arena, n));
    if (w->dynamic)
        gexf_interval(n->attrs, n->attr_count, w->out);
    out_z(w->out, ">\n");
    node_values(w, n, b);
    if (w->dynamic)
        gexf_spells(n->attrs, n->attr_count, w->out);
    viz_colour(w, n->color);
    if (isfinite(n->x) && isfinite(n->y)) {
        dm_num x = num_text(n->x), y = num_text(n->y);
        out_fmt(w->out, "        <viz:position x=\"%s\" y=\"%s\" z=\"0\"/>\n", x.text, y.text);
    }
    if (n->size > 0 && isfinite(n->size))
        out_fmt(w->out, "        <viz:size value=\"%s\"/>\n", num_text(n->size).text);
    out_z(w->out, "      </node>\n");
}

static void write_edge(writer *w, uint32_t i, dm_buf *b)
{
    const dm_gedge *e = &w->g->edges[i];
    out_z(w->out, "      <edge");
    xml_attr(w->out, "id", w->edge_ids[i]);
    xml_attr(w->out, "source", w->ids[e->source]);
    xml_attr(w->out, "target", w->ids[e->target]);
    if (w->o->gexf == GEXF_13 || !w->o->strict)
        xml_attr(w->out, "kind", w->kinds[i]);
    xml_attr(w->out, "label", xml_token(&w->arena, edge_label(e, w->kinds[i])));
    xml_attr(w->out, "weight", str_z(num_text(e->weight).text));
    if (w->dynamic)
        gexf_interval(e->attrs, e->attr_count, w->out);
    out_z(w->out, ">\n");
    edge_values(w, e, b);
    if (w->dynamic)
        gexf_spells(e->attrs, e->attr_count, w->out);
    viz_colour(w, edge_colour(e));
    out_z(w->out, "      </edge>\n");
}

static void write_head(writer *w)
{
    bool old = w->o->gexf == GEXF_12;
    const char *space = old ? "http://www.gexf.net/1.2draft" : "http://gexf.net/1.3";
    out_z(w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out_fmt(w->out, "<gexf xmlns=\"%s\" xmlns:viz=\"%s/viz\" version=\"%s\">\n", space, space,
            old ? "1.2" : "1.3");
    write_meta(w);
    out_fmt(w->out, "  <graph defaultedgetype=\"%s\"",
            w->g->directed ? "directed" : "undirected");
    gexf_mode(w->g, w->o, w->out);
    out_z(w->out, ">\n");
    write_columns(w, "node", &w->nodes);
    write_columns(w, "edge", &w->edges);
}

void gexf_write(const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    writer w = {.g = g, .o = o, .out = out, .dynamic = gexf_is_dynamic(g)};
    dm_buf b = {0};
    w.nodes = columns_of_nodes(&w.arena, g);
    w.edges = columns_of_edges(&w.arena, g);
    w.ids = node_ids(&w.arena, g);
    w.edge_ids = edge_ids(&w.arena, g);
    w.kinds = edge_kinds(&w.arena, g);
    write_head(&w);
    out_fmt(out, "    <nodes count=\"%u\">\n", g->node_count);
    for (uint32_t i = 0; i < g->node_count; i++)
        write_node(&w, i, &b);
    out_fmt(out, "    </nodes>\n    <edges count=\"%u\">\n", g->edge_count);
    for (uint32_t i = 0; i < g->edge_count; i++)
        write_edge(&w, i, &b);
    out_z(out, "    </edges>\n  </graph>\n</gexf>\n");
    buf_free(&b);
    arena_free(&w.arena);
}
