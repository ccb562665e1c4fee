/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/segment.h"

#include "base/sha256.h"
#include "base/utf8.h"
#include "text/sentence.h"

#include <stdlib.h>

typedef struct {
    dm_document *doc;
    VEC(dm_token) tokens;
    VEC(dm_sentence) sentences;
    text_tokens scanned; /* of the block at hand */
    token_ends ends;
    boundary_model model;
} segmenter;

static void put_token(segmenter *g, uint32_t begin, uint32_t end)
{
    dm_token t = {begin, end, 0, 0, (uint32_t)g->sentences.len, false};
    vec_push(&g->tokens, t);
}

static void put_sentence(segmenter *g, size_t from, size_t to, uint32_t block, bool heading)
{
    const text_token *t = g->scanned.at;
    dm_sentence s = {.first = (uint32_t)g->tokens.len,
                     .begin = t[from].begin,
                     .stop = t[to - 1].end,
                     .paragraph = block,
                     .role = heading ? SENTENCE_HEADLINE : SENTENCE_BODY};
    size_t last = to; /* the last word, before closing quotes */
    while (last > from && (t[last - 1].kind == TOKEN_CLOSE || t[last - 1].kind == TOKEN_QUOTE))
        last--;
    for (size_t i = from; i < to; i++) {
        bool split = i + 1 == last && t[i].kind == TOKEN_ABBREV && i > from &&
                     sentence_frees_period(g->doc->text, &t[i]);
        if (split) {
            put_token(g, t[i].begin, t[i].end - 1);
            put_token(g, t[i].end - 1, t[i].end);
        } else {
            put_token(g, t[i].begin, t[i].end);
        }
    }
    s.end = (uint32_t)g->tokens.len;
    vec_push(&g->sentences, s);
}

/* A short line without a stop at its end, standing alone. */
static bool looks_heading(const segmenter *g)
{
    size_t n = g->scanned.len;
    if (n == 0 || n > 24 || g->ends.len != 1)
        return false;
    token_kind k = g->scanned.at[n - 1].kind;
    if (k == TOKEN_WORD || k == TOKEN_NUMBER || k == TOKEN_ABBREV || k == TOKEN_CLOSE)
        return true;
    dm_str last = str_slice(g->doc->text, g->scanned.at[n - 1].begin, g->scanned.at[n - 1].end);
    return str_eq(last, STR("?")) || k == TOKEN_QUOTE || str_eq(last, STR("%"));
}

static void segment_block(segmenter *g, const text_block *b, uint32_t number)
{
    g->scanned.len = g->ends.len = 0;
    tokens_scan(g->doc->text, b->begin, b->end, &g->scanned);
    sentences_find(g->doc->text, g->scanned.at, g->scanned.len, &g->model, &g->ends);
    bool heading = b->heading || looks_heading(g);
    size_t from = 0;
    for (size_t i = 0; i < g->ends.len; i++) {
        put_sentence(g, from, g->ends.at[i], number, heading);
        from = g->ends.at[i];
    }
}

static text_block trimmed(dm_str text, text_block b)
{
    while (b.begin < b.end && (unsigned char)text.ptr[b.begin] <= ' ')
        b.begin++;
    while (b.end > b.begin && (unsigned char)text.ptr[b.end - 1] <= ' ')
        b.end--;
    return b;
}

/* What is left of block b without the dropped ranges, of which *from is the first that can
 * matter. */
static void segment_rest(segmenter *g, text_block b, uint32_t number, uint32_t *from)
{
    const dm_document *doc = g->doc;
    while (*from < doc->dropped_count && doc->dropped[*from].end <= b.begin)
        ++*from;
    for (uint32_t k = *from; b.begin < b.end; k++) {
        text_block piece = b;
        bool cut = k < doc->dropped_count && doc->dropped[k].begin < b.end;
        if (cut) {
            piece.end = doc->dropped[k].begin > b.begin ? doc->dropped[k].begin : b.begin;
            b.begin = doc->dropped[k].end;
        }
        piece = trimmed(doc->text, piece);
        if (piece.begin < piece.end)
            segment_block(g, &piece, number);
        if (!cut)
            return;
    }
}

void segment_blocks(dm_document *doc, const text_block *blocks, size_t count)
{
    segmenter g = {.doc = doc, .model = boundary_shipped()};
    uint32_t dropped = 0;
    for (size_t i = 0; i < count; i++)
        segment_rest(&g, blocks[i], (uint32_t)i, &dropped);
    vec_take(&doc->arena, &g.tokens, doc->tokens, doc->token_count);
    vec_take(&doc->arena, &g.sentences, doc->sentences, doc->sentence_count);
    vec_free(&g.scanned);
    vec_free(&g.ends);
    document_finish(doc);
}

void document_segment(dm_document *doc)
{
    text_blocks blocks = {0};
    blocks_find(doc->text, &blocks);
    segment_blocks(doc, blocks.at, blocks.len);
    vec_free(&blocks);
}

void document_seal(dm_document *doc)
{
    dm_sha256 sum = sha256_of(doc->text);
    memcpy(doc->sha256, sum.hex, sizeof doc->sha256);
    doc->chars = (uint32_t)utf8_count(doc->text);
}

void document_finish(dm_document *doc)
{
    uint32_t at = 0, cp = 0;
    for (uint32_t i = 0; i < doc->token_count; i++) {
        dm_token *t = &doc->tokens[i];
        cp += (uint32_t)utf8_count(str_slice(doc->text, at, t->begin));
        t->cp_begin = cp;
        cp += (uint32_t)utf8_count(str_slice(doc->text, t->begin, t->end));
        t->cp_end = cp;
        at = t->end;
        uint32_t next = i + 1 < doc->token_count ? t[1].begin : (uint32_t)doc->text.len;
        t->space_after = next > t->end;
    }
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        dm_sentence *s = &doc->sentences[i];
        s->begin = doc->tokens[s->first].begin;
        s->stop = doc->tokens[s->end - 1].end;
        s->cp_begin = doc->tokens[s->first].cp_begin;
        s->cp_end = doc->tokens[s->end - 1].cp_end;
        for (uint32_t t = s->first; t < s->end; t++)
            doc->tokens[t].sentence = i;
    }
}
