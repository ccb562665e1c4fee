/* SPDX-License-Identifier: GPL-3.0-or-later */
/* role.c - the offices and descriptions of persons: "Foreign Minister X", "X, chairman of Y",
 * "Y's president X", "X is the mayor of Y".  Patterns over tokens, so that a wrong tree does no
 * harm; what a title is the lexicon says. */
#include "base/utf8.h"
#include "cast/caster.h"

#define TITLE_TOKENS 5
#define REACH        8 /* tokens between a name and the title in an apposition */

/* Words of a role: title tokens [begin, end), of: the body it is held in. */
typedef struct {
    uint32_t begin, end, of;
    dm_office office;
    bool past; /* "was", "served as" */
} title_span;

static bool inside(const caster *c, uint32_t from, uint32_t t)
{
    return t < c->doc->token_count && sentence_of(c, t) == sentence_of(c, from);
}

static bool is_person(const caster *c, uint32_t t)
{
    return t < c->doc->token_count && c->owner[t] != NOTHING &&
           c->m[c->owner[t]].kind == KIND_person;
}

static bool is_comma(const caster *c, uint32_t t)
{
    return word_in(c->low[t], " , ( -lrb- - \xE2\x80\x93 \xE2\x80\x94 -- ");
}

static bool stopper(const caster *c, uint32_t t)
{
    dm_str w = c->low[t];
    size_t at = 0;
    if (!w.len || (cp_is_punct(utf8_next(w, &at)) && !word_in(w, " - & ")))
        return true;
    return word_in(
        w, " the a an of for at in on to by with from and or but who which that is was are "
           "were be been has had said says as his her its their our my your this 's "
           "\xE2\x80\x99s told when while he him she it i me we us you they them after before "
           "if also then not into over under ");
}

static dm_office title_at(const caster *c, uint32_t begin, uint32_t end)
{
    for (uint32_t t = begin; t < end; t++) {
        if (is_person(c, t))
            return OFFICE_none;
    }
    return lex_title(c, begin, end);
}

/* The longest title that ends just before token end; *begin is where it starts. */
static dm_office title_ending(const caster *c, uint32_t end, uint32_t *begin)
{
    dm_office found = OFFICE_none;
    for (uint32_t n = 1; n <= TITLE_TOKENS && n <= end; n++) {
        if (sentence_of(c, end - n) != sentence_of(c, end - 1) || stopper(c, end - n))
            break;
        dm_office o = title_at(c, end - n, end);
        if (o != OFFICE_none && !word_is(c, end - n, "-")) {
            found = o;
            *begin = end - n;
        }
    }
    return found;
}

/* Modifiers before a title belong to it: "former", "deputy", "Russian", "Emergencies". */
static uint32_t with_modifiers(const caster *c, uint32_t begin)
{
    uint32_t b = begin;
    while (b > 0 && inside(c, begin, b - 1) && !stopper(c, b - 1) && !is_person(c, b - 1)) {
        /* "OSLO - Norwegian Prime Minister": a dateline is no part of the office */
        if (word_is(c, b - 1, "-") && c->doc->tokens[b - 1].space_after)
            break;
        uint8_t u = word_upos(c, b - 1);
        bool noun = u == UPOS_ADJ || u == UPOS_NOUN || u == UPOS_PROPN || u == UPOS_NUM;
        bool looks = str_capital(token_str(c->doc, b - 1)) &&
                     b - 1 != c->doc->sentences[sentence_of(c, begin)].first;
        bool known =
            word_in(c->low[b - 1], " former ex acting deputy vice senior top chief late - "
                                   "longtime veteran current outgoing incoming interim ");
        if (!(noun || known || (!has_trees(c) && looks) ||
              named_entity(c, b - 1) != ENTITY_NONE))
            break;
        b--;
    }
    while (b < begin && word_is(c, b, "-"))
        b++;
    return b;
}

static bool body(const caster *c, uint32_t e)
{
    return e != ENTITY_NONE && c->e.at[e].kind != KIND_person && c->e.at[e].kind != KIND_event;
}

/* The body named among the modifiers; an organisation before a country. */
static uint32_t body_among(const caster *c, uint32_t begin, uint32_t end)
{
    uint32_t best = ENTITY_NONE;
    for (uint32_t t = begin; t < end; t++) {
        uint32_t e = named_entity(c, t);
        if (body(c, e) && (best == ENTITY_NONE || (c->e.at[e].kind == KIND_organisation &&
                                                   c->e.at[best].kind != KIND_organisation)))
            best = e;
    }
    return best;
}

/* The same within a title, of which its name is only a part: no "Taoiseach" of "Taoiseach". */
static uint32_t body_within(const caster *c, uint32_t begin, uint32_t end)
{
    uint32_t e = body_among(c, begin, end);
    if (e == ENTITY_NONE)
        return e;
    for (uint32_t t = begin; t < end; t++) {
        if (named_entity(c, t) != e)
            return c->e.at[e].kind == KIND_group ? ENTITY_NONE : e;
    }
    return ENTITY_NONE;
}

/* "Russia's" before the title; *begin moves to the possessor. */
static uint32_t possessor(const caster *c, uint32_t begin, uint32_t *from)
{
    if (begin < 2 || !word_in(c->low[begin - 1], " 's \xE2\x80\x99s ' \xE2\x80\x99 "))
        return ENTITY_NONE;
    uint32_t e = named_entity(c, begin - 2);
    if (!body(c, e))
        return ENTITY_NONE;
    *from = c->m[c->owner[begin - 2]].begin;
    return e;
}

/* "of Y" after a title that ends at t; *end moves behind Y. */
static uint32_t of_body(const caster *c, uint32_t t, uint32_t *end)
{
    if (!inside(c, t - 1, t) || !word_in(c->low[t], " of for at in to with on "))
        return ENTITY_NONE;
    uint32_t k = t + 1;
    while (inside(c, t, k) && k < t + 4 && named_entity(c, k) == ENTITY_NONE &&
           !is_comma(c, k) &&
           (word_in(c->low[k], " the its a ") || word_upos(c, k) == UPOS_ADJ ||
            word_upos(c, k) == UPOS_NOUN || word_upos(c, k) == UPOS_PROPN))
        k++;
    uint32_t e = inside(c, t, k) ? named_entity(c, k) : ENTITY_NONE;
    if (!body(c, e))
        return ENTITY_NONE;
    *end = c->m[c->owner[k]].end;
    return e;
}

static bool word_before(const caster *c, uint32_t begin, uint32_t end, const char *list)
{
    uint32_t from = begin > 0 && inside(c, begin, begin - 1) ? begin - 1 : begin;
    for (uint32_t t = from; t < end; t++) {
        if (word_in(c->low[t], list))
            return true;
    }
    return false;
}

void role_add(caster *c, uint32_t entity, const dm_role *r)
{
    entity_note *note = &c->note.at[entity];
    for (size_t i = 0; i < note->roles.len; i++) {
        dm_role *old = &note->roles.at[i];
        if (str_eq_nocase(old->text, r->text)) {
            if (old->of == ENTITY_NONE)
                old->of = r->of;
            return;
        }
    }
    vec_push(&note->roles, *r);
}

static void add_title(caster *c, uint32_t entity, const title_span *s)
{
    dm_role r = {.begin = s->begin, .end = s->end, .office = (uint8_t)s->office, .of = s->of};
    r.text = span_str(c->doc, s->begin, s->end);
    r.former = s->past || word_before(c, s->begin, s->end,
                                      " former ex ex- then one-time onetime ousted deposed "
                                      "retired ");
    r.deceased = word_before(c, s->begin, s->end, " late deceased slain ");
    entity_note *note = &c->note.at[entity];
    char g = title_gender(c, s->begin, s->end);
    note->male += g == 'm';
    note->female += g == 'f';
    if (s->office == OFFICE_honorific && s->of == ENTITY_NONE)
        return; /* "Mr" is no role */
    role_add(c, entity, &r);
}

/* "Minister of Health" that ends at end; *begin is where it starts. */
static dm_office portfolio_ending(const caster *c, uint32_t end, uint32_t *begin)
{
    uint32_t t = end;
    while (t > 0 && end - t < 4 && inside(c, end - 1, t - 1) &&
           str_capital(token_str(c->doc, t - 1)) && named_entity(c, t - 1) == ENTITY_NONE)
        t--;
    if (t == end || t < 2 || !word_is(c, t - 1, "of") || !inside(c, end - 1, t - 2) ||
        !word_in(c->low[t - 2], " minister secretary "))
        return OFFICE_none;
    *begin = t - 2;
    return title_at(c, t - 2, t - 1);
}

/* "X of Ukraine" behind the name of who holds the office. */
static uint32_t of_behind(const caster *c, const mention *m)
{
    uint32_t end = 0;
    if (!inside(c, m->begin, m->end) || !word_is(c, m->end, "of"))
        return ENTITY_NONE;
    return of_body(c, m->end, &end);
}

/* "Russian Foreign Minister X", "Russia's Foreign Minister X", "the Russian Minister of Trade,
 * X,". */
static void title_before(caster *c, const mention *m, uint32_t entity)
{
    title_span s = {.of = ENTITY_NONE, .end = m->begin};
    if (m->begin < 2 || !inside(c, m->begin, m->begin - 1)) {
        if (m->begin != 1 || !inside(c, m->begin, 0))
            return;
    }
    bool comma = word_is(c, m->begin - 1, ",");
    s.end -= comma;
    if (!s.end || !inside(c, m->begin, s.end - 1))
        return;
    s.office = title_ending(c, s.end, &s.begin);
    if (s.office == OFFICE_none)
        s.office = portfolio_ending(c, s.end, &s.begin);
    if (s.office == OFFICE_none)
        return;
    uint32_t title = s.begin;
    s.begin = with_modifiers(c, s.begin);
    s.of = body_among(c, s.begin, title);
    if (s.of == ENTITY_NONE) /* "U.S. President" is a title by itself */
        s.of = body_within(c, title, s.end);
    uint32_t from = s.begin;
    uint32_t owner = possessor(c, s.begin, &from);
    if (s.of == ENTITY_NONE)
        s.of = owner;
    if (s.of == ENTITY_NONE)
        s.of = of_behind(c, m);
    /* "the minister, X, said" and not "told the minister, X said" */
    bool led =
        owner != ENTITY_NONE || (s.begin > 0 && inside(c, s.begin, s.begin - 1) &&
                                 word_in(c->low[s.begin - 1], " the its their his her our "));
    bool closed =
        inside(c, m->begin, m->end) && word_in(c->low[m->end], " , ; ) . \xE2\x80\x94 - ");
    if (comma && (!led || !closed))
        return;
    add_title(c, entity, &s);
}

/* "the president of Y, X" and "Mayor of Y X": the body stands between title and name. */
static void title_with_body_before(caster *c, const mention *m, uint32_t entity)
{
    uint32_t t = m->begin;
    if (t >= 1 && is_comma(c, t - 1))
        t--;
    if (t < 3 || !inside(c, m->begin, t - 3))
        return;
    uint32_t e = named_entity(c, t - 1);
    if (!body(c, e))
        return;
    uint32_t k = c->m[c->owner[t - 1]].begin;
    while (k > 0 && inside(c, m->begin, k - 1) && word_in(c->low[k - 1], " the its "))
        k--;
    if (k < 2 || !word_in(c->low[k - 1], " of for at in "))
        return;
    title_span s = {.end = t, .of = e};
    s.office = title_ending(c, k - 1, &s.begin);
    if (s.office == OFFICE_none)
        return;
    s.begin = with_modifiers(c, s.begin);
    add_title(c, entity, &s);
}

/* A description that starts at t: "(the) former chairman of Y", "Y's chairman". */
static bool title_from(const caster *c, uint32_t t, title_span *s)
{
    while (inside(c, t, t + 1) && word_in(c->low[t], " the a an one also currently now "))
        t++;
    uint32_t from = t;
    *s = (title_span){.begin = t, .of = ENTITY_NONE};
    for (uint32_t end = t + 1; end <= t + REACH && inside(c, t, end - 1); end++) {
        if (stopper(c, end - 1) && !word_in(c->low[end - 1], " 's \xE2\x80\x99s "))
            break;
        uint32_t begin;
        dm_office o = title_ending(c, end, &begin);
        if (o == OFFICE_none || begin < from)
            continue;
        s->end = end;
        s->office = o;
    }
    if (!s->end || (inside(c, t, s->end) && is_person(c, s->end)))
        return false;
    s->of = body_among(c, from, s->end);
    uint32_t of = of_body(c, s->end, &s->end);
    if (of != ENTITY_NONE)
        s->of = of;
    return true;
}

static bool closes(const caster *c, uint32_t last, uint32_t t)
{
    return !inside(c, last, t) || stopper(c, t) || word_upos(c, t) == UPOS_VERB ||
           word_upos(c, t) == UPOS_AUX;
}

/* The words between a name and its title put the office in the past: "who was", "served as",
 * not "has served as", "was elected"; nor "was" where somebody says so, which may mean "is". */
static bool held_once(const caster *c, const mention *m, uint32_t begin, uint32_t end)
{
    bool was = false;
    for (uint32_t t = begin; t < end; t++) {
        if (word_in(c->low[t], " has have elected appointed named became becomes is remains "))
            return false;
        was = was || word_in(c->low[t], " was served then ");
    }
    for (uint32_t t = m->begin; was && t-- > 0 && inside(c, m->begin, t);) {
        if (word_in(c->low[t], " said says told that claimed added "))
            return false;
        if (word_in(c->low[t], " . ; : \" \xE2\x80\x9C \xE2\x80\x9D "))
            break;
    }
    return was;
}

/* "X, chairman of Y, ..." and "X (chairman of Y)". */
static void apposition_after(caster *c, const mention *m, uint32_t entity)
{
    title_span s;
    uint32_t t = m->end;
    if (!inside(c, m->begin, t) || !is_comma(c, t) || !inside(c, m->begin, t + 1))
        return;
    if (word_is(c, t + 1, "who") && inside(c, t, t + 3))
        t += 1;
    t++;
    uint32_t from = t;
    while (inside(c, m->begin, t + 1) && word_in(c->low[t], " is was became as who then "))
        t++;
    if (title_from(c, t, &s) && closes(c, t, s.end)) {
        s.past = held_once(c, m, from, t);
        add_title(c, entity, &s);
    }
}

/* "X is the mayor of Y", "X was elected president of Y", "X served as mayor of Y". */
static void predicate_after(caster *c, const mention *m, uint32_t entity)
{
    uint32_t t = m->end, seen = 0;
    while (inside(c, m->begin, t) && t < m->end + 4 &&
           word_in(c->low[t],
                   " is was became becomes has been served serves as elected appointed "
                   "named remains , who had "))
        seen += !word_in(c->low[t++], " , who has had ");
    title_span s;
    if (!seen || !inside(c, m->begin, t) || word_in(c->low[t], " told asked given "))
        return;
    if (title_from(c, t, &s) && closes(c, t, s.end)) {
        s.past = held_once(c, m, m->end, t);
        add_title(c, entity, &s);
    }
}

static uint32_t country_entity(const caster *c, const char *iso)
{
    for (uint32_t e = 0; e < c->e.len; e++) {
        if (c->e.at[e].kind == KIND_country && memcmp(c->e.at[e].country, iso, 2) == 0)
            return e;
    }
    return ENTITY_NONE;
}

static bool of_state(uint8_t office)
{
    return office == OFFICE_head_of_state || office == OFFICE_head_of_government ||
           office == OFFICE_minister;
}

/* "President X" where nothing says of what: a known politician holds it in his own country, if
 * the article names that. */
static void known_holders(caster *c, uint32_t e)
{
    dm_entity *p = &c->e.at[e];
    if (!c->lex || p->lexicon == UINT32_MAX)
        return;
    dm_fact f = lexicon_row(c->lex, p->lexicon);
    uint32_t of =
        f.list == LIST_POLITICIAN && f.country[0] ? country_entity(c, f.country) : ENTITY_NONE;
    entity_note *note = &c->note.at[e];
    for (size_t i = 0; i < note->roles.len; i++) {
        uint32_t held = note->roles.at[i].of;
        if (held != ENTITY_NONE && held != of && c->e.at[held].kind == KIND_country)
            return; /* a namesake in another country */
    }
    for (size_t i = 0; i < note->roles.len && of != ENTITY_NONE; i++) {
        dm_role *r = &note->roles.at[i];
        if (r->of == ENTITY_NONE && of_state(r->office) && of_state(f.office))
            r->of = of;
    }
    bool political = note->roles.len == 0;
    for (size_t i = 0; i < note->roles.len; i++)
        political = political || of_state(note->roles.at[i].office) ||
                    note->roles.at[i].office == OFFICE_legislator;
    if (of != ENTITY_NONE && political)
        memcpy(p->country, f.country, 3);
}

void find_roles(caster *c)
{
    for (uint32_t i = 0; i < c->m_count; i++) {
        const mention *m = &c->m[i];
        uint32_t e = c->entity_of[m->group];
        if (c->e.at[e].kind != KIND_person)
            continue;
        title_before(c, m, e);
        title_with_body_before(c, m, e);
        apposition_after(c, m, e);
        predicate_after(c, m, e);
    }
    for (uint32_t e = 0; e < c->e.len; e++) {
        dm_entity *p = &c->e.at[e];
        if (p->kind == KIND_person)
            known_holders(c, e);
        const entity_note *note = &c->note.at[e];
        if (p->kind == KIND_person && note->male != note->female)
            p->gender = note->male > note->female ? 'm' : 'f';
    }
}
