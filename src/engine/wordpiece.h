/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wordpiece.h - a token as word pieces and a case shape: what the encoder reads.
 *
 * WordPiece (Schuster and Nakajima 2012) as BERT's uncased models use it: lower case, accents
 * off (NFD without marks), a split at every punctuation mark and CJK character, then greedy
 * longest match.  The normal form serves the look-up only; tokens and their offsets stay ours.
 */
#ifndef DM_ENGINE_WORDPIECE_H
#define DM_ENGINE_WORDPIECE_H

#include "base/map.h"

#define PIECES_PER_TOKEN \
    12 /* what callers pass as cap: the rest of a longer token is not read */

typedef struct {
    dm_map starts, inner; /* pieces that begin a word; pieces that go on ("##" taken off) */
    dm_str *pieces;       /* [count] as in the text */
    uint32_t count;
    size_t longest; /* bytes of the longest piece */
    uint16_t unk, cls, sep;
} dm_vocab;

/* How a token is written; the pieces have no case.  The order is that of the rows of emb.shape.
 */
typedef enum {
    SHAPE_OTHER,   /* no letter, no digit; also [CLS] and [SEP] */
    SHAPE_LOWER,   /* no capital */
    SHAPE_TITLE,   /* capitals at the start of its parts only: "Anna", "Al-Karim" */
    SHAPE_UPPER,   /* two or more letters, all capitals: "NGO", "U.N." */
    SHAPE_INITIAL, /* one capital letter: "J", "I", "B." */
    SHAPE_MIXED,   /* capitals elsewhere: "McNeil", "eBook" */
    SHAPE_NUMBER,  /* digits and no letter */
    SHAPE_ALNUM,   /* digits and letters */
    SHAPE_COUNT
} dm_shape;

/* vocab_text has one piece a line, the line number is the id; it must outlive *v and hold
 * [UNK], [CLS] and [SEP], and at most 65,535 lines. */
DM_NODISCARD dm_status vocab_open(dm_str vocab_text, dm_vocab *v, dm_error *err);
void vocab_free(dm_vocab *v);

/* Pieces of one token into ids[cap]; returns how many, at least 1 ([UNK] when nothing is left)
 * and at most cap >= 1. */
uint32_t wordpiece(const dm_vocab *v, dm_str token, uint16_t *ids, uint32_t cap);
dm_shape case_shape(dm_str token);

#endif
