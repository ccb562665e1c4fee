/* SPDX-License-Identifier: GPL-3.0-or-later */
/* container.h - one file of named arrays: the form of every shipped model and lexicon.
 *
 * Layout, little-endian: "DMMODEL1", u32 section count, u32 zero, u64 checksum of everything
 * after the first 64 bytes, char[32] version text, zero padding to byte 64; then per section a
 * 96-byte row {char name[56]; u32 dtype; u32 ndim; u32 shape[4]; u64 offset; u64 bytes}; then
 * the arrays, each starting at a multiple of 64, so that a mapped or embedded file is used in
 * place.
 */
#ifndef DM_MODEL_CONTAINER_H
#define DM_MODEL_CONTAINER_H

#include "base/file.h"
#include "base/str.h"

typedef enum { DT_U8, DT_I8, DT_U16, DT_U32, DT_I32, DT_F32, DT_U64, DT_COUNT } dm_dtype;

typedef struct {
    dm_str name;
    dm_dtype dtype;
    uint32_t ndim, shape[4];
    const void *data; /* 64-byte aligned, inside the container's bytes */
    size_t bytes;
} dm_section;

typedef struct {
    dm_str bytes;
    dm_str version;
    uint32_t count;
} dm_container;

/* bytes must be 64-byte aligned and outlive *c.  Structure is always checked; the checksum only
 * when asked (files from outside). */
DM_NODISCARD dm_status container_open(dm_str bytes, bool verify, dm_container *c,
                                      dm_error *err);
/* A section by name with the dtype the caller expects; DM_EMODEL names what is missing or off.
 */
DM_NODISCARD dm_status container_get(const dm_container *c, const char *name, dm_dtype dtype,
                                     dm_section *out, dm_error *err);
bool container_has(const dm_container *c, const char *name);
uint64_t container_checksum(dm_str bytes);

/* Writing: add sections (data is borrowed until the end), then write once. */
typedef struct {
    dm_section *sections;
    uint32_t count, cap;
} dm_container_writer;

void container_add(dm_container_writer *w, const char *name, dm_dtype dtype, uint32_t ndim,
                   const uint32_t *shape, const void *data);
DM_NODISCARD dm_status container_write(dm_container_writer *w, const char *version,
                                       const char *path, dm_error *err); /* frees the list */

#endif
