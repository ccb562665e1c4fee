/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text with everything found in it: for people (marks in the text, then the edges), as
 * CoNLL-U, or as JSON of mentions and edges. */
#include "api/engine.h"
#include "base/num.h"
#include "engine/conllu.h"

#include <stdlib.h>

static const char *const ansi[KIND_COUNT] = {
    [KIND_person] = "\033[34m", [KIND_organisation] = "\033[31m", [KIND_country] = "\033[32m",
    [KIND_place] = "\033[33m",  [KIND_group] = "\033[36m",        [KIND_event] = "\033[35m",
    [KIND_thing] = "\033[37m"};

typedef struct {
    const dm_article *a;
    const dm_annotate_options *o;
    dm_buf out;
} painter;

static dm_str entity_id(const dm_article *a, uint32_t e)
{
    return e == ENTITY_NONE ? STR("?") : a->cast.entities[e].id;
}

static void mention_open(painter *p, const dm_mention *m)
{
    if (p->o->colour)
        buf_add(&p->out, str_z(ansi[m->kind]));
    buf_byte(&p->out, '[');
}

static void mention_close(painter *p, const dm_mention *m)
{
    dm_str id = entity_id(p->a, m->entity);
    buf_fmt(&p->out, "%s%.*s]", m->form == FORM_NAMED ? "|" : "~", STR_ARG(id));
    if (p->o->colour)
        buf_add(&p->out, STR("\033[0m"));
}

/* Mentions are sorted by begin, longer first: opening in that order and closing the innermost
 * first keeps the brackets nested. */
static void sentence_text(painter *p, uint32_t s, uint32_t *next)
{
    const dm_document *d = &p->a->doc;
    const dm_cast *c = &p->a->cast;
    const dm_sentence *sent = &d->sentences[s];
    const dm_mention *open[64];
    size_t depth = 0;
    for (uint32_t t = sent->first; t < sent->end; t++) {
        for (; *next < c->mention_count && c->mentions[*next].begin <= t; ++*next) {
            const dm_mention *m = &c->mentions[*next];
            if (m->begin == t && m->entity != ENTITY_NONE && depth < 64) {
                mention_open(p, m);
                open[depth++] = m;
            }
        }
        buf_add(&p->out, token_str(d, t));
        while (depth && open[depth - 1]->end <= t + 1)
            mention_close(p, open[--depth]);
        if (d->tokens[t].space_after && t + 1 < sent->end)
            buf_byte(&p->out, ' ');
    }
    while (depth)
        mention_close(p, open[--depth]);
    buf_byte(&p->out, '\n');
}

static void edge_line(painter *p, const dm_relation *r)
{
    const dm_article *a = p->a;
    dm_str source = entity_id(a, r->source), target = entity_id(a, r->target);
    buf_fmt(&p->out, "    %.*s -%s%s-> %.*s", STR_ARG(source),
            r->polarity == POLARITY_NEGATED ? "not " : "", rel_table[r->rel].name,
            STR_ARG(target));
    if (r->modality != MODALITY_ASSERTED)
        buf_fmt(&p->out, " [%s]", modality_name((dm_modality)r->modality));
    if (r->attributed_to != ENTITY_NONE) {
        dm_str by = entity_id(a, r->attributed_to);
        buf_fmt(&p->out, " says %.*s", STR_ARG(by));
    }
    buf_fmt(&p->out, "  (%.*s; %s", STR_ARG(r->rule), num_text((double)r->confidence).text);
    if (r->predicate.len)
        buf_fmt(&p->out, "; \"%.*s\"", STR_ARG(r->predicate));
    if (r->derived)
        buf_add(&p->out, STR("; derived"));
    if (r->date.len)
        buf_fmt(&p->out, "; date %.*s", STR_ARG(r->date));
    if (r->former)
        buf_add(&p->out, STR("; former"));
    buf_add(&p->out, STR(")\n"));
    if (p->o->explain && r->why.len)
        buf_fmt(&p->out, "        why: %.*s\n", STR_ARG(r->why));
}

static void edges_of(painter *p, uint32_t sentence)
{
    for (size_t i = 0; i < p->a->relations.len; i++) {
        const dm_relation *r = &p->a->relations.at[i];
        for (uint32_t k = 0; k < r->evidence_count; k++) {
            if (r->evidence[k].sentence == sentence) {
                edge_line(p, r);
                break;
            }
        }
    }
}

static void paint_text(painter *p)
{
    uint32_t next = 0;
    for (uint32_t s = 0; s < p->a->doc.sentence_count; s++) {
        if (s && p->a->doc.sentences[s].paragraph != p->a->doc.sentences[s - 1].paragraph)
            buf_byte(&p->out, '\n');
        sentence_text(p, s, &next);
        edges_of(p, s);
    }
    for (uint32_t i = 0; p->o->explain && i < p->a->cast.wish_count; i++) {
        const dm_wish_note *n = &p->a->cast.wishes[i];
        buf_fmt(&p->out, "%s    %.*s  %.*s", i ? "" : "\nwishes\n", STR_ARG(n->where),
                STR_ARG(n->what));
        dm_str id = n->entity == ENTITY_NONE ? STR("") : p->a->cast.entities[n->entity].id;
        buf_fmt(&p->out, id.len ? "  (%.*s)\n" : "%.*s\n", STR_ARG(id));
    }
}

static void paint_conllu(dm_article *a, dm_buf *out)
{
    dm_str *ids = ARENA_ARRAY(&a->doc.arena, dm_str, a->cast.entity_count);
    for (uint32_t i = 0; i < a->cast.entity_count; i++)
        ids[i] = a->cast.entities[i].id;
    conllu_write(&a->doc, &a->parse, a->cast.token_entity, ids, out);
}

static dm_status annotate_graph(const dm_engine *engine, const dm_input *in,
                                const dm_annotate_options *o, char **text, size_t *size,
                                dm_error *err)
{
    dm_extract_options eo = {.depth = o->depth,
                             .explain = o->explain,
                             .wishes = o->wishes,
                             .with_text = true,
                             .no_analysis = true,
                             .relations = "all"};
    dm_graph *g = NULL;
    DM_TRY(dm_extract(engine, in, &eo, &g, err));
    FILE *to = open_memstream(text, size);
    dm_status status = to ? dm_graph_print(g, to, &(dm_save_options){.with_text = true}, err)
                          : dm_fail(err, DM_ENOMEM, "no memory for the annotation");
    if (to)
        (void)fclose(to);
    dm_graph_free(g);
    return status;
}

dm_status dm_annotate(const dm_engine *engine, const dm_input *in,
                      const dm_annotate_options *given, char **text, size_t *size,
                      dm_error *err)
{
    dm_annotate_options o = given ? *given : (dm_annotate_options){0};
    if (o.form == DM_ANNOTATE_JSON)
        return annotate_graph(engine, in, &o, text, size, err);
    dm_article a;
    bool conllu = o.form == DM_ANNOTATE_CONLLU;
    dm_status status = article_read(engine, in, o.depth, o.explain, o.wishes,
                                    conllu ? STOP_AT_CAST : STOP_AT_RELATIONS, &a, err);
    if (status == DM_OK) {
        painter p = {.a = &a, .o = &o};
        buf_add(&p.out, STR(""));
        if (conllu)
            paint_conllu(&a, &p.out);
        else
            paint_text(&p);
        *text = p.out.ptr;
        *size = p.out.len;
    }
    article_free(&a);
    return status;
}

void dm_text_free(char *text)
{
    free(text);
}
