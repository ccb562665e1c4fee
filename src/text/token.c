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
        if (str_eq(s, str_z(endings[i])))
            return true;
    }
    return false;
}

static size_t match_domain(const scanner *s, size_t at)
{
    size_t i = at, dot = 0, stop = at + 128;
    if (s->next_dot > stop)
        return 0;
    while (i < stop && (ascii_alpha(byte_at(s, i)) || ascii_digit(byte_at(s, i)) ||
                        byte_at(s, i) == '-' || byte_at(s, i) == '.')) {
        if (byte_at(s, i) == '.') {
            if (!ascii_alpha(byte_at(s, i + 1)) || i == at)
                break;
            dot = i;
        }
        i++;
    }
    if (!dot || dot < at + 2 || !known_ending(str_slice(s->text, dot + 1, i)))
        return 0;
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
    size_t i = at + 1;
    while (wordy_at(s, i))
        (void)cp_at(s, i, &i);
    return i;
}

/* ---- signs ---- */

static size_t match_smiley(const scanner *s, size_t at)
{
    static const char *const faces[] = {":-)", ";-)", ":-(", ":)", ":(",
                                        ";)",  ":D",  ":P",  "=)"};
    if (!strchr(":;=", byte_at(s, at)) || !starts_chunk(s, at))
        return 0;
    for (size_t i = 0; i < sizeof faces / sizeof faces[0]; i++) {
        dm_str face = str_z(faces[i]);
        if (str_starts(str_slice(s->text, at, s->text.len), face) &&
            !wordy_at(s, at + face.len))
            return at + face.len;
    }
    return 0;
}

/* A run of one sign ("--", "***", "..."), of ? and ! mixed, or two straight single quotes. */
static size_t match_run(const scanner *s, size_t at)
{
    char c = byte_at(s, at);
    size_t i = at + 1;
    if (c == '?' || c == '!') {
        while (byte_at(s, i) == '?' || byte_at(s, i) == '!')
            i++;
        return i;
    }
    if (c == '\'' || c == '`')
        return byte_at(s, i) == c ? i + 1 : 0;
    if (!c || !strchr(".-=*~+#<>|_", c))
        return 0;
    while (byte_at(s, i) == c)
        i++;
    if (c == '.' && i == at + 1 && ascii_digit(byte_at(s, i)))
        return 0;
    return c == '_' && wordy_at(s, i) ? 0 : i;
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

static token_kind run_kind(const scanner *s, size_t at, size_t end)
{
    if (byte_at(s, at) == '.' && end > at + 1)
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
    static const char *const words[] = {"em", "n", "til", "cause"};
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

/* "713-555-0123", "11-20-2000", "555-0123": groups joined by hyphens that are one number. */
static size_t match_groups(const scanner *s, size_t at)
{
    size_t i = digits(s, at), groups = 1, first = i - at, last = first;
    while (groups < 6 && byte_at(s, i) == '-' && ascii_digit(byte_at(s, i + 1))) {
        size_t end = digits(s, i + 1);
        last = end - i - 1;
        i = end;
        groups++;
    }
    if (wordy_at(s, i) || groups > 5)
        return 0;
    return groups >= 3 || (groups == 2 && last == 4 && (first == 3 || first == 5)) ? i : 0;
}

/* Inside brackets that were opened a short way back. */
static bool bracketed(const scanner *s, size_t at)
{
    for (size_t i = at, n = 0; i > s->from && n < 120; n++) {
        char c = s->text.ptr[--i];
        if (c == '(' || c == ')')
            return c == '(';
    }
    return false;
}

/* "2." or "3)" where a line begins; "3)" also later, when nothing opened it. */
static size_t match_item(const scanner *s, size_t at)
{
    if (at != s->from && !starts_chunk(s, at))
        return 0;
    size_t i = at;
    while (i < at + 3 && ascii_digit(byte_at(s, i)))
        i++;
    if (i == at && at == s->from && ascii_alpha(byte_at(s, at)))
        i = at + 1;
    char c = byte_at(s, i);
    if (i == at || i > at + 2 || (c != '.' && c != ')') || wordy_at(s, i + 1))
        return 0;
    if (byte_at(s, i + 1) != ' ')
        return 0;
    return at == s->from || (c == ')' && !bracketed(s, at)) ? i + 1 : 0;
}

static size_t match_number(const scanner *s, size_t at)
{
    size_t i = at;
    if (strchr(".+", byte_at(s, i)) && ascii_digit(byte_at(s, i + 1)) && starts_chunk(s, i))
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
    if (tail == i || word_is_unit(str_slice(s->text, i, tail)))
        return i;
    return tail;
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
    if (byte_at(s, end) != '.' || byte_at(s, end + 1) == '.')
        return false;
    dm_str word = str_slice(s->text, at, end);
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

static size_t put_word(scanner *s, size_t at, size_t end)
{
    dm_str word = str_slice(s->text, at, end);
    if (takes_period(s, at, end)) {
        put(s, at, end + 1, TOKEN_ABBREV);
        return end + 1;
    }
    size_t cut = word_cut(word);
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

static size_t put_next(scanner *s, size_t at)
{
    static const struct {
        size_t (*match)(const scanner *, size_t);
        token_kind kind;
    } matchers[] = {
        {match_url, TOKEN_ADDRESS},   {match_email, TOKEN_ADDRESS},  {match_item, TOKEN_NUMBER},
        {match_number, TOKEN_NUMBER}, {match_domain, TOKEN_ADDRESS}, {match_handle, TOKEN_WORD},
        {match_smiley, TOKEN_SMILEY}, {match_currency, TOKEN_SIGN},  {match_elided, TOKEN_WORD},
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
        put(s, at, end, run_kind(s, at, end));
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
