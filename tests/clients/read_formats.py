# SPDX-License-Identifier: GPL-3.0-or-later
"""read_formats.py FOLDER...: other programs read every further format that we write, for the
graph with everything in it and for the graph of names that break writers."""
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import warnings
import xml.etree.ElementTree as xml

import files_common as c

import duckdb
import igraph
import networkx as nx
import rdflib
try:
    from followthemoney import model
except ImportError:
    model = None


def plain(text):
    """White space tidied, control characters gone: what one line of text can hold."""
    kept = "".join(ch for ch in text if ch in "\t\n\r" or ord(ch) >= 0x20 and ch not in "\ufffe\uffff")
    return " ".join(re.split("[ \t\n\r]+", kept)).strip(" ")


def sheet(text):
    """The same in a table for spreadsheets: no backslash, no formula."""
    text = plain(text).replace("\\", "/")
    return "'" + text if text[:1] in ("=", "+", "-", "@") and text[:1] else text


def labels(want, clean=plain):
    return {n["id"]: clean(n.get("label", n["id"])) for n in want["nodes"]}


def unique(want, clean):
    """Labels as formats have them that know nodes by label."""
    seen, out = set(), {}
    for n in want["nodes"]:
        label = plain(n.get("label", n["id"]))
        if label in seen:
            label = f"{label} [{n['id']}]"
        seen.add(label)
        out[n["id"]] = clean(label)
    return out


def ends(want):
    return sorted((e["source"], e["target"]) for e in want["edges"])


def kinds(want):
    return sorted((e["source"], e["target"], e["relation"], e["polarity"], e["modality"],
                   float(f"{float(e['weight']):.5g}")) for e in want["edges"])


def check_gml(stem, want):
    g = nx.read_gml(stem + ".gml")
    by_name = {d["name"]: label for label, d in g.nodes(data=True)}
    c.same(by_name, unique(want, lambda s: s), "GML labels")
    name = {label: d["name"] for label, d in g.nodes(data=True)}
    got = sorted((name[s], name[t], d["relation"], d["polarity"], d["modality"],
                  float(f"{float(d['weight']):.5g}")) for s, t, d in g.edges(data=True))
    c.same(got, kinds(want), "GML edges")
    for n in want["nodes"]:
        at = g.nodes[by_name[n["id"]]]
        c.near(at["graphics"]["x"], n["x"], "GML x")
        c.near(at.get("salience", 0), n.get("salience", 0), "GML salience")
    with warnings.catch_warnings():  # it says that it leaves "graphics" out, and &#N; as they are
        warnings.simplefilter("ignore")
        other = igraph.Graph.Read_GML(stem + ".gml")
    c.same((other.vcount(), other.ecount(), other.is_directed()),
           (len(want["nodes"]), len(want["edges"]), True), "GML in igraph")


def check_pajek(stem, want):
    g = nx.read_pajek(stem + ".net")
    names = unique(want, lambda s: s.replace("\\", "/").replace('"', "'"))
    c.same(sorted(g.nodes), sorted(names.values()), "Pajek labels")
    c.same(sorted(g.edges()), sorted((names[s], names[t]) for s, t in ends(want)), "Pajek edges")
    c.same(sorted(d["weight"] for _, _, d in g.edges(data=True)),
           sorted(float(e["weight"]) for e in want["edges"]), "Pajek weights")
    other = igraph.Graph.Read_Pajek(stem + ".net")
    c.same((other.vcount(), other.ecount()), (len(want["nodes"]), len(want["edges"])),
           "Pajek in igraph")


def check_cytoscape(stem, want):
    with open(stem + ".cyjs", encoding="utf-8") as f:
        data = json.load(f)
    g = nx.cytoscape_graph(data)
    c.same({n: d["name"] for n, d in g.nodes(data=True)}, labels(want, lambda s: s), "cyjs labels")
    c.same(sorted((s, t, d["relation"], d["polarity"], d["modality"],
                   float(f"{float(d['weight']):.5g}")) for s, t, d in g.edges(data=True)),
           kinds(want), "cyjs edges")
    for n, e in zip(want["nodes"], data["elements"]["nodes"]):
        c.near(-e["position"]["y"], n["y"], "cyjs y")


def check_jgf(stem, want):
    with open(stem + ".jgf", encoding="utf-8") as f:
        g = json.load(f)["graph"]
    c.same({i: n["label"] for i, n in g["nodes"].items()}, labels(want, lambda s: s), "JGF labels")
    c.same(sorted((e["source"], e["target"]) for e in g["edges"]), ends(want), "JGF edges")
    extra = set(g) - {"id", "label", "directed", "type", "metadata", "nodes", "edges"}
    for e in g["edges"]:
        extra |= set(e) - {"id", "source", "target", "relation", "directed", "label", "metadata"}
    for n in g["nodes"].values():
        extra |= set(n) - {"label", "metadata"}
    c.same(extra, set(), "keys that JGF's schema does not know")


def svg_texts(path):
    """{title: text} of the nodes and edges of Graphviz's picture."""
    space, out = "{http://www.w3.org/2000/svg}", {}
    for g in xml.parse(path).iter(space + "g"):
        if g.get("class") in ("node", "edge"):
            title = g.find(space + "title").text
            out.setdefault((g.get("class"), title), []).append(
                " ".join(t.text or "" for t in g.iter(space + "text")))
    return out


def same_words(got, want, what):
    """Graphviz writes blanks as no-break ones."""
    got = [" ".join(t.split()) for t in got]
    c.same(" ".join(want.split()) in got, True, f"{what} {want[:60]!r} in {got}")


def check_dot(stem, want):
    if not shutil.which("neato"):
        raise AssertionError("neato is missing (package graphviz)")
    svg = stem + ".dot.svg"
    run = subprocess.run(["neato", "-n2", "-Tsvg", stem + ".dot", "-o", svg], check=True,
                         capture_output=True, text=True)
    c.same("rror" in run.stderr, False, "DOT: " + run.stderr[:200])
    got = svg_texts(svg)
    c.same(len([k for k in got if k[0] == "node"]), len(want["nodes"]), "DOT nodes")
    c.same(sum(len(v) for k, v in got.items() if k[0] == "edge"), len(want["edges"]), "DOT edges")
    for i, label in labels(want).items():
        same_words(got["node", i], label, "DOT label")


def read_rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def check_csv(stem, want):
    nodes, edges = read_rows(stem + ".nodes.csv"), read_rows(stem + ".edges.csv")
    c.same({n["Id"]: n["Label"] for n in nodes}, labels(want, sheet), "CSV labels")
    c.same(sorted((e["Source"], e["Target"], e["relation"], e["polarity"], e["modality"],
                   float(f"{float(e['Weight']):.5g}")) for e in edges), kinds(want), "CSV edges")
    c.same({e["Type"] for e in edges}, {"Directed"}, "CSV Type")
    c.same(len({(e["Source"], e["Target"], e["Kind"]) for e in edges}), len(edges), "CSV Kind")
    for path in (stem + ".nodes.csv", stem + ".edges.csv"):
        with open(path, "rb") as f:
            c.same(f.read().find(b"\\"), -1, "CSV: a backslash, which Gephi takes for an escape")
    rows = duckdb.sql(f"select \"Id\", \"Label\", x from read_csv('{stem}.nodes.csv', header=true, "
                      "max_line_size=1000000)").fetchall()
    c.same({r[0]: r[1] for r in rows}, labels(want, sheet), "CSV in DuckDB")
    n = duckdb.sql(f"select sum(\"Weight\") from read_csv('{stem}.edges.csv', "
                   "max_line_size=1000000)").fetchall()[0][0]
    c.near(n, sum(float(e["weight"]) for e in want["edges"]), "weights in DuckDB")


def check_flavours(stem, want):
    nodes, edges = read_rows(stem + "-neo4j.nodes.csv"), read_rows(stem + "-neo4j.edges.csv")
    c.same({n["id:ID"]: n["name"] for n in nodes}, labels(want), "Neo4j names")
    for n in nodes:
        c.same(n[":LABEL"].startswith("Entity;"), True, "Neo4j labels")
    c.same(sorted((e[":START_ID"], e[":END_ID"]) for e in edges), ends(want), "Neo4j edges")
    for e in edges:
        c.same(bool(re.fullmatch("[A-Z][A-Z0-9_]*", e[":TYPE"])), True, "type " + e[":TYPE"])
    edges = read_rows(stem + "-cytoscape.edges.csv")
    c.same(list(edges[0])[:3], ["source", "interaction", "target"], "Cytoscape's first columns")


def check_ndjson(stem, want):
    rows = duckdb.sql("select len(nodes), len(edges), nodes[1].id from "
                      f"read_json('{stem}.ndjson', maximum_object_size=50000000)").fetchall()[0]
    c.same(rows, (len(want["nodes"]), len(want["edges"]), want["nodes"][0]["id"]), "NDJSON in DuckDB")


def check_events(stem, want):
    with open(stem + ".events.tsv", encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))
    events = [e for e in want["edges"] if e.get("family") == "event"]
    c.same(len(rows), len(events), "events")
    for row, e in zip(rows, events):
        c.same((row["actor1"], row["relation"], row["actor2"], row["polarity"]),
               (e["source"], e["relation"], e["target"], e["polarity"]), "event")
        c.same(row["date_of"], "document", "an event's date is the article's when none is told")


def check_rdf(stem, want):
    nt, ld = rdflib.Graph(), rdflib.Graph()
    nt.parse(stem + ".nt", format="nt")
    ld.parse(stem + ".jsonld", format="json-ld")
    c.same(len(nt) > 5 * len(want["edges"]), True, "triples")
    c.same(set(nt) - set(ld), set(), "only in N-Triples")
    c.same(set(ld) - set(nt), set(), "only in JSON-LD")
    schema, rdf = rdflib.Namespace("http://schema.org/"), rdflib.RDF
    names = sorted(str(o) for s, o in nt.subject_objects(schema.name))
    c.same(names, sorted(labels(want, lambda s: s).values()), "names in RDF")
    c.same(len(set(nt.subjects(rdf.type, rdf.Statement))), len(want["edges"]), "statements")
    quotes = sorted(str(o) for o in nt.objects(None, rdflib.Namespace("http://www.w3.org/ns/oa#").exact))
    told = sorted(v["quote"] for e in want["edges"] for v in e.get("evidence", []))
    c.same(quotes, told, "quotes")
    ns = "urn:dramatis:ns:"
    bare = [(s, p, o) for s, p, o in nt if str(p).startswith(ns) and isinstance(o, rdflib.URIRef)]
    facts = [e for e in want["edges"] if e["polarity"] == "affirmed" and e["modality"] == "asserted"
             and not e.get("former")]
    c.same(len(set(bare)), sum(2 if e.get("symmetric") else 1 for e in facts), "bare triples: facts only")


def check_ftm(stem, want):
    seen = {}
    with open(stem + ".ftm", encoding="utf-8") as f:
        for line in f:
            entity = model.get_proxy(json.loads(line), cleaned=False)
            seen[entity.id] = entity
            kept = json.loads(line)["properties"]
            for name, values in kept.items():
                prop = entity.schema.get(name)
                c.same(prop is not None, True, f"FtM: {entity.schema.name} has no {name}")
                if prop.type.name in ("name", "entity", "country", "date", "url"):
                    for v in values:
                        c.same(prop.type.clean(v) is not None, True, f"FtM: {name} {v!r}")
    names = {n for e in seen.values() for n in e.get("name", quiet=True)}
    for n in want["nodes"]:
        if n["kind"] in ("person", "organisation", "country"):
            c.same(plain(n["label"]) in names, True, "FtM name " + n["label"][:40])
    for e in seen.values():
        for prop, value in e.itervalues():
            if prop.type.name == "entity":
                c.same(value in seen, True, f"FtM: {prop} names no entity")
                c.same(seen[value].schema.is_a(prop.range), True,
                       f"FtM: {prop} wants {prop.range.name}, not {seen[value].schema.name}")


def check_cypher(stem, want):
    """Statements end at the line's end and quotes are closed; Neo4j itself is not asked here."""
    with open(stem + ".cypher", encoding="utf-8", newline="\n") as f:
        lines = f.read().split("\n")
    c.same(len(lines), len(want["nodes"]) + len(want["edges"]) + 2, "Cypher statements")
    for line in lines[:-1]:
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", line)
        c.same(bare.count('"') == 0 and bare.endswith(";"), True, "Cypher: " + line[:80])
        c.same(bool(re.search(r'\\u(?![0-9A-Fa-f]{4})', line)), False, "Cypher escape: " + line[:80])
        for opening, closing in ("()", "[]", "{}"):
            c.same(bare.count(opening), bare.count(closing), "brackets of " + line[:80])


def check_markdown(stem, want):
    with open(stem + ".md", encoding="utf-8", newline="\n") as f:
        text = f.read()
    c.same("<" in text.replace("&lt;", ""), False, "Markdown with markup")
    rows = [r for r in text.split("\n") if re.match(r"\| \d+ \|", r)]
    actors = [n for n in want["nodes"] if n.get("actor")]
    c.same(len(rows), len(actors), "actors")
    for row in rows:
        c.same(len(re.findall(r"(?<!\\)\|", row)), 7, "cells of " + row[:60])


CHECKS = (check_gml, check_pajek, check_cytoscape, check_jgf, check_dot, check_csv,
          check_flavours, check_ndjson, check_events, check_rdf, check_ftm, check_cypher,
          check_markdown)
only = os.environ.get("DM_ONLY")
failed = 0
for name in ("all", "hostile"):
    stem = os.path.join(sys.argv[1], name)
    truth = c.load(stem)
    for check in CHECKS:
        if only and only not in check.__name__:
            continue
        try:
            check(stem, truth)
            print(name, check.__name__[6:])
        except Exception as e:  # every format has its say
            failed += 1
            print("FAILED", name, check.__name__[6:], type(e).__name__, str(e)[:400])
sys.exit(failed > 0)
