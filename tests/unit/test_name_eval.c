/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of names: the engine's own answer as gold scores all, every change costs one. */
#include "test.h"

#include "eval/name_eval.h"

#include "base/file.h"
#include "cast/cast.h"

#include <stdlib.h>
#include <unistd.h>

static const char *const text =
    "Ines Vega sails from Oslo to Lisbon. The harbour of Lisbon was "
    "closed, said Omar Falk of Acme Shipping.";

static dm_parser *parser;
static dm_lexicon *lexicon;
static char columns[] = "/tmp/dm_name_eval_XXXXXX"; /* tokens with tags */
static char path[sizeof columns + 5];               /* mentions beside a text */

static int open_parser(void **state)
{
    (void)state;
    const int fd = mkstemp(columns);
    if (fd < 0 || close(fd) != 0)
        return -1;
    (void)snprintf(path, sizeof path, "%s.json", columns);
    const bool ok = parser_open(STR(""), &parser, NULL) == DM_OK &&
                    lexicon_open(STR(""), &lexicon, NULL) == DM_OK;
    return ok ? 0 : -1;
}

static int close_parser(void **state)
{
    (void)state;
    parser_free(parser);
    lexicon_free(lexicon);
    return unlink(path) + unlink(columns);
}

static void save(const char *where, dm_str s)
{
    dm_out o;
    assert_int_equal(out_open(&o, where, NULL), DM_OK);
    out_str(&o, s);
    assert_int_equal(out_close(&o, NULL), DM_OK);
}

static void parse_own(dm_document *doc, dm_parse *parse)
{
    assert_int_equal(
        document_read(&(dm_source){.bytes = str_z(text), .form = INPUT_TEXT}, doc, NULL),
        DM_OK);
    assert_int_equal(parser_run(parser, doc, NULL, parse, NULL), DM_OK);
}

static const char *tag_of(uint8_t kind)
{
    return kind == KIND_person                          ? "PER"
           : kind == KIND_organisation                  ? "ORG"
           : kind == KIND_country || kind == KIND_place ? "LOC"
                                                        : "MISC";
}

/* The document's own names as a file of tags, all but the first `skip` names. */
static void save_tags(const dm_document *doc, const dm_parse *p, uint32_t skip, bool numbered)
{
    dm_buf out = {0};
    uint32_t name = 0;
    buf_add(&out, numbered ? STR("# newdoc id = own\n") : STR("-DOCSTART- O\n\n"));
    for (uint32_t t = 0; t < doc->token_count; t++) {
        if (t > 0 && doc->tokens[t].sentence != doc->tokens[t - 1].sentence)
            buf_byte(&out, '\n');
        while (name < p->name_count && p->names[name].end <= t)
            name++;
        const bool inside = name < p->name_count && p->names[name].begin <= t && name >= skip;
        if (numbered)
            buf_fmt(&out, "%u\t", (unsigned)t + 1);
        buf_fmt(&out, "%.*s\t", STR_ARG(token_str(doc, t)));
        if (inside)
            buf_fmt(&out, "%c-%s", t == p->names[name].begin ? 'B' : 'I',
                    tag_of(p->names[name].kind));
        else
            buf_byte(&out, 'O');
        buf_fmt(&out, "%s\n", numbered ? "\t-" : "");
    }
    save(columns, buf_str(&out));
    buf_free(&out);
}

static name_figures score(name_guide guide, const char *where, frequency *errors)
{
    name_figures f;
    const name_options o = {.parser = parser, .guide = guide, .errors = errors};
    assert_int_equal(eval_names(&o, where, &f, NULL), DM_OK);
    return f;
}

static void tags_are_counted(void **state)
{
    (void)state;
    dm_document doc;
    dm_parse p;
    parse_own(&doc, &p);
    uint32_t counted = 0, first = p.name_count;
    for (uint32_t i = 0; i < p.name_count; i++) {
        const bool counts = strcmp(tag_of(p.names[i].kind), "MISC") != 0;
        counted += counts;
        first = counts && first == p.name_count ? i : first;
    }
    assert_true(counted > 0);
    for (int numbered = 0; numbered < 2; numbered++) {
        save_tags(&doc, &p, 0, numbered != 0);
        const name_figures f = score(GUIDE_uner, columns, NULL);
        assert_int_equal(f.tokens, doc.token_count);
        assert_int_equal(f.of[NAME_ALL].right, counted);
        assert_int_equal(f.of[NAME_ALL].gold, counted);
        assert_float_equal((float)name_f1(&f.of[NAME_ALL]), 1, 1e-6f);
        assert_float_equal((float)name_f1(&f.ours), 1, 1e-6f);
    }
    save_tags(&doc, &p, first + 1, true);
    const name_figures f = score(GUIDE_uner, columns, NULL);
    assert_int_equal(f.of[NAME_ALL].right, counted - 1);
    assert_int_equal(f.of[NAME_ALL].found, counted);
    document_free(&doc);
}

static void documents_are_kept_apart(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t documents, tokens;
    } rows[] = {{"Ann O\nleft O\n\nBob O\nstayed O\n", 2, 4},
                {"# newdoc id = a\nAnn O\nleft O\n\nBob O\n", 1, 3},
                {"-DOCSTART- a\n\nAnn O\n\nBob O\n\n-DOCSTART- b\n\nCid O\n", 2, 3}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        save(columns, str_z(rows[i].text));
        const name_figures f = score(GUIDE_uner, columns, NULL);
        assert_int_equal(f.documents, rows[i].documents);
        assert_int_equal(f.tokens, rows[i].tokens);
    }
}

/* A country that the corpus calls an organisation: wrong by its rules, right by ours. */
static void acting_countries_are_told_apart(void **state)
{
    (void)state;
    save(columns, STR("Today O\nFrance B-ORG\nsigned O\nthe O\ntreaty O\n. O\n"));
    const name_figures f = score(GUIDE_gum, columns, NULL);
    assert_int_equal(f.of[NAME_ALL].found, 1);
    assert_int_equal(f.of[NAME_ALL].right, 0);
    assert_int_equal(f.of[NAME_ORG].gold, 1);
    assert_int_equal(f.ours.right, 1);
}

typedef struct {
    uint32_t begin, end;
    const char *tag;
} gold_mention;

typedef struct {
    gold_mention at[32];
    uint32_t count;
} gold_list;

static void put(gold_list *g, const dm_document *doc, uint32_t begin, uint32_t end,
                const char *tag)
{
    assert_true(g->count < 32);
    g->at[g->count++] =
        (gold_mention){doc->tokens[begin].cp_begin, doc->tokens[end - 1].cp_end, tag};
}

/* The text above with these mentions, as DWIE has it or as the documents have it. */
static void save_mentions(const gold_list *g, bool dwie)
{
    dm_buf out = {0};
    buf_fmt(&out, "[{\"%s\":\"%s\",\"%s\":[", dwie ? "content" : "text", text,
            dwie ? "mentions" : "entities");
    for (uint32_t i = 0; i < g->count; i++)
        buf_fmt(&out, "%s{\"begin\":%u,\"end\":%u,\"type\":\"%s\",\"concept\":%u}",
                i ? "," : "", g->at[i].begin, g->at[i].end, g->at[i].tag, i);
    buf_fmt(&out, "]");
    for (uint32_t i = 0; dwie && i < g->count; i++)
        buf_fmt(&out, "%s{\"concept\":%u,\"tags\":[\"entity\",\"%s\"]}",
                i ? "," : ",\"concepts\":[", i, g->at[i].tag);
    buf_fmt(&out, "%s}]", dwie ? "]" : "");
    save(path, buf_str(&out));
    buf_free(&out);
}

static const char *dwie_tag(uint8_t kind)
{
    return kind == KIND_person         ? "type::person"
           : kind == KIND_organisation ? "type::organization"
           : kind == KIND_country      ? "type::gpe0"
                                       : "type::location";
}

static void texts_are_counted(void **state)
{
    (void)state;
    dm_document doc;
    dm_parse p;
    gold_list g = {.count = 0};
    parse_own(&doc, &p);
    for (uint32_t i = 0; i < p.name_count; i++)
        put(&g, &doc, p.names[i].begin, p.names[i].end, dwie_tag(p.names[i].kind));
    put(&g, &doc, p.names[0].begin, p.names[0].begin + 1, "type::person"); /* in a longer one */
    put(&g, &doc, doc.token_count - 1, doc.token_count, "type::role");     /* no name */
    save_mentions(&g, true);
    const name_figures f = score(GUIDE_dwie, path, NULL);
    assert_int_equal(f.documents, 1);
    assert_int_equal(f.of[NAME_ALL].gold, p.name_count);
    assert_int_equal(f.of[NAME_ALL].right, p.name_count);
    assert_int_equal(f.kinds.right, p.name_count);
    document_free(&doc);
}

static void errors_are_listed_by_class(void **state)
{
    (void)state;
    dm_document doc;
    dm_parse p;
    gold_list g = {.count = 0};
    frequency errors = {0};
    char *list = NULL;
    size_t size = 0;
    parse_own(&doc, &p);
    const uint32_t last = p.name_count - 1; /* of two words; the first is left out */
    for (uint32_t i = 1; i < last; i++)
        put(&g, &doc, p.names[i].begin, p.names[i].end,
            i == 1 ? "type::nothing known" : dwie_tag(p.names[i].kind));
    put(&g, &doc, p.names[last].begin, p.names[last].begin + 1, dwie_tag(p.names[last].kind));
    save_mentions(&g, true);
    const name_figures f = score(GUIDE_dwie, path, &errors);
    assert_int_equal(f.of[NAME_ALL].gold, p.name_count - 2);
    assert_int_equal(f.of[NAME_ALL].found, p.name_count - 1); /* the open one is not counted */
    assert_int_equal(f.of[NAME_ALL].right, p.name_count - 3);
    FILE *to = open_memstream(&list, &size);
    frequency_print(&errors, "errors", 20, to);
    assert_int_equal(fclose(to), 0);
    assert_non_null(strstr(list, "boundary organisation -> organisation"));
    assert_non_null(strstr(list, "Acme [Acme Shipping]"));
    assert_non_null(strstr(list, "spurious"));
    assert_null(strstr(list, "missed"));
    assert_null(strstr(list, "type "));
    free(list);
    document_free(&doc);
}

/* Mentions that land in the graph have the kind of their entity. */
static void mentions_of_the_graph_are_counted(void **state)
{
    (void)state;
    dm_document doc;
    dm_parse p;
    dm_cast cast;
    gold_list g = {.count = 0};
    name_figures f;
    const name_options o = {.parser = parser, .guide = GUIDE_men, .lexicon = lexicon};
    uint32_t named = 0;
    parse_own(&doc, &p);
    cast_build(lexicon, &doc, &p, &cast);
    for (uint32_t i = 0; i < cast.mention_count; i++) {
        const dm_mention *m = &cast.mentions[i];
        if (m->entity == ENTITY_NONE || m->form != FORM_NAMED)
            continue;
        const uint8_t kind = cast.entities[m->entity].kind;
        put(&g, &doc, m->begin, m->end,
            kind == KIND_person         ? "PERSON"
            : kind == KIND_organisation ? "ORGANIZATION"
                                        : "LOCATION");
        named++;
    }
    save_mentions(&g, false);
    assert_int_equal(eval_names(&o, path, &f, NULL), DM_OK);
    assert_true(named > 3);
    assert_int_equal(f.of[NAME_ALL].found, named);
    assert_int_equal(f.of[NAME_ALL].right, named);
    assert_int_equal(f.of[NAME_ALL].gold, named);
    document_free(&doc);
}

static void bad_files_are_named(void **state)
{
    (void)state;
    dm_error err;
    name_figures f;
    const name_options o = {.parser = parser, .guide = GUIDE_uner};
    assert_int_equal(eval_names(&o, "no/such/file", &f, &err), DM_EIO);
    assert_non_null(strstr(err.message, "no/such/file"));
    save(columns, STR("\n\n"));
    assert_int_equal(eval_names(&o, columns, &f, &err), DM_EINPUT);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_are_counted),
        cmocka_unit_test(documents_are_kept_apart),
        cmocka_unit_test(acting_countries_are_told_apart),
        cmocka_unit_test(texts_are_counted),
        cmocka_unit_test(errors_are_listed_by_class),
        cmocka_unit_test(mentions_of_the_graph_are_counted),
        cmocka_unit_test(bad_files_are_named),
    };
    return cmocka_run_group_tests_name("name_eval", tests, open_parser, close_parser);
}
