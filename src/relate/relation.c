/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/relation.h"

#include "base/vec.h"

static bool same_edge(const dm_relation *a, const dm_relation *b)
{
    return a->source == b->source && a->target == b->target && a->rel == b->rel &&
           a->polarity == b->polarity && a->modality == b->modality &&
           (a->rel != REL_open || str_eq(a->predicate, b->predicate));
}

/* A sentence proves a lasting relation once; what happens may happen twice in it. */
static bool same_words(dm_rel rel, const dm_evidence *a, const dm_evidence *b)
{
    return a->sentence == b->sentence &&
           (rel_table[rel].family == FAMILY_STATE || a->trigger_begin == b->trigger_begin);
}

static void evidence_add(dm_relation *r, dm_arena *a, const dm_evidence *e)
{
    for (uint32_t i = 0; i < r->evidence_count; i++) {
        if (same_words(r->rel, &r->evidence[i], e))
            return;
    }
    uint32_t n = r->evidence_count;
    /* room doubles at powers of two; what is left behind in the arena is small */
    if ((n & (n - 1)) == 0) {
        dm_evidence *more = ARENA_ARRAY(a, dm_evidence, n ? 2 * n : 1);
        if (n)
            memcpy(more, r->evidence, n * sizeof *more);
        r->evidence = more;
    }
    r->evidence[r->evidence_count++] = *e;
}

static void swap_ends(dm_relation *r, dm_evidence *e)
{
    uint32_t t = r->source;
    r->source = r->target;
    r->target = t;
    dm_evidence was = *e;
    e->source_begin = was.target_begin;
    e->source_end = was.target_end;
    e->target_begin = was.source_begin;
    e->target_end = was.source_end;
}

void relations_add(dm_relations *list, dm_arena *a, const dm_relation *given,
                   const dm_evidence *words)
{
    dm_relation r = *given;
    dm_evidence e = *words;
    if (r.source == r.target)
        return;
    /* what two do together one of them need not claim */
    if (rel_table[r.rel].symmetric &&
        (r.attributed_to == r.source || r.attributed_to == r.target))
        r.attributed_to = ENTITY_NONE;
    if (rel_table[r.rel].symmetric && r.source > r.target)
        swap_ends(&r, &e);
    for (size_t i = 0; i < list->len; i++) {
        dm_relation *have = &list->at[i];
        if (!same_edge(have, &r))
            continue;
        if (r.confidence > have->confidence)
            have->confidence = r.confidence;
        have->derived = have->derived && r.derived;
        if (!have->predicate.len)
            have->predicate = r.predicate;
        /* what the article itself says as well is nobody's claim */
        if (have->attributed_to != r.attributed_to)
            have->attributed_to = ENTITY_NONE;
        /* the classifier does not see tenses; a noun and its "was" do */
        have->former = have->former || (r.former && str_eq(have->rule, STR("classifier")));
        evidence_add(have, a, &e);
        return;
    }
    r.evidence = NULL;
    r.evidence_count = 0;
    evidence_add(&r, a, &e);
    vec_push(list, r);
}

static int order(long long a, long long b)
{
    return (a > b) - (a < b);
}

static int by_edge(const void *pa, const void *pb)
{
    const dm_relation *a = pa, *b = pb;
    int c = order(a->source, b->source);
    if (!c)
        c = order(a->target, b->target);
    if (!c)
        c = order(a->rel, b->rel);
    if (!c)
        c = order(a->polarity, b->polarity);
    if (!c)
        c = order(a->modality, b->modality);
    return c ? c : str_cmp(a->predicate, b->predicate);
}

static int by_sentence(const void *pa, const void *pb)
{
    const dm_evidence *a = pa, *b = pb;
    int c = order(a->sentence, b->sentence);
    return c ? c : order(a->trigger_begin, b->trigger_begin);
}

void relations_sort(dm_relations *list)
{
    if (list->len)
        qsort(list->at, list->len, sizeof *list->at, by_edge);
    for (size_t i = 0; i < list->len; i++)
        qsort(list->at[i].evidence, list->at[i].evidence_count, sizeof(dm_evidence),
              by_sentence);
}

void relations_free(dm_relations *list)
{
    vec_free(list);
}
