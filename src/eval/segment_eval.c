/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/segment_eval.h"

#include "base/file.h"
#include "base/vec.h"

#include <stdlib.h>

typedef struct {
    uint32_t begin, end; /* bytes of the raw text */
} span;

typedef VEC(span) spans;

typedef struct {
    const char *only;
    bool counted; /* the document at hand is one of those wanted */
    dm_buf raw;
    spans tokens, sentences;
    uint32_t sentence_begin;
    uint32_t group_first, group_until; /* multi-word token at hand: first of tokens, last id */
    uint32_t group_from, group_begin;  /* its first byte, its first byte without a word yet */
    bool blank;                        /* owed before the next form */
} gold;

static dm_str column(dm_str line, int n)
{
    dm_str rest = line, cell = str_cut(rest, '\t', &rest);
    while (n-- > 0)
        cell = str_cut(rest, '\t', &rest);
    return cell;
}

static uint32_t put_form(gold *g, dm_str form)
{
    if (g->blank && g->raw.len && g->raw.ptr[g->raw.len - 1] != '\n')
        buf_byte(&g->raw, ' ');
    g->blank = false;
    uint32_t at = (uint32_t)g->raw.len;
    buf_add(&g->raw, form);
    return at;
}

static void put_token(gold *g, uint32_t begin, uint32_t end)
{
    if (g->tokens.len == 0 || g->sentence_begin == UINT32_MAX)
        g->sentence_begin = begin;
    span t = {begin, end};
    vec_push(&g->tokens, t);
}

/* A word inside a multi-word token: its place is where the forms so far end, if they agree with
 * the surface; otherwise the whole multi-word token stays one span. */
static void put_inner(gold *g, uint32_t id, dm_str form)
{
    uint32_t end = g->group_begin + (uint32_t)form.len;
    bool fits = end <= g->raw.len &&
                memcmp(g->raw.ptr + g->group_begin, form.ptr, form.len) == 0 &&
                (id < g->group_until || end == g->raw.len);
    if (!fits) {
        g->tokens.len = g->group_first;
        put_token(g, g->group_from, (uint32_t)g->raw.len);
        g->group_until = 0;
        return;
    }
    put_token(g, g->group_begin, end);
    g->group_begin = end;
}

static void read_word(gold *g, dm_str line)
{
    dm_str id = column(line, 0), form = column(line, 1);
    bool blank = str_find(column(line, 9), STR("SpaceAfter=No"), 0) == SIZE_MAX;
    uint32_t number = (uint32_t)strtoul(id.ptr, NULL, 10);
    const char *dash = memchr(id.ptr, '-', id.len);
    if (dash) {
        g->group_from = g->group_begin = put_form(g, form);
        g->group_first = (uint32_t)g->tokens.len;
        g->group_until = (uint32_t)strtoul(dash + 1, NULL, 10);
        g->blank = blank;
    } else if (memchr(id.ptr, '.', id.len)) {
        return;
    } else if (number <= g->group_until) {
        put_inner(g, number, form);
    } else {
        uint32_t at = put_form(g, form);
        put_token(g, at, (uint32_t)g->raw.len);
        g->blank = blank;
    }
}

static void end_sentence(gold *g)
{
    if (g->sentence_begin != UINT32_MAX && g->tokens.len) {
        span s = {g->sentence_begin, g->tokens.at[g->tokens.len - 1].end};
        vec_push(&g->sentences, s);
    }
    g->sentence_begin = UINT32_MAX;
    g->group_until = 0;
    g->blank = true;
}

static void read_comment(gold *g, dm_str line)
{
    bool document = str_starts(line, STR("# newdoc"));
    if (document)
        g->counted = !g->only || str_find(line, str_z(g->only), 0) != SIZE_MAX;
    if ((document || str_starts(line, STR("# newpar"))) && g->raw.len &&
        g->raw.ptr[g->raw.len - 1] != '\n')
        buf_add(&g->raw, STR("\n\n"));
}

/* The words left of a multi-word token whose words do not add up are skipped. */
static void read_gold(gold *g, dm_str conllu)
{
    uint32_t skip = 0;
    g->counted = !g->only;
    g->sentence_begin = UINT32_MAX;
    g->blank = true;
    for (dm_str rest = conllu; rest.len;) {
        dm_str line = str_cut(rest, '\n', &rest);
        if (!line.len) {
            end_sentence(g);
            skip = 0;
        } else if (line.ptr[0] == '#') {
            read_comment(g, line);
        } else if (g->counted) {
            uint32_t id = (uint32_t)strtoul(line.ptr, NULL, 10), until = g->group_until;
            if (id <= skip)
                continue;
            read_word(g, line);
            if (until && !g->group_until)
                skip = until;
        }
    }
    end_sentence(g);
}

static void compare(const spans *want, const spans *have, dm_str raw, const char *what,
                    FILE *wrong, span_score *score)
{
    score->gold = (uint32_t)want->len;
    score->found = (uint32_t)have->len;
    size_t k = 0;
    for (size_t i = 0; i < want->len; i++) {
        span w = want->at[i];
        while (k < have->len && have->at[k].begin < w.begin)
            k++;
        bool right = k < have->len && have->at[k].begin == w.begin && have->at[k].end == w.end;
        score->right += right;
        if (wrong && !right)
            (void)fprintf(wrong, "%s %.*s ##%.*s\n", what, (int)(w.end - w.begin),
                          raw.ptr + w.begin, w.end + 24 < raw.len ? 24 : 0, raw.ptr + w.end);
    }
}

static void collect(const dm_document *doc, spans *tokens, spans *sentences)
{
    for (uint32_t i = 0; i < doc->token_count; i++) {
        span s = {doc->tokens[i].begin, doc->tokens[i].end};
        vec_push(tokens, s);
    }
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        span s = {doc->sentences[i].begin, doc->sentences[i].stop};
        vec_push(sentences, s);
    }
}

dm_status eval_segment(const char *conllu_path, const char *only, FILE *wrong,
                       segment_figures *out, dm_error *err)
{
    *out = (segment_figures){0};
    dm_buf file = {0};
    gold g = {.only = only};
    spans tokens = {0}, sentences = {0};
    dm_document doc = {0};
    dm_status status = file_read(conllu_path, 0, &file, err);
    if (status == DM_OK) {
        read_gold(&g, buf_str(&file));
        dm_source source = {
            .bytes = buf_str(&g.raw), .form = INPUT_TEXT, .keep_furniture = true};
        status = document_read(&source, &doc, err);
    }
    if (status == DM_OK) {
        collect(&doc, &tokens, &sentences);
        compare(&g.tokens, &tokens, doc.text, "token", wrong, &out->tokens);
        compare(&g.sentences, &sentences, doc.text, "sentence", wrong, &out->sentences);
    }
    document_free(&doc);
    vec_free(&tokens);
    vec_free(&sentences);
    vec_free(&g.tokens);
    vec_free(&g.sentences);
    buf_free(&g.raw);
    buf_free(&file);
    return status;
}

double span_f1(const span_score *s)
{
    uint32_t both = s->found + s->gold;
    return both ? 2.0 * s->right / both : 0.0;
}

void segment_print(const segment_figures *f, FILE *to)
{
    const struct {
        const char *name;
        const span_score *s;
    } rows[] = {{"tokens", &f->tokens}, {"sentences", &f->sentences}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        (void)fprintf(to, "%-10s gold %7u found %7u F1 %.4f\n", rows[i].name, rows[i].s->gold,
                      rows[i].s->found, span_f1(rows[i].s));
}
