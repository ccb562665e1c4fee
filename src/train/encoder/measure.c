/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/encoder/measure.h"

#include "train/encoder/decode.h"

#include <stdlib.h>

enum { PACK_PIECES = 1024 };

/* Predictions for every token of the corpus. */
typedef struct {
    uint8_t *names, *upos, *xpos, *deprel;
    uint16_t *head;
} predicted;

typedef struct {
    const encoder_model *m;
    const dm_vocab *v;
    const corpus *c;
    window_list windows;
    VEC(size_t) starts; /* of packs, in windows; one more at the end */
    predicted out[DEPTHS];
} measuring;

static uint8_t best_of(const real *x, size_t n)
{
    size_t best = 0;
    for (size_t i = 1; i < n; i++)
        best = x[i] > x[best] ? i : best;
    return (uint8_t)best;
}

static void predict_names(const pack *p, const head_acts *h, const uint32_t *token,
                          const predicted *out)
{
    for (uint32_t s = 0; s < p->S; s++) {
        const uint32_t t = p->sentences[s].first, n = p->sentences[s].end - t;
        decode_names(h->names + (size_t)t * NAME_LABELS, n, out->names + token[t]);
    }
}

static void predict_trees(net *n, head_acts *h, const uint32_t *token, const predicted *out)
{
    const pack *p = n->p;
    const encoder_shape *s = &n->m->shape;
    uint16_t *head = dm_calloc(p->T + 1, sizeof *head);
    for (uint32_t k = 0; k < p->S; k++) {
        const pack_sentence x = p->sentences[k];
        decode_tree(h->arc + h->arc_at[k], x.end - x.first, head + x.first);
    }
    heads_labels(n, head, h);
    for (size_t t = 0; t < p->T; t++) {
        out->upos[token[t]] = best_of(h->upos + t * s->upos, s->upos);
        out->xpos[token[t]] = best_of(h->xpos + t * s->xpos, s->xpos);
        out->deprel[token[t]] = best_of(h->label + t * s->deprel, s->deprel);
        out->head[token[t]] = head[t];
    }
    free(head);
}

static void predict_task(void *context, size_t i)
{
    measuring *x = context;
    const window *w = x->windows.at + x->starts.at[i];
    const size_t count = x->starts.at[i + 1] - x->starts.at[i];
    dm_arena a = {0};
    workspace ws = {0};
    net n = {.m = x->m, .p = pack_make(&a, x->c, x->v, w, count), .ws = &ws};
    const uint32_t *token = pack_tokens(&a, x->c, w, count);
    net_forward(&n);
    for (uint32_t depth = 0; depth < DEPTHS; depth++) {
        head_acts h;
        heads_forward(&n, depth, &h);
        if (n.p->has_names)
            predict_names(n.p, &h, token, &x->out[depth]);
        if (n.p->has_trees)
            predict_trees(&n, &h, token, &x->out[depth]);
    }
    workspace_free(&ws);
    arena_free(&a);
}

/* ---- counting ---- */

typedef struct {
    double right, given, wanted;
} counts;

static double f1_of(counts c)
{
    return c.right > 0 ? 2 * c.right / (c.given + c.wanted) : 0;
}

/* Kinds as bits; the coarse ones keep three: country joins place. */
static uint32_t coarse(uint32_t kinds, bool three)
{
    if (!three)
        return kinds;
    const uint32_t country = 1U << KIND_country, place = 1U << KIND_place;
    if (kinds & country)
        kinds = (kinds & ~country) | place;
    return kinds & (1U << KIND_person | 1U << KIND_organisation | place);
}

/* The gold mention that begins here: its kinds (0: none) and end. */
static uint32_t gold_at(const corpus *c, uint32_t t, uint32_t stop, uint32_t *end)
{
    uint32_t kinds = 0;
    const uint32_t begin = c->tokens.at[t].names;
    *end = t + 1;
    if (begin & NAME_O)
        return 0;
    for (uint32_t k = 0; k < KIND_COUNT; k++)
        kinds |= begin >> (1 + 2 * k) & 1 ? 1U << k : 0;
    const uint32_t inside = (begin & 0x2AAA) << 1;
    while (kinds && *end < stop && c->tokens.at[*end].names == inside)
        (*end)++;
    return kinds;
}

static bool touches_open(const corpus *c, uint32_t begin, uint32_t end)
{
    for (uint32_t t = begin; t < end; t++)
        if (c->tokens.at[t].names == NAME_ANY)
            return true;
    return false;
}

/* Kinds that O may hide here: a prediction of one is neither right nor wrong. */
static uint32_t hidden_kinds(const corpus *c, uint32_t t)
{
    const uint32_t set = c->tokens.at[t].names;
    uint32_t kinds = 0;
    for (uint32_t k = 0; (set & NAME_O) && k < KIND_COUNT; k++)
        kinds |= set >> (1 + 2 * k) & 1 ? 1U << k : 0;
    return kinds;
}

static void count_names(const corpus *c, corpus_sentence s, const uint8_t *labels, bool three,
                        counts *n)
{
    for (uint32_t t = s.first, end; t < s.end; t++) {
        const uint32_t kinds = coarse(gold_at(c, t, s.end, &end), three);
        n->wanted += kinds != 0;
    }
    for (uint32_t t = s.first, end; t < s.end; t = end) {
        end = t + 1;
        if (labels[t] % 2 == 0)
            continue;
        while (end < s.end && labels[end] == labels[t] + 1)
            end++;
        uint32_t kind = 1U << (labels[t] - 1) / 2, gold_end;
        kind = touches_open(c, t, end) || (kind & hidden_kinds(c, t)) ? 0 : coarse(kind, three);
        n->given += kind != 0;
        const uint32_t kinds = coarse(gold_at(c, t, s.end, &gold_end), three);
        n->right += (kinds & kind) != 0 && gold_end == end;
    }
}

static void count_trees(const corpus *c, const window_list *windows, const predicted *p,
                        measured *out)
{
    double n = 0;
    for (size_t i = 0; i < windows->len; i++) {
        const uint32_t from = c->sentences.at[windows->at[i].first].first;
        const uint32_t to = c->sentences.at[windows->at[i].end - 1].end;
        for (uint32_t t = from; t < to; t++) {
            const corpus_token *g = &c->tokens.at[t];
            n++;
            out->upos += p->upos[t] == g->upos;
            out->xpos += p->xpos[t] == g->xpos;
            out->uas += p->head[t] == g->head;
            out->las += p->head[t] == g->head && p->deprel[t] == g->deprel;
        }
    }
    out->upos /= n;
    out->xpos /= n;
    out->uas /= n;
    out->las /= n;
}

static void predict_all(measuring *x, convention as, crew *threads)
{
    windows_cut(x->c, NULL, &x->windows);
    size_t pieces = PACK_PIECES;
    for (size_t i = 0; i < x->windows.len; i++) {
        if (as < CONV_COUNT)
            x->windows.at[i].convention = (uint8_t)as;
        if (pieces >= PACK_PIECES) {
            vec_push(&x->starts, i);
            pieces = 0;
        }
        pieces += x->windows.at[i].pieces;
    }
    const size_t packs = x->starts.len;
    vec_push(&x->starts, x->windows.len);
    crew_run(threads, packs, predict_task, x);
}

void measure(const encoder_model *m, const dm_vocab *v, const corpus *c, convention as,
             crew *threads, measured out[DEPTHS])
{
    measuring x = {.m = m, .v = v, .c = c};
    const size_t n = c->tokens.len + 1;
    for (uint32_t d = 0; d < DEPTHS; d++) {
        x.out[d].names = dm_calloc(n, 1);
        x.out[d].upos = dm_calloc(n, 1);
        x.out[d].xpos = dm_calloc(n, 1);
        x.out[d].deprel = dm_calloc(n, 1);
        x.out[d].head = dm_calloc(n, sizeof(uint16_t));
    }
    predict_all(&x, as, threads);
    for (uint32_t d = 0; d < DEPTHS; d++) {
        counts three = {0}, all = {0};
        out[d] = (measured){0};
        for (size_t s = 0; c->has_names && s < c->sentences.len; s++) {
            count_names(c, c->sentences.at[s], x.out[d].names, true, &three);
            count_names(c, c->sentences.at[s], x.out[d].names, false, &all);
        }
        out[d].names3 = f1_of(three);
        out[d].names_all = f1_of(all);
        if (c->has_trees)
            count_trees(c, &x.windows, &x.out[d], &out[d]);
        free(x.out[d].names);
        free(x.out[d].upos);
        free(x.out[d].xpos);
        free(x.out[d].deprel);
        free(x.out[d].head);
    }
    vec_free(&x.windows);
    vec_free(&x.starts);
}

/* ---- pairs ---- */

typedef struct {
    uint32_t events, right, given, found, typed;
} pair_counts;

static void count_pair(const real *scores, uint8_t gold, pair_counts *n)
{
    const uint8_t best = best_of(scores, PAIR_CLASSES);
    const uint8_t class_ = (uint8_t)(1 + best_of(scores + 1, PAIR_CLASSES - 1));
    n->events += gold != QUAD_NONE;
    n->right += gold != QUAD_NONE && class_ == gold;
    n->given += best != QUAD_NONE;
    n->found += best != QUAD_NONE && gold != QUAD_NONE;
    n->typed += best != QUAD_NONE && best == gold;
}

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

void measure_pairs(const encoder_model *m, const dm_vocab *v, const pair_corpus *c,
                   measured_pairs out[DEPTHS])
{
    window_list windows = {0};
    pair_counts n[DEPTHS] = {0};
    workspace ws = {0};
    windows_cut(&c->text, NULL, &windows);
    for (size_t i = 0; i < windows.len; i++) {
        dm_arena a = {0};
        pack *p = pack_make(&a, &c->text, v, &windows.at[i], 1);
        pack_add_pairs(&a, p, c, &windows.at[i], 1);
        workspace_reset(&ws);
        net x = {.m = m, .p = p, .ws = &ws};
        if (p->P)
            net_forward(&x);
        for (uint32_t d = 0; d < DEPTHS && p->P; d++) {
            head_acts h;
            heads_forward(&x, d, &h);
            for (size_t k = 0; k < p->P; k++)
                count_pair(h.pair + k * PAIR_CLASSES, p->pairs[k].class_, &n[d]);
        }
        arena_free(&a);
    }
    for (uint32_t d = 0; d < DEPTHS; d++)
        out[d] =
            (measured_pairs){.events = n[d].events,
                             .accuracy = share(n[d].right, n[d].events),
                             .precision = share(n[d].found, n[d].given),
                             .recall = share(n[d].found, n[d].events),
                             .f1 = share(2.0 * n[d].found, n[d].given + n[d].events),
                             .typed_f1 = share(2.0 * n[d].typed, n[d].given + n[d].events)};
    workspace_free(&ws);
    vec_free(&windows);
}
