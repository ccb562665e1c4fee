/* SPDX-License-Identifier: GPL-3.0-or-later */
/* window.h - a document cut into the windows that the encoder reads. */
#ifndef DM_ENGINE_WINDOW_H
#define DM_ENGINE_WINDOW_H

#include "engine/encoder.h"

enum {
    WINDOW_PIECES = 126,                    /* with [CLS] and [SEP] 128 positions */
    WINDOW_LONGEST = ENCODER_POSITIONS - 2, /* a sentence of more is cut between tokens */
    WINDOW_PADDED = 160 /* a lone sentence is read with neutral ones before it, up to so many */
};

/* A sentence, or a part of one that is longer than the encoder can read. */
typedef struct {
    uint32_t first, end; /* tokens */
    bool goes_on;        /* not the first part of its sentence */
} dm_segment;

typedef struct {
    uint32_t first, end; /* segments */
    uint32_t padding;    /* pieces of neutral sentences after [CLS] */
    uint32_t positions;  /* pieces with those, [CLS] and [SEP] */
} dm_window;

typedef struct {
    uint16_t *ids;   /* [P] pieces of all tokens */
    uint32_t *piece; /* [T + 1] where a token's pieces begin */
    uint8_t *shape;  /* [T] */
    dm_segment *segments;
    dm_window *windows;
    uint32_t window_count, longest; /* longest window in positions */
    uint16_t *padding;              /* [padding_count] pieces of the neutral sentences */
    uint8_t *padding_shape;
    uint32_t padding_count;
} dm_windows;

/* Whole consecutive sentences of one text up to WINDOW_PIECES; a longer one alone. */
dm_windows windows_make(const dm_vocab *vocab, const dm_document *doc, dm_arena *a);
/* The ids and shapes of a window, [CLS] first and [SEP] last. */
void window_fill(const dm_windows *w, const dm_vocab *vocab, const dm_window *window,
                 uint16_t *ids, uint8_t *shapes);

#endif
