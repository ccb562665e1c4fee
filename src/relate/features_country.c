/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an entity has to do with a country, and how the tree joins two mentions. */
#include "relate/features.h"

enum { PATH_MAX = 8 };

/* How well one source of hints fits a country. */
enum { HINT_NONE, HINT_ELSEWHERE, HINT_AMONG, HINT_BEST, HINT_ONLY };

typedef struct {
    uint8_t state[HINT_COUNT], count[HINT_COUNT], others[HINT_COUNT];
    uint32_t fact, name, before; /* the strongest of each group */
} hint_view;

static uint32_t max_of(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static hint_view view_hints(const dm_space_entity *e, uint16_t country)
{
    hint_view v = {0};
    for (uint32_t i = 0; i < e->hint_count; i++) {
        const dm_hint *h = &e->hints[i];
        uint8_t state = HINT_ELSEWHERE;
        if (h->country == country) {
            state = !h->best ? HINT_AMONG : h->others ? HINT_BEST : HINT_ONLY;
            v.count[h->source] = h->count;
        }
        if (h->best)
            v.others[h->source] = h->others;
        if (state > v.state[h->source])
            v.state[h->source] = state;
    }
    for (uint32_t i = 0; i < LIST_COUNT; i++)
        v.fact = max_of(v.fact, v.state[i]);
    for (uint32_t i = HINT_NAME_DEMONYM; i <= HINT_NAME_PLACE; i++)
        v.name = max_of(v.name, v.state[i] > HINT_ELSEWHERE ? 2 : v.state[i]);
    for (uint32_t i = HINT_BEFORE1; i <= HINT_BEFORE3; i++) {
        uint32_t here = v.state[i] > HINT_ELSEWHERE ? (i == HINT_BEFORE1 ? 3 : 2) : v.state[i];
        v.before = max_of(v.before, here);
    }
    return v;
}

static void hint_features(const hint_view *v, uint8_t role, dm_feature_set *out)
{
    for (uint32_t i = 0; i < HINT_COUNT; i++) {
        if (!v->state[i])
            continue;
        uint32_t count = v->count[i] < 3 ? v->count[i] : 3u;
        if (i <= HINT_OTHER_KIND)
            feature_add(out, role, FEATURE_country_fact, i * 8 + v->state[i], v->others[i]);
        else
            feature_add(out, role, FEATURE_country_text, i * 8 + (v->state[i] > HINT_ELSEWHERE),
                        count);
    }
}

/* A title beside a mention whose demonym ("the Pakistani foreign minister") is the country's.
 */
static void title_features(const dm_space *sp, const dm_space_entity *e, uint16_t country,
                           uint8_t role, dm_feature_set *out)
{
    for (uint32_t i = 0; i < e->count; i++) {
        const dm_place_in_text *p = &e->at[i];
        uint32_t first = sp->in->doc->sentences[p->sentence].first;
        for (uint32_t back = 1; back <= 2 && p->begin >= first + back; back++) {
            uint32_t t = p->begin - back;
            const dm_space_token *w = &sp->tokens[t];
            if (!w->title_len)
                continue;
            uint32_t before = t + 1 - w->title_len;
            uint16_t c = w->demonym       ? w->demonym
                         : before > first ? sp->tokens[before - 1].demonym
                                          : (uint16_t)0;
            uint32_t state = !c ? 0 : c == country ? 2 : 1;
            feature_add(out, role, FEATURE_title_demonym, w->title, state);
        }
    }
}

static uint32_t near_state(uint16_t near, uint16_t country)
{
    return !near ? 0 : near == country ? 2 : 1;
}

static void office_features(const dm_space_entity *e, uint16_t country, uint32_t sum,
                            uint32_t best, uint8_t role, dm_feature_set *out)
{
    for (uint32_t o = 1; o < OFFICE_COUNT; o++) {
        if (e->titles_left >> o & 1) {
            feature_add(out, role, FEATURE_country_title, o, sum);
            feature_add(out, role, FEATURE_country_title, o, 1000 + best);
        }
        if (e->titles_right >> o & 1) {
            feature_add(out, role, FEATURE_country_title, 100 + o, sum);
            feature_add(out, role, FEATURE_country_title, 100 + o, 1000 + best);
        }
    }
    for (uint32_t i = 0; i < e->hint_count; i++) {
        const dm_hint *h = &e->hints[i];
        if (h->source == LIST_POLITICIAN)
            feature_add(out, role, FEATURE_country_office, h->office,
                        (h->country == country) * 2u + h->best);
    }
}

static void known_features(const dm_space_entity *e, uint32_t sum, uint32_t best, uint8_t role,
                           dm_feature_set *out)
{
    for (uint32_t i = 0; i < LIST_COUNT; i++) {
        if (e->lists >> i & 1)
            feature_add(out, role, FEATURE_country_known, i, sum);
    }
    for (uint32_t i = 0; i < SUBKIND_COUNT; i++) {
        if (e->subkinds >> i & 1) {
            feature_add(out, role, FEATURE_country_known, 100 + i, sum);
            feature_add(out, role, FEATURE_country_known, 100 + i, 1000 + best);
        }
    }
    if (e->word_count)
        feature_add(out, role, FEATURE_country_known, e->words[e->word_count - 1], best);
}

void country_features(const dm_space *space, const dm_space_entity *e, const dm_space_entity *c,
                      uint8_t role, dm_feature_set *out)
{
    if (!c->country)
        return;
    hint_view v = view_hints(e, c->country);
    uint32_t sum = v.fact * 16 + v.name * 4 + v.before;
    uint32_t best = !e->country ? 0 : e->country == c->country ? 2 : 1;
    uint32_t rank = c->rank < 4 ? c->rank : 4;
    uint32_t near = near_state(e->near[0], c->country) * 3 + near_state(e->near[1], c->country);
    hint_features(&v, role, out);
    feature_add(out, role, FEATURE_country_sum, sum, 0);
    feature_add(out, role, FEATURE_country_sum, 100 + v.fact, v.before);
    feature_add(out, role, FEATURE_country_rank, best, v.fact);
    feature_add(out, role, FEATURE_country_rank, 10 + best, rank);
    feature_add(out, role, FEATURE_country_count, rank,
                space->country_count < 6 ? space->country_count : 6);
    feature_add(out, role, FEATURE_country_near, near, 0);
    feature_add(out, role, FEATURE_country_near, near, 10 + best);
    title_features(space, e, c->country, role, out);
    office_features(e, c->country, sum, best, role, out);
    known_features(e, sum, best, role, out);
}

/* ---- trees ---- */

static uint32_t head_token(const dm_parse *parse, const dm_place_in_text *p)
{
    for (uint32_t t = p->begin; t < p->end; t++) {
        uint32_t h = parse->words[t].head;
        if (h == HEAD_ROOT || h < p->begin || h >= p->end)
            return t;
    }
    return p->end - 1;
}

static uint32_t climb(const dm_parse *parse, uint32_t t, uint32_t *up)
{
    uint32_t n = 0;
    while (t != HEAD_ROOT && n < 24) {
        up[n++] = t;
        t = parse->words[t].head;
    }
    return n;
}

/* Words are shown by their lemma, actors by their kind. */
static uint32_t lemma_symbol(const dm_space *sp, uint32_t t)
{
    uint32_t e = sp->tokens[t].entity;
    dm_str lemma = sp->in->parse->words[t].lemma;
    if (e != ENTITY_NONE)
        return 100u + sp->entities[e].kind;
    return lemma.len ? word_hash(lemma) : sp->tokens[t].low;
}

void path_features(const dm_space *space, const dm_mention_pair *p, bool closest,
                   dm_feature_set *out)
{
    const dm_parse *parse = space->in->parse;
    if (!parse || !parse->words)
        return;
    uint32_t a[24], b[24];
    uint32_t na = climb(parse, head_token(parse, p->s), a);
    uint32_t nb = climb(parse, head_token(parse, p->t), b);
    while (na && nb && a[na - 1] == b[nb - 1]) {
        na--;
        nb--;
    }
    uint8_t role = closest ? 3 : 2;
    uint32_t length = na + nb;
    feature_add(out, role, FEATURE_path_length, length < 9 ? length : 9, 0);
    if (length > PATH_MAX)
        return;
    uint32_t labels = 11, words = 13;
    for (uint32_t i = 0; i < na; i++) {
        labels = (labels ^ parse->words[a[i]].deprel) * 0x01000193u;
        words = (words ^ parse->words[a[i]].deprel) * 0x01000193u;
        uint32_t top = parse->words[a[i]].head;
        if (top != HEAD_ROOT && (i + 1 < na || nb)) {
            words = (words ^ lemma_symbol(space, top)) * 0x01000193u;
            feature_add(out, role, FEATURE_path_word, lemma_symbol(space, top), 0);
        }
    }
    labels = (labels ^ 777u) * 0x01000193u;
    words = (words ^ 777u) * 0x01000193u;
    for (uint32_t i = nb; i-- > 0;) {
        uint32_t top = parse->words[b[i]].head;
        labels = (labels ^ parse->words[b[i]].deprel) * 0x01000193u;
        words = (words ^ parse->words[b[i]].deprel) * 0x01000193u;
        if (top != HEAD_ROOT && (i + 1 < nb || na)) {
            words = (words ^ lemma_symbol(space, top)) * 0x01000193u;
            feature_add(out, role, FEATURE_path_word, lemma_symbol(space, top), 1);
        }
    }
    feature_add(out, role, FEATURE_path, labels | WORD_MARK, 0);
    feature_add(out, role, FEATURE_path_words, words | WORD_MARK, 0);
}
