/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DOT for Graphviz: draw with "neato -n2 -Tsvg" to keep our places, with "dot -Tsvg" for its
 * own.  Backslashes are doubled, since \N, \l, \n act in labels; "&" is "&amp;" where Graphviz
 * would read an entity; texts end before 16,000 bytes, the most that its scanner takes. */
#include "base/num.h"
#include "files/sheet.h"
#include "files/writers.h"

#include <math.h>

#define LONGEST 16000

static bool starts_entity(dm_str s, size_t at)
{
    size_t i = at + 1;
    while (i < s.len &&
           (s.ptr[i] == '#' || (s.ptr[i] >= '0' && s.ptr[i] <= '9') ||
            (s.ptr[i] >= 'a' && s.ptr[i] <= 'z') || (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z')))
        i++;
    return i > at + 1 && i < s.len && s.ptr[i] == ';';
}

static void quoted(dm_sheet *s, dm_str text)
{
    s->b.len = s->c.len = 0;
    put_plain(&s->b, text);
    dm_str plain = buf_str(&s->b);
    buf_byte(&s->c, '"');
    for (size_t i = 0; i < plain.len; i++) {
        bool inside = ((unsigned char)plain.ptr[i] & 0xC0) == 0x80;
        if (s->c.len > LONGEST - 40 && !inside) {
            buf_add(&s->c, STR("..."));
            break;
        }
        if (plain.ptr[i] == '"' || plain.ptr[i] == '\\')
            buf_byte(&s->c, '\\');
        buf_byte(&s->c, plain.ptr[i]);
        if (plain.ptr[i] == '&' && starts_entity(plain, i))
            buf_add(&s->c, STR("amp;"));
    }
    buf_byte(&s->c, '"');
    out_str(s->out, buf_str(&s->c));
}

static void attr(dm_sheet *s, const char *name, dm_str value)
{
    if (!value.len)
        return;
    out_fmt(s->out, ", %s=", name);
    quoted(s, value);
}

static void colour(dm_sheet *s, const char *name, dm_str hex)
{
    int rgb[3];
    if (colour_parse(hex, rgb))
        out_fmt(s->out, ", %s=\"#%02x%02x%02x\"", name, (unsigned)rgb[0], (unsigned)rgb[1],
                (unsigned)rgb[2]);
}

static void write_node(dm_sheet *s, uint32_t i)
{
    const dm_gnode *n = &s->g->nodes[i];
    out_z(s->out, "  ");
    quoted(s, s->ids[i]);
    out_z(s->out, " [label=");
    quoted(s, node_token(&s->scratch, n));
    colour(s, "color", n->color);
    colour(s, "fillcolor", n->color);
    if (has_place(n))
        out_fmt(s->out, ", pos=\"%s,%s\"", num_text(n->x).text, num_text(n->y).text);
    attr(s, "kind", n->kind);
    for (uint32_t c = 0; c < s->nodes.count; c++) {
        const char *shown = str_eq(s->nodes.at[c].name, STR("roles")) ? "tooltip" : NULL;
        if (shown && sheet_node(s, c, i))
            attr(s, shown, str_dup(&s->scratch, buf_str(&s->b)));
    }
    out_z(s->out, "];\n");
}

static void write_edge(dm_sheet *s, uint32_t i)
{
    const dm_gedge *e = &s->g->edges[i];
    out_z(s->out, "  ");
    quoted(s, s->ids[e->source]);
    out_z(s->out, s->g->directed ? " -> " : " -- ");
    quoted(s, s->ids[e->target]);
    out_z(s->out, " [label=");
    quoted(s, edge_label(e, s->kinds[i]));
    out_fmt(s->out, ", weight=\"%s\", penwidth=\"%.2f\"", num_text(e->weight).text,
            fmin(1 + sqrt(e->weight) / 2, 8));
    colour(s, "color", edge_colour(e));
    if (s->g->directed && e->symmetric)
        out_z(s->out, ", dir=\"none\"");
    attr(s, "relation", e->relation);
    attr(s, "polarity", e->polarity);
    attr(s, "modality", e->modality);
    if (e->evidence_count)
        attr(s, "tooltip", e->evidence[0].quote);
    out_z(s->out, "];\n");
}

void dot_write(const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    dm_sheet s;
    sheet_open(&s, g, o, out);
    out_fmt(out, "%s ", g->directed ? "digraph" : "graph");
    quoted(&s, g->id.len ? g->id : STR("graph"));
    out_z(out, " {\n  graph [charset=\"UTF-8\", overlap=\"false\", splines=\"true\"];\n"
               "  node [shape=\"box\", style=\"rounded,filled\", fontname=\"sans-serif\", "
               "fontcolor=\"#222222\", fillcolor=\"#eeeeee\"];\n"
               "  edge [fontname=\"sans-serif\", fontsize=\"10\"];\n");
    for (uint32_t i = 0; i < g->node_count; i++) {
        write_node(&s, i);
        sheet_clear(&s);
    }
    for (uint32_t i = 0; i < g->edge_count; i++)
        write_edge(&s, i);
    out_z(out, "}\n");
    sheet_close(&s);
}
