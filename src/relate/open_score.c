/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/open_score.h"

#include <math.h>

const char *const open_feature_names[OPENF_COUNT] = {
#define OPEN_WEIGHT(id, weight, about) #id,
#include "relate/open_weights.def"
#undef OPEN_WEIGHT
};

const char *const open_feature_about[OPENF_COUNT] = {
#define OPEN_WEIGHT(id, weight, about) about,
#include "relate/open_weights.def"
#undef OPEN_WEIGHT
};

static const double weights[OPENF_COUNT] = {
#define OPEN_WEIGHT(id, weight, about) weight,
#include "relate/open_weights.def"
#undef OPEN_WEIGHT
};

/* What only spells out a part of another triple ranks below it, however well it is said. */
static const double DETAIL = 0.5;

static double size_of(uint32_t n)
{
    return log(1.0 + (double)n);
}

static uint32_t count_of(const dm_tree *t, dm_words w, uint8_t upos)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < w.count; i++)
        n += !open_is_ours(w.at[i]) && t->words[w.at[i]].upos == upos;
    return n;
}

static void form_features(const dm_triple *x, double *f)
{
    static const uint8_t of[OPEN_FORM_COUNT] = {
        [OPEN_object] = OPENF_bias,
        [OPEN_oblique] = OPENF_oblique,
        [OPEN_object_oblique] = OPENF_object_oblique,
        [OPEN_agent] = OPENF_agent,
        [OPEN_time] = OPENF_time,
        [OPEN_complement] = OPENF_complement,
        [OPEN_clause] = OPENF_clause,
        [OPEN_copula] = OPENF_copula,
        [OPEN_quality] = OPENF_quality,
        [OPEN_copula_oblique] = OPENF_copula_oblique,
        [OPEN_nominal] = OPENF_nominal,
        [OPEN_apposition] = OPENF_apposition,
        [OPEN_existence] = OPENF_existence,
    };
    f[OPENF_bias] = 1;
    f[of[x->form]] = 1;
}

static void argument_features(const dm_tree *t, const dm_triple *x, double *f)
{
    const dm_word *a = &t->words[x->first_head], *b = &t->words[x->second_head];
    uint32_t p = x->predicate, i = x->first_head, j = x->second_head;
    f[OPENF_first_length] = size_of(x->first.count);
    f[OPENF_relation_length] = size_of(x->relation.count);
    f[OPENF_second_length] = size_of(x->second.count);
    f[OPENF_first_pronoun] = a->upos == UPOS_PRON;
    f[OPENF_second_pronoun] = b->upos == UPOS_PRON;
    f[OPENF_first_name] = a->upos == UPOS_PROPN;
    f[OPENF_second_name] = b->upos == UPOS_PROPN;
    f[OPENF_first_far] = size_of(i < p ? p - i : i - p);
    f[OPENF_second_far] = size_of(j < p ? p - j : j - p);
    f[OPENF_first_behind] = i > p;
    f[OPENF_second_before] = j < p;
    f[OPENF_first_conjunct] = a->deprel == DEP_conj;
    f[OPENF_second_conjunct] = b->deprel == DEP_conj;
    f[OPENF_first_verb] = count_of(t, x->first, UPOS_VERB) > 0;
    f[OPENF_second_verb] = count_of(t, x->second, UPOS_VERB) > 0;
    f[OPENF_second_joined] = count_of(t, x->second, UPOS_CCONJ) > 0;
    f[OPENF_second_commas] = size_of(count_of(t, x->second, UPOS_PUNCT));
}

static bool is_conditional(const dm_tree *t, uint32_t p)
{
    static const char *const ifs[] = {"if", "unless", "whether", NULL};
    for (uint32_t c = child_first(t, p); c != TOKEN_NONE; c = child_next(t, c)) {
        if (dep_of(t, c) == DEP_mark && lemma_in(lemma_at(t, c), ifs))
            return true;
    }
    return false;
}

static void predicate_features(const dm_tree *t, const dm_triple *x, double *f)
{
    uint32_t p = x->predicate;
    uint8_t dep = dep_of(t, p);
    f[OPENF_predicate_root] = dep == DEP_root;
    f[OPENF_predicate_conjunct] = dep == DEP_conj;
    f[OPENF_predicate_content] = dep == DEP_ccomp;
    f[OPENF_predicate_adverbial] = dep == DEP_advcl;
    f[OPENF_predicate_participle] = dep == DEP_acl;
    f[OPENF_predicate_relative] = dep == DEP_acl_relcl;
    f[OPENF_predicate_open] = dep == DEP_xcomp;
    f[OPENF_conditional] = is_conditional(t, p);
    f[OPENF_chain] = size_of(count_of(t, x->relation, UPOS_VERB));
    for (uint32_t i = 0; i < x->relation.count; i++) {
        uint32_t w = x->relation.at[i];
        if (open_is_ours(w))
            continue;
        f[OPENF_negated] += lemma_is(t, w, "not") || lemma_is(t, w, "never");
        f[OPENF_modal] += t->words[w].xpos == XPOS_MD;
        f[OPENF_passive] += dep_of(t, w) == DEP_aux_pass;
    }
}

void open_features(const dm_tree *t, const dm_triple *x, double f[OPENF_COUNT])
{
    memset(f, 0, OPENF_COUNT * sizeof *f);
    const dm_sentence *s = &t->doc->sentences[x->sentence];
    f[OPENF_sentence_length] = size_of(s->end - s->first);
    form_features(x, f);
    argument_features(t, x, f);
    predicate_features(t, x, f);
}

float open_confidence(const dm_tree *t, const dm_triple *x)
{
    double f[OPENF_COUNT], sum = 0;
    open_features(t, x, f);
    for (int i = 0; i < OPENF_COUNT; i++)
        sum += weights[i] * f[i];
    double belief = 1.0 / (1.0 + exp(-sum));
    return (float)(x->form == OPEN_nominal ? DETAIL * belief : belief);
}
