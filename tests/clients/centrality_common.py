# SPDX-License-Identifier: GPL-3.0-or-later
"""Seeded edge lists for the centrality clients, and the comparison with graph_dump's values.

A graph is (nodes, edges); an edge is (source, target, weight, symmetric).  The graphs have parallel
edges, loops, isolates and several components.  Weights are random reals, so that no two paths tie."""
import math
import random
import subprocess
import sys


def random_graph(seed, n, m, symmetric=0.3, parallel=0.1):
    rng = random.Random(seed)
    nodes = [f"n{i:03d}" for i in range(n)]
    edges = []
    for _ in range(m):
        a, b = rng.choice(nodes), rng.choice(nodes)
        edges.append((a, b, round(rng.uniform(0.2, 5), 6), rng.random() < symmetric))
        if rng.random() < parallel:
            edges.append((b, a, round(rng.uniform(0.2, 5), 6), False))
    rng.shuffle(nodes)
    return nodes, edges


def graphs():
    """Connected ones for eigenvectors among sparse ones that fall apart."""
    for seed in range(9):
        n = 5 + 9 * seed
        yield f"seed {seed} sparse", random_graph(seed, n, n)
        yield f"seed {seed} dense", random_graph(seed + 100, n, 4 * n)
    yield "no edges", (["a", "b", "c"], [])
    yield "one pair", (["a", "b", "z"], [("a", "b", 2.0, False)])
    yield "loops only", (["a", "b"], [("a", "a", 2.0, False)])


def dump(program, graph, *options):
    nodes, edges = graph
    text = "\n".join(nodes) + "\n"
    for a, b, w, sym in edges:
        text += f"{a} {b} {w!r}{' sym' if sym else ''}\n"
    out = subprocess.run([program, *options], input=text, capture_output=True, text=True)
    if out.returncode:
        sys.exit(f"graph_dump failed: {out.stderr}")
    rows = [line.split("\t") for line in out.stdout.splitlines()]
    return {row[0]: {k: float(v) for k, v in zip(rows[0][1:], row[1:])} for row in rows[1:]}


def simple(graph, undirected=False, unweighted=False):
    """(pairs, arcs): weights summed, loops gone; the definition written a second time."""
    pairs, arcs = {}, {}
    for a, b, w, sym in graph[1]:
        if a == b:
            continue
        pairs[min(a, b), max(a, b)] = pairs.get((min(a, b), max(a, b)), 0) + w
        arcs[a, b] = arcs.get((a, b), 0) + w
        if sym or undirected:
            arcs[b, a] = arcs.get((b, a), 0) + w
    if unweighted:
        pairs, arcs = dict.fromkeys(pairs, 1.0), dict.fromkeys(arcs, 1.0)
    return pairs, arcs


class Report:
    def __init__(self, tolerance=1e-6):
        self.tolerance, self.compared, self.bad = tolerance, {}, []

    def compare(self, where, measure, ours, theirs):
        for node, want in theirs.items():
            got = ours[node][measure]
            self.compared[measure] = self.compared.get(measure, 0) + 1
            if math.isnan(got) and math.isnan(want):
                continue
            if not abs(got - want) <= self.tolerance * max(1.0, abs(want)):
                self.bad.append(f"{where}: {measure} of {node} is {got}, expected {want}")

    def finish(self):
        for line in self.bad[:20]:
            print(line)
        total = sum(self.compared.values())
        print(f"{total} values of {len(self.compared)} measures compared, {len(self.bad)} differ")
        sys.exit(1 if self.bad or not total else 0)
