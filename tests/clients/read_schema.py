# SPDX-License-Identifier: GPL-3.0-or-later
"""read_schema.py SCHEMA.json GEXF.rnc GRAPHML.xsd FOLDER...: our JSON against our JSON Schema, its texts
against its offsets, our GEXF 1.3 and strict GraphML against the published schemas (by jing and
xmllint; where those are not at hand, GEXF against the order of elements that its schema asks for)."""
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET

import files_common as c
import jsonschema

schema_path, rnc_path, xsd_path, folders = *sys.argv[1:4], sys.argv[4:]
SPACE = "{http://gexf.net/1.3}"


def check_order(path):
    """graph > attributes*, nodes, edges; node > attvalues, viz:*; ids before their use."""
    root = ET.parse(path).getroot()
    c.same(root.tag, SPACE + "gexf", path + " root")
    c.same(root.get("version"), "1.3", path + " version")
    graph = root.find(SPACE + "graph")
    tags = [child.tag.replace(SPACE, "") for child in graph]
    c.same(tags[-2:], ["nodes", "edges"], path + " end of graph")
    c.same(set(tags[:-2]) <= {"attributes"}, True, path + " start of graph")
    ids = [n.get("id") for n in graph.iter(SPACE + "node")]
    c.same(len(set(ids)), len(ids), path + " node ids")
    for edge in graph.iter(SPACE + "edge"):
        c.same({edge.get("source"), edge.get("target")} <= set(ids), True, path + " ends")


def check_gexf(path):
    check_order(path)
    if os.path.exists(rnc_path):
        run = subprocess.run(["jing", "-c", rnc_path, path], capture_output=True, text=True)
        c.same((run.returncode, run.stdout), (0, ""), path + " by jing")


def check_graphml(path):
    if os.path.exists(xsd_path) and os.path.exists(path):
        run = subprocess.run(["xmllint", "--nonet", "--noout", "--schema", xsd_path, path],
                             capture_output=True, text=True)
        c.same((run.returncode, run.stdout), (0, ""), path + " by xmllint: " + run.stderr[:500])


def check_offsets(graph, what):
    texts = [d.get("text") for d in graph["graph"].get("documents", [])]
    for edge in graph["edges"]:
        for e in edge.get("evidence", []):
            text = texts[e["doc"]] if "doc" in e else None
            if text is None:
                continue
            c.same(text[e["begin"]:e["end"]], e["quote"], what + " quote")
            c.same(text.encode()[e["byte_begin"]:e["byte_end"]].decode(), e["quote"], what)


with open(schema_path, encoding="utf-8") as f:
    validator = jsonschema.Draft202012Validator(json.load(f))
validator.check_schema(validator.schema)
for stem in c.stems(folders):
    graph = c.load(stem)
    errors = [f"{'/'.join(map(str, e.path))}: {e.message}" for e in validator.iter_errors(graph)]
    c.same(errors[:5], [], stem + ".json")
    c.same(graph.get("links", graph["edges"]), graph["edges"], stem + " links")
    check_offsets(graph, stem)
    check_gexf(stem + ".gexf")
    check_graphml(stem + "-strict.graphml")
    print("schema", os.path.basename(stem), len(graph["edges"]), "edges")
