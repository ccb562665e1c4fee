/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/same.h"
#include "test.h"

/* A node in one line: "kind | label | aliases, .. | country | role text/office/of(/former); .. |
 * gender | subkind"; later fields may be left out. */
static dm_gnode node_of(dm_arena *a, const char *line)
{
    dm_str rest = str_z(line), field[7] = {0};
    for (int i = 0; i < 7 && rest.len; i++)
        field[i] = str_trim(str_cut(rest, '|', &rest));
    dm_gnode n = gnode_new(field[1]);
    n.kind = field[0];
    n.country = field[3];
    n.gender = field[5];
    n.subkind = field[6];
    n.aliases = ARENA_ARRAY(a, dm_galias, 8);
    for (dm_str r = field[2]; r.len;)
        n.aliases[n.alias_count++] = (dm_galias){str_trim(str_cut(r, ',', &r)), 1};
    n.roles = ARENA_ARRAY(a, dm_grole, 8);
    for (dm_str r = field[4]; r.len;) {
        dm_str one = str_trim(str_cut(r, ';', &r));
        dm_str text = str_cut(one, ' ', &one), office = str_cut(one, ' ', &one);
        dm_str of = str_cut(one, ' ', &one);
        n.roles[n.role_count++] = (dm_grole){
            .text = text, .office = office, .of = of, .former = one.len > 0};
    }
    return n;
}

typedef struct {
    const char *name, *a, *b;
    dm_same same;
} same_case;

/* clang-format off */
static const same_case cases[] = {
    {"one full name", "person|Ada Lind", "person|Ada Lind", SAME_SURE},
    {"diacritics", "person|Zoë Çelik", "person|Zoe Celik", SAME_SURE},
    {"another given name", "person|Ada Lind", "person|Ole Lind", SAME_NEVER},
    {"a surname alone does not tell", "person|Ada Lind|Ada Lind, Lind", "person|Lind", SAME_UNSURE},
    {"a surname with the office", "person|Ada Lind|Lind||mayor regional_head place/oslo",
     "person|Lind|||mayor regional_head place/oslo", SAME_LIKELY},
    {"a surname with the country", "person|Ada Lind||NO", "person|Lind||NO", SAME_LIKELY},
    {"one word that both know", "person|Marelda", "person|Marelda", SAME_LIKELY},
    {"a middle name more", "person|Ada Berg Lind", "person|Ada Lind", SAME_LIKELY},
    {"a middle initial", "person|Ada B. Lind", "person|Ada Lind", SAME_LIKELY},
    {"middle names that differ", "person|Ole W. Lind", "person|Ole H. W. Lind", SAME_NEVER},
    {"a pet name", "person|Bob Lind", "person|Robert Lind", SAME_LIKELY},
    {"an initial does not tell", "person|A. Lind", "person|Ada Lind", SAME_UNSURE},
    {"an initial and the country", "person|A. Lind||NO", "person|Ada Lind||NO", SAME_LIKELY},
    {"junior", "person|Ole Lind Jr.", "person|Ole Lind", SAME_UNSURE},
    {"the second and the third", "person|Ole Lind II", "person|Ole Lind III", SAME_NEVER},
    {"transcribed with y", "person|Olga Petriyenko", "person|Olga Petrienko", SAME_LIKELY},
    {"transcribed with sky", "person|Ivan Domansky", "person|Ivan Domanskyy", SAME_LIKELY},
    {"transcribed otherwise, one country", "person|Omar Qarrafi||LY", "person|Omar Gharafi||LY",
     SAME_LIKELY},
    {"transcribed otherwise, nothing shared", "person|Omar Qarrafi", "person|Omar Karrefi",
     SAME_UNSURE},
    {"an article in the name", "person|Sami al-Darif", "person|Sami Darif", SAME_SURE},
    {"family name first", "person|Min Jae-park", "person|Jae-park Min", SAME_LIKELY},
    {"countries that differ", "person|Ada Lind||NO", "person|Ada Lind||NZ", SAME_NEVER},
    {"offices of two countries", "person|Ada Lind|||minister minister country/no",
     "person|Ada Lind|||minister minister country/nz", SAME_NEVER},
    {"two offices of one country", "person|Ada Lind|||minister minister country/no",
     "person|Ada Lind|||president head_of_state country/no", SAME_SURE},
    {"an envoy abroad keeps the country", "person|Ada Lind||NO", 
     "person|Ada Lind|||ambassador diplomat country/fr", SAME_SURE},
    {"a player and a minister", "person|Ole Berg|||striker player",
     "person|Ole Berg|||minister minister", SAME_NEVER},
    {"a former player and a minister", "person|Ole Berg|||striker player - former",
     "person|Ole Berg|||minister minister", SAME_SURE},
    {"man and woman", "person|Kim Berg||||m", "person|Kim Berg||||f", SAME_NEVER},
    {"no person is a body", "person|Ada Lind", "organisation|Ada Lind", SAME_NEVER},

    {"a body by its acronym", "organisation|Northern Harbour Union|Northern Harbour Union, NHU",
     "organisation|NHU", SAME_LIKELY},
    {"an acronym never spelt out", "organisation|Northern Harbour Union", "organisation|NHU",
     SAME_LIKELY},
    {"two spellings of one language", "organisation|Harbour Defense Organization",
     "organisation|Harbour Defence Organisation", SAME_SURE},
    {"a firm's legal form", "organisation|Belmar Corp.", "organisation|Belmar", SAME_SURE},
    {"turned words", "organisation|Senate of Arland", "organisation|Arland Senate", SAME_SURE},
    {"everybody's court", "organisation|Supreme Court", "organisation|Supreme Court", SAME_UNSURE},
    {"the court of one country", "organisation|Supreme Court||PK", "organisation|Supreme Court||PK",
     SAME_LIKELY},
    {"the courts of two countries", "organisation|Supreme Court||PK",
     "organisation|Supreme Court||US", SAME_NEVER},
    {"a court by its alias", "organisation|Supreme Court of Arland|Supreme Court|PK",
     "organisation|Supreme Court||PK", SAME_LIKELY},
    {"two sides called United", "organisation|Havby United|Havby United, United",
     "organisation|Solby United|Solby United, United", SAME_NEVER},
    {"a side and a party", "organisation|Havby Greens|||||team", "organisation|Havby Greens|||||party",
     SAME_NEVER},
    {"respelled", "organisation|Hezb Talwyia", "organisation|Hezb Talvia", SAME_LIKELY},
    {"a group or a body", "group|Talwir", "organisation|Talwir", SAME_LIKELY},
    {"a thing or a body", "thing|Harbour Watch", "organisation|Harbour Watch", SAME_LIKELY},
    {"a number in the name", "organisation|Radio 4", "organisation|Radio 5", SAME_NEVER},

    {"a country by its code", "country|Arland||AA", "country|Republic of Arland||AA", SAME_SURE},
    {"two countries", "country|Arland||AA", "country|Arland||AB", SAME_NEVER},
    {"a place", "place|Solby", "place|Solby", SAME_SURE},
    {"a town in two countries", "place|Solby||NO", "place|Solby||DK", SAME_NEVER},
    {"a country is no town", "country|Arland||AA", "place|Arland", SAME_NEVER},
    {"two years", "event|2011 Harbour Summit", "event|2012 Harbour Summit", SAME_NEVER},
    {"two editions", "event|Sixth Harbour Summit", "event|Seventh Harbour Summit", SAME_NEVER},
    {"one year", "event|2011 Harbour Summit", "event|Harbour Summit 2011", SAME_SURE},
    {"which year?", "event|Harbour Summit", "event|Harbour Summit", SAME_UNSURE},
    {"a war has a name", "event|Salt War", "event|Salt War", SAME_SURE},
    {"nobody has no label", "person|", "person|", SAME_NEVER},
};
/* clang-format on */

static void test_same(void **state)
{
    const same_case *c = *state;
    dm_arena arena = {0};
    dm_gnode a = node_of(&arena, c->a), b = node_of(&arena, c->b);
    assert_int_equal(actors_same(&a, &b), c->same);
    assert_int_equal(actors_same(&b, &a), c->same);
    arena_free(&arena);
}

static bool share_key(dm_arena *arena, const dm_gnode *a, const dm_gnode *b)
{
    dm_str x[64], y[64];
    uint32_t n = actor_keys(arena, a, x, 64), m = actor_keys(arena, b, y, 64);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < m; k++) {
            if (str_eq(x[i], y[k]))
                return true;
        }
    }
    return false;
}

/* What may join is found by its keys. */
static void test_keys(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_LEN(cases); i++) {
        dm_arena arena = {0};
        dm_gnode a = node_of(&arena, cases[i].a), b = node_of(&arena, cases[i].b);
        if (actors_may_join(&a, &b) && !share_key(&arena, &a, &b))
            fail_msg("no key in common: %s", cases[i].name);
        arena_free(&arena);
    }
}

static void test_key_cap(void **state)
{
    (void)state;
    dm_arena arena = {0};
    dm_str keys[2];
    dm_gnode a = node_of(&arena, "person|Ada Berg Lind Solheim");
    assert_int_equal(actor_keys(&arena, &a, keys, 2), 2);
    arena_free(&arena);
}

int main(void)
{
    struct CMUnitTest tests[TEST_LEN(cases) + 2];
    size_t n = 0;
    TEST_CASES(tests, n, cases, test_same);
    TEST_ONE(tests, n, test_keys);
    TEST_ONE(tests, n, test_key_cap);
    return _cmocka_run_group_tests("same", tests, n, NULL, NULL);
}
