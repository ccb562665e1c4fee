/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readers of column formats: name corpora with a tag a line, and CoNLL-U trees. */
#include "base/file.h"
#include "train/encoder/corpus.h"

#include <stdio.h>
#include <stdlib.h>

enum { COLUMNS = 10 };

static uint32_t split(dm_str line, char separator, dm_str col[COLUMNS])
{
    uint32_t n = 0;
    while (line.len > 0 && n < COLUMNS)
        col[n++] = str_cut(line, separator, &line);
    return n;
}

/* A sentence whose mentions are still tags: marked when it ends. */
typedef struct {
    corpus *c;
    const corpus_source *s;
    const column_format *f;
    VEC(dm_str) forms, tags;
    uint32_t first;     /* token */
    uint32_t sentences; /* begun, left out ones counted */
    bool skip;          /* this document */
} tagged;

enum { SAMPLE_BLOCK = 8 }; /* neighbours stay together */

static bool left_out(const tagged *t)
{
    return t->f->every > 1 && t->sentences / SAMPLE_BLOCK % t->f->every != 0;
}

static bool goes_on(const tagged *t, size_t i)
{
    const dm_str tag = t->tags.at[i], before = t->tags.at[i - 1];
    const bool same = tag.len > 2 && before.len > 2 &&
                      str_eq(str_slice(tag, 2, tag.len), str_slice(before, 2, before.len));
    return same && tag.ptr[0] == 'I';
}

/* Silver O is believed of small letters and at the start only: what it misses is capitalised.
 */
static uint16_t outside_at(const tagged *t, size_t i)
{
    const uint8_t shape = t->c->tokens.at[t->first + i].shape;
    const bool small = shape == SHAPE_LOWER || shape == SHAPE_OTHER || shape == SHAPE_NUMBER;
    return t->f->silver && i > 0 && !small ? NAME_ANY : corpus_outside(t->f->conv);
}

static void mark_sentence(tagged *t)
{
    for (size_t i = 0; i < t->tags.len; i++)
        t->c->tokens.at[t->first + i].names = outside_at(t, i);
    for (size_t i = 0, end = 0; i < t->tags.len; i = end) {
        end = i + 1;
        const dm_str tag = t->tags.at[i];
        if (tag.len < 3)
            continue;
        dm_buf text = {0};
        buf_add(&text, t->forms.at[i]);
        for (; end < t->tags.len && goes_on(t, end); end++)
            buf_fmt(&text, " %.*s", STR_ARG(t->forms.at[end]));
        corpus_mark(t->c, t->s->lists, t->f->conv, str_slice(tag, 2, tag.len), buf_str(&text),
                    t->first + (uint32_t)i, (uint32_t)(end - i));
        buf_free(&text);
    }
    corpus_sentence_end(t->c);
    t->forms.len = t->tags.len = 0;
    t->first = (uint32_t)t->c->tokens.len;
}

/* header: "-DOCSTART- id" */
static bool wanted(const corpus_source *s, dm_str header)
{
    dm_str id = header;
    (void)str_cut(header, ' ', &id);
    return !(s->without && str_starts(id, str_z(s->without))) &&
           (!s->only || str_starts(id, str_z(s->only)));
}

static void tagged_line(tagged *t, dm_str line)
{
    dm_str col[COLUMNS];
    const column_format *f = t->f;
    const bool doc = str_starts(line, STR("-DOCSTART-")) || str_starts(line, STR("# newdoc"));
    if (line.len == 0 || doc) {
        mark_sentence(t);
        t->sentences++;
    }
    if (doc) {
        corpus_doc_begin(t->c, f->conv);
        t->skip = !wanted(t->s, line);
    }
    if (line.len == 0 || doc || t->skip || left_out(t) || (line.ptr[0] == '#' && f->word > 0))
        return;
    const uint32_t n = split(line, f->separator, col);
    if (n <= f->word || n <= f->tag)
        return;
    (void)corpus_token_add(t->c, t->s->vocab, col[f->word]);
    vec_push(&t->forms, col[f->word]);
    vec_push(&t->tags, col[f->tag]);
}

static dm_status read_data(const corpus_source *s, const char *path, dm_buf *file,
                           dm_error *err)
{
    dm_arena a = {0};
    dm_status status = file_read(str_fmt(&a, "%s/%s", s->data, path).ptr, 0, file, err);
    arena_free(&a);
    return status;
}

dm_status corpus_add_columns(corpus *c, const corpus_source *s, const column_format *f,
                             dm_error *err)
{
    dm_buf file = {0};
    DM_TRY(read_data(s, f->path, &file, err));
    corpus_doc_begin(c, f->conv);
    tagged t = {.c = c, .s = s, .f = f, .first = (uint32_t)c->tokens.len};
    dm_str rest = buf_str(&file);
    while (rest.len > 0) {
        dm_str line = str_cut(rest, '\n', &rest);
        if (str_ends(line, STR("\r")))
            line.len--;
        tagged_line(&t, line);
    }
    mark_sentence(&t);
    vec_free(&t.forms);
    vec_free(&t.tags);
    buf_free(&file);
    return DM_OK;
}

static uint32_t number(dm_str s)
{
    uint32_t v = 0;
    for (size_t i = 0; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++)
        v = v * 10 + (uint32_t)(s.ptr[i] - '0');
    return v;
}

dm_status corpus_add_conllu(corpus *c, const corpus_source *s, const char *path, dm_error *err)
{
    dm_buf file = {0};
    DM_TRY(read_data(s, path, &file, err));
    corpus_doc_begin(c, CONV_ours);
    dm_str rest = buf_str(&file), col[COLUMNS];
    while (rest.len > 0) {
        const dm_str line = str_cut(rest, '\n', &rest);
        if (line.len == 0)
            corpus_sentence_end(c);
        if (str_starts(line, STR("# newdoc")))
            corpus_doc_begin(c, CONV_ours);
        const bool word =
            line.len > 0 && line.ptr[0] != '#' && split(line, '\t', col) == COLUMNS;
        if (!word || memchr(col[0].ptr, '-', col[0].len) || memchr(col[0].ptr, '.', col[0].len))
            continue;
        corpus_token *t = corpus_token_add(c, s->vocab, col[1]);
        t->upos = upos_find(col[3]);
        t->xpos = xpos_find(col[4]);
        t->head = (uint16_t)number(col[6]);
        t->deprel = deprel_find(col[7]);
    }
    corpus_sentence_end(c);
    buf_free(&file);
    return DM_OK;
}
