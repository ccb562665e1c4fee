/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build.h - cast and relations of one document -> a graph that owns everything it shows. */
#ifndef DM_API_BUILD_H
#define DM_API_BUILD_H

#include "graph/graph.h"
#include "relate/relation.h"

typedef struct {
    const dm_document *doc;
    const dm_cast *cast;
    const dm_relations *relations;
    const char *model; /* version of the models, for graph.model */
    const dm_extract_options *options;
} dm_build_input;

/* The graph, sorted, without measures.  Never NULL.  DM_EUSAGE by way of err when
 * options->relations names what does not exist (then NULL). */
DM_NODISCARD dm_status graph_build(const dm_build_input *in, dm_graph **out, dm_error *err);

/* Which relations a list like "state,event,-state" or "consult,head_of" keeps; keep[REL_COUNT].
 */
DM_NODISCARD dm_status relation_filter(const char *list, bool *keep, dm_error *err);

#endif
