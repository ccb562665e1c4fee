/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random.h - reproducible random numbers: a stream (SplitMix64), and a hash for dropout, where
 * the backward pass must meet the forward pass's numbers again without storing them. */
#ifndef DM_TRAIN_RANDOM_H
#define DM_TRAIN_RANDOM_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint64_t state;
} dm_random;

static inline uint64_t random_next(dm_random *r)
{
    uint64_t z = (r->state += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

static inline double random_unit(dm_random *r)
{
    return (double)(random_next(r) >> 11) * 0x1p-53;
}

static inline size_t random_below(dm_random *r, size_t n)
{
    return (size_t)(random_unit(r) * (double)n);
}

/* 32 well-mixed bits of i under a key (Wellons' lowbias32). */
static inline uint32_t random_hash(uint32_t key, uint32_t i)
{
    uint32_t x = i * 0x9E3779B9U + key;
    x = (x ^ (x >> 16)) * 0x7FEB352DU;
    x = (x ^ (x >> 15)) * 0x846CA68BU;
    return x ^ (x >> 16);
}

#endif
