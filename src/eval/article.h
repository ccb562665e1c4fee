/* SPDX-License-Identifier: GPL-3.0-or-later */
/* article.h - what every score of whole articles does: the text through the program, and from
 * a corpus's code points to our tokens. */
#ifndef DM_EVAL_ARTICLE_H
#define DM_EVAL_ARTICLE_H

#include "graph/graph.h"
#include "text/document.h"

/* The graph of a UTF-8 text, without analysis.  relations NULL: the default families.  id is
 * NUL-terminated.  *out is NULL after a failure. */
DM_NODISCARD dm_status article_extract(const dm_engine *engine, dm_str text, const char *id,
                                       const char *relations, dm_graph **out, dm_error *err);

typedef struct {
    uint32_t begin, end; /* empty when no token is there */
} token_range;

/* The tokens that overlap code points [begin, end). */
token_range article_tokens(const dm_document *doc, uint32_t begin, uint32_t end);

#endif
