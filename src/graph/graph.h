/* SPDX-License-Identifier: GPL-3.0-or-later */
/* graph.h - the finished graph: what writers write, readers read, analysis fills, diff
 * compares. One arena owns everything.  Nodes are sorted by salience descending then id; edges
 * by source, target, relation, polarity, modality (graph_sort). */
#ifndef DM_GRAPH_GRAPH_H
#define DM_GRAPH_GRAPH_H

#include "base/str.h"
#include "ontology/ontology.h"

/* Centralities and structure per node; NaN = not computed or not defined (left out of files).
 * MEASURE(id, "how it is computed") in graph/measures.def */
typedef enum {
#define MEASURE(id, about) MEASURE_##id,
#include "graph/measures.def"
#undef MEASURE
    MEASURE_COUNT
} dm_measure;

extern const char *const measure_name[MEASURE_COUNT];
extern const char *const measure_about[MEASURE_COUNT];

typedef struct {
    dm_str id, title, date, url, source, language, sha256;
    uint32_t chars, bytes, sentences, tokens;
    dm_str text; /* empty unless --with-text */
} dm_gdoc;

typedef struct {
    dm_str name;
    uint32_t count;
} dm_galias;

typedef struct {
    dm_str text, office, of; /* of: node id or "" */
    bool former, deceased;
} dm_grole;

typedef struct {
    uint32_t doc, begin, end; /* code points of the document's text */
    uint8_t form;
} dm_gmention;

/* An attribute of a foreign graph that has no field of its own, kept through conversion. */
typedef enum { ATTR_STRING, ATTR_NUMBER, ATTR_BOOL } dm_attr_type;
typedef struct {
    dm_str name, text; /* text holds the value as written */
    dm_attr_type type;
} dm_attr;

typedef struct dm_gnode {
    dm_str id, label;
    dm_str kind;    /* kind name; free text in foreign graphs, "" when none */
    dm_str subkind; /* "" when none */
    dm_str country, gender;
    bool actor;
    dm_galias *aliases;
    uint32_t alias_count;
    dm_grole *roles;
    uint32_t role_count;
    dm_gmention *mentions;
    uint32_t mention_count;
    uint32_t first;    /* code-point offset of the first mention */
    double salience;   /* NaN when absent */
    int32_t community; /* -1 when none */
    double measure[MEASURE_COUNT];
    double x, y, size; /* x is NaN when there is no layout */
    dm_str color;      /* "#rrggbb" or "" */
    dm_attr *attrs;
    uint32_t attr_count;
    /* In a graph united from several documents (src/merge): what each of them says, by document
     * and under the names and ids it has there; id, label, kind, sub-kind, actor, aliases,
     * roles, country, gender, salience and attributes only.  doc counts in parts alone. */
    uint32_t doc;
    struct dm_gnode *parts;
    uint32_t part_count;
} dm_gnode;

typedef struct {
    uint32_t doc, begin, end, byte_begin, byte_end;
    dm_str quote;
    int64_t source[2], target[2], trigger[2]; /* code points; [0] < 0 when absent */
} dm_gevidence;

typedef struct dm_gedge {
    uint32_t source, target; /* node indices */
    dm_str id;               /* "e0", ... given by graph_sort */
    dm_str relation, family, predicate;
    bool symmetric, former, derived;
    dm_str polarity, modality; /* names of the ontology */
    dm_str attributed_to;      /* node id or "" */
    dm_str rule, why, date, date_text, quad;
    double confidence; /* NaN when absent */
    double weight;     /* > 0 */
    uint32_t key;      /* k-th edge between its ends, from 0; given by graph_sort */
    dm_gevidence *evidence;
    uint32_t evidence_count;
    dm_str color;
    dm_attr *attrs;
    uint32_t attr_count;
    /* As in dm_gnode: predicate, attributed_to (an id of that document), derived, rule, why,
     * date, date_text, confidence, weight and attributes of each document's edges.  The first
     * part's evidence_count pieces of evidence are the first of the edge's, and so on. */
    uint32_t doc;
    struct dm_gedge *parts;
    uint32_t part_count;
} dm_gedge;

struct dm_graph {
    dm_arena arena;
    bool directed, multigraph;
    dm_str id, generator, model;
    dm_gdoc *docs;
    uint32_t doc_count;
    dm_gnode *nodes;
    uint32_t node_count;
    dm_gedge *edges;
    uint32_t edge_count;
    bool analysed;             /* measures, communities, layout are filled */
    dm_str how[MEASURE_COUNT]; /* how each measure of this graph was computed; "" when it was
                                  not */
    dm_str how_community;      /* the same for communities */
    dm_attr *attrs;
    uint32_t attr_count;
};

#define GRAPH_NONE UINT32_MAX

/* An empty directed multigraph; dm_graph_free (dramatis.h) ends it with all it owns. */
dm_graph *graph_new(void);
/* A node as it starts: everything empty, numbers that may be absent NaN, community -1. */
dm_gnode gnode_new(dm_str id);
/* Total order of nodes and edges, edge ids e0.. in that order, indices and keys kept right.
 * Keys count edges per (source, target), in an undirected graph per pair of ends. */
void graph_sort(dm_graph *g);
/* Turn symmetric edges so that the smaller id is the source (evidence spans turn with them). */
void graph_orient(dm_graph *g);
/* Edges join nodes that exist, weights are finite and > 0, ids are not empty and not taken
 * twice: DM_EINPUT names the first thing that is wrong. */
DM_NODISCARD dm_status graph_check(const dm_graph *g, dm_error *err);

uint32_t graph_find(const dm_graph *g, dm_str id); /* node, or GRAPH_NONE; O(n) */
/* The measure with this name, or MEASURE_COUNT. */
dm_measure measure_find(dm_str name);

#endif
