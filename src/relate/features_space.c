/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prepare an article for questions about pairs: what the lexicon knows of every token and
 * entity. */
#include "base/utf8.h"
#include "base/vec.h"
#include "relate/features.h"
#include "relate/rules.h"

enum {
    BESIDE_MENTIONS = 8,
    FACTS = 24,
    TITLE_WORDS = 5,
    CONTEXT_MENTIONS = 6,
    NAME_WORDS = 12,
    ALIASES = 8
};

typedef VEC(dm_hint) hint_list;
typedef VEC(dm_feature) feature_list;

static const char *const skeleton_words[] = {
    "of",      "in",     "at",  "for",    "from",  "by",
    "with",    "to",     "and", "or",     "'s",    "\xe2\x80\x99s",
    "as",      "is",     "was", "who",    "(",     ")",
    ",",       "-",      ":",   "\"",     "/",     "against",
    "between", "versus", "vs",  "over",   "near",  "his",
    "her",     "its",    "not", "former", "based", "on",
    "under",   ";"};

uint32_t word_hash(dm_str lower)
{
    uint64_t h = str_hash(lower);
    return (uint32_t)(h ^ h >> 32) | WORD_MARK;
}

static bool is_skeleton(dm_str lower)
{
    for (size_t i = 0; i < sizeof skeleton_words / sizeof *skeleton_words; i++) {
        if (str_eq(lower, str_z(skeleton_words[i])))
            return true;
    }
    return false;
}

static void mark_shape(dm_arena *a, dm_str text, dm_space_token *tok)
{
    dm_str lower = str_lower(a, text);
    size_t at = 0;
    uint32_t cp = text.len ? utf8_next(text, &at) : 0;
    tok->low = word_hash(lower);
    tok->capital = cp_is_upper(cp);
    tok->punct = !cp_is_letter(cp) && !cp_is_digit(cp);
    tok->skeleton = is_skeleton(lower);
    tok->entity = ENTITY_NONE;
}

/* The longest title phrase that starts at token t; 0 when there is none. */
static uint32_t title_at(const dm_relate_input *in, uint32_t t, uint32_t end, dm_office *office)
{
    for (uint32_t n = TITLE_WORDS; n > 0; n--) {
        if (t + n > end)
            continue;
        dm_str key = lexicon_key(&in->doc->arena, span_str(in->doc, t, t + n));
        *office = lexicon_title(in->lexicon, key);
        if (*office != OFFICE_none)
            return n;
    }
    return 0;
}

static void mark_titles(const dm_relate_input *in, const dm_sentence *s, dm_space_token *tokens)
{
    for (uint32_t t = s->first; t < s->end;) {
        dm_office office = OFFICE_none;
        uint32_t n = tokens[t].punct ? 0 : title_at(in, t, s->end, &office);
        for (uint32_t k = 0; k < n; k++)
            tokens[t + k].title = (uint8_t)office;
        if (n)
            tokens[t + n - 1].title_len = (uint8_t)n;
        t += n ? n : 1;
    }
}

static void mark_facts(const dm_fact *facts, uint32_t n, dm_space_token *tok, uint32_t len)
{
    for (uint32_t i = 0; i < n; i++) {
        uint16_t c = country_code(facts[i].country);
        for (uint32_t k = 0; c && k < len; k++) {
            dm_space_token *w = &tok[k];
            bool place = facts[i].list == LIST_CITY || facts[i].list == LIST_CAPITAL ||
                         facts[i].list == LIST_REGION;
            if (facts[i].list == LIST_DEMONYM && !w->demonym)
                w->demonym = c;
            else if (facts[i].list == LIST_COUNTRY && !w->country)
                w->country = c;
            else if (place && !w->place && !facts[i].ambiguous)
                w->place = c;
        }
    }
}

/* Demonyms, countries, cities: the longest name of at most three tokens from each capital. */
static void mark_places(const dm_relate_input *in, const dm_sentence *s, dm_space_token *tokens)
{
    dm_fact facts[FACTS];
    for (uint32_t t = s->first; t < s->end; t++) {
        if (!tokens[t].capital || tokens[t].demonym || tokens[t].country)
            continue;
        for (uint32_t n = 3; n > 0; n--) {
            if (t + n > s->end)
                continue;
            dm_str key = lexicon_key(&in->doc->arena, span_str(in->doc, t, t + n));
            uint32_t found = lexicon_find(in->lexicon, key, facts, FACTS);
            if (found)
                mark_facts(facts, found < FACTS ? found : FACTS, &tokens[t], n);
            if (tokens[t].demonym || tokens[t].country || tokens[t].place)
                break;
        }
    }
}

static void mark_tokens(const dm_relate_input *in, dm_space_token *tokens)
{
    const dm_document *d = in->doc;
    for (uint32_t t = 0; t < d->token_count; t++)
        mark_shape(&in->doc->arena, token_str(d, t), &tokens[t]);
    for (uint32_t s = 0; s < d->sentence_count; s++) {
        mark_titles(in, &d->sentences[s], tokens);
        mark_places(in, &d->sentences[s], tokens);
    }
}

/* ---- mentions ---- */

static bool all_demonym(const dm_space *sp, const dm_mention *m)
{
    for (uint32_t t = m->begin; t < m->end; t++) {
        if (!sp->tokens[t].demonym)
            return false;
    }
    return true;
}

/* A country's demonyms are evidence about others, not places where it is named - unless the
 * article names it in no other way. */
static uint32_t take_mentions(const dm_space *sp, uint32_t e, bool demonyms, dm_space_entity *x)
{
    const dm_entity *entity = &sp->in->cast->entities[e];
    uint32_t n = 0;
    for (uint32_t i = 0; i < entity->mention_count; i++) {
        const dm_mention *m = &sp->in->cast->mentions[entity->mentions[i]];
        bool other = entity->kind == KIND_country && all_demonym(sp, m);
        if (m->form != FORM_NAMED || m->begin >= m->end || (other && !demonyms))
            continue;
        x->at[n++] =
            (dm_place_in_text){m->begin, m->end, sp->in->doc->tokens[m->begin].sentence};
    }
    return n;
}

static void place_mentions(dm_space *sp, uint32_t e)
{
    const dm_entity *entity = &sp->in->cast->entities[e];
    dm_space_entity *x = &sp->entities[e];
    x->kind = entity->kind;
    x->at = ARENA_ARRAY(&sp->in->doc->arena, dm_place_in_text, entity->mention_count);
    x->count = take_mentions(sp, e, false, x);
    if (!x->count)
        x->count = take_mentions(sp, e, true, x);
}

/* Every token belongs to the innermost mention that covers it. */
static void mark_entities(dm_space *sp)
{
    dm_arena *a = &sp->in->doc->arena;
    uint32_t *width = ARENA_ARRAY(a, uint32_t, sp->in->doc->token_count);
    for (uint32_t e = 0; e < sp->in->cast->entity_count; e++) {
        for (uint32_t i = 0; i < sp->entities[e].count; i++) {
            const dm_place_in_text *p = &sp->entities[e].at[i];
            for (uint32_t t = p->begin; t < p->end; t++) {
                if (width[t] && width[t] <= p->end - p->begin)
                    continue;
                width[t] = p->end - p->begin;
                sp->tokens[t].entity = e;
            }
        }
    }
}

static uint32_t longest_mention(const dm_space_entity *x)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < x->count; i++) {
        if (x->at[i].end - x->at[i].begin > x->at[best].end - x->at[best].begin)
            best = i;
    }
    return best;
}

/* ---- facts ---- */

static bool fits_kind(const dm_fact *f, uint8_t kind)
{
    switch ((dm_kind)kind) {
    case KIND_person:
        return f->list == LIST_POLITICIAN || f->list == LIST_FAMOUS;
    case KIND_organisation:
        return f->list >= LIST_PARTY && f->list <= LIST_ARMED_GROUP;
    case KIND_country:
        return f->list == LIST_COUNTRY;
    case KIND_place:
        return f->list <= LIST_AIRPORT && f->list != LIST_DEMONYM;
    case KIND_group:
        return f->list == LIST_DEMONYM || f->list == LIST_GROUP;
    case KIND_event:
        return f->list == LIST_EVENT;
    case KIND_thing:
    case KIND_COUNT:
        break;
    }
    return false;
}

static void hint_add(hint_list *list, uint16_t country, uint8_t source, uint8_t office)
{
    dm_hint *first = NULL;
    for (size_t i = 0; i < list->len; i++) {
        dm_hint *h = &list->at[i];
        if (h->source != source)
            continue;
        if (h->country == country) {
            h->count = (uint8_t)(h->count < 255 ? h->count + 1 : 255);
            return;
        }
        if (!first)
            first = h;
        h->others = (uint8_t)(h->others < 3 ? h->others + 1 : 3);
    }
    uint8_t others = first ? first->others : 0;
    vec_push(list, ((dm_hint){.country = country,
                              .source = source,
                              .office = office,
                              .count = 1,
                              .best = !first,
                              .others = others}));
}

static void facts_of_name(const dm_space *sp, dm_str name, dm_space_entity *x, hint_list *hints)
{
    dm_fact facts[FACTS];
    dm_str key = lexicon_key(&sp->in->doc->arena, name);
    if (x->kind == KIND_person && str_find(key, STR(" "), 0) == SIZE_MAX)
        return; /* a surname alone is nobody in particular */
    uint32_t n = lexicon_find(sp->in->lexicon, key, facts, FACTS);
    for (uint32_t i = 0; i < n && i < FACTS; i++) {
        const dm_fact *f = &facts[i];
        uint16_t c = country_code(f->country);
        bool fits = fits_kind(f, x->kind);
        if (fits) {
            x->lists |= 1u << f->list;
            x->subkinds |= f->subkind < SUBKIND_COUNT ? 1u << f->subkind : 0;
            x->offices |= UINT64_C(1) << f->office;
        }
        if (c && x->kind != KIND_country)
            hint_add(hints, c, fits ? f->list : (uint8_t)HINT_OTHER_KIND, f->office);
        else if (c && fits && !x->country)
            x->country = c;
    }
}

static void facts_of_entity(const dm_space *sp, uint32_t e, hint_list *hints)
{
    const dm_entity *entity = &sp->in->cast->entities[e];
    dm_space_entity *x = &sp->entities[e];
    facts_of_name(sp, entity->label, x, hints);
    for (uint32_t i = 0; i < entity->alias_count && i < ALIASES; i++) {
        if (!str_eq(entity->aliases[i].name, entity->label))
            facts_of_name(sp, entity->aliases[i].name, x, hints);
    }
    if (x->kind == KIND_country && !x->country)
        x->country = country_code(entity->country);
}

/* ---- words of the article ---- */

static void hints_in_name(const dm_space *sp, const dm_place_in_text *p, hint_list *hints)
{
    uint16_t last = 0;
    for (uint32_t t = p->begin; t < p->end; t++) {
        const dm_space_token *w = &sp->tokens[t];
        uint16_t c = w->demonym ? w->demonym : w->country ? w->country : w->place;
        uint8_t source = w->demonym   ? HINT_NAME_DEMONYM
                         : w->country ? HINT_NAME_COUNTRY
                                      : HINT_NAME_PLACE;
        if (c && c != last)
            hint_add(hints, c, source, OFFICE_none);
        last = c;
    }
}

static void hints_around(const dm_space *sp, const dm_place_in_text *p, hint_list *hints)
{
    const dm_sentence *s = &sp->in->doc->sentences[p->sentence];
    for (uint32_t back = 1; back <= 6 && p->begin >= s->first + back; back++) {
        const dm_space_token *w = &sp->tokens[p->begin - back];
        uint8_t source = back == 1 ? HINT_BEFORE1 : back <= 3 ? HINT_BEFORE3 : HINT_BEFORE6;
        if (w->demonym && w->entity != sp->tokens[p->begin].entity)
            hint_add(hints, w->demonym, source, OFFICE_none);
    }
    for (uint32_t t = p->end; t < s->end && t < p->end + 6; t++) {
        if (sp->tokens[t].demonym)
            hint_add(hints, sp->tokens[t].demonym, HINT_AFTER, OFFICE_none);
    }
}

static void titles_beside(const dm_space *sp, const dm_place_in_text *p, dm_space_entity *x)
{
    const dm_sentence *s = &sp->in->doc->sentences[p->sentence];
    for (uint32_t back = 1; back <= 2 && p->begin >= s->first + back; back++) {
        const dm_space_token *w = &sp->tokens[p->begin - back];
        if (w->title && w->title_len) {
            x->titles_left |= UINT64_C(1) << w->title;
            break;
        }
        if (!w->punct)
            break;
    }
    if (p->end >= s->end || !sp->tokens[p->end].punct)
        return;
    for (uint32_t t = p->end + 1; t < s->end && t < p->end + 8; t++) {
        const dm_space_token *w = &sp->tokens[t];
        if (w->title_len) {
            x->titles_right |= UINT64_C(1) << w->title;
            break;
        }
        if (w->punct && !w->skeleton)
            break;
    }
}

static void near_countries(const dm_space *sp, dm_space_entity *x)
{
    const dm_place_in_text *p = &x->at[0];
    const dm_sentence *s = &sp->in->doc->sentences[p->sentence];
    for (uint32_t t = p->begin; t-- > s->first && !x->near[0];) {
        const dm_space_token *w = &sp->tokens[t];
        x->near[0] = w->country ? w->country : w->demonym ? w->demonym : w->place;
    }
    for (uint32_t t = p->end; t < s->end && !x->near[1]; t++) {
        const dm_space_token *w = &sp->tokens[t];
        x->near[1] = w->country ? w->country : w->demonym ? w->demonym : w->place;
    }
}

/* ---- features of an entity by itself ---- */

static void alone(feature_list *list, dm_feature_id id, uint32_t a, uint32_t b)
{
    vec_push(list, ((dm_feature){.id = (uint8_t)id, .a = a, .b = b}));
}

/* What a context shows of token t: other actors by their kind. */
static uint32_t seen_as(const dm_space *sp, uint32_t t)
{
    uint32_t e = sp->tokens[t].entity;
    return e == ENTITY_NONE ? sp->tokens[t].low : 100u + sp->entities[e].kind;
}

static void name_alone(const dm_space *sp, dm_space_entity *x, feature_list *list)
{
    const dm_place_in_text *p = &x->at[longest_mention(x)];
    uint32_t n = p->end - p->begin, whole = 1, caps = 0;
    x->words = ARENA_ARRAY(&sp->in->doc->arena, uint32_t, NAME_WORDS);
    for (uint32_t t = p->begin; t < p->end; t++) {
        whole = whole * 31 + sp->tokens[t].low;
        caps += sp->tokens[t].capital;
        if (x->word_count == NAME_WORDS)
            continue;
        x->words[x->word_count++] = sp->tokens[t].low;
        alone(list, FEATURE_name_word, sp->tokens[t].low, 0);
    }
    dm_str first = token_str(sp->in->doc, p->begin);
    bool upper = first.len > 1 && n == 1;
    for (size_t i = 0; i < first.len && upper; i++)
        upper = !(first.ptr[i] >= 'a' && first.ptr[i] <= 'z');
    alone(list, FEATURE_name_last, sp->tokens[p->end - 1].low, 0);
    alone(list, FEATURE_name_whole, whole | WORD_MARK, 0);
    alone(list, FEATURE_name_shape, n < 5 ? n : 5, upper);
    alone(list, FEATURE_name_shape, 10, caps == n);
}

static void facts_alone(const dm_space_entity *x, feature_list *list)
{
    for (uint32_t i = 0; i < LIST_COUNT; i++) {
        if (x->lists >> i & 1)
            alone(list, FEATURE_known_as, i, 0);
    }
    for (uint32_t i = 0; i < SUBKIND_COUNT; i++) {
        if (x->subkinds >> i & 1)
            alone(list, FEATURE_known_as, 100 + i, 0);
    }
    for (uint32_t i = 1; i < OFFICE_COUNT; i++) {
        if (x->offices >> i & 1)
            alone(list, FEATURE_known_office, i, 0);
        if (x->titles_left >> i & 1)
            alone(list, FEATURE_title_left, i, 0);
        if (x->titles_right >> i & 1)
            alone(list, FEATURE_title_right, i, 0);
    }
    if (!x->lists)
        alone(list, FEATURE_unknown, 0, 0);
}

static void context_alone(const dm_space *sp, const dm_place_in_text *p, feature_list *list)
{
    const dm_sentence *s = &sp->in->doc->sentences[p->sentence];
    uint32_t l1 = p->begin > s->first ? seen_as(sp, p->begin - 1) : 1;
    uint32_t l2 = p->begin > s->first + 1 ? seen_as(sp, p->begin - 2) : 1;
    uint32_t r1 = p->end < s->end ? seen_as(sp, p->end) : 1;
    uint32_t r2 = p->end + 1 < s->end ? seen_as(sp, p->end + 1) : 1;
    alone(list, FEATURE_left_next, l1, 0);
    alone(list, FEATURE_left_two, l2, l1);
    alone(list, FEATURE_right_next, r1, 0);
    alone(list, FEATURE_right_two, r1, r2);
    for (uint32_t back = 1; back <= 4 && p->begin >= s->first + back; back++) {
        if (!sp->tokens[p->begin - back].punct)
            alone(list, FEATURE_left_word, seen_as(sp, p->begin - back), 0);
    }
}

static uint32_t bucket(uint32_t n)
{
    return n < 4 ? n : n < 6 ? 4 : n < 10 ? 5 : n < 16 ? 6 : 7;
}

static void describe(dm_space *sp, uint32_t e)
{
    dm_space_entity *x = &sp->entities[e];
    dm_arena *a = &sp->in->doc->arena;
    hint_list hints = {0};
    feature_list list = {0};
    facts_of_entity(sp, e, &hints);
    if (x->count) {
        hints_in_name(sp, &x->at[longest_mention(x)], &hints);
        for (uint32_t i = 0; i < x->count; i++) {
            hints_around(sp, &x->at[i], &hints);
            titles_beside(sp, &x->at[i], x);
        }
        near_countries(sp, x);
        name_alone(sp, x, &list);
        alone(&list, FEATURE_first_sentence, bucket(x->at[0].sentence), 0);
    }
    facts_alone(x, &list);
    for (uint32_t i = 0; i < x->count && i < CONTEXT_MENTIONS; i++)
        context_alone(sp, &x->at[i], &list);
    alone(&list, FEATURE_mentions, bucket(x->count), 0);
    vec_take(a, &hints, x->hints, x->hint_count);
    vec_take(a, &list, x->alone, x->alone_count);
}

/* How much a hint says: facts by their rank, words of the article by their closeness. */
static uint32_t hint_weight(const dm_hint *h)
{
    if (h->source < HINT_OTHER_KIND)
        return h->best ? (h->others ? 4 : 6) : 2;
    switch (h->source) {
    case HINT_NAME_DEMONYM:
    case HINT_NAME_COUNTRY:
        return 8;
    case HINT_NAME_PLACE:
        return 5;
    case HINT_BEFORE1:
        return 4u + (h->count < 3 ? h->count : 3u);
    case HINT_BEFORE3:
        return 3u + (h->count < 2 ? h->count : 2u);
    case HINT_BEFORE6:
    case HINT_AFTER:
    case HINT_OTHER_KIND:
        return 1;
    default:
        return 0;
    }
}

static void choose_country(dm_space_entity *x)
{
    uint32_t top = 2; /* a stray demonym at some distance does not make a country */
    for (uint32_t i = 0; i < x->hint_count; i++) {
        uint32_t sum = 0;
        for (uint32_t k = 0; k < x->hint_count; k++) {
            if (x->hints[k].country == x->hints[i].country)
                sum += hint_weight(&x->hints[k]);
        }
        if (sum > top) {
            top = sum;
            x->country = x->hints[i].country;
        }
    }
}

/* The nearest entity of each kind before (side 0) or after a mention, at any distance. */
static void look_beside(const dm_space *sp, uint32_t self, const dm_place_in_text *p, int side,
                        uint32_t out[KIND_COUNT][2])
{
    uint32_t missing = KIND_COUNT, end = sp->in->doc->token_count;
    for (int k = 0; k < KIND_COUNT; k++)
        out[k][side] = ENTITY_NONE;
    for (uint32_t t = side ? p->end : p->begin; missing && (side ? t < end : t > 0);) {
        uint32_t e = sp->tokens[side ? t : t - 1].entity;
        t = side ? t + 1 : t - 1;
        if (e == ENTITY_NONE || e == self || out[sp->entities[e].kind][side] != ENTITY_NONE)
            continue;
        out[sp->entities[e].kind][side] = e;
        missing--;
    }
}

static void find_beside(dm_space *sp, uint32_t e)
{
    dm_space_entity *x = &sp->entities[e];
    x->beside_count = x->count < BESIDE_MENTIONS ? x->count : BESIDE_MENTIONS;
    x->beside =
        arena_array(&sp->in->doc->arena, x->beside_count, sizeof *x->beside, alignof(uint32_t));
    for (uint32_t i = 0; i < x->beside_count; i++) {
        look_beside(sp, e, &x->at[i], 0, x->beside[i]);
        look_beside(sp, e, &x->at[i], 1, x->beside[i]);
    }
}

static void rank_entities(dm_space *sp)
{
    uint32_t n = sp->in->cast->entity_count;
    for (uint32_t i = 0; i < n; i++) {
        dm_space_entity *x = &sp->entities[i];
        sp->country_count += x->kind == KIND_country;
        for (uint32_t k = 0; k < n; k++) {
            const dm_space_entity *y = &sp->entities[k];
            x->rank +=
                y->kind == x->kind && (y->count > x->count || (y->count == x->count && k < i));
        }
    }
}

void space_build(const dm_relate_input *in, dm_space *out)
{
    dm_arena *a = &in->doc->arena;
    uint32_t n = in->cast->entity_count;
    *out = (dm_space){.in = in};
    out->tokens = ARENA_ARRAY(a, dm_space_token, in->doc->token_count);
    out->entities = ARENA_ARRAY(a, dm_space_entity, n);
    mark_tokens(in, out->tokens);
    for (uint32_t e = 0; e < n; e++)
        place_mentions(out, e);
    mark_entities(out);
    for (uint32_t e = 0; e < n; e++) {
        describe(out, e);
        if (out->entities[e].kind != KIND_country)
            choose_country(&out->entities[e]);
        find_beside(out, e);
    }
    rank_entities(out);
    rules_find(out);
}
