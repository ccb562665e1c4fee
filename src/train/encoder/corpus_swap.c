/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Articles with other names in them: persons, companies, parties, media, clubs, armed groups,
 * universities and towns of an article give way to some of their like from the gazetteers, one
 * for each, so that what a name is must be read from its context. */
#include "train/encoder/corpus_swap.h"

#include "base/file.h"
#include "base/utf8.h"

#include <stdlib.h>

enum { POOLS = 8, NAME_LETTERS = 48, NAME_WORDS = 6 };

static const struct {
    const char *tag, *file;
    bool person;
} pools[POOLS] = {
    {"type::sport_player", "people_famous.tsv", true},
    {"type::person", "politicians.tsv", true},
    {"type::company", "companies.tsv", false},
    {"type::party", "parties.tsv", false},
    {"type::media", "media.tsv", false},
    {"type::sport_team", "sports_orgs.tsv", false},
    {"type::armed_movement", "armed_groups.tsv", false},
    {"type::gpe2", "cities.tsv", false},
};

typedef VEC(dm_str) name_pool;

struct name_swap {
    dm_arena arena;
    name_pool full[POOLS], acronyms[POOLS];
    dm_random random;
};

static bool is_acronym(dm_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < 'A' || s.ptr[i] > 'Z')
            return false;
    return s.len > 1 && s.len < 7;
}

/* Letters, spaces, dots and hyphens, a capital first. */
static bool is_usable(dm_str s, bool person)
{
    size_t words = 1, at = 0;
    if (s.len < 3 || s.len > NAME_LETTERS || !cp_is_upper(utf8_next(s, &at)))
        return false;
    for (at = 0; at < s.len;) {
        const uint32_t cp = utf8_next(s, &at);
        words += cp == ' ';
        if (!cp_is_letter(cp) && cp != ' ' && cp != '-' && cp != '.')
            return false;
    }
    return words <= NAME_WORDS && (!person || (words > 1 && words < 5));
}

static void take_row(name_swap *w, size_t pool, dm_str row)
{
    const dm_str name = str_cut(row, '\t', &row);
    dm_str aliases = str_cut(row, '\t', &row);
    if (is_usable(name, pools[pool].person))
        vec_push(&w->full[pool], str_dup(&w->arena, name));
    while (aliases.len > 0) {
        const dm_str alias = str_trim(str_cut(aliases, '|', &aliases));
        if (!pools[pool].person && is_acronym(alias))
            vec_push(&w->acronyms[pool], str_dup(&w->arena, alias));
    }
}

dm_status name_swap_open(const char *data, uint64_t seed, name_swap **out, dm_error *err)
{
    name_swap *w = *out = dm_calloc(1, sizeof *w);
    w->random = (dm_random){seed};
    for (size_t p = 0; p < POOLS; p++) {
        dm_buf file = {0};
        const char *path =
            str_fmt(&w->arena, "%s/gazetteers/world/%s", data, pools[p].file).ptr;
        DM_TRY(file_read(path, 0, &file, err));
        dm_str rest = buf_str(&file);
        (void)str_cut(rest, '\n', &rest); /* the columns' names */
        while (rest.len > 0)
            take_row(w, p, str_cut(rest, '\n', &rest));
        buf_free(&file);
    }
    return DM_OK;
}

void name_swap_close(name_swap *w)
{
    if (!w)
        return;
    for (size_t p = 0; p < POOLS; p++) {
        vec_free(&w->full[p]);
        vec_free(&w->acronyms[p]);
    }
    arena_free(&w->arena);
    free(w);
}

/* ---- one article ---- */

typedef struct {
    uint32_t begin, end; /* code points; in the end those of the new text */
    uint32_t concept_;
    dm_str text;
    dm_str to; /* empty: stays */
    cJSON *json;
} swap_mention;

typedef VEC(swap_mention) swap_mentions;

static uint32_t number_of(const cJSON *o, const char *key)
{
    const cJSON *n = cJSON_GetObjectItem(o, key);
    return cJSON_IsNumber(n) && n->valuedouble >= 0 ? (uint32_t)n->valuedouble : 0;
}

static int by_place(const void *x, const void *y)
{
    const swap_mention *a = x, *b = y;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    return (a->end > b->end) - (a->end < b->end);
}

static void list_mentions(const cJSON *json, swap_mentions *out)
{
    cJSON *m = NULL;
    cJSON_ArrayForEach(m, cJSON_GetObjectItem(json, "mentions"))
    {
        const char *text = cJSON_GetStringValue(cJSON_GetObjectItem(m, "text"));
        const swap_mention x = {.begin = number_of(m, "begin"),
                                .end = number_of(m, "end"),
                                .concept_ = number_of(m, "concept"),
                                .text = str_z(text ? text : ""),
                                .json = m};
        vec_push(out, x);
    }
    if (out->len > 0)
        qsort(out->at, out->len, sizeof *out->at, by_place);
}

/* The first pool that one of the concept's tags names. */
static size_t pool_of(const cJSON *concept_)
{
    const cJSON *tags = cJSON_GetObjectItem(concept_, "tags"), *tag = NULL;
    for (size_t p = 0; p < POOLS; p++)
        cJSON_ArrayForEach(tag, tags)
        {
            const char *z = cJSON_GetStringValue(tag);
            if (z && strcmp(z, pools[p].tag) == 0)
                return p;
        }
    return POOLS;
}

static dm_str last_word(dm_str s)
{
    size_t at = s.len;
    while (at > 0 && s.ptr[at - 1] != ' ')
        at--;
    return str_slice(s, at, s.len);
}

static bool overlaps(const swap_mentions *all, size_t i)
{
    const swap_mention *m = &all->at[i];
    for (size_t k = 0; k < all->len; k++)
        if (k != i && all->at[k].begin < m->end && m->begin < all->at[k].end)
            return true;
    return m->end <= m->begin;
}

static dm_str draw(name_swap *w, const name_pool *from)
{
    return from->len ? from->at[random_below(&w->random, from->len)] : (dm_str){0};
}

/* What each of a concept's names becomes: the same text the same, a person's last name with it.
 */
static void rename_concept(name_swap *w, size_t pool, swap_mentions *all, uint32_t id)
{
    const dm_str full = draw(w, &w->full[pool]);
    for (size_t i = 0; i < all->len; i++) {
        swap_mention *m = &all->at[i];
        if (m->concept_ != id || overlaps(all, i))
            continue;
        for (size_t k = 0; k < i && m->to.len == 0; k++)
            if (all->at[k].concept_ == id && str_eq(all->at[k].text, m->text))
                m->to = all->at[k].to;
        const bool one = last_word(m->text).len == m->text.len;
        if (m->to.len > 0)
            continue;
        if (pools[pool].person)
            m->to = one ? last_word(full) : full;
        else
            m->to = draw(w, is_acronym(m->text) ? &w->acronyms[pool] : &w->full[pool]);
    }
}

static void put(cJSON *o, const char *key, uint32_t value)
{
    cJSON_SetNumberValue(cJSON_GetObjectItem(o, key), (double)value);
}

/* Where code point `at` of the old text lies in the new one. */
static uint32_t moved(const swap_mentions *all, uint32_t at)
{
    int64_t shift = 0;
    for (size_t i = 0; i < all->len; i++)
        if (all->at[i].to.len > 0 && all->at[i].end <= at)
            shift += (int64_t)utf8_count(all->at[i].to) -
                     (int64_t)(all->at[i].end - all->at[i].begin);
    return (uint32_t)((int64_t)at + shift);
}

static void rewrite(cJSON *json, const swap_mentions *all)
{
    const dm_str old = str_z(cJSON_GetStringValue(cJSON_GetObjectItem(json, "content")));
    dm_buf text = {0};
    size_t at = 0, next = 0;
    for (uint32_t cp = 0; at < old.len; cp++) {
        while (next < all->len && (all->at[next].begin < cp || all->at[next].to.len == 0))
            next++;
        const size_t begin = at;
        if (next < all->len && all->at[next].begin == cp) {
            buf_add(&text, all->at[next].to);
            for (; cp < all->at[next].end && at < old.len; cp++)
                (void)utf8_next(old, &at);
            cp--;
            continue;
        }
        (void)utf8_next(old, &at);
        buf_add(&text, str_slice(old, begin, at));
    }
    for (size_t i = 0; i < all->len; i++) {
        const swap_mention *m = &all->at[i];
        put(m->json, "begin", moved(all, m->begin));
        put(m->json, "end", moved(all, m->end));
        if (m->to.len > 0)
            cJSON_ReplaceItemInObject(m->json, "text", cJSON_CreateString(m->to.ptr));
    }
    cJSON_ReplaceItemInObject(json, "content", cJSON_CreateString(text.ptr ? text.ptr : ""));
    buf_free(&text);
}

void name_swap_article(name_swap *w, cJSON *json)
{
    static const double share = 0.6; /* of what can be swapped */
    swap_mentions all = {0};
    const cJSON *c = NULL;
    list_mentions(json, &all);
    cJSON_ArrayForEach(c, cJSON_GetObjectItem(json, "concepts"))
    {
        const size_t pool = pool_of(c);
        if (pool < POOLS && random_unit(&w->random) < share)
            rename_concept(w, pool, &all, number_of(c, "concept"));
    }
    rewrite(json, &all);
    vec_free(&all);
}
