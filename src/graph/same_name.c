/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/same_name.h"

#include "base/utf8.h"

#define SKELETON_LEAST 5 /* letters of a word whose transcriptions are compared */
#define EDIT_LEAST     7 /* letters of a word that may differ in one */

static bool listed(dm_str word, const char *list)
{
    dm_str l = str_z(list);
    for (size_t at = str_find(l, word, 0); word.len && at != SIZE_MAX;
         at = str_find(l, word, at + 1)) {
        if (at > 0 && l.ptr[at - 1] == ' ' && at + word.len < l.len &&
            l.ptr[at + word.len] == ' ')
            return true;
    }
    return false;
}

static bool digits(dm_str w)
{
    return w.len && w.ptr[0] >= '0' && w.ptr[0] <= '9';
}

/* Folded words; full stops and apostrophes dropped, other marks part words. */
static uint32_t split(dm_arena *a, dm_str text, dm_str *word)
{
    dm_str f = str_fold(a, text);
    dm_buf b = {0};
    uint32_t n = 0;
    for (size_t at = 0; at <= f.len && n < NAME_WORDS;) {
        size_t was = at;
        uint32_t cp = at < f.len ? utf8_next(f, &at) : ' ';
        if (cp == '.' || cp == '\'' || cp == 0x2019 || cp == 0x2018) {
            dm_str rest = str_slice(f, at, f.len);
            bool owns = cp != '.' && str_starts(rest, STR("s")) &&
                        (rest.len == 1 || rest.ptr[1] == ' '); /* "Arland's" */
            at += owns;
            continue;
        }
        if (cp_is_letter(cp) || cp_is_digit(cp)) {
            buf_add(&b, str_slice(f, was, at));
            continue;
        }
        if (b.len)
            word[n++] = str_dup(a, buf_str(&b));
        b.len = 0;
        if (was >= f.len)
            break;
    }
    buf_free(&b);
    return n;
}

actor_name name_of_person(dm_arena *a, dm_str text)
{
    actor_name x = {0};
    dm_str word[NAME_WORDS];
    uint32_t n = split(a, text, word);
    for (uint32_t i = 0; i < n; i++) {
        if (n > 1 && listed(word[i], " jr sr ii iii iv "))
            x.suffix = word[i];
        else if (i + 1 == n ||
                 !listed(word[i], " mr mrs ms dr sir al el bin ibn ben abu von van der den de "
                                  "da di do dos du del della la le ter zu af bint ul ur the "))
            x.word[x.count++] = word[i];
    }
    return x;
}

static dm_str one_spelling(dm_arena *a, dm_str w)
{
    static const char *const pairs[][2] = {{"defense", "defence"}, {"center", "centre"},
                                           {"labor", "labour"},    {"program", "programme"},
                                           {"harbor", "harbour"},  {"theater", "theatre"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (str_eq(w, str_z(pairs[i][0])))
            return str_z(pairs[i][1]);
    }
    size_t at = str_find(w, STR("iz"), 2);
    if (at == SIZE_MAX || w.len < 7)
        return w;
    dm_str to = str_dup(a, w);
    char *p = ARENA_ARRAY(a, char, w.len + 1);
    memcpy(p, to.ptr, w.len);
    p[at + 1] = 's';
    return (dm_str){p, w.len};
}

static bool looks_acronym(dm_str text)
{
    size_t upper = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool capital = text.ptr[i] >= 'A' && text.ptr[i] <= 'Z';
        if (!capital && text.ptr[i] != '.')
            return false;
        upper += capital;
    }
    return upper >= 2 && upper <= 6;
}

actor_name name_of_body(dm_arena *a, dm_str text)
{
    actor_name x = {.acronym = looks_acronym(text)};
    dm_str word[NAME_WORDS];
    uint32_t n = split(a, text, word);
    for (uint32_t i = 0; i < n; i++) {
        if (listed(word[i], " the of and for in on at de la du des a an "))
            continue;
        if (x.count > 0 && listed(word[i], " inc incorporated corp ltd limited plc co llc gmbh "
                                           "ag sa company corporation "))
            continue;
        x.word[x.count++] = one_spelling(a, word[i]);
    }
    return x;
}

static bool generic(dm_str w)
{
    return digits(w) ||
           listed(w,
                  " parliament court supreme constitutional high federal national state "
                  "central ministry minister foreign affairs defence interior finance health "
                  "justice education trade economy senate congress council committee house "
                  "representatives commons lords assembly upper lower chamber police army "
                  "navy air force forces armed military royal government cabinet "
                  "administration party democratic labour liberal conservative republican "
                  "social socialist peoples bank office embassy board department commission "
                  "agency authority general security intelligence service union association "
                  "federation university city town airport hospital election elections "
                  "presidential parliamentary local regional summit conference meeting talks "
                  "forum war civil world cup final championship olympics olympic games "
                  "festival season open tournament league opposition coalition north south "
                  "east west northern southern eastern western constitution treaty act ");
}

bool name_is_generic(const actor_name *x)
{
    for (uint32_t i = 0; i < x->count; i++) {
        if (!generic(x->word[i]))
            return false;
    }
    return true;
}

static bool edition(dm_str w)
{
    return digits(w) ||
           listed(w, " first second third fourth fifth sixth seventh eighth ninth tenth "
                     "eleventh twelfth i ii iii iv v vi vii viii ix x xi xii xiii ");
}

bool name_is_series(const actor_name *x)
{
    bool yearly = false;
    for (uint32_t i = 0; i < x->count; i++) {
        yearly = yearly ||
                 listed(x->word[i], " summit conference meeting talks forum cup final "
                                    "championship championships olympics games festival season "
                                    "open tournament prix league election elections referendum "
                                    "session congress convention vote primary primaries ");
        if (edition(x->word[i]))
            return false;
    }
    return yearly;
}

static bool has_edition(const actor_name *x, dm_str w)
{
    for (uint32_t i = 0; i < x->count; i++) {
        if (str_eq(x->word[i], w))
            return true;
    }
    return false;
}

bool names_other_edition(const actor_name *x, const actor_name *y)
{
    bool differ = false, numbered = false;
    for (uint32_t i = 0; i < x->count; i++)
        differ = differ || (edition(x->word[i]) && !has_edition(y, x->word[i]));
    for (uint32_t i = 0; i < y->count; i++)
        numbered = numbered || (edition(y->word[i]) && !has_edition(x, y->word[i]));
    return differ && numbered;
}

/* ---- letters ---- */

typedef struct {
    const char *from, *to;
} respelling;

static const respelling often[] = {
    {"skyy", "ski"}, {"skiy", "ski"}, {"skij", "ski"}, {"sky", "ski"}, {"iye", "ie"},
    {"iya", "ia"},   {"ph", "f"},     {"dh", "d"},     {"kh", "h"},    {"gh", "g"},
    {"ck", "k"},     {"ou", "u"},     {"oo", "u"},     {"tz", "z"}};

static dm_str respell(dm_arena *a, dm_str w)
{
    dm_buf b = {0};
    for (size_t i = 0; i < w.len;) {
        dm_str rest = str_slice(w, i, w.len);
        const respelling *r = NULL;
        for (size_t k = 0; k < sizeof often / sizeof *often && !r; k++) {
            if (str_starts(rest, str_z(often[k].from)))
                r = &often[k];
        }
        dm_str put = r ? str_z(r->to) : str_slice(w, i, i + 1);
        i += r ? strlen(r->from) : 1;
        for (size_t k = 0; k < put.len; k++) {
            char ch = put.ptr[k];
            ch = ch == 'y' || ch == 'j' ? 'i' : ch == 'w' ? 'v' : ch == 'q' ? 'k' : ch;
            if (!b.len || b.ptr[b.len - 1] != ch)
                buf_byte(&b, ch);
        }
    }
    dm_str out = b.len ? str_dup(a, buf_str(&b)) : w;
    buf_free(&b);
    return out;
}

/* Vowels and the letters that transcribers choose at will are one: "Gaddafi", "Qadhafi". */
dm_str word_skeleton(dm_arena *a, dm_str word)
{
    dm_str r = respell(a, word);
    char *p = ARENA_ARRAY(a, char, r.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < r.len; i++) {
        char ch = r.ptr[i];
        if (strchr("aeiou", ch))
            ch = 'a';
        else if (strchr("gkc", ch))
            ch = 'k';
        else if (strchr("sz", ch))
            ch = 's';
        if (!n || p[n - 1] != ch)
            p[n++] = ch;
    }
    return (dm_str){p, n};
}

static bool one_edit(dm_str a, dm_str b)
{
    if (a.len > b.len) {
        dm_str t = a;
        a = b;
        b = t;
    }
    size_t i = 0;
    while (i < a.len && a.ptr[i] == b.ptr[i])
        i++;
    if (i == 0 || b.len - a.len > 1)
        return false;
    return str_eq(str_slice(a, a.len == b.len ? i + 1 : i, a.len), str_slice(b, i + 1, b.len));
}

static name_fit words_fit(dm_arena *a, dm_str x, dm_str y)
{
    if (str_eq(x, y))
        return NAME_EQUAL;
    size_t least = x.len < y.len ? x.len : y.len;
    if (least < SKELETON_LEAST - 1 || digits(x) || digits(y))
        return NAME_OTHER;
    if (str_eq(respell(a, x), respell(a, y)))
        return NAME_CLOSE;
    if (least < SKELETON_LEAST)
        return NAME_OTHER;
    if (str_eq(word_skeleton(a, x), word_skeleton(a, y)))
        return NAME_BRIEF;
    return least >= EDIT_LEAST && one_edit(x, y) ? NAME_BRIEF : NAME_OTHER;
}

/* ---- persons ---- */

static bool pet_name(dm_str x, dm_str y)
{
    static const char *const pets[][2] = {
#define PETNAME(brief, full) {brief, full},
#include "graph/petnames.def"
#undef PETNAME
    };
    for (size_t i = 0; i < sizeof pets / sizeof *pets; i++) {
        dm_str p = str_z(pets[i][0]), f = str_z(pets[i][1]);
        if ((str_eq(x, p) && str_eq(y, f)) || (str_eq(x, f) && str_eq(y, p)))
            return true;
    }
    return false;
}

static bool initial_of(dm_str x, dm_str y)
{
    return (x.len == 1 || y.len == 1) && x.ptr[0] == y.ptr[0];
}

static name_fit given_fit(dm_arena *a, dm_str x, dm_str y)
{
    name_fit f = words_fit(a, x, y);
    if (f != NAME_OTHER)
        return f;
    return pet_name(x, y) ? NAME_CLOSE : initial_of(x, y) ? NAME_BRIEF : NAME_OTHER;
}

/* Middle names: those of one in the other in order, the first of each the same: "George W." is
 * not "George H. W.". */
static bool middles_fit(const actor_name *x, const actor_name *y)
{
    const actor_name *s = x->count < y->count ? x : y, *l = s == x ? y : x;
    uint32_t k = 1;
    for (uint32_t i = 1; i + 1 < l->count && k + 1 < s->count; i++) {
        if (str_eq(s->word[k], l->word[i]) || initial_of(s->word[k], l->word[i]))
            k++;
        else if (i == 1)
            return false;
    }
    return k + 1 >= s->count;
}

static name_fit alone_fit(dm_arena *a, const actor_name *x, const actor_name *y)
{
    const actor_name *s = x->count < y->count ? x : y, *l = s == x ? y : x;
    if (l->count == 1) {
        name_fit f = words_fit(a, x->word[0], y->word[0]);
        return f == NAME_EQUAL ? NAME_ALONE : f == NAME_OTHER ? f : NAME_BRIEF;
    }
    dm_str w = s->word[0], last = l->word[l->count - 1];
    bool of = words_fit(a, w, last) >= NAME_CLOSE || str_eq(w, l->word[0]);
    return of ? NAME_BRIEF : NAME_OTHER;
}

/* The same words in another order: the family name first. */
static bool turned(const actor_name *x, const actor_name *y)
{
    for (uint32_t i = 0; i < x->count; i++) {
        if (!has_edition(y, x->word[i]) || !has_edition(x, y->word[i]))
            return false;
    }
    return true;
}

static bool all_words_in(const actor_name *brief, const actor_name *full)
{
    uint32_t k = 0;
    for (uint32_t i = 0; i < full->count && k < brief->count; i++)
        k += str_eq(full->word[i], brief->word[k]);
    return k == brief->count && str_eq(brief->word[0], full->word[0]);
}

name_fit persons_fit(dm_arena *a, const actor_name *x, const actor_name *y)
{
    if (!x->count || !y->count ||
        (x->suffix.len && y->suffix.len && !str_eq(x->suffix, y->suffix)))
        return NAME_OTHER;
    if (x->count == 1 || y->count == 1)
        return alone_fit(a, x, y);
    name_fit last = words_fit(a, x->word[x->count - 1], y->word[y->count - 1]);
    name_fit first = given_fit(a, x->word[0], y->word[0]), fit = NAME_OTHER;
    if (last != NAME_OTHER && first != NAME_OTHER) {
        if (!middles_fit(x, y))
            return NAME_OTHER;
        fit = last < first ? last : first;
        if (last == NAME_BRIEF && first != NAME_EQUAL)
            fit = first == NAME_BRIEF && last == NAME_BRIEF ? NAME_OTHER : NAME_BRIEF;
        if (fit == NAME_EQUAL && x->count != y->count)
            fit = NAME_CLOSE;
    } else if (x->count == y->count && turned(x, y)) {
        fit = NAME_CLOSE;
    } else if (all_words_in(x, y) || all_words_in(y, x)) {
        fit = NAME_BRIEF;
    }
    return fit != NAME_OTHER && x->suffix.len != y->suffix.len ? NAME_BRIEF : fit;
}

/* ---- bodies, places, events, things ---- */

dm_str name_initials(dm_arena *a, const actor_name *x)
{
    char *p = ARENA_ARRAY(a, char, NAME_WORDS + 1);
    for (uint32_t i = 0; i < x->count; i++)
        p[i] = x->word[i].ptr[0];
    return (dm_str){p, x->count};
}

static bool same_words(const actor_name *x, const actor_name *y)
{
    if (x->count != y->count)
        return false;
    bool straight = true;
    for (uint32_t i = 0; i < x->count; i++)
        straight = straight && str_eq(x->word[i], y->word[i]);
    return straight || turned(x, y);
}

name_fit bodies_fit(dm_arena *a, const actor_name *x, const actor_name *y)
{
    if (!x->count || !y->count || names_other_edition(x, y))
        return NAME_OTHER;
    if (same_words(x, y))
        return NAME_EQUAL;
    if (x->acronym != y->acronym) {
        const actor_name *s = x->acronym ? x : y, *l = x->acronym ? y : x;
        dm_str letters = name_initials(a, l);
        if (l->count > 1 && str_eq(s->word[0], letters))
            return letters.len > 2 ? NAME_CLOSE : NAME_BRIEF;
        return NAME_OTHER;
    }
    if (x->count != y->count || x->acronym)
        return NAME_OTHER;
    name_fit fit = NAME_CLOSE;
    for (uint32_t i = 0; i < x->count; i++) {
        name_fit f = words_fit(a, x->word[i], y->word[i]);
        fit = f < fit ? f : fit;
    }
    /* one word with another letter is another name */
    bool alike =
        x->count > 1 || str_eq(word_skeleton(a, x->word[0]), word_skeleton(a, y->word[0]));
    return alike ? fit : NAME_OTHER;
}
