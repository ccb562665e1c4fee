/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sha256.h - SHA-256 (FIPS 180-4) of a byte string, as 64 lower-case hex digits. */
#ifndef DM_BASE_SHA256_H
#define DM_BASE_SHA256_H

#include "base/str.h"

typedef struct {
    char hex[65];
} dm_sha256;

dm_sha256 sha256_of(dm_str bytes);

#endif
