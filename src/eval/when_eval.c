/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/when_eval.h"

#include "relate/stance.h"
#include "relate/when.h"

typedef struct {
    const char *kind, *text, *date;
    bool attach;
    when_tense tense;
    const char *expected;
} when_row;

static const when_row rows[] = {
#define WHEN(kind, text, date, tense, expected) \
    {#kind, text, date, false, WHEN_##tense, expected},
#define HAPPENED(kind, text, date, expected) {#kind, text, date, true, WHEN_NEAREST, expected},
#include "eval/when_cases.def"
#undef WHEN
#undef HAPPENED
};
enum { ROWS = sizeof rows / sizeof rows[0], BLIND_EVERY = 3 };

static uint32_t token_at(const dm_document *doc, size_t byte)
{
    for (uint32_t t = 0; t < doc->token_count; t++) {
        if (doc->tokens[t].begin <= byte && byte < doc->tokens[t].end)
            return t;
    }
    return UINT32_MAX;
}

/* The date of the starred act, through the whole pipeline. */
static dm_status attached(const dm_lexicon *lexicon, const dm_parser *parser,
                          const when_row *row, char got[CALENDAR_TEXT], dm_error *err)
{
    dm_document doc;
    dm_parse parse = {0};
    dm_cast cast = {0};
    dm_buf text = {0};
    const char *star = strchr(row->text, '*');
    size_t at = star ? (size_t)(star - row->text) : 0;
    buf_fmt(&text, "%.*s%s", (int)at, row->text, star ? star + 1 : row->text);
    dm_status status = document_read(&(dm_source){.bytes = buf_str(&text),
                                                  .form = INPUT_TEXT,
                                                  .encoding = "UTF-8",
                                                  .date = str_z(row->date)},
                                     &doc, err);
    if (status == DM_OK)
        status = parser_run(parser, &doc, NULL, &parse, err);
    if (status == DM_OK) {
        cast_build(lexicon, &doc, &parse, &cast);
        dm_relate_input in = {.lexicon = lexicon, .doc = &doc, .parse = &parse, .cast = &cast};
        dm_tree t = tree_of(&in);
        dm_whens w = whens_of(&t);
        uint32_t p = token_at(&doc, at);
        dm_when when;
        if (p != UINT32_MAX && when_of(&w, p, stance_of(&t, p).modality, &when))
            memcpy(got, when.value.iso, CALENDAR_TEXT);
    }
    document_free(&doc);
    buf_free(&text);
    return status;
}

static dm_when_counts *counts_of(dm_when_score *s, const char *kind, int part)
{
    uint32_t i = 0;
    while (i < s->count && strcmp(s->name[i], kind) != 0)
        i++;
    if (i == s->count && i + 1 < WHEN_KINDS)
        s->name[s->count++] = kind;
    return &s->of[i][part];
}

dm_status when_eval(const dm_lexicon *lexicon, const dm_parser *parser,
                    FILE *const misses[ROWS_PARTS], dm_when_score *out, dm_error *err)
{
    *out = (dm_when_score){.count = 0};
    for (size_t i = 0; i < ROWS; i++) {
        const when_row *row = &rows[i];
        int part = i % BLIND_EVERY == BLIND_EVERY - 1 ? ROWS_BLIND : ROWS_TUNED;
        char got[CALENDAR_TEXT] = "";
        text_when x;
        if (row->attach)
            DM_TRY(attached(lexicon, parser, row, got, err));
        else if (when_find(str_z(row->text), 0, str_z(row->date), row->tense, &x))
            memcpy(got, x.iso, sizeof got);
        dm_when_counts *n = counts_of(out, row->kind, part);
        bool right = strcmp(got, row->expected) == 0;
        n->rows++;
        n->right += right;
        if (!right && misses && misses[part])
            (void)fprintf(misses[part], "  %s: %s (%s)\n    is '%s', not '%s'\n", row->kind,
                          row->text, row->date, got, row->expected);
    }
    return DM_OK;
}

dm_when_counts when_of_kind(const dm_when_score *s, uint32_t kind)
{
    const dm_when_counts *a = &s->of[kind][ROWS_TUNED], *b = &s->of[kind][ROWS_BLIND];
    return (dm_when_counts){a->rows + b->rows, a->right + b->right};
}

dm_when_counts when_total(const dm_when_score *s, int part)
{
    dm_when_counts all = {0};
    for (uint32_t i = 0; i < s->count; i++) {
        for (int p = 0; p < ROWS_PARTS; p++) {
            all.rows += part < 0 || p == part ? s->of[i][p].rows : 0;
            all.right += part < 0 || p == part ? s->of[i][p].right : 0;
        }
    }
    return all;
}
