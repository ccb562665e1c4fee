/* SPDX-License-Identifier: GPL-3.0-or-later */
/* caster.h - the workings of the cast room: mentions -> spellings -> actors.  Internal.
 *
 * A spelling is one written form of a name read as one kind; sieves join spellings (union-find
 * over `parent`), the most certain first, after the multi-pass sieve of Raghunathan et al.
 * (2010).  What one spelling cannot decide (a surname two people share, a capital that acts for
 * its country) is decided mention by mention: mention.group overrides the spelling's own group.
 * Groups become the entities of dm_cast.  Everything lives in the document's arena.
 */
#ifndef DM_CAST_CASTER_H
#define DM_CAST_CASTER_H

#include "base/map.h"
#include "base/vec.h"
#include "cast/cast.h"
#include "cast/coref.h"

#define NOTHING  UINT32_MAX
#define FACT_CAP 16
#define PART_CAP 16 /* longer names are compared by their first parts only */
#define CHAIN_CAP \
    400 /* spellings looked at per shared word: bounds the work on hostile input */

typedef struct {
    uint32_t begin, end, head; /* tokens */
    uint8_t form, kind;        /* dm_form, dm_kind as read */
    float score;
    uint32_t spelling; /* named mentions */
    uint32_t group;    /* root spelling that the mention belongs to, or NOTHING */
    char gender;       /* from a title beside it: "Mrs" */
    bool plural;
    char iso[3];   /* stands for the country: adjective, capital that acts, its government */
    uint32_t wish; /* the user's form + 1, or 0 */
    bool plain;    /* the user says what it is: it stands for no country by our own rules */
} mention;

typedef struct {
    dm_str key;   /* name_key: compared */
    dm_str text;  /* as first written, without "the" and "'s" */
    dm_str *part; /* words of key */
    uint32_t part_count;
    uint8_t kind;
    float vote[KIND_COUNT];
    float share; /* of the votes that the kind got */
    char iso[3]; /* the country this spelling names, or "" */
    dm_fact *facts;
    uint32_t fact_count;
    char gender;       /* of the given name, or of the titles */
    char titled;       /* of the titles alone */
    bool bearer;       /* something says that a person is so called: a full name, a title */
    bool acronym;      /* looks like one: "FSB", "IEDCR" */
    bool several;      /* a short form more than one actor can carry: ask each mention */
    uint32_t mentions; /* how many */
    uint32_t first;    /* first mention */
    uint32_t parent;   /* union-find */
    uint32_t wish;     /* the user's form + 1, or 0 */
} spelling;

/* What the stages remember of an entity beside dm_entity. */
typedef struct {
    VEC(dm_role) roles;
    uint32_t named;        /* named mentions */
    uint32_t male, female; /* what spoke for a gender */
    uint32_t label;        /* spelling that gave the label */
    uint32_t subjects;     /* mentions that are subjects */
    uint32_t wish;         /* the user's form + 1, or 0 */
} entity_note;

typedef struct {
    const dm_lexicon *lex; /* may be NULL: then nothing is known */
    const dm_wishes *wishes;
    struct wish_work *wish; /* NULL without wishes */
    const coref_watch *watch; /* NULL: nobody watches the pronouns */
    dm_document *doc;
    const dm_parse *parse;
    dm_arena *a;
    mention *m; /* [M] by begin, longer first */
    uint32_t m_count;
    spelling *s; /* [N] in order of first mention */
    uint32_t s_count;
    uint32_t *owner; /* [T] named mention that covers the token, or NOTHING */
    dm_str *low;     /* [T] folded tokens */
    bool *quoted;    /* [T] inside quotation marks */
    dm_cast *out;
    VEC(dm_entity) e;         /* out->entities while they grow */
    uint32_t *entity_of;      /* [N] root spelling -> entity, or ENTITY_NONE */
    uint32_t *head_entity;    /* [T] entity of the mention whose head the token is */
    VEC(dm_mention) mentions; /* all forms, unsorted */
    VEC(entity_note) note;    /* [E] */
} caster;

/* names.c: how a name is written */
dm_str name_key(dm_arena *a, dm_str name);
uint32_t name_parts(dm_arena *a, dm_str key, dm_str **out);
dm_str name_trim(dm_str name);      /* without a leading article and a final possessive */
bool name_near(dm_str a, dm_str b); /* one edit or swap apart; long words only */
/* The same words but for one, which is near. */
bool names_near(const spelling *a, const spelling *b);
bool name_is_acronym(dm_str text);
/* 2: the letters are the initials of the words; 1: they appear in order, first letter first. */
int name_acronym_of(dm_str acronym, const dm_str *part, uint32_t count);
bool name_particle(dm_str part);
bool name_suffix(dm_str part);
/* How a shorter person name can stand for a fuller one; larger is surer. */
typedef enum { PERSON_NO, PERSON_MIDDLE, PERSON_GIVEN, PERSON_SURNAME, PERSON_FULL } person_fit;
person_fit person_match(const spelling *brief, const spelling *full);
bool word_in(dm_str word, const char *list); /* list: " word word " with blanks around each */
bool str_capital(dm_str s);

/* lex.c: the lexicon, also when there is none */
dm_str lex_key(const caster *c, dm_str text);
uint32_t lex_facts(const caster *c, dm_str text, dm_fact *out, uint32_t cap);
dm_office lex_title(const caster *c, uint32_t begin, uint32_t end);
dm_agent_word lex_agent(const caster *c, dm_str word);
char lex_first_name(const caster *c, dm_str part);
const dm_fact *fact_of(const spelling *s, dm_list list);
bool has_trees(const caster *c);
uint8_t word_upos(const caster *c, uint32_t t);   /* UPOS_X without trees */
uint8_t word_deprel(const caster *c, uint32_t t); /* DEP_dep without trees */
uint32_t word_head(const caster *c, uint32_t t);  /* HEAD_ROOT without trees */
dm_str word_lemma(const caster *c, uint32_t t);   /* the folded token without trees */
bool word_is(const caster *c, uint32_t t, const char *word);
uint32_t span_head(const caster *c, uint32_t begin, uint32_t end);
char title_gender(const caster *c, uint32_t begin, uint32_t end);

/* The stages, in the order cast_build calls them. */
void collect_names(caster *c);
/* Names built around the names of c->m by a pattern; in the arena, unsorted.  Returns how many.
 */
uint32_t find_patterns(caster *c, mention **out);
bool name_ordinal(dm_str w); /* "sixth", "116th" */
/* The engine's names put right, in place; returns how many are left. */
size_t repair_names(const caster *c, mention *m, size_t n);
/* Is it part of a sum of money, of a title, of a fixed phrase, or an office? */
bool names_nobody(const caster *c, const mention *m);
void read_countries(caster *c); /* adjectives, capitals, governments: mention.iso */
void make_spellings(caster *c);
void vote_kinds(caster *c);
void join_spellings(caster *c);
void join_persons(caster *c); /* and settles the group of every mention */
void make_entities(caster *c);
void find_roles(caster *c);
void find_nominals(caster *c);
void find_quotes(caster *c);
void find_speakers(caster *c);
void find_pronouns(caster *c);
void find_first_persons(caster *c);
void finish_cast(caster *c);
void give_ids(caster *c);
void give_salience(caster *c);
/* Sorts and takes over as c->m; inner names keep their tokens. */
void take_mentions(caster *c, mention *list, uint32_t count);

/* wish_cast.c: what the user decided; all do nothing without wishes. */
void wish_names(caster *c); /* names found or read otherwise */
void wish_joins(caster *c); /* spellings of one actor, before all other joins */
bool wish_apart(caster *c, uint32_t a, uint32_t b); /* must the two groups stay two? */
void wish_entities(caster *c);                      /* labels, kinds */
dm_str wish_id(const caster *c, uint32_t entity);   /* or "" */
void wish_finish(caster *c); /* leaves nodes out, tells what was decided by which line */

uint32_t group_root(caster *c, uint32_t spelling);
void group_join(caster *c, uint32_t a, uint32_t b);
uint8_t subkind_of(const spelling *s);
/* Add a mention of the entity (or of none); keeps head_entity and the notes. */
void mention_add(caster *c, const dm_mention *m);
/* The entity whose named mention covers the token, or ENTITY_NONE. */
uint32_t named_entity(const caster *c, uint32_t t);
uint32_t sentence_of(const caster *c, uint32_t t);
void role_add(caster *c, uint32_t entity, const dm_role *r);

#endif
