/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs of phrases of one sentence: what the rules, the encoder's pair head and the features
 * say of them. */
#include "relate/event_model.h"

bool event_short(const dm_document *doc)
{
    return doc->sentence_count <= 2 && !doc->title.len;
}

static bool overlaps(const dm_phrase *p, uint32_t begin, uint32_t end)
{
    return p->begin < end && begin < p->end;
}

static const dm_event_hint no_hint = {.rel = REL_NONE};

/* The strongest rule that found this pair in this sentence. */
static dm_event_hint hint_of(const dm_relations *found, uint32_t sentence, const dm_phrase *s,
                             const dm_phrase *t)
{
    dm_event_hint best = no_hint;
    for (size_t i = 0; i < found->len; i++) {
        const dm_relation *r = &found->at[i];
        bool turned =
            rel_table[r->rel].symmetric && r->source == t->entity && r->target == s->entity;
        if (!turned && (r->source != s->entity || r->target != t->entity))
            continue;
        for (uint32_t v = 0; v < r->evidence_count; v++) {
            const dm_evidence *e = &r->evidence[v];
            const dm_phrase *a = turned ? t : s, *b = turned ? s : t;
            if (e->sentence != sentence || r->confidence <= best.confidence ||
                !overlaps(a, e->source_begin, e->source_end) ||
                !overlaps(b, e->target_begin, e->target_end))
                continue;
            best = (dm_event_hint){r->rel, r->confidence, e->trigger_begin, r};
        }
    }
    return best;
}

/* What can do something: actors, places that act, and in a short text any phrase. */
static bool may_act(const dm_event_scene *sc, const dm_phrase *p)
{
    uint8_t kind = sc->t->cast->entities[p->entity].kind;
    return sc->unnamed || kind_table[kind].actor;
}

static bool may_suffer(const dm_event_scene *sc, const dm_phrase *p, const dm_event_hint *h)
{
    uint8_t kind = sc->t->cast->entities[p->entity].kind;
    return sc->unnamed || kind_table[kind].actor || h->rel != REL_NONE;
}

/* The head's classes of all pairs of phrases that have words; NULL without a pair head. */
static dm_pair_classes *head_classes(const dm_event_scene *sc)
{
    const dm_relate_input *in = sc->t->in;
    dm_token_span spans[PHRASES_MAX];
    dm_span_pair pairs[PHRASES_MAX * PHRASES_MAX];
    uint32_t n = 0, count = sc->count;
    dm_arena *a = &in->doc->arena;
    if (!in->parser || !in->parse->vectors || !pairs_known(in->parser))
        return NULL;
    while (count && sc->phrases[count - 1].head == TOKEN_NONE)
        count--;
    for (uint32_t i = 0; i < count; i++)
        spans[i] = (dm_token_span){sc->phrases[i].begin, sc->phrases[i].end};
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < count; k++)
            pairs[n++] = (dm_span_pair){i, k};
    }
    dm_pair_classes *out = ARENA_ARRAY(a, dm_pair_classes, n + 1);
    const dm_parse_options options = {.vectors = true};
    if (!n || pairs_score(in->parser, in->parse, &options, spans, count, pairs, n, out, NULL) !=
                  DM_OK)
        return NULL;
    return out;
}

static void scan_sentence(const dm_event_scene *sc, const dm_relations *found,
                          dm_event_take *take, void *context)
{
    dm_pair_classes *head = head_classes(sc);
    uint32_t spoken = sc->count; /* phrases with words */
    while (spoken && sc->phrases[spoken - 1].head == TOKEN_NONE)
        spoken--;
    for (uint32_t s = 0; s < sc->count; s++) {
        for (uint32_t t = 0; t < sc->count; t++) {
            const dm_phrase *a = &sc->phrases[s], *b = &sc->phrases[t];
            if (a->entity == b->entity || !may_act(sc, a))
                continue;
            dm_event_hint hint = hint_of(found, sc->sentence, a, b);
            if (!may_suffer(sc, b, &hint))
                continue;
            dm_event_hint reverse = hint_of(found, sc->sentence, b, a);
            dm_event_features f;
            event_features(sc, s, t, &hint, &reverse, &f);
            dm_event_pair p = {sc, s, t, &hint, NULL, &f};
            if (head && s < spoken && t < spoken)
                p.head = &head[s * spoken + t];
            take(context, &p);
        }
    }
}

void event_scan(const dm_tree *t, const dm_relations *found, bool unnamed, dm_event_take *take,
                void *context)
{
    for (uint32_t i = 0; i < t->doc->sentence_count; i++) {
        const dm_sentence *s = &t->doc->sentences[i];
        dm_phrase phrases[PHRASES_MAX];
        dm_event_scene sc = {
            .t = t, .phrases = phrases, .sentence = i, .root = TOKEN_NONE, .unnamed = unnamed};
        sc.count = phrases_of(t, i, phrases);
        for (uint32_t k = s->first; k < s->end && sc.root == TOKEN_NONE; k++)
            sc.root = t->words[k].head == HEAD_ROOT ? k : TOKEN_NONE;
        if (sc.count > 1)
            scan_sentence(&sc, found, take, context);
    }
}
