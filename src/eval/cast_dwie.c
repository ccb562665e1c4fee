/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cast_dwie.c - mentions and clusters of DWIE, counted as score_kg.py --core does. */
#include "base/vec.h"
#include "eval/article.h"
#include "eval/cast_eval.h"
#include "eval/clusters.h"
#include "eval/jsonl.h"

typedef enum {
    CLASS_person,
    CLASS_organization,
    CLASS_location,
    CLASS_event,
    CLASS_misc,
    CLASS_NONE
} core_class;

static core_class class_of(const cJSON *tags)
{
    static const char *const names[] = {"type::person", "type::organization", "type::location",
                                        "type::event", "type::misc"};
    for (int k = 0; k < CLASS_NONE; k++) {
        if (jsonl_has(tags, names[k]))
            return (core_class)k;
    }
    return jsonl_has(tags, "type::entity") ? CLASS_misc : CLASS_NONE;
}

static core_class class_of_kind(uint8_t kind)
{
    static const core_class row[KIND_COUNT] = {
        [KIND_person] = CLASS_person,    [KIND_organisation] = CLASS_organization,
        [KIND_country] = CLASS_location, [KIND_place] = CLASS_location,
        [KIND_group] = CLASS_misc,       [KIND_event] = CLASS_event,
        [KIND_thing] = CLASS_misc};
    return kind < KIND_COUNT ? row[kind] : CLASS_misc;
}

/* The kind that a gold name is given when the engine is left out. */
static uint8_t kind_of_tags(const cJSON *tags, core_class k)
{
    static const uint8_t row[] = {KIND_person, KIND_organisation, KIND_place, KIND_event,
                                  KIND_thing};
    if (jsonl_has(tags, "type::gpe0") || jsonl_has(tags, "type::gpe0-x"))
        return KIND_country;
    if (k == CLASS_NONE)
        return KIND_group;
    if (jsonl_has(tags, "type::ethnicity") || jsonl_has(tags, "type::religion"))
        return KIND_group;
    return row[k];
}

typedef struct {
    uint64_t span;
    uint32_t concept;
    core_class kind;
} gold_mention;

typedef struct {
    VEC(gold_mention) core;
    VEC(gold_mention) ignored;
    VEC(gold_name) names;
    core_class *kinds;
    uint32_t concepts;
} gold_document;

static void read_concepts(const cJSON *d, dm_arena *a, gold_document *g)
{
    const cJSON *list = cJSON_GetObjectItem(d, "concepts"), *c;
    g->concepts = (uint32_t)cJSON_GetArraySize(list);
    g->kinds = ARENA_ARRAY(a, core_class, g->concepts + 1u);
    uint32_t i = 0;
    cJSON_ArrayForEach(c, list)
    {
        const cJSON *tags = cJSON_GetObjectItem(c, "tags");
        g->kinds[i++] = class_of(tags);
    }
}

static bool name_like(const cJSON *tags, core_class k)
{
    return k != CLASS_NONE || jsonl_has(tags, "type::gpe0-x") ||
           jsonl_has(tags, "type::loc-x") || jsonl_has(tags, "type::gpe1-x") ||
           jsonl_has(tags, "type::religion-x");
}

static void read_gold(const cJSON *d, dm_arena *a, gold_document *g)
{
    read_concepts(d, a, g);
    const cJSON *concepts = cJSON_GetObjectItem(d, "concepts"), *m;
    const cJSON **by = ARENA_ARRAY(a, const cJSON *, g->concepts + 1u);
    uint32_t i = 0;
    cJSON_ArrayForEach(m, concepts) by[i++] = cJSON_GetObjectItem(m, "tags");
    cJSON_ArrayForEach(m, cJSON_GetObjectItem(d, "mentions"))
    {
        uint32_t begin = jsonl_number(m, "begin"), end = jsonl_number(m, "end");
        uint32_t k = jsonl_number(m, "concept");
        if (k >= g->concepts)
            continue;
        gold_mention x = {
            .span = (uint64_t)begin << 32 | end, .concept = k, .kind = g->kinds[k]};
        gold_name n = {.begin = begin, .end = end, .kind = kind_of_tags(by[k], g->kinds[k])};
        if (name_like(by[k], g->kinds[k]))
            vec_push(&g->names, n);
        if (x.kind == CLASS_NONE)
            vec_push(&g->ignored, x);
        else
            vec_push(&g->core, x);
    }
}

typedef struct {
    double gold, found, span, typed, gold_entities, found_entities, exact;
    cluster_sums sums;
} totals;

static bool in_list(const gold_mention *list, size_t n, uint64_t span, core_class *kind,
                    uint32_t *concept)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].span == span) {
            *kind = list[i].kind;
            *concept = list[i].concept;
            return true;
        }
    }
    return false;
}

/* Renumber the clusters that are used, from 0. */
static uint32_t compact(dm_arena *a, cluster_mention *m, uint32_t n, uint32_t most)
{
    uint32_t *to = ARENA_ARRAY(a, uint32_t, most + 1u), used = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!to[m[i].cluster])
            to[m[i].cluster] = ++used;
        m[i].cluster = to[m[i].cluster] - 1;
    }
    return used;
}

static clustering gold_clusters(dm_arena *a, const gold_document *g)
{
    cluster_mention *m = ARENA_ARRAY(a, cluster_mention, g->core.len + 1);
    uint32_t n = 0;
    for (size_t i = 0; i < g->core.len; i++) {
        bool twice = false;
        for (uint32_t k = 0; k < n; k++)
            twice = twice || m[k].span == g->core.at[i].span;
        if (!twice)
            m[n++] = (cluster_mention){g->core.at[i].span, g->core.at[i].concept};
    }
    return (clustering){m, n, compact(a, m, n, g->concepts)};
}

static clustering found_clusters(dm_arena *a, const dm_document *doc, const dm_cast *cast,
                                 const gold_document *g, totals *t)
{
    cluster_mention *m = ARENA_ARRAY(a, cluster_mention, cast->mention_count + 1u);
    uint32_t n = 0;
    for (uint32_t i = 0; i < cast->mention_count; i++) {
        const dm_mention *x = &cast->mentions[i];
        if (x->form != FORM_NAMED)
            continue;
        uint64_t span =
            (uint64_t)doc->tokens[x->begin].cp_begin << 32 | doc->tokens[x->end - 1].cp_end;
        core_class kind;
        uint32_t concept;
        if (in_list(g->ignored.at, g->ignored.len, span, &kind, &concept))
            continue;
        m[n++] = (cluster_mention){span, x->entity};
        if (in_list(g->core.at, g->core.len, span, &kind, &concept)) {
            t->span += 1;
            t->typed += kind == class_of_kind(cast->entities[x->entity].kind);
        }
    }
    return (clustering){m, n, compact(a, m, n, cast->entity_count)};
}

/* Clusters whose mentions are the very same. */
static double same_clusters(const clustering *g, const clustering *f)
{
    double same = 0;
    for (uint32_t k = 0; k < f->clusters; k++) {
        uint32_t gold = UINT32_MAX, size = 0, gold_size = 0;
        bool ok = true;
        for (uint32_t i = 0; i < f->count && ok; i++) {
            if (f->at[i].cluster != k)
                continue;
            uint32_t hit = UINT32_MAX;
            for (uint32_t j = 0; j < g->count; j++)
                hit = g->at[j].span == f->at[i].span ? g->at[j].cluster : hit;
            ok = hit != UINT32_MAX && (gold == UINT32_MAX || gold == hit);
            gold = hit;
            size++;
        }
        for (uint32_t j = 0; j < g->count && ok; j++)
            gold_size += g->at[j].cluster == gold;
        same += ok && size == gold_size;
    }
    return same;
}

static void list_misses(FILE *to, const char *id, const dm_document *doc, const clustering *g,
                        const clustering *f, const dm_cast *cast)
{
    (void)fprintf(to, "== %s\n", id);
    for (uint32_t k = 0; k < g->clusters; k++) {
        (void)fprintf(to, "gold:");
        for (uint32_t i = 0; i < g->count; i++) {
            if (g->at[i].cluster != k)
                continue;
            uint32_t got = UINT32_MAX;
            for (uint32_t j = 0; j < f->count; j++)
                got = f->at[j].span == g->at[i].span ? f->at[j].cluster : got;
            const token_range at =
                article_tokens(doc, (uint32_t)(g->at[i].span >> 32), (uint32_t)g->at[i].span);
            (void)fprintf(to, " [%.*s]%d", STR_ARG(span_str(doc, at.begin, at.end)), (int)got);
        }
        (void)fprintf(to, "\n");
    }
    cast_print(doc, cast, to);
}

typedef struct {
    const cast_eval_options *o;
    totals t;
    uint32_t documents;
} dwie_run;

static dm_status score_document(void *context, const cJSON *d, dm_error *err)
{
    dwie_run *run = context;
    totals *t = &run->t;
    dm_document doc;
    dm_parse parse;
    dm_cast cast;
    gold_document g = {0};
    dm_arena a = {0};
    read_gold(d, &a, &g);
    dm_status status = eval_cast(run->o, jsonl_text(d, "content"), g.names.at,
                                 (uint32_t)g.names.len, &doc, &parse, &cast, err);
    if (status == DM_OK) {
        clustering gold = gold_clusters(&a, &g);
        clustering found = found_clusters(&a, &doc, &cast, &g, t);
        t->gold += gold.count;
        t->found += found.count;
        t->gold_entities += gold.clusters;
        t->found_entities += found.clusters;
        t->exact += same_clusters(&gold, &found);
        clusters_add(&gold, &found, &t->sums);
        if (run->o->misses)
            list_misses(run->o->misses, jsonl_text(d, "id").ptr, &doc, &gold, &found, &cast);
    }
    run->documents++;
    document_free(&doc);
    vec_free(&g.core);
    vec_free(&g.ignored);
    vec_free(&g.names);
    arena_free(&a);
    return status;
}

dm_status eval_dwie(const char *path, const cast_eval_options *o, dwie_figures *out,
                    dm_error *err)
{
    dwie_run run = {.o = o};
    const dm_status status = jsonl_each(path, score_document, &run, err);
    const totals *t = &run.t;
    *out = (dwie_figures){
        .documents = run.documents,
        .span_f1 = f1_of(t->span, t->found, t->gold),
        .typed_f1 = f1_of(t->typed, t->found, t->gold),
        .muc = clusters_muc(&t->sums),
        .b3 = clusters_b3(&t->sums),
        .ceaf = clusters_ceaf(&t->sums),
        .conll = clusters_conll(&t->sums),
        .exact = f1_of(t->exact, t->found_entities, t->gold_entities),
    };
    return status;
}
