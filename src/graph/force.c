/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/force.h"

#include <math.h>
#include <stdlib.h>

enum { ALL_PAIRS = 600 /* vertices up to which every pair repels */ };
static const double reach = 2.5; /* how far repulsion goes above that */

typedef struct {
    uint32_t n, count;
    const dm_tie *pairs;
    const bool *fixed; /* [n] or NULL */
    double *pull;      /* [count] 0.5..2 */
    dm_point *at, *push;
} field;

/* ---- Forces ---------------------------------------------------------------------------------
 */

static void repel(field *f, uint32_t a, uint32_t b)
{
    double dx = f->at[a].x - f->at[b].x, dy = f->at[a].y - f->at[b].y;
    double d2 = dx * dx + dy * dy;
    if (d2 < 1e-6) { /* on one spot: apart along a line of their own */
        dx = 1e-3 * (1 + a % 7), dy = 1e-3 * (1 + b % 5);
        d2 = dx * dx + dy * dy;
    }
    f->push[a].x += dx / d2, f->push[a].y += dy / d2;
    f->push[b].x -= dx / d2, f->push[b].y -= dy / d2;
}

static void repel_all(field *f)
{
    for (uint32_t a = 0; a < f->n; a++) {
        for (uint32_t b = a + 1; b < f->n; b++)
            repel(f, a, b);
    }
}

/* Cells of side reach, row by row; vertices of a cell in ascending order. */
typedef struct {
    uint32_t wide, high;
    uint32_t *first; /* [wide * high + 1] */
    uint32_t *vertex;
    uint32_t *cell; /* [n] */
} grid;

static uint32_t cells(double extent)
{
    double c = extent / reach + 1;
    return c > 1000 ? 1000 : (uint32_t)c;
}

static grid grid_new(const field *f, dm_arena *a)
{
    dm_point low = f->at[0], high = f->at[0];
    for (uint32_t v = 1; v < f->n; v++) {
        low.x = f->at[v].x < low.x ? f->at[v].x : low.x;
        low.y = f->at[v].y < low.y ? f->at[v].y : low.y;
        high.x = f->at[v].x > high.x ? f->at[v].x : high.x;
        high.y = f->at[v].y > high.y ? f->at[v].y : high.y;
    }
    grid g = {.wide = cells(high.x - low.x), .high = cells(high.y - low.y)};
    double sx = g.wide / (high.x - low.x + 1e-9), sy = g.high / (high.y - low.y + 1e-9);
    g.first = ARENA_ARRAY(a, uint32_t, (size_t)g.wide * g.high + 2);
    g.vertex = ARENA_ARRAY(a, uint32_t, f->n);
    g.cell = ARENA_ARRAY(a, uint32_t, f->n);
    for (uint32_t v = 0; v < f->n; v++) {
        uint32_t x = (uint32_t)((f->at[v].x - low.x) * sx);
        uint32_t y = (uint32_t)((f->at[v].y - low.y) * sy);
        x = x < g.wide ? x : g.wide - 1;
        y = y < g.high ? y : g.high - 1;
        g.cell[v] = y * g.wide + x;
        g.first[g.cell[v] + 2]++;
    }
    for (uint32_t c = 2; c <= g.wide * g.high + 1; c++)
        g.first[c] += g.first[c - 1];
    for (uint32_t v = 0; v < f->n; v++)
        g.vertex[g.first[g.cell[v] + 1]++] = v;
    return g;
}

static void repel_cell(field *f, const grid *g, uint32_t a, uint32_t cell)
{
    for (uint32_t i = g->first[cell]; i < g->first[cell + 1]; i++) {
        uint32_t b = g->vertex[i];
        double dx = f->at[a].x - f->at[b].x, dy = f->at[a].y - f->at[b].y;
        if (b > a && dx * dx + dy * dy < reach * reach)
            repel(f, a, b);
    }
}

static void repel_near(field *f)
{
    dm_arena a = {0};
    grid g = grid_new(f, &a);
    for (uint32_t v = 0; v < f->n; v++) {
        uint32_t x = g.cell[v] % g.wide, y = g.cell[v] / g.wide;
        for (uint32_t cy = y ? y - 1 : 0; cy <= y + 1 && cy < g.high; cy++) {
            for (uint32_t cx = x ? x - 1 : 0; cx <= x + 1 && cx < g.wide; cx++)
                repel_cell(f, &g, v, cy * g.wide + cx);
        }
    }
    arena_free(&a);
}

static void attract(field *f)
{
    for (uint32_t i = 0; i < f->count; i++) {
        uint32_t a = f->pairs[i].a, b = f->pairs[i].b;
        double dx = f->at[a].x - f->at[b].x, dy = f->at[a].y - f->at[b].y;
        double pull = sqrt(dx * dx + dy * dy) * f->pull[i];
        f->push[a].x -= dx * pull, f->push[a].y -= dy * pull;
        f->push[b].x += dx * pull, f->push[b].y += dy * pull;
    }
}

static void move(field *f, double step)
{
    for (uint32_t v = 0; v < f->n; v++) {
        double x = f->push[v].x, y = f->push[v].y, length = sqrt(x * x + y * y);
        double scale = length > step ? step / length : 1;
        if (f->fixed && f->fixed[v])
            continue;
        f->at[v].x += x * scale;
        f->at[v].y += y * scale;
    }
}

static void run(field *f, uint32_t steps, double first_step)
{
    for (uint32_t i = 0; i < steps; i++) {
        double left = 1 - (double)i / steps;
        memset(f->push, 0, f->n * sizeof *f->push);
        if (f->n <= ALL_PAIRS)
            repel_all(f);
        else
            repel_near(f);
        attract(f);
        move(f, first_step * left * left + 0.005);
    }
}

/* ---- Start ----------------------------------------------------------------------------------
 */

static int by_value(const void *pa, const void *pb)
{
    double a = *(const double *)pa, b = *(const double *)pb;
    return (a > b) - (a < b);
}

static double median(double *values, uint32_t n)
{
    if (!n)
        return 0;
    qsort(values, n, sizeof *values, by_value);
    return values[n / 2];
}

/* Ties pull by the root of their weight against the median, within bounds. */
static void set_pulls(field *f)
{
    double *weight = dm_calloc(f->count, sizeof *weight);
    for (uint32_t i = 0; i < f->count; i++)
        weight[i] = f->pairs[i].weight;
    double middle = median(weight, f->count);
    for (uint32_t i = 0; i < f->count; i++) {
        double w = f->pairs[i].weight / middle;
        f->pull[i] = sqrt(w < 0.25 ? 0.25 : w > 4 ? 4 : w);
    }
    free(weight);
}

/* Breadth first from the vertex of most neighbours: near ones get near places. */
static void visit_order(const field *f, uint32_t *order)
{
    dm_arena a = {0};
    dm_adjacency adj = pairs_adjacency(f->pairs, f->count, f->n, &a);
    bool *seen = ARENA_ARRAY(&a, bool, f->n);
    uint32_t start = 0, len = 0;
    for (uint32_t v = 1; v < f->n; v++) {
        if (adj.from[v + 1] - adj.from[v] > adj.from[start + 1] - adj.from[start])
            start = v;
    }
    order[len++] = start;
    seen[start] = true;
    for (uint32_t i = 0; i < len; i++) {
        for (uint32_t j = adj.from[order[i]]; j < adj.from[order[i] + 1]; j++) {
            uint32_t v = adj.at[j].vertex;
            if (!seen[v])
                order[len++] = v;
            seen[v] = true;
        }
    }
    arena_free(&a);
}

static double jitter(uint64_t seed, uint32_t v)
{
    uint64_t z = (seed + v + 1) * 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53 - 0.5;
}

/* A spiral whose turn has cosine 3/5 and sine 4/5: never the same direction twice. */
static void start_spiral(field *f, uint64_t seed)
{
    uint32_t *order = dm_calloc(f->n, sizeof *order);
    dm_point turn = {1, 0};
    visit_order(f, order);
    for (uint32_t i = 0; i < f->n; i++) {
        double r = 0.6 * sqrt(i);
        uint32_t v = order[i];
        f->at[v] = (dm_point){r * turn.x + 0.1 * jitter(seed, 2 * v),
                              r * turn.y + 0.1 * jitter(seed, 2 * v + 1)};
        turn = (dm_point){0.6 * turn.x - 0.8 * turn.y, 0.8 * turn.x + 0.6 * turn.y};
    }
    free(order);
}

/* ---- Finish ---------------------------------------------------------------------------------
 */

double median_length(const dm_tie *pairs, uint32_t count, const dm_point *at)
{
    double *length = dm_calloc(count, sizeof *length);
    for (uint32_t i = 0; i < count; i++) {
        double dx = at[pairs[i].a].x - at[pairs[i].b].x,
               dy = at[pairs[i].a].y - at[pairs[i].b].y;
        length[i] = sqrt(dx * dx + dy * dy);
    }
    double m = median(length, count);
    free(length);
    return m;
}

static void centre(uint32_t n, dm_point *at)
{
    double x = 0, y = 0;
    for (uint32_t v = 0; v < n; v++)
        x += at[v].x, y += at[v].y;
    for (uint32_t v = 0; v < n; v++)
        at[v].x -= x / n, at[v].y -= y / n;
}

/* Turn the longer principal axis flat: half-angle formulas on the covariance. */
static void lie_flat(uint32_t n, dm_point *at)
{
    double xx = 0, yy = 0, xy = 0;
    for (uint32_t v = 0; v < n; v++) {
        xx += at[v].x * at[v].x;
        yy += at[v].y * at[v].y;
        xy += at[v].x * at[v].y;
    }
    double c2 = xx - yy, s2 = 2 * xy, h = sqrt(c2 * c2 + s2 * s2);
    if (h <= 1e-9 * (xx + yy))
        return;
    double c = sqrt((1 + c2 / h) / 2), s = sqrt((1 - c2 / h) / 2);
    s = s2 < 0 ? -s : s;
    for (uint32_t v = 0; v < n; v++)
        at[v] = (dm_point){c * at[v].x + s * at[v].y, c * at[v].y - s * at[v].x};
}

static void scale(uint32_t n, double by, dm_point *at)
{
    for (uint32_t v = 0; v < n; v++)
        at[v].x *= by, at[v].y *= by;
}

void force_layout(uint32_t n, const dm_tie *pairs, uint32_t count, uint64_t seed, dm_point *at)
{
    if (n == 1)
        at[0] = (dm_point){0, 0};
    if (n == 2) { /* slanted, so that labels lie under each other */
        at[0] = (dm_point){-0.4, -0.3};
        at[1] = (dm_point){0.4, 0.3};
    }
    if (n <= 2)
        return;
    field f = {.n = n, .count = count, .pairs = pairs, .at = at};
    f.pull = dm_calloc(count, sizeof *f.pull);
    f.push = dm_calloc(n, sizeof *f.push);
    set_pulls(&f);
    start_spiral(&f, seed);
    run(&f, n <= 300 ? 500 : n <= ALL_PAIRS ? 200 : 100, 0.1 * sqrt(n) + 0.3);
    free(f.push);
    free(f.pull);
    centre(n, at);
    lie_flat(n, at);
    double m = median_length(pairs, count, at);
    if (m > 0)
        scale(n, 1 / m, at);
}

void force_settle(uint32_t n, const dm_tie *pairs, uint32_t count, const bool *fixed,
                  double length, dm_point *at)
{
    field f = {.n = n, .count = count, .pairs = pairs, .fixed = fixed, .at = at};
    f.pull = dm_calloc(count, sizeof *f.pull);
    f.push = dm_calloc(n, sizeof *f.push);
    set_pulls(&f);
    dm_point *was = dm_calloc(n, sizeof *was);
    memcpy(was, at, n * sizeof *was);
    scale(n, 1 / length, at);
    run(&f, 100, 0.3);
    scale(n, length, at);
    for (uint32_t v = 0; v < n; v++) {
        if (fixed[v])
            at[v] = was[v]; /* not a bit moved by scaling there and back */
    }
    free(was);
    free(f.push);
    free(f.pull);
}
