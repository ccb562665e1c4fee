/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/engine_eval.h"

#include "eval/name_eval.h"
#include "eval/parse_eval.h"
#include "eval/segment_eval.h"

enum { DEPTHS = 2, MOST_ERRORS = 20 };

typedef enum { OWN, SISTER, NEVER } learned;

static const char *const learned_names[] = {
    [OWN] = "its training half was learned",
    [SISTER] = "guidelines never seen, other annotation of its training half learned",
    [NEVER] = "never seen",
};

/* ---- the table ---- */

typedef struct {
    const char *set, *figure, *system, *source;
    double value;
} peer;

static const peer peers[] = {
#define PEER(set, figure, system, value, source) {set, figure, system, source, value},
#include "eval/peers.def"
#undef PEER
};

/* ".811": the leading zero says nothing. */
static void share_print(double value, int digits, FILE *to)
{
    char text[16];
    (void)snprintf(text, sizeof text, "%.*f", digits, value);
    (void)fputs(text[0] == '0' ? text + 1 : text, to);
}

bool peers_known(const char *set, const char *figure)
{
    for (size_t i = 0; i < sizeof peers / sizeof peers[0]; i++) {
        if (strcmp(peers[i].set, set) == 0 && strcmp(peers[i].figure, figure) == 0)
            return true;
    }
    return false;
}

void peers_print(const char *set, const char *figure, FILE *to)
{
    const char *between = "";
    for (size_t i = 0; i < sizeof peers / sizeof peers[0]; i++) {
        const peer *p = &peers[i];
        if (strcmp(p->set, set) != 0 || strcmp(p->figure, figure) != 0)
            continue;
        (void)fprintf(to, "%s%s ", between, p->system);
        share_print(p->value, 3, to);
        (void)fprintf(to, " (%s)", p->source);
        between = ", ";
    }
}

static uint32_t depth_count(const engine_eval_options *o)
{
    return o->depths[1] ? 2 : 1;
}

static void table_begin(const engine_eval_options *o, const char *what)
{
    if (!o->markdown) {
        (void)fprintf(o->to, "%s%-40s", "", what);
        for (uint32_t d = 0; d < depth_count(o); d++)
            (void)fprintf(o->to, "  %u layers", o->depths[d]);
        (void)fputs("  others\n", o->to);
        return;
    }
    (void)fprintf(o->to, "\n**%s**\n\n| set |", what);
    for (uint32_t d = 0; d < depth_count(o); d++)
        (void)fprintf(o->to, " %u layers |", o->depths[d]);
    (void)fputs(" others |\n|---|", o->to);
    for (uint32_t d = 0; d < depth_count(o); d++)
        (void)fputs("---|", o->to);
    (void)fputs("---|\n", o->to);
}

static void set_begin(const engine_eval_options *o, const char *title, learned l)
{
    if (o->markdown)
        (void)fprintf(o->to, "| **%s** (%s) |%s\n", title, learned_names[l],
                      o->depths[1] ? " | | |" : " | |");
    else
        (void)fprintf(o->to, "%s (%s)\n", title, learned_names[l]);
}

/* One figure; by[1] below 0: it does not depend on the depth. */
static void figure(const engine_eval_options *o, const char *set, const char *name,
                   const double by[DEPTHS])
{
    (void)fprintf(o->to, o->markdown ? "| %s | " : "  %-38s  ", name);
    for (uint32_t d = 0; d < depth_count(o); d++) {
        if (by[d] < 0)
            (void)fputs(o->markdown ? "" : "    ", o->to);
        else
            share_print(by[d], 4, o->to);
        (void)fputs(o->markdown ? " | " : "     ", o->to);
    }
    peers_print(set, name, o->to);
    (void)fputs(o->markdown ? " |\n" : "\n", o->to);
    (void)fflush(o->to);
}

static const char *path_of(dm_arena *a, const engine_eval_options *o, const char *file)
{
    return str_fmt(a, "%s/%s", o->data, file).ptr;
}

static double share(uint32_t n, uint32_t of)
{
    return of ? (double)n / of : 0;
}

/* ---- tokens and sentences ---- */

static dm_status segment_set(const engine_eval_options *o, const char *path, const char *id,
                             const char *only, dm_error *err)
{
    segment_figures f;
    DM_TRY(eval_segment(path, only, o->misses, &f, err));
    if (f.tokens.gold > 0) /* plain text knows sentences only */
        figure(o, id, "tokens", (double[]){span_f1(&f.tokens), -1});
    figure(o, id, "sentences", (double[]){span_f1(&f.sentences), -1});
    return DM_OK;
}

dm_status eval_engine_segments(const engine_eval_options *o, dm_error *err)
{
    static const struct {
        const char *id, *title, *file, *only;
        learned l;
    } sets[] = {
#define SEGMENT_SET(id, title, file, only, l) {#id, title, file, only, l},
#include "eval/sets.def"
#undef SEGMENT_SET
    };
    dm_arena a = {0};
    dm_status status = DM_OK;
    table_begin(o, "tokens and sentences from raw text, F1");
    for (size_t i = 0; i < sizeof sets / sizeof sets[0] && status == DM_OK; i++) {
        set_begin(o, sets[i].title, sets[i].l);
        status = segment_set(o, path_of(&a, o, sets[i].file), sets[i].id, sets[i].only, err);
    }
    arena_free(&a);
    return status;
}

/* ---- tags and trees ---- */

static dm_status tree_set(const engine_eval_options *o, const char *path, const char *id,
                          dm_error *err)
{
    tree_figures f[DEPTHS] = {{0}};
    tree_errors errors = {0};
    for (uint32_t d = 0; d < depth_count(o); d++)
        DM_TRY(eval_trees(o->parser, &(dm_parse_options){.depth = o->depths[d]}, path, &f[d],
                          o->misses && d == 0 ? &errors : NULL, err));
    static const struct {
        const char *name;
        size_t at;
    } rows[] = {{"UPOS", offsetof(tree_figures, upos)},
                {"XPOS", offsetof(tree_figures, xpos)},
                {"UAS", offsetof(tree_figures, uas)},
                {"LAS", offsetof(tree_figures, las)},
                {"LAS without sub-types", offsetof(tree_figures, las_main)},
                {"lemma", offsetof(tree_figures, lemma)}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double by[DEPTHS];
        for (uint32_t d = 0; d < DEPTHS; d++) {
            uint32_t n;
            memcpy(&n, (const char *)&f[d] + rows[i].at, sizeof n);
            by[d] = share(n, f[d].tokens);
        }
        figure(o, id, rows[i].name, by);
    }
    if (o->misses)
        tree_errors_print(&errors, MOST_ERRORS, o->misses);
    return DM_OK;
}

dm_status eval_engine_trees(const engine_eval_options *o, dm_error *err)
{
    static const struct {
        const char *id, *title, *file;
        learned l;
    } sets[] = {
#define TREE_SET(id, title, file, l) {#id, title, file, l},
#include "eval/sets.def"
#undef TREE_SET
    };
    dm_arena a = {0};
    dm_status status = DM_OK;
    table_begin(o, "tags, trees and lemmas on gold tokens");
    for (size_t i = 0; i < sizeof sets / sizeof sets[0] && status == DM_OK; i++) {
        set_begin(o, sets[i].title, sets[i].l);
        status = tree_set(o, path_of(&a, o, sets[i].file), sets[i].id, err);
    }
    arena_free(&a);
    return status;
}

/* ---- names ---- */

typedef struct {
    const char *id, *title, *file;
    name_guide guide;
    bool in_text, all_forms;
    learned l;
} name_set;

static void three_rows(const engine_eval_options *o, const char *id,
                       const name_figures f[DEPTHS], bool ours)
{
    static const char *const names[NAME_SCORES] = {"three kinds", "person", "organisation",
                                                   "place with country"};
    for (size_t k = 0; k < NAME_SCORES; k++)
        figure(o, id, names[k], (double[]){name_f1(&f[0].of[k]), name_f1(&f[1].of[k])});
    if (ours)
        figure(o, id, "three kinds, acting countries free",
               (double[]){name_f1(&f[0].ours), name_f1(&f[1].ours)});
}

/* The kinds beyond the three, where the guidelines know them. */
static void kind_rows(const engine_eval_options *o, const char *id,
                      const name_figures f[DEPTHS])
{
    static const dm_kind kinds[] = {KIND_country, KIND_place, KIND_group, KIND_event,
                                    KIND_thing};
    if (!f[0].kind[KIND_event].gold)
        return;
    figure(o, id, "all kinds", (double[]){name_f1(&f[0].kinds), name_f1(&f[1].kinds)});
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const dm_kind k = kinds[i];
        char name[32];
        (void)snprintf(name, sizeof name, "%s alone", kind_table[k].name);
        if (f[0].kind[k].gold)
            figure(o, id, name, (double[]){name_f1(&f[0].kind[k]), name_f1(&f[1].kind[k])});
    }
}

static dm_status run_names(const engine_eval_options *o, const char *path, const name_set *s,
                           dm_error *err)
{
    name_figures f[DEPTHS] = {{0}};
    frequency errors = {0};
    for (uint32_t d = 0; d < depth_count(o); d++) {
        const name_options no = {.parser = o->parser,
                                 .depth = o->depths[d],
                                 .guide = s->guide,
                                 .lexicon = s->in_text ? o->lexicon : NULL,
                                 .all_forms = s->all_forms,
                                 .errors = o->misses && d == 0 ? &errors : NULL};
        DM_TRY(eval_names(&no, path, &f[d], err));
    }
    three_rows(o, s->id, f, s->guide == GUIDE_uner || s->guide == GUIDE_gum);
    if (!s->in_text)
        kind_rows(o, s->id, f);
    if (o->misses)
        frequency_print(&errors, "errors: gold -> ours, words [ours]", MOST_ERRORS, o->misses);
    return DM_OK;
}

dm_status eval_engine_names(const engine_eval_options *o, dm_error *err)
{
    static const name_set sets[] = {
#define NAME_SET(id, title, file, guide, l) {#id, title, file, GUIDE_##guide, false, false, l},
#define TEXT_SET(id, title, file, guide, all, l) \
    {#id, title, file, GUIDE_##guide, true, all, l},
#include "eval/sets.def"
#undef NAME_SET
#undef TEXT_SET
    };
    dm_arena a = {0};
    dm_status status = DM_OK;
    for (size_t i = 0; i < sizeof sets / sizeof sets[0] && status == DM_OK; i++) {
        if (i == 0)
            table_begin(o, "names, exact span and kind, F1");
        if (sets[i].in_text && !sets[i - 1].in_text)
            table_begin(o, "mentions in whole documents, F1");
        set_begin(o, sets[i].title, sets[i].l);
        status = run_names(o, path_of(&a, o, sets[i].file), &sets[i], err);
    }
    arena_free(&a);
    return status;
}
