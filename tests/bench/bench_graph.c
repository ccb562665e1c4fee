/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench_graph [NODES EDGES]... - CPU seconds of analysis and layout on random graphs with hubs
 * (each edge picks one end evenly and the other from the ends so far).  Asserts nothing. */
#include "graph/analyse.h"
#include "graph/layout.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static uint32_t next(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

static dm_graph *random_graph(uint32_t nodes, uint32_t edges)
{
    uint64_t state = 7;
    dm_graph *g = graph_new();
    g->nodes = ARENA_ARRAY(&g->arena, dm_gnode, nodes);
    g->edges = ARENA_ARRAY(&g->arena, dm_gedge, edges);
    for (uint32_t i = 0; i < nodes; i++)
        g->nodes[g->node_count++] = gnode_new(str_fmt(&g->arena, "person/number-%u", i));
    for (uint32_t i = 0; i < edges; i++) {
        uint32_t hub = i ? g->edges[next(&state) % i].target : 0;
        g->edges[g->edge_count++] = (dm_gedge){.source = next(&state) % nodes,
                                               .target = i % 3 ? hub : next(&state) % nodes,
                                               .symmetric = i % 4 == 0,
                                               .weight = 1 + next(&state) % 3};
    }
    return g;
}

static void bench(uint32_t nodes, uint32_t edges)
{
    dm_error err = {0};
    dm_graph *g = random_graph(nodes, edges);
    double start = now();
    graph_sort(g);
    double sorted = now();
    dm_status status = graph_analyse(g, NULL, &err);
    double analysed = now();
    if (status == DM_OK)
        status = graph_layout(g, NULL, &err);
    double laid_out = now();
    printf("%8u %8u %9.4f %9.4f %9.4f  %s\n", nodes, edges, sorted - start, analysed - sorted,
           laid_out - analysed, status == DM_OK ? "" : err.message);
    dm_graph_free(g);
}

int main(int argc, char **argv)
{
    static const uint32_t sizes[][2] = {{30, 50}, {300, 1000}, {1000, 5000}, {1000, 100000}};
    printf("   nodes    edges  sort      analyse   layout    (CPU seconds)\n");
    for (int i = 1; i + 1 < argc; i += 2)
        bench((uint32_t)strtoul(argv[i], NULL, 10), (uint32_t)strtoul(argv[i + 1], NULL, 10));
    for (size_t i = 0; argc == 1 && i < sizeof sizes / sizeof sizes[0]; i++)
        bench(sizes[i][0], sizes[i][1]);
    return 0;
}
