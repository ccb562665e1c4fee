/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/tree.h"

static void link_children(dm_tree *t)
{
    uint32_t n = t->doc->token_count;
    for (uint32_t i = 0; i < n; i++)
        t->first_child[i] = t->next_child[i] = TOKEN_NONE;
    for (uint32_t i = n; i-- > 0;) {
        uint32_t h = t->words[i].head;
        if (h == HEAD_ROOT || h >= n)
            continue;
        t->next_child[i] = t->first_child[h];
        t->first_child[h] = i;
    }
}

/* A named mention wins over a nominal one of the same head, the longer over the shorter. */
static bool better(const dm_mention *a, const dm_mention *b)
{
    if ((a->entity != ENTITY_NONE) != (b->entity != ENTITY_NONE))
        return a->entity != ENTITY_NONE;
    if (a->form != b->form)
        return a->form < b->form;
    return a->end - a->begin > b->end - b->begin;
}

static void link_mentions(dm_tree *t)
{
    const dm_cast *c = t->cast;
    for (uint32_t i = 0; i < t->doc->token_count; i++)
        t->mention[i] = TOKEN_NONE;
    for (uint32_t m = 0; m < c->mention_count; m++) {
        uint32_t h = c->mentions[m].head;
        if (h < t->doc->token_count && (t->mention[h] == TOKEN_NONE ||
                                        better(&c->mentions[m], &c->mentions[t->mention[h]])))
            t->mention[h] = m;
    }
}

dm_tree tree_of(const dm_relate_input *in)
{
    uint32_t n = in->doc->token_count;
    dm_tree t = {.in = in, .doc = in->doc, .words = in->parse->words, .cast = in->cast};
    t.first_child = ARENA_ARRAY(&in->doc->arena, uint32_t, n);
    t.next_child = ARENA_ARRAY(&in->doc->arena, uint32_t, n);
    t.mention = ARENA_ARRAY(&in->doc->arena, uint32_t, n);
    link_children(&t);
    link_mentions(&t);
    return t;
}

uint32_t child_with(const dm_tree *t, uint32_t token, dm_deprel dep)
{
    uint32_t c = child_first(t, token);
    while (c != TOKEN_NONE && dep_of(t, c) != dep)
        c = child_next(t, c);
    return c;
}

dm_str preposition(const dm_tree *t, uint32_t token)
{
    uint32_t c = child_with(t, token, DEP_case);
    return c == TOKEN_NONE ? STR("") : lemma_at(t, c);
}

bool lemma_in(dm_str lemma, const char *const *list)
{
    for (; *list; list++) {
        if (str_eq(lemma, str_z(*list)))
            return true;
    }
    return false;
}

bool lemma_is(const dm_tree *t, uint32_t token, const char *lemma)
{
    return str_eq(lemma_at(t, token), str_z(lemma));
}

/* ---- phrases ---- */

/* Moscow as the target of a visit or the author of a statement is Russia: the ontology counts a
 * capital that acts, or is visited, as its country. */
uint32_t np_acting(const dm_tree *t, uint32_t entity)
{
    const dm_entity *e = &t->cast->entities[entity];
    if (kind_table[e->kind].actor)
        return entity;
    if (e->kind != KIND_place || !e->country[0])
        return ENTITY_NONE;
    dm_str capital = lexicon_capital(t->in->lexicon, e->country);
    if (!capital.len || !str_eq_nocase(capital, e->label))
        return ENTITY_NONE;
    for (uint32_t i = 0; i < t->cast->entity_count; i++) {
        const dm_entity *c = &t->cast->entities[i];
        if (c->kind == KIND_country && memcmp(c->country, e->country, 2) == 0)
            return i;
    }
    return ENTITY_NONE;
}

static bool add(const dm_tree *t, uint32_t token, bool embedded, dm_np *out)
{
    uint32_t m = t->mention[token];
    if (m == TOKEN_NONE || t->cast->mentions[m].entity == ENTITY_NONE)
        return false;
    uint32_t e = np_acting(t, t->cast->mentions[m].entity);
    if (e == ENTITY_NONE)
        return false;
    for (uint32_t i = 0; i < out->count; i++) {
        if (out->at[i].entity == e)
            return true;
    }
    if (out->count < NP_MAX)
        out->at[out->count++] =
            (dm_np_actor){e, t->cast->mentions[m].begin, t->cast->mentions[m].end, embedded};
    return true;
}

/* Nouns that speak and act for whom they belong to, besides those the lexicon knows. */
static const char *const proxies[] = {"government",
                                      "authority",
                                      "official",
                                      "force",
                                      "troop",
                                      "army",
                                      "delegation",
                                      "military",
                                      "ministry",
                                      "leadership",
                                      "administration",
                                      "side",
                                      "police",
                                      "soldier",
                                      "regime",
                                      "leader",
                                      "navy",
                                      "jet",
                                      "warplane",
                                      "aircraft",
                                      "missile",
                                      "member",
                                      "lawmaker",
                                      "representative",
                                      "team",
                                      "company",
                                      "firm",
                                      "bank",
                                      "fighter",
                                      "rebel",
                                      "militant",
                                      "diplomat",
                                      "envoy",
                                      "embassy",
                                      "parliament",
                                      "court",
                                      "prosecutor",
                                      "investigator",
                                      "spokesman",
                                      "spokeswoman",
                                      "spokesperson",
                                      "rest",
                                      "one",
                                      "some",
                                      "many",
                                      "most",
                                      "all",
                                      "people",
                                      "citizen",
                                      "counterpart",
                                      "chief",
                                      "agency",
                                      "intelligence",
                                      "establishment",
                                      "unit",
                                      "ship",
                                      "vessel",
                                      "territory",
                                      "border",
                                      "economy",
                                      "state",
                                      "capital",
                                      "president",
                                      "minister",
                                      "foreigner",
                                      "national",
                                      "head",
                                      "interest",
                                      NULL};

static bool is_proxy(const dm_tree *t, uint32_t token)
{
    dm_str lemma = lemma_at(t, token);
    if (lemma_in(lemma, proxies))
        return true;
    dm_agent_word w = lexicon_agent(t->in->lexicon, lemma);
    return w.kind == KIND_person || w.kind == KIND_organisation || w.kind == KIND_group;
}

static bool is_modifier(uint8_t dep)
{
    return dep == DEP_nmod_poss || dep == DEP_amod || dep == DEP_compound ||
           dep == DEP_nmod_desc || dep == DEP_nmod_unmarked;
}

static const char *const owner_prepositions[] = {"of", "from", "for", NULL};

static void add_modifiers(const dm_tree *t, uint32_t token, dm_np *out)
{
    /* "troops loyal to X", "rebels led by X" */
    for (uint32_t c = child_first(t, token); c != TOKEN_NONE; c = child_next(t, c)) {
        bool loyal = lemma_is(t, c, "loyal") || lemma_is(t, c, "lead") ||
                     lemma_is(t, c, "back") || lemma_is(t, c, "ally");
        for (uint32_t k = loyal ? child_first(t, c) : TOKEN_NONE; k != TOKEN_NONE;
             k = child_next(t, k))
            (void)add(t, k, true, out);
    }
    for (uint32_t c = child_first(t, token); c != TOKEN_NONE; c = child_next(t, c)) {
        bool owner = is_modifier(dep_of(t, c)) ||
                     (dep_of(t, c) == DEP_nmod && (str_eq(preposition(t, c), STR("of")) ||
                                                   str_eq(preposition(t, c), STR("from"))));
        if (!owner)
            continue;
        (void)add(t, c, true, out);
        /* "Russian and Turkish forces", "Russia-Turkey forces" */
        for (uint32_t k = child_first(t, c); k != TOKEN_NONE; k = child_next(t, k)) {
            if (dep_of(t, k) == DEP_conj || dep_of(t, k) == DEP_compound)
                (void)add(t, k, true, out);
        }
    }
}

/* "Foreign Minister Ann Lee" where the parser made the title the head: the name it carries. */
static bool add_titled(const dm_tree *t, uint32_t token, dm_np *out)
{
    for (uint32_t c = child_first(t, token); c != TOKEN_NONE; c = child_next(t, c)) {
        uint8_t dep = dep_of(t, c);
        uint32_t m = t->mention[c];
        bool name =
            dep == DEP_flat || dep == DEP_appos || dep == DEP_nmod_desc || dep == DEP_compound;
        if (name && m != TOKEN_NONE && c > token && c <= token + 6 &&
            t->cast->mentions[m].form == FORM_NAMED &&
            t->cast->mentions[m].kind == KIND_person && add(t, c, false, out))
            return true;
    }
    return false;
}

/* "the government" of an article is that of the country it names most. */
static void add_government(const dm_tree *t, uint32_t token, dm_np *out)
{
    static const char *const governments[] = {"government", "authority", "parliament", "regime",
                                              NULL};
    uint32_t det = child_with(t, token, DEP_det), best = ENTITY_NONE;
    if (!lemma_in(lemma_at(t, token), governments) || det == TOKEN_NONE ||
        !lemma_is(t, det, "the") || out->count >= NP_MAX)
        return;
    for (uint32_t i = 0; i < t->cast->entity_count; i++) {
        const dm_entity *e = &t->cast->entities[i];
        if (e->kind == KIND_country &&
            (best == ENTITY_NONE || e->mention_count > t->cast->entities[best].mention_count))
            best = i;
    }
    if (best != ENTITY_NONE)
        out->at[out->count++] = (dm_np_actor){best, token, token + 1, true};
}

void np_own_actors(const dm_tree *t, uint32_t token, dm_np *out)
{
    uint32_t before = out->count;
    if (!add(t, token, false, out) && !add_titled(t, token, out) && is_proxy(t, token)) {
        add_modifiers(t, token, out);
        if (out->count == before)
            add_government(t, token, out);
    }
}

static void np_walk(const dm_tree *t, uint32_t token, int depth, dm_np *out)
{
    uint32_t before = out->count;
    np_own_actors(t, token, out);
    if (depth >= 8)
        return;
    for (uint32_t c = child_first(t, token); c != TOKEN_NONE; c = child_next(t, c)) {
        if (dep_of(t, c) == DEP_conj)
            np_walk(t, c, depth + 1, out);
        else if ((dep_of(t, c) == DEP_appos || dep_of(t, c) == DEP_flat) &&
                 out->count == before)
            np_walk(t, c, depth + 1, out);
    }
}

void np_actors(const dm_tree *t, uint32_t token, dm_np *out)
{
    np_walk(t, token, 0, out);
}

void np_things(const dm_tree *t, uint32_t token, dm_np *out)
{
    uint32_t m = t->mention[token];
    if (m == TOKEN_NONE || t->cast->mentions[m].entity == ENTITY_NONE || out->count >= NP_MAX)
        return;
    uint8_t kind = t->cast->entities[t->cast->mentions[m].entity].kind;
    if (kind == KIND_thing || kind == KIND_event)
        out->at[out->count++] =
            (dm_np_actor){t->cast->mentions[m].entity, t->cast->mentions[m].begin,
                          t->cast->mentions[m].end, false};
}

void np_owners(const dm_tree *t, uint32_t token, dm_np *out)
{
    for (uint32_t c = child_first(t, token); c != TOKEN_NONE; c = child_next(t, c)) {
        uint8_t dep = dep_of(t, c);
        if (is_modifier(dep) ||
            (dep == DEP_nmod && lemma_in(preposition(t, c), owner_prepositions)) ||
            (dep == DEP_nmod && str_eq(preposition(t, c), STR("by"))))
            np_walk(t, c, 1, out);
    }
}
