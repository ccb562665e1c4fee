/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/states_eval.h"

double tally_f1(const dm_tally *t)
{
    return t->shown + t->gold ? 2.0 * t->right / (t->shown + t->gold) : 0;
}

static bool is_gold(const state_article *a, const state_gold *g)
{
    for (uint32_t i = 0; i < a->gold_count; i++) {
        const state_gold *h = &a->gold[i];
        if (h->source == g->source && h->target == g->target && !strcmp(h->label, g->label))
            return true;
    }
    return false;
}

static void count_gold(const state_article *a, dm_states_score *s)
{
    s->all.gold += a->gold_count;
    for (uint32_t i = 0; i < a->gold_count; i++) {
        const state_gold *g = &a->gold[i];
        state_label l = states_label_of(str_z(g->label), a->cast.entities[g->source].kind);
        if (l.rel != REL_NONE)
            s->relation[l.rel].gold++;
    }
}

static dm_tally *rule_tally(dm_states_score *s, dm_str name)
{
    enum { RULES = sizeof s->rule / sizeof *s->rule };
    uint32_t i = 0;
    while (i < s->rule_count && !str_eq(s->rule[i].name, name))
        i++;
    if (i == RULES)
        i--;
    if (i == s->rule_count) {
        s->rule[i].name = name;
        s->rule_count++;
    }
    return &s->rule[i].tally;
}

static void count_edge(const state_article *a, const dm_relation *r, dm_states_score *s)
{
    state_gold out[2];
    uint32_t n = states_to_dwie(&a->cast, r, out);
    uint32_t step = (uint32_t)(r->confidence * 10);
    for (uint32_t i = 0; i < n; i++) {
        bool right = is_gold(a, &out[i]);
        dm_tally *all[] = {&s->all, &s->relation[r->rel], &s->reliability[step < 10 ? step : 9],
                           rule_tally(s, r->rule)};
        for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
            all[k]->shown++;
            all[k]->right += right;
        }
    }
}

void states_score(state_articles *articles, const dm_lexicon *lex, const dm_state_model *model,
                  dm_states_score *out)
{
    *out = (dm_states_score){0};
    for (size_t i = 0; i < articles->len; i++) {
        state_article *a = &articles->at[i];
        dm_relate_input in = {
            .lexicon = lex, .doc = &a->doc, .parse = &a->parse, .cast = &a->cast};
        dm_relations list = {0};
        relate_states(model, &in, &list);
        relations_sort(&list);
        out->articles++;
        count_gold(a, out);
        for (size_t k = 0; k < list.len; k++)
            count_edge(a, &list.at[k], out);
        relations_free(&list);
    }
}

static void print_tally(FILE *out, const char *name, size_t len, const dm_tally *t)
{
    (void)fprintf(out, "%-20.*s P %.4f R %.4f F1 %.4f  right %5u shown %5u gold %5u\n",
                  (int)len, name, t->shown ? (double)t->right / t->shown : 0,
                  t->gold ? (double)t->right / t->gold : 0, tally_f1(t), (unsigned)t->right,
                  (unsigned)t->shown, (unsigned)t->gold);
}

void states_print(const dm_states_score *s, FILE *out)
{
    for (uint32_t r = 0; r < REL_COUNT; r++) {
        if (s->relation[r].gold || s->relation[r].shown)
            print_tally(out, rel_table[r].name, strlen(rel_table[r].name), &s->relation[r]);
    }
    (void)fputs("confidence: right of shown\n", out);
    for (uint32_t i = 0; i < 10; i++) {
        const dm_tally *t = &s->reliability[i];
        if (t->shown)
            (void)fprintf(out, "  .%u-  %.2f of %u\n", (unsigned)i, (double)t->right / t->shown,
                          (unsigned)t->shown);
    }
    (void)fputs("proposed by\n", out);
    for (uint32_t i = 0; i < s->rule_count; i++)
        print_tally(out, s->rule[i].name.ptr, s->rule[i].name.len, &s->rule[i].tally);
    print_tally(out, "all", 3, &s->all);
}

dm_status states_eval(const char *path, const dm_lexicon *lex, const dm_parser *parser,
                      const dm_state_model *model, FILE *table, double *f1, dm_error *err)
{
    state_articles articles = {0};
    dm_status status = states_read_dwie(path, lex, parser, &articles, err);
    if (status == DM_OK) {
        dm_states_score score;
        states_score(&articles, lex, model, &score);
        *f1 = tally_f1(&score.all);
        if (table)
            states_print(&score, table);
    }
    states_articles_free(&articles);
    return status;
}
