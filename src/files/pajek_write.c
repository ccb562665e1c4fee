/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pajek .net: *Vertices with unique labels and places in the unit square, then *Arcs (or
 * *Edges) with weight and label.  Its quoted texts have no escapes at all. */
#include "base/num.h"
#include "files/losses.h"
#include "files/sheet.h"
#include "files/writers.h"

typedef struct {
    double x, y, scale;
} frame;

static frame frame_of(const dm_graph *g)
{
    double low[2] = {0, 0}, high[2] = {0, 0};
    bool any = false;
    for (uint32_t i = 0; i < g->node_count; i++) {
        const double at[2] = {g->nodes[i].x, g->nodes[i].y};
        if (!has_place(&g->nodes[i]))
            continue;
        for (int k = 0; k < 2; k++) {
            low[k] = any && low[k] < at[k] ? low[k] : at[k];
            high[k] = any && high[k] > at[k] ? high[k] : at[k];
        }
        any = true;
    }
    double wide = high[0] - low[0] > high[1] - low[1] ? high[0] - low[0] : high[1] - low[1];
    return (frame){low[0], high[1], wide > 0 ? wide : 1};
}

static void quoted(dm_sheet *s, dm_str text)
{
    s->b.len = s->c.len = 0;
    put_plain(&s->b, text);
    put_allowed(&s->c, buf_str(&s->b), CANNOT_BACKSLASH | CANNOT_QUOTE);
    out_z(s->out, "\"");
    out_str(s->out, buf_str(&s->c));
    out_z(s->out, "\"");
}

/* y goes down in Pajek. */
static void write_node(dm_sheet *s, uint32_t i, dm_str label, const frame *f)
{
    const dm_gnode *n = &s->g->nodes[i];
    out_fmt(s->out, "%u ", i + 1);
    quoted(s, label);
    if (has_place(n)) {
        double x = 0.02 + 0.96 * (n->x - f->x) / f->scale;
        double y = 0.02 + 0.96 * (f->y - n->y) / f->scale;
        out_fmt(s->out, " %.4f %.4f 0.5000", x, y);
    }
    out_z(s->out, "\n");
}

static void write_edge(dm_sheet *s, uint32_t i)
{
    const dm_gedge *e = &s->g->edges[i];
    out_fmt(s->out, "%u %u %s l ", e->source + 1, e->target + 1, num_text(e->weight).text);
    quoted(s, edge_label(e, s->kinds[i]));
    out_z(s->out, "\n");
}

void pajek_write(const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    dm_sheet s;
    sheet_open(&s, g, o, out);
    const dm_str *labels = unique_labels(&s.arena, g, s.ids);
    const frame f = frame_of(g);
    out_fmt(out, "*Vertices %u\n", g->node_count);
    for (uint32_t i = 0; i < g->node_count; i++)
        write_node(&s, i, labels[i], &f);
    out_z(out, g->directed ? "*Arcs\n" : "*Edges\n");
    for (uint32_t i = 0; i < g->edge_count; i++)
        write_edge(&s, i);
    sheet_close(&s);
}
