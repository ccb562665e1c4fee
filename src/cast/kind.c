/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kind.c - what kind of thing an actor is: the engine's readings of all its mentions vote,
 * weighted by their scores, with the facts of the lexicon; head words tell the sub-kind. */
#include "cast/caster.h"

typedef struct {
    dm_subkind subkind;
    const char *words; /* any word of the name */
} word_row;

/* The first row that has a word of the name wins, so narrow rows come first. */
static const word_row organisation_rows[] = {
    {SUBKIND_ministry, " ministry department treasury pentagon chancellery "},
    {SUBKIND_party,
     " party democrats republicans conservatives labour socialists liberals greens "
     "tories kuomintang likud fatah "},
    {SUBKIND_university, " university college polytechnic universitat "},
    {SUBKIND_court, " court tribunal courts circuit "},
    {SUBKIND_legislature,
     " parliament congress senate assembly duma bundestag knesset bundesrat "
     "legislature lawmakers house commons lords majlis sejm riksdag storting "
     "verkhovna rada "},
    {SUBKIND_military,
     " army navy forces military marines guard guards corps infantry brigade battalion "
     "squadron regiment "},
    {SUBKIND_government,
     " government administration cabinet kremlin regime council secretariat "},
    {SUBKIND_agency, " agency police service services bureau authority commission board office "
                     "inspectorate administration investigators fbi cia committee "},
    {SUBKIND_international, " nations "},
    {SUBKIND_team, " fc sc cf afc united rovers wanderers albion hotspur athletic club "},
    {SUBKIND_media,
     " times news tv radio broadcasting post herald tribune journal magazine newspaper "
     "zeitung gazette press guardian telegraph "},
    {SUBKIND_religious, " church diocese archdiocese order vatican mosque synod "},
    {SUBKIND_international,
     " nations organisation organization international world european african "},
    {SUBKIND_company,
     " inc corp corporation company ltd plc ag gmbh co group motors motor airlines "
     "airways bank holdings pharmaceuticals technologies industries limited energy "
     "oil gas electric systems "},
    {SUBKIND_militant,
     " rebels militia militants brigades front jihad taliban liberation resistance "},
    {SUBKIND_ngo,
     " foundation union association league watch coalition federation society institute "
     "movement campaign rights alliance fund network trust charity "},
};

static const word_row place_rows[] = {
    {SUBKIND_facility,
     " airport hotel hospital stadium base airbase square street avenue station palace "
     "theatre theater museum prison camp park arena centre center bridge cathedral "
     "building tower house road prison jail plant clinic headquarters checkpoint "
     "memorial gate wall "},
    {SUBKIND_natural,
     " sea ocean river lake mountain mountains gulf basin strait desert valley island "
     "islands peninsula bay mount cape forest delta channel coast reef volcano "},
    {SUBKIND_region,
     " province region state county district oblast republic territory strip "
     "governorate prefecture north south east west northern southern eastern western "},
};

static const word_row event_rows[] = {
    {SUBKIND_sport,
     " cup championship championships olympics league games tournament open prix season "
     "final finals bundesliga derby marathon race challenge "},
    {SUBKIND_vote, " election elections referendum vote primary primaries ballot caucus "},
    {SUBKIND_war,
     " war conflict invasion battle revolution uprising intifada coup massacre genocide "
     "offensive operation siege holocaust "},
    {SUBKIND_meeting,
     " summit conference talks forum meeting convention congress session assembly "},
    {SUBKIND_disaster,
     " earthquake hurricane tsunami flood crash explosion pandemic disaster typhoon "
     "cyclone storm fire outbreak "},
};

static const word_row thing_rows[] = {
    {SUBKIND_law,
     " act law treaty constitution bill agreement protocol convention amendment charter "
     "accord accords pact decree code clause directive resolution deal "},
    {SUBKIND_project, " project initiative pipeline programme program mission plan fund "},
};

#define ROWS(r) (r), sizeof(r) / sizeof *(r)

static uint8_t by_words(const spelling *s, const word_row *rows, size_t n)
{
    for (size_t r = 0; r < n; r++) {
        for (uint32_t p = s->part_count; p-- > 0;) {
            if (word_in(s->part[p], rows[r].words))
                return (uint8_t)rows[r].subkind;
        }
    }
    return SUBKIND_NONE;
}

static uint8_t by_facts(const spelling *s)
{
    for (uint32_t i = 0; i < s->fact_count; i++) {
        const dm_fact *f = &s->facts[i];
        if (f->subkind < SUBKIND_COUNT && subkind_table[f->subkind].kind == (dm_kind)s->kind)
            return f->subkind;
    }
    return SUBKIND_NONE;
}

uint8_t subkind_of(const spelling *s)
{
    uint8_t fact = by_facts(s);
    if (fact != SUBKIND_NONE)
        return fact;
    switch ((dm_kind)s->kind) {
    case KIND_organisation:
        return by_words(s, ROWS(organisation_rows));
    case KIND_place:
        return by_words(s, ROWS(place_rows));
    case KIND_event:
        return by_words(s, ROWS(event_rows));
    case KIND_thing:
        return by_words(s, ROWS(thing_rows));
    case KIND_person:
    case KIND_country:
    case KIND_group:
    case KIND_COUNT:
        break;
    }
    return SUBKIND_NONE;
}

#define FACT_VOTE  0.4f /* what the lexicon says weighs like part of a mention */
#define FACT_SHARE 0.2f /* and like a fifth of every mention */

/* A surname that the tagger took for a place, beside the full name of its bearer. */
static void vote_bearers(caster *c)
{
    dm_map surnames = {0};
    for (uint32_t i = 0; i < c->s_count; i++) {
        const spelling *s = &c->s[i];
        if (s->kind == KIND_person && s->part_count > 1 && s->part_count < PART_CAP)
            (void)map_get_or_set(&surnames, s->part[s->part_count - 1], i);
    }
    for (uint32_t i = 0; i < c->s_count; i++) {
        spelling *s = &c->s[i];
        if (s->kind == KIND_person || s->part_count != 1 || s->iso[0] || s->acronym)
            continue;
        bool borne = map_get(&surnames, s->key) != MAP_NONE;
        bool sure = s->vote[s->kind] >= 0.9f * (float)s->mentions || s->fact_count;
        if (borne && !sure)
            s->kind = KIND_person;
    }
    map_free(&surnames);
}

static void vote_facts(spelling *s)
{
    uint32_t seen = 0;
    for (uint32_t i = 0; i < s->fact_count; i++) {
        const dm_fact *f = &s->facts[i];
        if (f->kind >= KIND_COUNT || f->ambiguous || (seen & 1u << f->kind))
            continue;
        seen |= 1u << f->kind;
        s->vote[f->kind] += FACT_VOTE + FACT_SHARE * (float)s->mentions;
    }
    /* a name of several words that stands for one kind only outvotes one reading of it */
    bool one_kind = seen && (seen & (seen - 1)) == 0;
    if (one_kind && s->part_count > 1)
        s->vote[s->facts[0].kind] +=
            s->facts[0].kind == KIND_person ? 0.0f : (float)s->mentions;
}

/* A name with such a word is a body whatever the tagger made of it. */
static bool body_word(const spelling *s)
{
    for (uint32_t p = 1; p < s->part_count; p++) {
        if (word_in(s->part[p],
                    " court ministry committee council parliament commission agency "
                    "federation association corporation university airlines front "
                    "brigades liberation movement "))
            return true;
    }
    return s->part_count > 1 &&
           word_in(s->part[0], " jaish lashkar harkat tehrik sipah hizb hizbul jamaat jamaah "
                               "ansar jund liwa supreme ");
}

/* One word read as a person of whom nothing tells, and the lexicon knows another thing only. */
static bool no_person(const spelling *s)
{
    if (s->kind != KIND_person || s->part_count > 1 || s->bearer || !s->fact_count)
        return false;
    for (uint32_t i = 0; i < s->fact_count; i++) {
        if (s->facts[i].kind != s->facts[0].kind || s->facts[i].ambiguous)
            return false;
    }
    return s->facts[0].kind != KIND_person;
}

void vote_kinds(caster *c)
{
    for (uint32_t i = 0; i < c->s_count; i++) {
        spelling *s = &c->s[i];
        if (s->iso[0])
            continue;
        vote_facts(s);
        uint8_t best = s->kind;
        for (uint8_t k = 0; k < KIND_COUNT; k++) {
            if (s->vote[k] > s->vote[best])
                best = k;
        }
        s->kind = best == KIND_person && body_word(s) ? KIND_organisation : best;
        if (no_person(s))
            s->kind = s->facts[0].kind;
    }
    vote_bearers(c);
}
