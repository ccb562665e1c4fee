/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/lemma.h"

#include "base/utf8.h"
#include "engine/parser.h"
#include "model/asset.h"

DM_ASSET(lemma)

static dm_status rows_open(const dm_container *c, const char *text, const char *at,
                           lemma_rows *rows, dm_error *err)
{
    dm_section s, offsets;
    DM_TRY(container_get(c, text, DT_U8, &s, err));
    DM_TRY(container_get(c, at, DT_U32, &offsets, err));
    *rows = (lemma_rows){s.data, offsets.data, offsets.shape[0] ? offsets.shape[0] - 1 : 0};
    for (uint32_t i = 0; i < rows->count; i++)
        if (rows->at[i] > rows->at[i + 1] || rows->at[i + 1] > s.bytes)
            return dm_fail(err, DM_EMODEL, "lemma lexicon: section '%s' is damaged", at);
    return DM_OK;
}

dm_status lemma_open(dm_str bytes, lemma_table *t, dm_error *err)
{
    dm_container c;
    DM_TRY(container_open(bytes, true, &c, err));
    DM_TRY(rows_open(&c, "rules", "rules.at", &t->rules, err));
    return rows_open(&c, "exceptions", "exceptions.at", &t->exceptions, err);
}

bool lemma_embedded(lemma_table *t)
{
    dm_container c;
    dm_section rules, rules_at, exceptions, exceptions_at;
    if (container_open(asset_lemma(), false, &c, NULL) != DM_OK ||
        container_get(&c, "rules", DT_U8, &rules, NULL) != DM_OK ||
        container_get(&c, "rules.at", DT_U32, &rules_at, NULL) != DM_OK ||
        container_get(&c, "exceptions", DT_U8, &exceptions, NULL) != DM_OK ||
        container_get(&c, "exceptions.at", DT_U32, &exceptions_at, NULL) != DM_OK)
        return false;
    t->rules = (lemma_rows){rules.data, rules_at.data, rules_at.shape[0] - 1};
    t->exceptions =
        (lemma_rows){exceptions.data, exceptions_at.data, exceptions_at.shape[0] - 1};
    return true;
}

bool lemma_find(const lemma_rows *rows, dm_str key, dm_str *value)
{
    uint32_t low = 0, high = rows->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const dm_str row = {rows->text + rows->at[middle],
                            rows->at[middle + 1] - rows->at[middle]};
        const dm_str own = str_cut(row, '\t', value);
        const int order = str_cmp(own, key);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

bool lemma_inflected(uint8_t xpos)
{
    static const bool inflected[XPOS_COUNT] = {
        [XPOS_NNS] = true, [XPOS_NNPS] = true, [XPOS_VBD] = true, [XPOS_VBG] = true,
        [XPOS_VBN] = true, [XPOS_VBZ] = true,  [XPOS_JJR] = true, [XPOS_JJS] = true,
        [XPOS_RBR] = true, [XPOS_RBS] = true};
    return xpos < XPOS_COUNT && inflected[xpos];
}

dm_str lemma_base(dm_arena *a, dm_str form, uint8_t upos, uint8_t xpos)
{
    if (upos == UPOS_PROPN || xpos == XPOS_NNP || xpos == XPOS_NNPS)
        return form;
    for (size_t i = 0; i < form.len; i++)
        if ((unsigned char)form.ptr[i] >= 0x80 || (form.ptr[i] >= 'A' && form.ptr[i] <= 'Z'))
            return str_lower(a, form);
    return form;
}

static dm_str key_make(char *out, const char *a, const char *b, dm_str form)
{
    size_t n = 0;
    for (; *a; a++)
        out[n++] = *a;
    if (b) {
        out[n++] = ':';
        for (; *b; b++)
            out[n++] = *b;
    }
    out[n++] = ':';
    if (form.len > 0)
        memcpy(out + n, form.ptr, form.len);
    return (dm_str){out, n + form.len};
}

dm_str lemma_key(char out[LEMMA_FORM + 32], dm_str base, uint8_t upos, uint8_t xpos)
{
    if (base.len == 0 || base.len > LEMMA_FORM)
        return STR("");
    return key_make(out, upos_name(upos), xpos_name(xpos), base);
}

static dm_str stem_and(dm_arena *a, dm_str stem, dm_str ending)
{
    char *p = arena_alloc(a, stem.len + ending.len + 1, 1);
    if (stem.len > 0)
        memcpy(p, stem.ptr, stem.len);
    if (ending.len > 0)
        memcpy(p + stem.len, ending.ptr, ending.len);
    return (dm_str){p, stem.len + ending.len};
}

dm_str lemma_rule(const lemma_table *t, dm_arena *a, dm_str base, uint8_t xpos)
{
    if (!lemma_inflected(xpos))
        return base;
    char key[LEMMA_SUFFIX + 32];
    for (size_t n = base.len < LEMMA_SUFFIX ? base.len : LEMMA_SUFFIX;; n--) {
        const dm_str suffix = str_slice(base, base.len - n, base.len);
        dm_str value;
        if (lemma_find(&t->rules, key_make(key, xpos_name(xpos), NULL, suffix), &value) &&
            value.len > 0) {
            const size_t off = (size_t)(value.ptr[0] - '0');
            if (off > base.len || base.len - off + value.len < 3)
                return base;
            return stem_and(a, str_slice(base, 0, base.len - off),
                            str_slice(value, 1, value.len));
        }
        if (n == 0)
            return base;
    }
}

dm_str lemma_from(const lemma_table *t, dm_arena *a, dm_str form, uint8_t upos, uint8_t xpos)
{
    const dm_str base = lemma_base(a, form, upos, xpos);
    char out[LEMMA_FORM + 32];
    const dm_str key = lemma_key(out, base, upos, xpos);
    dm_str lemma;
    if (key.len > 0 && lemma_find(&t->exceptions, key, &lemma))
        return lemma;
    return lemma_rule(t, a, base, xpos);
}

dm_str lemma_of(dm_arena *a, dm_str form, uint8_t upos, uint8_t xpos)
{
    lemma_table t;
    return lemma_embedded(&t) ? lemma_from(&t, a, form, upos, xpos)
                              : lemma_base(a, form, upos, xpos);
}
