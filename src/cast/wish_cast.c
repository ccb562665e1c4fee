/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wish_cast.c - the user's wishes at work in one article: names found, spellings joined or kept
 * apart, labels and ids given, nodes left out; and which line did what. */
#include "base/utf8.h"
#include "cast/caster.h"
#include "cast/wishes.h"

typedef struct {
    uint32_t a, b; /* spellings */
    uint32_t pair; /* of the file, or WISH_NONE: two actors of the aliases */
} apart_pair;

struct wish_work {
    uint8_t *kind;         /* [actors] as the text shows, or KIND_COUNT */
    uint32_t *found;       /* [forms] mentions */
    uint32_t *form_entity; /* [forms] the entity of a mention */
    bool *refused;         /* [pairs] something was kept apart */
    VEC(apart_pair) apart;
    VEC(dm_wish_note) notes;
};

/* ---- names ---- */

static bool written_as(const wish_form *f, dm_str text)
{
    uint32_t upper = 0, lower = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = utf8_next(text, &at);
        upper += cp_is_upper(cp);
        lower += cp_is_lower(cp);
    }
    return (!f->capital || upper) && (!f->shouted || lower <= 1); /* "US's" */
}

static uint32_t form_at(const caster *c, uint32_t begin, uint32_t end)
{
    dm_str text = span_str(c->doc, begin, end);
    uint32_t f = map_get(&c->wishes->form_of, name_key(c->a, text));
    return f != MAP_NONE && written_as(&c->wishes->forms.at[f], text) ? f : WISH_NONE;
}

static const wish_actor *actor_of(const caster *c, uint32_t form)
{
    return &c->wishes->actors.at[c->wishes->forms.at[form].actor];
}

static void settle_mention(const caster *c, mention *m, uint32_t form)
{
    const wish_actor *a = actor_of(c, form);
    m->wish = form + 1;
    if (a->kind != KIND_COUNT) {
        m->kind = a->kind;
        m->score = 1;
        m->plain = a->kind != KIND_country || a->country[0];
    }
    if (a->kind == KIND_country && a->country[0])
        memcpy(m->iso, a->country, 3);
}

/* The engine's names that the user speaks of. */
static void settle_known(caster *c)
{
    for (uint32_t i = 0; i < c->m_count; i++) {
        mention *m = &c->m[i];
        uint32_t form = form_at(c, m->begin, m->end);
        dm_fact f[FACT_CAP];
        dm_str text = span_str(c->doc, m->begin, m->end);
        if (map_get(&c->wishes->paired, name_key(c->a, text)) != MAP_NONE) {
            /* "Moscow" is kept from "Russia" only when it does not stand for it */
            m->plain = !lex_facts(c, name_trim(text), f, FACT_CAP) || f[0].list != LIST_COUNTRY;
        }
        if (form == WISH_NONE)
            continue;
        uint8_t *kind = &c->wish->kind[c->wishes->forms.at[form].actor];
        if (*kind == KIND_COUNT)
            *kind = m->kind;
        settle_mention(c, m, form);
    }
}

static bool word_like(dm_str token)
{
    size_t at = 0;
    uint32_t cp = utf8_next(token, &at);
    return cp_is_letter(cp) || cp_is_digit(cp);
}

/* The end of the longest form that begins at the token, or begin. */
static uint32_t longest_form(const caster *c, uint32_t begin, uint32_t *form)
{
    dm_str *part, key = name_key(c->a, token_str(c->doc, begin));
    if (!word_like(token_str(c->doc, begin)) || !name_parts(c->a, key, &part))
        return begin;
    uint32_t words = map_get(&c->wishes->longest, part[0]);
    if (words == MAP_NONE)
        return begin;
    uint32_t stop = c->doc->sentences[sentence_of(c, begin)].end;
    uint32_t most = begin + 2 * words + 1;
    for (uint32_t end = most < stop ? most : stop; end > begin; end--) {
        *form = word_like(token_str(c->doc, end - 1)) ? form_at(c, begin, end) : WISH_NONE;
        if (*form != WISH_NONE)
            return end;
    }
    return begin;
}

/* A name of the user's inside a longer name of the text stays part of it. */
static bool inside_name(const caster *c, uint32_t begin, uint32_t end)
{
    uint32_t i = c->owner[begin];
    if (i == NOTHING)
        return false;
    const mention *m = &c->m[i];
    return m->begin <= begin && end <= m->end && m->end - m->begin > end - begin;
}

static bool cuts(const mention *m, const mention *wish)
{
    return m->begin < wish->end && wish->begin < m->end &&
           !(m->begin <= wish->begin && wish->end <= m->end);
}

typedef VEC(mention) mention_list;

static void find_forms(const caster *c, mention_list *found)
{
    for (uint32_t t = 0; t < c->doc->token_count; t++) {
        uint32_t form = WISH_NONE, end = longest_form(c, t, &form);
        if (end == t)
            continue;
        uint8_t kind = actor_of(c, form)->kind;
        if (kind == KIND_COUNT)
            kind = c->wish->kind[c->wishes->forms.at[form].actor];
        uint32_t i = c->owner[t];
        bool known = i != NOTHING && c->m[i].wish;
        if (kind != KIND_COUNT && !known && !inside_name(c, t, end)) {
            mention m = {.begin = t,
                         .end = end,
                         .form = FORM_NAMED,
                         .kind = kind,
                         .score = 1,
                         .spelling = NOTHING,
                         .group = NOTHING};
            settle_mention(c, &m, form);
            vec_push(found, m);
        }
        t = end - 1;
    }
}

static void add_found(caster *c, const mention_list *found)
{
    mention *all = ARENA_ARRAY(c->a, mention, c->m_count + found->len);
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->m_count; i++) {
        bool cut = false;
        for (size_t k = 0; k < found->len && !cut; k++)
            cut = cuts(&c->m[i], &found->at[k]);
        if (!cut)
            all[n++] = c->m[i];
    }
    memcpy(all + n, found->at, found->len * sizeof *all);
    take_mentions(c, all, n + (uint32_t)found->len);
}

void wish_names(caster *c)
{
    if (!c->wishes)
        return;
    mention_list found = {0};
    struct wish_work *w = c->wish = ARENA_NEW(c->a, struct wish_work);
    w->kind = ARENA_ARRAY(c->a, uint8_t, c->wishes->actors.len + 1);
    memset(w->kind, KIND_COUNT, c->wishes->actors.len);
    w->found = ARENA_ARRAY(c->a, uint32_t, c->wishes->forms.len + 1);
    w->form_entity = ARENA_ARRAY(c->a, uint32_t, c->wishes->forms.len + 1);
    w->refused = ARENA_ARRAY(c->a, bool, c->wishes->pairs.len + 1);
    settle_known(c);
    find_forms(c, &found);
    if (found.len)
        add_found(c, &found);
    vec_free(&found);
}

/* ---- joining and keeping apart ---- */

/* Is the spelling a name of this side of the pair? */
static bool on_side(const caster *c, const spelling *s, const wish_pair *p, int side)
{
    if (p->iso[side][0])
        return memcmp(s->iso, p->iso[side], 3) == 0;
    if (p->kind[side] == KIND_COUNT)
        return str_eq(s->key, p->key[side]);
    if (s->kind != p->kind[side])
        return false;
    bool known = str_eq(s->key, p->key[side]);
    for (uint32_t i = 0; i < s->fact_count && !known;
         i++) /* "HC" of organisation/harbour-council */
        known = s->facts[i].kind == s->kind &&
                str_eq(name_key(c->a, lexicon_row_name(c->lex, c->a, s->facts[i].row)),
                       p->key[side]);
    return known;
}

static void keep_apart(caster *c)
{
    const dm_wishes *w = c->wishes;
    for (size_t p = 0; p < w->pairs.len; p++) {
        for (uint32_t i = 0; i < c->s_count; i++) {
            if (!on_side(c, &c->s[i], &w->pairs.at[p], 0))
                continue;
            for (uint32_t j = 0; j < c->s_count; j++) {
                apart_pair x = {i, j, (uint32_t)p};
                if (i != j && on_side(c, &c->s[j], &w->pairs.at[p], 1))
                    vec_push(&c->wish->apart, x);
            }
        }
    }
}

static void join_forms(caster *c)
{
    uint32_t *first = ARENA_ARRAY(c->a, uint32_t, c->wishes->actors.len + 1);
    VEC(uint32_t) canonical = {0};
    memset(first, 0xFF, c->wishes->actors.len * sizeof *first);
    for (uint32_t i = 0; i < c->s_count; i++) {
        if (!c->s[i].wish)
            continue;
        uint32_t actor = c->wishes->forms.at[c->s[i].wish - 1].actor;
        const wish_actor *a = &c->wishes->actors.at[actor];
        if (a->kind != KIND_COUNT)
            c->s[i].kind = a->kind;
        if (first[actor] == NOTHING) {
            first[actor] = i;
            for (size_t k = 0; k < canonical.len && a->canonical; k++) {
                apart_pair x = {canonical.at[k], i, WISH_NONE};
                vec_push(&c->wish->apart, x);
            }
            if (a->canonical)
                vec_push(&canonical, i);
        } else {
            group_join(c, first[actor], i);
        }
    }
    vec_free(&canonical);
}

void wish_joins(caster *c)
{
    if (!c->wishes)
        return;
    keep_apart(c);
    join_forms(c);
}

bool wish_apart(caster *c, uint32_t a, uint32_t b)
{
    if (!c->wish || !c->wish->apart.len)
        return false;
    a = group_root(c, a);
    b = group_root(c, b);
    for (size_t i = 0; i < c->wish->apart.len && a != b; i++) {
        const apart_pair *p = &c->wish->apart.at[i];
        uint32_t x = group_root(c, p->a), y = group_root(c, p->b);
        if ((x == a && y == b) || (x == b && y == a)) {
            if (p->pair != WISH_NONE)
                c->wish->refused[p->pair] = true;
            return true;
        }
    }
    return false;
}

/* ---- entities ---- */

void wish_entities(caster *c)
{
    if (!c->wishes)
        return;
    for (uint32_t i = 0; i < c->m_count; i++) {
        const mention *m = &c->m[i];
        if (!m->wish)
            continue;
        uint32_t e = c->entity_of[m->group];
        c->wish->found[m->wish - 1]++;
        c->wish->form_entity[m->wish - 1] = e;
        const wish_actor *a = actor_of(c, m->wish - 1);
        uint32_t was = c->note.at[e].wish;
        if (!was || (a->canonical && !actor_of(c, was - 1)->canonical))
            c->note.at[e].wish = m->wish;
    }
    for (uint32_t e = 0; e < c->e.len; e++) {
        dm_entity *x = &c->e.at[e];
        if (!c->note.at[e].wish)
            continue;
        const wish_actor *a = actor_of(c, c->note.at[e].wish - 1);
        if (a->canonical)
            x->label = a->name;
        if (a->kind != KIND_COUNT && a->kind != x->kind) {
            x->kind = a->kind;
            x->subkind = SUBKIND_NONE;
            x->gender = a->kind == KIND_person ? '\0' : 'n';
            x->lexicon = UINT32_MAX;
        }
        if (a->subkind != SUBKIND_NONE)
            x->subkind = a->subkind;
        if (a->country[0])
            memcpy(x->country, a->country, 3);
    }
    for (size_t i = 0; i < c->mentions.len; i++)
        c->mentions.at[i].kind = c->e.at[c->mentions.at[i].entity].kind;
}

dm_str wish_id(const caster *c, uint32_t entity)
{
    uint32_t form = c->wishes ? c->note.at[entity].wish : 0;
    return form ? actor_of(c, form - 1)->id : STR("");
}

/* ---- what is left out ---- */

/* An id, the label, or the name most used drops an actor; a name it bears now and then does
 * not. */
static uint32_t drop_at(const caster *c, const dm_entity *e)
{
    uint32_t d = map_get(&c->wishes->drop_of, e->id);
    if (d == MAP_NONE)
        d = map_get(&c->wishes->drop_of, name_key(c->a, e->label));
    if (d == MAP_NONE && e->alias_count)
        d = map_get(&c->wishes->drop_of, name_key(c->a, e->aliases[0].name));
    return d;
}

static uint32_t renumbered(const uint32_t *to, uint32_t old)
{
    return old == ENTITY_NONE ? old : to[old];
}

static void drop_mentions(dm_cast *out, const uint32_t *to, uint32_t tokens)
{
    uint32_t n = 0;
    memset(out->token_entity, 0xFF, (tokens + 1) * sizeof *out->token_entity);
    for (uint32_t i = 0; i < out->entity_count; i++)
        out->entities[i].mention_count = 0;
    for (uint32_t i = 0; i < out->mention_count; i++) {
        dm_mention m = out->mentions[i];
        if (m.entity != ENTITY_NONE && to[m.entity] == ENTITY_NONE)
            continue;
        m.entity = renumbered(to, m.entity);
        for (uint32_t t = m.begin; t < m.end && m.entity != ENTITY_NONE; t++)
            out->token_entity[t] = m.entity;
        if (m.entity != ENTITY_NONE) {
            dm_entity *e = &out->entities[m.entity];
            e->mentions[e->mention_count++] = n;
        }
        out->mentions[n++] = m;
    }
    out->mention_count = n;
}

/* Roles of the office of somebody left out stay, without the "of". */
static void drop_entities(caster *c, const uint32_t *to)
{
    dm_cast *out = c->out;
    uint32_t n = 0;
    for (uint32_t i = 0; i < out->entity_count; i++) {
        dm_entity e = out->entities[i];
        if (to[i] == ENTITY_NONE)
            continue;
        for (uint32_t r = 0; r < e.role_count; r++)
            e.roles[r].of = renumbered(to, e.roles[r].of);
        c->note.at[n] = c->note.at[i];
        out->entities[n++] = e;
    }
    out->entity_count = n;
    drop_mentions(out, to, c->doc->token_count);
    for (uint32_t s = 0; out->speaker && s < c->doc->sentence_count; s++)
        out->speaker[s] = renumbered(to, out->speaker[s]);
    for (size_t i = 0; i < c->wish->notes.len; i++)
        c->wish->notes.at[i].entity = renumbered(to, c->wish->notes.at[i].entity);
}

static void note(caster *c, uint32_t entity, wish_file file, uint32_t line, dm_str what)
{
    dm_wish_note n = {entity, str_fmt(c->a, "%.*s:%u", STR_ARG(c->wishes->file[file]), line),
                      what};
    vec_push(&c->wish->notes, n);
}

static void drop_nodes(caster *c)
{
    dm_cast *out = c->out;
    uint32_t *to = ARENA_ARRAY(c->a, uint32_t, out->entity_count + 1), kept = 0;
    for (uint32_t i = 0; i < out->entity_count; i++) {
        const dm_entity *e = &out->entities[i];
        uint32_t d = drop_at(c, e);
        to[i] = d == MAP_NONE ? kept++ : ENTITY_NONE;
        if (d != MAP_NONE)
            note(c, ENTITY_NONE, WISH_DROP, c->wishes->drops.at[d].line,
                 str_fmt(c->a, "%.*s is left out, mentions: %u", STR_ARG(e->id),
                         (unsigned)e->mention_count));
    }
    if (kept < out->entity_count)
        drop_entities(c, to);
}

static void note_forms(caster *c)
{
    for (uint32_t f = 0; f < c->wishes->forms.len; f++) {
        const wish_form *form = &c->wishes->forms.at[f];
        const wish_actor *a = actor_of(c, f);
        if (!c->wish->found[f] || form->only_name)
            continue;
        bool alias = form->file == WISH_ALIASES;
        note(c, c->wish->form_entity[f], form->file, form->line,
             str_fmt(c->a, "\"%.*s\" is %s%.*s, mentions: %u", STR_ARG(form->text),
                     alias ? "" : "a name, ",
                     STR_ARG(alias ? a->name : str_z(kind_table[a->kind].name)),
                     (unsigned)c->wish->found[f]));
    }
    for (uint32_t p = 0; p < c->wishes->pairs.len; p++) {
        const wish_pair *pair = &c->wishes->pairs.at[p];
        if (c->wish->refused[p])
            note(c, ENTITY_NONE, WISH_NEVER_MERGE, pair->line,
                 str_fmt(c->a, "\"%.*s\" and \"%.*s\" are kept apart", STR_ARG(pair->text[0]),
                         STR_ARG(pair->text[1])));
    }
}

void wish_finish(caster *c)
{
    if (!c->wishes)
        return;
    note_forms(c);
    drop_nodes(c);
    vec_free(&c->wish->apart);
    vec_take(c->a, &c->wish->notes, c->out->wishes, c->out->wish_count);
}
