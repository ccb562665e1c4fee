/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/find.h"

static bool given(const char *z)
{
    return z && *z;
}

dm_status query_run(const dm_graph *g, const query_options *o, query_result *out,
                    size_t *column, dm_error *err)
{
    size_t local;
    *out = (query_result){0};
    finder f = {.g = g, .o = o, .r = out, .a = &out->arena, .err = err};
    f.column = column ? column : &local;
    *f.column = 0;
    int asked = given(o->pattern) + (given(o->from) && given(o->to)) + given(o->ego);
    if (asked != 1)
        return dm_fail(err, DM_EUSAGE,
                       "one thing is asked for: a pattern, paths between two nodes, or what "
                       "lies around one");
    DM_TRY(graph_check(g, err));
    DM_TRY(finder_init(&f));
    if (given(o->pattern)) {
        f.pattern = str_z(o->pattern);
        return find_pattern(&f);
    }
    return given(o->ego) ? find_ego(&f) : find_paths(&f);
}

void query_free(query_result *r)
{
    if (r)
        arena_free(&r->arena);
}
