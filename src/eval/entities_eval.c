/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/entities_eval.h"

#include "base/vec.h"
#include "eval/jsonl.h"

/* The first tag that a concept has decides; narrow ones come first. */
static const struct {
    const char *tag;
    dm_kind kind;
    dm_subkind subkind;
} tag_rows[] = {
    {"type::person", KIND_person, SUBKIND_NONE},
    {"type::igo", KIND_organisation, SUBKIND_international},
    {"type::so", KIND_organisation, SUBKIND_international},
    {"type::military_alliance", KIND_organisation, SUBKIND_international},
    {"type::media", KIND_organisation, SUBKIND_media},
    {"type::sport_team", KIND_organisation, SUBKIND_team},
    {"type::party", KIND_organisation, SUBKIND_party},
    {"type::company", KIND_organisation, SUBKIND_company},
    {"type::ministry", KIND_organisation, SUBKIND_ministry},
    {"type::court", KIND_organisation, SUBKIND_court},
    {"type::education_org", KIND_organisation, SUBKIND_university},
    {"type::armed_movement", KIND_organisation, SUBKIND_militant},
    {"type::ngo", KIND_organisation, SUBKIND_ngo},
    {"type::organization", KIND_organisation, SUBKIND_NONE},
    {"type::gpe0", KIND_country, SUBKIND_NONE},
    {"type::gpe1", KIND_place, SUBKIND_region},
    {"type::regio", KIND_place, SUBKIND_region},
    {"type::gpe2", KIND_place, SUBKIND_city},
    {"type::waterbody", KIND_place, SUBKIND_natural},
    {"type::island", KIND_place, SUBKIND_natural},
    {"type::facility", KIND_place, SUBKIND_facility},
    {"type::location", KIND_place, SUBKIND_NONE},
    {"type::war", KIND_event, SUBKIND_war},
    {"type::sport_competition", KIND_event, SUBKIND_sport},
    {"type::competition", KIND_event, SUBKIND_NONE},
    {"type::event", KIND_event, SUBKIND_NONE},
    {"type::ethnicity", KIND_group, SUBKIND_NONE},
    {"type::religion", KIND_group, SUBKIND_NONE},
    {"type::work_of_art", KIND_thing, SUBKIND_work},
    {"type::product", KIND_thing, SUBKIND_product},
    {"type::misc", KIND_thing, SUBKIND_NONE},
};

enum { TAG_ROWS = sizeof tag_rows / sizeof tag_rows[0] };

static int tag_row(const cJSON *tags)
{
    for (int i = 0; i < TAG_ROWS; i++) {
        if (jsonl_has(tags, tag_rows[i].tag))
            return i;
    }
    return -1;
}

dm_kind kind_of_concept(const cJSON *tags)
{
    const int i = tag_row(tags);
    return i < 0 ? KIND_COUNT : tag_rows[i].kind;
}

dm_subkind subkind_of_concept(const cJSON *tags)
{
    const int i = tag_row(tags);
    return i < 0 ? SUBKIND_NONE : tag_rows[i].subkind;
}

typedef struct {
    dm_kind kind; /* KIND_COUNT: the corpus leaves it open */
    dm_subkind subkind;
    dm_str text; /* of its first mention */
    uint32_t ours;
} concept;

typedef struct {
    uint32_t concept, entity, shared;
    bool open; /* the corpus does not say what the concept is: "German" beside "Germany" */
} tie;

typedef struct {
    const cast_eval_options *o;
    entity_figures *out;
} entities_run;

typedef struct {
    dm_arena arena;
    concept *c;
    uint32_t c_count;
    VEC(uint64_t) span;
    VEC(uint32_t) of; /* concept of the span */
    VEC(tie) ties;
    uint32_t *gold; /* [E] the concept of our entity, or ENTITY_NONE */
} sheet;

static void read_concepts(sheet *s, const cJSON *d)
{
    const cJSON *list = cJSON_GetObjectItem(d, "concepts"), *x;
    s->c = ARENA_ARRAY(&s->arena, concept, (size_t)cJSON_GetArraySize(list) + 1);
    cJSON_ArrayForEach(x, list)
    {
        const cJSON *tags = cJSON_GetObjectItem(x, "tags");
        s->c[s->c_count++] = (concept){.kind = kind_of_concept(tags),
                                       .subkind = subkind_of_concept(tags),
                                       .ours = ENTITY_NONE};
    }
    cJSON_ArrayForEach(x, cJSON_GetObjectItem(d, "mentions"))
    {
        const uint32_t k = jsonl_number(x, "concept");
        if (k >= s->c_count)
            continue;
        vec_push(&s->span, (uint64_t)jsonl_number(x, "begin") << 32 | jsonl_number(x, "end"));
        vec_push(&s->of, k);
        if (!s->c[k].text.len)
            s->c[k].text = jsonl_text(x, "text");
    }
}

static void add_tie(sheet *s, uint32_t k, uint32_t e)
{
    for (size_t i = 0; i < s->ties.len; i++) {
        if (s->ties.at[i].concept == k && s->ties.at[i].entity == e) {
            s->ties.at[i].shared++;
            return;
        }
    }
    vec_push(&s->ties, ((tie){k, e, 1, s->c[k].kind == KIND_COUNT}));
}

static int closest_first(const void *x, const void *y)
{
    const tie *a = x, *b = y;
    if (a->open != b->open)
        return a->open - b->open;
    if (a->shared != b->shared)
        return a->shared > b->shared ? -1 : 1;
    if (a->concept != b->concept)
    return a->concept < b->concept ? -1 : 1;
    return (a->entity > b->entity) - (a->entity < b->entity);
}

static void align(sheet *s, const dm_document *doc, const dm_cast *cast)
{
    s->gold = ARENA_ARRAY(&s->arena, uint32_t, cast->entity_count + 1u);
    memset(s->gold, 0xFF, cast->entity_count * sizeof *s->gold);
    for (uint32_t i = 0; i < cast->mention_count; i++) {
        const dm_mention *m = &cast->mentions[i];
        if (m->form != FORM_NAMED || m->entity == ENTITY_NONE)
            continue;
        const uint64_t span =
            (uint64_t)doc->tokens[m->begin].cp_begin << 32 | doc->tokens[m->end - 1].cp_end;
        for (size_t k = 0; k < s->span.len; k++) {
            if (s->span.at[k] == span)
                add_tie(s, s->of.at[k], m->entity);
        }
    }
    if (s->ties.len)
        qsort(s->ties.at, s->ties.len, sizeof *s->ties.at, closest_first);
    for (size_t i = 0; i < s->ties.len; i++) {
        const tie *t = &s->ties.at[i];
        if (s->c[t->concept].ours == ENTITY_NONE && s->gold[t->entity] == ENTITY_NONE) {
            s->c[t->concept].ours = t->entity;
            s->gold[t->entity] = t->concept;
        }
    }
}

static bool tied(const sheet *s, uint32_t e)
{
    for (size_t i = 0; i < s->ties.len; i++) {
        if (s->ties.at[i].entity == e)
            return true;
    }
    return false;
}

static void count_kind(const concept *c, const dm_entity *e, const entities_run *run)
{
    entity_figures *f = run->out;
    const bool right = e->kind == (uint8_t)c->kind;
    f->kind_all++;
    f->kind_right += right;
    f->confusion[c->kind][e->kind]++;
    if (right && c->subkind != SUBKIND_NONE) {
        f->subkind_all++;
        f->subkind_right += e->subkind == (uint8_t)c->subkind;
        if (run->o->misses && e->subkind != (uint8_t)c->subkind)
            (void)fprintf(run->o->misses, "  subkind %.*s is %s, not %s\n", STR_ARG(e->label),
                          subkind_table[c->subkind].name,
                          e->subkind < SUBKIND_COUNT ? subkind_table[e->subkind].name : "none");
    }
    if (!right && run->o->misses)
        (void)fprintf(run->o->misses, "  kind    %.*s is %s, not %s\n", STR_ARG(e->label),
                      kind_table[c->kind].name, kind_table[e->kind].name);
}

static void count_nodes(const sheet *s, const dm_cast *cast, const entities_run *run)
{
    entity_figures *f = run->out;
    FILE *to = run->o->misses;
    for (uint32_t k = 0; k < s->c_count; k++) {
        const concept *c = &s->c[k];
        if (c->kind == KIND_COUNT)
            continue;
        f->gold++;
        f->right += c->ours != ENTITY_NONE;
        if (c->ours != ENTITY_NONE)
            count_kind(c, &cast->entities[c->ours], run);
        else if (to)
            (void)fprintf(to, "  no node %.*s (%s)\n", STR_ARG(c->text),
                          kind_table[c->kind].name);
    }
    for (uint32_t i = 0; i < cast->entity_count; i++) {
        const bool twice = s->gold[i] == ENTITY_NONE && tied(s, i);
        const bool junk = s->gold[i] == ENTITY_NONE && !twice;
        const bool open = s->gold[i] != ENTITY_NONE && s->c[s->gold[i]].kind == KIND_COUNT;
        f->found += !open;
        f->duplicates += twice;
        f->junk += junk;
        if (to && (twice || junk))
            (void)fprintf(to, "  %s    %.*s (%s)\n", twice ? "twice" : "junk ",
                          STR_ARG(cast->entities[i].label),
                          kind_table[cast->entities[i].kind].name);
    }
}

static dm_status score_document(void *context, const cJSON *d, dm_error *err)
{
    const entities_run *run = context;
    dm_document doc;
    dm_parse parse;
    dm_cast cast;
    sheet s = {0};
    const dm_status status =
        eval_cast(run->o, jsonl_text(d, "content"), NULL, 0, &doc, &parse, &cast, err);
    if (status == DM_OK) {
        read_concepts(&s, d);
        align(&s, &doc, &cast);
        if (run->o->misses)
            (void)fprintf(run->o->misses, "== %s\n", jsonl_text(d, "id").ptr);
        count_nodes(&s, &cast, run);
        run->out->documents++;
    }
    vec_free(&s.span);
    vec_free(&s.of);
    vec_free(&s.ties);
    arena_free(&s.arena);
    document_free(&doc);
    return status;
}

dm_status eval_entities(const char *path, const cast_eval_options *o, entity_figures *out,
                        dm_error *err)
{
    *out = (entity_figures){0};
    entities_run run = {o, out};
    return jsonl_each(path, score_document, &run, err);
}

typedef struct {
    uint32_t count;
    int gold, ours;
} cell;

static int most_first(const void *x, const void *y)
{
    const cell *a = x, *b = y;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    if (a->gold != b->gold)
        return a->gold - b->gold;
    return a->ours - b->ours;
}

void confusion_print(uint32_t confusion[KIND_COUNT][KIND_COUNT], uint32_t most, FILE *to)
{
    cell cells[KIND_COUNT * KIND_COUNT];
    size_t n = 0;
    for (int g = 0; g < KIND_COUNT; g++) {
        for (int k = 0; k < KIND_COUNT; k++) {
            if (g != k && confusion[g][k])
                cells[n++] = (cell){confusion[g][k], g, k};
        }
    }
    if (n)
        qsort(cells, n, sizeof *cells, most_first);
    for (size_t i = 0; i < n && i < most; i++)
        (void)fprintf(to, "%s%u %s as %s", i ? ", " : "", cells[i].count,
                      kind_table[cells[i].gold].name, kind_table[cells[i].ours].name);
}
