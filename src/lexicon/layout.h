/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout.h - the arrays inside lexicon.dmm, shared by the reader and its compiler (src/train).
 *
 * Names are not stored as keys: a table is a list of entries sorted by (bucket, check), where
 * bucket = top bits of the key's 64-bit hash and check = 24 other bits.  An entry is LEX_CHECK
 * bytes of check and then the value, little-endian.  With at most 8 entries per bucket on
 * average a look-up of an unknown key is wrong in fewer than 8 / 2^24 = 5e-7 cases.
 *
 *   key      24 bits row * 16 + flags        facts of names, best first within one check
 *   first    'm', 'f' or 'n'
 *   surname  nothing
 *   word     type (lex_word_type), 16 bits value
 *
 * Sections: <table>.bucket u32 [2^bits + 1], <table>.entry u8 [n][width];
 *   class u8 [c][4]  list, kind, subkind, office;   row u8 [rows][4]  class, country, from, to;
 *   name.block u32 [ceil(rows / 16)], name.bytes u8: rows sorted by name, front-coded in
 * blocks; country.at u32 [k][4] begin of code+name, capital, demonym, and the end, in
 * country.text; holder u16 [n][5] office + country * 256, from day, to day, row low, row high;
 *   agent u8 [n][4] kind, subkind, gender, plural;  verb u8 [n][2] relation, share * 255, ended
 *   by a pair with relation 255.
 * Years are kept as year - LEX_YEAR0 in one byte, 0 = not known; days count from 1900-01-01. */
#ifndef DM_LEXICON_LAYOUT_H
#define DM_LEXICON_LAYOUT_H

#include "lexicon/lexicon.h"

enum {
    LEX_CHECK = 3,
    LEX_BLOCK = 16,
    LEX_YEAR0 = 1799,
    LEX_DAY_OPEN = 0xFFFF,
    LEX_END = 255,
    LEX_ROW_MAX = 1 << 20,
    LEX_NAME_MAX = 255
};

enum { LEX_AMBIGUOUS = 1, LEX_ACRONYM = 2, LEX_FULL = 4 };

typedef enum { LEX_TITLE, LEX_AGENT, LEX_VERB, LEX_NOUN, LEX_WORD_COUNT } lex_word_type;

static inline uint32_t lex_bucket(uint64_t hash, uint32_t bits)
{
    return (uint32_t)(hash >> (64 - bits));
}

static inline uint32_t lex_check(uint64_t hash)
{
    return (uint32_t)(hash >> 8) & 0xFFFFFF;
}

/* Days since 1900-01-01 of "1999", "1999-05" or "1999-05-31"; 0 when there is no date.  Open
 * parts are the first (last = false) or the last possible day. */
uint16_t lex_day(dm_str date, bool last);

#endif
