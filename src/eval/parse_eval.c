/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/parse_eval.h"

#include "base/vec.h"

/* ---- tags and trees ---- */

enum { ID, FORM, LEMMA, UPOS_COL, XPOS_COL, FEATS, HEAD, DEPREL_COL, COLUMNS };

static bool is_word(dm_str id)
{
    for (size_t i = 0; i < id.len; i++)
        if (id.ptr[i] < '0' || id.ptr[i] > '9')
            return false;
    return id.len > 0;
}

static uint32_t number(dm_str s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9'; i++)
        n = n * 10 + (uint32_t)(s.ptr[i] - '0');
    return n;
}

static bool same_main(dm_str a, dm_str b)
{
    dm_str rest;
    return str_eq(str_cut(a, ':', &rest), str_cut(b, ':', &rest));
}

static void compare_word(const dm_str *column, const dm_document *doc, const dm_word *w,
                         uint32_t t, tree_figures *f)
{
    const uint32_t first = doc->sentences[doc->tokens[t].sentence].first;
    const uint32_t head = w->head == HEAD_ROOT ? 0 : w->head - first + 1;
    const dm_str label = str_z(deprel_name(w->deprel));
    const bool same_head = head == number(column[HEAD]);
    f->tokens++;
    f->upos += str_eq(column[UPOS_COL], str_z(upos_name(w->upos)));
    f->xpos += str_eq(column[XPOS_COL], str_z(xpos_name(w->xpos)));
    f->lemma += str_eq(column[LEMMA], w->lemma);
    f->uas += same_head;
    f->las += same_head && str_eq(column[DEPREL_COL], label);
    f->las_main += same_head && same_main(column[DEPREL_COL], label);
}

static void compare_file(dm_str conllu, dm_document *doc, const dm_parse *parse,
                         tree_figures *f)
{
    uint32_t t = 0;
    while (conllu.len > 0 && t < doc->token_count) {
        dm_str line = str_trim(str_cut(conllu, '\n', &conllu)), column[COLUMNS];
        for (size_t c = 0; c < COLUMNS; c++)
            column[c] = str_cut(line, '\t', &line);
        if (!is_word(column[ID]))
            continue;
        compare_word(column, doc, &parse->words[t], t, f);
        f->lemma_gold += str_eq(column[LEMMA],
                                lemma_of(&doc->arena, column[FORM], upos_find(column[UPOS_COL]),
                                         xpos_find(column[XPOS_COL])));
        t++;
    }
}

dm_status eval_trees(const dm_parser *parser, const dm_parse_options *options, const char *path,
                     tree_figures *out, dm_error *err)
{
    dm_buf file = {0};
    dm_document doc = {0};
    dm_parse parse;
    *out = (tree_figures){0};
    dm_status status = file_read(path, 0, &file, err);
    if (status == DM_OK)
        status = document_from_conllu(buf_str(&file), &doc, err);
    if (status == DM_OK)
        status = parser_run(parser, &doc, options, &parse, err);
    if (status == DM_OK) {
        out->sentences = doc.sentence_count;
        compare_file(buf_str(&file), &doc, &parse, out);
    }
    document_free(&doc);
    buf_free(&file);
    return status;
}

/* ---- names ---- */

typedef struct {
    uint32_t begin, end;
    name_type type;
} span;

typedef struct {
    VEC(dm_str) forms;
    VEC(uint32_t) ends;
    VEC(span) gold;
    bool open; /* the last token belongs to the last span */
} tagged;

static name_type type_of_tag(dm_str tag)
{
    static const char *const names[NAME_SCORES] = {"", "PER", "ORG", "LOC"};
    for (name_type t = NAME_PER; t < NAME_SCORES; t++)
        if (tag.len > 2 && str_eq(str_slice(tag, 2, tag.len), str_z(names[t])))
            return t;
    return NAME_ALL; /* none of the three */
}

static name_type type_of_kind(uint8_t kind)
{
    switch ((dm_kind)kind) {
    case KIND_person:
        return NAME_PER;
    case KIND_organisation:
        return NAME_ORG;
    case KIND_country:
    case KIND_place:
        return NAME_LOC;
    case KIND_group:
    case KIND_event:
    case KIND_thing:
    case KIND_COUNT:
    default:
        return NAME_ALL;
    }
}

static void read_tag(tagged *x, dm_str tag)
{
    const name_type type = type_of_tag(tag);
    const uint32_t t = (uint32_t)x->forms.len - 1;
    span *last = x->open ? &x->gold.at[x->gold.len - 1] : NULL;
    x->open = type != NAME_ALL;
    if (!x->open)
        return;
    if (last && tag.ptr[0] == 'I' && last->type == type) {
        last->end = t + 1;
        return;
    }
    const span s = {t, t + 1, type};
    vec_push(&x->gold, s);
}

static dm_str cell(dm_str line, int n)
{
    dm_str out = {0};
    for (int i = 0; i <= n; i++) {
        size_t end = 0;
        while (end < line.len && line.ptr[end] != '\t' && line.ptr[end] != ' ')
            end++;
        out = str_slice(line, 0, end);
        line = str_slice(line, end + 1, line.len);
    }
    return out;
}

static dm_str last_cell(dm_str line)
{
    size_t from = line.len;
    while (from > 0 && line.ptr[from - 1] != '\t' && line.ptr[from - 1] != ' ')
        from--;
    return str_slice(line, from, line.len);
}

static void end_sentence(tagged *x)
{
    x->open = false;
    if (x->forms.len > (x->ends.len ? x->ends.at[x->ends.len - 1] : 0))
        vec_push(&x->ends, (uint32_t)x->forms.len);
}

static void read_tagged(dm_str text, tagged *x)
{
    while (text.len > 0) {
        const dm_str line = str_trim(str_cut(text, '\n', &text));
        if (line.len == 0) {
            end_sentence(x);
            continue;
        }
        if (str_starts(line, STR("# ")) || str_starts(line, STR("-DOCSTART-")))
            continue;
        const bool numbered = is_word(cell(line, 0)) && cell(line, 3).len > 0;
        vec_push(&x->forms, cell(line, numbered));
        read_tag(x, numbered ? cell(line, 2) : last_cell(line));
    }
    end_sentence(x);
}

static void compare_names(const tagged *x, const dm_parse *parse, name_figures *out)
{
    size_t g = 0;
    for (size_t i = 0; i < x->gold.len; i++) {
        out->of[NAME_ALL].gold++;
        out->of[x->gold.at[i].type].gold++;
    }
    for (uint32_t i = 0; i < parse->name_count; i++) {
        const dm_name *n = &parse->names[i];
        const name_type type = type_of_kind(n->kind);
        if (type == NAME_ALL)
            continue;
        while (g < x->gold.len && x->gold.at[g].begin < n->begin)
            g++;
        const span *s = g < x->gold.len ? &x->gold.at[g] : NULL;
        const bool right = s && s->begin == n->begin && s->end == n->end && s->type == type;
        out->of[NAME_ALL].found++;
        out->of[type].found++;
        out->of[NAME_ALL].right += right;
        out->of[type].right += right;
    }
}

dm_status eval_names(const dm_parser *parser, const dm_parse_options *options, const char *path,
                     name_figures *out, dm_error *err)
{
    dm_buf file = {0};
    tagged x = {0};
    *out = (name_figures){0};
    dm_status status = file_read(path, 0, &file, err);
    if (status == DM_OK) {
        read_tagged(buf_str(&file), &x);
        if (x.forms.len == 0)
            status = dm_fail(err, DM_EINPUT, "%s: no tokens with tags", path);
    }
    if (status == DM_OK) {
        dm_document doc;
        dm_parse parse;
        bool *spaces = dm_calloc(x.forms.len, sizeof *spaces);
        memset(spaces, 1, x.forms.len * sizeof *spaces);
        document_from_tokens(x.forms.at, spaces, (uint32_t)x.forms.len, x.ends.at,
                             (uint32_t)x.ends.len, &doc);
        status = parser_run(parser, &doc, options, &parse, err);
        if (status == DM_OK) {
            out->tokens = doc.token_count;
            compare_names(&x, &parse, out);
        }
        document_free(&doc);
        free(spaces);
    }
    vec_free(&x.forms);
    vec_free(&x.ends);
    vec_free(&x.gold);
    buf_free(&file);
    return status;
}

/* ---- figures as text ---- */

double name_f1(const name_score *s)
{
    return s->found + s->gold ? 2.0 * s->right / (s->found + s->gold) : 0;
}

static double part(uint32_t n, uint32_t of)
{
    return of ? (double)n / of : 0;
}

void tree_print(const tree_figures *f, FILE *to)
{
    const uint32_t n = f->tokens;
    (void)fprintf(to,
                  "tokens %u  UPOS %.4f  XPOS %.4f  UAS %.4f  LAS %.4f  LAS(no sub-type) %.4f  "
                  "lemma %.4f  lemma(gold tags) %.4f\n",
                  (unsigned)n, part(f->upos, n), part(f->xpos, n), part(f->uas, n),
                  part(f->las, n), part(f->las_main, n), part(f->lemma, n),
                  part(f->lemma_gold, n));
}

void name_print(const name_figures *f, FILE *to)
{
    static const char *const names[NAME_SCORES] = {"all", "PER", "ORG", "LOC"};
    for (size_t i = 0; i < NAME_SCORES; i++) {
        const name_score *s = &f->of[i];
        (void)fprintf(to, "NER %s P %.3f R %.3f F1 %.3f  (gold %u)\n", names[i],
                      part(s->right, s->found), part(s->right, s->gold), name_f1(s),
                      (unsigned)s->gold);
    }
}
