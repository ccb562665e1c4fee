/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/coref_eval.h"

#include "base/file.h"

#include "base/utf8.h"
#include "base/vec.h"
#include "cast/cast.h"
#include "eval/clusters.h"

#define CHAIN_OPEN UINT32_MAX

typedef VEC(chained) chain_list;

/* ---- gold ---- */

static uint32_t number(dm_str s, size_t *at)
{
    uint32_t n = 0;
    for (; *at < s.len && s.ptr[*at] >= '0' && s.ptr[*at] <= '9'; ++*at)
        n = n * 10 + (uint32_t)(s.ptr[*at] - '0');
    return n;
}

/* "(3(2", "6)(4)", "2)": chains that begin at the token, and end with it. */
static void read_marks(dm_str marks, uint32_t token, chain_list *list)
{
    for (size_t at = 0; at < marks.len;) {
        const bool opens = marks.ptr[at] == '(';
        if (!opens && (marks.ptr[at] < '0' || marks.ptr[at] > '9')) {
            at++;
            continue;
        }
        at += opens;
        const uint32_t chain = number(marks, &at);
        const chained m = {.begin = token, .end = CHAIN_OPEN, .chain = chain};
        if (opens)
            vec_push(list, m);
        if (at >= marks.len || marks.ptr[at] != ')')
            continue;
        for (size_t i = list->len; i-- > 0;) {
            if (list->at[i].chain == chain && list->at[i].end == CHAIN_OPEN) {
                list->at[i].end = token + 1;
                break;
            }
        }
    }
}

/* The word of the span whose head lies outside of it. */
static uint32_t head_of(const dm_parse *gold, const chained *m)
{
    for (uint32_t t = m->begin; t < m->end; t++) {
        const uint32_t h = gold->words[t].head;
        if (h == HEAD_ROOT || h < m->begin || h >= m->end)
            return t;
    }
    return m->end - 1;
}

static dm_status read_gold(dm_str conll, const dm_document *doc, const dm_parse *gold,
                           chain_list *list, dm_error *err)
{
    uint32_t token = 0;
    while (conll.len) {
        const dm_str line = str_trim(str_cut(conll, '\n', &conll));
        if (!line.len || line.ptr[0] == '#')
            continue;
        dm_str rest = line;
        (void)str_cut(rest, '\t', &rest);
        (void)str_cut(rest, '\t', &rest);
        read_marks(rest, token++, list);
    }
    if (token != doc->token_count)
        return dm_fail(err, DM_EINPUT, "%.*s: %u words with chains, the treebank has %u",
                       STR_ARG(doc->id), (unsigned)token, (unsigned)doc->token_count);
    size_t kept = 0;
    for (size_t i = 0; i < list->len; i++) {
        chained m = list->at[i];
        if (m.end == CHAIN_OPEN)
            continue;
        m.head = head_of(gold, &m);
        m.name = gold->words[m.head].upos == UPOS_PROPN;
        list->at[kept++] = m;
    }
    list->len = kept;
    return DM_OK;
}

/* ---- ours ---- */

static void read_cast(const dm_cast *cast, chain_list *list)
{
    for (uint32_t i = 0; i < cast->mention_count; i++) {
        const dm_mention *m = &cast->mentions[i];
        const chained x = {m->begin, m->end, m->head, m->entity, m->form == FORM_NAMED};
        if (m->entity != ENTITY_NONE)
            vec_push(list, x);
    }
}

/* ---- views ---- */

static int by_place(const void *pa, const void *pb)
{
    const chained *a = pa, *b = pb;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    if (a->end != b->end)
        return a->end > b->end ? -1 : 1;
    return (a->chain > b->chain) - (a->chain < b->chain);
}

static bool in_view(const chain_list *list, const chained *m, bool named)
{
    uint32_t size = 0;
    bool name = false;
    for (size_t i = 0; i < list->len; i++) {
        if (list->at[i].chain != m->chain)
            continue;
        size++;
        name = name || list->at[i].name;
    }
    return size > 1 && (name || !named);
}

/* Mentions of chains of two or more, by span or head; of several with one head the longest. */
static clustering view_of(dm_arena *a, const chain_list *list, coref_view view)
{
    const bool heads = view == CHAINS_HEADS || view == CHAINS_NAMED_HEADS;
    const bool named = view == CHAINS_NAMED_SPANS || view == CHAINS_NAMED_HEADS;
    cluster_mention *at = ARENA_ARRAY(a, cluster_mention, list->len + 1);
    uint32_t *chains = ARENA_ARRAY(a, uint32_t, list->len + 1);
    clustering c = {.at = at};
    for (size_t i = 0; i < list->len; i++) {
        const chained *m = &list->at[i];
        const uint64_t key = heads ? m->head : (uint64_t)m->begin << 32 | m->end;
        bool twice = !in_view(list, m, named);
        for (uint32_t k = 0; k < c.count && !twice; k++)
            twice = at[k].span == key;
        if (twice)
            continue;
        uint32_t cluster = 0;
        while (cluster < c.clusters && chains[cluster] != m->chain)
            cluster++;
        if (cluster == c.clusters)
            chains[c.clusters++] = m->chain;
        at[c.count++] = (cluster_mention){key, cluster};
    }
    return c;
}

/* ---- documents ---- */

typedef struct {
    const coref_options *o;
    coref_figures *out;
    cluster_sums sums[CHAINS_COUNT];
} coref_run;

static void compare(coref_run *r, const chain_list *gold, const chain_list *found)
{
    dm_arena a = {0};
    for (coref_view v = 0; v < CHAINS_COUNT; v++) {
        const clustering g = view_of(&a, gold, v), f = view_of(&a, found, v);
        clusters_add(&g, &f, &r->sums[v]);
        if (v == CHAINS_SPANS) {
            r->out->gold_mentions += g.count;
            r->out->found_mentions += f.count;
        }
    }
    r->out->documents++;
    arena_free(&a);
}

static void sort_chains(chain_list *list)
{
    if (list->len)
        qsort(list->at, list->len, sizeof *list->at, by_place);
}

/* ---- links ---- */

static bool in_names(const dm_cast *cast, const dm_entity *e, uint32_t head)
{
    for (uint32_t i = 0; i < e->mention_count; i++) {
        const dm_mention *m = &cast->mentions[e->mentions[i]];
        if (m->form == FORM_NAMED && m->begin <= head && head < m->end)
            return true;
    }
    return false;
}

static int link_of(const dm_document *doc, const dm_parse *parse, uint32_t t)
{
    static const char *const words[] = {" he him his himself she her hers herself ",
                                        " it its itself ",
                                        " they them their theirs themselves "};
    dm_arena a = {0};
    const dm_str low = str_lower(&a, token_str(doc, t));
    int row = parse->words[t].upos == UPOS_NOUN ? LINK_NOMINAL : -1;
    for (int k = 0; k < 3; k++) {
        if (str_find(str_z(words[k]), str_fmt(&a, " %.*s ", STR_ARG(low)), 0) != SIZE_MAX)
            row = k;
    }
    arena_free(&a);
    return row;
}

static void count_links(coref_run *r, const dm_document *doc, const dm_parse *parse,
                        const dm_cast *cast, const chained *gold, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        bool named = false;
        for (uint32_t k = 0; k < count; k++)
            named = named || (gold[k].chain == gold[i].chain && gold[k].name);
        const int row = link_of(doc, parse, gold[i].head);
        if (named && row >= 0)
            r->out->links[row].gold++;
    }
    for (uint32_t i = 0; i < cast->mention_count; i++) {
        const dm_mention *m = &cast->mentions[i];
        const int row = m->form == FORM_NAMED || m->entity == ENTITY_NONE
                            ? -1
                            : link_of(doc, parse, m->head);
        bool right = false;
        if (row < 0)
            continue;
        for (uint32_t k = 0; k < count; k++) {
            for (uint32_t j = 0; j < count && gold[k].head == m->head; j++)
                right = right || (gold[j].chain == gold[k].chain && j != k &&
                                  in_names(cast, &cast->entities[m->entity], gold[j].head));
        }
        r->out->links[row].found++;
        r->out->links[row].right += right;
    }
}

static dm_status score_document(void *context, dm_document *doc, const dm_parse *parse,
                                const chained *gold, uint32_t count, dm_error *err)
{
    coref_run *r = context;
    dm_cast cast;
    chain_list list = {0}, found = {0};
    (void)err;
    for (uint32_t i = 0; i < count; i++)
        vec_push(&list, gold[i]);
    cast_build(r->o->lexicon, doc, parse, &cast);
    read_cast(&cast, &found);
    sort_chains(&list);
    sort_chains(&found);
    compare(r, &list, &found);
    count_links(r, doc, parse, &cast, gold, count);
    vec_free(&list);
    vec_free(&found);
    return DM_OK;
}

/* ---- files ---- */

typedef struct {
    const coref_options *o;
    coref_visit *visit;
    void *context;
} visitor;

static dm_status visit_document(const visitor *v, dm_str conllu, dm_str conll, dm_error *err)
{
    dm_document doc = {0};
    dm_parse gold_parse, parse;
    chain_list gold = {0};
    dm_status status = document_from_conllu(conllu, &doc, err);
    if (status == DM_OK)
        status = parse_from_conllu(conllu, &doc, &gold_parse, err);
    if (status == DM_OK)
        status = read_gold(conll, &doc, &gold_parse, &gold, err);
    if (status == DM_OK)
        status = parser_run(v->o->parser, &doc, NULL, &parse, err);
    if (status == DM_OK)
        status = v->visit(v->context, &doc, &parse, gold.at, (uint32_t)gold.len, err);
    vec_free(&gold);
    document_free(&doc);
    return status;
}

/* Up to the next "# newdoc"; *id is this document's. */
static dm_str next_document(dm_str *rest, dm_str *id)
{
    static const char mark[] = "# newdoc id = ";
    const size_t begin = str_find(*rest, str_z(mark), 0);
    if (begin == SIZE_MAX) {
        *rest = STR("");
        return STR("");
    }
    const dm_str from = str_slice(*rest, begin, rest->len);
    const size_t end = str_find(from, str_z(mark), sizeof mark);
    const dm_str document = str_slice(from, 0, end == SIZE_MAX ? from.len : end);
    dm_str after;
    *id = str_trim(str_cut(str_slice(document, sizeof mark - 1, document.len), '\n', &after));
    *rest = str_slice(from, document.len, from.len);
    return document;
}

static dm_status visit_file(const visitor *v, dm_str conllu, dm_error *err)
{
    dm_status status = DM_OK;
    while (conllu.len && status == DM_OK) {
        dm_str id = STR("");
        const dm_str document = next_document(&conllu, &id);
        dm_arena a = {0};
        dm_buf conll = {0};
        const char *path = str_fmt(&a, "%s/%.*s.conll", v->o->folder, STR_ARG(id)).ptr;
        if (document.len && file_read(path, 0, &conll, NULL) == DM_OK)
            status = visit_document(v, document, buf_str(&conll), err);
        buf_free(&conll);
        arena_free(&a);
    }
    return status;
}

dm_status coref_each(const coref_options *o, coref_visit *visit, void *context, dm_error *err)
{
    const visitor v = {o, visit, context};
    dm_buf file = {0};
    DM_TRY(file_read(o->conllu, 0, &file, err));
    const dm_status status = visit_file(&v, buf_str(&file), err);
    buf_free(&file);
    return status;
}

dm_status eval_coref(const coref_options *o, coref_figures *out, dm_error *err)
{
    coref_run r = {.o = o, .out = out};
    *out = (coref_figures){0};
    dm_status status = coref_each(o, score_document, &r, err);
    if (status == DM_OK && !out->documents)
        status = dm_fail(err, DM_EINPUT, "%s: no chains of the documents of %s", o->folder,
                         o->conllu);
    for (int v = 0; v < CHAINS_COUNT; v++) {
        out->by[v].muc = clusters_muc(&r.sums[v]);
        out->by[v].b3 = clusters_b3(&r.sums[v]);
        out->by[v].ceaf = clusters_ceaf(&r.sums[v]);
        out->by[v].conll = clusters_conll(&r.sums[v]);
    }
    return status;
}
