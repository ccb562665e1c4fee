/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/document.h"

#include "text/decode.h"
#include "text/furniture.h"
#include "text/html.h"
#include "text/segment.h"

void document_free(dm_document *doc)
{
    arena_free(&doc->arena);
    memset(doc, 0, sizeof *doc);
}

static void keep_known(dm_document *doc, const dm_source *source)
{
    const struct {
        dm_str given, *field;
    } pairs[] = {
        {source->id, &doc->id},   {source->title, &doc->title},   {source->date, &doc->date},
        {source->url, &doc->url}, {source->source, &doc->source},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (pairs[i].given.len)
            *pairs[i].field = str_dup(&doc->arena, pairs[i].given);
    }
}

static void read_lines(dm_document *doc)
{
    text_blocks blocks = {0};
    dm_str rest = doc->text;
    while (rest.len) {
        dm_str line = str_trim(str_cut(rest, '\n', &rest));
        if (!line.len)
            continue;
        uint32_t begin = (uint32_t)(line.ptr - doc->text.ptr);
        text_block b = {begin, begin + (uint32_t)line.len, 0, false};
        vec_push(&blocks, b);
    }
    segment_blocks(doc, blocks.at, blocks.len);
    vec_free(&blocks);
}

static void read_plain(dm_document *doc, bool keep_furniture)
{
    text_blocks blocks = {0};
    blocks_find(doc->text, &blocks);
    if (!keep_furniture)
        furniture_find(doc, blocks.at, blocks.len);
    segment_blocks(doc, blocks.at, blocks.len);
    vec_free(&blocks);
}

static dm_status read_html(dm_document *doc, bool keep_furniture, dm_error *err)
{
    text_blocks blocks = {0};
    dm_status status = html_read(doc->text, keep_furniture, doc, &blocks, err);
    if (status == DM_OK) {
        document_seal(doc);
        segment_blocks(doc, blocks.at, blocks.len);
    }
    vec_free(&blocks);
    return status;
}

/* The encoding told by the caller, else by the page itself, else NULL for detection. */
static const char *encoding_of(const dm_source *source, char room[32])
{
    bool page = source->form == INPUT_HTML ||
                (source->form == INPUT_AUTO && html_looks_like(source->bytes));
    return source->encoding || !page ? source->encoding : html_charset(source->bytes, room);
}

static dm_status read_bytes(const dm_source *source, dm_document *doc, dm_error *err)
{
    char room[32];
    const char *encoding = encoding_of(source, room);
    dm_status status =
        text_decode(source->bytes, encoding, &doc->arena, &doc->text, &doc->repaired, err);
    if (status == DM_EUSAGE && encoding != source->encoding) /* a page may say anything */
        status = text_decode(source->bytes, NULL, &doc->arena, &doc->text, &doc->repaired, err);
    return status;
}

dm_status document_read(const dm_source *source, dm_document *doc, dm_error *err)
{
    memset(doc, 0, sizeof *doc);
    DM_TRY(read_bytes(source, doc, err));
    keep_known(doc, source);
    bool page = source->form == INPUT_HTML ||
                (source->form == INPUT_AUTO && html_looks_like(doc->text));
    if (page)
        return read_html(doc, source->keep_furniture, err);
    document_seal(doc);
    if (source->form == INPUT_LINES)
        read_lines(doc);
    else
        read_plain(doc, source->keep_furniture);
    return DM_OK;
}

void document_from_tokens(const dm_str *forms, const bool *space_after, uint32_t token_count,
                          const uint32_t *sentence_ends, uint32_t sentence_count,
                          dm_document *doc)
{
    memset(doc, 0, sizeof *doc);
    dm_buf text = {0};
    doc->tokens = ARENA_ARRAY(&doc->arena, dm_token, token_count);
    doc->token_count = token_count;
    for (uint32_t i = 0; i < token_count; i++) {
        doc->tokens[i].begin = (uint32_t)text.len;
        buf_add(&text, forms[i]);
        doc->tokens[i].end = (uint32_t)text.len;
        if ((!space_after || space_after[i]) && i + 1 < token_count)
            buf_byte(&text, ' ');
    }
    doc->text = str_dup(&doc->arena, buf_str(&text));
    buf_free(&text);
    doc->sentences = ARENA_ARRAY(&doc->arena, dm_sentence, sentence_count);
    uint32_t first = 0;
    for (uint32_t i = 0; i < sentence_count; i++) {
        if (sentence_ends[i] <= first)
            continue;
        doc->sentences[doc->sentence_count++] =
            (dm_sentence){.first = first, .end = sentence_ends[i], .paragraph = i};
        first = sentence_ends[i];
    }
    document_seal(doc);
    document_finish(doc);
}
