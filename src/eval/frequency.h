/* SPDX-License-Identifier: GPL-3.0-or-later */
/* frequency.h - what goes wrong most often: errors counted by class, with the words they were
 * made on.  For printing only; nothing of it is kept. */
#ifndef DM_EVAL_FREQUENCY_H
#define DM_EVAL_FREQUENCY_H

#include "base/map.h"
#include "base/vec.h"

#include <stdio.h>

typedef struct {
    dm_str key;      /* class, or class, tab, words */
    uint32_t n, of;  /* errors; chances to make one (classes only) */
    uint32_t parent; /* class of the words, or MAP_NONE */
} frequency_row;

typedef struct {
    dm_arena arena;
    dm_map map;
    VEC(frequency_row) rows;
} frequency;

/* One chance to make an error of the class. */
void frequency_chance(frequency *f, dm_str class_);
/* One error of the class, made on these words (may be empty). */
void frequency_error(frequency *f, dm_str class_, dm_str words);
/* The `most` classes with most errors, each with its most frequent words; then empties f. */
void frequency_print(frequency *f, const char *title, uint32_t most, FILE *to);
void frequency_free(frequency *f);

#endif
