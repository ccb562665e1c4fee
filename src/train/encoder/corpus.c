/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/encoder/corpus.h"

#include "base/file.h"
#include "base/utf8.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

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

void corpus_mark(corpus *c, const name_lists *l, convention conv, dm_str tag, dm_str text,
                 uint32_t first, uint32_t count)
{
    const guide *g = guide_find(conv, tag);
    const uint32_t kinds = g ? narrow(l, kinds_of(g->kinds), text) : 0;
    uint32_t begin = kinds ? 0 : NAME_ANY, inside = begin;
    if (g && g->kinds[0] == '-')
        begin = inside = corpus_outside(conv);
    for (uint32_t k = 0; k < KIND_COUNT; k++) {
        begin |= kinds >> k & 1 ? 1U << (1 + 2 * k) : 0;
        inside |= kinds >> k & 1 ? 1U << (2 + 2 * k) : 0;
    }
    for (uint32_t i = 0; i < count; i++)
        c->tokens.at[first + i].names = (uint16_t)(i == 0 ? begin : inside);
}
