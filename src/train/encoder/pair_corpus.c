/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/encoder/pair_corpus.h"

#include "base/file.h"
#include "text/document.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

enum { MOST_SPANS = 24, MOST_NOTHINGS = 4 /* pairs without an event, a sentence */ };

/* A sentence on its way: spans that may be actors, and which pairs of them are events. */
typedef struct {
    uint32_t count;
    pack_span span[MOST_SPANS]; /* tokens of the corpus */
    bool actor[MOST_SPANS];     /* annotated, or just a name in the sentence */
    uint8_t class_[MOST_SPANS][MOST_SPANS];
    bool open[MOST_SPANS][MOST_SPANS]; /* may be an event or not: neither is learned */
} scene;

static const char *text_of(const cJSON *o, const char *key)
{
    const char *z = cJSON_GetStringValue(cJSON_GetObjectItem(o, key));
    return z ? z : "";
}

static uint32_t number_of(const cJSON *o, const char *key)
{
    const cJSON *n = cJSON_GetObjectItem(o, key);
    return cJSON_IsNumber(n) && n->valuedouble >= 0 ? (uint32_t)n->valuedouble : 0;
}

static bool overlap(pack_span a, pack_span b)
{
    return a.first < b.end && b.first < a.end;
}

/* The index of the span, added when it is new; MOST_SPANS when there is no room. */
static uint32_t scene_span(scene *s, pack_span span, bool actor)
{
    uint32_t i = 0;
    while (i < s->count && (s->span[i].first != span.first || s->span[i].end != span.end))
        i++;
    if (i == s->count && s->count < MOST_SPANS) {
        s->span[s->count] = span;
        s->actor[s->count++] = actor;
    }
    return i;
}

static void push_pair(pair_corpus *c, uint32_t sentence, const scene *s, uint32_t a, uint32_t b,
                      bool gold)
{
    const corpus_pair p = {sentence, {s->span[a], s->span[b], s->class_[a][b]}, gold};
    vec_push(&c->pairs, p);
}

static uint32_t stir(uint32_t seed, uint32_t a, uint32_t b)
{
    return random_hash(random_hash(seed, a), b);
}

/* All events; reversed events that are none; of the other pairs the few of least hash. */
static void scene_end(pair_corpus *c, uint32_t sentence, const scene *s)
{
    struct {
        uint32_t key, a, b;
    } rest[MOST_SPANS * MOST_SPANS];
    size_t n = 0;
    for (uint32_t a = 0; a < s->count; a++)
        for (uint32_t b = 0; b < s->count; b++) {
            if (a == b || overlap(s->span[a], s->span[b]))
                continue;
            const uint32_t key = stir(s->span[a].first, s->span[b].first, sentence);
            if (s->class_[a][b] || (s->class_[b][a] && !s->open[a][b])) {
                push_pair(c, sentence, s, a, b, true);
            } else if (!s->open[a][b]) {
                size_t at = n++;
                for (; at > 0 && rest[at - 1].key > key; at--)
                    rest[at] = rest[at - 1];
                rest[at].key = key;
                rest[at].a = a;
                rest[at].b = b;
            }
        }
    for (size_t i = 0; i < n && i < MOST_NOTHINGS; i++)
        push_pair(c, sentence, s, rest[i].a, rest[i].b, false);
}

/* An event of a on b: both ways round when it is mutual; talk that is not said to be mutual
 * leaves the other way open. */
static void scene_event(scene *s, uint32_t a, uint32_t b, uint8_t quad, bool mutual)
{
    if (a >= MOST_SPANS || b >= MOST_SPANS || a == b)
        return;
    s->class_[a][b] = quad;
    if (mutual)
        s->class_[b][a] = quad;
    else if (quad == QUAD_VERBAL_COOPERATION)
        s->open[b][a] = true;
}

static dm_status read_json(const corpus_source *s, const char *path, dm_buf *file,
                           dm_error *err)
{
    dm_arena a = {0};
    dm_status status = file_read(str_fmt(&a, "%s/%s", s->data, path).ptr, 0, file, err);
    arena_free(&a);
    return status;
}

/* ---- political sentences: tokens and two or more annotated spans ---- */

static uint8_t pentacode(const char *name)
{
    static const struct {
        const char *name;
        uint8_t quad;
    } codes[] = {{"VERBAL_COOPERATION", QUAD_VERBAL_COOPERATION},
                 {"MATERIAL_COOPERATION", QUAD_MATERIAL_COOPERATION},
                 {"VERBAL_CONFLICT", QUAD_VERBAL_CONFLICT},
                 {"MATERIAL_CONFLICT", QUAD_MATERIAL_CONFLICT},
                 {"STATEMENT", QUAD_NEUTRAL}};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (strcmp(codes[i].name, name) == 0)
            return codes[i].quad;
    return QUAD_NONE;
}

bool pair_held_out(const char *const *words, size_t count)
{
    uint32_t h = 2166136261U; /* FNV-1a over the words, each ended by a space */
    for (size_t i = 0; i < count; i++) {
        for (const char *p = words[i]; *p; p++)
            h = (h ^ (unsigned char)*p) * 16777619U;
        h = (h ^ ' ') * 16777619U;
    }
    return h % HELD_OUT == 0;
}

/* Runs of capitalised words that no annotated span touches. */
static void other_names(scene *s, const corpus *c, uint32_t first, uint32_t end)
{
    for (uint32_t t = first + 1; t < end; t++) { /* the first word is always capitalised */
        uint32_t stop = t;
        while (stop < end && (c->tokens.at[stop].shape == SHAPE_TITLE ||
                              c->tokens.at[stop].shape == SHAPE_UPPER))
            stop++;
        const pack_span run = {t, stop};
        bool free_ = stop > t;
        for (uint32_t i = 0; i < s->count; i++)
            free_ = free_ && !overlap(run, s->span[i]);
        if (free_)
            (void)scene_span(s, run, false);
        t = stop;
    }
}

static void annotated_spans(scene *s, const cJSON *json, uint32_t first, uint32_t end)
{
    const cJSON *actors = cJSON_GetObjectItem(json, "actors"), *x = NULL, *y = NULL;
    const uint8_t quad = pentacode(text_of(json, "pentacode"));
    cJSON_ArrayForEach(x, actors) cJSON_ArrayForEach(y, actors)
    {
        const pack_span a = {first + number_of(x, "start"), first + number_of(x, "end")};
        const pack_span b = {first + number_of(y, "start"), first + number_of(y, "end")};
        const char *from = text_of(x, "role"), *to = text_of(y, "role");
        const bool both = strcmp(from, "both") == 0 && strcmp(to, "both") == 0;
        if (a.end > end || b.end > end || a.first >= a.end || b.first >= b.end)
            continue;
        const uint32_t i = scene_span(s, a, true), k = scene_span(s, b, true);
        if (strcmp(from, "target") != 0 && strcmp(to, "source") != 0 && quad)
            scene_event(s, i, k, quad, both);
    }
}

static void political_sentence(pair_corpus *train, pair_corpus *held, const corpus_source *src,
                               const cJSON *json)
{
    const cJSON *tokens = cJSON_GetObjectItem(json, "tokens"), *word = NULL;
    VEC(const char *) words = {0};
    cJSON_ArrayForEach(word, tokens) vec_push(&words, cJSON_GetStringValue(word));
    pair_corpus *c = pair_held_out(words.at, words.len) ? held : train;
    if (!c) {
        vec_free(&words);
        return;
    }
    corpus_doc_begin(&c->text, CONV_ours);
    const uint32_t first = (uint32_t)c->text.tokens.len;
    for (size_t i = 0; i < words.len; i++)
        (void)corpus_token_add(&c->text, src->vocab, str_z(words.at[i]));
    vec_free(&words);
    const uint32_t end = (uint32_t)c->text.tokens.len;
    scene s = {0};
    annotated_spans(&s, json, first, end);
    if (pentacode(text_of(json, "pentacode")) && s.count > 1) {
        other_names(&s, &c->text, first, end);
        scene_end(c, (uint32_t)c->text.sentences.len, &s);
    }
    corpus_sentence_end(&c->text);
}

/* Either may be NULL: its sentences are left out. */
static dm_status add_political(pair_corpus *train, pair_corpus *held, const corpus_source *s,
                               dm_error *err)
{
    dm_buf file = {0};
    DM_TRY(read_json(s, "relations/political/train.json", &file, err));
    cJSON *json = cJSON_ParseWithLength(file.ptr, file.len), *row = NULL;
    buf_free(&file);
    if (!json)
        return dm_fail(err, DM_EINPUT, "relations/political/train.json: not JSON");
    cJSON_ArrayForEach(row, json) political_sentence(train, held, s, row);
    cJSON_Delete(json);
    return DM_OK;
}

/* ---- whole texts: our own tokens ---- */

typedef struct {
    pair_corpus *c;
    dm_document doc;
    uint32_t first, first_sentence; /* of the corpus */
} text_in;

static dm_status take_text(text_in *d, const corpus_source *s, const char *text, dm_error *err)
{
    const dm_source source = {
        .bytes = str_z(text), .form = INPUT_TEXT, .encoding = "utf-8", .keep_furniture = true};
    DM_TRY(document_read(&source, &d->doc, err));
    corpus *c = &d->c->text;
    corpus_doc_begin(c, CONV_ours);
    d->first = (uint32_t)c->tokens.len;
    d->first_sentence = (uint32_t)c->sentences.len;
    for (uint32_t k = 0; k < d->doc.sentence_count; k++) {
        for (uint32_t t = d->doc.sentences[k].first; t < d->doc.sentences[k].end; t++)
            (void)corpus_token_add(c, s->vocab, token_str(&d->doc, t));
        corpus_sentence_end(c);
    }
    return DM_OK;
}

/* The name from token `from` on inside [from, end): tokens of the document, or an empty span.
 */
static pack_span find_name(const dm_document *doc, dm_str name, uint32_t from, uint32_t end)
{
    for (uint32_t t = from; t < end && name.len > 1; t++) {
        const size_t begin = doc->tokens[t].begin, stop = begin + name.len;
        if (!str_starts(str_slice(doc->text, begin, doc->text.len), name))
            continue;
        for (uint32_t e = t; e < end && doc->tokens[e].end <= stop; e++)
            if (doc->tokens[e].end == stop)
                return (pack_span){t, e + 1};
    }
    return (pack_span){end, end};
}

static pack_span moved(pack_span s, uint32_t by)
{
    return (pack_span){s.first + by, s.end + by};
}

/* ---- Werner's texts: triples of strings; each names whom, not where ---- */

static uint8_t cameo_quad(const char *root)
{
    static const struct {
        const char *root;
        dm_rel rel;
    } roots[] = {{"Disapprove", REL_accuse},
                 {"Consult", REL_consult},
                 {"Fight", REL_assault},
                 {"Engage In Diplomatic Cooperation", REL_support},
                 {"Reduce Relations", REL_sanction},
                 {"Engage In Material Cooperation", REL_cooperate},
                 {"Coerce", REL_coerce},
                 {"Assault", REL_assault},
                 {"Provide Aid", REL_aid},
                 {"Investigate", REL_investigate},
                 {"Yield", REL_retreat},
                 {"Demand", REL_request},
                 {"Protest", REL_protest},
                 {"Exhibit Military Posture", REL_mobilize},
                 {"Express Intent to Cooperate", REL_agree},
                 {"Reject", REL_reject},
                 {"Threaten", REL_threaten},
                 {"Engage in unconventional mass violence", REL_assault}};
    for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++)
        if (strcmp(roots[i].root, root) == 0)
            return (uint8_t)rel_table[roots[i].rel].quad;
    return QUAD_NONE; /* statements and appeals are too mixed there */
}

static void werner_sentence(text_in *d, const cJSON *triples, uint32_t k)
{
    const uint32_t first = d->doc.sentences[k].first, end = d->doc.sentences[k].end;
    const cJSON *t = NULL;
    scene s = {0};
    cJSON_ArrayForEach(t, triples)
    {
        const char *part[3];
        for (int i = 0; i < 3; i++)
            part[i] = cJSON_GetStringValue(cJSON_GetArrayItem(t, i));
        const pack_span a = find_name(&d->doc, str_z(part[0]), first, end);
        const pack_span b = find_name(&d->doc, str_z(part[2]), first, end);
        if (a.first == end || b.first == end || overlap(a, b))
            continue;
        const uint32_t i = scene_span(&s, moved(a, d->first), true);
        const uint32_t j = scene_span(&s, moved(b, d->first), true);
        const uint8_t quad = cameo_quad(part[1]);
        if (quad)
            scene_event(&s, i, j, quad, false);
        else if (i < MOST_SPANS && j < MOST_SPANS)
            s.open[i][j] = true;
    }
    scene_end(d->c, d->first_sentence + k, &s);
}

static dm_status add_werner(pair_corpus *c, const corpus_source *s, dm_error *err)
{
    static const char path[] = "relations/political/train_werner_docs.json";
    dm_buf file = {0};
    DM_TRY(read_json(s, path, &file, err));
    cJSON *json = cJSON_ParseWithLength(file.ptr, file.len), *row = NULL;
    buf_free(&file);
    if (!json)
        return dm_fail(err, DM_EINPUT, "%s: not JSON", path);
    dm_status status = DM_OK;
    cJSON_ArrayForEach(row, json)
    {
        text_in d = {.c = c};
        if (status == DM_OK && text_of(row, "text")[0])
            status = take_text(&d, s, text_of(row, "text"), err);
        for (uint32_t k = 0; status == DM_OK && k < d.doc.sentence_count; k++)
            werner_sentence(&d, cJSON_GetObjectItem(row, "triples"), k);
        document_free(&d.doc);
    }
    cJSON_Delete(json);
    return status;
}

/* ---- newsgraph: all events of an article, each with the words that prove it ---- */

/* Byte offsets of the proof in the text; empty when it is not there word by word. */
static bool proof_of(const cJSON *edge, dm_str text, size_t *begin, size_t *end)
{
    const dm_str why = str_z(text_of(edge, "why"));
    const size_t at = why.len ? str_find(text, why, 0) : SIZE_MAX;
    *begin = at;
    *end = at == SIZE_MAX ? at : at + why.len;
    return at != SIZE_MAX;
}

/* The node's longest name in the sentence. */
static pack_span node_in(const dm_document *doc, const cJSON *node, uint32_t k)
{
    const uint32_t first = doc->sentences[k].first, end = doc->sentences[k].end;
    pack_span best = {end, end};
    const cJSON *name = NULL;
    cJSON_ArrayForEach(name, cJSON_GetObjectItem(node, "names"))
    {
        const pack_span s = find_name(doc, str_z(cJSON_GetStringValue(name)), first, end);
        if (s.end - s.first > best.end - best.first)
            best = s;
    }
    return best;
}

/* Whether an event joins the two anywhere in the article, either way; its class when this
 * sentence proves it. */
static void newsgraph_edges(const text_in *d, const cJSON *edges, uint32_t k, const char *a,
                            const char *b, scene *s, uint32_t i, uint32_t j)
{
    const size_t from = d->doc.tokens[d->doc.sentences[k].first].begin;
    const size_t to = d->doc.tokens[d->doc.sentences[k].end - 1].end;
    const cJSON *e = NULL;
    cJSON_ArrayForEach(e, edges)
    {
        const dm_rel rel = rel_find(str_z(text_of(e, "p")));
        const bool event = rel == REL_open || (rel < REL_COUNT && rel_table[rel].quad);
        if (!event || strcmp(text_of(e, "s"), a) != 0 || strcmp(text_of(e, "t"), b) != 0)
            continue;
        size_t begin, end;
        const bool proof = proof_of(e, d->doc.text, &begin, &end) && begin < to && from < end;
        if (proof && rel != REL_open)
            scene_event(s, i, j, (uint8_t)rel_table[rel].quad, rel_table[rel].symmetric);
        else
            s->open[i][j] = s->open[j][i] = true;
    }
}

static void newsgraph_sentence(text_in *d, const cJSON *json, uint32_t k)
{
    const cJSON *nodes = cJSON_GetObjectItem(json, "nodes"), *node = NULL;
    const cJSON *edges = cJSON_GetObjectItem(json, "edges");
    const char *id[MOST_SPANS];
    scene s = {0};
    cJSON_ArrayForEach(node, nodes)
    {
        const dm_kind kind = kind_find(str_z(text_of(node, "kind")));
        const pack_span at = node_in(&d->doc, node, k);
        const uint32_t before = s.count;
        if (kind < KIND_COUNT && kind_table[kind].actor && at.end > at.first)
            (void)scene_span(&s, moved(at, d->first), true);
        if (s.count > before)
            id[before] = text_of(node, "id");
    }
    for (uint32_t i = 0; i < s.count; i++)
        for (uint32_t j = 0; j < s.count; j++)
            if (i != j)
                newsgraph_edges(d, edges, k, id[i], id[j], &s, i, j);
    scene_end(d->c, d->first_sentence + k, &s);
}

static dm_status add_newsgraph(pair_corpus *c, const corpus_source *s, dm_error *err)
{
    dm_buf file = {0};
    DM_TRY(read_json(s, "newsgraph/train.jsonl", &file, err));
    dm_str rest = buf_str(&file);
    dm_status status = DM_OK;
    while (rest.len > 0 && status == DM_OK) {
        const dm_str line = str_cut(rest, '\n', &rest);
        cJSON *json = cJSON_ParseWithLength(line.ptr, line.len);
        text_in d = {.c = c};
        if (!json)
            status = dm_fail(err, DM_EINPUT, "newsgraph/train.jsonl: not JSON lines");
        else if (text_of(json, "text")[0])
            status = take_text(&d, s, text_of(json, "text"), err);
        for (uint32_t k = 0; status == DM_OK && k < d.doc.sentence_count; k++)
            newsgraph_sentence(&d, json, k);
        document_free(&d.doc);
        cJSON_Delete(json);
    }
    buf_free(&file);
    return status;
}

dm_status pair_corpus_read(pair_corpus *train, pair_corpus *held, const corpus_source *s,
                           dm_error *err)
{
    DM_TRY(add_political(NULL, held, s, err));
    for (int copy = 0; copy < 3; copy++) /* few, but the only ones annotated with care */
        DM_TRY(add_political(train, NULL, s, err));
    DM_TRY(add_newsgraph(train, s, err));
    return add_werner(train, s, err);
}

void pair_corpus_free(pair_corpus *c)
{
    corpus_free(&c->text);
    vec_free(&c->pairs);
}

/* ---- packs ---- */

static size_t first_pair(const pair_corpus *c, uint32_t sentence)
{
    size_t low = 0, high = c->pairs.len;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (c->pairs.at[middle].sentence < sentence)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void pack_add_pairs(dm_arena *a, pack *p, const pair_corpus *c, const window *windows,
                    size_t count)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += first_pair(c, windows[i].end) - first_pair(c, windows[i].first);
    pack_pair *out = ARENA_ARRAY(a, pack_pair, total + 1);
    uint32_t token = 0; /* of the pack, where the window begins */
    for (size_t i = 0; i < count; i++) {
        const corpus_sentence *s = c->text.sentences.at;
        const uint32_t from = s[windows[i].first].first;
        for (size_t k = first_pair(c, windows[i].first); k < first_pair(c, windows[i].end);
             k++) {
            pack_pair x = c->pairs.at[k].spans;
            x.a = (pack_span){x.a.first - from + token, x.a.end - from + token};
            x.b = (pack_span){x.b.first - from + token, x.b.end - from + token};
            out[p->P++] = x;
        }
        token += s[windows[i].end - 1].end - from;
    }
    p->pairs = out;
}

uint64_t pair_corpus_hash(const pair_corpus *c)
{
    uint64_t h = c->pairs.len;
    for (size_t i = 0; i < c->pairs.len; i++) {
        const corpus_pair *p = &c->pairs.at[i];
        const uint32_t x[] = {p->spans.a.first, p->spans.a.end, p->spans.b.first,
                              p->spans.b.end, p->spans.class_};
        for (size_t k = 0; k < sizeof x / sizeof x[0]; k++) {
            h = (h ^ x[k]) * UINT64_C(0x9E3779B97F4A7C15);
            h ^= h >> 29;
        }
    }
    return h;
}
