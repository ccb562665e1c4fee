/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/fields.h"

#include "base/num.h"
#include "base/vec.h"
#include "files/attrs.h"
#include "files/xml_text.h"

#include <math.h>

#define EVIDENCE_SHOWN 3

static dm_str str_of(const dm_field *f, const void *item)
{
    dm_str s;
    memcpy(&s, (const char *)item + f->offset, sizeof s);
    return s;
}

static bool get_str(const dm_field *f, const void *item, dm_buf *b)
{
    dm_str s = str_of(f, item);
    buf_add(b, s);
    return s.len > 0;
}

static bool set_str(const dm_field *f, dm_arena *a, void *item, dm_str value)
{
    dm_str s = str_dup(a, value);
    memcpy((char *)item + f->offset, &s, sizeof s);
    return true;
}

static void put_bool(dm_buf *b, bool value)
{
    buf_add(b, value ? STR("true") : STR("false"));
}

static bool set_bool(const dm_field *f, dm_arena *a, void *item, dm_str value)
{
    (void)a;
    bool yes = str_eq_nocase(value, STR("true")) || str_eq(value, STR("1"));
    bool no = str_eq_nocase(value, STR("false")) || str_eq(value, STR("0"));
    memcpy((char *)item + f->offset, &yes, sizeof yes);
    return yes || no;
}

/* A node of no kind is foreign: then "actor" says something only when true.  The same for edges
 * without relation. */
static bool get_actor(const dm_field *f, const void *item, dm_buf *b)
{
    (void)f;
    const dm_gnode *n = item;
    put_bool(b, n->actor);
    return n->kind.len > 0 || n->actor;
}

static bool get_edge_bool(const dm_field *f, const void *item, dm_buf *b)
{
    const dm_gedge *e = item;
    bool value;
    memcpy(&value, (const char *)item + f->offset, sizeof value);
    put_bool(b, value);
    return e->relation.len > 0 || value;
}

static bool get_num(const dm_field *f, const void *item, dm_buf *b)
{
    double v;
    memcpy(&v, (const char *)item + f->offset, sizeof v);
    if (!isfinite(v))
        return false;
    if (f->type == COL_INT && floor(v) == v && fabs(v) < 1e15)
        buf_fmt(b, "%.0f", v);
    else
        buf_add(b, str_z(num_text(v).text));
    return true;
}

static bool set_num(const dm_field *f, dm_arena *a, void *item, dm_str value)
{
    (void)a;
    double v;
    if (!number_parse(value, &v))
        return false;
    memcpy((char *)item + f->offset, &v, sizeof v);
    return true;
}

static bool whole_number(dm_str value, double least, double most, double *out)
{
    return number_parse(value, out) && floor(*out) == *out && *out >= least && *out <= most;
}

static bool get_community(const dm_field *f, const void *item, dm_buf *b)
{
    (void)f;
    const dm_gnode *n = item;
    buf_fmt(b, "%d", n->community);
    return n->community >= 0;
}

static bool set_community(const dm_field *f, dm_arena *a, void *item, dm_str value)
{
    (void)f, (void)a;
    double v;
    if (!whole_number(value, 0, INT32_MAX, &v))
        return false;
    ((dm_gnode *)item)->community = (int32_t)v;
    return true;
}

static bool set_count(dm_arena *a, dm_attr **attrs, uint32_t *count, const char *name,
                      dm_str value)
{
    double v;
    if (!whole_number(value, 0, UINT32_MAX, &v))
        return false;
    dm_attr attr = {.name = str_z(name), .text = str_fmt(a, "%.0f", v), .type = ATTR_NUMBER};
    attr_set(a, attrs, count, attr);
    return true;
}

/* How many there are: those at hand, or what an earlier projection said. */
static bool get_count(const dm_attr *attrs, uint32_t attr_count, const char *name,
                      uint32_t at_hand, dm_buf *b)
{
    const dm_attr *said = attr_find(attrs, attr_count, str_z(name));
    if (said)
        buf_add(b, said->text);
    else
        buf_fmt(b, "%u", at_hand);
    return said || at_hand;
}

static bool get_mentions(const dm_field *f, const void *item, dm_buf *b)
{
    (void)f;
    const dm_gnode *n = item;
    return get_count(n->attrs, n->attr_count, ATTR_MENTION_COUNT, n->mention_count, b);
}

static bool set_mentions(const dm_field *f, dm_arena *a, void *item, dm_str value)
{
    (void)f;
    dm_gnode *n = item;
    return set_count(a, &n->attrs, &n->attr_count, ATTR_MENTION_COUNT, value);
}

static bool get_evidence_count(const dm_field *f, const void *item, dm_buf *b)
{
    (void)f;
    const dm_gedge *e = item;
    return get_count(e->attrs, e->attr_count, ATTR_EVIDENCE_COUNT, e->evidence_count, b);
}

static bool set_evidence_count(const dm_field *f, dm_arena *a, void *item, dm_str value)
{
    (void)f;
    dm_gedge *e = item;
    return set_count(a, &e->attrs, &e->attr_count, ATTR_EVIDENCE_COUNT, value);
}

static bool get_first(const dm_field *f, const void *item, dm_buf *b)
{
    (void)f;
    const dm_gnode *n = item;
    bool said = attr_find(n->attrs, n->attr_count, STR(ATTR_MENTION_COUNT)) != NULL;
    buf_fmt(b, "%u", n->first);
    return n->mention_count || n->first || said;
}

static bool set_first(const dm_field *f, dm_arena *a, void *item, dm_str value)
{
    (void)f, (void)a;
    double v;
    if (!whole_number(value, 0, UINT32_MAX, &v))
        return false;
    ((dm_gnode *)item)->first = (uint32_t)v;
    return true;
}

/* One piece of a joined list: white space collapsed, and no separator inside. */
static void join(dm_buf *b, dm_str piece, dm_str sep, char instead)
{
    dm_arena scratch = {0};
    dm_str s = xml_token(&scratch, piece);
    dm_str mark = str_trim(sep);
    if (b->len && s.len)
        buf_add(b, sep);
    for (size_t at = 0; at < s.len;) {
        size_t hit = str_find(s, mark, at);
        size_t end = hit == SIZE_MAX ? s.len : hit;
        buf_add(b, str_slice(s, at, end));
        if (hit != SIZE_MAX)
            buf_byte(b, instead);
        at = hit == SIZE_MAX ? s.len : hit + mark.len;
    }
    arena_free(&scratch);
}

static dm_str split(dm_str *rest, dm_str sep)
{
    size_t hit = str_find(*rest, sep, 0);
    dm_str piece = str_slice(*rest, 0, hit);
    *rest = hit == SIZE_MAX ? STR("") : str_slice(*rest, hit + sep.len, rest->len);
    return piece;
}

static bool get_aliases(const dm_field *f, const void *item, dm_buf *b)
{
    (void)f;
    const dm_gnode *n = item;
    for (uint32_t i = 0; i < n->alias_count; i++)
        join(b, n->aliases[i].name, STR("; "), ',');
    return b->len > 0;
}

static bool set_aliases(const dm_field *f, dm_arena *a, void *item, dm_str value)
{
    (void)f;
    dm_gnode *n = item;
    VEC(dm_galias) list = {0};
    for (dm_str rest = value; rest.len;) {
        dm_galias alias = {.name = str_dup(a, split(&rest, STR("; ")))};
        if (alias.name.len)
            vec_push(&list, alias);
    }
    vec_take(a, &list, n->aliases, n->alias_count);
    return true;
}

static bool says_former(dm_str text)
{
    return str_starts(text, STR("former ")) || str_starts(text, STR("ex-"));
}

static bool get_roles(const dm_field *f, const void *item, dm_buf *b)
{
    (void)f;
    const dm_gnode *n = item;
    dm_arena scratch = {0};
    for (uint32_t i = 0; i < n->role_count; i++) {
        const dm_grole *r = &n->roles[i];
        dm_str text = r->text.len ? r->text : r->office;
        if (r->former && !says_former(text))
            text = str_fmt(&scratch, "former %.*s", STR_ARG(text));
        join(b, text, STR("; "), ',');
    }
    arena_free(&scratch);
    return b->len > 0;
}

static bool set_roles(const dm_field *f, dm_arena *a, void *item, dm_str value)
{
    (void)f;
    dm_gnode *n = item;
    VEC(dm_grole) list = {0};
    for (dm_str rest = value; rest.len;) {
        dm_str text = str_dup(a, split(&rest, STR("; ")));
        dm_grole role = {.text = text, .former = says_former(text)};
        if (text.len)
            vec_push(&list, role);
    }
    vec_take(a, &list, n->roles, n->role_count);
    return true;
}

static bool get_evidence(const dm_field *f, const void *item, dm_buf *b)
{
    (void)f;
    const dm_gedge *e = item;
    for (uint32_t i = 0; i < e->evidence_count && i < EVIDENCE_SHOWN; i++)
        join(b, e->evidence[i].quote, STR(" | "), '/');
    return b->len > 0;
}

static bool set_evidence(const dm_field *f, dm_arena *a, void *item, dm_str value)
{
    (void)f;
    dm_gedge *e = item;
    VEC(dm_gevidence) list = {0};
    for (dm_str rest = value; rest.len;) {
        dm_gevidence v = {.quote = str_dup(a, split(&rest, STR(" | "))),
                          .source = {-1, -1},
                          .target = {-1, -1},
                          .trigger = {-1, -1}};
        if (v.quote.len)
            vec_push(&list, v);
    }
    vec_take(a, &list, e->evidence, e->evidence_count);
    return true;
}

#define NODE_STR(member)                                                  \
    {                                                                     \
#member, COL_STRING, offsetof(dm_gnode, member), get_str, set_str \
    }
#define EDGE_STR(member)                                                  \
    {                                                                     \
#member, COL_STRING, offsetof(dm_gedge, member), get_str, set_str \
    }
#define EDGE_BOOL(member)                                                      \
    {                                                                          \
#member, COL_BOOL, offsetof(dm_gedge, member), get_edge_bool, set_bool \
    }

#define COUNTS(m)                                                                      \
    ((m) == MEASURE_degree || (m) == MEASURE_in_degree || (m) == MEASURE_out_degree || \
     (m) == MEASURE_coreness || (m) == MEASURE_articulation || (m) == MEASURE_component)

const dm_field node_fields[] = {
    NODE_STR(kind),
    NODE_STR(subkind),
    {"actor", COL_BOOL, offsetof(dm_gnode, actor), get_actor, set_bool},
    {"aliases", COL_STRING, 0, get_aliases, set_aliases},
    {"roles", COL_STRING, 0, get_roles, set_roles},
    NODE_STR(country),
    NODE_STR(gender),
    {"mentions", COL_INT, 0, get_mentions, set_mentions},
    {"first", COL_INT, 0, get_first, set_first},
    {"salience", COL_DOUBLE, offsetof(dm_gnode, salience), get_num, set_num},
    {"community", COL_INT, 0, get_community, set_community},
#define MEASURE(id, about)                             \
    {#id, COUNTS(MEASURE_##id) ? COL_INT : COL_DOUBLE, \
     offsetof(dm_gnode, measure) + MEASURE_##id * sizeof(double), get_num, set_num},
#include "graph/measures.def"
#undef MEASURE
};

const dm_field edge_fields[] = {
    EDGE_STR(relation),
    EDGE_STR(family),
    EDGE_STR(predicate),
    EDGE_BOOL(symmetric),
    EDGE_STR(polarity),
    EDGE_STR(modality),
    EDGE_STR(attributed_to),
    EDGE_BOOL(former),
    EDGE_BOOL(derived),
    EDGE_STR(rule),
    EDGE_STR(why),
    EDGE_STR(date),
    EDGE_STR(date_text),
    EDGE_STR(quad),
    {"confidence", COL_DOUBLE, offsetof(dm_gedge, confidence), get_num, set_num},
    {"evidence", COL_STRING, 0, get_evidence, set_evidence},
    {"evidence_count", COL_INT, 0, get_evidence_count, set_evidence_count},
};

const size_t node_field_count = sizeof node_fields / sizeof *node_fields;
const size_t edge_field_count = sizeof edge_fields / sizeof *edge_fields;

static bool field_set(const dm_field *fields, size_t count, dm_arena *a, void *item,
                      dm_str name, dm_str value)
{
    for (size_t i = 0; i < count; i++) {
        if (str_eq(str_z(fields[i].name), name))
            return fields[i].set(&fields[i], a, item, value);
    }
    return false;
}

bool field_set_node(dm_arena *arena, dm_gnode *n, dm_str name, dm_str value)
{
    return field_set(node_fields, node_field_count, arena, n, name, value);
}

bool field_set_edge(dm_arena *arena, dm_gedge *e, dm_str name, dm_str value)
{
    return field_set(edge_fields, edge_field_count, arena, e, name, value);
}
