/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/states_data.h"

#include "base/vec.h"
#include "eval/article.h"
#include "eval/jsonl.h"

#include <stdio.h>
#include <stdlib.h>

enum { FACTS = 16 };

typedef struct {
    const char *dwie;
    dm_rel rel;
    bool swap;
} label_row;

static const label_row label_rows[] = {
    {"head_of_state", REL_head_of_state, false},
    {"head_of_gov", REL_head_of_government, false},
    {"minister_of", REL_minister_of, false},
    {"agent_of", REL_official_of, false},
    {"head_of", REL_head_of, false},
    {"mayor_of", REL_head_of, false},
    {"spokesperson_of", REL_spokesperson_of, false},
    {"member_of", REL_member_of, false},
    {"player_of", REL_player_of, false},
    {"coach_of", REL_coach_of, false},
    {"founder_of", REL_founder_of, false},
    {"citizen_of", REL_citizen_of, false},
    {"royalty_of", REL_royalty_of, false},
    {"spouse_of", REL_spouse_of, false},
    {"parent_of", REL_parent_of, false},
    {"child_of", REL_parent_of, true},
    {"sibling", REL_sibling_of, false},
    {"advisor_of", REL_aide_of, false},
    {"part_of", REL_part_of, false},
    {"agency_of", REL_agency_of, false},
    {"ministry_of", REL_ministry_of, false},
    {"institution_of", REL_institution_of, false},
    {"appears_in", REL_takes_part_in, false},
    {"vs", REL_opponent_of, false},
    {"based_in0", REL_based_in, false},
    {"based_in1", REL_based_in, false},
    {"based_in2", REL_based_in, false},
    {"in0", REL_located_in, false},
    {"in1", REL_located_in, false},
    {"in2", REL_located_in, false},
    {"event_in0", REL_held_in, false},
    {"event_in2", REL_held_in, false},
    {"created_by", REL_maker_of, true},
    {"signed_by", REL_party_to, true},
};

state_label states_label_of(dm_str label, uint8_t source_kind)
{
    for (size_t i = 0; i < sizeof label_rows / sizeof *label_rows; i++) {
        if (!str_eq(label, str_z(label_rows[i].dwie)))
            continue;
        state_label l = {label_rows[i].rel, label_rows[i].swap};
        if (l.rel == REL_maker_of && source_kind == KIND_organisation)
            l.rel = REL_founder_of;
        return l;
    }
    return (state_label){rel_find(label), false};
}

void states_gold_set(state_gold *g, uint32_t source, uint32_t target, const char *label)
{
    g->source = source;
    g->target = target;
    (void)snprintf(g->label, sizeof g->label, "%s", label);
}

static const char *placed_label(dm_rel rel, const dm_entity *target)
{
    static const char *const names[3][3] = {{"based_in0", "based_in1", "based_in2"},
                                            {"in0", "in1", "in2"},
                                            {"event_in0", "event_in1", "event_in2"}};
    uint32_t row = rel == REL_based_in ? 0 : rel == REL_located_in ? 1 : 2;
    uint32_t level = target->kind == KIND_country        ? 0
                     : target->subkind == SUBKIND_region ? 1
                                                         : 2;
    return names[row][level];
}

uint32_t states_to_dwie(const dm_cast *cast, const dm_relation *r, state_gold out[2])
{
    if (rel_table[r->rel].family != FAMILY_STATE || r->polarity == POLARITY_NEGATED ||
        r->modality == MODALITY_DENIED)
        return 0;
    dm_rel rel = (dm_rel)r->rel;
    if (rel == REL_based_in || rel == REL_located_in || rel == REL_held_in) {
        states_gold_set(&out[0], r->source, r->target, placed_label(rel, &cast->entities[r->target]));
        return 1;
    }
    if (rel == REL_founder_of || rel == REL_maker_of) {
        states_gold_set(&out[0], r->target, r->source, "created_by");
        return 1;
    }
    for (size_t i = 0; i < sizeof label_rows / sizeof *label_rows; i++) {
        if (label_rows[i].rel != rel || label_rows[i].swap)
            continue;
        states_gold_set(&out[0], r->source, r->target, label_rows[i].dwie);
        if (!rel_table[rel].symmetric)
            return 1;
        states_gold_set(&out[1], r->target, r->source, label_rows[i].dwie);
        return 2;
    }
    return 0;
}

/* ---- reading ---- */

/* KIND_COUNT for what the core setting leaves out. */
static uint8_t core_kind(const cJSON *concept)
{
    static const struct {
        const char *tag;
        dm_kind kind;
    } rows[] = {{"type::person", KIND_person},   {"type::organization", KIND_organisation},
                {"type::location", KIND_place},  {"type::event", KIND_event},
                {"type::ethnicity", KIND_group}, {"type::religion", KIND_group},
                {"type::misc", KIND_thing},      {"type::entity", KIND_thing}};
    const cJSON *tags = cJSON_GetObjectItemCaseSensitive(concept, "tags");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (jsonl_has(tags, rows[i].tag))
            return (uint8_t)rows[i].kind;
    }
    return KIND_COUNT;
}

typedef VEC(state_mention) gold_mentions;

static int by_place(const void *pa, const void *pb)
{
    const state_mention *a = pa, *b = pb;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    if (a->end != b->end)
        return a->end > b->end ? -1 : 1;
    return (a->entity > b->entity) - (a->entity < b->entity);
}

/* The tokens that overlap the code points, of one sentence; false when there are none. */
static bool tokens_over(const dm_document *d, uint32_t begin, uint32_t end, dm_mention *m)
{
    const token_range at = article_tokens(d, begin, end);
    m->begin = m->end = at.begin;
    while (m->end < at.end && d->tokens[m->end].sentence == d->tokens[at.begin].sentence)
        m->end++;
    m->head = m->end ? m->end - 1 : 0;
    return m->end > m->begin;
}

static void add_alias(dm_entity *e, dm_str name)
{
    for (uint32_t i = 0; i < e->alias_count; i++) {
        if (str_eq(e->aliases[i].name, name)) {
            e->aliases[i].count++;
            return;
        }
    }
    e->aliases[e->alias_count++] = (dm_alias){name, 1};
}

static int by_count(const void *pa, const void *pb)
{
    const dm_alias *a = pa, *b = pb;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return str_cmp(a->name, b->name);
}

static void name_entity(const dm_lexicon *lex, dm_arena *a, dm_entity *e)
{
    if (e->alias_count)
        qsort(e->aliases, e->alias_count, sizeof *e->aliases, by_count);
    for (uint32_t i = 0; i < e->alias_count; i++) {
        if (e->aliases[i].name.len > e->label.len)
            e->label = e->aliases[i].name;
    }
    e->subkind = SUBKIND_NONE;
    e->lexicon = UINT32_MAX;
    if (e->kind != KIND_place)
        return;
    dm_fact facts[FACTS];
    uint32_t n = lexicon_find(lex, lexicon_key(a, e->label), facts, FACTS);
    for (uint32_t i = 0; i < n && i < FACTS; i++) {
        if (facts[i].list == LIST_COUNTRY) {
            e->kind = KIND_country;
            memcpy(e->country, facts[i].country, 3);
            return;
        }
        if (facts[i].list == LIST_REGION && e->subkind == SUBKIND_NONE)
            e->subkind = SUBKIND_region;
        if (facts[i].list == LIST_CITY && e->subkind == SUBKIND_NONE)
            e->subkind = SUBKIND_city;
    }
}

void states_fill_cast(const dm_lexicon *lex, state_article *x, state_mention *at, size_t n)
{
    dm_arena *a = &x->doc.arena;
    dm_cast *c = &x->cast;
    c->mentions = ARENA_ARRAY(a, dm_mention, n);
    for (uint32_t e = 0; e < c->entity_count; e++) {
        c->entities[e].aliases = ARENA_ARRAY(a, dm_alias, n);
        c->entities[e].mentions = ARENA_ARRAY(a, uint32_t, n);
    }
    if (n)
        qsort(at, n, sizeof *at, by_place);
    for (size_t i = 0; i < n; i++) {
        const state_mention *g = &at[i];
        dm_entity *e = &c->entities[g->entity];
        dm_mention *m = &c->mentions[c->mention_count];
        *m = (dm_mention){.entity = g->entity, .form = FORM_NAMED, .score = 1};
        add_alias(e, g->text);
        if (tokens_over(&x->doc, g->begin, g->end, m))
            e->mentions[e->mention_count++] = c->mention_count++;
    }
    for (uint32_t e = 0; e < c->entity_count; e++)
        name_entity(lex, a, &c->entities[e]);
    for (uint32_t m = 0; m < c->mention_count; m++)
        c->mentions[m].kind = c->entities[c->mentions[m].entity].kind;
    c->token_entity = ARENA_ARRAY(a, uint32_t, x->doc.token_count);
    c->speaker = ARENA_ARRAY(a, uint32_t, x->doc.sentence_count);
    for (uint32_t t = 0; t < x->doc.token_count; t++)
        c->token_entity[t] = ENTITY_NONE;
    for (uint32_t m = 0; m < c->mention_count; m++) {
        for (uint32_t t = c->mentions[m].begin; t < c->mentions[m].end; t++)
            c->token_entity[t] = c->mentions[m].entity;
    }
    for (uint32_t s = 0; s < x->doc.sentence_count; s++)
        c->speaker[s] = ENTITY_NONE;
}

/* concept number -> entity index, ENTITY_NONE outside the core set */
typedef VEC(uint32_t) entity_map;

static uint32_t mapped(const entity_map *map, uint32_t concept)
{
    return concept < map->len ? map->at[concept] : ENTITY_NONE;
}

static void map_concepts(const cJSON *line, state_article *x, entity_map *map)
{
    const cJSON *c, *m;
    VEC(uint32_t) named = {0};
    cJSON_ArrayForEach(m, cJSON_GetObjectItemCaseSensitive(line, "mentions"))
    {
        vec_push(&named, jsonl_number(m, "concept"));
    }
    const cJSON *concepts = cJSON_GetObjectItemCaseSensitive(line, "concepts");
    x->cast.entities =
        ARENA_ARRAY(&x->doc.arena, dm_entity, (size_t)cJSON_GetArraySize(concepts));
    cJSON_ArrayForEach(c, concepts)
    {
        uint32_t id = jsonl_number(c, "concept");
        uint8_t kind = core_kind(c);
        bool used = false;
        for (size_t i = 0; i < named.len; i++)
            used = used || named.at[i] == id;
        while (map->len <= id && id < 100000)
            vec_push(map, ENTITY_NONE);
        if (id >= map->len || !used || kind == KIND_COUNT)
            continue;
        map->at[id] = x->cast.entity_count;
        x->cast.entities[x->cast.entity_count++].kind = kind;
    }
    vec_free(&named);
}

static bool core_relation(dm_str label)
{
    return !str_ends(label, STR("-x")) && !str_eq(label, STR("gpe0")) &&
           !str_eq(label, STR("gpe1")) && !str_eq(label, STR("gpe2"));
}

static void read_gold(const cJSON *line, const entity_map *map, state_article *x)
{
    const cJSON *r, *list = cJSON_GetObjectItemCaseSensitive(line, "relations");
    x->gold = ARENA_ARRAY(&x->doc.arena, state_gold, (size_t)cJSON_GetArraySize(list));
    cJSON_ArrayForEach(r, list)
    {
        state_gold g = {.source = mapped(map, jsonl_number(r, "s")),
                        .target = mapped(map, jsonl_number(r, "o"))};
        dm_str label = jsonl_text(r, "p");
        if (g.source == ENTITY_NONE || g.target == ENTITY_NONE || !core_relation(label))
            continue;
        states_gold_set(&g, g.source, g.target, label.ptr);
        bool again = false;
        for (uint32_t i = 0; i < x->gold_count; i++)
            again = again || (x->gold[i].source == g.source && x->gold[i].target == g.target &&
                              !strcmp(x->gold[i].label, g.label));
        if (!again)
            x->gold[x->gold_count++] = g;
    }
}

/* ---- the program's own cast ---- */

typedef struct {
    uint32_t common, gold, own;
} overlap;

static int by_overlap(const void *pa, const void *pb)
{
    const overlap *a = pa, *b = pb;
    if (a->common != b->common)
        return a->common > b->common ? -1 : 1;
    if (a->gold != b->gold)
        return a->gold < b->gold ? -1 : 1;
    return (a->own > b->own) - (a->own < b->own);
}

static uint32_t shared_mentions(const state_article *x, const state_mention *at, size_t n,
                                uint32_t gold, const dm_entity *e)
{
    uint32_t common = 0;
    for (size_t i = 0; i < n; i++) {
        for (uint32_t k = 0; at[i].entity == gold && k < e->mention_count; k++) {
            const dm_mention *m = &x->cast.mentions[e->mentions[k]];
            common += at[i].begin < x->doc.tokens[m->end - 1].cp_end &&
                      x->doc.tokens[m->begin].cp_begin < at[i].end;
        }
    }
    return common;
}

void states_align(const state_article *x, const state_mention *at, size_t n, uint32_t count,
                  uint32_t *out)
{
    VEC(overlap) all = {0};
    bool *used = dm_calloc(x->cast.entity_count + 1u, sizeof *used);
    for (uint32_t g = 0; g < count; g++) {
        out[g] = ENTITY_NONE;
        for (uint32_t e = 0; e < x->cast.entity_count; e++) {
            overlap o = {shared_mentions(x, at, n, g, &x->cast.entities[e]), g, e};
            if (o.common)
                vec_push(&all, o);
        }
    }
    if (all.len)
        qsort(all.at, all.len, sizeof *all.at, by_overlap);
    for (size_t i = 0; i < all.len; i++) {
        if (out[all.at[i].gold] == ENTITY_NONE && !used[all.at[i].own]) {
            out[all.at[i].gold] = all.at[i].own;
            used[all.at[i].own] = true;
        }
    }
    free(used);
    vec_free(&all);
}

static void move_gold(const dm_lexicon *lex, state_article *x, const gold_mentions *all,
                      entity_map *map)
{
    uint32_t count = x->cast.entity_count;
    uint32_t *to = ARENA_ARRAY(&x->doc.arena, uint32_t, count + 1u);
    cast_build(lex, &x->doc, &x->parse, &x->cast);
    states_align(x, all->at, all->len, count, to);
    for (size_t i = 0; i < map->len; i++) {
        if (map->at[i] != ENTITY_NONE)
            map->at[i] = to[map->at[i]];
    }
}

static dm_status read_article(const cJSON *line, const dm_lexicon *lex, const dm_parser *parser,
                              bool own, state_article *x, dm_error *err)
{
    dm_source source = {.bytes = jsonl_text(line, "content"),
                        .form = INPUT_TEXT,
                        .encoding = "UTF-8",
                        .id = jsonl_text(line, "id"),
                        .keep_furniture = true};
    DM_TRY(document_read(&source, &x->doc, err));
    if (parser)
        DM_TRY(parser_run(parser, &x->doc, NULL, &x->parse, err));
    entity_map map = {0};
    gold_mentions all = {0};
    map_concepts(line, x, &map);
    const cJSON *m;
    cJSON_ArrayForEach(m, cJSON_GetObjectItemCaseSensitive(line, "mentions"))
    {
        uint32_t e = mapped(&map, jsonl_number(m, "concept"));
        if (e != ENTITY_NONE)
            vec_push(&all, ((state_mention){jsonl_number(m, "begin"), jsonl_number(m, "end"), e,
                                           str_dup(&x->doc.arena, jsonl_text(m, "text"))}));
    }
    if (own) {
        move_gold(lex, x, &all, &map);
    } else {
        states_fill_cast(lex, x, all.at, all.len);
    }
    read_gold(line, &map, x);
    vec_free(&map);
    vec_free(&all);
    return DM_OK;
}

typedef struct {
    const dm_lexicon *lex;
    const dm_parser *parser;
    state_articles *out;
    bool own;
} states_run;

static dm_status add_article(void *context, const cJSON *line, dm_error *err)
{
    const states_run *run = context;
    state_article x = {0};
    const dm_status status = read_article(line, run->lex, run->parser, run->own, &x, err);
    vec_push(run->out, x);
    return status;
}

dm_status states_read_dwie(const char *path, const dm_lexicon *lex, const dm_parser *parser,
                           state_articles *out, dm_error *err)
{
    states_run run = {lex, parser, out, false};
    return jsonl_each(path, add_article, &run, err);
}

dm_status states_read_dwie_cast(const char *path, const dm_lexicon *lex, const dm_parser *parser,
                                state_articles *out, dm_error *err)
{
    states_run run = {lex, parser, out, true};
    return jsonl_each(path, add_article, &run, err);
}

void states_articles_free(state_articles *a)
{
    for (size_t i = 0; i < a->len; i++)
        document_free(&a->at[i].doc);
    vec_free(a);
}
