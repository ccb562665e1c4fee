/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/token.h"

#include "base/utf8.h"

#include <stdlib.h>

enum { AHEAD = 2048 }; /* no pattern looks further than this many bytes */

/* The line being cut.  A matcher returns the end of its token that begins at `at`, or 0. */
typedef struct {
    dm_str text; /* ends where the line ends */
    size_t from; /* of the line */
    text_tokens *out;
    size_t next_at, next_dot; /* the next '@' and '.': most lines have no address */
} scanner;

static uint32_t cp_at(const scanner *s, size_t at, size_t *next)
{
    size_t i = at;
    uint32_t cp = at < s->text.len ? utf8_next(s->text, &i) : 0;
    if (next)
        *next = i;
    return cp;
}

static char byte_at(const scanner *s, size_t at)
{
    return at < s->text.len ? s->text.ptr[at] : '\0';
}

static bool ignorable(uint32_t cp)
{
    return cp_is_space(cp) || cp == 0x200B || cp == 0xFEFF || cp == 0x2060 || cp == 0xAD ||
           cp == 0x200E || cp == 0x200F || (cp < 0x20 && cp) || cp == 0x7F;
}

static bool ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool ascii_alpha(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* Letters, marks, digits: all that is neither white space nor a sign. */
static bool wordy(uint32_t cp)
{
    if (cp < 0x80)
        return cp_is_letter(cp) || cp_is_digit(cp) || cp == '_';
    return cp != 0xFFFD && !ignorable(cp) && !cp_is_punct(cp);
}

static bool wordy_at(const scanner *s, size_t at)
{
    return at < s->text.len && wordy(cp_at(s, at, NULL));
}

static bool starts_chunk(const scanner *s, size_t at)
{
    if (at == s->from)
        return true;
    size_t i = at;
    return ignorable(utf8_prev(s->text, &i));
}

static size_t chunk_end(const scanner *s, size_t at)
{
    size_t end = at, stop = at + AHEAD < s->text.len ? at + AHEAD : s->text.len;
    while (end < stop) {
        size_t next;
        if (ignorable(cp_at(s, end, &next)))
            break;
        end = next;
    }
    return end;
}

static size_t apostrophe(const scanner *s, size_t at)
{
    if (byte_at(s, at) == '\'')
        return 1;
    return str_starts(str_slice(s->text, at, s->text.len), STR("\xE2\x80\x99")) ? 3 : 0;
}

/* ---- addresses ---- */

/* Punctuation after an address belongs to the sentence; ")" stays when the address opened it.
 */
static size_t trim_address(const scanner *s, size_t at, size_t end)
{
    int depth = 0;
    for (size_t i = at; i < end; i++)
        depth += (s->text.ptr[i] == '(') - (s->text.ptr[i] == ')');
    while (end > at) {
        char c = s->text.ptr[end - 1];
        if (c == ')' && depth < 0)
            depth++;
        else if (!strchr(".,;:!?'\"]}>", c) || !c)
            break;
        end--;
    }
    return end;
}

static size_t match_url(const scanner *s, size_t at)
{
    static const char *const heads[] = {"http://", "https://", "ftp://", "www.", "mailto:"};
    dm_str rest = str_slice(s->text, at, s->text.len);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        dm_str head = str_z(heads[i]);
        if (rest.len <= head.len || !str_eq_nocase(str_slice(rest, 0, head.len), head))
            continue;
        size_t end = at + head.len;
        while (end < s->text.len && !strchr("<>\"", s->text.ptr[end])) {
            size_t next;
            uint32_t cp = cp_at(s, end, &next);
            if (ignorable(cp) || (cp >= 0x2018 && cp <= 0x201F))
                break;
            end = next;
        }
        end = trim_address(s, at, end);
        return end > at + head.len ? end : 0;
    }
    return 0;
}

static size_t match_email(const scanner *s, size_t at)
{
    size_t i = at, stop = at + 128;
    if (s->next_at > stop)
        return 0;
    while (i < stop && (ascii_alpha(byte_at(s, i)) || ascii_digit(byte_at(s, i)) ||
                        (byte_at(s, i) && strchr("._%+-", byte_at(s, i)))))
        i++;
    if (i == at || byte_at(s, i) != '@' || !ascii_alpha(byte_at(s, i + 1)))
        return 0;
    i++;
    while (ascii_alpha(byte_at(s, i)) || ascii_digit(byte_at(s, i)) ||
           (byte_at(s, i) && strchr("._-", byte_at(s, i))))
        i++;
    return trim_address(s, at, i);
}

/* "example.com", "plan.doc": letters, periods and a known last part. */
static bool known_ending(dm_str s)
{
    static const char *const endings[] = {
        "com",  "org", "net", "gov", "edu", "info", "int", "co", "uk",  "doc", "xls", "pdf",
        "html", "htm", "txt", "tv",  "io",  "eu",   "de",  "in", "jpg", "exe", "zip"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (str_eq_nocase(s, str_z(endings[i])))
            return true;
    }
    return false;
}

/* "comp.sources.unix": the heads of Usenet's groups. */
static bool news_group(dm_str s)
{
    static const char *const heads[] = {"alt.", "comp.", "misc.", "rec.",
                                        "sci.", "soc.",  "talk."};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        dm_str head = str_z(heads[i]);
        if (s.len > head.len + 2 && str_starts(s, head))
            return true;
    }
    return false;
}

static bool name_byte(char c)
{
    return ascii_alpha(c) || ascii_digit(c) || c == '-' || c == '_' || c == '.' || c == '#' ||
           c == '~';
}

/* ".doc": an ending that stands alone. */
static size_t match_ending(const scanner *s, size_t at)
{
    size_t i = at + 1;
    if (byte_at(s, at) != '.' || !starts_chunk(s, at))
        return 0;
    while (ascii_alpha(byte_at(s, i)) && i < at + 6)
        i++;
    return known_ending(str_slice(s->text, at + 1, i)) && !wordy_at(s, i) ? i : 0;
}

static size_t match_domain(const scanner *s, size_t at)
{
    size_t i = at, dot = 0, stop = at + 128;
    if (s->next_dot > stop)
        return 0;
    if (byte_at(s, at) == '-')
        return 0;
    while (i < stop && name_byte(byte_at(s, i))) {
        if (byte_at(s, i) == '.') {
            if (!ascii_alpha(byte_at(s, i + 1)) || i == at)
                break;
            dot = i;
        }
        i++;
    }
    if (!dot || dot < at + 2)
        return 0;
    if (!known_ending(str_slice(s->text, dot + 1, i)))
        return news_group(str_slice(s->text, at, i)) ? i : 0;
    if (byte_at(s, i) == '/' && wordy_at(s, i + 1))
        i = trim_address(s, at, chunk_end(s, i));
    return i;
}

/* "@name", "#topic" */
static size_t match_handle(const scanner *s, size_t at)
{
    char c = byte_at(s, at);
    if ((c != '@' && c != '#') || !ascii_alpha(byte_at(s, at + 1)) || !starts_chunk(s, at))
        return 0;
    size_t domain = c == '@' ? match_domain(s, at + 1) : 0;
    if (domain)
        return domain;
    size_t i = at + 1;
    while (wordy_at(s, i))
        (void)cp_at(s, i, &i);
    return i;
}

/* ---- signs ---- */

static size_t match_smiley(const scanner *s, size_t at)
{
    static const char *const faces[] = {":-)", ";-)", ":-(", ":-D", ":-P", ":-/", ":)", ":(",
                                        ";)",  ":D",  ":P",  ":O",  ":/",  ";P",  "=)", "=(",
                                        "=D",  "^_^", "<3",  "(:",  "(;",  ">:("};
    char c = byte_at(s, at);
    if (!c || !strchr(":;=^<>(", c) || !starts_chunk(s, at))
        return 0;
    for (size_t i = 0; i < sizeof faces / sizeof faces[0]; i++) {
        dm_str face = str_z(faces[i]);
        if (str_starts(str_slice(s->text, at, s->text.len), face) &&
            (c == '(' ? starts_chunk(s, at + 2) : !wordy_at(s, at + face.len)))
            return at + face.len;
    }
    return 0;
}

/* "---->", "==--", "*~*~": signs drawn into a line or an arrow. */
static size_t match_drawing(const scanner *s, size_t at)
{
    char c = byte_at(s, at);
    size_t i = at;
    bool mixed = false;
    if (!c || !strchr("-=*~+", c))
        return 0;
    while (byte_at(s, i) && strchr("-=*~+>", byte_at(s, i))) {
        mixed = mixed || byte_at(s, i) != c;
        i++;
    }
    return mixed && !wordy_at(s, i) ? i : 0;
}

/* "''" typed as two curly quotes. */
static size_t match_curly_pair(const scanner *s, size_t at)
{
    dm_str pair = str_slice(s->text, at, at + 6);
    return str_eq(pair, STR("\u2019\u2019")) || str_eq(pair, STR("\u2018\u2019")) ||
                   str_eq(pair, STR("\u2018\u2018"))
               ? at + 6
               : 0;
}

/* A run of one sign ("--", "***", "..."), of ? and ! mixed, or two straight single quotes. */
static size_t match_run(const scanner *s, size_t at)
{
    char c = byte_at(s, at);
    size_t i = at + 1;
    if (c == '.' && byte_at(s, i) && strchr("?!", byte_at(s, i)))
        c = byte_at(s, i);
    if (c == '?' || c == '!') {
        while (byte_at(s, i) == '?' || byte_at(s, i) == '!')
            i++;
        return byte_at(s, i) == '.' && byte_at(s, i + 1) != '.' ? i + 1 : i;
    }
    if (c == '\'' || c == '`')
        return byte_at(s, i) == c ? i + 1 : 0;
    size_t drawn = match_drawing(s, at);
    if (drawn)
        return drawn;
    if (!c || !strchr(".-=*~+#<>|_$", c))
        return 0;
    while (byte_at(s, i) == c)
        i++;
    if (c == '.' && i == at + 1 && ascii_digit(byte_at(s, i)))
        return 0;
    return (c == '_' && wordy_at(s, i)) || (c == '$' && i == at + 1) ? 0 : i;
}

static token_kind sign_kind(uint32_t cp)
{
    switch (cp) {
    case '.':
    case '?':
    case '!':
    case 0x203C:
    case 0x203D:
    case 0x3002:
        return TOKEN_STOP;
    case 0x2026:
        return TOKEN_DOTS;
    case '(':
    case '[':
    case '{':
    case 0x2018:
    case 0x201C:
    case 0x201E:
    case 0xAB:
        return TOKEN_OPEN;
    case ')':
    case ']':
    case '}':
    case 0x2019:
    case 0x201D:
    case 0xBB:
        return TOKEN_CLOSE;
    case '"':
    case '\'':
    case '`':
        return TOKEN_QUOTE;
    case '-':
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
        return TOKEN_DASH;
    default:
        return TOKEN_SIGN;
    }
}

static token_kind run_kind(const scanner *s, size_t at)
{
    if (byte_at(s, at) == '.' && byte_at(s, at + 1) == '.')
        return TOKEN_DOTS;
    return sign_kind((unsigned char)byte_at(s, at));
}

/* "'em", "'90s", "'05": an apostrophe that is no quote. */
static size_t match_elided(const scanner *s, size_t at)
{
    size_t mark = apostrophe(s, at);
    if (!mark || !starts_chunk(s, at))
        return 0;
    size_t i = at + mark;
    if (ascii_digit(byte_at(s, i)) && ascii_digit(byte_at(s, i + 1))) {
        i += 2;
        i += byte_at(s, i) == 's';
        return wordy_at(s, i) ? 0 : i;
    }
    static const char *const words[] = {"em", "n", "til", "cause", "s"};
    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++) {
        dm_str w = str_z(words[k]);
        if (str_eq_nocase(str_slice(s->text, i, i + w.len), w) && !wordy_at(s, i + w.len) &&
            !apostrophe(s, i + w.len))
            return i + w.len;
    }
    return 0;
}

/* ---- numbers ---- */

static size_t digits(const scanner *s, size_t at)
{
    while (ascii_digit(byte_at(s, at)))
        at++;
    return at;
}

/* "713-555-0123", "713/555-0123", "11-20-2000", "555-0123", "3-0123": groups joined by hyphens
 * that are one number. */
static size_t match_groups(const scanner *s, size_t at)
{
    size_t i = digits(s, at), groups = 1, first = i - at, last = first;
    if (first == 3 && byte_at(s, i) == '/' && digits(s, i + 1) == i + 4) {
        i += 4;
        groups++;
    }
    while (groups < 6 && byte_at(s, i) == '-' && ascii_digit(byte_at(s, i + 1))) {
        size_t end = digits(s, i + 1);
        last = end - i - 1;
        i = end;
        groups++;
    }
    if (wordy_at(s, i) || groups > 5)
        return 0;
    return groups >= 3 || (groups == 2 && last == 4 && (first == 1 || first == 3 || first == 5))
               ? i
               : 0;
}

/* "2." or "a." where a line begins. */
static size_t match_item(const scanner *s, size_t at)
{
    if (at != s->from)
        return 0;
    size_t i = at;
    while (i < at + 2 && ascii_digit(byte_at(s, i)))
        i++;
    if (i == at && ascii_alpha(byte_at(s, at)))
        i = at + 1;
    return i > at && byte_at(s, i) == '.' && byte_at(s, i + 1) == ' ' ? i + 1 : 0;
}

/* The end of "'s" in "the 80's", "the 1950's", "AK-47's"; else `i`.  The number began at `at`.
 */
static size_t decade(const scanner *s, size_t at, size_t i)
{
    size_t mark = apostrophe(s, i);
    bool round = s->text.ptr[i - 1] == '0' && i - at == 4;
    return mark && (round || i - at == 2) && byte_at(s, i + mark) == 's' &&
                   !wordy_at(s, i + mark + 1)
               ? i + mark + 1
               : i;
}

/* "20minutes": a word of its own behind the figures. */
static bool whole_word(dm_str tail)
{
    for (size_t i = 0; i < tail.len; i++)
        if (tail.ptr[i] < 'a' || tail.ptr[i] > 'z')
            return false;
    return tail.len >= 4 && tail.len < 12;
}

static size_t match_number(const scanner *s, size_t at)
{
    size_t i = at;
    if (byte_at(s, i) && strchr(".+", byte_at(s, i)) && ascii_digit(byte_at(s, i + 1)) &&
        (starts_chunk(s, i) || s->text.ptr[i - 1] == '$'))
        i++;
    if (!ascii_digit(byte_at(s, i)))
        return 0;
    size_t groups = match_groups(s, i);
    if (groups)
        return groups;
    i = digits(s, i);
    while (byte_at(s, i) && strchr(".,:/", byte_at(s, i)) && ascii_digit(byte_at(s, i + 1)))
        i = digits(s, i + 1);
    size_t tail = i;
    while (wordy_at(s, tail))
        (void)cp_at(s, tail, &tail);
    if (tail == i)
        return decade(s, at, i);
    dm_str unit = str_slice(s->text, i, tail);
    bool generation = i == at + 1 && str_eq(unit, STR("G"));
    bool noon = (str_eq(unit, STR("p")) || str_eq(unit, STR("a"))) &&
                str_starts(str_slice(s->text, tail, s->text.len), STR(".m"));
    return (word_is_unit(unit) && !generation) || noon || whole_word(unit) ? i : tail;
}

/* ---- words ---- */

/* All parts between periods are one letter, or it begins like "Ph.D": initials, not a sentence
 * end without a blank. */
static bool initials(dm_str w)
{
    size_t part = 0, longest = 0, parts = 1;
    for (size_t i = 0; i < w.len; i++) {
        if (w.ptr[i] == '.') {
            longest = part > longest ? part : longest;
            part = 0;
            parts++;
        } else if (((unsigned char)w.ptr[i] & 0xC0) != 0x80) {
            part++;
        }
    }
    longest = part > longest ? part : longest;
    if (parts > 1 && longest == 1)
        return true;
    return str_eq_nocase(w, STR("ph.d")) || str_eq(w, STR("M.Sc")) || str_eq(w, STR("B.Sc")) ||
           str_eq(w, STR("M.Phil")) || str_eq(w, STR("D.Phil")) || str_eq(w, STR("B.Tech"));
}

/* The hyphen at i is inside a word of one piece: after a prefix or before a suffix. */
static bool hyphen_stays(const scanner *s, size_t at, size_t i)
{
    if (!wordy_at(s, i + 1))
        return false;
    if (word_is_prefix(str_slice(s->text, at, i)))
        return true;
    size_t end = i + 1;
    while (wordy_at(s, end) && end < i + 16)
        (void)cp_at(s, end, &end);
    return word_is_suffix(str_slice(s->text, i + 1, end));
}

/* Whether the sign at i joins what is before it to what is after it; its length if so. */
static size_t joint(const scanner *s, size_t at, size_t i)
{
    char c = byte_at(s, i);
    size_t mark = apostrophe(s, i);
    if (mark)
        return wordy_at(s, i + mark) ? mark : 0;
    if (c == '`')
        return byte_at(s, i + 1) == 's' && !wordy_at(s, i + 2) ? 1 : 0;
    if (c == '-')
        return hyphen_stays(s, at, i) ? 1 : 0;
    if (c == '&')
        return ascii_alpha(byte_at(s, i - 1)) && ascii_alpha(byte_at(s, i + 1)) ? 1 : 0;
    if (c == '@')
        return ascii_alpha(byte_at(s, i + 1)) ? 1 : 0;
    if (c != '.' || !wordy_at(s, i + 1))
        return 0;
    size_t next;
    (void)cp_at(s, i + 1, &next);
    return next - at < 24 && initials(str_slice(s->text, at, next)) ? 1 : 0;
}

static size_t match_word(const scanner *s, size_t at)
{
    size_t i = at;
    while (wordy_at(s, i)) {
        while (wordy_at(s, i))
            (void)cp_at(s, i, &i);
        size_t n = i < s->text.len ? joint(s, at, i) : 0;
        if (!n)
            break;
        i += n;
    }
    return i == at ? 0 : i;
}

/* A word takes the period that follows it when it is an abbreviation. */
static bool takes_period(const scanner *s, size_t at, size_t end)
{
    dm_str word = str_slice(s->text, at, end);
    if (byte_at(s, end) != '.' || (byte_at(s, end + 1) == '.' && byte_at(s, end + 2) == '.') ||
        (byte_at(s, end + 1) == '.' && (!initials(word) || word.len < 3) &&
         !str_eq(word, STR("Inc"))))
        return false;
    size_t next;
    uint32_t cp = cp_at(s, at, &next);
    if ((next == end && cp_is_upper(cp)) || initials(word))
        return true;
    abbrev_class c = word_abbrev(word);
    if (c == ABBREV_NUMBER) {
        size_t i = end + 1;
        while (byte_at(s, i) == ' ')
            i++;
        return ascii_digit(byte_at(s, i)) || (at != s->from && byte_at(s, i) == ',');
    }
    return c != ABBREV_NONE;
}

static void put(scanner *s, size_t at, size_t end, token_kind kind)
{
    text_token t = {(uint32_t)at, (uint32_t)end, kind};
    vec_push(s->out, t);
}

/* The word after the blank at `end`, empty when a hyphen or apostrophe goes on with it. */
static dm_str next_word(const scanner *s, size_t end)
{
    size_t i = end + 1;
    while (ascii_alpha(byte_at(s, i)) && i < end + 24)
        i++;
    bool whole = byte_at(s, end) == ' ' && byte_at(s, i) != '-' && !apostrophe(s, i);
    return str_slice(s->text, end + 1, whole ? i : end + 1);
}

static bool begins_clause(const scanner *s)
{
    if (!s->out->len)
        return true;
    const text_token *last = &s->out->at[s->out->len - 1];
    return last->kind != TOKEN_WORD && last->kind != TOKEN_NUMBER;
}

static size_t put_word(scanner *s, size_t at, size_t end)
{
    dm_str word = str_slice(s->text, at, end);
    if (takes_period(s, at, end)) {
        put(s, at, end + 1, TOKEN_ABBREV);
        return end + 1;
    }
    size_t cut = word_cut(word);
    if (!cut && word.len <= 4)
        cut = word_cut_before(word, next_word(s, end), begins_clause(s));
    if (cut) {
        put(s, at, at + cut, TOKEN_WORD);
        put(s, at + cut, end, TOKEN_WORD);
    } else {
        put(s, at, end, TOKEN_WORD);
    }
    return end;
}

static size_t put_sign(scanner *s, size_t at)
{
    size_t end;
    uint32_t cp = cp_at(s, at, &end);
    token_kind kind = sign_kind(cp);
    if (kind == TOKEN_DASH || kind == TOKEN_DOTS) {
        size_t next;
        while (end < s->text.len && cp_at(s, end, &next) == cp)
            end = next;
    }
    put(s, at, end, kind);
    return end;
}

/* "US$", "A$": the letters stay with the sign. */
static size_t match_currency(const scanner *s, size_t at)
{
    size_t i = at;
    while (i < at + 3 && byte_at(s, i) >= 'A' && byte_at(s, i) <= 'Z')
        i++;
    return i > at && byte_at(s, i) == '$' ? i + 1 : 0;
}

/* "w/o", "b/c" and the "w/" of "w/milk". */
static size_t match_short(const scanner *s, size_t at)
{
    static const char *const words[] = {"w/o", "b/c", "l/c"};
    if (byte_at(s, at + 1) != '/' || !starts_chunk(s, at))
        return 0;
    for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
        if (str_eq_nocase(str_slice(s->text, at, at + 3), str_z(words[k])) &&
            !wordy_at(s, at + 3))
            return at + 3;
    return byte_at(s, at) == 'w' ? at + 2 : 0;
}

/* "[...]": words left out. */
static size_t match_omission(const scanner *s, size_t at)
{
    return str_starts(str_slice(s->text, at, s->text.len), STR("[...]")) ? at + 5 : 0;
}

/* "wh- what": a word broken off in speech. */
static size_t match_broken(const scanner *s, size_t at)
{
    size_t i = at;
    while (ascii_alpha(byte_at(s, i)) && i < at + 3)
        i++;
    dm_str tail = str_slice(s->text, i + 1, s->text.len);
    return i > at && byte_at(s, i) == '-' && starts_chunk(s, at) &&
                   (str_starts(tail, STR(" \u2014")) ||
                    (str_starts(tail, STR(" ")) && i - at <= 3 &&
                     str_eq_nocase(str_slice(tail, 1, 1 + i - at), str_slice(s->text, at, i))))
               ? i + 1
               : 0;
}

static size_t put_next(scanner *s, size_t at)
{
    static const struct {
        size_t (*match)(const scanner *, size_t);
        token_kind kind;
    } matchers[] = {
        {match_url, TOKEN_ADDRESS},      {match_email, TOKEN_ADDRESS},
        {match_item, TOKEN_NUMBER},      {match_domain, TOKEN_ADDRESS},
        {match_number, TOKEN_NUMBER},    {match_handle, TOKEN_WORD},
        {match_ending, TOKEN_ADDRESS},   {match_smiley, TOKEN_SMILEY},
        {match_currency, TOKEN_SIGN},    {match_elided, TOKEN_WORD},
        {match_short, TOKEN_WORD},       {match_omission, TOKEN_DOTS},
        {match_curly_pair, TOKEN_QUOTE}, {match_broken, TOKEN_WORD},
    };
    for (size_t i = 0; i < sizeof matchers / sizeof matchers[0]; i++) {
        size_t end = matchers[i].match(s, at);
        if (end) {
            put(s, at, end, matchers[i].kind);
            return end;
        }
    }
    size_t end = match_run(s, at);
    if (end) {
        put(s, at, end, run_kind(s, at));
        return end;
    }
    end = match_word(s, at);
    return end ? put_word(s, at, end) : put_sign(s, at);
}

/* known when it is not passed yet; else the first c at or after `at`, or SIZE_MAX. */
static size_t next_byte(const scanner *s, size_t known, size_t at, char c)
{
    if (known >= at && (known == SIZE_MAX || byte_at(s, known) == c))
        return known;
    const char *hit = memchr(s->text.ptr + at, c, s->text.len - at);
    return hit ? (size_t)(hit - s->text.ptr) : SIZE_MAX;
}

void tokens_scan(dm_str text, size_t from, size_t to, text_tokens *out)
{
    scanner s = {str_slice(text, 0, to), from, out, from, from};
    for (size_t at = from; at < s.text.len;) {
        size_t next;
        s.next_at = next_byte(&s, s.next_at, at, '@');
        s.next_dot = next_byte(&s, s.next_dot, at, '.');
        if (ignorable(cp_at(&s, at, &next))) {
            at = at == s.from ? (s.from = next) : next;
            continue;
        }
        at = put_next(&s, at);
    }
}
