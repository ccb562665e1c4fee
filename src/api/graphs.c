/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Graph files by path, and what a handle tells of itself. */
#include "base/file.h"
#include "files/format.h"
#include "files/losses.h"

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

static dm_status find_flavour(const char *name, const dm_format *format, dm_flavour *out,
                              dm_error *err)
{
    *out = name ? flavour_find(str_z(name)) : FLAVOUR_GEPHI;
    if (*out == FLAVOUR_COUNT)
        return dm_fail(err, DM_EUSAGE,
                       "no flavour is called '%s'; there are gephi, yed, "
                       "cytoscape and neo4j",
                       name);
    if (!format_has_flavour(format, *out))
        return dm_fail(err, DM_EUSAGE, "%s is the same for all readers; it has no flavour '%s'",
                       format->name, name);
    return DM_OK;
}

static dm_status writer_options(const dm_save_options *o, const dm_format *format,
                                dm_write_options *w, dm_error *err)
{
    *w = (dm_write_options){
        .strict = o->strict, .with_text = o->with_text, .no_links = o->no_links};
    if (o->gexf_version && strcmp(o->gexf_version, "1.2") == 0)
        w->gexf = GEXF_12;
    else if (o->gexf_version && strcmp(o->gexf_version, "1.3") != 0)
        return dm_fail(err, DM_EUSAGE, "GEXF has the versions 1.3 and 1.2 here, not %s",
                       o->gexf_version);
    return find_flavour(o->flavour, format, &w->flavour, err);
}

static dm_status write_one(const dm_graph *g, const char *path, const dm_format *format,
                           const dm_write_options *w, dm_error *err)
{
    dm_out out;
    DM_TRY(out_open(&out, path, err));
    graph_write(g, format, w, &out);
    return out_close(&out, err);
}

static dm_status write_parts(const dm_graph *g, const char *path, const dm_format *format,
                             const dm_write_options *w, dm_error *err)
{
    dm_arena scratch = {0};
    dm_status status = DM_OK;
    for (dm_str rest = str_z(format->parts); status == DM_OK && rest.len;) {
        dm_str part = str_cut(rest, ' ', &rest);
        status =
            write_one(g, format_part_path(&scratch, path, part).ptr, format_find(part), w, err);
    }
    arena_free(&scratch);
    return status;
}

dm_status dm_graph_write(const dm_graph *g, const char *path, const dm_save_options *given,
                         dm_error *err)
{
    const dm_save_options o = given ? *given : (dm_save_options){0};
    const dm_format *format;
    dm_write_options w;
    DM_TRY(find_format(o.format, path, &format, err));
    if (!format)
        return dm_fail(err, DM_EUSAGE, "%s: no format has this extension", path);
    DM_TRY(writer_options(&o, format, &w, err));
    if (format->parts && strcmp(path, "-") != 0)
        return write_parts(g, path, format, &w, err);
    return write_one(g, path, format, &w, err);
}

size_t dm_graph_losses(const dm_graph *g, const char *path, const dm_save_options *given)
{
    const dm_save_options o = given ? *given : (dm_save_options){0};
    const dm_format *format;
    dm_flavour flavour;
    if (find_format(o.format, path ? path : "", &format, NULL) != DM_OK || !format ||
        find_flavour(o.flavour, format, &flavour, NULL) != DM_OK)
        return 0;
    return graph_losses(g, format, flavour);
}

dm_status dm_graph_print(const dm_graph *g, FILE *to, const dm_save_options *given,
                         dm_error *err)
{
    const dm_save_options o = given ? *given : (dm_save_options){0};
    const dm_format *format;
    dm_write_options w;
    dm_out out = {.file = to};
    DM_TRY(find_format(o.format ? o.format : "json", "", &format, err));
    DM_TRY(writer_options(&o, format, &w, err));
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
