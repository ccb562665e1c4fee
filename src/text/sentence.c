/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/sentence.h"

#include "base/utf8.h"

enum {
    MOST_CLOSERS = 16,    /* behind one stop: keeps hostile text linear */
    LONGEST_DATELINE = 14 /* tokens */
};

typedef struct {
    dm_str text;
    const text_token *at;
    size_t count;
} paragraph;

static dm_str word_of(const paragraph *p, size_t i)
{
    return str_slice(p->text, p->at[i].begin, p->at[i].end);
}

static uint32_t first_cp(const paragraph *p, size_t i)
{
    size_t at = p->at[i].begin;
    return utf8_next(p->text, &at);
}

static bool blank_before(const paragraph *p, size_t i)
{
    return i == 0 || p->at[i].begin > p->at[i - 1].end;
}

static bool upper(const paragraph *p, size_t i)
{
    return i < p->count && cp_is_upper(first_cp(p, i));
}

/* The word that token i begins with, past opening quotes and brackets. */
static size_t skip_openers(const paragraph *p, size_t i)
{
    while (i < p->count && (p->at[i].kind == TOKEN_OPEN || p->at[i].kind == TOKEN_QUOTE))
        i++;
    return i;
}

static dm_str without_period(const paragraph *p, size_t i)
{
    dm_str w = word_of(p, i);
    return str_ends(w, STR(".")) ? str_slice(w, 0, w.len - 1) : w;
}

/* "Why?" John Smith asked: a name and a word of saying within reach. */
static bool says_next(const paragraph *p, size_t i)
{
    for (size_t k = i; k < p->count && k < i + 5; k++) {
        if (p->at[k].kind != TOKEN_WORD && p->at[k].kind != TOKEN_ABBREV)
            return false;
        if (word_is_say(word_of(p, k)))
            return true;
    }
    return false;
}

static bool abbreviation_ends(const paragraph *p, size_t i, size_t next)
{
    dm_str word = without_period(p, i);
    abbrev_class c = word_abbrev(word);
    if (c == ABBREV_TITLE || c == ABBREV_INSIDE || c == ABBREV_NUMBER)
        return false;
    size_t w = skip_openers(p, next);
    if (w == p->count || !upper(p, w))
        return false;
    if (str_eq_nocase(word, STR("etc")))
        return true;
    return word_starts_sentence(word_of(p, w)) &&
           !(word_of(p, w).len == 1 && word_of(p, w).ptr[0] != 'I' && word.len == 1);
}

/* "2." at the head of a list item that stands inside a line: the stop before it was the end. */
static bool item_number(const paragraph *p, size_t i)
{
    return i > 0 && p->at[i - 1].kind == TOKEN_NUMBER &&
           p->at[i - 1].end - p->at[i - 1].begin <= 2 &&
           (i == 1 || p->at[i - 2].kind == TOKEN_STOP || p->at[i - 2].kind == TOKEN_CLOSE ||
            first_cp(p, i - 2) == ':');
}

/* A stop before a word in lower case: careless writing, unless the word before it may be an
 * abbreviation or a quotation was closed. */
static bool ends_before_lower(const paragraph *p, size_t i, size_t next)
{
    if (p->at[i].kind != TOKEN_STOP || next > i + 1 || !blank_before(p, next) || i == 0)
        return false;
    dm_str before = word_of(p, i - 1);
    if (p->text.ptr[p->at[i].begin] != '.')
        return p->at[next].kind == TOKEN_WORD;
    return before.len >= 3 && !cp_is_upper(first_cp(p, i - 1)) &&
           str_find(before, STR("."), 0) == SIZE_MAX;
}

/* Does a sentence end with the stop at i when `next` is the first token after its closers? */
static bool stop_ends(const paragraph *p, size_t i, size_t next)
{
    if (next >= p->count)
        return true;
    if (p->at[i].kind == TOKEN_ABBREV)
        return abbreviation_ends(p, i, next);
    token_kind k = p->at[next].kind;
    if (k == TOKEN_CLOSE || k == TOKEN_STOP ||
        (p->at[i].kind == TOKEN_STOP && item_number(p, i)))
        return false;
    uint32_t cp = first_cp(p, next);
    if (cp == ',' || cp == ';' || cp == ':')
        return false;
    if (k == TOKEN_DASH)
        return next == i + 1 && p->at[i].kind == TOKEN_STOP && blank_before(p, next);
    size_t w = skip_openers(p, next);
    if (w < p->count && cp_is_lower(first_cp(p, w)))
        return k == TOKEN_ADDRESS || ends_before_lower(p, i, next);
    bool asks = p->at[i].kind == TOKEN_STOP && p->text.ptr[p->at[i].begin] != '.';
    if (asks && next > i + 1 && says_next(p, next))
        return false;
    if (!blank_before(p, next) && p->at[i].kind == TOKEN_STOP && !asks)
        return upper(p, next) && i > 0 && p->at[i - 1].end - p->at[i - 1].begin > 1;
    return p->at[i].kind != TOKEN_DOTS || (upper(p, w) && blank_before(p, next));
}

/* Past reference marks, "[3]" "[12]": they belong to what they prove. */
static size_t skip_references(const paragraph *p, size_t i)
{
    while (i + 2 < p->count && p->text.ptr[p->at[i].begin] == '[' &&
           p->at[i + 1].kind == TOKEN_NUMBER && p->text.ptr[p->at[i + 2].begin] == ']')
        i += 3;
    return i;
}

/* Closing quotes and brackets right behind a stop belong to its sentence, and so do further
 * stops behind those. */
static size_t skip_closers(const paragraph *p, size_t i)
{
    const size_t most = i + MOST_CLOSERS;
    while (i < p->count && i < most && !blank_before(p, i)) {
        token_kind k = p->at[i].kind;
        if (k == TOKEN_QUOTE && i + 1 < p->count && !blank_before(p, i + 1) &&
            (p->at[i + 1].kind == TOKEN_WORD || p->at[i + 1].kind == TOKEN_ABBREV))
            break;
        if (k != TOKEN_CLOSE && k != TOKEN_QUOTE && k != TOKEN_STOP)
            break;
        i++;
    }
    if (i < p->count && p->at[i].kind == TOKEN_SMILEY)
        i++;
    return skip_references(p, i);
}

void sentences_by_rule(dm_str text, const text_token *tokens, size_t count, token_ends *ends)
{
    paragraph p = {text, tokens, count};
    for (size_t i = 0; i < count; i++) {
        token_kind k = tokens[i].kind;
        if (k == TOKEN_SMILEY && i + 1 < count && upper(&p, i + 1) && i > 0)
            vec_push(ends, (uint32_t)(i + 1));
        if (k != TOKEN_STOP && k != TOKEN_DOTS && k != TOKEN_ABBREV)
            continue;
        size_t next = skip_closers(&p, i + 1);
        if (next < count && stop_ends(&p, i, next)) {
            vec_push(ends, (uint32_t)next);
            i = next - 1;
        }
    }
    if (count)
        vec_push(ends, (uint32_t)count);
}

/* "OSLO, May 20 (NTB) --": capitals, then a dash or colon, where a paragraph begins. */
static bool dateline_ends(const paragraph *p, size_t i)
{
    if (i == 0 || i > LONGEST_DATELINE ||
        (p->at[i].kind != TOKEN_DASH && first_cp(p, i) != ':') || word_of(p, 0).len < 3)
        return false;
    const dm_str place = word_of(p, 0);
    for (size_t at = 0; at < place.len;)
        if (!cp_is_upper(utf8_next(place, &at)))
            return false;
    return true;
}

/* "Mr. Holm", "vs. them", "John F. Holm", "Xyz. of": no sentence ends there, whatever the model
 * thinks of what follows. */
static bool goes_on(const paragraph *p, size_t i)
{
    if (dateline_ends(p, i) || (i == 0 && p->at[i].kind == TOKEN_NUMBER)) /* "2." of a list */
        return true;
    if (p->at[i].kind == TOKEN_STOP && i > 0 && i + 1 < p->count)
        return p->text.ptr[p->at[i].begin] == '.' && upper(p, i - 1) &&
               word_of(p, i - 1).len <= 4 && cp_is_lower(first_cp(p, i + 1));
    if (p->at[i].kind != TOKEN_ABBREV)
        return false;
    const dm_str word = without_period(p, i);
    const abbrev_class c = word_abbrev(word);
    if (c == ABBREV_TITLE || c == ABBREV_INSIDE || c == ABBREV_NUMBER)
        return true;
    return word.len == 1 && i + 1 < p->count && p->at[i + 1].kind == TOKEN_WORD &&
           !word_starts_sentence(word_of(p, i + 1));
}

/* "it rained. He", "it rained.\" \"He": a stop that is no abbreviation's, a blank, a capital.
 */
static bool ends_plainly(const paragraph *p, size_t next)
{
    size_t i = next - 1, w = next;
    while (i > 0 && next - i < 4 &&
           (p->at[i].kind == TOKEN_CLOSE || p->at[i].kind == TOKEN_QUOTE))
        i--;
    if (w + 1 < p->count && (p->at[w].kind == TOKEN_OPEN || p->at[w].kind == TOKEN_QUOTE))
        w++;
    return p->at[i].kind == TOKEN_STOP && blank_before(p, next) && upper(p, w);
}

void sentences_note(dm_str text, const text_token *tokens, size_t count, boundary_token *notes)
{
    const paragraph p = {text, tokens, count};
    token_ends ends = {0};
    sentences_by_rule(text, tokens, count, &ends);
    for (size_t i = 0; i < count; i++) {
        notes[i] = boundary_note(text, tokens, i);
        notes[i].sure = i > 0 && goes_on(&p, i - 1);
    }
    for (size_t k = 0; k < ends.len; k++) {
        boundary_token *n = ends.at[k] < count ? &notes[ends.at[k]] : NULL;
        if (n)
            n->rule = !n->sure;
        if (n && !n->sure)
            n->sure = ends_plainly(&p, ends.at[k]);
    }
    vec_free(&ends);
}

void sentences_find(dm_str text, const text_token *tokens, size_t count,
                    const boundary_model *model, token_ends *ends)
{
    if (!model->weights || !count) {
        sentences_by_rule(text, tokens, count, ends);
        return;
    }
    boundary_token *notes = dm_malloc(count * sizeof *notes);
    sentences_note(text, tokens, count, notes);
    boundary_state s = boundary_begin(notes, count);
    for (size_t i = 1; i < count; i++) {
        const bool ends_here = boundary_ends(model, &s, i);
        if (ends_here)
            vec_push(ends, (uint32_t)i);
        boundary_pass(&s, i, ends_here);
    }
    vec_push(ends, (uint32_t)count);
    free(notes);
}

bool sentence_frees_period(dm_str text, const text_token *t)
{
    dm_str w = str_slice(text, t->begin, t->end);
    if (w.len < 3 && w.len)
        return true;
    w = str_slice(w, 0, w.len - 1);
    if (str_find(w, STR("."), 0) != SIZE_MAX)
        return false;
    abbrev_class c = word_abbrev(w);
    return c == ABBREV_EITHER || c == ABBREV_INSIDE || c == ABBREV_NUMBER;
}
