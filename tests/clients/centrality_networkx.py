# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare graph_dump with networkx: centrality_networkx.py GRAPH_DUMP

Where definitions differ, networkx is called per component or given the part it defines:
eigenvector, hubs and authorities on the dominant block (src/graph/spectral.h); closeness without
the Wasserman-Faust factor."""
import sys

import networkx as nx
import numpy as np

from centrality_common import Report, dump, graphs, simple


def build(graph, undirected, unweighted):
    pairs, arcs = simple(graph, undirected, unweighted)
    g, d = nx.Graph(), nx.DiGraph()
    for net, ties in ((g, pairs), (d, arcs)):
        net.add_nodes_from(sorted(graph[0]))
        for (a, b), w in ties.items():
            net.add_edge(a, b, weight=w, far=1 / w)
    return g, d


def eigenvector(g):
    """Numpy's dense solver on each component."""
    best, out = 0.0, dict.fromkeys(g, 0.0)
    parts = []
    for nodes in nx.connected_components(g):
        nodes = sorted(nodes)
        values, vectors = np.linalg.eigh(nx.to_numpy_array(g, nodes))
        vector = np.abs(vectors[:, -1])
        parts.append((values[-1], nodes, vector / vector.max()))
        best = max(best, values[-1])
    for value, nodes, vector in parts:
        if best > 0 and value >= best * (1 - 1e-9):
            out.update(zip(nodes, vector))
    return out


def block_hits(block):
    """nx.hits scales sums to 1, here the largest is 1; its solver needs three nodes."""
    if len(block) == 2:
        (a, b), = block.edges
        return {a: 1.0}, {b: 1.0}
    h, a = nx.hits(block, max_iter=10000, tol=1e-13)
    return ({v: x / max(h.values()) for v, x in h.items() if block.out_degree(v)},
            {v: x / max(a.values()) for v, x in a.items() if block.in_degree(v)})


def hits(d):
    """nx.hits on each dominant block by itself: over several that tie it is not unique."""
    double = nx.Graph()
    for a, b, w in d.edges(data="weight"):
        double.add_edge(("out", a), ("in", b), weight=w)
    hub, authority = dict.fromkeys(d, 0.0), dict.fromkeys(d, 0.0)
    lead = eigenvector(double)
    for part in nx.connected_components(double):
        block = nx.DiGraph()
        for a, b, w in d.edges(data="weight"):
            if ("out", a) in part and lead["out", a] > 0:
                block.add_edge(a, b, weight=w)
        if len(block):
            h, a = block_hits(block)
            hub.update(h)
            authority.update(a)
    return hub, authority


def structure(report, name, ours, g, d):
    report.compare(name, "degree", ours, dict(g.degree()))
    pagerank = nx.pagerank(d, weight="weight", tol=1e-13, max_iter=100000)
    report.compare(name, "pagerank", ours, pagerank)
    report.compare(name, "eigenvector", ours, eigenvector(g))
    hub, authority = hits(d)
    report.compare(name, "hub", ours, hub)
    report.compare(name, "authority", ours, authority)
    report.compare(name, "coreness", ours, nx.core_number(g))
    constraint = {v: c for v, c in nx.constraint(g, weight="weight").items()}
    report.compare(name, "constraint", ours, constraint)
    points = set(nx.articulation_points(g))
    report.compare(name, "articulation", ours, {v: float(v in points) for v in g})
    parts = sorted(nx.connected_components(g), key=lambda c: (-len(c), min(c)))
    report.compare(name, "component", ours, {v: i for i, c in enumerate(parts) for v in c})


def paths(report, name, ours, net):
    nan = float("nan")
    between = nx.betweenness_centrality(net, weight="far")
    report.compare(name, "betweenness", ours, between)
    close = nx.closeness_centrality(net, distance="far", wf_improved=False)
    report.compare(name, "closeness", ours, {v: x if x else nan for v, x in close.items()})
    harmonic = nx.harmonic_centrality(net, distance="far")
    n = max(1, len(net) - 1)
    report.compare(name, "harmonic", ours, {v: x / n for v, x in harmonic.items()})


def counts(report, name, ours, graph):
    into, out, strength = ({v: 0.0 for v in graph[0]} for _ in range(3))
    for a, b, w, sym in graph[1]:
        if a == b:
            continue
        for x, y in ((a, b), (b, a))[: 2 if sym else 1]:
            out[x] += 1
            into[y] += 1
        strength[a] += w
        strength[b] += w
    report.compare(name, "in_degree", ours, into)
    report.compare(name, "out_degree", ours, out)
    report.compare(name, "strength", ours, strength)


def main():
    program, report = sys.argv[1], Report()
    for name, graph in graphs():
        ours = dump(program, graph)
        g, d = build(graph, False, False)
        structure(report, name, ours, g, d)
        paths(report, name, ours, g)
        counts(report, name, ours, graph)
        ours = dump(program, graph, "--directed-paths")
        paths(report, name + " directed", ours, d)
        ours = dump(program, graph, "--undirected", "--unweighted")
        g, d = build(graph, True, True)
        structure(report, name + " unweighted", ours, g, d)
        paths(report, name + " unweighted", ours, g)
    report.finish()


main()
