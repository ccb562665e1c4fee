/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/json_nested.h"

#include "base/vec.h"
#include "files/attrs.h"

#include <math.h>
#include <stdio.h>

static const cJSON *member(const cJSON *o, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(o, name);
}

static dm_str text(dm_arena *a, const cJSON *o, const char *name)
{
    const cJSON *v = member(o, name);
    return cJSON_IsString(v) ? str_dup(a, str_z(v->valuestring)) : STR("");
}

static uint32_t count(const cJSON *o, const char *name)
{
    const cJSON *v = member(o, name);
    bool good = cJSON_IsNumber(v) && v->valuedouble >= 0 && v->valuedouble <= UINT32_MAX;
    return good ? (uint32_t)v->valuedouble : 0;
}

static bool yes(const cJSON *o, const char *name)
{
    return cJSON_IsTrue(member(o, name));
}

static dm_str number_text(dm_arena *a, double v)
{
    char z[40];
    if (floor(v) == v && fabs(v) < 1e15)
        return str_fmt(a, "%.0f", v);
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(z, sizeof z, "%.*g", digits, v);
        if (strtod(z, NULL) == v)
            break;
    }
    return str_dup(a, str_z(z));
}

dm_str json_scalar_text(dm_arena *a, const cJSON *v)
{
    if (cJSON_IsString(v))
        return str_z(v->valuestring);
    if (cJSON_IsBool(v))
        return cJSON_IsTrue(v) ? STR("true") : STR("false");
    if (cJSON_IsNumber(v))
        return isfinite(v->valuedouble) ? number_text(a, v->valuedouble) : STR("");
    if (cJSON_IsNull(v))
        return STR("");
    char *printed = cJSON_PrintUnformatted(v);
    dm_str out = str_dup(a, str_z(printed));
    cJSON_free(printed);
    return out;
}

static void read_aliases(dm_arena *a, dm_gnode *n, const cJSON *list)
{
    VEC(dm_galias) out = {0};
    const cJSON *v;
    cJSON_ArrayForEach(v, list)
    {
        dm_str plain = cJSON_IsString(v) ? str_dup(a, str_z(v->valuestring)) : STR("");
        dm_galias alias = {plain.len ? plain : text(a, v, "name"), count(v, "count")};
        if (alias.name.len)
            vec_push(&out, alias);
    }
    vec_take(a, &out, n->aliases, n->alias_count);
}

static void read_roles(dm_arena *a, dm_gnode *n, const cJSON *list)
{
    VEC(dm_grole) out = {0};
    const cJSON *v;
    cJSON_ArrayForEach(v, list)
    {
        dm_grole role = {text(a, v, "text"), text(a, v, "office"), text(a, v, "of"),
                         yes(v, "former"), yes(v, "deceased")};
        if (cJSON_IsObject(v))
            vec_push(&out, role);
    }
    vec_take(a, &out, n->roles, n->role_count);
}

static void read_mentions(dm_arena *a, dm_gnode *n, const cJSON *list)
{
    VEC(dm_gmention) out = {0};
    const cJSON *v;
    cJSON_ArrayForEach(v, list)
    {
        const cJSON *form = member(v, "form");
        dm_gmention m = {count(v, "doc"), count(v, "begin"), count(v, "end"),
                         (uint8_t)form_find(str_z(cJSON_GetStringValue(form)))};
        if (cJSON_IsObject(v))
            vec_push(&out, m);
    }
    vec_take(a, &out, n->mentions, n->mention_count);
}

static bool listed(const char *const *names, const char *name)
{
    while (*names && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

/* What a document's record holds beside the known members: attributes. */
static void part_attrs(dm_arena *a, const cJSON *o, const char *const *known, dm_attr **attrs,
                       uint32_t *n)
{
    const cJSON *v;
    cJSON_ArrayForEach(v, o)
    {
        dm_attr_type type = cJSON_IsBool(v)     ? ATTR_BOOL
                            : cJSON_IsNumber(v) ? ATTR_NUMBER
                                                : ATTR_STRING;
        if (!listed(known, v->string) && !cJSON_IsNull(v))
            attr_set(a, attrs, n,
                     (dm_attr){str_dup(a, str_z(v->string)), str_dup(a, json_scalar_text(a, v)),
                               type});
    }
}

static double number(const cJSON *o, const char *name)
{
    const cJSON *v = member(o, name);
    return cJSON_IsNumber(v) ? v->valuedouble : NAN;
}

/* What each document of a united graph says of a node. */
static void read_node_parts(dm_arena *a, dm_gnode *n, const cJSON *list)
{
    static const char *const known[] = {"doc",     "id",     "label",    "kind",
                                        "subkind", "actor",  "aliases",  "roles",
                                        "country", "gender", "salience", NULL};
    VEC(dm_gnode) out = {0};
    const cJSON *o;
    cJSON_ArrayForEach(o, list)
    {
        dm_gnode part = gnode_new(text(a, o, "id"));
        part.doc = count(o, "doc");
        part.label = text(a, o, "label");
        part.kind = text(a, o, "kind");
        part.subkind = text(a, o, "subkind");
        part.actor = yes(o, "actor");
        part.country = text(a, o, "country");
        part.gender = text(a, o, "gender");
        part.salience = number(o, "salience");
        read_aliases(a, &part, member(o, "aliases"));
        read_roles(a, &part, member(o, "roles"));
        part_attrs(a, o, known, &part.attrs, &part.attr_count);
        if (cJSON_IsObject(o))
            vec_push(&out, part);
    }
    vec_take(a, &out, n->parts, n->part_count);
}

/* A stranger may have a list of that name too. */
static bool are_parts(const cJSON *v)
{
    return strcmp(v->string, "documents") == 0 && cJSON_IsNumber(member(v->child, "doc"));
}

bool json_nested_node(dm_arena *a, dm_gnode *n, const cJSON *v)
{
    if (!cJSON_IsArray(v))
        return false;
    if (are_parts(v))
        read_node_parts(a, n, v);
    else if (strcmp(v->string, "aliases") == 0)
        read_aliases(a, n, v);
    else if (strcmp(v->string, "roles") == 0)
        read_roles(a, n, v);
    else if (strcmp(v->string, "mentions") == 0)
        read_mentions(a, n, v);
    else
        return false;
    return true;
}

static void read_span(int64_t span[2], const cJSON *list)
{
    const cJSON *begin = cJSON_GetArrayItem(list, 0), *end = cJSON_GetArrayItem(list, 1);
    bool good = cJSON_IsNumber(begin) && cJSON_IsNumber(end) && begin->valuedouble >= 0 &&
                end->valuedouble <= UINT32_MAX && begin->valuedouble <= end->valuedouble;
    span[0] = good ? (int64_t)begin->valuedouble : -1;
    span[1] = good ? (int64_t)end->valuedouble : -1;
}

/* What each document of a united graph says of an edge; "evidence" is a number here. */
static void read_edge_parts(dm_arena *a, dm_gedge *e, const cJSON *list)
{
    static const char *const known[] = {"doc",       "evidence",   "predicate", "attributed_to",
                                        "derived",   "rule",       "why",       "date",
                                        "date_text", "confidence", "weight",    NULL};
    VEC(dm_gedge) out = {0};
    const cJSON *o;
    cJSON_ArrayForEach(o, list)
    {
        dm_gedge part = {.doc = count(o, "doc"),
                         .evidence_count = count(o, "evidence"),
                         .predicate = text(a, o, "predicate"),
                         .attributed_to = text(a, o, "attributed_to"),
                         .derived = yes(o, "derived"),
                         .rule = text(a, o, "rule"),
                         .why = text(a, o, "why"),
                         .date = text(a, o, "date"),
                         .date_text = text(a, o, "date_text"),
                         .confidence = number(o, "confidence"),
                         .weight = number(o, "weight")};
        part_attrs(a, o, known, &part.attrs, &part.attr_count);
        if (cJSON_IsObject(o))
            vec_push(&out, part);
    }
    vec_take(a, &out, e->parts, e->part_count);
}

static void read_evidence(dm_arena *a, dm_gedge *e, const cJSON *v)
{
    VEC(dm_gevidence) out = {0};
    const cJSON *o;
    cJSON_ArrayForEach(o, v)
    {
        dm_gevidence ev = {.doc = count(o, "doc"),
                           .begin = count(o, "begin"),
                           .end = count(o, "end"),
                           .byte_begin = count(o, "byte_begin"),
                           .byte_end = count(o, "byte_end"),
                           .quote = text(a, o, "quote")};
        read_span(ev.source, member(o, "source"));
        read_span(ev.target, member(o, "target"));
        read_span(ev.trigger, member(o, "trigger"));
        if (cJSON_IsObject(o))
            vec_push(&out, ev);
    }
    vec_take(a, &out, e->evidence, e->evidence_count);
}

bool json_nested_edge(dm_arena *a, dm_gedge *e, const cJSON *v)
{
    if (!cJSON_IsArray(v))
        return false;
    if (strcmp(v->string, "evidence") == 0)
        read_evidence(a, e, v);
    else if (are_parts(v))
        read_edge_parts(a, e, v);
    else
        return false;
    return true;
}

void json_documents(dm_graph *g, const cJSON *list)
{
    dm_arena *a = &g->arena;
    VEC(dm_gdoc) out = {0};
    const cJSON *o;
    cJSON_ArrayForEach(o, list)
    {
        dm_gdoc d = {.id = text(a, o, "id"),
                     .title = text(a, o, "title"),
                     .date = text(a, o, "date"),
                     .url = text(a, o, "url"),
                     .source = text(a, o, "source"),
                     .language = text(a, o, "language"),
                     .sha256 = text(a, o, "sha256"),
                     .chars = count(o, "chars"),
                     .bytes = count(o, "bytes"),
                     .sentences = count(o, "sentences"),
                     .tokens = count(o, "tokens"),
                     .text = text(a, o, "text")};
        if (cJSON_IsObject(o))
            vec_push(&out, d);
    }
    vec_take(a, &out, g->docs, g->doc_count);
}
