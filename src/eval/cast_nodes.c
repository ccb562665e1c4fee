/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cast_nodes.c - entities against the nodes of newsgraph, counted as score_graph.py does: a
 * gold node is found by the one entity that shares most names with it. */
#include "base/utf8.h"
#include "base/vec.h"
#include "eval/cast_eval.h"
#include "eval/clusters.h"
#include "eval/jsonl.h"

typedef struct {
    dm_str *at; /* normalised, unique */
    uint32_t count;
} name_set;

/* Folded, without "'s" and marks, single blanks, no leading article. */
static dm_str normal(dm_arena *a, dm_str s)
{
    dm_str f = str_fold(a, s);
    dm_buf b = {0};
    bool blank = false;
    for (size_t at = 0; at < f.len;) {
        size_t was = at;
        uint32_t cp = utf8_next(f, &at);
        bool quote = cp == '\'' || cp == 0x2019;
        size_t k = at;
        if (quote && k < f.len && f.ptr[k] == 's' &&
            (k + 1 == f.len || !(cp_is_letter((unsigned char)f.ptr[k + 1])))) {
            at = k + 1;
            continue;
        }
        if (!(cp_is_letter(cp) || cp_is_digit(cp) || cp == '_')) {
            blank = b.len > 0;
            continue;
        }
        if (blank)
            buf_byte(&b, ' ');
        blank = false;
        buf_add(&b, str_slice(f, was, at));
    }
    dm_str r = str_dup(a, buf_str(&b));
    buf_free(&b);
    static const char *const articles[] = {"the ", "a ", "an "};
    for (size_t i = 0; i < 3; i++) {
        if (str_starts(r, str_z(articles[i])))
            return str_slice(r, strlen(articles[i]), r.len);
    }
    return r;
}

static void set_add(dm_arena *a, name_set *s, dm_str name)
{
    dm_str n = normal(a, name);
    for (uint32_t i = 0; i < s->count; i++) {
        if (str_eq(s->at[i], n))
            return;
    }
    if (n.len)
        s->at[s->count++] = n;
}

static uint32_t common(const name_set *x, const name_set *y)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->count; i++) {
        for (uint32_t j = 0; j < y->count; j++)
            n += str_eq(x->at[i], y->at[j]);
    }
    return n;
}

typedef struct {
    name_set names;
    uint8_t kind;
    bool need;
    uint32_t found; /* entity, or ENTITY_NONE */
    dm_str id, first;
} gold_node;

typedef struct {
    gold_node *at;
    uint32_t count;
    VEC(gold_name) spans;
} gold_graph;

static void gold_spans(gold_graph *g, dm_str text, dm_str name, uint8_t kind)
{
    for (size_t at = str_find(text, name, 0); at != SIZE_MAX;
         at = str_find(text, name, at + 1)) {
        size_t end = at + name.len;
        if ((at && cp_is_letter((unsigned char)text.ptr[at - 1])) ||
            (end < text.len && cp_is_letter((unsigned char)text.ptr[end])))
            continue;
        gold_name n = {.begin = (uint32_t)utf8_count(str_slice(text, 0, at)), .kind = kind};
        n.end = n.begin + (uint32_t)utf8_count(name);
        vec_push(&g->spans, n);
    }
}

static void read_nodes(const cJSON *d, dm_arena *a, gold_graph *g)
{
    const cJSON *list = cJSON_GetObjectItem(d, "nodes"), *n, *x;
    dm_str text = jsonl_text(d, "text");
    g->at = ARENA_ARRAY(a, gold_node, (size_t)cJSON_GetArraySize(list) + 1);
    cJSON_ArrayForEach(n, list)
    {
        gold_node *node = &g->at[g->count++];
        const cJSON *names = cJSON_GetObjectItem(n, "names"),
                    *need = cJSON_GetObjectItem(n, "need");
        node->names.at = ARENA_ARRAY(a, dm_str, (size_t)cJSON_GetArraySize(names) + 1);
        node->kind = (uint8_t)kind_find(jsonl_text(n, "kind"));
        node->need = !need || cJSON_IsTrue(need);
        node->found = ENTITY_NONE;
        node->id = jsonl_text(n, "id");
        cJSON_ArrayForEach(x, names)
        {
            if (!node->names.count)
                node->first = str_z(x->valuestring);
            set_add(a, &node->names, str_z(x->valuestring));
            gold_spans(g, text, str_z(x->valuestring), node->kind);
        }
    }
}

typedef struct {
    uint32_t shared, surplus, entity, node;
} pairing;

static int pairing_order(const void *x, const void *y)
{
    const pairing *a = x, *b = y;
    if (a->shared != b->shared)
        return a->shared > b->shared ? -1 : 1;
    if (a->surplus != b->surplus)
        return a->surplus < b->surplus ? -1 : 1;
    if (a->entity != b->entity)
        return a->entity < b->entity ? -1 : 1;
    return a->node < b->node ? -1 : a->node > b->node;
}

/* entity -> gold node, or UINT32_MAX. */
static uint32_t *align(dm_arena *a, gold_graph *g, const dm_cast *cast)
{
    VEC(pairing) pairs = {0};
    uint32_t *node_of = ARENA_ARRAY(a, uint32_t, cast->entity_count + 1u);
    memset(node_of, 0xFF, (cast->entity_count + 1u) * sizeof *node_of);
    for (uint32_t e = 0; e < cast->entity_count; e++) {
        const dm_entity *x = &cast->entities[e];
        name_set names = {.at = ARENA_ARRAY(a, dm_str, x->alias_count + 1u)};
        set_add(a, &names, x->label);
        for (uint32_t k = 0; k < x->alias_count; k++)
            set_add(a, &names, x->aliases[k].name);
        for (uint32_t i = 0; i < g->count; i++) {
            uint32_t n = common(&g->at[i].names, &names);
            if (n)
                vec_push(&pairs, ((pairing){n, names.count - n, e, i}));
        }
    }
    if (pairs.len)
        qsort(pairs.at, pairs.len, sizeof *pairs.at, pairing_order);
    for (size_t i = 0; i < pairs.len; i++) {
        const pairing *p = &pairs.at[i];
        if (g->at[p->node].found == ENTITY_NONE && node_of[p->entity] == UINT32_MAX) {
            g->at[p->node].found = p->entity;
            node_of[p->entity] = p->node;
        }
    }
    vec_free(&pairs);
    return node_of;
}

static double weight(const dm_cast *cast, const dm_entity *e, bool by_count)
{
    double n = 0;
    for (uint32_t i = 0; by_count && i < e->mention_count; i++)
        n += cast->mentions[e->mentions[i]].form == FORM_NAMED;
    return by_count ? n : (double)e->salience;
}

/* How many of the gold's first five are among the first five actors. */
static uint32_t top_five(const cJSON *d, const gold_graph *g, const dm_cast *cast,
                         const uint32_t *node_of, bool by_count, uint32_t *all)
{
    bool used[5] = {false};
    uint32_t hits = 0, taken[5];
    const cJSON *central = cJSON_GetObjectItem(d, "central");
    int n = cJSON_GetArraySize(central);
    *all = n > 5 ? 5 : (uint32_t)n;
    for (uint32_t r = 0; r < 5; r++) {
        uint32_t best = UINT32_MAX;
        for (uint32_t e = 0; e < cast->entity_count; e++) {
            bool before = !kind_table[cast->entities[e].kind].actor;
            for (uint32_t k = 0; k < r; k++)
                before = before || taken[k] == e;
            if (before)
                continue;
            const dm_entity *x = &cast->entities[e];
            double w = weight(cast, x, by_count);
            double b = best == UINT32_MAX ? -1 : weight(cast, &cast->entities[best], by_count);
            if (w > b || (w == b && str_cmp(x->id, cast->entities[best].id) < 0))
                best = e;
        }
        taken[r] = best;
        if (best == UINT32_MAX || node_of[best] == UINT32_MAX)
            continue;
        for (uint32_t k = 0; k < *all; k++) {
            const char *want = cJSON_GetArrayItem(central, (int)k)->valuestring;
            if (!used[k] && str_eq(g->at[node_of[best]].id, str_z(want))) {
                used[k] = true;
                hits++;
            }
        }
    }
    return hits;
}

typedef struct {
    uint32_t kind_right, kind_all, top, top_count, top_all;
} node_totals;

static void count_nodes(const gold_graph *g, const dm_cast *cast, const uint32_t *node_of,
                        const cast_eval_options *o, node_figures *out, node_totals *t)
{
    for (uint32_t i = 0; i < g->count; i++) {
        const gold_node *n = &g->at[i];
        if (n->found == ENTITY_NONE) {
            out->missed += n->need;
            if (o->misses && n->need)
                (void)fprintf(o->misses, "  missed %s %.*s\n", kind_table[n->kind].name,
                              STR_ARG(n->first));
            continue;
        }
        out->right += n->need;
        t->kind_all++;
        t->kind_right += cast->entities[n->found].kind == n->kind;
        if (o->misses && cast->entities[n->found].kind != n->kind)
            (void)fprintf(o->misses, "  kind %s %.*s is %s\n", kind_table[n->kind].name,
                          STR_ARG(n->first), kind_table[cast->entities[n->found].kind].name);
    }
    for (uint32_t e = 0; e < cast->entity_count; e++) {
        out->extra += node_of[e] == UINT32_MAX;
        if (o->misses && node_of[e] == UINT32_MAX)
            (void)fprintf(o->misses, "  extra %s %.*s\n",
                          kind_table[cast->entities[e].kind].name,
                          STR_ARG(cast->entities[e].label));
    }
}

typedef struct {
    const cast_eval_options *o;
    node_figures *out;
    node_totals t;
} node_run;

static dm_status score_article(void *context, const cJSON *d, dm_error *err)
{
    node_run *run = context;
    const cast_eval_options *o = run->o;
    dm_document doc;
    dm_parse parse;
    dm_cast cast;
    gold_graph g = {0};
    dm_arena a = {0};
    read_nodes(d, &a, &g);
    dm_status status = eval_cast(o, jsonl_text(d, "text"), g.spans.at, (uint32_t)g.spans.len,
                                 &doc, &parse, &cast, err);
    if (status == DM_OK) {
        if (o->misses)
            (void)fprintf(o->misses, "== %s\n", jsonl_text(d, "id").ptr);
        uint32_t *node_of = align(&a, &g, &cast), all;
        count_nodes(&g, &cast, node_of, o, run->out, &run->t);
        run->t.top_count += top_five(d, &g, &cast, node_of, true, &all);
        run->t.top += top_five(d, &g, &cast, node_of, false, &all);
        run->t.top_all += all;
        if (o->misses)
            cast_print(&doc, &cast, o->misses);
    }
    run->out->documents++;
    document_free(&doc);
    vec_free(&g.spans);
    arena_free(&a);
    return status;
}

dm_status eval_nodes(const char *path, const cast_eval_options *o, node_figures *out,
                     dm_error *err)
{
    *out = (node_figures){0};
    node_run run = {.o = o, .out = out};
    const dm_status status = jsonl_each(path, score_article, &run, err);
    const node_totals *t = &run.t;
    double right = out->right, found = right + out->extra, gold = right + out->missed;
    out->precision = found > 0 ? right / found : 0;
    out->recall = gold > 0 ? right / gold : 0;
    out->f1 = f1_of(right, found, gold);
    out->kind = t->kind_all ? (double)t->kind_right / t->kind_all : 0;
    out->top5 = t->top_all ? (double)t->top / t->top_all : 0;
    out->top5_count = t->top_all ? (double)t->top_count / t->top_all : 0;
    return status;
}
