/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events as a table, one edge of the family "event" a line, in the manner of GDELT: who did
 * what to whom, when, in which of the four quads (1 verbal and 2 material cooperation, 3 verbal
 * and 4 material conflict, 0 neutral).  Tab-separated, no quotes, absent is empty. */
#include "base/num.h"
#include "files/sheet.h"
#include "files/writers.h"

#include <math.h>

static const char head[] =
    "event_id\tdate\tdate_of\tactor1\tactor1_name\tactor1_kind\tactor1_country\trelation\tverb"
    "\tquad\tquad_class\tpolarity\tmodality\tactor2\tactor2_name\tactor2_kind\tactor2_country"
    "\tattributed_to\tsentences\tconfidence\tdocument\tbegin\tend\tquote\turl\n";

static void field(dm_sheet *s, dm_str text)
{
    s->c.len = 0;
    put_plain(&s->c, text);
    out_z(s->out, "\t");
    out_str(s->out, buf_str(&s->c));
}

static void actor(dm_sheet *s, uint32_t node)
{
    const dm_gnode *n = &s->g->nodes[node];
    field(s, s->ids[node]);
    field(s, node_label(n));
    field(s, n->kind);
    field(s, n->country);
}

static void quad(dm_sheet *s, const dm_gedge *e)
{
    field(s, e->quad);
    out_z(s->out, "\t");
    for (int q = QUAD_VERBAL_COOPERATION; q <= QUAD_MATERIAL_CONFLICT; q++) {
        if (str_eq(e->quad, str_z(quad_name((dm_quad)q))))
            out_fmt(s->out, "%d", q);
    }
    if (str_eq(e->quad, STR("neutral")))
        out_z(s->out, "0");
}

static const dm_gdoc *document_of(const dm_graph *g, const dm_gedge *e)
{
    uint32_t doc = e->evidence_count ? e->evidence[0].doc : 0;
    return doc < g->doc_count ? &g->docs[doc] : NULL;
}

/* date: what the words say, else the day of the article; date_of tells which. */
static void date(dm_sheet *s, const dm_gedge *e, const dm_gdoc *d)
{
    bool said = e->date.len > 0, known = d && d->date.len;
    field(s, said ? e->date : known ? d->date : STR(""));
    field(s, said ? STR("event") : known ? STR("document") : STR(""));
}

static void place(dm_sheet *s, const dm_gedge *e)
{
    if (e->evidence_count)
        out_fmt(s->out, "\t%u\t%u", e->evidence[0].begin, e->evidence[0].end);
    else
        out_z(s->out, "\t\t");
    field(s, e->evidence_count ? e->evidence[0].quote : STR(""));
}

static void row(dm_sheet *s, uint32_t i)
{
    const dm_gedge *e = &s->g->edges[i];
    const dm_gdoc *d = document_of(s->g, e);
    out_str(s->out, s->edge_ids[i]);
    date(s, e, d);
    actor(s, e->source);
    field(s, e->relation);
    field(s, e->predicate);
    quad(s, e);
    field(s, e->polarity);
    field(s, e->modality);
    actor(s, e->target);
    field(s, e->attributed_to);
    field(s, str_z(num_text(e->weight).text));
    field(s, isfinite(e->confidence) ? str_z(num_text(e->confidence).text) : STR(""));
    field(s, d ? d->id : STR(""));
    place(s, e);
    field(s, d ? d->url : STR(""));
    out_z(s->out, "\n");
}

void events_write(const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    dm_sheet s;
    sheet_open(&s, g, o, out);
    out_z(out, head);
    for (uint32_t i = 0; i < g->edge_count; i++) {
        if (str_eq(g->edges[i].family, STR("event")))
            row(&s, i);
    }
    sheet_close(&s);
}
