/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GML: ASCII, so that every reader takes it; other characters are &#N; as Himsolt's report has
 * it.  Numbers are ids; labels are made unique, because networkx knows nodes by them, and
 * "name" holds the id.  Strings have no line breaks.  https://gephi.org/users/supported-graph-
 * formats/gml-format/ */
#include "base/num.h"
#include "base/utf8.h"
#include "files/sheet.h"
#include "files/writers.h"

static void text(dm_sheet *s, const char *indent, dm_str key, dm_str value)
{
    s->c.len = 0;
    buf_add(&s->c, str_z(indent));
    put_identifier(&s->c, key);
    buf_add(&s->c, STR(" \""));
    for (size_t at = 0; at < value.len;) {
        uint32_t cp = utf8_next(value, &at);
        if (cp == '"' || cp == '&')
            buf_add(&s->c, cp == '"' ? STR("&quot;") : STR("&amp;"));
        else if (cp >= 0x20 && cp < 0x7F)
            buf_byte(&s->c, (char)cp);
        else
            buf_fmt(&s->c, "&#%u;", cp ? cp : 0xFFFDu);
    }
    buf_add(&s->c, STR("\"\n"));
    out_str(s->out, buf_str(&s->c));
}

static void number(dm_sheet *s, const char *indent, dm_str key, dm_str value)
{
    s->c.len = 0;
    buf_add(&s->c, str_z(indent));
    put_identifier(&s->c, key);
    bool real = false, exponent = false;
    for (size_t i = 0; i < value.len; i++) {
        real |= value.ptr[i] == '.';
        exponent |= (value.ptr[i] | 32) == 'e';
    }
    double number = 0; /* 1e+20: GML wants the point; integers have 32 bits */
    if ((exponent && !real) || (!real && value.len > 9)) {
        (void)number_parse(value, &number);
        buf_fmt(&s->c, " %.1f\n", number);
    } else {
        buf_fmt(&s->c, " %.*s\n", STR_ARG(value));
    }
    out_str(s->out, buf_str(&s->c));
}

static void real(dm_sheet *s, const char *indent, const char *key, double value)
{
    number(s, indent, str_z(key), str_z(num_text(value).text));
}

static void value(dm_sheet *s, const dm_column *c)
{
    dm_str v = buf_str(&s->b);
    if (c->type == COL_STRING)
        text(s, "    ", c->name, v);
    else if (c->type == COL_BOOL)
        number(s, "    ", c->name, str_eq(v, STR("true")) ? STR("1") : STR("0"));
    else
        number(s, "    ", c->name, v);
}

static void write_node(dm_sheet *s, uint32_t i, dm_str label)
{
    const dm_gnode *n = &s->g->nodes[i];
    out_fmt(s->out, "  node [\n    id %u\n", i);
    text(s, "    ", STR("label"), label);
    text(s, "    ", STR("name"), s->ids[i]);
    if (has_place(n)) {
        out_z(s->out, "    graphics [\n");
        real(s, "      ", "x", n->x);
        real(s, "      ", "y", n->y);
        if (n->size > 0) {
            real(s, "      ", "w", n->size);
            real(s, "      ", "h", n->size);
        }
        if (n->color.len)
            text(s, "      ", STR("fill"), n->color);
        out_z(s->out, "    ]\n");
    }
    for (uint32_t c = 0; c < s->nodes.count; c++) {
        if (sheet_node(s, c, i))
            value(s, &s->nodes.at[c]);
    }
    out_z(s->out, "  ]\n");
}

static void write_edge(dm_sheet *s, uint32_t i)
{
    const dm_gedge *e = &s->g->edges[i];
    out_fmt(s->out, "  edge [\n    source %u\n    target %u\n    key %u\n", e->source,
            e->target, e->key);
    text(s, "    ", STR("label"), edge_label(e, s->kinds[i]));
    text(s, "    ", STR("name"), s->edge_ids[i]);
    real(s, "    ", "weight", e->weight);
    for (uint32_t c = 0; c < s->edges.count; c++) {
        if (sheet_edge(s, c, i))
            value(s, &s->edges.at[c]);
    }
    out_z(s->out, "  ]\n");
}

void gml_write(const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    dm_sheet s;
    sheet_open(&s, g, o, out);
    const dm_str *labels = unique_labels(&s.arena, g, s.ids);
    if (g->generator.len)
        text(&s, "", STR("Creator"), g->generator);
    out_z(out, "graph [\n");
    out_fmt(out, "  directed %d\n  multigraph 1\n", g->directed);
    if (g->id.len)
        text(&s, "  ", STR("label"), g->id);
    for (uint32_t i = 0; i < g->node_count; i++)
        write_node(&s, i, labels[i]);
    for (uint32_t i = 0; i < g->edge_count; i++)
        write_edge(&s, i);
    out_z(out, "]\n");
    sheet_close(&s);
}
