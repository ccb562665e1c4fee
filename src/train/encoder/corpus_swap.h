/* SPDX-License-Identifier: GPL-3.0-or-later */
/* corpus_swap.h - articles of DWIE with other names in the same places. */
#ifndef DM_TRAIN_CORPUS_SWAP_H
#define DM_TRAIN_CORPUS_SWAP_H

#include "base/err.h"
#include "base/vec.h"
#include "train/encoder/random.h"

#include <cjson/cJSON.h>

typedef struct name_swap name_swap;

/* Reads the pools of names under data/gazetteers/world; close it after a failure too. */
DM_NODISCARD dm_status name_swap_open(const char *data, uint64_t seed, name_swap **out,
                                      dm_error *err);
/* Rewrites content, mentions and their offsets in place; concepts keep their tags. */
void name_swap_article(name_swap *w, cJSON *json);
void name_swap_close(name_swap *w);

#endif
