/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/encoder/batch.h"

#include "base/arena.h"

#include <stdlib.h>

enum { AS_WRITTEN, ALL_CAPITALS, ALL_SMALL, HEADLINE };

static const double recase_rate = 0.02; /* of each kind */
/* Windows of other corpora read as if they followed our guidelines: their labels are mapped to
 * ours, and our convention must not know newspaper text alone. */
static const double ours_rate = 0.1;

static uint8_t recase_draw(dm_random *r)
{
    const double u = random_unit(r);
    if (u < recase_rate)
        return ALL_CAPITALS;
    if (u < 2 * recase_rate)
        return ALL_SMALL;
    return u < 3 * recase_rate ? HEADLINE : AS_WRITTEN;
}

static uint8_t recase_shape(uint8_t recase, uint8_t shape)
{
    const bool letters = shape != SHAPE_OTHER && shape != SHAPE_NUMBER && shape != SHAPE_ALNUM;
    if (recase == ALL_CAPITALS && letters && shape != SHAPE_INITIAL)
        return SHAPE_UPPER;
    if (recase == ALL_SMALL && letters)
        return SHAPE_LOWER;
    if (recase == HEADLINE && shape == SHAPE_LOWER)
        return SHAPE_TITLE;
    return shape;
}

static void cut_doc(const corpus *c, corpus_doc d, dm_random *r, window_list *out)
{
    const uint32_t least = WINDOW_PIECES / 8;
    uint32_t limit = WINDOW_PIECES;
    if (r)
        limit = least + (uint32_t)random_below(r, WINDOW_PIECES - least + 1);
    for (uint32_t s = d.first; s < d.end;) {
        window w = {.first = s, .end = s, .convention = d.convention};
        while (w.end < d.end &&
               (w.end == s || w.pieces + c->sentences.at[w.end].pieces <= limit))
            w.pieces += c->sentences.at[w.end++].pieces;
        s = w.end;
        w.recase = r ? recase_draw(r) : AS_WRITTEN;
        if (r && random_unit(r) < ours_rate)
            w.convention = CONV_ours;
        if (w.pieces <= LONGEST_SENTENCE)
            vec_push(out, w);
        limit = WINDOW_PIECES;
    }
}

void windows_cut(const corpus *c, dm_random *r, window_list *out)
{
    for (size_t i = 0; i < c->docs.len; i++)
        cut_doc(c, c->docs.at[i], r, out);
}

static void refill(feed *f)
{
    f->windows.len = 0;
    f->next = 0;
    f->passes++;
    windows_cut(f->c, &f->random, &f->windows);
    for (size_t i = f->windows.len; i > 1; i--) {
        const size_t j = random_below(&f->random, i);
        const window w = f->windows.at[i - 1];
        f->windows.at[i - 1] = f->windows.at[j];
        f->windows.at[j] = w;
    }
}

size_t feed_take(feed *f, size_t pieces, window_list *out)
{
    size_t got = 0;
    while (got < pieces) {
        if (f->next == f->windows.len)
            refill(f);
        const window w = f->windows.at[f->next++];
        vec_push(out, w);
        got += w.pieces;
    }
    return got;
}

void feed_free(feed *f)
{
    vec_free(&f->windows);
}

/* ---- packs ---- */

/* The pack's arrays while they are filled. */
typedef struct {
    uint16_t *piece, *pos, *names, *head;
    uint8_t *shape, *convention, *upos, *xpos, *deprel;
    uint32_t *first;
    pack_window *windows;
    pack_sentence *sentences;
} filling;

static void count_pack(const corpus *c, const window *w, size_t count, pack *p)
{
    p->W = (uint32_t)count;
    for (size_t i = 0; i < count; i++) {
        p->M += w[i].pieces + 2;
        p->S += w[i].end - w[i].first;
        p->T += c->sentences.at[w[i].end - 1].end - c->sentences.at[w[i].first].first;
    }
}

static void put_row(pack *p, const filling *x, uint16_t piece, uint8_t shape, const window *w)
{
    const uint32_t row = p->M++;
    x->piece[row] = piece;
    x->pos[row] = (uint16_t)(row - x->windows[p->W].begin);
    x->shape[row] = recase_shape(w->recase, shape);
    x->convention[row] = w->convention;
}

static void put_sentence(pack *p, const filling *x, const corpus *c, const window *w,
                         uint32_t s)
{
    const corpus_sentence sentence = c->sentences.at[s];
    x->sentences[p->S] = (pack_sentence){.first = p->T, .window = p->W};
    for (uint32_t t = sentence.first; t < sentence.end; t++) {
        const corpus_token *k = &c->tokens.at[t];
        x->first[p->T] = p->M;
        x->names[p->T] = k->names;
        x->upos[p->T] = k->upos;
        x->xpos[p->T] = k->xpos;
        x->deprel[p->T] = k->deprel;
        x->head[p->T] = k->head;
        p->T++;
        for (uint32_t i = 0; i < k->piece_count; i++)
            put_row(p, x, c->pieces.at[k->piece + i], k->shape, w);
    }
    x->sentences[p->S++].end = p->T;
}

pack *pack_make(dm_arena *a, const corpus *c, const dm_vocab *v, const window *windows,
                size_t count)
{
    pack *p = ARENA_NEW(a, pack);
    count_pack(c, windows, count, p);
    const filling x = {
        .piece = ARENA_ARRAY(a, uint16_t, p->M),
        .pos = ARENA_ARRAY(a, uint16_t, p->M),
        .shape = ARENA_ARRAY(a, uint8_t, p->M),
        .convention = ARENA_ARRAY(a, uint8_t, p->M),
        .names = ARENA_ARRAY(a, uint16_t, p->T),
        .head = ARENA_ARRAY(a, uint16_t, p->T),
        .upos = ARENA_ARRAY(a, uint8_t, p->T),
        .xpos = ARENA_ARRAY(a, uint8_t, p->T),
        .deprel = ARENA_ARRAY(a, uint8_t, p->T),
        .first = ARENA_ARRAY(a, uint32_t, p->T),
        .windows = ARENA_ARRAY(a, pack_window, p->W),
        .sentences = ARENA_ARRAY(a, pack_sentence, p->S),
    };
    *p = (pack){.piece = x.piece,
                .pos = x.pos,
                .shape = x.shape,
                .convention = x.convention,
                .windows = x.windows,
                .sentences = x.sentences,
                .first = x.first,
                .names = x.names,
                .upos = x.upos,
                .xpos = x.xpos,
                .deprel = x.deprel,
                .head = x.head,
                .has_names = c->has_names,
                .has_trees = c->has_trees};
    for (size_t i = 0; i < count; i++) {
        x.windows[p->W].begin = p->M;
        put_row(p, &x, v->cls, SHAPE_OTHER, &windows[i]);
        for (uint32_t s = windows[i].first; s < windows[i].end; s++)
            put_sentence(p, &x, c, &windows[i], s);
        put_row(p, &x, v->sep, SHAPE_OTHER, &windows[i]);
        x.windows[p->W++].end = p->M;
    }
    return p;
}

uint32_t *pack_tokens(dm_arena *a, const corpus *c, const window *windows, size_t count)
{
    pack p = {0};
    count_pack(c, windows, count, &p);
    uint32_t *out = ARENA_ARRAY(a, uint32_t, p.T), n = 0;
    for (size_t i = 0; i < count; i++)
        for (uint32_t s = windows[i].first; s < windows[i].end; s++)
            for (uint32_t t = c->sentences.at[s].first; t < c->sentences.at[s].end; t++)
                out[n++] = t;
    return out;
}
