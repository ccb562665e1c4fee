/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CoNLL-U to a document: https://universaldependencies.org/format.html */
#include "text/document.h"

#include "base/utf8.h"
#include "base/vec.h"

#include <stdlib.h>

typedef struct {
    VEC(dm_str) forms;
    VEC(uint32_t) ends;
    VEC(uint32_t) texts; /* tokens before each "# newdoc" */
    bool *spaces;
    size_t spaces_cap;
    uint32_t inside_until; /* last word id of the multi-word token at hand */
    bool inside_space;     /* blank after that token */
    dm_str id;
} conllu_reader;

static dm_str column(dm_str line, int n)
{
    dm_str rest = line, cell = str_cut(rest, '\t', &rest);
    while (n-- > 0)
        cell = str_cut(rest, '\t', &rest);
    return cell;
}

static bool has_space(dm_str misc)
{
    return str_find(misc, STR("SpaceAfter=No"), 0) == SIZE_MAX;
}

/* The number at the front of s; *rest gets what follows. */
static uint32_t number(dm_str s, dm_str *rest)
{
    uint32_t n = 0;
    size_t i = 0;
    while (i < s.len && i < 9 && s.ptr[i] >= '0' && s.ptr[i] <= '9')
        n = n * 10 + (uint32_t)(s.ptr[i++] - '0');
    *rest = str_slice(s, i, s.len);
    return n;
}

static void add_word(conllu_reader *r, dm_str form, bool space)
{
    if (r->forms.len == r->spaces_cap)
        r->spaces = vec_grow(r->spaces, &r->spaces_cap, r->forms.len, sizeof *r->spaces);
    r->spaces[r->forms.len] = space;
    vec_push(&r->forms, form);
}

static void end_sentence(conllu_reader *r)
{
    uint32_t last = r->ends.len ? r->ends.at[r->ends.len - 1] : 0;
    if (r->forms.len > last)
        vec_push(&r->ends, (uint32_t)r->forms.len);
    r->inside_until = 0;
}

static dm_status read_word(conllu_reader *r, dm_str line, size_t number_of_line, dm_error *err)
{
    dm_str rest, form = column(line, 1), misc = column(line, 9);
    uint32_t id = number(column(line, 0), &rest);
    if (!form.len || (!id && !rest.len))
        return dm_fail(err, DM_EINPUT, "line %zu: not CoNLL-U: a number and a form are wanted",
                       number_of_line);
    if (str_starts(rest, STR("-"))) {
        r->inside_until = number(str_slice(rest, 1, rest.len), &rest);
        r->inside_space = has_space(misc);
        return DM_OK;
    }
    if (rest.len) /* an empty node, "8.1" */
        return DM_OK;
    bool inside = id < r->inside_until;
    bool last = id == r->inside_until;
    add_word(r, form, inside ? false : last ? r->inside_space : has_space(misc));
    return DM_OK;
}

static dm_status read_all(conllu_reader *r, dm_str conllu, dm_error *err)
{
    dm_str rest = conllu;
    for (size_t n = 1; rest.len; n++) {
        dm_str line = str_cut(rest, '\n', &rest);
        if (str_ends(line, STR("\r")))
            line.len--;
        if (str_starts(line, STR("# newdoc id = ")) && !r->id.len)
            r->id = str_slice(line, 14, line.len);
        if (str_starts(line, STR("# newdoc")))
            vec_push(&r->texts, (uint32_t)r->forms.len);
        if (!line.len)
            end_sentence(r);
        else if (line.ptr[0] != '#')
            DM_TRY(read_word(r, line, n, err));
    }
    end_sentence(r);
    if (!r->forms.len)
        return dm_fail(err, DM_EINPUT, "no CoNLL-U words in %zu bytes", conllu.len);
    return DM_OK;
}

static void mark_texts(const conllu_reader *r, dm_document *doc)
{
    size_t t = 0;
    for (uint32_t s = 0; s < doc->sentence_count; s++) {
        while (t < r->texts.len && r->texts.at[t] < doc->sentences[s].first)
            t++;
        doc->sentences[s].opens = t < r->texts.len && r->texts.at[t] == doc->sentences[s].first;
    }
}

dm_status document_from_conllu(dm_str conllu, dm_document *doc, dm_error *err)
{
    memset(doc, 0, sizeof *doc);
    size_t bad;
    if (!utf8_valid(conllu, &bad))
        return dm_fail(err, DM_EINPUT, "byte %zu: CoNLL-U must be UTF-8", bad);
    conllu_reader r = {0};
    dm_status status = read_all(&r, conllu, err);
    if (status == DM_OK) {
        document_from_tokens(r.forms.at, r.spaces, (uint32_t)r.forms.len, r.ends.at,
                             (uint32_t)r.ends.len, doc);
        mark_texts(&r, doc);
        doc->id = str_dup(&doc->arena, r.id);
    }
    vec_free(&r.forms);
    vec_free(&r.ends);
    vec_free(&r.texts);
    free(r.spaces);
    return status;
}
