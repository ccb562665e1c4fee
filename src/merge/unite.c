/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups of actors and the documents' edges as one graph. */
#include "base/map.h"
#include "base/num.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "graph/copy.h"
#include "merge/parts.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
    dm_graph *const *docs;
    uint32_t doc_count;
    const dm_groups *groups;
    dm_graph *g;
    dm_map *ids; /* [docs] id of an actor in the document -> group */
} uniter;

static dm_arena *arena(const uniter *u)
{
    return &u->g->arena;
}

static const dm_gnode *member(const uniter *u, const dm_group *group, uint32_t i)
{
    return &u->docs[group->members[i].doc]->nodes[group->members[i].node];
}

/* What a document calls id is called in the united graph; unknown ids stay. */
static dm_str united_id(const uniter *u, uint32_t doc, dm_str id)
{
    uint32_t at = id.len ? map_get(&u->ids[doc], id) : MAP_NONE;
    return at == MAP_NONE ? id : u->g->nodes[at].id;
}

/* ---- nodes ---- */

typedef struct {
    dm_str text;
    uint32_t votes;
} choice;

static int choice_order(const void *x, const void *y)
{
    const choice *a = x, *b = y;
    return str_cmp(a->text, b->text);
}

/* What most documents say, the first in byte order of equals; "" when none says anything. */
static dm_str vote(const uniter *u, const dm_group *group, size_t field, dm_str kind)
{
    choice *list = dm_calloc(group->count, sizeof *list);
    uint32_t n = 0;
    for (uint32_t i = 0; i < group->count; i++) {
        const dm_gnode *node = member(u, group, i);
        dm_str text = *(const dm_str *)(const void *)((const char *)node + field);
        if (text.len && (!kind.len || str_eq(node->kind, kind)))
            list[n++] = (choice){text, 1};
    }
    qsort(list, n, sizeof *list, choice_order);
    choice best = {STR(""), 0};
    for (uint32_t i = 0; i < n; i++) {
        if (i && str_eq(list[i].text, list[i - 1].text))
            list[i].votes += list[i - 1].votes;
        if (list[i].votes > best.votes)
            best = list[i];
    }
    free(list);
    return best.text.len ? str_dup(arena(u), best.text) : STR("");
}

#define VOTE(u, group, field, kind) vote(u, group, offsetof(dm_gnode, field), kind)

static int alias_order(const void *x, const void *y)
{
    const dm_galias *a = x, *b = y;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return str_cmp(a->name, b->name);
}

static void unite_aliases(uniter *u, const dm_group *group, dm_gnode *n)
{
    dm_map at = {0};
    VEC(dm_galias) list = {0};
    for (uint32_t i = 0; i < group->count; i++) {
        const dm_gnode *m = member(u, group, i);
        for (uint32_t k = 0; k < m->alias_count; k++) {
            uint32_t slot = map_get_or_set(&at, m->aliases[k].name, (uint32_t)list.len);
            if (slot == list.len)
                vec_push(&list, ((dm_galias){str_dup(arena(u), m->aliases[k].name), 0}));
            list.at[slot].count += m->aliases[k].count;
        }
    }
    if (list.len)
        qsort(list.at, list.len, sizeof *list.at, alias_order);
    vec_take(arena(u), &list, n->aliases, n->alias_count);
    map_free(&at);
}

typedef struct {
    dm_grole role;
    uint32_t documents, first;
} role_row;

static int role_order(const void *x, const void *y)
{
    const role_row *a = x, *b = y;
    if (a->documents != b->documents)
        return a->documents > b->documents ? -1 : 1;
    return (a->first > b->first) - (a->first < b->first);
}

/* The most documented first, then as they come. */
static void unite_roles(uniter *u, const dm_group *group, dm_gnode *n)
{
    dm_map at = {0};
    dm_arena scratch = {0};
    VEC(role_row) list = {0};
    for (uint32_t i = 0; i < group->count; i++) {
        const dm_gnode *m = member(u, group, i);
        for (uint32_t k = 0; k < m->role_count; k++) {
            const dm_grole *r = &m->roles[k];
            dm_str of = united_id(u, group->members[i].doc, r->of);
            dm_str key = str_fmt(&scratch, "%d%d%.*s|%.*s|%.*s", r->former, r->deceased,
                                 STR_ARG(r->office), STR_ARG(of), STR_ARG(r->text));
            uint32_t slot = map_get_or_set(&at, key, (uint32_t)list.len);
            if (slot == list.len)
                vec_push(&list, ((role_row){{.text = str_dup(arena(u), r->text),
                                             .office = str_dup(arena(u), r->office),
                                             .of = of.len ? str_dup(arena(u), of) : STR(""),
                                             .former = r->former,
                                             .deceased = r->deceased},
                                            0,
                                            slot}));
            list.at[slot].documents++;
        }
    }
    if (list.len)
        qsort(list.at, list.len, sizeof *list.at, role_order);
    n->roles = ARENA_ARRAY(arena(u), dm_grole, list.len + 1);
    for (size_t i = 0; i < list.len; i++)
        n->roles[n->role_count++] = list.at[i].role;
    vec_free(&list);
    arena_free(&scratch);
    map_free(&at);
}

static void unite_mentions(uniter *u, const dm_group *group, dm_gnode *n)
{
    uint32_t total = 0;
    for (uint32_t i = 0; i < group->count; i++)
        total += member(u, group, i)->mention_count;
    n->mentions = ARENA_ARRAY(arena(u), dm_gmention, total + 1);
    for (uint32_t i = 0; i < group->count; i++) {
        const dm_gnode *m = member(u, group, i);
        if (!n->mention_count)
            n->first = m->first;
        for (uint32_t k = 0; k < m->mention_count; k++) {
            n->mentions[n->mention_count] = m->mentions[k];
            n->mentions[n->mention_count++].doc = group->members[i].doc;
        }
    }
}

static const dm_attr *attr_of(const dm_attr *attrs, uint32_t count, dm_str name)
{
    for (uint32_t i = 0; i < count; i++) {
        if (str_eq(attrs[i].name, name))
            return &attrs[i];
    }
    return NULL;
}

typedef VEC(dm_attr) attr_list;

/* Of several values the first document's. */
static void take_attrs(uniter *u, attr_list *list, const dm_attr *attrs, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!attr_of(list->at, (uint32_t)list->len, attrs[i].name))
            vec_push(list, ((dm_attr){str_dup(arena(u), attrs[i].name),
                                      str_dup(arena(u), attrs[i].text), attrs[i].type}));
    }
}

static int attr_order(const void *x, const void *y)
{
    const dm_attr *a = x, *b = y;
    return str_cmp(a->name, b->name);
}

/* Documents counted once, and the span of their dates; docs is ascending. */
static void made_attrs(uniter *u, attr_list *list, const uint32_t *docs, uint32_t n)
{
    dm_str first = STR(""), last = STR("");
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (i && docs[i] == docs[i - 1])
            continue;
        count++;
        dm_str date = u->docs[docs[i]]->docs->date;
        if (date.len && (!first.len || str_cmp(date, first) < 0))
            first = date;
        if (str_cmp(date, last) > 0)
            last = date;
    }
    vec_push(list,
             ((dm_attr){STR(ATTR_DOCUMENTS), str_fmt(arena(u), "%u", count), ATTR_NUMBER}));
    if (!first.len)
        return;
    vec_push(list, ((dm_attr){STR(ATTR_FIRST_DATE), str_dup(arena(u), first), ATTR_STRING}));
    vec_push(list, ((dm_attr){STR(ATTR_LAST_DATE), str_dup(arena(u), last), ATTR_STRING}));
}

static void unite_parts(uniter *u, const dm_group *group, dm_gnode *n)
{
    attr_list attrs = {0};
    uint32_t *docs = dm_calloc(group->count, sizeof *docs);
    n->parts = ARENA_ARRAY(arena(u), dm_gnode, group->count);
    n->part_count = group->count;
    for (uint32_t i = 0; i < group->count; i++) {
        dm_gnode *part = &n->parts[i];
        *part = gnode_copy(arena(u), member(u, group, i));
        part->mentions = NULL;
        part->mention_count = 0;
        part->doc = docs[i] = group->members[i].doc;
        take_attrs(u, &attrs, part->attrs, part->attr_count);
    }
    if (attrs.len)
        qsort(attrs.at, attrs.len, sizeof *attrs.at, attr_order);
    made_attrs(u, &attrs, docs, group->count);
    vec_take(arena(u), &attrs, n->attrs, n->attr_count);
    free(docs);
}

static double salience_sum(const uniter *u, const dm_group *group)
{
    double sum = 0;
    bool any = false;
    for (uint32_t i = 0; i < group->count; i++) {
        double s = member(u, group, i)->salience;
        any = any || isfinite(s);
        sum += isfinite(s) ? s : 0;
    }
    return any ? sum : NAN;
}

static void unite_node(uniter *u, uint32_t at)
{
    const dm_group *group = &u->groups->at[at];
    dm_gnode *n = &u->g->nodes[at];
    n->label = group->label.len ? str_dup(arena(u), group->label) : STR("");
    n->kind = VOTE(u, group, kind, STR(""));
    n->subkind = VOTE(u, group, subkind, n->kind);
    n->country = VOTE(u, group, country, STR(""));
    n->gender = VOTE(u, group, gender, STR(""));
    for (uint32_t i = 0; i < group->count && !n->actor; i++) {
        const dm_gnode *m = member(u, group, i);
        n->actor = m->actor && str_eq(m->kind, n->kind);
    }
    unite_aliases(u, group, n);
    unite_roles(u, group, n);
    unite_mentions(u, group, n);
    unite_parts(u, group, n);
    n->salience = salience_sum(u, group);
}

static void unite_nodes(uniter *u)
{
    dm_graph *g = u->g;
    uint32_t n = u->groups->count;
    double most = 1;
    g->nodes = ARENA_ARRAY(arena(u), dm_gnode, n + 1);
    g->node_count = n;
    for (uint32_t i = 0; i < n; i++)
        g->nodes[i] = gnode_new(str_dup(arena(u), u->groups->at[i].id));
    for (uint32_t i = 0; i < n; i++) {
        unite_node(u, i);
        if (g->nodes[i].salience > most)
            most = g->nodes[i].salience;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (isfinite(g->nodes[i].salience))
            g->nodes[i].salience = num_round(g->nodes[i].salience / most);
    }
}

/* ---- edges ---- */

typedef struct {
    const dm_gedge *edge;
    uint32_t source, target; /* groups, turned when symmetric */
    uint32_t doc, at;
    bool turned;
} edge_row;

static int number_order(uint32_t x, uint32_t y)
{
    return (x > y) - (x < y);
}

/* What makes two documents' edges one. */
static int kind_order(const edge_row *a, const edge_row *b)
{
    const dm_gedge *x = a->edge, *y = b->edge;
    int c = number_order(a->source, b->source);
    c = c ? c : number_order(a->target, b->target);
    c = c ? c : str_cmp(x->relation, y->relation);
    c = c ? c : str_cmp(x->polarity, y->polarity);
    c = c ? c : str_cmp(x->modality, y->modality);
    c = c ? c : number_order(x->former, y->former);
    c = c ? c : number_order(x->symmetric, y->symmetric);
    c = c ? c : str_cmp(x->family, y->family);
    c = c ? c : str_cmp(x->quad, y->quad);
    bool words = !x->relation.len || str_eq(x->relation, STR("open"));
    return c || !words ? c : str_cmp(x->predicate, y->predicate);
}

static int row_order(const void *p, const void *q)
{
    const edge_row *a = p, *b = q;
    int c = kind_order(a, b);
    c = c ? c : number_order(a->doc, b->doc);
    return c ? c : number_order(a->at, b->at);
}

static edge_row *edge_rows(const uniter *u, uint32_t *count)
{
    VEC(edge_row) list = {0};
    for (uint32_t d = 0; d < u->doc_count; d++) {
        const dm_graph *doc = u->docs[d];
        for (uint32_t i = 0; i < doc->edge_count; i++) {
            const dm_gedge *e = &doc->edges[i];
            uint32_t s = u->groups->of[d][e->source], t = u->groups->of[d][e->target];
            bool turn = e->symmetric && str_cmp(u->g->nodes[s].id, u->g->nodes[t].id) > 0;
            vec_push(&list, ((edge_row){e, turn ? t : s, turn ? s : t, d, i, turn}));
        }
    }
    if (list.len)
        qsort(list.at, list.len, sizeof *list.at, row_order);
    *count = (uint32_t)list.len;
    return list.at;
}

/* The most certain of a kind speaks for all: then the heavier, then the first. */
static const edge_row *spokesman(const edge_row *rows, uint32_t n)
{
    const edge_row *best = rows;
    for (uint32_t i = 1; i < n; i++) {
        const dm_gedge *x = rows[i].edge, *y = best->edge;
        bool surer =
            x->confidence > y->confidence || (isnan(y->confidence) && !isnan(x->confidence));
        bool equal = !surer && !(x->confidence < y->confidence) && !isnan(x->confidence);
        if (surer || (equal && x->weight > y->weight))
            best = &rows[i];
    }
    return best;
}

/* The text that all rows that have one agree on. */
static dm_str agreed(const uniter *u, const edge_row *rows, uint32_t n, size_t field, bool id)
{
    dm_str text = STR("");
    for (uint32_t i = 0; i < n; i++) {
        dm_str mine = *(const dm_str *)(const void *)((const char *)rows[i].edge + field);
        mine = id ? united_id(u, rows[i].doc, mine) : mine;
        if (mine.len && text.len && !str_eq(mine, text))
            return STR("");
        text = text.len ? text : mine;
    }
    return text.len ? str_dup(arena(u), text) : STR("");
}

static void take_evidence(dm_arena *a, const edge_row *row, dm_gedge *e)
{
    for (uint32_t k = 0; k < row->edge->evidence_count; k++) {
        dm_gevidence *v = &e->evidence[e->evidence_count++];
        *v = row->edge->evidence[k];
        v->quote = v->quote.len ? str_dup(a, v->quote) : STR("");
        v->doc = row->doc;
        for (int i = 0; row->turned && i < 2; i++) {
            int64_t was = v->source[i];
            v->source[i] = v->target[i];
            v->target[i] = was;
        }
    }
}

static dm_gedge edge_part(uniter *u, const edge_row *row)
{
    dm_gedge part = gedge_copy(arena(u), row->edge);
    part.evidence = NULL; /* the number stays: see graph.h */
    part.doc = row->doc;
    return part;
}

static void unite_edge(uniter *u, const edge_row *rows, uint32_t n)
{
    dm_arena *a = arena(u);
    dm_gedge *e = &u->g->edges[u->g->edge_count++];
    attr_list attrs = {0};
    uint32_t *docs = dm_calloc(n, sizeof *docs), evidence = 0;
    *e = gedge_copy(a, spokesman(rows, n)->edge);
    e->source = rows->source;
    e->target = rows->target;
    e->attributed_to = agreed(u, rows, n, offsetof(dm_gedge, attributed_to), true);
    e->date = agreed(u, rows, n, offsetof(dm_gedge, date), false);
    e->date_text = agreed(u, rows, n, offsetof(dm_gedge, date_text), false);
    e->weight = 0;
    e->derived = true;
    for (uint32_t i = 0; i < n; i++)
        evidence += rows[i].edge->evidence_count;
    e->evidence = ARENA_ARRAY(a, dm_gevidence, evidence);
    e->evidence_count = 0;
    e->parts = ARENA_ARRAY(a, dm_gedge, n);
    e->part_count = n;
    for (uint32_t i = 0; i < n; i++) {
        e->weight += rows[i].edge->weight;
        e->derived = e->derived && rows[i].edge->derived;
        take_evidence(a, &rows[i], e);
        e->parts[i] = edge_part(u, &rows[i]);
        take_attrs(u, &attrs, rows[i].edge->attrs, rows[i].edge->attr_count);
        docs[i] = rows[i].doc;
    }
    e->weight = num_round(e->weight);
    if (attrs.len)
        qsort(attrs.at, attrs.len, sizeof *attrs.at, attr_order);
    made_attrs(u, &attrs, docs, n);
    vec_take(a, &attrs, e->attrs, e->attr_count);
    free(docs);
}

static void unite_edges(uniter *u)
{
    uint32_t n;
    edge_row *rows = edge_rows(u, &n);
    u->g->edges = ARENA_ARRAY(arena(u), dm_gedge, n + 1);
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && kind_order(&rows[i], &rows[end]) == 0; end++)
            ;
        unite_edge(u, rows + i, end - i);
    }
    free(rows);
}

static void map_ids(uniter *u)
{
    u->ids = dm_calloc(u->doc_count + 1, sizeof *u->ids);
    for (uint32_t d = 0; d < u->doc_count; d++) {
        for (uint32_t i = 0; i < u->docs[d]->node_count; i++)
            map_set(&u->ids[d], u->docs[d]->nodes[i].id, u->groups->of[d][i]);
    }
}

dm_graph *unite(dm_graph *const *docs, uint32_t count, const dm_groups *groups)
{
    uniter u = {.docs = docs, .doc_count = count, .groups = groups, .g = graph_new()};
    dm_graph *g = u.g;
    g->docs = ARENA_ARRAY(&g->arena, dm_gdoc, count + 1);
    for (uint32_t i = 0; i < count; i++)
        g->docs[g->doc_count++] = gdoc_copy(&g->arena, docs[i]->docs);
    map_ids(&u);
    unite_nodes(&u);
    unite_edges(&u);
    for (uint32_t d = 0; d < count; d++)
        map_free(&u.ids[d]);
    free(u.ids);
    graph_sort(g);
    return g;
}
