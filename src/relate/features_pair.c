/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The features of one ordered pair: names, facts, distances, and the words between. */
#include "base/utf8.h"
#include "relate/features.h"

#include <stdlib.h>

enum { SEEN = 4096, CLOSEST = 4, BETWEEN_WORDS = 14, SKELETON_WORDS = 8, SHORT_PATTERN = 6 };

/* Whose words: the source's, the target's, the closest mention pair's (source or target first),
 * any of the closest four's. */
enum {
    ROLE_SOURCE,
    ROLE_TARGET,
    ROLE_PAIR,
    ROLE_CLOSEST,
    ROLE_CLOSEST_BACK,
    ROLE_ANY,
    ROLE_ANY_BACK
};

typedef struct {
    const char *text;
    dm_feature_family family;
} feature_row;

static const feature_row rows[FEATURE_COUNT] = {
#define FEATURE(id, family_, text_) \
    [FEATURE_##id] = {.text = (text_), .family = FEATURES_##family_},
#include "relate/features.def"
#undef FEATURE
};

const char *feature_text(uint8_t id)
{
    return rows[id].text;
}

dm_feature_family feature_family(uint8_t id)
{
    return rows[id].family;
}

const char *feature_family_name(dm_feature_family f)
{
    static const char *const names[FEATURES_COUNT] = {
        "bias",     "names",   "facts",   "around", "titles",
        "distance", "country", "between", "trees",  "rules"};
    return names[f];
}

void feature_set_free(dm_feature_set *f)
{
    free(f->hash);
    free(f->what);
    free(f->seen);
    *f = (dm_feature_set){0};
}

static void set_start(dm_feature_set *f, const dm_space_entity *s, const dm_space_entity *t)
{
    if (!f->seen)
        f->seen = dm_calloc(SEEN, 2 * sizeof *f->seen);
    f->len = 0;
    f->stamp++;
    f->salt = 1u + s->kind * (uint32_t)KIND_COUNT + t->kind;
    f->s = s;
    f->t = t;
}

static uint32_t mix(uint32_t salt, const dm_feature *w)
{
    uint64_t h =
        ((uint64_t)salt << 16 | (uint64_t)w->id << 8 | w->role) * UINT64_C(0x9E3779B97F4A7C15);
    h = (h ^ h >> 29 ^ w->a) * UINT64_C(0xBF58476D1CE4E5B9);
    h = (h ^ h >> 32 ^ w->b) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)(h ^ h >> 31);
}

static bool seen_before(dm_feature_set *f, uint32_t hash)
{
    uint32_t at = hash & (SEEN - 1);
    for (uint32_t i = 0; i < 16; i++, at = (at + 1) & (SEEN - 1)) {
        if (f->seen[2 * at] != f->stamp) {
            f->seen[2 * at] = f->stamp;
            f->seen[2 * at + 1] = hash;
            return false;
        }
        if (f->seen[2 * at + 1] == hash)
            return true;
    }
    return false;
}

void feature_add(dm_feature_set *f, uint8_t role, dm_feature_id id, uint32_t a, uint32_t b)
{
    if (f->skip >> rows[id].family & 1)
        return;
    dm_feature w = {.id = (uint8_t)id, .role = role, .a = a, .b = b};
    uint32_t hash = mix(f->salt, &w);
    if (seen_before(f, hash))
        return;
    if (f->len == f->cap) {
        f->cap = f->cap ? 2 * f->cap : 512;
        f->hash = dm_realloc(f->hash, f->cap * sizeof *f->hash);
        f->what = dm_realloc(f->what, f->cap * sizeof *f->what);
    }
    f->what[f->len] = w;
    f->hash[f->len++] = hash;
}

static uint32_t bucket(uint32_t n)
{
    return n < 4 ? n : n < 6 ? 4 : n < 10 ? 5 : n < 16 ? 6 : n < 32 ? 7 : 8;
}

static void alone_features(const dm_space_entity *e, uint8_t role, dm_feature_set *out)
{
    for (uint32_t i = 0; i < e->alone_count; i++) {
        const dm_feature *w = &e->alone[i];
        feature_add(out, role, (dm_feature_id)w->id, w->a, w->b);
    }
}

/* ---- names and facts of both ---- */

static void name_features(const dm_space_entity *s, const dm_space_entity *t,
                          dm_feature_set *out)
{
    uint32_t shared = 0;
    for (uint32_t i = 0; i < s->word_count; i++) {
        for (uint32_t k = 0; k < t->word_count; k++)
            shared += s->words[i] == t->words[k];
    }
    uint32_t part = !shared ? 0 : shared == t->word_count ? 1 : shared == s->word_count ? 2 : 3;
    feature_add(out, ROLE_PAIR, FEATURE_names_share, shared < 3 ? shared : 3, part);
}

/* Everything that one entity is known as: lists, then sub-kinds, as small numbers. */
static uint32_t known_as(const dm_space_entity *e, uint32_t *out, uint32_t cap)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < LIST_COUNT && n < cap; i++) {
        if (e->lists >> i & 1)
            out[n++] = i;
    }
    for (uint32_t i = 0; i < SUBKIND_COUNT && n < cap; i++) {
        if (e->subkinds >> i & 1)
            out[n++] = 100 + i;
    }
    if (!n && cap)
        out[n++] = 99;
    return n;
}

static void fact_features(const dm_space_entity *s, const dm_space_entity *t,
                          dm_feature_set *out)
{
    uint32_t a[8], b[8];
    uint32_t na = known_as(s, a, 8), nb = known_as(t, b, 8);
    for (uint32_t i = 0; i < na; i++) {
        for (uint32_t k = 0; k < nb; k++)
            feature_add(out, ROLE_PAIR, FEATURE_known_pair, a[i], b[k]);
    }
    for (uint32_t o = 1; o < OFFICE_COUNT; o++) {
        for (uint32_t k = 0; k < nb; k++) {
            if (s->titles_left >> o & 1)
                feature_add(out, ROLE_PAIR, FEATURE_title_known, o, b[k]);
            if (s->titles_right >> o & 1)
                feature_add(out, ROLE_PAIR, FEATURE_title_known, 100 + o, b[k]);
            if (s->offices >> o & 1)
                feature_add(out, ROLE_PAIR, FEATURE_title_known, 200 + o, b[k]);
        }
    }
}

/* ---- where they meet ---- */

static int by_gap(const void *pa, const void *pb)
{
    const dm_mention_pair *a = pa, *b = pb;
    if (a->gap != b->gap)
        return a->gap < b->gap ? -1 : 1;
    if (a->s->begin != b->s->begin)
        return a->s->begin < b->s->begin ? -1 : 1;
    return (a->t->begin > b->t->begin) - (a->t->begin < b->t->begin);
}

static uint32_t gap_of(const dm_place_in_text *s, const dm_place_in_text *t)
{
    if (s->end <= t->begin)
        return t->begin - s->end;
    return t->end <= s->begin ? s->begin - t->end : 0;
}

uint32_t closest_pairs(const dm_space_entity *s, const dm_space_entity *t, dm_mention_pair *out,
                       uint32_t cap)
{
    uint32_t n = 0, from = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        while (from < t->count && t->at[from].sentence < s->at[i].sentence)
            from++;
        for (uint32_t k = from; k < t->count && t->at[k].sentence == s->at[i].sentence; k++) {
            dm_mention_pair p = {&s->at[i], &t->at[k], gap_of(&s->at[i], &t->at[k])};
            if (n == cap && by_gap(&p, &out[n - 1]) >= 0)
                continue;
            uint32_t at = n < cap ? n++ : n - 1;
            for (; at > 0 && by_gap(&p, &out[at - 1]) < 0; at--)
                out[at] = out[at - 1];
            out[at] = p;
        }
    }
    return n;
}

/* Sentences that hold both, and the fewest sentences between any two mentions. */
static void meeting(const dm_space_entity *s, const dm_space_entity *t, uint32_t *common,
                    uint32_t *apart)
{
    uint32_t last = UINT32_MAX, k = 0;
    *common = 0;
    *apart = UINT32_MAX;
    for (uint32_t i = 0; i < s->count; i++) {
        uint32_t at = s->at[i].sentence;
        while (k + 1 < t->count && t->at[k + 1].sentence <= at)
            k++;
        for (uint32_t j = k; j < t->count && j < k + 2; j++) {
            uint32_t other = t->at[j].sentence, d = at > other ? at - other : other - at;
            *apart = d < *apart ? d : *apart;
            if (!d && at != last) {
                ++*common;
                last = at;
            }
        }
    }
}

static uint32_t seen_as(const dm_space *sp, uint32_t t)
{
    uint32_t e = sp->tokens[t].entity;
    return e == ENTITY_NONE ? sp->tokens[t].low : 100u + sp->entities[e].kind;
}

/* The words between as symbols: an actor is one symbol whatever its length.  Long stretches
 * keep both ends. */
static uint32_t symbols_between(const dm_space *sp, uint32_t begin, uint32_t end, uint32_t *out,
                                uint32_t *others)
{
    uint32_t n = 0, last = ENTITY_NONE;
    *others = 0;
    for (uint32_t t = begin; t < end; t++) {
        uint32_t e = sp->tokens[t].entity;
        bool again = e != ENTITY_NONE && e == last;
        last = e;
        *others += e != ENTITY_NONE && !again;
        if (again)
            continue;
        if (n == BETWEEN_WORDS) {
            memmove(&out[n / 2], &out[n / 2 + 1], (n - n / 2 - 1) * sizeof *out);
            n--;
        }
        out[n++] = seen_as(sp, t);
    }
    return n;
}

static uint32_t skeleton_between(const dm_space *sp, uint32_t begin, uint32_t end)
{
    uint32_t h = 7, n = 0, last = 0;
    for (uint32_t t = begin; t < end && n < SKELETON_WORDS; t++) {
        const dm_space_token *w = &sp->tokens[t];
        uint32_t sym = w->entity != ENTITY_NONE ? 100u + sp->entities[w->entity].kind
                       : w->title               ? 200u + w->title
                       : w->demonym             ? 300u
                       : w->skeleton            ? w->low
                                                : 0;
        if (!sym || sym == last)
            continue;
        h = h * 0x01000193u ^ sym;
        last = sym;
        n++;
    }
    return h | WORD_MARK;
}

static void words_between(const dm_space *sp, uint8_t role, const uint32_t *sym, uint32_t n,
                          uint32_t left, dm_feature_set *out)
{
    uint32_t all = 17;
    for (uint32_t i = 0; i < n; i++) {
        feature_add(out, role, FEATURE_between_word, sym[i], 0);
        feature_add(out, role, FEATURE_between_two, i ? sym[i - 1] : 2, sym[i]);
        all = (all ^ sym[i]) * 0x01000193u;
    }
    feature_add(out, role, FEATURE_between_two, n ? sym[n - 1] : 2, 3);
    if (n <= SHORT_PATTERN) {
        feature_add(out, role, FEATURE_between_all, all | WORD_MARK, n);
        feature_add(out, role, FEATURE_between_left, all | WORD_MARK, left);
    }
    (void)sp;
}

static void context_features(const dm_space *sp, const dm_mention_pair *p, uint8_t role,
                             dm_feature_set *out)
{
    const dm_sentence *s = &sp->in->doc->sentences[p->s->sentence];
    const dm_place_in_text *x = p->s->begin <= p->t->begin ? p->s : p->t;
    const dm_place_in_text *y = x == p->s ? p->t : p->s;
    if (x == p->t)
        role++;
    uint32_t sym[BETWEEN_WORDS], others;
    uint32_t n = symbols_between(sp, x->end, y->begin, sym, &others);
    uint32_t left = x->begin > s->first ? seen_as(sp, x->begin - 1) : 1;
    uint32_t stop = y->end > x->end ? y->end : x->end;
    uint32_t right = stop < s->end ? seen_as(sp, stop) : 1;
    words_between(sp, role, sym, n, left, out);
    feature_add(out, role, FEATURE_between_others, others < 4 ? others : 4, bucket(p->gap));
    feature_add(out, role, FEATURE_between_others, 10 + (others < 4 ? others : 4), 0);
    feature_add(out, role, FEATURE_gap, bucket(p->gap), x->end > y->begin);
    feature_add(out, role, FEATURE_skeleton, skeleton_between(sp, x->end, y->begin), 0);
    feature_add(out, role, FEATURE_pair_left, left, 0);
    feature_add(out, role, FEATURE_pair_right, right, 0);
    feature_add(out, role, FEATURE_pair_left_gap, left, bucket(p->gap));
    uint32_t ts = p->s->begin > s->first ? sp->tokens[p->s->begin - 1].title : 0u;
    uint32_t tt = p->t->begin > s->first ? sp->tokens[p->t->begin - 1].title : 0u;
    uint32_t after = y->end + 1 < s->end ? sp->tokens[y->end + 1].title : 0u;
    feature_add(out, role, FEATURE_pair_titles, ts * 64 + tt, bucket(p->gap));
    feature_add(out, role, FEATURE_pair_titles, 10000 + after, bucket(p->gap));
}

static void distance_features(const dm_space *sp, const dm_space_entity *s,
                              const dm_space_entity *t, uint32_t pairs, dm_feature_set *out)
{
    uint32_t common, apart;
    meeting(s, t, &common, &apart);
    uint32_t first = s->count && t->count && s->at[0].begin < t->at[0].begin;
    feature_add(out, ROLE_PAIR, FEATURE_common, common < 4 ? common : 4, 0);
    feature_add(out, ROLE_PAIR, FEATURE_apart, apart == UINT32_MAX ? 99 : bucket(apart), first);
    feature_add(out, ROLE_PAIR, FEATURE_rank, s->rank < 4 ? s->rank : 4, 0);
    feature_add(out, ROLE_PAIR, FEATURE_rank, 10 + (t->rank < 4 ? t->rank : 4), 0);
    feature_add(out, ROLE_PAIR, FEATURE_rank, 100 + (t->rank < 4 ? t->rank : 4), pairs > 0);
    (void)sp;
}

/* How often the other is the nearest of its kind to a mention, across sentences too. */
static void nearest_features(const dm_space *sp, uint32_t source, uint32_t target, uint8_t role,
                             dm_feature_set *out)
{
    const dm_space_entity *s = &sp->entities[source];
    uint8_t kind = sp->entities[target].kind;
    uint32_t before = 0, after = 0, only = s->beside_count;
    for (uint32_t i = 0; i < s->beside_count; i++) {
        before += s->beside[i][kind][0] == target;
        after += s->beside[i][kind][1] == target;
    }
    if (!only)
        return;
    uint32_t first = (s->beside[0][kind][0] == target) + 2u * (s->beside[0][kind][1] == target);
    feature_add(out, role, FEATURE_nearest, first, 0);
    feature_add(out, role, FEATURE_nearest, 10 + (before < 3 ? before : 3),
                after < 3 ? after : 3);
    feature_add(out, role, FEATURE_nearest, 20 + 4 * (before + after) / only, 0);
}

static void rule_features(const dm_space *sp, uint32_t source, uint32_t target,
                          dm_feature_set *out)
{
    uint32_t lo = 0, hi = sp->finding_count;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        const dm_finding *f = &sp->findings[mid];
        if (f->source < source || (f->source == source && f->target < target))
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < sp->finding_count; lo++) {
        const dm_finding *f = &sp->findings[lo];
        if (f->source != source || f->target != target)
            break;
        feature_add(out, ROLE_PAIR, FEATURE_rule, word_hash(str_z(f->rule)), (uint32_t)f->rel);
        feature_add(out, ROLE_PAIR, FEATURE_rule, 0, (uint32_t)f->rel);
    }
}

static void kind_features(const dm_space *sp, const dm_space_entity *s,
                          const dm_space_entity *t, dm_feature_set *out)
{
    if (t->kind == KIND_country)
        country_features(sp, s, t, ROLE_SOURCE, out);
    if (s->kind == KIND_country)
        country_features(sp, t, s, ROLE_TARGET, out);
    uint32_t same = !s->country || !t->country ? !s->country + 2u * !t->country
                    : s->country == t->country ? 4
                                               : 5;
    feature_add(out, ROLE_PAIR, FEATURE_country_same, same, 0);
    uint32_t a[8], n = known_as(t, a, 8);
    for (uint32_t i = 0; i < n; i++)
        feature_add(out, ROLE_PAIR, FEATURE_country_in, same, a[i]);
    n = known_as(s, a, 8);
    for (uint32_t i = 0; i < n; i++)
        feature_add(out, ROLE_PAIR, FEATURE_country_in, 10 + same, a[i]);
}

void pair_features(const dm_space *space, uint32_t source, uint32_t target, dm_feature_set *out)
{
    const dm_space_entity *s = &space->entities[source], *t = &space->entities[target];
    dm_mention_pair near[CLOSEST];
    uint32_t n = closest_pairs(s, t, near, CLOSEST);
    set_start(out, s, t);
    feature_add(out, ROLE_PAIR, FEATURE_bias, n > 0, 0);
    feature_add(out, ROLE_PAIR, FEATURE_bias, 2, 0);
    alone_features(s, ROLE_SOURCE, out);
    alone_features(t, ROLE_TARGET, out);
    name_features(s, t, out);
    fact_features(s, t, out);
    kind_features(space, s, t, out);
    distance_features(space, s, t, n, out);
    nearest_features(space, source, target, ROLE_SOURCE, out);
    nearest_features(space, target, source, ROLE_TARGET, out);
    rule_features(space, source, target, out);
    for (uint32_t i = 0; i < n; i++) {
        context_features(space, &near[i], ROLE_ANY, out);
        path_features(space, &near[i], false, out);
    }
    if (n) {
        context_features(space, &near[0], ROLE_CLOSEST, out);
        path_features(space, &near[0], true, out);
    }
}

void mention_features(const dm_space *space, uint32_t source, uint32_t target,
                      const dm_place_in_text *s, const dm_place_in_text *t, dm_feature_set *out)
{
    dm_mention_pair p = {s, t, gap_of(s, t)};
    set_start(out, &space->entities[source], &space->entities[target]);
    context_features(space, &p, ROLE_ANY, out);
    context_features(space, &p, ROLE_CLOSEST, out);
    path_features(space, &p, false, out);
    path_features(space, &p, true, out);
}

/* ---- in words ---- */

static dm_str word_of(const dm_space *sp, dm_arena *a, uint32_t hash)
{
    if (!(hash & WORD_MARK)) {
        if (hash >= 100 && hash < 100 + KIND_COUNT)
            return str_fmt(a, "[%s]", kind_table[hash - 100].name);
        return str_fmt(a, "%u", (unsigned)hash);
    }
    const dm_document *d = sp->in->doc;
    for (uint32_t t = 0; t < d->token_count; t++) {
        if (sp->tokens[t].low == hash)
            return str_lower(a, token_str(d, t));
    }
    return STR("");
}

static bool says_office(uint8_t id)
{
    return id == FEATURE_title_left || id == FEATURE_title_right ||
           id == FEATURE_known_office || id == FEATURE_title_demonym ||
           id == FEATURE_country_office;
}

dm_str feature_words(const dm_space *space, dm_arena *a, const dm_feature *f)
{
    if (says_office(f->id) && f->a < OFFICE_COUNT)
        return str_fmt(a, "%s: %s", rows[f->id].text, office_name((dm_office)f->a));
    dm_str x = word_of(space, a, f->a), y = f->b ? word_of(space, a, f->b) : STR("");
    if (!x.len)
        return str_dup(a, str_z(rows[f->id].text));
    return str_fmt(a, "%s: %.*s%s%.*s", rows[f->id].text, STR_ARG(x), y.len ? " " : "",
                   STR_ARG(y));
}
