/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/kg_eval.h"

#include "base/vec.h"
#include "eval/article.h"
#include "eval/jsonl.h"

#include <stdio.h>

/* One relation in DWIE's terms: subject and object are gold concepts, or negative for predicted
 * entities that match none. */
typedef struct {
    int s, o;
    char name[24];
} triple;

typedef struct {
    int id;
    bool core, ignored;
} concept;

typedef struct {
    int concept;
    uint32_t begin, end;
} gold_mention;

typedef struct {
    VEC(concept) concepts;
    VEC(gold_mention) mentions;
    VEC(triple) relations;
} gold_doc;

static concept concept_of(const cJSON *o)
{
    static const char *const core[] = {"type::person", "type::organization", "type::location",
                                       "type::event",  "type::misc",         "type::entity"};
    const cJSON *tags = cJSON_GetObjectItemCaseSensitive(o, "tags");
    concept c = {.id = (int)jsonl_number(o, "concept")};
    for (size_t i = 0; i < sizeof core / sizeof core[0]; i++)
        c.core = c.core || jsonl_has(tags, core[i]);
    c.ignored = !c.core;
    return c;
}

static bool is_core(const gold_doc *d, int id)
{
    for (size_t i = 0; i < d->concepts.len; i++) {
        if (d->concepts.at[i].id == id)
            return d->concepts.at[i].core;
    }
    return false;
}

static bool core_relation(const char *name)
{
    dm_str n = str_z(name);
    return !str_ends(n, STR("-x")) && !str_starts(n, STR("gpe"));
}

static bool has_mention(const gold_doc *d, int id)
{
    for (size_t i = 0; i < d->mentions.len; i++) {
        if (d->mentions.at[i].concept == id)
            return true;
    }
    return false;
}

static bool same(const triple *a, const triple *b)
{
    return a->s == b->s && a->o == b->o && strcmp(a->name, b->name) == 0;
}

static bool known(const triple *list, size_t n, const triple *t)
{
    for (size_t i = 0; i < n; i++) {
        if (same(&list[i], t))
            return true;
    }
    return false;
}

static void gold_read(const cJSON *o, gold_doc *d)
{
    const cJSON *e;
    cJSON_ArrayForEach(e, cJSON_GetObjectItemCaseSensitive(o, "concepts"))
        vec_push(&d->concepts, concept_of(e));
    cJSON_ArrayForEach(e, cJSON_GetObjectItemCaseSensitive(o, "mentions"))
    {
        gold_mention m = {(int)jsonl_number(e, "concept"), jsonl_number(e, "begin"),
                          jsonl_number(e, "end")};
        vec_push(&d->mentions, m);
    }
    cJSON_ArrayForEach(e, cJSON_GetObjectItemCaseSensitive(o, "relations"))
    {
        triple t = {(int)jsonl_number(e, "s"), (int)jsonl_number(e, "o"), ""};
        (void)snprintf(t.name, sizeof t.name, "%s", jsonl_text(e, "p").ptr);
        bool ends =
            is_core(d, t.s) && is_core(d, t.o) && has_mention(d, t.s) && has_mention(d, t.o);
        if (ends && core_relation(t.name) && !known(d->relations.at, d->relations.len, &t))
            vec_push(&d->relations, t);
    }
}

/* ---- predicted graph -> triples ---- */

typedef struct {
    uint32_t common;
    int gold, pred;
} overlap;

static int by_overlap(const void *pa, const void *pb)
{
    const overlap *a = pa, *b = pb;
    if (a->common != b->common)
        return a->common > b->common ? -1 : 1;
    if (a->gold != b->gold)
        return a->gold < b->gold ? -1 : 1;
    return (a->pred > b->pred) - (a->pred < b->pred);
}

static bool node_has(const dm_gnode *n, const gold_mention *m)
{
    for (uint32_t i = 0; i < n->mention_count; i++) {
        if (n->mentions[i].form == FORM_NAMED && n->mentions[i].begin == m->begin &&
            n->mentions[i].end == m->end)
            return true;
    }
    return false;
}

/* gold[node_count]: the concept of each node, or a negative number of its own. */
static void align(const gold_doc *d, const dm_graph *g, int *gold)
{
    VEC(overlap) all = {0};
    VEC(int) used = {0};
    for (uint32_t j = 0; j < g->node_count; j++) {
        gold[j] = -2 - (int)j;
        for (size_t c = 0; c < d->concepts.len; c++) {
            overlap o = {0, d->concepts.at[c].id, (int)j};
            for (size_t m = 0; d->concepts.at[c].core && m < d->mentions.len; m++)
            o.common += d->mentions.at[m].concept == o.gold &&
                        node_has(&g->nodes[j], &d->mentions.at[m]);
            if (o.common)
                vec_push(&all, o);
        }
    }
    if (all.len)
        qsort(all.at, all.len, sizeof *all.at, by_overlap);
    for (size_t i = 0; i < all.len; i++) {
        bool taken = gold[all.at[i].pred] >= 0;
        for (size_t k = 0; k < used.len; k++)
            taken = taken || used.at[k] == all.at[i].gold;
        if (taken)
            continue;
        gold[all.at[i].pred] = all.at[i].gold;
        vec_push(&used, all.at[i].gold);
    }
    vec_free(&all);
    vec_free(&used);
}

/* A node whose named mentions are all annotated as something outside the core set neither
 * counts nor hurts. */
static bool outside(const gold_doc *d, const dm_gnode *n)
{
    for (uint32_t i = 0; i < n->mention_count; i++) {
        bool ignored = false;
        if (n->mentions[i].form != FORM_NAMED)
            continue;
        for (size_t m = 0; m < d->mentions.len && !ignored; m++)
            ignored = d->mentions.at[m].begin == n->mentions[i].begin &&
                      d->mentions.at[m].end == n->mentions[i].end &&
                      !is_core(d, d->mentions.at[m].concept);
        if (!ignored)
            return false;
    }
    return true;
}

static const char *dwie_name(dm_rel r, const dm_gnode *target, char *room, size_t size)
{
    static const char *const plain[REL_COUNT] = {
        [REL_head_of_state] = "head_of_state",
        [REL_head_of_government] = "head_of_gov",
        [REL_minister_of] = "minister_of",
        [REL_official_of] = "agent_of",
        [REL_head_of] = "head_of",
        [REL_spokesperson_of] = "spokesperson_of",
        [REL_member_of] = "member_of",
        [REL_player_of] = "player_of",
        [REL_coach_of] = "coach_of",
        [REL_citizen_of] = "citizen_of",
        [REL_royalty_of] = "royalty_of",
        [REL_spouse_of] = "spouse_of",
        [REL_parent_of] = "parent_of",
        [REL_sibling_of] = "sibling",
        [REL_aide_of] = "advisor_of",
        [REL_part_of] = "part_of",
        [REL_agency_of] = "agency_of",
        [REL_ministry_of] = "ministry_of",
        [REL_institution_of] = "institution_of",
        [REL_takes_part_in] = "appears_in",
        [REL_opponent_of] = "vs",
        [REL_founder_of] = "created_by",
        [REL_maker_of] = "created_by",
    };
    const char *placed = r == REL_based_in     ? "based_in"
                         : r == REL_located_in ? "in"
                         : r == REL_held_in    ? "event_in"
                                               : NULL;
    if (!placed)
        return plain[r];
    int level = str_eq(target->kind, STR("country"))     ? 0
                : str_eq(target->subkind, STR("region")) ? 1
                                                         : 2;
    (void)snprintf(room, size, "%s%d", placed, level);
    return room;
}

typedef struct {
    const gold_doc *d;
    const int *gold;
    dm_kg_score *out;
    VEC(triple) seen;
} tally;

static dm_counts *of_rule(dm_kg_score *s, const dm_gedge *e)
{
    enum { RULES = sizeof s->rule / sizeof *s->rule };
    uint32_t i = 0;
    while (i < s->rule_count &&
           (!str_eq(str_z(s->rule[i].name), e->rule) || s->rule[i].derived != e->derived))
        i++;
    if (i == RULES)
        i--;
    if (i == s->rule_count) {
        (void)snprintf(s->rule[i].name, sizeof s->rule[i].name, "%.*s", STR_ARG(e->rule));
        s->rule[i].derived = e->derived;
        s->rule_count++;
    }
    return &s->rule[i].counts;
}

static void count(tally *t, const triple *p, dm_rel r, const dm_gedge *e)
{
    if (known(t->seen.at, t->seen.len, p))
        return;
    vec_push(&t->seen, *p);
    bool right = known(t->d->relations.at, t->d->relations.len, p);
    t->out->predicted++;
    t->out->right += right;
    const uint32_t step = (uint32_t)(e->confidence * 10);
    dm_counts *all[] = {&t->out->per[r], &t->out->sure[step < 10 ? step : 9],
                        of_rule(t->out, e)};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        all[i]->right += right;
        all[i]->extra += !right;
    }
}

static void count_edge(tally *t, const dm_graph *g, const dm_gedge *e)
{
    char room[24];
    dm_rel r = rel_find(e->relation);
    const char *name =
        r < REL_COUNT ? dwie_name(r, &g->nodes[e->target], room, sizeof room) : NULL;
    if (!name || !str_eq(e->family, STR("state")) || str_eq(e->polarity, STR("negated")) ||
        str_eq(e->modality, STR("denied")) || outside(t->d, &g->nodes[e->source]) ||
        outside(t->d, &g->nodes[e->target]))
        return;
    triple p = {t->gold[e->source], t->gold[e->target], ""};
    (void)snprintf(p.name, sizeof p.name, "%s", name);
    if (r == REL_founder_of || r == REL_maker_of) {
        p.s = t->gold[e->target];
        p.o = t->gold[e->source];
    }
    count(t, &p, r, e);
    if (e->symmetric) {
        triple back = p;
        back.s = p.o;
        back.o = p.s;
        count(t, &back, r, e);
    }
}

static void score(const gold_doc *d, const dm_graph *g, dm_kg_score *out)
{
    int *gold = dm_calloc(g->node_count, sizeof *gold);
    align(d, g, gold);
    tally t = {.d = d, .gold = gold, .out = out};
    for (uint32_t i = 0; i < g->edge_count; i++)
        count_edge(&t, g, &g->edges[i]);
    out->gold += (uint32_t)d->relations.len;
    out->documents++;
    vec_free(&t.seen);
    free(gold);
}

typedef struct {
    const dm_engine *engine;
    dm_kg_score *out;
} kg_run;

static dm_status score_article(void *context, const cJSON *o, dm_error *err)
{
    const kg_run *run = context;
    dm_graph *g;
    gold_doc d = {0};
    dm_status status = article_extract(run->engine, jsonl_text(o, "content"),
                                       jsonl_text(o, "id").ptr, "state,-cooccurrence", &g, err);
    if (status == DM_OK) {
        gold_read(o, &d);
        score(&d, g, run->out);
    }
    vec_free(&d.concepts);
    vec_free(&d.mentions);
    vec_free(&d.relations);
    dm_graph_free(g);
    return status;
}

dm_status kg_eval(const dm_engine *engine, const char *dwie_path, dm_kg_score *out,
                  dm_error *err)
{
    kg_run run = {engine, out};
    *out = (dm_kg_score){0};
    return jsonl_each(dwie_path, score_article, &run, err);
}

static void print_counts(const char *name, const char *more, const dm_counts *c, FILE *out)
{
    const uint32_t n = c->right + c->extra;
    if (n)
        (void)fprintf(out, "    %-20s %-8s %.2f right of %u\n", name, more,
                      (double)c->right / n, n);
}

void kg_print(const dm_kg_score *s, FILE *out)
{
    for (int i = 0; i < REL_COUNT; i++)
        print_counts(rel_table[i].name, "", &s->per[i], out);
    for (int i = 0; i < 10; i++) {
        char name[8];
        (void)snprintf(name, sizeof name, ".%d", i);
        print_counts("confidence", name, &s->sure[i], out);
    }
    for (uint32_t i = 0; i < s->rule_count; i++)
        print_counts(s->rule[i].name, s->rule[i].derived ? "derived" : "said",
                     &s->rule[i].counts, out);
}
