/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First names, surnames, titles and agent words. */
#include "train/lexicon.h"

/* ---- first names and surnames ---- */

enum { MALE = 1, FEMALE = 2, VOTE_MALE = 4, VOTE_FEMALE = 4096 };

/* Votes are added up in the map: bits 0 and 1 for the plain lists, then how many countries'
 * lists of common names have it for men and for women. */
static void vote(lex_build *b, dm_str name, uint32_t votes)
{
    dm_str key = fact_key(b, name);
    if (key.len < 2 || str_find(key, STR(" "), 0) != SIZE_MAX)
        return;
    uint32_t old = map_get(&b->first, key);
    if (old == MAP_NONE) {
        vec_push(&b->first_keys, key);
        old = 0;
    }
    map_set(&b->first, key, votes < VOTE_MALE ? old | votes : old + votes);
}

static void female(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    vote(b, col[0], FEMALE);
}

static void male(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    vote(b, col[0], MALE);
}

static void either(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    vote(b, col[0], 0);
}

static void common(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    uint32_t votes = str_eq(col[9], STR("F")) ? VOTE_FEMALE : VOTE_MALE;
    vote(b, col[11], votes);
}

/* Ours: name, m or f or n; it decides. */
static void decided(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    dm_str key = fact_key(b, col[0]);
    if (map_get(&b->first, key) == MAP_NONE)
        vec_push(&b->first_keys, key);
    map_set(&b->first, key, (uint32_t)(unsigned char)col[1].ptr[0] << 24);
}

static char gender(uint32_t votes)
{
    uint32_t own = votes >> 24, men = votes % VOTE_FEMALE / VOTE_MALE;
    uint32_t women = votes / VOTE_FEMALE;
    if (own)
        return (char)own;
    if (men > 3 * women)
        return 'm';
    if (women > 3 * men)
        return 'f';
    if (men + women)
        return 'n';
    return (votes & 3) == MALE ? 'm' : (votes & 3) == FEMALE ? 'f' : 'n';
}

static void surname(lex_build *b, dm_str name)
{
    dm_str key = fact_key(b, name);
    if (key.len < 2 || str_find(key, STR(" "), 0) != SIZE_MAX ||
        map_get(&b->surname, key) != MAP_NONE)
        return;
    map_set(&b->surname, key, 1);
    vec_push(&b->surname_keys, key);
}

static void surname_line(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    surname(b, col[0]);
}

static void surname_common(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    surname(b, col[5]);
}

dm_status lex_add_names(lex_build *b, dm_error *err)
{
    static const struct {
        const char *file;
        lex_line *line;
        uint32_t skip;
        char sep;
    } lists[] = {
        {"gazetteers/names/Female_given_names.txt", female, 0, '\0'},
        {"gazetteers/names/Male_given_names.txt", male, 0, '\0'},
        {"gazetteers/names/first_names_all.txt", either, 0, '\0'},
        {"gazetteers/names/common-forenames-by-country.csv", common, 1, ','},
        {"gazetteers/names/Surnames.txt", surname_line, 0, '\0'},
        {"gazetteers/names/surnames_all.txt", surname_line, 0, '\0'},
        {"gazetteers/names/common-surnames-by-country.csv", surname_common, 1, ','},
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        DM_TRY(lex_each(b, b->data, lists[i].file, lists[i].skip, lists[i].sep, lists[i].line,
                        err));
    DM_TRY(lex_each(b, b->own, "first_names.tsv", 1, '\t', decided, err));
    for (size_t i = 0; i < b->first_keys.len; i++) {
        dm_str key = b->first_keys.at[i];
        map_set(&b->first, key, (uint32_t)(unsigned char)gender(map_get(&b->first, key)));
    }
    return DM_OK;
}

/* ---- titles ---- */

static void title_line(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    dm_office office = office_find(col[3]);
    if (office == OFFICE_COUNT)
        return;
    lex_word_add(b, LEX_TITLE, col[0], (uint16_t)office);
    for (dm_str rest = col[1]; rest.len;)
        lex_word_add(b, LEX_TITLE, str_trim(str_cut(rest, '|', &rest)), (uint16_t)office);
}

/* Ours: office class, titles between blanks and bars. */
static void own_title(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    dm_office office = office_find(col[0]);
    for (dm_str rest = col[1]; rest.len && office != OFFICE_COUNT;)
        lex_word_add(b, LEX_TITLE, str_trim(str_cut(rest, '|', &rest)), (uint16_t)office);
}

/* ---- agent words ---- */

static uint16_t agent_id(lex_build *b, dm_kind kind, dm_subkind subkind, char sex, bool plural)
{
    uint8_t want[4] = {(uint8_t)kind, (uint8_t)subkind, (uint8_t)sex, plural};
    for (size_t i = 0; i + 4 <= b->agents.len; i += 4) {
        if (memcmp(b->agents.at + i, want, 4) == 0)
            return (uint16_t)(i / 4);
    }
    for (size_t i = 0; i < 4; i++)
        vec_push(&b->agents, want[i]);
    return (uint16_t)(b->agents.len / 4 - 1);
}

static dm_str plural_of(lex_build *b, dm_str word)
{
    char last = word.ptr[word.len - 1], before = word.len > 1 ? word.ptr[word.len - 2] : 'a';
    dm_str stem = str_slice(word, 0, word.len - 1);
    if (str_ends(word, STR("man")))
        return str_fmt(&b->arena, "%.*smen", STR_ARG(str_slice(word, 0, word.len - 3)));
    if (last == 'y' && !strchr("aeiou", before))
        return str_fmt(&b->arena, "%.*sies", STR_ARG(stem));
    if (last == 's' || last == 'x' || (last == 'h' && (before == 'c' || before == 's')))
        return str_fmt(&b->arena, "%.*ses", STR_ARG(word));
    return str_fmt(&b->arena, "%.*ss", STR_ARG(word));
}

/* One word and its plural: "word", "word/irregular plural", or "words=" for a plural only. */
static void agent_word(lex_build *b, dm_str word, dm_kind kind, dm_subkind subkind, char sex)
{
    dm_str many, one = str_cut(word, '/', &many);
    if (str_ends(one, STR("="))) {
        one.len--;
        lex_word_add(b, LEX_AGENT, one, agent_id(b, kind, subkind, sex, true));
        return;
    }
    if (!one.len)
        return;
    lex_word_add(b, LEX_AGENT, one, agent_id(b, kind, subkind, sex, false));
    lex_word_add(b, LEX_AGENT, many.len ? many : plural_of(b, one),
                 agent_id(b, kind, subkind, sex, true));
}

/* Ours: kind, sub-kind or -, gender or -, words. */
static void agent_line(lex_build *b, const dm_str col[LEX_COLUMNS], bool plural_only)
{
    dm_kind kind = kind_find(col[0]);
    dm_subkind subkind = str_eq(col[1], STR("-")) ? SUBKIND_NONE : subkind_find(col[1]);
    char sex = str_eq(col[2], STR("-")) ? '\0' : col[2].ptr[0];
    for (dm_str rest = col[3]; rest.len && kind != KIND_COUNT;) {
        dm_str word = str_trim(str_cut(rest, '|', &rest));
        if (str_ends(word, STR("=")) == plural_only)
            agent_word(b, word, kind, subkind, sex);
    }
}

/* What stands as a plural of its own ("rebels": a body) goes before the plural of a person. */
static void own_plural_agent(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    agent_line(b, col, true);
}

static void own_agent(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    agent_line(b, col, false);
}

/* Every title but forms of address is a word for a person. */
static void titles_as_agents(lex_build *b)
{
    for (size_t i = 0, n = b->words.len; i < n; i++) {
        lex_word w = b->words.at[i];
        if (w.type == LEX_TITLE && w.value != OFFICE_honorific && w.key.ptr[0] >= 'a')
            agent_word(b, w.key, KIND_person, SUBKIND_NONE, '\0');
    }
}

static bool person_word(dm_str key)
{
    static const char *const ends[] = {"man", "woman", "ist", "er", "or",  "ian",
                                       "ant", "ent",   "eer", "ee", "ess", "ic"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (str_ends(key, str_z(ends[i])))
            return true;
    }
    return false;
}

/* Phoenix: "COMMERCIAL_BANK [~BUS]"; the code says who, the word's end whether it is a person.
 */
static void phoenix_agent(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    static const struct {
        const char *code;
        dm_subkind subkind;
    } codes[] = {
        {"MIL", SUBKIND_military},  {"REB", SUBKIND_militant},    {"UAF", SUBKIND_militant},
        {"INS", SUBKIND_militant},  {"SEP", SUBKIND_militant},    {"BUS", SUBKIND_company},
        {"MNC", SUBKIND_company},   {"MED", SUBKIND_media},       {"EDU", SUBKIND_university},
        {"NGO", SUBKIND_ngo},       {"LEG", SUBKIND_legislature}, {"JUD", SUBKIND_court},
        {"PTY", SUBKIND_party},     {"COP", SUBKIND_agency},      {"SPY", SUBKIND_agency},
        {"REL", SUBKIND_religious}, {"GOV", SUBKIND_government}};
    size_t code = str_find(col[0], STR("[~"), 0);
    if (code == SIZE_MAX || str_find(col[0], STR("!"), 0) != SIZE_MAX || col[0].ptr[0] == '#')
        return;
    dm_str rest, name = str_trim(str_cut(str_slice(col[0], 0, code), '{', &rest));
    dm_str key = fact_key(b, name);
    bool person = person_word(key);
    dm_subkind subkind = SUBKIND_NONE;
    for (size_t i = 0; i < sizeof codes / sizeof *codes && !person; i++) {
        if (str_starts(str_slice(col[0], code + 2, col[0].len), str_z(codes[i].code)))
            subkind = codes[i].subkind;
    }
    if (key.len > 2 && (person || subkind != SUBKIND_NONE))
        agent_word(b, key, person ? KIND_person : KIND_organisation, subkind, '\0');
}

dm_status lex_add_words(lex_build *b, dm_error *err)
{
    DM_TRY(lex_each(b, b->own, "titles.tsv", 1, '\t', own_title, err));
    DM_TRY(lex_each(b, b->data, "gazetteers/world/titles.tsv", 1, '\t', title_line, err));
    DM_TRY(lex_each(b, b->own, "agents.tsv", 1, '\t', own_plural_agent, err));
    DM_TRY(lex_each(b, b->own, "agents.tsv", 1, '\t', own_agent, err));
    titles_as_agents(b);
    return lex_each(b, b->data, "gazetteers/phoenix/Phoenix.agents.txt", 0, '\0', phoenix_agent,
                    err);
}
