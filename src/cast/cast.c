/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cast.c - the stages of the cast room in order. */
#include "base/utf8.h"
#include "cast/caster.h"

static void open_caster(caster *c)
{
    uint32_t n = c->doc->token_count;
    c->owner = ARENA_ARRAY(c->a, uint32_t, n + 1);
    c->head_entity = ARENA_ARRAY(c->a, uint32_t, n + 1);
    c->low = ARENA_ARRAY(c->a, dm_str, n + 1);
    c->quoted = ARENA_ARRAY(c->a, bool, n + 1);
    memset(c->owner, 0xFF, (n + 1) * sizeof *c->owner);
    memset(c->head_entity, 0xFF, (n + 1) * sizeof *c->head_entity);
    for (uint32_t t = 0; t < n; t++)
        c->low[t] = str_fold(c->a, token_str(c->doc, t));
}

static void build(caster *c)
{
    *c->out = (dm_cast){0};
    open_caster(c);
    collect_names(c);
    wish_names(c);
    read_countries(c);
    make_spellings(c);
    vote_kinds(c);
    wish_joins(c);
    join_spellings(c);
    join_persons(c);
    make_entities(c);
    wish_entities(c);
    find_quotes(c);
    find_roles(c);
    find_nominals(c);
    find_speakers(c);
    find_pronouns(c);
    find_speakers(c);
    find_first_persons(c);
    finish_cast(c);
    give_ids(c);
    wish_finish(c);
    give_salience(c);
    vec_free(&c->note);
}

void cast_build_wished(const dm_lexicon *lex, const dm_wishes *wishes, dm_document *doc,
                       const dm_parse *parse, dm_cast *out)
{
    caster c = {
        .lex = lex, .wishes = wishes, .doc = doc, .parse = parse, .a = &doc->arena, .out = out};
    build(&c);
}

void cast_build_watched(const dm_lexicon *lex, const coref_watch *watch, dm_document *doc,
                        const dm_parse *parse, dm_cast *out)
{
    caster c = {
        .lex = lex, .watch = watch, .doc = doc, .parse = parse, .a = &doc->arena, .out = out};
    build(&c);
}

void cast_build(const dm_lexicon *lex, dm_document *doc, const dm_parse *parse, dm_cast *out)
{
    cast_build_wished(lex, NULL, doc, parse, out);
}
