/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/format.h"

#include "files/gexf.h"
#include "files/graphml.h"
#include "files/json.h"
#include "files/json_text.h"
#include "files/writers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static void ndjson_write(const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    dm_write_options one_line = *o;
    one_line.ndjson = true;
    json_write(g, &one_line, out);
}

static dm_status ndjson_read(dm_str bytes, const char *place, dm_graph **out, dm_error *err)
{
    dm_graph_lines it = {.rest = bytes, .place = place};
    DM_TRY(graph_lines_next(&it, out, err));
    if (!*out)
        return dm_fail(err, DM_EINPUT, "%s: holds no graph", place);
    if (str_trim(it.rest).len == 0)
        return DM_OK;
    dm_graph_free(*out);
    *out = NULL;
    return dm_fail(err, DM_EINPUT, "%s: line %u: a second graph, where one was expected", place,
                   it.line + 1);
}

const dm_format format_table[] = {
    {.name = "json",
     .extensions = ".json",
     .about = "the full graph: node-link data, opens in networkx and D3",
     .write = json_write,
     .read = json_read},
    {.name = "ndjson",
     .extensions = ".ndjson .jsonl",
     .about = "the same, one graph per line",
     .many = true,
     .write = ndjson_write,
     .read = ndjson_read},
    {.name = "graphml",
     .extensions = ".graphml",
     .about = "GraphML for Gephi, networkx, igraph, yEd, Cytoscape, Neo4j",
     .write = graphml_write,
     .read = graphml_read,
     .cannot = CANNOT_CONTROL,
     .flavours = "yed neo4j"},
    {.name = "gexf",
     .extensions = ".gexf",
     .about = "GEXF 1.3 for Gephi, with positions, sizes and colours",
     .write = gexf_write,
     .read = gexf_read,
     .cannot = CANNOT_CONTROL},
    {.name = "cytoscape",
     .extensions = ".cyjs",
     .about = "Cytoscape JSON, for the desktop program and cytoscape.js",
     .write = cytoscape_write},
    {.name = "graphology",
     .extensions = ".graphology.json",
     .about = "graphology JSON, for Gephi Lite and sigma",
     .write = graphology_write},
    {.name = "jgf",
     .extensions = ".jgf .jgf.json",
     .about = "JSON Graph Format 2",
     .write = jgf_write},
    {.name = "gml",
     .extensions = ".gml",
     .about = "GML for igraph, networkx, yEd, Gephi",
     .write = gml_write},
    {.name = "pajek",
     .extensions = ".net",
     .about = "Pajek network",
     .write = pajek_write,
     .cannot = CANNOT_CONTROL | CANNOT_BACKSLASH | CANNOT_QUOTE},
    {.name = "dot",
     .extensions = ".dot .gv",
     .about = "DOT for Graphviz",
     .write = dot_write,
     .cannot = CANNOT_CONTROL},
    {.name = "csv",
     .extensions = ".csv",
     .about = "two tables, NAME.nodes.csv and NAME.edges.csv; to a pipe only the edges",
     .write = csv_edges_write,
     .cannot = CANNOT_CONTROL | CANNOT_BACKSLASH | CANNOT_FORMULA,
     .flavours = "cytoscape neo4j",
     .parts = "nodes edges"},
    {.name = "nodes",
     .extensions = ".nodes.csv",
     .about = "the nodes as CSV, for Gephi's and other spreadsheets",
     .write = csv_nodes_write,
     .cannot = CANNOT_CONTROL | CANNOT_BACKSLASH | CANNOT_FORMULA,
     .flavours = "cytoscape neo4j"},
    {.name = "edges",
     .extensions = ".edges.csv",
     .about = "the edges as CSV",
     .write = csv_edges_write,
     .cannot = CANNOT_CONTROL | CANNOT_BACKSLASH | CANNOT_FORMULA,
     .flavours = "cytoscape neo4j"},
    {.name = "events",
     .extensions = ".events.tsv",
     .about = "the events as a tab-separated table, in the manner of GDELT",
     .write = events_write,
     .cannot = CANNOT_CONTROL},
    {.name = "cypher",
     .extensions = ".cypher .cql",
     .about = "a script for Neo4j",
     .write = cypher_write},
    {.name = "ntriples",
     .extensions = ".nt",
     .about = "RDF: schema.org, PROV-O, Web Annotation",
     .write = ntriples_write},
    {.name = "jsonld",
     .extensions = ".jsonld",
     .about = "the same RDF as JSON-LD",
     .write = jsonld_write},
    {.name = "ftm",
     .extensions = ".ftm .ftm.json",
     .about = "FollowTheMoney entities, one a line",
     .many = true,
     .write = ftm_write,
     .cannot = CANNOT_CONTROL},
    {.name = "markdown",
     .extensions = ".md",
     .about = "a report to read: actors, relations, quotes",
     .write = markdown_write,
     .cannot = CANNOT_CONTROL},
};
const size_t format_count = sizeof format_table / sizeof *format_table;

const dm_format *format_find(dm_str name)
{
    for (size_t i = 0; i < format_count; i++) {
        if (str_eq(str_z(format_table[i].name), name))
            return &format_table[i];
    }
    return NULL;
}

static bool ends_nocase(dm_str s, dm_str suffix)
{
    return s.len > suffix.len && str_eq_nocase(str_slice(s, s.len - suffix.len, s.len), suffix);
}

const dm_format *format_of_path(const char *path)
{
    const dm_format *best = NULL;
    size_t longest = 0;
    for (size_t i = 0; i < format_count; i++) {
        for (dm_str rest = str_z(format_table[i].extensions); rest.len;) {
            dm_str extension = str_cut(rest, ' ', &rest);
            if (extension.len > longest && ends_nocase(str_z(path), extension)) {
                best = &format_table[i];
                longest = extension.len;
            }
        }
    }
    return best;
}

static const char *const flavour_names[FLAVOUR_COUNT] = {
    [FLAVOUR_GEPHI] = "gephi",
    [FLAVOUR_YED] = "yed",
    [FLAVOUR_CYTOSCAPE] = "cytoscape",
    [FLAVOUR_NEO4J] = "neo4j",
};

const char *flavour_name(dm_flavour f)
{
    return f < FLAVOUR_COUNT ? flavour_names[f] : "";
}

dm_flavour flavour_find(dm_str name)
{
    int f = 0;
    while (f < FLAVOUR_COUNT && !str_eq(str_z(flavour_names[f]), name))
        f++;
    return (dm_flavour)f;
}

bool format_has_flavour(const dm_format *f, dm_flavour flavour)
{
    if (flavour == FLAVOUR_GEPHI)
        return true;
    for (dm_str rest = str_z(f->flavours); rest.len;) {
        if (str_eq(str_cut(rest, ' ', &rest), str_z(flavour_name(flavour))))
            return true;
    }
    return false;
}

dm_str format_part_path(dm_arena *arena, const char *path, dm_str part)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
    size_t stem = dot && (!slash || dot > slash) ? (size_t)(dot - path) : strlen(path);
    return str_fmt(arena, "%.*s.%.*s%s", (int)stem, path, STR_ARG(part), path + stem);
}

/* The name of the first element of an XML text, without a prefix. */
static dm_str root_name(dm_str s)
{
    for (size_t at = 0; (at = str_find(s, STR("<"), at)) != SIZE_MAX; at++) {
        dm_str rest = str_slice(s, at + 1, s.len);
        if (str_starts(rest, STR("!--"))) {
            at = str_find(s, STR("-->"), at);
            if (at == SIZE_MAX)
                break;
            continue;
        }
        if (!rest.len || rest.ptr[0] == '?' || rest.ptr[0] == '!')
            continue;
        size_t end = 0, from = 0;
        while (end < rest.len && !strchr(" \t\r\n/>", rest.ptr[end])) {
            if (rest.ptr[end] == ':')
                from = end + 1;
            end++;
        }
        return str_slice(rest, from, end);
    }
    return STR("");
}

const dm_format *format_sniff(dm_str bytes)
{
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_slice(bytes, 3, bytes.len);
    dm_str s = str_slice(str_trim(bytes), 0, 1 << 16);
    if (str_starts(s, STR("{")))
        return format_find(STR("json"));
    return str_starts(s, STR("<")) ? format_find(root_name(s)) : NULL;
}

void graph_write(const dm_graph *g, const dm_format *format, const dm_write_options *options,
                 dm_out *out)
{
    static const dm_write_options defaults;
    format->write(g, options ? options : &defaults, out);
}

dm_status graph_bytes(const dm_graph *g, const dm_format *format,
                      const dm_write_options *options, dm_buf *out, dm_error *err)
{
    char *text = NULL;
    size_t len = 0;
    dm_out mem = {.file = open_memstream(&text, &len)};
    if (!mem.file)
        return dm_fail(err, DM_EIO, "cannot write to memory: %s", strerror(errno));
    graph_write(g, format, options, &mem);
    dm_status status = out_close(&mem, err);
    if (status == DM_OK)
        buf_add(out, (dm_str){text, len});
    free(text);
    return status;
}

dm_status graph_read(dm_str bytes, const dm_format *format, const char *place, dm_graph **out,
                     dm_error *err)
{
    *out = NULL;
    if (str_trim(bytes).len == 0)
        return dm_fail(err, DM_EINPUT, "%s: empty", place);
    if (!format)
        format = format_sniff(bytes);
    if (!format)
        return dm_fail(err, DM_EINPUT,
                       "%s: neither JSON, GraphML nor GEXF; name the format with --from",
                       place);
    if (!format->read)
        return dm_fail(err, DM_EUSAGE, "%s: %s can be written, not read", place, format->name);
    return format->read(bytes, place, out, err);
}

dm_status graph_lines_next(dm_graph_lines *it, dm_graph **out, dm_error *err)
{
    *out = NULL;
    dm_str line = STR("");
    while (it->rest.len && !line.len) {
        line = str_trim(str_cut(it->rest, '\n', &it->rest));
        it->line++;
    }
    if (!line.len)
        return DM_OK;
    char place[256];
    (void)snprintf(place, sizeof place, "%s: line %u", it->place, it->line);
    return json_read(line, place, out, err);
}

void graph_write_error(dm_out *out, dm_str id, const char *code, dm_str message, dm_str at)
{
    dm_json j = {.out = out, .compact = true};
    json_open(&j, '{');
    json_opt_str(&j, "id", id);
    json_key(&j, "error");
    json_open(&j, '{');
    json_key(&j, "code");
    json_str(&j, str_z(code));
    json_key(&j, "message");
    json_str(&j, message);
    json_opt_str(&j, "at", at);
    json_close(&j);
    json_close(&j);
    out_z(out, "\n");
}
