#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The program as a user meets it: exit codes, messages, files.  usage: cli.sh PROGRAM TEST-DATA
set -u
export LC_ALL=C
unset NO_COLOR
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
    sed 's/^/    out: /' "$work/out" | head -5
    sed 's/^/    err: /' "$work/err" | head -5
}

# run EXIT-CODE NAME command...: the exit code; output in $work/out and $work/err
run() {
    want=$1
    name=$2
    shift 2
    "$@" >"$work/out" 2>"$work/err" </dev/null
    got=$?
    if [ "$got" = "$want" ]; then ok; else bad "$name: exit $got, not $want"; fi
}
# says FILE PATTERN NAME / silent FILE NAME
says() { if grep -qE -- "$2" "$work/$1"; then ok; else bad "$3: no '$2' in $1"; fi; }
silent() { if [ -s "$work/$1" ]; then bad "$2: $1 is not empty"; else ok; fi; }
absent() { if [ -e "$1" ]; then bad "$2: $1 exists"; else ok; fi; }
same() { if cmp -s "$1" "$2"; then ok; else bad "$3: $1 and $2 differ"; fi; }

a1=$data/articles/2031-03-04-strait.txt
a2=$data/articles/2031-03-11-strait.txt
page=$data/articles/2031-10-15-observatory.html

# ---- help, version, typing errors
run 0 "--help" "$dm" --help; says out 'extract' "--help lists the commands"
run 2 "no command" "$dm"; silent out "no command"
run 0 "--version" "$dm" --version; says out '^dramatis [0-9]+\.[0-9]+\.[0-9]+ \(model ' "--version"
run 2 "unknown command" "$dm" extrct; says err "did you mean 'extract'" "typo of a command"
for c in extract central annotate diff convert relations kinds formats stats; do
    run 0 "$c --help" "$dm" "$c" --help; says out '^usage: dramatis '$c "$c --help"
done
run 2 "unknown option" "$dm" extract --min-confidense 1 x; says err 'did you mean --min-confidence' "typo of an option"
run 2 "bad choice" "$dm" extract --to gefx x; says err 'one of json' "a choice that is none"
run 2 "bad number" "$dm" extract -c high x; says err "wants a number, not 'high'" "a number that is none"
run 2 "no article" "$dm" extract; says err 'which article' "no article"
run 2 "unknown relation" "$dm" extract -r marries "$a1"; says err "no relation or family is called 'marries'" "unknown relation"
run 2 "unknown extension" "$dm" extract "$a1" -o "$work/x.docx"; absent "$work/x.docx" "unknown extension"

# ---- the main job
run 0 "extract to gexf" "$dm" extract "$a1" -o "$work/a.gexf"
silent out "the graph goes to the file"
says err 'Ingrid Solvang' "the ranking names the prime minister"
says err 'a.gexf: [0-9]+ nodes, [0-9]+ edges' "the summary names the file"
run 0 "quiet" "$dm" extract -q "$a1" -o "$work/b.gexf"; silent err "quiet"
same "$work/a.gexf" "$work/b.gexf" "same article, same bytes"
run 0 "extract to stdout" "$dm" extract "$a1"; says out '"dramatis": 1' "JSON on standard output"
cp "$work/out" "$work/a.json"
run 0 "extract from stdin" sh -c "'$dm' extract - -t graphml < '$a1'"; says out '<graphml' "graphml"
run 0 "extract html" "$dm" extract "$page"; says out 'person/haruka-endo' "names of the page"
if grep -qE 'Peru|Brazil|cookie|Harbour Gazette. All' "$work/out"; then bad "furniture of the page"; else ok; fi
run 0 "a second time over the old file" "$dm" extract -q "$a2" -o "$work/a.gexf"
run 0 "only states" "$dm" extract -r state "$a1"
if grep -q '"family": "event"' "$work/out"; then bad "only states"; else ok; fi
run 0 "explain" "$dm" extract -x "$a1"; says out '"why": "' "explain"
run 0 "cooccurrence" "$dm" extract --cooccurrence "$a1"; says out '"relation": "cooccurrence"' "cooccurrence"

# ---- batches
mkdir "$work/news" "$work/empty"
cp "$a1" "$a2" "$work/news"
: >"$work/news/void.txt"
run 2 "a batch needs a place" "$dm" extract "$work/news"; says err 'out-dir' "a batch needs a place"
run 4 "batch with a bad article" "$dm" extract "$work/news" -t ndjson -o "$work/all.ndjson"
if [ "$(wc -l <"$work/all.ndjson")" = 3 ]; then ok; else bad "three lines for three articles"; fi
if grep -q '"error": *{"code"' "$work/all.ndjson"; then ok; else bad "an error record"; fi
run 4 "batch to a directory" "$dm" extract "$work/news" --out-dir "$work/graphs" -t gexf
if [ -s "$work/graphs/2031-03-04-strait.gexf" ]; then ok; else bad "one file per article"; fi
run 3 "empty directory" "$dm" extract "$work/empty" -t ndjson
printf '{"id": "n1", "title": "Talks", "text": "Jon Arnarson met Olav Brekke in Oslo.", "date": "2031-01-02"}\nnot json\n' >"$work/in.ndjson"
run 4 "ndjson with a bad line" "$dm" extract "$work/in.ndjson" -t ndjson
says out '"id": ?"n1"' "the good line"; says err 'line 2 is not a JSON object' "the bad line is named"

# ---- bad input: a clear message, the right exit code, no output file
: >"$work/void.txt"
run 3 "empty file" "$dm" extract "$work/void.txt" -o "$work/x.gexf"; absent "$work/x.gexf" "empty file"; says err 'void.txt|empty' "empty file"
head -c 4000 "$dm" >"$work/binary.txt"
run 3 "binary" "$dm" extract "$work/binary.txt" -o "$work/x.gexf"; absent "$work/x.gexf" "binary"
run 3 "no such file" "$dm" extract "$work/none.txt" -o "$work/x.gexf"; says err 'none.txt: No such file' "no such file"
run 3 "a file in a missing directory" "$dm" extract "$a1" -o "$work/no/such/x.gexf"; says err 'cannot write' "missing directory"
run 3 "full disk" "$dm" extract -q "$a1" -t gexf -o /dev/full; says err 'No space left' "full disk"
run 3 "full standard output" sh -c "'$dm' extract '$a1' > /dev/full"; says err 'No space left' "full standard output"
head -c 3000 "$page" >"$work/half.html"
run 0 "half a page" "$dm" extract -q "$work/half.html" -o "$work/half.gexf"
printf 'Caf\351 owner Jean Dupont met Olav Brekke in Oslo on Monday.\n' >"$work/latin.txt"
run 0 "windows-1252" "$dm" extract "$work/latin.txt"; says out 'Olav Brekke' "windows-1252"
printf 'Olav Brekke met J\303n Arnarson \377 in Oslo on Monday.\n\303\251t\303\251 over.\n' >"$work/broken.txt"
run 0 "broken UTF-8" "$dm" extract "$work/broken.txt"; says out 'Olav Brekke' "broken UTF-8"
printf '\377\376O\0l\0a\0v\0 \0B\0r\0e\0k\0k\0e\0 \0s\0p\0o\0k\0e\0.\0' >"$work/utf16.txt"
run 0 "UTF-16" "$dm" extract "$work/utf16.txt"; says out 'Olav Brekke' "UTF-16"
head -c 104857600 /dev/zero | tr '\0' 'x' >"$work/line.txt"
run 3 "100 MB of one line" "$dm" extract "$work/line.txt" -o "$work/x.gexf"; absent "$work/x.gexf" "100 MB of one line"
if ls "$work" | grep -q 'gexf\.'; then bad "no temporary files stay"; else ok; fi

# ---- graphs: central, diff, convert, stats
run 0 "central" "$dm" central "$work/a.json"; says out '^ *1 .*(Norway|Iceland|Solvang|Arnarson|Brekke)' "central"
run 0 "central all csv" "$dm" central "$work/a.json" --by all -t csv; says out '^rank,.*betweenness' "central --by all"
run 0 "central top json" "$dm" central "$work/a.json" --top 2 -t json
if [ "$(grep -c '"rank"' "$work/out")" = 2 ]; then ok; else bad "central --top 2"; fi
run 2 "central of nothing" "$dm" central
run 3 "central of text" "$dm" central "$a1"
run 0 "convert" "$dm" convert "$work/a.json" -o "$work/a.graphml"
run 0 "convert back" "$dm" convert "$work/a.graphml" -t json; says out 'person/ingrid-solvang' "convert back"
run 0 "convert json to json" "$dm" convert "$work/a.json" -t json; cp "$work/out" "$work/again.json"
same "$work/a.json" "$work/again.json" "JSON read and written again"
run 2 "convert to nothing" "$dm" convert "$work/a.json"
run 0 "stats" "$dm" stats "$work/a.json"; says out 'nodes' "stats"
"$dm" extract "$a2" >"$work/b.json" 2>/dev/null
run 0 "diff of one" "$dm" diff "$work/a.json" "$work/a.json"
run 1 "diff of two" "$dm" diff "$work/a.json" "$work/b.json"; says out 'Sven Dahl' "diff names the new actor"
run 1 "diff json" "$dm" diff "$work/a.json" "$work/b.json" -t json; says out '^\{' "diff json"
run 2 "diff trouble" "$dm" diff "$work/a.json" "$work/none.json"
run 1 "diff union" "$dm" diff "$work/a.json" "$work/b.json" -o "$work/union.gexf"
run 0 "central of the union" "$dm" central "$work/union.gexf"
run 0 "relations" "$dm" relations -t json; says out '"relation": "head_of_state"' "relations"
run 0 "kinds" "$dm" kinds; says out '^organisation' "kinds"
run 0 "formats" "$dm" formats -t csv; says out '^gexf,' "formats"

# ---- developer commands are programs beside this one
run 0 "eval --help" "$dm" eval --help; says out 'newsgraph' "eval lists its parts"
run 2 "bench of nothing" "$dm" bench; says err 'usage: dramatis bench' "bench of nothing"
run 0 "bench" "$dm" bench "$a1"; says out '^parse' "bench tells the stages"

# ---- annotate
run 0 "annotate" "$dm" annotate "$a1"; says out 'person/ingrid-solvang' "annotate"
run 0 "annotate colours" "$dm" annotate --color always "$a1"; says out '\[3[0-9]m' "colours when asked"
run 0 "annotate conllu" "$dm" annotate -t conllu "$a1"; says out 'NER=B-person' "conllu"
cp "$work/out" "$work/a.conllu"
run 0 "annotate from conllu" "$dm" annotate -f conllu -t conllu "$work/a.conllu"
if [ "$(grep -c '^1	' "$work/out")" = "$(grep -c '^1	' "$work/a.conllu")" ]; then ok; else bad "sentences of the CoNLL-U are kept"; fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
