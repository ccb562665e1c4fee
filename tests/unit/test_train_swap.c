/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Articles under other names: what is swapped, and that every mention still lies on its text.
 */
#include "test.h"

#include "base/file.h"
#include "base/utf8.h"
#include "train/encoder/corpus_swap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char article[] =
    "{\"content\":\"Möwe met Anna Kron of Nordwerk. Kron left; “NWK” stays in Norway.\","
    "\"mentions\":[{\"begin\":0,\"end\":4,\"text\":\"Möwe\",\"concept\":0},"
    "{\"begin\":9,\"end\":18,\"text\":\"Anna Kron\",\"concept\":1},"
    "{\"begin\":22,\"end\":30,\"text\":\"Nordwerk\",\"concept\":2},"
    "{\"begin\":32,\"end\":36,\"text\":\"Kron\",\"concept\":1},"
    "{\"begin\":44,\"end\":47,\"text\":\"NWK\",\"concept\":2},"
    "{\"begin\":58,\"end\":64,\"text\":\"Norway\",\"concept\":3}],"
    "\"concepts\":[{\"concept\":0,\"tags\":[\"type::misc\"]},"
    "{\"concept\":1,\"tags\":[\"type::person\",\"type::politician\"]},"
    "{\"concept\":2,\"tags\":[\"type::company\"]},"
    "{\"concept\":3,\"tags\":[\"type::gpe0\",\"type::location\"]}]}";

static const char *const files[] = {
    "people_famous.tsv", "politicians.tsv", "companies.tsv",    "parties.tsv",
    "media.tsv",         "sports_orgs.tsv", "armed_groups.tsv", "cities.tsv",
};

static void write_pool(const char *folder, const char *file)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/gazetteers/world/%s", folder, file);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    (void)fputs("name\taliases\n", f);
    (void)fputs(file[0] == 'p' ? "Bo Lind\t\n" : "Blue Hill\tBHL | Blue\n", f);
    assert_int_equal(fclose(f), 0);
}

static void make_pools(char *folder)
{
    char path[256];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/gazetteers", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    (void)snprintf(path, sizeof path, "%s/gazetteers/world", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    for (size_t i = 0; i < TEST_LEN(files); i++)
        write_pool(folder, files[i]);
}

static void remove_pools(const char *folder)
{
    char path[256];
    for (size_t i = 0; i < TEST_LEN(files); i++) {
        (void)snprintf(path, sizeof path, "%s/gazetteers/world/%s", folder, files[i]);
        (void)unlink(path);
    }
    (void)snprintf(path, sizeof path, "%s/gazetteers/world", folder);
    (void)rmdir(path);
    (void)snprintf(path, sizeof path, "%s/gazetteers", folder);
    (void)rmdir(path);
    (void)rmdir(folder);
}

static dm_str between(dm_str s, double begin, double end)
{
    size_t at = 0, from = 0;
    for (double cp = 0; cp < end; cp++) {
        if (cp == begin)
            from = at;
        (void)utf8_next(s, &at);
    }
    return str_slice(s, from, at);
}

static void mentions_lie_on_their_text(const cJSON *json)
{
    const dm_str content = str_z(cJSON_GetStringValue(cJSON_GetObjectItem(json, "content")));
    const cJSON *m = NULL;
    cJSON_ArrayForEach(m, cJSON_GetObjectItem(json, "mentions"))
    {
        const dm_str text = str_z(cJSON_GetStringValue(cJSON_GetObjectItem(m, "text")));
        const dm_str there =
            between(content, cJSON_GetNumberValue(cJSON_GetObjectItem(m, "begin")),
                    cJSON_GetNumberValue(cJSON_GetObjectItem(m, "end")));
        if (!str_eq(there, text))
            fail_msg("%.*s lies on %.*s", STR_ARG(text), STR_ARG(there));
    }
}

/* Chance decides which are swapped: over many draws every outcome is one of these. */
static void names_give_way_to_their_like(void **state)
{
    (void)state;
    static const char *const allowed[] = {
        "Möwe met Anna Kron of Nordwerk. Kron left; “NWK” stays in Norway.",
        "Möwe met Bo Lind of Nordwerk. Lind left; “NWK” stays in Norway.",
        "Möwe met Anna Kron of Blue Hill. Kron left; “BHL” stays in Norway.",
        "Möwe met Bo Lind of Blue Hill. Lind left; “BHL” stays in Norway.",
    };
    char folder[] = "swap-XXXXXX";
    make_pools(folder);
    name_swap *w = NULL;
    dm_error err = {0};
    assert_int_equal(name_swap_open(folder, 7, &w, &err), DM_OK);
    unsigned seen[TEST_LEN(allowed)] = {0}, other = 0;
    for (int round = 0; round < 100; round++) {
        cJSON *json = cJSON_Parse(article);
        name_swap_article(w, json);
        mentions_lie_on_their_text(json);
        const char *text = cJSON_GetStringValue(cJSON_GetObjectItem(json, "content"));
        size_t k = 0;
        while (k < TEST_LEN(allowed) && strcmp(allowed[k], text) != 0)
            k++;
        if (k < TEST_LEN(allowed))
            seen[k]++;
        other += k == TEST_LEN(allowed);
        cJSON_Delete(json);
    }
    name_swap_close(w);
    remove_pools(folder);
    assert_int_equal(other, 0);
    for (size_t k = 0; k < TEST_LEN(allowed); k++)
        assert_true(seen[k] > 0);
}

int main(void)
{
    struct CMUnitTest tests[1];
    size_t n = 0;
    TEST_ONE(tests, n, names_give_way_to_their_like);
    return cmocka_run_group_tests_name("train_swap", tests, NULL, NULL);
}
