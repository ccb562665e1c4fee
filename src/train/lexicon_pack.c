/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorting and writing: the layout is in lexicon/layout.h. */
#include "train/lexicon.h"

#include "model/container.h"

#include <stdlib.h>

typedef struct {
    uint64_t hash;
    uint32_t value, order[4];
    uint32_t bytes; /* of the value */
} entry;

typedef struct {
    entry *at;
    size_t len;
    uint32_t bits, value_bytes;
    const char *bucket_name, *entry_name;
} table;

static int by_hash(const void *left, const void *right)
{
    const entry *a = left, *b = right;
    uint32_t ca = lex_check(a->hash), cb = lex_check(b->hash);
    if (ca != cb)
        return ca < cb ? -1 : 1;
    for (size_t i = 0; i < 4; i++) {
        if (a->order[i] != b->order[i])
            return a->order[i] < b->order[i] ? -1 : 1;
    }
    return (a->value > b->value) - (a->value < b->value);
}

static int by_bucket(const void *left, const void *right)
{
    const entry *a = left, *b = right;
    uint32_t ba = lex_bucket(a->hash, a->bytes), bb = lex_bucket(b->hash, b->bytes);
    if (ba != bb)
        return ba < bb ? -1 : 1;
    return by_hash(left, right);
}

static void little(uint8_t *p, uint32_t n, uint32_t v)
{
    for (uint32_t i = 0; i < n; i++, v >>= 8)
        p[i] = (uint8_t)(v & 255);
}

/* Sorts t->at and adds its two sections, whose bytes live in the arena. */
static void table_add(lex_build *b, dm_container_writer *w, table *t)
{
    for (t->bits = 4; t->len >> t->bits > 6;)
        t->bits++;
    for (size_t i = 0; i < t->len; i++)
        t->at[i].bytes = t->bits; /* by_bucket needs the bits */
    qsort(t->at, t->len, sizeof *t->at, by_bucket);
    uint32_t buckets = (UINT32_C(1) << t->bits) + 1, width = LEX_CHECK + t->value_bytes;
    uint32_t *start = ARENA_ARRAY(&b->arena, uint32_t, buckets);
    uint8_t *bytes = ARENA_ARRAY(&b->arena, uint8_t, t->len * width + 1);
    for (size_t i = 0; i < t->len; i++) {
        start[lex_bucket(t->at[i].hash, t->bits) + 1]++;
        little(bytes + i * width, LEX_CHECK, lex_check(t->at[i].hash));
        little(bytes + i * width + LEX_CHECK, t->value_bytes, t->at[i].value);
    }
    for (uint32_t i = 1; i < buckets; i++)
        start[i] += start[i - 1];
    container_add(w, t->bucket_name, DT_U32, 1, &buckets, start);
    container_add(w, t->entry_name, DT_U8, 2, (uint32_t[]){(uint32_t)t->len, width}, bytes);
}

/* ---- rows ---- */

static int by_name(const void *left, const void *right)
{
    const lex_row *a = *(lex_row *const *)left, *b = *(lex_row *const *)right;
    int c = str_cmp(a->name, b->name);
    if (c)
        return c;
    if (a->list != b->list)
        return a->list < b->list ? -1 : 1;
    if (a->country != b->country)
        return a->country < b->country ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank > b->rank ? -1 : 1;
    return (a > b) - (a < b);
}

/* Final numbers by name; dropped rows get none (UINT32_MAX). */
static uint32_t *number_rows(lex_build *b, lex_row ***sorted, uint32_t *count)
{
    lex_row **order = ARENA_ARRAY(&b->arena, lex_row *, b->rows.len);
    uint32_t *number = ARENA_ARRAY(&b->arena, uint32_t, b->rows.len), n = 0;
    for (size_t i = 0; i < b->rows.len; i++) {
        number[i] = UINT32_MAX;
        if (!b->rows.at[i].dropped)
            order[n++] = &b->rows.at[i];
    }
    qsort(order, n, sizeof *order, by_name);
    for (uint32_t i = 0; i < n; i++)
        number[order[i] - b->rows.at] = i;
    *sorted = order;
    *count = n;
    return number;
}

static uint8_t class_of(uint8_t (*classes)[4], uint32_t *count, const lex_row *r)
{
    uint8_t want[4] = {r->list, r->kind, r->subkind, r->office};
    for (uint32_t i = 0; i < *count; i++) {
        if (memcmp(classes[i], want, 4) == 0)
            return (uint8_t)i;
    }
    if (*count == 255)
        return 255;
    memcpy(classes[*count], want, 4);
    return (uint8_t)(*count)++;
}

static uint8_t year(uint16_t y)
{
    return y <= LEX_YEAR0 || y > LEX_YEAR0 + 255 ? 0 : (uint8_t)(y - LEX_YEAR0);
}

static void rows_add(lex_build *b, dm_container_writer *w, lex_row **rows, uint32_t n)
{
    uint8_t(*classes)[4] = (uint8_t(*)[4])arena_array(&b->arena, 256, 4, 1);
    uint8_t *bytes = ARENA_ARRAY(&b->arena, uint8_t, (size_t)n * 4 + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) {
        const lex_row *r = rows[i];
        bool place = r->list == LIST_CITY || r->list == LIST_CAPITAL;
        uint8_t *p = bytes + (size_t)i * 4;
        p[0] = class_of(classes, &count, r);
        p[1] = r->country;
        p[2] = place ? r->size : year(r->from);
        p[3] = place ? 0 : year(r->to);
    }
    container_add(w, "class", DT_U8, 2, (uint32_t[]){count, 4}, classes);
    container_add(w, "row", DT_U8, 2, (uint32_t[]){n, 4}, bytes);
}

static void row_names_add(lex_build *b, dm_container_writer *w, lex_row **rows, uint32_t n)
{
    uint32_t blocks = (n + LEX_BLOCK - 1) / LEX_BLOCK;
    uint32_t *start = ARENA_ARRAY(&b->arena, uint32_t, blocks + 1);
    dm_buf out = {0};
    dm_str before = {0};
    for (uint32_t i = 0; i < n; i++) {
        dm_str name = rows[i]->name;
        size_t shared = 0;
        if (i % LEX_BLOCK == 0)
            start[i / LEX_BLOCK] = (uint32_t)out.len;
        else
            while (shared < before.len && shared < name.len &&
                   before.ptr[shared] == name.ptr[shared])
                shared++;
        buf_byte(&out, (char)(uint8_t)shared);
        buf_byte(&out, (char)(uint8_t)(name.len - shared));
        buf_add(&out, str_slice(name, shared, name.len));
        before = name;
    }
    dm_str bytes = str_dup(&b->arena, buf_str(&out));
    buf_free(&out);
    container_add(w, "name.block", DT_U32, 1, &blocks, start);
    container_add(w, "name.bytes", DT_U8, 1, (uint32_t[]){(uint32_t)bytes.len}, bytes.ptr);
}

/* ---- names ---- */

static int by_key_row(const void *left, const void *right)
{
    const lex_name *a = left, *b = right;
    int c = str_cmp(a->key, b->key);
    if (c)
        return c;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->flags < b->flags) - (a->flags > b->flags); /* full first */
}

/* Bodies are listed under a country's name ("Pakistan" for its police branch) and parties under
 * a title; neither is a name that a text uses so. */
static bool misnamed(lex_build *b, const dm_map *countries, const lex_name *name)
{
    uint8_t list = b->rows.at[name->row].list;
    if (list != LIST_ORGANISATION && list != LIST_PARTY && list != LIST_COMPANY &&
        list != LIST_ARMED_GROUP && list != LIST_MEDIA)
        return false;
    dm_str title = str_fmt(&b->arena, "%u|%.*s", LEX_TITLE, STR_ARG(name->key));
    return map_get(countries, name->key) != MAP_NONE || map_get(&b->word_of, title) != MAP_NONE;
}

static void names_filter(lex_build *b)
{
    dm_map countries = {0};
    for (size_t i = 0; i < b->names.len; i++) {
        uint8_t list = b->rows.at[b->names.at[i].row].list;
        if (list == LIST_COUNTRY || list == LIST_DEMONYM)
            map_set(&countries, b->names.at[i].key, 1);
    }
    size_t n = 0;
    for (size_t i = 0; i < b->names.len; i++) {
        lex_name name = b->names.at[i];
        if (!b->rows.at[name.row].dropped && !misnamed(b, &countries, &name))
            b->names.at[n++] = name;
    }
    b->names.len = n;
    map_free(&countries);
}

/* One name per key and row. */
static void names_tidy(lex_build *b)
{
    names_filter(b);
    size_t n = b->names.len;
    qsort(b->names.at, n, sizeof *b->names.at, by_key_row);
    size_t out = 0;
    for (size_t i = 0; i < n; i++) {
        lex_name *last = out ? &b->names.at[out - 1] : NULL;
        if (last && last->row == b->names.at[i].row && str_eq(last->key, b->names.at[i].key))
            last->flags |= b->names.at[i].flags;
        else
            b->names.at[out++] = b->names.at[i];
    }
    b->names.len = out;
}

static bool place_list(uint8_t list)
{
    return list == LIST_CITY || list == LIST_CAPITAL || list == LIST_REGION ||
           list == LIST_FEATURE;
}

static void mark_ambiguous(lex_build *b)
{
    for (size_t i = 0; i < b->names.len;) {
        size_t end = i;
        uint32_t kinds = 0;
        while (end < b->names.len && str_eq(b->names.at[end].key, b->names.at[i].key))
            kinds |= 1u << b->rows.at[b->names.at[end++].row].kind;
        bool several = (kinds & (kinds - 1)) != 0;
        dm_str key = b->names.at[i].key;
        if (several || map_get(&b->ambiguous, key) != MAP_NONE ||
            map_get(&b->lower, key) != MAP_NONE) {
            for (size_t k = i; k < end; k++)
                b->names.at[k].flags |= LEX_AMBIGUOUS;
        }
        i = end;
    }
}

static void keys_add(lex_build *b, dm_container_writer *w, const uint32_t *number)
{
    names_tidy(b);
    mark_ambiguous(b);
    table t = {.at = ARENA_ARRAY(&b->arena, entry, b->names.len + 1),
               .len = b->names.len,
               .value_bytes = 3,
               .bucket_name = "key.bucket",
               .entry_name = "key.entry"};
    for (size_t i = 0; i < b->names.len; i++) {
        const lex_name *name = &b->names.at[i];
        const lex_row *r = &b->rows.at[name->row];
        bool full = name->flags & LEX_FULL;
        uint32_t party_acronym = r->list == LIST_PARTY && (name->flags & LEX_ACRONYM);
        t.at[i] = (entry){.hash = str_hash(name->key),
                          .value = number[name->row] << 4 | name->flags,

                          .order = {r->list + LIST_COUNT * party_acronym,
                                    !place_list(r->list) && !full, UINT32_MAX - r->rank,
                                    number[name->row]}};
    }
    table_add(b, w, &t);
}

/* ---- the smaller tables ---- */

static void set_add(lex_build *b, dm_container_writer *w, const dm_str *keys, size_t n,
                    const dm_map *values, const char *const names[2], uint32_t value_bytes)
{
    table t = {.at = ARENA_ARRAY(&b->arena, entry, n + 1),
               .len = n,
               .value_bytes = value_bytes,
               .bucket_name = names[0],
               .entry_name = names[1]};
    for (size_t i = 0; i < n; i++)
        t.at[i] = (entry){.hash = str_hash(keys[i]),
                          .value = value_bytes ? map_get(values, keys[i]) : 0};
    table_add(b, w, &t);
}

static void words_add(lex_build *b, dm_container_writer *w)
{
    table t = {.at = ARENA_ARRAY(&b->arena, entry, b->words.len + 1),
               .len = b->words.len,
               .value_bytes = 3,
               .bucket_name = "word.bucket",
               .entry_name = "word.entry"};
    for (size_t i = 0; i < b->words.len; i++) {
        const lex_word *word = &b->words.at[i];
        t.at[i] = (entry){.hash = str_hash(word->key),
                          .value = word->type | (uint32_t)word->value << 8};
    }
    table_add(b, w, &t);
    container_add(w, "agent", DT_U8, 2, (uint32_t[]){(uint32_t)b->agents.len / 4, 4},
                  b->agents.at);
    container_add(w, "verb", DT_U8, 2, (uint32_t[]){(uint32_t)b->verbs.len / 2, 2},
                  b->verbs.at);
}

static int by_code(const void *left, const void *right)
{
    return memcmp(((const lex_country *)left)->code, ((const lex_country *)right)->code, 2);
}

/* Countries sorted by code; rows and holders get the new indices. */
static void countries_sort(lex_build *b)
{
    uint8_t new_id[256] = {0};
    lex_country *old = vec_copy(&b->arena, b->countries.at, b->countries.len, sizeof *old);
    qsort(b->countries.at, b->countries.len, sizeof *old, by_code);
    for (size_t i = 0; i < b->countries.len; i++) {
        for (size_t k = 0; k < b->countries.len; k++) {
            if (memcmp(old[i].code, b->countries.at[k].code, 2) == 0)
                new_id[i] = (uint8_t)k;
        }
    }
    for (size_t i = 0; i < b->rows.len; i++)
        b->rows.at[i].country = new_id[b->rows.at[i].country];
    for (size_t i = 0; i < b->holders.len; i++)
        b->holders.at[i].country = new_id[b->holders.at[i].country];
}

static void countries_add(lex_build *b, dm_container_writer *w)
{
    uint32_t n = (uint32_t)b->countries.len;
    uint32_t *at = ARENA_ARRAY(&b->arena, uint32_t, (size_t)n * 4 + 1);
    dm_buf text = {0};
    for (uint32_t i = 0; i < n; i++) {
        const lex_country *c = &b->countries.at[i];
        uint32_t *p = at + (size_t)i * 4;
        p[0] = (uint32_t)text.len;
        buf_add(&text, (dm_str){c->code, 2});
        buf_add(&text, c->name);
        p[1] = (uint32_t)text.len;
        buf_add(&text, c->capital);
        p[2] = (uint32_t)text.len;
        buf_add(&text, c->demonym);
        p[3] = (uint32_t)text.len;
    }
    dm_str bytes = str_dup(&b->arena, buf_str(&text));
    buf_free(&text);
    container_add(w, "country.at", DT_U32, 2, (uint32_t[]){n, 4}, at);
    container_add(w, "country.text", DT_U8, 1, (uint32_t[]){(uint32_t)bytes.len}, bytes.ptr);
}

static int by_office(const void *left, const void *right)
{
    const lex_holder *a = left, *b = right;
    uint32_t ka[] = {a->office, a->country, UINT32_C(0xFFFF) - a->from, a->row, a->to};
    uint32_t kb[] = {b->office, b->country, UINT32_C(0xFFFF) - b->from, b->row, b->to};
    for (size_t i = 0; i < 5; i++) {
        if (ka[i] != kb[i])
            return ka[i] < kb[i] ? -1 : 1;
    }
    return 0;
}

static bool one_at_a_time(uint8_t office)
{
    return office == OFFICE_head_of_state || office == OFFICE_head_of_government ||
           office == OFFICE_central_banker;
}

/* The lists end in 2022: a head's open term ends when the next head's begins; an open term of
 * whoever has a closed one from about that day is the same term, told less well. */
static void holder_close(lex_build *b, size_t i)
{
    lex_holder *h = &b->holders.at[i];
    for (size_t k = i; k-- > 0;) { /* latest first: the last one seen is the next head */
        const lex_holder *next = &b->holders.at[k];
        if (next->office != h->office || next->country != h->country)
            break;
        if (next->row != h->row && next->from > h->from) {
            h->to = next->from;
            break;
        }
    }
    for (size_t k = 0; k < b->holders.len; k++) {
        const lex_holder *other = &b->holders.at[k];
        bool near = other->from < h->from + 400 && h->from < other->from + 400;
        if (other->row == h->row && other->office == h->office && near && other->to < h->to &&
            other->to > h->from)
            h->to = other->to;
    }
}

static void holders_close(lex_build *b)
{
    for (size_t i = 0; i < b->holders.len; i++) {
        const lex_holder *h = &b->holders.at[i];
        if (one_at_a_time(h->office) && h->to == LEX_DAY_OPEN)
            holder_close(b, i);
    }
}

static void holders_add(lex_build *b, dm_container_writer *w, const uint32_t *number)
{
    size_t n = 0;
    for (size_t i = 0; i < b->holders.len; i++) {
        lex_holder h = b->holders.at[i];
        h.row = number[h.row];
        if (h.row != UINT32_MAX)
            b->holders.at[n++] = h;
    }
    b->holders.len = n;
    qsort(b->holders.at, n, sizeof *b->holders.at, by_office);
    holders_close(b);
    uint16_t *out = ARENA_ARRAY(&b->arena, uint16_t, n * 5 + 1);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        const lex_holder *h = &b->holders.at[i];
        if (i && by_office(h, h - 1) == 0)
            continue;
        uint16_t *p = out + 5 * kept++;
        p[0] = (uint16_t)(h->office | (uint32_t)h->country << 8);
        p[1] = h->from;
        p[2] = h->to;
        p[3] = (uint16_t)(h->row & 0xFFFF);
        p[4] = (uint16_t)(h->row >> 16);
    }
    container_add(w, "holder", DT_U16, 2, (uint32_t[]){(uint32_t)kept, 5}, out);
}

dm_status lex_pack(lex_build *b, const char *path, dm_error *err)
{
    if (b->countries.len > 255)
        return dm_fail(err, DM_EMODEL, "lexicon: more than 255 countries");
    dm_container_writer w = {0};
    lex_row **rows;
    uint32_t n;
    countries_sort(b);
    uint32_t *number = number_rows(b, &rows, &n);
    if (n >= LEX_ROW_MAX)
        return dm_fail(err, DM_EMODEL, "lexicon: %u rows are too many", (unsigned)n);
    rows_add(b, &w, rows, n);
    row_names_add(b, &w, rows, n);
    keys_add(b, &w, number);
    set_add(b, &w, b->first_keys.at, b->first_keys.len, &b->first,
            (const char *const[]){"first.bucket", "first.entry"}, 1);
    set_add(b, &w, b->surname_keys.at, b->surname_keys.len, NULL,
            (const char *const[]){"surname.bucket", "surname.entry"}, 0);
    words_add(b, &w);
    countries_add(b, &w);
    holders_add(b, &w, number);
    return container_write(&w, "lexicon 1", path, err);
}
