/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/simple.h"

#include <stdlib.h>

/* ---- Selection ------------------------------------------------------------------------------
 */

dm_names selection_names(const char *list, dm_arena *a)
{
    dm_names names = {.all = !list};
    if (!list)
        return names;
    dm_str rest = str_z(list);
    names.at = ARENA_ARRAY(a, dm_str, rest.len + 1);
    while (rest.len) {
        dm_str name = str_trim(str_cut(rest, ',', &rest));
        if (name.len)
            names.at[names.count++] = name;
    }
    return names;
}

static bool has(const dm_names *names, dm_str name)
{
    for (uint32_t i = 0; i < names->count; i++) {
        if (name.len && str_eq(names->at[i], name))
            return true;
    }
    return false;
}

/* "state" is a family and a relation: the family is meant. */
static bool relation_named(const dm_names *names, const dm_gedge *e)
{
    if (has(names, e->family) || has(names, e->quad))
        return true;
    return has(names, e->relation) && !str_eq(e->relation, STR("state"));
}

bool selection_edge(const dm_selection *select, const dm_names *names, const dm_gedge *e)
{
    if (!select->negated &&
        (str_eq(e->polarity, STR("negated")) || str_eq(e->modality, STR("denied"))))
        return false;
    if (select->no_derived && e->derived)
        return false;
    if (str_eq(e->family, STR("cooccurrence")) && select->cooccurrence)
        return true;
    if (!names->all)
        return relation_named(names, e);
    return !str_eq(e->family, STR("cooccurrence"));
}

bool selection_node(const dm_names *kinds, const dm_gnode *n)
{
    return kinds->all || has(kinds, n->kind) || (n->actor && has(kinds, STR("actor")));
}

static bool kind_known(const dm_graph *g, dm_str name)
{
    if (str_eq(name, STR("actor")) || kind_find(name) != KIND_COUNT)
        return true;
    for (uint32_t i = 0; i < g->node_count; i++) {
        if (str_eq(g->nodes[i].kind, name))
            return true;
    }
    return false;
}

static bool quad_known(dm_str name)
{
    int q = QUAD_NONE + 1;
    while (q < QUAD_COUNT && !str_eq(str_z(quad_name((dm_quad)q)), name))
        q++;
    return q < QUAD_COUNT;
}

static bool relation_known(const dm_graph *g, dm_str name)
{
    if (rel_find(name) != REL_NONE || family_find(name) != FAMILY_COUNT || quad_known(name))
        return true;
    for (uint32_t i = 0; i < g->edge_count; i++) {
        if (str_eq(g->edges[i].relation, name) || str_eq(g->edges[i].family, name))
            return true;
    }
    return false;
}

dm_status selection_check(const dm_graph *g, const dm_names *kinds, const dm_names *relations,
                          dm_error *err)
{
    for (uint32_t i = 0; i < kinds->count; i++) {
        if (!kind_known(g, kinds->at[i]))
            return dm_fail(err, DM_EUSAGE, "there is no kind '%.*s'; see dramatis kinds",
                           STR_ARG(kinds->at[i]));
    }
    for (uint32_t i = 0; i < relations->count; i++) {
        if (!relation_known(g, relations->at[i]))
            return dm_fail(err, DM_EUSAGE,
                           "there is no relation or family '%.*s'; see dramatis relations",
                           STR_ARG(relations->at[i]));
    }
    return DM_OK;
}

/* ---- Groups and components ------------------------------------------------------------------
 */

typedef struct {
    uint32_t group, size, first;
} group_row;

static int by_size(const void *pa, const void *pb)
{
    const group_row *a = pa, *b = pb;
    int c = (a->size < b->size) - (a->size > b->size);
    return c ? c : (a->first > b->first) - (a->first < b->first);
}

uint32_t groups_number(uint32_t *group, uint32_t n, dm_arena *a, uint32_t **size)
{
    uint32_t count = 0;
    for (uint32_t v = 0; v < n; v++)
        count = group[v] >= count ? group[v] + 1 : count;
    group_row *row = dm_calloc(count, sizeof *row);
    uint32_t *number = dm_calloc(count, sizeof *number);
    for (uint32_t i = 0; i < count; i++)
        row[i] = (group_row){.group = i};
    for (uint32_t v = n; v-- > 0;) {
        row[group[v]].size++;
        row[group[v]].first = v;
    }
    qsort(row, count, sizeof *row, by_size);
    while (count && !row[count - 1].size)
        count--;
    *size = ARENA_ARRAY(a, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        number[row[i].group] = i;
        (*size)[i] = row[i].size;
    }
    for (uint32_t v = 0; v < n; v++)
        group[v] = number[group[v]];
    free(number);
    free(row);
    return count;
}

static uint32_t root_of(uint32_t *parent, uint32_t v)
{
    while (parent[v] != v) {
        parent[v] = parent[parent[v]];
        v = parent[v];
    }
    return v;
}

uint32_t ties_components(const dm_tie *ties, uint32_t count, uint32_t n, dm_arena *a,
                         uint32_t *component, uint32_t **size)
{
    uint32_t *parent = dm_calloc(n, sizeof *parent);
    for (uint32_t v = 0; v < n; v++)
        parent[v] = v;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t x = root_of(parent, ties[i].a), y = root_of(parent, ties[i].b);
        if (x < y)
            parent[y] = x;
        else
            parent[x] = y;
    }
    for (uint32_t v = 0; v < n; v++)
        component[v] = root_of(parent, v);
    free(parent);
    return groups_number(component, n, a, size);
}

static void split_vertices(dm_parts *p, uint32_t n, dm_arena *a)
{
    p->local = ARENA_ARRAY(a, uint32_t, n);
    p->vertex = ARENA_ARRAY(a, uint32_t, n);
    p->first = ARENA_ARRAY(a, uint32_t, (size_t)p->count + 1);
    uint32_t *at = ARENA_ARRAY(a, uint32_t, p->count);
    for (uint32_t c = 0; c < p->count; c++)
        p->first[c + 1] = p->first[c] + p->size[c];
    for (uint32_t v = 0; v < n; v++) {
        uint32_t c = p->component[v];
        p->local[v] = at[c]++;
        p->vertex[p->first[c] + p->local[v]] = v;
    }
}

static void split_ties(dm_parts *p, const dm_tie *pairs, uint32_t count, dm_arena *a)
{
    p->ties = ARENA_ARRAY(a, dm_tie, count);
    p->first_tie = ARENA_ARRAY(a, uint32_t, (size_t)p->count + 1);
    uint32_t *at = ARENA_ARRAY(a, uint32_t, p->count);
    for (uint32_t i = 0; i < count; i++)
        p->first_tie[p->component[pairs[i].a] + 1]++;
    for (uint32_t c = 0; c < p->count; c++)
        p->first_tie[c + 1] += p->first_tie[c];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t c = p->component[pairs[i].a];
        p->ties[p->first_tie[c] + at[c]++] =
            (dm_tie){p->local[pairs[i].a], p->local[pairs[i].b], pairs[i].weight};
    }
}

dm_parts ties_parts(const dm_tie *ties, uint32_t count, uint32_t n, dm_arena *a)
{
    dm_parts p = {.component = ARENA_ARRAY(a, uint32_t, n)};
    p.count = ties_components(ties, count, n, a, p.component, &p.size);
    split_vertices(&p, n, a);
    split_ties(&p, ties, count, a);
    return p;
}

dm_adjacency pairs_adjacency(const dm_tie *pairs, uint32_t count, uint32_t n, dm_arena *a)
{
    dm_adjacency adj = {.from = ARENA_ARRAY(a, uint32_t, (size_t)n + 2)};
    adj.at = arena_array(a, 2 * (size_t)count, sizeof *adj.at, alignof(struct dm_neighbour));
    /* from[v + 2] counts, then from[v + 1] is where the next neighbour of v goes */
    for (uint32_t i = 0; i < count; i++) {
        adj.from[pairs[i].a + 2]++;
        adj.from[pairs[i].b + 2]++;
    }
    for (uint32_t v = 2; v <= n + 1; v++)
        adj.from[v] += adj.from[v - 1];
    /* lower neighbours first: pairs are sorted by a, then b, so both passes ascend */
    for (uint32_t i = 0; i < count; i++)
        adj.at[adj.from[pairs[i].b + 1]++] = (struct dm_neighbour){pairs[i].a, pairs[i].weight};
    for (uint32_t i = 0; i < count; i++)
        adj.at[adj.from[pairs[i].a + 1]++] = (struct dm_neighbour){pairs[i].b, pairs[i].weight};
    return adj;
}

/* ---- Building -------------------------------------------------------------------------------
 */

typedef struct {
    dm_str id;
    uint32_t node;
} vertex_row;

static int by_id(const void *pa, const void *pb)
{
    const vertex_row *a = pa, *b = pb;
    return str_cmp(a->id, b->id);
}

static void choose_vertices(const dm_graph *g, const dm_names *kinds, dm_arena *a, dm_simple *s)
{
    vertex_row *row = dm_calloc(g->node_count, sizeof *row);
    s->vertex = ARENA_ARRAY(a, uint32_t, g->node_count);
    for (uint32_t i = 0; i < g->node_count; i++) {
        s->vertex[i] = GRAPH_NONE;
        if (selection_node(kinds, &g->nodes[i]))
            row[s->n++] = (vertex_row){g->nodes[i].id, i};
    }
    qsort(row, s->n, sizeof *row, by_id);
    s->node = ARENA_ARRAY(a, uint32_t, s->n);
    for (uint32_t v = 0; v < s->n; v++) {
        s->node[v] = row[v].node;
        s->vertex[row[v].node] = v;
    }
    free(row);
}

static int by_tie(const void *pa, const void *pb)
{
    const dm_tie *a = pa, *b = pb;
    int c = (a->a > b->a) - (a->a < b->a);
    if (!c)
        c = (a->b > b->b) - (a->b < b->b);
    return c ? c : (a->weight > b->weight) - (a->weight < b->weight);
}

/* Parallel ties become one; their weights are added in ascending order. */
static uint32_t merge(dm_tie *ties, uint32_t count, bool unweighted)
{
    uint32_t kept = 0;
    qsort(ties, count, sizeof *ties, by_tie);
    for (uint32_t i = 0; i < count; i++) {
        dm_tie *last = kept ? &ties[kept - 1] : NULL;
        if (last && last->a == ties[i].a && last->b == ties[i].b)
            last->weight += ties[i].weight;
        else
            ties[kept++] = ties[i];
    }
    for (uint32_t i = 0; unweighted && i < kept; i++)
        ties[i].weight = 1;
    return kept;
}

static void add_edge(dm_simple *s, const dm_tie *t, bool both)
{
    s->pairs[s->pair_count++] = t->a < t->b ? *t : (dm_tie){t->b, t->a, t->weight};
    s->arcs[s->arc_count++] = *t;
    s->out[t->a]++;
    s->in[t->b]++;
    if (!both)
        return;
    s->arcs[s->arc_count++] = (dm_tie){t->b, t->a, t->weight};
    s->out[t->b]++;
    s->in[t->a]++;
}

static void collect(const dm_graph *g, const dm_selection *select, const dm_names *relations,
                    dm_simple *s)
{
    for (uint32_t i = 0; i < g->edge_count; i++) {
        const dm_gedge *e = &g->edges[i];
        dm_tie t = {s->vertex[e->source], s->vertex[e->target],
                    select->unweighted ? 1 : e->weight};
        if (t.a == GRAPH_NONE || t.b == GRAPH_NONE || t.a == t.b)
            continue;
        if (selection_edge(select, relations, e))
            add_edge(s, &t, e->symmetric || select->undirected || !g->directed);
    }
}

/* Strength and degree come from sorted ties, so that sums are taken in a fixed order. */
static void count_ends(dm_simple *s)
{
    for (uint32_t i = 0; i < s->pair_count; i++) {
        const dm_tie *t = &s->pairs[i];
        s->degree[t->a]++;
        s->degree[t->b]++;
    }
}

static void sum_strength(dm_simple *s)
{
    for (uint32_t i = 0; i < s->pair_count; i++) {
        const dm_tie *t = &s->pairs[i];
        s->strength[t->a] += t->weight;
        s->strength[t->b] += t->weight;
    }
}

dm_status simple_build(const dm_graph *g, const dm_selection *select, dm_arena *a,
                       dm_simple *out, dm_error *err)
{
    dm_names kinds = selection_names(select->kinds, a);
    dm_names relations = selection_names(select->relations, a);
    dm_simple s = {0};
    DM_TRY(graph_check(g, err));
    DM_TRY(selection_check(g, &kinds, &relations, err));
    choose_vertices(g, &kinds, a, &s);
    s.pairs = ARENA_ARRAY(a, dm_tie, g->edge_count);
    s.arcs = ARENA_ARRAY(a, dm_tie, 2 * (size_t)g->edge_count);
    s.degree = ARENA_ARRAY(a, uint32_t, s.n);
    s.in = ARENA_ARRAY(a, uint32_t, s.n);
    s.out = ARENA_ARRAY(a, uint32_t, s.n);
    s.strength = ARENA_ARRAY(a, double, s.n);
    s.component = ARENA_ARRAY(a, uint32_t, s.n);
    collect(g, select, &relations, &s);
    uint32_t all = s.pair_count;
    qsort(s.pairs, all, sizeof *s.pairs, by_tie);
    sum_strength(&s); /* of the edges: an unweighted one counts parallel edges */
    s.pair_count = merge(s.pairs, all, select->unweighted);
    s.arc_count = merge(s.arcs, s.arc_count, select->unweighted);
    count_ends(&s);
    s.component_count =
        ties_components(s.pairs, s.pair_count, s.n, a, s.component, &s.component_size);
    *out = s;
    return DM_OK;
}
