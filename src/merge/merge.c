/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents collected by id, and what is left out at the end. */
#include "merge/merge.h"

#include "base/map.h"
#include "base/sha256.h"
#include "base/vec.h"
#include "graph/copy.h"
#include "merge/parts.h"

#include <stdlib.h>

/* A set of texts, "; " between them in a graph. */
typedef struct {
    dm_map seen;
    VEC(dm_str) at;
} text_set;

typedef struct {
    dm_str name;
    dm_attr_type type;
    text_set values;
} graph_attr;

struct dm_merge {
    dm_arena arena; /* ids, names and values of sets */
    dm_map ids;     /* document -> index */
    VEC(dm_graph *) docs;
    VEC(dm_str) conflicts;
    text_set models;
    VEC(graph_attr) attrs;
};

dm_merge *merge_new(void)
{
    return dm_calloc(1, sizeof(dm_merge));
}

static void set_free(text_set *s)
{
    map_free(&s->seen);
    vec_free(&s->at);
}

void merge_free(dm_merge *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->docs.len; i++)
        dm_graph_free(m->docs.at[i]);
    for (size_t i = 0; i < m->attrs.len; i++)
        set_free(&m->attrs.at[i].values);
    vec_free(&m->attrs);
    vec_free(&m->docs);
    vec_free(&m->conflicts);
    set_free(&m->models);
    map_free(&m->ids);
    arena_free(&m->arena);
    free(m);
}

/* ---- sets of texts ---- */

static void set_add(text_set *s, dm_arena *a, dm_str text)
{
    while (text.len) {
        size_t cut = str_find(text, STR("; "), 0);
        dm_str one = str_slice(text, 0, cut == SIZE_MAX ? text.len : cut);
        text = str_slice(text, cut == SIZE_MAX ? text.len : cut + 2, text.len);
        if (!one.len || map_get(&s->seen, one) != MAP_NONE)
            continue;
        one = str_dup(a, one);
        map_set(&s->seen, one, 1);
        vec_push(&s->at, one);
    }
}

static int text_order(const void *x, const void *y)
{
    return str_cmp(*(const dm_str *)x, *(const dm_str *)y);
}

/* Sorted and joined; of numbers and booleans, which do not join, the last. */
static dm_str set_text(const text_set *s, dm_attr_type type, dm_arena *a)
{
    if (!s->at.len)
        return STR("");
    qsort(s->at.at, s->at.len, sizeof *s->at.at, text_order);
    if (type != ATTR_STRING)
        return str_dup(a, s->at.at[s->at.len - 1]);
    dm_buf b = {0};
    for (size_t i = 0; i < s->at.len; i++) {
        buf_add(&b, i ? STR("; ") : STR(""));
        buf_add(&b, s->at.at[i]);
    }
    dm_str text = str_dup(a, buf_str(&b));
    buf_free(&b);
    return text;
}

static void take_attrs(dm_merge *m, const dm_graph *g)
{
    for (uint32_t i = 0; i < g->attr_count; i++) {
        const dm_attr *from = &g->attrs[i];
        size_t k = 0;
        if (str_eq(from->name, STR("timeline")))
            continue; /* made anew when asked for */
        while (k < m->attrs.len && !str_eq(m->attrs.at[k].name, from->name))
            k++;
        if (k == m->attrs.len)
            vec_push(&m->attrs, ((graph_attr){.name = str_dup(&m->arena, from->name),
                                              .type = from->type}));
        graph_attr *mine = &m->attrs.at[k];
        if (from->type == ATTR_STRING)
            mine->type = ATTR_STRING;
        set_add(&mine->values, &m->arena, from->text);
    }
}

static int attr_order(const void *x, const void *y)
{
    const graph_attr *a = x, *b = y;
    return str_cmp(a->name, b->name);
}

static void give_attrs(dm_merge *m, dm_graph *g)
{
    g->attrs = ARENA_ARRAY(&g->arena, dm_attr, m->attrs.len + 1);
    if (m->attrs.len)
        qsort(m->attrs.at, m->attrs.len, sizeof *m->attrs.at, attr_order);
    for (size_t i = 0; i < m->attrs.len; i++) {
        const graph_attr *from = &m->attrs.at[i];
        g->attrs[g->attr_count++] =
            (dm_attr){str_dup(&g->arena, from->name),
                      set_text(&from->values, from->type, &g->arena), from->type};
    }
}

/* ---- documents ---- */

static int number_order(uint64_t x, uint64_t y)
{
    return (x > y) - (x < y);
}

/* Which of two contents of one document is kept: the greater. */
static int version_order(const dm_graph *x, const dm_graph *y)
{
    const dm_gdoc *a = x->docs, *b = y->docs;
    int c = str_cmp(a->date, b->date);
    c = c ? c : str_cmp(a->sha256, b->sha256);
    c = c ? c : number_order(a->text.len, b->text.len);
    c = c ? c : number_order(x->edge_count, y->edge_count);
    c = c ? c : number_order(x->node_count, y->node_count);
    if (c)
        return c;
    dm_buf p = {0}, q = {0};
    split_content(x, &p);
    split_content(y, &q);
    c = str_cmp(buf_str(&p), buf_str(&q));
    buf_free(&p);
    buf_free(&q);
    return c;
}

/* The same article read once with and once without its text, or with other options, is no other
 * article. */
static bool other_article(const dm_graph *x, const dm_graph *y)
{
    return !str_eq(x->docs->sha256, y->docs->sha256) || !x->docs->sha256.len;
}

static void add_document(dm_merge *m, dm_graph *d)
{
    uint32_t at = map_get(&m->ids, d->id);
    if (at == MAP_NONE) {
        map_set(&m->ids, str_dup(&m->arena, d->id), (uint32_t)m->docs.len);
        vec_push(&m->docs, d);
        return;
    }
    int c = version_order(d, m->docs.at[at]);
    if (c != 0 && other_article(d, m->docs.at[at]))
        vec_push(&m->conflicts, str_dup(&m->arena, d->id));
    dm_graph *loser = c > 0 ? m->docs.at[at] : d;
    if (c > 0)
        m->docs.at[at] = d;
    dm_graph_free(loser);
}

dm_status merge_add(dm_merge *m, const dm_graph *g, dm_error *err)
{
    dm_graph **docs;
    uint32_t count;
    DM_TRY(split_graph(g, &docs, &count, err));
    for (uint32_t i = 0; i < count; i++)
        add_document(m, docs[i]);
    free(docs);
    set_add(&m->models, &m->arena, g->model);
    take_attrs(m, g);
    return DM_OK;
}

uint32_t merge_documents(const dm_merge *m)
{
    return (uint32_t)m->docs.len;
}

uint32_t merge_conflicts(const dm_merge *m)
{
    return (uint32_t)m->conflicts.len;
}

dm_str merge_conflict(const dm_merge *m, uint32_t i)
{
    return m->conflicts.at[i];
}

/* ---- the end ---- */

static int document_order(const void *x, const void *y)
{
    const dm_graph *const *a = x, *const *b = y;
    return str_cmp((*a)->id, (*b)->id);
}

static dm_graph *without_weak(dm_graph *g, double least)
{
    bool *node = dm_calloc(g->node_count + 1, sizeof *node);
    bool *edge = dm_calloc(g->edge_count + 1, sizeof *edge);
    for (uint32_t i = 0; i < g->edge_count; i++) {
        const dm_gedge *e = &g->edges[i];
        edge[i] = e->weight >= least;
        node[e->source] |= edge[i];
        node[e->target] |= edge[i];
    }
    dm_graph *part = graph_part(g, node, edge);
    free(node);
    free(edge);
    dm_graph_free(g);
    graph_sort(part);
    return part;
}

static void sort_documents(dm_merge *m)
{
    if (m->docs.len)
        qsort(m->docs.at, m->docs.len, sizeof *m->docs.at, document_order);
    for (size_t i = 0; i < m->docs.len; i++)
        map_set(&m->ids, m->docs.at[i]->id, (uint32_t)i);
}

dm_graph *merge_finish(dm_merge *m, const merge_options *options)
{
    const merge_options o = options ? *options : (merge_options){0};
    dm_arena a = {0};
    uint32_t n = (uint32_t)m->docs.len;
    sort_documents(m);
    dm_groups groups = group_actors(m->docs.at, n, &a);
    dm_graph *g = unite(m->docs.at, n, &groups);
    arena_free(&a);
    if (o.min_weight > 0)
        g = without_weak(g, o.min_weight);
    g->id = o.name   ? str_dup(&g->arena, str_z(o.name))
            : n == 1 ? str_dup(&g->arena, m->docs.at[0]->id)
                     : STR("corpus");
    g->generator = str_dup(&g->arena, str_z(o.generator));
    g->model = set_text(&m->models, ATTR_STRING, &g->arena);
    give_attrs(m, g);
    return g;
}
