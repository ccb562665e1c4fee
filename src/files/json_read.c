/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/attrs.h"
#include "files/builder.h"
#include "files/columns.h"
#include "files/json.h"
#include "files/json_check.h"
#include "files/json_nested.h"

#include <cjson/cJSON.h>
#include <math.h>

typedef struct {
    dm_builder b;
    bool by_position; /* nodes have no ids: edges name them by their number */
} reader;

static dm_str text_of(const cJSON *v)
{
    return str_z(cJSON_IsString(v) ? v->valuestring : NULL);
}

static const cJSON *member(const cJSON *o, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(o, name);
}

/* An id may be a string or, in foreign files, a number or a boolean. */
static dm_str id_text(dm_arena *a, const cJSON *v)
{
    if (cJSON_IsString(v))
        return text_of(v);
    return v ? json_scalar_text(a, v) : STR("");
}

static dm_attr_type type_of(const cJSON *v)
{
    return cJSON_IsBool(v) ? ATTR_BOOL : cJSON_IsNumber(v) ? ATTR_NUMBER : ATTR_STRING;
}

static const char *const text_members[] = {"label", "color", NULL};
static const char *const number_members[] = {"x", "y", "size", NULL};
static const char *const edge_members[] = {"source", "target", "key", "id", "weight", NULL};

static bool listed(const char *const *names, const char *name)
{
    while (*names && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

/* Read on its own already; of another type it is an attribute like any. */
static bool node_has_read(const cJSON *v)
{
    return strcmp(v->string, "id") == 0 ||
           (cJSON_IsString(v) && listed(text_members, v->string)) ||
           (cJSON_IsNumber(v) && listed(number_members, v->string));
}

static bool edge_has_read(const cJSON *v)
{
    return listed(edge_members, v->string) ||
           (cJSON_IsString(v) && strcmp(v->string, "color") == 0);
}

static double number_of(const cJSON *v)
{
    return cJSON_IsNumber(v) ? v->valuedouble : NAN;
}

static void node_shape_values(reader *r, dm_gnode *n, const cJSON *o)
{
    dm_arena *a = &r->b.g->arena;
    const cJSON *label = member(o, "label");
    n->label = str_dup(a, cJSON_IsString(label) ? text_of(label) : text_of(member(o, "name")));
    n->x = number_of(member(o, "x"));
    n->y = number_of(member(o, "y"));
    double size = number_of(member(o, "size"));
    n->size = size > 0 ? size : 0;
    n->color = str_dup(a, text_of(member(o, "color")));
}

/* A member that has no list or field of its own: by name, else as an attribute. */
static void node_member(reader *r, dm_gnode *n, const cJSON *v)
{
    dm_arena *a = &r->b.g->arena;
    dm_str name = str_z(v->string);
    if (node_has_read(v))
        return;
    if (str_eq(name, STR("name")) && str_eq(text_of(v), n->label))
        return;
    if (!cJSON_IsNull(v) && !json_nested_node(a, n, v))
        builder_node_value(&r->b, n, name, json_scalar_text(a, v), type_of(v));
}

static dm_status read_node(reader *r, const cJSON *o, uint32_t at, dm_error *err)
{
    const cJSON *id = cJSON_IsObject(o) ? member(o, "id") : o;
    const cJSON *attributes = cJSON_IsObject(o) ? member(o, "attributes") : NULL;
    if (!id && cJSON_IsObject(o))
        id = member(o, "key");
    if (!id && at == 0)
        r->by_position = true;
    dm_arena *a = &r->b.g->arena;
    dm_str name = r->by_position ? str_fmt(a, "%u", at) : id_text(a, id);
    dm_gnode *n = builder_node(&r->b, name, at, err);
    if (!n)
        return DM_EINPUT;
    if (!cJSON_IsObject(o))
        return DM_OK;
    const cJSON *from = cJSON_IsObject(attributes) ? attributes : o; /* graphology */
    node_shape_values(r, n, from);
    const cJSON *v;
    cJSON_ArrayForEach(v, from) node_member(r, n, v);
    return DM_OK;
}

static void edge_member(reader *r, dm_gedge *e, const cJSON *v)
{
    dm_arena *a = &r->b.g->arena;
    dm_str name = str_z(v->string);
    if (edge_has_read(v) || cJSON_IsNull(v) || json_nested_edge(a, e, v))
        return;
    dm_str value = json_scalar_text(a, v);
    if (str_eq(name, STR("label")) && cJSON_IsString(v))
        e->predicate = e->predicate.len ? e->predicate : str_dup(a, value);
    else
        builder_edge_value(&r->b, e, name, value, type_of(v));
}

static dm_status read_edge(reader *r, const cJSON *o, uint32_t at, dm_error *err)
{
    dm_arena *a = &r->b.g->arena;
    if (!cJSON_IsObject(o))
        return dm_fail(err, DM_EINPUT, "%s: edges[%u]: not an object", r->b.place, at);
    dm_gedge *e = builder_edge(&r->b, id_text(a, member(o, "source")),
                               id_text(a, member(o, "target")), true, at);
    const cJSON *id = member(o, "id"), *attributes = member(o, "attributes");
    e->id = str_dup(a, id_text(a, id ? id : member(o, "key")));
    const cJSON *from = cJSON_IsObject(attributes) ? attributes : o;
    const cJSON *weight = member(from, "weight");
    if (weight && !cJSON_IsNull(weight))
        DM_TRY(builder_weight(&r->b, e, json_scalar_text(a, weight), at, err));
    e->color = str_dup(a, text_of(member(from, "color")));
    const cJSON *v;
    cJSON_ArrayForEach(v, from) edge_member(r, e, v);
    return DM_OK;
}

static void read_measures(dm_graph *g, const cJSON *list)
{
    const cJSON *v;
    g->analysed = true;
    cJSON_ArrayForEach(v, list)
    {
        dm_measure m = measure_find(str_z(v->string));
        dm_str how = str_dup(&g->arena, text_of(v));
        if (m != MEASURE_COUNT)
            g->how[m] = how;
        else if (strcmp(v->string, "community") == 0)
            g->how_community = how;
    }
}

static void read_head(dm_graph *g, const cJSON *head)
{
    const cJSON *v;
    cJSON_ArrayForEach(v, head)
    {
        dm_str name = str_z(v->string);
        if (str_eq(name, STR("dramatis")) || cJSON_IsNull(v))
            continue;
        if (str_eq(name, STR("documents")) && cJSON_IsArray(v))
            json_documents(g, v);
        else if (str_eq(name, STR("measures")) && cJSON_IsObject(v))
            read_measures(g, v);
        else if (str_eq(name, STR("generator")))
            g->generator = str_dup(&g->arena, text_of(v));
        else if (str_eq(name, STR("model")))
            g->model = str_dup(&g->arena, text_of(v));
        else if (str_eq(name, STR("id")))
            g->id = str_dup(&g->arena, id_text(&g->arena, v));
        else
            attr_set(&g->arena, &g->attrs, &g->attr_count,
                     (dm_attr){str_dup(&g->arena, name),
                               str_dup(&g->arena, json_scalar_text(&g->arena, v)), type_of(v)});
    }
}

static bool flag(const cJSON *root, const char *name, bool otherwise)
{
    const cJSON *v = member(root, name);
    return v ? cJSON_IsTrue(v) : otherwise;
}

/* graphology says {"options":{"type":"directed","multi":true}}, networkx two flags. */
static void read_type(dm_graph *g, const cJSON *root)
{
    const cJSON *options = member(root, "options");
    dm_str type = text_of(member(options, "type"));
    g->directed = flag(root, "directed", !str_eq(type, STR("undirected")));
    g->multigraph = flag(root, "multigraph", flag(options, "multi", true));
}

static dm_status read_root(reader *r, const cJSON *root, dm_error *err)
{
    const cJSON *error = member(root, "error");
    const cJSON *nodes = member(root, "nodes"), *edges = member(root, "edges");
    edges = edges ? edges : member(root, "links");
    if (!nodes && cJSON_IsObject(error))
        return dm_fail(err, DM_EINPUT, "%s: no graph but an error: %s", r->b.place,
                       text_of(member(error, "message")).len
                           ? member(error, "message")->valuestring
                           : "unknown");
    if (!cJSON_IsArray(nodes) || !cJSON_IsArray(edges))
        return dm_fail(err, DM_EINPUT, "%s: no node-link graph: '%s' is not a list", r->b.place,
                       cJSON_IsArray(nodes) ? "edges' or 'links" : "nodes");
    read_type(r->b.g, root);
    const cJSON *head = member(root, "graph");
    read_head(r->b.g, cJSON_IsObject(head) ? head : member(root, "attributes"));
    uint32_t at = 0;
    const cJSON *v;
    cJSON_ArrayForEach(v, nodes) DM_TRY(read_node(r, v, at++, err));
    at = 0;
    cJSON_ArrayForEach(v, edges) DM_TRY(read_edge(r, v, at++, err));
    return DM_OK;
}

dm_status json_read(dm_str bytes, const char *place, dm_graph **out, dm_error *err)
{
    *out = NULL;
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_slice(bytes, 3, bytes.len);
    DM_TRY(json_check(bytes, place, err));
    const char *end = NULL;
    cJSON *root = cJSON_ParseWithLengthOpts(bytes.ptr, bytes.len, &end, false);
    size_t stop = end ? (size_t)(end - bytes.ptr) : 0;
    dm_status status = DM_OK;
    if (!root || str_trim(str_slice(bytes, stop, bytes.len)).len)
        status = json_syntax_error(bytes, stop, place, err);
    reader r = {0};
    builder_init(&r.b, place, "nodes[%u]", "edges[%u]");
    if (status == DM_OK)
        status = read_root(&r, root, err);
    if (status == DM_OK)
        status = builder_finish(&r.b, out, err);
    builder_free(&r.b);
    cJSON_Delete(root);
    return status;
}
