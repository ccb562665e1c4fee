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

typedef struct {
    const cast_eval_options *o;
    gap_figures *out;
    answers by[2];
} gap_run;

static void list_passage(const gap_run *r, const gap_passage *p, const dm_document *doc,
                         const dm_cast *cast, uint32_t e, const bool said[2])
{
    FILE *to = r->o->misses;
    (void)fprintf(to, "== %.*s: %.*s -> %.*s; %.*s %d/%d, %.*s %d/%d\n%.*s\n", STR_ARG(p->id),
                  STR_ARG(p->pronoun),
                  STR_ARG(e == ENTITY_NONE ? STR("nobody") : cast->entities[e].label),
                  STR_ARG(p->name[0]), said[0], p->meant[0], STR_ARG(p->name[1]), said[1],
                  p->meant[1], STR_ARG(p->text));
    cast_print(doc, cast, to);
}

static dm_status score_passage(void *context, const gap_passage *p, dm_error *err)
{
    gap_run *r = context;
    dm_document doc;
    dm_parse parse;
    dm_cast cast;
    gold_name names[2];
    for (int k = 0; k < 2; k++)
        names[k] =
            (gold_name){p->at[k], p->at[k] + (uint32_t)utf8_count(p->name[k]), KIND_person};
    dm_status status = eval_cast(r->o, p->text, names, 2, &doc, &parse, &cast, err);
    if (status == DM_OK) {
        uint32_t e = entity_at(&doc, &cast, p->offset);
        bool said[2];
        for (int k = 0; k < 2; k++) {
            said[k] = answer(&doc, &cast, e, p->name[k], p->at[k]);
            count(&r->by[p->feminine], said[k], p->meant[k]);
        }
        if (r->o->misses)
            list_passage(r, p, &doc, &cast, e, said);
    }
    document_free(&doc);
    r->out->passages++;
    return status;
}

dm_status gap_each(const char *path, gap_visit *visit, void *context, dm_error *err)
{
    dm_buf bytes = {0};
    dm_status status = file_read(path, 0, &bytes, err);
    dm_str rest = buf_str(&bytes);
    (void)str_cut(rest, '\n', &rest);
    while (status == DM_OK && rest.len) {
        dm_str line = str_cut(rest, '\n', &rest), f[COLUMN_COUNT];
        for (int k = 0; k < COLUMN_COUNT; k++)
            f[k] = str_cut(line, '\t', &line);
        dm_str w = f[COLUMN_PRONOUN];
        const gap_passage p = {.id = f[0],
                               .text = f[COLUMN_TEXT],
                               .pronoun = w,
                               .offset = number(f[COLUMN_OFFSET]),
                               .feminine = (w.len && (w.ptr[0] | 32) == 's') ||
                                           str_eq_nocase(w, STR("her")) ||
                                           str_eq_nocase(w, STR("hers")),
                               .name = {f[COLUMN_A], f[COLUMN_B]},
                               .at = {number(f[COLUMN_A_OFFSET]), number(f[COLUMN_B_OFFSET])},
                               .meant = {str_eq_nocase(f[COLUMN_A_COREF], STR("TRUE")),
                                         str_eq_nocase(f[COLUMN_B_COREF], STR("TRUE"))}};
        status = visit(context, &p, err);
    }
    buf_free(&bytes);
    return status;
}

dm_status eval_gap(const char *path, const cast_eval_options *o, gap_figures *out,
                   dm_error *err)
{
    gap_run r = {.o = o, .out = out};
    *out = (gap_figures){0};
    const dm_status status = gap_each(path, score_passage, &r, err);
    const answers *by = r.by;
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
