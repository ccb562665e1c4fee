/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Graph files by path, and what a handle tells of itself. */
#include "base/file.h"
#include "files/format.h"

#include <errno.h>

enum { GRAPH_LIMIT = 1 << 30 };

static dm_status find_format(const char *name, const char *path, const dm_format **out,
                             dm_error *err)
{
    *out = name ? format_find(str_z(name)) : format_of_path(path);
    if (!*out && name)
        return dm_fail(err, DM_EUSAGE, "no format is called '%s'; see 'dramatis formats'",
                       name);
    return DM_OK;
}

dm_status dm_graph_read(const char *path, const char *name, dm_graph **out, dm_error *err)
{
    const dm_format *format;
    dm_buf bytes = {0};
    DM_TRY(find_format(name, path, &format, err));
    dm_status status = file_read(path, GRAPH_LIMIT, &bytes, err);
    if (status == DM_OK)
        status = graph_read(buf_str(&bytes), format,
                            strcmp(path, "-") ? path : "standard input", out, err);
    buf_free(&bytes);
    return status;
}

static dm_status writer_options(const dm_save_options *o, dm_write_options *w, dm_error *err)
{
    *w = (dm_write_options){
        .strict = o->strict, .with_text = o->with_text, .no_links = o->no_links};
    if (o->gexf_version && strcmp(o->gexf_version, "1.2") == 0)
        w->gexf = GEXF_12;
    else if (o->gexf_version && strcmp(o->gexf_version, "1.3") != 0)
        return dm_fail(err, DM_EUSAGE, "GEXF has the versions 1.3 and 1.2 here, not %s",
                       o->gexf_version);
    return DM_OK;
}

dm_status dm_graph_write(const dm_graph *g, const char *path, const dm_save_options *given,
                         dm_error *err)
{
    const dm_save_options o = given ? *given : (dm_save_options){0};
    const dm_format *format;
    dm_write_options w;
    dm_out out;
    DM_TRY(find_format(o.format, path, &format, err));
    if (!format)
        return dm_fail(err, DM_EUSAGE, "%s: no format has this extension", path);
    DM_TRY(writer_options(&o, &w, err));
    DM_TRY(out_open(&out, path, err));
    graph_write(g, format, &w, &out);
    return out_close(&out, err);
}

dm_status dm_graph_print(const dm_graph *g, FILE *to, const dm_save_options *given,
                         dm_error *err)
{
    const dm_save_options o = given ? *given : (dm_save_options){0};
    const dm_format *format;
    dm_write_options w;
    dm_out out = {.file = to};
    DM_TRY(find_format(o.format ? o.format : "json", "", &format, err));
    DM_TRY(writer_options(&o, &w, err));
    graph_write(g, format, &w, &out);
    if (fflush(to) != 0 && !out.error)
        out.error = errno;
    return out.error ? dm_fail(err, DM_EIO, "cannot write: %s", strerror(out.error)) : DM_OK;
}

size_t dm_graph_node_count(const dm_graph *g)
{
    return g->node_count;
}

size_t dm_graph_edge_count(const dm_graph *g)
{
    return g->edge_count;
}

const char *dm_graph_id(const dm_graph *g)
{
    return g->id.len ? g->id.ptr : "graph";
}

bool dm_format_known(const char *path_or_name)
{
    return format_of_path(path_or_name) || format_find(str_z(path_or_name));
}
