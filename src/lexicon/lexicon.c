/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lexicon/lexicon.h"

#include "lexicon/layout.h"
#include "lexicon/table.h"
#include "model/asset.h"
#include "model/container.h"

#include <stdlib.h>

DM_ASSET(lexicon)

static dm_status u8_section(const dm_container *c, const char *name, uint32_t width,
                            const uint8_t **at, uint32_t *count, dm_error *err)
{
    dm_section s;
    DM_TRY(container_get(c, name, DT_U8, &s, err));
    *at = s.data;
    *count = (uint32_t)(s.bytes / width);
    return DM_OK;
}

static dm_status u32_section(const dm_container *c, const char *name, uint32_t width,
                             const uint32_t **at, uint32_t *count, dm_error *err)
{
    dm_section s;
    DM_TRY(container_get(c, name, DT_U32, &s, err));
    *at = s.data;
    *count = (uint32_t)(s.bytes / sizeof(uint32_t) / width);
    return DM_OK;
}

static dm_status rows_open(const dm_container *c, dm_lexicon *lex, dm_error *err)
{
    DM_TRY(u8_section(c, "class", 4, &lex->classes, &lex->class_count, err));
    DM_TRY(u8_section(c, "row", 4, &lex->rows, &lex->row_count, err));
    DM_TRY(u8_section(c, "name.bytes", 1, &lex->names, &lex->names_len, err));
    DM_TRY(u32_section(c, "name.block", 1, &lex->blocks, &lex->block_count, err));
    if (lex->block_count != (lex->row_count + LEX_BLOCK - 1) / LEX_BLOCK)
        return dm_fail(err, DM_EMODEL, "lexicon: %u rows do not fit %u blocks of names",
                       (unsigned)lex->row_count, (unsigned)lex->block_count);
    for (uint32_t i = 0; i < lex->block_count; i++) {
        if (lex->blocks[i] > lex->names_len)
            return dm_fail(err, DM_EMODEL, "lexicon: name block %u is outside", (unsigned)i);
    }
    return DM_OK;
}

static dm_status countries_open(const dm_container *c, dm_lexicon *lex, dm_error *err)
{
    DM_TRY(u32_section(c, "country.at", 4, &lex->countries, &lex->country_count, err));
    DM_TRY(u8_section(c, "country.text", 1, &lex->country_text, &lex->country_text_len, err));
    for (uint32_t i = 0; i < lex->country_count; i++) {
        const uint32_t *at = lex->countries + (size_t)i * 4;
        if (at[1] < at[0] + 2 || at[2] < at[1] || at[3] < at[2] ||
            at[3] > lex->country_text_len)
            return dm_fail(err, DM_EMODEL, "lexicon: country %u is outside", (unsigned)i);
    }
    return DM_OK;
}

static dm_status words_open(const dm_container *c, dm_lexicon *lex, dm_error *err)
{
    dm_section s;
    DM_TRY(container_get(c, "holder", DT_U16, &s, err));
    lex->holders = s.data;
    lex->holder_count = (uint32_t)(s.bytes / (5 * sizeof(uint16_t)));
    DM_TRY(u8_section(c, "agent", 4, &lex->agents, &lex->agent_count, err));
    return u8_section(c, "verb", 2, &lex->verbs, &lex->verb_count, err);
}

static dm_status tables_open(const dm_container *c, dm_lexicon *lex, dm_error *err)
{
    DM_TRY(table_open(c, "key", 3, &lex->keys, err));
    DM_TRY(table_open(c, "first", 1, &lex->first, err));
    DM_TRY(table_open(c, "surname", 0, &lex->surname, err));
    return table_open(c, "word", 3, &lex->words, err);
}

dm_status lexicon_open(dm_str bytes, dm_lexicon **out, dm_error *err)
{
    *out = NULL;
    dm_container c;
    bool own = bytes.len == 0;
    DM_TRY(container_open(own ? asset_lexicon() : bytes, !own, &c, err));
    dm_lexicon *lex = dm_calloc(1, sizeof *lex);
    dm_status status = rows_open(&c, lex, err);
    if (status == DM_OK)
        status = countries_open(&c, lex, err);
    if (status == DM_OK)
        status = words_open(&c, lex, err);
    if (status == DM_OK)
        status = tables_open(&c, lex, err);
    if (status != DM_OK) {
        free(lex);
        return status;
    }
    *out = lex;
    return DM_OK;
}

void lexicon_free(dm_lexicon *lex)
{
    free(lex);
}

static void code_of(const dm_lexicon *lex, uint32_t country, char code[3])
{
    memset(code, 0, 3);
    if (country < lex->country_count)
        memcpy(code, lex->country_text + lex->countries[(size_t)country * 4], 2);
    if (code[0] == ' ')
        code[0] = code[1] = '\0';
}

static uint16_t year_of(uint8_t packed)
{
    return packed ? (uint16_t)(packed + LEX_YEAR0) : 0;
}

dm_fact lexicon_row(const dm_lexicon *lex, uint32_t row)
{
    dm_fact f = {.row = row, .list = LIST_COUNT, .kind = KIND_COUNT, .subkind = SUBKIND_NONE};
    if (row >= lex->row_count)
        return f;
    const uint8_t *p = lex->rows + (size_t)row * 4;
    if (p[0] < lex->class_count) {
        const uint8_t *c = lex->classes + (size_t)p[0] * 4;
        f.list = c[0];
        f.kind = c[1];
        f.subkind = c[2];
        f.office = c[3];
    }
    code_of(lex, p[1], f.country);
    if (f.list == LIST_CITY || f.list == LIST_CAPITAL) {
        f.size = p[2];
    } else {
        f.from = year_of(p[2]);
        f.to = year_of(p[3]);
    }
    return f;
}

uint32_t lexicon_find(const dm_lexicon *lex, dm_str key, dm_fact *out, uint32_t cap)
{
    uint32_t first, n = table_find(&lex->keys, key, &first);
    for (uint32_t i = 0; i < n && i < cap; i++) {
        uint32_t value = table_value(&lex->keys, first + i);
        out[i] = lexicon_row(lex, value >> 4);
        out[i].ambiguous = value & LEX_AMBIGUOUS;
        out[i].acronym = value & LEX_ACRONYM;
        out[i].full = value & LEX_FULL;
    }
    return n;
}

uint32_t lexicon_find_name(const dm_lexicon *lex, dm_str name, dm_fact *out, uint32_t cap)
{
    dm_arena a = {0};
    uint32_t n = lexicon_find(lex, lexicon_key(&a, name), out, cap);
    arena_free(&a);
    return n;
}

dm_str lexicon_row_name(const dm_lexicon *lex, dm_arena *a, uint32_t row)
{
    if (row >= lex->row_count)
        return (dm_str){0};
    char name[LEX_NAME_MAX];
    size_t len = 0, at = lex->blocks[row / LEX_BLOCK];
    for (uint32_t i = 0; i <= row % LEX_BLOCK; i++) {
        if (lex->names_len - at < 2)
            return (dm_str){0};
        size_t shared = lex->names[at], more = lex->names[at + 1];
        at += 2;
        if (shared > len || shared + more > LEX_NAME_MAX || lex->names_len - at < more)
            return (dm_str){0};
        memcpy(name + shared, lex->names + at, more);
        len = shared + more;
        at += more;
    }
    return str_dup(a, (dm_str){name, len});
}

/* Index of a country code, or country_count; the table is sorted by code. */
static uint32_t country_find(const dm_lexicon *lex, const char code[3])
{
    uint32_t low = 0, high = lex->country_count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        int c = memcmp(lex->country_text + lex->countries[(size_t)mid * 4], code, 2);
        if (c == 0)
            return mid;
        if (c < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return lex->country_count;
}

static dm_str country_part(const dm_lexicon *lex, const char code[3], uint32_t part)
{
    if (!code[0] || !code[1])
        return (dm_str){0};
    uint32_t i = country_find(lex, code);
    if (i == lex->country_count)
        return (dm_str){0};
    const uint32_t *at = lex->countries + (size_t)i * 4 + part;
    uint32_t skip = part == 0 ? 2 : 0; /* the code stands before the name */
    return (dm_str){(const char *)lex->country_text + at[0] + skip, at[1] - at[0] - skip};
}

dm_str lexicon_country_name(const dm_lexicon *lex, const char code[3])
{
    return country_part(lex, code, 0);
}

dm_str lexicon_capital(const dm_lexicon *lex, const char code[3])
{
    return country_part(lex, code, 1);
}

dm_str lexicon_demonym(const dm_lexicon *lex, const char code[3])
{
    return country_part(lex, code, 2);
}

uint32_t lexicon_holders(const dm_lexicon *lex, dm_office office, const char country[3],
                         dm_str date, uint32_t *rows, uint32_t cap)
{
    uint16_t first = lex_day(date, false), last = lex_day(date, true);
    if (!first || !country[0] || !country[1])
        return 0;
    uint32_t n = 0, code = country_find(lex, country);
    for (uint32_t i = 0; i < lex->holder_count && n < cap; i++) {
        const uint16_t *h = lex->holders + (size_t)i * 5;
        if (h[0] != (uint16_t)((uint32_t)office | code << 8))
            continue;
        uint32_t row = h[3] | (uint32_t)h[4] << 16, k = 0;
        while (k < n && rows[k] != row)
            k++;
        if (h[1] <= last && h[2] >= first && k == n)
            rows[n++] = row;
    }
    return n;
}
