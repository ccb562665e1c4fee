/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/conllu.h"

#include "engine/parser.h"

/* ---- writing ---- */

/* One column: an empty text is "_", and nothing may look like the end of a column. */
static void put_column(dm_buf *out, dm_str s)
{
    if (s.len == 0)
        buf_byte(out, '_');
    for (size_t i = 0; i < s.len; i++) {
        const char c = s.ptr[i];
        buf_byte(out, c == '\t' || c == '\n' || c == '\r' ? ' ' : c);
    }
}

static void put_misc(const dm_document *doc, uint32_t t, const dm_name *name, dm_str entity,
                     dm_buf *out)
{
    const char *bar = "";
    if (name) {
        buf_fmt(out, "NER=%c-%s", t == name->begin ? 'B' : 'I', kind_table[name->kind].name);
        bar = "|";
    }
    if (entity.len > 0) {
        buf_fmt(out, "%sEntity=", bar);
        put_column(out, entity);
        bar = "|";
    }
    if (!doc->tokens[t].space_after) {
        buf_fmt(out, "%sSpaceAfter=No", bar);
        bar = "|";
    }
    if (*bar == '\0')
        buf_byte(out, '_');
}

static void put_word(const dm_document *doc, uint32_t first, uint32_t t, const dm_word *w,
                     dm_buf *out)
{
    buf_fmt(out, "%u\t", (unsigned)(t - first + 1));
    put_column(out, token_str(doc, t));
    buf_byte(out, '\t');
    put_column(out, w->lemma);
    buf_fmt(out, "\t%s\t%s\t_\t%u\t%s\t_\t", upos_name(w->upos), xpos_name(w->xpos),
            w->head == HEAD_ROOT ? 0U : (unsigned)(w->head - first + 1),
            deprel_name(w->deprel));
}

void conllu_write(const dm_document *doc, const dm_parse *parse, const uint32_t *token_entity,
                  const dm_str *entities, dm_buf *out)
{
    uint32_t name = 0;
    if (doc->id.len > 0) {
        buf_fmt(out, "# newdoc id = ");
        put_column(out, doc->id);
        buf_byte(out, '\n');
    }
    for (uint32_t s = 0; s < doc->sentence_count; s++) {
        const dm_sentence *sentence = &doc->sentences[s];
        if (sentence->first == sentence->end)
            continue;
        buf_fmt(out, "# sent_id = %u\n# text = ", (unsigned)(s + 1));
        put_column(out, span_str(doc, sentence->first, sentence->end));
        buf_byte(out, '\n');
        for (uint32_t t = sentence->first; t < sentence->end; t++) {
            while (name < parse->name_count && parse->names[name].end <= t)
                name++;
            const bool named = name < parse->name_count && parse->names[name].begin <= t;
            const bool linked = token_entity && token_entity[t] != UINT32_MAX;
            put_word(doc, sentence->first, t, &parse->words[t], out);
            put_misc(doc, t, named ? &parse->names[name] : NULL,
                     linked ? entities[token_entity[t]] : STR(""), out);
            buf_byte(out, '\n');
        }
        buf_byte(out, '\n');
    }
}

/* ---- reading ---- */

enum { ID, FORM, LEMMA, UPOS_COL, XPOS_COL, FEATS, HEAD, DEPREL_COL, DEPS, MISC, COLUMNS };

typedef struct {
    dm_document *doc;
    dm_parse *out;
    uint32_t token, line;
    uint32_t name_open; /* 1 when the last token belongs to the last name */
    dm_error *err;
} reader;

static bool all_digits(dm_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len > 0 && s.len < 8;
}

static uint32_t number(dm_str s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n = n * 10 + (uint32_t)(s.ptr[i] - '0');
    return n;
}

static void read_name(reader *r, dm_str misc)
{
    const bool open = r->name_open != 0;
    r->name_open = 0;
    while (misc.len > 0) {
        const dm_str field = str_cut(misc, '|', &misc);
        if (!str_starts(field, STR("NER=")) || field.len < 7)
            continue;
        const dm_kind kind = kind_find(str_slice(field, 6, field.len));
        if (kind == KIND_COUNT)
            return;
        dm_name *last = r->out->names + r->out->name_count - (r->out->name_count > 0);
        if (field.ptr[4] == 'I' && open && last->kind == (uint8_t)kind)
            last->end = r->token + 1;
        else
            r->out->names[r->out->name_count++] =
                (dm_name){r->token, r->token + 1, (uint8_t)kind, 1.0f};
        r->name_open = 1;
    }
}

static dm_status read_word(reader *r, const dm_str *column)
{
    if (r->token >= r->doc->token_count)
        return dm_fail(r->err, DM_EINPUT, "CoNLL-U line %u: more words than the document has",
                       (unsigned)r->line);
    const uint32_t sentence = r->doc->tokens[r->token].sentence;
    const uint32_t first = r->doc->sentences[sentence].first;
    const uint32_t size = r->doc->sentences[sentence].end - first;
    const uint32_t head = all_digits(column[HEAD]) ? number(column[HEAD]) : 0;
    if (head > size || r->token + 1 == first + head)
        return dm_fail(r->err, DM_EINPUT, "CoNLL-U line %u: head %u in a sentence of %u words",
                       (unsigned)r->line, (unsigned)head, (unsigned)size);
    if (r->token == first)
        r->name_open = 0;
    const bool bare = str_eq(column[LEMMA], STR("_")) && !str_eq(column[FORM], STR("_"));
    r->out->words[r->token] =
        (dm_word){.head = head ? first + head - 1 : HEAD_ROOT,
                  .upos = upos_find(column[UPOS_COL]),
                  .xpos = xpos_find(column[XPOS_COL]),
                  .deprel = head ? deprel_find(column[DEPREL_COL]) : DEP_root,
                  .lemma = str_dup(&r->doc->arena, column[bare ? FORM : LEMMA])};
    read_name(r, column[MISC]);
    r->token++;
    return DM_OK;
}

dm_status parse_from_conllu(dm_str conllu, dm_document *doc, dm_parse *out, dm_error *err)
{
    *out = (dm_parse){.words = ARENA_ARRAY(&doc->arena, dm_word, doc->token_count),
                      .names = ARENA_ARRAY(&doc->arena, dm_name, doc->token_count)};
    reader r = {.doc = doc, .out = out, .err = err};
    while (conllu.len > 0) {
        dm_str line = str_cut(conllu, '\n', &conllu);
        r.line++;
        if (line.len > 0 && line.ptr[line.len - 1] == '\r')
            line.len--;
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        dm_str column[COLUMNS] = {{0}};
        for (size_t c = 0; c < COLUMNS; c++)
            column[c] = str_cut(line, '\t', &line);
        if (all_digits(column[ID])) /* ranges and empty nodes are no words */
            DM_TRY(read_word(&r, column));
    }
    if (r.token != doc->token_count)
        return dm_fail(err, DM_EINPUT, "CoNLL-U: %u words, the document has %u",
                       (unsigned)r.token, (unsigned)doc->token_count);
    return DM_OK;
}
