/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of a document after decoding: boundaries, what is no name, kinds that agree. */
#include "test.h"

#include "engine/settle.h"

#include <stdlib.h>

/* Words between blanks; "~" in front: glued to the word before; "|" ends a sentence.  A name is
 * "[kind", its words, and "]score" (in hundredths). */
typedef struct {
    const char *name, *text, *wanted;
} settle_case;

static const settle_case cases[] = {
    /* boundaries */
    {"a title is outside", "[person President Berg ]99 spoke", "person:Berg"},
    {"so are two", "[person Vice President Anna Berg ]99", "person:Anna Berg"},
    {"a title in capitals", "[person QUEEN ANNA ]99", "person:ANNA"},
    {"not of an organisation", "[organisation General Works ]99", "organisation:General Works"},
    {"a possessive is outside", "[organisation Acme ~'s ]99 ships", "organisation:Acme"},
    {"one inside stays", "[organisation People ~'s Bank ]99", "organisation:People's Bank"},
    {"the is outside", "[place the North Sea ]99", "place:North Sea"},
    {"The stays", "[organisation The Herald ]99", "organisation:The Herald"},
    {"quotes are outside", "[thing \" ~Blue Hill ~\" ]90", "thing:Blue Hill"},
    {"a bracket that was opened inside stays", "[organisation Acme ( ~North ~) ]90",
     "organisation:Acme (North)"},
    {"a name does not end at a hyphen", "[person Kim Min ~- ]80 ~su said", "person:Kim Min-su"},
    {"nor before one with the rest of it", "[person Kim Min ]80 ~- ~su said",
     "person:Kim Min-su"},
    {"a word made of a name and a participle ends it", "[person Anna Berg ]80 ~- ~led cabinet",
     "person:Anna Berg"},
    {"a hyphen between two names parts them", "[place Oslo ~- ]80 ~[place Bergen ]90 line",
     "place:Oslo place:Bergen"},
    {"persons without a word between are one if in doubt",
     "[person Anna ]60 [person Berg ]90 spoke", "person:Anna Berg"},
    {"two sure ones stay two", "[person Anna ]95 [person Berg ]95", "person:Anna person:Berg"},
    {"persons of two sentences stay two", "[person Anna ]60 | [person Berg ]60",
     "person:Anna person:Berg"},
    /* no names */
    {"a title alone", "the [person Pope ]90 prayed", ""},
    {"an address", "to [person a.berg@example.org ]90", ""},
    {"a weekday", "on [event Monday ]90", ""},
    {"half a name", "in [place New ]90", ""},
    {"an abbreviation like one", "in [place LA ]90", "place:LA"},
    {"an attitude", "of [thing Islamophobia ]90", ""},
    {"a sign", "[organisation \" ]90", ""},
    {"a small word that is hardly a name", "the [organisation liberal ]60 wing", ""},
    {"a small word that surely is one", "[organisation dpa ]95 reports", "organisation:dpa"},
    /* kinds */
    {"the same words are of one kind",
     "[organisation Novo ]90 | [organisation Novo ]95 | [person Novo ]60",
     "organisation:Novo organisation:Novo organisation:Novo"},
    {"in capitals too", "[person NOVO ]60 | [organisation Novo ]95",
     "organisation:NOVO organisation:Novo"},
    {"but a sure one stays",
     "[country Norway ]98 | [country Norway ]98 | [organisation Norway "
     "]100",
     "country:Norway country:Norway organisation:Norway"},
    {"an acronym is what it stands for", "[organisation World Food Fund ]95 ( [thing WFF ]60 )",
     "organisation:World Food Fund organisation:WFF"},
    {"and explains it when surer", "[person Parti Nova Lagi ]60 ( [organisation PNL ]95 )",
     "organisation:Parti Nova Lagi organisation:PNL"},
    {"another word in brackets does not", "[person Anna Berg ]60 ( [organisation PNL ]95 )",
     "person:Anna Berg organisation:PNL"},
    {"a surname of a full name is a person", "[person Anna Berlin ]95 | [place Berlin ]70",
     "person:Anna Berlin person:Berlin"},
    {"who has a boss is a body", "[person Novo ]95 boss spoke | [person Novo ]99 grew",
     "organisation:Novo organisation:Novo"},
    {"unless it is somebody's surname", "[person Anna Berg ]95 | [person Berg ]90 boss",
     "person:Anna Berg person:Berg"},
    {"a title that follows a comma says nothing", "[person Berg ]90 , president",
     "person:Berg"},
    {"not by a full name that is less sure", "[person Anna Berlin ]85 | [place Berlin ]97",
     "person:Anna Berlin place:Berlin"},
};

enum { MOST = 32 };

typedef struct {
    dm_str forms[MOST];
    bool space_after[MOST];
    uint32_t ends[MOST], tokens, sentences, names;
    dm_name name[MOST];
} given;

static void take_word(given *g, dm_str w)
{
    if (w.ptr[0] == '~' && w.len > 1) {
        w = str_slice(w, 1, w.len);
        if (g->tokens)
            g->space_after[g->tokens - 1] = false;
    }
    if (w.ptr[0] == '[') {
        g->name[g->names] =
            (dm_name){.begin = g->tokens, .kind = (uint8_t)kind_find(str_slice(w, 1, w.len))};
    } else if (w.ptr[0] == ']') {
        g->name[g->names].end = g->tokens;
        g->name[g->names++].score = (float)strtol(w.ptr + 1, NULL, 10) / 100;
    } else if (w.ptr[0] == '|') {
        g->ends[g->sentences++] = g->tokens;
    } else {
        g->space_after[g->tokens] = true;
        g->forms[g->tokens++] = w;
    }
}

static void settle_case_holds(void **state)
{
    const settle_case *k = *state;
    given g = {0};
    dm_str rest = str_z(k->text);
    while (rest.len > 0)
        take_word(&g, str_cut(rest, ' ', &rest));
    g.ends[g.sentences++] = g.tokens;
    dm_document doc;
    document_from_tokens(g.forms, g.space_after, g.tokens, g.ends, g.sentences, &doc);
    dm_arena scratch = {0};
    const uint32_t n = names_settle(&doc, g.name, g.names, &scratch);
    dm_buf got = {0};
    buf_add(&got, STR(""));
    for (uint32_t i = 0; i < n; i++) {
        const dm_str text = span_str(&doc, g.name[i].begin, g.name[i].end);
        buf_fmt(&got, "%s%s:%.*s", i ? " " : "", kind_table[g.name[i].kind].name,
                STR_ARG(text));
    }
    assert_string_equal(got.ptr ? got.ptr : "", k->wanted);
    buf_free(&got);
    arena_free(&scratch);
    document_free(&doc);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    struct CMUnitTest tests[TEST_LEN(cases)];
    size_t n = 0;
    TEST_CASES(tests, n, cases, settle_case_holds);
    return cmocka_run_group_tests_name("settle", tests, NULL, NULL);
}
