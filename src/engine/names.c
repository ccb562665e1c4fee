/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/decode.h"

enum { Y = NAME_LABELS };

static bool is_inside(uint32_t y)
{
    return y > 0 && y % 2 == 0;
}

/* May y follow x?  Label 0 stands for the start of the sentence too. */
static bool may_follow(uint32_t x, uint32_t y)
{
    return !is_inside(y) || x == y || x + 1 == y;
}

/* The lowest of the labels that score best. */
static uint32_t highest(const float *score)
{
    uint32_t arg = 0;
    for (uint32_t x = 1; x < Y; x++)
        if (score[x] > score[arg])
            arg = x;
    return arg;
}

void names_decode(const float *scores, size_t ld, uint32_t n, uint8_t *labels,
                  dm_arena *scratch)
{
    if (n == 0)
        return;
    uint8_t(*from)[Y] = arena_array(scratch, n, sizeof *from, 1);
    float best[Y], next[Y];
    for (uint32_t y = 0; y < Y; y++)
        best[y] = is_inside(y) ? -1e30f : scores[y];
    for (uint32_t t = 1; t < n; t++) {
        const uint32_t any = highest(best); /* every label but I-k may follow any */
        for (uint32_t y = 0; y < Y; y++) {
            uint32_t arg = any;
            if (is_inside(y))
                arg = best[y] > best[y - 1] ? y : y - 1;
            next[y] = best[arg] + scores[t * ld + y];
            from[t][y] = (uint8_t)arg;
        }
        memcpy(best, next, sizeof best);
    }
    uint32_t y = highest(best);
    for (uint32_t t = n; t-- > 0;) {
        labels[t] = (uint8_t)y;
        if (t > 0)
            y = from[t][y];
    }
}

/* Forward and backward sums, each row scaled to 1.  weight = exp(score - the row's largest);
 * total[t] is what row t of ahead was divided by, so that products of a span can be compared
 * with the sum over all sequences. */
typedef struct {
    float (*weight)[Y], (*ahead)[Y], (*behind)[Y];
    float *total;
} lattice;

static float scale_to_one(float *row)
{
    float sum = 0;
    for (uint32_t y = 0; y < Y; y++)
        sum += row[y];
    if (!(sum > 0))
        return 1;
    for (uint32_t y = 0; y < Y; y++)
        row[y] /= sum;
    return sum;
}

static void weigh(const float *scores, float *weight)
{
    float top = scores[0];
    for (uint32_t y = 1; y < Y; y++)
        top = scores[y] > top ? scores[y] : top;
    float x[(Y + LANES - 1) / LANES * LANES] = {0};
    for (uint32_t y = 0; y < Y; y++)
        x[y] = scores[y] - top;
    for (size_t y = 0; y < Y; y += LANES)
        kernel_exp(x + y);
    memcpy(weight, x, Y * sizeof *weight);
}

static lattice lattice_make(const float *scores, size_t ld, uint32_t n, dm_arena *a)
{
    lattice l = {.weight = arena_array(a, n, sizeof *l.weight, alignof(float)),
                 .ahead = arena_array(a, n, sizeof *l.ahead, alignof(float)),
                 .behind = arena_array(a, n, sizeof *l.behind, alignof(float)),
                 .total = ARENA_ARRAY(a, float, n)};
    for (uint32_t t = 0; t < n; t++) {
        weigh(scores + t * ld, l.weight[t]);
        for (uint32_t y = 0; y < Y; y++) {
            float sum = t == 0 && !is_inside(y) ? 1.0f : 0.0f;
            for (uint32_t x = 0; t > 0 && x < Y; x++)
                if (may_follow(x, y))
                    sum += l.ahead[t - 1][x];
            l.ahead[t][y] = sum * l.weight[t][y];
        }
        l.total[t] = scale_to_one(l.ahead[t]);
    }
    for (uint32_t y = 0; y < Y; y++)
        l.behind[n - 1][y] = 1;
    for (uint32_t t = n - 1; t-- > 0;) {
        for (uint32_t x = 0; x < Y; x++) {
            float sum = 0;
            for (uint32_t y = 0; y < Y; y++)
                if (may_follow(x, y))
                    sum += l.weight[t + 1][y] * l.behind[t + 1][y];
            l.behind[t][x] = sum / l.total[t + 1];
        }
    }
    return l;
}

/* ahead[t] . behind[t] sums to 1 for every t, so the product along the span is a probability.
 */
static float span_score(const lattice *l, uint32_t begin, uint32_t end, uint32_t n,
                        uint8_t inside)
{
    float p = l->ahead[begin][inside - 1];
    for (uint32_t t = begin + 1; t < end; t++)
        p *= l->weight[t][inside] / l->total[t];
    if (end < n) {
        float leave = 0;
        for (uint32_t y = 0; y < Y; y++)
            if (!is_inside(y))
                leave += l->weight[end][y] * l->behind[end][y];
        p *= leave / l->total[end];
    }
    return p > 1 ? 1 : p;
}

uint32_t names_spans(const float *scores, size_t ld, uint32_t n, const uint8_t *labels,
                     uint32_t first, dm_name *out, dm_arena *scratch)
{
    uint32_t count = 0;
    lattice l = {0};
    for (uint32_t t = 0; t < n; t++) {
        if (labels[t] == 0 || is_inside(labels[t]))
            continue;
        if (count == 0)
            l = lattice_make(scores, ld, n, scratch);
        const uint8_t inside = (uint8_t)(labels[t] + 1);
        uint32_t end = t + 1;
        while (end < n && labels[end] == inside)
            end++;
        out[count++] = (dm_name){.begin = first + t,
                                 .end = first + end,
                                 .kind = (uint8_t)(labels[t] / 2),
                                 .score = span_score(&l, t, end, n, inside)};
    }
    return count;
}
