/* SPDX-License-Identifier: GPL-3.0-or-later */
/* finish.c - the parts become one dm_cast: mentions in order, aliases counted, ids given. */
#include "base/utf8.h"
#include "cast/caster.h"

static int mention_order(const void *x, const void *y)
{
    const dm_mention *a = x, *b = y;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    if (a->end != b->end)
        return a->end > b->end ? -1 : 1;
    return a->form < b->form ? -1 : a->form > b->form;
}

static int alias_order(const void *x, const void *y)
{
    const dm_alias *a = x, *b = y;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return str_cmp(a->name, b->name);
}

static void count_aliases(caster *c, dm_entity *e)
{
    dm_map seen = {0};
    e->aliases = ARENA_ARRAY(c->a, dm_alias, e->mention_count + 1);
    for (uint32_t i = 0; i < e->mention_count; i++) {
        const dm_mention *m = &c->out->mentions[e->mentions[i]];
        if (m->form != FORM_NAMED)
            continue;
        dm_str text = name_trim(span_str(c->doc, m->begin, m->end));
        uint32_t at = map_get_or_set(&seen, text, e->alias_count);
        if (at == e->alias_count)
            e->aliases[e->alias_count++].name = text;
        e->aliases[at].count++;
    }
    map_free(&seen);
    qsort(e->aliases, e->alias_count, sizeof *e->aliases, alias_order);
}

static int role_order(const void *x, const void *y)
{
    const dm_role *a = x, *b = y;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    return a->end < b->end ? -1 : a->end > b->end;
}

/* The first country an office of the person belongs to. */
static void country_of_roles(const caster *c, dm_entity *e)
{
    for (uint32_t r = 0; r < e->role_count && e->kind == KIND_person && !e->country[0]; r++) {
        const dm_role *role = &e->roles[r];
        if (role->of != ENTITY_NONE && role->office != OFFICE_diplomat)
            memcpy(e->country, c->out->entities[role->of].country, 3);
    }
}

static void fill_entities(caster *c)
{
    dm_cast *out = c->out;
    for (uint32_t i = 0; i < out->mention_count; i++) {
        if (out->mentions[i].entity != ENTITY_NONE)
            out->entities[out->mentions[i].entity].mention_count++;
    }
    for (uint32_t k = 0; k < out->entity_count; k++) {
        dm_entity *e = &out->entities[k];
        e->mentions = ARENA_ARRAY(c->a, uint32_t, e->mention_count + 1);
        e->mention_count = 0;
    }
    for (uint32_t i = 0; i < out->mention_count; i++) {
        if (out->mentions[i].entity == ENTITY_NONE)
            continue;
        dm_entity *e = &out->entities[out->mentions[i].entity];
        e->mentions[e->mention_count++] = i;
    }
    for (uint32_t k = 0; k < out->entity_count; k++) {
        dm_entity *e = &out->entities[k];
        count_aliases(c, e);
        vec_take(c->a, &c->note.at[k].roles, e->roles, e->role_count);
        if (e->role_count)
            qsort(e->roles, e->role_count, sizeof *e->roles, role_order);
        country_of_roles(c, e);
    }
}

static void fill_tokens(caster *c)
{
    dm_cast *out = c->out;
    uint32_t n = c->doc->token_count;
    out->token_entity = ARENA_ARRAY(c->a, uint32_t, n + 1);
    memset(out->token_entity, 0xFF, (n + 1) * sizeof *out->token_entity);
    for (uint32_t i = 0; i < out->mention_count; i++) {
        const dm_mention *m = &out->mentions[i];
        for (uint32_t t = m->begin; t < m->end && m->entity != ENTITY_NONE; t++)
            out->token_entity[t] = m->entity;
    }
}

void finish_cast(caster *c)
{
    if (c->mentions.len)
        qsort(c->mentions.at, c->mentions.len, sizeof *c->mentions.at, mention_order);
    vec_take(c->a, &c->mentions, c->out->mentions, c->out->mention_count);
    vec_take(c->a, &c->e, c->out->entities, c->out->entity_count);
    fill_entities(c);
    fill_tokens(c);
}

static dm_str slug(dm_arena *a, dm_str name)
{
    dm_str key = name_key(a, name);
    dm_buf b = {0};
    bool dash = false;
    for (size_t at = 0; at < key.len;) {
        size_t was = at;
        uint32_t cp = utf8_next(key, &at);
        if (cp_is_letter(cp) || cp_is_digit(cp)) {
            if (dash && b.len)
                buf_byte(&b, '-');
            dash = false;
            buf_add(&b, str_slice(key, was, at));
        } else {
            dash = true;
        }
    }
    dm_str s = b.len ? str_dup(a, buf_str(&b)) : STR("unnamed");
    buf_free(&b);
    return s;
}

static dm_str canonical_id(caster *c, const dm_entity *e)
{
    const char *kind = kind_table[e->kind].name;
    if (e->kind == KIND_country && e->country[0]) {
        dm_str iso = str_lower(c->a, str_z(e->country));
        return str_fmt(c->a, "%s/%.*s", kind, STR_ARG(iso));
    }
    dm_str name = e->label;
    if (e->kind == KIND_organisation && e->lexicon != UINT32_MAX)
        name = lexicon_row_name(c->lex, c->a, e->lexicon);
    dm_str s = slug(c->a, name);
    return str_fmt(c->a, "%s/%.*s", kind, STR_ARG(s));
}

/* Different actors of one name get -2, -3 ... in order of first mention. */
void give_ids(caster *c)
{
    dm_map used = {0};
    for (uint32_t i = 0; i < c->out->entity_count; i++) {
        dm_entity *e = &c->out->entities[i];
        dm_str base = wish_id(c, i);
        if (!base.len)
            base = canonical_id(c, e);
        e->id = base;
        for (uint32_t n = 2; map_get(&used, e->id) != MAP_NONE; n++)
            e->id = str_fmt(c->a, "%.*s-%u", STR_ARG(base), n);
        map_set(&used, e->id, i);
    }
    map_free(&used);
}
