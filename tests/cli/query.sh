#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What a user asks a graph, and graphs side by side.  usage: query.sh PROGRAM TEST-DATA
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
silent() { if [ -s "$work/$1" ]; then bad "$2: $1 is not empty"; else ok; fi; }

cat >"$work/in.ndjson" <<'END'
{"id": "d1", "date": "2031-03-04", "text": "President Olav Brekke of Norway met Prime Minister Jon Arnarson of Iceland in Oslo on Monday.\n\nBrekke praised Iceland."}
{"id": "d2", "date": "2032-05-06", "text": "Iceland accused Norway of a breach of the treaty, Jon Arnarson said in Reykjavik. Norway did not sanction Iceland."}
END
"$dm" extract "$work/in.ndjson" --merge -q -o "$work/g.json" 2>/dev/null
q() { # EXIT-CODE NAME arguments of query
    code=$1
    shift
    run "$code" "$1" "$dm" query "$work/g.json" "$@"
}

# ---- patterns
q 0 'person -head_of_state-> country'
says out '^node +relation +node 2 +confidence +weight +date +words$' "the header"
says out '^Olav Brekke +-head_of_state-> +Norway ' "a kind, a relation, a kind"
q 0 'Brekke -*- ?'
says out '^Olav Brekke ' "a word of a name"
q 0 'country/is -accuse-> ?'
says out '^Iceland +-accuse-> +Norway .*2032-05-06 +Iceland accused' "an id, the date and the words"
q 0 '? <-conflict- Iceland'
says out '^Norway +<-accuse- +Iceland ' "against the arrow"
q 0 'person'
says out '^Jon Arnarson +person .* person/jon-arnarson$' "nodes alone"
q 0 'person -*-> country <-*- person'
says out '^node +relation +node 2 +relation 2 +node 3' "a chain"
q 0 'actor -verbal_conflict-> actor' --since 2032 --until 2032-05
says out 'accuse' "in that time"
q 0 'actor -verbal_conflict-> actor' --until 2031
silent out "not in that time"
says err 'nothing matches' "not in that time"
q 1 'Norway -agree-> Iceland' --exit-status
q 0 'Norway -agree-> Iceland'
q 0 'Norway -agree-> Iceland' -t csv
says out '^node,relation,node 2' "the header of an empty table for programs"
q 0 'Brekk -*- ?'
says err "no node is called 'Brekk'; did you mean 'Brekke'\?" "a name with a letter less"

# ---- mistakes point at their place
q 2 'person -head_of_sate-> country'
says err "column 9: no relation or family is called 'head_of_sate'; did you mean 'head_of_state'\?" "a relation that is none"
says err '^          \^$' "the mark under it"
q 2 'a -r b'
says err 'column 3: this arrow does not end' "an open arrow"
q 2 ''
q 2 'a' --since yesterday
says err "'yesterday' is no date" "a date that is none"
run 2 "no pattern" "$dm" query "$work/g.json"; says err 'which pattern' "no pattern"
run 2 "no graph" "$dm" query
run 2 "pattern and paths" "$dm" query "$work/g.json" --paths a
run 2 "rows into a file" "$dm" query "$work/g.json" 'person' -t md -o "$work/x.md"
run 3 "no such file" "$dm" query "$work/none.json" 'person'
run 3 "no graph in it" "$dm" query "$work/in.ndjson" 'person'
run 0 "help" "$dm" query --help; says out "-!r->" "the help tells the language"

# ---- forms
q 0 'person' -t rows
says out '^  \{"node": "' "rows for programs"
q 0 'person' -t md
says out '^\| node \| kind ' "markdown"
q 0 'person -head_of_state-> country' -t json
says out '"id": "person/olav-brekke"' "the part as a graph"
lacks out 'person/jon-arnarson",' "nothing else"
cp "$work/out" "$work/part.json"
run 0 "the part is a graph" "$dm" central "$work/part.json"
says out 'Olav Brekke' "the part is a graph"
q 0 'person -*- country' -o "$work/part.gexf"
says err 'part.gexf: [0-9]+ nodes, [0-9]+ edges' "a file"
if grep -q '<viz:position' "$work/part.gexf"; then ok; else bad "the part keeps its positions"; fi
q 0 'person' --top 1 -t csv
if [ "$(wc -l <"$work/out")" = 2 ]; then ok; else bad "top"; fi

# ---- paths and neighbourhoods
q 0 --paths 'Olav Brekke' 'Iceland'
says out '^Olav Brekke .*Iceland' "paths"
q 0 --paths 'Olav Brekke' 'Iceland' --max 1
lacks out 'node 3' "short paths"
q 0 --ego 'Iceland'
says out 'Iceland' "neighbourhood"
q 0 --ego 'Iceland' --radius 2 -t ndjson
says out '"id":"country/is"' "neighbourhood as a graph"
q 0 'Iceland -*- ?' -c 0.999 -q

# ---- graphs side by side
"$dm" extract "$work/in.ndjson" --out-dir "$work/by" 2>/dev/null
run 0 "central of two" "$dm" central "$work/by/d1.json" "$work/by/d2.json"
says out '^actor +kind +d1: rank +d1: salience +d2: rank +d2: salience +id$' "a column each"
says out '^Olav Brekke +person +[0-9]+ +[0-9.]+ +person/olav-brekke$' "who is in one only"
run 0 "central of two, csv" "$dm" central "$work/by/d1.json" "$work/by/d2.json" --by pagerank --top 1 -t csv
says out '^actor,kind,d1: rank,d1: pagerank,d2: rank,d2: pagerank,id$' "for programs"
run 3 "central of one and none" "$dm" central "$work/by/d1.json" "$work/none.json"
run 0 "stats of two" "$dm" stats "$work/by/d1.json" "$work/by/d2.json" -t csv
says out '^figure,d1,d2$' "a column each"
says out '^documents,1,1$' "figures"
says out '^relation: accuse,,1$' "what one has not"
run 2 "stats of nothing" "$dm" stats

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
