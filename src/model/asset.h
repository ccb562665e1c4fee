/* SPDX-License-Identifier: GPL-3.0-or-later */
/* asset.h - files that the build put into the program (dm_embed in CMakeLists.txt). */
#ifndef DM_MODEL_ASSET_H
#define DM_MODEL_ASSET_H

#include "base/str.h"

/* DM_ASSET(x) defines dm_str asset_x(void); the room that uses the asset embeds it. */
#define DM_ASSET(name)                                                    \
    extern const char dm_asset_##name[];                                  \
    extern const uint64_t dm_asset_##name##_size;                         \
    static inline dm_str asset_##name(void)                               \
    {                                                                     \
        return (dm_str){dm_asset_##name, (size_t)dm_asset_##name##_size}; \
    }

#endif
