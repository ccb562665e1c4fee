/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events: predicates and event nouns of every sentence, their actors by the frames of the
 * classes. Classes come from the lexicon's verb and noun tables (CAMEO/PLOVER, src/train/data).
 */
#include "relate/clause.h"
#include "relate/event_model.h"
#include "relate/event_rules.h"

#include <stdio.h>

typedef struct {
    const char *prepositions;
    bool known, owner_is_target, mutual;
} frame;

static const frame frames[REL_COUNT] = {
#define FRAME(rel, prepositions_, owner, mutual_) \
    [REL_##rel] = {(prepositions_), true, (owner), (mutual_)},
#include "relate/frames.def"
#undef FRAME
};

typedef event_finder finder;
typedef event_reading reading;

static bool has_word(const char *list, dm_str word)
{
    dm_str rest = str_z(list);
    while (rest.len) {
        if (str_eq(str_cut(rest, ' ', &rest), word))
            return true;
    }
    return false;
}

/* "accuse of", "hold talks with": the words as used, the head lemmatised. */
static dm_str phrase(const finder *f, const reading *r, dm_str preposition_)
{
    dm_arena *a = &f->t->in->doc->arena;
    dm_str verb = lemma_at(f->t, r->predicate), noun = lemma_at(f->t, r->trigger);
    dm_str act = r->predicate == r->trigger
                     ? verb
                     : str_fmt(a, "%.*s %.*s", STR_ARG(verb), STR_ARG(noun));
    if (!preposition_.len)
        return act;
    return str_fmt(a, "%.*s %.*s", STR_ARG(act), STR_ARG(preposition_));
}

static void emit(const finder *f, const reading *r, const dm_stance *stance,
                 const dm_np_actor *s, const dm_np_actor *o, float confidence,
                 dm_str preposition_)
{
    dm_stance st = *stance;
    dm_rel rel = r->rel;
    if (s->entity == o->entity)
        return;
    dm_relation e = {.source = s->entity,
                     .target = o->entity,
                     .rel = (uint8_t)rel,
                     .polarity = st.negated ? POLARITY_NEGATED : POLARITY_AFFIRMED,
                     .modality = (uint8_t)st.modality,
                     .attributed_to = stance_speaker(&st, s->entity),
                     .predicate = phrase(f, r, preposition_),
                     .rule = str_z(r->rule)};
    if (s->embedded)
        confidence *= 0.9F;
    if (o->embedded)
        confidence *= 0.9F;
    e.confidence = confidence * (0.5F + 0.5F * r->share);
    if (f->t->in->explain)
        e.why = str_fmt(&f->t->in->doc->arena, "%s: %.*s is %s (share %.2f)", r->rule,
                        STR_ARG(e.predicate), rel_table[rel].name, (double)r->share);
    dm_evidence words = {.sentence = f->t->doc->tokens[r->trigger].sentence,
                         .source_begin = s->begin,
                         .source_end = s->end,
                         .target_begin = o->begin,
                         .target_end = o->end,
                         .trigger_begin = r->trigger,
                         .trigger_end = r->trigger + 1};
    relations_add(f->list, &f->t->in->doc->arena, &e, &words);
}

void event_emit_all(const finder *f, const reading *r, const dm_np *from, const dm_np *to,
                    float confidence, dm_str preposition_)
{
    if (!from->count || !to->count)
        return;
    const dm_stance st = stance_of(f->t, r->predicate);
    for (uint32_t i = 0; i < from->count; i++) {
        for (uint32_t j = 0; j < to->count; j++)
            emit(f, r, &st, &from->at[i], &to->at[j], confidence, preposition_);
    }
}

void event_emit_said(const finder *f, const reading *r, const dm_np *from, const dm_np *to,
                     float confidence)
{
    const dm_stance said = {.attributed_to = ENTITY_NONE};
    for (uint32_t i = 0; i < from->count; i++) {
        for (uint32_t j = 0; j < to->count; j++)
            emit(f, r, &said, &from->at[i], &to->at[j], confidence, STR(""));
    }
}

static void emit_pairs(const finder *f, const reading *r, const dm_np *np, float confidence)
{
    const dm_stance st = stance_of(f->t, r->predicate);
    for (uint32_t i = 0; i < np->count; i++) {
        for (uint32_t j = i + 1; j < np->count; j++)
            emit(f, r, &st, &np->at[i], &np->at[j], confidence, STR("with"));
    }
}

/* "the expulsion of X": X suffers it, and is not who is to blame for it. */
static bool of_sufferer(const finder *f, uint32_t token)
{
    dm_verb_class c;
    return f->t->words[token].upos == UPOS_NOUN &&
           lexicon_event_noun(f->t->in->lexicon, lemma_at(f->t, token), &c, 1) &&
           c.rel < REL_COUNT && rel_table[c.rel].quad == QUAD_MATERIAL_CONFLICT;
}

static bool takes_things(dm_rel rel)
{
    return rel == REL_support || rel == REL_reject || rel == REL_accuse || rel == REL_protest;
}

/* Targets behind a preposition of the class, hanging on token. */
static uint32_t emit_oblique(const finder *f, const reading *r, uint32_t token,
                             const dm_np *from, float confidence)
{
    uint32_t found = 0;
    for (uint32_t c = child_first(f->t, token); c != TOKEN_NONE; c = child_next(f->t, c)) {
        uint8_t dep = dep_of(f->t, c);
        if (dep != DEP_obl && dep != DEP_nmod && dep != DEP_obl_agent)
            continue;
        dm_str p = preposition(f->t, c);
        if (!p.len || !has_word(frames[r->rel].prepositions, p) ||
            (str_eq(p, STR("of")) && token != r->predicate && of_sufferer(f, token)))
            continue;
        dm_np to = {0};
        np_actors(f->t, c, &to);
        event_emit_all(f, r, from, &to, confidence, p);
        found += to.count;
        if (!to.count && takes_things(r->rel)) {
            np_things(f->t, c, &to);
            event_emit_all(f, r, from, &to, confidence * 0.9F, p);
            found += to.count;
        }
        if (str_eq(p, STR("between")) && to.count > 1) {
            emit_pairs(f, r, &to, confidence);
        } else if (!to.count && frames[r->rel].owner_is_target) {
            np_owners(f->t, c, &to);
            event_emit_all(f, r, from, &to, confidence * 0.7F, p);
            found += to.count;
        }
    }
    return found;
}

/* "launched an offensive in Syria": the place where force is used, when nobody is named. */
static uint32_t emit_where(const finder *f, const reading *r, uint32_t token, const dm_np *from,
                           float confidence)
{
    uint32_t found = 0;
    if (r->rel != REL_assault && r->rel != REL_mobilize)
        return 0;
    for (uint32_t c = child_first(f->t, token); c != TOKEN_NONE; c = child_next(f->t, c)) {
        dm_str p = preposition(f->t, c);
        dm_np to = {0};
        if ((dep_of(f->t, c) != DEP_obl && dep_of(f->t, c) != DEP_nmod) ||
            (!str_eq(p, STR("in")) && !str_eq(p, STR("into"))))
            continue;
        np_actors(f->t, c, &to);
        if (!to.count)
            np_owners(f->t, c, &to);
        event_emit_all(f, r, from, &to, confidence, p);
        found += to.count;
    }
    return found;
}

/* ---- verbs ---- */

static const char *const light_verbs[] = {
    "hold",     "have",  "make",   "take",        "pay",       "give",     "conduct",
    "launch",   "sign",  "reach",  "impose",      "issue",     "announce", "carry",
    "stage",    "begin", "start",  "continue",    "host",      "attend",   "join",
    "resume",   "open",  "offer",  "provide",     "express",   "conclude", "do",
    "mount",    "lodge", "file",   "bring",       "put",       "exert",    "renew",
    "discuss",  "seal",  "strike", "enter",       "undertake", "deliver",  "send",
    "voice",    "show",  "extend", "lead",        "order",     "step",     "tighten",
    "increase", "face",  "engage", "participate", NULL};
static const char *const ending_verbs[] = {"lift",  "end",      "ease",   "cancel", "suspend",
                                           "drop",  "withdraw", "remove", "halt",   "stop",
                                           "relax", "revoke",   "waive",  "scrap",  NULL};
static const char *const cutting_verbs[] = {"cut",       "sever",    "break", "cancel",
                                            "suspend",   "freeze",   "halt",  "end",
                                            "terminate", "withhold", NULL};
static const char *const refusing_verbs[] = {"reject",  "refuse",  "oppose", "veto", "block",
                                             "decline", "dismiss", "resist", NULL};
static const char *const contest_verbs[] = {"beat", "defeat",  "edge",     "thrash",  "face",
                                            "play", "outplay", "overcome", "trounce", NULL};

static bool is_conflict(dm_rel rel)
{
    dm_quad q = rel_table[rel].quad;
    return q == QUAD_VERBAL_CONFLICT || q == QUAD_MATERIAL_CONFLICT;
}

/* A war or a match between two is a standing opposition, not one's act against the other. */
static const char *const contests[] = {"war",   "conflict", "dispute", "rivalry",
                                       "match", "game",     "final",   "feud",
                                       "clash", "derby",    "lawsuit", NULL};

static bool noun_class(const finder *f, uint32_t token, dm_verb_class *out)
{
    uint8_t u = f->t->words[token].upos;
    if (u != UPOS_NOUN && u != UPOS_PROPN)
        return false;
    if (lemma_in(lemma_at(f->t, token), contests)) {
        *out = (dm_verb_class){REL_opponent_of, 0.8F};
        return true;
    }
    return lexicon_event_noun(f->t->in->lexicon, lemma_at(f->t, token), out, 1) > 0 &&
           out->rel < REL_COUNT;
}

/* The class of a verb with an event noun as object ("lift sanctions"), REL_NONE when the verb
 * speaks for itself. */
static dm_rel composed(dm_str verb, dm_rel noun)
{
    if (lemma_in(verb, ending_verbs) && is_conflict(noun))
        return REL_retreat;
    if (lemma_in(verb, cutting_verbs) && !is_conflict(noun))
        return REL_sanction;
    if (lemma_in(verb, refusing_verbs))
        return REL_reject;
    if (lemma_in(verb, light_verbs))
        return noun;
    return REL_NONE;
}

/* "supplied X, attack helicopters, to Y": the preposition may hang on the apposition. */
static uint32_t emit_object_oblique(const finder *f, const reading *r, const dm_clause *c,
                                    float confidence)
{
    uint32_t found = emit_oblique(f, r, c->object, &c->subjects, confidence);
    for (uint32_t k = child_first(f->t, c->object); k != TOKEN_NONE; k = child_next(f->t, k)) {
        if (dep_of(f->t, k) == DEP_appos || dep_of(f->t, k) == DEP_conj)
            found += emit_oblique(f, r, k, &c->subjects, confidence);
    }
    return found;
}

static void emit_clause(finder *f, const reading *r, const dm_clause *c)
{
    float base = r->predicate == r->trigger ? 0.8F : 0.7F;
    if (!c->objects.count && c->object != TOKEN_NONE && takes_things(r->rel)) {
        dm_np things = {0};
        np_things(f->t, c->object, &things);
        event_emit_all(f, r, &c->subjects, &things, base * 0.85F, STR(""));
    }
    event_emit_all(f, r, &c->subjects, &c->objects, base, STR(""));
    uint32_t found = c->objects.count;
    /* "invited Ann to Rome": with somebody addressed, the rest is about something */
    bool verbal = rel_table[r->rel].quad == QUAD_VERBAL_CONFLICT ||
                  rel_table[r->rel].quad == QUAD_VERBAL_COOPERATION;
    if (!found || !verbal)
        found += emit_oblique(f, r, r->predicate, &c->subjects, base * 0.85F);
    if (r->trigger != r->predicate)
        found += emit_oblique(f, r, r->trigger, &c->subjects, base * 0.9F);
    else if (c->object != TOKEN_NONE && !c->objects.count)
        found += emit_object_oblique(f, r, c, base * 0.75F);
    if (!c->objects.count && c->object != TOKEN_NONE && frames[r->rel].owner_is_target) {
        dm_np owners = {0};
        np_owners(f->t, c->object, &owners);
        reading author = *r;
        author.rule = "verb-author";
        event_emit_all(f, &author, &c->subjects, &owners, base * 0.65F, STR(""));
        found += owners.count;
    }
    if (!found && c->object != TOKEN_NONE && r->trigger != r->predicate) {
        found += emit_where(f, r, r->trigger, &c->subjects, base * 0.85F);
        if (!found)
            found += emit_where(f, r, r->predicate, &c->subjects, base * 0.85F);
    }
    if (!found && frames[r->rel].mutual && c->subjects.count > 1) {
        reading joint = *r;
        joint.rule = "joint-subjects";
        emit_pairs(f, &joint, &c->subjects, base * 0.8F);
    }
}

static bool is_enforcer(const finder *f, const dm_np *np)
{
    for (uint32_t i = 0; i < np->count; i++) {
        uint8_t s = f->t->cast->entities[np->at[i].entity].subkind;
        if (s == SUBKIND_military || s == SUBKIND_militant || s == SUBKIND_agency)
            return true;
    }
    return false;
}

static bool is_person(const finder *f, const dm_np *np)
{
    return np->count && f->t->cast->entities[np->at[0].entity].kind == KIND_person;
}

/* Class of the verb with its particle, or alone. */
static bool verb_class(const finder *f, uint32_t verb, const dm_clause *c, dm_verb_class *out)
{
    dm_str lemma = lemma_at(f->t, verb);
    uint32_t prt = child_with(f->t, verb, DEP_compound_prt);
    if (lemma_in(lemma, contest_verbs) && !is_enforcer(f, &c->subjects)) {
        *out = (dm_verb_class){REL_opponent_of, 0.8F};
        return c->objects.count > 0;
    }
    /* whom the police question is a suspect; others question what was said */
    if (str_eq(lemma, STR("question")) && is_enforcer(f, &c->subjects) &&
        is_person(f, &c->objects)) {
        *out = (dm_verb_class){REL_investigate, 0.8F};
        return true;
    }
    /* joining or leading an organisation is a lasting relation (ties.c), no act towards it */
    static const char *const lasting[] = {"join",      "chair", "lead", "head",
                                          "represent", "own",   NULL};
    if (lemma_in(lemma, lasting) && c->objects.count == 1 &&
        f->t->cast->entities[c->objects.at[0].entity].kind == KIND_organisation)
        return false;
    if (prt != TOKEN_NONE) {
        dm_str particle = lemma_at(f->t, prt);
        dm_str both =
            str_fmt(&f->t->in->doc->arena, "%.*s %.*s", STR_ARG(lemma), STR_ARG(particle));
        if (lexicon_verb(f->t->in->lexicon, both, out, 1) && out->rel < REL_COUNT)
            return true;
    }
    if (!event_verb_class(f->t, lemma, out))
        return false;
    /* who leaves a country is on the way; a country or a body that leaves turns its back */
    static const char *const leaving[] = {"leave", "quit", "exit", "depart", NULL};
    return !lemma_in(lemma, leaving) || !is_person(f, &c->subjects);
}

static const char *const passing[] = {
#define PASSED(word) word,
#include "relate/event_words.def"
#undef PASSED
    NULL};

static void verb_events(finder *f, uint32_t verb)
{
    dm_clause c;
    dm_verb_class own, noun;
    clause_of(f->t, verb, &c);
    reading r = {.predicate = verb, .trigger = verb, .rule = "verb"};
    uint32_t object = c.object;
    if (object == TOKEN_NONE && !c.passive) {
        /* "engaged in talks with", "took part in exercises with" */
        for (uint32_t k = child_first(f->t, verb); k != TOKEN_NONE; k = child_next(f->t, k)) {
            if (dep_of(f->t, k) == DEP_obl && str_eq(preposition(f->t, k), STR("in")))
                object = k;
        }
    }
    if (object != TOKEN_NONE && noun_class(f, object, &noun)) {
        dm_rel rel = composed(lemma_at(f->t, verb), (dm_rel)noun.rel);
        if (rel != REL_NONE && c.passive && !c.subjects.count && rel != (dm_rel)noun.rel)
            np_owners(f->t, object, &c.subjects);
        if (rel != REL_NONE && (!c.passive || c.subjects.count)) {
            r.rel = rel;
            r.share = noun.share;
            r.trigger = object;
            r.rule = "verb-noun";
            f->used[object] = c.subjects.count > 0;
            emit_clause(f, &r, &c);
            return;
        }
    }
    if (lemma_in(lemma_at(f->t, verb), passing)) {
        dm_np things = {0};
        if (c.object != TOKEN_NONE)
            np_things(f->t, c.object, &things);
        reading pass = {REL_support, 0.9F, verb, verb, "verb"};
        event_emit_all(f, &pass, &c.subjects, &things, 0.7F, STR(""));
        if (things.count)
            return;
    }
    if (!verb_class(f, verb, &c, &own) || !frames[own.rel].known)
        return;
    r.rel = (dm_rel)own.rel;
    r.share = own.share;
    emit_clause(f, &r, &c);
}

/* ---- nouns ---- */

/* Nouns whose possessor suffers the act: "his arrest", "the killing of X". */
static const char *const suffered[] = {
    "arrest",     "killing",   "murder",       "detention", "assassination", "conviction",
    "death",      "dismissal", "imprisonment", "trial",     "prosecution",   "extradition",
    "expulsion",  "sentence",  "jailing",      "poisoning", "impeachment",   "abduction",
    "kidnapping", "release",   "rescue",       NULL};

static void noun_pairs(const finder *f, const reading *r, uint32_t noun)
{
    for (uint32_t c = child_first(f->t, noun); c != TOKEN_NONE; c = child_next(f->t, c)) {
        dm_str p = preposition(f->t, c);
        if (dep_of(f->t, c) != DEP_nmod && dep_of(f->t, c) != DEP_obl)
            continue;
        if (str_eq(p, STR("between")) || str_eq(p, STR("among"))) {
            dm_np np = {0};
            np_actors(f->t, c, &np);
            emit_pairs(f, r, &np, 0.7F);
        }
    }
}

static void noun_sides(const finder *f, uint32_t noun, bool patient_first, dm_np *agents,
                       dm_np *patients)
{
    for (uint32_t c = child_first(f->t, noun); c != TOKEN_NONE; c = child_next(f->t, c)) {
        uint8_t dep = dep_of(f->t, c);
        dm_str p = preposition(f->t, c);
        bool modifier = dep == DEP_nmod_poss || dep == DEP_amod || dep == DEP_compound;
        bool under = dep == DEP_nsubj && str_eq(preposition(f->t, noun), STR("under"));
        if (under) /* "X is under investigation by Y" */
            np_actors(f->t, c, patients);
        else if (dep == DEP_nmod && str_eq(p, STR("by")))
            np_actors(f->t, c, agents);
        else if (dep == DEP_nmod && str_eq(p, STR("of")))
            np_actors(f->t, c, patient_first ? patients : agents);
        else if (modifier)
            np_actors(f->t, c,
                      dep == DEP_nmod_poss && patient_first &&
                              lemma_in(lemma_at(f->t, noun), suffered)
                          ? patients
                          : agents);
    }
}

static void noun_events(finder *f, uint32_t noun)
{
    dm_verb_class cls;
    if (f->used[noun] || f->t->mention[noun] != TOKEN_NONE || !noun_class(f, noun, &cls) ||
        !frames[cls.rel].known)
        return;
    reading r = {(dm_rel)cls.rel, cls.share, noun, noun, "noun"};
    bool of_patient =
        is_conflict(r.rel) || r.rel == REL_support || r.rel == REL_aid || r.rel == REL_retreat;
    dm_np agents = {0}, patients = {0};
    noun_sides(f, noun, of_patient, &agents, &patients);
    noun_pairs(f, &r, noun);
    event_emit_all(f, &r, &agents, &patients, 0.6F, STR("of"));
    uint32_t found = emit_oblique(f, &r, noun, &agents, 0.65F);
    if (!found && !patients.count)
        found = emit_where(f, &r, noun, &agents, 0.6F);
    if (!found && !patients.count && frames[r.rel].mutual && agents.count == 2)
        emit_pairs(f, &r, &agents, 0.6F);
}

/* ---- adjectives ---- */

static const struct {
    const char *word, *preposition;
    dm_rel rel;
} adjectives[] = {
    {"critical", "of", REL_accuse},    {"opposed", "to", REL_reject},
    {"supportive", "of", REL_support}, {"grateful", "to", REL_support},
    {"angry", "at", REL_accuse},       {"angry", "with", REL_accuse},
    {"wary", "of", REL_reject},        {"sceptical", "of", REL_reject},
    {"skeptical", "of", REL_reject},   {"proud", "of", REL_support},
    {"thankful", "to", REL_support},   {"allied", "with", REL_ally_of},
};

static void adjective_events(finder *f, uint32_t adj)
{
    uint32_t subject = child_with(f->t, adj, DEP_nsubj);
    if (subject == TOKEN_NONE)
        return;
    dm_np from = {0};
    np_actors(f->t, subject, &from);
    for (size_t i = 0; i < sizeof adjectives / sizeof adjectives[0]; i++) {
        if (!lemma_is(f->t, adj, adjectives[i].word))
            continue;
        for (uint32_t c = child_first(f->t, adj); c != TOKEN_NONE; c = child_next(f->t, c)) {
            dm_str p = preposition(f->t, c);
            dm_np to = {0};
            if (!str_eq(p, str_z(adjectives[i].preposition)))
                continue;
            np_actors(f->t, c, &to);
            if (!to.count)
                np_owners(f->t, c, &to);
            reading r = {adjectives[i].rel, 1.0F, adj, adj, "adjective"};
            event_emit_all(f, &r, &from, &to, 0.7F, p);
        }
    }
}

void event_rules(const dm_tree *t, dm_relations *found)
{
    uint32_t tokens = t->doc->token_count;
    finder f = {.t = t, .list = found};
    f.used = ARENA_ARRAY(&t->in->doc->arena, bool, tokens);
    for (uint32_t i = 0; i < tokens; i++) {
        if (t->words[i].upos == UPOS_VERB && !event_calling(&f, i))
            verb_events(&f, i);
    }
    for (uint32_t i = 0; i < tokens; i++) {
        if (t->words[i].upos == UPOS_NOUN)
            noun_events(&f, i);
        else if (t->words[i].upos == UPOS_ADJ)
            adjective_events(&f, i);
        event_opinions(&f, i);
    }
}
