/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV (RFC 4180, UTF-8, no line breaks inside fields): a table of nodes and one of edges.
 *
 * Gephi's spreadsheets: Id, Label ... and Source, Target, Type, Kind, Id, Label, Weight ...;
 * Kind keeps parallel edges apart.  A backslash is an escape for Gephi, which then loads no
 * node at all: "/" stands for it.  Text that a spreadsheet would compute has ' before it.
 * Neo4j's bulk import: id:ID, name, ... :LABEL and :START_ID, :END_ID, :TYPE ...
 * Cytoscape: id, name ... and source, interaction, target ... */
#include "base/num.h"
#include "files/losses.h"
#include "files/sheet.h"
#include "files/writers.h"

typedef struct {
    dm_sheet s;
    bool begun; /* the line has a field already */
    unsigned cannot;
} csv;

static void open_csv(csv *w, const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    *w = (csv){0};
    sheet_open(&w->s, g, o, out);
    if (o->flavour == FLAVOUR_GEPHI)
        w->cannot = CANNOT_BACKSLASH | CANNOT_FORMULA;
}

static void end_line(csv *w)
{
    out_z(w->s.out, "\n");
    w->begun = false;
}

static bool needs_quotes(dm_str f)
{
    for (size_t i = 0; i < f.len; i++) {
        if (f.ptr[i] == ',' || f.ptr[i] == '"' || f.ptr[i] == ';')
            return true;
    }
    return false;
}

static void raw(csv *w, dm_str field)
{
    if (w->begun)
        out_z(w->s.out, ",");
    w->begun = true;
    if (!needs_quotes(field)) {
        out_str(w->s.out, field);
        return;
    }
    out_z(w->s.out, "\"");
    for (dm_str rest = field; rest.len;) {
        bool quote = memchr(rest.ptr, '"', rest.len) != NULL;
        out_str(w->s.out, str_cut(rest, '"', &rest));
        if (quote)
            out_z(w->s.out, "\"\"");
    }
    out_z(w->s.out, "\"");
}

static void text(csv *w, dm_str value)
{
    dm_buf plain = {0};
    put_plain(&plain, value);
    w->s.c.len = 0;
    put_allowed(&w->s.c, buf_str(&plain), w->cannot);
    buf_free(&plain);
    raw(w, buf_str(&w->s.c));
}

static void number(csv *w, double value)
{
    raw(w, str_z(num_text(value).text));
}

/* ---- headers */

static const char *const neo4j_type[] = {
    [COL_STRING] = "", [COL_BOOL] = ":boolean", [COL_INT] = ":long", [COL_DOUBLE] = ":double"};

static bool is_list(dm_str name)
{
    return str_eq(name, STR("aliases")) || str_eq(name, STR("roles"));
}

/* A foreign attribute may be called as one of the columns that have a meaning. */
static bool is_taken(const char *const *names, dm_str name)
{
    while (*names && !str_eq_nocase(str_z(*names), name))
        names++;
    return *names != NULL;
}

static void column_head(csv *w, const dm_column *c, const char *const *taken)
{
    dm_str name = c->name;
    if (w->s.o->flavour != FLAVOUR_NEO4J) {
        text(w, is_taken(taken, name) ? str_fmt(&w->s.scratch, "%.*s_2", STR_ARG(name)) : name);
        return;
    }
    dm_buf b = {0};
    put_identifier(&b, name);
    buf_add(&b, str_z(is_list(name) ? ":string[]" : neo4j_type[c->type]));
    raw(w, buf_str(&b));
    buf_free(&b);
}

static void heads(csv *w, const char *const *names, const dm_columns *columns)
{
    for (size_t i = 0; names[i]; i++)
        raw(w, str_z(names[i]));
    for (uint32_t c = 0; c < columns->count; c++)
        column_head(w, &columns->at[c], names);
}

static const char *const node_heads[FLAVOUR_COUNT][8] = {
    [FLAVOUR_GEPHI] = {"Id", "Label", "x", "y", "size", "color"},
    [FLAVOUR_CYTOSCAPE] = {"id", "name", "x", "y", "size", "color"},
    [FLAVOUR_NEO4J] = {"id:ID", "name", "x:double", "y:double", "size:double", "color"},
};

static const char *const edge_heads[FLAVOUR_COUNT][10] = {
    [FLAVOUR_GEPHI] = {"Source", "Target", "Type", "Kind", "Id", "Label", "Weight", "color"},
    [FLAVOUR_CYTOSCAPE] = {"source", "interaction", "target", "id", "name", "weight", "color"},
    [FLAVOUR_NEO4J] = {":START_ID", ":END_ID", ":TYPE", "id", "label", "weight:double",
                       "color"},
};

static dm_flavour flavour_of(const dm_write_options *o)
{
    return o->flavour == FLAVOUR_YED ? FLAVOUR_GEPHI : o->flavour;
}

/* ---- rows */

/* The list "a; b" as Neo4j splits it. */
static void list(csv *w, dm_str joined)
{
    dm_buf b = {0};
    for (size_t i = 0; i < joined.len; i++) {
        buf_byte(&b, joined.ptr[i]);
        if (joined.ptr[i] == ';' && i + 1 < joined.len && joined.ptr[i + 1] == ' ')
            i++;
    }
    text(w, buf_str(&b));
    buf_free(&b);
}

static void cell(csv *w, const dm_column *c, bool there)
{
    dm_str value = there ? buf_str(&w->s.b) : STR("");
    if (c->type != COL_STRING)
        raw(w, value);
    else if (w->s.o->flavour == FLAVOUR_NEO4J && is_list(c->name))
        list(w, value);
    else
        text(w, value);
}

static void optional(csv *w, bool there, double value)
{
    if (there)
        number(w, value);
    else
        raw(w, STR(""));
}

static void node_row(csv *w, uint32_t i)
{
    dm_sheet *s = &w->s;
    const dm_gnode *n = &s->g->nodes[i];
    text(w, s->ids[i]);
    text(w, node_label(n));
    optional(w, has_place(n), n->x);
    optional(w, has_place(n), n->y);
    optional(w, n->size > 0, n->size);
    text(w, n->color);
    for (uint32_t c = 0; c < s->nodes.count; c++)
        cell(w, &s->nodes.at[c], sheet_node(s, c, i));
    if (s->o->flavour == FLAVOUR_NEO4J) {
        s->b.len = 0;
        buf_add(&s->b, STR("Entity;"));
        put_camel(&s->b, n->kind);
        raw(w, buf_str(&s->b));
    }
    end_line(w);
}

void csv_nodes_write(const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    csv w;
    open_csv(&w, g, o, out);
    heads(&w, node_heads[flavour_of(o)], &w.s.nodes);
    if (o->flavour == FLAVOUR_NEO4J)
        raw(&w, STR(":LABEL"));
    end_line(&w);
    for (uint32_t i = 0; i < g->node_count; i++)
        node_row(&w, i);
    sheet_close(&w.s);
}

static void edge_start(csv *w, uint32_t i)
{
    dm_sheet *s = &w->s;
    const dm_gedge *e = &s->g->edges[i];
    text(w, s->ids[e->source]);
    if (s->o->flavour == FLAVOUR_CYTOSCAPE)
        text(w, s->kinds[i]);
    text(w, s->ids[e->target]);
    if (s->o->flavour == FLAVOUR_NEO4J) {
        s->b.len = 0;
        put_edge_type(&s->b, e);
        raw(w, buf_str(&s->b));
    } else if (s->o->flavour != FLAVOUR_CYTOSCAPE) {
        raw(w, s->g->directed ? STR("Directed") : STR("Undirected"));
        text(w, s->kinds[i]);
    }
    text(w, s->edge_ids[i]);
    text(w, edge_label(e, s->kinds[i]));
    number(w, e->weight);
    text(w, edge_colour(e));
}

void csv_edges_write(const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    csv w;
    open_csv(&w, g, o, out);
    heads(&w, edge_heads[flavour_of(o)], &w.s.edges);
    end_line(&w);
    for (uint32_t i = 0; i < g->edge_count; i++) {
        edge_start(&w, i);
        for (uint32_t c = 0; c < w.s.edges.count; c++)
            cell(&w, &w.s.edges.at[c], sheet_edge(&w.s, c, i));
        end_line(&w);
    }
    sheet_close(&w.s);
}
