/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/pack.h"

#include <math.h>
#include <stdlib.h>

enum {
    PACK_AROUND = 60, /* boxes placed around the first; more go into rows below */
    FEW = 300,        /* shapes that get all the time they need */
    SEPARATE = 5000   /* shapes above which a picture is not read label by label */
};

/* ---- Boxes ----------------------------------------------------------------------------------
 */

static bool free_at(uint32_t placed, const dm_point *size, const dm_point *centre,
                    dm_point mine, dm_point at)
{
    for (uint32_t i = 0; i < placed; i++) {
        double dx = fabs(at.x - centre[i].x), dy = fabs(at.y - centre[i].y);
        if (dx < (size[i].x + mine.x) / 2 - 1e-6 && dy < (size[i].y + mine.y) / 2 - 1e-6)
            return false;
    }
    return true;
}

/* Of all places where the box touches a corner region of a placed one, the nearest to the
 * origin; among equals the first tried. */
static dm_point best_place(uint32_t placed, const dm_point *size, const dm_point *centre,
                           dm_point mine, double aspect)
{
    static const double side[12][2] = {{1, -1}, {1, 0}, {1, 1}, {-1, -1}, {-1, 0}, {-1, 1},
                                       {-1, 1}, {0, 1}, {1, 1}, {-1, -1}, {0, -1}, {1, -1}};
    dm_point best = {0, 0};
    double least = INFINITY;
    for (uint32_t i = 0; i < placed; i++) {
        double touch_x = (size[i].x + mine.x) / 2, touch_y = (size[i].y + mine.y) / 2;
        double flush_x = (size[i].x - mine.x) / 2, flush_y = (size[i].y - mine.y) / 2;
        for (int k = 0; k < 12; k++) { /* six beside, six above or below */
            dm_point at = {centre[i].x + side[k][0] * (k < 6 ? touch_x : flush_x),
                           centre[i].y + side[k][1] * (k < 6 ? flush_y : touch_y)};
            double x = (fabs(at.x) + mine.x / 2) / aspect, y = fabs(at.y) + mine.y / 2;
            double cost = x * x + y * y;
            if (cost < least - 1e-9 && free_at(placed, size, centre, mine, at)) {
                least = cost;
                best = at;
            }
        }
    }
    return best;
}

static void rows_below(uint32_t from, uint32_t n, const dm_point *size, double aspect,
                       dm_point *centre)
{
    double left = 0, right = 0, bottom = 0, area = 0;
    for (uint32_t i = 0; i < from; i++) {
        left = fmin(left, centre[i].x - size[i].x / 2);
        right = fmax(right, centre[i].x + size[i].x / 2);
        bottom = fmin(bottom, centre[i].y - size[i].y / 2);
    }
    for (uint32_t i = from; i < n; i++)
        area += size[i].x * size[i].y;
    double width = fmax(right - left, sqrt(area * aspect)), x = 0, y = bottom, high = 0;
    for (uint32_t i = from; i < n; i++) {
        if (x > 0 && x + size[i].x > width) {
            x = 0;
            y -= high;
            high = 0;
        }
        centre[i] = (dm_point){left + x + size[i].x / 2, y - size[i].y / 2};
        x += size[i].x;
        high = fmax(high, size[i].y);
    }
}

void pack_boxes(uint32_t n, const dm_point *size, double aspect, dm_point *centre)
{
    uint32_t around = n < PACK_AROUND ? n : PACK_AROUND;
    if (n)
        centre[0] = (dm_point){0, 0};
    for (uint32_t i = 1; i < around; i++)
        centre[i] = best_place(i, size, centre, size[i], aspect);
    if (around < n)
        rows_below(around, n, size, aspect, centre);
}

/* ---- Shapes ---------------------------------------------------------------------------------
 */

static const double gap = 4;

/* How far a and b must move apart along x or along y; 0 when they do not overlap. */
static dm_point overlap(const dm_shape *a, const dm_shape *b, dm_point pa, dm_point pb)
{
    const dm_point of_a[2] = {{a->disc, a->disc}, a->label};
    const dm_point of_b[2] = {{b->disc, b->disc}, b->label};
    double dx = fabs(pa.x - pb.x), dy = fabs(pa.y - pb.y);
    dm_point need = {0, 0};
    for (int i = 0; i < 4; i++) {
        double ox = of_a[i / 2].x + of_b[i % 2].x + gap - dx;
        double oy = of_a[i / 2].y + of_b[i % 2].y + gap - dy;
        if (ox > 1e-6 && oy > 1e-6) {
            need.x = fmax(need.x, ox);
            need.y = fmax(need.y, oy);
        }
    }
    return need;
}

static void part(uint32_t i, uint32_t j, dm_point need, const bool *fixed, dm_point *at)
{
    bool hold_i = fixed && fixed[i], hold_j = fixed && fixed[j];
    if (hold_i && hold_j)
        return;
    double share_i = hold_i ? 0 : hold_j ? 1 : 0.5;
    bool flat = need.x < need.y;
    double d = (flat ? need.x : need.y) + 0.01;
    double *a = flat ? &at[i].x : &at[i].y, *b = flat ? &at[j].x : &at[j].y;
    bool above = *a > *b || (*a >= *b && i < j);
    *a += above ? d * share_i : -d * share_i;
    *b -= above ? d * (1 - share_i) : -d * (1 - share_i);
}

typedef struct {
    double left, right;
    uint32_t shape;
} sweep_row;

static int by_left(const void *pa, const void *pb)
{
    const sweep_row *a = pa, *b = pb;
    int c = (a->left > b->left) - (a->left < b->left);
    return c ? c : (a->shape > b->shape) - (a->shape < b->shape);
}

static void sweep_rows(uint32_t n, const dm_shape *shape, const dm_point *at, sweep_row *row)
{
    for (uint32_t i = 0; i < n; i++) {
        double half = fmax(shape[i].disc, shape[i].label.x) + gap;
        row[i] = (sweep_row){at[i].x - half, at[i].x + half, i};
    }
    qsort(row, n, sizeof *row, by_left);
}

/* Pairs that overlap, in sweep order; each is parted when moved is given. */
static uint32_t sweep(uint32_t n, const dm_shape *shape, const dm_point *at, const bool *fixed,
                      dm_point *moved)
{
    sweep_row *row = dm_calloc(n, sizeof *row);
    uint32_t found = 0;
    sweep_rows(n, shape, at, row);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = i + 1; j < n && row[j].left < row[i].right; j++) {
            uint32_t a = row[i].shape, b = row[j].shape;
            dm_point need = overlap(&shape[a], &shape[b], at[a], at[b]);
            if (need.x <= 0)
                continue;
            found++;
            if (moved)
                part(a, b, need, fixed, moved);
        }
    }
    free(row);
    return found;
}

uint32_t shapes_overlaps(uint32_t n, const dm_shape *shape, const dm_point *at)
{
    return sweep(n, shape, at, NULL, NULL);
}

/* A tenth more room around the middle: a heap comes apart by pushing alone only slowly. */
static void loosen(uint32_t n, dm_point *at)
{
    dm_point sum = {0, 0};
    for (uint32_t i = 0; i < n; i++)
        sum.x += at[i].x, sum.y += at[i].y;
    for (uint32_t i = 0; i < n; i++) {
        at[i].x += (at[i].x - sum.x / n) / 10;
        at[i].y += (at[i].y - sum.y / n) / 10;
    }
}

uint32_t shapes_separate(uint32_t n, const dm_shape *shape, const bool *fixed, dm_point *at)
{
    uint32_t left = n > SEPARATE ? 0 : 1;
    uint32_t rounds = n <= FEW ? 600 : 120, patience = n <= FEW ? 30 : 8;
    for (uint32_t i = 1; i <= rounds && left; i++) {
        left = sweep(n, shape, at, fixed, at);
        if (left && !fixed && i % patience == 0)
            loosen(n, at);
    }
    return left ? shapes_overlaps(n, shape, at) : 0;
}
