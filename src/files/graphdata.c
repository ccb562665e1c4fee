/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/graphdata.h"

#include "base/vec.h"
#include "files/attrs.h"
#include "files/xml_text.h"

static const struct {
    const char *name;
    size_t offset;
} doc_members[] = {
    {"document", offsetof(dm_gdoc, id)},   {"title", offsetof(dm_gdoc, title)},
    {"date", offsetof(dm_gdoc, date)},     {"url", offsetof(dm_gdoc, url)},
    {"source", offsetof(dm_gdoc, source)}, {"language", offsetof(dm_gdoc, language)},
    {"sha256", offsetof(dm_gdoc, sha256)},
};

#define DOC_MEMBERS (sizeof doc_members / sizeof *doc_members)

static dm_str member(const dm_gdoc *d, size_t offset)
{
    dm_str s;
    memcpy(&s, (const char *)d + offset, sizeof s);
    return s;
}

static bool told(const dm_attr *list, size_t count, dm_str name)
{
    return attr_find(list, (uint32_t)count, name) != NULL;
}

dm_attr *graph_data_of(dm_arena *arena, const dm_graph *g, uint32_t *count)
{
    VEC(dm_attr) list = {0};
    dm_attr *out;
    if (g->generator.len)
        vec_push(&list, ((dm_attr){STR("generator"), g->generator, ATTR_STRING}));
    if (g->model.len)
        vec_push(&list, ((dm_attr){STR("model"), g->model, ATTR_STRING}));
    for (size_t i = 0; g->doc_count == 1 && i < DOC_MEMBERS; i++) {
        dm_str value = member(&g->docs[0], doc_members[i].offset);
        if (value.len && !(i == 0 && str_eq(value, g->id)))
            vec_push(&list, ((dm_attr){str_z(doc_members[i].name), value, ATTR_STRING}));
    }
    if (g->doc_count > 1)
        vec_push(&list, ((dm_attr){STR("documents"), str_fmt(arena, "%u", g->doc_count),
                                   ATTR_NUMBER}));
    for (uint32_t i = 0; i < g->attr_count; i++) {
        dm_attr a = g->attrs[i];
        a.name = xml_token(arena, a.name);
        if (a.name.len && !told(list.at, list.len, a.name))
            vec_push(&list, a);
    }
    vec_take(arena, &list, out, *count);
    return out;
}

static bool set_document(dm_graph *g, dm_str name, dm_str value)
{
    for (size_t i = 0; i < DOC_MEMBERS; i++) {
        if (!str_eq(name, str_z(doc_members[i].name)))
            continue;
        if (!g->docs) {
            g->docs = ARENA_NEW(&g->arena, dm_gdoc);
            g->doc_count = 1;
        }
        memcpy((char *)&g->docs[0] + doc_members[i].offset, &value, sizeof value);
        return true;
    }
    return false;
}

void graph_data_set(dm_graph *g, dm_str name, dm_str value, dm_attr_type type)
{
    value = str_dup(&g->arena, value);
    if (str_eq(name, STR("generator")))
        g->generator = value;
    else if (str_eq(name, STR("model")))
        g->model = value;
    else if (!set_document(g, name, value))
        attr_set(&g->arena, &g->attrs, &g->attr_count,
                 (dm_attr){str_dup(&g->arena, name), value, type});
}
