/* SPDX-License-Identifier: GPL-3.0-or-later */
/* builder.h - a graph put together by a reader, in whatever order the file tells it.
 *
 * Ends of edges are given by id and looked up at the end, so that edges may come before nodes.
 * Checked here, for every format alike: empty or repeated node ids, edges whose ends are no
 * nodes, weights that are no number above 0.  Messages begin with place and unit ("a.gexf: line
 * 12"). */
#ifndef DM_FILES_BUILDER_H
#define DM_FILES_BUILDER_H

#include "base/map.h"
#include "base/vec.h"
#include "files/format.h"

typedef struct {
    dm_str source, target;
    uint32_t at;
    bool directed;
} dm_ends;

typedef struct {
    dm_graph *g;
    const char *place;
    const char *node_unit, *edge_unit; /* with one %u: "line %u", "nodes[%u]" */
    dm_map ids;
    VEC(dm_gnode) nodes;
    VEC(dm_gedge) edges;
    VEC(dm_ends) ends;  /* of edges[i] */
    bool own_direction; /* edges say themselves whether they have a direction (XML formats) */
} dm_builder;

/* units: as above.  builder_finish gives the graph away; builder_free then frees the rest. */
void builder_init(dm_builder *b, const char *place, const char *node_unit,
                  const char *edge_unit);
void builder_free(dm_builder *b);

/* Both return an item to be filled in (valid until the next call), all fields "absent", text
 * copied; NULL after an error.  at goes into messages. */
dm_gnode *builder_node(dm_builder *b, dm_str id, uint32_t at, dm_error *err);
dm_gedge *builder_edge(dm_builder *b, dm_str source, dm_str target, bool directed, uint32_t at);

/* Text that formats show beside an edge, where the edge has no relation and predicate of its
 * own: kind (GEXF kind, GraphML XML label, interaction) becomes the relation, unless it is one
 * made up to keep edges apart (edge_2), label the predicate.  A colour that follows from the
 * quad is not kept. */
void builder_edge_look(dm_builder *b, dm_gedge *e, dm_str kind, dm_str label, dm_str colour);

/* A named value of a node or an edge: its field when there is one that it fits, an attribute
 * otherwise.  Empty strings and numbers that are none (NaN) count as absent. */
void builder_node_value(dm_builder *b, dm_gnode *n, dm_str name, dm_str value,
                        dm_attr_type type);
void builder_edge_value(dm_builder *b, dm_gedge *e, dm_str name, dm_str value,
                        dm_attr_type type);
DM_NODISCARD dm_status builder_weight(dm_builder *b, dm_gedge *e, dm_str value, uint32_t at,
                                      dm_error *err);

/* Resolve, check, tidy: then *out is the graph. */
DM_NODISCARD dm_status builder_finish(dm_builder *b, dm_graph **out, dm_error *err);

/* The attribute type of a value that a file declares as such: text that is no number stays
 * text; *value may be rewritten (+1 becomes 1). */
dm_attr_type value_type(dm_arena *arena, dm_str *value, dm_attr_type declared);

#endif
