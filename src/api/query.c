/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Queries, through the query room: matches as rows, and as a part of the graph. */
#include "query/query.h"

#include "api/table.h"
#include "base/vec.h"
#include "graph/copy.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    const dm_graph *g;
    const query_result *r;
    dm_table *t;
    dm_arena a; /* texts of cells, until they are copied */
} writer;

static dm_str label_of(const dm_gnode *n)
{
    return n->label.len ? n->label : n->id;
}

/* "-consult->", "<-accuse-", "-ally_of-", as seen from the node before it. */
static dm_str arrow_text(writer *w, const dm_gedge *e, uint32_t from, uint32_t more)
{
    bool both = e->symmetric || !w->g->directed;
    bool left = !both && e->target == from && e->source != from;
    bool open = str_eq(e->relation, STR("open")) || !e->relation.len;
    dm_str name = open && e->predicate.len ? e->predicate : e->relation;
    const char *denied = str_eq(e->polarity, STR("negated")) ? "not " : "";
    const char *mode = str_eq(e->modality, STR("asserted")) ? "" : e->modality.ptr;
    char others[24] = "";
    if (more)
        (void)snprintf(others, sizeof others, " +%u", more);
    return str_fmt(&w->a, "%s%s%.*s%s%s%s%s%s", left ? "<-" : "-", denied, STR_ARG(name),
                   e->modality.len && *mode ? " (" : "", e->modality.len ? mode : "",
                   e->modality.len && *mode ? ")" : "", others, both || left ? "-" : "->");
}

static dm_str dates_of(writer *w, const dm_graph *g, const dm_gedge *e)
{
    dm_str first = e->date, last = e->date;
    for (uint32_t i = 0; i < e->evidence_count && !e->date.len; i++) {
        uint32_t doc = e->evidence[i].doc;
        dm_str date = doc < g->doc_count ? str_slice(g->docs[doc].date, 0, 10) : STR("");
        if (!date.len)
            continue;
        first = !first.len || str_cmp(date, first) < 0 ? date : first;
        last = str_cmp(date, last) > 0 ? date : last;
    }
    if (str_eq(first, last))
        return first;
    return str_fmt(&w->a, "%.*s..%.*s", STR_ARG(first), STR_ARG(last));
}

static void node_cells(writer *w, uint32_t node)
{
    table_add(w->t, label_of(&w->g->nodes[node]));
}

/* What is least certain and lightest in the match, when, and its first words. */
static void proof_cells(writer *w, const query_match *m)
{
    double confidence = NAN, weight = NAN;
    const dm_gedge *quoted = NULL;
    for (uint32_t i = 0; i + 1 < m->count; i++) {
        const dm_gedge *e = &w->g->edges[m->edge[i]];
        confidence = fmin(confidence, e->confidence);
        weight = fmin(weight, e->weight);
        quoted = quoted || !e->evidence_count ? quoted : e;
    }
    table_number(w->t, confidence);
    table_number(w->t, weight);
    table_add(w->t, quoted ? dates_of(w, w->g, quoted) : STR(""));
    table_add(w->t, quoted ? table_words(&w->a, quoted->evidence[0].quote, 60) : STR(""));
}

static dm_table *nodes_table(void)
{
    static const dm_column columns[] = {{"node", false},    {"kind", false},
                                        {"subkind", false}, {"country", false},
                                        {"salience", true}, {"id", false}};
    return table_new(columns, sizeof columns / sizeof columns[0]);
}

static void node_row(writer *w, const query_match *m)
{
    const dm_gnode *n = &w->g->nodes[m->node[0]];
    table_add(w->t, label_of(n));
    table_add(w->t, n->kind);
    table_add(w->t, n->subkind);
    table_add(w->t, n->country);
    table_number(w->t, n->salience);
    table_add(w->t, n->id);
}

/* node, relation, node, relation, node ... of the longest match. */
static dm_table *matches_table(uint32_t nodes)
{
    VEC(dm_column) columns = {0};
    dm_arena a = {0};
    for (uint32_t i = 0; i < nodes; i++) {
        const char *number = i ? str_fmt(&a, " %u", i + 1).ptr : "";
        if (i)
            vec_push(
                &columns,
                ((dm_column){i > 1 ? str_fmt(&a, "relation %u", i).ptr : "relation", false}));
        vec_push(&columns, ((dm_column){str_fmt(&a, "node%s", number).ptr, false}));
    }
    static const dm_column proof[] = {
        {"confidence", true}, {"weight", true}, {"date", false}, {"words", false}};
    for (size_t i = 0; i < sizeof proof / sizeof *proof; i++)
        vec_push(&columns, proof[i]);
    dm_table *t = table_new(columns.at, columns.len);
    vec_free(&columns);
    arena_free(&a);
    return t;
}

static void match_row(writer *w, const query_match *m)
{
    node_cells(w, m->node[0]);
    for (uint32_t i = 1; i < w->r->longest; i++) {
        if (i < m->count) {
            uint32_t before = m->node[i - 1];
            table_add(w->t,
                      arrow_text(w, &w->g->edges[m->edge[i - 1]], before, m->more[i - 1]));
            node_cells(w, m->node[i]);
        } else {
            table_add(w->t, STR(""));
            table_add(w->t, STR(""));
        }
    }
    proof_cells(w, m);
}

static dm_table *rows_of(const dm_graph *g, const query_result *r, size_t top)
{
    writer w = {.g = g, .r = r};
    w.t = r->longest == 1 ? nodes_table() : matches_table(r->longest ? r->longest : 2);
    for (uint32_t i = 0; i < r->count && (!top || i < top); i++) {
        if (r->longest == 1)
            node_row(&w, &r->at[i]);
        else
            match_row(&w, &r->at[i]);
        arena_clear(&w.a);
    }
    arena_free(&w.a);
    return w.t;
}

dm_status dm_query(const dm_graph *g, const dm_query_options *given, dm_table **rows,
                   dm_graph **part, dm_error *err)
{
    dm_query_options o = given ? *given : (dm_query_options){0};
    query_options qo = {.pattern = o.pattern,
                        .from = o.from,
                        .to = o.to,
                        .max = o.max < UINT32_MAX ? (uint32_t)o.max : UINT32_MAX,
                        .ego = o.ego,
                        .radius = o.radius < UINT32_MAX ? (uint32_t)o.radius : UINT32_MAX,
                        .min_confidence = o.min_confidence,
                        .since = o.since,
                        .until = o.until,
                        .kinds = o.kinds,
                        .relations = o.relations,
                        .negated = o.negated};
    query_result r;
    dm_error local;
    err = err ? err : &local;
    *err = (dm_error){0};
    dm_status status = query_run(g, &qo, &r, o.column, err);
    if (status == DM_OK) {
        *rows = rows_of(g, &r, o.top);
        if (part)
            *part = graph_part(g, r.node, r.edge);
        (void)snprintf(err->message, sizeof err->message, "%.*s", r.count ? 0 : (int)r.note.len,
                       r.count ? "" : r.note.ptr);
    }
    query_free(&r);
    return status;
}
