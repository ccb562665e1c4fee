/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report to read: the articles, the actors by salience, who stands how to whom with one quote
 * each.  CommonMark with tables; names stay text whatever is in them. */
#include "base/num.h"
#include "files/markdown.h"
#include "files/sheet.h"
#include "files/writers.h"

#include <math.h>

#define ACTORS_SHOWN 50

void put_markdown(dm_buf *b, dm_str text)
{
    dm_buf plain = {0};
    put_plain(&plain, text);
    for (size_t i = 0; i < plain.len; i++) {
        char c = plain.ptr[i];
        if (c == '<')
            buf_add(b, STR("&lt;"));
        else if (c == '>')
            buf_add(b, STR("&gt;"));
        else if (c == '&')
            buf_add(b, STR("&amp;"));
        else
            buf_fmt(b, strchr("\\`*_[]#|~$", c) ? "\\%c" : "%c", c);
    }
    buf_free(&plain);
}

static void put(dm_sheet *s, dm_str text)
{
    s->c.len = 0;
    put_markdown(&s->c, text);
    out_str(s->out, buf_str(&s->c));
}

static void cell(dm_sheet *s, dm_str text)
{
    out_z(s->out, " ");
    put(s, text);
    out_z(s->out, " |");
}

static void number_cell(dm_sheet *s, double value)
{
    out_fmt(s->out, " %s |", isfinite(value) ? num_text(value).text : "");
}

static bool is_link(dm_str url)
{
    for (size_t i = 0; i < url.len; i++) {
        if ((unsigned char)url.ptr[i] <= ' ' || strchr("<>()\\`\"", url.ptr[i]))
            return false;
    }
    return str_starts(url, STR("https://")) || str_starts(url, STR("http://"));
}

static void write_documents(dm_sheet *s)
{
    for (uint32_t i = 0; i < s->g->doc_count; i++) {
        const dm_gdoc *d = &s->g->docs[i];
        out_z(s->out, "- ");
        if (is_link(d->url)) {
            out_z(s->out, "[");
            put(s, d->title.len ? d->title : d->id);
            out_fmt(s->out, "](%.*s)", STR_ARG(d->url));
        } else {
            put(s, d->title.len ? d->title : d->id);
        }
        if (d->date.len) {
            out_z(s->out, ", ");
            put(s, d->date);
        }
        if (d->source.len) {
            out_z(s->out, ", ");
            put(s, d->source);
        }
        out_z(s->out, "\n");
    }
}

static dm_str roles(dm_sheet *s, const dm_gnode *n)
{
    s->b.len = 0;
    for (uint32_t i = 0; i < n->role_count; i++)
        buf_fmt(&s->b, "%s%s%.*s", i ? "; " : "", n->roles[i].former ? "former " : "",
                STR_ARG(n->roles[i].text.len ? n->roles[i].text : n->roles[i].office));
    return buf_str(&s->b);
}

static void write_actors(dm_sheet *s)
{
    uint32_t shown = 0;
    out_z(s->out, "\n## Actors\n\n| | name | kind | roles | salience | pagerank |\n"
                  "|---:|---|---|---|---:|---:|\n");
    for (uint32_t i = 0; i < s->g->node_count && shown < ACTORS_SHOWN; i++) {
        const dm_gnode *n = &s->g->nodes[i];
        if (!n->actor && n->kind.len)
            continue;
        out_fmt(s->out, "| %u |", ++shown);
        cell(s, node_label(n));
        cell(s, n->kind);
        cell(s, roles(s, n));
        number_cell(s, n->salience);
        number_cell(s, n->measure[MEASURE_pagerank]);
        out_z(s->out, "\n");
    }
}

static void write_edge(dm_sheet *s, const dm_gedge *e)
{
    bool words = str_eq(e->relation, STR("open")) || !e->relation.len;
    out_z(s->out, "- **");
    put(s, node_label(&s->g->nodes[e->source]));
    out_fmt(s->out, "** %s", str_eq(e->polarity, STR("negated")) ? "not " : "");
    put(s, words && e->predicate.len ? e->predicate : e->relation);
    out_z(s->out, " **");
    put(s, node_label(&s->g->nodes[e->target]));
    out_z(s->out, "**");
    if (e->modality.len && !str_eq(e->modality, STR("asserted"))) {
        out_z(s->out, " (");
        put(s, e->modality);
        out_z(s->out, ")");
    }
    if (isfinite(e->confidence))
        out_fmt(s->out, ", confidence %s", num_text(num_round(e->confidence * 100)).text);
    out_z(s->out, isfinite(e->confidence) ? " %\n" : "\n");
    if (e->evidence_count && e->evidence[0].quote.len) {
        out_z(s->out, "  > ");
        put(s, e->evidence[0].quote);
        out_z(s->out, "\n");
    }
}

static void write_family(dm_sheet *s, const char *family, const char *title)
{
    bool some = false;
    for (uint32_t i = 0; i < s->g->edge_count; i++) {
        const dm_gedge *e = &s->g->edges[i];
        if (!str_eq(e->family, str_z(family)))
            continue;
        if (!some)
            out_fmt(s->out, "\n## %s\n\n", title);
        some = true;
        write_edge(s, e);
    }
}

void markdown_write(const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    static const char *const families[][2] = {{"state", "How they stand to each other"},
                                              {"event", "What they did"},
                                              {"open", "Other clauses"},
                                              {"", "Edges"}};
    dm_sheet s;
    sheet_open(&s, g, o, out);
    out_z(out, "# ");
    put(&s, g->doc_count == 1 && g->docs[0].title.len ? g->docs[0].title : g->id);
    out_fmt(out, "\n\n%u nodes, %u edges, %u document%s\n\n", g->node_count, g->edge_count,
            g->doc_count, g->doc_count == 1 ? "" : "s");
    write_documents(&s);
    write_actors(&s);
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        write_family(&s, families[i][0], families[i][1]);
    sheet_close(&s);
}
