/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parser.h - the language engine: one encoder pass gives tags, trees and names of a document.
 */
#ifndef DM_ENGINE_PARSER_H
#define DM_ENGINE_PARSER_H

#include "engine/laps.h"
#include "engine/parse.h"

/* Model and kernels; const after opening, threads share it. */
typedef struct dm_parser dm_parser;

typedef struct {
    unsigned depth;     /* 6 (default when 0) or 3 */
    bool vectors;       /* keep token vectors in the parse */
    const char *kernel; /* NULL: see kernel_find; "scalar", "avx2", "vnni" ... for tests */
    double *spent;      /* [PART_COUNT] processor seconds of the parts are added, or NULL */
} dm_parse_options;

/* bytes empty: the embedded model. */
DM_NODISCARD dm_status parser_open(dm_str bytes, dm_parser **out, dm_error *err);
void parser_free(dm_parser *p);
dm_str parser_version(const dm_parser *p);
const char *parser_kernel(const dm_parser *p); /* what runs when options name none */
/* Parse lives in doc->arena.  options may be NULL. */
DM_NODISCARD dm_status parser_run(const dm_parser *p, dm_document *doc,
                                  const dm_parse_options *options, dm_parse *out,
                                  dm_error *err);
/* Lemma of a form with its tags; the result is in the arena or static. */
dm_str lemma_of(dm_arena *a, dm_str form, uint8_t upos, uint8_t xpos);
/* The annotation of a CoNLL-U file (document_from_conllu of the same bytes): words, and names
 * from MISC NER= when there are any. */
DM_NODISCARD dm_status parse_from_conllu(dm_str conllu, dm_document *doc, dm_parse *out,
                                         dm_error *err);

#endif
