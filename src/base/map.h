/* SPDX-License-Identifier: GPL-3.0-or-later */
/* map.h - string -> uint32_t, open addressing.  For look-up only, never for order.
 * Keys are not copied: they must outlive the map. */
#ifndef DM_BASE_MAP_H
#define DM_BASE_MAP_H

#include "base/str.h"

#define MAP_NONE UINT32_MAX

typedef struct {
    dm_str *keys;
    uint32_t *values;
    size_t cap, len; /* cap is a power of two or 0 */
} dm_map;

uint32_t map_get(const dm_map *m, dm_str key); /* MAP_NONE when absent */
void map_set(dm_map *m, dm_str key, uint32_t value);
/* The value of key; when absent, value is stored and returned. */
uint32_t map_get_or_set(dm_map *m, dm_str key, uint32_t value);
void map_free(dm_map *m);

#endif
