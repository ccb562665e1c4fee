/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/analyse.h"

#include "base/num.h"
#include "graph/bridge.h"
#include "graph/spectral.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    dm_analysis_options opt;
    dm_simple s;
    dm_net *pairs, *arcs, *paths; /* paths: the net that paths run on, one of the two */
    double *value[MEASURE_COUNT]; /* [n] */
    uint32_t *community;          /* [n] */
    double modularity;
    uint32_t *pivots; /* NULL: all vertices */
    uint32_t pivot_count;
    dm_arena arena;
} analysis;

double round_9(double v)
{
    char text[40];
    if (!isfinite(v))
        return v;
    (void)snprintf(text, sizeof text, "%.9g", v);
    v = strtod(text, NULL);
    return v == 0 ? 0 : v;
}

/* ---- Counting -------------------------------------------------------------------------------
 */

static void counts(analysis *a)
{
    for (uint32_t v = 0; v < a->s.n; v++) {
        a->value[MEASURE_degree][v] = a->s.degree[v];
        a->value[MEASURE_in_degree][v] = a->s.in[v];
        a->value[MEASURE_out_degree][v] = a->s.out[v];
        a->value[MEASURE_strength][v] = a->s.strength[v];
        a->value[MEASURE_component][v] = a->s.component[v];
    }
}

/* ---- Paths ----------------------------------------------------------------------------------
 */

static uint64_t next_random(uint64_t *state) /* splitmix64, Steele et al. 2014 */
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

/* Sources for a sample: as many as some ten seconds allow, at least a hundred. */
static void choose_pivots(analysis *a)
{
    const double budget = 5e8; /* vertices and ties touched */
    uint32_t n = a->s.n, limit = a->opt.exact ? a->opt.exact : 10000;
    if (n <= limit)
        return;
    double fits = budget / (n + 2.0 * a->s.pair_count);
    uint32_t want = fits < 100 ? 100 : fits > limit ? limit : (uint32_t)fits;
    a->pivot_count = want < n ? want : n;
    a->pivots = ARENA_ARRAY(&a->arena, uint32_t, n);
    uint64_t state = a->opt.seed;
    for (uint32_t v = 0; v < n; v++)
        a->pivots[v] = v;
    for (uint32_t i = 0; i < a->pivot_count; i++) {
        uint64_t left = n > i ? n - i : 1;
        uint32_t j = i + (uint32_t)(next_random(&state) % left), t = a->pivots[i];
        a->pivots[i] = a->pivots[j];
        a->pivots[j] = t;
    }
}

/* Distances from a sample of sources estimate the means over all (Eppstein and Wang 2004). */
static dm_status sampled_distances(analysis *a, dm_error *err)
{
    uint32_t n = a->s.n;
    double *closeness = a->value[MEASURE_closeness], *harmonic = a->value[MEASURE_harmonic];
    double *far = ARENA_ARRAY(&a->arena, double, n), *d = ARENA_ARRAY(&a->arena, double, n);
    uint32_t *reached = ARENA_ARRAY(&a->arena, uint32_t, n);
    uint32_t *tried = ARENA_ARRAY(&a->arena, uint32_t, n);
    for (uint32_t i = 0; i < a->pivot_count; i++) {
        DM_TRY(net_distances(a->paths, a->pivots[i], d, err));
        for (uint32_t v = 0; v < n; v++) {
            tried[v] += v != a->pivots[i];
            if (!isfinite(d[v]) || v == a->pivots[i])
                continue;
            reached[v]++;
            far[v] += d[v];
            harmonic[v] += 1 / d[v];
        }
    }
    for (uint32_t v = 0; v < n; v++) {
        closeness[v] = reached[v] ? reached[v] / far[v] : NAN;
        harmonic[v] = tried[v] ? harmonic[v] / tried[v] : 0;
    }
    return DM_OK;
}

static dm_status path_measures(analysis *a, dm_error *err)
{
    double n = a->s.n, pairs = (n - 1) * (n - 2) / (a->opt.directed ? 1 : 2);
    double *through = a->value[MEASURE_betweenness];
    choose_pivots(a);
    DM_TRY(net_betweenness(a->paths, a->pivots, a->pivot_count, through, err));
    for (uint32_t v = 0; v < a->s.n; v++)
        through[v] = n > 2 ? through[v] / pairs : 0;
    if (a->pivots)
        return sampled_distances(a, err);
    DM_TRY(net_closeness(a->paths, a->value[MEASURE_closeness], err));
    DM_TRY(net_harmonic(a->paths, a->value[MEASURE_harmonic], err));
    for (uint32_t v = 0; v < a->s.n; v++) {
        if (isnan(a->value[MEASURE_harmonic][v]))
            a->value[MEASURE_harmonic][v] = 0;
    }
    return DM_OK;
}

/* ---- Communities ----------------------------------------------------------------------------
 */

/* Q = sum over groups of w_in/m - (strength/2m)^2 */
double ties_modularity(const dm_tie *pairs, uint32_t count, const uint32_t *group, uint32_t n)
{
    double *strength = dm_calloc(n, sizeof *strength), inside = 0, m = 0, q = 0;
    for (uint32_t i = 0; i < count; i++) {
        strength[group[pairs[i].a]] += pairs[i].weight;
        strength[group[pairs[i].b]] += pairs[i].weight;
        inside += group[pairs[i].a] == group[pairs[i].b] ? pairs[i].weight : 0;
        m += pairs[i].weight;
    }
    for (uint32_t c = 0; c < n; c++)
        q -= strength[c] / (2 * m) * (strength[c] / (2 * m));
    free(strength);
    return count ? inside / m + q : NAN;
}

/* Leiden is randomised; a small graph can afford the best of a few runs. */
static dm_status communities(analysis *a, dm_error *err)
{
    const dm_simple *s = &a->s;
    uint32_t *group = ARENA_ARRAY(&a->arena, uint32_t, s->n), *size;
    uint64_t runs = s->pair_count <= 2000 ? 10 : s->pair_count <= 20000 ? 3 : 1;
    uint32_t iterations = 5; /* ten found no better ones on random graphs of 14..77 nodes */
    a->modularity = NAN;
    for (uint32_t v = 0; v < s->n; v++)
        a->community[v] = v;
    for (uint64_t i = 0; s->pair_count && i < runs; i++) {
        DM_TRY(net_leiden(a->pairs, a->opt.seed + i, iterations, group, err));
        double q = ties_modularity(s->pairs, s->pair_count, group, s->n);
        if (isnan(a->modularity) || q > a->modularity + 1e-12) {
            a->modularity = q;
            memcpy(a->community, group, s->n * sizeof *group);
        }
    }
    (void)groups_number(a->community, s->n, &a->arena, &size);
    return DM_OK;
}

/* ---- All of it ------------------------------------------------------------------------------
 */

static dm_status structure(analysis *a, dm_error *err)
{
    const dm_simple *s = &a->s;
    DM_TRY(net_pagerank(a->arcs, 0.85, a->value[MEASURE_pagerank], err));
    DM_TRY(spectral_eigenvector((dm_ties){s->n, s->pairs, s->pair_count}, a->opt.seed,
                                a->value[MEASURE_eigenvector], err));
    DM_TRY(spectral_hits((dm_ties){s->n, s->arcs, s->arc_count}, a->opt.seed,
                         a->value[MEASURE_hub], a->value[MEASURE_authority], err));
    DM_TRY(net_coreness(a->pairs, a->value[MEASURE_coreness], err));
    DM_TRY(net_constraint(a->pairs, a->value[MEASURE_constraint], err));
    return net_articulation(a->pairs, a->value[MEASURE_articulation], err);
}

static dm_status compute(analysis *a, dm_error *err)
{
    counts(a);
    DM_TRY(net_open(a->s.n, a->s.pairs, a->s.pair_count, false, &a->pairs, err));
    DM_TRY(net_open(a->s.n, a->s.arcs, a->s.arc_count, true, &a->arcs, err));
    a->paths = a->opt.directed ? a->arcs : a->pairs;
    DM_TRY(structure(a, err));
    DM_TRY(path_measures(a, err));
    return communities(a, err);
}

/* What these measures call 0 solvers leave at rounding noise. */
static double clean(dm_measure m, double v)
{
    bool noisy = m == MEASURE_betweenness || m == MEASURE_eigenvector || m == MEASURE_hub ||
                 m == MEASURE_authority;
    return noisy && fabs(v) < 1e-12 ? 0 : round_9(v);
}

static void write_nodes(const analysis *a, dm_graph *g)
{
    for (uint32_t i = 0; i < g->node_count; i++) {
        uint32_t v = a->s.vertex[i];
        g->nodes[i].community = v == GRAPH_NONE ? -1 : (int32_t)a->community[v];
        for (int m = 0; m < MEASURE_COUNT; m++)
            g->nodes[i].measure[m] =
                v == GRAPH_NONE ? NAN : clean((dm_measure)m, a->value[m][v]);
    }
}

/* ---- How it was done, in words --------------------------------------------------------------
 */

static void add_note(dm_buf *b, const char *label, const char *text)
{
    buf_fmt(b, "; %s%s", label, text);
}

/* What every measure of this run has in common and is not the rule. */
static void common_notes(const analysis *a, dm_buf *b)
{
    const dm_selection *s = &a->opt.select;
    if (s->kinds)
        add_note(b, "kinds ", s->kinds);
    if (s->relations)
        add_note(b, "relations ", s->relations);
    if (s->cooccurrence)
        add_note(b, "", "with co-occurrence");
    if (s->negated)
        add_note(b, "", "with negated and denied edges");
    if (s->no_derived)
        add_note(b, "", "without derived edges");
    if (s->unweighted)
        add_note(b, "", "here all weights are 1");
    if (s->undirected)
        add_note(b, "", "here all edges go both ways");
}

static bool is_path_measure(int m)
{
    return m == MEASURE_betweenness || m == MEASURE_closeness || m == MEASURE_harmonic;
}

static dm_str describe(const analysis *a, dm_graph *g, int m, dm_str common)
{
    dm_str directed = STR(""), sample = STR("");
    if (is_path_measure(m) && a->opt.directed)
        directed = m == MEASURE_betweenness
                       ? STR("; here along directed paths, normalised by (n-1)(n-2)")
                       : STR("; here along directed paths to the node");
    if (is_path_measure(m) && a->pivots)
        sample = str_fmt(&g->arena, "; estimated from %u of %u sources, seed %llu",
                         a->pivot_count, a->s.n, (unsigned long long)a->opt.seed);
    return str_fmt(&g->arena, "%s%.*s%.*s%.*s", measure_about[m], STR_ARG(directed),
                   STR_ARG(sample), STR_ARG(common));
}

static void write_how(const analysis *a, dm_graph *g)
{
    dm_buf common = {0};
    buf_add(&common, STR(""));
    common_notes(a, &common);
    for (int m = 0; m < MEASURE_COUNT; m++)
        g->how[m] = describe(a, g, m, buf_str(&common));
    g->how_community = str_fmt(&g->arena, "Leiden, undirected, weighted%s%s, seed %llu%.*s",
                               isnan(a->modularity) ? "" : ", modularity ",
                               isnan(a->modularity) ? "" : num_text(a->modularity).text,
                               (unsigned long long)a->opt.seed, STR_ARG(buf_str(&common)));
    buf_free(&common);
}

static void prepare(analysis *a)
{
    for (int m = 0; m < MEASURE_COUNT; m++)
        a->value[m] = ARENA_ARRAY(&a->arena, double, a->s.n);
    a->community = ARENA_ARRAY(&a->arena, uint32_t, a->s.n);
}

dm_status graph_analyse(dm_graph *g, const dm_analysis_options *options, dm_error *err)
{
    analysis a = {0};
    if (options)
        a.opt = *options;
    if (!a.opt.seed)
        a.opt.seed = 1;
    dm_status status = simple_build(g, &a.opt.select, &a.arena, &a.s, err);
    if (status == DM_OK) {
        prepare(&a);
        if (a.s.n)
            status = compute(&a, err);
        else
            a.modularity = NAN;
    }
    if (status == DM_OK) {
        write_nodes(&a, g);
        write_how(&a, g);
        g->analysed = true;
    }
    net_free(a.pairs);
    net_free(a.arcs);
    arena_free(&a.arena);
    return status;
}
