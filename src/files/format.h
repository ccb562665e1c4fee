/* SPDX-License-Identifier: GPL-3.0-or-later */
/* format.h - graph files by name: one table of formats, one way to write and to read.
 *
 *     const dm_format *f = format_of_path("cast.gexf");
 *     graph_write(g, f, &(dm_write_options){.no_links = true}, &out);
 *     graph_read(bytes, NULL, "cast.gexf", &g, &err);      NULL: told from the first bytes
 *
 * JSON is the full form (write, read, write gives the same bytes); the others are projections
 * of it (columns.h).  Those that have a reader give the same bytes again when read and written.
 * Every writer streams: beyond the graph it needs memory for ids only.
 *
 * A graph whose attributes hold "timeline" is written as dynamic GEXF: nodes and edges then
 * tell when they are there by the attributes "start" and "end" (YYYY-MM-DD), or by "spells"
 * ("start/end; start/end") where they come and go.
 */
#ifndef DM_FILES_FORMAT_H
#define DM_FILES_FORMAT_H

#include "base/file.h"
#include "graph/graph.h"

typedef enum { GEXF_13, GEXF_12 } dm_gexf_version;

/* For which reader a format is written, where readers disagree. */
typedef enum {
    FLAVOUR_GEPHI, /* also what the format's own standard says */
    FLAVOUR_YED,
    FLAVOUR_CYTOSCAPE,
    FLAVOUR_NEO4J,
    FLAVOUR_COUNT
} dm_flavour;

/* All zero is the default. */
typedef struct {
    dm_gexf_version gexf;
    dm_flavour flavour; /* one that the format's row names, else no difference is made */
    bool strict;    /* only what the published schemas allow: GraphML without the XML attribute
                       "label" on edges and with ids as NMTOKENs (xml_text.h), GEXF 1.2 without
                       "kind"; Gephi then merges parallel edges */
    bool with_text; /* JSON: the documents' text, where the graph holds it */
    bool no_links;  /* JSON: only "edges", not the same list again as "links" */
    bool ndjson;    /* JSON: one object on one line; the format "ndjson" sets it */
} dm_write_options;

/* What a format has no way to hold; it is left out or replaced (losses.h). */
enum {
    CANNOT_CONTROL = 1,   /* control characters */
    CANNOT_BACKSLASH = 2, /* a reader takes it for an escape: "/" stands for it */
    CANNOT_QUOTE = 4,     /* " becomes ' */
    CANNOT_FORMULA = 8,   /* text that a spreadsheet would compute gets ' before it */
};

typedef struct dm_format {
    const char *name, *extensions; /* extensions with their dots, separated by spaces */
    const char *about;
    bool many; /* a file may hold several graphs, one per line */
    void (*write)(const dm_graph *, const dm_write_options *, dm_out *);
    dm_status (*read)(dm_str bytes, const char *place, dm_graph **out, dm_error *err);
    unsigned cannot;      /* CANNOT_... */
    const char *flavours; /* other than Gephi's, separated by spaces; NULL: none */
    const char *parts;    /* written as several files, in these formats; NULL: one file */
} dm_format;

extern const dm_format format_table[];
extern const size_t format_count;

const dm_format *format_find(dm_str name);         /* by name; NULL when there is none */
const dm_format *format_of_path(const char *path); /* by the longest extension; NULL: none */
const dm_format *format_sniff(dm_str bytes); /* by content; NULL when it is none of ours */

const char *flavour_name(dm_flavour f);
dm_flavour flavour_find(dm_str name); /* FLAVOUR_COUNT when there is none */
bool format_has_flavour(const dm_format *f, dm_flavour flavour);
/* The file that a part of path is in: a.csv, "nodes" -> a.nodes.csv.  In arena. */
dm_str format_part_path(dm_arena *arena, const char *path, dm_str part);

/* options may be NULL.  Failures to write are in out (out_close tells them). */
void graph_write(const dm_graph *g, const dm_format *format, const dm_write_options *options,
                 dm_out *out);
/* The same into memory; *out is appended to. */
DM_NODISCARD dm_status graph_bytes(const dm_graph *g, const dm_format *format,
                                   const dm_write_options *options, dm_buf *out, dm_error *err);

/* One graph out of bytes; format NULL: sniffed.  place names the input in messages.  DM_EINPUT
 * tells place, line (or node and edge number) and reason; then *out is NULL.  The graph keeps
 * the order of the file; edge ids that repeat are given anew. */
DM_NODISCARD dm_status graph_read(dm_str bytes, const dm_format *format, const char *place,
                                  dm_graph **out, dm_error *err);

/* The graphs of an NDJSON text, one after the other; blank lines do not count.
 *     dm_graph_lines it = {.rest = bytes, .place = path};
 *     while (graph_lines_next(&it, &g, &err) == DM_OK && g) ...
 * At the end: DM_OK and *out NULL.  A line that is no graph (or is an error record of a batch)
 * gives DM_EINPUT naming the line; the next call goes on behind it. */
typedef struct {
    dm_str rest;
    const char *place;
    uint32_t line; /* of the line last read, from 1 */
} dm_graph_lines;

DM_NODISCARD dm_status graph_lines_next(dm_graph_lines *it, dm_graph **out, dm_error *err);

/* The line that stands for an article that failed: {"id","error":{"code","message","at"}}.
 * at is left out when empty. */
void graph_write_error(dm_out *out, dm_str id, const char *code, dm_str message, dm_str at);

#endif
