/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/event_features.h"
#include "relate/event_rules.h"

#include <stdio.h>

/* Templates: numbers are part of the model, only append. */
enum {
    T_BIAS = 1,
    T_ORDER,
    T_BETWEEN_COUNT,
    T_SOURCE_DEP,
    T_TARGET_DEP,
    T_BOTH_DEP,
    T_PATH,
    T_PATH_LABELS,
    T_TOP_LEMMA,
    T_TOP_CLASS,
    T_TOP_CLASS_PATH,
    T_SOURCE_GOVERNOR,
    T_TARGET_GOVERNOR,
    T_SOURCE_GOVERNOR_CLASS,
    T_TARGET_GOVERNOR_CLASS,
    T_PATH_LEMMA,
    T_PATH_CLASS,
    T_PATH_PAIR,
    T_WORD_BETWEEN,
    T_CLASS_BETWEEN,
    T_KINDS,
    T_SOURCE_KIND,
    T_TARGET_KIND,
    T_ROOT,
    T_ROOT_CLASS,
    T_NEGATED,
    T_AUXILIARY,
    T_HINT,
    T_HINT_RULE,
    T_NO_HINT,
    T_REVERSE_HINT,
    T_HEAD_WORD,
    T_FORM,
    T_SPEAKER,
    T_SPEAKER_WORD,
    T_SPEAKER_DEP,
    T_PARTICLE,
    T_OBJECT_LEMMA,
    T_OBJECT_CLASS,
    T_POSITION,
    T_PATH_LENGTH,
    T_TARGET_WORD_DEP,
    T_LAST
};

enum { PATH_MAX_STEPS = 10 };

typedef struct {
    uint32_t up[PATH_MAX_STEPS], down[PATH_MAX_STEPS]; /* from either end, without the top */
    uint32_t ups, downs, top;                          /* top TOKEN_NONE: too far apart */
} path;

typedef struct {
    const dm_event_scene *sc;
    const dm_phrase *s, *t;
    dm_event_features *out;
    path p;
} maker;

static uint32_t mix(uint32_t h, uint32_t x)
{
    h ^= x + 0x9E3779B9U + (h << 6) + (h >> 2);
    h *= 0x85EBCA6BU;
    return h ^ (h >> 13);
}

static void put(maker *m, uint32_t template_, uint32_t a, uint32_t b)
{
    dm_event_features *o = m->out;
    if (o->count >= EVENT_FEATURES_MAX)
        return;
    uint32_t h = mix(mix(mix(2166136261U, template_), a), b);
    h ^= h >> 16;
    o->at[o->count++] = (h * 0x7FEB352DU) >> (32 - EVENT_BITS);
}

static uint32_t word(dm_str s)
{
    return (uint32_t)str_hash(s);
}

static uint32_t lemma_hash(const maker *m, uint32_t token)
{
    return word(lemma_at(m->sc->t, token));
}

/* Label with the preposition: "obl with". */
static uint32_t step(const maker *m, uint32_t token)
{
    const dm_tree *t = m->sc->t;
    uint8_t d = dep_of(t, token);
    bool oblique = d == DEP_obl || d == DEP_nmod || d == DEP_obl_agent || d == DEP_nmod_desc;
    return mix(d, oblique ? word(preposition(t, token)) : 0);
}

static void find_path(maker *m)
{
    const dm_tree *t = m->sc->t;
    uint32_t a[PATH_MAX_STEPS + 1], n = 0, x = m->s->head;
    m->p = (path){.top = TOKEN_NONE};
    while (x != HEAD_ROOT && n <= PATH_MAX_STEPS) {
        a[n++] = x;
        x = t->words[x].head;
    }
    uint32_t y = m->t->head, k = 0;
    while (y != HEAD_ROOT && k < PATH_MAX_STEPS) {
        for (uint32_t i = 0; i < n; i++) {
            if (a[i] == y) {
                m->p.top = y;
                m->p.ups = i;
                m->p.downs = k;
                memcpy(m->p.up, a, i * sizeof *a);
                return;
            }
        }
        m->p.down[k++] = y;
        y = t->words[y].head;
    }
}

/* ---- classes of words ---- */

/* The lexicon's class of a predicate: 1 + event class, 0 when it has none. */
static uint32_t class_of(const maker *m, uint32_t token, float *share)
{
    const dm_tree *t = m->sc->t;
    dm_verb_class c = {REL_NONE, 0};
    uint8_t u = t->words[token].upos;
    dm_str lemma = lemma_at(t, token);
    const dm_lexicon *lex = t->in->lexicon;
    uint32_t n = 0;
    if (u == UPOS_VERB) {
        uint32_t prt = child_with(t, token, DEP_compound_prt);
        if (prt != TOKEN_NONE) {
            char both[64];
            dm_str p = lemma_at(t, prt);
            int len = snprintf(both, sizeof both, "%.*s %.*s", STR_ARG(lemma), STR_ARG(p));
            if (len > 0 && (size_t)len < sizeof both)
                n = lexicon_verb(lex, (dm_str){both, (size_t)len}, &c, 1);
        }
        if (!n)
            n = event_verb_class(t, lemma, &c);
    } else if (u == UPOS_NOUN || u == UPOS_ADJ) {
        n = lexicon_event_noun(lex, lemma, &c, 1);
    }
    if (!n || c.rel < EVENT_FIRST || c.rel > REL_state)
        return 0;
    *share = c.share;
    return event_class((dm_rel)c.rel);
}

static void know(maker *m, uint32_t token, float weight)
{
    float share = 0;
    uint32_t c = class_of(m, token, &share);
    if (!c)
        return;
    float had = 0;
    for (uint32_t i = 1; i < EVENT_CLASSES; i++)
        had = m->out->known[i] > had ? m->out->known[i] : had;
    if (share * weight > had)
        m->out->trigger = token;
    if (share * weight > m->out->known[c])
        m->out->known[c] = share * weight;
}

static uint32_t share_step(float share)
{
    return share > 0.8F ? 2 : share > 0.4F ? 1 : 0;
}

/* ---- groups of features ---- */

static uint32_t kind_of(const maker *m, const dm_phrase *p)
{
    const dm_entity *e = &m->sc->t->cast->entities[p->entity];
    return e->kind +
           (p->form == FORM_NAMED     ? 0U
            : p->form == FORM_PRONOUN ? 32U
                                      : 16U) +
           (p->embedded ? 64U : 0U);
}

static uint32_t bucket(uint32_t n)
{
    return n < 6 ? n : n < 10 ? 6 : n < 18 ? 7 : 8;
}

static void end_features(maker *m)
{
    const dm_phrase *s = m->s, *t = m->t;
    uint32_t order = s < t, gap = s < t ? t->head - s->head : s->head - t->head;
    uint32_t apart = (uint32_t)(s < t ? t - s : s - t);
    uint32_t sk = kind_of(m, s), tk = kind_of(m, t), sd = step(m, s->head),
             td = step(m, t->head), mode = m->sc->unnamed;
    put(m, T_ORDER, order, bucket(gap));
    put(m, T_BETWEEN_COUNT, order, bucket(apart));
    put(m, T_SOURCE_DEP, sd, order);
    put(m, T_TARGET_DEP, td, order);
    put(m, T_BOTH_DEP, sd, td);
    put(m, T_BOTH_DEP, mix(sd, td), order + 2 + mode * 2);
    put(m, T_SOURCE_KIND, sk, mode);
    put(m, T_TARGET_KIND, tk, mode);
    put(m, T_KINDS, sk, tk);
    put(m, T_FORM, s->form, t->form * 8U + order);
    if (s->form != FORM_NAMED)
        put(m, T_HEAD_WORD, lemma_hash(m, s->head), 1);
    if (t->form != FORM_NAMED)
        put(m, T_HEAD_WORD, lemma_hash(m, t->head), 2);
    put(m, T_TARGET_WORD_DEP, tk, td);
    put(m, T_POSITION, (s == m->sc->phrases) + 2U * (t == m->sc->phrases), mode);
    put(m, T_POSITION, 8U + (t == m->sc->phrases + m->sc->count - 1), mode);
}

static void side_features(maker *m, const dm_phrase *p, uint32_t governor, uint32_t class_)
{
    const dm_tree *t = m->sc->t;
    uint32_t g = t->words[p->head].head;
    float share = 0;
    if (g == HEAD_ROOT) {
        put(m, governor, 0, 0);
        return;
    }
    put(m, governor, lemma_hash(m, g), step(m, p->head));
    uint32_t c = class_of(m, g, &share);
    put(m, class_, c, step(m, p->head));
}

static void top_features(maker *m, uint32_t roles)
{
    const dm_tree *t = m->sc->t;
    uint32_t top = m->p.top;
    float share = 0;
    uint32_t c = class_of(m, top, &share);
    put(m, T_TOP_LEMMA, lemma_hash(m, top), 0);
    put(m, T_TOP_LEMMA, lemma_hash(m, top), roles);
    put(m, T_TOP_CLASS, c, share_step(share));
    put(m, T_TOP_CLASS, c + 64, roles);
    uint32_t prt = child_with(t, top, DEP_compound_prt);
    if (prt != TOKEN_NONE)
        put(m, T_PARTICLE, lemma_hash(m, top), lemma_hash(m, prt));
    bool negated = false;
    for (uint32_t k = child_first(t, top); k != TOKEN_NONE; k = child_next(t, k)) {
        uint8_t d = dep_of(t, k);
        negated = negated || lemma_is(t, k, "not") || lemma_is(t, k, "never");
        if (d == DEP_aux)
            put(m, T_AUXILIARY, lemma_hash(m, k), c);
        if (d == DEP_obj || d == DEP_xcomp) {
            float s = 0;
            put(m, T_OBJECT_LEMMA, lemma_hash(m, top), lemma_hash(m, k));
            put(m, T_OBJECT_CLASS, class_of(m, k, &s), c);
            put(m, T_OBJECT_CLASS, class_of(m, k, &s) + 64, roles);
        }
    }
    put(m, T_NEGATED, negated, c);
}

static void path_features(maker *m)
{
    const path *p = &m->p;
    uint32_t h = 1, labels = 1, last = 0;
    if (p->top == TOKEN_NONE) {
        put(m, T_PATH, 0, 0);
        return;
    }
    uint32_t all[2 * PATH_MAX_STEPS + 1], n = 0;
    for (uint32_t i = 0; i < p->ups; i++) {
        h = mix(h, step(m, p->up[i]));
        labels = mix(labels, dep_of(m->sc->t, p->up[i]));
        if (i)
            all[n++] = p->up[i];
    }
    h = mix(h, 77);
    labels = mix(labels, 77);
    if (p->top != m->s->head && p->top != m->t->head)
        all[n++] = p->top;
    for (uint32_t i = p->downs; i-- > 0;) {
        h = mix(h, step(m, p->down[i]));
        labels = mix(labels, dep_of(m->sc->t, p->down[i]));
        if (i)
            all[n++] = p->down[i];
    }
    put(m, T_PATH, h, 1);
    put(m, T_PATH, h, 2 + m->sc->unnamed);
    put(m, T_PATH_LABELS, labels, 1);
    put(m, T_PATH_LENGTH, bucket(p->ups), bucket(p->downs));
    uint32_t roles = mix(p->ups ? step(m, p->up[p->ups - 1]) : 1,
                         p->downs ? step(m, p->down[p->downs - 1]) : 1);
    top_features(m, roles);
    for (uint32_t i = 0; i < n; i++) {
        float share = 0;
        uint32_t c = class_of(m, all[i], &share), l = lemma_hash(m, all[i]);
        put(m, T_PATH_LEMMA, l, 0);
        put(m, T_PATH_CLASS, c, share_step(share));
        put(m, T_PATH_CLASS, c + 64, labels);
        if (i)
            put(m, T_PATH_PAIR, last, l);
        last = l;
        know(m, all[i], 1.0F);
    }
    float share = 0;
    put(m, T_TOP_CLASS_PATH, class_of(m, p->top, &share), h);
}

static void between_features(maker *m)
{
    const dm_tree *t = m->sc->t;
    uint32_t a = m->s < m->t ? m->s->head : m->t->head,
             b = m->s < m->t ? m->t->head : m->s->head;
    uint32_t order = m->s < m->t;
    if (b - a > 24)
        return;
    for (uint32_t i = a + 1; i < b; i++) {
        uint8_t u = t->words[i].upos;
        float share = 0;
        if (u != UPOS_VERB && u != UPOS_NOUN && u != UPOS_ADJ && u != UPOS_ADP)
            continue;
        put(m, T_WORD_BETWEEN, lemma_hash(m, i), order);
        uint32_t c = class_of(m, i, &share);
        if (c)
            put(m, T_CLASS_BETWEEN, c, order + 2 * share_step(share));
        if (u == UPOS_VERB)
            know(m, i, 0.6F);
    }
}

static void speaker_features(maker *m)
{
    const dm_tree *t = m->sc->t;
    const dm_sentence *s = &t->doc->sentences[m->sc->sentence];
    const dm_phrase *p = m->s->head == TOKEN_NONE ? m->t : m->s;
    bool speaks = m->s->head == TOKEN_NONE;
    put(m, T_SPEAKER, speaks, kind_of(m, p));
    put(m, T_SPEAKER_DEP, speaks, step(m, p->head));
    side_features(m, p, T_SOURCE_GOVERNOR + 100 + speaks, T_SOURCE_GOVERNOR_CLASS + 100);
    for (uint32_t i = s->first; i < s->end && i < s->first + 40; i++) {
        uint8_t u = t->words[i].upos;
        if (u == UPOS_VERB || u == UPOS_NOUN || u == UPOS_ADJ)
            put(m, T_SPEAKER_WORD, lemma_hash(m, i), speaks);
    }
    know(m, t->words[p->head].head == HEAD_ROOT ? p->head : t->words[p->head].head, 0.5F);
}

static void hint_features(maker *m, const dm_event_hint *hint, const dm_event_hint *reverse)
{
    if (hint->rel < REL_COUNT) {
        put(m, T_HINT, hint->rel, 0);
        put(m, T_HINT_RULE, word(hint->of->rule), 0);
        put(m, T_HINT_RULE, word(hint->of->rule), hint->rel);
        if (hint->rel >= EVENT_FIRST && hint->rel <= REL_state) {
            m->out->known[event_class((dm_rel)hint->rel)] += 1;
            m->out->trigger = hint->trigger;
        }
    } else {
        put(m, T_NO_HINT, 0, 0);
    }
    put(m, T_REVERSE_HINT, reverse->rel, hint->rel);
}

void event_features(const dm_event_scene *scene, uint32_t source, uint32_t target,
                    const dm_event_hint *hint, const dm_event_hint *reverse,
                    dm_event_features *out)
{
    maker m = {
        .sc = scene, .s = &scene->phrases[source], .t = &scene->phrases[target], .out = out};
    *out = (dm_event_features){.trigger = TOKEN_NONE};
    put(&m, T_BIAS, 0, 0);
    put(&m, T_BIAS, 1, scene->unnamed);
    float share = 0;
    if (scene->root != TOKEN_NONE) {
        uint32_t c = class_of(&m, scene->root, &share);
        put(&m, T_ROOT, lemma_hash(&m, scene->root), 0);
        put(&m, T_ROOT_CLASS, c, share_step(share));
    }
    if (m.s->head == TOKEN_NONE || m.t->head == TOKEN_NONE) {
        speaker_features(&m);
    } else {
        find_path(&m);
        end_features(&m);
        side_features(&m, m.s, T_SOURCE_GOVERNOR, T_SOURCE_GOVERNOR_CLASS);
        side_features(&m, m.t, T_TARGET_GOVERNOR, T_TARGET_GOVERNOR_CLASS);
        path_features(&m);
        between_features(&m);
    }
    hint_features(&m, hint, reverse);
}
