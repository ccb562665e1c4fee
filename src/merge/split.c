/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A graph apart into the graphs of its documents. */
#include "base/num.h"
#include "graph/copy.h"
#include "merge/parts.h"

#include <math.h>
#include <stdlib.h>

bool attr_is_made(dm_str name)
{
    return str_eq(name, STR(ATTR_DOCUMENTS)) || str_eq(name, STR(ATTR_FIRST_DATE)) ||
           str_eq(name, STR(ATTR_LAST_DATE));
}

static double rounded(double v)
{
    return isfinite(v) ? num_round(v) : v;
}

static int attr_order(const void *x, const void *y)
{
    const dm_attr *a = x, *b = y;
    return str_cmp(a->name, b->name);
}

/* By name, without those that uniting made. */
static void tidy_attrs(dm_attr *attrs, uint32_t *count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *count; i++) {
        if (!attr_is_made(attrs[i].name))
            attrs[kept++] = attrs[i];
    }
    *count = kept;
    if (kept)
        qsort(attrs, kept, sizeof *attrs, attr_order);
}

/* What a document says, without what was computed from it. */
static dm_gnode plain_node(dm_arena *a, const dm_gnode *from)
{
    dm_gnode n = gnode_copy(a, from), fresh = gnode_new(n.id);
    memcpy(n.measure, fresh.measure, sizeof n.measure);
    n.x = n.y = NAN;
    n.size = 0;
    n.color = STR("");
    n.community = -1;
    n.salience = rounded(n.salience);
    n.doc = 0;
    n.parts = NULL;
    n.part_count = 0;
    n.first = 0;
    for (uint32_t i = 0; i < n.mention_count; i++)
        n.first = !i || n.mentions[i].begin < n.first ? n.mentions[i].begin : n.first;
    tidy_attrs(n.attrs, &n.attr_count);
    return n;
}

static dm_gedge plain_edge(dm_arena *a, const dm_gedge *from, bool directed)
{
    dm_gedge e = gedge_copy(a, from);
    e.id = e.color = STR("");
    e.key = e.doc = 0;
    e.symmetric = e.symmetric || !directed;
    e.confidence = rounded(e.confidence);
    e.weight = rounded(e.weight);
    e.parts = NULL;
    e.part_count = 0;
    tidy_attrs(e.attrs, &e.attr_count);
    return e;
}

static dm_graph *document_graph(const dm_graph *g, const dm_gdoc *doc, uint32_t nodes,
                                uint32_t edges)
{
    dm_graph *d = graph_new();
    dm_arena *a = &d->arena;
    d->docs = ARENA_NEW(a, dm_gdoc);
    d->doc_count = 1;
    if (doc)
        *d->docs = gdoc_copy(a, doc);
    if (!d->docs->id.len)
        d->docs->id = g->id.len ? str_dup(a, g->id) : STR("graph");
    d->id = d->docs->id;
    d->nodes = ARENA_ARRAY(a, dm_gnode, nodes + 1);
    d->edges = ARENA_ARRAY(a, dm_gedge, edges + 1);
    return d;
}

static dm_graph *split_single(const dm_graph *g)
{
    dm_graph *d =
        document_graph(g, g->doc_count ? g->docs : NULL, g->node_count, g->edge_count);
    for (uint32_t i = 0; i < g->node_count; i++) {
        dm_gnode *n = &d->nodes[d->node_count++];
        *n = plain_node(&d->arena, &g->nodes[i]);
        for (uint32_t k = 0; k < n->mention_count; k++)
            n->mentions[k].doc = 0;
    }
    for (uint32_t i = 0; i < g->edge_count; i++) {
        dm_gedge *e = &d->edges[d->edge_count++];
        *e = plain_edge(&d->arena, &g->edges[i], g->directed);
        for (uint32_t k = 0; k < e->evidence_count; k++)
            e->evidence[k].doc = 0;
    }
    return d;
}

/* ---- united graphs ---- */

typedef struct {
    const dm_graph *g;
    dm_graph **docs;   /* [doc_count] */
    uint32_t *nodes;   /* [doc_count] how many parts each document has */
    uint32_t *edges;   /* the same of edges */
    uint32_t **number; /* [node][part] the node's index in its document */
    dm_arena arena;
} splitter;

static bool has_parts(const dm_graph *g)
{
    for (uint32_t i = 0; i < g->node_count; i++) {
        if (g->nodes[i].part_count)
            return true;
    }
    return false;
}

static dm_status check_node(splitter *s, const dm_gnode *n, dm_error *err)
{
    bool good = n->part_count > 0;
    for (uint32_t k = 0; k < n->part_count && good; k++) {
        good = n->parts[k].doc < s->g->doc_count && n->parts[k].id.len &&
               (!k || n->parts[k - 1].doc < n->parts[k].doc);
        if (good)
            s->nodes[n->parts[k].doc]++;
    }
    if (!good)
        return dm_fail(err, DM_EINPUT,
                       "%.*s: node %.*s does not tell what each document says of it; merge the "
                       "graphs that this one was made of",
                       STR_ARG(s->g->id), STR_ARG(n->id));
    return DM_OK;
}

static dm_status check_edge(splitter *s, const dm_gedge *e, uint32_t at, dm_error *err)
{
    bool good = e->part_count > 0;
    uint64_t evidence = 0;
    for (uint32_t k = 0; k < e->part_count && good; k++) {
        const dm_gedge *p = &e->parts[k];
        good = p->doc < s->g->doc_count && p->weight > 0 && isfinite(p->weight);
        evidence += p->evidence_count;
        if (good)
            s->edges[p->doc]++;
    }
    if (!good || evidence != e->evidence_count)
        return dm_fail(err, DM_EINPUT,
                       "%.*s: edge %u does not tell what each document says of it; merge the "
                       "graphs that this one was made of",
                       STR_ARG(s->g->id), at);
    return DM_OK;
}

static void split_node(splitter *s, uint32_t i)
{
    const dm_gnode *n = &s->g->nodes[i];
    uint32_t m = 0;
    s->number[i] = ARENA_ARRAY(&s->arena, uint32_t, n->part_count);
    for (uint32_t k = 0; k < n->part_count; k++) {
        dm_graph *d = s->docs[n->parts[k].doc];
        dm_gnode *mine = &d->nodes[d->node_count];
        s->number[i][k] = d->node_count++;
        *mine = plain_node(&d->arena, &n->parts[k]);
        while (m < n->mention_count && n->mentions[m].doc < n->parts[k].doc)
            m++;
        uint32_t end = m;
        while (end < n->mention_count && n->mentions[end].doc == n->parts[k].doc)
            end++;
        mine->mention_count = end - m;
        mine->mentions = ARENA_ARRAY(&d->arena, dm_gmention, mine->mention_count);
        for (uint32_t t = 0; t < mine->mention_count; t++) {
            mine->mentions[t] = n->mentions[m + t];
            mine->mentions[t].doc = 0;
            if (!t || mine->mentions[t].begin < mine->first)
                mine->first = mine->mentions[t].begin;
        }
    }
}

/* The number that node has in doc, or GRAPH_NONE. */
static uint32_t number_in(const splitter *s, uint32_t node, uint32_t doc)
{
    const dm_gnode *n = &s->g->nodes[node];
    uint32_t low = 0, high = n->part_count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (n->parts[mid].doc < doc)
            low = mid + 1;
        else
            high = mid;
    }
    return low < n->part_count && n->parts[low].doc == doc ? s->number[node][low] : GRAPH_NONE;
}

static dm_status split_edge(splitter *s, uint32_t at, dm_error *err)
{
    const dm_gedge *e = &s->g->edges[at];
    uint32_t evidence = 0;
    for (uint32_t k = 0; k < e->part_count; k++) {
        const dm_gedge *p = &e->parts[k];
        dm_gedge full = *e; /* the document's own values into the edge that all share */
        full.source = number_in(s, e->source, p->doc);
        full.target = number_in(s, e->target, p->doc);
        if (full.source == GRAPH_NONE || full.target == GRAPH_NONE)
            return dm_fail(err, DM_EINPUT,
                           "%.*s: edge %u is said by a document that does not know its ends",
                           STR_ARG(s->g->id), at);
        full.predicate = p->predicate;
        full.attributed_to = p->attributed_to;
        full.derived = p->derived;
        full.rule = p->rule;
        full.why = p->why;
        full.date = p->date;
        full.date_text = p->date_text;
        full.confidence = p->confidence;
        full.weight = p->weight;
        full.attrs = p->attrs;
        full.attr_count = p->attr_count;
        full.parts = NULL;
        full.part_count = 0;
        full.evidence = e->evidence_count ? e->evidence + evidence : NULL;
        full.evidence_count = p->evidence_count;
        evidence += p->evidence_count;
        dm_graph *d = s->docs[p->doc];
        dm_gedge *mine = &d->edges[d->edge_count++];
        *mine = plain_edge(&d->arena, &full, true);
        for (uint32_t v = 0; v < mine->evidence_count; v++)
            mine->evidence[v].doc = 0;
    }
    return DM_OK;
}

static dm_status check_parts(splitter *s, dm_error *err)
{
    const dm_graph *g = s->g;
    for (uint32_t i = 0; i < g->node_count; i++)
        DM_TRY(check_node(s, &g->nodes[i], err));
    for (uint32_t i = 0; i < g->edge_count; i++)
        DM_TRY(check_edge(s, &g->edges[i], i, err));
    return DM_OK;
}

static dm_status split_united(splitter *s, dm_error *err)
{
    const dm_graph *g = s->g;
    s->nodes = ARENA_ARRAY(&s->arena, uint32_t, g->doc_count + 1);
    s->edges = ARENA_ARRAY(&s->arena, uint32_t, g->doc_count + 1);
    s->number = ARENA_ARRAY(&s->arena, uint32_t *, g->node_count + 1);
    DM_TRY(check_parts(s, err));
    for (uint32_t i = 0; i < g->doc_count; i++)
        s->docs[i] = document_graph(g, &g->docs[i], s->nodes[i], s->edges[i]);
    for (uint32_t i = 0; i < g->node_count; i++)
        split_node(s, i);
    for (uint32_t i = 0; i < g->edge_count; i++)
        DM_TRY(split_edge(s, i, err));
    return DM_OK;
}

dm_status split_graph(const dm_graph *g, dm_graph ***list, uint32_t *count, dm_error *err)
{
    DM_TRY(graph_check(g, err));
    bool united = g->doc_count > 1 || has_parts(g);
    splitter s = {.g = g};
    *count = united ? g->doc_count : 1;
    *list = s.docs = dm_calloc(*count + 1, sizeof *s.docs);
    dm_status status = DM_OK;
    if (united)
        status = split_united(&s, err);
    else
        s.docs[0] = split_single(g);
    for (uint32_t i = 0; i < *count && status == DM_OK; i++) {
        graph_orient(s.docs[i]);
        graph_sort(s.docs[i]);
    }
    arena_free(&s.arena);
    if (status == DM_OK)
        return DM_OK;
    for (uint32_t i = 0; i < *count; i++)
        dm_graph_free(s.docs[i]);
    free(s.docs);
    *list = NULL;
    return status;
}

/* ---- content as text ---- */

static void put(dm_buf *b, dm_str s)
{
    buf_fmt(b, "%zu:", s.len);
    buf_add(b, s);
}

static void put_attrs(dm_buf *b, const dm_attr *attrs, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        put(b, attrs[i].name);
        put(b, attrs[i].text);
    }
}

static void put_node(dm_buf *b, const dm_gnode *n)
{
    const dm_str texts[] = {n->id, n->label, n->kind, n->subkind, n->country, n->gender};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        put(b, texts[i]);
    buf_fmt(b, "%d %u %s\n", n->actor, n->first, num_text(n->salience).text);
    for (uint32_t i = 0; i < n->alias_count; i++) {
        put(b, n->aliases[i].name);
        buf_fmt(b, "%u ", n->aliases[i].count);
    }
    for (uint32_t i = 0; i < n->role_count; i++) {
        const dm_grole *r = &n->roles[i];
        put(b, r->text);
        put(b, r->office);
        put(b, r->of);
        buf_fmt(b, "%d%d ", r->former, r->deceased);
    }
    for (uint32_t i = 0; i < n->mention_count; i++)
        buf_fmt(b, "%u-%u/%u ", n->mentions[i].begin, n->mentions[i].end, n->mentions[i].form);
    put_attrs(b, n->attrs, n->attr_count);
}

static void put_edge(dm_buf *b, const dm_gedge *e)
{
    const dm_str texts[] = {e->relation, e->family, e->predicate, e->polarity,
                            e->modality, e->rule,   e->why,       e->attributed_to,
                            e->date,     e->quad,   e->date_text};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        put(b, texts[i]);
    buf_fmt(b, "%u %u %d%d%d %s ", e->source, e->target, e->symmetric, e->former, e->derived,
            num_text(e->confidence).text);
    buf_fmt(b, "%s\n", num_text(e->weight).text);
    for (uint32_t i = 0; i < e->evidence_count; i++) {
        const dm_gevidence *v = &e->evidence[i];
        put(b, v->quote);
        buf_fmt(b, "%u-%u %u-%u", v->begin, v->end, v->byte_begin, v->byte_end);
        const int64_t *const spans[] = {v->source, v->target, v->trigger};
        for (int k = 0; k < 3; k++)
            buf_fmt(b, " %lld-%lld", (long long)spans[k][0], (long long)spans[k][1]);
    }
    put_attrs(b, e->attrs, e->attr_count);
}

void split_content(const dm_graph *g, dm_buf *b)
{
    const dm_gdoc *d = g->docs;
    const dm_str texts[] = {d->id,     d->title,    d->date,   d->url,
                            d->source, d->language, d->sha256, d->text};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        put(b, texts[i]);
    buf_fmt(b, "%u %u %u %u\n", d->chars, d->bytes, d->sentences, d->tokens);
    for (uint32_t i = 0; i < g->node_count; i++)
        put_node(b, &g->nodes[i]);
    for (uint32_t i = 0; i < g->edge_count; i++)
        put_edge(b, &g->edges[i]);
}
