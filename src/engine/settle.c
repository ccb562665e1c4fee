/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of a whole document after decoding: what the guidelines (README.md) leave no choice in,
 * and what an article says clearly in one place and the encoder missed in another. */
#include "engine/settle.h"

#include "base/map.h"
#include "base/utf8.h"
#include "engine/wordpiece.h"

/* Measured on the development sets (README.md); broad optima all. */
static const float sure = 0.99F;       /* a kind that other mentions do not change */
static const float small_least = 0.8F; /* of a lower-case person or organisation */
static const float join_most = 0.7F;   /* of one of two persons without a word between */
static const float full_least = 0.8F;  /* of a full name that explains a surname */

typedef struct {
    const dm_document *doc;
    dm_name *names;
    uint32_t count;
    dm_arena *scratch;
    dm_map surnames;
} settling;

static dm_str word_at(const settling *s, uint32_t t)
{
    return token_str(s->doc, t);
}

static bool in_list(dm_str w, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq_nocase(w, str_z(list[i])))
            return true;
    return false;
}

#define IN_LIST(w, list) in_list(w, list, sizeof(list) / sizeof(list)[0])

static bool is_title(dm_str w)
{
    static const char *const titles[] = {
#define TITLE(word) word,
#include "engine/titles.def"
#undef TITLE
    };
    return IN_LIST(w, titles);
}

static bool has(dm_str w, uint32_t wanted)
{
    for (size_t at = 0; at < w.len;)
        if (utf8_next(w, &at) == wanted)
            return true;
    return false;
}

static bool all_signs(dm_str w)
{
    for (size_t at = 0; at < w.len;) {
        const uint32_t cp = utf8_next(w, &at);
        if (cp_is_letter(cp) || cp_is_digit(cp))
            return false;
    }
    return true;
}

static bool all_lower(dm_str w)
{
    for (size_t at = 0; at < w.len;)
        if (!cp_is_lower(utf8_next(w, &at)))
            return false;
    return w.len > 0;
}

/* ---- boundaries ---- */

static bool is_possessive(dm_str w)
{
    static const char *const marks[] = {"'s", "\u2019s", "'", "\u2019"};
    return IN_LIST(w, marks);
}

/* Quotes, brackets, dashes, commas; "!" may belong to a name. */
static bool is_mark(dm_str w)
{
    return all_signs(w) && !memchr("!?&$%+#*./", w.ptr[0], 10);
}

/* A closing bracket stays when its opening one is inside. */
static bool closes(const settling *s, const dm_name *n)
{
    if (!str_eq(word_at(s, n->end - 1), STR(")")))
        return false;
    for (uint32_t t = n->begin; t < n->end; t++)
        if (str_eq(word_at(s, t), STR("(")))
            return true;
    return false;
}

static void trim(const settling *s, dm_name *n)
{
    for (bool more = true; more && n->end - n->begin > 1;) {
        const dm_str last = word_at(s, n->end - 1);
        more = is_possessive(last) || (is_mark(last) && !closes(s, n));
        n->end -= more;
    }
    for (bool more = true; more && n->end - n->begin > 1;) {
        const dm_str first = word_at(s, n->begin);
        more = str_eq(first, STR("the")) || is_mark(first) ||
               (n->kind == KIND_person && is_title(first));
        n->begin += more;
    }
}

/* "Won-soon" is three tokens: does the name go on after the hyphen at t? */
static bool goes_on_after(const settling *s, uint32_t t)
{
    static const char *const words[] = {"led",  "born", "era",  "run",  "made",  "old",
                                        "like", "wide", "held", "free", "style", "elect"};
    const dm_token *k = s->doc->tokens;
    if (t + 1 >= s->doc->token_count || k[t].end != k[t + 1].begin ||
        k[t].sentence != k[t + 1].sentence || !str_eq(word_at(s, t), STR("-")))
        return false;
    const dm_str w = word_at(s, t + 1);
    return all_lower(w) && w.len <= 5 && !IN_LIST(w, words) && !str_ends(w, STR("ed")) &&
           !str_ends(w, STR("ing"));
}

static void extend_over_hyphen(const settling *s, uint32_t i)
{
    dm_name *n = &s->names[i];
    const uint32_t stop = i + 1 < s->count ? n[1].begin : s->doc->token_count;
    const dm_token *k = s->doc->tokens;
    if (n->kind != KIND_person || n->end >= stop)
        return;
    if (str_eq(word_at(s, n->end - 1), STR("-")) && goes_on_after(s, n->end - 1))
        n->end += 1;
    else if (n->end - n->begin > 1 && n->end + 1 < stop &&
             k[n->end - 1].end == k[n->end].begin &&
             k[n->end - 1].sentence == k[n->end].sentence && goes_on_after(s, n->end))
        n->end += 2;
}

/* ---- what is no name ---- */

static bool is_address(dm_str w)
{
    return (has(w, '@') && has(w, '.')) || str_starts(w, STR("http://")) ||
           str_starts(w, STR("https://"));
}

static bool is_no_name(const settling *s, const dm_name *n)
{
    static const char *const words[] = {
        "New",     "Le",       "La",        "El",       "Al",     "De",       "Von",
        "The",     "St",       "Saint",     "Los",      "Las",    "A",        "An",
        "San",     "No",       "In",        "Of",       "Monday", "Tuesday",  "Wednesday",
        "Friday",  "January",  "Thursday",  "Saturday", "Sunday", "February", "July",
        "October", "November", "September", "December"};
    const dm_str w = word_at(s, n->begin);
    if (n->end - n->begin > 1)
        return false;
    const bool state = case_shape(w) == SHAPE_UPPER; /* "LA", "DE" */
    if ((!state && IN_LIST(w, words)) || all_signs(w) || is_address(w))
        return true;
    if (n->kind == KIND_person)
        return is_title(w) || (all_lower(w) && n->score < small_least);
    return str_ends(w, STR("phobia")) || str_ends(w, STR("ism")) ||
           (n->kind == KIND_organisation && all_lower(w) && n->score < small_least);
}

static void drop_others(settling *s)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->count; i++)
        if (!is_no_name(s, &s->names[i]))
            s->names[kept++] = s->names[i];
    s->count = kept;
}

/* Two persons without anything between are one that the encoder cut, if it was in doubt. */
static void join_persons(settling *s)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        const dm_name *n = &s->names[i];
        dm_name *before = kept ? &s->names[kept - 1] : NULL;
        const float least = before && before->score < n->score ? before->score : n->score;
        if (before && before->end == n->begin && before->kind == KIND_person &&
            n->kind == KIND_person && least < join_most &&
            s->doc->tokens[before->begin].sentence == s->doc->tokens[n->begin].sentence &&
            !str_eq(word_at(s, before->begin), word_at(s, n->begin))) {
            before->end = n->end;
            before->score = least;
        } else {
            s->names[kept++] = *n;
        }
    }
    s->count = kept;
}

/* ---- kinds, over the document ---- */

/* "World Food Programme (WFP)": both are what the surer one is. */
static void agree_with_acronyms(const settling *s)
{
    for (uint32_t i = 0; i + 1 < s->count; i++) {
        dm_name *full = &s->names[i], *acronym = &s->names[i + 1];
        const uint32_t e = full->end;
        const bool fits = full->end - full->begin > 1 && acronym->begin == e + 1 &&
                          acronym->end == e + 2 && e + 2 < s->doc->token_count &&
                          str_eq(word_at(s, e), STR("(")) &&
                          str_eq(word_at(s, e + 2), STR(")"));
        const dm_str a = word_at(s, acronym->begin), f = word_at(s, full->begin);
        if (!fits || case_shape(a) != SHAPE_UPPER || a.len > 8 ||
            !str_eq_nocase(str_slice(a, 0, 1), str_slice(f, 0, 1)))
            continue;
        if (full->score >= acronym->score)
            acronym->kind = full->kind;
        else
            full->kind = acronym->kind;
    }
}

/* The same words are of one kind throughout, that of most evidence. */
static void agree_on_kinds(const settling *s)
{
    typedef float votes[KIND_COUNT];
    votes *sum = arena_array(s->scratch, s->count, sizeof *sum, alignof(float));
    uint32_t *group = ARENA_ARRAY(s->scratch, uint32_t, s->count);
    dm_map groups = {0};
    for (uint32_t i = 0; i < s->count; i++) {
        const dm_name *n = &s->names[i];
        const dm_str key = str_lower(s->scratch, span_str(s->doc, n->begin, n->end));
        group[i] = map_get_or_set(&groups, key, i);
        if (group[i] == i)
            memset(sum[i], 0, sizeof sum[i]);
        sum[group[i]][n->kind] += n->score;
    }
    for (uint32_t i = 0; i < s->count; i++) {
        dm_name *n = &s->names[i];
        const float *v = sum[group[i]];
        uint8_t best = n->kind;
        for (uint8_t k = 0; k < KIND_COUNT; k++)
            if (v[k] > v[best])
                best = k;
        if (n->score < sure)
            n->kind = best;
    }
    map_free(&groups);
}

/* Words that end a person's full name, to the surest of these names. */
static void list_surnames(settling *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        const dm_name *n = &s->names[i];
        if (n->kind != KIND_person || n->end - n->begin < 2 || n->score < full_least)
            continue;
        const dm_str last = word_at(s, n->end - 1);
        const uint32_t at = map_get_or_set(&s->surnames, last, i);
        if (s->names[at].score < n->score)
            map_set(&s->surnames, last, i);
    }
}

/* The person's full name that ends with this single word, or NULL. */
static const dm_name *full_name(const settling *s, const dm_name *n)
{
    const uint32_t at =
        n->end - n->begin > 1 ? MAP_NONE : map_get(&s->surnames, word_at(s, n->begin));
    return at == MAP_NONE ? NULL : &s->names[at];
}

/* "Novo boss", "Novo employees": what only a body has follows the name without a comma. */
static bool is_followed_as_body(const settling *s, const dm_name *n)
{
    static const char *const words[] = {
        "boss",         "chairman",   "chairwoman", "chairperson",  "president", "ceo",
        "founder",      "co-founder", "youth",      "division",     "divisions", "newspaper",
        "magazine",     "daily",      "company",    "firm",         "shares",    "employees",
        "headquarters", "subsidiary", "board",      "shareholders", "website",   "users",
        "app",          "member",     "members"};
    if (n->end >= s->doc->token_count ||
        s->doc->tokens[n->end].sentence != s->doc->tokens[n->begin].sentence)
        return false;
    const dm_str w = word_at(s, n->end);
    return case_shape(w) == SHAPE_LOWER && IN_LIST(w, words);
}

/* Persons that such words follow somewhere are organisations wherever they are named. */
static void agree_with_what_follows(const settling *s)
{
    dm_map bodies = {0};
    for (int mark = 1; mark >= 0; mark--) {
        for (uint32_t i = 0; i < s->count; i++) {
            dm_name *n = &s->names[i];
            if (n->kind != KIND_person)
                continue;
            const dm_str key = str_lower(s->scratch, span_str(s->doc, n->begin, n->end));
            if (mark && is_followed_as_body(s, n) && !full_name(s, n))
                map_set(&bodies, key, 1);
            if (!mark && map_get(&bodies, key) != MAP_NONE)
                n->kind = KIND_organisation;
        }
    }
    map_free(&bodies);
}

/* A surname alone is the person of the full name. */
static void agree_on_surnames(const settling *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        dm_name *n = &s->names[i];
        const dm_name *full = full_name(s, n);
        if (full && n->kind != KIND_event && full->score > n->score)
            n->kind = KIND_person;
    }
}

uint32_t names_settle(const dm_document *doc, dm_name *names, uint32_t count, dm_arena *scratch)
{
    settling s = {.doc = doc, .names = names, .count = count, .scratch = scratch};
    for (uint32_t i = 0; i < s.count; i++)
        extend_over_hyphen(&s, i);
    for (uint32_t i = 0; i < s.count; i++)
        trim(&s, &s.names[i]);
    drop_others(&s);
    join_persons(&s);
    agree_with_acronyms(&s);
    agree_on_kinds(&s);
    list_surnames(&s);
    agree_with_what_follows(&s);
    agree_on_surnames(&s);
    map_free(&s.surnames);
    return s.count;
}
