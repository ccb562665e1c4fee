/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/relations_eval.h"

#include "base/vec.h"
#include "eval/article.h"
#include "relate/mend.h"
#include "relate/support.h"
#include "relate/ties.h"

#include <stdlib.h>

static const struct {
    corpus_id corpus;
    dm_rel rel;
    dm_kind kind;
    const char *label;
    bool swap;
} views[] = {
#define VIEW(corpus, rel, kind, label, swap) \
    {CORPUS_##corpus, REL_##rel, KIND_##kind, (label), (swap)},
#include "eval/corpora.def"
#undef VIEW
};

double view_precision(const view_tally *t)
{
    return t->shown ? (double)t->right / t->shown : 0;
}

double view_recall(const view_tally *t)
{
    return t->gold ? (double)t->found / t->gold : 0;
}

double view_f1(const view_tally *t)
{
    double p = view_precision(t), r = view_recall(t);
    return p + r > 0 ? 2 * p * r / (p + r) : 0;
}

typedef struct {
    corpus_id corpus;
    const state_article *x;
    relations_score *out;
    FILE *misses;
    struct {
        const char *label;
        uint32_t source, target;
    } seen[4096];
    uint32_t seen_count;
} sheet;

static view_tally *tally_of(relations_score *s, const char *label)
{
    uint32_t i = 0;
    while (i < s->label_count && strcmp(s->name[i], label) != 0)
        i++;
    if (i == VIEW_LABELS)
        return &s->label[VIEW_LABELS - 1];
    if (i == s->label_count)
        s->name[s->label_count++] = label;
    return &s->label[i];
}

static bool asked(const state_article *x, const char *label)
{
    bool all = x->asked_count == 0;
    for (uint32_t i = 0; i < x->asked_count; i++)
        all = all || !strcmp(x->asked[i], label);
    return all;
}

static bool same_kind(uint8_t own, uint8_t gold)
{
    return gold == KIND_COUNT || own == gold || (own == KIND_country && gold == KIND_place);
}

/* Has the entity a mention at the place?  strict: with the same borders and kind. */
static bool stands_at(const sheet *s, uint32_t entity, const uint32_t at[2], uint8_t kind)
{
    const dm_entity *e = &s->x->cast.entities[entity];
    bool strict = s->corpus == CORPUS_conll04;
    for (uint32_t i = 0; i < e->mention_count; i++) {
        const dm_mention *m = &s->x->cast.mentions[e->mentions[i]];
        uint32_t begin = s->x->doc.tokens[m->begin].cp_begin;
        uint32_t end = s->x->doc.tokens[m->end - 1].cp_end;
        if (strict ? begin == at[0] && end == at[1] && same_kind(e->kind, kind)
                   : begin < at[1] && at[0] < end)
            return true;
    }
    return false;
}

static bool answers(const sheet *s, const char *label, uint32_t source, uint32_t target,
                    bool symmetric)
{
    bool right = false;
    for (uint32_t i = 0; i < s->x->fact_count; i++) {
        state_fact *f = &s->x->facts[i];
        if (strcmp(f->label, label) != 0)
            continue;
        bool ahead = stands_at(s, source, f->source, f->kinds[0]) &&
                     stands_at(s, target, f->target, f->kinds[1]);
        bool back = symmetric && stands_at(s, target, f->source, f->kinds[0]) &&
                    stands_at(s, source, f->target, f->kinds[1]);
        f->found = f->found || ahead || back;
        right = right || ahead || back;
    }
    return right;
}

static bool seen_before(sheet *s, const char *label, uint32_t source, uint32_t target)
{
    for (uint32_t i = 0; i < s->seen_count; i++) {
        if (!strcmp(s->seen[i].label, label) && s->seen[i].source == source &&
            s->seen[i].target == target)
            return true;
    }
    if (s->seen_count < sizeof s->seen / sizeof *s->seen) {
        s->seen[s->seen_count].label = label;
        s->seen[s->seen_count].source = source;
        s->seen[s->seen_count++].target = target;
    }
    return false;
}

static void print_edge(const sheet *s, const char *what, const char *label, uint32_t source,
                       uint32_t target, const dm_relation *r)
{
    dm_str a = s->x->cast.entities[source].label, b = s->x->cast.entities[target].label;
    if (s->misses)
        (void)fprintf(s->misses, "  %s %.*s -%s-> %.*s  [%.*s; %.2f]\n", what, STR_ARG(a),
                      label, STR_ARG(b), STR_ARG(r->rule), (double)r->confidence);
}

static void count_edge(sheet *s, const dm_relation *r)
{
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        uint8_t kind = s->x->cast.entities[r->target].kind;
        if (views[i].corpus != s->corpus || views[i].rel != (dm_rel)r->rel ||
            (views[i].kind != KIND_COUNT && views[i].kind != (dm_kind)kind) ||
            !asked(s->x, views[i].label))
            continue;
        bool party = s->x->cast.entities[r->target].subkind == SUBKIND_party;
        if (!strcmp(views[i].label, "POLITICAL_AFFILIATION") != party &&
            s->corpus == CORPUS_knowledgenet && r->rel == REL_member_of)
            continue;
        uint32_t a = views[i].swap ? r->target : r->source;
        uint32_t b = views[i].swap ? r->source : r->target;
        if (seen_before(s, views[i].label, a, b))
            continue;
        bool right = answers(s, views[i].label, a, b, rel_table[r->rel].symmetric);
        view_tally *t = tally_of(s->out, views[i].label);
        uint32_t step = (uint32_t)(r->confidence * 10);
        t->shown++;
        t->right += right;
        s->out->all.shown++;
        s->out->all.right += right;
        s->out->sure[step < 10 ? step : 9].shown++;
        s->out->sure[step < 10 ? step : 9].right += right;
        if (!right)
            print_edge(s, "extra ", views[i].label, a, b, r);
    }
}

/* A span that begins with a capital and is no pronoun. */
static bool is_name(const state_article *x, const uint32_t at[2])
{
    const token_range r = article_tokens(&x->doc, at[0], at[1]);
    if (r.begin >= r.end || !x->parse.words)
        return false;
    dm_str word = token_str(&x->doc, r.begin);
    return x->parse.words[r.begin].upos != UPOS_PRON && word.len &&
           !(word.ptr[0] >= 'a' && word.ptr[0] <= 'z');
}

static void count_gold(sheet *s)
{
    for (uint32_t i = 0; i < s->x->fact_count; i++) {
        const state_fact *f = &s->x->facts[i];
        view_tally *t = tally_of(s->out, f->label);
        t->gold++;
        t->found += f->found;
        s->out->all.gold++;
        s->out->all.found += f->found;
        if (is_name(s->x, f->source) && is_name(s->x, f->target)) {
            s->out->named.gold++;
            s->out->named.found += f->found;
        }
        if (s->misses && !f->found)
            (void)fprintf(s->misses, "  missed -%s-> %u %u %u %u\n", f->label,
                          (unsigned)f->source[0], (unsigned)f->source[1],
                          (unsigned)f->target[0], (unsigned)f->target[1]);
    }
}

static void score(const corpus_options *o, const dm_state_model *model, sheet *s,
                  state_article *x)
{
    dm_relate_input in = {
        .lexicon = o->lex, .doc = &x->doc, .parse = &x->parse, .cast = &x->cast};
    dm_relations list = {0};
    relate_states(model, &in, &list);
    relations_mark_derived(&in, &list);
    relate_ties(&in, &list);
    relations_mend(&in, &list);
    relations_sort(&list);
    s->x = x;
    s->seen_count = 0;
    if (s->misses)
        (void)fprintf(s->misses, "== %.*s\n", STR_ARG(x->doc.text));
    for (size_t i = 0; i < list.len; i++) {
        const dm_relation *r = &list.at[i];
        if (r->polarity == POLARITY_AFFIRMED && r->modality != MODALITY_DENIED)
            count_edge(s, r);
    }
    count_gold(s);
    relations_free(&list);
}

dm_status relations_eval(corpus_id c, const char *path, const corpus_options *o,
                         const dm_state_model *model, FILE *misses, relations_score *out,
                         dm_error *err)
{
    state_articles articles = {0};
    *out = (relations_score){0};
    dm_status status = corpus_read(c, path, o, &articles, err);
    sheet *s = dm_calloc(1, sizeof *s);
    *s = (sheet){.corpus = c, .out = out, .misses = misses};
    for (size_t i = 0; status == DM_OK && i < articles.len; i++)
        score(o, model, s, &articles.at[i]);
    out->named.right = out->all.right;
    out->named.shown = out->all.shown;
    free(s);
    states_articles_free(&articles);
    return status;
}
