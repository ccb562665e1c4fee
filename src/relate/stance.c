/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Polarity, modality and attribution of a clause, read off the words that govern it. */
#include "relate/clause.h"

static const char *const negators[] = {"not", "n't", "never", "neither", "nor", "hardly", NULL};
static const char *const refusals[] = {"refuse", "decline", "reject", "oppose", NULL};
static const char *const failures[] = {"fail",   "cease",   "stop", "avoid",
                                       "forget", "neglect", NULL};
static const char *const denials[] = {"deny", "dispute", "refute", "rebut", NULL};
static const char *const plans[] = {
    "plan",    "intend",    "want",      "agree",    "promise", "vow",     "pledge",
    "prepare", "decide",    "expect",    "hope",     "aim",     "seek",    "try",
    "attempt", "offer",     "propose",   "schedule", "set",     "ready",   "wish",
    "ask",     "urge",      "order",     "call",     "demand",  "request", "tell",
    "invite",  "threaten",  "consider",  "advise",   "need",    "due",     "willing",
    "likely",  "recommend", "encourage", "allow",    "want",    NULL};
static const char *const doubts[] = {"fear",    "suspect", "believe",   "think",
                                     "doubt",   "worry",   "speculate", "wonder",
                                     "suggest", "assume",  NULL};
static const char *const hedges[] = {"allegedly",   "reportedly", "apparently",
                                     "purportedly", "supposedly", NULL};
static const char *const maybes[] = {"possibly", "perhaps", "maybe", "potentially", NULL};
static const char *const charges[] = {"accuse",    "suspect", "charge",     "allege",
                                      "blame",     "claim",   "accusation", "allegation",
                                      "suspicion", "charge",  NULL};
static const char *const sayings[] = {
    "say",      "tell",      "state",   "claim",       "add",     "announce",  "report",
    "argue",    "insist",    "warn",    "note",        "write",   "allege",    "declare",
    "confirm",  "explain",   "deny",    "admit",       "accuse",  "reveal",    "maintain",
    "stress",   "believe",   "suggest", "acknowledge", "assert",  "emphasise", "emphasize",
    "reaffirm", "reiterate", "tweet",   "complain",    "concede", NULL};

static bool not_only(const dm_tree *t, uint32_t token)
{
    return token + 1 < t->doc->token_count &&
           (lemma_is(t, token + 1, "only") || lemma_is(t, token + 1, "just"));
}

static bool negated_here(const dm_tree *t, uint32_t p)
{
    for (uint32_t c = child_first(t, p); c != TOKEN_NONE; c = child_next(t, c)) {
        uint8_t dep = dep_of(t, c);
        if ((dep == DEP_advmod || dep == DEP_aux) && lemma_in(lemma_at(t, c), negators) &&
            !not_only(t, c))
            return true;
        if (dep == DEP_advmod && lemma_is(t, c, "longer") && c && lemma_is(t, c - 1, "no"))
            return true;
        if (dep == DEP_det && lemma_is(t, c, "no"))
            return true;
        if (dep == DEP_mark && lemma_is(t, c, "without"))
            return true;
        if ((dep == DEP_nsubj || dep == DEP_obj || dep == DEP_nsubj_pass) &&
            (lemma_is(t, c, "nobody") || lemma_is(t, c, "none")))
            return true;
        uint32_t det =
            dep == DEP_obj || dep == DEP_nsubj_pass ? child_with(t, c, DEP_det) : TOKEN_NONE;
        if (det != TOKEN_NONE && lemma_is(t, det, "no"))
            return true;
    }
    return str_eq(preposition(t, p), STR("without"));
}

static void raise_modality(dm_stance *s, dm_modality m)
{
    if (s->modality == MODALITY_ASSERTED)
        s->modality = m;
}

static void own_words(const dm_tree *t, uint32_t p, dm_stance *s)
{
    for (uint32_t c = child_first(t, p); c != TOKEN_NONE; c = child_next(t, c)) {
        dm_str l = lemma_at(t, c);
        uint8_t dep = dep_of(t, c);
        if (dep == DEP_aux) {
            bool able = str_eq(l, STR("could")) || str_eq(l, STR("can"));
            if (str_eq(l, STR("may")) || str_eq(l, STR("might")) || str_eq(l, STR("would")) ||
                (able && !negated_here(t, p))) /* "could not agree": they did not */
                raise_modality(s, MODALITY_POSSIBLE);
            else if (str_eq(l, STR("will")) || str_eq(l, STR("shall")) ||
                     str_eq(l, STR("should")) || str_eq(l, STR("must")))
                raise_modality(s, MODALITY_PLANNED);
        } else if (dep == DEP_advmod || dep == DEP_amod) {
            if (lemma_in(l, hedges) || str_eq(l, STR("alleged")) || str_eq(l, STR("suspected")))
                raise_modality(s, MODALITY_ALLEGED);
            else if (lemma_in(l, maybes) || str_eq(l, STR("possible")))
                raise_modality(s, MODALITY_POSSIBLE);
            else if (str_eq(l, STR("planned")) || str_eq(l, STR("proposed")) ||
                     str_eq(l, STR("upcoming")) || str_eq(l, STR("scheduled")))
                raise_modality(s, MODALITY_PLANNED);
        } else if (dep == DEP_mark && (str_eq(l, STR("if")) || str_eq(l, STR("unless")) ||
                                       str_eq(l, STR("whether")))) {
            raise_modality(s, MODALITY_POSSIBLE);
        }
    }
    if (negated_here(t, p))
        s->negated = !s->negated;
}

static uint32_t speaker_of(const dm_tree *t, uint32_t verb)
{
    dm_clause c;
    clause_of(t, verb, &c);
    return c.subjects.count ? c.subjects.at[0].entity : ENTITY_NONE;
}

static void saying(const dm_tree *t, uint32_t verb, dm_stance *s)
{
    if (lemma_in(lemma_at(t, verb), sayings) && s->attributed_to == ENTITY_NONE)
        s->attributed_to = speaker_of(t, verb);
}

/* What the governor g makes of its complement. */
static void governed(const dm_tree *t, uint32_t p, uint32_t g, dm_stance *s)
{
    dm_str l = lemma_at(t, g);
    uint8_t dep = dep_of(t, p);
    bool complement = dep == DEP_xcomp || dep == DEP_ccomp || dep == DEP_acl ||
                      dep == DEP_obj || dep == DEP_csubj || dep == DEP_nsubj_pass;
    if (dep == DEP_advcl) {
        /* "accused of killing": the mark tells a complement from a circumstance */
        uint32_t mark = child_with(t, p, DEP_mark);
        complement =
            mark != TOKEN_NONE && (lemma_is(t, mark, "of") || lemma_is(t, mark, "from"));
        if (mark != TOKEN_NONE && lemma_is(t, mark, "to"))
            raise_modality(s, MODALITY_PLANNED);
    }
    if (!complement)
        return;
    if (lemma_in(l, denials)) {
        s->negated = !s->negated;
        s->modality = MODALITY_DENIED;
    } else if (lemma_in(l, charges)) {
        raise_modality(s, MODALITY_ALLEGED);
    } else if (lemma_in(l, refusals)) {
        s->negated = !s->negated;
        s->refused = true;
    } else if (lemma_in(l, failures) && dep != DEP_obj) {
        s->negated = !s->negated;
    } else if (lemma_in(l, plans) && dep != DEP_obj) {
        raise_modality(s, MODALITY_PLANNED);
    } else if (lemma_in(l, doubts) && dep != DEP_obj) {
        raise_modality(s, MODALITY_POSSIBLE);
    }
    saying(t, g, s);
    if (dep != DEP_obj && negated_here(t, g) && !lemma_in(l, sayings))
        s->negated = !s->negated;
}

/* "..., the minister said": the quotation or statement governs the verb of saying. */
static void said_beside(const dm_tree *t, uint32_t p, dm_stance *s)
{
    for (uint32_t c = child_first(t, p); c != TOKEN_NONE; c = child_next(t, c)) {
        if (dep_of(t, c) == DEP_parataxis || dep_of(t, c) == DEP_advcl)
            saying(t, c, s);
        uint32_t to = dep_of(t, c) == DEP_obl ? child_with(t, c, DEP_case) : TOKEN_NONE;
        if (to != TOKEN_NONE && (lemma_is(t, to, "accord") || lemma_is(t, to, "according")) &&
            s->attributed_to == ENTITY_NONE) {
            dm_np np = {0};
            np_actors(t, c, &np);
            if (np.count)
                s->attributed_to = np.at[0].entity;
        }
    }
}

dm_stance stance_of(const dm_tree *t, uint32_t predicate)
{
    dm_stance s = {.modality = MODALITY_ASSERTED, .attributed_to = ENTITY_NONE};
    own_words(t, predicate, &s);
    uint32_t p = predicate;
    for (int depth = 0; depth < 8; depth++) {
        said_beside(t, p, &s);
        uint32_t g = t->words[p].head;
        if (g == HEAD_ROOT)
            break;
        governed(t, p, g, &s);
        p = g;
    }
    uint32_t sentence = t->doc->tokens[predicate].sentence;
    if (s.attributed_to == ENTITY_NONE && t->cast->speaker)
        s.attributed_to = t->cast->speaker[sentence];
    const dm_sentence *sent = &t->doc->sentences[sentence];
    if (sent->end > sent->first && str_eq(token_str(t->doc, sent->end - 1), STR("?")))
        raise_modality(&s, MODALITY_POSSIBLE);
    return s;
}
