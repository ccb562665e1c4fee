/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/encoder/decode.h"

#include <stdlib.h>

static bool may_follow(uint32_t before, uint32_t label)
{
    const bool inside = label > 0 && label % 2 == 0;
    return !inside || before == label || before + 1 == label;
}

void decode_names(const real *scores, uint32_t n, uint8_t *labels)
{
    enum { L = NAME_LABELS };
    double best[L];
    uint8_t *from = dm_malloc((size_t)n * L + 1);
    for (uint32_t t = 0; t < n; t++) {
        double next[L];
        for (uint32_t l = 0; l < L; l++) {
            double top = -1e30;
            for (uint32_t b = 0; b < L; b++) {
                const double path = t ? best[b] : (b == 0 ? 0.0 : -1e30);
                if (may_follow(b, l) && path > top) {
                    top = path;
                    from[t * L + l] = (uint8_t)b;
                }
            }
            next[l] = top + (double)scores[t * L + l];
        }
        memcpy(best, next, sizeof best);
    }
    uint8_t at = 0;
    for (uint32_t l = 1; n && l < L; l++)
        at = best[l] > best[at] ? (uint8_t)l : at;
    for (uint32_t t = n; t-- > 0;) {
        labels[t] = at;
        at = from[t * L + at];
    }
    free(from);
}

/* A dense graph of nodes 0 (root) .. n: score[h * size + d]. */
typedef struct {
    uint32_t size;
    double *score;
} dense;

/* The nodes of a cycle among the chosen heads, marked in on; false when there is none. */
static bool find_cycle(const uint32_t *head, uint32_t size, uint8_t *on)
{
    uint32_t *seen = dm_calloc(size, sizeof *seen), at = 0;
    for (uint32_t start = 1; start < size; start++) {
        for (at = start; at != 0 && seen[at] == 0; at = head[at])
            seen[at] = start;
        if (at != 0 && seen[at] == start) {
            memset(on, 0, size);
            for (; !on[at]; at = head[at])
                on[at] = 1;
            free(seen);
            return true;
        }
    }
    free(seen);
    return false;
}

static void best_tree(dense g, uint32_t *head);

/* The cycle becomes one node (the last of a smaller graph); its best way in breaks it. */
static void contract(dense g, uint32_t *head, const uint8_t *on)
{
    uint32_t *node = dm_calloc(g.size, sizeof *node), m = 0; /* of the smaller graph */
    for (uint32_t i = 0; i < g.size; i++)
        if (!on[i])
            node[m++] = i;
    const uint32_t c = m;
    dense s = {.size = m + 1, .score = dm_calloc((size_t)(m + 1) * (m + 1), sizeof(double))};
    uint32_t *in = dm_calloc(s.size, sizeof *in), *out = dm_calloc(s.size, sizeof *out);
    for (uint32_t a = 0; a < m; a++) {
        double enter = -1e300, leave = -1e300;
        for (uint32_t k = 0; k < g.size; k++) {
            if (!on[k])
                continue;
            const double gain = g.score[node[a] * g.size + k] - g.score[head[k] * g.size + k];
            if (gain > enter) {
                enter = gain;
                in[a] = k;
            }
            if (g.score[k * g.size + node[a]] > leave) {
                leave = g.score[k * g.size + node[a]];
                out[a] = k;
            }
        }
        s.score[a * s.size + c] = enter;
        s.score[c * s.size + a] = leave;
        for (uint32_t b = 0; b < m; b++)
            s.score[a * s.size + b] = g.score[node[a] * g.size + node[b]];
    }
    uint32_t *small = dm_calloc(s.size, sizeof *small);
    best_tree(s, small);
    for (uint32_t a = 1; a < m; a++)
        head[node[a]] = small[a] == c ? out[a] : node[small[a]];
    head[in[small[c]]] = node[small[c]];
    free(node);
    free(s.score);
    free(in);
    free(out);
    free(small);
}

static void best_tree(dense g, uint32_t *head)
{
    for (uint32_t d = 1; d < g.size; d++) {
        uint32_t best = d == 1 && g.size > 2 ? 2 : 0;
        for (uint32_t h = 0; h < g.size; h++)
            if (h != d && g.score[h * g.size + d] > g.score[best * g.size + d])
                best = h;
        head[d] = best;
    }
    uint8_t *on = dm_calloc(g.size, 1);
    if (find_cycle(head, g.size, on))
        contract(g, head, on);
    free(on);
}

void decode_tree(const real *scores, uint32_t n, uint16_t *head)
{
    static const double root_cost = 1e6; /* makes a second root dearer than any tree */
    dense g = {.size = n + 1};
    g.score = dm_calloc((size_t)g.size * g.size, sizeof(double));
    for (uint32_t d = 0; d < n; d++)
        for (uint32_t h = 0; h <= n; h++)
            g.score[h * g.size + d + 1] =
                (double)scores[d * (n + 1) + h] - (h == 0 ? root_cost : 0.0);
    uint32_t *best = dm_calloc(g.size, sizeof *best);
    best_tree(g, best);
    for (uint32_t d = 0; d < n; d++)
        head[d] = (uint16_t)best[d + 1];
    free(best);
    free(g.score);
}
