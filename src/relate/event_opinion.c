/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events that are no act of a verb on its object: what somebody says of another ("she called
 * him a hero"), what somebody is to another ("a critic of X"), at whose request, who claimed an
 * attack. */
#include "relate/clause.h"
#include "relate/event_rules.h"
#include "relate/stance_words.h"

static const struct {
    const char *word;
    int sign;
} opinions[] = {
#define OPINION(word, sign) {(word), (sign)},
#include "relate/event_words.def"
#undef OPINION
};

static const struct {
    const char *word;
    dm_rel rel;
} standings[] = {
#define REL_none            REL_NONE
#define STANDING(word, rel) {(word), REL_##rel},
#include "relate/event_words.def"
#undef STANDING
#undef REL_none
};

static const char *const behests[] = {
#define BEHEST(word) word,
#include "relate/event_words.def"
#undef BEHEST
    NULL};

static const struct {
    const char *word;
    dm_rel rel;
} extra_verbs[] = {
#define EXTRA_VERB(word, rel) {(word), REL_##rel},
#include "relate/event_words.def"
#undef EXTRA_VERB
};

static const char *const shots[] = {
#define SHOT(word) word,
#include "relate/event_words.def"
#undef SHOT
    NULL};

bool event_verb_class(const dm_tree *t, dm_str lemma, dm_verb_class *out)
{
    const dm_lexicon *lex = t->in->lexicon;
    char with[64];
    for (size_t i = 0; i < sizeof extra_verbs / sizeof extra_verbs[0]; i++) {
        if (str_eq(lemma, str_z(extra_verbs[i].word))) {
            *out = (dm_verb_class){(uint8_t)extra_verbs[i].rel, 0.8F};
            return true;
        }
    }
    if (lexicon_verb(lex, lemma, out, 1))
        return out->rel < REL_COUNT;
    if (lemma.len < 3 || lemma.len + 2 > sizeof with)
        return false;
    memcpy(with, lemma.ptr, lemma.len);
    with[lemma.len] = 'e';
    if (lexicon_verb(lex, (dm_str){with, lemma.len + 1}, out, 1))
        return out->rel < REL_COUNT;
    with[lemma.len] = lemma.ptr[lemma.len - 1];
    if (lexicon_verb(lex, (dm_str){with, lemma.len + 1}, out, 1))
        return out->rel < REL_COUNT;
    return lemma.ptr[lemma.len - 1] == 'e' &&
           lexicon_verb(lex, (dm_str){lemma.ptr, lemma.len - 1}, out, 1) &&
           out->rel < REL_COUNT;
}

static int sign_of(const dm_tree *t, uint32_t token)
{
    for (size_t i = 0; i < sizeof opinions / sizeof opinions[0]; i++) {
        if (lemma_is(t, token, opinions[i].word))
            return opinions[i].sign;
    }
    return 0;
}

/* The judgement in a predicate: "a great man", "talented and kind". */
static int judgement(const dm_tree *t, uint32_t predicate)
{
    int sign = sign_of(t, predicate);
    for (uint32_t c = child_first(t, predicate); c != TOKEN_NONE && !sign;
         c = child_next(t, c)) {
        if (dep_of(t, c) == DEP_amod || dep_of(t, c) == DEP_conj)
            sign = sign_of(t, c);
    }
    for (uint32_t c = child_first(t, predicate); c != TOKEN_NONE; c = child_next(t, c)) {
        if (lemma_is(t, c, "not") || lemma_is(t, c, "never") || lemma_is(t, c, "no"))
            sign = -sign;
    }
    return sign;
}

static bool entity_phrase(const dm_tree *t, uint32_t entity, dm_np *out)
{
    if (entity == ENTITY_NONE || !kind_table[t->cast->entities[entity].kind].actor)
        return false;
    out->at[out->count++] = (dm_np_actor){entity, 0, 0, false};
    return true;
}

/* Who says the clause: the subject of a verb of saying over it, or the quotation's speaker. */
static bool who_says(const dm_tree *t, uint32_t predicate, dm_np *out)
{
    uint32_t head = t->words[predicate].head;
    uint8_t dep = dep_of(t, predicate);
    if (head != HEAD_ROOT && (dep == DEP_ccomp || dep == DEP_parataxis)) {
        dm_clause c;
        clause_of(t, head, &c);
        if (c.subjects.count && !c.passive) {
            *out = c.subjects;
            return true;
        }
    }
    return entity_phrase(t,
                         t->cast->speaker ? t->cast->speaker[t->doc->tokens[predicate].sentence]
                                          : ENTITY_NONE,
                         out);
}

/* Actors of the phrase, or those who made the thing it names. */
static float about(const dm_tree *t, uint32_t token, dm_np *out)
{
    np_actors(t, token, out);
    if (out->count)
        return 1;
    np_owners(t, token, out);
    return 0.8F;
}

/* "Ann is a great singer", said by Bob. */
static void copula(const event_finder *f, uint32_t predicate)
{
    const dm_tree *t = f->t;
    uint32_t subject = child_with(t, predicate, DEP_nsubj);
    dm_np from = {0}, to = {0};
    int sign;
    if (subject == TOKEN_NONE || child_with(t, predicate, DEP_cop) == TOKEN_NONE ||
        !(sign = judgement(t, predicate)) || !who_says(t, predicate, &from))
        return;
    float sure = about(t, subject, &to);
    const event_reading r = {sign > 0 ? REL_support : REL_accuse, 0.8F, predicate, predicate,
                             "opinion"};
    event_emit_said(f, &r, &from, &to, 0.6F * sure);
}

static const char *const calling[] = {"call",  "describe", "label",  "consider", "rule",
                                      "find",  "deem",     "dub",    "brand",    "hail",
                                      "think", "declare",  "regard", NULL};

/* "Bob called Ann a liar", "the court ruled Ann's order unlawful".  True when it is one. */
bool event_calling(const event_finder *f, uint32_t verb)
{
    const dm_tree *t = f->t;
    if (!lemma_in(lemma_at(t, verb), calling))
        return false;
    uint32_t said = child_with(t, verb, DEP_xcomp), object = child_with(t, verb, DEP_obj);
    for (uint32_t c = child_first(t, verb); c != TOKEN_NONE && said == TOKEN_NONE;
         c = child_next(t, c)) {
        if (dep_of(t, c) == DEP_obl && str_eq(preposition(t, c), STR("as")))
            said = c;
    }
    dm_clause c;
    dm_np to = {0};
    int sign = said == TOKEN_NONE ? 0 : judgement(t, said);
    if (said == TOKEN_NONE || said < verb)
        return false;
    clause_of(t, verb, &c);
    if (!sign)
        return object != TOKEN_NONE && lemma_is(t, verb, "call");
    uint32_t patient = c.passive              ? c.object
                       : object != TOKEN_NONE ? object
                                              : child_with(t, said, DEP_nsubj);
    if (patient == TOKEN_NONE)
        return true;
    float sure = about(t, patient, &to);
    const event_reading r = {sign > 0 ? REL_support : REL_accuse, 0.9F, verb, verb, "opinion"};
    event_emit_all(f, &r, &c.subjects, &to, 0.75F * sure, STR(""));
    return true;
}

/* Whom a noun is said of: its copula's subject, the name it stands beside, or its own mention.
 */
static void bearer(const dm_tree *t, uint32_t noun, dm_np *out)
{
    uint32_t subject = child_with(t, noun, DEP_nsubj), head = t->words[noun].head;
    if (subject != TOKEN_NONE) {
        np_actors(t, subject, out);
        return;
    }
    if (head != HEAD_ROOT && dep_of(t, noun) == DEP_appos)
        np_own_actors(t, head, out);
    else
        np_own_actors(t, noun, out);
}

static void standing(const event_finder *f, uint32_t noun)
{
    const dm_tree *t = f->t;
    dm_rel rel = REL_NONE;
    for (size_t i = 0; i < sizeof standings / sizeof standings[0]; i++) {
        if (lemma_is(t, noun, standings[i].word))
            rel = standings[i].rel;
    }
    if (rel == REL_NONE)
        return;
    dm_np from = {0};
    bearer(t, noun, &from);
    for (uint32_t c = child_first(t, noun); c != TOKEN_NONE; c = child_next(t, c)) {
        dm_np to = {0};
        bool of = dep_of(t, c) == DEP_nmod && str_eq(preposition(t, c), STR("of"));
        if (!of && dep_of(t, c) != DEP_nmod_poss)
            continue;
        float sure = about(t, c, &to);
        const event_reading r = {rel, 0.9F, noun, noun, "standing"};
        event_emit_all(f, &r, &from, &to, 0.7F * sure, STR("of"));
    }
}

/* "suspended parliament at the request of X": X asks who does it. */
static void behest(const event_finder *f, uint32_t noun)
{
    const dm_tree *t = f->t;
    uint32_t verb = t->words[noun].head;
    if (dep_of(t, noun) != DEP_obl || verb == HEAD_ROOT ||
        !lemma_in(lemma_at(t, noun), behests) ||
        !(str_eq(preposition(t, noun), STR("at")) || str_eq(preposition(t, noun), STR("on"))))
        return;
    dm_clause c;
    dm_np from = {0};
    clause_of(t, verb, &c);
    np_owners(t, noun, &from);
    const event_reading r = {REL_request, 0.9F, noun, noun, "behest"};
    event_emit_all(f, &r, &from, &c.subjects, 0.7F, STR("of"));
}

/* Those that a noun of violence is turned against: "the attack on X", "attacks in Tunisia". */
static void struck(const dm_tree *t, uint32_t noun, dm_np *out)
{
    static const char *const at[] = {"on", "against", "in", "at", "of", NULL};
    for (uint32_t c = child_first(t, noun); c != TOKEN_NONE; c = child_next(t, c)) {
        if (dep_of(t, c) == DEP_nmod && lemma_in(preposition(t, c), at))
            np_actors(t, c, out);
    }
}

/* "X claimed responsibility for the attack in Tunisia". */
static void responsibility(const event_finder *f, uint32_t verb)
{
    static const char *const claims[] = {"claim", "accept", "take", "admit", NULL};
    const dm_tree *t = f->t;
    uint32_t object = child_with(t, verb, DEP_obj);
    if (object == TOKEN_NONE || !lemma_in(lemma_at(t, verb), claims) ||
        !lemma_is(t, object, "responsibility"))
        return;
    dm_clause c;
    dm_np to = {0};
    clause_of(t, verb, &c);
    for (int place = 0; place < 2; place++) {
        uint32_t on = place ? verb : object;
        for (uint32_t k = child_first(t, on); k != TOKEN_NONE; k = child_next(t, k)) {
            if (str_eq(preposition(t, k), STR("for")))
                struck(t, k, &to);
        }
    }
    const event_reading r = {REL_assault, 0.9F, verb, object, "responsibility"};
    event_emit_all(f, &r, &c.subjects, &to, 0.75F, STR("for"));
}

/* "fired rockets at X". */
static void shooting(const event_finder *f, uint32_t verb)
{
    static const char *const firing[] = {"fire", "launch", "shoot", "lob", "drop", NULL};
    static const char *const at[] = {"at", "into", "on", "towards", "toward", NULL};
    const dm_tree *t = f->t;
    uint32_t object = child_with(t, verb, DEP_obj);
    dm_clause c;
    if (object == TOKEN_NONE || !lemma_in(lemma_at(t, verb), firing) ||
        !lemma_in(lemma_at(t, object), shots))
        return;
    clause_of(t, verb, &c);
    const event_reading r = {REL_assault, 0.9F, verb, verb, "verb"};
    for (int under = 0; under < 2; under++) {
        uint32_t on = under ? object : verb;
        for (uint32_t k = child_first(t, on); k != TOKEN_NONE; k = child_next(t, k)) {
            dm_np to = {0};
            if (!lemma_in(preposition(t, k), at))
                continue;
            np_actors(t, k, &to);
            event_emit_all(f, &r, &c.subjects, &to, 0.75F, preposition(t, k));
        }
    }
}

/* "Congratulations to X", "my condolences to X": from who speaks. */
static void good_wishes(const event_finder *f, uint32_t noun)
{
    static const char *const wishes[] = {
        "congratulation", "congratulations", "condolence", "condolences",
        "thanks",         "sympathy",        "tribute",    NULL};
    const dm_tree *t = f->t;
    dm_np from = {0};
    if (!lemma_in(lemma_at(t, noun), wishes) ||
        !entity_phrase(
            t, t->cast->speaker ? t->cast->speaker[t->doc->tokens[noun].sentence] : ENTITY_NONE,
            &from))
        return;
    for (uint32_t c = child_first(t, noun); c != TOKEN_NONE; c = child_next(t, c)) {
        dm_np to = {0};
        if (dep_of(t, c) != DEP_nmod || !str_eq(preposition(t, c), STR("to")))
            continue;
        float sure = about(t, c, &to);
        const event_reading r = {REL_support, 0.9F, noun, noun, "wishes"};
        event_emit_said(f, &r, &from, &to, 0.7F * sure);
    }
}

void event_opinions(const event_finder *f, uint32_t token)
{
    uint8_t u = f->t->words[token].upos;
    if (u == UPOS_VERB)
        responsibility(f, token);
    if (u == UPOS_VERB)
        shooting(f, token);
    if (u == UPOS_ADJ || u == UPOS_NOUN)
        copula(f, token);
    if (u == UPOS_NOUN) {
        standing(f, token);
        behest(f, token);
        good_wishes(f, token);
    }
}
