# SPDX-License-Identifier: GPL-3.0-or-later
"""read_igraph.py FOLDER...: python-igraph reads our GraphML."""
import os
import sys

import files_common as c
import igraph


def filled(attributes):
    """igraph gives every attribute to everyone: "" and NaN stand for absent."""
    return {k: v for k, v in attributes.items() if v != "" and v == v}


for stem in c.stems(sys.argv[1:]):
    want = c.load(stem)
    graph = igraph.Graph.Read_GraphML(stem + ".graphml")
    c.same(graph.is_directed(), want["directed"], "direction")
    c.check_nodes({v["id"]: filled(v.attributes()) for v in graph.vs}, want, "igraph")
    ids = graph.vs["id"]
    edges = [{**filled(e.attributes()), "source": ids[e.source], "target": ids[e.target]}
             for e in graph.es]
    c.check_edges(edges, want, "igraph")
    if want["edges"]:
        c.same(type(graph.es["symmetric"][0]), bool, "type of a boolean")
    print("igraph", igraph.__version__, os.path.basename(stem), graph.ecount(), "edges")
