/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/clause.h"

static bool is_subject(uint8_t dep)
{
    return dep == DEP_nsubj || dep == DEP_nsubj_outer || dep == DEP_csubj;
}

static bool is_verb(const dm_tree *t, uint32_t token)
{
    return t->words[token].upos == UPOS_VERB || t->words[token].upos == UPOS_AUX;
}

static bool is_passive(const dm_tree *t, uint32_t verb)
{
    if (child_with(t, verb, DEP_nsubj_pass) != TOKEN_NONE ||
        child_with(t, verb, DEP_aux_pass) != TOKEN_NONE)
        return true;
    /* "the man arrested by police", "helicopters sold to Pakistan" */
    return t->words[verb].xpos == XPOS_VBN && dep_of(t, verb) == DEP_acl;
}

static bool is_relative_word(const dm_tree *t, uint32_t token)
{
    uint8_t x = t->words[token].xpos;
    return x == XPOS_WDT || x == XPOS_WP || x == XPOS_WP_S || lemma_is(t, token, "that") ||
           lemma_is(t, token, "who") || lemma_is(t, token, "which");
}

/* The phrase that a relative pronoun, or the gap of a participle, stands for. */
static uint32_t antecedent(const dm_tree *t, uint32_t verb)
{
    uint8_t dep = dep_of(t, verb);
    if (dep == DEP_acl_relcl || dep == DEP_acl)
        return t->words[verb].head;
    return TOKEN_NONE;
}

static uint32_t filled(const dm_tree *t, uint32_t verb, uint32_t token)
{
    if (token == TOKEN_NONE || !is_relative_word(t, token))
        return token;
    uint32_t a = antecedent(t, verb);
    return a == TOKEN_NONE ? token : a;
}

static uint32_t own_subject(const dm_tree *t, uint32_t verb)
{
    for (uint32_t c = child_first(t, verb); c != TOKEN_NONE; c = child_next(t, c)) {
        if (is_subject(dep_of(t, c)) || dep_of(t, c) == DEP_nsubj_pass)
            return filled(t, verb, c);
    }
    return TOKEN_NONE;
}

/* Verbs whose object, not subject, does what the infinitive says: "urged Iran to stop". */
static const char *const object_control[] = {
    "ask",      "urge",      "order",  "force",    "persuade", "tell",     "allow",  "help",
    "want",     "call",      "press",  "invite",   "warn",     "advise",   "enable", "lead",
    "cause",    "encourage", "expect", "require",  "permit",   "pressure", "push",   "get",
    "instruct", "beg",       "compel", "convince", "appeal",   "command",  "oblige", "accuse",
    "suspect",  "charge",    "blame",  "make",     "let",      "see",      "watch",  "prevent",
    "stop",     "keep",      "ban",    "bar",      "convict",  NULL};

static uint32_t direct_object(const dm_tree *t, uint32_t verb)
{
    uint32_t o = child_with(t, verb, DEP_obj);
    return o == TOKEN_NONE ? child_with(t, verb, DEP_iobj) : o;
}

static uint32_t subject_of(const dm_tree *t, uint32_t verb, int depth);

static uint32_t controlled_subject(const dm_tree *t, uint32_t verb, int depth)
{
    uint32_t head = t->words[verb].head;
    /* "blamed X, saying Y": a free participle is the subject's */
    bool free_participle = dep_of(t, verb) == DEP_advcl && t->words[verb].xpos == XPOS_VBG &&
                           child_with(t, verb, DEP_mark) == TOKEN_NONE &&
                           child_with(t, verb, DEP_case) == TOKEN_NONE;
    if (!free_participle && lemma_in(lemma_at(t, head), object_control)) {
        if (is_passive(t, head))
            return own_subject(t, head);
        uint32_t o = direct_object(t, head);
        if (o == TOKEN_NONE && lemma_is(t, head, "call"))
            o = child_with(t, head, DEP_obl);
        if (o != TOKEN_NONE)
            return o;
    }
    return subject_of(t, head, depth + 1);
}

/* Tokens, not actors: who does it, inherited where the clause leaves it unsaid. */
static uint32_t subject_of(const dm_tree *t, uint32_t verb, int depth)
{
    uint32_t s = own_subject(t, verb);
    uint32_t head = t->words[verb].head;
    if (s != TOKEN_NONE || head == HEAD_ROOT || depth > 6)
        return s;
    switch (dep_of(t, verb)) {
    case DEP_conj:
        return is_verb(t, head) || own_subject(t, head) != TOKEN_NONE
                   ? subject_of(t, head, depth + 1)
                   : TOKEN_NONE;
    case DEP_xcomp:
    case DEP_advcl:
        return controlled_subject(t, verb, depth);
    case DEP_acl:
        /* "efforts to reach" belong to whose efforts they are; "troops fighting" fight */
        return t->words[verb].xpos == XPOS_VBG ? head : TOKEN_NONE;
    case DEP_parataxis:
        return TOKEN_NONE;
    default:
        return TOKEN_NONE;
    }
}

static void agents_of_passive(const dm_tree *t, uint32_t verb, dm_clause *out)
{
    for (uint32_t c = child_first(t, verb); c != TOKEN_NONE; c = child_next(t, c)) {
        if (dep_of(t, c) == DEP_obl_agent ||
            (dep_of(t, c) == DEP_obl && str_eq(preposition(t, c), STR("by")))) {
            out->subject = c;
            np_actors(t, c, &out->subjects);
        }
    }
}

static void passive_clause(const dm_tree *t, uint32_t verb, dm_clause *out)
{
    agents_of_passive(t, verb, out);
    uint32_t patient =
        dep_of(t, verb) == DEP_acl ? t->words[verb].head : subject_of(t, verb, 0);
    if (patient == TOKEN_NONE)
        return;
    out->object = patient;
    np_actors(t, patient, &out->objects);
}

static bool has_object_gap(const dm_tree *t, uint32_t verb)
{
    return dep_of(t, verb) == DEP_acl_relcl && own_subject(t, verb) != TOKEN_NONE &&
           own_subject(t, verb) != t->words[verb].head && direct_object(t, verb) == TOKEN_NONE;
}

static void active_clause(const dm_tree *t, uint32_t verb, dm_clause *out)
{
    out->subject = subject_of(t, verb, 0);
    if (out->subject != TOKEN_NONE)
        np_actors(t, out->subject, &out->subjects);
    for (uint32_t c = child_first(t, verb); c != TOKEN_NONE; c = child_next(t, c)) {
        if (dep_of(t, c) != DEP_obj && dep_of(t, c) != DEP_iobj)
            continue;
        uint32_t o = filled(t, verb, c);
        /* "US President X said": a piece of the subject that the parser took for an object */
        if (o == c && c < verb && out->subject != TOKEN_NONE && c < out->subject)
            continue;
        if (dep_of(t, c) == DEP_obj || out->object == TOKEN_NONE)
            out->object = o;
        np_actors(t, o, &out->objects);
    }
    /* "urged Iran to stop": whom the parser gave to the infinitive */
    uint32_t infinitive = child_with(t, verb, DEP_xcomp);
    if (out->object == TOKEN_NONE && infinitive != TOKEN_NONE &&
        lemma_in(lemma_at(t, verb), object_control)) {
        uint32_t s = child_with(t, infinitive, DEP_nsubj);
        if (s != TOKEN_NONE && s > verb) {
            out->object = s;
            np_actors(t, s, &out->objects);
        }
    }
    if (has_object_gap(t, verb)) {
        out->object = t->words[verb].head;
        np_actors(t, out->object, &out->objects);
    }
}

/* "X and Y attacked and killed Z": the first verb's object is in the last one's hands. */
static void shared_object(const dm_tree *t, uint32_t verb, dm_clause *out)
{
    uint32_t c = child_with(t, verb, DEP_conj);
    if (out->object != TOKEN_NONE || c == TOKEN_NONE || !is_verb(t, c) || is_passive(t, c) ||
        own_subject(t, c) != TOKEN_NONE || c > verb + 3)
        return;
    out->object = direct_object(t, c);
    if (out->object != TOKEN_NONE)
        np_actors(t, out->object, &out->objects);
}

void clause_of(const dm_tree *t, uint32_t verb, dm_clause *out)
{
    *out = (dm_clause){.verb = verb, .object = TOKEN_NONE, .subject = TOKEN_NONE};
    out->passive = is_passive(t, verb);
    uint32_t head = t->words[verb].head;
    /* "was arrested and charged": the auxiliary stands once */
    if (!out->passive && dep_of(t, verb) == DEP_conj && head != HEAD_ROOT &&
        t->words[verb].xpos == XPOS_VBN && t->words[head].xpos == XPOS_VBN &&
        child_with(t, verb, DEP_obj) == TOKEN_NONE)
        out->passive = is_passive(t, head);
    if (out->passive) {
        passive_clause(t, verb, out);
    } else {
        active_clause(t, verb, out);
        shared_object(t, verb, out);
    }
}
