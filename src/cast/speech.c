/* SPDX-License-Identifier: GPL-3.0-or-later */
/* speech.c - what is quoted and who says it. */
#include "cast/story.h"

static bool opens(dm_str w)
{
    return word_in(w, " \xE2\x80\x9C `` \xC2\xAB \xE2\x80\x9E ");
}

static bool closes(dm_str w)
{
    return word_in(w, " \xE2\x80\x9D '' \xC2\xBB ");
}

/* Straight marks toggle; a quotation never runs over the end of its paragraph but one that was
 * not closed goes on when the next paragraph opens with a mark. */
void find_quotes(caster *c)
{
    bool open = false;
    for (uint32_t s = 0; s < c->doc->sentence_count; s++) {
        const dm_sentence *x = &c->doc->sentences[s];
        if (s && x->paragraph != c->doc->sentences[s - 1].paragraph)
            open = false;
        for (uint32_t t = x->first; t < x->end; t++) {
            dm_str w = c->low[t];
            if (opens(w))
                open = true;
            else if (closes(w))
                open = false;
            else if (str_eq(w, STR("\"")))
                open = !open;
            else
                c->quoted[t] = open;
        }
    }
}

static bool speech_verb(dm_str lemma)
{
    return word_in(
        lemma,
        " say tell add explain note claim argue insist state write announce warn ask reply "
        "declare comment admit respond stress describe call remark tweet suggest believe "
        "report recall complain acknowledge conclude maintain continue confirm observe "
        "joke promise vow urge emphasize emphasise predict quote ");
}

bool speaks(const caster *c, uint32_t verb)
{
    if (has_trees(c))
        return word_upos(c, verb) == UPOS_VERB && speech_verb(word_lemma(c, verb));
    return word_in(c->low[verb], " said says told added explained wrote ");
}

static bool person_or_body(const caster *c, uint32_t e)
{
    return e != ENTITY_NONE && kind_table[c->e.at[e].kind].actor;
}

/* The subject of a verb of saying outside the quotation. */
static uint32_t speaker_in(const caster *c, const dm_sentence *x)
{
    for (uint32_t t = x->first; t < x->end; t++) {
        if (c->quoted[t] || word_deprel(c, t) != DEP_nsubj)
            continue;
        uint32_t h = word_head(c, t);
        if (h == HEAD_ROOT || c->quoted[h] || !speaks(c, h))
            continue;
        if (person_or_body(c, c->head_entity[t]))
            return c->head_entity[t];
    }
    for (uint32_t t = x->first; t < x->end; t++) {
        if (!c->quoted[t] && word_is(c, t, "according") && word_is(c, t + 1, "to")) {
            for (uint32_t k = t + 2; k < x->end && k < t + 8; k++) {
                if (person_or_body(c, c->head_entity[k]))
                    return c->head_entity[k];
            }
        }
    }
    return ENTITY_NONE;
}

static bool any_quoted(const caster *c, const dm_sentence *x, bool *all)
{
    bool any = false;
    *all = true;
    for (uint32_t t = x->first; t < x->end; t++) {
        any = any || c->quoted[t];
        if (!c->quoted[t] && !word_in(c->low[t], " \" '' `` . , \xE2\x80\x9C \xE2\x80\x9D "))
            *all = false;
    }
    return any;
}

/* Fills out->speaker; called again once pronouns are known ("he said"). */
void find_speakers(caster *c)
{
    uint32_t n = c->doc->sentence_count;
    if (!c->out->speaker)
        c->out->speaker = ARENA_ARRAY(c->a, uint32_t, n + 1);
    for (uint32_t s = 0; s < n; s++) {
        const dm_sentence *x = &c->doc->sentences[s];
        bool all, same = s && x->paragraph == c->doc->sentences[s - 1].paragraph;
        c->out->speaker[s] = ENTITY_NONE;
        if (!any_quoted(c, x, &all))
            continue;
        c->out->speaker[s] = speaker_in(c, x);
        if (c->out->speaker[s] == ENTITY_NONE && same)
            c->out->speaker[s] = c->out->speaker[s - 1];
        else if (c->out->speaker[s] == ENTITY_NONE && all && s)
            c->out->speaker[s] = speaker_in(c, &c->doc->sentences[s - 1]);
    }
    for (uint32_t s = n; s-- > 1;) {
        bool same = c->doc->sentences[s].paragraph == c->doc->sentences[s - 1].paragraph, all;
        if (same && c->out->speaker[s - 1] == ENTITY_NONE &&
            any_quoted(c, &c->doc->sentences[s - 1], &all))
            c->out->speaker[s - 1] = c->out->speaker[s];
    }
}
