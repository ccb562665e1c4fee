/* SPDX-License-Identifier: GPL-3.0-or-later */
/* markdown.h - text inside Markdown that stays text: what would be markup is escaped. */
#ifndef DM_FILES_MARKDOWN_H
#define DM_FILES_MARKDOWN_H

#include "base/str.h"

/* White space tidied; \`*_{}[]<>()#+!|~ escaped or, for < > &, as entities; appended. */
void put_markdown(dm_buf *b, dm_str text);

#endif
