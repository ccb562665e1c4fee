/* SPDX-License-Identifier: GPL-3.0-or-later */
/* open.h - open information extraction: what a sentence says, as triples of its own words.
 *
 * A clause finder over the dependency trees, after ClausIE (Del Corro and Gemulla 2013) with
 * the minimal arguments of MinIE (Gashteovski et al. 2017): every predicate with its subject
 * gives one triple per object, complement and oblique; conjuncts are told apart, relative
 * pronouns are replaced by what they stand for, gaps of participles and infinitives are filled
 * from the clause above.  Negation, auxiliaries, particles and prepositions stay in the
 * relation. */
#ifndef DM_RELATE_OPEN_H
#define DM_RELATE_OPEN_H

#include "base/vec.h"
#include "relate/tree.h"

/* What kind of clause a triple comes from. */
typedef enum {
#define OPEN_FORM(id, links, about) OPEN_##id,
#include "relate/open_forms.def"
#undef OPEN_FORM
    OPEN_FORM_COUNT
} dm_open_form;

/* Words of ours, where the text has none: "X, the chairman" says X is the chairman. */
#define OPEN_IS  UINT32_MAX
#define OPEN_ARE (UINT32_MAX - 1)
static inline bool open_is_ours(uint32_t word)
{
    return word >= OPEN_ARE;
}

/* Tokens in the order they are said. */
typedef struct {
    const uint32_t *at;
    uint32_t count;
} dm_words;

typedef struct {
    uint32_t sentence;
    dm_words first, relation, second;
    uint32_t first_head, predicate, second_head; /* tokens that head the three parts */
    uint8_t form;                                /* dm_open_form */
    float confidence;                            /* that a reader finds it said: 0..1 */
} dm_triple;

typedef struct {
    dm_triple *at;
    size_t len, cap; /* a VEC */
} dm_triples;

/* The triples of one sentence, in order of text, appended to *out; words live in the document's
 * arena. */
void open_triples(const dm_tree *t, uint32_t sentence, dm_triples *out);
void triples_free(dm_triples *list);
/* The words as the text writes them: spaces as they stand there, one where words were left out.
 */
void words_text(const dm_document *doc, dm_words words, dm_buf *out);

/* Edges of the relation `open` between the nodes that the triples' arguments stand for, where
 * no relation of another family links the two in that sentence. */
void relate_open(const dm_relate_input *in, dm_relations *list);

#endif
