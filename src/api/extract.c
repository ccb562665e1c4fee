/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One article -> one graph: the pipeline, the graph, its analysis and layout. */
#include "api/build.h"
#include "api/engine.h"
#include "graph/analyse.h"
#include "graph/layout.h"

/* Clauses that fit no class are many: they are looked for when asked for. */
static bool wants_open(const char *relations)
{
    bool keep[REL_COUNT];
    return relations && relation_filter(relations, keep, NULL) == DM_OK && keep[REL_open];
}

dm_status dm_extract(const dm_engine *engine, const dm_input *in,
                     const dm_extract_options *given, dm_graph **out, dm_error *err)
{
    dm_extract_options o = given ? *given : (dm_extract_options){0};
    dm_article a;
    dm_graph *g = NULL;
    dm_input named = *in;
    named.date = in->date ? in->date : o.date;
    named.encoding = in->encoding ? in->encoding : o.encoding;
    dm_status status =
        article_read(engine, &named, o.depth, o.explain, o.wishes, STOP_AT_RELATIONS, &a, err);
    if (status == DM_OK && wants_open(o.relations))
        article_open_edges(engine, &a);
    if (status == DM_OK) {
        dm_build_input b = {&a.doc, &a.cast, &a.relations, engine->version, &o};
        status = graph_build(&b, &g, err);
    }
    article_free(&a);
    if (status == DM_OK && !o.no_analysis) {
        dm_analysis_options ao = {.seed = o.seed ? o.seed : 1};
        status = graph_analyse(g, &ao, err);
        if (status == DM_OK)
            status = graph_layout(g, &(dm_layout_options){.seed = ao.seed}, err);
    }
    if (status != DM_OK) {
        dm_graph_free(g);
        return status;
    }
    *out = g;
    return DM_OK;
}

const char *dm_version(void)
{
    return DM_VERSION;
}

const char *dm_model_version(void)
{
    static char version[64]; /* the same text every time it is written */
    dm_parser *p = NULL;
    if (!version[0] && parser_open(STR(""), &p, NULL) == DM_OK) {
        dm_str v = parser_version(p);
        memcpy(version, v.ptr, v.len < sizeof version ? v.len : sizeof version - 1);
        parser_free(p);
    }
    return version[0] ? version : "none";
}
