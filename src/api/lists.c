/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The closed sets as tables: relations, kinds, formats; and the edges of a graph. */
#include "api/table.h"
#include "base/utf8.h"
#include "files/format.h"

#include <stdlib.h>

static const char *yes(bool b)
{
    return b ? "yes" : "";
}

dm_status dm_table_relations(dm_table **out, dm_error *err)
{
    (void)err;
    static const dm_column columns[] = {
        {"relation", false},  {"family", false}, {"source -> target", false},
        {"symmetric", false}, {"quad", false},   {"DWIE", false},
        {"Wikidata", false},  {"about", false}};
    dm_table *t = table_new(columns, sizeof columns / sizeof columns[0]);
    for (int i = 0; i < REL_COUNT; i++) {
        const dm_rel_info *r = &rel_table[i];
        table_add(t, str_z(r->name));
        table_add(t, str_z(family_name(r->family)));
        table_add(t, str_z(r->ends));
        table_add(t, str_z(yes(r->symmetric)));
        table_add(t, str_z(quad_name(r->quad)));
        table_add(t, str_z(r->dwie));
        table_add(t, str_z(r->wikidata));
        table_add(t, str_z(r->about));
    }
    *out = t;
    return DM_OK;
}

dm_status dm_table_kinds(dm_table **out, dm_error *err)
{
    (void)err;
    static const dm_column columns[] = {{"kind", false},
                                        {"actor", false},
                                        {"colour", false},
                                        {"subkinds", false},
                                        {"about", false}};
    dm_table *t = table_new(columns, sizeof columns / sizeof columns[0]);
    for (int k = 0; k < KIND_COUNT; k++) {
        dm_buf sub = {0};
        buf_add(&sub, STR(""));
        for (int s = 0; s < SUBKIND_COUNT; s++) {
            if ((int)subkind_table[s].kind == k)
                buf_fmt(&sub, "%s%s", sub.len ? ", " : "", subkind_table[s].name);
        }
        table_add(t, str_z(kind_table[k].name));
        table_add(t, str_z(yes(kind_table[k].actor)));
        table_add(t, str_z(kind_table[k].colour));
        table_add(t, buf_str(&sub));
        table_add(t, str_z(kind_table[k].about));
        buf_free(&sub);
    }
    *out = t;
    return DM_OK;
}

dm_status dm_table_formats(dm_table **out, dm_error *err)
{
    (void)err;
    static const dm_column columns[] = {{"format", false},
                                        {"extensions", false},
                                        {"read", false},
                                        {"write", false},
                                        {"about", false}};
    dm_table *t = table_new(columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < format_count; i++) {
        table_add(t, str_z(format_table[i].name));
        table_add(t, str_z(format_table[i].extensions));
        table_add(t, str_z(yes(format_table[i].read != NULL)));
        table_add(t, str_z(yes(format_table[i].write != NULL)));
        table_add(t, str_z(format_table[i].about));
    }
    *out = t;
    return DM_OK;
}

static const dm_graph *sorting; /* qsort has no argument to pass; one thread at a time */

static int by_confidence(const void *pa, const void *pb)
{
    const dm_gedge *a = &sorting->edges[*(const uint32_t *)pa];
    const dm_gedge *b = &sorting->edges[*(const uint32_t *)pb];
    if (a->derived != b->derived)
        return a->derived ? 1 : -1;
    if (a->confidence > b->confidence || a->confidence < b->confidence)
        return a->confidence > b->confidence ? -1 : 1;
    return *(const uint32_t *)pa < *(const uint32_t *)pb ? -1 : 1;
}

static void edge_row(dm_table *t, const dm_graph *g, const dm_gedge *e)
{
    dm_arena a = {0};
    bool negated = str_eq(e->polarity, STR("negated"));
    table_add(t, g->nodes[e->source].label);
    table_add(t, negated ? str_fmt(&a, "not %.*s", STR_ARG(e->relation)) : e->relation);
    table_add(t, g->nodes[e->target].label);
    table_add(t, str_eq(e->modality, STR("asserted")) ? STR("") : e->modality);
    table_number(t, e->confidence);
    table_number(t, e->weight);
    table_add(t, e->evidence_count ? table_words(&a, e->evidence[0].quote, 60) : STR(""));
    arena_free(&a);
}

dm_status dm_table_edges(const dm_graph *g, size_t top, dm_table **out, dm_error *err)
{
    (void)err;
    static const dm_column columns[] = {
        {"source", false},    {"relation", false}, {"target", false}, {"modality", false},
        {"confidence", true}, {"weight", true},    {"words", false}};
    dm_table *t = table_new(columns, sizeof columns / sizeof columns[0]);
    uint32_t *order = dm_calloc(g->edge_count, sizeof *order);
    for (uint32_t i = 0; i < g->edge_count; i++)
        order[i] = i;
    sorting = g;
    qsort(order, g->edge_count, sizeof *order, by_confidence);
    for (uint32_t i = 0; i < g->edge_count && (!top || i < top); i++)
        edge_row(t, g, &g->edges[order[i]]);
    free(order);
    *out = t;
    return DM_OK;
}
