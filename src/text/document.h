/* SPDX-License-Identifier: GPL-3.0-or-later */
/* document.h - an article after the text layer: the exact text, its sentences and tokens.
 *
 * All offsets point into doc->text (what the user gave, decoded; for HTML the extracted title
 * and text).  Bytes and code points both, end exclusive.  Everything lives in doc->arena.
 */
#ifndef DM_TEXT_DOCUMENT_H
#define DM_TEXT_DOCUMENT_H

#include "base/str.h"

typedef struct {
    uint32_t begin, end;       /* bytes of doc->text */
    uint32_t cp_begin, cp_end; /* the same in code points */
    uint32_t sentence;
    bool space_after;
} dm_token;

typedef enum {
    SENTENCE_BODY,
    SENTENCE_HEADLINE, /* the title or a heading between paragraphs */
    SENTENCE_ROLE_COUNT
} dm_sentence_role;

typedef struct {
    uint32_t first, end;       /* tokens [first, end) */
    uint32_t begin, stop;      /* bytes of the sentence's text */
    uint32_t cp_begin, cp_end; /* the same in code points */
    uint32_t paragraph;
    dm_sentence_role role;
    bool opens; /* another text begins here: it is read apart from what came before */
} dm_sentence;

typedef struct {
    uint32_t begin, end; /* bytes of text that are furniture and were not analysed */
} dm_dropped;

typedef struct {
    dm_arena arena;
    dm_str id, title, date, url, source, language, author; /* date is ISO 8601 or empty */
    char sha256[65];                                       /* of text */
    dm_str text;                                           /* valid UTF-8, no BOM */
    uint32_t chars;                                        /* code points of text */
    uint32_t repaired; /* bad byte sequences that were replaced */
    dm_token *tokens;  /* [T] in order of text */
    uint32_t token_count;
    dm_sentence *sentences; /* [S] */
    uint32_t sentence_count;
    dm_dropped *dropped; /* [D] in order */
    uint32_t dropped_count;
} dm_document;

static inline dm_str token_str(const dm_document *d, uint32_t t)
{
    return str_slice(d->text, d->tokens[t].begin, d->tokens[t].end);
}

/* The text from the first byte of token a to the last of token b - 1. */
static inline dm_str span_str(const dm_document *d, uint32_t a, uint32_t b)
{
    return a < b ? str_slice(d->text, d->tokens[a].begin, d->tokens[b - 1].end) : STR("");
}

typedef enum { INPUT_AUTO, INPUT_TEXT, INPUT_HTML, INPUT_LINES } dm_input_form;

typedef struct {
    dm_str bytes;
    dm_input_form form;                  /* INPUT_LINES: one sentence a line */
    const char *encoding;                /* NULL: detect UTF-8, UTF-16, Windows-1252 */
    dm_str id, title, date, url, source; /* what the caller knows; wins over what is found */
    bool keep_furniture;                 /* analyse everything */
} dm_source;

/* Bytes -> document.  *doc is initialised here; document_free it also after a failure.
 * DM_EINPUT for empty or binary input, with the byte where it shows. */
DM_NODISCARD dm_status document_read(const dm_source *source, dm_document *doc, dm_error *err);
/* CoNLL-U -> documents with the given sentences and tokens (text rebuilt from SpaceAfter).  One
 * document for the whole input.  words are the forms only; the annotation is read by engine. */
DM_NODISCARD dm_status document_from_conllu(dm_str conllu, dm_document *doc, dm_error *err);
/* A document of ready tokens, joined by blanks where space_after is set: for corpora.
 * sentence_ends[S] are token counts, ascending. */
void document_from_tokens(const dm_str *forms, const bool *space_after, uint32_t token_count,
                          const uint32_t *sentence_ends, uint32_t sentence_count,
                          dm_document *doc);
/* Sentences and tokens for doc->text, leaving out doc->dropped (exposed for measuring). */
void document_segment(dm_document *doc);
void document_free(dm_document *doc);

#endif
