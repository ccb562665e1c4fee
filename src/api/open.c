/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open triples of one article as lines. */
#include "relate/open.h"
#include "api/engine.h"

/* Input of one sentence a line is counted by its lines, which keeps the count when the program
 * reads two sentences in one; anything else by the sentences found. */
static uint32_t number_of(const dm_document *doc, bool by_line, uint32_t sentence)
{
    uint32_t n = 1;
    if (!by_line)
        return sentence + 1;
    for (uint32_t i = 0; i < doc->sentences[sentence].begin; i++)
        n += doc->text.ptr[i] == '\n';
    return n;
}

static void write_triples(const dm_document *doc, const dm_triples *list, bool by_line,
                          double least, dm_buf *out)
{
    uint32_t last = UINT32_MAX, number = 0;
    for (size_t i = 0; i < list->len; i++) {
        const dm_triple *x = &list->at[i];
        if ((double)x->confidence < least)
            continue;
        if (x->sentence != last)
            number = number_of(doc, by_line, last = x->sentence);
        buf_fmt(out, "%u\t", number);
        words_text(doc, x->first, out);
        buf_byte(out, '\t');
        words_text(doc, x->relation, out);
        buf_byte(out, '\t');
        words_text(doc, x->second, out);
        buf_fmt(out, "\t%.4f\n", (double)x->confidence);
    }
}

void article_open_edges(const dm_engine *engine, dm_article *a)
{
    const dm_relate_input in = {
        .lexicon = engine->lexicon, .doc = &a->doc, .parse = &a->parse, .cast = &a->cast};
    relate_open(&in, &a->relations);
    relations_sort(&a->relations);
}

dm_status dm_open_triples(const dm_engine *engine, const dm_input *in,
                          const dm_extract_options *given, char **text, size_t *size,
                          dm_error *err)
{
    dm_extract_options o = given ? *given : (dm_extract_options){0};
    dm_article a;
    dm_status status =
        article_read(engine, in, o.depth, false, o.wishes, STOP_AT_PARSE, &a, err);
    if (status == DM_OK) {
        dm_relate_input ri = {
            .lexicon = engine->lexicon, .doc = &a.doc, .parse = &a.parse, .cast = &a.cast};
        dm_tree t = tree_of(&ri);
        dm_triples list = {0};
        dm_buf out = {0};
        for (uint32_t s = 0; s < a.doc.sentence_count; s++)
            open_triples(&t, s, &list);
        buf_add(&out, STR(""));
        write_triples(&a.doc, &list, in->from == DM_FROM_LINES, o.min_confidence, &out);
        triples_free(&list);
        *text = out.ptr;
        *size = out.len;
    }
    article_free(&a);
    return status;
}
