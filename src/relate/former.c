/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/former.h"

#include "relate/stance.h"
#include "relate/tree.h"

enum { PHRASE = 10 };

static bool any_form(const dm_tree *t, uint32_t token, const char *const *words)
{
    dm_str w = token_str(t->doc, token);
    for (; *words; words++) {
        if (str_eq_nocase(w, str_z(*words)))
            return true;
    }
    return false;
}

static bool is_form(const dm_tree *t, uint32_t token, const char *word)
{
    return str_eq_nocase(token_str(t->doc, token), str_z(word));
}

static uint32_t first_of(const dm_tree *t, uint32_t token)
{
    return t->doc->sentences[t->doc->tokens[token].sentence].first;
}

static bool prefixed(const dm_tree *t, uint32_t token)
{
    dm_str w = token_str(t->doc, token);
    return str_starts(w, STR("ex-")) || str_starts(w, STR("Ex-")) ||
           str_starts(w, STR("then-")) || str_starts(w, STR("Then-"));
}

/* "late" of a person stands behind "the" or a possessive; "late on Friday" does not. */
static bool ends_here(const dm_tree *t, uint32_t token)
{
    static const char *const words[] = {
        "former",  "formerly", "ex",    "onetime",  "one-time", "erstwhile", "ousted",
        "deposed", "retired",  "slain", "previous", "sometime", "disgraced", NULL};
    static const char *const whose[] = {"the", "his", "her", "their", "our", "'s", NULL};
    if (any_form(t, token, words) || prefixed(t, token))
        return true;
    bool late = is_form(t, token, "late") || is_form(t, token, "deceased");
    if (late)
        return token > first_of(t, token) && any_form(t, token - 1, whose);
    /* "then-governor", ", then the director" */
    return is_form(t, token, "then") && token > first_of(t, token);
}

/* Leftwards through one noun phrase from its title: names of bodies and places belong to it,
 * other persons, verbs, prepositions and commas do not. */
static bool phrase_says_former(const dm_tree *t, uint32_t begin, uint32_t end)
{
    for (uint32_t i = begin; i < end; i++) {
        if (ends_here(t, i))
            return true;
    }
    for (uint32_t k = begin; k-- > first_of(t, begin) && begin - k < PHRASE;) {
        uint8_t u = t->words[k].upos;
        if (ends_here(t, k))
            return true;
        uint32_t e = t->cast->token_entity[k];
        bool person = e != ENTITY_NONE && t->cast->entities[e].kind == KIND_person;
        bool inside = u == UPOS_ADJ || u == UPOS_NOUN || u == UPOS_PROPN || u == UPOS_NUM ||
                      u == UPOS_DET || u == UPOS_PART || u == UPOS_CCONJ || is_form(t, k, "-");
        if (person || !inside)
            return false;
    }
    return false;
}

static bool under_past_speech(const dm_tree *t, uint32_t token)
{
    static const char *const verbs[] = {"say",   "tell",   "state",    "claim",
                                        "add",   "report", "believe",  "think",
                                        "argue", "note",   "announce", NULL};
    uint32_t p = token;
    for (int n = 0; n < 4 && t->words[p].head != HEAD_ROOT; n++) {
        uint32_t g = t->words[p].head;
        if (dep_of(t, p) == DEP_ccomp && t->words[g].xpos == XPOS_VBD &&
            lemma_in(lemma_at(t, g), verbs))
            return true;
        p = g;
    }
    return false;
}

static bool has_perfect(const dm_tree *t, uint32_t verb)
{
    for (uint32_t c = child_first(t, verb); c != TOKEN_NONE; c = child_next(t, c)) {
        if (dep_of(t, c) == DEP_aux && (is_form(t, c, "has") || is_form(t, c, "have")))
            return true;
    }
    return false;
}

static bool past_verb(const dm_tree *t, uint32_t verb)
{
    return (t->words[verb].xpos == XPOS_VBD || t->words[verb].xpos == XPOS_VBN ||
            str_ends(token_str(t->doc, verb), STR("ed"))) &&
           !has_perfect(t, verb);
}

/* "X was the mayor", "who was mayor". */
static bool was(const dm_tree *t, uint32_t noun)
{
    uint32_t cop = child_with(t, noun, DEP_cop);
    return cop != TOKEN_NONE && t->words[cop].xpos == XPOS_VBD && !has_perfect(t, noun) &&
           !under_past_speech(t, noun);
}

static const char *const held[] = {"serve", "act", "work", "reign", "rule", NULL};
static const char *const left[] = {"resign", "retire", "quit",   "dismiss", "remove", "sack",
                                   "fire",   "oust",   "depose", "replace", "leave",  NULL};

/* "served as mayor", "resigned as mayor", "stepped down as mayor". */
static bool held_or_left(const dm_tree *t, uint32_t noun)
{
    uint32_t g = t->words[noun].head;
    uint8_t dep = dep_of(t, noun);
    if (g == HEAD_ROOT || t->words[g].upos != UPOS_VERB || !past_verb(t, g))
        return false;
    bool as = (dep == DEP_obl || dep == DEP_xcomp || dep == DEP_advcl) &&
              (str_eq(preposition(t, noun), STR("as")) ||
               (noun > 1 && (is_form(t, noun - 1, "as") || is_form(t, noun - 2, "as"))));
    bool step = lemma_is(t, g, "step") && child_with(t, g, DEP_compound_prt) != TOKEN_NONE;
    uint32_t since = child_with(t, g, DEP_advmod);
    bool still = since != TOKEN_NONE && lemma_is(t, since, "still");
    return as && !still && !under_past_speech(t, g) &&
           (lemma_in(lemma_at(t, g), held) || lemma_in(lemma_at(t, g), left) || step);
}

static bool is_office(uint8_t rel)
{
    return rel == REL_head_of || rel == REL_member_of || rel == REL_official_of ||
           rel == REL_minister_of || rel == REL_spokesperson_of || rel == REL_aide_of ||
           rel == REL_head_of_state || rel == REL_head_of_government || rel == REL_player_of ||
           rel == REL_coach_of || rel == REL_royalty_of;
}

/* The office said is another than this tie: "former governor Ann Lee of the Blue Party". */
static bool other_office(const dm_tree *t, const dm_relation *r, uint32_t noun)
{
    static const char *const members[] = {
        "member",   "leader",  "chair", "chairman",  "head",      "chief",      "candidate",
        "activist", "founder", "boss",  "president", "secretary", "chairwoman", NULL};
    const dm_entity *e = &t->cast->entities[r->target];
    return r->rel == REL_member_of && e->subkind == SUBKIND_party &&
           !lemma_in(lemma_at(t, noun), members);
}

/* "president of France": the noun that the target belongs to. */
static uint32_t noun_of_target(const dm_tree *t, const dm_evidence *e)
{
    for (uint32_t i = e->target_begin; i < e->target_end; i++) {
        uint32_t g = t->words[i].head;
        bool inside = g != HEAD_ROOT && g >= e->target_begin && g < e->target_end;
        bool noun = g != HEAD_ROOT && !inside &&
                    (t->words[g].upos == UPOS_NOUN || t->words[g].upos == UPOS_PROPN);
        bool source = noun && g >= e->source_begin && g < e->source_end;
        if (noun && !source && (dep_of(t, i) == DEP_nmod || dep_of(t, i) == DEP_nmod_poss))
            return g;
    }
    return TOKEN_NONE;
}

/* The noun of the title in the words that say it, or TOKEN_NONE. */
static uint32_t title_noun(const dm_tree *t, const dm_evidence *e)
{
    uint32_t found = e->trigger_begin == e->trigger_end ? noun_of_target(t, e) : TOKEN_NONE;
    for (uint32_t i = e->trigger_begin; i < e->trigger_end; i++) {
        uint8_t u = t->words[i].upos;
        if (u == UPOS_NOUN || u == UPOS_PROPN)
            found = i;
    }
    return found;
}

static bool said_former(const dm_tree *t, const dm_relation *r, const dm_evidence *e)
{
    uint32_t noun = title_noun(t, e);
    if (noun == TOKEN_NONE) {
        /* no title of its own: the words before the name */
        bool named = e->trigger_begin == e->trigger_end && e->source_begin < e->source_end &&
                     r->rel != REL_member_of;
        return named && phrase_says_former(t, e->source_begin, e->source_begin);
    }
    if (other_office(t, r, noun))
        return false;
    uint32_t begin =
        noun < e->trigger_begin || noun >= e->trigger_end ? noun : e->trigger_begin;
    return phrase_says_former(t, begin, noun + 1) || was(t, noun) || held_or_left(t, noun);
}

/* Rules that read the words themselves keep what they read. */
static bool reads_words(const dm_relation *r)
{
    return str_eq(r->rule, STR("noun-tie")) || str_eq(r->rule, STR("role"));
}

/* A word that says a lasting relation, not any that stands between two names. */
static bool says_state(const dm_tree *t, uint32_t token)
{
    static const char *const nouns[] = {"member", "ally",    "partner", "rival",
                                        "enemy",  "part",    "owner",   "subsidiary",
                                        "branch", "citizen", NULL};
    static const char *const verbs[] = {
        "join",      "lead", "head", "chair",  "own",  "found",  "serve", "belong", "marry",
        "represent", "base", "live", "reside", "host", "locate", "play",  NULL};
    dm_str lemma = lemma_at(t, token);
    if (t->words[token].upos == UPOS_VERB)
        return lemma_in(lemma, verbs);
    return lemma_in(lemma, nouns) || lexicon_agent(t->in->lexicon, lemma).kind == KIND_person;
}

/* The word that says the relation: its verb or noun, or the noun that the target belongs to. */
static uint32_t saying_word(const dm_tree *t, const dm_evidence *e)
{
    for (uint32_t i = e->trigger_end; i-- > e->trigger_begin;) {
        uint8_t u = t->words[i].upos;
        if (u == UPOS_NOUN || u == UPOS_VERB)
            return says_state(t, i) ? i : TOKEN_NONE;
    }
    uint32_t noun = e->trigger_begin == e->trigger_end ? noun_of_target(t, e) : TOKEN_NONE;
    return noun != TOKEN_NONE && says_state(t, noun) ? noun : TOKEN_NONE;
}

/* It is what its clause says, rather than a description in passing. */
static bool is_predicate(const dm_tree *t, uint32_t word)
{
    uint8_t dep = dep_of(t, word);
    return t->words[word].upos == UPOS_VERB || child_with(t, word, DEP_cop) != TOKEN_NONE ||
           dep == DEP_xcomp || dep == DEP_ccomp ||
           (dep == DEP_obl && str_eq(preposition(t, word), STR("as")));
}

static dm_stance put_in(const dm_tree *t, const dm_evidence *e)
{
    const dm_stance plain = {.attributed_to = ENTITY_NONE, .given = true};
    uint32_t word = saying_word(t, e);
    if (word == TOKEN_NONE)
        return plain;
    dm_stance s = stance_of(t, word);
    if (s.given)
        s.attributed_to = ENTITY_NONE;
    /* "the alleged leader of" */
    bool alleged = s.modality == MODALITY_ALLEGED && !s.negated;
    return is_predicate(t, word) || alleged ? s : plain;
}

/* How the sentences put it: the firmest of them counts. */
static dm_stance put_how(const dm_tree *t, const dm_relation *r, bool *any)
{
    dm_stance best = {.attributed_to = ENTITY_NONE};
    *any = false;
    for (uint32_t k = 0; k < r->evidence_count; k++) {
        dm_stance s = put_in(t, &r->evidence[k]);
        bool plain = !s.negated && s.modality == MODALITY_ASSERTED;
        if (!*any || plain)
            best = s;
        *any = true;
        if (plain && s.attributed_to == ENTITY_NONE)
            break;
    }
    return best;
}

static void put(const dm_tree *t, dm_relation *r, bool *turned)
{
    bool any;
    dm_stance s = put_how(t, r, &any);
    if (!any)
        return;
    if (s.ended) {
        *turned = *turned || r->polarity == POLARITY_NEGATED;
        r->polarity = POLARITY_AFFIRMED;
        r->former = true;
        return;
    }
    uint8_t polarity = s.negated ? POLARITY_NEGATED : r->polarity;
    *turned = *turned || polarity != r->polarity || r->modality != (uint8_t)s.modality;
    r->polarity = polarity;
    r->modality = (uint8_t)s.modality;
    r->attributed_to = stance_speaker(&s, r->source);
}

/* Two edges may have become one. */
static void join(const dm_relate_input *in, dm_relations *list)
{
    dm_relations joined = {0};
    for (size_t i = 0; i < list->len; i++) {
        dm_relation *r = &list->at[i];
        for (uint32_t k = 0; k < r->evidence_count; k++)
            relations_add(&joined, &in->doc->arena, r, &r->evidence[k]);
    }
    relations_free(list);
    *list = joined;
}

void relations_mend_former(const dm_relate_input *in, dm_relations *list)
{
    bool turned = false;
    if (!in->parse->words)
        return;
    dm_tree t = tree_of(in);
    for (size_t i = 0; i < list->len; i++) {
        dm_relation *r = &list->at[i];
        bool former = false;
        if (rel_table[r->rel].family != FAMILY_STATE)
            continue;
        for (uint32_t k = 0; k < r->evidence_count; k++)
            former = former || (is_office(r->rel) && said_former(&t, r, &r->evidence[k]));
        r->former = former || (reads_words(r) && r->former);
        put(&t, r, &turned);
    }
    if (turned)
        join(in, list);
}

static bool refuses(const dm_tree *t, const dm_evidence *e)
{
    for (uint32_t i = e->trigger_begin; i < e->trigger_end; i++) {
        dm_verb_class c;
        dm_str lemma = lemma_at(t, i);
        if ((lexicon_verb(t->in->lexicon, lemma, &c, 1) && c.rel == REL_reject) ||
            (lexicon_event_noun(t->in->lexicon, lemma, &c, 1) && c.rel == REL_reject))
            return true;
    }
    return false;
}

void relations_mend_refusals(const dm_relate_input *in, dm_relations *list)
{
    bool turned = false;
    if (!in->parse->words)
        return;
    dm_tree t = tree_of(in);
    for (size_t i = 0; i < list->len; i++) {
        dm_relation *r = &list->at[i];
        if (r->rel != REL_reject || r->polarity != POLARITY_NEGATED ||
            r->modality == MODALITY_DENIED || !r->evidence_count ||
            refuses(&t, &r->evidence[0]))
            continue;
        r->polarity = POLARITY_AFFIRMED;
        turned = true;
    }
    if (turned)
        join(in, list);
}
