/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/events_eval.h"

#include "api/engine.h"
#include "eval/article.h"

#include <stdio.h>
#include <stdlib.h>

enum { WORDS = 256, SPANS = 16, PAIRS = 64 };

typedef struct {
    uint32_t first, end; /* words */
} word_span;

typedef struct {
    word_span source, target;
    bool strict_used, overlap_used;
} gold_pair;

typedef struct {
    dm_arena arena;
    dm_str text;
    dm_str word[WORDS];
    uint32_t begin[WORDS], end[WORDS], words; /* code points of text */
    gold_pair pair[PAIRS];
    uint32_t pairs;
    dm_quad quad;
} sentence;

typedef struct {
    const dm_fold_engines *engines;
    dm_political_score *all, *held;
    dm_buf *miss;
    uint32_t index;
} political_run;

double political_f1(uint32_t right, const dm_political_score *s)
{
    double p = s->predicted ? (double)right / s->predicted : 0;
    double r = s->gold ? (double)right / s->gold : 0;
    return p + r > 0 ? 2 * p * r / (p + r) : 0;
}

bool political_held_out(const cJSON *o)
{
    const cJSON *w;
    uint32_t h = 2166136261U;
    cJSON_ArrayForEach(w, cJSON_GetObjectItemCaseSensitive(o, "tokens"))
    {
        for (const char *p = w->valuestring; *p; p++)
            h = (h ^ (unsigned char)*p) * 16777619U;
        h = (h ^ ' ') * 16777619U;
    }
    return h % 5 == 0;
}

/* ---- gold ---- */

static uint32_t code_points(dm_str s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return n;
}

static dm_quad quad_of(dm_str name)
{
    static const char *const names[QUAD_COUNT] = {"",
                                                  "VERBAL_COOPERATION",
                                                  "MATERIAL_COOPERATION",
                                                  "VERBAL_CONFLICT",
                                                  "MATERIAL_CONFLICT",
                                                  "STATEMENT"};
    for (int q = 1; q < QUAD_COUNT; q++) {
        if (str_eq(name, str_z(names[q])))
            return (dm_quad)q;
    }
    return str_eq(name, STR("VERBAL_COOP")) ? QUAD_VERBAL_COOPERATION : QUAD_NONE;
}

static void read_words(sentence *s, const cJSON *o)
{
    const cJSON *w;
    dm_buf text = {0};
    uint32_t at = 0;
    cJSON_ArrayForEach(w, cJSON_GetObjectItemCaseSensitive(o, "tokens"))
    {
        dm_str word = str_z(w->valuestring);
        if (s->words >= WORDS)
            break;
        if (text.len) {
            buf_byte(&text, ' ');
            at++;
        }
        s->word[s->words] = word;
        s->begin[s->words] = at;
        at += code_points(word);
        s->end[s->words++] = at;
        buf_add(&text, word);
    }
    s->text = str_dup(&s->arena, buf_str(&text));
    buf_free(&text);
}

static uint32_t spans_of(const cJSON *o, const char *role, word_span out[SPANS])
{
    const cJSON *a;
    uint32_t n = 0;
    cJSON_ArrayForEach(a, cJSON_GetObjectItemCaseSensitive(o, "actors"))
    {
        if (n < SPANS && str_eq(jsonl_text(a, "role"), str_z(role)))
            out[n++] = (word_span){jsonl_number(a, "start"), jsonl_number(a, "end")};
    }
    return n;
}

static void read_sentence(sentence *s, const cJSON *o)
{
    word_span from[SPANS], to[SPANS];
    read_words(s, o);
    uint32_t n = spans_of(o, "source", from), m = spans_of(o, "target", to);
    s->quad = quad_of(jsonl_text(o, "pentacode"));
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < m && s->pairs < PAIRS; k++)
            s->pair[s->pairs++] = (gold_pair){from[i], to[k], false, false};
    }
}

/* ---- matching ---- */

/* The words that a span of code points touches. */
static word_span touched(const sentence *s, const int64_t span[2])
{
    word_span out = {0, 0};
    for (uint32_t i = 0; i < s->words; i++) {
        if ((int64_t)s->begin[i] >= span[1] || (int64_t)s->end[i] <= span[0])
            continue;
        if (out.first == out.end)
            out.first = i;
        out.end = i + 1;
    }
    return out;
}

static word_span bare(const sentence *s, word_span x)
{
    while (x.first < x.end && (str_eq_nocase(s->word[x.first], STR("the")) ||
                               str_eq_nocase(s->word[x.first], STR("a")) ||
                               str_eq_nocase(s->word[x.first], STR("an"))))
        x.first++;
    return x;
}

static bool same(const sentence *s, word_span a, word_span b)
{
    a = bare(s, a);
    b = bare(s, b);
    return (a.first == a.end && b.first == b.end) || (a.first == b.first && a.end == b.end);
}

static bool common(word_span a, word_span b)
{
    return a.first < b.end && b.first < a.end;
}

static bool match(sentence *s, word_span x, word_span y, bool strict)
{
    for (uint32_t i = 0; i < s->pairs; i++) {
        gold_pair *g = &s->pair[i];
        if (strict ? g->strict_used || !same(s, g->source, x) || !same(s, g->target, y)
                   : g->overlap_used || !common(g->source, x) || !common(g->target, y))
            continue;
        *(strict ? &g->strict_used : &g->overlap_used) = true;
        return true;
    }
    return false;
}

static dm_quad edge_quad(const dm_gedge *e)
{
    dm_rel r = rel_find(e->relation);
    dm_quad q = r < REL_COUNT ? rel_table[r].quad : QUAD_NONE;
    return q == QUAD_NONE ? QUAD_NEUTRAL : q;
}

static void score_edge(sentence *s, const dm_gedge *e, dm_political_score *out)
{
    word_span x = touched(s, e->evidence[0].source), y = touched(s, e->evidence[0].target);
    bool right = edge_quad(e) == s->quad;
    out->predicted++;
    if (match(s, x, y, true) || (e->symmetric && match(s, y, x, true))) {
        out->strict++;
        out->strict_class += right;
    }
    if (match(s, x, y, false) || (e->symmetric && match(s, y, x, false))) {
        out->overlap++;
        out->overlap_class += right;
    }
}

static void add(dm_political_score *to, const dm_political_score *x)
{
    to->gold += x->gold;
    to->predicted += x->predicted;
    to->strict += x->strict;
    to->overlap += x->overlap;
    to->strict_class += x->strict_class;
    to->overlap_class += x->overlap_class;
}

static dm_str words_of(const sentence *s, dm_arena *a, word_span x)
{
    dm_buf b = {0};
    for (uint32_t i = x.first; i < x.end; i++)
        buf_fmt(&b, "%s%.*s", i > x.first ? " " : "", STR_ARG(s->word[i]));
    dm_str out = str_dup(a, buf_str(&b));
    buf_free(&b);
    return out;
}

static void tell(sentence *s, const dm_graph *g, dm_buf *miss)
{
    buf_fmt(miss, "%.*s\n", STR_ARG(s->text));
    for (uint32_t i = 0; i < s->pairs; i++)
        buf_fmt(miss, "  %s [%.*s] -%s-> [%.*s]\n",
                s->pair[i].strict_used    ? "right  "
                : s->pair[i].overlap_used ? "overlap"
                                          : "missed ",
                STR_ARG(words_of(s, &s->arena, s->pair[i].source)), quad_name(s->quad),
                STR_ARG(words_of(s, &s->arena, s->pair[i].target)));
    for (uint32_t i = 0; i < g->edge_count; i++) {
        const dm_gedge *e = &g->edges[i];
        if (!str_eq(e->family, STR("event")) || !e->evidence_count)
            continue;
        buf_fmt(miss, "          [%.*s] -%.*s-> [%.*s] %.2f %.*s %s\n",
                STR_ARG(words_of(s, &s->arena, touched(s, e->evidence[0].source))),
                STR_ARG(e->relation),
                STR_ARG(words_of(s, &s->arena, touched(s, e->evidence[0].target))),
                e->confidence, STR_ARG(e->rule), quad_name(edge_quad(e)));
    }
}

static dm_status take_sentence(void *context, const cJSON *o, dm_error *err)
{
    political_run *run = context;
    const dm_engine *engine = run->engines->engines[run->index++ % EVENT_FOLDS];
    sentence s = {0};
    dm_graph *g = NULL;
    read_sentence(&s, o);
    dm_status status = DM_OK;
    if (s.pairs && s.quad != QUAD_NONE)
        status = article_extract(engine, s.text, jsonl_text(o, "id").ptr, NULL, &g, err);
    if (status == DM_OK && g) {
        dm_political_score one = {.gold = s.pairs};
        for (uint32_t i = 0; i < g->edge_count; i++) {
            if (str_eq(g->edges[i].family, STR("event")) && g->edges[i].evidence_count)
                score_edge(&s, &g->edges[i], &one);
        }
        add(run->all, &one);
        if (political_held_out(o))
            add(run->held, &one);
        if (run->miss)
            tell(&s, g, run->miss);
    }
    dm_graph_free(g);
    arena_free(&s.arena);
    return status;
}

dm_status political_eval(const dm_fold_engines *e, const char *path, dm_political_score *all,
                         dm_political_score *held, dm_buf *miss, dm_error *err)
{
    political_run run = {e, all, held, miss, 0};
    *all = *held = (dm_political_score){0};
    return jsonl_each(path, take_sentence, &run, err);
}

/* ---- engines ---- */

static dm_status open_model(dm_engine *e, const char *path, dm_error *err)
{
    dm_buf file = {0};
    DM_TRY(file_read(path, 0, &file, err));
    event_model_free(e->events);
    e->events = NULL;
    dm_status status = event_model_open(buf_str(&file), &e->events, err);
    buf_free(&file);
    return status;
}

dm_status fold_engines_open(const char *path, dm_fold_engines *out, dm_error *err)
{
    *out = (dm_fold_engines){0};
    for (uint32_t i = 0; i < EVENT_FOLDS; i++) {
        dm_engine *e = NULL;
        char name[1024];
        DM_TRY(dm_engine_open(&e, err));
        out->engines[i] = e;
        (void)snprintf(name, sizeof name, "%s.%u", path ? path : "", (unsigned)i);
        if (path)
            DM_TRY(open_model(e, name, err));
    }
    return DM_OK;
}

void fold_engines_free(dm_fold_engines *e)
{
    for (uint32_t i = 0; i < EVENT_FOLDS; i++)
        dm_engine_free((dm_engine *)(uintptr_t)e->engines[i]);
}

/* ---- the report ---- */

static void political_line(const char *what, const dm_political_score *s)
{
    (void)printf("%-30s pairs strict %.3f overlap %.3f, with class strict %.3f overlap %.3f, "
                 "class of found %.3f (gold %u, predicted %u)\n",
                 what, political_f1(s->strict, s), political_f1(s->overlap, s),
                 political_f1(s->strict_class, s), political_f1(s->overlap_class, s),
                 s->overlap ? (double)s->overlap_class / s->overlap : 0, s->gold, s->predicted);
}

static void newsgraph_line(const char *what, const dm_newsgraph_score *n)
{
    const dm_counts *e = &n->event_edges;
    (void)printf(
        "%-30s events F1 %.3f (right %u, extra %u, missed %u), edges %.3f, pairs %.3f, "
        "nodes %.3f\n",
        what, counts_f1(e), e->right, e->extra, e->missed, counts_f1(&n->edges),
        counts_f1(&n->pairs), counts_f1(&n->nodes));
}

static dm_status newsgraph_part(const dm_fold_engines *e, const char *data, const char *set,
                                bool misses, dm_error *err)
{
    char path[1024], what[64];
    dm_newsgraph_score n;
    dm_buf miss = {0};
    (void)snprintf(path, sizeof path, "%s/newsgraph/%s.jsonl", data, set);
    (void)snprintf(what, sizeof what, "newsgraph %s", set);
    DM_TRY(newsgraph_eval_folds(e->engines, EVENT_FOLDS, path, &n, misses ? &miss : NULL, err));
    newsgraph_line(what, &n);
    if (misses)
        (void)fwrite(miss.ptr, 1, miss.len, stdout);
    buf_free(&miss);
    return DM_OK;
}

static dm_status political_part(const dm_fold_engines *e, const char *data, bool misses,
                                dm_error *err)
{
    char path[1024];
    dm_political_score all, held;
    dm_buf miss = {0};
    (void)snprintf(path, sizeof path, "%s/relations/political/train.json", data);
    DM_TRY(political_eval(e, path, &all, &held, misses ? &miss : NULL, err));
    political_line("political", &all);
    political_line("political, held-out fifth", &held);
    if (misses)
        (void)fwrite(miss.ptr, 1, miss.len, stdout);
    buf_free(&miss);
    return DM_OK;
}

dm_status events_eval(const char *data, const char *fold_models, bool misses, dm_error *err)
{
    dm_fold_engines e;
    dm_status status = fold_engines_open(fold_models, &e, err);
    if (status == DM_OK)
        status = political_part(&e, data, misses, err);
    if (status == DM_OK)
        status = newsgraph_part(&e, data, "dev", misses, err);
    if (status == DM_OK)
        status = newsgraph_part(&e, data, "train", misses, err);
    fold_engines_free(&e);
    return status;
}
