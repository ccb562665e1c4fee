/* SPDX-License-Identifier: GPL-3.0-or-later */
/* batch.h - windows of whole sentences, in an endless shuffled order, laid out as packs. */
#ifndef DM_TRAIN_BATCH_H
#define DM_TRAIN_BATCH_H

#include "train/encoder/corpus.h"
#include "train/encoder/net.h"
#include "train/encoder/random.h"

enum {
    WINDOW_PIECES = 128,   /* of whole sentences, [CLS] and [SEP] not counted */
    LONGEST_SENTENCE = 510 /* a longer sentence than a window stands alone, beyond this it is
                              left out */
};

typedef struct {
    uint32_t first, end; /* sentences */
    uint32_t pieces;
    uint8_t convention;
    uint8_t recase; /* as if written in capitals, small letters or headline style */
} window;

typedef struct {
    window *at;
    size_t len, cap;
} window_list;

/* Windows of all documents in order.  With r the first of each document is cut shorter at
 * random, so that sentences do not always meet the same neighbours, and a few windows change
 * case. */
void windows_cut(const corpus *c, dm_random *r, window_list *out);

/* Training order: all windows once, shuffled, then again with new cuts. */
typedef struct {
    const corpus *c;
    dm_random random;
    window_list windows;
    size_t next;
    uint32_t passes; /* begun */
} feed;

/* Windows with at least that many pieces, appended to out; returns their pieces. */
size_t feed_take(feed *f, size_t pieces, window_list *out);
void feed_free(feed *f);

/* Rows and labels of these windows; all memory is the arena's. */
pack *pack_make(dm_arena *a, const corpus *c, const dm_vocab *v, const window *windows,
                size_t count);
/* Corpus token of each of the pack's tokens [T], for writing predictions back. */
uint32_t *pack_tokens(dm_arena *a, const corpus *c, const window *windows, size_t count);

#endif
