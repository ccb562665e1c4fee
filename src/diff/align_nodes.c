/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "diff/facets.h"
#include "files/columns.h"

#include <stdlib.h>

/* Pairs of leftovers that are still compared letter by letter: 4 million take about a second.
 */
#define LIKENESS_LIMIT 4000000u
#define LIKENESS_LEAST 0.6

typedef struct {
    dm_diff *d;
    dm_arena scratch;
    uint32_t *to_b, *to_a; /* the partner of a's (b's) node, or DIFF_NONE */
    bool any_kind;         /* a name joins nodes of different kinds too */
    dm_match *how;         /* of a's node */
} aligner;

static void join(aligner *al, uint32_t i, uint32_t j, dm_match how)
{
    al->to_b[i] = j;
    al->to_a[j] = i;
    al->how[i] = how;
}

static void by_id(aligner *al)
{
    const dm_graph *a = al->d->a, *b = al->d->b;
    dm_map ids = {0};
    for (uint32_t j = 0; j < b->node_count; j++)
        map_set(&ids, b->nodes[j].id, j);
    for (uint32_t i = 0; i < a->node_count; i++) {
        uint32_t j = map_get(&ids, a->nodes[i].id);
        if (j != MAP_NONE && al->to_a[j] == DIFF_NONE)
            join(al, i, j, MATCH_ID);
    }
    map_free(&ids);
}

static bool kinds_agree(const dm_gnode *x, const dm_gnode *y)
{
    return !x->kind.len || !y->kind.len || str_eq(x->kind, y->kind);
}

#define AMBIGUOUS (MAP_NONE - 1)

/* name -> node, for the leftovers; a name of two nodes is nobody's. */
static void enter(dm_map *names, dm_str name, uint32_t node)
{
    uint32_t had = map_get_or_set(names, name, node);
    if (had != node)
        map_set(names, name, AMBIGUOUS);
}

/* "Lind" alone does not make two persons one, "Ada Lind" does. */
static bool telling(const dm_gnode *n, dm_str name)
{
    return !str_eq(n->kind, STR("person")) || str_find(name, STR(" "), 0) != SIZE_MAX;
}

static void enter_all(aligner *al, const dm_graph *g, const uint32_t *partner, bool aliases,
                      dm_map *names)
{
    for (uint32_t i = 0; i < g->node_count; i++) {
        const dm_gnode *n = &g->nodes[i];
        if (partner[i] != DIFF_NONE)
            continue;
        enter(names, str_fold(&al->scratch, node_label(n)), i);
        for (uint32_t k = 0; aliases && k < n->alias_count; k++) {
            dm_str name = str_fold(&al->scratch, n->aliases[k].name);
            if (telling(n, name))
                enter(names, name, i);
        }
    }
}

static bool try_name(aligner *al, uint32_t i, dm_str name, const dm_map *in_a,
                     const dm_map *in_b)
{
    uint32_t j = map_get(in_b, name);
    if (j == MAP_NONE || j == AMBIGUOUS || map_get(in_a, name) != i || al->to_a[j] != DIFF_NONE)
        return false;
    if (!al->any_kind && !kinds_agree(&al->d->a->nodes[i], &al->d->b->nodes[j]))
        return false;
    join(al, i, j, MATCH_NAME);
    return true;
}

/* First labels only, then all names, so that a label goes before an alias. */
static void by_name(aligner *al, bool aliases)
{
    const dm_graph *a = al->d->a;
    dm_map in_a = {0}, in_b = {0};
    enter_all(al, a, al->to_b, aliases, &in_a);
    enter_all(al, al->d->b, al->to_a, aliases, &in_b);
    for (uint32_t i = 0; i < a->node_count; i++) {
        const dm_gnode *n = &a->nodes[i];
        if (al->to_b[i] != DIFF_NONE ||
            try_name(al, i, str_fold(&al->scratch, node_label(n)), &in_a, &in_b))
            continue;
        for (uint32_t k = 0; aliases && k < n->alias_count && al->to_b[i] == DIFF_NONE; k++)
            (void)try_name(al, i, str_fold(&al->scratch, n->aliases[k].name), &in_a, &in_b);
    }
    map_free(&in_a);
    map_free(&in_b);
}

static int pair_order(const void *x, const void *y)
{
    uint16_t a = *(const uint16_t *)x, b = *(const uint16_t *)y;
    return (a > b) - (a < b);
}

typedef struct {
    uint16_t *at;
    size_t count;
} grams;

/* The letter pairs (bytes, folded) of a label, sorted. */
static grams grams_of(aligner *al, const dm_gnode *n)
{
    dm_str s = str_fold(&al->scratch, str_slice(node_label(n), 0, 200));
    grams g = {ARENA_ARRAY(&al->scratch, uint16_t, s.len + 1), s.len ? s.len - 1 : 0};
    for (size_t i = 0; i < g.count; i++)
        g.at[i] = (uint16_t)((unsigned char)s.ptr[i] << 8 | (unsigned char)s.ptr[i + 1]);
    qsort(g.at, g.count, sizeof *g.at, pair_order);
    return g;
}

/* Dice: twice what both have over all that they have. */
static double dice(const grams *x, const grams *y)
{
    size_t i = 0, j = 0, both = 0;
    while (i < x->count && j < y->count) {
        int c = pair_order(&x->at[i], &y->at[j]);
        both += c == 0;
        i += c <= 0;
        j += c >= 0;
    }
    size_t all = x->count + y->count;
    return all ? 2.0 * (double)both / (double)all : 0;
}

typedef struct {
    uint32_t *at; /* nodes of b, sorted, each once */
    size_t count;
} neighbours;

static int number_order(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

/* Neighbours that are in both graphs, as nodes of b. */
static neighbours neighbours_of(aligner *al, const dm_graph *g, const uint32_t *as_b,
                                uint32_t node)
{
    VEC(uint32_t) list = {0};
    for (uint32_t i = 0; i < g->edge_count; i++) {
        const dm_gedge *e = &g->edges[i];
        if (e->source != node && e->target != node)
            continue;
        uint32_t other = e->source == node ? e->target : e->source;
        uint32_t j = as_b ? as_b[other] : al->to_a[other] == DIFF_NONE ? DIFF_NONE : other;
        if (j != DIFF_NONE)
            vec_push(&list, j);
    }
    if (list.len)
        qsort(list.at, list.len, sizeof *list.at, number_order);
    size_t kept = 0;
    for (size_t i = 0; i < list.len; i++) {
        if (kept == 0 || list.at[kept - 1] != list.at[i])
            list.at[kept++] = list.at[i];
    }
    neighbours n = {vec_copy(&al->scratch, list.at, kept, sizeof *list.at), kept};
    vec_free(&list);
    return n;
}

static double jaccard(const neighbours *x, const neighbours *y)
{
    size_t i = 0, j = 0, both = 0;
    while (i < x->count && j < y->count) {
        uint32_t p = x->at[i], q = y->at[j];
        both += p == q;
        i += p <= q;
        j += p >= q;
    }
    size_t all = x->count + y->count - both;
    return all ? (double)both / (double)all : 0;
}

typedef struct {
    double score;
    uint32_t i, j;
} candidate;

static int best_first(const void *x, const void *y)
{
    const candidate *p = x, *q = y;
    if (p->score != q->score)
        return p->score > q->score ? -1 : 1;
    if (p->i != q->i)
        return p->i < q->i ? -1 : 1;
    return (p->j > q->j) - (p->j < q->j);
}

typedef struct {
    uint32_t node;
    grams letters;
    neighbours around;
} leftover;

typedef VEC(leftover) leftovers;

static leftovers leftovers_of(aligner *al, const dm_graph *g, const uint32_t *partner,
                              const uint32_t *as_b)
{
    leftovers out = {0};
    for (uint32_t i = 0; i < g->node_count; i++) {
        if (partner[i] == DIFF_NONE)
            vec_push(&out, ((leftover){i, grams_of(al, &g->nodes[i]),
                                       neighbours_of(al, g, as_b, i)}));
    }
    return out;
}

static size_t unmatched(const uint32_t *partner, uint32_t count)
{
    size_t n = 0;
    for (uint32_t i = 0; i < count; i++)
        n += partner[i] == DIFF_NONE;
    return n;
}

static void by_likeness(aligner *al)
{
    const dm_graph *a = al->d->a, *b = al->d->b;
    size_t in_a = unmatched(al->to_b, a->node_count), in_b = unmatched(al->to_a, b->node_count);
    if (in_a * in_b > LIKENESS_LIMIT ||
        in_a * a->edge_count + in_b * b->edge_count > 100 * (size_t)LIKENESS_LIMIT)
        return;
    leftovers left_a = leftovers_of(al, a, al->to_b, al->to_b);
    leftovers left_b = leftovers_of(al, b, al->to_a, NULL);
    VEC(candidate) list = {0};
    for (size_t i = 0; i < left_a.len; i++) {
        for (size_t j = 0; j < left_b.len; j++) {
            const leftover *x = &left_a.at[i], *y = &left_b.at[j];
            double shared = jaccard(&x->around, &y->around);
            double score = 0.7 * dice(&x->letters, &y->letters) + 0.3 * shared;
            if (shared > 0 && score >= LIKENESS_LEAST &&
                kinds_agree(&a->nodes[x->node], &b->nodes[y->node]))
                vec_push(&list, ((candidate){score, x->node, y->node}));
        }
    }
    if (list.len)
        qsort(list.at, list.len, sizeof *list.at, best_first);
    for (size_t k = 0; k < list.len; k++) {
        const candidate *c = &list.at[k];
        if (al->to_b[c->i] == DIFF_NONE && al->to_a[c->j] == DIFF_NONE)
            join(al, c->i, c->j, MATCH_LIKENESS);
    }
    vec_free(&left_a);
    vec_free(&left_b);
    vec_free(&list);
}

static void collect(aligner *al, uint32_t *pair_of_a, uint32_t *pair_of_b)
{
    dm_diff *d = al->d;
    d->nodes = ARENA_ARRAY(&d->arena, dm_pair, (size_t)d->a->node_count + d->b->node_count + 1);
    for (uint32_t j = 0; j < d->b->node_count; j++) {
        uint32_t i = al->to_a[j];
        pair_of_b[j] = d->node_count;
        if (i != DIFF_NONE)
            pair_of_a[i] = d->node_count;
        d->nodes[d->node_count++] =
            (dm_pair){.a = i, .b = j, .match = i == DIFF_NONE ? MATCH_NONE : al->how[i]};
    }
    for (uint32_t i = 0; i < d->a->node_count; i++) {
        if (al->to_b[i] != DIFF_NONE)
            continue;
        pair_of_a[i] = d->node_count;
        d->nodes[d->node_count++] = (dm_pair){.a = i, .b = DIFF_NONE};
    }
}

void align_nodes(dm_diff *d, uint32_t *pair_of_a, uint32_t *pair_of_b)
{
    aligner al = {.d = d};
    al.to_b = ARENA_ARRAY(&al.scratch, uint32_t, d->a->node_count + 1);
    al.to_a = ARENA_ARRAY(&al.scratch, uint32_t, d->b->node_count + 1);
    al.how = ARENA_ARRAY(&al.scratch, dm_match, d->a->node_count + 1);
    memset(al.to_b, 0xFF, d->a->node_count * sizeof *al.to_b);
    memset(al.to_a, 0xFF, d->b->node_count * sizeof *al.to_a);
    by_id(&al);
    by_name(&al, false);
    by_name(&al, true);
    al.any_kind = true; /* what one article took for a ship, the other for a firm */
    by_name(&al, false);
    by_likeness(&al);
    collect(&al, pair_of_a, pair_of_b);
    arena_free(&al.scratch);
}
