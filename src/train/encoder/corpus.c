/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/encoder/corpus.h"

#include "base/file.h"
#include "base/utf8.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

enum { MENTION_WORDS = 24 };

typedef struct {
    convention conv;
    dm_str tag;
    const char *kinds;
} guide;

static const guide guides[] = {
#define GUIDE(conv, tag, kinds) {CONV_##conv, {tag, sizeof(tag) - 1}, kinds},
#include "train/encoder/guidelines.def"
#undef GUIDE
};

static const struct {
    const char *name, *kinds;
} our_kinds[] = {
#define OUR_KIND(name, kinds) {name, kinds},
#include "train/encoder/guidelines.def"
#undef OUR_KIND
};

static const char *const titles[] = {
#define TITLE(word) word,
#include "engine/titles.def"
#undef TITLE
};

static const struct {
    const char *name, *silent;
} conventions[CONV_COUNT] = {
#define CONVENTION(id, silent) {#id, silent},
#include "train/encoder/guidelines.def"
#undef CONVENTION
};

const char *convention_name(convention c)
{
    return conventions[c].name;
}

void corpus_free(corpus *c)
{
    vec_free(&c->pieces);
    vec_free(&c->tokens);
    vec_free(&c->sentences);
    vec_free(&c->docs);
}

void corpus_doc_begin(corpus *c, convention conv)
{
    corpus_sentence_end(c);
    const uint32_t at = (uint32_t)c->sentences.len;
    if (c->docs.len > 0 && c->docs.at[c->docs.len - 1].first == at)
        c->docs.len--;
    const corpus_doc doc = {.first = at, .end = at, .convention = (uint8_t)conv};
    vec_push(&c->docs, doc);
}

corpus_token *corpus_token_add(corpus *c, const dm_vocab *v, dm_str form)
{
    uint16_t ids[PIECES_PER_TOKEN];
    const uint32_t n = wordpiece(v, form, ids, PIECES_PER_TOKEN);
    const corpus_token t = {.piece = (uint32_t)c->pieces.len,
                            .piece_count = (uint8_t)n,
                            .shape = (uint8_t)case_shape(form),
                            .names = NAME_O};
    for (uint32_t i = 0; i < n; i++)
        vec_push(&c->pieces, ids[i]);
    vec_push(&c->tokens, t);
    return &c->tokens.at[c->tokens.len - 1];
}

void corpus_sentence_end(corpus *c)
{
    const uint32_t last = (uint32_t)c->sentences.len;
    const uint32_t first = last ? c->sentences.at[last - 1].end : 0;
    const uint32_t end = (uint32_t)c->tokens.len;
    if (first == end)
        return;
    const uint32_t pieces = (uint32_t)c->pieces.len - c->tokens.at[first].piece;
    const corpus_sentence s = {.first = first, .end = end, .pieces = pieces};
    vec_push(&c->sentences, s);
    c->docs.at[c->docs.len - 1].end = last + 1;
}

/* ---- lists ---- */

/* Names that the country file lacks or knows under newer ones. */
static const char *const more_countries[] = {
    "U.S.",        "U.S.A.",         "U.K.",         "Britain",      "America",
    "Turkey",      "Czech Republic", "Soviet Union", "USSR",         "Yugoslavia",
    "England",     "Scotland",       "Wales",        "East Germany", "West Germany",
    "Burma",       "Ivory Coast",    "Swaziland",    "Macedonia",    "Czechoslovakia",
    "North Korea", "South Korea",    "Holland",      "Palestine",    "Northern Ireland",
    "Russia",      "Iran",           "Syria",        "Vietnam",      "Congo",
    "Cape Verde",  "East Timor",     "Vatican",      "GDR",          "Serbia and Montenegro",
    "Zaire",       "Rhodesia",       "Ceylon",       "Persia",       "Republic of Congo",
};

static void list_add(name_lists *l, dm_map *to, const char *name)
{
    if (name)
        map_set(to, str_fold(&l->arena, str_z(name)), 1);
}

static void list_demonym(name_lists *l, const char *name)
{
    list_add(l, &l->demonyms, name);
    if (name)
        list_add(l, &l->demonyms, str_fmt(&l->arena, "%ss", name).ptr);
}

static void add_country(name_lists *l, const cJSON *row)
{
    const cJSON *name = cJSON_GetObjectItem(row, "name"), *alt = NULL;
    list_add(l, &l->countries, cJSON_GetStringValue(cJSON_GetObjectItem(name, "common")));
    list_add(l, &l->countries, cJSON_GetStringValue(cJSON_GetObjectItem(name, "official")));
    cJSON_ArrayForEach(alt, cJSON_GetObjectItem(row, "altSpellings"))
    {
        const char *text = cJSON_GetStringValue(alt);
        const bool short_name = strcmp(text, "US") == 0 || strcmp(text, "UK") == 0;
        if (strlen(text) > 2 || short_name) /* the others are ISO codes */
            list_add(l, &l->countries, text);
    }
    const cJSON *eng = cJSON_GetObjectItem(cJSON_GetObjectItem(row, "demonyms"), "eng");
    list_demonym(l, cJSON_GetStringValue(cJSON_GetObjectItem(eng, "m")));
    list_demonym(l, cJSON_GetStringValue(cJSON_GetObjectItem(eng, "f")));
    cJSON_ArrayForEach(alt, cJSON_GetObjectItem(row, "capital"))
        list_add(l, &l->capitals, cJSON_GetStringValue(alt));
}

static dm_status add_groups(const char *data, name_lists *l, dm_error *err)
{
    dm_buf file = {0};
    const dm_str path = str_fmt(&l->arena, "%s/gazetteers/world/demonyms_groups.tsv", data);
    DM_TRY(file_read(path.ptr, 0, &file, err));
    dm_str rest = buf_str(&file);
    (void)str_cut(rest, '\n', &rest);
    while (rest.len > 0) {
        dm_str line = str_cut(rest, '\n', &rest);
        list_demonym(l, str_dup(&l->arena, str_cut(line, '\t', &line)).ptr);
    }
    buf_free(&file);
    return DM_OK;
}

dm_status name_lists_read(const char *data, name_lists *l, dm_error *err)
{
    *l = (name_lists){0};
    dm_buf file = {0};
    const dm_str path = str_fmt(&l->arena, "%s/gazetteers/countries.json", data);
    DM_TRY(file_read(path.ptr, 0, &file, err));
    cJSON *json = cJSON_ParseWithLength(file.ptr, file.len), *row = NULL;
    buf_free(&file);
    if (!json)
        return dm_fail(err, DM_EINPUT, "%s: not JSON", path.ptr);
    cJSON_ArrayForEach(row, json) add_country(l, row);
    cJSON_Delete(json);
    for (size_t i = 0; i < sizeof more_countries / sizeof more_countries[0]; i++)
        list_add(l, &l->countries, more_countries[i]);
    return add_groups(data, l, err);
}

void name_lists_free(name_lists *l)
{
    map_free(&l->countries);
    map_free(&l->demonyms);
    map_free(&l->capitals);
    arena_free(&l->arena);
}

/* ---- mentions ---- */

static uint32_t kinds_of(const char *words)
{
    uint32_t kinds = 0;
    dm_str rest = str_z(words);
    while (rest.len > 0) {
        const dm_kind k = kind_find(str_cut(rest, ' ', &rest));
        kinds |= k < KIND_COUNT ? 1U << k : 0;
    }
    return kinds;
}

uint16_t corpus_outside(convention conv)
{
    const uint32_t silent = kinds_of(conventions[conv].silent);
    uint32_t labels = NAME_O;
    for (uint32_t k = 0; k < KIND_COUNT; k++)
        labels |= silent >> k & 1 ? 3U << (1 + 2 * k) : 0;
    return (uint16_t)labels;
}

static bool listed(const dm_map *m, dm_str text)
{
    dm_arena a = {0};
    dm_str key = str_fold(&a, text);
    if (str_starts(key, STR("the ")))
        key = str_slice(key, 4, key.len);
    const bool found = map_get(m, key) != MAP_NONE;
    arena_free(&a);
    return found;
}

/* What we call this name whatever others do; 0: the tag decides. */
static uint32_t our_kind(dm_str text)
{
    for (size_t i = 0; i < sizeof our_kinds / sizeof our_kinds[0]; i++)
        if (str_eq(str_z(our_kinds[i].name), text))
            return kinds_of(our_kinds[i].kinds);
    return 0;
}

/* A country that acts, a capital that stands for it and a people are organisations or groups to
 * others: to us they are what the lists say. */
static uint32_t reconcile(const name_lists *l, convention conv, uint32_t kinds, dm_str text)
{
    const uint32_t country = 1U << KIND_country, place = 1U << KIND_place;
    const uint32_t group = 1U << KIND_group, organisation = 1U << KIND_organisation;
    const bool teams = conv == CONV_wikigold || conv == CONV_redocred;
    if (kinds == (country | group) && listed(&l->capitals, text))
        return country | place; /* newsgraph: a government by its capital */
    if (conv == CONV_ours || (kinds & (1U << KIND_person)))
        return kinds;
    if (our_kind(text))
        return our_kind(text);
    if (kinds == (country | group))
        return listed(&l->countries, text) ? country : group;
    if (kinds == organisation && listed(&l->countries, text))
        return teams ? organisation | country : country;
    if (kinds == organisation && listed(&l->capitals, text))
        return organisation | place;
    const bool people = kinds == organisation || kinds == place || kinds == country;
    return people && listed(&l->demonyms, text) ? group : kinds;
}

/* The lists decide between the kinds that a tag leaves open. */
static uint32_t narrow(const name_lists *l, uint32_t kinds, dm_str text)
{
    const uint32_t country = 1U << KIND_country, place = 1U << KIND_place;
    const uint32_t group = 1U << KIND_group;
    const bool several = (kinds & (kinds - 1)) != 0;
    if (!several)
        return kinds;
    if ((kinds & country) && listed(&l->countries, text))
        return country;
    if ((kinds & group) && listed(&l->demonyms, text))
        return group;
    if (kinds & place)
        return place;
    const uint32_t rest =
        kinds & ~(country | group); /* for these the lists are complete enough */
    return (kinds & country) && rest ? kinds & ~country : kinds;
}

static const guide *guide_find(convention conv, dm_str tag)
{
    for (size_t i = 0; i < sizeof guides / sizeof guides[0]; i++)
        if (guides[i].conv == conv && str_eq(guides[i].tag, tag))
            return &guides[i];
    return NULL;
}

/* ---- boundaries ---- */

/* The words of a mention that are still part of it. */
typedef struct {
    dm_str words[MENTION_WORDS];
    uint32_t first, end;
    bool article; /* words[first] is a capitalised "The": in or out */
} trimmed;

static bool among(dm_str word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(word, str_z(list[i])))
            return true;
    return false;
}

static bool is_possessive(dm_str w)
{
    static const char *const marks[] = {"'s", "\u2019s", "'", "\u2019"};
    return among(w, marks, sizeof marks / sizeof marks[0]);
}

/* "southern", "mainstream": a word before a name, unless such as "al", "von", "bin". */
static bool is_plain_word(dm_str w)
{
    return w.len > 4 && case_shape(w) == SHAPE_LOWER && !str_starts(w, STR("al-"));
}

static void trim_head(trimmed *t, convention conv, bool person)
{
    while (person && t->first + 1 < t->end &&
           among(t->words[t->first], titles, sizeof titles / sizeof titles[0]))
        t->first++;
    if (conv == CONV_ours)
        return;
    while (conv != CONV_nner && t->first + 1 < t->end && is_plain_word(t->words[t->first]))
        t->first++;
    if (t->first + 1 < t->end && str_eq(t->words[t->first], STR("the")))
        t->first++;
    t->article = t->first + 1 < t->end && str_eq(t->words[t->first], STR("The"));
}

/* Words and tokens must be the same; where they are not (raw text), nothing is cut. */
static bool split_words(trimmed *t, dm_str text, uint32_t count)
{
    uint32_t n = 0;
    while (text.len > 0 && n < MENTION_WORDS)
        t->words[n++] = str_cut(text, ' ', &text);
    t->end = count;
    return text.len == 0 && n == count;
}

static dm_str joined(const trimmed *t)
{
    const dm_str a = t->words[t->first + t->article], z = t->words[t->end - 1];
    return (dm_str){a.ptr, (size_t)(z.ptr + z.len - a.ptr)};
}

/* What no guidelines make a name of ours: addresses, signs, a title alone. */
static bool no_name(convention conv, dm_str tag, const trimmed *t, bool person)
{
    const dm_str w = t->words[t->first];
    if (t->end - t->first > 1)
        return false;
    if (person && among(w, titles, sizeof titles / sizeof titles[0]))
        return true;
    if (conv == CONV_ours)
        return false;
    const bool address =
        memchr(w.ptr, '@', w.len) || str_starts(w, STR("http")) || str_starts(w, STR("www."));
    const bool small = str_eq(tag, STR("MISC")) && case_shape(w) == SHAPE_LOWER;
    return address || small || is_possessive(w) || str_eq(w, STR("$"));
}

static void label_span(corpus_token *at, uint32_t count, uint32_t begin, uint32_t inside,
                       bool article)
{
    for (uint32_t i = 0; i < count; i++)
        at[i].names = (uint16_t)(i == 0 ? begin : inside);
    if (article && count > 1) {
        at[0].names |= NAME_O;
        at[1].names = (uint16_t)(begin | inside);
    }
}

void corpus_mark(corpus *c, const name_lists *l, convention conv, dm_str tag, dm_str text,
                 uint32_t first, uint32_t count)
{
    const guide *g = guide_find(conv, tag);
    uint32_t kinds = g ? kinds_of(g->kinds) : 0;
    trimmed t = {.end = count};
    if (kinds && split_words(&t, text, count)) {
        while (t.end > 1 && is_possessive(t.words[t.end - 1]))
            t.end--;
        trim_head(&t, conv, kinds == 1U << KIND_person);
        text = joined(&t);
        kinds = no_name(conv, tag, &t, kinds == 1U << KIND_person) ? 0 : kinds;
    }
    const uint32_t ours = reconcile(l, conv, kinds, text);
    kinds = ours != kinds ? ours : narrow(l, kinds, text);
    uint32_t begin = kinds ? 0 : NAME_ANY, inside = begin;
    if (g && g->kinds[0] == '-')
        begin = inside = corpus_outside(conv);
    for (uint32_t k = 0; k < KIND_COUNT; k++) {
        begin |= kinds >> k & 1 ? 1U << (1 + 2 * k) : 0;
        inside |= kinds >> k & 1 ? 2U << (1 + 2 * k) : 0;
    }
    label_span(c->tokens.at + first + t.first, t.end - t.first, begin, inside, t.article);
}
