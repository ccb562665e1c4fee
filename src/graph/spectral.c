/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/spectral.h"

#include "graph/bridge.h"

#include <stdlib.h>

typedef struct {
    dm_parts in;
    double *bound;      /* [in.count] the largest row sum: the eigenvalue is not larger */
    double *eigenvalue; /* [in.count] 0: not looked at, as it is surely smaller than another */
} parts;

static const double same = 1e-9; /* eigenvalues this close, relatively, are equal */

static void split_bounds(parts *p, uint32_t n, const dm_tie *pairs, uint32_t count, dm_arena *a)
{
    double *row = ARENA_ARRAY(a, double, n);
    p->bound = ARENA_ARRAY(a, double, p->in.count);
    for (uint32_t i = 0; i < count; i++) {
        row[pairs[i].a] += pairs[i].weight;
        row[pairs[i].b] += pairs[i].weight;
    }
    for (uint32_t v = 0; v < n; v++) {
        double *bound = &p->bound[p->in.component[v]];
        *bound = row[v] > *bound ? row[v] : *bound;
    }
}

/* The eigenvector of one component into its vertices' places of out. */
static dm_status solve_part(parts *p, uint32_t c, uint64_t seed, double *out, dm_error *err)
{
    const dm_tie *ties = p->in.ties + p->in.first_tie[c];
    const uint32_t *vertex = p->in.vertex + p->in.first[c];
    if (p->in.size[c] == 2) { /* [[0 w] [w 0]] */
        p->eigenvalue[c] = ties[0].weight;
        out[vertex[0]] = out[vertex[1]] = 1;
        return DM_OK;
    }
    dm_net *net = NULL;
    double *values = dm_calloc(p->in.size[c], sizeof *values);
    dm_status status = net_open(p->in.size[c], ties,
                                p->in.first_tie[c + 1] - p->in.first_tie[c], false, &net, err);
    if (status == DM_OK)
        status = net_eigenvector(net, seed, values, &p->eigenvalue[c], err);
    for (uint32_t i = 0; i < p->in.size[c] && status == DM_OK; i++)
        out[vertex[i]] = values[i];
    net_free(net);
    free(values);
    return status;
}

typedef struct {
    double bound;
    uint32_t part;
} part_row;

static int by_bound(const void *pa, const void *pb)
{
    const part_row *a = pa, *b = pb;
    int c = (a->bound < b->bound) - (a->bound > b->bound);
    return c ? c : (a->part > b->part) - (a->part < b->part);
}

static dm_status solve_parts(parts *p, uint32_t n, uint64_t seed, dm_arena *a, double *out,
                             dm_error *err)
{
    double best = 0;
    part_row *order = ARENA_ARRAY(a, part_row, p->in.count);
    for (uint32_t c = 0; c < p->in.count; c++)
        order[c] = (part_row){p->bound[c], c};
    qsort(order, p->in.count, sizeof *order, by_bound);
    for (uint32_t i = 0; i < p->in.count; i++) {
        uint32_t c = order[i].part;
        if (p->bound[c] == 0 || p->bound[c] < best * (1 - same))
            break;
        DM_TRY(solve_part(p, c, seed, out, err));
        best = p->eigenvalue[c] > best ? p->eigenvalue[c] : best;
    }
    for (uint32_t v = 0; v < n; v++) {
        if (p->eigenvalue[p->in.component[v]] < best * (1 - same) || best == 0)
            out[v] = 0;
    }
    return DM_OK;
}

static dm_status leading(dm_ties ties, uint64_t seed, dm_arena *a, parts *p, double *out,
                         dm_error *err)
{
    p->in = ties_parts(ties.at, ties.count, ties.n, a);
    p->eigenvalue = ARENA_ARRAY(a, double, p->in.count);
    for (uint32_t v = 0; v < ties.n; v++)
        out[v] = 0;
    split_bounds(p, ties.n, ties.at, ties.count, a);
    return solve_parts(p, ties.n, seed, a, out, err);
}

dm_status spectral_eigenvector(dm_ties pairs, uint64_t seed, double *out, dm_error *err)
{
    dm_arena a = {0};
    parts p = {0};
    dm_status status = leading(pairs, seed, &a, &p, out, err);
    arena_free(&a);
    return status;
}

/* Divide by the largest value of the vertex's block; values: [n], block: [n]. */
static void scale_blocks(uint32_t n, const uint32_t *block, uint32_t blocks, double *values)
{
    double *largest = dm_calloc(blocks, sizeof *largest);
    for (uint32_t v = 0; v < n; v++)
        largest[block[v]] = values[v] > largest[block[v]] ? values[v] : largest[block[v]];
    for (uint32_t v = 0; v < n; v++) {
        if (largest[block[v]] > 0)
            values[v] /= largest[block[v]];
    }
    free(largest);
}

dm_status spectral_hits(dm_ties arcs, uint64_t seed, double *hub, double *authority,
                        dm_error *err)
{
    dm_arena a = {0};
    parts p = {0};
    uint32_t n = arcs.n;
    dm_tie *both = ARENA_ARRAY(&a, dm_tie, arcs.count);
    double *out = ARENA_ARRAY(&a, double, 2 * (size_t)n);
    for (uint32_t i = 0; i < arcs.count; i++)
        both[i] = (dm_tie){arcs.at[i].a, n + arcs.at[i].b, arcs.at[i].weight};
    dm_status status = leading((dm_ties){2 * n, both, arcs.count}, seed, &a, &p, out, err);
    if (status == DM_OK) {
        memcpy(hub, out, n * sizeof *hub);
        memcpy(authority, out + n, n * sizeof *authority);
        scale_blocks(n, p.in.component, p.in.count, hub);
        scale_blocks(n, p.in.component + n, p.in.count, authority);
    }
    arena_free(&a);
    return status;
}
