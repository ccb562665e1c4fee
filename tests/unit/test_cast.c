/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mentions to entities.  A case is one article: words between blanks, "/" ends a sentence, "#"
 * at the start makes it a headline, "<kind ... >" marks what the tagger calls a name, and a
 * word may carry its tree as word|UPOS|head|deprel (head counts from 1 within the sentence, 0
 * is the root). Each entity is one line:  id "label" gender: alias xN, ...; {role of id};
 * +nominals +pronouns */
#include "test.h"

#include "base/vec.h"
#include "cast/cast.h"
#include "engine/parser.h"

typedef struct {
    const char *name, *article, *expected;
} cast_case;

typedef struct {
    VEC(dm_str) words;
    VEC(dm_word) trees;
    VEC(dm_name) names;
    VEC(uint32_t) ends;
    VEC(bool) headline;
    bool has_trees;
    dm_arena arena;
} script;

static dm_lexicon *lexicon;

static void read_word(script *s, dm_str w, uint32_t first)
{
    dm_word tree = {.head = HEAD_ROOT, .upos = UPOS_X, .deprel = DEP_dep};
    dm_str rest = w, form = str_cut(rest, '|', &rest);
    if (rest.len) {
        s->has_trees = true;
        tree.upos = upos_find(str_cut(rest, '|', &rest));
        uint32_t head = (uint32_t)strtoul(str_cut(rest, '|', &rest).ptr, NULL, 10);
        tree.head = head ? first + head - 1 : HEAD_ROOT;
        tree.deprel = deprel_find(rest);
    }
    tree.xpos = xpos_find(tree.upos == UPOS_VERB   ? STR("VBD")
                          : tree.upos == UPOS_NOUN ? STR("NN")
                                                   : STR("XX"));
    tree.lemma = lemma_of(&s->arena, form, tree.upos, tree.xpos);
    vec_push(&s->words, form);
    vec_push(&s->trees, tree);
}

static void read_script(script *s, const char *article)
{
    uint32_t first = 0, kind = 0, begin = 0;
    bool headline = false;
    for (dm_str rest = str_z(article); rest.len;) {
        dm_str w = str_cut(rest, ' ', &rest);
        if (str_eq(w, STR("#"))) {
            headline = true;
        } else if (str_eq(w, STR("/"))) {
            first = (uint32_t)s->words.len;
            vec_push(&s->ends, first);
            vec_push(&s->headline, headline);
            headline = false;
        } else if (w.ptr[0] == '<') {
            kind = kind_find(str_slice(w, 1, w.len));
            begin = (uint32_t)s->words.len;
        } else if (str_eq(w, STR(">"))) {
            dm_name n = {.begin = begin,
                         .end = (uint32_t)s->words.len,
                         .kind = (uint8_t)kind,
                         .score = 0.99f};
            vec_push(&s->names, n);
        } else {
            read_word(s, w, first);
        }
    }
}

static void render_entity(const dm_cast *cast, const dm_entity *e, dm_buf *b)
{
    uint32_t nominal = 0, pronoun = 0;
    buf_fmt(b, "%.*s \"%.*s\"", STR_ARG(e->id), STR_ARG(e->label));
    if (e->kind == KIND_person && e->gender)
        buf_fmt(b, " %c", e->gender);
    for (uint32_t i = 0; i < e->alias_count; i++)
        buf_fmt(b, "%s %.*s x%u", i ? "," : ":", STR_ARG(e->aliases[i].name),
                e->aliases[i].count);
    for (uint32_t i = 0; i < e->role_count; i++) {
        const dm_role *r = &e->roles[i];
        buf_fmt(b, "; {%s%s%.*s", r->former ? "former: " : "", r->deceased ? "late: " : "",
                STR_ARG(r->text));
        if (r->of != ENTITY_NONE)
            buf_fmt(b, " of %.*s", STR_ARG(cast->entities[r->of].id));
        buf_byte(b, '}');
    }
    for (uint32_t i = 0; i < e->mention_count; i++) {
        nominal += cast->mentions[e->mentions[i]].form == FORM_NOMINAL;
        pronoun += cast->mentions[e->mentions[i]].form == FORM_PRONOUN;
    }
    if (nominal)
        buf_fmt(b, "; +%u nominal", nominal);
    if (pronoun)
        buf_fmt(b, "; +%u pronoun", pronoun);
    buf_byte(b, '\n');
}

static void run_script(const char *article, dm_document *doc, dm_cast *cast)
{
    script s = {0};
    read_script(&s, article);
    bool *blanks = calloc(s.words.len + 1, sizeof *blanks);
    for (size_t i = 0; i < s.words.len; i++)
        blanks[i] = true;
    document_from_tokens(s.words.at, blanks, (uint32_t)s.words.len, s.ends.at,
                         (uint32_t)s.ends.len, doc);
    for (size_t i = 0; i < s.headline.len; i++)
        doc->sentences[i].role = s.headline.at[i] ? SENTENCE_HEADLINE : SENTENCE_BODY;
    dm_parse parse = {.words = s.has_trees ? s.trees.at : NULL,
                      .names = s.names.at,
                      .name_count = (uint32_t)s.names.len};
    cast_build(lexicon, doc, &parse, cast);
    free(blanks);
    vec_free(&s.words);
    vec_free(&s.trees);
    vec_free(&s.names);
    vec_free(&s.ends);
    vec_free(&s.headline);
    arena_free(&s.arena);
}

static void entities_are(void **state)
{
    const cast_case *row = *state;
    dm_document doc;
    dm_cast cast;
    run_script(row->article, &doc, &cast);
    dm_buf b = {0};
    for (uint32_t i = 0; i < cast.entity_count; i++)
        render_entity(&cast, &cast.entities[i], &b);
    buf_add(&b, STR(""));
    assert_string_equal(b.ptr ? b.ptr : "", row->expected);
    buf_free(&b);
    document_free(&doc);
}

/* clang-format off */
static const cast_case cases[] = {
    { "nothing", "It rained . /", "" },
    { "full name, surname and initial",
      "<person Martin Kolbe > won . / <person Kolbe > smiled . / <person M. Kolbe > left . /",
      "person/martin-kolbe \"Martin Kolbe\" m: Kolbe x1, M. Kolbe x1, Martin Kolbe x1\n" },
    { "two people of one surname",
      "<person Martin Kolbe > met <person Julia Kolbe > . / Mrs <person Kolbe > smiled . / Mr <person Kolbe > left . /",
      "person/martin-kolbe \"Martin Kolbe\" m: Kolbe x1, Martin Kolbe x1\n"
      "person/julia-kolbe \"Julia Kolbe\" f: Julia Kolbe x1, Kolbe x1\n" },
    { "father and son",
      "<person Peter Hale Jr. > spoke . / <person Peter Hale Sr. > listened . /",
      "person/peter-hale-jr \"Peter Hale Jr.\" m: Peter Hale Jr. x1\n"
      "person/peter-hale-sr \"Peter Hale Sr.\" m: Peter Hale Sr. x1\n" },
    { "transliteration",
      "<person Irina Matviyenko > came . / <person Matvienko > spoke . /",
      "person/irina-matviyenko \"Irina Matviyenko\" f: Irina Matviyenko x1, Matvienko x1\n" },
    { "title in the name is cut off",
      "<person President Martin Kolbe > spoke . / <person Kolbe > left . /",
      "person/martin-kolbe \"Martin Kolbe\" m: Kolbe x1, Martin Kolbe x1; {President}\n" },
    { "acronym in brackets",
      "The <organisation Harbour Workers Council > ( <organisation HWC > ) met . / <organisation HWC > spoke . /",
      "organisation/harbour-workers-council \"Harbour Workers Council\": HWC x2, Harbour Workers Council x1\n" },
    { "acronym by initials",
      "<organisation HRWC > spoke . / The <organisation Harbour and River Workers Council > met . /",
      "organisation/harbour-and-river-workers-council \"Harbour and River Workers Council\": HRWC x1, Harbour and River Workers Council x1\n" },
    { "acronym of the lexicon",
      "The <organisation UN > met . / The <organisation United Nations > voted . /",
      "organisation/united-nations \"United Nations\": UN x1, United Nations x1\n" },
    { "short form of a company",
      "<organisation Velmora Motor Company > grew . / <organisation Velmora > hired . /",
      "organisation/velmora-motor-company \"Velmora Motor Company\": Velmora x1, Velmora Motor Company x1\n" },
    { "country by name, adjective and code",
      "<country Pakistan > voted . / A <country Pakistani > court sat . / The <country US > waited . / <country America > watched . /",
      "country/pk \"Pakistan\": Pakistan x1, Pakistani x1\n"
      "country/us \"United States\": America x1, US x1\n" },
    { "a people is not its country",
      "<country Pakistan > voted . / Many <group Pakistanis > cheered . /",
      "country/pk \"Pakistan\": Pakistan x1\n"
      "group/pakistanis \"Pakistanis\": Pakistanis x1\n" },
    { "capital that acts and capital as a place",
      "<place Moscow|PROPN|2|nsubj > accused|VERB|0|root <country Ukraine|PROPN|2|obj > .|PUNCT|2|punct / "
      "She|PRON|2|nsubj lives|VERB|0|root in|ADP|4|case <place Moscow|PROPN|2|obl > .|PUNCT|2|punct /",
      "country/ru \"Russia\": Moscow x1\n"
      "country/ua \"Ukraine\": Ukraine x1\n"
      "place/moscow \"Moscow\": Moscow x1\n" },
    { "a name missed in one place is found again",
      "<organisation Velmora > grew . / The owner of Velmora sold it . /",
      "organisation/velmora \"Velmora\": Velmora x2\n" },
    { "dates and bare titles are nobody",
      "<event Monday > came . / The <person President > spoke . /", "" },
    { "one kind for one name",
      "<organisation Velmora > grew . / <organisation Velmora > hired . / <place Velmora > sold . /",
      "organisation/velmora \"Velmora\": Velmora x3\n" },
    { "roles before and after the name",
      "<country French > Foreign Minister <person Julia Kolbe > met <person Omar Sandal > , the chairman of the <organisation Harbour Workers Council > . /",
      "country/fr \"France\": French x1\n"
      "person/julia-kolbe \"Julia Kolbe\" f: Julia Kolbe x1; {French Foreign Minister of country/fr}\n"
      "person/omar-sandal \"Omar Sandal\" m: Omar Sandal x1; {chairman of the Harbour Workers Council of organisation/harbour-workers-council}\n"
      "organisation/harbour-workers-council \"Harbour Workers Council\": Harbour Workers Council x1\n" },
    { "former office",
      "the former mayor of <place Lyon > , <person Omar Sandal > , left . /",
      "place/lyon \"Lyon\": Lyon x1\n"
      "person/omar-sandal \"Omar Sandal\" m: Omar Sandal x1; {former: former mayor of Lyon of place/lyon}\n" },
    { "a body and its country turned round",
      "The <organisation Pakistan Senate > met . / The <organisation Senate of Pakistan > voted . / <country Pakistan > 's <organisation Senate > rose . /",
      "organisation/pakistan-senate \"Pakistan Senate\": Pakistan Senate x1, Senate x1, Senate of Pakistan x1\n"
      "country/pk \"Pakistan\": Pakistan x1\n" },
    { "a ministry and its country turned round",
      "The <organisation French Ministry of Defence > met . / The <organisation Ministry of Defence of France > voted . / The <organisation French Defence Ministry > rose . /",
      "organisation/french-ministry-of-defence \"French Ministry of Defence\": French Defence Ministry x1, French Ministry of Defence x1, Ministry of Defence of France x1\n" },
    { "a described chamber in brackets",
      "The <organisation Harbour Council > ( the <place Upper House > ) met . / The <organisation Upper House > voted . /",
      "organisation/harbour-council \"Harbour Council\": Upper House x2, Harbour Council x1\n" },
    { "a storm is no person",
      "<place Hurricane > <person Julia > came . / <person Julia > grew . /",
      "event/hurricane-julia \"Hurricane Julia\": Hurricane Julia x1, Julia x1\n" },
    { "a portfolio is part of the title",
      "<person Information > Minister <person Omar Sandal > spoke . /",
      "person/omar-sandal \"Omar Sandal\" m: Omar Sandal x1; {Information Minister}\n" },
    { "a fear is nobody", "<organisation Islamophobia > grew . /", "" },
    { "a surname transcribed otherwise",
      "<person Omar Sandar > spoke . / <person Sandor > left . /",
      "person/omar-sandar \"Omar Sandar\" m: Omar Sandar x1, Sandor x1\n" },
    { "an armed group is no person",
      "<person Lashkar-e-Velmora > struck . /",
      "organisation/lashkar-e-velmora \"Lashkar-e-Velmora\": Lashkar-e-Velmora x1\n" },
    { "two editions are two events",
      "The <event 2019 Harbour Summit > closed . / The <event 2024 Harbour Summit in Velmora > opened . /",
      "event/2019-harbour-summit \"2019 Harbour Summit\": 2019 Harbour Summit x1\n"
      "event/2024-harbour-summit-in-velmora \"2024 Harbour Summit in Velmora\": 2024 Harbour Summit in Velmora x1\n" },
    { "his before the name",
      "<person Peter|PROPN|2|nsubj > left|VERB|0|root .|PUNCT|2|punct / "
      "During|ADP|3|case his|PRON|3|nmod:poss visit|NOUN|7|obl ,|PUNCT|3|punct <person Omar|PROPN|7|nsubj Sandal|PROPN|5|flat > spoke|VERB|0|root .|PUNCT|7|punct /",
      "person/peter \"Peter\": Peter x1\n"
      "person/omar-sandal \"Omar Sandal\" m: Omar Sandal x1; +1 pronoun\n" },
    { "a body cut in three",
      "<organisation Sahil-ul > <organisation Bahr > <organisation Velmori > struck . /",
      "organisation/sahil-ul-bahr-velmori \"Sahil-ul Bahr Velmori\": Sahil-ul Bahr Velmori x1\n" },
    { "a meeting of a body with its acronym",
      "The Sixth <organisation Harbour Workers Council > ( <event HWC ) Summit > opened . / The <event HWC Summit > 2024 closed . /",
      "event/sixth-harbour-workers-council-hwc-summit \"Sixth Harbour Workers Council ( HWC ) Summit\": Sixth Harbour Workers Council ( HWC ) Summit x1\n"
      "organisation/harbour-workers-council \"Harbour Workers Council\": Harbour Workers Council x1\n"
      "event/hwc-summit-2024 \"HWC Summit 2024\": HWC Summit 2024 x1\n" },
    { "a movement and its followers",
      "<organisation Sahilis > struck . / A <place Sahili > drone fell . /",
      "organisation/sahilis \"Sahilis\": Sahili x1, Sahilis x1\n" },
    { "a town that nothing calls a person",
      "<person Lahore > burned . /",
      "place/lahore \"Lahore\": Lahore x1\n" },
    { "ids of equal names are told apart",
      "<person Jordan > scored . / <country Jordan > voted . / <person Peter Hale Jr. > spoke . / <person Peter Hale Jr > sat . / <person Peter Hale Sr. > left . /",
      "person/jordan \"Jordan\": Jordan x1\n"
      "country/jo \"Jordan\": Jordan x1\n"
      "person/peter-hale-jr \"Peter Hale Jr.\" m: Peter Hale Jr x1, Peter Hale Jr. x1\n"
      "person/peter-hale-sr \"Peter Hale Sr.\" m: Peter Hale Sr. x1\n" },
    { "Mr Kolbe is not Julia Kolbe",
      "Mr <person Kolbe > came . / <person Julia Kolbe > spoke . / Mrs <person Kolbe > left . /",
      "person/kolbe \"Kolbe\" m: Kolbe x1\n"
      "person/julia-kolbe \"Julia Kolbe\" f: Julia Kolbe x1, Kolbe x1\n" },
    { "pronouns by gender",
      "<person Julia|PROPN|3|nsubj Kolbe|PROPN|1|flat > met|VERB|0|root <person Omar|PROPN|3|obj Sandal|PROPN|4|flat > .|PUNCT|3|punct / "
      "She|PRON|2|nsubj thanked|VERB|0|root him|PRON|2|obj .|PUNCT|2|punct /",
      "person/julia-kolbe \"Julia Kolbe\" f: Julia Kolbe x1; +1 pronoun\n"
      "person/omar-sandal \"Omar Sandal\" m: Omar Sandal x1; +1 pronoun\n" },
    { "a subject and its object are two",
      "<person Omar|PROPN|3|nsubj Sandal|PROPN|1|flat > left|VERB|0|root .|PUNCT|3|punct / "
      "<person Peter|PROPN|3|nsubj Hale|PROPN|1|flat > saw|VERB|0|root him|PRON|3|obj .|PUNCT|3|punct /",
      "person/omar-sandal \"Omar Sandal\" m: Omar Sandal x1; +1 pronoun\n"
      "person/peter-hale \"Peter Hale\" m: Peter Hale x1\n" },
    { "the minister is who holds the office",
      "<country French|ADJ|3|amod > Foreign|ADJ|3|amod Minister|NOUN|4|compound <person Julia|PROPN|6|nsubj Kolbe|PROPN|4|flat > spoke|VERB|0|root .|PUNCT|6|punct / "
      "The|DET|2|det minister|NOUN|3|nsubj left|VERB|0|root .|PUNCT|3|punct /",
      "country/fr \"France\": French x1\n"
      "person/julia-kolbe \"Julia Kolbe\" f: Julia Kolbe x1; {French Foreign Minister of country/fr}; +1 nominal\n" },
};
/* clang-format on */

static void token_entity_is_innermost(void **state)
{
    (void)state;
    dm_document doc;
    dm_cast cast;
    run_script("<person Martin Kolbe > won . / It rained . /", &doc, &cast);
    assert_int_equal(cast.token_entity[0], 0);
    assert_int_equal(cast.token_entity[1], 0);
    assert_int_equal(cast.token_entity[2], ENTITY_NONE);
    assert_int_equal(cast.token_entity[5], ENTITY_NONE);
    document_free(&doc);
}

static void speaker_of_a_quotation(void **state)
{
    (void)state;
    dm_document doc;
    dm_cast cast;
    run_script(
        "\"|PUNCT|3|punct I|PRON|3|nsubj won|VERB|6|ccomp \"|PUNCT|3|punct ,|PUNCT|3|punct "
        "said|VERB|0|root <person Julia|PROPN|6|nsubj > .|PUNCT|6|punct /",
        &doc, &cast);
    assert_int_equal(cast.entity_count, 1);
    assert_int_equal(cast.speaker[0], 0);
    assert_int_equal(cast.token_entity[1], 0); /* I */
    document_free(&doc);
}

static void the_main_actor_is_most_salient(void **state)
{
    (void)state;
    dm_document doc;
    dm_cast cast;
    run_script("# <person Kolbe > wins / <person Martin Kolbe > beat <person Omar Sandal > . / "
               "<person Kolbe > smiled . / <person Kolbe > left <place Lyon > . /",
               &doc, &cast);
    assert_int_equal(cast.entity_count, 3);
    assert_true(cast.entities[0].salience > cast.entities[1].salience);
    assert_true(cast.entities[0].salience > cast.entities[2].salience);
    assert_true(cast.entities[2].salience >= 0.0f && cast.entities[0].salience <= 1.0f);
    document_free(&doc);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    dm_error err;
    if (lexicon_open((dm_str){0}, &lexicon, &err) != DM_OK) {
        (void)fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    struct CMUnitTest tests[TEST_LEN(cases) + 3];
    size_t n = 0;
    TEST_CASES(tests, n, cases, entities_are);
    TEST_ONE(tests, n, token_entity_is_innermost);
    TEST_ONE(tests, n, speaker_of_a_quotation);
    TEST_ONE(tests, n, the_main_actor_is_most_salient);
    int failed = cmocka_run_group_tests_name("cast", tests, NULL, NULL);
    lexicon_free(lexicon);
    return failed;
}
