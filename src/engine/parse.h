/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parse.h - what the language engine finds in a document: tags, trees, names, all by token
 * index. Lives in the document's arena. */
#ifndef DM_ENGINE_PARSE_H
#define DM_ENGINE_PARSE_H

#include "ontology/ontology.h"
#include "text/document.h"

#define HEAD_ROOT UINT32_MAX

/* Label sets are .def files (engine/upos.def, xpos.def, deprel.def); the index is the label id.
 */
typedef enum {
#define UPOS(id) UPOS_##id,
#include "engine/upos.def"
#undef UPOS
    UPOS_COUNT
} dm_upos;

/* Universal dependency labels with the sub-types of English EWT and GUM; DEPREL(id,
 * "nsubj:pass"). */
typedef enum {
#define DEPREL(id, text) DEP_##id,
#include "engine/deprel.def"
#undef DEPREL
    DEP_COUNT
} dm_deprel;

typedef enum {
#define XPOS(id, text) XPOS_##id,
#include "engine/xpos.def"
#undef XPOS
    XPOS_COUNT
} dm_xpos;

typedef struct {
    uint32_t head; /* token index in the document, or HEAD_ROOT */
    uint8_t upos, xpos, deprel;
    dm_str lemma;
} dm_word;

typedef struct {
    uint32_t begin, end; /* tokens [begin, end), inside one sentence */
    uint8_t kind;        /* dm_kind */
    float score;         /* posterior of the span's labels, 0..1 */
} dm_name;

typedef struct {
    dm_word *words; /* [T] */
    dm_name *names; /* [N] by begin; flat, no overlap */
    uint32_t name_count;
    const float *vectors; /* [T][dim] top-layer vector of each token's first piece, or NULL */
    uint32_t dim, depth;  /* of the vectors; layers that were run */
} dm_parse;

const char *upos_name(uint8_t upos);
const char *xpos_name(uint8_t xpos);
const char *deprel_name(uint8_t deprel);
uint8_t upos_find(dm_str name);   /* UPOS_X when unknown */
uint8_t xpos_find(dm_str name);   /* XPOS_XX when unknown */
uint8_t deprel_find(dm_str name); /* falls back to the main type, then DEP_dep */

#endif
