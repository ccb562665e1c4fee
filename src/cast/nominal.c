/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nominal.c - "the president", "the group", "the country": descriptions in the place of a name.
 */
#include "cast/caster.h"

#define REACH_BACK 400 /* tokens within which a description finds its name */

typedef struct {
    uint32_t begin, end, head;
    dm_str lemma;
    dm_office office;
    dm_agent_word agent;
    bool plural, definite;
    uint32_t of; /* body or country named with it, or ENTITY_NONE */
    char gender;
} nominal;

static bool inner_relation(uint8_t d)
{
    return d == DEP_det || d == DEP_amod || d == DEP_compound || d == DEP_nummod ||
           d == DEP_nmod_poss || d == DEP_case || d == DEP_flat || d == DEP_det_predet ||
           d == DEP_punct;
}

static uint32_t phrase_begin(const caster *c, uint32_t t)
{
    uint32_t first = c->doc->sentences[sentence_of(c, t)].first, b = t;
    while (b > first) {
        uint32_t h = word_head(c, b - 1);
        uint8_t d = word_deprel(c, b - 1);
        if (h == HEAD_ROOT || h < b || h > t || !inner_relation(d) ||
            word_upos(c, b - 1) == UPOS_ADP || word_upos(c, b - 1) == UPOS_PUNCT)
            break;
        b--;
    }
    return b;
}

static void read_modifiers(const caster *c, nominal *n)
{
    for (uint32_t t = n->begin; t < n->head; t++) {
        uint8_t d = word_deprel(c, t);
        if (word_in(c->low[t], " the this that these those his her its their "))
            n->definite = true;
        if (word_in(c->low[t], " a an another some any every no each "))
            n->definite = false;
        uint32_t e = named_entity(c, t);
        if (e != ENTITY_NONE) {
            n->of = e;
            n->definite = n->definite || d == DEP_nmod_poss;
        }
    }
    uint32_t k = n->head + 1;
    if (k + 1 < c->doc->token_count && word_in(c->low[k], " of for ")) {
        k += word_is(c, k + 1, "the") ? 2 : 1;
        if (named_entity(c, k) != ENTITY_NONE)
            n->of = named_entity(c, k);
    }
}

static bool predicative(const caster *c, uint32_t t)
{
    uint8_t d = word_deprel(c, t);
    if (d == DEP_appos || d == DEP_compound || d == DEP_flat || d == DEP_vocative ||
        d == DEP_nmod_desc)
        return true;
    for (uint32_t k = c->doc->sentences[sentence_of(c, t)].first;
         k < c->doc->sentences[sentence_of(c, t)].end; k++) {
        bool copula = word_deprel(c, k) == DEP_cop && word_head(c, k) == t;
        bool named_beside = word_head(c, k) == t && c->owner[k] != NOTHING &&
                            (word_deprel(c, k) == DEP_appos || word_deprel(c, k) == DEP_flat);
        if (copula || named_beside)
            return true;
    }
    return false;
}

static bool read_nominal(const caster *c, uint32_t t, nominal *n)
{
    if (c->owner[t] != NOTHING || word_upos(c, t) != UPOS_NOUN)
        return false;
    *n = (nominal){.head = t, .end = t + 1, .of = ENTITY_NONE, .lemma = word_lemma(c, t)};
    n->begin = phrase_begin(c, t);
    n->agent = lex_agent(c, n->lemma);
    if (n->agent.kind == KIND_COUNT)
        n->agent = lex_agent(c, c->low[t]);
    n->office = t > n->begin ? lex_title(c, t - 1, t + 1) : OFFICE_none;
    if (n->office == OFFICE_none)
        n->office = lexicon_title(c->lex, n->lemma);
    uint8_t x = c->parse->words[t].xpos;
    n->plural = x == XPOS_NNS || x == XPOS_NNPS || n->agent.plural;
    n->gender = n->agent.gender;
    read_modifiers(c, n);
    bool place =
        word_in(n->lemma, " country nation state city town capital region island province ");
    return (n->office != OFFICE_none || n->agent.kind != KIND_COUNT || place) &&
           !predicative(c, t);
}

static bool names_head(const caster *c, uint32_t e, dm_str lemma)
{
    const spelling *s = &c->s[c->note.at[e].label];
    for (uint32_t p = 0; p < s->part_count; p++) {
        if (str_eq(s->part[p], lemma))
            return true;
    }
    return false;
}

static bool same_country(const caster *c, uint32_t of, uint32_t other)
{
    if (of == ENTITY_NONE || other == ENTITY_NONE || of == other)
        return true;
    const dm_entity *a = &c->e.at[of], *b = &c->e.at[other];
    return a->kind != b->kind
               ? !a->country[0] || !b->country[0] || memcmp(a->country, b->country, 3) == 0
               : false;
}

static bool role_fits(const caster *c, uint32_t e, const nominal *n)
{
    const entity_note *note = &c->note.at[e];
    for (size_t i = 0; i < note->roles.len; i++) {
        const dm_role *r = &note->roles.at[i];
        dm_str last = c->low[r->end - 1];
        bool words = str_eq(last, n->lemma);
        for (uint32_t t = r->begin; t < r->end; t++)
            words = words || str_eq(c->low[t], n->lemma);
        bool office =
            n->office != OFFICE_none && r->office == n->office &&
            (n->office == OFFICE_head_of_state || n->office == OFFICE_head_of_government ||
             n->office == OFFICE_spokesperson || n->office == OFFICE_coach);
        if ((words || office) && same_country(c, n->of, r->of))
            return true;
    }
    return false;
}

static bool person_fits(const caster *c, uint32_t e, const nominal *n)
{
    const dm_entity *x = &c->e.at[e];
    if (x->kind != KIND_person || n->plural)
        return false;
    if ((n->gender == 'm' && x->gender == 'f') || (n->gender == 'f' && x->gender == 'm'))
        return false;
    return role_fits(c, e, n);
}

static bool body_fits(const caster *c, uint32_t e, const nominal *n)
{
    const dm_entity *x = &c->e.at[e];
    if (x->kind != KIND_organisation || n->plural)
        return false;
    if (n->of != ENTITY_NONE && (n->of == e || !same_country(c, n->of, e)))
        return false;
    if (names_head(c, e, n->lemma))
        return true;
    if (word_in(n->lemma, " company firm carmaker airline bank manufacturer giant retailer "))
        return x->subkind == SUBKIND_company;
    if (word_in(n->lemma, " team club side squad "))
        return x->subkind == SUBKIND_team;
    if (word_in(n->lemma, " group organisation organization body "))
        return x->subkind != SUBKIND_legislature && x->subkind != SUBKIND_court &&
               x->subkind != SUBKIND_media && x->subkind != SUBKIND_government;
    return n->agent.subkind != SUBKIND_NONE && x->subkind == n->agent.subkind;
}

static bool spot_fits(const caster *c, uint32_t e, const nominal *n)
{
    const dm_entity *x = &c->e.at[e];
    if (n->plural)
        return false;
    if (word_in(n->lemma, " country nation "))
        return x->kind == KIND_country;
    if (word_in(n->lemma, " city town "))
        return x->kind == KIND_place && x->subkind == SUBKIND_city;
    if (word_in(n->lemma, " region province island "))
        return x->kind == KIND_place &&
               (x->subkind == SUBKIND_region || names_head(c, e, n->lemma));
    return false;
}

/* The nearest fitting name before the description, else ENTITY_NONE. */
static uint32_t stands_for(const caster *c, const nominal *n)
{
    uint32_t stop = n->begin > REACH_BACK ? n->begin - REACH_BACK : 0;
    bool spot = word_in(n->lemma, " country nation city town region province island ");
    if (!n->definite || (spot && n->of != ENTITY_NONE))
        return ENTITY_NONE;
    for (uint32_t t = n->begin; t-- > stop;) {
        uint32_t e = c->head_entity[t];
        if (e == ENTITY_NONE || c->owner[t] == NOTHING)
            continue;
        if (spot ? spot_fits(c, e, n) : person_fits(c, e, n) || body_fits(c, e, n))
            return e;
    }
    return ENTITY_NONE;
}

void find_nominals(caster *c)
{
    nominal n;
    for (uint32_t t = 0; c->lex && has_trees(c) && t < c->doc->token_count; t++) {
        if (!read_nominal(c, t, &n))
            continue;
        uint32_t e = stands_for(c, &n);
        uint8_t kind = e != ENTITY_NONE            ? c->e.at[e].kind
                       : n.office != OFFICE_none   ? KIND_person
                       : n.agent.kind < KIND_COUNT ? n.agent.kind
                                                   : KIND_place;
        dm_mention m = {.begin = n.begin,
                        .end = n.end,
                        .head = n.head,
                        .entity = e,
                        .form = FORM_NOMINAL,
                        .kind = kind,
                        .score = e == ENTITY_NONE ? 0.0f : 0.6f};
        mention_add(c, &m);
    }
}
