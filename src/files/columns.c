/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/columns.h"

#include "base/map.h"
#include "base/num.h"
#include "base/vec.h"
#include "files/attrs.h"
#include "files/fields.h"
#include "files/xml_text.h"

#include <math.h>
#include <stdlib.h>

/* Names that a reader gives a meaning of its own, so that no foreign attribute may have them.
 */
static const char *const reserved[] = {
    "id",          "label",    "nodelabel", "edgelabel",   "name",        "x",        "y",
    "z",           "xpos",     "ypos",      "zpos",        "size",        "r",        "g",
    "b",           "a",        "color",     "weight",      "edge weight", "source",   "target",
    "interaction", "selected", "suid",      "shared name", "timeset",     "interval",
};

static bool same_column(dm_str a, dm_str b)
{
    return str_eq_nocase(a, b);
}

static bool name_taken(const dm_column *cols, size_t count, dm_str name)
{
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++) {
        if (same_column(str_z(reserved[i]), name))
            return true;
    }
    for (size_t i = 0; i < count; i++) {
        if (same_column(cols[i].name, name))
            return true;
    }
    return false;
}

/* name, or name_2, name_3 ... */
static dm_str free_name(dm_arena *a, const dm_column *cols, size_t count, dm_str name)
{
    dm_str clean = xml_token(a, name);
    clean = clean.len ? clean : STR("attribute");
    dm_str out = clean;
    for (unsigned k = 2; name_taken(cols, count, out); k++)
        out = str_fmt(a, "%.*s_%u", STR_ARG(clean), k);
    return out;
}

typedef VEC(dm_column) column_vec;

typedef struct {
    const char *base; /* first node or edge */
    size_t stride, count;
    size_t attrs, attr_count; /* where its attributes are */
    const char *count_attr;   /* told by a field already (attrs.h) */
    const dm_field *fields;
    size_t field_count;
} table;

static const void *item(const table *t, size_t i)
{
    return t->base + i * t->stride;
}

static bool field_used(const table *t, const dm_field *f, dm_buf *b)
{
    for (size_t i = 0; i < t->count; i++) {
        b->len = 0;
        if (f->get(f, item(t, i), b))
            return true;
    }
    return false;
}

static bool whole(dm_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((text.ptr[i] < '0' || text.ptr[i] > '9') && !(i == 0 && text.ptr[i] == '-'))
            return false;
    }
    return text.len < 19;
}

/* Numbers that count something stay whole as long as all of them are. */
static dm_col_type field_type(const table *t, const dm_field *f, dm_buf *b)
{
    if (f->type != COL_INT)
        return f->type;
    for (size_t i = 0; i < t->count; i++) {
        b->len = 0;
        if (f->get(f, item(t, i), b) && !whole(buf_str(b)))
            return COL_DOUBLE;
    }
    return COL_INT;
}

static int str_order(const void *a, const void *b)
{
    return str_cmp(*(const dm_str *)a, *(const dm_str *)b);
}

static const dm_attr *attr_list(const table *t, size_t i, uint32_t *count)
{
    const char *p = t->base + i * t->stride;
    memcpy(count, p + t->attr_count, sizeof *count);
    const dm_attr *attrs;
    memcpy(&attrs, p + t->attrs, sizeof attrs);
    return attrs;
}

/* What an attribute needs to be called, given another value of it. */
static dm_col_type widen(dm_col_type type, bool first, const dm_attr *a)
{
    dm_col_type own = a->type == ATTR_BOOL     ? COL_BOOL
                      : a->type == ATTR_STRING ? COL_STRING
                      : whole(a->text)         ? COL_INT
                                               : COL_DOUBLE;
    if (first || own == type)
        return own;
    bool numbers = own >= COL_INT && type >= COL_INT;
    return numbers ? COL_DOUBLE : COL_STRING;
}

static void add_attr_columns(dm_arena *arena, const table *t, column_vec *cols)
{
    dm_map seen = {0};
    VEC(dm_str) names = {0};
    VEC(dm_col_type) types = {0};
    for (size_t i = 0; i < t->count; i++) {
        uint32_t count;
        const dm_attr *attrs = attr_list(t, i, &count);
        for (uint32_t k = 0; k < count; k++) {
            if (str_eq(attrs[k].name, str_z(t->count_attr)))
                continue;
            uint32_t n = map_get_or_set(&seen, attrs[k].name, (uint32_t)names.len);
            bool first = n == names.len;
            if (first) {
                vec_push(&names, attrs[k].name);
                vec_push(&types, COL_STRING);
            }
            types.at[n] = widen(types.at[n], first, &attrs[k]);
        }
    }
    if (names.len)
        qsort(names.at, names.len, sizeof *names.at, str_order);
    for (size_t i = 0; i < names.len; i++) {
        dm_column c = {.name = free_name(arena, cols->at, cols->len, names.at[i]),
                       .type = types.at[map_get(&seen, names.at[i])],
                       .attr = names.at[i]};
        vec_push(cols, c);
    }
    map_free(&seen);
    vec_free(&names);
    vec_free(&types);
}

static dm_columns columns_of(dm_arena *arena, const table *t)
{
    column_vec cols = {0};
    dm_columns out;
    dm_buf b = {0};
    for (size_t i = 0; i < t->field_count; i++) {
        const dm_field *f = &t->fields[i];
        if (field_used(t, f, &b)) {
            dm_column c = {.name = str_z(f->name), .type = field_type(t, f, &b), .field = f};
            vec_push(&cols, c);
        }
    }
    add_attr_columns(arena, t, &cols);
    buf_free(&b);
    vec_take(arena, &cols, out.at, out.count);
    return out;
}

dm_columns columns_of_nodes(dm_arena *arena, const dm_graph *g)
{
    table t = {(const char *)g->nodes,
               sizeof(dm_gnode),
               g->node_count,
               offsetof(dm_gnode, attrs),
               offsetof(dm_gnode, attr_count),
               ATTR_MENTION_COUNT,
               node_fields,
               node_field_count};
    return columns_of(arena, &t);
}

dm_columns columns_of_edges(dm_arena *arena, const dm_graph *g)
{
    table t = {(const char *)g->edges,
               sizeof(dm_gedge),
               g->edge_count,
               offsetof(dm_gedge, attrs),
               offsetof(dm_gedge, attr_count),
               ATTR_EVIDENCE_COUNT,
               edge_fields,
               edge_field_count};
    return columns_of(arena, &t);
}

static bool attr_value(const dm_attr *attrs, uint32_t count, dm_str name, dm_buf *b)
{
    const dm_attr *a = attr_find(attrs, count, name);
    if (a)
        buf_add(b, a->text);
    return a != NULL;
}

bool column_node(const dm_column *c, const dm_gnode *n, dm_buf *b)
{
    return c->field ? c->field->get(c->field, n, b)
                    : attr_value(n->attrs, n->attr_count, c->attr, b);
}

bool column_edge(const dm_column *c, const dm_gedge *e, dm_buf *b)
{
    return c->field ? c->field->get(c->field, e, b)
                    : attr_value(e->attrs, e->attr_count, c->attr, b);
}

bool number_parse(dm_str text, double *value)
{
    char z[64];
    text = str_trim(text);
    if (text.len == 0 || text.len >= sizeof z)
        return false;
    memcpy(z, text.ptr, text.len);
    z[text.len] = '\0';
    if (strspn(z, "+-.0123456789eE") != text.len)
        return false;
    char *end;
    *value = strtod(z, &end);
    return *end == '\0' && isfinite(*value);
}
