/* SPDX-License-Identifier: GPL-3.0-or-later */
/* coref.c - learns whom pronouns mean (cast/coref.h) from the chains of OntoGUM train and the
 * passages of GAP.  The pronouns before a question are answered by the model of the round
 * before, as they are when it is used; the first round knows the treebank's answers.
 * Cross-validated by whole documents: both rounds leave the fold out. */
#include "base/utf8.h"
#include "eval/article.h"
#include "eval/cast_eval.h"
#include "eval/clusters.h"
#include "eval/coref_eval.h"
#include "train/command.h"
#include "train/coref_fit.h"

#include <stdio.h>
#include <stdlib.h>

enum { SET_GUM, SET_GAP, ROUNDS = 2, FOLDS = 2 };

typedef struct {
    coref_options gum;
    const char *gap, *out;
    const dm_lexicon *lexicon;
    const dm_parser *parser;
    fit_options fit;
    double gap_weight;
    uint32_t folds;
    bool check;
    /* the document at hand */
    fit_data *data;
    const coref_weights *weights; /* NULL: the treebank's answers */
    const dm_document *doc;
    const chained *gold;
    uint32_t gold_count;
    const gap_passage *passage;
    uint32_t document;
} trainer;

/* ---- questions ---- */

/* "A and B" is not A: the span goes on with "and" after the candidate. */
static bool goes_on(const trainer *t, const chained *m, uint32_t end)
{
    for (uint32_t k = end; k < m->end; k++) {
        if (str_eq_nocase(token_str(t->doc, k), STR("and")))
            return true;
    }
    return false;
}

static bool in_chain(const trainer *t, const coref_candidate *x, uint32_t wanted)
{
    for (uint32_t i = 0; i < t->gold_count; i++) {
        const chained *m = &t->gold[i];
        const bool head =
            x->named ? x->begin <= m->head && m->head < x->end : m->head == x->head;
        if (m->chain == wanted && head && !goes_on(t, m, x->end))
            return true;
    }
    return false;
}

static uint32_t chain_of(const trainer *t, uint32_t token)
{
    for (uint32_t i = 0; i < t->gold_count; i++) {
        if (t->gold[i].begin == token && t->gold[i].end == token + 1)
            return t->gold[i].chain;
    }
    return UINT32_MAX;
}

/* What the treebank answers; nobody when no candidate is in the pronoun's chain. */
static void judge_gum(const trainer *t, const coref_question *q, fit_candidate *x)
{
    const uint32_t wanted = chain_of(t, q->token);
    bool any = false;
    for (uint32_t i = 1; i < q->count && wanted != UINT32_MAX; i++) {
        x[i].right = in_chain(t, &q->of[i], wanted);
        any = any || x[i].right;
    }
    x[0].right = !any;
}

static uint8_t name_of(const trainer *t, const coref_question *q, const coref_candidate *x)
{
    const gap_passage *p = t->passage;
    uint8_t is = 0;
    for (uint32_t i = 1; i < q->count; i++) {
        if (!q->of[i].named || q->of[i].chain != x->chain)
            continue;
        for (int k = 0; k < 2; k++) {
            const uint32_t end = p->at[k] + (uint32_t)utf8_count(p->name[k]);
            if (t->doc->tokens[q->of[i].begin].cp_begin < end &&
                t->doc->tokens[q->of[i].end - 1].cp_end > p->at[k])
                is |= (uint8_t)(1 << k);
        }
    }
    return is;
}

/* Gives false when the name that is meant is no candidate. */
static bool judge_gap(const trainer *t, const coref_question *q, fit_candidate *x)
{
    const gap_passage *p = t->passage;
    const uint8_t meant = (uint8_t)(p->meant[0] | p->meant[1] << 1);
    bool any = false;
    for (uint32_t i = 1; i < q->count; i++)
        x[i].is_name = name_of(t, q, &q->of[i]);
    for (uint32_t i = 0; i < q->count; i++) {
        x[i].right = meant ? (x[i].is_name & meant) != 0 : x[i].is_name == 0;
        any = any || x[i].right;
    }
    return any;
}

static void keep_candidate(fit_data *d, const coref_candidate *c, fit_candidate x)
{
    x.first = (uint32_t)d->values.len;
    for (uint32_t k = 0; k < COREF_FEATURES; k++) {
        const fit_value v = {k, c->f[k]};
        if (c->f[k] < 0 || c->f[k] > 0)
            vec_push(&d->values, v);
    }
    x.count = (uint32_t)d->values.len - x.first;
    vec_push(&d->candidates, x);
}

/* The question that is asked, not those beside it in a passage of GAP. */
static bool asked(const trainer *t, uint32_t token)
{
    const token_range at = article_tokens(t->doc, t->passage->offset, t->passage->offset + 1);
    return at.end > at.begin && at.begin == token;
}

static uint32_t choose(void *context, const coref_question *q, uint32_t best)
{
    trainer *t = context;
    fit_candidate x[COREF_CANDIDATES] = {{0}};
    fit_question one = {.first = (uint32_t)t->data->candidates.len,
                        .count = q->count,
                        .class = q->class,
                        .fold = t->document % t->folds,
                        .weight = 1};
    if (t->passage) {
        if (!asked(t, q->token))
            return best;
        one.set = SET_GAP;
        one.weight = judge_gap(t, q, x) ? (float)t->gap_weight : 0;
        one.feminine = t->passage->feminine;
        one.meant[0] = t->passage->meant[0];
        one.meant[1] = t->passage->meant[1];
    } else {
        judge_gum(t, q, x);
    }
    uint32_t known = 0;
    for (uint32_t i = 0; i < q->count; i++) {
        x[i].entity = q->of[i].chain != COREF_NOBODY && q->of[i].entity;
        known = known || !x[i].right ? known : i;
        keep_candidate(t->data, &q->of[i], x[i]);
    }
    vec_push(&t->data->questions, one);
    return t->weights ? best : known;
}

static dm_status take_gum(void *context, dm_document *doc, const dm_parse *parse,
                          const chained *gold, uint32_t count, dm_error *err)
{
    trainer *t = context;
    const coref_watch watch = {t->weights, choose, t};
    dm_cast cast;
    (void)err;
    t->doc = doc;
    t->gold = gold;
    t->gold_count = count;
    t->passage = NULL;
    cast_build_watched(t->lexicon, &watch, doc, parse, &cast);
    t->document++;
    return DM_OK;
}

static dm_status take_gap(void *context, const gap_passage *p, dm_error *err)
{
    trainer *t = context;
    const coref_watch watch = {t->weights, choose, t};
    dm_document doc;
    dm_parse parse;
    dm_cast cast;
    const dm_source source = {.bytes = p->text, .form = INPUT_TEXT, .encoding = "UTF-8"};
    dm_status status = document_read(&source, &doc, err);
    const size_t before = t->data->questions.len;
    if (status == DM_OK)
        status = parser_run(t->parser, &doc, NULL, &parse, err);
    if (status == DM_OK) {
        t->doc = &doc;
        t->passage = p;
        cast_build_watched(t->lexicon, &watch, &doc, &parse, &cast);
    }
    if (status == DM_OK && t->data->questions.len == before) { /* it was no question to us */
        const fit_question none = {.first = (uint32_t)t->data->candidates.len,
                                   .set = SET_GAP,
                                   .fold = t->document % t->folds,
                                   .feminine = p->feminine,
                                   .meant = {p->meant[0], p->meant[1]}};
        vec_push(&t->data->questions, none);
    }
    document_free(&doc);
    t->document++;
    return status;
}

static dm_status collect(trainer *t, fit_data *d, dm_error *err)
{
    t->data = d;
    t->document = 0;
    DM_TRY(coref_each(&t->gum, take_gum, t, err));
    if (!t->weights)
        return DM_OK;
    t->document = 0;
    return gap_each(t->gap, take_gap, t, err);
}

/* ---- figures ---- */

typedef struct {
    double right, found, gold, asked, agreed;
} tally;

static void measure_gum(const fit_data *d, const fit_question *q, uint32_t best, tally *by)
{
    const fit_candidate *x = &d->candidates.at[q->first];
    bool named = false;
    for (uint32_t i = 1; i < q->count; i++)
        named = named || (x[i].right && x[i].entity);
    by->asked++;
    by->agreed += x[best].right;
    by->found += x[best].entity;
    by->right += x[best].entity && x[best].right;
    by->gold += named;
}

static void measure_gap(const fit_data *d, const fit_question *q, uint32_t best, tally *by)
{
    const uint8_t is = q->count ? d->candidates.at[q->first + best].is_name : 0;
    for (int k = 0; k < 2; k++) {
        const bool said = (is >> k & 1) != 0;
        by->found += said;
        by->gold += q->meant[k];
        by->right += said && q->meant[k];
    }
}

typedef struct {
    tally gum[COREF_CLASSES], gap[2];
} figures;

static void measure(const fit_data *d, const coref_weights *w, uint32_t fold, figures *f)
{
    for (size_t i = 0; i < d->questions.len; i++) {
        const fit_question *q = &d->questions.at[i];
        if (fold != UINT32_MAX && q->fold != fold)
            continue;
        const uint32_t best = q->count ? fit_best(d, q, &w[q->class]) : 0;
        if (q->set == SET_GUM)
            measure_gum(d, q, best, &f->gum[q->class]);
        else
            measure_gap(d, q, best, &f->gap[q->feminine]);
    }
}

static void report(const char *what, const figures *f)
{
    static const char *const class[COREF_CLASSES] = {"he, she", "it", "they"};
    for (int k = 0; k < COREF_CLASSES; k++) {
        const tally *x = &f->gum[k];
        (void)printf(
            "%s: OntoGUM train, %-8s agreed %.4f of %.0f; links to names P %.3f R %.3f "
            "F1 %.4f\n",
            what, class[k], x -> agreed / x -> asked, x -> asked, x -> right / x -> found,
            x -> right / x -> gold, f1_of(x->right, x->found, x->gold));
    }
    const tally *m = &f->gap[0], *w = &f->gap[1];
    const double right = m->right + w->right, found = m->found + w->found,
                 gold = m->gold + w->gold;
    (void)printf("%s: GAP F1 %.4f P %.3f R %.3f, feminine / masculine %.3f (P %.3f R %.3f, P "
                 "%.3f R %.3f)\n",
                 what, f1_of(right, found, gold), right / found, right / gold,
                 f1_of(w->right, w->found, w->gold) / f1_of(m->right, m->found, m->gold),
                 w->right / w->found, w->right / w->gold, m->right / m->found,
                 m->right / m->gold);
}

/* ---- rounds ---- */

static dm_status learn(trainer *t, uint32_t leave, coref_weights *w, figures *f, dm_error *err)
{
    coref_weights *own = dm_calloc(COREF_CLASSES, sizeof *own);
    dm_status status = DM_OK;
    t->fit.leave = leave;
    t->weights = NULL;
    for (int round = 0; round < ROUNDS && status == DM_OK; round++) {
        fit_data d = {0};
        status = collect(t, &d, err);
        for (int k = 0; k < COREF_CLASSES && status == DM_OK; k++)
            fit_coref(&d, &t->fit, (coref_class)k, &own[k]);
        t->weights = own;
        if (status == DM_OK && round + 1 == ROUNDS)
            measure(&d, own, leave, f);
        coref_fit_free(&d);
    }
    memcpy(w, own, COREF_CLASSES * sizeof *own);
    t->weights = NULL;
    free(own);
    return status;
}

/* ---- the table ---- */

static void print_row(FILE *to, const float *x, int n)
{
    (void)fputs("{", to);
    for (int i = 0; i < n; i++)
        (void)fprintf(to, "%.4fF%s", (double)x[i], i + 1 < n ? "," : "");
    (void)fputs("}", to);
}

static void print_weights(FILE *to, const coref_weights *w)
{
    (void)fprintf(to, "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
                      "/* Learned by dramatis-train coref. */\n");
    for (int k = 0; k < COREF_CLASSES; k++) {
        (void)fputs("{", to);
        print_row(to, w[k].direct, COREF_FEATURES);
        (void)fputs(",\n{", to);
        for (int h = 0; h < COREF_HIDDEN; h++) {
            print_row(to, w[k].hidden[h], COREF_FEATURES);
            (void)fputs(h + 1 < COREF_HIDDEN ? ",\n" : "},\n", to);
        }
        print_row(to, w[k].out, COREF_HIDDEN);
        (void)fputs("},\n", to);
    }
}

static dm_status run(trainer *t, dm_error *err)
{
    static coref_weights w[COREF_CLASSES];
    figures held = {0}, seen = {0};
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    for (uint32_t fold = 0; fold < t->folds && t->check; fold++)
        DM_TRY(learn(t, fold, w, &held, err));
    if (t->check)
        report("held out", &held);
    if (!t->out)
        return DM_OK;
    DM_TRY(learn(t, UINT32_MAX, w, &seen, err));
    report("learned", &seen);
    FILE *to = fopen(t->out, "w");
    if (!to)
        return dm_fail(err, DM_EINPUT, "%s: cannot be written", t->out);
    print_weights(to, w);
    (void)fclose(to);
    return DM_OK;
}

static bool read_option(trainer *t, const char *name, const char *value)
{
    if (strcmp(name, "--epochs") == 0)
        t->fit.epochs = (int)strtol(value, NULL, 10);
    else if (strcmp(name, "--rate") == 0)
        t->fit.rate = strtod(value, NULL);
    else if (strcmp(name, "--ridge") == 0)
        t->fit.ridge = strtod(value, NULL);
    else if (strcmp(name, "--gap") == 0)
        t->gap_weight = strtod(value, NULL);
    else if (strcmp(name, "--folds") == 0)
        t->folds = (uint32_t)strtoul(value, NULL, 10);
    else if (strcmp(name, "--out") == 0)
        t->out = value;
    else
        return false;
    return true;
}

int train_coref(int argc, char **argv)
{
    trainer t = {.fit = {.epochs = 12, .rate = 0.01, .ridge = 0.3},
                 .gap_weight = 1,
                 .folds = FOLDS,
                 .check = true};
    const char *data = "../shared/data";
    dm_error err = {0};
    dm_arena a = {0};
    dm_lexicon *lexicon = NULL;
    dm_parser *parser = NULL;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--data") == 0)
            data = argv[i + 1];
        else if (strcmp(argv[i], "--check") == 0)
            t.check = strcmp(argv[i + 1], "no") != 0;
        else if (!read_option(&t, argv[i], argv[i + 1])) {
            (void)fprintf(stderr, "dramatis-train coref: unknown option %s\n", argv[i]);
            return 2;
        }
    }
    dm_status status = lexicon_open(STR(""), &lexicon, &err);
    if (status == DM_OK)
        status = parser_open(STR(""), &parser, &err);
    t.lexicon = lexicon;
    t.parser = parser;
    t.gum = (coref_options){.parser = parser,
                            .lexicon = lexicon,
                            .conllu = str_fmt(&a, "%s/ud/gum-train.conllu", data).ptr,
                            .folder = str_fmt(&a, "%s/coref/ontogum/train", data).ptr};
    t.gap = str_fmt(&a, "%s/coref/gap/gap-development.tsv", data).ptr;
    if (status == DM_OK)
        status = run(&t, &err);
    if (status != DM_OK)
        (void)fprintf(stderr, "dramatis-train coref: %s\n", err.message);
    parser_free(parser);
    lexicon_free(lexicon);
    arena_free(&a);
    return status == DM_OK ? 0 : 3;
}
