/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "api/build.h"

#include "base/vec.h"

#include <math.h>

typedef struct {
    const dm_build_input *in;
    dm_graph *g;
    bool keep[REL_COUNT];
    VEC(dm_gedge) edges;
} builder;

static void keep_family(bool *keep, dm_family family, bool value)
{
    for (int r = 0; r < REL_COUNT; r++) {
        if (rel_table[r].family == family)
            keep[r] = value;
    }
}

dm_status relation_filter(const char *list, bool *keep, dm_error *err)
{
    memset(keep, 0, REL_COUNT * sizeof *keep);
    dm_str rest = str_z(list);
    while (rest.len) {
        dm_str name = str_trim(str_cut(rest, ',', &rest));
        bool value = !str_starts(name, STR("-"));
        dm_str bare = value ? name : str_slice(name, 1, name.len);
        dm_family family = family_find(bare);
        dm_rel rel = rel_find(bare);
        /* "state" is a family and an event relation: the family is meant, "state.state" the
         * other */
        if (family != FAMILY_COUNT)
            keep_family(keep, family, value);
        else if (rel != REL_NONE)
            keep[rel] = value;
        else if (str_eq(bare, STR("all")))
            memset(keep, value, REL_COUNT * sizeof *keep);
        else if (name.len)
            return dm_fail(err, DM_EUSAGE,
                           "no relation or family is called '%.*s'; see 'dramatis relations'",
                           STR_ARG(name));
    }
    return DM_OK;
}

static uint32_t cp_of(const dm_document *d, uint32_t token, bool end)
{
    return end ? d->tokens[token].cp_end : d->tokens[token].cp_begin;
}

static dm_gdoc doc_of(builder *b)
{
    const dm_document *d = b->in->doc;
    dm_arena *a = &b->g->arena;
    dm_gdoc out = {.id = str_dup(a, d->id),
                   .title = str_dup(a, d->title),
                   .date = str_dup(a, d->date),
                   .url = str_dup(a, d->url),
                   .source = str_dup(a, d->source),
                   .language = str_dup(a, d->language),
                   .sha256 = str_dup(a, str_z(d->sha256)),
                   .chars = d->chars,
                   .bytes = (uint32_t)d->text.len,
                   .sentences = d->sentence_count,
                   .tokens = d->token_count};
    if (b->in->options->with_text)
        out.text = str_dup(a, d->text);
    return out;
}

static dm_str entity_id(const builder *b, uint32_t entity)
{
    return entity == ENTITY_NONE ? STR("") : b->in->cast->entities[entity].id;
}

static void node_names(builder *b, const dm_entity *e, dm_gnode *n)
{
    dm_arena *a = &b->g->arena;
    n->alias_count = e->alias_count;
    n->aliases = ARENA_ARRAY(a, dm_galias, e->alias_count);
    for (uint32_t i = 0; i < e->alias_count; i++)
        n->aliases[i] = (dm_galias){str_dup(a, e->aliases[i].name), e->aliases[i].count};
    n->role_count = e->role_count;
    n->roles = ARENA_ARRAY(a, dm_grole, e->role_count);
    for (uint32_t i = 0; i < e->role_count; i++) {
        const dm_role *r = &e->roles[i];
        n->roles[i] = (dm_grole){
            .text = str_dup(a, r->text),
            .office = str_z(r->office == OFFICE_none ? "" : office_name((dm_office)r->office)),
            .of = str_dup(a, entity_id(b, r->of)),
            .former = r->former,
            .deceased = r->deceased};
    }
}

static void node_mentions(builder *b, const dm_entity *e, dm_gnode *n)
{
    const dm_document *d = b->in->doc;
    n->mentions = ARENA_ARRAY(&b->g->arena, dm_gmention, e->mention_count);
    n->mention_count = e->mention_count;
    n->first = UINT32_MAX;
    for (uint32_t i = 0; i < e->mention_count; i++) {
        const dm_mention *m = &b->in->cast->mentions[e->mentions[i]];
        uint32_t begin = cp_of(d, m->begin, false), end = cp_of(d, m->end - 1, true);
        n->mentions[i] = (dm_gmention){0, begin, end, m->form};
        if (begin < n->first)
            n->first = begin;
    }
    if (n->first == UINT32_MAX)
        n->first = 0;
}

/* Which lines of the user's files decided about the entity; ENTITY_NONE: all of them, with what
 * they did. */
static void note_wishes(builder *b, uint32_t entity, dm_attr **attrs, uint32_t *count)
{
    const dm_cast *c = b->in->cast;
    dm_buf text = {0};
    for (uint32_t i = 0; i < c->wish_count; i++) {
        const dm_wish_note *n = &c->wishes[i];
        if (entity != ENTITY_NONE && n->entity != entity)
            continue;
        buf_fmt(&text, "%s%.*s", text.len ? "; " : "", STR_ARG(n->where));
        if (entity == ENTITY_NONE)
            buf_fmt(&text, " %.*s", STR_ARG(n->what));
    }
    if (text.len) {
        *attrs = ARENA_NEW(&b->g->arena, dm_attr);
        **attrs = (dm_attr){STR("wishes"), str_dup(&b->g->arena, buf_str(&text)), ATTR_STRING};
        *count = 1;
    }
    buf_free(&text);
}

static void node_of(builder *b, const dm_entity *e, dm_gnode *n)
{
    dm_arena *a = &b->g->arena;
    static const char *const gender[] = {"", "m", "f", "n"};
    int g = e->gender == 'm' ? 1 : e->gender == 'f' ? 2 : e->gender == 'n' ? 3 : 0;
    *n = (dm_gnode){.id = str_dup(a, e->id),
                    .label = str_dup(a, e->label),
                    .kind = str_z(kind_table[e->kind].name),
                    .subkind =
                        str_z(e->subkind < SUBKIND_NONE ? subkind_table[e->subkind].name : ""),
                    .country = str_dup(a, str_z(e->country)),
                    .gender = str_z(gender[g]),
                    .actor = kind_table[e->kind].actor,
                    .salience = (double)e->salience,
                    .community = -1,
                    .x = NAN,
                    .y = NAN,
                    .size = NAN,
                    .color = str_z(kind_table[e->kind].colour)};
    for (int m = 0; m < MEASURE_COUNT; m++)
        n->measure[m] = NAN;
    node_names(b, e, n);
    node_mentions(b, e, n);
    note_wishes(b, (uint32_t)(e - b->in->cast->entities), &n->attrs, &n->attr_count);
}

static void span_of(const dm_document *d, uint32_t begin, uint32_t end, int64_t *out)
{
    out[0] = out[1] = -1;
    if (begin < end && end <= d->token_count) {
        out[0] = cp_of(d, begin, false);
        out[1] = cp_of(d, end - 1, true);
    }
}

static dm_gevidence evidence_of(builder *b, const dm_evidence *e)
{
    const dm_document *d = b->in->doc;
    const dm_sentence *s = &d->sentences[e->sentence];
    dm_gevidence out = {
        .begin = s->cp_begin, .end = s->cp_end, .byte_begin = s->begin, .byte_end = s->stop};
    out.quote = str_dup(&b->g->arena, str_slice(d->text, s->begin, s->stop));
    span_of(d, e->source_begin, e->source_end, out.source);
    span_of(d, e->target_begin, e->target_end, out.target);
    span_of(d, e->trigger_begin, e->trigger_end, out.trigger);
    return out;
}

static void edge_evidence(builder *b, const dm_relation *r, dm_gedge *e)
{
    e->evidence = ARENA_ARRAY(&b->g->arena, dm_gevidence, r->evidence_count);
    e->evidence_count = r->evidence_count;
    uint32_t distinct = 0;
    for (uint32_t i = 0; i < r->evidence_count; i++) {
        e->evidence[i] = evidence_of(b, &r->evidence[i]);
        distinct += i == 0 || r->evidence[i].sentence != r->evidence[i - 1].sentence;
    }
    e->weight = distinct ? distinct : 1;
}

/* A symmetric edge is stored once, from the smaller id. */
static void edge_turn(const dm_graph *g, dm_gedge *e)
{
    if (!e->symmetric || str_cmp(g->nodes[e->source].id, g->nodes[e->target].id) <= 0)
        return;
    uint32_t s = e->source;
    e->source = e->target;
    e->target = s;
    for (uint32_t i = 0; i < e->evidence_count; i++) {
        for (int k = 0; k < 2; k++) {
            int64_t was = e->evidence[i].source[k];
            e->evidence[i].source[k] = e->evidence[i].target[k];
            e->evidence[i].target[k] = was;
        }
    }
}

static const char *quad_colour(dm_quad q)
{
    static const char *const colour[QUAD_COUNT] = {
        [QUAD_NONE] = "#888888",
        [QUAD_VERBAL_COOPERATION] = "#66aadd",
        [QUAD_MATERIAL_COOPERATION] = "#1155aa",
        [QUAD_VERBAL_CONFLICT] = "#ee9966",
        [QUAD_MATERIAL_CONFLICT] = "#bb2222",
        [QUAD_NEUTRAL] = "#aaaaaa",
    };
    return colour[q];
}

static void edge_of(builder *b, const dm_relation *r)
{
    const dm_rel_info *info = &rel_table[r->rel];
    const dm_extract_options *opt = b->in->options;
    if (!b->keep[r->rel] || (opt->no_derived && r->derived) ||
        (double)r->confidence < opt->min_confidence)
        return;
    dm_arena *a = &b->g->arena;
    dm_gedge e = {.source = r->source,
                  .target = r->target,
                  .relation = str_z(info->name),
                  .family = str_z(family_name(info->family)),
                  .predicate = str_dup(a, r->predicate),
                  .symmetric = info->symmetric,
                  .former = r->former,
                  .derived = r->derived,
                  .polarity = str_z(polarity_name((dm_polarity)r->polarity)),
                  .modality = str_z(modality_name((dm_modality)r->modality)),
                  .attributed_to = str_dup(a, entity_id(b, r->attributed_to)),
                  .rule = str_dup(a, r->rule),
                  .why = opt->explain ? str_dup(a, r->why) : STR(""),
                  .date = str_dup(a, r->date),
                  .date_text = str_dup(a, r->date_text),
                  .quad = str_z(quad_name(info->quad)),
                  .color = str_z(quad_colour(info->quad)),
                  .confidence = (double)r->confidence};
    edge_evidence(b, r, &e);
    edge_turn(b->g, &e);
    vec_push(&b->edges, e);
}

/* Pairs named together in one unit (sentence or paragraph), one edge a pair, weight = units. */
static void cooccurrence(builder *b)
{
    const dm_document *d = b->in->doc;
    const dm_cast *c = b->in->cast;
    bool paragraph = b->in->options->cooccurrence == DM_COOCCURRENCE_PARAGRAPH;
    dm_relations pairs = {0};
    for (uint32_t i = 0; i < c->mention_count; i++) {
        const dm_mention *m = &c->mentions[i];
        uint32_t s = m->entity == ENTITY_NONE ? 0 : d->tokens[m->begin].sentence;
        for (uint32_t j = i + 1; m->entity != ENTITY_NONE && j < c->mention_count; j++) {
            const dm_mention *n = &c->mentions[j];
            uint32_t t = d->tokens[n->begin].sentence;
            if (paragraph ? d->sentences[s].paragraph != d->sentences[t].paragraph : s != t)
                break;
            if (n->entity == ENTITY_NONE || m->form != FORM_NAMED || n->form != FORM_NAMED)
                continue;
            dm_relation r = {.source = m->entity,
                             .target = n->entity,
                             .rel = REL_cooccurrence,
                             .attributed_to = ENTITY_NONE,
                             .confidence = 1.0F,
                             .predicate = STR("named with"),
                             .rule = STR("cooccurrence")};
            dm_evidence e = {s, m->begin, m->end, n->begin, n->end, 0, 0};
            relations_add(&pairs, &b->g->arena, &r, &e);
        }
    }
    relations_sort(&pairs);
    for (size_t i = 0; i < pairs.len; i++)
        edge_of(b, &pairs.at[i]);
    relations_free(&pairs);
}

dm_status graph_build(const dm_build_input *in, dm_graph **out, dm_error *err)
{
    builder b = {.in = in};
    const char *list = in->options->relations ? in->options->relations : "state,event";
    DM_TRY(relation_filter(list, b.keep, err));
    if (in->options->cooccurrence != DM_COOCCURRENCE_NONE)
        b.keep[REL_cooccurrence] = true;
    dm_graph *g = b.g = graph_new();
    g->directed = g->multigraph = true;
    g->id = str_dup(&g->arena, in->doc->id);
    g->generator = str_fmt(&g->arena, "dramatis %s", dm_version());
    g->model = str_dup(&g->arena, str_z(in->model));
    g->doc_count = 1;
    g->docs = ARENA_NEW(&g->arena, dm_gdoc);
    g->docs[0] = doc_of(&b);
    note_wishes(&b, ENTITY_NONE, &g->attrs, &g->attr_count);
    g->node_count = in->cast->entity_count;
    g->nodes = ARENA_ARRAY(&g->arena, dm_gnode, g->node_count);
    for (uint32_t i = 0; i < g->node_count; i++)
        node_of(&b, &in->cast->entities[i], &g->nodes[i]);
    for (size_t i = 0; i < in->relations->len; i++)
        edge_of(&b, &in->relations->at[i]);
    if (in->options->cooccurrence != DM_COOCCURRENCE_NONE)
        cooccurrence(&b);
    vec_take(&g->arena, &b.edges, g->edges, g->edge_count);
    graph_sort(g);
    *out = g;
    return DM_OK;
}
