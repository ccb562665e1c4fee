/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diff/facets.h"

#include "base/num.h"
#include "base/vec.h"
#include "files/columns.h"

static const char *const facet_name[FACET_COUNT] = {
    [FACET_POLARITY] = "polarity",
    [FACET_MODALITY] = "modality",
    [FACET_FORMER] = "former",
    [FACET_ATTRIBUTED_TO] = "attributed_to",
    [FACET_DATE] = "date",
    [FACET_PREDICATE] = "predicate",
    [FACET_WEIGHT] = "weight",
    [FACET_CONFIDENCE] = "confidence",
    [FACET_EVIDENCE] = "evidence",
    [FACET_LABEL] = "label",
    [FACET_ID] = "id",
    [FACET_KIND] = "kind",
    [FACET_SUBKIND] = "subkind",
    [FACET_COUNTRY] = "country",
    [FACET_GENDER] = "gender",
    [FACET_ROLES] = "roles",
    [FACET_RANK] = "rank",
};

dm_status facets_parse(const char *list, dm_facets *out, dm_error *err)
{
    *out = (dm_facets){{false}};
    for (dm_str rest = str_z(list); rest.len;) {
        dm_str name = str_trim(str_cut(rest, ',', &rest));
        int f = 0;
        while (f < FACET_COUNT && !str_eq(name, str_z(facet_name[f])))
            f++;
        if (f == FACET_COUNT && name.len)
            return dm_fail(
                err, DM_EUSAGE,
                "'%.*s' is nothing that diff compares; it compares polarity, modality, "
                "former, attributed_to, date, predicate, weight, confidence, evidence, "
                "label, id, kind, subkind, country, gender, roles and rank",
                STR_ARG(name));
        if (f < FACET_COUNT)
            out->at[f] = true;
    }
    return DM_OK;
}

typedef struct {
    const dm_facets *ignored;
    VEC(dm_change) found;
} changes;

static void differ(changes *c, dm_facet facet, dm_str before, dm_str after)
{
    if (!c->ignored->at[facet] && !str_eq(before, after))
        vec_push(&c->found, ((dm_change){facet_name[facet], before, after}));
}

static void differ_num(dm_diff *d, changes *c, dm_facet facet, double before, double after)
{
    dm_num x = num_text(before), y = num_text(after); /* NaN shows as 0: absent */
    differ(c, facet, str_dup(&d->arena, str_z(x.text)), str_dup(&d->arena, str_z(y.text)));
}

static void differ_bool(changes *c, dm_facet facet, bool before, bool after)
{
    differ(c, facet, before ? STR("true") : STR("false"), after ? STR("true") : STR("false"));
}

static int by_text(const void *x, const void *y)
{
    return str_cmp(*(const dm_str *)x, *(const dm_str *)y);
}

/* All roles as one text, whatever their order. */
static dm_str roles_text(dm_arena *a, const dm_gnode *n)
{
    dm_str *texts = ARENA_ARRAY(a, dm_str, n->role_count + 1);
    dm_buf b = {0};
    for (uint32_t i = 0; i < n->role_count; i++)
        texts[i] =
            str_fmt(a, "%s%.*s", n->roles[i].former ? "former " : "",
                    STR_ARG(n->roles[i].text.len ? n->roles[i].text : n->roles[i].office));
    qsort(texts, n->role_count, sizeof *texts, by_text);
    for (uint32_t i = 0; i < n->role_count; i++) {
        if (b.len)
            buf_add(&b, STR("; "));
        buf_add(&b, texts[i]);
    }
    dm_str out = str_dup(a, buf_str(&b));
    buf_free(&b);
    return out;
}

void facets_node(dm_diff *d, dm_pair *pair, const dm_facets *ignored)
{
    const dm_gnode *x = &d->a->nodes[pair->a], *y = &d->b->nodes[pair->b];
    changes c = {.ignored = ignored};
    differ(&c, FACET_LABEL, node_label(x), node_label(y));
    differ(&c, FACET_ID, x->id, y->id);
    differ(&c, FACET_KIND, x->kind, y->kind);
    differ(&c, FACET_SUBKIND, x->subkind, y->subkind);
    differ(&c, FACET_COUNTRY, x->country, y->country);
    differ(&c, FACET_GENDER, x->gender, y->gender);
    differ(&c, FACET_ROLES, roles_text(&d->arena, x), roles_text(&d->arena, y));
    vec_take(&d->arena, &c.found, pair->changes, pair->change_count);
}

/* How many pieces of evidence, also after a projection that kept only the first. */
static double evidence_pieces(const dm_gedge *e)
{
    double n = e->evidence_count, said;
    for (uint32_t i = 0; i < e->attr_count; i++) {
        if (str_eq(e->attrs[i].name, STR("evidence_count")) &&
            number_parse(e->attrs[i].text, &said))
            n = said;
    }
    return n;
}

/* The same actor, whatever its id is in the other graph. */
static bool same_node(const dm_diff *d, dm_str in_a, dm_str in_b)
{
    uint32_t i = graph_find(d->a, in_a), j = graph_find(d->b, in_b);
    return i != GRAPH_NONE && j != GRAPH_NONE && d->nodes[j].a == i; /* b's nodes come first */
}

void facets_edge(dm_diff *d, dm_pair *pair, const dm_facets *ignored)
{
    const dm_gedge *x = &d->a->edges[pair->a], *y = &d->b->edges[pair->b];
    changes c = {.ignored = ignored};
    differ(&c, FACET_POLARITY, x->polarity, y->polarity);
    differ(&c, FACET_MODALITY, x->modality, y->modality);
    differ_bool(&c, FACET_FORMER, x->former, y->former);
    if (!str_eq(x->attributed_to, y->attributed_to) &&
        !same_node(d, x->attributed_to, y->attributed_to))
        differ(&c, FACET_ATTRIBUTED_TO, x->attributed_to, y->attributed_to);
    differ(&c, FACET_DATE, x->date, y->date);
    differ(&c, FACET_PREDICATE, x->predicate, y->predicate);
    size_t before = c.found.len;
    differ_num(d, &c, FACET_WEIGHT, x->weight, y->weight);
    if (c.found.len == before) /* the weight counts the evidence: one change, told once */
        differ_num(d, &c, FACET_EVIDENCE, evidence_pieces(x), evidence_pieces(y));
    differ_num(d, &c, FACET_CONFIDENCE, x->confidence, y->confidence);
    vec_take(&d->arena, &c.found, pair->changes, pair->change_count);
}
