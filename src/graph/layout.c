/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/layout.h"

#include "base/map.h"
#include "base/utf8.h"
#include "graph/pack.h"

#include <math.h>
#include <stdlib.h>

static const double tie_length = 150;  /* before fitting */
static const double tie_longest = 400; /* median, when a small graph is spread */
static const double aspect = 1.4;
static const double alike = 40; /* size of nodes that are all equally important */

/* ---- Paint ----------------------------------------------------------------------------------
 */

static const char *const community_colours[] = {"#4477aa", "#ee6677", "#228833", "#ccbb44",
                                                "#66ccee", "#aa3377", "#ee8866", "#44bb99",
                                                "#99ddff", "#bbcc33", "#ffaabb", "#777777"};
enum { PALETTE = sizeof community_colours / sizeof community_colours[0] };
#define GREY "#999999"

static dm_str node_colour(const dm_gnode *n, bool by_community)
{
    if (by_community)
        return str_z(n->community < 0 ? GREY : community_colours[n->community % PALETTE]);
    dm_kind k = kind_find(n->kind);
    return str_z(k == KIND_COUNT ? GREY : kind_table[k].colour);
}

/* Cooperation green, conflict red, both darker when deeds and not words. */
static dm_str edge_colour(const dm_gedge *e)
{
    static const char *const of[QUAD_COUNT] = {
        [QUAD_NONE] = GREY,
        [QUAD_VERBAL_COOPERATION] = "#88cc88",
        [QUAD_MATERIAL_COOPERATION] = "#228833",
        [QUAD_VERBAL_CONFLICT] = "#ee9988",
        [QUAD_MATERIAL_CONFLICT] = "#cc3311",
        [QUAD_NEUTRAL] = GREY,
    };
    for (int q = QUAD_NONE + 1; q < QUAD_COUNT; q++) {
        if (str_eq(e->quad, str_z(quad_name((dm_quad)q))))
            return str_z(of[q]);
    }
    return STR(GREY);
}

static double importance(const dm_gnode *n, bool salient)
{
    double v = salient ? n->salience : n->measure[MEASURE_pagerank];
    return isnan(v) || v < 0 ? 0 : v;
}

void graph_paint(dm_graph *g, bool by_community)
{
    bool salient = false;
    double most = 0, least = INFINITY;
    for (uint32_t i = 0; i < g->node_count; i++)
        salient = salient || !isnan(g->nodes[i].salience);
    for (uint32_t i = 0; i < g->node_count; i++) {
        most = fmax(most, importance(&g->nodes[i], salient));
        least = fmin(least, importance(&g->nodes[i], salient));
    }
    for (uint32_t i = 0; i < g->node_count; i++) {
        dm_gnode *n = &g->nodes[i];
        double size = 10 + 90 * importance(n, salient) / most;
        n->size = most > least ? floor(size * 10 + 0.5) / 10 : alike;
        n->color = node_colour(n, by_community);
    }
    for (uint32_t i = 0; i < g->edge_count; i++)
        g->edges[i].color = edge_colour(&g->edges[i]);
}

/* ---- Drawing --------------------------------------------------------------------------------
 */

typedef struct {
    dm_simple s;
    dm_parts parts;
    dm_point *at;    /* [n] */
    dm_shape *shape; /* [n] */
    bool *placed;    /* [n] has a position now */
    bool *fixed;     /* [n] keeps it */
    uint64_t seed;
    dm_arena arena;
} drawing;

/* Letters about 0.55 as wide as the line is high; larger nodes have larger labels. */
static void measure_shapes(const dm_graph *g, drawing *d)
{
    for (uint32_t v = 0; v < d->s.n; v++) {
        const dm_gnode *n = &g->nodes[d->s.node[v]];
        double high = 12 + 0.12 * n->size;
        d->shape[v].disc = n->size;
        d->shape[v].label =
            (dm_point){0.55 * high * (double)utf8_count(n->label) / 2, high / 2};
    }
}

typedef struct {
    dm_point low, high;
} extent;

static const extent nowhere = {{INFINITY, INFINITY}, {-INFINITY, -INFINITY}};

static void extent_add(extent *e, const drawing *d, uint32_t v, dm_point at)
{
    double wide = fmax(d->shape[v].disc, d->shape[v].label.x);
    double high = fmax(d->shape[v].disc, d->shape[v].label.y);
    e->low = (dm_point){fmin(e->low.x, at.x - wide), fmin(e->low.y, at.y - high)};
    e->high = (dm_point){fmax(e->high.x, at.x + wide), fmax(e->high.y, at.y + high)};
}

static dm_point extent_middle(const extent *e)
{
    return (dm_point){(e->low.x + e->high.x) / 2, (e->low.y + e->high.y) / 2};
}

/* A block of a drawing: one component, or all nodes without edges. */
typedef struct {
    const uint32_t *vertex; /* [n] */
    dm_point *at;           /* [n] around the block's own middle */
    uint32_t n;
} block;

static dm_point block_centre(const drawing *d, block *b)
{
    const double margin = 30;
    extent e = nowhere;
    for (uint32_t i = 0; i < b->n; i++)
        extent_add(&e, d, b->vertex[i], b->at[i]);
    dm_point middle = extent_middle(&e);
    for (uint32_t i = 0; i < b->n; i++) {
        b->at[i].x -= middle.x;
        b->at[i].y -= middle.y;
    }
    return (dm_point){e.high.x - e.low.x + margin, e.high.y - e.low.y + margin};
}

static block draw_component(drawing *d, uint32_t c)
{
    const dm_parts *p = &d->parts;
    uint32_t ties = p->first_tie[c + 1] - p->first_tie[c];
    block b = {p->vertex + p->first[c], ARENA_ARRAY(&d->arena, dm_point, p->size[c]),
               p->size[c]};
    dm_shape *shape = ARENA_ARRAY(&d->arena, dm_shape, b.n);
    force_layout(b.n, p->ties + p->first_tie[c], ties, d->seed, b.at);
    for (uint32_t i = 0; i < b.n; i++) {
        b.at[i].x *= tie_length;
        b.at[i].y *= tie_length;
        shape[i] = d->shape[b.vertex[i]];
    }
    (void)shapes_separate(b.n, shape, NULL, b.at);
    return b;
}

/* Isolates from the largest on, in rows of cells that fit the widest. */
static block draw_isolates(drawing *d, const uint32_t *vertex, uint32_t n)
{
    block b = {vertex, ARENA_ARRAY(&d->arena, dm_point, n), n};
    dm_point cell = {0, 0};
    for (uint32_t i = 0; i < n; i++) {
        const dm_shape *s = &d->shape[vertex[i]];
        cell.x = fmax(cell.x, 2 * fmax(s->disc, s->label.x) + 10);
        cell.y = fmax(cell.y, 2 * fmax(s->disc, s->label.y) + 10);
    }
    uint32_t columns = (uint32_t)ceil(sqrt(n * aspect * cell.y / cell.x));
    for (uint32_t i = 0; i < n; i++) {
        uint32_t row = i / columns;
        b.at[i] = (dm_point){cell.x * (i % columns), -cell.y * row};
    }
    return b;
}

static void put_block(drawing *d, const block *b, dm_point centre)
{
    for (uint32_t i = 0; i < b->n; i++) {
        d->at[b->vertex[i]] = (dm_point){centre.x + b->at[i].x, centre.y + b->at[i].y};
        d->placed[b->vertex[i]] = true;
    }
}

typedef struct {
    double size;
    uint32_t vertex;
} isolate_row;

static int by_size(const void *pa, const void *pb)
{
    const isolate_row *a = pa, *b = pb;
    int c = (a->size < b->size) - (a->size > b->size);
    return c ? c : (a->vertex > b->vertex) - (a->vertex < b->vertex);
}

/* Components of one vertex that are not placed yet, the largest node first. */
static uint32_t isolates(drawing *d, uint32_t **out)
{
    isolate_row *row = dm_calloc(d->s.n, sizeof *row);
    uint32_t n = 0;
    for (uint32_t v = 0; v < d->s.n; v++) {
        if (!d->s.degree[v] && !d->placed[v])
            row[n++] = (isolate_row){d->shape[v].disc, v};
    }
    qsort(row, n, sizeof *row, by_size);
    *out = ARENA_ARRAY(&d->arena, uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        (*out)[i] = row[i].vertex;
    free(row);
    return n;
}

/* Everything that is not placed yet, around the given centre. */
static uint32_t draw_blocks(drawing *d, block **out)
{
    const dm_parts *p = &d->parts;
    block *blocks = ARENA_ARRAY(&d->arena, block, (size_t)p->count + 1);
    uint32_t n = 0, *alone, alone_count = isolates(d, &alone);
    for (uint32_t c = 0; c < p->count && p->size[c] > 1; c++) {
        if (!d->placed[p->vertex[p->first[c]]])
            blocks[n++] = draw_component(d, c);
    }
    if (alone_count)
        blocks[n++] = draw_isolates(d, alone, alone_count);
    *out = blocks;
    return n;
}

static extent pack_blocks(drawing *d, block *blocks, uint32_t n, dm_point *centre)
{
    dm_point *size = ARENA_ARRAY(&d->arena, dm_point, n);
    extent e = nowhere;
    for (uint32_t i = 0; i < n; i++)
        size[i] = block_centre(d, &blocks[i]);
    pack_boxes(n, size, aspect, centre);
    for (uint32_t i = 0; i < n; i++) {
        e.low.x = fmin(e.low.x, centre[i].x - size[i].x / 2);
        e.low.y = fmin(e.low.y, centre[i].y - size[i].y / 2);
        e.high.x = fmax(e.high.x, centre[i].x + size[i].x / 2);
        e.high.y = fmax(e.high.y, centre[i].y + size[i].y / 2);
    }
    return e;
}

static extent extent_of(const drawing *d)
{
    extent e = nowhere;
    for (uint32_t v = 0; v < d->s.n; v++) {
        if (d->placed[v])
            extent_add(&e, d, v, d->at[v]);
    }
    return e;
}

/* ---- A fresh drawing ------------------------------------------------------------------------
 */

/* Scale positions (not shapes) to the spread that is wanted. */
static void fit(drawing *d)
{
    extent e = extent_of(d);
    double spread = fmax(e.high.x - e.low.x, e.high.y - e.low.y);
    double want = 1000 * fmax(1, sqrt(d->s.n / 40.0));
    double tie = median_length(d->s.pairs, d->s.pair_count, d->at);
    double by = want / spread;
    if (tie > 0 && by * tie > tie_longest)
        by = tie_longest / tie;
    if (by > 1 && tie <= 0)
        by = 1; /* rows of isolates */
    for (uint32_t v = 0; v < d->s.n; v++) {
        d->at[v].x *= by;
        d->at[v].y *= by;
    }
}

static void draw_fresh(drawing *d)
{
    block *blocks;
    uint32_t n = draw_blocks(d, &blocks);
    dm_point *centre = ARENA_ARRAY(&d->arena, dm_point, n);
    (void)pack_blocks(d, blocks, n, centre);
    for (uint32_t i = 0; i < n; i++)
        put_block(d, &blocks[i], centre[i]);
    fit(d);
    (void)shapes_separate(d->s.n, d->shape, NULL, d->at);
    extent e = extent_of(d);
    dm_point middle = extent_middle(&e);
    for (uint32_t v = 0; v < d->s.n; v++) {
        d->at[v].x -= middle.x;
        d->at[v].y -= middle.y;
    }
}

/* ---- A drawing that keeps to another --------------------------------------------------------
 */

static uint32_t take_positions(const dm_graph *g, const dm_graph *from, drawing *d)
{
    dm_map index = {0};
    uint32_t taken = 0;
    for (uint32_t i = 0; i < from->node_count; i++)
        map_set(&index, from->nodes[i].id, i);
    for (uint32_t v = 0; v < d->s.n; v++) {
        uint32_t i = map_get(&index, g->nodes[d->s.node[v]].id);
        if (i == MAP_NONE || !isfinite(from->nodes[i].x) || !isfinite(from->nodes[i].y))
            continue;
        d->at[v] = (dm_point){from->nodes[i].x, from->nodes[i].y};
        d->placed[v] = d->fixed[v] = true;
        taken++;
    }
    map_free(&index);
    return taken;
}

/* Beside its placed neighbours' middle, each new vertex a little further round. */
static bool place_near(drawing *d, const dm_adjacency *adj, uint32_t v)
{
    dm_point sum = {0, 0};
    uint32_t n = 0;
    for (uint32_t i = adj->from[v]; i < adj->from[v + 1]; i++) {
        uint32_t u = adj->at[i].vertex;
        sum.x += d->placed[u] ? d->at[u].x : 0;
        sum.y += d->placed[u] ? d->at[u].y : 0;
        n += d->placed[u];
    }
    if (!n)
        return false;
    double x = v % 2 ? 0.6 : -0.8, y = v % 4 < 2 ? 0.8 : -0.6;
    double off = n == 1 ? tie_length : tie_length / 4;
    d->at[v] = (dm_point){sum.x / n + off * x, sum.y / n + off * y};
    d->placed[v] = true;
    return true;
}

static void place_attached(drawing *d)
{
    dm_adjacency adj = pairs_adjacency(d->s.pairs, d->s.pair_count, d->s.n, &d->arena);
    for (bool more = true; more;) {
        more = false;
        for (uint32_t v = 0; v < d->s.n; v++)
            more |= !d->placed[v] && d->s.degree[v] && place_near(d, &adj, v);
    }
}

/* Only vertices that stand somewhere take part in the settling. */
static void settle(drawing *d)
{
    uint32_t *local = ARENA_ARRAY(&d->arena, uint32_t, d->s.n), n = 0, ties = 0;
    uint32_t *vertex = ARENA_ARRAY(&d->arena, uint32_t, d->s.n);
    dm_point *at = ARENA_ARRAY(&d->arena, dm_point, d->s.n);
    bool *fixed = ARENA_ARRAY(&d->arena, bool, d->s.n);
    dm_tie *mine = ARENA_ARRAY(&d->arena, dm_tie, d->s.pair_count);
    for (uint32_t v = 0; v < d->s.n; v++) {
        if (!d->placed[v])
            continue;
        local[v] = n;
        vertex[n] = v;
        fixed[n] = d->fixed[v];
        at[n++] = d->at[v];
    }
    for (uint32_t i = 0; i < d->s.pair_count; i++) {
        const dm_tie *t = &d->s.pairs[i];
        if (d->placed[t->a] && d->placed[t->b])
            mine[ties++] = (dm_tie){local[t->a], local[t->b], t->weight};
    }
    double length = median_length(mine, ties, at);
    force_settle(n, mine, ties, fixed, length > 1 ? length : tie_length, at);
    for (uint32_t i = 0; i < n; i++)
        d->at[vertex[i]] = at[i];
}

/* New components and isolates go below what is there. */
static void draw_below(drawing *d)
{
    extent there = extent_of(d);
    block *blocks;
    uint32_t n = draw_blocks(d, &blocks);
    if (!n)
        return;
    dm_point *centre = ARENA_ARRAY(&d->arena, dm_point, n);
    extent e = pack_blocks(d, blocks, n, centre);
    double x = extent_middle(&there).x - extent_middle(&e).x, y = there.low.y - e.high.y;
    for (uint32_t i = 0; i < n; i++)
        put_block(d, &blocks[i], (dm_point){centre[i].x + x, centre[i].y + y});
}

static void draw_like(drawing *d)
{
    place_attached(d);
    settle(d);
    draw_below(d);
    (void)shapes_separate(d->s.n, d->shape, d->fixed, d->at);
}

/* ---- All of it ------------------------------------------------------------------------------
 */

static double round_2(double v)
{
    double r = floor(v * 100 + 0.5) / 100;
    return r == 0 ? 0 : r;
}

static void draw(dm_graph *g, const dm_layout_options *opt, drawing *d)
{
    d->seed = opt->seed ? opt->seed : 1;
    d->parts = ties_parts(d->s.pairs, d->s.pair_count, d->s.n, &d->arena);
    d->at = ARENA_ARRAY(&d->arena, dm_point, d->s.n);
    d->shape = ARENA_ARRAY(&d->arena, dm_shape, d->s.n);
    d->placed = ARENA_ARRAY(&d->arena, bool, d->s.n);
    d->fixed = ARENA_ARRAY(&d->arena, bool, d->s.n);
    measure_shapes(g, d);
    if (opt->from && take_positions(g, opt->from, d))
        draw_like(d);
    else
        draw_fresh(d);
    for (uint32_t v = 0; v < d->s.n; v++) {
        dm_gnode *n = &g->nodes[d->s.node[v]];
        n->x = d->fixed[v] ? d->at[v].x : round_2(d->at[v].x);
        n->y = d->fixed[v] ? d->at[v].y : round_2(d->at[v].y);
    }
}

dm_status graph_layout(dm_graph *g, const dm_layout_options *options, dm_error *err)
{
    dm_layout_options opt = options ? *options : (dm_layout_options){0};
    drawing d = {0};
    dm_status status = simple_build(g, &SELECT_ALL, &d.arena, &d.s, err);
    if (status == DM_OK) {
        graph_paint(g, opt.by_community);
        if (d.s.n)
            draw(g, &opt, &d);
    }
    arena_free(&d.arena);
    return status;
}
