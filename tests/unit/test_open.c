/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open triples of sentences of our own: what must be read off them, word by word, and what must
 * not.  A row's triples have "; " between their parts and "|" between them.  The shipped parser
 * makes the trees, as it does for a user. */
#include "test.h"

#include "engine/parser.h"
#include "relate/open.h"

#include <string.h>

typedef struct {
    const char *sentence, *must, *must_not;
} open_case;

static const open_case verbs[] = {
    {"Ann Lee met the mayor.", "Ann Lee; met; the mayor", ""},
    {"The mayor was arrested by the police.", "The mayor; was arrested by; the police",
     "the police; arrested; The mayor"},
    {"The mayor was arrested and charged with fraud.", "The mayor; was charged with; fraud",
     "The mayor; charged with; fraud"},
    {"Ann will come and see Bob.", "Ann; will see; Bob", "Ann; see; Bob"},
    {"The council did not approve the plan.", "The council; did not approve; the plan",
     "The council; approve; the plan|The council; did approve; the plan"},
    {"Ann never visited the harbour.", "Ann; never visited; the harbour",
     "Ann; visited; the harbour"},
    {"Ann no longer holds the title.", "Ann; no longer holds; the title",
     "Ann; holds; the title"},
    {"Bob has not yet sold the boat.", "Bob; has not yet sold; the boat",
     "Bob; has sold; the boat"},
    {"Bob could not find the keys.", "Bob; could not find; the keys", "Bob; find; the keys"},
    {"The minister may sign the treaty in June.",
     "The minister; may sign; the treaty|The minister; may sign the treaty in; June",
     "The minister; sign; the treaty|June; may sign; the treaty"},
    {"Ann gave Bob a book.", "Ann; gave Bob; a book", "Ann; gave; a book"},
    {"The firm sold the boat to a dealer.",
     "The firm; sold; the boat|The firm; sold the boat to; a dealer",
     "The firm; sold; a dealer|The firm; sold to; a dealer"},
    {"The company was founded in 1990 by Karl Brenner.",
     "The company; was founded in; 1990|The company; was founded by; Karl Brenner",
     "The company; founded; Karl Brenner"},
    {"Bob lives in a village near Oslo.",
     "Bob; lives in; a village near Oslo|Bob; lives in a village near; Oslo",
     "Bob; lives; in a village near Oslo|Bob; lives near; Oslo"},
    {"Ann carried out the plan.", "Ann; carried out; the plan", "Ann; carried; the plan"},
    {"The police called off the search.", "The police; called off; the search",
     "The police; called; the search"},
    {"Ann has lived in Oslo for ten years.",
     "Ann; has lived in; Oslo|Ann; has lived for; ten years", "Ann; lived in; Oslo"},
    {"Ann visited Bob last week.", "Ann; visited; Bob|Ann; visited Bob; last week",
     "Ann; visited; last week"},
    {"In May, Ann opened a shop in Bergen.",
     "Ann; opened; a shop|Ann; opened a shop; In May|Ann; opened a shop in; Bergen",
     "Ann; opened; In May"},
    {"The farm belongs to Ann's brother.", "The farm; belongs to; Ann's brother",
     "The farm; belongs to; brother|The farm; belongs to; Ann"},
    {"The king died in 1650.", "The king; died in; 1650", "1650; died; The king"},
    {"The plant employs 400 people in Bergen.",
     "The plant; employs; 400 people|The plant; employs 400 people in; Bergen", ""},
    {"According to Ann, Bob left the city in May.",
     "Bob; left; the city|Bob; left the city in; May", "Bob; left the city; According to Ann"},
    {"The treaty between Norland and Sudland ended the war.",
     "The treaty between Norland and Sudland; ended; the war",
     "Sudland; ended; the war|The treaty between Norland; ended; the war"},
    {"The law bans smoking in bars.", "The law; bans; smoking in bars", ""},
    {"The mayor of the town opened the fair.", "The mayor of the town; opened; the fair",
     "the town; opened; the fair|The mayor; opened; the fair"},
};

static const open_case joined[] = {
    {"Ann and Bob visited Rome.", "Ann; visited; Rome|Bob; visited; Rome",
     "Ann and Bob; visited; Rome"},
    {"Ann visited Rome and Naples.", "Ann; visited; Rome|Ann; visited; Naples",
     "Ann; visited; Rome and Naples"},
    {"Ann bought the farm and sold the boat.", "Ann; bought; the farm|Ann; sold; the boat",
     "the farm; sold; the boat|Ann; bought; the boat"},
    {"The team won the cup and lost the final.",
     "The team; won; the cup|The team; lost; the final", "The team; won; the final"},
    {"Heavy rain and strong winds damaged the roof.",
     "Heavy rain; damaged; the roof|strong winds; damaged; the roof",
     "Heavy rain and strong winds; damaged; the roof"},
    {"The shop opened on Monday and closed on Friday.",
     "The shop; opened on; Monday|The shop; closed on; Friday", "The shop; opened on; Friday"},
    {"Either Ann or Bob will lead the group.",
     "Ann; will lead; the group|Bob; will lead; the group", "Either Ann; will lead; the group"},
    {"Ann not only wrote the book but also drew the pictures.",
     "Ann; not only wrote; the book|Ann; also drew; the pictures", "Ann; not wrote; the book"},
    {"The Harbour and Coast Company bought the ferry.",
     "The Harbour and Coast Company; bought; the ferry", "Coast Company; bought; the ferry"},
};

static const open_case clauses[] = {
    {"Ann, who lives in Bergen, bought the house.",
     "Ann; lives in; Bergen|Ann; bought; the house", "who; lives in; Bergen"},
    {"The house that Ann bought is old.", "Ann; bought; The house|The house; is; old",
     "Ann; bought; that|The house that Ann bought; is; old"},
    {"The bridge which collapsed in May was built by a local firm.",
     "The bridge; collapsed in; May|The bridge; was built by; a local firm",
     "which; collapsed in; May"},
    {"The car he bought cost a fortune.", "he; bought; The car|The car; cost; a fortune", ""},
    {"Ann met Bob, a lawyer who works in Oslo.",
     "Ann; met; Bob|Bob; is; a lawyer|Bob; works in; Oslo", "who; works in; Oslo"},
    {"Ann wants to buy a farm.", "Ann; wants to buy; a farm", "Ann; buy; a farm"},
    {"Ann persuaded Bob to sell the farm.", "Ann; persuaded Bob to sell; the farm",
     "Ann; sell; the farm|Ann; persuaded to sell; the farm"},
    {"The talks helped to end the strike.", "The talks; helped to end; the strike", ""},
    {"The company decided on Friday to close the mill.",
     "The company; decided to close; the mill", "The company; decided; Friday"},
    {"The club allowed members to bring guests.", "The club; allowed members to bring; guests",
     "The club; allowed; members"},
    {"Ann said that the plant would close.", "Ann; said; the plant would close",
     "Ann; said; the plant"},
    {"\"The plant will close,\" Ann said.", "Ann; said; The plant will close", ""},
    {"Ann believes Bob stole the painting.",
     "Ann; believes; Bob stole the painting|Bob; stole; the painting", "Ann; believes; Bob"},
    {"Ann asked whether Bob had sold the boat.", "Ann; asked; whether Bob had sold the boat",
     "Ann; had sold; the boat"},
    {"The team, led by Karl Brenner, won the cup.",
     "The team; led by; Karl Brenner|The team; won; the cup", ""},
    {"The soldiers guarding the bridge fled to the hills.",
     "The soldiers; guarding; the bridge|The soldiers; fled to; the hills",
     "The soldiers guarding the bridge; fled to; the hills"},
    {"The storm hit the coast, killing three fishermen.",
     "The storm; hit; the coast|The storm; killing; three fishermen",
     "the coast; killing; three fishermen"},
    {"Ann left the room without closing the door.",
     "Ann; left the room without closing; the door", "Ann; closing; the door"},
    {"He won the prize by beating the champion.", "He; won the prize by beating; the champion",
     "the prize; beating; the champion"},
    {"The aim was to win the cup.", "The aim; was to win; the cup", "The aim; win; the cup"},
    {"Closing the mill cost 40 jobs.", "Closing the mill; cost; 40 jobs",
     "the mill; cost; 40 jobs"},
    {"Ann signed the letter because Bob had lied.",
     "Ann; signed; the letter|Ann; signed the letter because; Bob had lied",
     "Bob; signed; the letter"},
    {"What Ann said surprised Bob.", "What Ann said; surprised; Bob", "What; surprised; Bob"},
    {"The men, many of whom were farmers, blocked the road.", "The men; blocked; the road",
     "many of whom; were; farmers|whom; were; farmers"},
};

static const open_case states[] = {
    {"Ann is a doctor.", "Ann; is; a doctor", "a doctor; is; Ann"},
    {"Ann was mayor of Bergen.", "Ann; was; mayor of Bergen|Ann; was mayor of; Bergen",
     "Ann; was; Bergen"},
    {"The lake is deep.", "The lake; is; deep", ""},
    {"Ann is proud of her son.", "Ann; is proud of; her son", "Ann; is; proud"},
    {"The book is about the war.", "The book; is about; the war", "The book; is; the war"},
    {"Ann remained calm.", "Ann; remained; calm", "calm; remained; Ann"},
    {"Ann became president of the club.",
     "Ann; became; president of the club|Ann; became president of; the club",
     "Ann; became; the club"},
    {"Ann called the plan a mistake.", "Ann; called the plan; a mistake",
     "Ann; called; the plan"},
    {"He served as ambassador in Paris.", "He; served as; ambassador",
     "He; served; ambassador"},
    {"Ann is also a painter.", "Ann; is also; a painter", "Ann; is; also a painter"},
    {"Bob is not a member of the club.", "Bob; is not; a member of the club",
     "Bob; is; a member of the club|Bob; is a member of; the club"},
    {"Ann is one of the founders of the club.", "Ann; is; one of the founders of the club", ""},
    {"There is a statue in the park.", "a statue; is in; the park", "There; is; a statue"},
    {"Ann, the chairwoman of the board, resigned on Monday.",
     "Ann; is; the chairwoman of the board|Ann; resigned on; Monday",
     "the chairwoman of the board; is; Ann"},
    {"The chairwoman of the board, Ann Lee, resigned on Monday.",
     "Ann Lee; is; The chairwoman of the board", "The chairwoman of the board; is; Ann Lee"},
    {"Ann met Bob and Karl, members of a choir.", "Ann; met; Bob|Ann; met; Karl",
     "Ann; met; members of a choir"},
};

typedef struct {
    dm_parser *parser;
    dm_document doc;
    dm_triples triples;
    dm_buf all; /* "|a; b; c|d; e; f|" */
} scene;

static void scene_read(scene *s, const char *sentence)
{
    dm_error err = {0};
    dm_parse parse;
    const dm_cast cast = {0};
    assert_int_equal(document_read(&(dm_source){.bytes = str_z(sentence), .form = INPUT_LINES},
                                   &s->doc, &err),
                     DM_OK);
    assert_int_equal(parser_run(s->parser, &s->doc, NULL, &parse, &err), DM_OK);
    const dm_relate_input in = {.doc = &s->doc, .parse = &parse, .cast = &cast};
    const dm_tree t = tree_of(&in);
    for (uint32_t i = 0; i < s->doc.sentence_count; i++)
        open_triples(&t, i, &s->triples);
    buf_byte(&s->all, '|');
    for (size_t i = 0; i < s->triples.len; i++) {
        const dm_triple *x = &s->triples.at[i];
        words_text(&s->doc, x->first, &s->all);
        buf_add(&s->all, STR("; "));
        words_text(&s->doc, x->relation, &s->all);
        buf_add(&s->all, STR("; "));
        words_text(&s->doc, x->second, &s->all);
        buf_byte(&s->all, '|');
        assert_true(x->confidence > 0 && x->confidence < 1);
    }
    buf_byte(&s->all, '\0');
}

static void scene_clear(scene *s)
{
    triples_free(&s->triples);
    buf_free(&s->all);
    document_free(&s->doc);
}

static bool has_triple(const scene *s, dm_str triple)
{
    char wanted[256];
    (void)snprintf(wanted, sizeof wanted, "|%.*s|", STR_ARG(triple));
    return strstr(s->all.ptr, wanted) != NULL;
}

static void check(void **state, const open_case *cases, size_t count)
{
    scene s = {.parser = *state};
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        scene_read(&s, cases[i].sentence);
        for (dm_str rest = str_z(cases[i].must); rest.len;) {
            dm_str triple = str_cut(rest, '|', &rest);
            if (has_triple(&s, triple))
                continue;
            print_message("%s\n    lacks %.*s\n    has   %s\n", cases[i].sentence,
                          STR_ARG(triple), s.all.ptr);
            wrong++;
        }
        for (dm_str rest = str_z(cases[i].must_not); rest.len;) {
            dm_str triple = str_cut(rest, '|', &rest);
            if (!has_triple(&s, triple))
                continue;
            print_message("%s\n    has %.*s\n", cases[i].sentence, STR_ARG(triple));
            wrong++;
        }
        scene_clear(&s);
    }
    assert_int_equal(wrong, 0);
}

#define CHECK(table)                                         \
    static void table##_are_told(void **state)               \
    {                                                        \
        check(state, table, sizeof table / sizeof table[0]); \
    }
CHECK(verbs)
CHECK(joined)
CHECK(clauses)
CHECK(states)

/* What only spells out a part of another triple comes after it. */
static void details_rank_below(void **state)
{
    scene s = {.parser = *state};
    scene_read(&s, "Ann was mayor of Bergen.");
    assert_int_equal(s.triples.len, 2);
    assert_true(s.triples.at[0].confidence > s.triples.at[1].confidence);
    scene_clear(&s);
}

static int open_parser(void **state)
{
    dm_error err = {0};
    return parser_open(STR(""), (dm_parser **)state, &err) == DM_OK ? 0 : -1;
}

static int close_parser(void **state)
{
    parser_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verbs_are_told),     cmocka_unit_test(joined_are_told),
        cmocka_unit_test(clauses_are_told),   cmocka_unit_test(states_are_told),
        cmocka_unit_test(details_rank_below),
    };
    return cmocka_run_group_tests(tests, open_parser, close_parser);
}
