/* SPDX-License-Identifier: GPL-3.0-or-later */
/* token.h - text to tokens as UD English cuts it: contractions in two ("do|n't", "it|'s"),
 * hyphenated words in three ("state|-|owned") unless the first part is a prefix
 * ("pro-Russian"),
 * "$|5", "50|%", "7:30|PM"; addresses, times, dates and numbers whole.
 *
 * Conventions read off the training halves of UD English EWT and GUM.  One pass, linear; every
 * byte that is not white space is in exactly one token.
 */
#ifndef DM_TEXT_TOKEN_H
#define DM_TEXT_TOKEN_H

#include "base/str.h"
#include "base/vec.h"

typedef enum {
    TOKEN_WORD,
    TOKEN_NUMBER,
    TOKEN_ABBREV, /* a word with its own period: it may also end a sentence */
    TOKEN_STOP,   /* . ? ! and runs of them */
    TOKEN_DOTS,   /* two periods or more, and the ellipsis sign */
    TOKEN_OPEN,   /* opening bracket or curly quote */
    TOKEN_CLOSE,  /* closing bracket or curly quote */
    TOKEN_QUOTE,  /* straight quote: opens or closes by its place */
    TOKEN_DASH,
    TOKEN_ADDRESS, /* URL, e-mail address */
    TOKEN_SMILEY,
    TOKEN_SIGN /* every other mark */
} token_kind;

typedef struct {
    uint32_t begin, end; /* bytes */
    token_kind kind;
} text_token;

typedef VEC(text_token) text_tokens;

/* Append the tokens of text[from, to).  from must be the start of a line or paragraph: list
 * numbers ("2.") are known by their place there. */
void tokens_scan(dm_str text, size_t from, size_t to, text_tokens *out);

/* What words know about themselves (words.c).  All look-ups are by the word without its period.
 */
typedef enum {
    ABBREV_NONE,
    ABBREV_TITLE,  /* Mr, Gen: a name follows, a sentence never ends here */
    ABBREV_NUMBER, /* No, Sept: abbreviation only before a figure, else a word of its own */
    ABBREV_INSIDE, /* vs, e.g: goes on */
    ABBREV_EITHER  /* Inc, p.m, U.S: may also end the sentence */
} abbrev_class;

abbrev_class word_abbrev(dm_str word);
bool word_is_prefix(dm_str word);       /* "pro" of "pro-Russian" stays with what follows */
bool word_is_suffix(dm_str word);       /* "wise" of "career-wise" stays with what precedes */
bool word_starts_sentence(dm_str word); /* "The", "But": capitalised only at a beginning */
bool word_is_unit(dm_str word);         /* "km" of "35km" */
bool word_is_say(dm_str word);          /* said, asked ...: after a quotation */
/* Where a contraction is cut: "don't" 2, "it's" 2, "cannot" 3; 0 when it is none. */
size_t word_cut(dm_str word);
/* The same for careless writing that only the word after it betrays: "its a", "your not",
 * "lets go"; clause: nothing but a mark or the beginning stands before it. */
size_t word_cut_before(dm_str word, dm_str next, bool clause);

#endif
