/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lasting relations: what a sentence says, by the rules alone and with the shipped classifier.
 */
#include "test.h"

#include "base/file.h"
#include "model/container.h"
#include "relate/relation.h"

#include <stdlib.h>

typedef struct {
    const char *name;
    const char *text; /* tokens by blanks, one line a sentence; [p X Y] marks a name */
    const char
        *subkinds;    /* subkind name per entity, '-' for none, by order; "" for no subkinds */
    const char *want; /* edges that must be there, one a line */
    const char *unwanted; /* an edge that must not be there, or "" */
} state_case;

static dm_lexicon *lexicon;

static uint8_t kind_of(char letter)
{
    static const char letters[] = "poclget";
    const char *at = strchr(letters, letter);
    assert_non_null(at);
    return (uint8_t)(at - letters);
}

typedef struct {
    dm_document doc;
    dm_parse parse;
    dm_cast cast;
} made;

static uint32_t entity_named(made *m, dm_str name, uint8_t kind)
{
    dm_cast *c = &m->cast;
    for (uint32_t e = 0; e < c->entity_count; e++) {
        if (str_eq(c->entities[e].label, name))
            return e;
    }
    dm_entity *e = &c->entities[c->entity_count];
    e->label = name;
    e->kind = kind;
    e->subkind = SUBKIND_NONE;
    e->lexicon = UINT32_MAX;
    e->aliases = ARENA_ARRAY(&m->doc.arena, dm_alias, 1);
    e->aliases[0] = (dm_alias){name, 1};
    e->alias_count = 1;
    e->mentions = ARENA_ARRAY(&m->doc.arena, uint32_t, 16);
    return c->entity_count++;
}

/* Read the marked text: tokens, sentences, and names as a hand-made cast. */
static void make(const state_case *c, made *m)
{
    dm_str forms[128] = {{NULL, 0}}, rest = str_z(c->text);
    bool space[128] = {false};
    uint32_t ends[8] = {0}, n = 0, sentences = 0, names = 0;
    struct {
        uint32_t begin, end;
        char kind;
    } name[16];
    while (rest.len) {
        dm_str line = str_cut(rest, '\n', &rest);
        while (line.len) {
            dm_str word = str_cut(line, ' ', &line);
            if (word.ptr[0] == '[') {
                name[names].begin = n;
                name[names].kind = word.ptr[1];
                continue;
            }
            bool last = word.ptr[word.len - 1] == ']';
            space[n] = true;
            forms[n++] = str_slice(word, 0, word.len - last);
            if (last)
                name[names++].end = n;
        }
        ends[sentences++] = n;
    }
    *m = (made){0};
    document_from_tokens(forms, space, n, ends, sentences, &m->doc);
    m->cast.mentions = ARENA_ARRAY(&m->doc.arena, dm_mention, names);
    m->cast.entities = ARENA_ARRAY(&m->doc.arena, dm_entity, names);
    for (uint32_t i = 0; i < names; i++) {
        dm_str label = span_str(&m->doc, name[i].begin, name[i].end);
        uint32_t e = entity_named(m, label, kind_of(name[i].kind));
        dm_entity *x = &m->cast.entities[e];
        x->mentions[x->mention_count++] = m->cast.mention_count;
        m->cast.mentions[m->cast.mention_count++] = (dm_mention){.begin = name[i].begin,
                                                                 .end = name[i].end,
                                                                 .head = name[i].end - 1,
                                                                 .entity = e,
                                                                 .form = FORM_NAMED,
                                                                 .kind = x->kind,
                                                                 .score = 1};
    }
    dm_str sub = str_z(c->subkinds);
    for (uint32_t e = 0; e < m->cast.entity_count && sub.len; e++)
        m->cast.entities[e].subkind = (uint8_t)subkind_find(str_cut(sub, ' ', &sub));
}

static void print_edges(const made *m, const dm_relations *list, dm_buf *out)
{
    buf_add(out, STR("\n"));
    for (size_t i = 0; i < list->len; i++) {
        const dm_relation *r = &list->at[i];
        buf_fmt(out, "%.*s %s %.*s%s%s%s\n", STR_ARG(m->cast.entities[r->source].label),
                rel_table[r->rel].name, STR_ARG(m->cast.entities[r->target].label),
                r->former ? " former" : "", r->derived ? " derived" : "",
                r->polarity == POLARITY_NEGATED ? " negated" : "");
    }
}

static void edges_of(const state_case *c, const dm_state_model *model, dm_buf *out)
{
    made m;
    make(c, &m);
    dm_relate_input in = {
        .lexicon = lexicon, .doc = &m.doc, .parse = &m.parse, .cast = &m.cast, .explain = true};
    dm_relations list = {0};
    relate_states(model, &in, &list);
    relations_sort(&list);
    for (size_t i = 0; i < list.len; i++) {
        const dm_relation *r = &list.at[i];
        assert_true(r->evidence_count > 0);
        assert_true(r->confidence > 0 && r->confidence <= 1);
        assert_true(r->predicate.len > 0 && r->rule.len > 0);
        assert_true(r->evidence[0].sentence < m.doc.sentence_count);
    }
    print_edges(&m, &list, out);
    relations_free(&list);
    document_free(&m.doc);
}

static void check(const state_case *c, const dm_state_model *model)
{
    dm_buf got = {0};
    edges_of(c, model, &got);
    dm_str rest = str_z(c->want);
    while (rest.len) {
        dm_str line = str_cut(rest, '\n', &rest);
        dm_buf row = {0};
        buf_fmt(&row, "\n%.*s\n", STR_ARG(line));
        if (str_find(buf_str(&got), buf_str(&row), 0) == SIZE_MAX)
            fail_msg("wanted %.*s among:%s", STR_ARG(line), got.ptr);
        buf_free(&row);
    }
    if (c->unwanted[0] && str_find(buf_str(&got), str_z(c->unwanted), 0) != SIZE_MAX)
        fail_msg("did not want %s among:%s", c->unwanted, got.ptr);
    buf_free(&got);
}

/* clang-format off */
static const state_case rule_cases[] = {
    {"demonym and title",
     "The French President [p Anna Perrin] spoke .\n[c France] is calm .", "",
     "Anna Perrin head_of_state France\nAnna Perrin citizen_of France", ""},
    {"former holder",
     "Former German chancellor [p Otto Brand] arrived in [c Germany] .", "",
     "Otto Brand head_of_government Germany former\nOtto Brand citizen_of Germany", ""},
    {"apposition with of",
     "[p Lena Vogt] , the foreign minister of [c Austria] , left .", "",
     "Lena Vogt minister_of Austria", "head_of_state"},
    {"apposition of a company",
     "[p Mark Ono] , chief executive of [o Kestrel Motors] , resigned .", "",
     "Mark Ono head_of Kestrel Motors", ""},
    {"possessive",
     "[c Norway] 's foreign minister [p Ida Holm] flew home .", "",
     "Ida Holm minister_of Norway\nIda Holm citizen_of Norway", ""},
    {"title with of before the name",
     "The president of [c Chile] , [p Rosa Diaz] , was there .", "",
     "Rosa Diaz head_of_state Chile", ""},
    {"name with demonym",
     "The [o Pakistani Army] denied it .\n[c Pakistan] is silent .", "military -",
     "Pakistani Army institution_of Pakistan", "based_in"},
    {"place and country",
     "She lives near [l Lahore] , [c Pakistan] .", "",
     "Lahore located_in Pakistan", "derived"},
    {"fact between two that are named apart",
     "Rain fell on [l Lahore] .\nThe coast of [c Pakistan] stayed dry .", "",
     "Lahore located_in Pakistan derived", ""},
    {"family",
     "[p Tom Reed] 's wife [p Clara Reed] and [p Ben Reed] , son of [p Tom Reed] .", "",
     "Tom Reed spouse_of Clara Reed\nTom Reed parent_of Ben Reed", "sibling_of"},
    {"founder and seat",
     "[p Eva Lind] founded [o Nordlys] .\n[o Nordlys] , based in [l Oslo] , grew .", "",
     "Eva Lind founder_of Nordlys\nNordlys based_in Oslo", ""},
    {"x-based",
     "The [l Geneva] -based [o Alpine Watch Group] agreed .", "",
     "Alpine Watch Group based_in Geneva", ""},
    {"no relation", "[p Tom Reed] and [p Eva Lind] walked to [l Oslo] .", "", "", " "},
};

static const state_case model_cases[] = {
    {"several relations of one pair",
     "[c France] held its breath .\nThe French President [p Anna Perrin] spoke in [l Paris] .", "",
     "Anna Perrin head_of_state France\nAnna Perrin citizen_of France",
     "minister_of"},
    {"city of a country",
     "Officials met in [l Lahore] on Monday .\n[c Pakistan] sent three ministers .", "",
     "Lahore located_in Pakistan derived", ""},
    {"rules where the classifier knows little",
     "[p Tom Reed] 's wife [p Clara Reed] waited .", "", "Tom Reed spouse_of Clara Reed", ""},
};
/* clang-format on */

static void rule_case_holds(void **state)
{
    check(*state, NULL);
}

static void model_case_holds(void **state)
{
    dm_state_model *m = NULL;
    dm_error err;
    assert_int_equal(state_model_open(STR(""), &m, &err), DM_OK);
    check(*state, m);
    state_model_free(m);
}

static void same_text_gives_same_edges(void **state)
{
    (void)state;
    dm_state_model *m = NULL;
    dm_error err;
    dm_buf a = {0}, b = {0};
    assert_int_equal(state_model_open(STR(""), &m, &err), DM_OK);
    edges_of(&model_cases[0], m, &a);
    edges_of(&model_cases[0], m, &b);
    assert_string_equal(a.ptr, b.ptr);
    buf_free(&a);
    buf_free(&b);
    state_model_free(m);
}

/* ---- the model file ---- */

static void read_shipped(dm_buf *out)
{
    dm_error err;
    assert_int_equal(file_read(DM_TEST_STATES, 0, out, &err), DM_OK);
}

static void a_file_opens_as_the_embedded_model(void **state)
{
    (void)state;
    dm_buf file = {0}, a = {0}, b = {0};
    dm_state_model *inside = NULL, *outside = NULL;
    dm_error err;
    read_shipped(&file);
    assert_int_equal(state_model_open(buf_str(&file), &outside, &err), DM_OK);
    assert_int_equal(state_model_open(STR(""), &inside, &err), DM_OK);
    edges_of(&model_cases[0], inside, &a);
    edges_of(&model_cases[0], outside, &b);
    assert_string_equal(a.ptr, b.ptr);
    state_model_free(inside);
    state_model_free(outside);
    buf_free(&file);
    buf_free(&a);
    buf_free(&b);
}

static void expect_refused(dm_str bytes)
{
    dm_state_model *m = NULL;
    dm_error err = {0};
    assert_int_equal(state_model_open(bytes, &m, &err), DM_EMODEL);
    assert_null(m);
    assert_true(err.message[0] != '\0');
}

static void damaged_files_are_refused(void **state)
{
    (void)state;
    dm_buf file = {0};
    read_shipped(&file);
    dm_str whole = buf_str(&file);
    expect_refused(str_slice(whole, 0, 40));
    expect_refused(str_slice(whole, 0, whole.len / 2));
    expect_refused(
        STR("no model at all, but long enough to be looked at as a header would be"));
    for (size_t at = 64; at < whole.len; at += whole.len / 7) {
        file.ptr[at] = (char)(file.ptr[at] ^ 0x40);
        expect_refused(whole);
        file.ptr[at] = (char)(file.ptr[at] ^ 0x40);
    }
    buf_free(&file);
}

int main(int argc, char **argv)
{
    dm_error err;
    if (lexicon_open(STR(""), &lexicon, &err) != DM_OK)
        return 1;
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    struct CMUnitTest tests[TEST_LEN(rule_cases) + TEST_LEN(model_cases) + 3];
    size_t n = 0;
    TEST_CASES(tests, n, rule_cases, rule_case_holds);
    TEST_CASES(tests, n, model_cases, model_case_holds);
    TEST_ONE(tests, n, same_text_gives_same_edges);
    TEST_ONE(tests, n, a_file_opens_as_the_embedded_model);
    TEST_ONE(tests, n, damaged_files_are_refused);
    int failed = cmocka_run_group_tests_name("states", tests, NULL, NULL);
    lexicon_free(lexicon);
    return failed;
}
