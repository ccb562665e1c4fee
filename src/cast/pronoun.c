/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pronoun.c - he, she, it, they: the candidate before the pronoun that scores best by distance,
 * grammatical role, prominence and agreement (after Lappin and Leass 1994, with a linear
 * score); I and we inside a quotation: its speaker. */
#include "cast/caster.h"

#define REACH_BACK 250 /* tokens */
#define FRONT      8   /* tokens before a pronoun that a phrase before the subject has */

typedef struct {
    uint32_t token, begin_sentence;
    char gender; /* 'm', 'f', 'n', 'p' (they) */
    bool subject, possessive, reflexive;
} pronoun;

typedef struct {
    float base;        /* nothing is chosen below 0 */
    float sentence;    /* per sentence between */
    float subject;     /* the candidate is a subject */
    float object;      /* ... an object */
    float parallel;    /* both are subjects */
    float possessor;   /* the candidate owns something: "Ann's father" */
    float modifier;    /* the candidate stands in another noun phrase */
    float agree;       /* the gender is known and fits */
    float prominent;   /* per log2 of mentions so far */
    float chain;       /* the candidate is itself a pronoun of this gender */
    float token;       /* per ten tokens between */
    float own_subject; /* "X ... his": X is the subject of the pronoun's clause */
    float quoted;      /* one stands inside a quotation, the other outside */
} weights;

/* By coordinate search on the GAP development passages (marked for training) and GUM train; the
 * thing weights on GUM train alone, for precision. */
static const weights person_weights = {.base = 4.0f,
                                       .sentence = -2.0f,
                                       .subject = 1.1f,
                                       .object = 0.85f,
                                       .parallel = 0.9f,
                                       .possessor = 0.4f,
                                       .modifier = -0.3f,
                                       .agree = 0.3f,
                                       .prominent = 0.5f,
                                       .chain = 0.8f,
                                       .token = -0.11f,
                                       .own_subject = 0.35f,
                                       .quoted = -0.5f};
static const weights thing_weights = {.base = 0.1f,
                                      .sentence = -1.2f,
                                      .subject = 1.4f,
                                      .object = 0.1f,
                                      .parallel = 0.3f,
                                      .possessor = -1.0f,
                                      .modifier = -1.1f,
                                      .agree = 0.3f,
                                      .prominent = 0.2f,
                                      .chain = 0.4f,
                                      .token = -0.08f,
                                      .own_subject = 0.4f,
                                      .quoted = -0.6f};

static bool subject(uint8_t d)
{
    return d == DEP_nsubj || d == DEP_nsubj_pass || d == DEP_nsubj_outer;
}

static bool modifier(uint8_t d)
{
    return d == DEP_nmod || d == DEP_compound || d == DEP_appos || d == DEP_amod ||
           d == DEP_nmod_unmarked || d == DEP_nmod_desc;
}

static bool read_pronoun(const caster *c, uint32_t t, pronoun *p)
{
    static const struct {
        const char *words;
        char gender;
    } rows[] = {{" he him his himself ", 'm'},
                {" she her hers herself ", 'f'},
                {" it its itself ", 'n'},
                {" they them their theirs themselves ", 'p'}};
    *p = (pronoun){.token = t};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (word_in(c->low[t], rows[i].words))
            p->gender = rows[i].gender;
    }
    uint8_t d = word_deprel(c, t);
    p->subject = subject(d);
    p->possessive = d == DEP_nmod_poss;
    p->reflexive = str_ends(c->low[t], STR("self")) || str_ends(c->low[t], STR("selves"));
    p->begin_sentence = c->doc->sentences[sentence_of(c, t)].first;
    return p->gender && c->owner[t] == NOTHING && d != DEP_expl;
}

/* "it is clear that": the subject of a clause that has another, clausal one, or of the weather.
 */
static bool empty_it(const caster *c, const pronoun *p)
{
    if (p->gender != 'n' || !p->subject)
        return false;
    uint32_t h = word_head(c, p->token);
    const dm_sentence *x = &c->doc->sentences[sentence_of(c, p->token)];
    for (uint32_t t = p->token + 1; h != HEAD_ROOT && t < x->end; t++) {
        uint8_t d = word_deprel(c, t);
        if (word_head(c, t) == h && (d == DEP_csubj || d == DEP_csubj_pass || d == DEP_ccomp) &&
            word_upos(c, h) == UPOS_ADJ)
            return true;
    }
    return h != HEAD_ROOT && word_in(word_lemma(c, h), " rain snow seem appear turn ");
}

static bool agrees(const caster *c, uint32_t e, char gender)
{
    const dm_entity *x = &c->e.at[e];
    if (gender == 'm' || gender == 'f')
        return x->kind == KIND_person && (!x->gender || x->gender == gender) && !x->plural;
    if (gender == 'n')
        return x->kind != KIND_person && x->kind != KIND_group && !x->plural;
    return x->kind == KIND_group || x->plural;
}

/* The verb or noun whose argument the token is, through conjunctions. */
static uint32_t governor(const caster *c, uint32_t t)
{
    uint32_t h = word_head(c, t);
    for (int steps = 0; h != HEAD_ROOT && word_deprel(c, t) == DEP_conj && steps < 8; steps++) {
        t = h;
        h = word_head(c, t);
    }
    return h;
}

static bool verb_argument(uint8_t d)
{
    return subject(d) || d == DEP_obj || d == DEP_iobj || d == DEP_obl || d == DEP_obl_agent;
}

/* Two arguments of one verb are two actors, unless the pronoun is reflexive or possessive. */
static bool barred(const caster *c, uint32_t t, const pronoun *p)
{
    if (p->reflexive || p->possessive)
        return false;
    uint32_t g = governor(c, t), h = governor(c, p->token);
    bool same_verb = g != HEAD_ROOT && g == h;
    if (same_verb && verb_argument(word_deprel(c, t)) &&
        verb_argument(word_deprel(c, p->token)))
        return true;
    return g == p->token; /* "she, Ann": inside the pronoun's own phrase */
}

static bool clause_subject(const caster *c, uint32_t t, const pronoun *p)
{
    if (!subject(word_deprel(c, t)))
        return false;
    uint32_t verb = word_head(c, t), at = p->token;
    for (int steps = 0; at != HEAD_ROOT && steps < 12; steps++) {
        if (at == verb)
            return true;
        at = word_head(c, at);
    }
    return false;
}

static float log2_of(uint32_t n)
{
    float r = 0;
    for (; n > 1; n >>= 1)
        r += 1.0f;
    return r;
}

static float score(const caster *c, uint32_t t, uint32_t e, const pronoun *p,
                   const uint32_t *seen)
{
    const weights *w = p->gender == 'm' || p->gender == 'f' ? &person_weights : &thing_weights;
    uint8_t d = word_deprel(c, t);
    if (d == DEP_conj && word_head(c, t) != HEAD_ROOT)
        d = word_deprel(c, word_head(c, t));
    float s = w->base + w->sentence * (float)(sentence_of(c, p->token) - sentence_of(c, t));
    s += w->token * (float)(p->token - t) / 10.0f + w->prominent * log2_of(seen[e] + 1);
    if (subject(d))
        s += w->subject + (p->subject ? w->parallel : 0);
    if (d == DEP_obj || d == DEP_iobj || d == DEP_obl_agent)
        s += w->object;
    if (d == DEP_nmod_poss)
        s += w->possessor;
    if (modifier(d))
        s += w->modifier;
    if (c->e.at[e].gender && c->e.at[e].gender == p->gender)
        s += w->agree;
    if (c->owner[t] == NOTHING && word_upos(c, t) == UPOS_PRON)
        s += w->chain;
    if (clause_subject(c, t, p))
        s += w->own_subject;
    if (c->quoted[t] != c->quoted[p->token])
        s += w->quoted;
    return s;
}

static uint32_t best_before(const caster *c, const pronoun *p, const uint32_t *seen)
{
    uint32_t stop = p->token > REACH_BACK ? p->token - REACH_BACK : 0, best = ENTITY_NONE;
    uint32_t speaker = c->out->speaker[sentence_of(c, p->token)];
    float top = 0;
    for (uint32_t t = p->token; t-- > stop;) {
        uint32_t e = c->head_entity[t];
        if (e == ENTITY_NONE || !agrees(c, e, p->gender) || barred(c, t, p))
            continue;
        if (c->quoted[p->token] && e == speaker)
            continue;
        float s = score(c, t, e, p, seen);
        if (s > top) {
            top = s;
            best = e;
        }
    }
    return best;
}

/* "In his speech Ann's father ...": nothing before fits, the subject that follows does. */
static uint32_t first_after(const caster *c, const pronoun *p)
{
    const dm_sentence *x = &c->doc->sentences[sentence_of(c, p->token)];
    for (uint32_t t = p->token + 1; t < x->end; t++) {
        uint32_t e = c->head_entity[t];
        if (e != ENTITY_NONE && c->owner[t] != NOTHING && agrees(c, e, p->gender) &&
            subject(word_deprel(c, t)) && !barred(c, t, p))
            return e;
    }
    return ENTITY_NONE;
}

/* "During his visit, X said": the pronoun stands in a phrase before the verb whose subject is
 * X, no name precedes it in the sentence. */
static uint32_t fronted(const caster *c, const pronoun *p)
{
    uint32_t noun = word_head(c, p->token);
    if (!p->possessive || noun == HEAD_ROOT || p->token > p->begin_sentence + FRONT ||
        c->quoted[p->token])
        return ENTITY_NONE;
    for (uint32_t t = p->begin_sentence; t < p->token; t++) {
        if (c->head_entity[t] != ENTITY_NONE && c->e.at[c->head_entity[t]].kind == KIND_person)
            return ENTITY_NONE;
    }
    uint32_t e = first_after(c, p), verb = word_head(c, noun);
    if (e == ENTITY_NONE || verb == HEAD_ROOT || verb < noun || c->e.at[e].kind != KIND_person)
        return ENTITY_NONE;
    for (uint32_t t = noun + 1; t < verb; t++) {
        if (c->head_entity[t] == e && c->owner[t] != NOTHING && subject(word_deprel(c, t)) &&
            word_head(c, t) == verb)
            return e;
    }
    return ENTITY_NONE;
}

static void learn_gender(caster *c, uint32_t e, char gender)
{
    entity_note *note = &c->note.at[e];
    if (gender == 'm' || gender == 'f') {
        note->male += gender == 'm';
        note->female += gender == 'f';
        if (!c->e.at[e].gender)
            c->e.at[e].gender = gender;
    }
}

static void add_pronoun(caster *c, uint32_t t, uint32_t e)
{
    dm_mention m = {.begin = t,
                    .end = t + 1,
                    .head = t,
                    .entity = e,
                    .form = FORM_PRONOUN,
                    .kind = c->e.at[e].kind,
                    .score = 0.6f};
    mention_add(c, &m);
}

void find_pronouns(caster *c)
{
    uint32_t *seen = ARENA_ARRAY(c->a, uint32_t, c->e.len + 1);
    for (uint32_t t = 0; has_trees(c) && t < c->doc->token_count; t++) {
        pronoun p;
        if (c->head_entity[t] != ENTITY_NONE) {
            seen[c->head_entity[t]]++;
            continue;
        }
        if (!read_pronoun(c, t, &p) || empty_it(c, &p))
            continue;
        uint32_t e = p.gender == 'm' || p.gender == 'f' ? fronted(c, &p) : ENTITY_NONE;
        if (e == ENTITY_NONE)
            e = best_before(c, &p, seen);
        if (e == ENTITY_NONE && (p.gender == 'm' || p.gender == 'f'))
            e = first_after(c, &p);
        if (e == ENTITY_NONE)
            continue;
        learn_gender(c, e, p.gender);
        add_pronoun(c, t, e);
        seen[e]++;
    }
}

/* I and me are the speaker; we and our the body that the speaker is, when it is one. */
void find_first_persons(caster *c)
{
    for (uint32_t t = 0; has_trees(c) && t < c->doc->token_count; t++) {
        uint32_t e = c->out->speaker[sentence_of(c, t)];
        if (!c->quoted[t] || e == ENTITY_NONE || c->owner[t] != NOTHING)
            continue;
        bool person = c->e.at[e].kind == KIND_person;
        if (person ? word_in(c->low[t], " i me my mine myself ")
                   : word_in(c->low[t], " we us our ours ourselves "))
            add_pronoun(c, t, e);
    }
}
