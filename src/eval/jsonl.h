/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jsonl.h - the corpora in JSON: one object a line, and what is asked of an object. */
#ifndef DM_EVAL_JSONL_H
#define DM_EVAL_JSONL_H

#include "base/file.h"

#include <cjson/cJSON.h>

/* object is freed after the call; what fails ends the reading. */
typedef dm_status jsonl_take(void *context, const cJSON *object, dm_error *err);

/* Every object of the file at path, in order: one a line (empty lines are passed over), or,
 * when the file begins with '[', the elements of that array.  DM_EIO; DM_EINPUT names file and
 * line. */
DM_NODISCARD dm_status jsonl_each(const char *path, jsonl_take *take, void *context,
                                  dm_error *err);

/* What is missing or of another type reads as "", UINT32_MAX and false. */
dm_str jsonl_text(const cJSON *object, const char *key); /* NUL-terminated; of the object */
uint32_t jsonl_number(const cJSON *object, const char *key);
bool jsonl_has(const cJSON *list, const char *text); /* a list of strings holds this one */

#endif
