#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The graphs of many articles as one: order, grouping and repetition do not matter.
# usage: merge.sh PROGRAM TEST-DATA
set -u
export LC_ALL=C
dm=$1
data=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

ok() { passed=$((passed + 1)); }
bad() {
    failed=$((failed + 1))
    echo "FAILED: $1"
    sed 's/^/    out: /' "$work/out" | cut -c1-300 | head -5
    sed 's/^/    err: /' "$work/err" | head -5
}
run() {
    want=$1
    name=$2
    shift 2
    "$@" >"$work/out" 2>"$work/err" </dev/null
    got=$?
    if [ "$got" = "$want" ]; then ok; else bad "$name: exit $got, not $want"; fi
}
says() { if grep -qE -- "$2" "$work/$1"; then ok; else bad "$3: no '$2' in $1"; fi; }
lacks() { if grep -qE -- "$2" "$work/$1"; then bad "$3: '$2' in $1"; else ok; fi; }
same() { if cmp -s "$1" "$2"; then ok; else bad "$3: $1 and $2 differ"; fi; }

"$dm" extract "$data/articles" --out-dir "$work/g" 2>/dev/null
"$dm" extract "$data/articles" -t ndjson -o "$work/all.ndjson" 2>/dev/null
set -- "$work"/g/*.json

# ---- the same bytes whatever the way
run 0 "merge" "$dm" merge "$@"
cp "$work/out" "$work/whole.json"
back=""
for g in "$@"; do back="$g $back"; done
run 0 "the other way round" "$dm" merge $back
same "$work/out" "$work/whole.json" "order"
run 0 "from NDJSON" "$dm" merge "$work/all.ndjson"
same "$work/out" "$work/whole.json" "NDJSON"
run 0 "from standard input" sh -c "'$dm' merge - <'$work/all.ndjson'"
same "$work/out" "$work/whole.json" "standard input"
gzip -c "$work/all.ndjson" >"$work/all.ndjson.gz"
run 0 "from gzip" "$dm" merge "$work/all.ndjson.gz"
same "$work/out" "$work/whole.json" "gzip"
run 0 "twice" "$dm" merge "$@" "$@"
same "$work/out" "$work/whole.json" "repetition"
run 0 "what was merged" "$dm" merge "$work/whole.json" "$1"
same "$work/out" "$work/whole.json" "merged again"
run 0 "first part" "$dm" merge "$3" "$1" -t ndjson --no-analysis
cp "$work/out" "$work/p1.ndjson"
run 0 "second part" "$dm" merge "$2" "$4" "$3" -o "$work/p2.json" --no-links
says err '3 documents, [0-9]+ nodes' "the summary"
shift 4
run 0 "parts" "$dm" merge "$work/p2.json" "$@" "$work/p1.ndjson"
same "$work/out" "$work/whole.json" "grouping"

# ---- what is in it
says out '"id": "corpus"' "name"
says out '"document_count": ' "documents are counted"
says out '"first_date": "2031-03-04"' "first date"
says out '"last_date": "2031-03-11"' "last date"
run 0 "a name" "$dm" merge "$work/all.ndjson" --name straits -q
says out '"id": "straits"' "a name"
run 0 "the only document" "$dm" merge "$1"
lacks out '"id": "corpus"' "one document keeps its id"
run 0 "convert" "$dm" convert "$work/whole.json" -t json
same "$work/out" "$work/whole.json" "read and written again"
run 0 "to gexf" "$dm" merge "$work/all.ndjson" -o "$work/whole.gexf"
run 0 "central" "$dm" central "$work/whole.json" --by pagerank --top 3
run 0 "min-weight" "$dm" merge "$work/all.ndjson" --min-weight 2 -o "$work/strong.json"
if grep -qE '^ *"weight": 1,' "$work/strong.json"; then bad "no weak edges"; else ok; fi
run 0 "strong stats" "$dm" stats "$work/strong.json"
says out '^isolated nodes +0$' "nobody without an edge"

# ---- a growing archive keeps its map
place() { grep -A60 "\"id\": \"$2\"," "$1" | grep -E -m2 '^ *"[xy]": '; }
run 0 "more with the earlier map" "$dm" merge "$work/p2.json" "$work/all.ndjson" --layout-from "$work/p2.json" -o "$work/grown.json"
place "$work/p2.json" person/ingrid-solvang >"$work/a"
place "$work/grown.json" person/ingrid-solvang >"$work/b"
if [ -s "$work/a" ]; then ok; else bad "somebody stands somewhere"; fi
same "$work/a" "$work/b" "who was there stays there"
run 3 "no earlier map" "$dm" merge "$work/all.ndjson" --layout-from "$work/none.json"

# ---- contradiction and namesakes
article() { printf '{"id":"%s","date":"%s","text":"%s"}\n' "$1" "$2" "$3"; }
{
    article n1 2031-01-01 'President Olav Brekke of Norway met Jon Arnarson in Oslo.'
    article n2 2035-01-01 'Olav Brekke, the former president of Norway, criticised Jon Arnarson in Oslo.'
    article n3 2033-01-01 'President Olav Brekke of Norway did not meet Jon Arnarson in Oslo.'
} >"$work/years.ndjson"
run 0 "years" "$dm" extract "$work/years.ndjson" --merge
says out '"former": true' "former is kept beside now"
says out '"polarity": "negated"' "what was denied is kept beside what was said"
cp "$work/out" "$work/years.json"
if [ "$(grep -c '"id": "person/olav-brekke",$' "$work/years.json")" = 1 ]; then ok; else bad "one Olav Brekke"; fi
says out '"doc": 0, "begin"' "evidence of the first document"
says out '"doc": 2, "begin"' "evidence of the last document"

# ---- the same id with another text
article n1 2032-01-01 'Sven Dahl visited Iceland.' | "$dm" extract - -f ndjson -t ndjson >"$work/other.ndjson" 2>/dev/null
"$dm" extract "$work/years.ndjson" -t ndjson >"$work/years.g.ndjson" 2>/dev/null
run 0 "two texts" "$dm" merge "$work/years.g.ndjson" "$work/other.ndjson"
says err "two different texts have the id 'n1'" "a warning"
says out 'Sven Dahl' "the later one is kept"
cp "$work/out" "$work/later"
run 0 "two texts, the other way" "$dm" merge "$work/other.ndjson" "$work/years.g.ndjson"
same "$work/out" "$work/later" "the later one, whatever the order"

# ---- timeline
for span in day week month; do
    run 0 "timeline $span" "$dm" merge "$work/years.g.ndjson" --timeline $span -o "$work/$span.gexf"
    if grep -q 'mode="dynamic"' "$work/$span.gexf"; then ok; else bad "timeline $span: not dynamic"; fi
done
if grep -q 'start="2033-01-01" end="2033-01-31"' "$work/month.gexf"; then ok; else bad "a month"; fi
if grep -q 'start="2032-12-27" end="2033-01-02"' "$work/week.gexf"; then ok; else bad "a week from Monday to Sunday"; fi
run 2 "timeline of years" "$dm" merge "$work/years.g.ndjson" --timeline year

# ---- bad input
run 2 "nothing" "$dm" merge
run 3 "no such file" "$dm" merge "$work/none.json" -o "$work/x.json"
if [ -e "$work/x.json" ]; then bad "no file after a failure"; else ok; fi
printf '{"id":"e","error":{"code":"x","message":"it was empty"}}\n' >"$work/err.ndjson"
run 4 "an error record among graphs" "$dm" merge "$work/all.ndjson" "$work/err.ndjson"
same "$work/out" "$work/whole.json" "the rest is merged"
says err 'err.ndjson: line 1: .*it was empty' "the error record is said"
run 3 "fail fast" "$dm" merge --fail-fast "$work/err.ndjson" "$work/all.ndjson"
"$dm" diff "$work/g/2031-03-04-strait.json" "$work/g/2031-03-11-strait.json" -o "$work/union.json" >/dev/null 2>&1
run 3 "a union made by diff" "$dm" merge "$work/union.json"
says err 'merge the graphs' "what to do instead"
printf '{"nodes":[{"id":1},{"id":2}],"links":[{"source":1,"target":2,"weight":3}]}' >"$work/foreign.json"
run 0 "a stranger's graph" "$dm" merge "$work/foreign.json" "$work/foreign.json"
says out '"weight": 3,' "a stranger's weight, once"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
