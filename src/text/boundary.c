/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/boundary.h"

#include "base/utf8.h"
#include "model/asset.h"
#include "model/container.h"

DM_ASSET(segment)

/* Sorts of words; signs are SORT_SIGN and their first byte's low bits. */
enum {
    SORT_EDGE, /* beyond the paragraph */
    SORT_LOWER,
    SORT_TITLE,
    SORT_UPPER,
    SORT_LETTER, /* one capital letter */
    SORT_MIXED,
    SORT_FIGURE,  /* digits and their marks only */
    SORT_SHORT,   /* one or two digits */
    SORT_FIGURED, /* letters and digits */
    SORT_ABBREV,
    SORT_INITIALS, /* "U.S.", "J." */
    SORT_ADDRESS,
    SORT_SMILEY,
    SORT_OTHER,
    SORT_SIGN = 32
};

static uint8_t sort_of_word(dm_str w)
{
    uint32_t upper = 0, lower = 0, digit = 0, letters = 0;
    bool first_upper = false;
    for (size_t at = 0; at < w.len;) {
        uint32_t cp = utf8_next(w, &at);
        bool up = cp_is_upper(cp);
        first_upper = first_upper || (up && upper + lower + digit == 0);
        upper += up;
        lower += !up && cp_is_lower(cp);
        digit += cp_is_digit(cp);
        letters += cp_is_letter(cp);
    }
    if (digit)
        return letters ? SORT_FIGURED : w.len <= 2 ? SORT_SHORT : SORT_FIGURE;
    if (upper == 0)
        return lower ? SORT_LOWER : SORT_OTHER;
    if (lower == 0)
        return upper == 1 ? SORT_LETTER : SORT_UPPER;
    return first_upper && upper == 1 ? SORT_TITLE : SORT_MIXED;
}

static uint8_t sort_of(dm_str w, token_kind kind)
{
    switch (kind) {
    case TOKEN_WORD:
    case TOKEN_NUMBER:
        return sort_of_word(w);
    case TOKEN_ABBREV:
        return w.len == 2 || (w.len > 3 && w.ptr[1] == '.') ? SORT_INITIALS : SORT_ABBREV;
    case TOKEN_ADDRESS:
        return SORT_ADDRESS;
    case TOKEN_SMILEY:
        return SORT_SMILEY;
    case TOKEN_DOTS:
        return SORT_SIGN + 1;
    case TOKEN_STOP:
    case TOKEN_OPEN:
    case TOKEN_CLOSE:
    case TOKEN_QUOTE:
    case TOKEN_DASH:
    case TOKEN_SIGN:
        break;
    }
    const uint8_t c = (uint8_t)w.ptr[w.len > 2 ? 2 : 0];
    const uint8_t run = w.len > 1 && c < 0x80 ? 96 : 0;
    return (uint8_t)(SORT_SIGN + (c & 0x7F) + run);
}

boundary_token boundary_note(dm_str text, const text_token *tokens, size_t i)
{
    const text_token *t = &tokens[i];
    dm_str w = str_slice(text, t->begin, t->end);
    uint32_t h = 2166136261u;
    for (size_t k = 0; k < w.len && k < 40; k++) {
        const unsigned char c = (unsigned char)w.ptr[k];
        h = (h ^ (c >= 'A' && c <= 'Z' ? c + 32u : c)) * 16777619u;
    }
    const bool gap = i == 0 || t->begin > t[-1].end;
    return (boundary_token){.word = h, .sort = sort_of(w, t->kind), .gap = gap};
}

static bool wordlike(uint8_t sort)
{
    return sort >= SORT_LOWER && sort <= SORT_INITIALS;
}

boundary_state boundary_begin(const boundary_token *notes, size_t count)
{
    boundary_state s = {.at = notes, .count = count};
    for (size_t i = 0; i < count && !s.stops; i++) {
        const uint8_t sort = notes[i].sort;
        s.stops = sort == SORT_SIGN + '.' || sort == SORT_SIGN + '?' ||
                  sort == SORT_SIGN + '!' || sort == SORT_SIGN + 1;
    }
    if (count)
        boundary_pass(&s, 0, true);
    return s;
}

bool boundary_asks(const boundary_state *s, size_t i)
{
    const boundary_token *a = &s->at[i - 1], *b = &s->at[i];
    if (b->rule || b->sure)
        return !b->sure;
    if (!b->gap)
        return !wordlike(a->sort) && a->sort != SORT_SIGN + ',' && a->sort != SORT_SIGN + '-' &&
               wordlike(b->sort);
    return b->sort != SORT_LOWER || !(wordlike(a->sort) || a->sort == SORT_SIGN + ',');
}

static uint32_t bucket(size_t n)
{
    static const uint8_t edges[] = {1, 2, 3, 4, 6, 9, 13, 21, 41};
    uint32_t b = 0;
    while (b < sizeof edges && n > edges[b])
        b++;
    return b;
}

static uint32_t mix(uint32_t which, uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t h = (which + 1) * 0x9E3779B1u;
    h = (h ^ a) * 0x85EBCA6Bu;
    h = (h ^ (h >> 15) ^ b) * 0xC2B2AE35u;
    h = (h ^ (h >> 13) ^ c) * 0x27D4EB2Fu;
    h ^= h >> 16;
    return h & ((1u << BOUNDARY_BITS) - 1);
}

void boundary_features(const boundary_state *s, size_t i, uint32_t out[BOUNDARY_FEATURES])
{
    static const boundary_token edge = {.sort = SORT_EDGE, .gap = true};
    const boundary_token *p1 = &s->at[i - 1], *n1 = &s->at[i];
    const boundary_token *p2 = i > s->first + 1 ? p1 - 1 : &edge;
    const boundary_token *p3 = i > s->first + 2 ? p1 - 2 : &edge;
    const boundary_token *n2 = i + 1 < s->count ? n1 + 1 : &edge;
    const boundary_token *n3 = i + 2 < s->count ? n1 + 2 : &edge;
    const boundary_token *last = &s->at[s->count - 1], *head = &s->at[s->first];
    const uint32_t rule = n1->rule, gap = n1->gap, here = (rule << 1 | gap) << 16;
    const uint32_t pair = here | (uint32_t)p1->sort << 8 | n1->sort;
    const uint32_t so_far = bucket(i - s->first), to_go = bucket(s->count - i);
    const uint32_t inside = (s->open > 0) | (s->quotes & 1) << 1 | (uint32_t)s->lower << 2;
    const uint32_t stops = last->sort == SORT_SIGN + '.' || last->sort == SORT_SIGN + '?' ||
                           last->sort == SORT_SIGN + '!';
    uint32_t n = 0;
#define FEATURE(a, b, c) (out[n] = mix(n, (uint32_t)(a), (uint32_t)(b), (uint32_t)(c)), n++)
    FEATURE(rule, 0, 0);
    FEATURE(pair, 0, 0);
    FEATURE(p1->word, n1->sort, here);
    FEATURE(n1->word, p1->sort, here);
    FEATURE(p1->word, n1->word, 0);
    FEATURE(pair, p2->sort, 0);
    FEATURE(pair, n2->sort, n2->gap);
    FEATURE(pair, p2->sort, n2->sort);
    FEATURE(p2->word, p1->sort, n1->sort);
    FEATURE(n2->word, p1->sort, n1->sort);
    FEATURE(p2->word, p1->word, n1->sort);
    FEATURE(n1->word, n2->word, p1->sort);
    FEATURE(pair, so_far, 0);
    FEATURE(pair, to_go, 0);
    FEATURE(pair, inside, 0);
    FEATURE(head->word, p1->sort, n1->sort);
    FEATURE(head->sort, so_far, n1->sort);
    FEATURE(pair, p3->sort, p2->sort);
    FEATURE(pair, n2->sort, n3->sort);
    FEATURE(pair, stops, s->lower);
    FEATURE(n1->word, rule, 0);
    FEATURE(p1->word, rule, 0);
    FEATURE((uint32_t)p2->sort << 8 | p3->sort, p1->word, here);
    FEATURE((uint32_t)n2->sort << 8 | n3->sort, n1->word, here);
    FEATURE(so_far, to_go, rule);
    FEATURE((uint32_t)head->sort << 8 | stops, pair, s->lower);
    FEATURE((uint32_t)p2->sort << 8 | p1->sort, n1->word, here);
    FEATURE(p2->word, n1->word, p1->sort);
    FEATURE(p3->word, pair, p2->sort);
    FEATURE((p1->word == n1->word) | (p2->word == n1->word) << 1 | (p1->word == n2->word) << 2,
            pair, 0);
#undef FEATURE
}

bool boundary_ends(const boundary_model *m, const boundary_state *s, size_t i)
{
    uint32_t f[BOUNDARY_FEATURES];
    int32_t sum = 0;
    if (!boundary_asks(s, i))
        return s->at[i].rule;
    boundary_features(s, i, f);
    for (size_t k = 0; k < BOUNDARY_FEATURES; k++)
        sum += m->weights[f[k]];
    return sum > m->threshold;
}

void boundary_pass(boundary_state *s, size_t i, bool begins)
{
    const uint8_t sort = s->at[i].sort;
    if (begins) {
        s->first = i;
        s->open = s->quotes = 0;
        s->lower = false;
    }
    s->open += sort == SORT_SIGN + '(' || sort == SORT_SIGN + '[';
    s->open -= s->open && (sort == SORT_SIGN + ')' || sort == SORT_SIGN + ']');
    s->quotes += sort == SORT_SIGN + '"';
    s->lower = s->lower || sort == SORT_LOWER;
}

boundary_model boundary_shipped(void)
{
    boundary_model m = {0};
    dm_container c;
    dm_section weights, threshold;
    dm_error err = {0};
    if (container_open(asset_segment(), false, &c, &err) == DM_OK &&
        container_get(&c, "weights", DT_I8, &weights, &err) == DM_OK &&
        container_get(&c, "threshold", DT_I32, &threshold, &err) == DM_OK &&
        weights.bytes == (size_t)1 << BOUNDARY_BITS && threshold.bytes == sizeof m.threshold) {
        m.weights = weights.data;
        memcpy(&m.threshold, threshold.data, sizeof m.threshold);
    }
    return m;
}
