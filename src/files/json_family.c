/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON for other programs: Cytoscape (desktop and .js), graphology (Gephi Lite, sigma), JSON
 * Graph Format 2.  Flat values as in columns.h, numbers and booleans as such. */
#include "base/map.h"
#include "files/graphdata.h"
#include "files/json_text.h"
#include "files/sheet.h"
#include "files/writers.h"

static void value(dm_json *j, const dm_column *c, dm_str text)
{
    json_key_str(j, c->name);
    if (c->type == COL_STRING)
        json_str(j, text);
    else
        json_raw(j, text);
}

static void node_values(dm_json *j, dm_sheet *s, uint32_t node)
{
    for (uint32_t c = 0; c < s->nodes.count; c++) {
        if (sheet_node(s, c, node))
            value(j, &s->nodes.at[c], buf_str(&s->b));
    }
}

static void edge_values(dm_json *j, dm_sheet *s, uint32_t edge)
{
    for (uint32_t c = 0; c < s->edges.count; c++) {
        if (sheet_edge(s, c, edge))
            value(j, &s->edges.at[c], buf_str(&s->b));
    }
}

static void graph_values(dm_json *j, dm_sheet *s)
{
    uint32_t count;
    const dm_attr *about = graph_data_of(&s->arena, s->g, &count);
    for (uint32_t i = 0; i < count; i++) {
        json_key_str(j, about[i].name);
        if (about[i].type == ATTR_STRING)
            json_str(j, about[i].text);
        else
            json_raw(j, about[i].text);
    }
}

static void key_str(dm_json *j, const char *key, dm_str text)
{
    json_key(j, key);
    json_str(j, text);
}

static void key_num(dm_json *j, const char *key, double n)
{
    json_key(j, key);
    json_num(j, n);
}

static void key_bool(dm_json *j, const char *key, bool b)
{
    json_key(j, key);
    json_bool(j, b);
}

static void open_list(dm_json *j, const char *key)
{
    json_key(j, key);
    json_open(j, '[');
}

static void open_object(dm_json *j, const char *key)
{
    json_key(j, key);
    json_open(j, '{');
}

/* ---- Cytoscape: {"data", "elements": {"nodes": [{"data", "position"}], "edges"}}; y goes down
 * there; ids are unique over nodes and edges; "value" and "key" are for networkx. */

static void cytoscape_node(dm_json *j, dm_sheet *s, uint32_t i)
{
    const dm_gnode *n = &s->g->nodes[i];
    json_open(j, '{');
    open_object(j, "data");
    key_str(j, "id", s->ids[i]);
    key_str(j, "value", s->ids[i]);
    key_str(j, "name", node_label(n));
    key_str(j, "label", node_label(n));
    if (n->size > 0)
        key_num(j, "size", n->size);
    json_opt_str(j, "color", n->color);
    node_values(j, s, i);
    json_close(j);
    if (has_place(n)) {
        open_object(j, "position");
        key_num(j, "x", n->x);
        key_num(j, "y", n->y == 0 ? 0 : -n->y);
        json_close(j);
    }
    json_close(j);
}

static void cytoscape_edge(dm_json *j, dm_sheet *s, uint32_t i, dm_str id)
{
    const dm_gedge *e = &s->g->edges[i];
    json_open(j, '{');
    open_object(j, "data");
    key_str(j, "id", id);
    key_str(j, "source", s->ids[e->source]);
    key_str(j, "target", s->ids[e->target]);
    json_key(j, "key");
    json_uint(j, e->key);
    key_str(j, "interaction", s->kinds[i]);
    key_str(j, "label", edge_label(e, s->kinds[i]));
    key_num(j, "weight", e->weight);
    json_opt_str(j, "color", edge_colour(e));
    edge_values(j, s, i);
    json_close(j);
    json_close(j);
}

/* Edge ids that no node has. */
static dm_str *ids_apart(dm_sheet *s)
{
    dm_map taken = {0};
    for (uint32_t i = 0; i < s->g->node_count; i++)
        map_set(&taken, s->ids[i], 1);
    for (uint32_t i = 0; i < s->g->edge_count; i++) {
        dm_str id = s->edge_ids[i];
        while (map_get(&taken, id) != MAP_NONE)
            id = str_fmt(&s->arena, "edge %.*s", STR_ARG(id));
        map_set(&taken, id, 1);
        s->edge_ids[i] = id;
    }
    map_free(&taken);
    return s->edge_ids;
}

void cytoscape_write(const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    dm_sheet s;
    dm_json j = {.out = out};
    sheet_open(&s, g, o, out);
    const dm_str *ids = ids_apart(&s);
    json_open(&j, '{');
    open_object(&j, "data");
    key_str(&j, "name", g->id.len ? g->id : STR("graph"));
    graph_values(&j, &s);
    json_close(&j);
    key_bool(&j, "directed", g->directed);
    key_bool(&j, "multigraph", true);
    open_object(&j, "elements");
    open_list(&j, "nodes");
    for (uint32_t i = 0; i < g->node_count; i++)
        cytoscape_node(&j, &s, i);
    json_close(&j);
    open_list(&j, "edges");
    for (uint32_t i = 0; i < g->edge_count; i++)
        cytoscape_edge(&j, &s, i, ids[i]);
    json_close(&j);
    json_close(&j);
    json_close(&j);
    out_z(out, "\n");
    sheet_close(&s);
}

/* ---- graphology: {"attributes", "options", "nodes": [{"key", "attributes"}], "edges"} */

static void graphology_node(dm_json *j, dm_sheet *s, uint32_t i)
{
    const dm_gnode *n = &s->g->nodes[i];
    json_open(j, '{');
    key_str(j, "key", s->ids[i]);
    open_object(j, "attributes");
    key_str(j, "label", node_label(n));
    if (has_place(n)) {
        key_num(j, "x", n->x);
        key_num(j, "y", n->y);
    }
    if (n->size > 0)
        key_num(j, "size", n->size);
    json_opt_str(j, "color", n->color);
    node_values(j, s, i);
    json_close(j);
    json_close(j);
}

static void graphology_edge(dm_json *j, dm_sheet *s, uint32_t i)
{
    const dm_gedge *e = &s->g->edges[i];
    json_open(j, '{');
    key_str(j, "key", s->edge_ids[i]);
    key_str(j, "source", s->ids[e->source]);
    key_str(j, "target", s->ids[e->target]);
    open_object(j, "attributes");
    key_str(j, "label", edge_label(e, s->kinds[i]));
    key_num(j, "weight", e->weight);
    json_opt_str(j, "color", edge_colour(e));
    edge_values(j, s, i);
    json_close(j);
    json_close(j);
}

void graphology_write(const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    dm_sheet s;
    dm_json j = {.out = out};
    sheet_open(&s, g, o, out);
    json_open(&j, '{');
    open_object(&j, "options");
    key_str(&j, "type", g->directed ? STR("directed") : STR("undirected"));
    key_bool(&j, "multi", true);
    key_bool(&j, "allowSelfLoops", true);
    json_close(&j);
    open_object(&j, "attributes");
    key_str(&j, "id", g->id.len ? g->id : STR("graph"));
    graph_values(&j, &s);
    json_close(&j);
    open_list(&j, "nodes");
    for (uint32_t i = 0; i < g->node_count; i++)
        graphology_node(&j, &s, i);
    json_close(&j);
    open_list(&j, "edges");
    for (uint32_t i = 0; i < g->edge_count; i++)
        graphology_edge(&j, &s, i);
    json_close(&j);
    json_close(&j);
    out_z(out, "\n");
    sheet_close(&s);
}

/* ---- JSON Graph Format 2: {"graph": {"directed", "metadata", "nodes": {id: {"label",
 * "metadata"}}, "edges": [...]}}; its schema allows nothing else outside "metadata". */

static void jgf_node(dm_json *j, dm_sheet *s, uint32_t i)
{
    const dm_gnode *n = &s->g->nodes[i];
    json_key_str(j, s->ids[i]);
    json_open(j, '{');
    key_str(j, "label", node_label(n));
    open_object(j, "metadata");
    if (has_place(n)) {
        key_num(j, "x", n->x);
        key_num(j, "y", n->y);
    }
    if (n->size > 0)
        key_num(j, "size", n->size);
    json_opt_str(j, "color", n->color);
    node_values(j, s, i);
    json_close(j);
    json_close(j);
}

static void jgf_edge(dm_json *j, dm_sheet *s, uint32_t i)
{
    const dm_gedge *e = &s->g->edges[i];
    json_open(j, '{');
    key_str(j, "id", s->edge_ids[i]);
    key_str(j, "source", s->ids[e->source]);
    key_str(j, "target", s->ids[e->target]);
    key_str(j, "relation", s->kinds[i]);
    key_bool(j, "directed", s->g->directed && !e->symmetric);
    key_str(j, "label", edge_label(e, s->kinds[i]));
    open_object(j, "metadata");
    key_num(j, "weight", e->weight);
    json_opt_str(j, "color", edge_colour(e));
    edge_values(j, s, i);
    json_close(j);
    json_close(j);
}

void jgf_write(const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    dm_sheet s;
    dm_json j = {.out = out};
    sheet_open(&s, g, o, out);
    json_open(&j, '{');
    open_object(&j, "graph");
    key_bool(&j, "directed", g->directed);
    key_str(&j, "type", STR("cast of a news article"));
    key_str(&j, "label", g->id.len ? g->id : STR("graph"));
    open_object(&j, "metadata");
    graph_values(&j, &s);
    json_close(&j);
    open_object(&j, "nodes");
    for (uint32_t i = 0; i < g->node_count; i++)
        jgf_node(&j, &s, i);
    json_close(&j);
    open_list(&j, "edges");
    for (uint32_t i = 0; i < g->edge_count; i++)
        jgf_edge(&j, &s, i);
    json_close(&j);
    json_close(&j);
    json_close(&j);
    out_z(out, "\n");
    sheet_close(&s);
}
