/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/container.h"

#include <stdlib.h>

enum { HEAD = 64, ROW = 96, NAME = 56, VERSION_AT = 24, VERSION_LEN = 32 };

static const unsigned char dtype_size[DT_COUNT] = {1, 1, 2, 4, 4, 4, 8};

static uint64_t get(const char *p, size_t n)
{
    uint64_t v = 0;
    for (size_t i = n; i-- > 0;)
        v = v << 8 | (unsigned char)p[i];
    return v;
}

static void put(char *p, size_t n, uint64_t v)
{
    for (size_t i = 0; i < n; i++, v >>= 8)
        p[i] = (char)(v & 255);
}

uint64_t container_checksum(dm_str s)
{
    /* four lanes so that 25 MB take a few milliseconds */
    uint64_t h[4] = {1, 2, 3, 4};
    size_t i = 0;
    for (; i + 32 <= s.len; i += 32) {
        for (size_t k = 0; k < 4; k++) {
            h[k] = (h[k] ^ get(s.ptr + i + 8 * k, 8)) * UINT64_C(0x9E3779B97F4A7C15);
            h[k] ^= h[k] >> 29;
        }
    }
    uint64_t all = h[0] ^ h[1] * 3 ^ h[2] * 5 ^ h[3] * 7 ^ s.len;
    for (; i < s.len; i++)
        all = (all ^ (unsigned char)s.ptr[i]) * UINT64_C(1099511628211);
    return all ^ all >> 31;
}

static dm_section row_read(const dm_container *c, uint32_t i)
{
    const char *p = c->bytes.ptr + HEAD + (size_t)i * ROW;
    size_t len = 0;
    while (len < NAME && p[len])
        len++;
    dm_section s = {.name = {p, len},
                    .dtype = (dm_dtype)get(p + NAME, 4),
                    .ndim = (uint32_t)get(p + NAME + 4, 4),
                    .bytes = (size_t)get(p + NAME + 32, 8)};
    for (size_t d = 0; d < 4; d++)
        s.shape[d] = (uint32_t)get(p + NAME + 8 + 4 * d, 4);
    s.data = c->bytes.ptr + get(p + NAME + 24, 8);
    return s;
}

static bool row_good(const dm_container *c, uint32_t i)
{
    const char *p = c->bytes.ptr + HEAD + (size_t)i * ROW;
    uint64_t offset = get(p + NAME + 24, 8), bytes = get(p + NAME + 32, 8);
    dm_section s = row_read(c, i);
    if ((unsigned)s.dtype >= DT_COUNT || s.ndim < 1 || s.ndim > 4 || offset % 64 ||
        offset > c->bytes.len || bytes > c->bytes.len - offset)
        return false;
    uint64_t want = dtype_size[s.dtype];
    for (uint32_t d = 0; d < s.ndim; d++) {
        if (s.shape[d] && want > UINT64_MAX / 2 / s.shape[d])
            return false;
        want *= s.shape[d];
    }
    return want == bytes;
}

dm_status container_open(dm_str bytes, bool verify, dm_container *c, dm_error *err)
{
    *c = (dm_container){.bytes = bytes};
    if (bytes.len < HEAD || memcmp(bytes.ptr, "DMMODEL1", 8) != 0)
        return dm_fail(err, DM_EMODEL, "not a dramatis model file");
    if ((uintptr_t)bytes.ptr % 64)
        return dm_fail(err, DM_EMODEL, "model bytes are not aligned to 64");
    uint64_t count = get(bytes.ptr + 8, 4);
    if (count > (bytes.len - HEAD) / ROW)
        return dm_fail(err, DM_EMODEL, "model file is cut short");
    c->count = (uint32_t)count;
    c->version = str_z(bytes.ptr + VERSION_AT);
    if (c->version.len > VERSION_LEN)
        c->version.len = VERSION_LEN;
    for (uint32_t i = 0; i < c->count; i++) {
        if (!row_good(c, i))
            return dm_fail(err, DM_EMODEL, "model section %u is damaged", (unsigned)i);
    }
    if (verify &&
        container_checksum(str_slice(bytes, HEAD, bytes.len)) != get(bytes.ptr + 16, 8))
        return dm_fail(err, DM_EMODEL, "model file does not match its checksum");
    return DM_OK;
}

static bool find(const dm_container *c, dm_str name, dm_section *out)
{
    for (uint32_t i = 0; i < c->count; i++) {
        dm_section s = row_read(c, i);
        if (str_eq(s.name, name)) {
            *out = s;
            return true;
        }
    }
    return false;
}

bool container_has(const dm_container *c, const char *name)
{
    dm_section s;
    return find(c, str_z(name), &s);
}

dm_status container_get(const dm_container *c, const char *name, dm_dtype dtype,
                        dm_section *out, dm_error *err)
{
    if (!find(c, str_z(name), out))
        return dm_fail(err, DM_EMODEL, "model has no section '%s'", name);
    if (out->dtype != dtype)
        return dm_fail(err, DM_EMODEL, "model section '%s' has another type", name);
    return DM_OK;
}

void container_add(dm_container_writer *w, const char *name, dm_dtype dtype, uint32_t ndim,
                   const uint32_t *shape, const void *data)
{
    if (w->count == w->cap) {
        w->cap = w->cap ? 2 * w->cap : 32;
        w->sections = dm_realloc(w->sections, w->cap * sizeof *w->sections);
    }
    dm_section *s = &w->sections[w->count++];
    *s = (dm_section){.name = str_z(name), .dtype = dtype, .ndim = ndim, .data = data};
    s->bytes = dtype_size[dtype];
    for (uint32_t d = 0; d < ndim; d++) {
        s->shape[d] = shape[d];
        s->bytes *= shape[d];
    }
}

static void layout(const dm_container_writer *w, const char *version, dm_buf *all)
{
    size_t at = (HEAD + (size_t)w->count * ROW + 63) / 64 * 64;
    size_t total = at;
    for (uint32_t i = 0; i < w->count; i++)
        total += (w->sections[i].bytes + 63) / 64 * 64;
    buf_reserve(all, total);
    memset(all->ptr, 0, total + 1);
    all->len = total;
    char *p = all->ptr;
    memcpy(p, "DMMODEL1", 8);
    put(p + 8, 4, w->count);
    size_t vlen = strlen(version);
    memcpy(p + VERSION_AT, version, vlen < VERSION_LEN ? vlen : VERSION_LEN - 1);
    for (uint32_t i = 0; i < w->count; i++) {
        const dm_section *s = &w->sections[i];
        char *row = p + HEAD + (size_t)i * ROW;
        memcpy(row, s->name.ptr, s->name.len < NAME ? s->name.len : NAME - 1);
        put(row + NAME, 4, s->dtype);
        put(row + NAME + 4, 4, s->ndim);
        for (size_t d = 0; d < 4; d++)
            put(row + NAME + 8 + 4 * d, 4, s->shape[d]);
        put(row + NAME + 24, 8, at);
        put(row + NAME + 32, 8, s->bytes);
        if (s->bytes)
            memcpy(p + at, s->data, s->bytes);
        at += (s->bytes + 63) / 64 * 64;
    }
    put(p + 16, 8, container_checksum(str_slice(buf_str(all), HEAD, total)));
}

dm_status container_write(dm_container_writer *w, const char *version, const char *path,
                          dm_error *err)
{
    dm_buf all = {0};
    layout(w, version, &all);
    free(w->sections);
    *w = (dm_container_writer){0};
    dm_out o;
    dm_status status = out_open(&o, path, err);
    if (status == DM_OK) {
        out_str(&o, buf_str(&all));
        status = out_close(&o, err);
    }
    buf_free(&all);
    return status;
}
