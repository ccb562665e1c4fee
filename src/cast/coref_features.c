/* SPDX-License-Identifier: GPL-3.0-or-later */
/* coref_features.c - what the candidates of a pronoun are judged by. */
#include "cast/story.h"

#define SET(id)          (f[COREF_##id] = 1.0f)
#define SET_IF(id, cond) (f[COREF_##id] = (cond) ? 1.0f : 0.0f)

/* What the candidates are compared with. */
typedef struct {
    const story *s;
    const pronoun *p;
    uint32_t sentence, top, most, speaker;
    bool says, wills, main, clause_first;
} view;

static float log2_of(uint32_t n)
{
    float r = 0;
    for (; n > 1; n >>= 1)
        r += 1.0f;
    return r;
}

static bool wills(const caster *c, uint32_t verb)
{
    return verb != HEAD_ROOT &&
           word_in(word_lemma(c, verb),
                   " want decide plan hope agree accuse deny refuse reject support oppose vote "
                   "sign fight launch send withdraw intend expect consider seek try pledge "
                   "demand condemn welcome approve sue invade attack recognise recognize "
                   "ban impose buy sell hire invest vow threaten invite negotiate join "
                   "offer know think feel regret ");
}

static bool body_like(const chain *n)
{
    return n->kind == KIND_country || n->kind == KIND_organisation;
}

/* ---- nobody ---- */

static bool clause_below(const caster *c, uint32_t h, uint32_t after, uint32_t end)
{
    for (uint32_t t = after + 1; t < end; t++) {
        uint8_t d = word_deprel(c, t);
        if (word_head(c, t) == h && t != h &&
            (d == DEP_csubj || d == DEP_csubj_pass || d == DEP_csubj_outer || d == DEP_ccomp ||
             d == DEP_xcomp || d == DEP_advcl))
            return true;
    }
    return false;
}

static bool cleft(const caster *c, uint32_t h, uint32_t end)
{
    for (uint32_t t = h + 1; t < end && t < h + 12; t++) {
        if (word_head(c, t) == h &&
            (word_deprel(c, t) == DEP_acl_relcl || word_deprel(c, t) == DEP_advcl_relcl))
            return true;
    }
    return false;
}

/* "too late", "dark", "Monday", "6 p.m.", "time". */
static bool of_the_clock(const caster *c, uint32_t h)
{
    return word_in(word_lemma(c, h),
                   " late early dark cold hot warm sunny cloudy monday tuesday wednesday "
                   "thursday friday saturday sunday time day year midnight noon o'clock p.m. "
                   "a.m. enough winter summer morning night ") ||
           word_upos(c, h) == UPOS_NUM;
}

static void nobody_it(const view *v, float *f)
{
    const caster *c = v->s->c;
    const pronoun *p = v->p;
    uint32_t h = p->verb, end = c->doc->sentences[v->sentence].end, t = p->token;
    if (h == HEAD_ROOT)
        return;
    bool predicate = word_upos(c, h) != UPOS_VERB;
    if (p->subject) {
        bool clause = clause_below(c, h, t, end);
        SET_IF(none_clause, predicate && clause);
        SET_IF(none_cleft, predicate && word_upos(c, h) != UPOS_ADJ && cleft(c, h, end));
        SET_IF(none_verb, word_in(word_lemma(c, h), " rain snow seem appear turn take happen "
                                                    "follow matter transpire remain emerge "));
        SET_IF(none_passive, clause && word_deprel(c, t) == DEP_nsubj_pass);
        SET_IF(none_early, predicate && of_the_clock(c, h));
    }
    SET_IF(none_like, t > 1 && (word_in(c->low[t - 1], " if though when as like ")) &&
                          word_in(c->low[t - 2], " as whether like "));
    SET_IF(none_extra, p->object && clause_below(c, h, t, end));
}

static void nobody(const view *v, float *f, const coref_candidate *of, uint32_t count)
{
    const caster *c = v->s->c;
    const pronoun *p = v->p;
    bool named = false, here = false;
    for (uint32_t i = 1; i < count; i++) {
        named = named || of[i].chain < c->e.len;
        here = here || (sentence_of(c, of[i].head) == v->sentence && of[i].head < p->token);
    }
    SET(none);
    SET_IF(none_quoted, c->quoted[p->token]);
    SET_IF(none_subject, p->subject);
    SET_IF(none_object, p->object);
    SET_IF(none_owner, p->possessive);
    SET_IF(none_start, !here);
    SET_IF(none_few, !named);
    f[COREF_none_many] = log2_of(count);
    if (p->gender == 'n')
        nobody_it(v, f);
}

/* ---- a candidate ---- */

static void identity(const view *v, const phrase *x, const chain *n, float *f)
{
    SET_IF(named, x->form == FORM_NAMED);
    SET_IF(pronoun, x->form == FORM_PRONOUN);
    SET_IF(nominal, x->form == FORM_NOMINAL);
    if (x->form == FORM_NOUN) {
        SET(noun);
        SET_IF(noun_definite, x->definite);
        SET_IF(noun_indefinite, x->indefinite);
        SET_IF(noun_own, x->owned);
        SET_IF(noun_name, x->name);
    }
    if (x->chain >= v->s->c->e.len) {
        SET_IF(noun_actor, n->actor);
        SET_IF(noun_time, n->time);
        SET_IF(noun_spot, n->spot);
        SET_IF(noun_deed, n->deed);
    } else {
        SET_IF(country, n->kind == KIND_country);
        SET_IF(body, n->kind == KIND_organisation);
        SET_IF(place, n->kind == KIND_place);
        SET_IF(event, n->kind == KIND_event);
        SET_IF(thing, n->kind == KIND_thing);
        SET_IF(group, n->kind == KIND_group);
        SET_IF(title, v->s->c->note.at[x->chain].roles.len > 0);
    }
    SET_IF(gender, n->gender && n->gender == v->p->gender);
    SET_IF(several, n->plural);
}

static void distance(const view *v, const phrase *x, float *f)
{
    const caster *c = v->s->c;
    uint32_t s = sentence_of(c, x->head), t = v->p->token;
    uint32_t back = v->sentence > s ? v->sentence - s : 0;
    uint32_t words = t > x->head ? t - x->head : x->head - t;
    SET_IF(sentence0, back == 0);
    SET_IF(sentence1, back == 1);
    SET_IF(sentence2, back == 2);
    f[COREF_sentences] = (float)(back < 8 ? back : 8) / 4.0f;
    f[COREF_tokens] = (float)(words < 120 ? words : 120) / 20.0f;
    SET_IF(paragraph,
           c->doc->sentences[s].paragraph == c->doc->sentences[v->sentence].paragraph);
    SET_IF(opens, x->begin == c->doc->sentences[s].first);
}

static bool object_like(uint8_t d)
{
    return d == DEP_obj || d == DEP_iobj;
}

static bool inner_like(uint8_t d)
{
    return d == DEP_nmod || d == DEP_nmod_unmarked || d == DEP_nmod_desc;
}

static void roles(const view *v, const phrase *x, float *f)
{
    const caster *c = v->s->c;
    const pronoun *p = v->p;
    uint8_t d = x->relation;
    bool subject = is_subject(d), object = object_like(d), owner = d == DEP_nmod_poss;
    bool main = x->verb != HEAD_ROOT && word_head(c, x->verb) == HEAD_ROOT;
    SET_IF(subject, subject);
    SET_IF(passive, d == DEP_nsubj_pass);
    SET_IF(object, object);
    SET_IF(oblique, d == DEP_obl);
    SET_IF(agent, d == DEP_obl_agent);
    SET_IF(owner, owner);
    SET_IF(inner, inner_like(d));
    SET_IF(compound, d == DEP_compound || d == DEP_amod || d == DEP_flat);
    SET_IF(beside, d == DEP_appos);
    SET_IF(joined, x->joined);
    SET_IF(head, x->verb == HEAD_ROOT);
    SET_IF(main, main);
    SET_IF(subject_subject, subject && p->subject);
    SET_IF(subject_owner, subject && p->possessive);
    SET_IF(subject_object, subject && p->object);
    SET_IF(object_subject, object && p->subject);
    SET_IF(object_object, object && p->object);
    SET_IF(object_owner, object && p->possessive);
    SET_IF(owner_owner, owner && p->possessive);
    SET_IF(owner_subject, owner && p->subject);
    SET_IF(inner_owner, inner_like(d) && p->possessive);
    bool before = subject && main && sentence_of(c, x->head) + 1 == v->sentence;
    SET_IF(main_before, before);
    SET_IF(main_both, before && v->main);
    SET_IF(fronted, d == DEP_obl && x->verb != HEAD_ROOT && x->head < x->verb);
}

static bool over(const pronoun *p, uint32_t t)
{
    for (uint32_t i = 0; i < p->over_count; i++) {
        if (p->over[i] == t)
            return true;
    }
    return false;
}

static bool speech_clause(const caster *c, const pronoun *p, uint32_t verb)
{
    if (!speaks(c, verb))
        return false;
    for (uint32_t i = 0; i < p->over_count; i++) {
        uint8_t d = word_deprel(c, p->over[i]);
        if (word_head(c, p->over[i]) == verb && (d == DEP_ccomp || d == DEP_parataxis))
            return true;
    }
    return false;
}

/* "Placed in the care of X, he ...": X is below the verb whose subject the pronoun is. */
static bool in_front(const caster *c, const pronoun *p, uint32_t t)
{
    for (int steps = 0; steps < CLIMB && t != HEAD_ROOT && p->subject; steps++) {
        t = word_head(c, t);
        if (t == p->verb)
            return t != HEAD_ROOT;
    }
    return false;
}

static void structure(const view *v, const phrase *x, float *f)
{
    const caster *c = v->s->c;
    const pronoun *p = v->p;
    if (sentence_of(c, x->head) != v->sentence)
        return;
    bool subject = is_subject(x->relation), above = x->verb != HEAD_ROOT && over(p, x->verb);
    bool own = x->verb == p->clause;
    if (subject && above) {
        SET_IF(own_clause, own);
        SET_IF(over, !own);
        SET_IF(over_near, !own && word_clause(c, p->clause) == x->verb);
        SET_IF(over_owner, p->possessive);
        SET_IF(reported, speech_clause(c, p, x->verb));
    }
    SET_IF(in_front, x->head < p->token && in_front(c, p, x->head));
    SET_IF(control, !subject && above && object_like(x->relation) && !own);
    if (over(p, x->head)) {
        bool clause = p->clause != x->head && over(p, p->clause) &&
                      (word_deprel(c, p->clause) == DEP_acl_relcl ||
                       word_deprel(c, p->clause) == DEP_acl);
        SET_IF(relative, clause);
        SET_IF(inside, !clause);
    }
    bool beside =
        x->verb != HEAD_ROOT && p->clause != x->verb &&
        ((word_deprel(c, p->clause) == DEP_conj && word_head(c, p->clause) == x->verb) ||
         (word_deprel(c, x->verb) == DEP_conj && word_head(c, x->verb) == p->clause));
    SET_IF(beside_clause, subject && beside);
}

static uint32_t gender_row(char gender)
{
    return gender == 'm' ? 0 : gender == 'f' ? 1 : gender == 'n' ? 2 : 3;
}

static void prominence(const view *v, const phrase *x, const chain *n, float *f)
{
    f[COREF_mentions] = log2_of(n->count + 1);
    f[COREF_names] = log2_of(n->named + 1);
    SET_IF(top, x->chain == v->top);
    SET_IF(most, x->chain == v->most);
    SET_IF(opening, n->opening);
    SET_IF(topic, n->subject != NOTHING && n->subject + 1 >= v->sentence);
    bool same = x->chain == v->s->same[gender_row(v->p->gender)];
    SET_IF(same, same);
    SET_IF(same_here,
           same && x->form == FORM_PRONOUN && sentence_of(v->s->c, x->head) == v->sentence);
    SET_IF(once, n->count <= 1);
}

static void speech(const view *v, const phrase *x, const chain *n, float *f)
{
    const caster *c = v->s->c;
    const pronoun *p = v->p;
    bool a = c->quoted[x->head], b = c->quoted[p->token], body = body_like(n);
    SET_IF(quoted_only, a && !b);
    SET_IF(speech_only, b && !a);
    SET_IF(quoted_both, a && b);
    SET_IF(speaker, b && x->chain == v->speaker);
    SET_IF(says, v->says && !b && x->chain == v->s->speaker);
    SET_IF(said,
           v->says && is_subject(x->relation) && x->verb != HEAD_ROOT && speaks(c, x->verb));
    if (p->gender == 'n' || p->gender == 'p') {
        SET_IF(body_says, body && v->wills);
        SET_IF(thing_says, !body && v->wills);
        SET_IF(body_owns, body && p->possessive);
    }
}

static void following(const view *v, const phrase *x, float *f)
{
    if (x->head < v->p->token)
        return;
    SET(after);
    SET_IF(after_owner, v->p->possessive && v->clause_first);
    SET_IF(after_clause, v->clause_first && v->p->clause < x->head);
}

/* ---- all of them ---- */

/* The chain that has most of something. */
static uint32_t leader(const story *s, const coref_candidate *of, uint32_t count, bool named)
{
    uint32_t best = COREF_NOBODY, most = 1;
    for (uint32_t i = 1; i < count; i++) {
        const chain *n = &s->chains.at[of[i].chain];
        uint32_t k = named ? n->named : n->count;
        if (k > most || (k == most && of[i].chain < best && best != COREF_NOBODY)) {
            most = k;
            best = of[i].chain;
        }
    }
    return best;
}

/* Recency: how many other chains were met between, and which opened their sentence.  of[1] is
 * the nearest; what follows the pronoun comes last. */
static void order(const view *v, const phrase *of, uint32_t count, coref_candidate *out)
{
    const caster *c = v->s->c;
    uint32_t chains = 0;
    for (uint32_t i = 1; i < count && of[i].head < v->p->token; i++) {
        uint32_t recent = 0, s = sentence_of(c, of[i].head);
        bool first = true, seen = false;
        for (uint32_t k = 1; k < count && of[k].head < v->p->token; k++) {
            bool own = of[k].chain == of[i].chain;
            seen = seen || (k < i && own);
            recent += own && sentence_of(c, of[k].head) + 2 >= v->sentence;
            first = first && (k <= i || sentence_of(c, of[k].head) != s);
        }
        uint32_t nearer = chains - seen;
        chains += !seen;
        float *f = out[i].f;
        SET_IF(rank0, nearer == 0);
        SET_IF(rank1, nearer == 1);
        SET_IF(rank2, nearer == 2);
        f[COREF_ranks] = log2_of(nearer + 1);
        f[COREF_recent] = log2_of(recent + 1);
        SET_IF(first, first);
    }
}

void coref_features(const story *s, const pronoun *p, const phrase *of, uint32_t count,
                    coref_candidate *out)
{
    const caster *c = s->c;
    const bool verbal = p->subject && p->verb != HEAD_ROOT;
    view v = {.s = s,
              .p = p,
              .sentence = sentence_of(c, p->token),
              .top = leader(s, out, count, false),
              .most = leader(s, out, count, true),
              .says = verbal && !c->quoted[p->token] && speaks(c, p->verb)};
    v.speaker = c->out->speaker[v.sentence];
    v.wills = verbal && (v.says || speaks(c, p->verb) || wills(c, p->verb));
    v.main = p->subject && p->verb != HEAD_ROOT && word_head(c, p->verb) == HEAD_ROOT;
    uint32_t above = word_head(c, p->clause);
    v.clause_first = p->possessive ? p->over_count > 0 && p->clause > p->over[0]
                                   : above != HEAD_ROOT && above > p->clause;
    nobody(&v, out[0].f, out, count);
    for (uint32_t i = 1; i < count; i++) {
        const chain *n = &s->chains.at[of[i].chain];
        identity(&v, &of[i], n, out[i].f);
        distance(&v, &of[i], out[i].f);
        roles(&v, &of[i], out[i].f);
        structure(&v, &of[i], out[i].f);
        prominence(&v, &of[i], n, out[i].f);
        speech(&v, &of[i], n, out[i].f);
        following(&v, &of[i], out[i].f);
    }
    order(&v, of, count, out);
}
