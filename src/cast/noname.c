/* SPDX-License-Identifier: GPL-3.0-or-later */
/* noname.c - names that name nobody where they stand: part of a sum of money, of a title, of a
 * fixed phrase; an office without its holder; a direction. */
#include "cast/caster.h"

static bool inside(const caster *c, const mention *m, uint32_t t)
{
    return t < c->doc->token_count && sentence_of(c, t) == sentence_of(c, m->begin);
}

/* "US $900 million", "A$ 3 million", "USD15". */
static bool money(const caster *c, const mention *m)
{
    dm_str w = token_str(c->doc, m->begin);
    if (m->end - m->begin > 1)
        return false;
    bool sign = inside(c, m, m->end) && w.len <= 4 &&
                (str_starts(c->low[m->end], STR("$")) ||
                 str_starts(c->low[m->end], STR("\xE2\x82\xAC")) ||
                 str_starts(c->low[m->end], STR("\xC2\xA3")));
    bool code = w.len > 3 && word_in(str_slice(c->low[m->begin], 0, 3),
                                     " usd eur gbp aud cad nzd jpy cny rub inr chf ");
    for (size_t i = 3; i < w.len && code; i++)
        code = (w.ptr[i] >= '0' && w.ptr[i] <= '9') || w.ptr[i] == '.' || w.ptr[i] == ',';
    return sign || code || (w.len <= 4 && w.ptr[w.len - 1] == '$');
}

/* "the NATO reporting name of the aircraft". */
static bool fixed_phrase(const caster *c, const mention *m)
{
    return inside(c, m, m->end + 1) && word_is(c, m->end, "reporting") &&
           word_in(c->low[m->end + 1], " name names ");
}

static bool direction(const caster *c, const mention *m)
{
    if (m->end - m->begin > 1 || m->kind != KIND_place)
        return false;
    bool the = m->begin > 0 && inside(c, m, m->begin - 1) && word_is(c, m->begin - 1, "the");
    return word_in(c->low[m->begin], " northern southern eastern western ") ||
           (!the && word_in(c->low[m->begin], " north south east west "));
}

/* "Category 1" of a storm. */
static bool grade(const caster *c, const mention *m)
{
    bool numbered = m->end - m->begin == 2 && word_upos(c, m->end - 1) == UPOS_NUM;
    bool alone =
        m->end - m->begin == 1 && inside(c, m, m->end) && word_upos(c, m->end) == UPOS_NUM;
    return m->kind != KIND_person && (numbered || alone) &&
           word_in(c->low[m->begin], " category level grade phase ");
}

/* "the Grand Mufti", "a District Attorney": an office that was read as a body. */
static bool office(const caster *c, const mention *m)
{
    dm_fact f[FACT_CAP];
    bool body = m->kind == KIND_organisation || m->kind == KIND_group;
    return body && m->end - m->begin <= 4 && !m->wish &&
           lex_title(c, m->begin, m->end) != OFFICE_none &&
           lex_facts(c, span_str(c->doc, m->begin, m->end), f, FACT_CAP) == 0;
}

static bool portfolio(dm_str w)
{
    return word_in(w,
                   " foreign defense defence interior finance health justice education trade "
                   "economy transport labour labor agriculture culture environment energy "
                   "information media sport sports security national emergencies ");
}

static bool title_follows(const caster *c, const mention *m)
{
    return inside(c, m, m->end) &&
           word_in(c->low[m->end], " minister ministers secretary adviser advisor ") &&
           str_capital(token_str(c->doc, m->end));
}

/* "Bridges Minister", "National Security Adviser", "Defence" of "the Defence and Foreign
 * Ministries": the field of an office. */
static bool field(const caster *c, const mention *m)
{
    if (m->kind == KIND_country || m->kind == KIND_person || m->end - m->begin > 3)
        return false;
    bool all = true;
    for (uint32_t t = m->begin; t < m->end; t++)
        all = all && (portfolio(c->low[t]) || word_in(c->low[t], " and & , "));
    if (all && m->end - m->begin == 1)
        return true;
    dm_fact f[FACT_CAP];
    bool known = lex_facts(c, span_str(c->doc, m->begin, m->end), f, FACT_CAP) > 0;
    bool lone = m->end - m->begin == 1 && !name_is_acronym(token_str(c->doc, m->begin));
    return title_follows(c, m) && (all || (lone && !known));
}

/* Letters that stand for no name: "IT worker", a speaker's initials. */
static bool mere_letters(const caster *c, const mention *m)
{
    dm_str w = token_str(c->doc, m->begin);
    if (m->end - m->begin > 1 || w.len > 4 || !name_is_acronym(w) || m->kind == KIND_country)
        return false;
    bool bracket = m->begin > 0 && word_in(c->low[m->begin - 1], " ( -lrb- ");
    return !bracket &&
           (word_in(c->low[m->begin], " it ct tv hr pr pm mp ceo cfo cto qa vat atm "
                                      "gdp pc dvd cd faq ") ||
            (m->kind == KIND_person && w.len == 2));
}

/* The initials of the words before end that no name covers, the last first; "Counter-Terrorism"
 * has two. */
static bool initials_before(const caster *c, dm_str letters, uint32_t end)
{
    size_t left = letters.len;
    for (uint32_t t = end; t-- > 0 && left > 0;) {
        dm_str w = c->low[t];
        if (sentence_of(c, t) != sentence_of(c, end) || c->owner[t] != NOTHING)
            return false;
        if (word_in(w, " - \xE2\x80\x93 of and the for "))
            continue;
        for (size_t i = w.len; i-- > 0 && left > 0;) {
            if (i > 0 && w.ptr[i - 1] != '-')
                continue;
            if (w.ptr[i] != (letters.ptr[--left] | 32))
                return false;
        }
    }
    return left == 0;
}

/* "counter-terrorism (CT)": short for what is no name. */
static bool short_for_words(const caster *c, const mention *m)
{
    dm_str w = token_str(c->doc, m->begin);
    dm_fact f[FACT_CAP];
    return m->end - m->begin == 1 && name_is_acronym(w) && m->begin > 1 &&
           m->end < c->doc->token_count && word_in(c->low[m->begin - 1], " ( -lrb- ") &&
           word_in(c->low[m->end], " ) -rrb- ") &&
           (w.len == 2 || lex_facts(c, w, f, FACT_CAP) == 0) &&
           initials_before(c, w, m->begin - 1);
}

bool names_nobody(const caster *c, const mention *m)
{
    return money(c, m) || fixed_phrase(c, m) || direction(c, m) || grade(c, m) ||
           office(c, m) || field(c, m) || mere_letters(c, m) || short_for_words(c, m);
}
