/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/name_eval.h"

#include "cast/cast.h"
#include "eval/article.h"
#include "eval/jsonl.h"

/* Code points [begin, end). kinds is a bit set, empty when the guidelines leave it open. */
typedef struct {
    uint32_t begin, end;
    uint8_t kinds, first;
    bool right; /* found with one of its kinds */
} gold_span;

typedef struct {
    uint32_t begin, end;
    uint8_t kind;
    bool right;
} found_span;

typedef struct {
    VEC(gold_span) gold;
    VEC(found_span) found;
} name_sheet;

typedef struct {
    const name_options *o;
    name_figures *out;
    uint8_t marked; /* kinds that the guidelines know */
} name_run;

/* ---- guidelines ---- */

typedef struct {
    name_guide guide;
    const char *tag, *kinds;
} guide_row;

static const guide_row guide_rows[] = {
#define GUIDE(id, tag, kinds) {GUIDE_##id, tag, kinds},
#include "eval/guidelines.def"
#undef GUIDE
};
enum { GUIDE_ROWS = sizeof guide_rows / sizeof guide_rows[0] };

static const bool guide_flat[GUIDE_COUNT] = {
#define GUIDELINES(id, flat) flat,
#include "eval/guidelines.def"
#undef GUIDELINES
};

/* The kinds of a row; false for "-". */
static bool row_kinds(const guide_row *row, uint8_t *kinds, uint8_t *first)
{
    dm_str rest = str_z(row->kinds);
    *kinds = 0;
    *first = KIND_COUNT;
    while (rest.len) {
        const dm_kind k = kind_find(str_cut(rest, ' ', &rest));
        if (k == KIND_COUNT)
            return false;
        *kinds = (uint8_t)(*kinds | 1U << k);
        *first = *first == KIND_COUNT ? (uint8_t)k : *first;
    }
    return true;
}

static uint8_t marked_kinds(name_guide guide)
{
    uint8_t all = 0, kinds, first;
    for (size_t i = 0; i < GUIDE_ROWS; i++) {
        if (guide_rows[i].guide == guide && row_kinds(&guide_rows[i], &kinds, &first))
            all |= kinds;
    }
    return all;
}

static void add_gold(name_sheet *x, const guide_row *row, uint32_t begin, uint32_t end)
{
    gold_span s = {.begin = begin, .end = end, .first = KIND_COUNT};
    if (row && !row_kinds(row, &s.kinds, &s.first))
        return;
    for (size_t i = 0; i < x->gold.len; i++) {
        if (x->gold.at[i].begin == begin && x->gold.at[i].end == end) {
            x->gold.at[i].kinds |= s.kinds; /* annotated twice: either is right */
            if (x->gold.at[i].first == KIND_COUNT)
                x->gold.at[i].first = s.first;
            return;
        }
    }
    vec_push(&x->gold, s);
}

static const guide_row *row_of_tag(name_guide guide, dm_str tag)
{
    for (size_t i = 0; i < GUIDE_ROWS; i++) {
        if (guide_rows[i].guide == guide && str_eq(tag, str_z(guide_rows[i].tag)))
            return &guide_rows[i];
    }
    return NULL;
}

static const guide_row *row_of_tags(name_guide guide, const cJSON *tags)
{
    for (size_t i = 0; i < GUIDE_ROWS; i++) {
        if (guide_rows[i].guide == guide && jsonl_has(tags, guide_rows[i].tag))
            return &guide_rows[i];
    }
    return NULL;
}

/* ---- counting ---- */

static name_type type_of(uint8_t kind)
{
    return kind == KIND_person                          ? NAME_PER
           : kind == KIND_organisation                  ? NAME_ORG
           : kind == KIND_country || kind == KIND_place ? NAME_LOC
                                                        : NAME_ALL; /* none of the three */
}

static void count_three(const gold_span *g, const found_span *f, name_figures *out)
{
    const name_type gold = g ? type_of(g->first) : NAME_ALL;
    const name_type found = f ? type_of(f->kind) : NAME_ALL;
    const bool same = gold == found && gold != NAME_ALL;
    const bool ours = gold != NAME_ALL && found != NAME_ALL && (g->kinds >> f->kind & 1);
    if (gold != NAME_ALL) {
        out->of[NAME_ALL].gold++;
        out->of[gold].gold++;
        out->ours.gold++;
    }
    if (found != NAME_ALL) {
        out->of[NAME_ALL].found++;
        out->of[found].found++;
        out->of[NAME_ALL].right += same;
        out->of[found].right += same;
        out->ours.found++;
        out->ours.right += ours;
    }
}

static void count_kinds(const gold_span *g, const found_span *f, uint8_t marked,
                        name_figures *out)
{
    const bool right = g && f && (g->kinds >> f->kind & 1);
    if (g) {
        out->kinds.gold++;
        out->kind[right ? f->kind : g->first].gold++;
    }
    if (f && (marked >> f->kind & 1)) {
        out->kinds.found++;
        out->kinds.right += right;
        out->kind[f->kind].found++;
        out->kind[f->kind].right += right;
    }
}

static gold_span *gold_at(name_sheet *x, const found_span *f)
{
    for (size_t i = 0; i < x->gold.len; i++) {
        if (x->gold.at[i].begin == f->begin && x->gold.at[i].end == f->end)
            return &x->gold.at[i];
    }
    return NULL;
}

static found_span *found_at(name_sheet *x, const gold_span *g)
{
    for (size_t i = 0; i < x->found.len; i++) {
        if (x->found.at[i].begin == g->begin && x->found.at[i].end == g->end)
            return &x->found.at[i];
    }
    return NULL;
}

/* Pairs of the same span, then what either side has alone; what is left open drops out. */
static void count_names(name_sheet *x, const name_run *r)
{
    for (size_t i = 0; i < x->found.len; i++) {
        found_span *f = &x->found.at[i];
        gold_span *g = gold_at(x, f);
        if (g && !g->kinds) {
            f->right = true; /* no error either */
            continue;
        }
        f->right = g && (g->kinds >> f->kind & 1);
        if (g)
            g->right = g->right || f->right;
        count_three(g, f, r->out);
        count_kinds(g, f, r->marked, r->out);
    }
    for (size_t i = 0; i < x->gold.len; i++) {
        const gold_span *g = &x->gold.at[i];
        if (g->kinds && !found_at(x, g)) {
            count_three(g, NULL, r->out);
            count_kinds(g, NULL, r->marked, r->out);
        }
    }
}

/* ---- errors ---- */

static dm_str words_of(const dm_document *doc, uint32_t begin, uint32_t end)
{
    const token_range at = article_tokens(doc, begin, end);
    return span_str(doc, at.begin, at.end);
}

static void note(const name_run *r, const char *what, uint8_t gold, uint8_t found, dm_str a,
                 dm_str b)
{
    dm_buf name = {0}, words = {0};
    const char *arrow = gold < KIND_COUNT && found < KIND_COUNT ? " -> " : "";
    buf_fmt(&name, "%s %s%s%s", what, gold < KIND_COUNT ? kind_table[gold].name : "", arrow,
            found < KIND_COUNT ? kind_table[found].name : "");
    buf_fmt(&words, "%.*s", STR_ARG(a));
    if (b.len)
        buf_fmt(&words, " [%.*s]", STR_ARG(b));
    frequency_error(r->o->errors, buf_str(&name), buf_str(&words));
    buf_free(&name);
    buf_free(&words);
}

static void note_gold(name_sheet *x, const name_run *r, const dm_document *doc,
                      const gold_span *g)
{
    const dm_str words = words_of(doc, g->begin, g->end);
    const found_span *f = found_at(x, g);
    if (f) {
        note(r, "type", g->first, f->kind, words, STR(""));
        return;
    }
    for (size_t i = 0; i < x->found.len; i++) {
        f = &x->found.at[i];
        if (f->right || f->begin >= g->end || f->end <= g->begin)
            continue;
        note(r, g->kinds >> f->kind & 1 ? "boundary" : "boundary+type", g->first, f->kind,
             words, words_of(doc, f->begin, f->end));
        return;
    }
    note(r, "missed", g->first, KIND_COUNT, words, STR(""));
}

static bool meets_missed(const name_sheet *x, const found_span *f)
{
    for (size_t i = 0; i < x->gold.len; i++) {
        const gold_span *g = &x->gold.at[i];
        if (g->kinds && !g->right && f->begin < g->end && f->end > g->begin)
            return true;
    }
    return false;
}

static void note_errors(name_sheet *x, const name_run *r, const dm_document *doc)
{
    for (size_t i = 0; i < x->gold.len; i++) {
        if (x->gold.at[i].kinds && !x->gold.at[i].right)
            note_gold(x, r, doc, &x->gold.at[i]);
    }
    for (size_t i = 0; i < x->found.len; i++) {
        const found_span *f = &x->found.at[i];
        if (!f->right && (r->marked >> f->kind & 1) && !meets_missed(x, f))
            note(r, "spurious", KIND_COUNT, f->kind, words_of(doc, f->begin, f->end), STR(""));
    }
}

/* ---- what we find ---- */

static void add_found(name_sheet *x, const dm_document *doc, uint32_t begin, uint32_t end,
                      uint8_t kind)
{
    const found_span f = {doc->tokens[begin].cp_begin, doc->tokens[end - 1].cp_end, kind,
                          false};
    for (size_t i = 0; i < x->found.len; i++) {
        if (x->found.at[i].begin == f.begin && x->found.at[i].end == f.end)
            return;
    }
    vec_push(&x->found, f);
}

static void find_mentions(const name_options *o, dm_document *doc, const dm_parse *parse,
                          name_sheet *x)
{
    dm_cast cast;
    cast_build(o->lexicon, doc, parse, &cast);
    for (uint32_t i = 0; i < cast.mention_count; i++) {
        const dm_mention *m = &cast.mentions[i];
        if (m->entity != ENTITY_NONE && (o->all_forms || m->form == FORM_NAMED))
            add_found(x, doc, m->begin, m->end, cast.entities[m->entity].kind);
    }
}

static dm_status score_document(const name_run *r, dm_document *doc, name_sheet *x,
                                dm_error *err)
{
    dm_parse parse;
    const dm_parse_options po = {.depth = r->o->depth};
    DM_TRY(parser_run(r->o->parser, doc, &po, &parse, err));
    if (r->o->lexicon) {
        find_mentions(r->o, doc, &parse, x);
    } else {
        for (uint32_t i = 0; i < parse.name_count; i++)
            add_found(x, doc, parse.names[i].begin, parse.names[i].end, parse.names[i].kind);
    }
    r->out->tokens += doc->token_count;
    r->out->documents++;
    count_names(x, r);
    if (r->o->errors)
        note_errors(x, r, doc);
    return DM_OK;
}

/* ---- texts with mentions ---- */

static bool inside_longer(const cJSON *mentions, const cJSON *m)
{
    const uint32_t begin = jsonl_number(m, "begin"), end = jsonl_number(m, "end");
    const cJSON *o;
    cJSON_ArrayForEach(o, mentions)
    {
        const uint32_t b = jsonl_number(o, "begin"), e = jsonl_number(o, "end");
        if (b <= begin && end <= e && e - b > end - begin)
            return true;
    }
    return false;
}

static void json_gold(const cJSON *article, name_guide guide, name_sheet *x)
{
    const cJSON *concepts = cJSON_GetObjectItemCaseSensitive(article, "concepts"), *m, *c;
    const cJSON *mentions =
        cJSON_GetObjectItemCaseSensitive(article, concepts ? "mentions" : "entities");
    cJSON_ArrayForEach(m, mentions)
    {
        const guide_row *row = row_of_tag(guide, jsonl_text(m, "type"));
        cJSON_ArrayForEach(c, concepts)
        {
            if (jsonl_number(c, "concept") == jsonl_number(m, "concept"))
                row = row_of_tags(guide, cJSON_GetObjectItemCaseSensitive(c, "tags"));
        }
        if (!guide_flat[guide] || !inside_longer(mentions, m))
            add_gold(x, row, jsonl_number(m, "begin"), jsonl_number(m, "end"));
    }
}

static dm_status take_article(void *context, const cJSON *article, dm_error *err)
{
    const name_run *r = context;
    const dm_str content = jsonl_text(article, "content");
    const dm_source source = {.bytes = content.len ? content : jsonl_text(article, "text"),
                              .form = INPUT_TEXT,
                              .encoding = "UTF-8",
                              .keep_furniture = !r->o->lexicon};
    dm_document doc;
    name_sheet x = {0};
    dm_status status = document_read(&source, &doc, err);
    if (status == DM_OK) {
        json_gold(article, r->o->guide, &x);
        status = score_document(r, &doc, &x, err);
    }
    vec_free(&x.gold);
    vec_free(&x.found);
    document_free(&doc);
    return status;
}

/* ---- tokens with tags ---- */

typedef struct {
    dm_str tag; /* without B- */
    uint32_t begin, end;
} tagged_span;

typedef struct {
    VEC(dm_str) forms;
    VEC(uint32_t) ends;
    VEC(tagged_span) spans;
    bool open; /* the last token belongs to the last span */
} tagged;

static void read_tag(tagged *x, dm_str tag)
{
    const uint32_t t = (uint32_t)x->forms.len - 1;
    const dm_str type = str_slice(tag, 2, tag.len);
    tagged_span *last = x->open ? &x->spans.at[x->spans.len - 1] : NULL;
    x->open = type.len > 0;
    if (!x->open)
        return;
    if (last && tag.ptr[0] == 'I' && str_eq(last->tag, type)) {
        last->end = t + 1;
        return;
    }
    const tagged_span s = {type, t, t + 1};
    vec_push(&x->spans, s);
}

static dm_str cell(dm_str line, int n)
{
    dm_str out = {0};
    for (int i = 0; i <= n; i++) {
        size_t end = 0;
        while (end < line.len && line.ptr[end] != '\t' && line.ptr[end] != ' ')
            end++;
        out = str_slice(line, 0, end);
        line = str_slice(line, end + 1, line.len);
    }
    return out;
}

static dm_str last_cell(dm_str line)
{
    size_t from = line.len;
    while (from > 0 && line.ptr[from - 1] != '\t' && line.ptr[from - 1] != ' ')
        from--;
    return str_slice(line, from, line.len);
}

static void end_sentence(tagged *x)
{
    x->open = false;
    if (x->forms.len > (x->ends.len ? x->ends.at[x->ends.len - 1] : 0))
        vec_push(&x->ends, (uint32_t)x->forms.len);
}

static bool is_number(dm_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    }
    return s.len > 0;
}

static dm_status score_tagged(const name_run *r, const tagged *t, dm_error *err)
{
    dm_document doc;
    name_sheet x = {0};
    document_from_tokens(t->forms.at, NULL, (uint32_t)t->forms.len, t->ends.at,
                         (uint32_t)t->ends.len, &doc);
    for (size_t i = 0; i < t->spans.len; i++) {
        const tagged_span *s = &t->spans.at[i];
        add_gold(&x, row_of_tag(r->o->guide, s->tag), doc.tokens[s->begin].cp_begin,
                 doc.tokens[s->end - 1].cp_end);
    }
    const dm_status status = score_document(r, &doc, &x, err);
    vec_free(&x.gold);
    vec_free(&x.found);
    document_free(&doc);
    return status;
}

static dm_status end_document(const name_run *r, tagged *t, dm_error *err)
{
    end_sentence(t);
    const dm_status status = t->forms.len ? score_tagged(r, t, err) : DM_OK;
    t->forms.len = t->ends.len = t->spans.len = 0;
    return status;
}

static bool begins_document(dm_str line)
{
    return str_starts(line, STR("# newdoc")) || str_starts(line, STR("-DOCSTART-"));
}

static void read_line(dm_str line, tagged *t)
{
    const bool numbered = is_number(cell(line, 0)) && cell(line, 3).len > 0;
    vec_push(&t->forms, cell(line, numbered));
    read_tag(t, numbered ? cell(line, 2) : last_cell(line));
}

/* A file that does not say where documents begin is one of unrelated sentences. */
static dm_status read_tagged(const name_run *r, dm_str text, tagged *t, dm_error *err)
{
    const bool documents = str_find(text, STR("# newdoc"), 0) != SIZE_MAX ||
                           str_find(text, STR("-DOCSTART-"), 0) != SIZE_MAX;
    while (text.len > 0) {
        const dm_str line = str_trim(str_cut(text, '\n', &text));
        if (begins_document(line) || (line.len == 0 && !documents))
            DM_TRY(end_document(r, t, err));
        else if (line.len == 0)
            end_sentence(t);
        else if (!str_starts(line, STR("# ")))
            read_line(line, t);
    }
    return end_document(r, t, err);
}

static dm_status score_columns(const name_run *r, const char *path, dm_error *err)
{
    dm_buf file = {0};
    tagged t = {0};
    dm_status status = file_read(path, 0, &file, err);
    if (status == DM_OK)
        status = read_tagged(r, buf_str(&file), &t, err);
    if (status == DM_OK && !r->out->documents)
        status = dm_fail(err, DM_EINPUT, "%s: no tokens with tags", path);
    vec_free(&t.forms);
    vec_free(&t.ends);
    vec_free(&t.spans);
    buf_free(&file);
    return status;
}

dm_status eval_names(const name_options *o, const char *path, name_figures *out, dm_error *err)
{
    const dm_str p = str_z(path);
    name_run r = {.o = o, .out = out, .marked = marked_kinds(o->guide)};
    *out = (name_figures){0};
    return str_ends(p, STR(".json")) || str_ends(p, STR(".jsonl"))
               ? jsonl_each(path, take_article, &r, err)
               : score_columns(&r, path, err);
}

double name_f1(const name_score *s)
{
    return s->found + s->gold ? 2.0 * s->right / (s->found + s->gold) : 0;
}
