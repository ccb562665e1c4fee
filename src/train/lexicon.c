/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/lexicon.h"

#include "base/file.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

dm_str lex_path(lex_build *b, const char *dir, const char *path)
{
    return str_fmt(&b->arena, "%s/%s", dir, path);
}

dm_status lex_each(lex_build *b, const char *dir, const char *path, uint32_t skip, char sep,
                   lex_line *line, dm_error *err)
{
    dm_buf file = {0};
    DM_TRY(file_read(lex_path(b, dir, path).ptr, 0, &file, err));
    dm_str rest = str_dup(&b->arena, buf_str(&file));
    buf_free(&file);
    if (str_starts(rest, STR("\xEF\xBB\xBF")))
        rest = str_slice(rest, 3, rest.len);
    for (uint32_t i = 0; rest.len; i++) {
        dm_str row = str_cut(rest, '\n', &rest), col[LEX_COLUMNS] = {0};
        if (row.len && row.ptr[row.len - 1] == '\r')
            row.len--;
        if (i < skip || !row.len || (row.ptr[0] == '#' && dir == b->own))
            continue;
        for (size_t k = 0; k < LEX_COLUMNS && row.len; k++)
            col[k] = str_trim(sep ? str_cut(row, sep, &row) : str_slice(row, 0, row.len));
        line(b, col);
    }
    return DM_OK;
}

uint8_t lex_country_id(lex_build *b, dm_str code)
{
    if (code.len != 2)
        return 0;
    for (size_t i = 0; i < b->countries.len; i++) {
        if (memcmp(b->countries.at[i].code, code.ptr, 2) == 0)
            return (uint8_t)i;
    }
    if (b->countries.len == 255)
        return 0;
    vec_push(&b->countries, ((lex_country){.code = {code.ptr[0], code.ptr[1]}}));
    return (uint8_t)(b->countries.len - 1);
}

dm_str fact_key(lex_build *b, dm_str name)
{
    return lexicon_key(&b->arena, name);
}

uint32_t lex_row_add(lex_build *b, lex_row row, bool *fresh)
{
    row.name = str_slice(str_trim(row.name), 0, LEX_NAME_MAX);
    dm_str key = fact_key(b, row.name);
    dm_str id =
        str_fmt(&b->arena, "%u|%u|%u|%.*s", row.list, row.country, row.subkind, STR_ARG(key));
    uint32_t next = (uint32_t)b->rows.len, at = map_get_or_set(&b->row_of, id, next);
    *fresh = at == next;
    if (*fresh)
        vec_push(&b->rows, row);
    lex_name_add(b, at, row.name, LEX_FULL);
    return at;
}

static bool all_capitals(dm_str name)
{
    size_t upper = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (c >= 'A' && c <= 'Z')
            upper++;
        else if (c != '.' && c != '-' && c != '&' && !(c >= '0' && c <= '9'))
            return false;
    }
    return upper >= 2;
}

void lex_name_add(lex_build *b, uint32_t row, dm_str name, uint8_t flags)
{
    dm_str key = fact_key(b, name);
    if (key.len < 2 || key.len > 120)
        return;
    uint8_t list = b->rows.at[row].list;
    if (key.len == 2 && (list == LIST_CITY || list == LIST_FEATURE))
        return; /* a town called Un */
    uint32_t lower = map_get(&b->lower, key);
    if (lower != MAP_NONE && lower >= LEX_COMMON && list != LIST_COUNTRY)
        return; /* a town called Of, a newspaper called Time: more harm than help */
    if (!(flags & LEX_FULL) && name.len <= 10 && all_capitals(name) && list != LIST_CITY &&
        list != LIST_CAPITAL)
        flags |= LEX_ACRONYM;
    vec_push(&b->names, ((lex_name){key, row, flags}));
}

void lex_aliases_add(lex_build *b, uint32_t row, dm_str aliases)
{
    while (aliases.len) {
        dm_str alias = str_trim(str_cut(aliases, '|', &aliases));
        if (alias.len)
            lex_name_add(b, row, alias, 0);
    }
}

void lex_word_add(lex_build *b, lex_word_type type, dm_str word, uint16_t value)
{
    dm_str key = fact_key(b, word);
    dm_str id = str_fmt(&b->arena, "%u|%.*s", type, STR_ARG(key));
    if (!key.len || map_get(&b->word_of, id) != MAP_NONE)
        return;
    map_set(&b->word_of, id, 1);
    vec_push(&b->words, ((lex_word){key, (uint8_t)type, value}));
}

dm_str lex_title_case(dm_arena *a, dm_str upper)
{
    dm_str low = str_lower(a, upper);
    char *p = ARENA_ARRAY(a, char, low.len + 1);
    bool start = true;
    for (size_t i = 0; i < low.len; i++) {
        char c = low.ptr[i] == '_' ? ' ' : low.ptr[i];
        p[i] = start && c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
        start = c == ' ' || c == '-' || c == '(';
    }
    return str_trim((dm_str){p, low.len});
}

static void ambiguous_line(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    map_set(&b->ambiguous, fact_key(b, col[0]), 1);
}

/* Words that occur in lower case in the UD train sets, not as proper nouns. */
static void lower_line(lex_build *b, const dm_str col[LEX_COLUMNS])
{
    dm_str form = col[1];
    if (!form.len || form.ptr[0] < 'a' || form.ptr[0] > 'z' || str_eq(col[3], STR("PROPN")) ||
        str_eq(col[3], STR("X")) || str_eq(col[3], STR("SYM")))
        return;
    dm_str key = fact_key(b, form);
    uint32_t times = map_get(&b->lower, key);
    map_set(&b->lower, key, times == MAP_NONE ? 1 : times + 1);
}

static dm_status read_all(lex_build *b, dm_error *err)
{
    vec_push(&b->countries, ((lex_country){.code = {' ', ' '}}));
    DM_TRY(lex_each(b, b->data, "gazetteers/world/ambiguous_names.tsv", 1, '\t', ambiguous_line,
                    err));
    DM_TRY(lex_each(b, b->data, "ud/ewt-train.conllu", 0, '\t', lower_line, err));
    DM_TRY(lex_each(b, b->data, "ud/gum-train.conllu", 0, '\t', lower_line, err));
    DM_TRY(lex_add_countries(b, err));
    DM_TRY(lex_add_world(b, err));
    DM_TRY(lex_add_people(b, err));
    DM_TRY(lex_add_phoenix(b, err));
    DM_TRY(lex_add_names(b, err));
    DM_TRY(lex_add_words(b, err));
    return lex_add_verbs(b, err);
}

static void build_free(lex_build *b)
{
    arena_free(&b->arena);
    vec_free(&b->rows);
    vec_free(&b->names);
    vec_free(&b->words);
    vec_free(&b->holders);
    vec_free(&b->countries);
    vec_free(&b->first_keys);
    vec_free(&b->surname_keys);
    vec_free(&b->agents);
    vec_free(&b->verbs);
    dm_map *maps[] = {&b->first,  &b->surname,    &b->ambiguous, &b->lower,
                      &b->row_of, &b->country_of, &b->word_of};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        map_free(maps[i]);
}

dm_status lexicon_compile(const char *data, const char *own, const char *out, dm_error *err)
{
    lex_build b = {.data = data, .own = own};
    dm_status status = read_all(&b, err);
    if (status == DM_OK)
        status = lex_pack(&b, out, err);
    if (status == DM_OK)
        (void)fprintf(stderr,
                      "lexicon: %zu rows, %zu names, %zu words, %zu first names, %zu surnames, "
                      "%zu terms of office\n",
                      b.rows.len, b.names.len, b.words.len, b.first_keys.len,
                      b.surname_keys.len, b.holders.len);
    build_free(&b);
    return status;
}

int train_lexicon(int argc, char **argv)
{
    const char *data = "../shared/data", *own = "src/train/data";
    const char *out = "src/model/data/lexicon.dmm";
    for (int i = 1; i < argc; i++) {
        const char **to = strcmp(argv[i], "--data") == 0  ? &data
                          : strcmp(argv[i], "--own") == 0 ? &own
                          : strcmp(argv[i], "-o") == 0    ? &out
                                                          : NULL;
        if (!to || ++i == argc) {
            (void)fprintf(stderr, "use: lexicon [--data DIR] [--own DIR] [-o FILE]\n");
            return 2;
        }
        *to = argv[i];
    }
    dm_error err = {0};
    if (lexicon_compile(data, own, out, &err) == DM_OK)
        return 0;
    (void)fprintf(stderr, "lexicon: %s\n", err.message);
    return 1;
}
