/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nominal.c - "the president", "the group", "the country": descriptions in the place of a name.
 */
#include "cast/caster.h"

#define REACH_BACK 400 /* tokens within which a description finds its name */
#define SORTS      8   /* names of one sort in reach; with more none is meant */

typedef struct {
    uint32_t begin, end, head;
    dm_str lemma;
    dm_office office;
    dm_agent_word agent;
    bool plural, definite;
    bool owned;  /* "her party": somebody's, who the name would have to be of */
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
        n->owned = n->owned || word_in(c->low[t], " his her its their my our your own ");
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

/* Words that tell nobody from another. */
static bool plain_modifier(dm_str w)
{
    return word_in(w, " the this that these those same new current latest ruling main whole "
                      "powerful controversial beleaguered embattled troubled giant popular "
                      "newly democratic military militant armed islamist rebel terrorist "
                      "extremist far-right right-wing left-wing conservative liberal social "
                      "media soccer football german-based local state-owned late veteran "
                      "outgoing incumbent serving young old 's , - \" ");
}

static bool says_word(const caster *c, uint32_t e, dm_str w)
{
    const entity_note *note = &c->note.at[e];
    if (names_head(c, e, w))
        return true;
    for (size_t i = 0; i < note->roles.len; i++) {
        for (uint32_t t = note->roles.at[i].begin; t < note->roles.at[i].end; t++) {
            if (str_eq(c->low[t], w))
                return true;
        }
    }
    return false;
}

/* "the opposition party", "the deputy minister", "the court of appeal": the name or the office
 * has these words too, or somebody else is meant. */
static bool modifiers_fit(const caster *c, uint32_t e, const nominal *n)
{
    for (uint32_t t = n->begin; t < n->head; t++) {
        if (c->owner[t] == NOTHING && !plain_modifier(c->low[t]) && !says_word(c, e, c->low[t]))
            return false;
    }
    uint32_t k = n->head + 1;
    if (!word_is(c, k, "of"))
        return true;
    k += word_is(c, k + 1, "the") ? 2 : 1;
    return k >= c->doc->token_count || c->owner[k] != NOTHING || says_word(c, e, c->low[k]);
}

static bool person_fits(const caster *c, uint32_t e, const nominal *n)
{
    const dm_entity *x = &c->e.at[e];
    bool body = n->office == OFFICE_none && n->agent.kind == KIND_organisation;
    if (x->kind != KIND_person || n->plural || body) /* its chair is not "the committee" */
        return false;
    if ((n->gender == 'm' && x->gender == 'f') || (n->gender == 'f' && x->gender == 'm'))
        return false;
    return role_fits(c, e, n) && modifiers_fit(c, e, n);
}

/* A body of the sort: it is meant only when it is the only one in reach. */
static bool sort_fits(const caster *c, uint32_t e, const nominal *n)
{
    const dm_entity *x = &c->e.at[e];
    if (x->kind != KIND_organisation || n->plural ||
        (n->of != ENTITY_NONE && (n->of == e || !same_country(c, n->of, e))) ||
        !modifiers_fit(c, e, n))
        return false;
    if (word_in(n->lemma, " company firm carmaker airline bank manufacturer giant retailer "))
        return x->subkind == SUBKIND_company;
    if (word_in(n->lemma, " team club side squad "))
        return x->subkind == SUBKIND_team;
    if (word_in(n->lemma, " group organisation organization body "))
        return x->subkind != SUBKIND_legislature && x->subkind != SUBKIND_court &&
               x->subkind != SUBKIND_media && x->subkind != SUBKIND_government;
    return n->agent.subkind != SUBKIND_NONE && x->subkind == n->agent.subkind &&
           !word_in(n->lemma, " press media hospital clinic government police people ");
}

static bool body_fits(const caster *c, uint32_t e, const nominal *n)
{
    const dm_entity *x = &c->e.at[e];
    if (x->kind != KIND_organisation || n->plural)
        return false;
    if (n->of != ENTITY_NONE && (n->of == e || !same_country(c, n->of, e)))
        return false;
    return names_head(c, e, n->lemma) && modifiers_fit(c, e, n);
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

/* Of those of the sort in reach: the only one, or the one named twice as often as any other. */
static uint32_t only_one(const caster *c, const nominal *n, bool spot)
{
    struct {
        uint32_t e, count;
    } found[SORTS];
    uint32_t stop = n->begin > REACH_BACK ? n->begin - REACH_BACK : 0, kinds = 0, best = 0;
    for (uint32_t t = n->begin; t-- > stop;) {
        uint32_t e = c->head_entity[t], k = 0;
        if (e == ENTITY_NONE || c->owner[t] == NOTHING ||
            !(spot ? spot_fits(c, e, n) : sort_fits(c, e, n)))
            continue;
        while (k < kinds && found[k].e != e)
            k++;
        if (k == SORTS)
            return ENTITY_NONE;
        if (k == kinds) {
            found[kinds].e = e;
            found[kinds++].count = 0;
        }
        found[k].count++;
        best = found[k].count > found[best].count ? k : best;
    }
    for (uint32_t k = 0; k < kinds; k++) {
        if (k != best && 2 * found[k].count > found[best].count)
            return ENTITY_NONE;
    }
    return kinds ? found[best].e : ENTITY_NONE;
}

/* The nearest name before the description that has its words, else the only one of its sort. */
static uint32_t stands_for(const caster *c, const nominal *n)
{
    uint32_t stop = n->begin > REACH_BACK ? n->begin - REACH_BACK : 0;
    bool spot = word_in(n->lemma, " country nation city town region province island ");
    if (!n->definite || n->owned || (spot && n->of != ENTITY_NONE))
        return ENTITY_NONE;
    for (uint32_t t = n->begin; t-- > stop && !spot;) {
        uint32_t e = c->head_entity[t];
        if (e == ENTITY_NONE || c->owner[t] == NOTHING)
            continue;
        if (person_fits(c, e, n) || body_fits(c, e, n))
            return e;
    }
    return only_one(c, n, spot);
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
