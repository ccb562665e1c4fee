/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cast/story.h"

#define NOUN_BACK 60 /* phrases back that the same noun with "the" goes on with */

bool is_subject(uint8_t d)
{
    return d == DEP_nsubj || d == DEP_nsubj_pass || d == DEP_nsubj_outer;
}

static uint32_t first_joined(const caster *c, uint32_t t)
{
    for (int steps = 0; steps < CLIMB && word_deprel(c, t) == DEP_conj; steps++) {
        uint32_t h = word_head(c, t);
        if (h == HEAD_ROOT)
            break;
        t = h;
    }
    return t;
}

uint32_t word_governor(const caster *c, uint32_t t)
{
    return word_head(c, first_joined(c, t));
}

static bool clausal(const caster *c, uint32_t t)
{
    switch (word_deprel(c, t)) {
    case DEP_ccomp:
    case DEP_xcomp:
    case DEP_advcl:
    case DEP_advcl_relcl:
    case DEP_acl:
    case DEP_acl_relcl:
    case DEP_csubj:
    case DEP_csubj_pass:
    case DEP_csubj_outer:
    case DEP_parataxis:
    case DEP_root:
        return true;
    case DEP_conj:
        return word_upos(c, t) == UPOS_VERB || word_upos(c, t) == UPOS_AUX;
    default:
        return false;
    }
}

uint32_t word_clause(const caster *c, uint32_t t)
{
    for (int steps = 0; steps < CLIMB; steps++) {
        uint32_t h = word_head(c, t);
        if (h == HEAD_ROOT)
            return t;
        t = h;
        if (clausal(c, t))
            return t;
    }
    return t;
}

/* ---- nouns ---- */

static bool time_noun(dm_str lemma)
{
    return word_in(
        lemma,
        " year month week day hour minute second decade century morning evening night "
        "afternoon weekend today yesterday tomorrow monday tuesday wednesday thursday friday "
        "saturday sunday january february march april may june july august september october "
        "november december spring summer autumn winter time moment period date season midnight "
        "noon past future lot number percent percentage % million billion thousand hundred "
        "dozen kilometre kilometer mile metre meter foot ton tonne dollar euro pound part half "
        "quarter rest way case example fact thing addition end beginning ");
}

static bool spot_noun(dm_str lemma)
{
    return word_in(
        lemma, " country nation state city town village capital region island province area "
               "district street road building house home airport border hospital school place "
               "site square station centre center church mosque prison room hotel camp ");
}

static bool deed_noun(dm_str lemma)
{
    static const char *const ends[] = {"tion", "sion", "ment", "ness", "ance",
                                       "ence", "ity",  "ing",  "al",   "ism"};
    if (word_in(lemma, " talk attack war fight strike visit vote meeting speech claim deal "
                       "charge report call crash death murder killing fire protest game match "
                       "crime crisis conflict use move step work trade search help return "))
        return true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (lemma.len > 6 && str_ends(lemma, str_z(ends[i])))
            return true;
    }
    return false;
}

static bool person_noun(dm_str lemma)
{
    static const char *const ends[] = {"man", "woman", "ist", "ician", "eer", "crat", "person"};
    if (word_in(lemma,
                " man woman boy girl child baby teenager mother father wife husband son "
                "daughter brother sister uncle aunt cousin friend victim driver suspect "
                "passenger pupil teacher student doctor nurse worker resident patient "
                "person someone somebody everyone everybody anyone anybody nobody witness "
                "survivor lawyer killer gunman attacker owner employee "
                "neighbour neighbor fan colleague boss defendant "))
        return true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (lemma.len > 5 && str_ends(lemma, str_z(ends[i])))
            return true;
    }
    return false;
}

static char noun_gender(dm_str lemma)
{
    if (word_in(lemma, " man boy father husband son brother uncle gunman king prince actor "
                       "grandfather nephew boyfriend guy "))
        return 'm';
    if (word_in(lemma, " woman girl mother wife daughter sister aunt queen princess actress "
                       "grandmother niece girlfriend lady "))
        return 'f';
    return 0;
}

static chain noun_chain(const caster *c, uint32_t t)
{
    dm_str lemma = word_lemma(c, t);
    dm_agent_word agent = lex_agent(c, lemma);
    uint8_t x = c->parse->words[t].xpos;
    chain n = {.kind = KIND_COUNT, .subject = NOTHING};
    n.plural = x == XPOS_NNS || x == XPOS_NNPS ||
               word_in(lemma, " people police troops everyone everybody pair couple ");
    n.spot = spot_noun(lemma);
    n.time = time_noun(lemma);
    n.deed = !n.spot && !n.time && deed_noun(lemma);
    if (person_noun(lemma) || (c->lex && lexicon_title(c->lex, lemma) != OFFICE_none))
        n.kind = KIND_person;
    else if (agent.kind < KIND_COUNT)
        n.kind = agent.kind;
    n.actor = n.kind != KIND_COUNT;
    if (n.kind == KIND_person)
        n.gender = agent.gender ? agent.gender : noun_gender(lemma);
    return n;
}

static bool heads_phrase(const caster *c, uint32_t t)
{
    uint8_t u = word_upos(c, t), d = word_deprel(c, t);
    if (u != UPOS_NOUN && u != UPOS_PROPN &&
        !(u == UPOS_PRON && str_ends(c->low[t], STR("one"))))
        return false;
    return c->owner[t] == NOTHING && d != DEP_compound && d != DEP_flat && d != DEP_nmod_desc &&
           d != DEP_goeswith && d != DEP_fixed && d != DEP_obl_unmarked;
}

/* The entity that a description says something about: "Ann is a doctor", "Ann, a doctor". */
static uint32_t described(const story *s, uint32_t t)
{
    const caster *c = s->c;
    const dm_sentence *x = &c->doc->sentences[sentence_of(c, t)];
    uint8_t d = word_deprel(c, t);
    uint32_t h = word_head(c, t);
    if ((d == DEP_appos || d == DEP_flat) && h != HEAD_ROOT && c->head_entity[h] != ENTITY_NONE)
        return c->head_entity[h];
    bool copula = false;
    uint32_t subject = ENTITY_NONE;
    for (uint32_t k = x->first; k < x->end; k++) {
        if (word_head(c, k) != t)
            continue;
        uint8_t r = word_deprel(c, k);
        copula = copula || r == DEP_cop;
        if (is_subject(r) && c->head_entity[k] != ENTITY_NONE)
            subject = c->head_entity[k];
        if ((r == DEP_appos || r == DEP_flat) && c->owner[k] != NOTHING &&
            c->head_entity[k] != ENTITY_NONE)
            return c->head_entity[k];
    }
    return copula ? subject : ENTITY_NONE;
}

/* The kind has to agree, or "the city of X" and "X, a lawyer" would swallow anything. */
static bool may_describe(const chain *noun, const chain *of)
{
    bool person = noun->kind == KIND_person;
    return noun->plural == of->plural && (of->kind == KIND_person) == person;
}

static uint32_t add_chain(story *s, chain n)
{
    vec_push(&s->chains, n);
    return (uint32_t)s->chains.len - 1;
}

/* A noun goes on with the chain of the same noun when it has "the", "this" or the like. */
static uint32_t chain_of_noun(story *s, uint32_t t, const phrase *x)
{
    chain n = noun_chain(s->c, t);
    uint32_t e = described(s, t);
    if (e != ENTITY_NONE && may_describe(&n, &s->chains.at[e]))
        return e;
    dm_str key = str_fmt(s->c->a, "%d %.*s", n.plural, STR_ARG(word_lemma(s->c, t)));
    uint32_t was = map_get(&s->nouns, key);
    if (was != MAP_NONE && x->definite && !x->owned) {
        size_t from = s->at.len > NOUN_BACK ? s->at.len - NOUN_BACK : 0;
        for (size_t i = s->at.len; i-- > from;) {
            if (s->at.at[i].chain == was)
                return was;
        }
    }
    uint32_t made = add_chain(s, n);
    map_set(&s->nouns, key, made);
    return made;
}

/* ---- phrases ---- */

static void read_determiner(const story *s, phrase *x)
{
    const caster *c = s->c;
    uint32_t first = c->doc->sentences[sentence_of(c, x->head)].first;
    uint32_t from = x->head > first + 8 ? x->head - 8 : first;
    for (uint32_t k = from; k < x->head; k++) {
        if (word_head(c, k) != x->head)
            continue;
        dm_str w = c->low[k];
        x->begin = k < x->begin ? k : x->begin;
        x->definite = x->definite || word_in(w, " the this that these those such ");
        x->indefinite = x->indefinite || word_in(w, " a an another some any every no each ");
        x->owned = x->owned || word_deprel(c, k) == DEP_nmod_poss;
    }
    x->owned = x->owned || word_is(c, x->head + 1, "of");
}

phrase story_phrase(const story *s, uint32_t t, uint32_t chain_index)
{
    const caster *c = s->c;
    uint32_t front = first_joined(c, t);
    phrase x = {.head = t, .begin = t, .end = t + 1, .chain = chain_index, .form = FORM_NOUN};
    x.joined = front != t;
    x.relation = word_deprel(c, front);
    x.verb = word_head(c, front);
    if (c->owner[t] != NOTHING) {
        x.form = FORM_NAMED;
        x.begin = c->m[c->owner[t]].begin;
        x.end = c->m[c->owner[t]].end;
    } else if (c->head_entity[t] != ENTITY_NONE) {
        x.form = word_upos(c, t) == UPOS_PRON ? FORM_PRONOUN : FORM_NOMINAL;
    }
    x.name = word_upos(c, t) == UPOS_PROPN;
    read_determiner(s, &x);
    return x;
}

static void add_phrase(story *s, phrase x)
{
    const caster *c = s->c;
    chain *n = &s->chains.at[x.chain];
    n->count++;
    if (is_subject(x.relation)) {
        n->subject = sentence_of(c, x.head);
        if (x.verb != HEAD_ROOT && speaks(c, x.verb))
            s->speaker = x.chain;
    }
    vec_push(&s->at, x);
}

/* "A and B": they. */
static void add_pair(story *s, uint32_t t)
{
    const caster *c = s->c;
    const dm_sentence *x = &c->doc->sentences[sentence_of(c, t)];
    uint32_t front = first_joined(c, t);
    if (front == t || front >= t || s->at.len == 0)
        return;
    for (uint32_t k = t + 1; k < x->end; k++) {
        if (word_deprel(c, k) == DEP_conj && word_head(c, k) == front)
            return; /* not the last part */
    }
    chain both = s->chains.at[s->at.at[s->at.len - 1].chain];
    chain n = {.kind = both.kind, .plural = true, .subject = NOTHING, .actor = both.actor};
    phrase p = story_phrase(s, front, add_chain(s, n));
    p.form = FORM_NOUN;
    p.pair = true;
    p.end = t + 1;
    add_phrase(s, p);
}

void story_read(story *s, uint32_t t)
{
    const caster *c = s->c;
    uint32_t e = c->head_entity[t];
    if (e != ENTITY_NONE) {
        add_phrase(s, story_phrase(s, t, e));
    } else if (heads_phrase(c, t)) {
        phrase x = story_phrase(s, t, 0);
        x.chain = chain_of_noun(s, t, &x);
        add_phrase(s, x);
    } else {
        return;
    }
    add_pair(s, t);
}

static size_t gender_row(char gender)
{
    return gender == 'm' ? 0 : gender == 'f' ? 1 : gender == 'n' ? 2 : 3;
}

void story_pronoun(story *s, const pronoun *p, uint32_t chain_index)
{
    phrase x = story_phrase(s, p->token, chain_index);
    x.form = FORM_PRONOUN;
    add_phrase(s, x);
    s->same[gender_row(p->gender)] = chain_index;
}

void story_open(caster *c, story *s)
{
    *s = (story){.c = c, .same = {NOTHING, NOTHING, NOTHING, NOTHING}, .speaker = NOTHING};
    for (size_t e = 0; e < c->e.len; e++) {
        const dm_entity *x = &c->e.at[e];
        chain n = {.kind = x->kind,
                   .gender = x->gender,
                   .plural = x->plural,
                   .actor = true,
                   .named = c->note.at[e].named,
                   .subject = NOTHING};
        vec_push(&s->chains, n);
    }
    for (uint32_t i = 0; i < c->m_count; i++) {
        uint32_t e = c->m[i].group == NOTHING ? ENTITY_NONE : c->entity_of[c->m[i].group];
        if (e != ENTITY_NONE && sentence_of(c, c->m[i].head) == 0)
            s->chains.at[e].opening = true;
    }
}

void story_free(story *s)
{
    vec_free(&s->at);
    vec_free(&s->chains);
    map_free(&s->nouns);
}
