/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The difference for programs: JSON. */
#include "diff/diff.h"
#include "files/columns.h"
#include "files/json_text.h"

#include <stdio.h>
#include <stdlib.h>

static void key_uint(dm_json *j, const char *key, uint32_t n)
{
    json_key(j, key);
    json_uint(j, n);
}

static void write_side(dm_json *j, const char *name, const dm_graph *g)
{
    json_key(j, name);
    json_open(j, '{');
    json_opt_str(j, "id", g->id);
    key_uint(j, "nodes", g->node_count);
    key_uint(j, "edges", g->edge_count);
    json_close(j);
}

static void write_count(dm_json *j, const char *name, const dm_diff_count *c)
{
    json_key(j, name);
    json_open(j, '{');
    key_uint(j, "kept", c->kept);
    key_uint(j, "added", c->added);
    key_uint(j, "removed", c->removed);
    key_uint(j, "changed", c->changed);
    json_close(j);
}

static void write_summary(dm_json *j, const dm_diff *d)
{
    json_key(j, "summary");
    json_open(j, '{');
    json_key(j, "same");
    json_bool(j, d->same);
    write_count(j, "nodes", &d->node);
    write_count(j, "edges", &d->edge);
    json_opt_num(j, "node_similarity", d->node_similarity);
    json_opt_num(j, "edge_similarity", d->edge_similarity);
    key_uint(j, "ranks", d->rank_count);
    json_close(j);
}

static void write_changes(dm_json *j, const dm_pair *p)
{
    json_key(j, "changes");
    json_open(j, '[');
    for (uint32_t i = 0; i < p->change_count; i++) {
        json_open(j, '{');
        json_flat(j, 1);
        json_key(j, "field");
        json_str(j, str_z(p->changes[i].field));
        json_key(j, "before");
        json_str(j, p->changes[i].before);
        json_key(j, "after");
        json_str(j, p->changes[i].after);
        json_close(j);
        json_flat(j, -1);
    }
    json_close(j);
}

/* What a list is of. */
typedef enum { ADDED, REMOVED, CHANGED } side;

static bool on_side(const dm_pair *p, side s)
{
    if (s == ADDED)
        return p->a == DIFF_NONE;
    if (s == REMOVED)
        return p->b == DIFF_NONE;
    return p->change_count > 0;
}

static void write_node(dm_json *j, const dm_diff *d, const dm_pair *p, side s)
{
    static const char *const match[] = {[MATCH_NONE] = "",
                                        [MATCH_ID] = "id",
                                        [MATCH_NAME] = "name",
                                        [MATCH_LIKENESS] = "likeness"};
    const dm_gnode *n = s == REMOVED ? &d->a->nodes[p->a] : &d->b->nodes[p->b];
    json_open(j, '{');
    json_key(j, "id");
    json_str(j, n->id);
    json_key(j, "label");
    json_str(j, node_label(n));
    json_opt_str(j, "kind", n->kind);
    if (s == CHANGED) {
        json_opt_str(j, "match", str_z(match[p->match]));
        write_changes(j, p);
    }
    json_close(j);
}

static void write_edge(dm_json *j, const dm_diff *d, const dm_pair *p, side s)
{
    const dm_graph *g = s == REMOVED ? d->a : d->b;
    const dm_gedge *e = &g->edges[s == REMOVED ? p->a : p->b];
    json_open(j, '{');
    json_key(j, "source");
    json_str(j, g->nodes[e->source].id);
    json_key(j, "target");
    json_str(j, g->nodes[e->target].id);
    json_opt_str(j, "relation", e->relation);
    json_opt_str(j, "predicate", e->predicate);
    json_opt_str(j, "polarity", e->polarity);
    json_opt_str(j, "modality", e->modality);
    if (s == CHANGED) {
        write_changes(j, p);
    } else {
        json_opt_num(j, "weight", e->weight);
        json_opt_str(j, "quote", e->evidence_count ? e->evidence[0].quote : STR(""));
    }
    json_close(j);
}

typedef void (*write_pair)(dm_json *, const dm_diff *, const dm_pair *, side);

static void write_lists(dm_json *j, const dm_diff *d, const char *name, bool edges,
                        write_pair write)
{
    static const char *const side_name[] = {"added", "removed", "changed"};
    const dm_pair *pairs = edges ? d->edges : d->nodes;
    uint32_t count = edges ? d->edge_count : d->node_count;
    json_key(j, name);
    json_open(j, '{');
    for (int s = ADDED; s <= CHANGED; s++) {
        json_key(j, side_name[s]);
        json_open(j, '[');
        for (uint32_t i = 0; i < count; i++) {
            if (on_side(&pairs[i], (side)s))
                write(j, d, &pairs[i], (side)s);
        }
        json_close(j);
    }
    json_close(j);
}

static void write_ranks(dm_json *j, const dm_diff *d)
{
    json_key(j, "ranks");
    json_open(j, '{');
    json_key(j, "by");
    json_str(j, str_z(d->by));
    json_key(j, "changes");
    json_open(j, '[');
    for (uint32_t i = 0; i < d->rank_count; i++) {
        const dm_rank_change *r = &d->ranks[i];
        const dm_gnode *n = &d->b->nodes[d->nodes[r->pair].b];
        json_open(j, '{');
        json_key(j, "id");
        json_str(j, n->id);
        json_key(j, "label");
        json_str(j, node_label(n));
        key_uint(j, "rank_a", r->rank_a);
        key_uint(j, "rank_b", r->rank_b);
        json_opt_num(j, "value_a", r->value_a);
        json_opt_num(j, "value_b", r->value_b);
        json_close(j);
    }
    json_close(j);
    json_close(j);
}

static void write_all(dm_json *j, const dm_diff *d)
{
    json_open(j, '{');
    write_side(j, "a", d->a);
    write_side(j, "b", d->b);
    write_summary(j, d);
    write_lists(j, d, "nodes", false, write_node);
    write_lists(j, d, "edges", true, write_edge);
    write_ranks(j, d);
    json_close(j);
    out_z(j->out, "\n");
}

void diff_json(const dm_diff *d, dm_buf *out)
{
    char *text = NULL;
    size_t len = 0;
    dm_out mem = {.file = open_memstream(&text, &len)};
    if (!mem.file)
        dm_out_of_memory(1);
    dm_json j = {.out = &mem};
    write_all(&j, d);
    (void)!out_close(&mem, NULL);
    buf_add(out, (dm_str){text, len});
    free(text);
}
