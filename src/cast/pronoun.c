/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pronoun.c - he, she, it, they: who may be meant, the candidate that coref.h likes best; I and
 * we inside a quotation: its speaker. */
#include "cast/story.h"

#define REACH_BACK 250 /* tokens */

static bool read_pronoun(const caster *c, uint32_t t, pronoun *p)
{
    static const struct {
        const char *words;
        char gender;
        coref_class class;
    } rows[] = {{" he him his himself ", 'm', COREF_PERSON},
                {" she her hers herself ", 'f', COREF_PERSON},
                {" it its itself ", 'n', COREF_THING},
                {" they them their theirs themselves ", 'p', COREF_PLURAL}};
    *p = (pronoun){.token = t};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (word_in(c->low[t], rows[i].words)) {
            p->gender = rows[i].gender;
            p->class = rows[i].class;
        }
    }
    if (!p->gender || c->owner[t] != NOTHING)
        return false;
    uint8_t d = word_deprel(c, t);
    p->relation = d;
    p->subject = is_subject(d);
    p->object = d == DEP_obj || d == DEP_iobj;
    p->possessive = d == DEP_nmod_poss;
    p->reflexive = str_ends(c->low[t], STR("self")) || str_ends(c->low[t], STR("selves"));
    p->verb = word_governor(c, t);
    p->clause = word_clause(c, t);
    for (uint32_t h = word_head(c, t); h != HEAD_ROOT && p->over_count < CLIMB;
         h = word_head(c, h))
        p->over[p->over_count++] = h;
    return d != DEP_expl;
}

static bool agrees(const chain *x, char gender)
{
    bool person = x->kind == KIND_person;
    if (gender == 'm' || gender == 'f')
        return person && !x->plural && (!x->gender || x->gender == gender || x->gender == 'n');
    if (gender == 'n')
        return !person && x->kind != KIND_group && !x->plural;
    return x->plural || x->kind == KIND_group || x->kind == KIND_organisation ||
           x->kind == KIND_country;
}

static bool verb_argument(uint8_t d)
{
    return is_subject(d) || d == DEP_obj || d == DEP_iobj || d == DEP_obl || d == DEP_obl_agent;
}

/* The phrase that the pronoun itself is part of: "its" is not "its party", "its leader's car".
 */
static bool around(const caster *c, const phrase *x, const pronoun *p)
{
    for (uint32_t t = p->token, i = 0; i < p->over_count; i++) {
        uint8_t d = word_deprel(c, t);
        if (d != DEP_nmod_poss && d != DEP_nmod && d != DEP_compound && d != DEP_amod &&
            d != DEP_nummod && d != DEP_case)
            return false;
        t = p->over[i];
        if (t == x->head)
            return true;
    }
    return false;
}

/* Two arguments of one verb are two actors, unless the pronoun is reflexive or possessive. */
static bool barred(const caster *c, const phrase *x, const pronoun *p)
{
    if (around(c, x, p) || (x->begin <= p->token && p->token < x->end))
        return true;
    if (p->reflexive || p->possessive)
        return false;
    if (x->verb != HEAD_ROOT && x->verb == p->verb && verb_argument(x->relation) &&
        verb_argument(p->relation))
        return true;
    return x->verb == p->token; /* "she, Ann": inside the pronoun's own phrase */
}

static void take(const story *s, const pronoun *p, const phrase *x, phrase *of, uint32_t *count)
{
    const caster *c = s->c;
    uint32_t speaker = c->out->speaker[sentence_of(c, p->token)];
    if (*count == COREF_CANDIDATES || !agrees(&s->chains.at[x->chain], p->gender) ||
        barred(c, x, p) || (x->pair && p->class != COREF_PLURAL))
        return;
    if (c->quoted[p->token] && x->chain == speaker && p->class == COREF_PERSON)
        return;
    of[(*count)++] = *x;
}

/* Nobody, then the phrases before from the nearest, then names that follow as subjects. */
static uint32_t candidates(const story *s, const pronoun *p, phrase *of)
{
    const caster *c = s->c;
    uint32_t count = 1, end = c->doc->sentences[sentence_of(c, p->token)].end;
    memset(&of[0], 0, sizeof of[0]);
    for (size_t i = s->at.len; i-- > 0 && s->at.at[i].head + REACH_BACK > p->token;)
        take(s, p, &s->at.at[i], of, &count);
    for (uint32_t t = p->token + 1; t < end; t++) {
        uint32_t e = c->head_entity[t];
        if (e == ENTITY_NONE || c->owner[t] == NOTHING || !is_subject(word_deprel(c, t)))
            continue;
        phrase x = story_phrase(s, t, e);
        take(s, p, &x, of, &count);
    }
    return count;
}

static uint32_t choose(const coref_watch *watch, const coref_question *q)
{
    const coref_weights *w =
        watch && watch->weights ? &watch->weights[q->class] : coref_shipped(q->class);
    uint32_t best = 0;
    float top = 0;
    for (uint32_t i = 0; i < q->count; i++) {
        float score = coref_score(w, q->of[i].f);
        if (i == 0 || score > top) {
            top = score;
            best = i;
        }
    }
    return watch && watch->choose ? watch->choose(watch->context, q, best) : best;
}

/* "The pressure led Norway to change its law": the object of the verb that the clause completes
 * acts in it. */
static uint32_t led_to(const story *s, const pronoun *p, const phrase *of, uint32_t count)
{
    const caster *c = s->c;
    uint32_t verb = word_head(c, p->clause);
    if (!p->possessive || p->class != COREF_THING || word_deprel(c, p->clause) != DEP_xcomp)
        return COREF_NOBODY;
    for (uint32_t i = 1; i < count; i++) {
        if (of[i].verb == verb && of[i].relation == DEP_obj && of[i].chain < c->e.len &&
            of[i].head < p->token)
            return of[i].chain;
    }
    return COREF_NOBODY;
}

/* "It rained", "it was too late", "it was Ann who": nobody, whatever the model says. */
static bool empty_it(const caster *c, const pronoun *p, const float *nobody)
{
    bool weather = p->gender == 'n' && p->subject && p->verb != HEAD_ROOT &&
                   word_in(word_lemma(c, p->verb), " rain snow seem ");
    return weather || nobody[COREF_none_early] > 0 || nobody[COREF_none_cleft] > 0;
}

/* The chain that is meant, or COREF_NOBODY. */
static uint32_t resolve(const story *s, const pronoun *p, phrase *of, coref_candidate *out)
{
    uint32_t count = candidates(s, p, of);
    memset(out, 0, count * sizeof *out);
    for (uint32_t i = 0; i < count; i++) {
        out[i].head = of[i].head;
        out[i].begin = of[i].begin;
        out[i].end = of[i].end;
        out[i].chain = i ? of[i].chain : COREF_NOBODY;
        out[i].named = i && of[i].form == FORM_NAMED;
        out[i].entity = i && of[i].chain < s->c->e.len;
    }
    coref_features(s, p, of, count, out);
    const coref_question q = {p->token, p->class, out, count};
    uint32_t led = led_to(s, p, of, count), best = choose(s->c->watch, &q);
    if (empty_it(s->c, p, out[0].f))
        return COREF_NOBODY;
    return led != COREF_NOBODY ? led : out[best].chain;
}

static void learn_gender(story *s, uint32_t e, char gender)
{
    caster *c = s->c;
    if (gender != 'm' && gender != 'f')
        return;
    if (!s->chains.at[e].gender || s->chains.at[e].gender == 'n')
        s->chains.at[e].gender = gender;
    if (e >= c->e.len)
        return;
    c->note.at[e].male += gender == 'm';
    c->note.at[e].female += gender == 'f';
    if (!c->e.at[e].gender)
        c->e.at[e].gender = gender;
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
    if (!has_trees(c))
        return;
    story s;
    phrase *of = ARENA_ARRAY(c->a, phrase, COREF_CANDIDATES);
    coref_candidate *out = ARENA_ARRAY(c->a, coref_candidate, COREF_CANDIDATES);
    story_open(c, &s);
    for (uint32_t t = 0; t < c->doc->token_count; t++) {
        pronoun p;
        if (c->head_entity[t] != ENTITY_NONE || !read_pronoun(c, t, &p)) {
            story_read(&s, t);
            continue;
        }
        uint32_t e = resolve(&s, &p, of, out);
        if (e == COREF_NOBODY)
            continue;
        learn_gender(&s, e, p.gender);
        if (e < c->e.len)
            add_pronoun(c, t, e);
        story_pronoun(&s, &p, e);
    }
    story_free(&s);
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
