/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/rank.h"

#include "graph/analyse.h"

#include <math.h>
#include <stdlib.h>

static const dm_rank_column salience = {"salience", MEASURE_COUNT};

double rank_value(const dm_gnode *n, dm_rank_column column)
{
    return column.measure == MEASURE_COUNT ? n->salience : n->measure[column.measure];
}

static dm_rank_column column_of(dm_measure m)
{
    return m == MEASURE_COUNT ? salience : (dm_rank_column){measure_name[m], m};
}

static bool present(const dm_graph *g, dm_rank_column column)
{
    for (uint32_t i = 0; i < g->node_count; i++) {
        if (!isnan(rank_value(&g->nodes[i], column)))
            return true;
    }
    return false;
}

static bool smallest_first(dm_measure m)
{
    return m == MEASURE_constraint || m == MEASURE_component;
}

static bool adds_up(dm_measure m)
{
    return !smallest_first(m) && m != MEASURE_coreness && m != MEASURE_articulation;
}

/* ---- Order ----------------------------------------------------------------------------------
 */

typedef struct {
    double key; /* smaller is better */
    dm_str id;
    dm_rank_row row;
} ranked;

static int by_key(const void *pa, const void *pb)
{
    const ranked *a = pa, *b = pb;
    int c = isnan(a->key) - isnan(b->key);
    if (!c)
        c = (a->key > b->key) - (a->key < b->key);
    return c ? c : str_cmp(a->id, b->id);
}

static bool equal(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void give_ranks(const ranked *list, dm_ranking *r, double sum, bool additive)
{
    for (uint32_t i = 0; i < r->count; i++) {
        dm_rank_row *row = &r->rows[i];
        *row = list[i].row;
        row->rank = i && equal(list[i].key, list[i - 1].key) ? row[-1].rank : i + 1;
        row->share = additive && sum > 0 && row->value >= 0 ? row->value / sum : NAN;
    }
}

static bool any_actor(const dm_graph *g)
{
    for (uint32_t i = 0; i < g->node_count; i++) {
        if (g->nodes[i].actor)
            return true;
    }
    return false;
}

static const char *kinds_wanted(const dm_graph *g, const char *kinds)
{
    if (!kinds)
        return any_actor(g) ? "actor" : NULL;
    return str_eq(str_z(kinds), STR("all")) ? NULL : kinds;
}

static void fill(const dm_graph *g, const dm_names *kinds, uint32_t top, dm_arena *a,
                 dm_ranking *r)
{
    ranked *list = dm_calloc(g->node_count, sizeof *list);
    double sum = 0;
    for (uint32_t i = 0; i < g->node_count; i++) {
        const dm_gnode *n = &g->nodes[i];
        double value = round_9(rank_value(n, r->by));
        if (!selection_node(kinds, n))
            continue;
        list[r->ranked++] = (ranked){.key = smallest_first(r->by.measure) ? value : -value,
                                     .id = n->id,
                                     .row = {.node = i, .value = value}};
    }
    qsort(list, r->ranked, sizeof *list, by_key);
    for (uint32_t i = 0; i < r->ranked; i++)
        sum += isnan(list[i].row.value) ? 0 : list[i].row.value;
    r->count = top && top < r->ranked ? top : r->ranked;
    r->rows = ARENA_ARRAY(a, dm_rank_row, r->count);
    give_ranks(list, r, sum, adds_up(r->by.measure));
    free(list);
}

/* ---- Columns --------------------------------------------------------------------------------
 */

static void columns_all(const dm_graph *g, dm_arena *a, dm_ranking *r)
{
    r->columns = ARENA_ARRAY(a, dm_rank_column, MEASURE_COUNT + 1);
    if (present(g, salience))
        r->columns[r->column_count++] = salience;
    for (int m = 0; m < MEASURE_COUNT; m++) {
        dm_rank_column c = column_of((dm_measure)m);
        if (present(g, c))
            r->columns[r->column_count++] = c;
    }
}

static dm_status choose(const dm_graph *g, const char *by, dm_arena *a, dm_ranking *r,
                        dm_error *err)
{
    dm_str name = by ? str_z(by) : STR("salience");
    if (str_eq(name, STR("all"))) {
        columns_all(g, a, r);
        r->by = present(g, salience) ? salience : column_of(MEASURE_pagerank);
        return DM_OK;
    }
    dm_measure m = measure_find(name);
    if (m == MEASURE_COUNT && !str_eq(name, STR("salience")))
        return dm_fail(err, DM_EUSAGE, "there is no measure '%.*s' to rank by", STR_ARG(name));
    r->by = column_of(m);
    r->columns = ARENA_NEW(a, dm_rank_column);
    r->columns[r->column_count++] = r->by;
    if (g->node_count && !present(g, r->by))
        return dm_fail(err, DM_EINPUT, "no node of this graph has a value of %s", r->by.name);
    return DM_OK;
}

dm_status graph_rank(const dm_graph *g, const dm_rank_options *options, dm_arena *a,
                     dm_ranking *out, dm_error *err)
{
    dm_rank_options opt = options ? *options : (dm_rank_options){0};
    dm_ranking r = {0};
    dm_names kinds = selection_names(kinds_wanted(g, opt.kinds), a), none = {.all = true};
    DM_TRY(selection_check(g, &kinds, &none, err));
    DM_TRY(choose(g, opt.by, a, &r, err));
    fill(g, &kinds, opt.top, a, &r);
    *out = r;
    return DM_OK;
}
