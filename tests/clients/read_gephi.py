# SPDX-License-Identifier: GPL-3.0-or-later
"""read_gephi.py FOLDER...: the importer of Gephi (gephi-toolkit, by gephi/GephiImport.java) reads
our GEXF and GraphML without a warning, and every node and edge arrives as it was."""
import os
import subprocess
import sys

import files_common as c

QUADS = {"verbal_cooperation": "74add1", "material_cooperation": "2166ac",
         "verbal_conflict": "f4a582", "material_conflict": "b2182b", "neutral": "878787"}


def gephi(paths):
    """{path: rows} of one run for all files: starting Gephi takes seconds."""
    home = os.path.join(c.clients(), "gephi")
    classpath = os.pathsep.join([os.path.join(home, "classes"), os.path.join(home, "lib", "*")])
    run = subprocess.run(["java", "-Djava.awt.headless=true", "-cp", classpath, "GephiImport",
                          *paths], capture_output=True, encoding="utf-8")
    c.same(run.returncode, 0, "exit code of GephiImport: " + run.stderr[-2000:])
    log = [x for x in run.stderr.splitlines() if "SEVERE" in x or "WARNING" in x]
    c.same(log, [], "log of Gephi")
    files = {}
    for line in run.stdout.splitlines():
        row = line.split("\t")
        if row[0] == "file":
            rows = files.setdefault(row[1], [])
        else:
            rows.append(row)
    return files


def as_gephi(text):
    """Gephi writes Infinity for INF in string attributes; labels keep it."""
    return text.replace("INF", "Infinity")


def check_nodes(rows, want, what):
    nodes = {r[1]: r for r in rows if r[0] == "node"}
    c.same(sorted(nodes), sorted(n["id"] for n in want["nodes"]), what + " nodes")
    for n in want["nodes"]:
        got = nodes[n["id"]]
        c.same(got[2], c.label(n), what + " label")
        for value, key in zip(got[3:6], ("x", "y", "size")):
            if key in n:
                c.near(value, n[key], f"{what} {n['id']} {key}")
        if n.get("color"):
            c.same(got[6], n["color"][1:], f"{what} {n['id']} colour")
        c.same(got[7], as_gephi(n.get("kind", "")), what + " kind")
        if "pagerank" in n:
            c.near(got[8], n["pagerank"], what + " pagerank")


def edge_key(e):
    return (e["source"], e["target"], e["relation"], e["polarity"], e["modality"])


def check_edges(rows, want, what):
    got = {}
    for r in rows:
        if r[0] == "edge":
            got.setdefault((r[1], r[2], *r[6:9]), []).append(r)
    c.same(sum(map(len, got.values())), len(want["edges"]), what + " edges (merged ones?)")
    for e in want["edges"]:
        mine = got.get(edge_key(e))
        if not mine:
            raise AssertionError(f"{what}: the edge {edge_key(e)} is missing")
        weights = sorted(float(r[4]) for r in mine)
        if not any(abs(w - e["weight"]) <= 1e-5 * e["weight"] for w in weights):
            raise AssertionError(f"{what}: {edge_key(e)} has weights {weights}")
        colour = e.get("color", "#" + QUADS.get(e.get("quad", ""), "bdbdbd"))[1:]
        c.same({r[5] for r in mine}, {colour}, what + " edge colour")
        for r in mine:
            if not r[3].startswith(e["relation"]):
                raise AssertionError(f"{what}: kind {r[3]!r} of {edge_key(e)}")


def files_of(stem):
    paths = (stem + ".gexf", stem + "-1.2.gexf", stem + ".graphml")
    return [p for p in paths if os.path.exists(p)]


stems = c.stems(sys.argv[1:])
read = gephi([p for stem in stems for p in files_of(stem)])
for stem in stems:
    want = c.load(stem)
    for path in files_of(stem):
        rows = read[path]
        c.same([r for r in rows if r[0] == "issue" and r[1] != "INFO"], [], path + " issues")
        check_nodes(rows, want, path)
        check_edges(rows, want, path)
        print("gephi", os.path.basename(path), len(want["edges"]), "edges")
