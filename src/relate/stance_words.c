/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/stance_words.h"

#include "relate/clause.h"

static const char *const negators[] = {"not",    "n't",      "never",  "neither", "nor",
                                       "hardly", "scarcely", "barely", "nowhere", NULL};
static const char *const nobody[] = {"nobody", "none", "no-one", "nothing", "neither", NULL};
static const char *const instead[] = {"without", "instead", "rather", "sans", NULL};
static const char *const only[] = {
    "only",         "just", "merely",      "simply",       "least",
    "surprisingly", "but",  "necessarily", "unexpectedly", NULL};
static const char *const occasions[] = {"time",  "way",   "circumstance", "account", "mean",
                                        "means", "point", "condition",    NULL};
static const char *const hedges[] = {"allegedly",  "reportedly", "apparently", "purportedly",
                                     "supposedly", "seemingly",  "ostensibly", NULL};
static const char *const maybes[] = {"possibly",    "perhaps",     "maybe",
                                     "potentially", "conceivably", NULL};
static const char *const soon[] = {
    "planned",   "proposed", "upcoming", "scheduled",   "expected",  "plan",
    "propose",   "schedule", "expect",   "future",      "attempted", "intended",
    "impending", "imminent", "intend",   "forthcoming", NULL};
static const char *const unsure[] = {"possible", "potential", "eventual",     "threatened",
                                     "feared",   "threaten",  "hypothetical", NULL};
static const char *const unproved[] = {"alleged", "suspected", "suspect",  "supposed",
                                       "allege",  "purported", "apparent", NULL};
static const char *const if_marks[] = {"if", "unless", "whether", "provided", "lest", NULL};
static const char *const questions[] = {"who", "what", "why",   "when",  "where",
                                        "how", "whom", "whose", "which", NULL};

static dm_str form(const dm_tree *t, uint32_t token)
{
    return token_str(t->doc, token);
}

static uint32_t first_of(const dm_tree *t, uint32_t token)
{
    return t->doc->sentences[t->doc->tokens[token].sentence].first;
}

static uint32_t end_of(const dm_tree *t, uint32_t token)
{
    return t->doc->sentences[t->doc->tokens[token].sentence].end;
}

/* "not only", "not surprisingly", "could not but". */
static bool denies_nothing(const dm_tree *t, uint32_t token)
{
    if (token + 1 >= end_of(t, token))
        return false;
    for (size_t i = 0; only[i]; i++) {
        if (str_eq_nocase(form(t, token + 1), str_z(only[i])))
            return true;
    }
    return false;
}

/* "no" or "not a" before a noun phrase, whatever the tree makes of the word. */
static bool phrase_negated(const dm_tree *t, uint32_t head)
{
    uint32_t first = first_of(t, head);
    for (uint32_t k = head; k-- > first && head - k < 6;) {
        uint8_t u = t->words[k].upos;
        if (str_eq_nocase(form(t, k), STR("no")) || str_eq_nocase(form(t, k), STR("neither")))
            return true;
        if (str_eq_nocase(form(t, k), STR("not")))
            return !denies_nothing(t, k);
        bool inside = u == UPOS_ADJ || u == UPOS_NOUN || u == UPOS_NUM || u == UPOS_DET ||
                      u == UPOS_PROPN;
        if (!inside || str_eq_nocase(form(t, k), STR("the")))
            return false;
    }
    return false;
}

static bool subject_negated(const dm_tree *t, uint32_t c)
{
    uint32_t pre = child_with(t, c, DEP_cc_preconj);
    return lemma_in(lemma_at(t, c), nobody) || phrase_negated(t, c) ||
           (pre != TOKEN_NONE && lemma_is(t, pre, "neither")) ||
           (lemma_is(t, c, "one") && c > first_of(t, c) &&
            str_eq_nocase(form(t, c - 1), STR("no")));
}

static bool adverb_negates(const dm_tree *t, uint32_t p, uint32_t c)
{
    dm_str l = lemma_at(t, c);
    if (str_eq_nocase(form(t, c), STR("longer")) && c > first_of(t, c) &&
        str_eq_nocase(form(t, c - 1), STR("no")))
        return true;
    /* behind the verb it denies a part of the sentence: "met her not here but there" */
    return lemma_in(l, negators) && c < p && !denies_nothing(t, c);
}

/* "at no time", "by no means". */
static bool occasion_negated(const dm_tree *t, uint32_t c)
{
    return c > first_of(t, c) && lemma_in(lemma_at(t, c), occasions) &&
           str_eq_nocase(form(t, c - 1), STR("no"));
}

static bool mark_negates(const dm_tree *t, uint32_t c)
{
    if (lemma_in(lemma_at(t, c), instead))
        return true;
    return lemma_is(t, c, "from") && c > first_of(t, c) &&
           str_eq_nocase(form(t, c - 1), STR("far"));
}

static bool child_negates(const dm_tree *t, uint32_t p, uint32_t c)
{
    bool verb = t->words[p].upos == UPOS_VERB || t->words[p].upos == UPOS_AUX;
    switch (dep_of(t, c)) {
    case DEP_advmod:
    case DEP_aux:
    case DEP_cc_preconj:
        return adverb_negates(t, p, c);
    case DEP_cc:
        return c < p && lemma_is(t, c, "nor") && c == first_of(t, c);
    case DEP_det:
        return (lemma_is(t, c, "no") || lemma_is(t, c, "neither")) && c < p;
    case DEP_mark:
    case DEP_case:
        return mark_negates(t, c);
    case DEP_nsubj:
    case DEP_nsubj_pass:
        return subject_negated(t, c);
    case DEP_obj:
        return verb && (lemma_in(lemma_at(t, c), nobody) || phrase_negated(t, c));
    case DEP_obl:
        return occasion_negated(t, c);
    default:
        return false;
    }
}

static bool negated_here(const dm_tree *t, uint32_t p, uint32_t except)
{
    bool negated = false;
    for (uint32_t c = child_first(t, p); c != TOKEN_NONE; c = child_next(t, c))
        negated = negated || (c != except && child_negates(t, p, c));
    bool noun = t->words[p].upos == UPOS_NOUN || t->words[p].upos == UPOS_PROPN;
    return negated || (noun && phrase_negated(t, p));
}

/* A question word before the first verb: "Why did ...", "WN: How has ...". */
static bool wh_word(const dm_tree *t, uint32_t p)
{
    uint32_t from = first_of(t, p), to = end_of(t, p);
    for (uint32_t k = from; k < to && t->words[k].upos != UPOS_VERB; k++) {
        for (size_t i = 0; questions[i]; i++) {
            if (str_eq_nocase(form(t, k), str_z(questions[i])))
                return true;
        }
    }
    return false;
}

bool asks_whether(const dm_tree *t, uint32_t p)
{
    uint32_t end = end_of(t, p);
    return end > first_of(t, p) && str_eq(form(t, end - 1), STR("?")) && !wh_word(t, p);
}

/* "Should Iran attack, ...", "Had she known, ...": the auxiliary opens the clause. */
static bool inverted(const dm_tree *t, uint32_t p, uint32_t aux)
{
    bool word = lemma_is(t, aux, "should") || str_eq_nocase(form(t, aux), STR("had")) ||
                str_eq_nocase(form(t, aux), STR("were"));
    uint32_t subject = child_with(t, p, DEP_nsubj);
    if (subject == TOKEN_NONE)
        subject = child_with(t, p, DEP_nsubj_pass);
    return word && subject != TOKEN_NONE && aux < subject &&
           (aux == first_of(t, aux) || str_eq(form(t, aux - 1), STR(","))) &&
           !asks_whether(t, p);
}

static void raise_to(dm_clause_words *w, dm_modality m)
{
    if (w->modality == MODALITY_ASSERTED)
        w->modality = m;
}

static void auxiliary(const dm_tree *t, uint32_t p, uint32_t c, dm_clause_words *w)
{
    dm_str l = lemma_at(t, c);
    if (inverted(t, p, c)) {
        w->condition = true;
    } else if (str_eq(l, STR("may")) || str_eq(l, STR("might"))) {
        raise_to(w, MODALITY_POSSIBLE);
    } else if (str_eq(l, STR("would"))) {
        w->would = true;
    } else if (str_eq(l, STR("can")) || str_eq(l, STR("could"))) {
        w->able = true;
    } else if (str_eq(l, STR("will")) || str_eq(l, STR("shall")) || str_eq(l, STR("should")) ||
               str_eq(l, STR("must")) || str_eq(l, STR("wo")) || str_eq(l, STR("ought")) ||
               str_eq_nocase(form(t, c), STR("'ll"))) {
        raise_to(w, MODALITY_PLANNED);
    }
}

static void modifier(const dm_tree *t, uint32_t c, dm_clause_words *w)
{
    dm_str l = lemma_at(t, c);
    if (lemma_in(l, hedges) || lemma_in(l, unproved))
        raise_to(w, MODALITY_ALLEGED);
    else if (lemma_in(l, maybes) || lemma_in(l, unsure))
        raise_to(w, MODALITY_POSSIBLE);
    else if (dep_of(t, c) == DEP_amod && lemma_in(l, soon))
        raise_to(w, MODALITY_PLANNED);
    if (str_eq_nocase(form(t, c), STR("longer")))
        w->ended = true;
    /* "is due to meet" */
    if (str_eq(l, STR("due")) && c + 1 < end_of(t, c) && lemma_is(t, c + 1, "to"))
        raise_to(w, MODALITY_PLANNED);
}

/* "is to visit": a form of be and "to" before the verb. */
static bool is_to(const dm_tree *t, uint32_t p)
{
    uint32_t mark = child_with(t, p, DEP_mark);
    bool due = mark != TOKEN_NONE && lemma_is(t, mark, "due"); /* "is due to" in one mark */
    if (mark == TOKEN_NONE || !(due || lemma_is(t, mark, "to")) || mark == first_of(t, p))
        return false;
    uint32_t be = mark - 1;
    if (lemma_in(lemma_at(t, be), negators) && be > first_of(t, p))
        be--;
    return lemma_is(t, be, "be") && (dep_of(t, be) == DEP_cop || dep_of(t, be) == DEP_aux) &&
           t->words[be].head == p;
}

static bool has_if_clause(const dm_tree *t, uint32_t p)
{
    for (uint32_t c = child_first(t, p); c != TOKEN_NONE; c = child_next(t, c)) {
        uint32_t mark = dep_of(t, c) == DEP_advcl ? child_with(t, c, DEP_mark) : TOKEN_NONE;
        if (mark == TOKEN_NONE || lemma_is(t, mark, "whether"))
            continue;
        /* "even if" limits nothing */
        bool even = mark > first_of(t, mark) && lemma_is(t, mark - 1, "even");
        if (lemma_in(lemma_at(t, mark), if_marks) && !even)
            return true;
    }
    return false;
}

static bool not_until(const dm_tree *t, uint32_t p)
{
    for (uint32_t c = child_first(t, p); c != TOKEN_NONE; c = child_next(t, c)) {
        dm_str to = dep_of(t, c) == DEP_obl ? preposition(t, c) : STR("");
        if (c > p && (str_eq(to, STR("until")) || str_eq(to, STR("till"))))
            return true;
    }
    return false;
}

dm_clause_words clause_words(const dm_tree *t, uint32_t p, uint32_t except)
{
    dm_clause_words w = {.modality = MODALITY_ASSERTED};
    for (uint32_t c = child_first(t, p); c != TOKEN_NONE; c = child_next(t, c)) {
        switch (dep_of(t, c)) {
        case DEP_aux:
            auxiliary(t, p, c, &w);
            break;
        case DEP_advmod:
        case DEP_amod:
            modifier(t, c, &w);
            break;
        case DEP_mark:
            w.condition = w.condition || lemma_in(lemma_at(t, c), if_marks);
            w.condition = w.condition || (lemma_is(t, c, "in") && c + 1 < end_of(t, c) &&
                                          lemma_is(t, c + 1, "case"));
            break;
        default:
            break;
        }
    }
    /* "did not endorse her until July": in July she did */
    w.negated = negated_here(t, p, except) && !not_until(t, p);
    w.ended = w.ended && w.negated;
    w.conditional = has_if_clause(t, p);
    if (is_to(t, p))
        raise_to(&w, MODALITY_PLANNED);
    if (w.condition)
        w.modality = MODALITY_POSSIBLE;
    return w;
}

static bool has_child(const dm_tree *t, uint32_t p, dm_deprel dep)
{
    return child_with(t, p, dep) != TOKEN_NONE;
}

bool shares_auxiliaries(const dm_tree *t, uint32_t p, uint32_t g)
{
    uint32_t cc = child_with(t, p, DEP_cc);
    if (has_child(t, p, DEP_nsubj) || has_child(t, p, DEP_nsubj_pass) ||
        has_child(t, p, DEP_aux) || t->words[g].upos != t->words[p].upos)
        return false;
    if (cc != TOKEN_NONE && (lemma_is(t, cc, "or") || lemma_is(t, cc, "nor")))
        return true;
    uint8_t x = t->words[p].xpos, y = t->words[g].xpos;
    return x == y && (x == XPOS_VB || x == XPOS_VBN || x == XPOS_VBG);
}

/* ---- who speaks ---- */

static uint32_t first_actor(const dm_np *np)
{
    return np->count ? np->at[0].entity : ENTITY_NONE;
}

static bool is_stop(const dm_tree *t, uint32_t token)
{
    return t->words[token].upos == UPOS_PUNCT;
}

/* "Turkey attacked Cyprus, Greece said": the name between the comma and the verb. */
static uint32_t named_before(const dm_tree *t, uint32_t verb, uint32_t subject)
{
    uint32_t first = first_of(t, verb), k = verb;
    uint32_t e = verb > first ? t->cast->token_entity[verb - 1] : ENTITY_NONE;
    if (e == ENTITY_NONE || !kind_table[t->cast->entities[e].kind].actor)
        return ENTITY_NONE;
    while (k > first && !is_stop(t, k - 1))
        k--;
    bool opens = k > first && k < verb && t->cast->token_entity[k] == e;
    return opens && (subject == TOKEN_NONE || subject < k) ? e : ENTITY_NONE;
}

static uint32_t speaker_of_noun(const dm_tree *t, uint32_t noun)
{
    dm_np np = {0};
    np_owners(t, noun, &np);
    return first_actor(&np);
}

uint32_t speaker_of(const dm_tree *t, uint32_t governor)
{
    uint8_t u = t->words[governor].upos;
    uint32_t subject = child_with(t, governor, DEP_nsubj);
    if ((u == UPOS_NOUN || u == UPOS_PROPN) && subject == TOKEN_NONE)
        return speaker_of_noun(t, governor);
    if (u == UPOS_VERB) {
        uint32_t e = named_before(t, governor, subject);
        if (e != ENTITY_NONE)
            return e;
    }
    dm_np np = {0};
    if (u == UPOS_VERB) {
        dm_clause c;
        clause_of(t, governor, &c);
        np = c.subjects;
        subject = c.subject;
    } else if (subject != TOKEN_NONE) {
        np_actors(t, subject, &np);
    }
    if (!np.count && subject != TOKEN_NONE)
        np_owners(t, subject, &np); /* "the statement by Chile says" */
    if (!np.count && u == UPOS_VERB && governor > first_of(t, governor)) {
        uint32_t e = t->cast->token_entity[governor - 1];
        return e != ENTITY_NONE && kind_table[t->cast->entities[e].kind].actor ? e
                                                                               : ENTITY_NONE;
    }
    return first_actor(&np);
}

static bool speaks(const dm_tree *t, uint32_t verb)
{
    static const char *const verbs[] = {
        "say",      "tell",    "state",    "add",     "announce", "report",  "argue",
        "insist",   "note",    "write",    "claim",   "declare",  "confirm", "explain",
        "admit",    "reveal",  "believe",  "tweet",   "warn",     "put",     "recall",
        "describe", "allege",  "complain", "suggest", "observe",  "comment", "remark",
        "reply",    "respond", NULL};
    return lemma_in(lemma_at(t, verb), verbs);
}

static uint32_t according_to(const dm_tree *t, uint32_t c)
{
    uint32_t to = child_with(t, c, DEP_case);
    bool words = lemma_is(t, c, "word") || lemma_is(t, c, "statement") ||
                 lemma_is(t, c, "report") || lemma_is(t, c, "view") ||
                 lemma_is(t, c, "account") || lemma_is(t, c, "opinion");
    dm_np np = {0};
    if (to == TOKEN_NONE)
        return ENTITY_NONE;
    if (lemma_is(t, to, "accord") || lemma_is(t, to, "according")) {
        np_actors(t, c, &np);
        if (!np.count)
            np_owners(t, c, &np);
    } else if (words && (lemma_is(t, to, "in") || lemma_is(t, to, "by"))) {
        np_owners(t, c, &np);
    }
    return first_actor(&np);
}

/* "as Ann said", not "as Ann said that ..." nor "as Ann announced a plan". */
static bool says_no_more(const dm_tree *t, uint32_t verb)
{
    uint32_t o = child_with(t, verb, DEP_obj);
    return child_with(t, verb, DEP_ccomp) == TOKEN_NONE &&
           child_with(t, verb, DEP_xcomp) == TOKEN_NONE &&
           (o == TOKEN_NONE || lemma_is(t, o, "it"));
}

/* "James Carter, Ann Weiss said, has ...": the insertion may hang on the subject. */
static uint32_t inserted(const dm_tree *t, uint32_t p, int depth)
{
    for (uint32_t c = child_first(t, p); c != TOKEN_NONE; c = child_next(t, c)) {
        uint8_t dep = dep_of(t, c);
        uint32_t e = ENTITY_NONE;
        uint32_t mark = child_with(t, c, DEP_mark);
        if (dep == DEP_parataxis && speaks(t, c))
            e = speaker_of(t, c);
        else if (dep == DEP_advcl && speaks(t, c) && mark != TOKEN_NONE &&
                 lemma_is(t, mark, "as") && says_no_more(t, c))
            e = speaker_of(t, c);
        else if (dep == DEP_obl || dep == DEP_nmod)
            e = according_to(t, c);
        else if (depth == 0 && (dep == DEP_nsubj || dep == DEP_nsubj_pass))
            e = inserted(t, c, 1);
        if (e != ENTITY_NONE)
            return e;
    }
    return ENTITY_NONE;
}

/* "As Marta Olsen put it, ...": however the parser hung the name. */
static uint32_t as_told(const dm_tree *t, uint32_t p)
{
    uint32_t first = first_of(t, p);
    if (first + 2 >= end_of(t, p) || !str_eq_nocase(form(t, first), STR("as")))
        return ENTITY_NONE;
    uint32_t e = t->cast->token_entity[first + 1], k = first + 1;
    while (k < end_of(t, p) && e != ENTITY_NONE && t->cast->token_entity[k] == e)
        k++;
    bool said = e != ENTITY_NONE && k < p && speaks(t, k) && t->words[k].upos == UPOS_VERB;
    return said ? e : ENTITY_NONE;
}

uint32_t speaker_beside(const dm_tree *t, uint32_t p)
{
    uint32_t e = inserted(t, p, 0);
    return e == ENTITY_NONE && t->words[p].head == HEAD_ROOT ? as_told(t, p) : e;
}

bool in_quotes(const dm_tree *t, uint32_t token)
{
    const dm_document *d = t->doc;
    uint32_t s = d->tokens[token].sentence;
    while (s > 0 && d->sentences[s - 1].paragraph == d->sentences[s].paragraph)
        s--;
    bool open = false;
    for (uint32_t k = d->sentences[s].first; k < token; k++) {
        dm_str w = token_str(d, k);
        if (str_eq(w, STR("\"")))
            open = !open;
        else if (str_eq(w, STR("\xE2\x80\x9C")) || str_eq(w, STR("``")) ||
                 str_eq(w, STR("\xC2\xAB")))
            open = true;
        else if (str_eq(w, STR("\xE2\x80\x9D")) || str_eq(w, STR("''")) ||
                 str_eq(w, STR("\xC2\xBB")))
            open = false;
    }
    return open;
}
