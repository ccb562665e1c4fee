/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pair_corpus.h - sentences with ordered pairs of actors and what the first does to the second.
 *
 *     political sentences, newsgraph, Werner's triples --pair_corpus_read--> pairs for training
 *                                                                        --> pairs held out
 */
#ifndef DM_TRAIN_PAIR_CORPUS_H
#define DM_TRAIN_PAIR_CORPUS_H

#include "train/encoder/batch.h"

typedef struct {
    uint32_t sentence; /* of the first span */
    pack_pair spans;   /* tokens of the corpus */
    bool gold;         /* both spans are an annotated event's, or its reverse */
} corpus_pair;

typedef struct {
    corpus text;
    VEC(corpus_pair) pairs; /* by sentence */
} pair_corpus;

/* A political sentence whose words' hash is a multiple of this is held out. */
enum { HELD_OUT = 5 };
bool pair_held_out(const char *const *words, size_t count);

/* Appends to both; `held` gets a fifth of the political sentences and nothing else. */
DM_NODISCARD dm_status pair_corpus_read(pair_corpus *train, pair_corpus *held,
                                        const corpus_source *s, dm_error *err);
void pair_corpus_free(pair_corpus *c);

/* The pairs in these windows as p's, which pack_make made of the same windows. */
void pack_add_pairs(dm_arena *a, pack *p, const pair_corpus *c, const window *windows,
                    size_t count);
uint64_t pair_corpus_hash(const pair_corpus *c);

#endif
