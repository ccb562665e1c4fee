/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diff/facets.h"

#define TOP_RANKS 10

static void count(dm_diff_count *c, const dm_pair *p)
{
    c->removed += p->b == DIFF_NONE;
    c->added += p->a == DIFF_NONE;
    c->kept += p->a != DIFF_NONE && p->b != DIFF_NONE;
    c->changed += p->change_count > 0;
}

static bool in_both(const dm_pair *p)
{
    return p->a != DIFF_NONE && p->b != DIFF_NONE;
}

static void compare_nodes(dm_diff *d, const dm_facets *ignored)
{
    for (uint32_t i = 0; i < d->node_count; i++) {
        if (in_both(&d->nodes[i]))
            facets_node(d, &d->nodes[i], ignored);
        count(&d->node, &d->nodes[i]);
    }
    uint32_t all = d->node_count;
    d->node_similarity = all ? (double)d->node.kept / all : 1;
}

static bool says_the_same(const dm_diff *d, const dm_pair *p)
{
    const dm_gedge *x = &d->a->edges[p->a], *y = &d->b->edges[p->b];
    return str_eq(x->polarity, y->polarity) && str_eq(x->modality, y->modality);
}

static void compare_edges(dm_diff *d, const dm_facets *ignored)
{
    uint32_t alike = 0, both = 0;
    for (uint32_t i = 0; i < d->edge_count; i++) {
        dm_pair *p = &d->edges[i];
        if (in_both(p)) {
            facets_edge(d, p, ignored);
            both++;
            alike += says_the_same(d, p);
        }
        count(&d->edge, p);
    }
    uint32_t all = d->edge_count + (both - alike); /* one said otherwise is one of each graph */
    d->edge_similarity = all ? (double)alike / all : 1;
}

static bool untouched(const dm_diff_count *c)
{
    return c->added == 0 && c->removed == 0 && c->changed == 0;
}

dm_status diff_graphs(const dm_graph *a, const dm_graph *b, const dm_diff_options *options,
                      dm_diff *out, dm_error *err)
{
    static const dm_diff_options defaults;
    const dm_diff_options *o = options ? options : &defaults;
    dm_facets ignored;
    *out = (dm_diff){.a = a, .b = b, .by = o->by ? o->by : "salience"};
    DM_TRY(
        facets_parse(o->ignore ? o->ignore : "confidence,evidence,predicate", &ignored, err));
    dm_measure measure = measure_find(str_z(out->by));
    if (measure == MEASURE_COUNT && strcmp(out->by, "salience") != 0)
        return dm_fail(err, DM_EUSAGE, "no measure is called '%s'", out->by);
    uint32_t *pair_of_a = ARENA_ARRAY(&out->arena, uint32_t, a->node_count + 1);
    uint32_t *pair_of_b = ARENA_ARRAY(&out->arena, uint32_t, b->node_count + 1);
    align_nodes(out, pair_of_a, pair_of_b);
    align_edges(out, pair_of_a, pair_of_b);
    compare_nodes(out, &ignored);
    compare_edges(out, &ignored);
    if (!ignored.at[FACET_RANK])
        compare_ranks(out, measure, o->top ? o->top : TOP_RANKS);
    out->same = untouched(&out->node) && untouched(&out->edge) && out->rank_count == 0;
    return DM_OK;
}

void diff_free(dm_diff *d)
{
    if (d)
        arena_free(&d->arena);
}
