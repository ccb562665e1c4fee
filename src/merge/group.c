/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which actors of which documents are one.
 *
 * First by id: the actors of one id, document after document, join the group they are the same
 * as (graph/same.h).  Then groups of different ids that share a key: sure pairs, most
 * documented groups first, then likely pairs where neither has another likely partner.  A
 * comparison is of all that was joined so far; two actors of one document are never joined: the
 * document told them apart.  Everything follows from the sorted documents alone. */
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "graph/same.h"
#include "merge/parts.h"

#include <stdlib.h>

#define VIEW_ALIASES 24
#define VIEW_ROLES   32
#define KEYS_CAP     64
/* A key that more groups share (a frequent given name) is not looked at: pairs that are one
 * share a rarer key or a whole name too. */
#define BUCKET_LIMIT 160

typedef struct {
    dm_gnode view; /* what was joined, for comparison; texts are the documents' */
    dm_member *members;
    uint32_t count;
    uint32_t parent; /* into the grouper's list; itself when it stands */
} cluster;

typedef struct {
    dm_graph *const *docs;
    uint32_t doc_count;
    dm_arena *a;
    dm_arena scratch;
    VEC(cluster) all;
} grouper;

static const dm_gnode *node_of(const grouper *g, dm_member m)
{
    return &g->docs[m.doc]->nodes[m.node];
}

/* ---- views ---- */

static void view_alias(dm_gnode *view, dm_str name)
{
    for (uint32_t i = 0; i < view->alias_count; i++) {
        if (str_eq(view->aliases[i].name, name))
            return;
    }
    if (view->alias_count < VIEW_ALIASES)
        view->aliases[view->alias_count++] = (dm_galias){name, 1};
}

static void view_role(dm_gnode *view, const dm_grole *r)
{
    for (uint32_t i = 0; i < view->role_count; i++) {
        const dm_grole *have = &view->roles[i];
        if (str_eq(have->office, r->office) && str_eq(have->of, r->of) &&
            have->former == r->former && str_eq_nocase(have->text, r->text))
            return;
    }
    if (view->role_count < VIEW_ROLES)
        view->roles[view->role_count++] = *r;
}

static void view_add(dm_gnode *view, const dm_gnode *n)
{
    view->country = view->country.len ? view->country : n->country;
    view->gender = view->gender.len ? view->gender : n->gender;
    view->subkind = view->subkind.len ? view->subkind : n->subkind;
    if (n->label.len)
        view_alias(view, n->label);
    for (uint32_t i = 0; i < n->alias_count; i++)
        view_alias(view, n->aliases[i].name);
    for (uint32_t i = 0; i < n->role_count; i++)
        view_role(view, &n->roles[i]);
}

static dm_gnode view_new(grouper *g, const dm_gnode *n)
{
    dm_gnode view = gnode_new(n->id);
    view.label = n->label;
    view.kind = n->kind;
    view.aliases = ARENA_ARRAY(&g->scratch, dm_galias, VIEW_ALIASES);
    view.roles = ARENA_ARRAY(&g->scratch, dm_grole, VIEW_ROLES);
    view_add(&view, n);
    return view;
}

/* ---- votes ---- */

static int text_order(const void *x, const void *y)
{
    return str_cmp(*(const dm_str *)x, *(const dm_str *)y);
}

/* The most frequent; of equally frequent the longer, then the first in byte order. */
static dm_str most(dm_str *texts, uint32_t n)
{
    dm_str best = STR("");
    uint32_t best_run = 0;
    if (n)
        qsort(texts, n, sizeof *texts, text_order);
    for (uint32_t i = 0, run = 0; i < n; i++) {
        run = i && str_eq(texts[i], texts[i - 1]) ? run + 1 : 1;
        if (run > best_run || (run == best_run && texts[i].len > best.len)) {
            best = texts[i];
            best_run = run;
        }
    }
    return best;
}

/* Label, and the id that most documents give to an actor of this label. */
static void name_cluster(grouper *g, cluster *c)
{
    dm_arena a = {0};
    dm_str *texts = ARENA_ARRAY(&a, dm_str, c->count);
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        dm_str label = node_of(g, c->members[i])->label;
        if (label.len)
            texts[n++] = label;
    }
    c->view.label = most(texts, n);
    n = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        const dm_gnode *node = node_of(g, c->members[i]);
        if (str_eq(node->label, c->view.label))
            texts[n++] = node->id;
    }
    c->view.id = most(texts, n);
    arena_free(&a);
}

/* ---- by id ---- */

typedef struct {
    dm_str id;
    dm_member m;
} actor;

static int actor_order(const void *x, const void *y)
{
    const actor *a = x, *b = y;
    int c = str_cmp(a->id, b->id);
    return c ? c : (a->m.doc > b->m.doc) - (a->m.doc < b->m.doc);
}

static actor *all_actors(const grouper *g, uint32_t *count)
{
    uint32_t n = 0;
    for (uint32_t d = 0; d < g->doc_count; d++)
        n += g->docs[d]->node_count;
    actor *list = dm_calloc(n + 1, sizeof *list);
    *count = 0;
    for (uint32_t d = 0; d < g->doc_count; d++) {
        for (uint32_t i = 0; i < g->docs[d]->node_count; i++)
            list[(*count)++] = (actor){g->docs[d]->nodes[i].id, {d, i}};
    }
    if (n)
        qsort(list, n, sizeof *list, actor_order);
    return list;
}

/* All that a comparison looks at. */
static dm_str signature(grouper *g, const dm_gnode *n, dm_buf *b)
{
    b->len = 0;
    buf_fmt(b, "%.*s|%.*s|%.*s|%.*s|%.*s", STR_ARG(n->kind), STR_ARG(n->label),
            STR_ARG(n->subkind), STR_ARG(n->country), STR_ARG(n->gender));
    for (uint32_t i = 0; i < n->role_count; i++) {
        const dm_grole *r = &n->roles[i];
        buf_fmt(b, "|%.*s,%.*s,%.*s,%d", STR_ARG(r->text), STR_ARG(r->office), STR_ARG(r->of),
                r->former);
    }
    for (uint32_t i = 0; i < n->alias_count; i++) {
        buf_byte(b, '|');
        buf_add(b, n->aliases[i].name);
    }
    return str_dup(&g->scratch, buf_str(b));
}

/* Of the clusters from first on: the one that is surely the same, else the only likely one. */
static uint32_t find_cluster(const grouper *g, size_t first, const dm_gnode *n)
{
    uint32_t likely = GRAPH_NONE, count = 0;
    for (size_t c = first; c < g->all.len; c++) {
        dm_same s =
            n->kind.len ? actors_same(&g->all.at[c].view, n) : SAME_SURE; /* a stranger's id */
        if (s == SAME_SURE)
            return (uint32_t)c;
        if (s == SAME_LIKELY) {
            likely = (uint32_t)c;
            count++;
        }
    }
    return count == 1 ? likely : GRAPH_NONE;
}

/* The actors list[0..n) share an id. */
static void group_id(grouper *g, const actor *list, uint32_t n, dm_buf *b)
{
    dm_map known = {0}; /* signature -> cluster */
    size_t first = g->all.len;
    uint32_t *of = dm_calloc(n, sizeof *of);
    for (uint32_t i = 0; i < n; i++) {
        const dm_gnode *node = node_of(g, list[i].m);
        dm_str key = signature(g, node, b);
        of[i] = map_get(&known, key);
        if (of[i] == MAP_NONE) {
            of[i] = find_cluster(g, first, node);
            if (of[i] == GRAPH_NONE) {
                of[i] = (uint32_t)g->all.len;
                vec_push(&g->all, ((cluster){.view = view_new(g, node), .parent = of[i]}));
            } else {
                view_add(&g->all.at[of[i]].view, node);
            }
            map_set(&known, key, of[i]);
        }
        g->all.at[of[i]].count++;
    }
    for (size_t c = first; c < g->all.len; c++) {
        g->all.at[c].members = ARENA_ARRAY(&g->scratch, dm_member, g->all.at[c].count);
        g->all.at[c].count = 0;
    }
    for (uint32_t i = 0; i < n; i++) {
        cluster *c = &g->all.at[of[i]];
        c->members[c->count++] = list[i].m;
    }
    for (size_t c = first; c < g->all.len; c++)
        name_cluster(g, &g->all.at[c]);
    free(of);
    map_free(&known);
}

static void group_by_id(grouper *g)
{
    uint32_t n;
    actor *list = all_actors(g, &n);
    dm_buf b = {0};
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && str_eq(list[end].id, list[i].id); end++)
            ;
        group_id(g, list + i, end - i, &b);
    }
    buf_free(&b);
    free(list);
}

/* Most documents first, then by id, then by first member: a total order. */
static int cluster_order(const void *x, const void *y)
{
    const cluster *a = x, *b = y;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    int c = str_cmp(a->view.id, b->view.id);
    if (c)
        return c;
    if (a->members->doc != b->members->doc)
        return a->members->doc < b->members->doc ? -1 : 1;
    return (a->members->node > b->members->node) - (a->members->node < b->members->node);
}

static void sort_clusters(grouper *g)
{
    if (g->all.len)
        qsort(g->all.at, g->all.len, sizeof *g->all.at, cluster_order);
    for (size_t i = 0; i < g->all.len; i++)
        g->all.at[i].parent = (uint32_t)i;
}

/* ---- by names ---- */

typedef struct {
    dm_str key;
    uint32_t cluster;
} keyed;

typedef struct {
    uint32_t a, b; /* a < b */
    dm_same same;
} pair;

typedef VEC(pair) pair_list;

static int keyed_order(const void *x, const void *y)
{
    const keyed *a = x, *b = y;
    int c = str_cmp(a->key, b->key);
    return c ? c : (a->cluster > b->cluster) - (a->cluster < b->cluster);
}

static int pair_order(const void *x, const void *y)
{
    const pair *p = x, *q = y;
    if (p->a != q->a)
        return p->a < q->a ? -1 : 1;
    return (p->b > q->b) - (p->b < q->b);
}

/* Persons, countries and the rest are never compared with each other. */
static char class_of(const dm_gnode *n)
{
    if (str_eq(n->kind, STR("person")))
        return 'p';
    return str_eq(n->kind, STR("country")) ? 'c' : 'o';
}

/* Whole names are keys too, so that a frequent word in them does not matter. */
static keyed *all_keys(grouper *g, size_t *count)
{
    VEC(keyed) list = {0};
    dm_str keys[KEYS_CAP];
    for (uint32_t c = 0; c < g->all.len; c++) {
        const dm_gnode *view = &g->all.at[c].view;
        char class = class_of(view);
        uint32_t n = actor_keys(&g->scratch, view, keys, KEYS_CAP);
        for (uint32_t k = 0; k < n; k++) {
            dm_str key = str_fmt(&g->scratch, "%c%.*s", class, STR_ARG(keys[k]));
            vec_push(&list, ((keyed){key, c}));
        }
        for (uint32_t k = 0; k < view->alias_count; k++) {
            dm_str name = str_fold(&g->scratch, view->aliases[k].name);
            dm_str key = str_fmt(&g->scratch, "%c=%.*s", class, STR_ARG(name));
            if (str_find(name, STR(" "), 0) != SIZE_MAX)
                vec_push(&list, ((keyed){key, c}));
        }
    }
    if (list.len)
        qsort(list.at, list.len, sizeof *list.at, keyed_order);
    *count = list.len;
    return list.at;
}

static void bucket_pairs(const keyed *list, size_t n, pair_list *out)
{
    for (size_t i = 0; n <= BUCKET_LIMIT && i < n; i++) {
        for (size_t k = i + 1; k < n; k++) {
            if (list[i].cluster != list[k].cluster)
                vec_push(out, ((pair){list[i].cluster, list[k].cluster, SAME_NEVER}));
        }
    }
}

/* Clusters that share a key, each pair once, with what they are to each other; only those that
 * may join. */
static void all_pairs(grouper *g, pair_list *out)
{
    size_t n, kept = 0;
    keyed *list = all_keys(g, &n);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && str_eq(list[end].key, list[i].key); end++)
            ;
        bucket_pairs(list + i, end - i, out);
    }
    free(list);
    if (out->len)
        qsort(out->at, out->len, sizeof *out->at, pair_order);
    pair last = {GRAPH_NONE, GRAPH_NONE, SAME_NEVER};
    for (size_t i = 0; i < out->len; i++) {
        pair p = out->at[i];
        if (p.a == last.a && p.b == last.b)
            continue;
        last = p;
        p.same = actors_same(&g->all.at[p.a].view, &g->all.at[p.b].view);
        if (p.same >= SAME_LIKELY)
            out->at[kept++] = p;
    }
    out->len = kept;
}

static uint32_t root(const grouper *g, uint32_t c)
{
    while (g->all.at[c].parent != c)
        c = g->all.at[c].parent;
    return c;
}

static bool share_document(const cluster *x, const cluster *y)
{
    uint32_t i = 0, k = 0;
    while (i < x->count && k < y->count) {
        uint32_t p = x->members[i].doc, q = y->members[k].doc;
        if (p == q)
            return true;
        i += p < q;
        k += q < p;
    }
    return false;
}

static dm_member *join_members(grouper *g, const cluster *x, const cluster *y)
{
    dm_member *all = ARENA_ARRAY(&g->scratch, dm_member, x->count + y->count);
    uint32_t i = 0, k = 0, n = 0;
    while (i < x->count || k < y->count) {
        bool first = k == y->count || (i < x->count && x->members[i].doc < y->members[k].doc);
        all[n++] = first ? x->members[i++] : y->members[k++];
    }
    return all;
}

/* b goes into a. */
static void join(grouper *g, uint32_t a, uint32_t b)
{
    cluster *x = &g->all.at[a], *y = &g->all.at[b];
    x->members = join_members(g, x, y);
    x->count += y->count;
    y->parent = a;
    view_add(&x->view, &y->view);
    name_cluster(g, x);
}

/* The roots of a pair as a pair, first the smaller; false when they are one already or stand in
 * one document. */
static bool roots_of(const grouper *g, const pair *p, pair *out)
{
    uint32_t a = root(g, p->a), b = root(g, p->b);
    *out = (pair){a < b ? a : b, a < b ? b : a, SAME_NEVER};
    if (a == b || share_document(&g->all.at[a], &g->all.at[b]))
        return false;
    out->same = a == p->a && b == p->b
                    ? p->same
                    : actors_same(&g->all.at[out->a].view, &g->all.at[out->b].view);
    return true;
}

static void join_sure(grouper *g, const pair_list *pairs)
{
    pair r;
    for (size_t i = 0; i < pairs->len; i++) {
        if (pairs->at[i].same == SAME_SURE && roots_of(g, &pairs->at[i], &r) &&
            r.same == SAME_SURE)
            join(g, r.a, r.b);
    }
}

/* Both ends have no other likely partner. */
static void join_likely(grouper *g, const pair_list *pairs)
{
    pair_list open = {0};
    uint32_t *partners = dm_calloc(g->all.len + 1, sizeof *partners);
    pair r;
    for (size_t i = 0; i < pairs->len; i++) {
        if (roots_of(g, &pairs->at[i], &r) && r.same >= SAME_LIKELY)
            vec_push(&open, r);
    }
    size_t kept = 0;
    if (open.len)
        qsort(open.at, open.len, sizeof *open.at, pair_order);
    for (size_t i = 0; i < open.len; i++) {
        if (kept && pair_order(&open.at[kept - 1], &open.at[i]) == 0)
            continue;
        partners[open.at[i].a]++;
        partners[open.at[i].b]++;
        open.at[kept++] = open.at[i];
    }
    for (size_t i = 0; i < kept; i++) {
        if (partners[open.at[i].a] == 1 && partners[open.at[i].b] == 1)
            join(g, open.at[i].a, open.at[i].b);
    }
    free(partners);
    vec_free(&open);
}

/* ---- the groups ---- */

static dm_str free_id(dm_arena *a, dm_map *taken, dm_str id)
{
    dm_str name = id;
    for (uint32_t n = 2; map_get(taken, name) != MAP_NONE; n++)
        name = str_fmt(a, "%.*s-%u", STR_ARG(id), n);
    map_set(taken, name, 1);
    return name;
}

static dm_groups give_groups(grouper *g)
{
    dm_groups out = {.at = ARENA_ARRAY(g->a, dm_group, g->all.len + 1),
                     .of = ARENA_ARRAY(g->a, uint32_t *, g->doc_count + 1)};
    dm_map taken = {0};
    cluster *standing = dm_calloc(g->all.len + 1, sizeof *standing);
    size_t n = 0;
    for (uint32_t d = 0; d < g->doc_count; d++)
        out.of[d] = ARENA_ARRAY(g->a, uint32_t, g->docs[d]->node_count + 1);
    for (uint32_t i = 0; i < g->all.len; i++) {
        if (g->all.at[i].parent == i)
            standing[n++] = g->all.at[i];
    }
    qsort(standing, n, sizeof *standing, cluster_order);
    for (size_t i = 0; i < n; i++) {
        const cluster *c = &standing[i];
        dm_group *group = &out.at[out.count];
        group->id = free_id(g->a, &taken, c->view.id);
        group->label = c->view.label;
        group->count = c->count;
        group->members = vec_copy(g->a, c->members, c->count, sizeof *c->members);
        for (uint32_t k = 0; k < c->count; k++)
            out.of[c->members[k].doc][c->members[k].node] = out.count;
        out.count++;
    }
    free(standing);
    map_free(&taken);
    return out;
}

dm_groups group_actors(dm_graph *const *docs, uint32_t count, dm_arena *a)
{
    grouper g = {.docs = docs, .doc_count = count, .a = a};
    pair_list pairs = {0};
    group_by_id(&g);
    sort_clusters(&g);
    all_pairs(&g, &pairs);
    join_sure(&g, &pairs);
    join_likely(&g, &pairs);
    dm_groups out = give_groups(&g);
    vec_free(&pairs);
    vec_free(&g.all);
    arena_free(&g.scratch);
    return out;
}
