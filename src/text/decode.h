/* SPDX-License-Identifier: GPL-3.0-or-later */
/* decode.h - bytes as they come to UTF-8: detect the encoding, repair and count what is bad.
 *
 * Byte order marks are dropped.  UTF-8 wins when it is valid or mostly valid, UTF-16 shows by
 * its mark or by its NULs, the rest is Windows-1252 (which holds Latin-1).  Linear in the
 * input.
 */
#ifndef DM_TEXT_DECODE_H
#define DM_TEXT_DECODE_H

#include "base/str.h"

#define TEXT_LIMIT ((size_t)64 << 20) /* bytes of one document */

/* encoding: a name for iconv, or NULL to detect.  *text is valid UTF-8 in arena; *repaired
 * counts the sequences replaced by U+FFFD.  DM_EINPUT: empty, binary, too large (naming the
 * byte); DM_EUSAGE: an encoding that nobody knows. */
DM_NODISCARD dm_status text_decode(dm_str bytes, const char *encoding, dm_arena *arena,
                                   dm_str *text, uint32_t *repaired, dm_error *err);

#endif
