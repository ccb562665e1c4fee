/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/relations_data.h"

#include "base/vec.h"
#include "eval/jsonl.h"

#include <stdio.h>

enum { KNOWLEDGENET_LAST = 4, MOST_GOLD = 4096 };

static const struct {
    corpus_id corpus;
    const char *label;
    dm_rel rel;
    bool swap;
} rows[] = {
#define CORPUS(corpus, label, rel, swap) {CORPUS_##corpus, (label), REL_##rel, (swap)},
#include "eval/corpora.def"
#undef CORPUS
};

const char *corpus_name(corpus_id c)
{
    static const char *const names[CORPUS_COUNT] = {"newsgraph", "conll04", "knowledgenet",
                                                    "redocred", "core"};
    return names[c];
}

state_label corpus_label(corpus_id c, dm_str label)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].corpus == c && str_eq(label, str_z(rows[i].label)))
            return (state_label){rows[i].rel, rows[i].swap};
    }
    return (state_label){REL_NONE, false};
}

static uint32_t relations_of(corpus_id c)
{
    uint32_t known = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].corpus == c)
            known |= 1u << rows[i].rel;
    }
    return known;
}

typedef struct {
    corpus_id corpus;
    const corpus_options *o;
    state_articles *out;
    uint32_t number;
} reading;

static const cJSON *item(const cJSON *o, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(o, key);
}

static uint32_t element(const cJSON *list, int i)
{
    const cJSON *v = cJSON_GetArrayItem(list, i);
    return cJSON_IsNumber(v) && v->valuedouble >= 0 ? (uint32_t)v->valuedouble : 0;
}

/* ---- gold ---- */

static void add_gold(state_article *x, uint32_t s, uint32_t t, state_label l)
{
    if (s == ENTITY_NONE || t == ENTITY_NONE || s == t || l.rel == REL_NONE ||
        rel_table[l.rel].family != FAMILY_STATE || x->gold_count >= MOST_GOLD)
        return;
    uint32_t a = l.swap ? t : s, b = l.swap ? s : t;
    for (uint32_t i = 0; i < x->gold_count; i++) {
        const state_gold *g = &x->gold[i];
        if (g->source == a && g->target == b && !strcmp(g->label, rel_table[l.rel].name))
            return;
    }
    states_gold_set(&x->gold[x->gold_count++], a, b, rel_table[l.rel].name);
}

static void make_room(state_article *x, size_t n)
{
    x->gold = ARENA_ARRAY(&x->doc.arena, state_gold, n + 1);
    x->facts = ARENA_ARRAY(&x->doc.arena, state_fact, n + 1);
}

/* A statement from begin, end of both ends in code points. */
static void add_fact(corpus_id c, state_article *x, dm_str label, const uint32_t source[2],
                     const uint32_t target[2], uint8_t source_kind, uint8_t target_kind)
{
    const char *known = NULL;
    for (size_t i = 0; i < sizeof rows / sizeof *rows && !known; i++) {
        if (rows[i].corpus == c && str_eq(label, str_z(rows[i].label)))
            known = rows[i].label;
    }
    if (!known)
        return;
    x->facts[x->fact_count++] = (state_fact){.label = known,
                                             .source = {source[0], source[1]},
                                             .target = {target[0], target[1]},
                                             .kinds = {source_kind, target_kind}};
}

/* ---- documents ---- */

static dm_status from_text(const reading *r, dm_str text, dm_str id, state_article *x,
                           dm_error *err)
{
    dm_source source = {.bytes = text,
                        .form = INPUT_TEXT,
                        .encoding = "UTF-8",
                        .id = id,
                        .keep_furniture = true};
    DM_TRY(document_read(&source, &x->doc, err));
    return parser_run(r->o->parser, &x->doc, NULL, &x->parse, err);
}

typedef struct {
    VEC(dm_str) forms;
    VEC(uint32_t) ends;
} token_list;

static void add_tokens(const cJSON *list, token_list *out)
{
    const cJSON *t;
    cJSON_ArrayForEach(t, list)
    {
        vec_push(&out->forms, str_z(cJSON_IsString(t) ? t->valuestring : ""));
    }
    vec_push(&out->ends, (uint32_t)out->forms.len);
}

static bool joined(dm_str word)
{
    static const char *const words[] = {",", ".",  ";",   ":", ")", "?",
                                        "!", "'s", "n't", "'", "%"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_eq(word, str_z(words[i])))
            return true;
    }
    return false;
}

static dm_status from_tokens(const reading *r, token_list *list, state_article *x,
                             dm_error *err)
{
    uint32_t n = (uint32_t)list->forms.len;
    bool *spaces = dm_calloc(n + 1u, sizeof *spaces);
    for (uint32_t i = 0; i + 1 < n; i++)
        spaces[i] = !joined(list->forms.at[i + 1]) && !str_eq(list->forms.at[i], STR("("));
    document_from_tokens(list->forms.at, spaces, n, list->ends.at, (uint32_t)list->ends.len,
                         &x->doc);
    free(spaces);
    vec_free(&list->forms);
    vec_free(&list->ends);
    return parser_run(r->o->parser, &x->doc, NULL, &x->parse, err);
}

typedef VEC(state_mention) mention_list;

static void add_mention(const state_article *x, mention_list *list, uint32_t begin,
                        uint32_t end, uint32_t entity)
{
    if (begin >= end || end > x->doc.token_count)
        return;
    vec_push(list,
             ((state_mention){x->doc.tokens[begin].cp_begin, x->doc.tokens[end - 1].cp_end,
                              entity, span_str(&x->doc, begin, end)}));
}

/* The gold cast, or the program's own; to[count] is the entity of each gold one. */
static uint32_t *settle(const reading *r, state_article *x, mention_list *list, uint32_t count)
{
    uint32_t *to = ARENA_ARRAY(&x->doc.arena, uint32_t, count + 1u);
    for (uint32_t i = 0; i < count; i++)
        to[i] = i;
    if (r->o->own) {
        x->cast = (dm_cast){0};
        cast_build(r->o->lex, &x->doc, &x->parse, &x->cast);
        states_align(x, list->at, list->len, count, to);
    } else {
        states_fill_cast(r->o->lex, x, list->at, list->len);
    }
    vec_free(list);
    return to;
}

static void make_entities(state_article *x, uint32_t count)
{
    x->cast.entities = ARENA_ARRAY(&x->doc.arena, dm_entity, count + 1u);
    x->cast.entity_count = count;
}

/* ---- newsgraph: names and edges in our own terms ---- */

static bool named(const dm_lexicon *lex, dm_arena *a, const dm_entity *e, dm_str name)
{
    (void)lex;
    dm_str key = lexicon_key(a, name);
    if (str_eq(lexicon_key(a, e->label), key))
        return true;
    for (uint32_t i = 0; i < e->alias_count; i++) {
        if (str_eq(lexicon_key(a, e->aliases[i].name), key))
            return true;
    }
    return false;
}

/* The entity of the program's cast that has most of the node's names. */
static uint32_t entity_named(const reading *r, state_article *x, const cJSON *names)
{
    uint32_t best = ENTITY_NONE, most = 0;
    for (uint32_t e = 0; e < x->cast.entity_count; e++) {
        uint32_t n = 0;
        const cJSON *name;
        cJSON_ArrayForEach(name, names)
        {
            n +=
                named(r->o->lex, &x->doc.arena, &x->cast.entities[e], str_z(name->valuestring));
        }
        if (n > most) {
            most = n;
            best = e;
        }
    }
    return best;
}

static uint32_t node_index(const cJSON *nodes, dm_str id)
{
    const cJSON *n;
    uint32_t i = 0;
    cJSON_ArrayForEach(n, nodes)
    {
        if (str_eq(jsonl_text(n, "id"), id))
            return i;
        i++;
    }
    return UINT32_MAX;
}

static dm_status read_newsgraph(const reading *r, const cJSON *o, state_article *x,
                                dm_error *err)
{
    const cJSON *n, *nodes = item(o, "nodes"), *edges = item(o, "edges");
    DM_TRY(from_text(r, jsonl_text(o, "text"), jsonl_text(o, "id"), x, err));
    cast_build(r->o->lex, &x->doc, &x->parse, &x->cast);
    uint32_t *to = ARENA_ARRAY(&x->doc.arena, uint32_t, (size_t)cJSON_GetArraySize(nodes) + 1);
    uint32_t i = 0;
    cJSON_ArrayForEach(n, nodes)
    {
        to[i++] = entity_named(r, x, item(n, "names"));
    }
    make_room(x, (size_t)cJSON_GetArraySize(edges));
    cJSON_ArrayForEach(n, edges)
    {
        uint32_t s = node_index(nodes, jsonl_text(n, "s")),
                 t = node_index(nodes, jsonl_text(n, "t"));
        state_label l = {rel_find(jsonl_text(n, "p")), false};
        if (s != UINT32_MAX && t != UINT32_MAX && !cJSON_IsTrue(item(n, "neg")))
            add_gold(x, to[s], to[t], l);
    }
    return DM_OK;
}

/* ---- CoNLL04: sentences with names of four kinds ---- */

static uint8_t conll_kind(dm_str tag)
{
    dm_str kind = tag.len > 2 ? str_slice(tag, 2, tag.len) : STR("");
    return str_eq(kind, STR("Peop"))  ? KIND_person
           : str_eq(kind, STR("Org")) ? KIND_organisation
           : str_eq(kind, STR("Loc")) ? KIND_place
                                      : KIND_thing;
}

static dm_status read_conll04(const reading *r, const cJSON *o, state_article *x, dm_error *err)
{
    const cJSON *tags = item(o, "tags"), *relations = item(o, "relations"), *e;
    token_list tokens = {0};
    mention_list list = {0};
    add_tokens(item(o, "tokens"), &tokens);
    DM_TRY(from_tokens(r, &tokens, x, err));
    uint32_t n = x->doc.token_count, count = 0;
    make_entities(x, n);
    for (uint32_t t = 0, end; t < n; t = end) {
        const cJSON *tag = cJSON_GetArrayItem(tags, (int)t);
        dm_str name = str_z(cJSON_IsString(tag) ? tag->valuestring : "O");
        end = t + 1;
        if (str_eq(name, STR("O")))
            continue;
        for (; end < n && str_starts(name, STR("B-")); end++) {
            const cJSON *next = cJSON_GetArrayItem(tags, (int)end);
            char c = cJSON_IsString(next) ? next->valuestring[0] : 'O';
            if (c != 'I' && c != 'L')
                break;
        }
        x->cast.entities[count].kind = conll_kind(name);
        add_mention(x, &list, t, end, count++);
    }
    x->cast.entity_count = count;
    uint32_t(*spans)[3] =
        arena_array(&x->doc.arena, count + 1u, sizeof *spans, alignof(uint32_t));
    for (uint32_t i = 0; i < count; i++) {
        spans[i][0] = list.at[i].begin;
        spans[i][1] = list.at[i].end;
        spans[i][2] = x->cast.entities[i].kind;
    }
    uint32_t *to = settle(r, x, &list, count);
    make_room(x, (size_t)cJSON_GetArraySize(relations));
    cJSON_ArrayForEach(e, relations)
    {
        uint32_t s = jsonl_number(e, "head"), t = jsonl_number(e, "tail");
        if (s >= count || t >= count)
            continue;
        add_fact(r->corpus, x, jsonl_text(e, "type"), spans[s], spans[t], (uint8_t)spans[s][2],
                 (uint8_t)spans[t][2]);
        add_gold(x, to[s], to[t], corpus_label(r->corpus, jsonl_text(e, "type")));
    }
    return DM_OK;
}

/* ---- KnowledgeNet: facts with their spans, some properties a passage ---- */

static dm_status read_knowledgenet(const reading *r, const cJSON *o, state_article *x,
                                   dm_error *err)
{
    const cJSON *facts = item(o, "facts"), *f, *p;
    mention_list list = {0};
    VEC(const char *) asked = {0};
    DM_TRY(from_text(r, jsonl_text(o, "text"), jsonl_text(o, "doc"), x, err));
    cast_build(r->o->lex, &x->doc, &x->parse, &x->cast);
    x->known = 0;
    cJSON_ArrayForEach(p, item(o, "annotated"))
    {
        state_label l = corpus_label(r->corpus, str_z(p->valuestring));
        x->known |= l.rel != REL_NONE ? 1u << l.rel : 0;
        vec_push(&asked, str_dup(&x->doc.arena, str_z(p->valuestring)).ptr);
    }
    uint32_t n_asked;
    vec_take(&x->doc.arena, &asked, x->asked, n_asked);
    x->asked_count = n_asked;
    uint32_t n = 0;
    cJSON_ArrayForEach(f, facts)
    {
        const cJSON *s = item(f, "s"), *t = item(f, "o");
        vec_push(&list, ((state_mention){element(s, 0), element(s, 1), n++, STR("")}));
        vec_push(&list, ((state_mention){element(t, 0), element(t, 1), n++, STR("")}));
    }
    make_room(x, n);
    n = 0;
    cJSON_ArrayForEach(f, facts)
    {
        /* each end on its own: equal ends of two facts are one entity */
        uint32_t s = ENTITY_NONE, t = ENTITY_NONE;
        list.at[n].entity = list.at[n + 1].entity = 0;
        states_align(x, &list.at[n], 1, 1, &s);
        states_align(x, &list.at[n + 1], 1, 1, &t);
        add_gold(x, s, t, corpus_label(r->corpus, jsonl_text(f, "p")));
        const uint32_t from[2] = {list.at[n].begin, list.at[n].end};
        const uint32_t to[2] = {list.at[n + 1].begin, list.at[n + 1].end};
        add_fact(r->corpus, x, jsonl_text(f, "p"), from, to, KIND_COUNT, KIND_COUNT);
        n += 2;
    }
    vec_free(&list);
    return DM_OK;
}

/* ---- Re-DocRED: documents with clusters ---- */

/* Miscellaneous things are events where a relation says so. */
static void find_events(const cJSON *labels, state_article *x, const uint32_t *number)
{
    const cJSON *l;
    cJSON_ArrayForEach(l, labels)
    {
        state_label r = corpus_label(CORPUS_redocred, jsonl_text(l, "r"));
        bool part = r.rel == REL_takes_part_in, held = r.rel == REL_held_in;
        uint32_t e = jsonl_number(l, (part && !r.swap) ? "t" : "h");
        uint32_t i = (part || held) && e < MOST_GOLD ? number[e] : ENTITY_NONE;
        if (i != ENTITY_NONE && x->cast.entities[i].kind == KIND_thing)
            x->cast.entities[i].kind = KIND_event;
    }
}

static uint8_t docred_kind(dm_str type)
{
    return str_eq(type, STR("PER"))    ? KIND_person
           : str_eq(type, STR("ORG"))  ? KIND_organisation
           : str_eq(type, STR("LOC"))  ? KIND_place
           : str_eq(type, STR("MISC")) ? KIND_thing
                                       : KIND_COUNT;
}

static state_label docred_label(const cJSON *l, const state_article *x, const uint32_t *number)
{
    state_label r = corpus_label(CORPUS_redocred, jsonl_text(l, "r"));
    uint32_t h = number[jsonl_number(l, "h") % MOST_GOLD];
    bool body = h != ENTITY_NONE && x->cast.entities[h].kind == KIND_organisation;
    bool place = h != ENTITY_NONE && x->cast.entities[h].kind == KIND_place;
    if (r.rel == REL_located_in && body)
        r.rel = REL_based_in;
    else if (r.rel == REL_located_in && !place && h != ENTITY_NONE &&
             x->cast.entities[h].kind != KIND_country)
        r.rel = REL_NONE;
    return r;
}

static dm_status read_redocred(const reading *r, const cJSON *o, state_article *x,
                               dm_error *err)
{
    const cJSON *s, *v, *m, *l, *vertices = item(o, "vertexSet"), *labels = item(o, "labels");
    token_list tokens = {0};
    mention_list list = {0};
    cJSON_ArrayForEach(s, item(o, "sents"))
    {
        add_tokens(s, &tokens);
    }
    DM_TRY(from_tokens(r, &tokens, x, err));
    make_entities(x, (uint32_t)cJSON_GetArraySize(vertices));
    uint32_t *number = ARENA_ARRAY(&x->doc.arena, uint32_t, MOST_GOLD), i = 0, count = 0;
    cJSON_ArrayForEach(v, vertices)
    {
        uint8_t kind = docred_kind(jsonl_text(cJSON_GetArrayItem(v, 0), "type"));
        number[i] = kind == KIND_COUNT ? ENTITY_NONE : count;
        cJSON_ArrayForEach(m, v)
        {
            uint32_t from = jsonl_number(m, "sent_id");
            const cJSON *pos = item(m, "pos");
            if (kind != KIND_COUNT && from < x->doc.sentence_count)
                add_mention(x, &list, x->doc.sentences[from].first + element(pos, 0),
                            x->doc.sentences[from].first + element(pos, 1), count);
        }
        if (kind != KIND_COUNT)
            x->cast.entities[count++].kind = kind;
        i++;
    }
    for (; i < MOST_GOLD; i++)
        number[i] = ENTITY_NONE;
    x->cast.entity_count = count;
    find_events(labels, x, number);
    uint32_t *to = settle(r, x, &list, count);
    make_room(x, (size_t)cJSON_GetArraySize(labels));
    cJSON_ArrayForEach(l, labels)
    {
        uint32_t h = number[jsonl_number(l, "h") % MOST_GOLD];
        uint32_t t = number[jsonl_number(l, "t") % MOST_GOLD];
        if (h != ENTITY_NONE && t != ENTITY_NONE)
            add_gold(x, to[h], to[t], docred_label(l, x, number));
    }
    return DM_OK;
}

/* ---- CORE: two companies of a sentence ---- */

static dm_status read_core(const reading *r, const cJSON *o, state_article *x, dm_error *err)
{
    token_list tokens = {0};
    mention_list list = {0};
    add_tokens(item(o, "context"), &tokens);
    DM_TRY(from_tokens(r, &tokens, x, err));
    make_entities(x, 2);
    x->cast.entities[0].kind = x->cast.entities[1].kind = KIND_organisation;
    add_mention(x, &list, jsonl_number(o, "e1_start"), jsonl_number(o, "e1_end") + 1, 0);
    add_mention(x, &list, jsonl_number(o, "e2_start"), jsonl_number(o, "e2_end") + 1, 1);
    uint32_t *to = settle(r, x, &list, 2);
    make_room(x, 1);
    bool turned = jsonl_number(o, "invert_relation") == 1;
    add_gold(x, to[turned], to[!turned], corpus_label(r->corpus, jsonl_text(o, "relation")));
    return DM_OK;
}

/* ---- all ---- */

static bool wanted(const reading *r, const cJSON *o)
{
    if (r->corpus == CORPUS_knowledgenet) {
        uint32_t fold = jsonl_number(o, "fold");
        return r->o->fold ? fold == r->o->fold : fold != KNOWLEDGENET_LAST;
    }
    bool thinned = r->corpus == CORPUS_redocred || r->corpus == CORPUS_core;
    return !thinned || !r->o->every || r->number % r->o->every == 0;
}

static dm_status take(void *context, const cJSON *o, dm_error *err)
{
    static dm_status (*const readers[CORPUS_COUNT])(const reading *, const cJSON *,
                                                    state_article *, dm_error *) = {
        read_newsgraph, read_conll04, read_knowledgenet, read_redocred, read_core};
    reading *r = context;
    bool use = wanted(r, o);
    r->number++;
    if (!use)
        return DM_OK;
    state_article x = {.known = relations_of(r->corpus)};
    dm_status status = readers[r->corpus](r, o, &x, err);
    if (status == DM_EINPUT) { /* a passage without a letter is no article */
        document_free(&x.doc);
        return DM_OK;
    }
    vec_push(r->out, x);
    return status;
}

dm_status corpus_read(corpus_id c, const char *path, const corpus_options *o,
                      state_articles *out, dm_error *err)
{
    reading r = {.corpus = c, .o = o, .out = out};
    return jsonl_each(path, take, &r, err);
}
