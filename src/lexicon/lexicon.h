/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lexicon.h - what is known of names and words before reading: an embedded binary of facts,
 * looked up without parsing (compiled by src/train/lexicon from public fact lists).
 *
 * Facts are evidence, never truth: one name can have several facts, of several countries.  All
 * look-ups take folded names (str_fold: lower case, no diacritics; single blanks, no leading
 * "the", no final "'s"): use lexicon_key.  A dm_lexicon is const after opening; threads share
 * it.
 */
#ifndef DM_LEXICON_LEXICON_H
#define DM_LEXICON_LEXICON_H

#include "ontology/ontology.h"

typedef enum {
    LIST_COUNTRY, /* a name of the state: common, official, code, nickname */
    LIST_CAPITAL, /* the state's capital */
    LIST_DEMONYM, /* adjective or inhabitants: Pakistani, the French */
    LIST_CITY,    /* most populous first among equal names */
    LIST_REGION,  /* first-level regions, states, provinces */
    LIST_FEATURE, /* rivers, seas, islands, world regions */
    LIST_AIRPORT,
    LIST_POLITICIAN, /* with office class and years */
    LIST_PARTY,
    LIST_COMPANY,
    LIST_MEDIA,
    LIST_SPORT, /* clubs, teams, federations, leagues */
    LIST_UNIVERSITY,
    LIST_ORGANISATION, /* international, state bodies, courts, NGOs */
    LIST_ARMED_GROUP,
    LIST_FAMOUS, /* football players and other famous people */
    LIST_EVENT,
    LIST_GROUP, /* peoples, faiths, ideologies, regional demonyms */
    LIST_COUNT
} dm_list;

typedef struct {
    uint32_t row;    /* unique per real-world thing: the same for all its names */
    uint8_t list;    /* dm_list */
    uint8_t kind;    /* dm_kind */
    uint8_t subkind; /* dm_subkind or SUBKIND_NONE */
    uint8_t office;  /* dm_office; LIST_POLITICIAN: class of the highest office */
    char country[3]; /* ISO 3166 alpha-2 or "" */
    uint16_t from,
        to;       /* years in office; 0 = not known (to 0 with from set: still, or not known) */
    uint8_t size; /* cities: log2 of the population; elsewhere 0 */
    bool ambiguous; /* also an ordinary word or another kind: ask for capitals and context */
    bool acronym;   /* this name is an acronym of the row's name */
    bool full;      /* this is the row's main name (as opposed to an alias) */
} dm_fact;

typedef struct dm_lexicon dm_lexicon;

/* bytes empty: the embedded lexicon. */
DM_NODISCARD dm_status lexicon_open(dm_str bytes, dm_lexicon **out, dm_error *err);
void lexicon_free(dm_lexicon *lex);

/* The look-up key of a name as written: folded (no capitals, no marks, also o for o-slash and
 * the like), hyphens and slashes blank, other punctuation gone ("U.S." = "US", "Qur'an" =
 * "Quran"), without a leading article and a final possessive.  A word of two to five capitals
 * that is an ordinary word in lower case keeps its capitals: the key of "US", "U.S." and "u.s."
 * is "US", that of "us" and "Us" is "us"; "WHO" and "who", "IT" and "it" likewise (worded.def).
 */
dm_str lexicon_key(dm_arena *a, dm_str name);
/* Facts of a name, best first, at most cap.  Returns how many there are.  Order: list (as
 * above, acronyms of parties last); then main names before aliases (not for places); then
 * prominence: population, class of office and how recent, size of a company; then row. */
uint32_t lexicon_find(const dm_lexicon *lex, dm_str key, dm_fact *out, uint32_t cap);
/* The same for a name as written. */
uint32_t lexicon_find_name(const dm_lexicon *lex, dm_str name, dm_fact *out, uint32_t cap);
/* What is known of the row itself; list LIST_COUNT when there is no such row. */
dm_fact lexicon_row(const dm_lexicon *lex, uint32_t row);
/* The row's main name as written ("Shanghai Cooperation Organisation"); names are stored
 * front-coded, so it is put together in the arena. */
dm_str lexicon_row_name(const dm_lexicon *lex, dm_arena *a, uint32_t row);
/* ISO code -> "Pakistan"; empty when unknown. */
dm_str lexicon_country_name(const dm_lexicon *lex, const char code[3]);
dm_str lexicon_capital(const dm_lexicon *lex, const char code[3]);
dm_str lexicon_demonym(const dm_lexicon *lex, const char code[3]);

/* Dated office: who held office in country on the day (ISO date, may be only a year)?  Fills
 * rows. */
uint32_t lexicon_holders(const dm_lexicon *lex, dm_office office, const char country[3],
                         dm_str date, uint32_t *rows, uint32_t cap);

/* First names: 'm', 'f', 'n' (both) or 0 when not a known first name. */
char lexicon_first_name(const dm_lexicon *lex, dm_str key);
bool lexicon_surname(const dm_lexicon *lex, dm_str key);
/* Titles and offices, one to five words ("prime minister"): class, or OFFICE_none. */
dm_office lexicon_title(const dm_lexicon *lex, dm_str key);
/* Nominal agent words: what a common noun stands for ("troops" organisation/military, "senator"
 * person, "rebels" organisation/militant).  kind KIND_COUNT when unknown. */
typedef struct {
    uint8_t kind, subkind;
    char gender; /* 'm', 'f' or 0 */
    bool plural;
} dm_agent_word;
dm_agent_word lexicon_agent(const dm_lexicon *lex, dm_str key);
/* Verb lemma (or "verb particle") or event noun -> event relation with its strength as
 * evidence; REL_NONE when unknown.  to_object: the preposition or frame the class needs is in
 * frame. */
typedef struct {
    uint8_t rel; /* dm_rel of the EVENT family, or REL_NONE */
    float share; /* how much of the word's uses in the sources carry this class, 0..1 */
} dm_verb_class;
/* Up to cap classes of a verb lemma / noun lemma, strongest first; returns the count. */
uint32_t lexicon_verb(const dm_lexicon *lex, dm_str lemma, dm_verb_class *out, uint32_t cap);
uint32_t lexicon_event_noun(const dm_lexicon *lex, dm_str lemma, dm_verb_class *out,
                            uint32_t cap);

#endif
