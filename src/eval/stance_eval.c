/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/stance_eval.h"

#include "relate/clause.h"

typedef struct {
    const char *phenomenon, *text, *expected, *by;
} stance_row;

static const stance_row rows[] = {
#define STANCE(phenomenon, text, expected, by) {#phenomenon, text, expected, by},
#include "eval/stance_cases.def"
#undef STANCE
};
enum { ROWS = sizeof rows / sizeof rows[0], BLIND_EVERY = 3 };

typedef struct {
    const dm_lexicon *lexicon;
    const dm_parser *parser;
    FILE *const *misses;
} run;

/* The token at the byte of the star, which is taken out of the text. */
static uint32_t marked(const dm_document *doc, uint32_t byte)
{
    for (uint32_t t = 0; t < doc->token_count; t++) {
        if (doc->tokens[t].begin <= byte && byte < doc->tokens[t].end)
            return t;
    }
    return UINT32_MAX;
}

static void expected_of(const char *text, bool *negated, dm_modality *modality)
{
    dm_str rest;
    *negated = str_eq(str_cut(str_z(text), ' ', &rest), STR("not"));
    *modality = rest.len ? modality_find(rest) : MODALITY_ASSERTED;
}

/* Who acts: what it says itself is attributed to nobody. */
static bool acts(const dm_tree *t, uint32_t predicate, uint32_t entity)
{
    dm_clause c;
    clause_of(t, predicate, &c);
    for (uint32_t i = 0; i < c.subjects.count; i++) {
        if (c.subjects.at[i].entity == entity)
            return true;
    }
    uint8_t dep = t->words[predicate].deprel;
    /* "denied meeting", not "accused of meeting" */
    bool complement = (dep == DEP_ccomp || dep == DEP_xcomp) &&
                      child_with(t, predicate, DEP_mark) == TOKEN_NONE;
    if (t->words[predicate].upos == UPOS_VERB && !complement)
        return false;
    dm_np owners = {0};
    uint32_t head = t->words[predicate].head;
    np_owners(t, predicate, &owners);
    if (head != HEAD_ROOT && child_with(t, predicate, DEP_nsubj) == TOKEN_NONE) {
        clause_of(t, head, &c);
        for (uint32_t i = 0; i < c.subjects.count && owners.count < NP_MAX; i++)
            owners.at[owners.count++] = c.subjects.at[i];
    }
    for (uint32_t i = 0; i < owners.count; i++) {
        if (owners.at[i].entity == entity)
            return true;
    }
    return false;
}

static dm_str speaker(const dm_tree *t, uint32_t predicate, const dm_stance *s)
{
    if (s->attributed_to == ENTITY_NONE || acts(t, predicate, s->attributed_to))
        return STR("");
    return t->cast->entities[s->attributed_to].label;
}

static void judge(const run *r, const stance_row *row, int part, const dm_tree *t,
                  uint32_t predicate, dm_stance_counts *n)
{
    bool negated;
    dm_modality modality;
    expected_of(row->expected, &negated, &modality);
    dm_stance s = {.modality = MODALITY_COUNT, .attributed_to = ENTITY_NONE};
    if (predicate != UINT32_MAX)
        s = stance_of(t, predicate);
    dm_str by = speaker(t, predicate, &s);
    bool polarity_ok = s.negated == negated, modality_ok = s.modality == modality;
    bool by_ok = str_eq(by, str_z(row->by));
    bool right = polarity_ok && modality_ok && by_ok;
    n->rows++;
    n->right += right;
    n->polarity += polarity_ok;
    n->modality += modality_ok;
    n->by += by_ok;
    if (!right && r->misses && r->misses[part])
        (void)fprintf(r->misses[part], "  %s: %s\n    is %s %s by '%.*s', not %s by '%s'\n",
                      row->phenomenon, row->text, s.negated ? "not" : "yes",
                      modality_name(s.modality), STR_ARG(by), row->expected, row->by);
}

static dm_status read_row(const run *r, const stance_row *row, int part, dm_stance_counts *n,
                          dm_error *err)
{
    dm_document doc;
    dm_parse parse = {0};
    dm_cast cast = {0};
    dm_buf text = {0};
    const char *star = strchr(row->text, '*');
    uint32_t at = star ? (uint32_t)(star - row->text) : 0;
    buf_fmt(&text, "%.*s%s", (int)at, row->text, star ? star + 1 : row->text);
    dm_status status = document_read(
        &(dm_source){.bytes = buf_str(&text), .form = INPUT_TEXT, .encoding = "UTF-8"}, &doc,
        err);
    if (status == DM_OK)
        status = parser_run(r->parser, &doc, NULL, &parse, err);
    if (status == DM_OK) {
        cast_build(r->lexicon, &doc, &parse, &cast);
        dm_relate_input in = {
            .lexicon = r->lexicon, .doc = &doc, .parse = &parse, .cast = &cast};
        dm_tree t = tree_of(&in);
        judge(r, row, part, &t, marked(&doc, at), n);
    }
    document_free(&doc);
    buf_free(&text);
    return status;
}

static dm_stance_counts *counts_of(dm_stance_score *s, const char *phenomenon, int part)
{
    uint32_t i = 0;
    while (i < s->count && strcmp(s->name[i], phenomenon) != 0)
        i++;
    if (i == s->count && i + 1 < STANCE_PHENOMENA)
        s->name[s->count++] = phenomenon;
    return &s->of[i][part];
}

dm_status stance_eval(const dm_lexicon *lexicon, const dm_parser *parser,
                      FILE *const misses[ROWS_PARTS], dm_stance_score *out, dm_error *err)
{
    run r = {lexicon, parser, misses};
    *out = (dm_stance_score){.count = 0};
    for (size_t i = 0; i < ROWS; i++) {
        int part = i % BLIND_EVERY == BLIND_EVERY - 1 ? ROWS_BLIND : ROWS_TUNED;
        DM_TRY(read_row(&r, &rows[i], part, counts_of(out, rows[i].phenomenon, part), err));
    }
    return DM_OK;
}

static void counts_add(dm_stance_counts *all, const dm_stance_counts *n)
{
    all->rows += n->rows;
    all->right += n->right;
    all->polarity += n->polarity;
    all->modality += n->modality;
    all->by += n->by;
}

dm_stance_counts stance_of_phenomenon(const dm_stance_score *s, uint32_t phenomenon)
{
    dm_stance_counts all = {0};
    for (int p = 0; p < ROWS_PARTS; p++)
        counts_add(&all, &s->of[phenomenon][p]);
    return all;
}

dm_stance_counts stance_total(const dm_stance_score *s, int part)
{
    dm_stance_counts all = {0};
    for (uint32_t i = 0; i < s->count; i++) {
        for (int p = 0; p < ROWS_PARTS; p++) {
            if (part < 0 || p == part)
                counts_add(&all, &s->of[i][p]);
        }
    }
    return all;
}
