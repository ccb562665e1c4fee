/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/bridge.h"

#include <stdio.h>
#include <stdlib.h>

#undef STR /* igraph has a macro of this name; ours is not used here */
#include <igraph.h>

#if IGRAPH_VERSION_MAJOR >= 1
#define FROM_1(now, before) now
#else
#define FROM_1(now, before) before
#endif

struct dm_net {
    igraph_t graph;
    igraph_vector_t strength, distance; /* [ties] weight and 1/weight */
    bool directed;
};

/* ---- Errors ---------------------------------------------------------------------------------
 */

static char igraph_said[240];

/* igraph calls this once per frame as the error climbs; the first call knows most. */
static void note_error(const char *reason, const char *file, int line, igraph_error_t code)
{
    (void)file, (void)line;
    if (!igraph_said[0])
        (void)snprintf(igraph_said, sizeof igraph_said, "%s",
                       reason && *reason ? reason : igraph_strerror(code));
    IGRAPH_FINALLY_FREE();
}

/* What igraph warns of (values that are not defined) is said in the measures' texts. */
static void drop_warning(const char *reason, const char *file, int line)
{
    (void)reason, (void)file, (void)line;
}

static void bridge_init(void)
{
    static bool done;
    if (done)
        return;
#if IGRAPH_VERSION_MAJOR >= 1
    (void)igraph_setup();
#endif
    (void)igraph_set_attribute_table(&igraph_cattribute_table);
    (void)igraph_set_error_handler(note_error);
    (void)igraph_set_warning_handler(drop_warning);
    done = true;
}

static dm_status failed(igraph_error_t code, const char *what, dm_error *err)
{
    if (code == IGRAPH_SUCCESS)
        return DM_OK;
    dm_status status = dm_fail(err, code == IGRAPH_ENOMEM ? DM_ENOMEM : DM_EINTERNAL, "%s: %s",
                               what, igraph_said[0] ? igraph_said : igraph_strerror(code));
    igraph_said[0] = '\0';
    return status;
}

static igraph_error_t seeded(uint64_t seed)
{
    return igraph_rng_seed(igraph_rng_default(), (igraph_uint_t)seed);
}

/* ---- Nets -----------------------------------------------------------------------------------
 */

static igraph_error_t fill(dm_net *net, const dm_tie *ties, uint32_t count,
                           igraph_vector_int_t *ends)
{
    for (uint32_t i = 0; i < count; i++) {
        VECTOR(*ends)[2 * (size_t)i] = ties[i].a;
        VECTOR(*ends)[2 * (size_t)i + 1] = ties[i].b;
        VECTOR(net->strength)[i] = ties[i].weight;
        VECTOR(net->distance)[i] = 1 / ties[i].weight;
    }
    return IGRAPH_SUCCESS;
}

/* A vector that was never made is all zero, and destroying it does nothing. */
dm_status net_open(uint32_t n, const dm_tie *ties, uint32_t count, bool directed, dm_net **out,
                   dm_error *err)
{
    bridge_init();
    *out = NULL;
    for (uint32_t i = 0; i < count; i++) {
        if (ties[i].a >= n || ties[i].b >= n)
            return dm_fail(err, DM_EINTERNAL, "tie %u joins a vertex that does not exist", i);
    }
    dm_net *net = dm_calloc(1, sizeof *net);
    igraph_vector_int_t ends = {0};
    igraph_error_t rc;
    bool made = false;
    net->directed = directed;
    if (!(rc = igraph_vector_int_init(&ends, 2 * (igraph_integer_t)count)) &&
        !(rc = igraph_vector_init(&net->strength, count)) &&
        !(rc = igraph_vector_init(&net->distance, count)) &&
        !(rc = fill(net, ties, count, &ends))) {
        rc = igraph_create(&net->graph, &ends, n, directed);
        made = !rc;
    }
    if (ends.stor_begin)
        igraph_vector_int_destroy(&ends);
    if (made) {
        *out = net;
        return DM_OK;
    }
    if (net->strength.stor_begin)
        igraph_vector_destroy(&net->strength);
    if (net->distance.stor_begin)
        igraph_vector_destroy(&net->distance);
    free(net);
    return failed(rc, "graph", err);
}

void net_free(dm_net *net)
{
    if (!net)
        return;
    igraph_destroy(&net->graph);
    igraph_vector_destroy(&net->strength);
    igraph_vector_destroy(&net->distance);
    free(net);
}

/* ---- Measures: each fills a fresh vector, which is then copied out --------------------------
 */

typedef struct {
    igraph_vector_t v;
    igraph_error_t rc;
} result;

static result result_new(void)
{
    result r = {0};
    r.rc = igraph_vector_init(&r.v, 0);
    return r;
}

static dm_status result_take(result *r, const char *what, double *out, dm_error *err)
{
    if (!r->rc)
        igraph_vector_copy_to(&r->v, out);
    if (r->v.stor_begin)
        igraph_vector_destroy(&r->v);
    return failed(r->rc, what, err);
}

dm_status net_pagerank(const dm_net *net, double damping, double *out, dm_error *err)
{
    result r = result_new();
    if (!r.rc)
        r.rc = FROM_1(
            igraph_pagerank(&net->graph, &net->strength, &r.v, NULL, damping, net->directed,
                            igraph_vss_all(), IGRAPH_PAGERANK_ALGO_PRPACK, NULL),
            igraph_pagerank(&net->graph, IGRAPH_PAGERANK_ALGO_PRPACK, &r.v, NULL,
                            igraph_vss_all(), net->directed, damping, &net->strength, NULL));
    return result_take(&r, "pagerank", out, err);
}

static igraph_error_t paths_from(const dm_net *net, const uint32_t *pivots, uint32_t count,
                                 igraph_vector_t *out)
{
    igraph_vector_int_t sources = {0};
    igraph_error_t rc = igraph_vector_int_init(&sources, count);
    if (rc)
        return rc;
    for (uint32_t i = 0; i < count; i++)
        VECTOR(sources)[i] = pivots[i];
    igraph_vs_t from = igraph_vss_vector(&sources);
    rc = FROM_1(igraph_betweenness_subset(&net->graph, &net->distance, out, from,
                                          igraph_vss_all(), igraph_vss_all(), net->directed,
                                          false),
                igraph_betweenness_subset(&net->graph, out, igraph_vss_all(), net->directed,
                                          from, igraph_vss_all(), &net->distance));
    igraph_vector_int_destroy(&sources);
    return rc;
}

dm_status net_betweenness(const dm_net *net, const uint32_t *pivots, uint32_t count,
                          double *out, dm_error *err)
{
    igraph_integer_t n = igraph_vcount(&net->graph);
    result r = result_new();
    if (!r.rc && pivots)
        r.rc = paths_from(net, pivots, count, &r.v);
    else if (!r.rc)
        r.rc = FROM_1(igraph_betweenness(&net->graph, &net->distance, &r.v, igraph_vss_all(),
                                         net->directed, false),
                      igraph_betweenness(&net->graph, &r.v, igraph_vss_all(), net->directed,
                                         &net->distance));
    if (!r.rc && pivots)
        igraph_vector_scale(&r.v, (double)n / count);
    return result_take(&r, "betweenness", out, err);
}

dm_status net_closeness(const dm_net *net, double *out, dm_error *err)
{
    result r = result_new();
    if (!r.rc)
        r.rc = igraph_closeness(&net->graph, &r.v, NULL, NULL, igraph_vss_all(), IGRAPH_IN,
                                &net->distance, true);
    return result_take(&r, "closeness", out, err);
}

dm_status net_harmonic(const dm_net *net, double *out, dm_error *err)
{
    result r = result_new();
    if (!r.rc)
        r.rc = igraph_harmonic_centrality(&net->graph, &r.v, igraph_vss_all(), IGRAPH_IN,
                                          &net->distance, true);
    return result_take(&r, "harmonic centrality", out, err);
}

dm_status net_distances(const dm_net *net, uint32_t from, double *out, dm_error *err)
{
    igraph_matrix_t m = {0};
    igraph_error_t rc = igraph_matrix_init(&m, 0, 0);
    igraph_vs_t source = igraph_vss_1(from);
    if (rc)
        return failed(rc, "distances", err);
    rc = FROM_1(
        igraph_distances(&net->graph, &net->distance, &m, source, igraph_vss_all(), IGRAPH_OUT),
        igraph_distances_dijkstra(&net->graph, &m, source, igraph_vss_all(), &net->distance,
                                  IGRAPH_OUT));
    for (igraph_integer_t v = 0; !rc && v < igraph_vcount(&net->graph); v++)
        out[v] = MATRIX(m, 0, v);
    igraph_matrix_destroy(&m);
    return failed(rc, "distances", err);
}

dm_status net_eigenvector(const dm_net *net, uint64_t seed, double *out, double *eigenvalue,
                          dm_error *err)
{
    igraph_arpack_options_t options;
    igraph_real_t value = 0;
    result r = result_new();
    igraph_arpack_options_init(&options);
    if (!r.rc)
        r.rc = seeded(seed);
    if (!r.rc)
        r.rc = FROM_1(igraph_eigenvector_centrality(&net->graph, &r.v, &value, IGRAPH_ALL,
                                                    &net->strength, &options),
                      igraph_eigenvector_centrality(&net->graph, &r.v, &value, false, true,
                                                    &net->strength, &options));
    *eigenvalue = value;
    return result_take(&r, "eigenvector centrality", out, err);
}

dm_status net_constraint(const dm_net *net, double *out, dm_error *err)
{
    result r = result_new();
    if (!r.rc)
        r.rc = igraph_constraint(&net->graph, &r.v, igraph_vss_all(), &net->strength);
    return result_take(&r, "constraint", out, err);
}

dm_status net_coreness(const dm_net *net, double *out, dm_error *err)
{
    igraph_vector_int_t cores = {0};
    igraph_error_t rc = igraph_vector_int_init(&cores, 0);
    if (!rc)
        rc = igraph_coreness(&net->graph, &cores, IGRAPH_ALL);
    for (igraph_integer_t i = 0; !rc && i < igraph_vector_int_size(&cores); i++)
        out[i] = (double)VECTOR(cores)[i];
    if (cores.stor_begin)
        igraph_vector_int_destroy(&cores);
    return failed(rc, "coreness", err);
}

dm_status net_articulation(const dm_net *net, double *out, dm_error *err)
{
    igraph_vector_int_t points = {0};
    igraph_error_t rc = igraph_vector_int_init(&points, 0);
    if (!rc)
        rc = igraph_articulation_points(&net->graph, &points);
    for (igraph_integer_t v = 0; !rc && v < igraph_vcount(&net->graph); v++)
        out[v] = 0;
    for (igraph_integer_t i = 0; !rc && i < igraph_vector_int_size(&points); i++)
        out[VECTOR(points)[i]] = 1;
    if (points.stor_begin)
        igraph_vector_int_destroy(&points);
    return failed(rc, "articulation points", err);
}

/* ---- Communities ----------------------------------------------------------------------------
 */

/* Each vertex by the weight on it; returns the sum over vertices, twice that of the ties. */
static double vertex_weights(const dm_net *net, igraph_vector_t *out)
{
    double sum = 0;
    for (igraph_integer_t i = 0; i < igraph_ecount(&net->graph); i++) {
        double w = VECTOR(net->strength)[i];
        VECTOR(*out)[IGRAPH_FROM(&net->graph, i)] += w;
        VECTOR(*out)[IGRAPH_TO(&net->graph, i)] += w;
        sum += 2 * w;
    }
    return sum;
}

/* Modularity is what Leiden's quality becomes with vertices weighing their strength and
 * resolution 1/(2m). */
static igraph_error_t leiden(const dm_net *net, uint32_t iterations, igraph_vector_t *weights,
                             igraph_vector_int_t *member)
{
    const double beta = 0.01; /* randomness of the refinement, the usual value */
    double resolution = 1 / vertex_weights(net, weights);
    return FROM_1(igraph_community_leiden(&net->graph, &net->strength, weights, NULL,
                                          resolution, beta, false, iterations, member, NULL,
                                          NULL),
                  igraph_community_leiden(&net->graph, &net->strength, weights, resolution,
                                          beta, false, iterations, member, NULL, NULL));
}

dm_status net_leiden(const dm_net *net, uint64_t seed, uint32_t iterations, uint32_t *group,
                     dm_error *err)
{
    igraph_integer_t n = igraph_vcount(&net->graph);
    igraph_vector_t weights = {0};
    igraph_vector_int_t member = {0};
    igraph_error_t rc;
    if (!(rc = igraph_vector_init(&weights, n)) && !(rc = igraph_vector_int_init(&member, n)) &&
        !(rc = seeded(seed)))
        rc = leiden(net, iterations, &weights, &member);
    for (igraph_integer_t v = 0; !rc && v < n; v++)
        group[v] = (uint32_t)VECTOR(member)[v];
    if (weights.stor_begin)
        igraph_vector_destroy(&weights);
    if (member.stor_begin)
        igraph_vector_int_destroy(&member);
    return failed(rc, "communities", err);
}
