/* SPDX-License-Identifier: GPL-3.0-or-later */
/* names.c - how a name is written: its key, its words, acronyms, parts of a person's name. */
#include "base/utf8.h"
#include "cast/caster.h"

bool word_in(dm_str word, const char *list)
{
    dm_str l = str_z(list);
    if (!word.len || word.len + 2 > l.len)
        return false;
    for (size_t at = str_find(l, word, 0); at != SIZE_MAX; at = str_find(l, word, at + 1)) {
        if (at > 0 && l.ptr[at - 1] == ' ' && at + word.len < l.len &&
            l.ptr[at + word.len] == ' ')
            return true;
    }
    return false;
}

bool str_capital(dm_str s)
{
    size_t at = 0;
    return s.len && cp_is_upper(utf8_next(s, &at));
}

static bool ends_possessive(dm_str s, size_t *cut)
{
    static const char *const marks[] = {"'s", "\xE2\x80\x99s", "'S", "'", "\xE2\x80\x99"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        dm_str m = str_z(marks[i]);
        if (s.len > m.len && str_ends(s, m)) {
            *cut = s.len - m.len;
            return true;
        }
    }
    return false;
}

/* Format characters that show nothing: joiners, soft hyphen, byte-order mark. */
static bool invisible(uint32_t cp)
{
    return (cp >= 0x200B && cp <= 0x200F) || cp == 0xAD || cp == 0xFEFF || cp == 0x2060;
}

static bool mark_at(dm_str s, size_t at)
{
    uint32_t cp = utf8_next(s, &at);
    return cp_is_space(cp) || invisible(cp) ||
           (cp_is_punct(cp) && cp != '.' && cp != '&' && cp != '$');
}

dm_str name_trim(dm_str s)
{
    static const char *const articles[] = {"the ", "The ", "THE ", "a ", "an ", "A ", "An "};
    while (s.len && mark_at(s, 0) && s.ptr[0] != '(') {
        size_t at = 0;
        (void)utf8_next(s, &at);
        s = str_slice(s, at, s.len);
    }
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        dm_str article = str_z(articles[i]);
        if (s.len > article.len && str_starts(s, article))
            s = str_slice(s, article.len, s.len);
    }
    static const char *const stances[] = {"pro-",  "Pro-", "anti-", "Anti-", "post-",
                                          "Post-", "non-", "Non-",  "ex-",   "pre-"};
    for (size_t i = 0; i < sizeof stances / sizeof *stances; i++) {
        dm_str stance = str_z(stances[i]);
        if (str_starts(s, stance) && str_capital(str_slice(s, stance.len, s.len)))
            s = str_slice(s, stance.len, s.len);
    }
    size_t cut;
    if (ends_possessive(s, &cut))
        s = str_slice(s, 0, cut);
    while (s.len) {
        size_t at = s.len;
        uint32_t cp = utf8_prev(s, &at);
        if (!cp_is_space(cp) && (!cp_is_punct(cp) || cp == '.' || cp == ')' || cp == '!' ||
                                 cp == '?' || cp == '+' || cp == '&'))
            break;
        s = str_slice(s, 0, at);
    }
    return s;
}

/* Folded; full stops and apostrophes dropped ("U.S." is "us"), other marks become one blank. */
dm_str name_key(dm_arena *a, dm_str name)
{
    dm_str f = str_fold(a, name_trim(name));
    dm_buf b = {0};
    bool blank = false;
    for (size_t at = 0; at < f.len;) {
        size_t was = at;
        uint32_t cp = utf8_next(f, &at);
        if (cp == '.' || cp == '\'' || cp == 0x2019 || cp == 0x2018 || cp == 0x60 ||
            invisible(cp))
            continue;
        if (cp_is_space(cp) || (cp_is_punct(cp) && cp != '&')) {
            blank = b.len > 0;
            continue;
        }
        if (blank)
            buf_byte(&b, ' ');
        blank = false;
        buf_add(&b, str_slice(f, was, at));
    }
    dm_str key = b.len ? str_dup(a, buf_str(&b)) : f;
    buf_free(&b);
    return key;
}

uint32_t name_parts(dm_arena *a, dm_str key, dm_str **out)
{
    dm_str *part = ARENA_ARRAY(a, dm_str, PART_CAP);
    uint32_t n = 0;
    for (dm_str rest = key; rest.len && n < PART_CAP;) {
        dm_str w = str_cut(rest, ' ', &rest);
        if (w.len)
            part[n++] = w;
    }
    *out = part;
    return n;
}

static bool near_words(dm_str a, dm_str b, size_t least)
{
    if (a.len > b.len) {
        dm_str t = a;
        a = b;
        b = t;
    }
    if (a.len < least || b.len - a.len > 1 || str_eq(a, b))
        return false;
    size_t i = 0;
    while (i < a.len && a.ptr[i] == b.ptr[i])
        i++;
    if (a.len < b.len)
        return str_eq(str_slice(a, i, a.len), str_slice(b, i + 1, b.len));
    if (str_eq(str_slice(a, i + 1, a.len), str_slice(b, i + 1, b.len)))
        return true;
    return i + 1 < a.len && a.ptr[i] == b.ptr[i + 1] && a.ptr[i + 1] == b.ptr[i] &&
           str_eq(str_slice(a, i + 2, a.len), str_slice(b, i + 2, b.len));
}

bool name_near(dm_str a, dm_str b)
{
    return near_words(a, b, 6);
}

static bool has_digit(dm_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
            return true;
    }
    return false;
}

bool names_near(const spelling *a, const spelling *b)
{
    uint32_t differ = 0;
    for (uint32_t i = 0; i < a->part_count && a->part_count == b->part_count; i++) {
        if (str_eq(a->part[i], b->part[i]))
            continue;
        bool first = a->part[i].ptr[0] == b->part[i].ptr[0]; /* Bangalore is not Mangalore */
        if (has_digit(a->part[i]) || !first ||
            !near_words(a->part[i], b->part[i], a->part_count > 1 ? 5 : 6))
            return false;
        differ++;
    }
    return differ == 1;
}

bool name_is_acronym(dm_str text)
{
    uint32_t upper = 0, lower = 0, other = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = utf8_next(text, &at);
        upper += cp_is_upper(cp);
        lower += cp_is_lower(cp);
        other += !cp_is_letter(cp) && cp != '.' && cp != '&' && cp != '-';
    }
    return upper >= 2 && upper > lower && !other && upper + lower <= 8;
}

static bool function_word(dm_str w)
{
    return word_in(
        w, " of the for and in on to de du des la le et di da del und fur der die & a ");
}

static bool initials(dm_str acronym, const dm_str *part, uint32_t count, bool with_function)
{
    size_t n = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!with_function && function_word(part[i]))
            continue;
        if (n >= acronym.len || acronym.ptr[n] != part[i].ptr[0])
            return false;
        n++;
    }
    return n == acronym.len;
}

/* Initials where single function words may be left out or kept, and the acronym may stop before
 * the last word ("Deutsche Presse-Agentur" dpa, "Transportation Security Administration ...").
 */
static bool letters_in_order(dm_str acronym, const dm_str *part, uint32_t count)
{
    size_t n = 0;
    for (uint32_t i = 0; i < count; i++) {
        size_t was = n;
        for (size_t k = 0; k < part[i].len && n < acronym.len; k++) {
            if ((k == 0 || n > was) && part[i].ptr[k] == acronym.ptr[n])
                n++;
        }
        if (i == 0 && n == 0)
            return false;
    }
    return n == acronym.len;
}

int name_acronym_of(dm_str acronym, const dm_str *part, uint32_t count)
{
    if (acronym.len < 2 || count < 2)
        return 0;
    if (initials(acronym, part, count, false) || initials(acronym, part, count, true))
        return 2;
    /* "United States Commission on Presidential Debates": CPD */
    for (uint32_t skip = 1; acronym.len > 2 && skip <= 2 && skip + 2 < count; skip++) {
        if (initials(acronym, part + skip, count - skip, false))
            return 2;
    }
    return letters_in_order(acronym, part, count) ? 1 : 0;
}

bool name_particle(dm_str p)
{
    return word_in(
        p, " al el bin ibn ben abu abd van von der den de da di do dos das du del della la "
           "le ter ten zu zum af av st mac bint ul ur ");
}

bool name_suffix(dm_str p)
{
    return word_in(p, " jr sr ii iii iv vi vii viii xii xiii xiv xv xvi xxiii ");
}

static uint32_t core_end(const spelling *s)
{
    uint32_t n = s->part_count;
    while (n > 1 && name_suffix(s->part[n - 1]))
        n--;
    return n;
}

static bool part_fits(dm_str a, dm_str b)
{
    if (str_eq(a, b))
        return true;
    if (a.len == 1 || b.len == 1)
        return a.len && b.len && a.ptr[0] == b.ptr[0];
    return name_near(a, b);
}

/* A surname beside an equal given name may differ in one letter though short: Laden, Ladin. */
static bool surname_near(const spelling *a, const spelling *b)
{
    dm_str x = a->part[core_end(a) - 1], y = b->part[core_end(b) - 1];
    if (x.len != y.len || x.len < 5 || a->part_count < 2 || !str_eq(a->part[0], b->part[0]))
        return false;
    uint32_t differ = 0;
    for (size_t i = 0; i < x.len; i++)
        differ += x.ptr[i] != y.ptr[i];
    return differ == 1 && x.ptr[0] == y.ptr[0];
}

/* The parts of brief appear in full in this order; the last of each must meet. */
static bool subsequence(const spelling *brief, const spelling *full)
{
    uint32_t bn = core_end(brief), fn = core_end(full);
    uint32_t k = 0;
    for (uint32_t i = 0; i < fn && k < bn; i++) {
        if (name_particle(full->part[i]) && !str_eq(full->part[i], brief->part[k]))
            continue;
        if (part_fits(brief->part[k], full->part[i]))
            k++;
    }
    return k == bn;
}

/* A letter that transcriptions waver about, in place of another of its row. */
static bool wavers(char a, char b)
{
    static const char *const rows[] = {"aeiouy", "kqgc", "vw", "sz", "dt"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strchr(rows[i], a) && strchr(rows[i], b))
            return true;
    }
    return false;
}

/* A surname transcribed otherwise: Sarea and Saree, Gaddafi and Qaddafi; two letters at most.
 */
static bool respelled(dm_str a, dm_str b)
{
    uint32_t differ = 0;
    for (size_t i = 0; i < a.len && a.len == b.len; i++) {
        if (a.ptr[i] == b.ptr[i])
            continue;
        if (!a.ptr[i] || !b.ptr[i] || !wavers(a.ptr[i], b.ptr[i]))
            return false;
        differ++;
    }
    return a.len == b.len && a.len > 4 && differ > 0 && differ <= (a.len > 6 ? 2u : 1u);
}

/* Each part is the same or transcribed otherwise: Usama bin Ladin, Osama bin Laden. */
static bool all_respelled(const spelling *a, const spelling *b)
{
    for (uint32_t i = 0; i < a->part_count; i++) {
        if (!str_eq(a->part[i], b->part[i]) && !respelled(a->part[i], b->part[i]))
            return false;
    }
    return a->part_count == b->part_count && a->part_count > 1;
}

static person_fit single_match(dm_str word, const spelling *full)
{
    uint32_t n = core_end(full);
    if (n == 1)
        return str_eq(word, full->part[0]) || name_near(word, full->part[0]) ? PERSON_FULL
                                                                             : PERSON_NO;
    if (str_eq(word, full->part[n - 1]))
        return PERSON_SURNAME;
    if (word.len > 5 && name_near(word, full->part[n - 1]))
        return PERSON_SURNAME;
    if (respelled(word, full->part[n - 1]))
        return PERSON_SURNAME;
    if (word.len > 1 && str_eq(word, full->part[0]))
        return PERSON_GIVEN;
    for (uint32_t i = 1; i + 1 < n; i++) {
        if (word.len > 2 && !name_particle(word) && str_eq(word, full->part[i]))
            return PERSON_MIDDLE;
    }
    return PERSON_NO;
}

static bool particles_only(const spelling *s, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (!name_particle(s->part[i]))
            return false;
    }
    return true;
}

static bool tail_of(const spelling *brief, const spelling *full)
{
    uint32_t bn = core_end(brief), fn = core_end(full);
    for (uint32_t i = 0; i < bn; i++) {
        if (bn > fn || !str_eq(brief->part[bn - 1 - i], full->part[fn - 1 - i]))
            return false;
    }
    return true;
}

static bool suffix_conflict(const spelling *a, const spelling *b)
{
    uint32_t x = core_end(a), y = core_end(b);
    return x < a->part_count && y < b->part_count && !str_eq(a->part[x], b->part[y]);
}

person_fit person_match(const spelling *brief, const spelling *full)
{
    uint32_t bn = core_end(brief), fn = core_end(full);
    if (suffix_conflict(brief, full) || bn > fn)
        return PERSON_NO;
    if (bn >= 1 && particles_only(brief, bn - 1))
        return bn > 1 && tail_of(brief, full) ? PERSON_SURNAME
                                              : single_match(brief->part[bn - 1], full);
    if (bn == fn && bn > 1 && (surname_near(brief, full) || all_respelled(brief, full)))
        return PERSON_FULL;
    if (!subsequence(brief, full))
        return PERSON_NO;
    if (part_fits(brief->part[bn - 1], full->part[fn - 1]) &&
        part_fits(brief->part[0], full->part[0]))
        return PERSON_FULL;
    if (tail_of(brief, full))
        return PERSON_SURNAME;
    return PERSON_GIVEN;
}
