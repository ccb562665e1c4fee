/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/find.h"

#include "base/utf8.h"
#include "base/vec.h"

#include <math.h>
#include <stdlib.h>

/* ---- dates ---- */

/* "2019", "2019-03", "2019-03-02" */
static bool is_date(const char *z)
{
    static const char form[] = "dddd-dd-dd";
    size_t n = strlen(z);
    if (n != 4 && n != 7 && n != 10)
        return false;
    for (size_t i = 0; i < n; i++) {
        bool digit = z[i] >= '0' && z[i] <= '9';
        if (form[i] == 'd' ? !digit : z[i] != '-')
            return false;
    }
    return true;
}

/* A month lies in its year, a day in its month: what both give is compared. */
static int date_order(dm_str date, const char *bound)
{
    dm_str b = str_z(bound);
    size_t n = date.len < b.len ? date.len : b.len;
    return memcmp(date.ptr, b.ptr, n);
}

static bool date_in(const query_options *o, dm_str date)
{
    return date.len >= 4 && (!o->since || date_order(date, o->since) >= 0) &&
           (!o->until || date_order(date, o->until) <= 0);
}

static bool document_in(const finder *f, uint32_t doc)
{
    return doc < f->g->doc_count && date_in(f->o, f->g->docs[doc].date);
}

static bool edge_in_time(const finder *f, const dm_gedge *e)
{
    if (!f->o->since && !f->o->until)
        return true;
    for (uint32_t i = 0; i < e->part_count; i++) {
        const dm_gedge *p = &e->parts[i];
        if (p->date.len ? date_in(f->o, p->date) : document_in(f, p->doc))
            return true;
    }
    if (e->part_count || e->date.len)
        return !e->part_count && date_in(f->o, e->date);
    for (uint32_t i = 0; i < e->evidence_count; i++) {
        if (document_in(f, e->evidence[i].doc))
            return true;
    }
    return !e->evidence_count && f->g->doc_count == 1 && document_in(f, 0);
}

/* ---- edges ---- */

bool edge_denied(const dm_gedge *e)
{
    return str_eq(e->polarity, STR("negated")) || str_eq(e->modality, STR("denied"));
}

static bool bears(dm_str name, const dm_gedge *e)
{
    bool sign = str_eq(name, STR("cooperation")) || str_eq(name, STR("conflict"));
    if (str_eq(name, STR("*")))
        return !str_eq(e->family, STR("cooccurrence"));
    /* "state" is a family and a relation: the family is meant, as everywhere */
    if (str_eq(name, e->relation) && !str_eq(name, STR("state")))
        return true;
    return str_eq(name, e->family) || str_eq(name, e->quad) ||
           (sign && str_ends(e->quad, name) && e->quad.len > name.len);
}

bool edge_named(const dm_str *names, uint32_t count, const dm_gedge *e)
{
    if (!count)
        return !str_eq(e->family, STR("cooccurrence"));
    for (uint32_t i = 0; i < count; i++) {
        if (bears(names[i], e))
            return true;
    }
    return false;
}

bool edge_goes(const dm_graph *g, const dm_gedge *e, uint32_t from, dm_arrow arrow)
{
    bool both = arrow == ARROW_BOTH || e->symmetric || !g->directed;
    return (e->source == from && (both || arrow == ARROW_RIGHT)) ||
           (e->target == from && (both || arrow == ARROW_LEFT));
}

static size_t letters_apart(dm_str a, dm_str b)
{
    size_t row[64];
    if (b.len > 62 || a.len > 62)
        return 64;
    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t up = row[j], best = diagonal + (a.ptr[i - 1] != b.ptr[j - 1]);
            best = up + 1 < best ? up + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            diagonal = up;
            row[j] = best;
        }
    }
    return row[b.len];
}

typedef struct {
    dm_str wanted, best;
    size_t apart;
} nearest;

static nearest nearest_to(dm_str wanted)
{
    return (nearest){wanted, STR(""), wanted.len / 3 + 2};
}

static void try_near(nearest *n, dm_str name, dm_str shown)
{
    size_t d = letters_apart(n->wanted, name);
    if (d < n->apart) {
        n->apart = d;
        n->best = shown;
    }
}

/* Is it a relation, a family or a quad of the ontology or the graph?  near: what looks like it.
 */
static bool relation_known(const dm_graph *g, dm_str name, nearest *near)
{
    static const char *const more[] = {"cooperation", "conflict", "*"};
    VEC(dm_str) all = {0};
    for (int i = 0; i < REL_COUNT; i++)
        vec_push(&all, str_z(rel_table[i].name));
    for (int i = 0; i < FAMILY_COUNT; i++)
        vec_push(&all, str_z(family_name((dm_family)i)));
    for (int i = QUAD_NONE + 1; i < QUAD_COUNT; i++)
        vec_push(&all, str_z(quad_name((dm_quad)i)));
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        vec_push(&all, str_z(more[i]));
    bool known = false;
    for (size_t i = 0; i < all.len; i++) {
        known = known || str_eq(all.at[i], name);
        try_near(near, all.at[i], all.at[i]);
    }
    vec_free(&all);
    for (uint32_t i = 0; i < g->edge_count && !known; i++) {
        const dm_gedge *e = &g->edges[i];
        known = str_eq(e->relation, name) || str_eq(e->family, name) || str_eq(e->quad, name);
    }
    return known;
}

static dm_status unknown_relation(finder *f, dm_str name, const nearest *near, size_t at)
{
    *f->column = utf8_count(str_slice(f->pattern, 0, at)) + 1;
    return dm_fail(f->err, DM_EUSAGE,
                   "column %zu: no relation or family is called '%.*s'%s%.*s%s", *f->column,
                   STR_ARG(name), near->best.len ? "; did you mean '" : "", STR_ARG(near->best),
                   near->best.len ? "'?" : "; see 'dramatis relations'");
}

dm_status check_relations(finder *f, const pattern_edge *e)
{
    for (uint32_t i = 0; i < e->count; i++) {
        nearest near = nearest_to(e->names[i]);
        if (!relation_known(f->g, e->names[i], &near))
            return unknown_relation(f, e->names[i], &near,
                                    (size_t)(e->names[i].ptr - f->pattern.ptr));
    }
    return DM_OK;
}

/* ---- nodes ---- */

static bool kind_known(const dm_graph *g, dm_str name)
{
    bool known = str_eq(name, STR("actor")) || kind_find(name) != KIND_COUNT ||
                 subkind_find(name) != SUBKIND_NONE;
    for (uint32_t i = 0; i < g->node_count && !known; i++)
        known = str_eq(g->nodes[i].kind, name) || str_eq(g->nodes[i].subkind, name);
    return known;
}

static bool of_kind(const dm_gnode *n, dm_str kind)
{
    return str_eq(n->kind, kind) || str_eq(n->subkind, kind) ||
           (n->actor && str_eq(kind, STR("actor")));
}

static bool has_name(dm_arena *a, const dm_gnode *n, dm_str folded)
{
    if (str_eq(str_fold(a, n->label), folded))
        return true;
    for (uint32_t i = 0; i < n->alias_count; i++) {
        if (str_eq(str_fold(a, n->aliases[i].name), folded))
            return true;
    }
    return false;
}

static bool has_word(dm_str text, dm_str word)
{
    for (size_t at = 0; (at = str_find(text, word, at)) != SIZE_MAX; at++) {
        size_t before = at, after = at + word.len;
        bool begins = !at || !cp_is_letter(utf8_prev(text, &before));
        bool ends = after >= text.len || !cp_is_letter(utf8_next(text, &after));
        if (begins && ends)
            return true;
    }
    return false;
}

static bool has_words(dm_str name, dm_str words)
{
    while (words.len) {
        dm_str word = str_cut(words, ' ', &words);
        if (word.len && !has_word(name, word))
            return false;
    }
    return true;
}

static bool named_with(dm_arena *a, const dm_gnode *n, dm_str folded)
{
    if (has_words(str_fold(a, n->label), folded))
        return true;
    for (uint32_t i = 0; i < n->alias_count; i++) {
        if (has_words(str_fold(a, n->aliases[i].name), folded))
            return true;
    }
    return false;
}

static void note_unknown(finder *f, dm_str text, dm_str folded)
{
    dm_arena a = {0};
    nearest near = nearest_to(folded);
    for (uint32_t i = 0; i < f->g->node_count; i++) {
        const dm_gnode *n = &f->g->nodes[i];
        try_near(&near, str_fold(&a, n->label), n->label);
        for (uint32_t k = 0; k < n->alias_count; k++)
            try_near(&near, str_fold(&a, n->aliases[k].name), n->aliases[k].name);
    }
    if (!f->r->note.len)
        f->r->note = str_fmt(f->a, "no node is called '%.*s'%s%.*s%s", STR_ARG(text),
                             near.best.len ? "; did you mean '" : "", STR_ARG(near.best),
                             near.best.len ? "'?" : "");
    arena_free(&a);
}

static uint32_t named_nodes(finder *f, const pattern_node *n, bool *out)
{
    dm_arena a = {0};
    dm_str folded = str_fold(&a, n->text);
    uint32_t count = 0;
    for (int round = 0; round < 2 && !count; round++) {
        for (uint32_t i = 0; i < f->g->node_count; i++) {
            const dm_gnode *node = &f->g->nodes[i];
            bool id = n->how != NAMED_NAME && str_eq(node->id, n->text);
            bool name = n->how != NAMED_ID &&
                        (round ? named_with(&a, node, folded) : has_name(&a, node, folded));
            out[i] = id || name;
            count += out[i];
        }
    }
    if (!count)
        note_unknown(f, n->text, folded);
    arena_free(&a);
    return count;
}

uint32_t find_nodes(finder *f, const pattern_node *n, bool *out)
{
    bool kind = n->how == NAMED_KIND || (n->how == NAMED_EITHER && kind_known(f->g, n->text));
    uint32_t count = 0;
    if (n->how != NAMED_ANY && !kind)
        return named_nodes(f, n, out);
    for (uint32_t i = 0; i < f->g->node_count; i++) {
        out[i] = n->how == NAMED_ANY || of_kind(&f->g->nodes[i], n->text);
        count += out[i];
    }
    return count;
}

uint32_t find_node(finder *f, const char *text)
{
    pattern_node n = {.how = NAMED_EITHER, .text = str_trim(str_z(text))};
    bool *flags = ARENA_ARRAY(f->a, bool, f->g->node_count + 1);
    uint32_t best = GRAPH_NONE, most = 0;
    (void)named_nodes(f, &n, flags);
    for (uint32_t i = 0; i < f->g->node_count; i++) {
        uint32_t edges = f->edges.from[i + 1] - f->edges.from[i] + 1;
        if (flags[i] && edges > most) {
            most = edges;
            best = i;
        }
    }
    return best;
}

/* ---- the finder ---- */

static incident incident_edges(const dm_graph *g, dm_arena *a)
{
    incident in = {ARENA_ARRAY(a, uint32_t, g->node_count + 2),
                   ARENA_ARRAY(a, uint32_t, 2 * (size_t)g->edge_count + 1)};
    for (uint32_t i = 0; i < g->edge_count; i++) {
        in.from[g->edges[i].source + 2]++;
        in.from[g->edges[i].target + 2] += g->edges[i].source != g->edges[i].target;
    }
    for (uint32_t v = 2; v < g->node_count + 2; v++)
        in.from[v] += in.from[v - 1];
    for (uint32_t i = 0; i < g->edge_count; i++) {
        in.at[in.from[g->edges[i].source + 1]++] = i;
        if (g->edges[i].source != g->edges[i].target)
            in.at[in.from[g->edges[i].target + 1]++] = i;
    }
    return in;
}

static dm_status check_options(const finder *f)
{
    const query_options *o = f->o;
    if ((o->since && !is_date(o->since)) || (o->until && !is_date(o->until)))
        return dm_fail(f->err, DM_EUSAGE,
                       "'%s' is no date; dates are YYYY, YYYY-MM or YYYY-MM-DD",
                       o->since && !is_date(o->since) ? o->since : o->until);
    for (uint32_t i = 0; i < f->kinds.count; i++) {
        if (!kind_known(f->g, f->kinds.at[i]))
            return dm_fail(f->err, DM_EUSAGE, "no kind is called '%.*s'; see 'dramatis kinds'",
                           STR_ARG(f->kinds.at[i]));
    }
    for (uint32_t i = 0; i < f->relations.count; i++) {
        nearest near = nearest_to(f->relations.at[i]);
        if (!relation_known(f->g, f->relations.at[i], &near))
            return dm_fail(f->err, DM_EUSAGE,
                           "no relation or family is called '%.*s'; see 'dramatis relations'",
                           STR_ARG(f->relations.at[i]));
    }
    return DM_OK;
}

dm_status finder_init(finder *f)
{
    const dm_graph *g = f->g;
    f->kinds = selection_names(f->o->kinds, f->a);
    f->relations = selection_names(f->o->relations, f->a);
    DM_TRY(check_options(f));
    f->edges = incident_edges(g, f->a);
    f->node = ARENA_ARRAY(f->a, bool, g->node_count + 1);
    f->edge = ARENA_ARRAY(f->a, bool, g->edge_count + 1);
    f->r->node = ARENA_ARRAY(f->a, bool, g->node_count + 1);
    f->r->edge = ARENA_ARRAY(f->a, bool, g->edge_count + 1);
    for (uint32_t i = 0; i < g->node_count; i++) {
        f->node[i] = f->kinds.all;
        for (uint32_t k = 0; k < f->kinds.count; k++)
            f->node[i] = f->node[i] || of_kind(&g->nodes[i], f->kinds.at[k]);
    }
    for (uint32_t i = 0; i < g->edge_count; i++) {
        const dm_gedge *e = &g->edges[i];
        f->edge[i] = !(e->confidence < f->o->min_confidence) && edge_in_time(f, e) &&
                     (f->relations.all || edge_named(f->relations.at, f->relations.count, e));
    }
    return DM_OK;
}
