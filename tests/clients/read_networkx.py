# SPDX-License-Identifier: GPL-3.0-or-later
"""read_networkx.py 2|3 FOLDER...: networkx reads our JSON, GraphML and GEXF (2: version 2.8.8,
which knows GEXF only up to 1.2 and the key "links")."""
import os
import sys

import files_common as c

if sys.argv[1] == "2":
    sys.path.insert(0, os.path.join(c.clients(), "networkx-2.8.8"))
    sys.modules["numpy"] = None  # newer than 2.8.8 knows; it reads files without
import networkx as nx

c.same(nx.__version__.split(".")[0], sys.argv[1], "version of networkx")


def edges_of(graph):
    return [{"source": s, "target": t, **d} for s, t, d in graph.edges(data=True)]


def check(graph, want, what):
    c.same((graph.is_directed(), graph.is_multigraph()), (True, True), what + " type")
    c.check_edges(edges_of(graph), want, what)


def read_json(stem, want):
    graph = nx.node_link_graph(c.load(stem))
    c.check_nodes(dict(graph.nodes(data=True)), want, "JSON")
    check(graph, want, "JSON")
    c.same(graph.graph["dramatis"], 1, "JSON graph attribute")


def read_graphml(stem, want):
    graph = nx.read_graphml(stem + ".graphml", force_multigraph=True)
    c.check_nodes(dict(graph.nodes(data=True)), want, "GraphML")
    check(graph, want, "GraphML")


def from_viz(data):
    viz = data.get("viz", {})
    return {**data, "x": viz.get("position", {}).get("x"), "y": viz.get("position", {}).get("y"),
            "size": viz.get("size")}


def read_gexf(path, want):
    graph = nx.read_gexf(path)
    c.check_nodes({n: from_viz(d) for n, d in graph.nodes(data=True)}, want, "GEXF")
    c.check_edges(edges_of(graph), want, "GEXF")
    for n in want["nodes"]:
        if n.get("color"):
            rgb = graph.nodes[n["id"]]["viz"]["color"]
            c.same(f"#{rgb['r']:02x}{rgb['g']:02x}{rgb['b']:02x}", n["color"], "GEXF colour")


for stem in c.stems(sys.argv[2:]):
    want = c.load(stem)
    read_json(stem, want)
    read_graphml(stem, want)
    if sys.argv[1] == "3":
        read_gexf(stem + ".gexf", want)
    if os.path.exists(stem + "-1.2.gexf"):
        read_gexf(stem + "-1.2.gexf", want)
    print("networkx", nx.__version__, os.path.basename(stem), len(want["edges"]), "edges")
