#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Rebuilds graphs/ from tests/data/articles and compares byte for byte.
# usage: graphs.sh PROGRAM PROJECT [--write]
set -eu
export LC_ALL=C
dm=$1
top=$2
out=$top/graphs
if [ "${3:-}" != --write ]; then
    out=$(mktemp -d)
    trap 'rm -rf "$out"' EXIT
fi
for article in "$top"/tests/data/articles/*; do
    name=$(basename "$article")
    name=${name%.*}
    "$dm" extract -q "$article" -o "$out/$name.json"
    "$dm" convert "$out/$name.json" -o "$out/$name.graphml"
    "$dm" convert "$out/$name.json" -o "$out/$name.gexf"
done
"$dm" diff "$out/2031-03-04-strait.json" "$out/2031-03-11-strait.json" -o "$out/strait-diff.gexf" || [ $? = 1 ]
{
    echo '# Graphs of our own articles'
    echo
    echo 'Made by `sh tests/cli/graphs.sh build/release/dramatis . --write` from `tests/data/articles`; a test'
    echo 'rebuilds them and compares every byte. Open a `.gexf` in Gephi; `.json` has all the evidence.'
    echo
    echo '| article | nodes | edges | most central |'
    echo '|---|---:|---:|---|'
    for json in "$out"/*.json; do
        name=$(basename "$json" .json)
        nodes=$(grep -c '^      "label": ' "$json" || true)
        edges=$(sed '/^  "links": /,$d' "$json" | grep -c '^      "relation": ' || true)
        words=$(sed '/^  "links": /,$d' "$json" | grep -c '^      "predicate": "[^"]' || true)
        if [ "$words" != "$edges" ]; then
            echo "graphs: $name: $words of $edges edges have words" >&2
            exit 1
        fi
        top3=$("$dm" central "$json" --top 3 -t tsv | tail -n +2 | cut -f2 | paste -sd, | sed 's/,/, /g')
        echo "| [$name]($name.json) ([gexf]($name.gexf), [graphml]($name.graphml)) | $nodes | $edges | $top3 |"
    done
    echo
    echo '`strait-diff.gexf` is what changed between the two articles on the Denmark Strait.'
} >"$out/README.md"
if [ "${3:-}" != --write ]; then
    diff -rq -x '*.png' "$top/graphs" "$out"
    echo "graphs: all equal"
fi
