/* SPDX-License-Identifier: GPL-3.0-or-later */
/* laps.h - processor time of the parts of a parse, for `dramatis bench`. */
#ifndef DM_ENGINE_LAPS_H
#define DM_ENGINE_LAPS_H

#include <time.h>

typedef enum {
    PART_PIECES,    /* word pieces, case shapes, windows */
    PART_INPUT,     /* embeddings of the input */
    PART_PRODUCTS,  /* the encoder's matrix products, with bias and GELU */
    PART_ATTENTION, /* scores, soft-max, mixing of values */
    PART_ROWS,      /* residuals, layer norms, floats to bytes */
    PART_COLUMNS,   /* products of the heads */
    PART_NAMES,
    PART_TAGS,
    PART_LEMMAS,
    PART_ARCS, /* scores of arcs */
    PART_TREES,
    PART_LABELS,
    PART_COUNT
} dm_parse_part;

/* Seconds per part are added to spent[PART_COUNT]; spent NULL: nothing is measured. */
typedef struct {
    double *spent;
    double since;
} dm_laps;

static inline double laps_clock(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static inline void laps_start(dm_laps *l, double *spent)
{
    l->spent = spent;
    l->since = spent ? laps_clock() : 0;
}

/* What passed since the last call was this part. */
static inline void laps_end(dm_laps *l, dm_parse_part part)
{
    if (!l->spent)
        return;
    const double now = laps_clock();
    l->spent[part] += now - l->since;
    l->since = now;
}

#endif
