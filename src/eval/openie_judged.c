/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/openie_judged.h"

#include "base/file.h"
#include "base/map.h"
#include "base/vec.h"

typedef struct {
    dm_arena arena;
    dm_map labels;   /* "id:letters" -> label, and + 2 once we have it */
    VEC(dm_str) ids; /* [line] */
    dm_document doc;
    uint32_t wanted;
} session;

static void add_letters(dm_buf *key, dm_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            buf_byte(key, c);
    }
}

static void start_key(dm_buf *key, dm_str id)
{
    key->len = 0;
    buf_add(key, id);
    buf_byte(key, ':');
}

/* Rows of id, parts in quotes, label; rows of sentences have no label. */
static void read_label(session *s, dm_str line)
{
    dm_buf key = {0};
    dm_str rest = line, label = STR("");
    start_key(&key, str_cut(rest, '\t', &rest));
    for (uint32_t part = 0; rest.len; part++) {
        dm_str field = str_cut(rest, '\t', &rest);
        if (!rest.len)
            label = str_trim(field);
        else if (part < 3)
            add_letters(&key, field);
    }
    if (str_eq(label, STR("1")) || str_eq(label, STR("0"))) {
        dm_str k = str_dup(&s->arena, buf_str(&key));
        uint32_t right = str_eq(label, STR("1")), was = map_get(&s->labels, k);
        if (was == MAP_NONE || was < right) {
            map_set(&s->labels, k, right);
            s->wanted += right;
        }
    }
    buf_free(&key);
}

static dm_status read_folder(session *s, const char *folder, dm_error *err)
{
    dm_buf labels = {0}, sentences = {0}, text = {0};
    dm_status status = file_read(
        str_fmt(&s->arena, "%s/extractions-all-labeled.txt", folder).ptr, 0, &labels, err);
    if (status == DM_OK)
        status =
            file_read(str_fmt(&s->arena, "%s/sentences.txt", folder).ptr, 0, &sentences, err);
    for (dm_str rest = buf_str(&labels); rest.len;)
        read_label(s, str_cut(rest, '\n', &rest));
    for (dm_str rest = buf_str(&sentences); rest.len;) {
        dm_str line = str_cut(rest, '\n', &rest);
        vec_push(&s->ids, str_dup(&s->arena, str_cut(line, '\t', &line)));
        buf_fmt(&text, "%.*s\n", STR_ARG(line));
    }
    if (status == DM_OK)
        status = document_read(&(dm_source){.bytes = buf_str(&text), .form = INPUT_LINES},
                               &s->doc, err);
    buf_free(&labels);
    buf_free(&sentences);
    buf_free(&text);
    return status;
}

static dm_str id_of(const session *s, uint32_t sentence)
{
    size_t line = 0;
    for (uint32_t i = 0; i < s->doc.sentences[sentence].begin; i++)
        line += s->doc.text.ptr[i] == '\n';
    return line < s->ids.len ? s->ids.at[line] : STR("");
}

static void judge_triple(session *s, const openie_judge *o, const dm_tree *t,
                         const dm_triple *x, openie_judgements *out)
{
    dm_buf key = {0}, words = {0};
    words_text(&s->doc, x->first, &words);
    words_text(&s->doc, x->relation, &words);
    words_text(&s->doc, x->second, &words);
    start_key(&key, id_of(s, x->sentence));
    add_letters(&key, buf_str(&words));
    uint32_t label = map_get(&s->labels, buf_str(&key));
    out->found++;
    if (label != MAP_NONE) {
        bool right = label & 1;
        out->judged++;
        out->right += right;
        out->hit += label == 1;
        map_set(&s->labels, str_dup(&s->arena, buf_str(&key)), label | 2);
        if (o->tell)
            o->tell(o->user, t, x, right);
    }
    buf_free(&key);
    buf_free(&words);
}

static dm_status judge(session *s, const openie_judge *o, openie_judgements *out, dm_error *err)
{
    dm_parse parse;
    DM_TRY(parser_run(o->parser, &s->doc, NULL, &parse, err));
    dm_cast cast = {0};
    dm_relate_input in = {
        .lexicon = o->lexicon, .doc = &s->doc, .parse = &parse, .cast = &cast};
    dm_tree t = tree_of(&in);
    dm_triples list = {0};
    for (uint32_t i = 0; i < s->doc.sentence_count; i++)
        open_triples(&t, i, &list);
    for (size_t i = 0; i < list.len; i++)
        judge_triple(s, o, &t, &list.at[i], out);
    triples_free(&list);
    return DM_OK;
}

dm_status openie_judged(const openie_judge *o, const char *folder, openie_judgements *out,
                        dm_error *err)
{
    session s = {0};
    dm_status status = read_folder(&s, folder, err);
    out->wanted += s.wanted;
    if (status == DM_OK)
        status = judge(&s, o, out, err);
    vec_free(&s.ids);
    map_free(&s.labels);
    document_free(&s.doc);
    arena_free(&s.arena);
    return status;
}
