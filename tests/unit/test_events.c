/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events out of trees: who does what to whom, how certain, by whose word.  A sentence is a row
 * of form/UPOS/head/relation/lemma, "*P" behind a name's head makes it an actor (P person, O
 * organisation, C country); names are one token. */
#include "test.h"

#include "base/utf8.h"
#include "base/vec.h"
#include "relate/clause.h"

#include <string.h>

typedef struct {
    const char *name, *sentence, *expected;
} event_case;

typedef struct {
    dm_document doc;
    dm_parse parse;
    dm_cast cast;
    dm_lexicon *lexicon;
} scene;

enum { MOST = 64 };

static void entity_add(scene *s, uint32_t token, dm_str name, char kind)
{
    dm_cast *c = &s->cast;
    dm_arena *a = &s->doc.arena;
    if (!c->entities) {
        c->entities = ARENA_ARRAY(a, dm_entity, MOST);
        c->mentions = ARENA_ARRAY(a, dm_mention, MOST);
    }
    c->entities[c->entity_count] = (dm_entity){.id = name,
                                               .label = name,
                                               .kind = kind == 'P'   ? KIND_person
                                                       : kind == 'C' ? KIND_country
                                                                     : KIND_organisation,
                                               .subkind = SUBKIND_NONE};
    c->mentions[c->mention_count++] = (dm_mention){.begin = token,
                                                   .end = token + 1,
                                                   .head = token,
                                                   .entity = c->entity_count++,
                                                   .form = FORM_NAMED};
}

static dm_str part(dm_str *rest)
{
    return str_cut(*rest, '|', rest);
}

static void scene_build(scene *s, const char *sentence)
{
    dm_str forms[MOST], specs[MOST];
    bool space[MOST];
    uint32_t n = 0;
    for (dm_str rest = str_z(sentence); rest.len && n < MOST; n++) {
        specs[n] = str_cut(rest, ' ', &rest);
        forms[n] = part(&specs[n]);
        space[n] = true;
    }
    document_from_tokens(forms, space, n, &n, 1, &s->doc);
    s->parse.words = ARENA_ARRAY(&s->doc.arena, dm_word, n);
    s->cast.token_entity = ARENA_ARRAY(&s->doc.arena, uint32_t, n);
    s->cast.speaker = ARENA_ARRAY(&s->doc.arena, uint32_t, 1);
    s->cast.speaker[0] = ENTITY_NONE;
    for (uint32_t i = 0; i < n; i++) {
        dm_word *w = &s->parse.words[i];
        dm_str pos = part(&specs[i]), head = part(&specs[i]), dep = part(&specs[i]);
        dm_str lemma = specs[i], mark = STR("");
        lemma = str_cut(lemma, '*', &mark);
        w->upos = upos_find(pos);
        w->xpos =
            str_eq(pos, STR("VERB")) && str_ends(forms[i], STR("ed")) ? XPOS_VBN : XPOS_NN;
        w->head = str_eq(head, STR("0")) ? HEAD_ROOT : (uint32_t)atoi(head.ptr) - 1;
        w->deprel = deprel_find(dep);
        w->lemma = lemma.len ? lemma : str_lower(&s->doc.arena, forms[i]);
        s->cast.token_entity[i] = mark.len ? s->cast.entity_count : ENTITY_NONE;
        if (mark.len)
            entity_add(s, i, forms[i], mark.ptr[0]);
    }
}

static void render(const scene *s, const dm_relations *list, dm_buf *out)
{
    buf_add(out, STR(""));
    for (size_t i = 0; i < list->len; i++) {
        const dm_relation *r = &list->at[i];
        buf_fmt(out, "%s%.*s %s%s %.*s", out->len ? "; " : "",
                STR_ARG(s->cast.entities[r->source].id),
                r->polarity == POLARITY_NEGATED ? "not " : "", rel_table[r->rel].name,
                STR_ARG(s->cast.entities[r->target].id));
        if (r->modality != MODALITY_ASSERTED)
            buf_fmt(out, " (%s)", modality_name((dm_modality)r->modality));
        if (r->attributed_to != ENTITY_NONE)
            buf_fmt(out, " by %.*s", STR_ARG(s->cast.entities[r->attributed_to].id));
    }
}

static const event_case cases[] = {
    {"active", "Ann|PROPN|2|nsubj|Ann*P met|VERB|0|root|meet Bob|PROPN|2|obj|Bob*P",
     "Ann consult Bob"},
    {"passive",
     "Ann|PROPN|3|nsubj:pass|Ann*P was|AUX|3|aux:pass|be arrested|VERB|0|root|arrest "
     "by|ADP|5|case "
     "Police|PROPN|3|obl:agent|Police*O",
     "Police coerce Ann"},
    {"negated",
     "Ann|PROPN|4|nsubj|Ann*P did|AUX|4|aux|do not|PART|4|advmod meet|VERB|0|root|meet "
     "Bob|PROPN|4|obj|Bob*P",
     "Ann not consult Bob"},
    {"planned",
     "Ann|PROPN|2|nsubj|Ann*P plans|VERB|0|root|plan to|PART|4|mark meet|VERB|2|xcomp|meet "
     "Bob|PROPN|4|obj|Bob*P",
     "Ann consult Bob (planned)"},
    {"denied",
     "Ann|PROPN|2|nsubj|Ann*P denied|VERB|0|root|deny that|SCONJ|5|mark "
     "Cid|PROPN|5|nsubj|Cid*P "
     "attacked|VERB|2|ccomp|attack Bob|PROPN|5|obj|Bob*P",
     "Cid not assault Bob (denied) by Ann"},
    {"said",
     "Ann|PROPN|2|nsubj|Ann*P said|VERB|0|root|say Cid|PROPN|4|nsubj|Cid*P "
     "praised|VERB|2|ccomp|praise "
     "Bob|PROPN|4|obj|Bob*P",
     "Cid support Bob by Ann"},
    {"accused of",
     "Ann|PROPN|2|nsubj|Ann*P accused|VERB|0|root|accuse Cid|PROPN|2|obj|Cid*P of|SCONJ|5|mark "
     "attacking|VERB|2|advcl|attack Bob|PROPN|5|obj|Bob*P",
     "Ann accuse Cid; Cid assault Bob (alleged) by Ann"},
    {"urged to",
     "Ann|PROPN|2|nsubj|Ann*P urged|VERB|0|root|urge Cid|PROPN|2|obj|Cid*P to|PART|5|mark "
     "meet|VERB|2|xcomp|meet Bob|PROPN|5|obj|Bob*P",
     "Ann request Cid; Cid consult Bob (planned)"},
    {"two subjects",
     "Ann|PROPN|4|nsubj|Ann*P and|CCONJ|3|cc Bob|PROPN|1|conj|Bob*P met|VERB|0|root|meet",
     "Ann consult Bob"},
    {"light verb",
     "Ann|PROPN|2|nsubj|Ann*P held|VERB|0|root|hold talks|NOUN|2|obj|talk with|ADP|5|case "
     "Bob|PROPN|3|nmod|Bob*P",
     "Ann consult Bob"},
    {"lifted sanctions",
     "Ann|PROPN|2|nsubj|Ann*C lifted|VERB|0|root|lift sanctions|NOUN|2|obj|sanction "
     "against|ADP|5|case "
     "Bob|PROPN|3|nmod|Bob*C",
     "Ann retreat Bob"},
    {"nominal",
     "Ann|PROPN|3|nmod:poss|Ann*P 's|PART|1|case visit|NOUN|6|nsubj|visit to|ADP|5|case "
     "Bob|PROPN|3|nmod|Bob*C ended|VERB|0|root|end",
     "Ann consult Bob"},
    {"talks between",
     "talks|NOUN|6|nsubj|talk between|ADP|3|case Ann|PROPN|1|nmod|Ann*P and|CCONJ|5|cc "
     "Bob|PROPN|3|conj|Bob*P failed|VERB|0|root|fail",
     "Ann consult Bob"},
    {"author of what is criticised",
     "Ann|PROPN|2|nsubj|Ann*P condemned|VERB|0|root|condemn Bob|PROPN|5|nmod:poss|Bob*C "
     "'s|PART|3|case "
     "decision|NOUN|2|obj|decision",
     "Ann accuse Bob"},
    {"forces of a country",
     "Turkish|ADJ|2|amod|Turkish*C forces|NOUN|3|nsubj|force attacked|VERB|0|root|attack "
     "Bob|PROPN|3|obj|Bob*O",
     "Turkish assault Bob"},
    {"a match is no assault",
     "Ann|PROPN|2|nsubj|Ann*O beat|VERB|0|root|beat Bob|PROPN|2|obj|Bob*O",
     "Ann opponent_of Bob"},
    {"relative clause",
     "Ann|PROPN|5|nsubj|Ann*P who|PRON|3|nsubj|who attacked|VERB|1|acl:relcl|attack "
     "Bob|PROPN|3|obj|Bob*P left|VERB|0|root|leave",
     "Ann assault Bob"},
};

static void event_case_holds(void **state)
{
    const event_case *c = *state;
    scene s = {0};
    dm_relations list = {0};
    dm_buf got = {0};
    assert_int_equal(lexicon_open(STR(""), &s.lexicon, NULL), DM_OK);
    scene_build(&s, c->sentence);
    dm_relate_input in = {
        .lexicon = s.lexicon, .doc = &s.doc, .parse = &s.parse, .cast = &s.cast};
    relate_events(NULL, &in, NULL, &list);
    relations_sort(&list);
    render(&s, &list, &got);
    assert_string_equal(got.ptr, c->expected);
    buf_free(&got);
    relations_free(&list);
    document_free(&s.doc);
    lexicon_free(s.lexicon);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    struct CMUnitTest tests[TEST_LEN(cases)];
    size_t n = 0;
    TEST_CASES(tests, n, cases, event_case_holds);
    return cmocka_run_group_tests_name("events", tests, NULL, NULL);
}
