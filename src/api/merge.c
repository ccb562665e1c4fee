/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Graphs of many articles as one, through the merge room; its analysis and layout. */
#include "merge/merge.h"

#include "graph/analyse.h"
#include "graph/layout.h"
#include "merge/timeline.h"

#include <stdlib.h>

struct dm_merger {
    dm_merge *merge;
};

dm_status dm_graph_analyse(dm_graph *g, const dm_analyse_options *given, dm_error *err)
{
    dm_analyse_options o = given ? *given : (dm_analyse_options){0};
    uint64_t seed = o.seed ? o.seed : 1;
    DM_TRY(graph_analyse(g, &(dm_analysis_options){.seed = seed}, err));
    return graph_layout(g, &(dm_layout_options){.seed = seed, .from = o.positions}, err);
}

dm_merger *dm_merger_new(void)
{
    dm_merger *m = dm_calloc(1, sizeof *m);
    m->merge = merge_new();
    return m;
}

void dm_merger_free(dm_merger *m)
{
    if (!m)
        return;
    merge_free(m->merge);
    free(m);
}

dm_status dm_merger_add(dm_merger *m, const dm_graph *g, dm_error *err)
{
    return merge_add(m->merge, g, err);
}

size_t dm_merger_document_count(const dm_merger *m)
{
    return merge_documents(m->merge);
}

size_t dm_merger_conflict_count(const dm_merger *m)
{
    return merge_conflicts(m->merge);
}

const char *dm_merger_conflict(const dm_merger *m, size_t i)
{
    return i < merge_conflicts(m->merge) ? merge_conflict(m->merge, (uint32_t)i).ptr : "";
}

dm_status dm_merger_finish(dm_merger *m, const dm_merge_options *given, dm_graph **out,
                           dm_error *err)
{
    dm_merge_options o = given ? *given : (dm_merge_options){0};
    dm_span span = SPAN_COUNT;
    if (o.timeline && (span = span_find(str_z(o.timeline))) == SPAN_COUNT)
        return dm_fail(err, DM_EUSAGE, "a timeline is told by day, week or month, not by '%s'",
                       o.timeline);
    char generator[64];
    (void)snprintf(generator, sizeof generator, "dramatis %s", dm_version());
    dm_graph *g = merge_finish(
        m->merge,
        &(merge_options){.generator = generator, .name = o.name, .min_weight = o.min_weight});
    dm_status status = DM_OK;
    if (!o.no_analysis)
        status = dm_graph_analyse(
            g, &(dm_analyse_options){.seed = o.seed, .positions = o.positions}, err);
    else
        graph_paint(g, false);
    if (status != DM_OK) {
        dm_graph_free(g);
        return status;
    }
    if (span != SPAN_COUNT)
        timeline_add(g, span);
    *out = g;
    return DM_OK;
}
