/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/cast_eval.h"

#include "base/vec.h"
#include "eval/article.h"

static int name_order(const void *x, const void *y)
{
    const dm_name *a = x, *b = y;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    return a->end != b->end ? (a->end > b->end ? -1 : 1) : 0;
}

static void gold_parse(dm_document *doc, const gold_name *names, uint32_t count,
                       dm_parse *parse)
{
    VEC(dm_name) list = {0};
    for (uint32_t i = 0; i < count; i++) {
        const token_range at = article_tokens(doc, names[i].begin, names[i].end);
        const dm_name n = {.begin = at.begin, .end = at.end, .kind = names[i].kind, .score = 1};
        if (n.end > n.begin && doc->tokens[n.begin].sentence == doc->tokens[n.end - 1].sentence)
            vec_push(&list, n);
    }
    if (list.len)
        qsort(list.at, list.len, sizeof *list.at, name_order);
    size_t kept = 0;
    for (size_t i = 0; i < list.len; i++) {
        if (!kept || list.at[i].begin >= list.at[kept - 1].end)
            list.at[kept++] = list.at[i];
    }
    list.len = kept;
    vec_take(&doc->arena, &list, parse->names, parse->name_count);
}

dm_status eval_cast(const cast_eval_options *o, dm_str text, const gold_name *names,
                    uint32_t count, dm_document *doc, dm_parse *parse, dm_cast *cast,
                    dm_error *err)
{
    dm_source source = {.bytes = text,
                        .form = INPUT_TEXT,
                        .encoding = "UTF-8",
                        .keep_furniture = o->gold_names};
    *parse = (dm_parse){0};
    DM_TRY(document_read(&source, doc, err));
    if (o->parser)
        DM_TRY(parser_run(o->parser, doc, NULL, parse, err));
    if (o->gold_names)
        gold_parse(doc, names, count, parse);
    cast_build(o->lexicon, doc, parse, cast);
    return DM_OK;
}

void cast_print(const dm_document *doc, const dm_cast *cast, FILE *to)
{
    (void)doc;
    for (uint32_t i = 0; i < cast->entity_count; i++) {
        const dm_entity *e = &cast->entities[i];
        (void)fprintf(to, "%.3f %-12s %.*s [%s%s%s%c]", (double)e->salience,
                      kind_table[e->kind].name, STR_ARG(e->id),
                      e->subkind < SUBKIND_COUNT ? subkind_table[e->subkind].name : "",
                      e->country[0] ? " " : "", e->country, e->gender ? e->gender : ' ');
        for (uint32_t k = 0; k < e->alias_count; k++)
            (void)fprintf(to, " | %.*s x%u", STR_ARG(e->aliases[k].name), e->aliases[k].count);
        for (uint32_t k = 0; k < e->role_count; k++) {
            const dm_role *r = &e->roles[k];
            (void)fprintf(to, " {%s%.*s}", r->former ? "former: " : "", STR_ARG(r->text));
        }
        (void)fprintf(to, "\n");
    }
}
