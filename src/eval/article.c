/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/article.h"

dm_status article_extract(const dm_engine *engine, dm_str text, const char *id,
                          const char *relations, dm_graph **out, dm_error *err)
{
    const dm_input in = {.bytes = text.ptr,
                         .size = text.len,
                         .from = DM_FROM_TEXT,
                         .encoding = "UTF-8",
                         .id = id};
    const dm_extract_options o = {.no_analysis = true, .relations = relations};
    *out = NULL;
    return dm_extract(engine, &in, &o, out, err);
}

token_range article_tokens(const dm_document *doc, uint32_t begin, uint32_t end)
{
    uint32_t lo = 0, hi = doc->token_count;
    while (lo < hi) {
        const uint32_t mid = lo + (hi - lo) / 2;
        if (doc->tokens[mid].cp_end <= begin)
            lo = mid + 1;
        else
            hi = mid;
    }
    token_range r = {lo, lo};
    while (r.end < doc->token_count && doc->tokens[r.end].cp_begin < end)
        r.end++;
    return r;
}
