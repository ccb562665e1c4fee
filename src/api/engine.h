/* SPDX-License-Identifier: GPL-3.0-or-later */
/* engine.h - the pipeline: one article through every room, in order. */
#ifndef DM_API_ENGINE_H
#define DM_API_ENGINE_H

#include "engine/parser.h"
#include "relate/relation.h"

struct dm_engine {
    dm_lexicon *lexicon;
    dm_parser *parser;
    dm_state_model *states;
    dm_event_model *events;
    char version[64];
};

/* Everything found in one article; article_free it also after a failure. */
typedef struct {
    dm_document doc;
    dm_parse parse;
    dm_cast cast;
    dm_relations relations;
} dm_article;

typedef enum { STOP_AT_PARSE, STOP_AT_CAST, STOP_AT_RELATIONS } dm_stop;

DM_NODISCARD dm_status article_read(const dm_engine *engine, const dm_input *in, unsigned depth,
                                    bool explain, const dm_wishes *wishes, dm_stop stop,
                                    dm_article *out, dm_error *err);
/* Adds the relation `open`, which nobody else's relations say: asked for by name only. */
void article_open_edges(const dm_engine *engine, dm_article *a);
void article_free(dm_article *a);

#endif
