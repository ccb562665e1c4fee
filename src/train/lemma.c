/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dramatis-train lemma OUT.dmm TRAIN.conllu...: suffix rules and exceptions for lemmas.
 *
 * Every word type (form with its tags) votes once for the edit that gives its most frequent
 * lemma, at every suffix of up to LEMMA_SUFFIX bytes.  A suffix becomes a rule when at least
 * two types have it and its majority differs from what the next shorter rule says.  Types that
 * the rules get wrong become exceptions: facts of the form "found as VBD is find". */
#include "engine/lemma.h"
#include "base/file.h"
#include "base/map.h"
#include "base/vec.h"
#include "train/command.h"

#include <stdlib.h>

typedef struct {
    dm_str key; /* what is grouped: a type, or TAG:suffix */
    dm_str value;
    dm_str base; /* of a type */
    uint8_t xpos;
} vote;

typedef struct {
    vote *at;
    size_t len, cap;
} votes;

typedef struct {
    dm_buf text;
    VEC(uint32_t) at;
} row_writer;

static int by_key_and_value(const void *x, const void *y)
{
    const vote *a = x, *b = y;
    const int order = str_cmp(a->key, b->key);
    return order ? order : str_cmp(a->value, b->value);
}

static void read_words(dm_str conllu, votes *out, dm_arena *a)
{
    while (conllu.len > 0) {
        dm_str line = str_cut(conllu, '\n', &conllu), column[5];
        for (size_t i = 0; i < 5; i++)
            column[i] = str_cut(line, '\t', &line);
        if (column[0].len == 0 || str_find(column[0], STR("-"), 0) != SIZE_MAX ||
            str_find(column[0], STR("."), 0) != SIZE_MAX || column[0].ptr[0] == '#' ||
            str_eq(column[2], STR("_")))
            continue;
        const uint8_t upos = upos_find(column[3]), xpos = xpos_find(column[4]);
        char key[LEMMA_FORM + 32];
        const dm_str base = lemma_base(a, column[1], upos, xpos);
        const vote v = {.key = str_dup(a, lemma_key(key, base, upos, xpos)),
                        .value = column[2],
                        .base = base,
                        .xpos = xpos};
        if (v.key.len > 0)
            vec_push(out, v);
    }
}

/* The end of the group that starts at i, and the value most of it has. */
static size_t majority(const votes *v, size_t i, dm_str *value, size_t *support)
{
    size_t end = i, best = 0;
    while (end < v->len && str_eq(v->at[end].key, v->at[i].key)) {
        size_t same = end;
        while (same < v->len && str_eq(v->at[same].key, v->at[i].key) &&
               str_eq(v->at[same].value, v->at[end].value))
            same++;
        if (same - end > best) {
            best = same - end;
            *value = v->at[end].value;
        }
        end = same;
    }
    *support = end - i;
    return end;
}

/* "3y": take off three bytes, add y.  Empty when more would have to go than a digit says. */
static dm_str edit(dm_arena *a, dm_str base, dm_str lemma)
{
    size_t same = 0;
    while (same < base.len && same < lemma.len && base.ptr[same] == lemma.ptr[same])
        same++;
    if (base.len - same > 9)
        return STR("");
    const dm_str tail = str_slice(lemma, same, lemma.len);
    return str_fmt(a, "%zu%.*s", base.len - same, STR_ARG(tail));
}

static void vote_suffixes(const vote *type, dm_str lemma, votes *out, dm_arena *a)
{
    const dm_str script = edit(a, type->base, lemma);
    if (!lemma_inflected(type->xpos) || script.len == 0)
        return;
    for (size_t n = 0; n <= LEMMA_SUFFIX && n <= type->base.len; n++) {
        const dm_str suffix = str_slice(type->base, type->base.len - n, type->base.len);
        const vote v = {.key = str_fmt(a, "%s:%.*s", xpos_name(type->xpos), STR_ARG(suffix)),
                        .value = script};
        vec_push(out, v);
    }
}

static void row_add(row_writer *w, dm_str key, dm_str value)
{
    vec_push(&w->at, (uint32_t)w->text.len);
    buf_add(&w->text, key);
    buf_byte(&w->text, '\t');
    buf_add(&w->text, value);
}

static lemma_rows row_view(row_writer *w)
{
    vec_push(&w->at, (uint32_t)w->text.len);
    return (lemma_rows){w->text.ptr, w->at.at, (uint32_t)w->at.len - 1};
}

/* What the rules say that belong to shorter suffixes than this key's. */
static dm_str inherited(const dm_map *known, const votes *v, dm_str key)
{
    const size_t colon = str_find(key, STR(":"), 0);
    char shorter[LEMMA_FORM + 32];
    memcpy(shorter, key.ptr, colon + 1);
    for (size_t from = colon + 2; from <= key.len; from++) {
        const dm_str rest = str_slice(key, from, key.len);
        memcpy(shorter + colon + 1, rest.ptr, rest.len);
        const uint32_t i = map_get(known, (dm_str){shorter, colon + 1 + rest.len});
        if (i != MAP_NONE)
            return v->at[i].value;
    }
    return STR("0");
}

static size_t suffix_length(dm_str key)
{
    return key.len - str_find(key, STR(":"), 0) - 1;
}

/* Sorted votes -> rules, shorter suffixes first, then written in order of key. */
static void make_rules(votes *v, row_writer *out)
{
    dm_map known = {0};
    for (size_t length = 0; length <= LEMMA_SUFFIX; length++) {
        for (size_t i = 0, end; i < v->len; i = end) {
            dm_str value = {0};
            size_t support;
            end = majority(v, i, &value, &support);
            if (suffix_length(v->at[i].key) != length || support < 2 ||
                str_eq(inherited(&known, v, v->at[i].key), value))
                continue;
            v->at[i].value = value;
            map_set(&known, v->at[i].key, (uint32_t)i);
        }
    }
    for (size_t i = 0; i < v->len; i++)
        if (map_get(&known, v->at[i].key) == i)
            row_add(out, v->at[i].key, v->at[i].value);
    map_free(&known);
}

static void make_exceptions(const votes *types, const lemma_table *t, row_writer *out,
                            dm_arena *a)
{
    for (size_t i = 0, end; i < types->len; i = end) {
        dm_str lemma = {0};
        size_t support;
        end = majority(types, i, &lemma, &support);
        if (!str_eq(lemma_rule(t, a, types->at[i].base, types->at[i].xpos), lemma))
            row_add(out, types->at[i].key, lemma);
    }
}

static dm_status write_table(const lemma_table *t, const char *path, dm_error *err)
{
    dm_container_writer w = {0};
    const lemma_rows *rows[2] = {&t->rules, &t->exceptions};
    static const char *const names[2][2] = {{"rules", "rules.at"},
                                            {"exceptions", "exceptions.at"}};
    for (size_t i = 0; i < 2; i++) {
        const uint32_t count = rows[i]->count + 1;
        container_add(&w, names[i][0], DT_U8, 1, &rows[i]->at[rows[i]->count], rows[i]->text);
        container_add(&w, names[i][1], DT_U32, 1, &count, rows[i]->at);
    }
    return container_write(&w, "lemma", path, err);
}

static dm_status compile(const char *path, votes *words, dm_arena *a, dm_error *err)
{
    votes suffixes = {0};
    row_writer rules = {0}, exceptions = {0};
    qsort(words->at, words->len, sizeof *words->at, by_key_and_value);
    for (size_t i = 0, end; i < words->len; i = end) {
        dm_str lemma = {0};
        size_t support;
        end = majority(words, i, &lemma, &support);
        vote_suffixes(&words->at[i], lemma, &suffixes, a);
    }
    qsort(suffixes.at, suffixes.len, sizeof *suffixes.at, by_key_and_value);
    make_rules(&suffixes, &rules);
    lemma_table t = {.rules = row_view(&rules)};
    make_exceptions(words, &t, &exceptions, a);
    t.exceptions = row_view(&exceptions);
    (void)fprintf(stderr, "lemma: %zu words, %u rules, %u exceptions\n", words->len,
                  (unsigned)t.rules.count, (unsigned)t.exceptions.count);
    dm_status status = write_table(&t, path, err);
    vec_free(&suffixes);
    buf_free(&rules.text);
    buf_free(&exceptions.text);
    vec_free(&rules.at);
    vec_free(&exceptions.at);
    return status;
}

int train_lemma(int argc, char **argv)
{
    if (argc < 3) {
        (void)fputs("usage: dramatis-train lemma OUT.dmm TRAIN.conllu...\n", stderr);
        return 2;
    }
    dm_arena a = {0};
    dm_error err = {0};
    votes words = {0};
    dm_status status = DM_OK;
    for (int i = 2; i < argc && status == DM_OK; i++) {
        dm_buf file = {0};
        status = file_read(argv[i], 0, &file, &err);
        if (status == DM_OK)
            read_words(str_dup(&a, buf_str(&file)), &words, &a);
        buf_free(&file);
    }
    if (status == DM_OK)
        status = compile(argv[1], &words, &a, &err);
    if (status != DM_OK)
        (void)fprintf(stderr, "lemma: %s\n", err.message);
    vec_free(&words);
    arena_free(&a);
    return status == DM_OK ? 0 : 1;
}
