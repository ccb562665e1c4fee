/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/stance.h"

#include "relate/stance_words.h"

typedef enum {
    E_FIXED,    /* the act is taken for granted */
    E_CARRY,    /* what is said of the governor is said of the act */
    E_OBLIGE,   /* "has to" */
    E_USED,     /* "used to" */
    E_FAIL,     /* it does not come about */
    E_CEASE,    /* it comes about no more */
    E_REFUSE,   /* somebody will not */
    E_RULE_OUT, /* somebody will not have it */
    E_DENY,     /* somebody says it is not so */
    E_FALSE_,   /* it is called untrue */
    E_PLAN,     /* wanted, planned, awaited, demanded */
    E_MAYBE,
    E_ABLE,
    E_UNLIKELY,
    E_FEAR,    /* possible, in somebody's eyes */
    E_DOUBT,   /* not, possibly, in somebody's eyes */
    E_ASK,     /* whether it is so is open */
    E_BELIEVE, /* alleged; what is to come is possible */
    E_CLAIM,   /* alleged by somebody */
    E_SAY      /* somebody says so */
} effect;

typedef struct {
    const char *words;
    uint8_t infinitive, finite, noun;
} governor;

static const governor governors[] = {
#define GOVERN(words, infinitive, finite, noun) {words, E_##infinitive, E_##finite, E_##noun},
#include "relate/stance.def"
#undef GOVERN
};

/* What is known so far, from the inside out. */
typedef struct {
    const dm_tree *t;
    dm_stance s;
    bool able, would, conditional, claim;
    bool still_polarity; /* what follows changes polarity no more */
    bool still;          /* nor modality */
    bool apart;          /* nor says it: "she said he left after X attacked Y" */
} walk;

static void flip(walk *w)
{
    if (!w->still_polarity)
        w->s.negated = !w->s.negated;
}

static void set(walk *w, dm_modality m)
{
    if (!w->still)
        w->s.modality = m;
}

static void raise_to(walk *w, dm_modality m)
{
    if (w->s.modality == MODALITY_ASSERTED)
        set(w, m);
}

static void attribute(walk *w, uint32_t g)
{
    if (w->s.attributed_to == ENTITY_NONE && !w->apart)
        w->s.attributed_to = speaker_of(w->t, g);
}

static const governor *find_exact(dm_str a, dm_str b)
{
    for (size_t i = 0; i < sizeof governors / sizeof governors[0]; i++) {
        dm_str rest, words = str_z(governors[i].words);
        dm_str first = str_cut(words, ' ', &rest);
        if (str_eq(first, a) && str_eq(rest, b))
            return &governors[i];
    }
    return NULL;
}

/* A lemma that the lemmatiser left as it was: "resisted", "denies". */
static const governor *find(dm_str a, dm_str b)
{
    static const char *const endings[] = {"ed", "d", "ing", "s", "es"};
    const governor *found = find_exact(a, b);
    for (size_t i = 0; !found && a.len > 5 && i < sizeof endings / sizeof endings[0]; i++) {
        dm_str ending = str_z(endings[i]);
        if (str_ends(a, ending))
            found = find_exact(str_slice(a, 0, a.len - ending.len), b);
    }
    return found;
}

/* The preposition that leads from the governor to p, "" when there is none. */
static dm_str link_word(const dm_tree *t, uint32_t p)
{
    uint32_t mark = child_with(t, p, DEP_mark);
    if (mark == TOKEN_NONE)
        mark = child_with(t, p, DEP_case);
    return mark == TOKEN_NONE ? STR("") : lemma_at(t, mark);
}

static const governor *governor_of(const dm_tree *t, uint32_t p, uint32_t g)
{
    dm_str lemma = lemma_at(t, g), link = link_word(t, p);
    const governor *found = link.len ? find(lemma, link) : NULL;
    uint32_t prt = child_with(t, g, DEP_compound_prt);
    if (prt == TOKEN_NONE && g + 1 < p && dep_of(t, g + 1) == DEP_advmod)
        prt = g + 1; /* "went on to serve" */
    if (prt != TOKEN_NONE) {
        const governor *phrasal = find(lemma, lemma_at(t, prt));
        found = phrasal ? phrasal : found;
    }
    return found ? found : find(lemma, STR(""));
}

static bool is_to(const dm_tree *t, uint32_t p)
{
    return str_eq(link_word(t, p), STR("to"));
}

static bool finite(const dm_tree *t, uint32_t p)
{
    uint8_t x = t->words[p].xpos;
    bool subject = child_with(t, p, DEP_nsubj) != TOKEN_NONE ||
                   child_with(t, p, DEP_nsubj_pass) != TOKEN_NONE;
    bool that = str_eq(link_word(t, p), STR("that"));
    return that || (!is_to(t, p) && (subject || (x != XPOS_VBG && dep_of(t, p) == DEP_ccomp)));
}

/* A complement that the preposition joins: "accused of", "short of", "prevented from". */
static bool with_preposition(const dm_tree *t, uint32_t p, uint32_t g)
{
    dm_str link = link_word(t, p);
    return link.len && find(lemma_at(t, g), link);
}

/* "the first country to recognise it" did. */
static bool has_rank(const dm_tree *t, uint32_t noun)
{
    static const char *const ranks[] = {"first",  "second", "third", "last",
                                        "latest", "only",   NULL};
    for (uint32_t c = child_first(t, noun); c != TOKEN_NONE; c = child_next(t, c)) {
        if (dep_of(t, c) == DEP_amod && lemma_in(lemma_at(t, c), ranks))
            return true;
    }
    return lemma_in(lemma_at(t, noun), ranks);
}

/* The effect of g on p, and whether p is a circumstance rather than a complement of g. */
static effect effect_on(const dm_tree *t, uint32_t p, uint32_t g, bool *circumstance)
{
    const governor *k = governor_of(t, p, g);
    uint8_t dep = dep_of(t, p);
    *circumstance = false;
    switch (dep) {
    case DEP_xcomp:
        return k ? (finite(t, p) ? k->finite : k->infinitive) : E_CARRY;
    case DEP_ccomp:
    case DEP_csubj:
    case DEP_csubj_pass:
        return k ? (finite(t, p) ? k->finite : k->infinitive) : E_FIXED;
    case DEP_acl:
        if (!k)
            return !is_to(t, p) ? E_FIXED : has_rank(t, g) ? E_CARRY : E_PLAN;
        return finite(t, p) ? k->finite : k->infinitive;
    case DEP_advcl:
        if (k && (with_preposition(t, p, g) || (p > g && p <= g + 2 && !link_word(t, p).len)))
            return k->infinitive;
        if (k && is_to(t, p) && k->infinitive != E_FIXED)
            return k->infinitive;
        *circumstance = true;
        return is_to(t, p) ? E_PLAN : E_FIXED;
    case DEP_obj:
    case DEP_nsubj_pass:
        return k ? k->noun : E_FIXED;
    case DEP_nsubj:
        return k && (k->noun == E_CARRY || k->noun == E_FALSE_) ? (effect)k->noun : E_FIXED;
    case DEP_obl:
    case DEP_nmod:
        return k && (with_preposition(t, p, g) || dep == DEP_nmod) ? k->noun : E_FIXED;
    case DEP_compound:
        return k ? k->noun : E_FIXED;
    case DEP_parataxis:
        return k && k->finite == E_SAY && p > g ? E_SAY : E_FIXED;
    default:
        return E_FIXED;
    }
}

/* Said, thought or believed by nobody who is named: "is said to have". */
static bool impersonal(const dm_tree *t, uint32_t g)
{
    return child_with(t, g, DEP_aux_pass) != TOKEN_NONE &&
           child_with(t, g, DEP_obl_agent) == TOKEN_NONE;
}

static void deny(walk *w, uint32_t g, bool negated)
{
    if (!negated) {
        flip(w);
        set(w, MODALITY_DENIED);
    } else if (w->s.modality == MODALITY_ALLEGED) {
        set(w, MODALITY_ASSERTED);
    }
    attribute(w, g);
}

static void become(walk *w, dm_modality m, bool turned)
{
    if (turned)
        flip(w);
    set(w, m);
}

/* Effects on whether it comes about. */
static void apply_outcome(walk *w, effect e, const dm_clause_words *own)
{
    bool flips = e == E_FAIL || e == E_CEASE || e == E_REFUSE;
    if (own->negated != flips)
        flip(w);
    if (e == E_REFUSE && !own->negated && !w->still_polarity)
        w->s.refused = true;
    if ((e == E_CEASE && !own->negated) || (e == E_CARRY && own->ended) || e == E_USED)
        w->s.ended = !w->still_polarity;
    raise_to(w, e == E_OBLIGE ? MODALITY_PLANNED : own->modality);
    w->able = w->able || (own->able && !w->still);
    w->would = w->would || own->would;
    w->conditional = w->conditional || own->conditional;
}

static void apply_view(walk *w, effect e, uint32_t g, bool negated, bool act)
{
    switch ((int)e) {
    case E_FEAR:
        become(w, MODALITY_POSSIBLE, false);
        attribute(w, g);
        break;
    case E_DOUBT:
        if (!negated) {
            become(w, MODALITY_POSSIBLE, true);
            attribute(w, g);
        }
        break;
    case E_ASK:
        become(w, MODALITY_POSSIBLE, false);
        attribute(w, g);
        break;
    case E_BELIEVE:
        if (w->s.modality == MODALITY_ASSERTED && !negated)
            set(w, MODALITY_ALLEGED);
        else if (w->s.modality != MODALITY_ALLEGED && w->s.modality != MODALITY_DENIED)
            become(w, MODALITY_POSSIBLE, negated);
        w->claim = w->t->words[g].upos == UPOS_NOUN;
        attribute(w, g);
        break;
    case E_CLAIM:
        if (act && w->s.modality == MODALITY_PLANNED)
            set(w, MODALITY_ALLEGED); /* "accused of trying to kill" */
        raise_to(w, MODALITY_ALLEGED);
        w->claim = true;
        attribute(w, g);
        break;
    default: /* E_SAY */
        if (impersonal(w->t, g) && (lemma_is(w->t, g, "say") || lemma_is(w->t, g, "report")))
            raise_to(w, MODALITY_ALLEGED);
        w->claim = w->t->words[g].upos == UPOS_NOUN;
        attribute(w, g);
        break;
    }
}

static void settle_would(walk *w, bool reported)
{
    if (w->would && !w->still)
        raise_to(w, reported && !w->conditional ? MODALITY_PLANNED : MODALITY_POSSIBLE);
    w->would = false;
}

static void apply(walk *w, effect e, uint32_t g, bool act, const dm_clause_words *own)
{
    switch (e) {
    case E_FIXED:
        w->still = w->still_polarity = w->apart = true;
        break;
    case E_CARRY:
    case E_OBLIGE:
    case E_USED:
    case E_FAIL:
    case E_CEASE:
    case E_REFUSE:
        apply_outcome(w, e, own);
        break;
    case E_RULE_OUT:
        if (own->negated)
            become(w, MODALITY_POSSIBLE, false);
        else
            become(w, w->s.modality == MODALITY_ASSERTED ? MODALITY_PLANNED : w->s.modality,
                   true);
        break;
    case E_PLAN:
        settle_would(w, true);
        if (own->negated)
            flip(w);
        raise_to(w, own->condition ? MODALITY_POSSIBLE : MODALITY_PLANNED);
        break;
    case E_MAYBE:
    case E_UNLIKELY:
        become(w, MODALITY_POSSIBLE, own->negated != (e == E_UNLIKELY));
        break;
    case E_ABLE:
        w->able = true;
        if (own->negated)
            flip(w);
        break;
    case E_DENY:
    case E_FALSE_:
        deny(w, g, own->negated);
        break;
    case E_FEAR:
    case E_DOUBT:
    case E_ASK:
    case E_BELIEVE:
    case E_CLAIM:
    case E_SAY:
        settle_would(w, true);
        apply_view(w, e, g, own->negated, act);
        break;
    }
}

/* "rejected claims that": what is denied is the claim's content. */
static bool rejects_claim(const walk *w, uint32_t p, uint32_t g)
{
    static const char *const verbs[] = {"deny",    "reject",    "dismiss", "refute",
                                        "dispute", "rebut",     "contest", "rubbish",
                                        "disavow", "repudiate", NULL};
    uint8_t dep = dep_of(w->t, p);
    bool object = dep == DEP_obj || (dep == DEP_nsubj_pass && !impersonal(w->t, g));
    return w->claim && object && lemma_in(lemma_at(w->t, g), verbs);
}

static void step(walk *w, uint32_t p, uint32_t g)
{
    bool circumstance;
    dm_clause_words own = clause_words(w->t, g, p);
    effect e = effect_on(w->t, p, g, &circumstance);
    if (rejects_claim(w, p, g)) {
        w->s.attributed_to = ENTITY_NONE;
        deny(w, g, own.negated);
        w->claim = false;
        return;
    }
    w->claim = false;
    if (str_eq(link_word(w->t, p), STR("whether"))) { /* "declined to say whether" */
        raise_to(w, MODALITY_POSSIBLE);
        w->still_polarity = true;
    }
    if (dep_of(w->t, p) == DEP_conj) {
        if (shares_auxiliaries(w->t, p, g)) {
            own.modality = own.condition ? MODALITY_POSSIBLE : own.modality;
            apply_outcome(w, E_CARRY, &own);
        } else if (own.condition) {
            raise_to(w, MODALITY_POSSIBLE);
        }
        return;
    }
    if (circumstance && e == E_FIXED) {
        w->still_polarity = true;
        w->apart = w->apart || link_word(w->t, p).len > 0;
        if (!finite(w->t, p))
            raise_to(w, own.modality);
        return;
    }
    if (circumstance) { /* a purpose */
        raise_to(w, MODALITY_PLANNED);
        w->still_polarity = true;
        return;
    }
    if (w->s.modality == MODALITY_DENIED && w->s.attributed_to == ENTITY_NONE)
        attribute(w, g); /* "called it a lie" */
    if (e == E_OBLIGE && (!is_to(w->t, p) || w->t->words[p].xpos == XPOS_VBN))
        e = E_CARRY; /* "to have armed" */
    if (e == E_OBLIGE) {
        uint32_t yet = child_with(w->t, g, DEP_advmod);
        if (yet != TOKEN_NONE && lemma_is(w->t, yet, "yet"))
            e = E_FAIL;
    }
    apply(w, e, g, !finite(w->t, p), &own);
}

/* "attacked Cyprus, which Greece denies" */
static void denied_beside(walk *w, uint32_t p)
{
    for (uint32_t c = child_first(w->t, p); c != TOKEN_NONE; c = child_next(w->t, c)) {
        const governor *k = find(lemma_at(w->t, c), STR(""));
        bool relative = dep_of(w->t, c) == DEP_advcl_relcl || dep_of(w->t, c) == DEP_acl_relcl;
        bool all = c > p + 1 && child_with(w->t, c, DEP_obj) != TOKEN_NONE &&
                   lemma_is(w->t, child_with(w->t, c, DEP_obj), "which");
        if (k && relative && all && k->finite == E_DENY)
            deny(w, c, clause_words(w->t, c, TOKEN_NONE).negated);
    }
}

/* The quotation that the act stands in is somebody's. */
static void quoted(walk *w, uint32_t predicate)
{
    uint32_t s = w->t->doc->tokens[predicate].sentence;
    if (w->s.attributed_to == ENTITY_NONE && w->t->cast->speaker && in_quotes(w->t, predicate))
        w->s.attributed_to = w->t->cast->speaker[s];
}

dm_stance stance_of(const dm_tree *t, uint32_t predicate)
{
    walk w = {.t = t, .s = {.modality = MODALITY_ASSERTED, .attributed_to = ENTITY_NONE}};
    dm_clause_words own = clause_words(t, predicate, TOKEN_NONE);
    apply_outcome(&w, E_CARRY, &own);
    denied_beside(&w, predicate);
    uint32_t p = predicate;
    for (int depth = 0; depth < 10; depth++) {
        if (w.s.attributed_to == ENTITY_NONE && !w.apart)
            w.s.attributed_to = speaker_beside(t, p);
        uint32_t g = t->words[p].head;
        if (g == HEAD_ROOT)
            break;
        step(&w, p, g);
        p = g;
    }
    w.s.given = w.still;
    w.still = false;
    settle_would(&w, w.s.attributed_to != ENTITY_NONE);
    if (w.conditional && w.s.modality == MODALITY_PLANNED)
        w.s.modality = MODALITY_POSSIBLE;
    if (w.able && !w.s.negated)
        raise_to(&w, MODALITY_POSSIBLE);
    quoted(&w, predicate);
    bool open = w.s.modality == MODALITY_ASSERTED || w.s.modality == MODALITY_PLANNED;
    if (open && asks_whether(t, predicate))
        w.s.modality = MODALITY_POSSIBLE;
    return w.s;
}
