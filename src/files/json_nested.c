/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/json_nested.h"

#include "base/vec.h"

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

bool json_nested_node(dm_arena *a, dm_gnode *n, const cJSON *v)
{
    if (!cJSON_IsArray(v))
        return false;
    if (strcmp(v->string, "aliases") == 0)
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

bool json_nested_edge(dm_arena *a, dm_gedge *e, const cJSON *v)
{
    if (!cJSON_IsArray(v) || strcmp(v->string, "evidence") != 0)
        return false;
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
