/* SPDX-License-Identifier: GPL-3.0-or-later */
/* country.c - words that stand for a country without being its name: its adjective ("Pakistani
 * officials"), its capital where it acts ("Moscow maintains that ..."), its government. */
#include "cast/caster.h"

typedef struct {
    const dm_fact *country, *demonym, *capital, *people;
} reading;

static reading read_facts(const dm_fact *f, uint32_t n)
{
    reading r = {0};
    for (uint32_t i = 0; i < n; i++) {
        if (f[i].list == LIST_COUNTRY && !r.country)
            r.country = &f[i];
        if (f[i].list == LIST_DEMONYM && !r.demonym)
            r.demonym = &f[i];
        if (f[i].list == LIST_CAPITAL && !r.capital)
            r.capital = &f[i];
        if (f[i].list == LIST_GROUP && !r.people)
            r.people = &f[i];
    }
    return r;
}

/* A region shares the country's name: Georgia. */
static bool fact_is_region(const dm_fact *f, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (f[i].list == LIST_REGION)
            return true;
    }
    return false;
}

/* "the French said", "Germans voted": the people, not the state. */
static bool reads_as_people(const caster *c, const mention *m)
{
    dm_str w = c->low[m->end - 1];
    uint32_t n = c->doc->token_count;
    bool noun_follows =
        m->end < n && c->doc->tokens[m->end].sentence == c->doc->tokens[m->end - 1].sentence &&
        (word_upos(c, m->end) == UPOS_NOUN || word_upos(c, m->end) == UPOS_PROPN ||
         word_upos(c, m->end) == UPOS_ADJ);
    if (w.len > 3 && w.ptr[w.len - 1] == 's' && !str_ends(w, STR("ss")))
        return true;
    if (str_ends(w, STR("men")) && w.len > 5)
        return true;
    if (!has_trees(c) || noun_follows)
        return false;
    uint8_t d = word_deprel(c, m->head);
    bool the = m->begin > 0 && word_is(c, m->begin - 1, "the");
    return the && (d == DEP_nsubj || d == DEP_nsubj_pass || d == DEP_obj || d == DEP_obl);
}

static bool state_verb(dm_str lemma)
{
    return word_in(
        lemma,
        " say accuse maintain announce insist warn deny reject ban demand want seek urge "
        "agree refuse impose recall summon support back oppose threaten condemn call "
        "propose pledge promise offer sign claim argue respond react retaliate order "
        "approve block veto withdraw deploy send lend contribute invest expel protest "
        "criticize criticise blame hope fear consider decide plan intend believe expect "
        "allow try need make take give become behave prepare negotiate recognize "
        "recognise annex invade attack support finance fund provide request ask declare "
        "tell view see regard welcome express suspend resume cut break pursue push press "
        "pressure act continue begin stop help ");
}

static bool state_noun(dm_str lemma)
{
    return word_in(
        lemma, " decision government policy position stance support response foreign ministry "
               "interest influence claim role refusal demand ambition ally allies relation "
               "ambassador intervention involvement military army troops move announcement "
               "plan proposal concern criticism threat pressure approval backing ban embargo "
               "sanction invasion annexation relationship commitment attitude approach bid "
               "request offer willingness desire strategy warning reaction anger ");
}

static bool facing_preposition(const caster *c, const mention *m)
{
    if (!m->begin)
        return false;
    uint32_t p = m->begin - 1;
    if (word_in(c->low[p], " with between against toward towards "))
        return true;
    /* "between Moscow and Kiev" */
    return word_in(c->low[p], " and ") && p >= 2 && word_is(c, p - 2, "between");
}

static bool pro_or_anti(const caster *c, const mention *m)
{
    if (m->begin >= 2 && word_in(c->low[m->begin - 1], " - \xE2\x80\x93 ") &&
        word_in(c->low[m->begin - 2], " pro anti "))
        return true;
    return str_starts(c->low[m->begin], STR("pro-")) ||
           str_starts(c->low[m->begin], STR("anti-"));
}

static bool possessive_act(const caster *c, const mention *m)
{
    uint32_t t = m->end;
    if (t + 1 >= c->doc->token_count || !word_in(c->low[t], " 's \xE2\x80\x99s "))
        return false;
    for (uint32_t k = t + 1; k < t + 4 && k < c->doc->token_count; k++) {
        if (state_noun(c->low[k]))
            return true;
    }
    return false;
}

/* A city's name that acts as a state does. */
static bool capital_acts(const caster *c, const mention *m)
{
    if (pro_or_anti(c, m) || facing_preposition(c, m) || possessive_act(c, m))
        return true;
    if (!has_trees(c)) {
        uint32_t next = m->end;
        bool led = m->begin > 0 && word_in(c->low[m->begin - 1], " in from to at of near for ");
        return !led && next < c->doc->token_count &&
               (word_in(c->low[next],
                        " said says has wants accused banned denied maintains insists ") ||
                state_verb(c->low[next]));
    }
    uint8_t d = word_deprel(c, m->head);
    uint32_t h = word_head(c, m->head);
    if (d == DEP_conj && h != HEAD_ROOT) {
        d = word_deprel(c, h);
        h = word_head(c, h);
    }
    if (h == HEAD_ROOT || m->end - m->begin > 2)
        return false;
    return d == DEP_nsubj && (word_upos(c, h) == UPOS_VERB) && state_verb(word_lemma(c, h));
}

static void stands_for(mention *m, const char iso[3])
{
    memcpy(m->iso, iso, 3);
    m->kind = KIND_country;
}

static bool country_named(const caster *c, mention *m, uint32_t begin, uint32_t end)
{
    dm_fact f[FACT_CAP];
    uint32_t n = lex_facts(c, name_trim(span_str(c->doc, begin, end)), f, FACT_CAP);
    for (uint32_t i = 0; i < n; i++) {
        if ((f[i].list == LIST_COUNTRY || f[i].list == LIST_DEMONYM) && f[i].country[0]) {
            stands_for(m, f[i].country);
            return true;
        }
    }
    return false;
}

/* "British government": its last word is the government, the words before it the country. */
static bool government_of(const caster *c, mention *m)
{
    if (m->end - m->begin > 2 && word_is(c, m->begin, "government") &&
        word_is(c, m->begin + 1, "of"))
        return country_named(c, m, m->begin + 2, m->end);
    if (m->end - m->begin < 2 || !word_is(c, m->end - 1, "government"))
        return false;
    uint32_t end = m->end - 1;
    while (end > m->begin + 1 &&
           word_in(c->low[end - 1], " federal national central 's \xE2\x80\x99s "))
        end--;
    return country_named(c, m, m->begin, end);
}

static void read_demonym(const caster *c, mention *m, const reading *r)
{
    if (reads_as_people(c, m)) {
        m->kind = KIND_group;
        m->plural = true;
        return;
    }
    if (r->demonym->country[0])
        stands_for(m, r->demonym->country);
}

/* "Pak interlocutors", "the Pak-Russia talks": short for the adjective, before what it is of.
 */
static bool short_adjective(const caster *c, mention *m)
{
    uint32_t t = m->end;
    bool dash = t < c->doc->token_count && word_in(c->low[t], " - â ");
    if (m->kind == KIND_person || m->end - m->begin > 1 || !word_is(c, m->begin, "pak") ||
        t >= c->doc->token_count || !(dash || word_upos(c, t) == UPOS_NOUN))
        return false;
    stands_for(m, "PK");
    return true;
}

static void read_mention(const caster *c, mention *m)
{
    dm_fact f[FACT_CAP];
    if (short_adjective(c, m))
        return;
    uint32_t n = lex_facts(c, name_trim(span_str(c->doc, m->begin, m->end)), f, FACT_CAP);
    if ((m->kind == KIND_organisation || m->kind == KIND_country) && government_of(c, m))
        return;
    if (!n)
        return;
    reading r = read_facts(f, n);
    bool spot = m->kind == KIND_country || m->kind == KIND_place;
    /* a national side is its country: one actor, one node */
    if (m->kind == KIND_organisation && r.country && !r.country->ambiguous && r.country->full)
        spot = true;
    if (r.country && spot && !(m->kind == KIND_place && fact_is_region(f, n)))
        stands_for(m, r.country->country);
    else if (r.demonym && (spot || m->kind == KIND_group))
        read_demonym(c, m, &r);
    else if (r.capital && spot && capital_acts(c, m))
        stands_for(m, r.capital->country);
    else if (r.capital && m->kind == KIND_country)
        m->kind = KIND_place;
}

void read_countries(caster *c)
{
    for (uint32_t i = 0; i < c->m_count; i++) {
        if (!c->m[i].plain)
            read_mention(c, &c->m[i]);
    }
}
