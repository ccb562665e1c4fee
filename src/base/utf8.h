/* SPDX-License-Identifier: GPL-3.0-or-later */
/* utf8.h - walking over valid UTF-8, and case folding for comparison. */
#ifndef DM_BASE_UTF8_H
#define DM_BASE_UTF8_H

#include "base/str.h"

/* The code point at *at (which moves past it).  On a bad sequence: U+FFFD, one byte on. */
uint32_t utf8_next(dm_str s, size_t *at);
uint32_t utf8_prev(dm_str s, size_t *at); /* the code point that ends at *at */
void utf8_put(dm_buf *b, uint32_t cp);
size_t utf8_count(dm_str s); /* code points */
bool utf8_valid(dm_str s, size_t *bad_at);

bool cp_is_upper(uint32_t cp);
bool cp_is_lower(uint32_t cp);
bool cp_is_letter(uint32_t cp);
bool cp_is_digit(uint32_t cp);
bool cp_is_space(uint32_t cp);
bool cp_is_punct(uint32_t cp); /* Unicode P* and S* and ASCII punctuation */

/* Lower case, diacritics stripped (NFKD without marks): the key of every name look-up. */
dm_str str_fold(dm_arena *a, dm_str s);
dm_str str_lower(dm_arena *a, dm_str s); /* lower case only */

#endif
