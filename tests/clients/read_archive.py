# SPDX-License-Identifier: GPL-3.0-or-later
"""read_archive.py PROGRAM ARTICLES SCHEMA.json GEXF.rnc: a merged graph follows our JSON Schema; its
dynamic GEXF is valid, Gephi imports it without a warning, networkx sees when everybody is there."""
import json
import os
import subprocess
import sys
import tempfile

import jsonschema
import networkx as nx

import files_common as c

program, articles, schema_path, rnc_path = sys.argv[1:5]


def make(folder, name, *options):
    path = os.path.join(folder, name)
    subprocess.run([program, "extract", articles, "--merge", "-q", "-o", path, *options], check=True)
    return path


def gephi(paths):
    home = os.path.join(c.clients(), "gephi")
    classpath = os.pathsep.join([os.path.join(home, "classes"), os.path.join(home, "lib", "*")])
    run = subprocess.run(["java", "-Djava.awt.headless=true", "-cp", classpath, "GephiImport",
                          *paths], capture_output=True, encoding="utf-8")
    c.same(run.returncode, 0, "exit code of GephiImport: " + run.stderr[-2000:])
    c.same([x for x in run.stderr.splitlines() if "SEVERE" in x or "WARNING" in x], [], "log of Gephi")
    return [line.split("\t") for line in run.stdout.splitlines()]


def check_times(path, want):
    graph = nx.read_gexf(path)
    nodes = dict(graph.nodes(data=True))
    c.same(sorted(nodes), sorted(n["id"] for n in want["nodes"]), path + " nodes")
    c.same(graph.number_of_edges(), len(want["edges"]), path + " edges")
    dates = [d.get("date", "") for d in want["graph"]["documents"]]
    for n in want["nodes"]:
        months = sorted({dates[p["doc"]][:7] for p in n["documents"] if dates[p["doc"]]})
        got = nodes[n["id"]]
        c.same(got.get("start", "")[:7], months[0] if months else "", n["id"] + " start")
        c.same(got.get("end", "")[:7], months[-1] if months else "", n["id"] + " end")


with tempfile.TemporaryDirectory() as folder:
    whole = make(folder, "whole.json")
    with open(whole, encoding="utf-8") as f, open(schema_path, encoding="utf-8") as s:
        want = json.load(f)
        jsonschema.validate(want, json.load(s))
    paths = [make(folder, "month.gexf", "--timeline", "month"),
             make(folder, "day.gexf", "--timeline", "day")]
    for path in paths:
        if os.path.exists(rnc_path):
            run = subprocess.run(["jing", "-c", rnc_path, path], capture_output=True, text=True)
            c.same((run.returncode, run.stdout), (0, ""), path + " by jing")
    check_times(paths[0], want)
    rows = gephi(paths)
    c.same([r for r in rows if r[0] == "issue" and r[1] != "INFO"], [], "issues of Gephi")
    for kind in ("node", "edge"):
        c.same(sum(r[0] == kind for r in rows), 2 * len(want[kind + "s"]), kind + "s in Gephi")
    print("archive", len(want["nodes"]), "nodes,", len(want["edges"]), "edges")
