/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/segment_eval.h"

#include "base/file.h"
#include "base/vec.h"

#include <stdlib.h>

typedef struct {
    segment_gold *out;
    const char *only;
    bool counted;                      /* the document at hand is one of those wanted */
    uint32_t sentence_first;           /* of out->tokens */
    uint32_t group_first, group_until; /* multi-word token at hand: first of tokens, last id */
    uint32_t group_from, group_begin;  /* its first byte, its first byte without a word yet */
    bool blank;                        /* owed before the next form */
} reader;

static dm_str column(dm_str line, int n)
{
    dm_str rest = line, cell = str_cut(rest, '\t', &rest);
    while (n-- > 0)
        cell = str_cut(rest, '\t', &rest);
    return cell;
}

static uint32_t put_form(reader *g, dm_str form)
{
    if (g->blank && g->out->raw.len && g->out->raw.ptr[g->out->raw.len - 1] != '\n')
        buf_byte(&g->out->raw, ' ');
    g->blank = false;
    uint32_t at = (uint32_t)g->out->raw.len;
    buf_add(&g->out->raw, form);
    return at;
}

static void put_token(reader *g, uint32_t begin, uint32_t end)
{
    segment_span t = {begin, end};
    vec_push(&g->out->tokens, t);
}

/* A word inside a multi-word token: its place is where the forms so far end, if they agree with
 * the surface; otherwise the whole multi-word token stays one span. */
static void put_inner(reader *g, uint32_t id, dm_str form)
{
    uint32_t end = g->group_begin + (uint32_t)form.len;
    bool fits = end <= g->out->raw.len &&
                memcmp(g->out->raw.ptr + g->group_begin, form.ptr, form.len) == 0 &&
                (id < g->group_until || end == g->out->raw.len);
    if (!fits) {
        g->out->tokens.len = g->group_first;
        put_token(g, g->group_from, (uint32_t)g->out->raw.len);
        g->group_until = 0;
        return;
    }
    put_token(g, g->group_begin, end);
    g->group_begin = end;
}

static void read_word(reader *g, dm_str line)
{
    dm_str id = column(line, 0), form = column(line, 1);
    bool blank = str_find(column(line, 9), STR("SpaceAfter=No"), 0) == SIZE_MAX;
    uint32_t number = (uint32_t)strtoul(id.ptr, NULL, 10);
    const char *dash = memchr(id.ptr, '-', id.len);
    if (dash) {
        g->group_from = g->group_begin = put_form(g, form);
        g->group_first = (uint32_t)g->out->tokens.len;
        g->group_until = (uint32_t)strtoul(dash + 1, NULL, 10);
        g->blank = blank;
    } else if (memchr(id.ptr, '.', id.len)) {
        return;
    } else if (number <= g->group_until) {
        put_inner(g, number, form);
    } else {
        uint32_t at = put_form(g, form);
        put_token(g, at, (uint32_t)g->out->raw.len);
        g->blank = blank;
    }
}

static void end_sentence(reader *g)
{
    const segment_spans *t = &g->out->tokens;
    if (t->len > g->sentence_first) {
        segment_span s = {t->at[g->sentence_first].begin, t->at[t->len - 1].end};
        vec_push(&g->out->sentences, s);
    }
    g->sentence_first = (uint32_t)t->len;
    g->group_until = 0;
}

static void read_comment(reader *g, dm_str line)
{
    bool document = str_starts(line, STR("# newdoc"));
    if (document)
        g->counted = !g->only || str_find(line, str_z(g->only), 0) != SIZE_MAX;
    if ((document || str_starts(line, STR("# newpar"))) && g->out->raw.len &&
        g->out->raw.ptr[g->out->raw.len - 1] != '\n')
        buf_add(&g->out->raw, STR("\n\n"));
}

/* The words left of a multi-word token whose words do not add up are skipped. */
static void read_gold(reader *g, dm_str conllu)
{
    uint32_t skip = 0;
    g->counted = !g->only;
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

static void compare(const segment_spans *want, const segment_spans *have, span_score *score)
{
    score->gold = (uint32_t)want->len;
    score->found = (uint32_t)have->len;
    size_t k = 0;
    for (size_t i = 0; i < want->len; i++) {
        segment_span w = want->at[i];
        while (k < have->len && have->at[k].begin < w.begin)
            k++;
        score->right +=
            k < have->len && have->at[k].begin == w.begin && have->at[k].end == w.end;
    }
}

static void collect(const dm_document *doc, segment_spans *tokens, segment_spans *sentences)
{
    for (uint32_t i = 0; i < doc->token_count; i++) {
        segment_span s = {doc->tokens[i].begin, doc->tokens[i].end};
        vec_push(tokens, s);
    }
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        segment_span s = {doc->sentences[i].begin, doc->sentences[i].stop};
        vec_push(sentences, s);
    }
}

/* Does the blank between two tokens of tokenised text stand in print too?  straight: how many
 * straight quotes the line has had, the one at hand included. */
static bool blank_printed(dm_str left, dm_str right, uint32_t straight)
{
    if (strchr("([$", left.ptr[left.len - 1]) || str_starts(right, STR("'")) ||
        str_eq(right, STR("n't")))
        return false;
    if (str_eq(left, STR("\"")) || str_eq(left, STR("``")))
        return straight % 2 == 0;
    if (str_eq(right, STR("\"")))
        return straight % 2 == 1;
    return !(right.len == 1 && strchr(".,;:?!)]%", right.ptr[0])) && !str_eq(left, STR("-")) &&
           !str_eq(right, STR("-"));
}

/* most: tokens to take; fewer make it a headline, its longer words with capitals where titles
 * says so. */
static void put_tokenised(dm_buf *raw, dm_str line, uint32_t most, bool titles)
{
    dm_str left = {0};
    uint32_t straight = 0;
    while (line.len && most-- > 0) {
        dm_str right = str_cut(line, ' ', &line);
        if (!right.len)
            continue;
        straight += str_eq(right, STR("\"")) || str_eq(right, STR("``"));
        if (left.len && blank_printed(left, right, straight))
            buf_byte(raw, ' ');
        const size_t at = raw->len;
        buf_add(raw, str_eq(right, STR("``")) ? STR("\"") : right);
        if (titles && right.len > 3 && raw->ptr[at] >= 'a' && raw->ptr[at] <= 'z')
            raw->ptr[at] = (char)(raw->ptr[at] - 32);
        left = right;
    }
    while (raw->len && strchr(" .,;:", raw->ptr[raw->len - 1]) && most == UINT32_MAX)
        raw->len--;
}

/* The line's sentence ends with a stop, quotes and brackets aside. */
static bool stops(dm_str line)
{
    size_t end = line.len;
    while (end > 1 && strchr(" \"')\x9D\x99\x80\xE2", line.ptr[end - 1]))
        end--;
    return line.len && strchr(".?!", line.ptr[end - 1]) != NULL;
}

/* One sentence a line, of running text cut into paragraphs of at most four; a line without a
 * stop at its end is a headline. */
static void read_lines(segment_gold *g, dm_str text, bool tokenised)
{
    bool joins = false;
    for (uint32_t n = 0; text.len; n++) {
        dm_str line = str_trim(str_cut(text, '\n', &text));
        if (!line.len)
            continue;
        const bool headline = tokenised && n % 8 == 4;
        if (g->raw.len)
            buf_add(&g->raw,
                    joins && stops(line) && n % 4 && !headline ? STR(" ") : STR("\n\n"));
        segment_span s = {(uint32_t)g->raw.len, 0};
        if (tokenised)
            put_tokenised(&g->raw, line, headline ? 6 + n / 8 % 7 : UINT32_MAX - 1,
                          n % 16 == 4);
        else
            buf_add(&g->raw, line);
        s.end = (uint32_t)g->raw.len;
        vec_push(&g->sentences, s);
        joins = stops(line) && !headline;
    }
}

dm_status segment_gold_read(const char *path, const char *only, segment_gold *out,
                            dm_error *err)
{
    *out = (segment_gold){0};
    dm_buf file = {0};
    dm_status status = file_read(path, 0, &file, err);
    if (status == DM_OK && str_ends(str_z(path), STR(".txt"))) {
        read_lines(out, buf_str(&file), str_ends(str_z(path), STR("_tokenised.txt")));
    } else if (status == DM_OK) {
        reader r = {.out = out, .only = only};
        read_gold(&r, buf_str(&file));
    }
    buf_free(&file);
    return status;
}

void segment_gold_free(segment_gold *g)
{
    buf_free(&g->raw);
    vec_free(&g->tokens);
    vec_free(&g->sentences);
}

dm_status eval_segment(const char *path, const char *only, FILE *misses, segment_figures *out,
                       dm_error *err)
{
    *out = (segment_figures){0};
    segment_gold gold;
    segment_spans tokens = {0}, sentences = {0};
    dm_document doc = {0};
    dm_status status = segment_gold_read(path, only, &gold, err);
    if (status == DM_OK) {
        dm_source source = {
            .bytes = buf_str(&gold.raw), .form = INPUT_TEXT, .keep_furniture = true};
        status = document_read(&source, &doc, err);
    }
    if (status == DM_OK) {
        collect(&doc, &tokens, &sentences);
        compare(&gold.tokens, &tokens, &out->tokens);
        compare(&gold.sentences, &sentences, &out->sentences);
        if (misses)
            segment_misses(&gold, &tokens, &sentences, misses);
    }
    document_free(&doc);
    vec_free(&tokens);
    vec_free(&sentences);
    segment_gold_free(&gold);
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
