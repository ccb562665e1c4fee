/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From scored pairs of phrases to the event edges of a document. */
#include "relate/clause.h"
#include "relate/event_model.h"

typedef struct {
    uint32_t source, target; /* phrases */
    float p[EVENT_CLASSES];
    dm_event_hint hint;
    uint32_t trigger;
} choice;

typedef struct {
    const dm_event_model *model;
    const dm_tree *t;
    dm_relations *list;
    const dm_relations *found;
    float *best; /* [found] how likely its likeliest pair is; 2: no pair of phrases is its */
    choice at[PHRASES_MAX * PHRASES_MAX]; /* pairs of the sentence being read */
    uint32_t count, sentence;
    dm_phrase phrases[PHRASES_MAX];
    bool unnamed;
} decider;

static float happens(const choice *c)
{
    return 1 - c->p[0];
}

static dm_rel best_class(const float *p)
{
    uint32_t best = 1;
    float quad[QUAD_COUNT] = {0};
    for (uint32_t k = 1; k < EVENT_CLASSES; k++)
        quad[rel_table[event_rel(k)].quad] += p[k];
    dm_quad q = rel_table[event_rel(1)].quad;
    for (int i = 0; i < QUAD_COUNT; i++) {
        if (quad[i] > quad[q])
            q = (dm_quad)i;
    }
    float most = -1;
    for (uint32_t k = 1; k < EVENT_CLASSES; k++) {
        if (rel_table[event_rel(k)].quad == q && p[k] > most) {
            most = p[k];
            best = k;
        }
    }
    return event_rel(best);
}

/* The rule's relation stands when its quad does; lasting oppositions are the rule's alone. */
static dm_rel relation_of(const choice *c)
{
    dm_rel rel = best_class(c->p);
    if (c->hint.rel < REL_COUNT &&
        (c->hint.rel < EVENT_FIRST || rel_table[c->hint.rel].quad == rel_table[rel].quad))
        return (dm_rel)c->hint.rel;
    return rel;
}

static void emit(decider *d, const choice *c)
{
    const dm_phrase *s = &d->phrases[c->source], *o = &d->phrases[c->target];
    dm_arena *a = &d->t->in->doc->arena;
    dm_rel rel = relation_of(c);
    dm_relation e = {.polarity = POLARITY_AFFIRMED, .attributed_to = ENTITY_NONE};
    if (c->hint.of) {
        e = *c->hint.of;
    } else if (c->trigger != TOKEN_NONE) {
        dm_stance st = stance_of(d->t, c->trigger);
        e.polarity = st.negated ? POLARITY_NEGATED : POLARITY_AFFIRMED;
        e.modality = (uint8_t)st.modality;
        e.attributed_to = st.attributed_to == s->entity ? ENTITY_NONE : st.attributed_to;
        e.predicate = lemma_at(d->t, c->trigger);
    }
    if (!c->hint.of || c->hint.rel != rel)
        e.rule = STR("pair");
    e.rel = (uint8_t)rel;
    e.source = s->entity;
    e.target = o->entity;
    e.confidence = happens(c);
    if (!e.predicate.len) /* no word of the sentence stands for it */
        e.predicate = str_z(rel_table[rel].name);
    if (d->t->in->explain)
        e.why = str_fmt(a, "pair: happens %.2f, %s; rules: %s", (double)happens(c),
                        rel_table[rel].name,
                        c->hint.rel < REL_COUNT ? rel_table[c->hint.rel].name : "nothing");
    dm_evidence words = {d->sentence, s->begin, s->end, o->begin, o->end, 0, 0};
    if (c->trigger != TOKEN_NONE) {
        words.trigger_begin = c->trigger;
        words.trigger_end = c->trigger + 1;
    }
    relations_add(d->list, a, &e, &words);
}

static bool same_ends(const decider *d, const choice *a, const choice *b, bool turned)
{
    uint32_t as = d->phrases[a->source].entity, at = d->phrases[a->target].entity;
    uint32_t bs = d->phrases[b->source].entity, bt = d->phrases[b->target].entity;
    return turned ? as == bt && at == bs : as == bs && at == bt;
}

/* Of the pairs of phrases of the same two the surest speaks; of the two directions too, unless
 * a rule found both. */
static bool outdone(const decider *d, uint32_t i)
{
    const choice *c = &d->at[i];
    for (uint32_t k = 0; k < d->count; k++) {
        const choice *o = &d->at[k];
        bool surer = happens(o) > happens(c) || (happens(o) >= happens(c) && k < i);
        if (k == i || !surer)
            continue;
        if (same_ends(d, c, o, false))
            return true;
        if (same_ends(d, c, o, true) && !(c->hint.of && o->hint.of && c->hint.of != o->hint.of))
            return true;
    }
    return false;
}

/* In an article what the rules find is kept as they say it, unless it is most unlikely. */
static void note_rule(decider *d, const choice *c)
{
    float *best = &d->best[c->hint.of - d->found->at];
    if (*best > 1 || happens(c) > *best)
        *best = happens(c);
}

/* In an article what is said is no act towards another unless a rule finds one: praise and
 * blame are told apart by the words of the quotation, not by "said". */
static bool only_said(const decider *d, const choice *c)
{
    static const char *const saying[] = {"say", "tell", "add", "state", "note", NULL};
    static const float sure = 0.9F;
    return !d->unnamed && !c->hint.of && c->trigger != TOKEN_NONE &&
           lemma_in(lemma_at(d->t, c->trigger), saying) && happens(c) < sure;
}

static void decide_sentence(decider *d)
{
    for (uint32_t i = 0; i < d->count; i++) {
        const choice *c = &d->at[i];
        float from = d->model->threshold[d->unnamed + (c->hint.of ? 2 : 0)];
        if (c->hint.of && !d->unnamed)
            note_rule(d, c);
        else if (happens(c) >= from && !only_said(d, c) && !outdone(d, i))
            emit(d, c);
    }
    d->count = 0;
}

static void take_pair(void *context, const dm_event_pair *p)
{
    decider *d = context;
    if (d->count && d->sentence != p->scene->sentence)
        decide_sentence(d);
    if (!d->count)
        memcpy(d->phrases, p->scene->phrases, p->scene->count * sizeof *d->phrases);
    d->sentence = p->scene->sentence;
    choice *c = &d->at[d->count++];
    *c = (choice){p->source, p->target, {0}, *p->hint, p->features->trigger};
    event_classes(d->model, p->features, p->head, c->p);
}

static void decide(const dm_event_model *m, const dm_tree *t, const dm_relations *found,
                   bool unnamed, dm_relations *list)
{
    decider *d = arena_alloc(&t->in->doc->arena, sizeof *d, alignof(decider));
    dm_arena *a = &t->in->doc->arena;
    *d = (decider){.model = m, .t = t, .list = list, .unnamed = unnamed, .found = found};
    d->best = ARENA_ARRAY(a, float, found->len + 1);
    for (size_t i = 0; i < found->len; i++)
        d->best[i] = 2;
    event_scan(t, found, unnamed, take_pair, d);
    decide_sentence(d);
    for (size_t i = 0; i < found->len && !unnamed; i++) {
        const dm_relation *r = &found->at[i];
        for (uint32_t v = 0; v < r->evidence_count && d->best[i] >= m->threshold[2]; v++)
            relations_add(list, a, r, &r->evidence[v]);
    }
}

void relate_events(const dm_event_model *m, const dm_relate_input *in, dm_cast *cast,
                   dm_relations *list)
{
    if (!in->parse->words)
        return;
    bool unnamed = cast && event_short(in->doc);
    uint32_t named = unnamed ? unnamed_add(in, cast) : in->cast->entity_count;
    dm_tree t = tree_of(in);
    if (m) {
        dm_relations found = {0};
        event_rules(&t, &found);
        decide(m, &t, &found, unnamed, list);
        relations_free(&found);
    } else {
        event_rules(&t, list);
    }
    if (unnamed)
        unnamed_prune(cast, &in->doc->arena, named, list);
}
