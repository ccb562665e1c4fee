/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/copy.h"

#include "base/vec.h"

#include <stdlib.h>

static dm_str own(dm_arena *a, dm_str s)
{
    return s.len ? str_dup(a, s) : STR("");
}

dm_attr *attrs_copy(dm_arena *a, const dm_attr *attrs, uint32_t count)
{
    dm_attr *out = vec_copy(a, attrs, count, sizeof *attrs);
    for (uint32_t i = 0; i < count; i++) {
        out[i].name = own(a, attrs[i].name);
        out[i].text = own(a, attrs[i].text);
    }
    return out;
}

dm_gdoc gdoc_copy(dm_arena *a, const dm_gdoc *d)
{
    dm_gdoc out = *d;
    dm_str *const texts[] = {&out.id,     &out.title,    &out.date,   &out.url,
                             &out.source, &out.language, &out.sha256, &out.text};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = own(a, *texts[i]);
    return out;
}

dm_gnode gnode_copy(dm_arena *a, const dm_gnode *n)
{
    dm_gnode out = *n;
    dm_str *const texts[] = {&out.id,      &out.label,  &out.kind, &out.subkind,
                             &out.country, &out.gender, &out.color};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = own(a, *texts[i]);
    out.aliases = vec_copy(a, n->aliases, n->alias_count, sizeof *n->aliases);
    for (uint32_t i = 0; i < n->alias_count; i++)
        out.aliases[i].name = own(a, n->aliases[i].name);
    out.roles = vec_copy(a, n->roles, n->role_count, sizeof *n->roles);
    for (uint32_t i = 0; i < n->role_count; i++) {
        out.roles[i].text = own(a, n->roles[i].text);
        out.roles[i].office = own(a, n->roles[i].office);
        out.roles[i].of = own(a, n->roles[i].of);
    }
    out.mentions = vec_copy(a, n->mentions, n->mention_count, sizeof *n->mentions);
    out.attrs = attrs_copy(a, n->attrs, n->attr_count);
    out.parts = vec_copy(a, n->parts, n->part_count, sizeof *n->parts);
    for (uint32_t i = 0; i < n->part_count; i++)
        out.parts[i] = gnode_copy(a, &n->parts[i]);
    return out;
}

dm_gedge gedge_copy(dm_arena *a, const dm_gedge *e)
{
    dm_gedge out = *e;
    dm_str *const texts[] = {&out.id,       &out.relation,      &out.family, &out.predicate,
                             &out.polarity, &out.modality,      &out.rule,   &out.why,
                             &out.date,     &out.attributed_to, &out.quad,   &out.date_text,
                             &out.color};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = own(a, *texts[i]);
    /* in parts evidence is a number without a list */
    if (e->evidence)
        out.evidence = vec_copy(a, e->evidence, e->evidence_count, sizeof *e->evidence);
    for (uint32_t i = 0; e->evidence && i < e->evidence_count; i++)
        out.evidence[i].quote = own(a, e->evidence[i].quote);
    out.attrs = attrs_copy(a, e->attrs, e->attr_count);
    out.parts = vec_copy(a, e->parts, e->part_count, sizeof *e->parts);
    for (uint32_t i = 0; i < e->part_count; i++)
        out.parts[i] = gedge_copy(a, &e->parts[i]);
    return out;
}

/* ---- part of a graph ---- */

typedef struct {
    const dm_graph *from;
    uint32_t *doc; /* [doc_count + 1] 0: not referred to; then the new number + 1 */
} docs;

static void doc_seen(docs *d, uint32_t doc)
{
    if (doc < d->from->doc_count)
        d->doc[doc] = 1;
}

static void node_docs(docs *d, const dm_gnode *n)
{
    for (uint32_t i = 0; i < n->mention_count; i++)
        doc_seen(d, n->mentions[i].doc);
    for (uint32_t i = 0; i < n->part_count; i++)
        doc_seen(d, n->parts[i].doc);
}

static void edge_docs(docs *d, const dm_gedge *e)
{
    for (uint32_t i = 0; i < e->evidence_count; i++)
        doc_seen(d, e->evidence[i].doc);
    for (uint32_t i = 0; i < e->part_count; i++)
        doc_seen(d, e->parts[i].doc);
}

static void take_docs(docs *d, dm_graph *g)
{
    g->docs = ARENA_ARRAY(&g->arena, dm_gdoc, d->from->doc_count + 1);
    for (uint32_t i = 0; i < d->from->doc_count; i++) {
        if (!d->doc[i] && d->from->doc_count > 1)
            continue;
        g->docs[g->doc_count] = gdoc_copy(&g->arena, &d->from->docs[i]);
        d->doc[i] = ++g->doc_count;
    }
}

static void renumber(const docs *d, uint32_t *doc)
{
    *doc = *doc < d->from->doc_count ? d->doc[*doc] - 1 : 0;
}

static void renumber_node(const docs *d, dm_gnode *n)
{
    for (uint32_t i = 0; i < n->mention_count; i++)
        renumber(d, &n->mentions[i].doc);
    for (uint32_t i = 0; i < n->part_count; i++)
        renumber(d, &n->parts[i].doc);
}

static void renumber_edge(const docs *d, dm_gedge *e)
{
    for (uint32_t i = 0; i < e->evidence_count; i++)
        renumber(d, &e->evidence[i].doc);
    for (uint32_t i = 0; i < e->part_count; i++)
        renumber(d, &e->parts[i].doc);
}

static void take_head(dm_graph *g, const dm_graph *from)
{
    dm_arena *a = &g->arena;
    g->directed = from->directed;
    g->multigraph = from->multigraph;
    g->id = own(a, from->id);
    g->generator = own(a, from->generator);
    g->model = own(a, from->model);
    g->analysed = from->analysed;
    for (int m = 0; m < MEASURE_COUNT; m++)
        g->how[m] = own(a, from->how[m]);
    g->how_community = own(a, from->how_community);
    g->attrs = attrs_copy(a, from->attrs, from->attr_count);
    g->attr_count = from->attr_count;
}

dm_graph *graph_part(const dm_graph *from, const bool *node, const bool *edge)
{
    dm_graph *g = graph_new();
    dm_arena *a = &g->arena;
    docs d = {from, dm_calloc(from->doc_count + 1, sizeof *d.doc)};
    uint32_t *now = dm_calloc(from->node_count + 1, sizeof *now);
    take_head(g, from);
    g->nodes = ARENA_ARRAY(a, dm_gnode, from->node_count + 1);
    g->edges = ARENA_ARRAY(a, dm_gedge, from->edge_count + 1);
    for (uint32_t i = 0; i < from->node_count; i++) {
        if (!node[i])
            continue;
        now[i] = g->node_count;
        node_docs(&d, &from->nodes[i]);
        g->nodes[g->node_count++] = gnode_copy(a, &from->nodes[i]);
    }
    for (uint32_t i = 0; i < from->edge_count; i++) {
        const dm_gedge *e = &from->edges[i];
        if (!edge[i] || !node[e->source] || !node[e->target])
            continue;
        edge_docs(&d, e);
        dm_gedge *mine = &g->edges[g->edge_count++];
        *mine = gedge_copy(a, e);
        mine->source = now[e->source];
        mine->target = now[e->target];
    }
    take_docs(&d, g);
    for (uint32_t i = 0; i < g->node_count; i++)
        renumber_node(&d, &g->nodes[i]);
    for (uint32_t i = 0; i < g->edge_count; i++)
        renumber_edge(&d, &g->edges[i]);
    free(now);
    free(d.doc);
    return g;
}
