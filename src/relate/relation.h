/* SPDX-License-Identifier: GPL-3.0-or-later */
/* relation.h - edges found in one document, each with the words that prove it. */
#ifndef DM_RELATE_RELATION_H
#define DM_RELATE_RELATION_H

#include "cast/cast.h"

typedef struct {
    uint32_t sentence;
    uint32_t source_begin,
        source_end; /* tokens; empty (begin == end) when not in the sentence */
    uint32_t target_begin, target_end;
    uint32_t trigger_begin, trigger_end; /* tokens of the words that say it; may be empty */
} dm_evidence;

typedef struct {
    uint32_t source, target; /* entities */
    uint8_t rel;             /* dm_rel */
    uint8_t polarity, modality;
    bool former, derived;
    uint32_t attributed_to; /* entity or ENTITY_NONE */
    dm_str predicate;       /* the words as used, lemmatised head */
    dm_str rule;            /* what proposed it: "classifier", "title-of", ... */
    dm_str why;             /* for --explain: strongest features, or empty */
    dm_str date, date_text; /* ISO 8601 interval and the words, or empty */
    float confidence;
    dm_evidence *evidence; /* [V] in order of text, at least one */
    uint32_t evidence_count;
} dm_relation;

typedef struct {
    dm_relation *at; /* [R] */
    size_t len, cap; /* a VEC: base/vec.h */
} dm_relations;

/* Add one piece of evidence for r (r->evidence is ignored; strings must live in the document's
 * arena).  An edge with the same source, target, relation, polarity and modality takes the
 * evidence in and keeps the larger confidence (noisy-or is not assumed); symmetric relations
 * are stored with the smaller entity as source; source == target is refused. */
void relations_add(dm_relations *list, dm_arena *a, const dm_relation *r, const dm_evidence *e);
/* Order by source, target, relation, polarity, modality; evidence by sentence. */
void relations_sort(dm_relations *list);
void relations_free(dm_relations *list); /* the list; strings and evidence are the arena's */

/* States: trained pair classifier, title/apposition/possessive rules, facts of the lexicon.
 * Events: dependency paths and verb classes.  Both append to *list. */
typedef struct dm_state_model dm_state_model;
DM_NODISCARD dm_status state_model_open(dm_str bytes, dm_state_model **out, dm_error *err);
void state_model_free(dm_state_model *m);

/* What decides which pairs of phrases are events (dramatis-train events).  bytes are copied;
 * empty: the embedded model, *out NULL when the program was built without one. */
typedef struct dm_event_model dm_event_model;
DM_NODISCARD dm_status event_model_open(dm_str bytes, dm_event_model **out, dm_error *err);
void event_model_free(dm_event_model *m);

struct dm_lexicon;
struct dm_parser;
typedef struct {
    const struct dm_lexicon *lexicon;
    dm_document *doc; /* results live in doc->arena */
    const dm_parse *parse;
    const dm_cast *cast;
    bool explain; /* fill dm_relation.why */
    const struct dm_parser *parser; /* for the pair head, when parse has vectors; or NULL */
} dm_relate_input;

/* m NULL: the rules only. */
void relate_states(const dm_state_model *m, const dm_relate_input *in, dm_relations *list);
/* m NULL: the rules only.  In a short text unnamed actors that take part join the cast, which
 * is in->cast; NULL: they stay out. */
void relate_events(const dm_event_model *m, const dm_relate_input *in, dm_cast *cast,
                   dm_relations *list);

#endif
