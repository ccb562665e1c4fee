/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/parse_eval.h"

#include "base/file.h"

enum { ID, FORM, LEMMA, UPOS_COL, XPOS_COL, FEATS, HEAD, DEPREL_COL, COLUMNS };

/* A word of the treebank beside ours. */
typedef struct {
    const dm_str *column;
    const dm_word *w;
    uint32_t token;
    uint32_t head; /* ours, counted as the treebank does */
    uint32_t gold_head;
} pair;

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

static void count_word(const pair *p, tree_figures *f)
{
    const dm_str label = str_z(deprel_name(p->w->deprel));
    const bool same_head = p->head == p->gold_head;
    f->tokens++;
    f->upos += str_eq(p->column[UPOS_COL], str_z(upos_name(p->w->upos)));
    f->xpos += str_eq(p->column[XPOS_COL], str_z(xpos_name(p->w->xpos)));
    f->lemma += str_eq(p->column[LEMMA], p->w->lemma);
    f->uas += same_head;
    f->las += same_head && str_eq(p->column[DEPREL_COL], label);
    f->las_main += same_head && same_main(p->column[DEPREL_COL], label);
}

/* ---- errors ---- */

static dm_str distance_class(uint32_t token, uint32_t head)
{
    if (!head)
        return STR("root");
    const uint32_t d = head > token ? head - token : token - head;
    const bool right = head > token;
    return d == 1   ? right ? STR("head 1 right") : STR("head 1 left")
             : d == 2 ? right ? STR("head 2 right") : STR("head 2 left")
             : d <= 5 ? right ? STR("head 3-5 right") : STR("head 3-5 left")
             : d <= 9 ? right ? STR("head 6-9 right") : STR("head 6-9 left")
             : right ? STR("head 10+ right")
                    : STR("head 10+ left");
}

static void note_change(frequency *f, dm_str gold, dm_str ours, dm_str words)
{
    if (str_eq(gold, ours))
        return;
    dm_buf key = {0};
    buf_fmt(&key, "%.*s -> %.*s", STR_ARG(gold), STR_ARG(ours));
    frequency_error(f, buf_str(&key), words);
    buf_free(&key);
}

static void note_miss(frequency *f, dm_str class_, bool wrong, dm_str words)
{
    frequency_chance(f, class_);
    if (wrong)
        frequency_error(f, class_, words);
}

static void note_word(const pair *p, tree_errors *e)
{
    const dm_str form = p->column[FORM], label = p->column[DEPREL_COL];
    const dm_str ours = str_z(deprel_name(p->w->deprel));
    const bool wrong = p->head != p->gold_head;
    note_change(&e->upos, p->column[UPOS_COL], str_z(upos_name(p->w->upos)), form);
    note_change(&e->xpos, p->column[XPOS_COL], str_z(xpos_name(p->w->xpos)), form);
    if (!wrong)
        note_change(&e->labels, label, ours, form);
    note_miss(&e->heads, label, wrong, form);
    note_miss(&e->distance, distance_class(p->token, p->gold_head), wrong, label);
    note_miss(&e->upos_las, p->column[UPOS_COL], wrong || !str_eq(label, ours), label);
}

void tree_errors_print(tree_errors *e, uint32_t most, FILE *to)
{
    frequency_print(&e->labels, "labels, head right: gold -> ours", most, to);
    frequency_print(&e->heads, "wrong heads by label", most, to);
    frequency_print(&e->distance, "wrong heads by distance", most, to);
    frequency_print(&e->upos_las, "wrong head or label by part of speech", most, to);
    frequency_print(&e->upos, "parts of speech: gold -> ours", most, to);
    frequency_print(&e->xpos, "Penn tags: gold -> ours", most, to);
}

/* ---- files ---- */

static void compare_file(dm_str conllu, dm_document *doc, const dm_parse *parse,
                         tree_figures *f, tree_errors *errors)
{
    uint32_t t = 0;
    while (conllu.len > 0 && t < doc->token_count) {
        dm_str line = str_trim(str_cut(conllu, '\n', &conllu)), column[COLUMNS];
        for (size_t c = 0; c < COLUMNS; c++)
            column[c] = str_cut(line, '\t', &line);
        if (!is_word(column[ID]))
            continue;
        const uint32_t first = doc->sentences[doc->tokens[t].sentence].first;
        const dm_word *w = &parse->words[t];
        const pair p = {.column = column,
                        .w = w,
                        .token = t - first + 1,
                        .head = w->head == HEAD_ROOT ? 0 : w->head - first + 1,
                        .gold_head = number(column[HEAD])};
        count_word(&p, f);
        if (errors)
            note_word(&p, errors);
        f->lemma_gold += str_eq(column[LEMMA],
                                lemma_of(&doc->arena, column[FORM], upos_find(column[UPOS_COL]),
                                         xpos_find(column[XPOS_COL])));
        t++;
    }
}

dm_status eval_trees(const dm_parser *parser, const dm_parse_options *options, const char *path,
                     tree_figures *out, tree_errors *errors, dm_error *err)
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
        compare_file(buf_str(&file), &doc, &parse, out, errors);
    }
    document_free(&doc);
    buf_free(&file);
    return status;
}
