/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json_check.h - what must be right before a JSON text goes to the parser: cJSON takes bad
 * UTF-8, cuts strings off at \u0000 and recurses with the nesting. */
#ifndef DM_FILES_JSON_CHECK_H
#define DM_FILES_JSON_CHECK_H

#include "base/str.h"

#define JSON_NESTING_MAX 64

/* Valid UTF-8, no \u0000, no deeper than JSON_NESTING_MAX, brackets closed; says the line. */
DM_NODISCARD dm_status json_check(dm_str bytes, const char *place, dm_error *err);
/* The message for a text that the parser stopped at. */
dm_status json_syntax_error(dm_str bytes, size_t at, const char *place, dm_error *err);

#endif
