# SPDX-License-Identifier: GPL-3.0-or-later
"""What every client is checked against: the .json of the same stem, read with Python alone."""
import json
import math
import os
import sys

COLUMNS = ("relation", "polarity", "modality")


def clients():
    """The folder that tests/clients/setup.sh filled."""
    return os.environ.get("DM_TEST_CLIENTS") or "build"


def stems(folders):
    """The graphs to read: every .json in the folders that has a .gexf beside it."""
    found = []
    for folder in folders:
        for name in sorted(os.listdir(folder)):
            stem, dot = os.path.splitext(os.path.join(folder, name))
            if dot == ".json" and os.path.exists(stem + ".gexf"):
                found.append(stem)
    if not found:
        sys.exit("no graphs in " + " ".join(folders))
    return found


def load(stem):
    with open(stem + ".json", encoding="utf-8") as f:
        return json.load(f)


def label(node):
    return " ".join(node.get("label", node["id"]).split())


def near(a, b, what):
    """Equal up to the single precision that some readers work in."""
    if not math.isclose(float(a), float(b), rel_tol=1e-5, abs_tol=1e-5):
        raise AssertionError(f"{what}: {a} where {b} was expected")


def same(a, b, what):
    if a != b:
        raise AssertionError(f"{what}: {a!r} where {b!r} was expected")


def edge_rows(edges):
    """Edges as sorted tuples (source, target, relation, polarity, modality, weight)."""
    return sorted((e["source"], e["target"], *(e.get(c) or "" for c in COLUMNS),
                   float(f"{float(e['weight']):.5g}")) for e in edges)


def check_nodes(nodes, want, what, attributes=("kind", "country", "salience", "pagerank")):
    """nodes: {id: {"label", "x", "y", "size", attributes...}} as the client sees them."""
    same(sorted(nodes), sorted(n["id"] for n in want["nodes"]), what + " node ids")
    for n in want["nodes"]:
        got = nodes[n["id"]]
        same(got["label"], label(n), what + " label")
        for k in ("x", "y", "size", *attributes):
            v = n.get(k)
            if isinstance(v, (int, float)):
                near(got[k], v, f"{what} {n['id']} {k}")
            elif v:
                same(got.get(k), v, f"{what} {n['id']} {k}")


def check_edges(edges, want, what):
    same(edge_rows(edges), edge_rows(want["edges"]), what + " edges")
