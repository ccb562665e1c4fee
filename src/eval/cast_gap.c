/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cast_gap.c - pronouns of GAP (Webster et al. 2018): is "she" Ann, is she Beth?  F1 over the
 * answers, by the gender of the pronoun. */
#include "base/utf8.h"
#include "eval/article.h"
#include "eval/cast_eval.h"
#include "eval/clusters.h"

enum {
    COLUMN_TEXT = 1,
    COLUMN_PRONOUN,
    COLUMN_OFFSET,
    COLUMN_A,
    COLUMN_A_OFFSET,
    COLUMN_A_COREF,
    COLUMN_B,
    COLUMN_B_OFFSET,
    COLUMN_B_COREF,
    COLUMN_COUNT
};

typedef struct {
    double right, found, gold;
} answers;

static uint32_t number(dm_str s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n = n * 10 + (uint32_t)(s.ptr[i] - '0');
    return n;
}

static bool overlaps(const dm_document *doc, const dm_mention *m, uint32_t begin, uint32_t end)
{
    return doc->tokens[m->begin].cp_begin < end && doc->tokens[m->end - 1].cp_end > begin;
}

static uint32_t entity_at(const dm_document *doc, const dm_cast *cast, uint32_t cp)
{
    const token_range at = article_tokens(doc, cp, cp + 1);
    return at.end > at.begin ? cast->token_entity[at.begin] : ENTITY_NONE;
}

static bool answer(const dm_document *doc, const dm_cast *cast, uint32_t e, dm_str name,
                   uint32_t at)
{
    if (e == ENTITY_NONE)
        return false;
    uint32_t end = at + (uint32_t)utf8_count(name);
    const dm_entity *x = &cast->entities[e];
    for (uint32_t i = 0; i < x->mention_count; i++) {
        const dm_mention *m = &cast->mentions[x->mentions[i]];
        if (m->form == FORM_NAMED && overlaps(doc, m, at, end))
            return true;
    }
    return false;
}

static void count(answers *a, bool said, bool gold)
{
    a->right += said && gold;
    a->found += said;
    a->gold += gold;
}

static dm_status score_passage(const dm_str *f, const cast_eval_options *o, answers by[2],
                               dm_error *err)
{
    dm_document doc;
    dm_parse parse;
    dm_cast cast;
    gold_name names[2];
    for (int k = 0; k < 2; k++) {
        dm_str name = f[k ? COLUMN_B : COLUMN_A];
        uint32_t at = number(f[k ? COLUMN_B_OFFSET : COLUMN_A_OFFSET]);
        names[k] = (gold_name){at, at + (uint32_t)utf8_count(name), KIND_person};
    }
    dm_status status = eval_cast(o, f[COLUMN_TEXT], names, 2, &doc, &parse, &cast, err);
    if (status == DM_OK) {
        dm_str w = f[COLUMN_PRONOUN];
        answers *a = &by[w.len && (w.ptr[0] | 32) == 's'
                             ? 1
                             : str_eq_nocase(w, STR("her")) || str_eq_nocase(w, STR("hers"))];
        uint32_t e = entity_at(&doc, &cast, number(f[COLUMN_OFFSET]));
        bool x = answer(&doc, &cast, e, f[COLUMN_A], names[0].begin);
        bool y = answer(&doc, &cast, e, f[COLUMN_B], names[1].begin);
        count(a, x, str_eq_nocase(f[COLUMN_A_COREF], STR("TRUE")));
        count(a, y, str_eq_nocase(f[COLUMN_B_COREF], STR("TRUE")));
        if (o->misses) {
            (void)fprintf(
                o->misses, "== %.*s: %.*s -> %.*s; %.*s %d/%.*s, %.*s %d/%.*s\n%.*s\n",
                STR_ARG(f[0]), STR_ARG(w),
                STR_ARG(e == ENTITY_NONE ? STR("nobody") : cast.entities[e].label),
                STR_ARG(f[COLUMN_A]), x, STR_ARG(f[COLUMN_A_COREF]), STR_ARG(f[COLUMN_B]), y,
                STR_ARG(f[COLUMN_B_COREF]), STR_ARG(f[COLUMN_TEXT]));
            cast_print(&doc, &cast, o->misses);
        }
    }
    document_free(&doc);
    return status;
}

dm_status eval_gap(const char *path, const cast_eval_options *o, gap_figures *out,
                   dm_error *err)
{
    dm_buf bytes = {0};
    answers by[2] = {{0}};
    *out = (gap_figures){0};
    dm_status status = file_read(path, 0, &bytes, err);
    dm_str rest = buf_str(&bytes);
    (void)str_cut(rest, '\n', &rest);
    while (status == DM_OK && rest.len) {
        dm_str line = str_cut(rest, '\n', &rest), f[COLUMN_COUNT];
        for (int k = 0; k < COLUMN_COUNT; k++)
            f[k] = str_cut(line, '\t', &line);
        status = score_passage(f, o, by, err);
        out->passages++;
    }
    buf_free(&bytes);
    double right = by[0].right + by[1].right, found = by[0].found + by[1].found;
    double gold = by[0].gold + by[1].gold;
    out->precision = found > 0 ? right / found : 0;
    out->recall = gold > 0 ? right / gold : 0;
    out->f1 = f1_of(right, found, gold);
    out->masculine = f1_of(by[0].right, by[0].found, by[0].gold);
    out->feminine = f1_of(by[1].right, by[1].found, by[1].gold);
    out->bias = out->masculine > 0 ? out->feminine / out->masculine : 0;
    return status;
}
