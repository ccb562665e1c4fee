/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/event_phrase.h"

/* ---- how far a phrase reaches ---- */

static const char *const inner_prepositions[] = {"of",   "in",   "for",       "from", "at",
                                                 "near", "with", "including", "like", NULL};

static bool dep_in(uint8_t dep, const uint8_t *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i] == dep)
            return true;
    }
    return false;
}

/* "Haifa, the port": what stands beside a place only tells of it. */
static bool names_place(const dm_tree *t, uint32_t head)
{
    uint32_t m = t->mention[head];
    if (m == TOKEN_NONE || t->cast->mentions[m].form != FORM_NAMED)
        return false;
    uint8_t kind = t->cast->mentions[m].kind;
    return kind == KIND_place || kind == KIND_country;
}

/* Does this child of the phrase's head belong to the phrase? */
static bool belongs(const dm_tree *t, uint32_t child, uint32_t head)
{
    static const uint8_t always[] = {DEP_det,       DEP_amod,      DEP_compound,
                                     DEP_nummod,    DEP_flat,      DEP_fixed,
                                     DEP_nmod_desc, DEP_nmod_poss, DEP_det_predet};
    static const uint8_t before[] = {DEP_advmod, DEP_nmod_unmarked, DEP_obl_unmarked};
    bool left = child < head;
    uint8_t dep = dep_of(t, child);
    if (dep == DEP_appos)
        return !left && !names_place(t, head);
    if (dep == DEP_nmod)
        return left || lemma_in(preposition(t, child), inner_prepositions);
    return dep_in(dep, always, sizeof always) || (left && dep_in(dep, before, sizeof before));
}

/* Below a child everything belongs but clauses. */
static bool belongs_below(const dm_tree *t, uint32_t token)
{
    uint8_t dep = dep_of(t, token);
    return dep != DEP_acl_relcl && dep != DEP_parataxis && dep != DEP_advcl;
}

static void mark_below(const dm_tree *t, uint32_t token, int depth, bool *in, uint32_t first,
                       uint32_t end)
{
    if (token < first || token >= end || depth > 12)
        return;
    in[token - first] = true;
    for (uint32_t c = child_first(t, token); c != TOKEN_NONE; c = child_next(t, c)) {
        if (belongs_below(t, c))
            mark_below(t, c, depth + 1, in, first, end);
    }
}

enum { REACH = 40 }; /* tokens to either side of the head */

void phrase_extent(const dm_tree *t, uint32_t head, uint32_t *begin, uint32_t *end)
{
    const dm_sentence *s = &t->doc->sentences[t->doc->tokens[head].sentence];
    uint32_t first = head > s->first + REACH ? head - REACH : s->first;
    uint32_t stop = head + REACH < s->end ? head + REACH : s->end;
    bool in[2 * REACH + 1] = {0};
    in[head - first] = true;
    for (uint32_t c = child_first(t, head); c != TOKEN_NONE; c = child_next(t, c)) {
        if (belongs(t, c, head))
            mark_below(t, c, 0, in, first, stop);
    }
    *begin = head;
    *end = head + 1;
    for (uint32_t i = head; i-- > first;) {
        if (in[i - first])
            *begin = i;
        else if (t->words[i].upos != UPOS_PUNCT)
            break;
    }
    for (uint32_t i = head + 1; i < stop; i++) {
        if (in[i - first])
            *end = i + 1;
        else if (t->words[i].upos != UPOS_PUNCT)
            break;
    }
    /* the final "'s" of "Israel's decision" is the decision's */
    while (*end > head + 1 && t->words[*end - 1].upos == UPOS_PUNCT &&
           !str_eq(token_str(t->doc, *end - 1), STR(")")))
        --*end;
}

/* ---- the phrases of a sentence ---- */

static bool may_head(const dm_tree *t, uint32_t token)
{
    uint8_t u = t->words[token].upos, d = dep_of(t, token);
    if (u != UPOS_NOUN && u != UPOS_PROPN)
        return false;
    return d == DEP_nsubj || d == DEP_nsubj_pass || d == DEP_nsubj_outer || d == DEP_obj ||
           d == DEP_iobj || d == DEP_obl || d == DEP_obl_agent || d == DEP_nmod ||
           d == DEP_nmod_poss || d == DEP_conj || d == DEP_root;
}

/* A second token of the same phrase: "Russia's president, Mr Putin". */
static bool covered(const dm_phrase *list, uint32_t n, uint32_t entity, uint32_t token)
{
    for (uint32_t i = 0; i < n; i++) {
        if (list[i].entity == entity && token >= list[i].begin && token < list[i].end)
            return true;
    }
    return false;
}

static void push(const dm_tree *t, uint32_t head, uint32_t entity, uint8_t form, bool embedded,
                 dm_phrase *out, uint32_t *n)
{
    if (*n + 1 >= PHRASES_MAX || covered(out, *n, entity, head))
        return;
    dm_phrase p = {.head = head, .entity = entity, .form = form, .embedded = embedded};
    phrase_extent(t, head, &p.begin, &p.end);
    out[(*n)++] = p;
}

/* "Turkish" of "Turkish forces": the forces' phrase speaks for both. */
static bool spoken_for(const dm_tree *t, uint32_t token, uint32_t entity)
{
    uint32_t head = t->words[token].head;
    uint8_t d = dep_of(t, token);
    if (head == HEAD_ROOT || !may_head(t, head) ||
        (d != DEP_amod && d != DEP_compound && d != DEP_nmod_poss && d != DEP_nmod_desc))
        return false;
    uint32_t m = t->mention[head];
    if (m != TOKEN_NONE && t->cast->mentions[m].entity != ENTITY_NONE)
        return false;
    dm_np np = {0};
    np_own_actors(t, head, &np);
    for (uint32_t i = 0; i < np.count; i++) {
        if (np.at[i].entity == entity)
            return true;
    }
    return false;
}

/* The entity that a mention stands for in an event: capitals are their countries. */
static uint32_t stands_for(const dm_tree *t, uint32_t token)
{
    uint32_t m = t->mention[token];
    if (m == TOKEN_NONE || t->cast->mentions[m].entity == ENTITY_NONE)
        return ENTITY_NONE;
    uint32_t e = np_acting(t, t->cast->mentions[m].entity);
    return e == ENTITY_NONE ? t->cast->mentions[m].entity : e;
}

static uint32_t speaker_of(const dm_tree *t, uint32_t sentence, const dm_phrase *list,
                           uint32_t n)
{
    uint32_t who = t->cast->speaker ? t->cast->speaker[sentence] : ENTITY_NONE;
    for (uint32_t i = 0; i < n; i++) {
        if (list[i].entity == who)
            return ENTITY_NONE;
    }
    return who;
}

uint32_t phrases_of(const dm_tree *t, uint32_t sentence, dm_phrase out[PHRASES_MAX])
{
    const dm_sentence *s = &t->doc->sentences[sentence];
    uint32_t n = 0;
    for (uint32_t i = s->first; i < s->end; i++) {
        uint32_t e = stands_for(t, i);
        if (e != ENTITY_NONE && !spoken_for(t, i, e)) {
            push(t, i, e, t->cast->mentions[t->mention[i]].form, false, out, &n);
            continue;
        }
        if (e != ENTITY_NONE || !may_head(t, i))
            continue;
        dm_np np = {0};
        np_own_actors(t, i, &np);
        for (uint32_t k = 0; k < np.count && k < 3; k++)
            push(t, i, np.at[k].entity, FORM_NOMINAL, true, out, &n);
    }
    uint32_t who = speaker_of(t, sentence, out, n);
    if (who != ENTITY_NONE && n && n < PHRASES_MAX)
        out[n++] = (dm_phrase){.head = TOKEN_NONE, .entity = who, .form = FORM_PRONOUN};
    return n;
}

/* ---- who has no name ---- */

static void unnamed_mention(dm_cast *c, dm_arena *a, const dm_mention *m, const dm_entity *e)
{
    c->mentions[c->mention_count] = *m;
    c->entities[c->entity_count] = *e;
    dm_entity *mine = &c->entities[c->entity_count++];
    mine->mentions = ARENA_NEW(a, uint32_t);
    mine->mentions[0] = c->mention_count++;
    mine->mention_count = 1;
    mine->aliases = ARENA_NEW(a, dm_alias);
    mine->aliases[0] = (dm_alias){mine->label, 1};
    mine->alias_count = 1;
}

/* "group/three-villages": letters and digits of the phrase; a number when the id is taken. */
static dm_str unnamed_id(const dm_cast *c, dm_arena *a, const char *kind, dm_str words)
{
    dm_buf b = {0};
    for (size_t i = 0; i < words.len; i++) {
        char x = words.ptr[i];
        bool upper = x >= 'A' && x <= 'Z';
        if (upper || (x >= 'a' && x <= 'z') || (x >= '0' && x <= '9') || (unsigned char)x > 127)
            buf_byte(&b, upper ? (char)(x + 32) : x);
        else if (b.len && b.ptr[b.len - 1] != '-')
            buf_byte(&b, '-');
    }
    dm_str id = str_fmt(a, "%s/%.*s", kind, (int)b.len, b.len ? b.ptr : "");
    buf_free(&b);
    uint32_t same = 0;
    for (uint32_t i = 0; i < c->entity_count; i++)
        same += str_eq(c->entities[i].id, id) || (str_starts(c->entities[i].id, id) && same);
    return same ? str_fmt(a, "%.*s-%u", STR_ARG(id), (unsigned)same + 1) : id;
}

static void unnamed_entity(const dm_relate_input *in, const dm_tree *t, uint32_t head,
                           dm_cast *c)
{
    dm_arena *a = &in->doc->arena;
    dm_agent_word w = lexicon_agent(in->lexicon, lemma_at(t, head));
    uint32_t begin, end;
    phrase_extent(t, head, &begin, &end);
    while (begin < head && dep_of(t, begin) == DEP_det && t->words[begin].upos == UPOS_DET)
        begin++;
    uint8_t kind = w.kind < KIND_COUNT ? w.kind : (uint8_t)KIND_thing;
    dm_str label = str_dup(a, span_str(in->doc, begin, end));
    dm_mention m = {.begin = begin,
                    .end = end,
                    .head = head,
                    .entity = c->entity_count,
                    .form = FORM_NOMINAL,
                    .kind = kind,
                    .score = 1};
    dm_entity e = {.id = unnamed_id(c, a, kind_table[kind].name, label),
                   .label = label,
                   .kind = kind,
                   .subkind = w.kind < KIND_COUNT ? w.subkind : (uint8_t)SUBKIND_NONE,
                   .gender = w.kind < KIND_COUNT ? w.gender : 0,
                   .plural = w.kind < KIND_COUNT && w.plural,
                   .lexicon = UINT32_MAX};
    unnamed_mention(c, a, &m, &e);
}

static bool is_time(const dm_tree *t, uint32_t token)
{
    static const char *const times[] = {"year",  "month",   "week",    "day",    "today",
                                        "night", "morning", "evening", "hour",   "time",
                                        "%",     "percent", "dollar",  "decade", NULL};
    dm_str p = preposition(t, token);
    return lemma_in(lemma_at(t, token), times) || str_eq(p, STR("since")) ||
           str_eq(p, STR("during")) || t->words[token].upos == UPOS_NUM;
}

uint32_t unnamed_add(const dm_relate_input *in, dm_cast *cast)
{
    uint32_t named = cast->entity_count, tokens = in->doc->token_count;
    dm_arena *a = &in->doc->arena;
    dm_tree t = tree_of(in);
    dm_mention *m = ARENA_ARRAY(a, dm_mention, cast->mention_count + tokens);
    dm_entity *e = ARENA_ARRAY(a, dm_entity, cast->entity_count + tokens);
    if (cast->mention_count)
        memcpy(m, cast->mentions, cast->mention_count * sizeof *m);
    if (cast->entity_count)
        memcpy(e, cast->entities, cast->entity_count * sizeof *e);
    cast->mentions = m;
    cast->entities = e;
    for (uint32_t i = 0; i < tokens; i++) {
        dm_np np = {0};
        if (!may_head(&t, i) || is_time(&t, i) ||
            (t.mention[i] != TOKEN_NONE && cast->mentions[t.mention[i]].entity != ENTITY_NONE))
            continue;
        np_own_actors(&t, i, &np);
        if (!np.count)
            unnamed_entity(in, &t, i, cast);
    }
    return named;
}

static bool in_use(const dm_relations *list, uint32_t entity)
{
    for (size_t i = 0; i < list->len; i++) {
        if (list->at[i].source == entity || list->at[i].target == entity)
            return true;
    }
    return false;
}

static uint32_t renamed(const uint32_t *to, uint32_t entity)
{
    return entity == ENTITY_NONE ? ENTITY_NONE : to[entity];
}

/* Mentions of those who are left, in order of text again. */
static void mentions_again(dm_cast *c, dm_arena *a, const uint32_t *to)
{
    dm_mention *m = ARENA_ARRAY(a, dm_mention, c->mention_count);
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->mention_count; i++) {
        dm_mention x = c->mentions[i];
        bool gone = x.entity != ENTITY_NONE && to[x.entity] == ENTITY_NONE;
        x.entity = renamed(to, x.entity);
        if (gone)
            continue;
        uint32_t k = n++;
        for (; k > 0 && (m[k - 1].begin > x.begin ||
                         (m[k - 1].begin == x.begin && m[k - 1].end < x.end));
             k--)
            m[k] = m[k - 1];
        m[k] = x;
    }
    for (uint32_t e = 0; e < c->entity_count; e++) {
        dm_entity *x = &c->entities[e];
        uint32_t k = 0;
        for (uint32_t i = 0; i < n && k < x->mention_count; i++) {
            if (m[i].entity == e)
                x->mentions[k++] = i;
        }
        x->mention_count = k;
    }
    c->mentions = m;
    c->mention_count = n;
}

void unnamed_prune(dm_cast *cast, dm_arena *a, uint32_t named, dm_relations *list)
{
    uint32_t kept = named, *to = ARENA_ARRAY(a, uint32_t, cast->entity_count + 1);
    for (uint32_t e = 0; e < cast->entity_count; e++) {
        bool stays = e < named || in_use(list, e);
        to[e] = !stays ? ENTITY_NONE : e < named ? e : kept++;
        if (stays)
            cast->entities[to[e]] = cast->entities[e];
    }
    cast->entity_count = kept;
    for (size_t i = 0; i < list->len; i++) {
        dm_relation *r = &list->at[i];
        r->source = to[r->source];
        r->target = to[r->target];
        r->attributed_to = renamed(to, r->attributed_to);
    }
    mentions_again(cast, a, to);
}
