/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The graphs of a file, one after the other. */
#include "api/stream.h"
#include "files/format.h"

#include <stdlib.h>

enum { GRAPH_LIMIT = 1 << 30 };

struct dm_graphs {
    dm_stream *stream;
    const dm_format *format; /* NULL: by looking */
    bool lines, done;
    uint32_t line;
    dm_buf bytes;
};

void dm_graphs_free(dm_graphs *g)
{
    if (!g)
        return;
    stream_free(g->stream);
    buf_free(&g->bytes);
    free(g);
}

/* JSON whose first line is a whole object is NDJSON of at least one. */
static dm_status looks_like_lines(dm_graphs *g, bool *lines, dm_error *err)
{
    dm_str head;
    DM_TRY(stream_peek(g->stream, 1 << 16, &head, err));
    size_t at = 0;
    while (at < head.len && (strchr(" \t\r\n", head.ptr[at]) || (head.ptr[at] & 0x80)))
        at++; /* blanks, a byte order mark */
    dm_str rest;
    dm_str first = str_trim(str_cut(str_slice(head, at, head.len), '\n', &rest));
    bool whole = head.len == (1 << 16) || str_ends(first, STR("}"));
    *lines = str_starts(first, STR("{")) && first.len > 1 && whole;
    return DM_OK;
}

dm_status dm_graphs_open(const char *path, const char *format, dm_graphs **out, dm_error *err)
{
    dm_graphs *g = dm_calloc(1, sizeof *g);
    dm_str plain = str_z(path);
    dm_arena a = {0};
    if (str_ends(plain, STR(".gz")))
        plain = str_dup(&a, str_slice(plain, 0, plain.len - 3));
    g->format = format ? format_find(str_z(format)) : format_of_path(plain.ptr);
    arena_free(&a);
    dm_status status = DM_OK;
    if (format && !g->format)
        status =
            dm_fail(err, DM_EUSAGE, "no format is called '%s'; see 'dramatis formats'", format);
    if (status == DM_OK)
        status = stream_open(path, &g->stream, err);
    bool json = !g->format || strcmp(g->format->name, "json") == 0;
    g->lines = g->format && g->format->many;
    if (status == DM_OK && json)
        status = looks_like_lines(g, &g->lines, err);
    if (status != DM_OK) {
        dm_graphs_free(g);
        return status;
    }
    *out = g;
    return DM_OK;
}

static bool line_next(dm_graphs *g, dm_graph **out, dm_error *err)
{
    bool more = true;
    while (more) {
        g->line++;
        if (stream_line(g->stream, GRAPH_LIMIT, &g->bytes, &more, err) != DM_OK) {
            g->done = !more; /* damaged, not only a line too long */
            return true;
        }
        dm_str line = str_trim(buf_str(&g->bytes));
        if (!more || !line.len)
            continue;
        char place[256];
        (void)snprintf(place, sizeof place, "%s: line %u", stream_name(g->stream), g->line);
        if (graph_read(line, format_find(STR("json")), place, out, err) != DM_OK)
            *out = NULL; /* err says why: that is the answer of this turn */
        return true;
    }
    return false;
}

bool dm_graphs_next(dm_graphs *g, dm_graph **out, dm_error *err)
{
    dm_error local;
    err = err ? err : &local;
    *err = (dm_error){0};
    *out = NULL;
    if (g->done)
        return false;
    if (g->lines)
        return line_next(g, out, err);
    g->done = true;
    g->bytes.len = 0;
    dm_status status = stream_rest(g->stream, GRAPH_LIMIT, &g->bytes, err);
    if (status == DM_OK)
        status = graph_read(buf_str(&g->bytes), g->format, stream_name(g->stream), out, err);
    if (status != DM_OK)
        *out = NULL;
    return true;
}
