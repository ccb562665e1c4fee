/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/ties.h"

#include "relate/clause.h"

typedef struct {
    const char *lemma;
    dm_rel rel;
    bool inverse;
    const char *described, *owner;
} tie;

static const tie ties[] = {
#define TIE(lemma, rel, inverse, described, owner) \
    {#lemma, REL_##rel, (inverse), described, owner},
#include "relate/ties.def"
#undef TIE
};

typedef struct {
    const dm_tree *t;
    dm_relations *list;
} finder;

typedef struct {
    uint32_t mention[NP_MAX];
    uint32_t count;
} found;

static char kind_letter(uint8_t kind)
{
    static const char letters[KIND_COUNT] = {
        [KIND_person] = 'p', [KIND_organisation] = 'o', [KIND_country] = 'c',
        [KIND_place] = 'l',  [KIND_group] = 'g',        [KIND_event] = 'e',
        [KIND_thing] = 't'};
    return kind < KIND_COUNT ? letters[kind] : '?';
}

static bool kind_fits(const dm_tree *t, uint32_t mention, const char *kinds)
{
    uint32_t e = t->cast->mentions[mention].entity;
    return e != ENTITY_NONE && strchr(kinds, kind_letter(t->cast->entities[e].kind));
}

static void take(const finder *f, uint32_t token, const char *kinds, found *out)
{
    uint32_t m = f->t->mention[token];
    if (m != TOKEN_NONE && kind_fits(f->t, m, kinds) && out->count < NP_MAX)
        out->mention[out->count++] = m;
    for (uint32_t c = child_first(f->t, token); c != TOKEN_NONE; c = child_next(f->t, c)) {
        if (dep_of(f->t, c) == DEP_conj)
            take(f, c, kinds, out);
    }
}

/* Who the noun describes: its apposition or name, what it stands in apposition to, or the
 * subject of the copula. */
static void described_by(const finder *f, uint32_t noun, const char *kinds, found *out)
{
    const dm_tree *t = f->t;
    for (uint32_t c = child_first(t, noun); c != TOKEN_NONE; c = child_next(t, c)) {
        uint8_t dep = dep_of(t, c);
        bool copular = dep == DEP_nsubj && child_with(t, noun, DEP_cop) != TOKEN_NONE;
        if (dep == DEP_appos || dep == DEP_flat || copular)
            take(f, c, kinds, out);
    }
    uint8_t dep = dep_of(t, noun);
    uint32_t head = t->words[noun].head;
    if (head != HEAD_ROOT && (dep == DEP_appos || dep == DEP_nmod_desc || dep == DEP_flat ||
                              (dep == DEP_compound && head > noun)))
        take(f, head, kinds, out);
    /* "as a member of": the subject of the verb it depends on */
    if (head != HEAD_ROOT && dep == DEP_obl && str_eq(preposition(t, noun), STR("as")) &&
        !out->count) {
        uint32_t s = child_with(t, head, DEP_nsubj);
        if (s != TOKEN_NONE)
            take(f, s, kinds, out);
    }
    /* "became a member", "remains an ally" */
    if (head != HEAD_ROOT && (dep == DEP_xcomp || dep == DEP_obj) && !out->count &&
        (lemma_is(t, head, "become") || lemma_is(t, head, "remain"))) {
        uint32_t s = child_with(t, head, DEP_nsubj);
        if (s != TOKEN_NONE)
            take(f, s, kinds, out);
    }
}

static bool owner_link(const dm_tree *t, uint32_t c)
{
    static const char *const links[] = {"of", "to", "for", "at", "from", "with", NULL};
    uint8_t dep = dep_of(t, c);
    if (dep == DEP_nmod_poss || dep == DEP_compound || dep == DEP_amod)
        return true;
    return (dep == DEP_nmod || dep == DEP_obl) && lemma_in(preposition(t, c), links);
}

static void owned_by(const finder *f, uint32_t noun, const char *kinds, found *out)
{
    const dm_tree *t = f->t;
    for (uint32_t c = child_first(t, noun); c != TOKEN_NONE; c = child_next(t, c)) {
        if (owner_link(t, c))
            take(f, c, kinds, out);
    }
    /* "Acme reporter Bob Lee": both names hang on the person's */
    uint32_t head = t->words[noun].head;
    if (out->count || head == HEAD_ROOT ||
        (dep_of(t, noun) != DEP_nmod_desc && dep_of(t, noun) != DEP_compound))
        return;
    for (uint32_t c = child_first(t, head); c != TOKEN_NONE && c < noun; c = child_next(t, c)) {
        if (c + 4 > noun && (dep_of(t, c) == DEP_compound || dep_of(t, c) == DEP_nmod_poss ||
                             dep_of(t, c) == DEP_nmod_desc))
            take(f, c, kinds, out);
    }
}

/* Offices and memberships that "was" puts in the past; a brother who was one stays one. */
static bool may_end(dm_rel rel)
{
    return rel == REL_head_of || rel == REL_member_of || rel == REL_official_of ||
           rel == REL_minister_of || rel == REL_spokesperson_of || rel == REL_aide_of ||
           rel == REL_head_of_state || rel == REL_head_of_government;
}

static bool is_former(const dm_tree *t, uint32_t noun, dm_rel rel)
{
    static const char *const words[] = {"former",  "ex",        "then", "late",
                                        "onetime", "erstwhile", NULL};
    for (uint32_t c = child_first(t, noun); c != TOKEN_NONE; c = child_next(t, c)) {
        if (dep_of(t, c) == DEP_amod && lemma_in(lemma_at(t, c), words))
            return true;
        if (dep_of(t, c) == DEP_cop && may_end(rel) && t->words[c].xpos == XPOS_VBD)
            return true;
    }
    return false;
}

static void emit(const finder *f, dm_rel rel, uint32_t source, uint32_t target,
                 uint32_t trigger, float confidence, const char *rule)
{
    const dm_mention *a = &f->t->cast->mentions[source], *b = &f->t->cast->mentions[target];
    dm_stance st = stance_of(f->t, trigger);
    bool is_noun = f->t->words[trigger].upos != UPOS_VERB;
    dm_relation r = {.source = a->entity,
                     .target = b->entity,
                     .rel = (uint8_t)rel,
                     .polarity = st.negated ? POLARITY_NEGATED : POLARITY_AFFIRMED,
                     .attributed_to = ENTITY_NONE,
                     .modality = (uint8_t)(is_noun ? MODALITY_ASSERTED : st.modality),
                     .former = is_noun && is_former(f->t, trigger, rel),
                     .predicate = lemma_at(f->t, trigger),
                     .rule = str_z(rule),
                     .confidence = confidence};
    dm_evidence e = {f->t->doc->tokens[trigger].sentence,
                     a->begin,
                     a->end,
                     b->begin,
                     b->end,
                     trigger,
                     trigger + 1};
    relations_add(f->list, &f->t->in->doc->arena, &r, &e);
}

/* "son - in - law" is three steps from "son". */
static bool by_marriage(const finder *f, uint32_t noun)
{
    const dm_document *d = f->t->doc;
    return noun + 2 < d->sentences[d->tokens[noun].sentence].end &&
           str_eq(token_str(d, noun + 1), STR("-")) && lemma_is(f->t, noun + 2, "in");
}

/* "founder and president of Acme": what belongs to one of joined nouns belongs to both, and
 * both describe the same person. */
static void share_joined(const finder *f, uint32_t noun, const tie *k, found *who, found *whose)
{
    const dm_tree *t = f->t;
    uint32_t head = t->words[noun].head;
    if (dep_of(t, noun) == DEP_conj && head != HEAD_ROOT && !who->count &&
        t->mention[head] == TOKEN_NONE)
        described_by(f, head, k->described, who);
    for (uint32_t c = child_first(t, noun); c != TOKEN_NONE && !whose->count;
         c = child_next(t, c)) {
        if (dep_of(t, c) == DEP_conj && t->mention[c] == TOKEN_NONE)
            owned_by(f, c, k->owner, whose);
    }
    if (dep_of(t, noun) == DEP_conj && head != HEAD_ROOT && !whose->count &&
        t->mention[head] == TOKEN_NONE)
        owned_by(f, head, k->owner, whose);
}

static void noun_ties(const finder *f, uint32_t noun)
{
    const bool in_law = by_marriage(f, noun);
    for (size_t i = 0; i < sizeof ties / sizeof ties[0]; i++) {
        const tie *k = &ties[i];
        found who = {.count = 0}, whose = {.count = 0};
        if (!lemma_is(f->t, noun, k->lemma))
            continue;
        described_by(f, noun, k->described, &who);
        if (who.count)
            owned_by(f, noun, k->owner, &whose);
        if (!who.count || !whose.count)
            share_joined(f, noun, k, &who, &whose);
        for (uint32_t a = 0; a < who.count; a++) {
            for (uint32_t b = 0; b < whose.count; b++) {
                bool turn = k->inverse;
                emit(f, in_law ? REL_relative_of : k->rel,
                     turn ? whose.mention[b] : who.mention[a],
                     turn ? who.mention[a] : whose.mention[b], noun, 0.8F, "noun-tie");
            }
        }
    }
}

/* ---- verbs ---- */

static const struct {
    const char *lemma, *preposition; /* "" is the object */
    dm_rel rel;
    const char *source, *target;
} verb_ties[] = {
    {"join", "", REL_member_of, "poc", "o"},
    {"marry", "", REL_spouse_of, "p", "p"},
    {"own", "", REL_owner_of, "poc", "ot"},
    {"buy", "", REL_owner_of, "poc", "o"},
    {"acquire", "", REL_owner_of, "poc", "o"},
    {"found", "", REL_founder_of, "po", "o"},
    {"co-found", "", REL_founder_of, "po", "o"},
    {"lead", "", REL_head_of, "p", "o"},
    {"chair", "", REL_head_of, "p", "o"},
    {"head", "", REL_head_of, "p", "o"},
    {"represent", "", REL_aide_of, "p", "p"},
    {"bear", "in", REL_born_in, "p", "lc"},
    {"live", "in", REL_lives_in, "p", "lc"},
    {"reside", "in", REL_lives_in, "p", "lc"},
    {"work", "for", REL_member_of, "p", "o"},
    {"work", "at", REL_member_of, "p", "o"},
    {"play", "for", REL_player_of, "p", "o"},
    {"serve", "in", REL_member_of, "p", "o"},
    {"compete", "against", REL_opponent_of, "poc", "poc"},
    {"play", "against", REL_opponent_of, "poc", "poc"},
    {"run", "against", REL_opponent_of, "poc", "poc"},
    {"lose", "to", REL_opponent_of, "poc", "poc"},
    {"base", "in", REL_based_in, "o", "lc"},
    {"headquarter", "in", REL_based_in, "o", "lc"},
    {"locate", "in", REL_located_in, "l", "lc"},
    {"take", "in", REL_takes_part_in, "poc", "e"},
    {"participate", "in", REL_takes_part_in, "pocg", "e"},
    {"compete", "in", REL_takes_part_in, "pocg", "e"},
    {"play", "in", REL_takes_part_in, "poc", "e"},
    {"play", "at", REL_takes_part_in, "poc", "e"},
    {"fight", "in", REL_takes_part_in, "poc", "e"},
    {"speak", "at", REL_takes_part_in, "poc", "e"},
    {"run", "in", REL_takes_part_in, "poc", "e"},
    {"win", "", REL_takes_part_in, "poc", "e"},
    {"lose", "", REL_takes_part_in, "poc", "e"},
    {"win", "in", REL_takes_part_in, "poc", "e"},
    {"win", "at", REL_takes_part_in, "poc", "e"},
    {"lose", "in", REL_takes_part_in, "poc", "e"},
    {"attend", "", REL_takes_part_in, "poc", "e"},
    {"host", "", REL_takes_part_in, "oc", "e"},
    {"join", "", REL_takes_part_in, "poc", "e"},
    {"enter", "", REL_takes_part_in, "poc", "e"},
    {"leave", "", REL_takes_part_in, "poc", "e"},
    {"hold", "in", REL_held_in, "e", "lc"},
    {"hold", "at", REL_held_in, "e", "l"},
    {"occur", "in", REL_held_in, "e", "lc"},
    {"sign", "", REL_party_to, "poc", "t"},
    {"develop", "", REL_maker_of, "o", "t"},
    {"build", "", REL_maker_of, "o", "t"},
    {"produce", "", REL_maker_of, "o", "t"},
    {"launch", "", REL_maker_of, "o", "t"},
    {"publish", "", REL_maker_of, "po", "t"},
    {"release", "", REL_maker_of, "po", "t"},
    {"write", "", REL_maker_of, "p", "t"},
    {"direct", "", REL_maker_of, "p", "t"},
};

static uint32_t target_token(const dm_tree *t, const dm_clause *c, dm_str wanted)
{
    if (!wanted.len)
        return c->passive ? TOKEN_NONE : c->object;
    for (uint32_t k = child_first(t, c->verb); k != TOKEN_NONE; k = child_next(t, k)) {
        uint8_t dep = dep_of(t, k);
        if ((dep == DEP_obl || dep == DEP_nmod) && str_eq(preposition(t, k), wanted))
            return k;
    }
    return TOKEN_NONE;
}

/* The names at a token, or those that a bare noun there is said of: "X is a firm based in Y",
 * "X, a singer living in Y". */
static void take_said(const finder *f, uint32_t token, const char *kinds, found *out)
{
    take(f, token, kinds, out);
    if (!out->count && f->t->mention[token] == TOKEN_NONE &&
        f->t->words[token].upos == UPOS_NOUN)
        described_by(f, token, kinds, out);
}

static void verb_tie(const finder *f, uint32_t verb)
{
    dm_clause c;
    bool ready = false;
    for (size_t i = 0; i < sizeof verb_ties / sizeof verb_ties[0]; i++) {
        if (!lemma_is(f->t, verb, verb_ties[i].lemma))
            continue;
        if (!ready)
            clause_of(f->t, verb, &c);
        ready = true;
        bool patient = c.passive && verb_ties[i].preposition[0];
        uint32_t subject = patient ? c.object : c.subject;
        uint32_t target = target_token(f->t, &c, str_z(verb_ties[i].preposition));
        /* "the firm was founded by Ann" */
        if (c.passive && !verb_ties[i].preposition[0])
            target = c.object;
        found who = {.count = 0}, whom = {.count = 0};
        if (subject == TOKEN_NONE || target == TOKEN_NONE)
            continue;
        take_said(f, subject, verb_ties[i].source, &who);
        take_said(f, target, verb_ties[i].target, &whom);
        for (uint32_t a = 0; a < who.count; a++) {
            for (uint32_t b = 0; b < whom.count; b++)
                emit(f, verb_ties[i].rel, who.mention[a], whom.mention[b], verb, 0.65F,
                     "verb-tie");
        }
    }
}

/* "the Embassy in Ankara": a place inside an organisation's name is its seat. */
static void seats(const finder *f)
{
    const dm_cast *c = f->t->cast;
    for (uint32_t i = 0; i < c->mention_count; i++) {
        const dm_mention *m = &c->mentions[i];
        for (uint32_t j = i + 1; j < c->mention_count && c->mentions[j].begin < m->end; j++) {
            const dm_mention *n = &c->mentions[j];
            if (kind_fits(f->t, i, "o") && kind_fits(f->t, j, "lc") && n->begin > m->begin &&
                n->end == m->end && lemma_is(f->t, n->begin - 1, "in"))
                emit(f, REL_based_in, i, j, n->begin - 1, 0.9F, "seat-in-name");
        }
    }
}

void relate_ties(const dm_relate_input *in, dm_relations *list)
{
    if (!in->parse->words)
        return;
    dm_tree t = tree_of(in);
    finder f = {&t, list};
    seats(&f);
    for (uint32_t i = 0; i < in->doc->token_count; i++) {
        if (t.words[i].upos == UPOS_NOUN || t.words[i].upos == UPOS_PROPN)
            noun_ties(&f, i);
        else if (t.words[i].upos == UPOS_VERB)
            verb_tie(&f, i);
    }
}
