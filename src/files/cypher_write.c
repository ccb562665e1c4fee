/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A Cypher script for Neo4j 5 (cypher-shell < cast.cypher): one statement a line, MERGE only,
 * so that it may run twice and over several articles.  Nodes are :Entity:Person ..., known by
 * id; edges are known by their article's id and their own.  Lists stay lists. */
#include "base/num.h"
#include "base/utf8.h"
#include "files/sheet.h"
#include "files/writers.h"

#include <math.h>

/* "\u" would begin an escape wherever it stands, so the u behind a backslash is one itself. */
static void literal(dm_sheet *s, dm_str text)
{
    dm_buf *b = &s->c;
    b->len = 0;
    buf_byte(b, '"');
    for (size_t at = 0; at < text.len;) {
        bool escaped = at && text.ptr[at - 1] == '\\';
        uint32_t cp = utf8_next(text, &at);
        if (cp == '"' || cp == '\\')
            buf_fmt(b, "\\%c", (int)cp);
        else if (cp == '\n')
            buf_add(b, STR("\\n"));
        else if (cp == '\t')
            buf_add(b, STR("\\t"));
        else if (cp == 0 || cp == 0xFFFD)
            buf_add(b, STR("\\uFFFD"));
        else if (cp < 0x20 || cp == 0x2028 || cp == 0x2029 || (cp == 'u' && escaped))
            buf_fmt(b, "\\u%04X", cp);
        else
            utf8_put(b, cp);
    }
    buf_byte(b, '"');
    out_str(s->out, buf_str(b));
}

typedef struct {
    dm_sheet *s;
    bool some;
} map;

static void key(map *m, dm_str name)
{
    dm_buf b = {0};
    put_identifier(&b, name);
    out_z(m->s->out, m->some ? ", " : "");
    m->some = true;
    out_str(m->s->out, buf_str(&b));
    out_z(m->s->out, ": ");
    buf_free(&b);
}

static void put_str(map *m, const char *name, dm_str text)
{
    if (!text.len)
        return;
    key(m, str_z(name));
    literal(m->s, text);
}

/* Cypher has no literal for a whole number as a double but with a point. */
static void put_num(map *m, const char *name, double value)
{
    if (!isfinite(value))
        return;
    key(m, str_z(name));
    dm_num n = num_text(value);
    bool whole = !strpbrk(n.text, ".e");
    out_fmt(m->s->out, "%s%s", n.text, whole ? ".0" : "");
}

static void put_column(map *m, const dm_column *c)
{
    dm_str value = buf_str(&m->s->b);
    key(m, c->name);
    if (c->type == COL_STRING)
        literal(m->s, value);
    else if (c->type == COL_DOUBLE && !memchr(value.ptr, '.', value.len) &&
             !memchr(value.ptr, 'e', value.len))
        out_fmt(m->s->out, "%.*s.0", STR_ARG(value));
    else
        out_str(m->s->out, value);
}

static void put_aliases(map *m, const dm_gnode *n)
{
    if (!n->alias_count)
        return;
    key(m, STR("aliases"));
    for (uint32_t i = 0; i < n->alias_count; i++) {
        out_z(m->s->out, i ? ", " : "[");
        literal(m->s, n->aliases[i].name);
    }
    out_z(m->s->out, "]");
}

static void put_evidence(map *m, const dm_gedge *e)
{
    if (!e->evidence_count)
        return;
    key(m, STR("evidence"));
    for (uint32_t i = 0; i < e->evidence_count; i++) {
        out_z(m->s->out, i ? ", " : "[");
        literal(m->s, e->evidence[i].quote);
    }
    out_z(m->s->out, "]");
}

static void write_node(dm_sheet *s, uint32_t i)
{
    const dm_gnode *n = &s->g->nodes[i];
    out_z(s->out, "MERGE (n:Entity {id: ");
    literal(s, s->ids[i]);
    s->b.len = 0;
    put_camel(&s->b, n->kind);
    out_fmt(s->out, "}) SET n:%.*s, n += {", STR_ARG(buf_str(&s->b)));
    map m = {.s = s};
    put_str(&m, "name", node_label(n));
    put_aliases(&m, n);
    for (uint32_t c = 0; c < s->nodes.count; c++) {
        if (!str_eq(s->nodes.at[c].name, STR("aliases")) && sheet_node(s, c, i))
            put_column(&m, &s->nodes.at[c]);
    }
    if (has_place(n)) {
        put_num(&m, "x", n->x);
        put_num(&m, "y", n->y);
    }
    out_z(s->out, "};\n");
}

static void write_edge(dm_sheet *s, uint32_t i)
{
    const dm_gedge *e = &s->g->edges[i];
    out_z(s->out, "MATCH (a:Entity {id: ");
    literal(s, s->ids[e->source]);
    out_z(s->out, "}), (b:Entity {id: ");
    literal(s, s->ids[e->target]);
    s->b.len = 0;
    put_edge_type(&s->b, e);
    out_fmt(s->out, "}) MERGE (a)-[r:%.*s {id: ", STR_ARG(buf_str(&s->b)));
    literal(s, str_fmt(&s->scratch, "%.*s#%.*s", STR_ARG(s->g->id), STR_ARG(s->edge_ids[i])));
    out_z(s->out, "}]->(b) SET r += {");
    map m = {.s = s};
    put_num(&m, "weight", e->weight);
    put_evidence(&m, e);
    for (uint32_t c = 0; c < s->edges.count; c++) {
        if (!str_eq(s->edges.at[c].name, STR("evidence")) && sheet_edge(s, c, i))
            put_column(&m, &s->edges.at[c]);
    }
    if (e->evidence_count && e->evidence[0].doc < s->g->doc_count)
        put_str(&m, "document", s->g->docs[e->evidence[0].doc].id);
    out_z(s->out, "};\n");
}

void cypher_write(const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    dm_sheet s;
    sheet_open(&s, g, o, out);
    out_z(out, "CREATE CONSTRAINT dramatis_entity IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS "
               "UNIQUE;\n");
    for (uint32_t i = 0; i < g->node_count; i++)
        write_node(&s, i);
    for (uint32_t i = 0; i < g->edge_count; i++) {
        write_edge(&s, i);
        sheet_clear(&s);
    }
    sheet_close(&s);
}
