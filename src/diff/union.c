/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two graphs as one picture: same layout, colours by what happened. */
#include "base/num.h"
#include "base/vec.h"
#include "diff/diff.h"
#include "files/attrs.h"

#include <math.h>

typedef enum { NEW, GONE, CHANGED, STRONGER, WEAKER, UNCHANGED } status;

static const struct {
    const char *name, *colour;
} status_info[] = {
    [NEW] = {"new", "#ddaa33"},         [GONE] = {"gone", "#cccccc"},
    [CHANGED] = {"changed", "#aa3377"}, [STRONGER] = {"stronger", "#4477aa"},
    [WEAKER] = {"weaker", "#cc3311"},   [UNCHANGED] = {"unchanged", "#888888"},
};

typedef struct {
    dm_graph *g;
    const dm_diff *d;
    uint32_t *of_a, *of_b; /* nodes of a and b in g */
} joiner;

static dm_arena *arena(const joiner *u)
{
    return &u->g->arena;
}

/* Copies of the text that a node or an edge points to: the union owns what it shows. */
static void own(const joiner *u, dm_str *s)
{
    *s = str_dup(arena(u), *s);
}

static void own_attrs(const joiner *u, dm_attr **attrs, uint32_t count)
{
    *attrs = vec_copy(arena(u), *attrs, count, sizeof **attrs);
    for (uint32_t i = 0; i < count; i++) {
        own(u, &(*attrs)[i].name);
        own(u, &(*attrs)[i].text);
    }
}

static void own_node(const joiner *u, dm_gnode *n, uint32_t doc_shift)
{
    dm_str *const texts[] = {&n->id,      &n->label,  &n->kind, &n->subkind,
                             &n->country, &n->gender, &n->color};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        own(u, texts[i]);
    n->aliases = vec_copy(arena(u), n->aliases, n->alias_count, sizeof *n->aliases);
    for (uint32_t i = 0; i < n->alias_count; i++)
        own(u, &n->aliases[i].name);
    n->roles = vec_copy(arena(u), n->roles, n->role_count, sizeof *n->roles);
    for (uint32_t i = 0; i < n->role_count; i++) {
        own(u, &n->roles[i].text);
        own(u, &n->roles[i].office);
        own(u, &n->roles[i].of);
    }
    n->mentions = vec_copy(arena(u), n->mentions, n->mention_count, sizeof *n->mentions);
    for (uint32_t i = 0; i < n->mention_count; i++)
        n->mentions[i].doc += doc_shift;
    own_attrs(u, &n->attrs, n->attr_count);
    n->parts = NULL; /* what single documents say stays with the graphs compared */
    n->part_count = 0;
}

static void own_edge(const joiner *u, dm_gedge *e, uint32_t doc_shift)
{
    dm_str *const texts[] = {&e->id,       &e->relation,      &e->family, &e->predicate,
                             &e->polarity, &e->modality,      &e->rule,   &e->why,
                             &e->date,     &e->attributed_to, &e->quad,   &e->date_text,
                             &e->color};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        own(u, texts[i]);
    e->evidence = vec_copy(arena(u), e->evidence, e->evidence_count, sizeof *e->evidence);
    for (uint32_t i = 0; i < e->evidence_count; i++) {
        e->evidence[i].doc += doc_shift;
        own(u, &e->evidence[i].quote);
    }
    own_attrs(u, &e->attrs, e->attr_count);
    e->parts = NULL;
    e->part_count = 0;
}

static void set_text(const joiner *u, dm_attr **attrs, uint32_t *count, const char *name,
                     const char *text)
{
    attr_set(arena(u), attrs, count, (dm_attr){str_z(name), str_z(text), ATTR_STRING});
}

static void set_number(const joiner *u, dm_attr **attrs, uint32_t *count, const char *name,
                       double value)
{
    if (isfinite(value))
        attr_set(arena(u), attrs, count,
                 (dm_attr){str_z(name), str_dup(arena(u), str_z(num_text(value).text)),
                           ATTR_NUMBER});
}

static status compare(double before, double after, bool changed)
{
    double x = num_round(before), y = num_round(after);
    if (isfinite(before) && isfinite(after) && x != y)
        return y > x ? STRONGER : WEAKER;
    return changed ? CHANGED : UNCHANGED;
}

static status node_status(const dm_gnode *x, const dm_gnode *y)
{
    if (!x || !y)
        return x ? GONE : NEW;
    return compare(x->salience, y->salience, false);
}

static void add_node(joiner *u, const dm_pair *p)
{
    const dm_gnode *x = p->a == DIFF_NONE ? NULL : &u->d->a->nodes[p->a];
    const dm_gnode *y = p->b == DIFF_NONE ? NULL : &u->d->b->nodes[p->b];
    uint32_t at = u->g->node_count++;
    dm_gnode *n = &u->g->nodes[at];
    *n = y ? *y : *x;
    own_node(u, n, y ? u->d->a->doc_count : 0);
    status s = node_status(x, y);
    n->color = str_z(status_info[s].colour);
    set_text(u, &n->attrs, &n->attr_count, "status", status_info[s].name);
    set_number(u, &n->attrs, &n->attr_count, "salience_a", x ? x->salience : NAN);
    set_number(u, &n->attrs, &n->attr_count, "salience_b", y ? y->salience : NAN);
    if (x)
        u->of_a[p->a] = at;
    if (y)
        u->of_b[p->b] = at;
}

static bool said_otherwise(const dm_gedge *x, const dm_gedge *y)
{
    return !str_eq(x->polarity, y->polarity) || !str_eq(x->modality, y->modality);
}

static void add_edge(joiner *u, const dm_pair *p)
{
    const dm_gedge *x = p->a == DIFF_NONE ? NULL : &u->d->a->edges[p->a];
    const dm_gedge *y = p->b == DIFF_NONE ? NULL : &u->d->b->edges[p->b];
    dm_gedge *e = &u->g->edges[u->g->edge_count++];
    *e = y ? *y : *x;
    const uint32_t *of = y ? u->of_b : u->of_a;
    e->source = of[e->source];
    e->target = of[e->target];
    own_edge(u, e, y ? u->d->a->doc_count : 0);
    status s = !x ? NEW : !y ? GONE : compare(x->weight, y->weight, p->change_count > 0);
    if (x && y && said_otherwise(x, y))
        s = CHANGED;
    if (x && x->weight > e->weight)
        e->weight = x->weight;
    e->color = str_z(status_info[s].colour);
    set_text(u, &e->attrs, &e->attr_count, "status", status_info[s].name);
    set_number(u, &e->attrs, &e->attr_count, "weight_a", x ? x->weight : NAN);
    set_number(u, &e->attrs, &e->attr_count, "weight_b", y ? y->weight : NAN);
}

static void add_docs(joiner *u, const dm_graph *from)
{
    for (uint32_t i = 0; i < from->doc_count; i++) {
        dm_gdoc *doc = &u->g->docs[u->g->doc_count++];
        *doc = from->docs[i];
        dm_str *const texts[] = {&doc->id,     &doc->title,    &doc->date,   &doc->url,
                                 &doc->source, &doc->language, &doc->sha256, &doc->text};
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            own(u, texts[k]);
    }
}

dm_graph *diff_union(const dm_diff *d)
{
    joiner u = {.g = graph_new(), .d = d};
    dm_graph *g = u.g;
    g->directed = d->a->directed || d->b->directed;
    g->id = str_fmt(arena(&u), "%.*s..%.*s", STR_ARG(d->a->id), STR_ARG(d->b->id));
    g->generator = str_dup(arena(&u), d->b->generator);
    g->model = str_dup(arena(&u), d->b->model);
    g->docs = ARENA_ARRAY(arena(&u), dm_gdoc, (size_t)d->a->doc_count + d->b->doc_count + 1);
    add_docs(&u, d->a);
    add_docs(&u, d->b);
    g->nodes = ARENA_ARRAY(arena(&u), dm_gnode, d->node_count + 1);
    g->edges = ARENA_ARRAY(arena(&u), dm_gedge, d->edge_count + 1);
    u.of_a = ARENA_ARRAY(arena(&u), uint32_t, d->a->node_count + 1);
    u.of_b = ARENA_ARRAY(arena(&u), uint32_t, d->b->node_count + 1);
    for (uint32_t i = 0; i < d->node_count; i++)
        add_node(&u, &d->nodes[i]);
    for (uint32_t i = 0; i < d->edge_count; i++)
        add_edge(&u, &d->edges[i]);
    graph_sort(g);
    return g;
}
