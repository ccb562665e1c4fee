/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full form of a graph: networkx node-link data, keys always in this order, what is absent
 * left out, small records one per line so that a change in one shows as one line of a diff. */
#include "files/columns.h"
#include "files/json.h"
#include "files/json_text.h"

#include <math.h>
#include <stdlib.h>

static void opt_true(dm_json *j, const char *key, bool value)
{
    if (value) {
        json_key(j, key);
        json_bool(j, true);
    }
}

static void key_uint(dm_json *j, const char *key, uint32_t n)
{
    json_key(j, key);
    json_uint(j, n);
}

static void write_attrs(dm_json *j, const dm_attr *attrs, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        json_key_str(j, attrs[i].name);
        if (attrs[i].type == ATTR_STRING)
            json_str(j, attrs[i].text);
        else
            json_raw(j, attrs[i].text);
    }
}

static void write_document(dm_json *j, const dm_gdoc *d, bool with_text)
{
    json_open(j, '{');
    json_opt_str(j, "id", d->id);
    json_opt_str(j, "title", d->title);
    json_opt_str(j, "date", d->date);
    json_opt_str(j, "url", d->url);
    json_opt_str(j, "source", d->source);
    json_opt_str(j, "language", d->language);
    json_opt_str(j, "sha256", d->sha256);
    if (d->chars || d->bytes || d->sentences || d->tokens) {
        key_uint(j, "chars", d->chars);
        key_uint(j, "bytes", d->bytes);
        key_uint(j, "sentences", d->sentences);
        key_uint(j, "tokens", d->tokens);
    }
    if (with_text)
        json_opt_str(j, "text", d->text);
    json_close(j);
}

/* A measure is described when a node has it. */
static bool measure_used(const dm_graph *g, int measure)
{
    for (uint32_t i = 0; i < g->node_count; i++) {
        if (isfinite(g->nodes[i].measure[measure]))
            return true;
    }
    return false;
}

static void write_measures(dm_json *j, const dm_graph *g)
{
    json_key(j, "measures");
    json_open(j, '{');
    for (int m = 0; m < MEASURE_COUNT; m++) {
        if (measure_used(g, m)) {
            json_key(j, measure_name[m]);
            json_str(j, g->how[m].len ? g->how[m] : str_z(measure_about[m]));
        }
    }
    json_opt_str(j, "community", g->how_community);
    json_close(j);
}

static void write_head(dm_json *j, const dm_graph *g, const dm_write_options *o)
{
    json_key(j, "graph");
    json_open(j, '{');
    json_key(j, "dramatis");
    json_uint(j, JSON_FORMAT_VERSION);
    json_opt_str(j, "generator", g->generator);
    json_opt_str(j, "model", g->model);
    json_opt_str(j, "id", g->id);
    if (g->doc_count) {
        json_key(j, "documents");
        json_open(j, '[');
        for (uint32_t i = 0; i < g->doc_count; i++)
            write_document(j, &g->docs[i], o->with_text);
        json_close(j);
    }
    if (g->analysed)
        write_measures(j, g);
    write_attrs(j, g->attrs, g->attr_count);
    json_close(j);
}

static void write_aliases(dm_json *j, const dm_gnode *n)
{
    if (!n->alias_count)
        return;
    json_key(j, "aliases");
    json_open(j, '[');
    for (uint32_t i = 0; i < n->alias_count; i++) {
        json_open(j, '{');
        json_flat(j, 1);
        json_key(j, "name");
        json_str(j, n->aliases[i].name);
        if (n->aliases[i].count)
            key_uint(j, "count", n->aliases[i].count);
        json_close(j);
        json_flat(j, -1);
    }
    json_close(j);
}

static void write_roles(dm_json *j, const dm_gnode *n)
{
    if (!n->role_count)
        return;
    json_key(j, "roles");
    json_open(j, '[');
    for (uint32_t i = 0; i < n->role_count; i++) {
        const dm_grole *r = &n->roles[i];
        json_open(j, '{');
        json_flat(j, 1);
        json_opt_str(j, "text", r->text);
        json_opt_str(j, "office", r->office);
        json_opt_str(j, "of", r->of);
        json_key(j, "former");
        json_bool(j, r->former);
        opt_true(j, "deceased", r->deceased);
        json_close(j);
        json_flat(j, -1);
    }
    json_close(j);
}

static void write_mentions(dm_json *j, const dm_gnode *n)
{
    if (!n->mention_count)
        return;
    json_key(j, "mentions");
    json_open(j, '[');
    for (uint32_t i = 0; i < n->mention_count; i++) {
        const dm_gmention *m = &n->mentions[i];
        json_open(j, '{');
        json_flat(j, 1);
        key_uint(j, "doc", m->doc);
        key_uint(j, "begin", m->begin);
        key_uint(j, "end", m->end);
        if (m->form < FORM_COUNT)
            json_opt_str(j, "form", str_z(form_name((dm_form)m->form)));
        json_close(j);
        json_flat(j, -1);
    }
    json_close(j);
}

static void write_figures(dm_json *j, const dm_gnode *n)
{
    if (n->mention_count || n->first)
        key_uint(j, "first", n->first);
    json_opt_num(j, "salience", n->salience);
    if (n->community >= 0) {
        json_key(j, "community");
        json_int(j, n->community);
    }
    for (int m = 0; m < MEASURE_COUNT; m++)
        json_opt_num(j, measure_name[m], n->measure[m]);
    if (isfinite(n->x) && isfinite(n->y)) {
        json_opt_num(j, "x", n->x);
        json_opt_num(j, "y", n->y);
    }
    if (n->size > 0)
        json_opt_num(j, "size", n->size);
    json_opt_str(j, "color", n->color);
}

/* What each document of a united graph says of the node, one line a document. */
static void write_node_parts(dm_json *j, const dm_gnode *n)
{
    if (!n->part_count)
        return;
    json_key(j, "documents");
    json_open(j, '[');
    for (uint32_t i = 0; i < n->part_count; i++) {
        const dm_gnode *p = &n->parts[i];
        json_open(j, '{');
        json_flat(j, 1);
        key_uint(j, "doc", p->doc);
        json_opt_str(j, "id", p->id);
        json_opt_str(j, "label", p->label);
        json_opt_str(j, "kind", p->kind);
        json_opt_str(j, "subkind", p->subkind);
        opt_true(j, "actor", p->actor);
        write_aliases(j, p);
        write_roles(j, p);
        json_opt_str(j, "country", p->country);
        json_opt_str(j, "gender", p->gender);
        json_opt_num(j, "salience", p->salience);
        write_attrs(j, p->attrs, p->attr_count);
        json_close(j);
        json_flat(j, -1);
    }
    json_close(j);
}

static void write_node(dm_json *j, const dm_gnode *n)
{
    json_open(j, '{');
    json_key(j, "id");
    json_str(j, n->id);
    json_opt_str(j, "label", n->label);
    json_opt_str(j, "kind", n->kind);
    json_opt_str(j, "subkind", n->subkind);
    if (n->kind.len || n->actor) {
        json_key(j, "actor");
        json_bool(j, n->actor);
    }
    write_aliases(j, n);
    write_roles(j, n);
    json_opt_str(j, "country", n->country);
    json_opt_str(j, "gender", n->gender);
    write_mentions(j, n);
    write_figures(j, n);
    write_node_parts(j, n);
    write_attrs(j, n->attrs, n->attr_count);
    json_close(j);
}

static void write_span(dm_json *j, const char *key, const int64_t span[2])
{
    if (span[0] < 0)
        return;
    json_key(j, key);
    json_open(j, '[');
    json_int(j, span[0]);
    json_int(j, span[1]);
    json_close(j);
}

static void write_evidence(dm_json *j, const dm_gedge *e)
{
    if (!e->evidence_count)
        return;
    json_key(j, "evidence");
    json_open(j, '[');
    for (uint32_t i = 0; i < e->evidence_count; i++) {
        const dm_gevidence *v = &e->evidence[i];
        json_open(j, '{');
        json_flat(j, 1);
        if (v->end) { /* a quote that came through GraphML or GEXF has no place */
            key_uint(j, "doc", v->doc);
            key_uint(j, "begin", v->begin);
            key_uint(j, "end", v->end);
            key_uint(j, "byte_begin", v->byte_begin);
            key_uint(j, "byte_end", v->byte_end);
        }
        json_opt_str(j, "quote", v->quote);
        write_span(j, "source", v->source);
        write_span(j, "target", v->target);
        write_span(j, "trigger", v->trigger);
        json_close(j);
        json_flat(j, -1);
    }
    json_close(j);
}

static void write_edge_parts(dm_json *j, const dm_gedge *e)
{
    if (!e->part_count)
        return;
    json_key(j, "documents");
    json_open(j, '[');
    for (uint32_t i = 0; i < e->part_count; i++) {
        const dm_gedge *p = &e->parts[i];
        json_open(j, '{');
        json_flat(j, 1);
        key_uint(j, "doc", p->doc);
        if (p->evidence_count)
            key_uint(j, "evidence", p->evidence_count);
        json_opt_str(j, "predicate", p->predicate);
        json_opt_str(j, "attributed_to", p->attributed_to);
        opt_true(j, "derived", p->derived);
        json_opt_str(j, "rule", p->rule);
        json_opt_str(j, "why", p->why);
        json_opt_str(j, "date", p->date);
        json_opt_str(j, "date_text", p->date_text);
        json_opt_num(j, "confidence", p->confidence);
        json_opt_num(j, "weight", p->weight);
        write_attrs(j, p->attrs, p->attr_count);
        json_close(j);
        json_flat(j, -1);
    }
    json_close(j);
}

static void write_relation(dm_json *j, const dm_gedge *e)
{
    bool ours = e->relation.len > 0;
    json_opt_str(j, "relation", e->relation);
    json_opt_str(j, "family", e->family);
    json_opt_str(j, "predicate", e->predicate);
    if (ours || e->symmetric) {
        json_key(j, "symmetric");
        json_bool(j, e->symmetric);
    }
    json_opt_str(j, "polarity", e->polarity);
    json_opt_str(j, "modality", e->modality);
    json_opt_str(j, "attributed_to", e->attributed_to);
    if (ours || e->former) {
        json_key(j, "former");
        json_bool(j, e->former);
    }
    if (ours || e->derived) {
        json_key(j, "derived");
        json_bool(j, e->derived);
    }
    json_opt_str(j, "rule", e->rule);
    json_opt_str(j, "why", e->why);
}

static void write_edge(dm_json *j, const dm_graph *g, const dm_gedge *e, uint32_t key)
{
    json_open(j, '{');
    json_key(j, "source");
    json_str(j, g->nodes[e->source].id);
    json_key(j, "target");
    json_str(j, g->nodes[e->target].id);
    if (g->multigraph)
        key_uint(j, "key", key);
    json_opt_str(j, "id", e->id);
    write_relation(j, e);
    json_opt_str(j, "date", e->date);
    json_opt_str(j, "date_text", e->date_text);
    json_opt_str(j, "quad", e->quad);
    json_opt_num(j, "confidence", e->confidence);
    json_opt_num(j, "weight", e->weight);
    json_opt_str(j, "color", e->color);
    write_evidence(j, e);
    write_edge_parts(j, e);
    write_attrs(j, e->attrs, e->attr_count);
    json_close(j);
}

static void write_edges(dm_json *j, const char *name, const dm_graph *g, const uint32_t *keys)
{
    json_key(j, name);
    json_open(j, '[');
    for (uint32_t i = 0; i < g->edge_count; i++)
        write_edge(j, g, &g->edges[i], keys[i]);
    json_close(j);
}

void json_write(const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    dm_json j = {.out = out, .compact = o->ndjson};
    uint32_t *keys = edge_keys(g);
    json_open(&j, '{');
    json_key(&j, "directed");
    json_bool(&j, g->directed);
    json_key(&j, "multigraph");
    json_bool(&j, g->multigraph);
    write_head(&j, g, o);
    json_key(&j, "nodes");
    json_open(&j, '[');
    for (uint32_t i = 0; i < g->node_count; i++)
        write_node(&j, &g->nodes[i]);
    json_close(&j);
    write_edges(&j, "edges", g, keys);
    if (!o->no_links)
        write_edges(&j, "links", g, keys);
    json_close(&j);
    out_z(out, "\n");
    free(keys);
}
