/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "api/engine.h"

#include "relate/former.h"
#include "relate/mend.h"
#include "relate/support.h"
#include "relate/ties.h"
#include "relate/when.h"

#include <stdio.h>
#include <stdlib.h>

dm_status dm_engine_open(dm_engine **out, dm_error *err)
{
    dm_engine *e = dm_calloc(1, sizeof *e);
    dm_status status = lexicon_open(STR(""), &e->lexicon, err);
    if (status == DM_OK)
        status = parser_open(STR(""), &e->parser, err);
    if (status == DM_OK)
        status = state_model_open(STR(""), &e->states, err);
    if (status == DM_OK)
        status = event_model_open(STR(""), &e->events, err);
    if (status != DM_OK) {
        dm_engine_free(e);
        return status;
    }
    dm_str v = parser_version(e->parser);
    (void)snprintf(e->version, sizeof e->version, "%.*s", STR_ARG(v));
    *out = e;
    return DM_OK;
}

void dm_engine_free(dm_engine *e)
{
    if (!e)
        return;
    lexicon_free(e->lexicon);
    parser_free(e->parser);
    state_model_free(e->states);
    event_model_free(e->events);
    free(e);
}

static dm_status read_conllu(const dm_input *in, dm_str bytes, dm_article *out, dm_error *err)
{
    DM_TRY(document_from_conllu(bytes, &out->doc, err));
    if (in->id)
        out->doc.id = str_dup(&out->doc.arena, str_z(in->id));
    return DM_OK;
}

static dm_status read_document(const dm_input *in, dm_article *out, dm_error *err)
{
    static const dm_input_form form[DM_FROM_COUNT] = {[DM_FROM_AUTO] = INPUT_AUTO,
                                                      [DM_FROM_TEXT] = INPUT_TEXT,
                                                      [DM_FROM_NDJSON] = INPUT_TEXT,
                                                      [DM_FROM_HTML] = INPUT_HTML,
                                                      [DM_FROM_LINES] = INPUT_LINES};
    dm_str bytes = {in->bytes, in->size};
    if (in->from == DM_FROM_CONLLU)
        return read_conllu(in, bytes, out, err);
    dm_source source = {.bytes = bytes,
                        .form = form[in->from],
                        .encoding = in->encoding,
                        .id = str_z(in->id),
                        .title = str_z(in->title),
                        .date = str_z(in->date),
                        .url = str_z(in->url),
                        .source = str_z(in->source)};
    DM_TRY(document_read(&source, &out->doc, err));
    if (!out->doc.date.len && in->fetched) /* the day is enough */
        out->doc.date = str_dup(&out->doc.arena, str_slice(str_z(in->fetched), 0, 10));
    return DM_OK;
}

dm_status article_read(const dm_engine *engine, const dm_input *in, unsigned depth,
                       bool explain, const dm_wishes *wishes, dm_stop stop, dm_article *out,
                       dm_error *err)
{
    *out = (dm_article){0};
    DM_TRY(read_document(in, out, err));
    dm_parse_options po = {.depth = depth, .vectors = true};
    DM_TRY(parser_run(engine->parser, &out->doc, &po, &out->parse, err));
    if (stop == STOP_AT_PARSE)
        return DM_OK;
    cast_build_wished(engine->lexicon, wishes, &out->doc, &out->parse, &out->cast);
    if (stop == STOP_AT_CAST)
        return DM_OK;
    dm_relate_input ri = {.lexicon = engine->lexicon,
                          .doc = &out->doc,
                          .parse = &out->parse,
                          .cast = &out->cast,
                          .explain = explain,
                          .parser = engine->parser};
    relate_states(engine->states, &ri, &out->relations);
    relations_mark_derived(&ri, &out->relations);
    relate_ties(&ri, &out->relations);
    relations_mend_former(&ri, &out->relations);
    relations_mend(&ri, &out->relations);
    relate_events(engine->events, &ri, &out->cast, &out->relations);
    relations_mend_refusals(&ri, &out->relations);
    relations_sort(&out->relations);
    relations_date(&ri, &out->relations);
    return DM_OK;
}

void article_free(dm_article *a)
{
    relations_free(&a->relations);
    document_free(&a->doc);
}
