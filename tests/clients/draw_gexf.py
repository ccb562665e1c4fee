# SPDX-License-Identifier: GPL-3.0-or-later
"""Draw a GEXF file as it stands: positions, sizes and colours of the file, nothing computed.

usage: draw_gexf.py IN.gexf OUT.png      (needs matplotlib)
"""
import sys
import xml.etree.ElementTree as ET

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.patches import FancyArrowPatch


def local(tag):
    return tag.rsplit("}", 1)[-1]


def child(element, name):
    for c in element:
        if local(c.tag) == name:
            return c
    return None


def colour(element, default):
    c = child(element, "color")
    if c is None:
        return default
    return "#%02x%02x%02x" % tuple(int(c.get(k)) for k in "rgb")


def read(path):
    nodes, edges = {}, []
    for e in ET.parse(path).iter():
        if local(e.tag) == "node":
            p, s = child(e, "position"), child(e, "size")
            nodes[e.get("id")] = (float(p.get("x")), float(p.get("y")), float(s.get("value")),
                                  colour(e, "#888888"), e.get("label"))
        elif local(e.tag) == "edge":
            edges.append((e.get("source"), e.get("target"), float(e.get("weight", 1)),
                          colour(e, "#888888")))
    return nodes, edges


def draw(nodes, edges, path):
    fig, ax = plt.subplots(figsize=(14, 10), dpi=100)
    seen = {}
    for s, t, w, c in edges:
        k = seen[(s, t)] = seen.get((s, t), 0) + 1
        (x0, y0, r0, *_), (x1, y1, r1, *_) = nodes[s], nodes[t]
        ax.add_patch(FancyArrowPatch((x0, y0), (x1, y1), arrowstyle="-|>", mutation_scale=8,
                                     connectionstyle=f"arc3,rad={0.08 * k}", color=c, alpha=0.6,
                                     linewidth=0.6 + 0.4 * w, shrinkA=r0 / 2.2, shrinkB=r1 / 2.2))
    for x, y, r, c, label in nodes.values():
        ax.scatter([x], [y], s=(r / 1.6) ** 2, c=c, edgecolors="white", linewidths=0.8, zorder=3)
        ax.annotate(label, (x, y), ha="center", va="center", fontsize=7 + r / 14, zorder=4)
    ax.set_aspect("equal")
    ax.margins(0.08)
    ax.axis("off")
    fig.tight_layout()
    fig.savefig(path, metadata={"Software": None})


if __name__ == "__main__":
    draw(*read(sys.argv[1]), sys.argv[2])
