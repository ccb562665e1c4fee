/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/wordpiece.h"

#include "base/utf8.h"
#include "base/vec.h"

#include <utf8proc.h>

enum { WORD_CHARS = 100, WORD_BYTES = 4 * WORD_CHARS }; /* BERT: longer words are unknown */

/* One word on its way to pieces, and where the pieces go. */
typedef struct {
    const dm_vocab *vocab;
    uint16_t *ids;
    uint32_t count, cap;
    uint32_t chars; /* of the word; more than WORD_CHARS: unknown */
    size_t len;
    char bytes[WORD_BYTES];
} word_state;

dm_status vocab_open(dm_str vocab_text, dm_vocab *v, dm_error *err)
{
    *v = (dm_vocab){0};
    size_t cap = 0;
    while (vocab_text.len > 0) {
        dm_str piece = str_cut(vocab_text, '\n', &vocab_text);
        if (v->count == UINT16_MAX)
            return dm_fail(err, DM_EMODEL, "vocabulary: more than %d pieces", UINT16_MAX);
        if (v->count == cap)
            v->pieces = vec_grow(v->pieces, &cap, v->count, sizeof *v->pieces);
        v->pieces[v->count] = piece;
        bool goes_on = piece.len > 2 && str_starts(piece, STR("##"));
        if (goes_on)
            map_set(&v->inner, str_slice(piece, 2, piece.len), v->count);
        else
            map_set(&v->starts, piece, v->count);
        if (piece.len > v->longest)
            v->longest = piece.len;
        v->count++;
    }
    uint32_t unk = map_get(&v->starts, STR("[UNK]"));
    uint32_t cls = map_get(&v->starts, STR("[CLS]"));
    uint32_t sep = map_get(&v->starts, STR("[SEP]"));
    if (unk == MAP_NONE || cls == MAP_NONE || sep == MAP_NONE)
        return dm_fail(err, DM_EMODEL, "vocabulary: [UNK], [CLS] or [SEP] is missing");
    v->unk = (uint16_t)unk;
    v->cls = (uint16_t)cls;
    v->sep = (uint16_t)sep;
    return DM_OK;
}

void vocab_free(dm_vocab *v)
{
    map_free(&v->starts);
    map_free(&v->inner);
    free(v->pieces);
    *v = (dm_vocab){0};
}

/* The longest piece at from; *end moves behind it. */
static uint32_t longest_piece(const word_state *w, size_t from, size_t *end)
{
    const dm_map *map = from == 0 ? &w->vocab->starts : &w->vocab->inner;
    size_t to = w->len - from > w->vocab->longest ? from + w->vocab->longest : w->len;
    while (to > from) {
        bool inside_char = to < w->len && ((unsigned char)w->bytes[to] & 0xc0) == 0x80;
        if (!inside_char) {
            uint32_t id = map_get(map, (dm_str){w->bytes + from, to - from});
            if (id != MAP_NONE) {
                *end = to;
                return id;
            }
        }
        to--;
    }
    return MAP_NONE;
}

static void put_id(word_state *w, uint32_t id)
{
    if (w->count < w->cap)
        w->ids[w->count++] = (uint16_t)id;
}

/* A word that cannot be covered whole is one [UNK]. */
static void word_end(word_state *w)
{
    uint32_t ids[WORD_CHARS], n = 0;
    bool known = w->chars <= WORD_CHARS;
    for (size_t at = 0; known && at < w->len;) {
        uint32_t id = longest_piece(w, at, &at);
        known = id != MAP_NONE;
        if (known)
            ids[n++] = id;
    }
    if (!known)
        put_id(w, w->vocab->unk);
    for (uint32_t i = 0; known && i < n; i++)
        put_id(w, ids[i]);
    w->chars = 0;
    w->len = 0;
}

static void word_char(word_state *w, uint32_t cp)
{
    if (++w->chars > WORD_CHARS)
        return;
    utf8proc_uint8_t out[4];
    utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)cp, out);
    memcpy(w->bytes + w->len, out, (size_t)n);
    w->len += (size_t)n;
}

static void word_alone(word_state *w, uint32_t cp)
{
    if (w->chars > 0)
        word_end(w);
    word_char(w, cp);
    word_end(w);
}

/* BERT's own idea of punctuation: every ASCII sign, and Unicode P*. */
static bool splits(uint32_t cp, utf8proc_category_t c)
{
    if (cp < 128)
        return cp > 32 && cp < 127 && !cp_is_letter(cp) && !cp_is_digit(cp);
    return c == UTF8PROC_CATEGORY_PC || c == UTF8PROC_CATEGORY_PD ||
           c == UTF8PROC_CATEGORY_PS || c == UTF8PROC_CATEGORY_PE ||
           c == UTF8PROC_CATEGORY_PI || c == UTF8PROC_CATEGORY_PF || c == UTF8PROC_CATEGORY_PO;
}

static bool is_cjk(uint32_t cp)
{
    return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF) ||
           (cp >= 0x20000 && cp <= 0x2CEAF) || (cp >= 0xF900 && cp <= 0xFAFF) ||
           (cp >= 0x2F800 && cp <= 0x2FA1F);
}

static bool is_control(uint32_t cp, utf8proc_category_t c)
{
    return cp == 0xFFFD || c == UTF8PROC_CATEGORY_CC || c == UTF8PROC_CATEGORY_CF ||
           c == UTF8PROC_CATEGORY_CS || c == UTF8PROC_CATEGORY_CO;
}

/* One code point of the token: decomposed, marks dropped, lower case. */
static void add_char(word_state *w, uint32_t cp)
{
    if (cp_is_space(cp)) {
        if (w->chars > 0)
            word_end(w);
        return;
    }
    if (is_control(cp, utf8proc_category((utf8proc_int32_t)cp)))
        return;
    if (is_cjk(cp)) {
        word_alone(w, cp);
        return;
    }
    utf8proc_int32_t parts[16];
    int boundary = 0;
    utf8proc_ssize_t n =
        utf8proc_decompose_char((utf8proc_int32_t)cp, parts, 16, UTF8PROC_DECOMPOSE, &boundary);
    for (utf8proc_ssize_t i = 0; i < n && i < 16; i++) {
        utf8proc_category_t c = utf8proc_category(parts[i]);
        if (c == UTF8PROC_CATEGORY_MN)
            continue;
        uint32_t low = (uint32_t)utf8proc_tolower(parts[i]);
        if (splits(low, c))
            word_alone(w, low);
        else
            word_char(w, low);
    }
}

uint32_t wordpiece(const dm_vocab *v, dm_str token, uint16_t *ids, uint32_t cap)
{
    word_state w = {.vocab = v, .ids = ids, .cap = cap};
    for (size_t at = 0; at < token.len && w.count < cap;)
        add_char(&w, utf8_next(token, &at));
    if (w.chars > 0)
        word_end(&w);
    if (w.count == 0)
        put_id(&w, v->unk);
    return w.count;
}

dm_shape case_shape(dm_str token)
{
    uint32_t upper = 0, lower = 0, digits = 0, inside = 0; /* inside: capitals after a letter */
    bool after_letter = false, first_lower = false;
    for (size_t at = 0; at < token.len;) {
        uint32_t cp = utf8_next(token, &at);
        bool up = cp_is_upper(cp), letter = cp_is_letter(cp);
        first_lower |= letter && !up && upper + lower == 0;
        upper += up;
        lower += letter && !up;
        inside += up && after_letter;
        digits += cp_is_digit(cp);
        after_letter = letter;
    }
    if (upper + lower == 0)
        return digits > 0 ? SHAPE_NUMBER : SHAPE_OTHER;
    if (digits > 0)
        return SHAPE_ALNUM;
    if (upper == 0)
        return SHAPE_LOWER;
    if (lower == 0)
        return upper == 1 ? SHAPE_INITIAL : SHAPE_UPPER;
    return inside == 0 && !first_lower ? SHAPE_TITLE : SHAPE_MIXED;
}
