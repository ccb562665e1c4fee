/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/events_examples.h"

#include "base/vec.h"
#include "text/document.h"

#include <stdio.h>
#include <stdlib.h>

enum { LABELS = 1024, WORDS = 256 };

/* What is annotated in one text: spans of code points, or entities. */
typedef struct {
    uint32_t source, target; /* newsgraph: gold nodes */
    int64_t s[2], t[2];      /* political: code points */
    uint32_t begin, end;     /* newsgraph: code points of the proof; empty when not found */
    uint32_t right;          /* bit per class */
    bool need, symmetric;
} label;

typedef struct {
    size_t example; /* index */
    uint32_t label, gap;
    bool hint;
} positive;

typedef struct {
    event_examples *x;
    const dm_document *doc;
    const label *labels;
    uint32_t label_count, sentence;
    const uint32_t *node; /* [E] gold node of an entity, or UINT32_MAX; NULL: political */
    float optional;
    uint8_t fold;
    VEC(positive) positives; /* of the sentence being read */
} reader;

static uint32_t bit_of(uint32_t class_)
{
    return 1U << class_;
}

static uint32_t quad_bits(dm_quad q)
{
    uint32_t out = 0;
    for (uint32_t k = 1; k < EVENT_CLASSES; k++)
        out |= rel_table[event_rel(k)].quad == q ? bit_of(k) : 0;
    return out;
}

/* ---- political sentences: spans ---- */

static bool inside(const dm_document *d, uint32_t token, const int64_t span[2])
{
    return d->tokens[token].cp_begin >= span[0] && d->tokens[token].cp_end <= span[1];
}

static bool touches(const dm_document *d, const dm_phrase *p, const int64_t span[2])
{
    return p->begin < p->end && d->tokens[p->begin].cp_begin < span[1] &&
           d->tokens[p->end - 1].cp_end > span[0];
}

/* The phrase's head is the span's: it lies in it, and what it hangs on does not. */
static bool heads(const dm_tree *t, const dm_phrase *p, const int64_t span[2])
{
    if (p->head == TOKEN_NONE || !inside(t->doc, p->head, span))
        return false;
    uint32_t g = t->words[p->head].head;
    return g == HEAD_ROOT || !inside(t->doc, g, span);
}

/* UINT32_MAX: neither; else the classes that are right. */
static uint32_t political_label(const reader *r, const dm_event_pair *p, uint32_t *which)
{
    const dm_tree *t = p->scene->t;
    const dm_phrase *a = &p->scene->phrases[p->source], *b = &p->scene->phrases[p->target];
    uint32_t out = bit_of(0);
    for (uint32_t i = 0; i < r->label_count; i++) {
        const label *l = &r->labels[i];
        if (heads(t, a, l->s) && heads(t, b, l->t)) {
            *which = i;
            return l->right;
        }
        if (touches(t->doc, a, l->s) && touches(t->doc, b, l->t))
            out = 0;
    }
    return out;
}

/* ---- newsgraph: nodes ---- */

static bool same_nodes(const label *l, uint32_t a, uint32_t b)
{
    return (l->source == a && l->target == b) ||
           (l->symmetric && l->source == b && l->target == a);
}

static uint32_t newsgraph_label(const reader *r, const dm_event_pair *p, uint32_t *which,
                                float *weight)
{
    const dm_sentence *s = &r->doc->sentences[p->scene->sentence];
    uint32_t a = r->node[p->scene->phrases[p->source].entity];
    uint32_t b = r->node[p->scene->phrases[p->target].entity];
    uint32_t here = 0;
    bool elsewhere = false, turned = false;
    if (a == UINT32_MAX || b == UINT32_MAX) {
        *weight = 0.5F;
        return bit_of(0);
    }
    for (uint32_t i = 0; i < r->label_count; i++) {
        const label *l = &r->labels[i];
        turned = turned || same_nodes(l, b, a);
        if (!same_nodes(l, a, b))
            continue;
        bool proof = l->begin < s->cp_end && s->cp_begin < l->end;
        if (!proof || !l->right) {
            elsewhere = true;
            continue;
        }
        here |= l->right;
        *weight = l->need ? 1.0F : *weight == 1.0F && here != l->right ? 1.0F : r->optional;
        *which = i;
    }
    if (here)
        return here;
    return elsewhere ? 0 : turned ? bit_of(0) : bit_of(0);
}

/* ---- pairs to examples ---- */

/* Of several phrases of the same two, the one a rule found or the closest is the event. */
static void settle(reader *r)
{
    for (size_t i = 0; i < r->positives.len; i++) {
        const positive *p = &r->positives.at[i];
        for (size_t k = 0; k < r->positives.len; k++) {
            const positive *o = &r->positives.at[k];
            bool better = o->hint != p->hint ? o->hint : o->gap < p->gap;
            if (k != i && o->label == p->label && better)
                r->x->at[p->example].right = 0;
        }
    }
    r->positives.len = 0;
}

static void push_example(reader *r, const dm_event_pair *p, uint32_t right, float weight)
{
    event_example e = {.first = r->x->slot_len,
                       .count = p->features->count,
                       .right = right,
                       .fold = r->fold,
                       .unnamed = p->scene->unnamed,
                       .weight = weight};
    memcpy(e.known, p->features->known, sizeof e.known);
    for (uint32_t i = 0; i < e.count; i++) {
        if (r->x->slot_len == r->x->slot_cap)
            r->x->slot =
                vec_grow(r->x->slot, &r->x->slot_cap, r->x->slot_len, sizeof *r->x->slot);
        r->x->slot[r->x->slot_len++] = (uint16_t)p->features->at[i];
    }
    vec_push(r->x, e);
}

static void take(void *context, const dm_event_pair *p)
{
    reader *r = context;
    uint32_t which = UINT32_MAX;
    float weight = 1;
    if (p->scene->sentence != r->sentence)
        settle(r);
    r->sentence = p->scene->sentence;
    uint32_t right =
        r->node ? newsgraph_label(r, p, &which, &weight) : political_label(r, p, &which);
    if (!right)
        return;
    if (which != UINT32_MAX) {
        const dm_phrase *a = &p->scene->phrases[p->source], *b = &p->scene->phrases[p->target];
        uint32_t gap = a->head > b->head ? a->head - b->head : b->head - a->head;
        positive x = {r->x->len, which, gap, p->hint->rel < REL_COUNT};
        vec_push(&r->positives, x);
    }
    push_example(r, p, right, weight);
}

/* ---- texts ---- */

typedef struct {
    dm_document doc;
    dm_parse parse;
    dm_cast cast;
    dm_relate_input in;
} text_read;

static dm_status read_text(const event_sources *s, dm_str text, text_read *out, dm_error *err)
{
    const dm_source source = {
        .bytes = text, .form = INPUT_TEXT, .encoding = "UTF-8", .id = STR("x")};
    const dm_parse_options options = {.vectors = true};
    *out = (text_read){0};
    DM_TRY(document_read(&source, &out->doc, err));
    DM_TRY(parser_run(s->parser, &out->doc, &options, &out->parse, err));
    cast_build(s->lexicon, &out->doc, &out->parse, &out->cast);
    out->in = (dm_relate_input){.lexicon = s->lexicon,
                                .doc = &out->doc,
                                .parse = &out->parse,
                                .cast = &out->cast,
                                .parser = s->parser};
    return DM_OK;
}

static void scan(text_read *x, reader *r)
{
    bool unnamed = event_short(&x->doc);
    dm_relations found = {0};
    if (unnamed)
        (void)unnamed_add(&x->in, &x->cast);
    dm_tree t = tree_of(&x->in);
    event_rules(&t, &found);
    r->doc = &x->doc;
    r->sentence = UINT32_MAX;
    event_scan(&t, &found, unnamed, take, r);
    settle(r);
    vec_free(&r->positives);
    relations_free(&found);
}

typedef struct {
    const event_sources *s;
    event_examples *x;
    uint32_t index;
} corpus_read;

/* The sentence's text, and where each word begins and ends in it (code points). */
static dm_str political_text(const cJSON *o, dm_arena *a, uint32_t begin[WORDS],
                             uint32_t end[WORDS], uint32_t *words)
{
    const cJSON *w;
    dm_buf text = {0};
    uint32_t at = 0;
    *words = 0;
    cJSON_ArrayForEach(w, cJSON_GetObjectItemCaseSensitive(o, "tokens"))
    {
        if (*words >= WORDS)
            break;
        if (text.len) {
            buf_byte(&text, ' ');
            at++;
        }
        begin[*words] = at;
        for (const char *c = w->valuestring; *c; c++)
            at += ((unsigned char)*c & 0xC0) != 0x80;
        end[(*words)++] = at;
        buf_add(&text, str_z(w->valuestring));
    }
    dm_str out = str_dup(a, buf_str(&text));
    buf_free(&text);
    return out;
}

static dm_quad pentacode(dm_str name)
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
    return QUAD_NONE;
}

static uint32_t political_labels(const cJSON *o, const uint32_t *begin, const uint32_t *end,
                                 uint32_t words, label *out)
{
    const cJSON *a, *b, *actors = cJSON_GetObjectItemCaseSensitive(o, "actors");
    const uint32_t bits = quad_bits(pentacode(jsonl_text(o, "pentacode")));
    uint32_t n = 0;
    cJSON_ArrayForEach(a, actors)
    {
        cJSON_ArrayForEach(b, actors)
        {
            uint32_t x = jsonl_number(a, "start"), y = jsonl_number(a, "end");
            uint32_t v = jsonl_number(b, "start"), w = jsonl_number(b, "end");
            if (!str_eq(jsonl_text(a, "role"), STR("source")) ||
                !str_eq(jsonl_text(b, "role"), STR("target")) || y > words || w > words ||
                x >= y || v >= w || n >= LABELS || !bits)
                continue;
            out[n++] = (label){.s = {begin[x], end[y - 1]},
                               .t = {begin[v], end[w - 1]},
                               .right = bits,
                               .need = true};
        }
    }
    return n;
}

static dm_status political_sentence(void *context, const cJSON *o, dm_error *err)
{
    corpus_read *c = context;
    uint32_t begin[WORDS], end[WORDS], words = 0;
    static label labels[LABELS];
    dm_arena a = {0};
    dm_str text = political_text(o, &a, begin, end, &words);
    reader r = {.x = c->x, .labels = labels, .optional = 1};
    text_read x;
    dm_status status = DM_OK;
    r.fold = political_held_out(o) ? EVENT_FOLDS : (uint8_t)(c->index % EVENT_FOLDS);
    c->index++;
    r.label_count = political_labels(o, begin, end, words, labels);
    if (r.label_count) {
        status = read_text(c->s, text, &x, err);
        if (status == DM_OK)
            scan(&x, &r);
        document_free(&x.doc);
    }
    arena_free(&a);
    return status;
}

/* ---- newsgraph ---- */

static dm_str folded(dm_arena *a, dm_str s)
{
    char *out = arena_alloc(a, s.len + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '.' || c == ',' || c == '"' || c == '\'')
            continue;
        out[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == '-' ? ' ' : c;
    }
    dm_str x = str_trim((dm_str){out, n});
    return str_starts(x, STR("the ")) ? str_slice(x, 4, x.len) : x;
}

static uint32_t node_of_entity(dm_arena *a, const cJSON *nodes, const dm_entity *e)
{
    const cJSON *n, *name;
    uint32_t best = UINT32_MAX, most = 0, index = 0;
    cJSON_ArrayForEach(n, nodes)
    {
        uint32_t shared = 0;
        cJSON_ArrayForEach(name, cJSON_GetObjectItemCaseSensitive(n, "names"))
        {
            dm_str f = folded(a, str_z(name->valuestring));
            shared += str_eq(f, folded(a, e->label));
            for (uint32_t k = 0; k < e->alias_count; k++)
                shared += str_eq(f, folded(a, e->aliases[k].name));
        }
        if (shared > most) {
            most = shared;
            best = index;
        }
        index++;
    }
    return best;
}

static uint32_t node_index(const cJSON *nodes, dm_str id)
{
    const cJSON *n;
    uint32_t i = 0;
    cJSON_ArrayForEach(n, nodes)
    {
        if (str_eq(jsonl_text(n, "id"), id))
            return i;
        i++;
    }
    return UINT32_MAX;
}

/* Code point of a byte offset. */
static uint32_t cp_at(dm_str text, size_t byte)
{
    uint32_t n = 0;
    for (size_t i = 0; i < byte && i < text.len; i++)
        n += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    return n;
}

static uint32_t newsgraph_labels(const cJSON *o, dm_str text, label *out)
{
    const cJSON *e, *nodes = cJSON_GetObjectItemCaseSensitive(o, "nodes");
    uint32_t n = 0;
    cJSON_ArrayForEach(e, cJSON_GetObjectItemCaseSensitive(o, "edges"))
    {
        dm_rel rel = rel_find(jsonl_text(e, "p"));
        dm_str why = jsonl_text(e, "why");
        if (n >= LABELS || rel >= REL_COUNT)
            continue;
        bool event = (int)rel >= (int)EVENT_FIRST && rel <= REL_state;
        bool contest = rel == REL_opponent_of || rel == REL_ally_of || rel == REL_open;
        if (!event && !contest)
            continue;
        bool need = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(e, "need"));
        label l = {.source = node_index(nodes, jsonl_text(e, "s")),
                   .target = node_index(nodes, jsonl_text(e, "t")),
                   .need = need,
                   .symmetric = rel_table[rel].symmetric};
        /* what may as well be left out as said is not learned */
        l.right = event && (need || rel != REL_state) ? bit_of(event_class(rel)) : 0;
        size_t at = why.len ? str_find(text, why, 0) : SIZE_MAX;
        if (at != SIZE_MAX) {
            l.begin = cp_at(text, at);
            l.end = cp_at(text, at + why.len);
        }
        out[n++] = l;
    }
    return n;
}

static dm_status newsgraph_article(void *context, const cJSON *o, dm_error *err)
{
    corpus_read *c = context;
    static label labels[LABELS];
    dm_str text = jsonl_text(o, "text");
    text_read x;
    reader r = {.x = c->x,
                .labels = labels,
                .optional = c->s->optional,
                .fold = (uint8_t)(c->index++ % EVENT_FOLDS)};
    r.label_count = newsgraph_labels(o, text, labels);
    dm_status status = read_text(c->s, text, &x, err);
    if (status == DM_OK) {
        uint32_t *node = ARENA_ARRAY(&x.doc.arena, uint32_t, x.cast.entity_count + 1);
        const cJSON *nodes = cJSON_GetObjectItemCaseSensitive(o, "nodes");
        for (uint32_t i = 0; i < x.cast.entity_count; i++)
            node[i] = node_of_entity(&x.doc.arena, nodes, &x.cast.entities[i]);
        r.node = node;
        scan(&x, &r);
    }
    document_free(&x.doc);
    return status;
}

dm_status event_examples_read(const event_sources *s, event_examples *out, dm_error *err)
{
    char path[1024];
    corpus_read political = {s, out, 0}, news = {s, out, 0};
    (void)snprintf(path, sizeof path, "%s/relations/political/train.json", s->data);
    DM_TRY(jsonl_each(path, political_sentence, &political, err));
    (void)snprintf(path, sizeof path, "%s/newsgraph/train.jsonl", s->data);
    return jsonl_each(path, newsgraph_article, &news, err);
}

void event_examples_free(event_examples *x)
{
    free(x->at);
    free(x->slot);
    *x = (event_examples){0};
}
