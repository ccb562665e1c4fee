/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/when.h"

#include "relate/stance.h"

#include <stdio.h>

enum { CLIMB = 8, TERM_DAYS = 60, FAR_AHEAD = 200 /* days */ };

static bool is_verb(const dm_tree *t, uint32_t token)
{
    return t->words[token].upos == UPOS_VERB;
}

static bool is_event_noun(const dm_tree *t, uint32_t token)
{
    dm_verb_class c;
    return t->words[token].upos == UPOS_NOUN &&
           lexicon_event_noun(t->in->lexicon, lemma_at(t, token), &c, 1) > 0;
}

/* The token of the expression that hangs on something outside it. */
static uint32_t head_of(const dm_tree *t, uint32_t begin, uint32_t end)
{
    uint32_t found = TOKEN_NONE;
    for (uint32_t i = begin; i < end; i++) {
        uint32_t h = t->words[i].head;
        bool outside = h == HEAD_ROOT || h < begin || h >= end;
        if (outside && (found == TOKEN_NONE || t->words[found].upos == UPOS_ADP ||
                        t->words[found].upos == UPOS_SCONJ))
            found = i;
    }
    return found;
}

/* "after the war", "before the vote": another time than that of the verb above. */
static bool other_time(const dm_tree *t, uint32_t token)
{
    static const char *const words[] = {"after", "before", "since", "until", "following", NULL};
    return lemma_in(preposition(t, token), words);
}

static bool beside_only(const dm_tree *t, uint32_t head)
{
    uint8_t dep = dep_of(t, head);
    return str_eq(preposition(t, head), STR("of")) || dep == DEP_compound ||
           dep == DEP_nmod_poss || dep == DEP_amod || dep == DEP_nummod || dep == DEP_appos;
}

/* "praised Ann in a speech on Tuesday": what is said of the speech is said of the praise. */
static bool occasion(const dm_tree *t, uint32_t token)
{
    static const char *const words[] = {"in", "at", "during", NULL};
    return dep_of(t, token) == DEP_obl && lemma_in(preposition(t, token), words);
}

static void govern(const dm_tree *t, dm_when_place *p)
{
    uint32_t head = head_of(t, p->begin, p->end);
    p->near = p->verb = TOKEN_NONE;
    if (head == TOKEN_NONE)
        return;
    uint32_t g = t->words[head].head;
    if (g == HEAD_ROOT) { /* "Yesterday, a jury convicted": the parser may turn it round */
        for (uint32_t c = child_first(t, head); c != TOKEN_NONE; c = child_next(t, c)) {
            if (is_verb(t, c) && p->verb == TOKEN_NONE)
                p->verb = c;
        }
        return;
    }
    p->near = g;
    bool before = p->begin < g || str_eq(preposition(t, head), STR("of"));
    bool stop = !is_verb(t, g) && before && beside_only(t, head);
    for (int n = 0; n < CLIMB && !stop; n++) {
        if (is_verb(t, g)) {
            p->verb = g;
            return;
        }
        bool beside = is_event_noun(t, g) || child_with(t, g, DEP_cop) != TOKEN_NONE;
        if (beside)
            p->near = g;
        if (beside && !occasion(t, g))
            return;
        if (t->words[g].head == HEAD_ROOT || dep_of(t, g) == DEP_appos || other_time(t, g))
            return;
        g = t->words[g].head;
    }
}

/* A date in a name ("the 2016 Games") is the name's. */
static bool in_name(const dm_tree *t, uint32_t begin, uint32_t end)
{
    for (uint32_t i = begin; i < end; i++) {
        if (t->cast->token_entity && t->cast->token_entity[i] != ENTITY_NONE)
            return true;
    }
    return false;
}

static void tokens_of(const dm_tree *t, const dm_sentence *s, const text_when *x,
                      dm_when_place *p)
{
    p->begin = p->end = s->end;
    for (uint32_t i = s->first; i < s->end; i++) {
        const dm_token *k = &t->doc->tokens[i];
        if (k->end <= s->begin + x->begin || k->begin >= s->begin + x->end)
            continue;
        if (p->begin == s->end)
            p->begin = i;
        p->end = i + 1;
    }
}

dm_whens whens_of(const dm_tree *t)
{
    dm_document *d = t->in->doc;
    dm_whens w = {.t = t};
    uint32_t count = 0;
    /* no two dates share a token */
    w.at = ARENA_ARRAY(&d->arena, dm_when_place, d->token_count);
    w.first = ARENA_ARRAY(&d->arena, uint32_t, d->sentence_count + 1);
    for (uint32_t s = 0; s < d->sentence_count; s++) {
        const dm_sentence *x = &d->sentences[s];
        dm_str text = str_slice(d->text, x->begin, x->stop);
        text_when v;
        w.first[s] = count;
        for (size_t from = 0; when_find(text, from, d->date, WHEN_NEAREST, &v); from = v.end) {
            dm_when_place p = {.byte = x->begin + v.begin};
            tokens_of(t, x, &v, &p);
            if (p.begin == p.end || in_name(t, p.begin, p.end))
                continue;
            govern(t, &p);
            w.at[count++] = p;
        }
    }
    w.first[d->sentence_count] = count;
    return w;
}

static bool has_aux(const dm_tree *t, uint32_t token, const char *const *lemmas)
{
    for (uint32_t c = child_first(t, token); c != TOKEN_NONE; c = child_next(t, c)) {
        uint8_t dep = dep_of(t, c);
        if ((dep == DEP_aux || dep == DEP_aux_pass || dep == DEP_cop) &&
            lemma_in(lemma_at(t, c), lemmas))
            return true;
    }
    return false;
}

static bool past_form(const dm_tree *t, uint32_t token)
{
    static const char *const have[] = {"have", NULL};
    bool ed = is_verb(t, token) && str_ends(token_str(t->doc, token), STR("ed"));
    if (t->words[token].xpos == XPOS_VBD || ed || has_aux(t, token, have))
        return true;
    for (uint32_t c = child_first(t, token); c != TOKEN_NONE; c = child_next(t, c)) {
        uint8_t dep = dep_of(t, c);
        if ((dep == DEP_aux || dep == DEP_aux_pass || dep == DEP_cop) &&
            t->words[c].xpos == XPOS_VBD)
            return true;
    }
    return false;
}

static when_tense tense_of(const dm_tree *t, uint32_t predicate, dm_modality modality)
{
    static const char *const future[] = {"will", "shall", "wo", NULL};
    uint32_t p = predicate;
    if (modality == MODALITY_PLANNED)
        return WHEN_FUTURE;
    for (int n = 0; n < CLIMB; n++) {
        if (has_aux(t, p, future))
            return WHEN_FUTURE;
        if (past_form(t, p))
            return WHEN_PAST;
        bool finite = t->words[p].xpos == XPOS_VBZ || t->words[p].xpos == XPOS_VBP;
        if (t->words[p].head == HEAD_ROOT || finite)
            break;
        p = t->words[p].head;
    }
    return WHEN_NEAREST;
}

static bool governs(const dm_when_place *p, uint32_t token)
{
    return p->near == token || p->verb == token;
}

/* The date that counts for p, if token is what it hangs on. */
static const dm_when_place *nearest(const dm_whens *w, uint32_t token, uint32_t p, bool before,
                                    bool after)
{
    uint32_t s = w->t->doc->tokens[p].sentence;
    const dm_when_place *best = NULL;
    uint32_t best_distance = UINT32_MAX;
    for (uint32_t i = w->first[s]; i < w->first[s + 1]; i++) {
        const dm_when_place *x = &w->at[i];
        uint32_t distance = x->begin > p ? x->begin - p : p - x->begin;
        bool place = (!before || x->begin < token) && (!after || x->begin > p);
        if (governs(x, token) && place && distance < best_distance) {
            best = x;
            best_distance = distance;
        }
    }
    return best;
}

static bool shares_with_verb(const dm_tree *t, uint32_t p)
{
    static const char *const carriers[] = {
        "hold",     "have",     "make",     "take",  "pay",   "give",    "conduct",  "launch",
        "sign",     "reach",    "impose",   "stage", "begin", "start",   "host",     "attend",
        "resume",   "open",     "mount",    "carry", "occur", "happen",  "come",     "follow",
        "continue", "announce", "become",   "serve", "elect", "appoint", "name",     "be",
        "remain",   "order",    "conclude", "issue", "agree", "plan",    "schedule", "expect",
        "work",     "act",      NULL};
    uint32_t g = t->words[p].head;
    uint8_t dep = dep_of(t, p);
    bool argument = dep == DEP_obj || dep == DEP_nsubj || dep == DEP_nsubj_pass ||
                    dep == DEP_obl || dep == DEP_xcomp;
    return g != HEAD_ROOT && argument && is_verb(t, g) && !is_verb(t, p) &&
           lemma_in(lemma_at(t, g), carriers);
}

static const dm_when_place *place_of(const dm_whens *w, uint32_t p)
{
    const dm_tree *t = w->t;
    const dm_when_place *found = nearest(w, p, p, false, false);
    uint32_t g = t->words[p].head;
    if (found || g == HEAD_ROOT)
        return found;
    if (shares_with_verb(t, p))
        return nearest(w, g, p, false, false);
    if (dep_of(t, p) == DEP_conj && child_with(t, p, DEP_nsubj) == TOKEN_NONE)
        return nearest(w, g, g, true, false);
    static const char *const aspects[] = {"start",  "begin", "continue", "stop",
                                          "cease",  "vote",  "manage",   "help",
                                          "resume", "go",    "finish",   NULL};
    bool to = dep_of(t, p) == DEP_xcomp || dep_of(t, p) == DEP_advcl;
    if (to && is_verb(t, p) && lemma_in(lemma_at(t, g), aspects))
        return nearest(w, g, p, false, false);
    if (dep_of(t, p) == DEP_xcomp && is_verb(t, p))
        return nearest(w, g, p, false, true);
    /* "In 2015 Ann joined the army, leaving her firm": at the same time */
    if (dep_of(t, p) == DEP_advcl && t->words[p].xpos == XPOS_VBG &&
        child_with(t, p, DEP_mark) == TOKEN_NONE)
        return nearest(w, g, g, true, false);
    return NULL;
}

/* "In the 2016 vote ... in July": the year that opens the sentence, 0 when there is none. */
static uint32_t opening_year(const dm_tree *t, uint32_t before)
{
    const dm_sentence *s = &t->doc->sentences[t->doc->tokens[before].sentence];
    for (uint32_t i = s->first; i < before && !is_verb(t, i); i++) {
        dm_str w = token_str(t->doc, i);
        uint32_t year = 0;
        for (size_t k = 0; k < w.len && w.len == 4 && w.ptr[k] >= '0' && w.ptr[k] <= '9'; k++)
            year = year * 10 + (uint32_t)(w.ptr[k] - '0');
        if (year >= 1400 && year < 2200)
            return year;
    }
    return 0;
}

static bool read_date(const dm_tree *t, dm_str text, size_t byte, uint32_t token,
                      when_tense tense, text_when *out)
{
    dm_str today = t->doc->date;
    uint32_t year = opening_year(t, token);
    if (!when_find(text, byte, today, tense, out))
        return false;
    if (out->relative && year && out->span.precision == TO_MONTH) {
        char middle[16];
        (void)snprintf(middle, sizeof middle, "%04u-07-02", year % 10000U);
        return when_find(text, byte, str_z(middle), WHEN_NEAREST, out);
    }
    /* "announced leaving in February": a month gone by rather than one so far ahead */
    dm_date now;
    if (tense == WHEN_FUTURE && out->relative && calendar_parse(today, &now) &&
        out->span.first > calendar_days(now) + FAR_AHEAD)
        return when_find(text, byte, today, WHEN_NEAREST, out);
    return true;
}

/* "did not endorse her until July" */
static bool denied_until(const dm_tree *t, uint32_t predicate)
{
    static const char *const words[] = {"not", "n't", NULL};
    for (uint32_t c = child_first(t, predicate); c != TOKEN_NONE; c = child_next(t, c)) {
        if (dep_of(t, c) == DEP_advmod && lemma_in(lemma_at(t, c), words))
            return true;
    }
    return false;
}

bool when_of(const dm_whens *w, uint32_t predicate, dm_modality modality, dm_when *out)
{
    const dm_tree *t = w->t;
    dm_document *d = t->in->doc;
    const dm_when_place *p = place_of(w, predicate);
    if (!p)
        return false;
    const dm_sentence *s = &d->sentences[d->tokens[predicate].sentence];
    dm_str text = str_slice(d->text, s->begin, s->stop);
    if (!read_date(t, text, p->byte - s->begin, p->begin, tense_of(t, predicate, modality),
                   &out->value))
        return false;
    if (out->value.open_begin && denied_until(t, predicate))
        calendar_text(&out->value.span, out->value.iso);
    out->iso = str_dup(&d->arena, str_z(out->value.iso));
    out->text = str_slice(text, out->value.begin, out->value.end);
    return true;
}

/* ---- relations ---- */

static bool is_office(uint8_t rel)
{
    return rel == REL_head_of || rel == REL_member_of || rel == REL_official_of ||
           rel == REL_minister_of || rel == REL_spokesperson_of || rel == REL_aide_of ||
           rel == REL_head_of_state || rel == REL_head_of_government || rel == REL_player_of ||
           rel == REL_coach_of;
}

/* A term that ended before the article: "until 2010", "from 1999 to 2003"; where the article
 * has no date, a past tense must say so. */
static bool term_over(const dm_tree *t, const dm_when *w, uint32_t predicate)
{
    dm_date today;
    bool term = w->value.open_begin ||
                (!w->value.open_end && w->value.span.last - w->value.span.first > TERM_DAYS &&
                 w->iso.len > 10);
    if (!term)
        return false;
    return calendar_parse(t->doc->date, &today)
               ? w->value.span.last < calendar_days(today)
               : tense_of(t, predicate, MODALITY_ASSERTED) == WHEN_PAST;
}

/* The word of the trigger that has a date, or TOKEN_NONE. */
static uint32_t dated_word(const dm_whens *w, const dm_relation *r, const dm_evidence *e,
                           dm_when *out)
{
    const dm_tree *t = w->t;
    for (uint32_t i = e->trigger_end; i-- > e->trigger_begin;) {
        uint8_t u = t->words[i].upos;
        bool word = u == UPOS_VERB || u == UPOS_NOUN || u == UPOS_PROPN || u == UPOS_ADJ;
        if (word && when_of(w, i, (dm_modality)r->modality, out))
            return i;
        /* "sent an email on Friday": the verb is part of the act */
        uint32_t g = t->words[i].head;
        bool phrase = word && g != HEAD_ROOT && is_verb(t, g) && dep_of(t, i) == DEP_obj &&
                      str_starts(r->predicate, lemma_at(t, g));
        if (phrase && when_of(w, g, (dm_modality)r->modality, out))
            return i;
    }
    return TOKEN_NONE;
}

void relations_date(const dm_relate_input *in, dm_relations *list)
{
    if (!in->parse->words)
        return;
    dm_tree t = tree_of(in);
    dm_whens w = whens_of(&t);
    for (size_t i = 0; i < list->len; i++) {
        dm_relation *r = &list->at[i];
        dm_when when;
        for (uint32_t k = 0; k < r->evidence_count && !r->date.len; k++) {
            uint32_t word = dated_word(&w, r, &r->evidence[k], &when);
            if (word == TOKEN_NONE)
                continue;
            r->date = when.iso;
            r->date_text = when.text;
            r->former = r->former || (is_office(r->rel) && term_over(&t, &when, word));
        }
    }
}
