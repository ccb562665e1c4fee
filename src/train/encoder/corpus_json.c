/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readers of corpora whose names are given beside whole texts: DWIE and newsgraph, which our
 * own text room cuts into tokens, and Re-DocRED, which has tokens of its own. */
#include "base/file.h"
#include "base/utf8.h"
#include "text/document.h"
#include "train/encoder/corpus.h"
#include "train/encoder/corpus_swap.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

/* One document on its way into the corpus. */
typedef struct {
    corpus *c;
    const corpus_source *s;
    dm_document doc;
    uint32_t first; /* corpus token of the document's token 0 */
} document_in;

static dm_status read_json(const corpus_source *s, const char *path, dm_buf *file,
                           dm_error *err)
{
    dm_arena a = {0};
    dm_status status = file_read(str_fmt(&a, "%s/%s", s->data, path).ptr, 0, file, err);
    arena_free(&a);
    return status;
}

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

/* All tokens of the text, outside of names for now. */
static dm_status take_text(document_in *d, const char *text, dm_error *err)
{
    const dm_source source = {
        .bytes = str_z(text), .form = INPUT_TEXT, .encoding = "utf-8", .keep_furniture = true};
    DM_TRY(document_read(&source, &d->doc, err));
    corpus_doc_begin(d->c, CONV_ours);
    d->first = (uint32_t)d->c->tokens.len;
    for (uint32_t s = 0; s < d->doc.sentence_count; s++) {
        for (uint32_t t = d->doc.sentences[s].first; t < d->doc.sentences[s].end; t++)
            (void)corpus_token_add(d->c, d->s->vocab, token_str(&d->doc, t));
        corpus_sentence_end(d->c);
    }
    return DM_OK;
}

/* The tokens that cover code points [begin, end); exact: both ends fall on token ends. */
static bool tokens_of(const dm_document *doc, uint32_t begin, uint32_t end, uint32_t *first,
                      uint32_t *count)
{
    uint32_t a = 0;
    while (a < doc->token_count && doc->tokens[a].cp_end <= begin)
        a++;
    uint32_t b = a;
    while (b < doc->token_count && doc->tokens[b].cp_begin < end)
        b++;
    *first = a;
    *count = b - a;
    return b > a && doc->tokens[a].cp_begin == begin && doc->tokens[b - 1].cp_end == end &&
           doc->tokens[a].sentence == doc->tokens[b - 1].sentence;
}

/* ---- DWIE ---- */

/* The first row of the guidelines that one of the concept's tags meets. */
static dm_str dwie_tag(const cJSON *concept_)
{
    static const char *const order[] = {
#define GUIDE(conv, tag, kinds) CONV_##conv == CONV_ours ? tag : "",
#include "train/encoder/guidelines.def"
#undef GUIDE
    };
    const cJSON *tags = cJSON_GetObjectItem(concept_, "tags"), *tag = NULL;
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
        cJSON_ArrayForEach(tag, tags) if (order[i][0] &&
                                          strcmp(cJSON_GetStringValue(tag), order[i]) ==
                                              0) return str_z(order[i]);
    return STR("");
}

static bool inside_longer(const cJSON *mentions, const cJSON *m)
{
    const uint32_t begin = number_of(m, "begin"), end = number_of(m, "end");
    const cJSON *o = NULL;
    cJSON_ArrayForEach(o, mentions)
    {
        const uint32_t b = number_of(o, "begin"), e = number_of(o, "end");
        if (b <= begin && end <= e && e - b > end - begin)
            return true;
    }
    return false;
}

static void dwie_mentions(document_in *d, const cJSON *json)
{
    const cJSON *mentions = cJSON_GetObjectItem(json, "mentions"), *m = NULL;
    const cJSON *concepts = cJSON_GetObjectItem(json, "concepts");
    cJSON_ArrayForEach(m, mentions)
    {
        const uint32_t id = number_of(m, "concept");
        const cJSON *c = NULL, *found = NULL;
        cJSON_ArrayForEach(c, concepts) found = number_of(c, "concept") == id ? c : found;
        uint32_t first, count;
        if (inside_longer(mentions, m))
            continue;
        const bool exact =
            tokens_of(&d->doc, number_of(m, "begin"), number_of(m, "end"), &first, &count);
        corpus_mark(d->c, d->s->lists, CONV_ours, exact ? dwie_tag(found) : STR("?"),
                    str_z(text_of(m, "text")), d->first + first, count);
    }
}

typedef void mark_names(document_in *d, const cJSON *json);

/* One JSON object a line, its text under key. */
static dm_status add_lines(corpus *c, const corpus_source *s, const char *path, const char *key,
                           mark_names *mark, name_swap *swap, dm_error *err)
{
    dm_buf file = {0};
    DM_TRY(read_json(s, path, &file, err));
    dm_str rest = buf_str(&file);
    dm_status status = DM_OK;
    while (rest.len > 0 && status == DM_OK) {
        const dm_str line = str_cut(rest, '\n', &rest);
        cJSON *json = cJSON_ParseWithLength(line.ptr, line.len);
        document_in d = {.c = c, .s = s};
        if (json && swap)
            name_swap_article(swap, json);
        if (!json)
            status = dm_fail(err, DM_EINPUT, "%s: not JSON lines", path);
        else if (text_of(json, key)[0])
            status = take_text(&d, text_of(json, key), err);
        if (status == DM_OK)
            mark(&d, json);
        document_free(&d.doc);
        cJSON_Delete(json);
    }
    buf_free(&file);
    return status;
}

dm_status corpus_add_dwie(corpus *c, const corpus_source *s, const char *path, dm_error *err)
{
    return add_lines(c, s, path, "content", dwie_mentions, NULL, err);
}

dm_status corpus_add_dwie_swapped(corpus *c, const corpus_source *s, const char *path,
                                  uint64_t seed, dm_error *err)
{
    name_swap *w = NULL;
    dm_status status = name_swap_open(s->data, seed, &w, err);
    if (status == DM_OK)
        status = add_lines(c, s, path, "content", dwie_mentions, w, err);
    name_swap_close(w);
    return status;
}

/* ---- newsgraph: nodes name their names but not where; what is found is marked, and words with
 * capitals or digits that no node claims stay open ---- */

static void leave_open(document_in *d)
{
    for (uint32_t t = 0; t < d->doc.token_count; t++) {
        const uint8_t shape = d->c->tokens.at[d->first + t].shape;
        if (shape != SHAPE_LOWER && shape != SHAPE_OTHER && shape != SHAPE_NUMBER)
            d->c->tokens.at[d->first + t].names = NAME_ANY;
    }
}

typedef struct {
    dm_str text, kind;
} known_name;

static int longer_first(const void *x, const void *y)
{
    const known_name *a = x, *b = y;
    if (a->text.len != b->text.len)
        return a->text.len > b->text.len ? -1 : 1;
    const int c = str_cmp(a->text, b->text);
    return c ? c : str_cmp(a->kind, b->kind);
}

static void mark_everywhere(document_in *d, known_name n, bool *taken)
{
    const dm_document *doc = &d->doc;
    for (uint32_t t = 0; t < doc->token_count; t++) {
        if (taken[t] ||
            !str_starts(str_slice(doc->text, doc->tokens[t].begin, doc->text.len), n.text))
            continue;
        uint32_t end = t;
        const size_t stop = doc->tokens[t].begin + n.text.len;
        while (end < doc->token_count && doc->tokens[end].end < stop && !taken[end])
            end++;
        const bool exact =
            end < doc->token_count && doc->tokens[end].end == stop && !taken[end];
        if (!exact || doc->tokens[t].sentence != doc->tokens[end].sentence)
            continue;
        memset(taken + t, 1, (size_t)(end - t + 1) * sizeof *taken);
        corpus_mark(d->c, d->s->lists, CONV_ours, n.kind, n.text, d->first + t, end - t + 1);
    }
}

/* "UK government" is a name of the country, but its mention is "UK": the last word decides. */
static bool ends_as_name(dm_str name)
{
    size_t at = name.len;
    while (at > 0 && name.ptr[at - 1] != ' ')
        at--;
    return case_shape(str_slice(name, at, name.len)) != SHAPE_LOWER;
}

static void newsgraph_names(document_in *d, const cJSON *json)
{
    VEC(known_name) names = {0};
    const cJSON *node = NULL, *name = NULL;
    cJSON_ArrayForEach(node, cJSON_GetObjectItem(json, "nodes"))
        cJSON_ArrayForEach(name, cJSON_GetObjectItem(node, "names"))
    {
        const known_name n = {str_z(cJSON_GetStringValue(name)), str_z(text_of(node, "kind"))};
        if (n.text.len > 1 && ends_as_name(n.text))
            vec_push(&names, n);
    }
    if (names.len > 0)
        qsort(names.at, names.len, sizeof *names.at, longer_first);
    leave_open(d);
    bool *taken = dm_calloc(d->doc.token_count + 1, sizeof *taken);
    for (size_t i = 0; i < names.len; i++)
        mark_everywhere(d, names.at[i], taken);
    free(taken);
    vec_free(&names);
}

dm_status corpus_add_newsgraph(corpus *c, const corpus_source *s, const char *path,
                               dm_error *err)
{
    return add_lines(c, s, path, "text", newsgraph_names, NULL, err);
}

/* ---- Re-DocRED ---- */

static void redocred_mentions(corpus *c, const corpus_source *s, const cJSON *doc,
                              const uint32_t *sentence_first, uint32_t sentences)
{
    const cJSON *entity = NULL, *m = NULL;
    cJSON_ArrayForEach(entity, cJSON_GetObjectItem(doc, "vertexSet"))
        cJSON_ArrayForEach(m, entity)
    {
        const cJSON *pos = cJSON_GetObjectItem(m, "pos");
        const uint32_t id = number_of(m, "sent_id");
        if (id >= sentences || cJSON_GetArraySize(pos) != 2)
            continue;
        const uint32_t a = (uint32_t)cJSON_GetArrayItem(pos, 0)->valueint;
        const uint32_t b = (uint32_t)cJSON_GetArrayItem(pos, 1)->valueint;
        if (a < b && sentence_first[id] + b <= sentence_first[id + 1])
            corpus_mark(c, s->lists, CONV_redocred, str_z(text_of(m, "type")),
                        str_z(text_of(m, "name")), sentence_first[id] + a, b - a);
    }
}

static void redocred_doc(corpus *c, const corpus_source *s, const cJSON *doc)
{
    const cJSON *sents = cJSON_GetObjectItem(doc, "sents"), *sentence = NULL, *word = NULL;
    VEC(uint32_t) starts = {0};
    corpus_doc_begin(c, CONV_redocred);
    cJSON_ArrayForEach(sentence, sents)
    {
        vec_push(&starts, (uint32_t)c->tokens.len);
        cJSON_ArrayForEach(word, sentence)(void)
            corpus_token_add(c, s->vocab, str_z(cJSON_GetStringValue(word)));
        corpus_sentence_end(c);
    }
    vec_push(&starts, (uint32_t)c->tokens.len);
    redocred_mentions(c, s, doc, starts.at, (uint32_t)starts.len - 1);
    vec_free(&starts);
}

dm_status corpus_add_redocred(corpus *c, const corpus_source *s, const char *path,
                              dm_error *err)
{
    dm_buf file = {0};
    DM_TRY(read_json(s, path, &file, err));
    cJSON *json = cJSON_ParseWithLength(file.ptr, file.len), *doc = NULL;
    buf_free(&file);
    if (!json)
        return dm_fail(err, DM_EINPUT, "%s: not JSON", path);
    cJSON_ArrayForEach(doc, json) redocred_doc(c, s, doc);
    cJSON_Delete(json);
    return DM_OK;
}
