/* SPDX-License-Identifier: GPL-3.0-or-later */
/* graph.h - the finished graph: what writers write, readers read, analysis fills, diff compares.
 * One arena owns everything.  Nodes are sorted by salience descending then id; edges by source,
 * target, relation, polarity, modality (graph_sort). */
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

typedef struct {
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
    uint32_t first;  /* code-point offset of the first mention */
    double salience; /* NaN when absent */
    int32_t community; /* -1 when none */
    double measure[MEASURE_COUNT];
    double x, y, size; /* x is NaN when there is no layout */
    dm_str color;      /* "#rrggbb" or "" */
    dm_attr *attrs;
    uint32_t attr_count;
} dm_gnode;

typedef struct {
    uint32_t doc, begin, end, byte_begin, byte_end;
    dm_str quote;
    int64_t source[2], target[2], trigger[2]; /* code points; [0] < 0 when absent */
} dm_gevidence;

typedef struct {
    uint32_t source, target; /* node indices */
    dm_str id;               /* "e0", ... given by graph_sort */
    dm_str relation, family, predicate;
    bool symmetric, former, derived;
    dm_str polarity, modality; /* names of the ontology */
    dm_str attributed_to;      /* node id or "" */
    dm_str rule, why, date, date_text, quad;
    double confidence; /* NaN when absent */
    double weight;     /* > 0 */
    dm_gevidence *evidence;
    uint32_t evidence_count;
    dm_str color;
    dm_attr *attrs;
    uint32_t attr_count;
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
    bool analysed; /* measures, communities, layout are filled */
    dm_attr *attrs;
    uint32_t attr_count;
};
typedef struct dm_graph dm_graph;

dm_graph *graph_new(void);
void graph_free(dm_graph *g); /* NULL is fine */
/* Total order of nodes and edges, edge ids e0.. in that order, indices kept right. */
void graph_sort(dm_graph *g);

#endif
