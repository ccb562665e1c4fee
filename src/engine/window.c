/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/window.h"

#include "base/vec.h"

typedef VEC(dm_segment) segments;
typedef VEC(dm_window) windows;

static void read_pieces(const dm_vocab *vocab, const dm_document *doc, dm_windows *w,
                        dm_arena *a)
{
    VEC(uint16_t) ids = {0};
    const uint32_t tokens = doc->token_count;
    w->piece = ARENA_ARRAY(a, uint32_t, (size_t)tokens + 1);
    w->shape = ARENA_ARRAY(a, uint8_t, tokens);
    for (uint32_t t = 0; t < tokens; t++) {
        uint16_t own[PIECES_PER_TOKEN];
        const dm_str form = token_str(doc, t);
        const uint32_t count = wordpiece(vocab, form, own, PIECES_PER_TOKEN);
        w->shape[t] = (uint8_t)case_shape(form);
        w->piece[t] = (uint32_t)ids.len;
        for (uint32_t i = 0; i < count; i++)
            vec_push(&ids, own[i]);
    }
    uint32_t count;
    w->piece[tokens] = (uint32_t)ids.len;
    vec_take(a, &ids, w->ids, count);
    (void)count;
}

/* The encoder has read single short sentences only as pairs of actors to be told apart, and
 * its trees of them are poor; with other sentences before them they are what they should be. */
static const char *const neutral[] = {
    "Officials", "in",   "the", "capital", "said", "on",    "Monday", "that", "talks", "would",
    "go",        "on",   ".",   "The",     "two",  "sides", "met",    "last", "week",  "in",
    "the",       "city", "and", "agreed",  "to",   "meet",  "again",  "."};

static void read_padding(const dm_vocab *vocab, dm_windows *w, dm_arena *a)
{
    const size_t words = sizeof neutral / sizeof neutral[0];
    w->padding = ARENA_ARRAY(a, uint16_t, words * PIECES_PER_TOKEN);
    w->padding_shape = ARENA_ARRAY(a, uint8_t, words * PIECES_PER_TOKEN);
    for (size_t i = 0; i < words; i++) {
        const dm_str form = str_z(neutral[i]);
        const uint32_t count =
            wordpiece(vocab, form, w->padding + w->padding_count, PIECES_PER_TOKEN);
        for (uint32_t k = 0; k < count; k++)
            w->padding_shape[w->padding_count++] = (uint8_t)case_shape(form);
    }
}

static void pad(const dm_vocab *vocab, dm_windows *w, dm_window *window, dm_arena *a)
{
    if (window->end - window->first > 1)
        return;
    if (!w->padding_count)
        read_padding(vocab, w, a);
    if (window->positions + w->padding_count > WINDOW_PADDED)
        return;
    window->padding = w->padding_count;
    window->positions += w->padding_count;
}

static void push_window(windows *out, uint32_t first, uint32_t end, uint32_t pieces)
{
    if (first < end) {
        const dm_window w = {first, end, 0, pieces + 2};
        vec_push(out, w);
    }
}

/* A sentence that no window can hold, in parts of its own windows. */
static void push_parts(const dm_windows *w, dm_segment s, segments *parts, windows *out)
{
    uint32_t first = s.first;
    for (uint32_t t = s.first; t <= s.end; t++) {
        if (t < s.end && w->piece[t + 1] - w->piece[first] <= WINDOW_LONGEST)
            continue;
        const dm_segment part = {first, t, first > s.first};
        vec_push(parts, part);
        push_window(out, (uint32_t)parts->len - 1, (uint32_t)parts->len,
                    w->piece[t] - w->piece[first]);
        first = t;
    }
}

dm_windows windows_make(const dm_vocab *vocab, const dm_document *doc, dm_arena *a)
{
    dm_windows w = {0};
    segments parts = {0};
    windows out = {0};
    read_pieces(vocab, doc, &w, a);
    uint32_t first = 0, pieces = 0;
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        const dm_segment s = {doc->sentences[i].first, doc->sentences[i].end, false};
        const uint32_t own = w.piece[s.end] - w.piece[s.first];
        if (own == 0)
            continue;
        if (pieces + own > WINDOW_PIECES || doc->sentences[i].opens) {
            push_window(&out, first, (uint32_t)parts.len, pieces);
            first = (uint32_t)parts.len;
            pieces = 0;
        }
        if (own > WINDOW_LONGEST) {
            push_parts(&w, s, &parts, &out);
            first = (uint32_t)parts.len;
            continue;
        }
        vec_push(&parts, s);
        pieces += own;
    }
    push_window(&out, first, (uint32_t)parts.len, pieces);
    for (size_t i = 0; i < out.len; i++)
        pad(vocab, &w, &out.at[i], a);
    for (size_t i = 0; i < out.len; i++)
        w.longest = out.at[i].positions > w.longest ? out.at[i].positions : w.longest;
    uint32_t count;
    vec_take(a, &parts, w.segments, count);
    vec_take(a, &out, w.windows, w.window_count);
    (void)count;
    return w;
}

void window_fill(const dm_windows *w, const dm_vocab *vocab, const dm_window *window,
                 uint16_t *ids, uint8_t *shapes)
{
    uint32_t n = 0;
    ids[n] = vocab->cls;
    shapes[n++] = SHAPE_OTHER;
    for (uint32_t i = 0; i < window->padding; i++) {
        ids[n] = w->padding[i];
        shapes[n++] = w->padding_shape[i];
    }
    const uint32_t from = w->segments[window->first].first;
    const uint32_t to = w->segments[window->end - 1].end;
    for (uint32_t t = from; t < to; t++) {
        for (uint32_t i = w->piece[t]; i < w->piece[t + 1]; i++) {
            ids[n] = w->ids[i];
            shapes[n++] = w->shape[t];
        }
    }
    ids[n] = vocab->sep;
    shapes[n] = SHAPE_OTHER;
}
