/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/newsgraph_eval.h"

#include "base/utf8.h"
#include "base/vec.h"
#include "eval/article.h"
#include "eval/jsonl.h"

#include <math.h>
#include <stdio.h>

enum { NONE = -1, NAMES = 64 };

typedef struct {
    dm_str names[NAMES]; /* normalised, distinct */
    uint32_t count;
} name_set;

typedef struct {
    dm_str id, name;
    dm_kind kind;
    bool need;
    name_set names;
    int pred; /* index of the predicted node, or NONE */
} gold_node;

typedef struct {
    int s, t; /* gold nodes */
    dm_rel rel;
    bool need, negated, used;
    dm_modality modality;
    int by; /* gold node, or NONE */
} gold_edge;

typedef struct {
    dm_arena arena;
    VEC(gold_node) nodes;
    VEC(gold_edge) edges;
    int central[5];
    uint32_t central_count;
    const dm_graph *g;
    name_set *pred_names; /* [node_count] */
    int *gold_of;         /* [node_count] */
    bool *hit;            /* [edge_count] */
} sheet;

double counts_f1(const dm_counts *c)
{
    double both = 2.0 * c->right + c->extra + c->missed;
    return both > 0 ? 2.0 * c->right / both : 0;
}

/* ---- names ---- */

static bool is_apostrophe(uint32_t cp)
{
    return cp == '\'' || cp == 0x2019;
}

/* Fold, drop "'s", everything but letters and digits to single blanks, no leading article. */
static dm_str normal(dm_arena *a, dm_str name)
{
    dm_str s = str_fold(a, name);
    dm_buf b = {0};
    buf_add(&b, STR(""));
    for (size_t at = 0; at < s.len;) {
        size_t after;
        uint32_t cp = utf8_next(s, &at);
        after = at;
        if (is_apostrophe(cp) && at < s.len && s.ptr[at] == 's') {
            after++;
            size_t peek = after;
            uint32_t next = after < s.len ? utf8_next(s, &peek) : ' ';
            if (!cp_is_letter(next) && !cp_is_digit(next)) {
                at = after;
                continue;
            }
        }
        if (cp_is_letter(cp) || cp_is_digit(cp) || cp == '_')
            utf8_put(&b, cp);
        else if (b.len && b.ptr[b.len - 1] != ' ')
            buf_byte(&b, ' ');
    }
    dm_str out = str_trim(str_dup(a, buf_str(&b)));
    buf_free(&b);
    static const char *const articles[] = {"the ", "a ", "an "};
    for (size_t i = 0; i < 3; i++) {
        if (str_starts(out, str_z(articles[i])))
            return str_slice(out, strlen(articles[i]), out.len);
    }
    return out;
}

static void names_add(dm_arena *a, name_set *set, dm_str name)
{
    dm_str n = normal(a, name);
    for (uint32_t i = 0; i < set->count; i++) {
        if (str_eq(set->names[i], n))
            return;
    }
    if (n.len && set->count < NAMES)
        set->names[set->count++] = n;
}

static uint32_t shared(const name_set *a, const name_set *b)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        for (uint32_t j = 0; j < b->count; j++)
            n += str_eq(a->names[i], b->names[j]);
    }
    return n;
}

/* ---- gold ---- */

static bool json_bool(const cJSON *o, const char *key, bool fallback)
{
    const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, key);
    return cJSON_IsBool(v) ? cJSON_IsTrue(v) : fallback;
}

static int gold_find(const sheet *s, dm_str id)
{
    for (size_t i = 0; i < s->nodes.len; i++) {
        if (str_eq(s->nodes.at[i].id, id))
            return (int)i;
    }
    return NONE;
}

static void gold_read(sheet *s, const cJSON *o)
{
    const cJSON *e, *n;
    cJSON_ArrayForEach(e, cJSON_GetObjectItemCaseSensitive(o, "nodes"))
    {
        gold_node g = {.id = jsonl_text(e, "id"),
                       .kind = kind_find(jsonl_text(e, "kind")),
                       .need = json_bool(e, "need", true),
                       .pred = NONE};
        cJSON_ArrayForEach(n, cJSON_GetObjectItemCaseSensitive(e, "names"))
        {
            if (!g.name.len)
                g.name = str_z(n->valuestring);
            names_add(&s->arena, &g.names, str_z(n->valuestring));
        }
        vec_push(&s->nodes, g);
    }
    cJSON_ArrayForEach(e, cJSON_GetObjectItemCaseSensitive(o, "edges"))
    {
        gold_edge g = {.s = gold_find(s, jsonl_text(e, "s")),
                       .t = gold_find(s, jsonl_text(e, "t")),
                       .rel = rel_find(jsonl_text(e, "p")),
                       .need = json_bool(e, "need", true),
                       .negated = json_bool(e, "neg", false),
                       .modality = modality_find(jsonl_text(e, "mod")),
                       .by = gold_find(s, jsonl_text(e, "by"))};
        if (g.modality >= MODALITY_COUNT)
            g.modality = MODALITY_ASSERTED;
        if (g.s != NONE && g.t != NONE)
            vec_push(&s->edges, g);
    }
    cJSON_ArrayForEach(e, cJSON_GetObjectItemCaseSensitive(o, "central"))
    {
        int i = gold_find(s, str_z(e->valuestring));
        if (s->central_count < 5 && i != NONE)
            s->central[s->central_count++] = i;
    }
}

/* ---- alignment ---- */

typedef struct {
    uint32_t common, rest;
    int pred, gold;
} candidate;

static int by_rank(const void *pa, const void *pb)
{
    const candidate *a = pa, *b = pb;
    if (a->common != b->common)
        return a->common > b->common ? -1 : 1;
    if (a->rest != b->rest)
        return a->rest < b->rest ? -1 : 1;
    if (a->pred != b->pred)
        return a->pred < b->pred ? -1 : 1;
    return (a->gold > b->gold) - (a->gold < b->gold);
}

static void align(sheet *s)
{
    VEC(candidate) c = {0};
    for (size_t i = 0; i < s->nodes.len; i++) {
        for (uint32_t j = 0; j < s->g->node_count; j++) {
            uint32_t k = shared(&s->nodes.at[i].names, &s->pred_names[j]);
            candidate one = {k, s->pred_names[j].count - k, (int)j, (int)i};
            if (k)
                vec_push(&c, one);
        }
    }
    if (c.len)
        qsort(c.at, c.len, sizeof *c.at, by_rank);
    for (size_t i = 0; i < c.len; i++) {
        if (s->nodes.at[c.at[i].gold].pred == NONE && s->gold_of[c.at[i].pred] == NONE) {
            s->nodes.at[c.at[i].gold].pred = c.at[i].pred;
            s->gold_of[c.at[i].pred] = c.at[i].gold;
        }
    }
    vec_free(&c);
}

/* ---- edges ---- */

static const dm_rel near_groups[][4] = {
    {REL_official_of, REL_member_of, REL_minister_of, REL_NONE},
    {REL_head_of, REL_member_of, REL_NONE, REL_NONE},
    {REL_based_in, REL_located_in, REL_NONE, REL_NONE},
    {REL_agency_of, REL_institution_of, REL_ministry_of, REL_part_of},
    {REL_cooperate, REL_aid, REL_NONE, REL_NONE},
    {REL_consult, REL_agree, REL_NONE, REL_NONE},
    {REL_coerce, REL_sanction, REL_NONE, REL_NONE},
    {REL_accuse, REL_reject, REL_NONE, REL_NONE},
    {REL_accuse, REL_investigate, REL_NONE, REL_NONE},
    {REL_spouse_of, REL_relative_of, REL_NONE, REL_NONE},
    {REL_aide_of, REL_official_of, REL_member_of, REL_NONE},
};

static bool in_group(const dm_rel *group, dm_rel r)
{
    return group[0] == r || group[1] == r || group[2] == r || group[3] == r;
}

static bool near(dm_rel a, dm_rel b)
{
    if (a == b)
        return true;
    for (size_t i = 0;
         a != REL_NONE && b != REL_NONE && i < sizeof near_groups / sizeof near_groups[0];
         i++) {
        if (in_group(near_groups[i], a) && in_group(near_groups[i], b))
            return true;
    }
    return false;
}

static bool symmetric(dm_rel r)
{
    return r < REL_COUNT && rel_table[r].symmetric;
}

static bool is_negative(const dm_gedge *e)
{
    return str_eq(e->polarity, STR("negated")) || str_eq(e->modality, STR("denied"));
}

/* The first gold edge that this predicted one answers, needed ones first. */
static gold_edge *answer(sheet *s, const dm_gedge *e, bool exact)
{
    int a = s->gold_of[e->source], b = s->gold_of[e->target];
    dm_rel r = rel_find(e->relation);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < s->edges.len; i++) {
            gold_edge *g = &s->edges.at[i];
            if (g->used || g->need != (pass == 0) || g->negated != is_negative(e) ||
                (exact ? g->rel != r : !near(g->rel, r)))
                continue;
            bool turned = (symmetric(r) || symmetric(g->rel)) && g->s == b && g->t == a;
            if ((g->s == a && g->t == b) || turned)
                return g;
        }
    }
    return NULL;
}

static void match_edges(sheet *s)
{
    for (int exact = 1; exact >= 0; exact--) {
        for (uint32_t i = 0; i < s->g->edge_count; i++) {
            const dm_gedge *e = &s->g->edges[i];
            if (s->hit[i] || s->gold_of[e->source] == NONE || s->gold_of[e->target] == NONE)
                continue;
            gold_edge *g = answer(s, e, exact);
            if (g)
                g->used = s->hit[i] = true;
        }
    }
    /* an optional reading close to a needed one of the same two nodes answers for it */
    for (size_t m = 0; m < s->edges.len; m++) {
        gold_edge *g = &s->edges.at[m];
        for (size_t o = 0; g->need && !g->used && o < s->edges.len; o++) {
            gold_edge *other = &s->edges.at[o];
            bool same = (other->s == g->s && other->t == g->t) ||
                        (symmetric(g->rel) && other->s == g->t && other->t == g->s);
            if (other->used && !other->need && other->negated == g->negated && same &&
                near(other->rel, g->rel)) {
                other->used = false;
                g->used = true;
            }
        }
    }
}

static dm_str gold_name(const sheet *s, int i)
{
    return s->nodes.at[i].name;
}

static bool gold_linked(const sheet *s, int a, int b, bool need_only)
{
    for (size_t i = 0; i < s->edges.len; i++) {
        const gold_edge *g = &s->edges.at[i];
        if ((g->need || !need_only) && ((g->s == a && g->t == b) || (g->s == b && g->t == a)))
            return true;
    }
    return false;
}

static void count_edge(dm_newsgraph_score *out, dm_rel r, int which)
{
    dm_counts *c[2] = {&out->edges, r < REL_COUNT && rel_table[r].family == FAMILY_STATE
                                        ? &out->state_edges
                                        : &out->event_edges};
    for (int i = 0; i < 2; i++) {
        uint32_t *n = which == 0 ? &c[i]->right : which == 1 ? &c[i]->extra : &c[i]->missed;
        ++*n;
    }
}

static void score_edges(sheet *s, dm_newsgraph_score *out, dm_buf *miss)
{
    match_edges(s);
    for (size_t i = 0; i < s->edges.len; i++) {
        const gold_edge *g = &s->edges.at[i];
        if (g->need)
            count_edge(out, g->rel, g->used ? 0 : 2);
        dm_str a = gold_name(s, g->s), b = gold_name(s, g->t);
        if (g->need && !g->used && miss)
            buf_fmt(miss, "  missed  %.*s -%s%s-> %.*s\n", STR_ARG(a), g->negated ? "not " : "",
                    g->rel < REL_COUNT ? rel_table[g->rel].name : "open", STR_ARG(b));
    }
    for (uint32_t i = 0; i < s->g->edge_count; i++) {
        const dm_gedge *e = &s->g->edges[i];
        int a = s->gold_of[e->source], b = s->gold_of[e->target];
        bool open = str_eq(e->family, STR("open")) && a != NONE && b != NONE &&
                    gold_linked(s, a, b, false);
        if (s->hit[i] || e->derived || open)
            continue;
        count_edge(out, rel_find(e->relation), 1);
        if (miss)
            buf_fmt(miss, "  extra   %.*s -%.*s%s-> %.*s  [%.*s; %.2f; %.*s] %s\n",
                    STR_ARG(s->g->nodes[e->source].label), STR_ARG(e->relation),
                    is_negative(e) ? " (not)" : "", STR_ARG(s->g->nodes[e->target].label),
                    STR_ARG(e->rule), e->confidence, STR_ARG(e->predicate),
                    a != NONE && b != NONE && gold_linked(s, a, b, false) ? "(pair is gold)"
                                                                          : "");
    }
}

/* ---- how certain, by whom ---- */

/* The gold event of the same nodes and nearly the same class; the one put alike when there are
 * several. */
static const gold_edge *same_event(const sheet *s, const dm_gedge *e, dm_modality m)
{
    int a = s->gold_of[e->source], b = s->gold_of[e->target];
    dm_rel r = rel_find(e->relation);
    const gold_edge *best = NULL;
    for (size_t i = 0; i < s->edges.len; i++) {
        const gold_edge *g = &s->edges.at[i];
        bool same = (g->s == a && g->t == b) || (symmetric(r) && g->s == b && g->t == a);
        if (!same || !near(g->rel, r))
            continue;
        if (!best || (g->modality == m && g->negated == is_negative(e)))
            best = g;
    }
    return best;
}

static int gold_by_id(const sheet *s, dm_str id)
{
    for (uint32_t j = 0; id.len && j < s->g->node_count; j++) {
        if (str_eq(s->g->nodes[j].id, id))
            return s->gold_of[j];
    }
    return NONE;
}

static void score_stance(const sheet *s, dm_newsgraph_score *out, dm_buf *miss)
{
    for (uint32_t i = 0; i < s->g->edge_count; i++) {
        const dm_gedge *e = &s->g->edges[i];
        dm_rel r = rel_find(e->relation);
        dm_modality m = modality_find(e->modality);
        if (r >= REL_COUNT || rel_table[r].family != FAMILY_EVENT ||
            s->gold_of[e->source] == NONE || s->gold_of[e->target] == NONE)
            continue;
        const gold_edge *g = same_event(s, e, m);
        if (!g)
            continue;
        bool alike = g->modality == m, said = g->by != NONE && g->by != g->s;
        int by = gold_by_id(s, e->attributed_to);
        out->put_all++;
        out->put_polarity += g->negated == is_negative(e);
        out->put_modality += alike;
        out->modal_all += g->modality != MODALITY_ASSERTED;
        out->modal_right += g->modality != MODALITY_ASSERTED && alike;
        out->by_all += said;
        out->by_right += said && by == g->by;
        out->by_extra += e->attributed_to.len > 0 && !said;
        if (miss && (!alike || g->negated != is_negative(e)))
            buf_fmt(miss, "  put     %.*s -%.*s-> %.*s is %s%.*s, not %s%s: %.*s\n",
                    STR_ARG(s->g->nodes[e->source].label), STR_ARG(e->relation),
                    STR_ARG(s->g->nodes[e->target].label), is_negative(e) ? "not " : "",
                    STR_ARG(e->modality), g->negated ? "not " : "", modality_name(g->modality),
                    STR_ARG(e->evidence_count ? e->evidence[0].quote : STR("")));
    }
}

/* ---- pairs, nodes, central ---- */

typedef struct {
    uint32_t a, b;
} pair;

static bool pair_seen(const pair *list, size_t n, uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < n; i++) {
        if ((list[i].a == a && list[i].b == b) || (list[i].a == b && list[i].b == a))
            return true;
    }
    return false;
}

static void score_pairs(sheet *s, dm_newsgraph_score *out)
{
    VEC(pair) seen = {0}, found = {0}, gold = {0};
    for (uint32_t i = 0; i < s->g->edge_count; i++) {
        const dm_gedge *e = &s->g->edges[i];
        int a = s->gold_of[e->source], b = s->gold_of[e->target];
        bool both = a != NONE && b != NONE;
        pair f = {(uint32_t)a, (uint32_t)b}, p = {e->source, e->target};
        if (both)
            vec_push(&found, f);
        if (e->derived || pair_seen(seen.at, seen.len, p.a, p.b))
            continue;
        vec_push(&seen, p);
        out->pairs.extra += !both || !gold_linked(s, a, b, false);
    }
    for (size_t i = 0; i < s->edges.len; i++) {
        const gold_edge *g = &s->edges.at[i];
        pair p = {(uint32_t)g->s, (uint32_t)g->t};
        if (!g->need || g->s == g->t || pair_seen(gold.at, gold.len, p.a, p.b))
            continue;
        vec_push(&gold, p);
        bool have = pair_seen(found.at, found.len, p.a, p.b);
        out->pairs.right += have;
        out->pairs.missed += !have;
    }
    vec_free(&seen);
    vec_free(&found);
    vec_free(&gold);
}

/* Has it a name of a gold node that another node stands for? */
static bool second_node(const sheet *s, uint32_t j)
{
    for (size_t i = 0; i < s->nodes.len; i++) {
        if (shared(&s->nodes.at[i].names, &s->pred_names[j]))
            return true;
    }
    return false;
}

static void score_nodes(sheet *s, dm_newsgraph_score *out, dm_buf *miss)
{
    for (size_t i = 0; i < s->nodes.len; i++) {
        const gold_node *g = &s->nodes.at[i];
        if (g->pred == NONE) {
            out->nodes.missed += g->need;
            if (miss && g->need)
                buf_fmt(miss, "  no node %.*s (%s)\n", STR_ARG(g->name),
                        g->kind < KIND_COUNT ? kind_table[g->kind].name : "?");
            continue;
        }
        out->nodes.right += g->need;
        out->kind_all++;
        dm_str kind = s->g->nodes[g->pred].kind;
        bool right = kind_find(kind) == g->kind;
        out->kind_right += right;
        if (kind_find(kind) < KIND_COUNT && g->kind < KIND_COUNT)
            out->confusion[g->kind][kind_find(kind)]++;
        if (!right && miss)
            buf_fmt(miss, "  kind    %.*s is %s, not %.*s\n", STR_ARG(g->name),
                    g->kind < KIND_COUNT ? kind_table[g->kind].name : "?", STR_ARG(kind));
    }
    for (uint32_t j = 0; j < s->g->node_count; j++) {
        if (s->gold_of[j] != NONE)
            continue;
        bool twice = second_node(s, j);
        out->nodes.extra++;
        out->duplicates += twice;
        if (miss)
            buf_fmt(miss, "  %s   %.*s (%.*s)\n", twice ? "twice" : "junk ",
                    STR_ARG(s->g->nodes[j].label), STR_ARG(s->g->nodes[j].kind));
    }
}

/* How many of the gold's first five are among the first five actors of each order. */
static void score_central(sheet *s, dm_newsgraph_score *out)
{
    uint32_t *at = ARENA_ARRAY(&s->arena, uint32_t, s->g->node_count + 1u);
    for (node_order o = 0; o < ORDER_COUNT; o++) {
        uint32_t taken = 0;
        nodes_in_order(s->g, o, at);
        for (uint32_t j = 0; j < s->g->node_count && taken < 5; j++) {
            const dm_kind k = kind_find(s->g->nodes[at[j]].kind);
            if (k >= KIND_COUNT || !kind_table[k].actor)
                continue;
            taken++;
            for (uint32_t i = 0; i < s->central_count; i++)
                out->top_right[o] += s->gold_of[at[j]] == s->central[i];
        }
    }
    out->top_all += s->central_count;
}

static void score_graph(const cJSON *gold, const dm_graph *g, dm_newsgraph_score *out,
                        dm_buf *miss)
{
    sheet s = {.g = g};
    gold_read(&s, gold);
    s.pred_names = ARENA_ARRAY(&s.arena, name_set, g->node_count);
    s.gold_of = ARENA_ARRAY(&s.arena, int, g->node_count);
    s.hit = ARENA_ARRAY(&s.arena, bool, g->edge_count);
    for (uint32_t j = 0; j < g->node_count; j++) {
        s.gold_of[j] = NONE;
        names_add(&s.arena, &s.pred_names[j], g->nodes[j].label);
        for (uint32_t k = 0; k < g->nodes[j].alias_count; k++)
            names_add(&s.arena, &s.pred_names[j], g->nodes[j].aliases[k].name);
    }
    align(&s);
    if (miss)
        buf_fmt(miss, "== %s\n", jsonl_text(gold, "id").ptr);
    out->articles++;
    score_nodes(&s, out, miss);
    score_edges(&s, out, miss);
    score_pairs(&s, out);
    score_stance(&s, out, miss);
    score_central(&s, out);
    vec_free(&s.nodes);
    vec_free(&s.edges);
    arena_free(&s.arena);
}

typedef struct {
    const dm_engine *const *engines;
    uint32_t folds, index;
    dm_newsgraph_score *out;
    dm_buf *miss;
} newsgraph_run;

static dm_status score_article(void *context, const cJSON *o, dm_error *err)
{
    newsgraph_run *run = context;
    dm_graph *g;
    dm_status status =
        article_extract(run->engines[run->index++ % run->folds], jsonl_text(o, "text"),
                        jsonl_text(o, "id").ptr, NULL, &g, err);
    if (status == DM_OK)
        status = salience_prepare(g, err);
    if (status == DM_OK)
        score_graph(o, g, run->out, run->miss);
    dm_graph_free(g);
    return status;
}

dm_status newsgraph_eval_folds(const dm_engine *const *engines, uint32_t folds,
                               const char *gold_path, dm_newsgraph_score *out, dm_buf *miss,
                               dm_error *err)
{
    newsgraph_run run = {engines, folds, 0, out, miss};
    *out = (dm_newsgraph_score){0};
    return jsonl_each(gold_path, score_article, &run, err);
}

dm_status newsgraph_eval(const dm_engine *engine, const char *gold_path,
                         dm_newsgraph_score *out, dm_buf *miss, dm_error *err)
{
    return newsgraph_eval_folds(&engine, 1, gold_path, out, miss, err);
}
