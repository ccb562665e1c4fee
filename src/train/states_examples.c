/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/vec.h"
#include "train/states_fit.h"

#include <stdlib.h>

enum { MIN_CASES = 3, MIN_ARTICLES = 2 };

uint32_t example_fold(const example *e)
{
    return e->text % FOLDS;
}

static uint32_t gold_of(const state_article *x, uint32_t s, uint32_t t)
{
    uint32_t mask = 0;
    for (uint32_t i = 0; i < x->gold_count; i++) {
        const state_gold *g = &x->gold[i];
        bool ahead = g->source == s && g->target == t, back = g->source == t && g->target == s;
        if (!ahead && !back)
            continue;
        state_label l = states_label_of(str_z(g->label), x->cast.entities[g->source].kind);
        if (l.rel == REL_NONE)
            continue;
        if (rel_table[l.rel].symmetric || (l.swap ? back : ahead))
            mask |= 1u << l.rel;
    }
    return mask;
}

static void take_features(examples *x, const dm_feature_set *f, example *e)
{
    while (x->feature_len + f->len > x->feature_cap) {
        x->feature_cap = x->feature_cap ? 2 * x->feature_cap : 1 << 20;
        x->features = dm_realloc(x->features, x->feature_cap * sizeof *x->features);
    }
    e->first = x->feature_len;
    e->count = (uint32_t)f->len;
    memcpy(x->features + x->feature_len, f->hash, f->len * sizeof *f->hash);
    x->feature_len += f->len;
}

/* Other corpora teach only the relations that DWIE has few of: what a relation is differs. */
static uint32_t known_of(const examples *x, const state_article *a, uint32_t number)
{
    uint32_t known = a->known ? a->known : UINT32_MAX;
    return number < x->measured || a->text ? known : known & x->taught;
}

static void read_pairs(state_article *a, uint32_t number, const dm_lexicon *lex,
                       dm_feature_set *f, examples *x)
{
    dm_relate_input in = {.lexicon = lex, .doc = &a->doc, .parse = &a->parse, .cast = &a->cast};
    dm_space space;
    space_build(&in, &space);
    for (uint32_t s = 0; s < a->cast.entity_count; s++) {
        for (uint32_t t = 0; t < a->cast.entity_count; t++) {
            example e = {.article = number,
                         .text = a->text ? a->text - 1 : number,
                         .source = s,
                         .target = t,
                         .known = known_of(x, a, number),
                         .weight = a->weight > 0 ? a->weight : 1};
            e.kinds = kind_pair(&space.entities[s], &space.entities[t]);
            if (s == t || !(x->allowed[e.kinds] & e.known))
                continue;
            e.gold = gold_of(a, s, t);
            pair_features(&space, s, t, f);
            take_features(x, f, &e);
            vec_push(x, e);
        }
    }
}

static void find_taught(examples *x)
{
    x->taught = 0;
    for (uint32_t r = 0; r < STATE_COUNT; r++)
        x->taught |= x->cases[r] < x->few ? 1u << r : 0;
}

static void count_kinds(const state_articles *articles, examples *x)
{
    static uint32_t seen[KIND_PAIRS][STATE_COUNT];
    memset(seen, 0, sizeof seen);
    for (size_t i = 0; i < articles->len; i++) {
        const dm_cast *c = &articles->at[i].cast;
        if (i == x->measured)
            find_taught(x);
        const uint32_t known = known_of(x, &articles->at[i], (uint32_t)i);
        for (uint32_t s = 0; s < c->entity_count; s++) {
            for (uint32_t t = 0; t < c->entity_count; t++) {
                uint32_t gold = gold_of(&articles->at[i], s, t) & known;
                uint32_t kinds =
                    c->entities[s].kind * (uint32_t)KIND_COUNT + c->entities[t].kind;
                for (uint32_t r = 0; r < STATE_COUNT; r++) {
                    seen[kinds][r] += gold >> r & 1;
                    x->cases[r] += i < x->measured && gold >> r & 1;
                }
            }
        }
    }
    for (uint32_t k = 0; k < KIND_PAIRS; k++) {
        for (uint32_t r = 0; r < STATE_COUNT; r++) {
            if (seen[k][r] >= MIN_CASES)
                x->allowed[k] |= 1u << r;
        }
    }
}

/* ---- dictionary of features that stand in several articles ---- */

typedef struct {
    uint32_t hash, last, index;
    uint32_t articles, measured; /* that show it: all, and those of DWIE */
} dict_slot;

typedef struct {
    dict_slot *at;
    size_t cap, len;
} dict;

static dict_slot *dict_find(const dict *d, uint32_t hash)
{
    size_t at = hash & (d->cap - 1);
    while (d->at[at].hash && d->at[at].hash != hash)
        at = (at + 1) & (d->cap - 1);
    return &d->at[at];
}

static void dict_grow(dict *d)
{
    dict old = *d;
    d->cap = old.cap ? 2 * old.cap : 1 << 16;
    d->at = dm_calloc(d->cap, sizeof *d->at);
    for (size_t i = 0; i < old.cap; i++) {
        if (old.at[i].hash)
            *dict_find(d, old.at[i].hash) = old.at[i];
    }
    free(old.at);
}

static void count_features(const examples *x, dict *d)
{
    for (size_t i = 0; i < x->len; i++) {
        const example *e = &x->at[i];
        for (uint32_t k = 0; k < e->count; k++) {
            if (2 * d->len >= d->cap)
                dict_grow(d);
            uint32_t hash = x->features[e->first + k];
            dict_slot *s = dict_find(d, hash);
            d->len += !s->hash;
            bool again = s->hash && s->last == e->text;
            s->articles += !again;
            s->measured += !again && e->article < x->measured;
            s->hash = hash;
            s->last = e->text;
        }
    }
}

static void keep_features(examples *x, dict *d)
{
    VEC(uint32_t) hashes = {0};
    VEC(uint8_t) kinds = {0};
    for (size_t i = 0; i < x->len; i++) {
        example *e = &x->at[i];
        uint32_t n = 0;
        for (uint32_t k = 0; k < e->count; k++) {
            dict_slot *s = dict_find(d, x->features[e->first + k]);
            /* one article of DWIE teaches its relations nothing by a word of its own */
            if (s->articles < MIN_ARTICLES || (s->measured && s->measured < MIN_ARTICLES))
                continue;
            if (!s->index) {
                vec_push(&hashes, s->hash);
                vec_push(&kinds, (uint8_t)e->kinds);
                s->index = (uint32_t)hashes.len;
            }
            x->features[e->first + n++] = s->index - 1;
        }
        e->count = n;
    }
    vec_take(&x->arena, &hashes, x->hash, x->feature_count);
    uint32_t n;
    vec_take(&x->arena, &kinds, x->kinds, n);
    (void)n;
}

void examples_read(state_articles *articles, uint32_t measured, uint32_t few,
                   const dm_lexicon *lex, uint32_t skip, examples *out)
{
    *out = (examples){.measured = measured, .few = few};
    dm_feature_set f = {.skip = skip};
    count_kinds(articles, out);
    for (size_t i = 0; i < articles->len; i++)
        read_pairs(&articles->at[i], (uint32_t)i, lex, &f, out);
    dict d = {0};
    count_features(out, &d);
    keep_features(out, &d);
    free(d.at);
    feature_set_free(&f);
}

void examples_read_more(state_articles *articles, const dm_lexicon *lex, uint32_t skip,
                        const examples *known, examples *out)
{
    *out = (examples){0};
    memcpy(out->allowed, known->allowed, sizeof out->allowed);
    out->measured = UINT32_MAX;
    dm_feature_set f = {.skip = skip};
    for (size_t i = 0; i < articles->len; i++)
        read_pairs(&articles->at[i], (uint32_t)i, lex, &f, out);
    dict d = {0};
    for (uint32_t i = 0; i < known->feature_count; i++) {
        if (2 * d.len >= d.cap)
            dict_grow(&d);
        dict_slot *s = dict_find(&d, known->hash[i]);
        *s = (dict_slot){.hash = known->hash[i], .index = i};
        d.len++;
    }
    for (size_t i = 0; i < out->len; i++) {
        example *e = &out->at[i];
        uint32_t n = 0;
        for (uint32_t k = 0; k < e->count; k++) {
            const dict_slot *s = dict_find(&d, out->features[e->first + k]);
            if (s->hash)
                out->features[e->first + n++] = s->index;
        }
        e->count = n;
    }
    free(d.at);
    feature_set_free(&f);
}

void examples_free(examples *x)
{
    free(x->at);
    free(x->features);
    arena_free(&x->arena);
    *x = (examples){0};
}
