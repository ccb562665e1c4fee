#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The user's own decisions: --aliases, --never-merge, --drop, --add-names.
# usage: wishes.sh PROGRAM
set -u
export LC_ALL=C
unset NO_COLOR
dm=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0
failed=0

ok() { passed=$((passed + 1)); }
bad() {
    failed=$((failed + 1))
    echo "FAILED: $1"
    sed 's/^/    out: /' out | head -40
    sed 's/^/    err: /' err | head -5
}
run() { # EXIT-CODE NAME command...
    want=$1
    name=$2
    shift 2
    "$@" >out 2>err </dev/null
    got=$?
    if [ "$got" = "$want" ]; then ok; else bad "$name: exit $got, not $want"; fi
}
says() { if grep -qE -- "$2" "$1"; then ok; else bad "$3: no '$2' in $1"; fi; }
lacks() { if grep -qE -- "$2" "$1"; then bad "$3: '$2' in $1"; else ok; fi; }

cat >a.txt <<'END'
Ferry dispute grows

Prime Minister Ingrid Solvang met Jon Arnarson in Oslo on Monday. The Iron Lady promised new ferries.
The operator Brimkolla said it would sue the Norwegian government. Arnarson praised Brimkolla.
Jos\303\251 Almeida, a lawyer, works for Brimkolla. Almeida said the case would be short.
END
printf "$(cat a.txt)\n" >b.txt
mv b.txt a.txt

# ---- aliases: one actor, its label and id; also a form that only the user knows
printf '# who is who\r\nIngrid Solvang\tThe iron lady\tperson\tQ100\r\n\nJose Almeida\tAlmeida\n' >al.tsv
run 0 "aliases" "$dm" extract a.txt --aliases al.tsv
says out '"id": "Q100"' "the id of the file"
says out '"name": "Iron Lady"' "the form is an alias of the actor"
says out '"wishes": "al.tsv:2"' "the node tells the line"
run 0 "explain" "$dm" annotate --explain --aliases al.tsv a.txt
says out 'al.tsv:2  "The iron lady" is Ingrid Solvang, mentions: 1  \(Q100\)' "explain tells the line"
says out '\[Jos.* Almeida\|person/jose-almeida\]' "diacritics do not count"
run 0 "without" "$dm" extract a.txt; lacks out 'wishes|Q100' "nothing without files"

# ---- never merge
printf 'Jon Arnarson\tArnarson\n' >nm.tsv
run 0 "one Arnarson" "$dm" extract a.txt; lacks out '"id": "person/arnarson"' "one Arnarson"
run 0 "never-merge" "$dm" extract a.txt --never-merge nm.tsv
says out '"id": "person/arnarson"' "two Arnarsons"; says out '"id": "person/jon-arnarson"' "two Arnarsons"
run 0 "never-merge explained" "$dm" annotate -x a.txt --never-merge nm.tsv
says out 'nm.tsv:1  "Jon Arnarson" and "Arnarson" are kept apart' "never-merge explained"

printf 'person/jon-arnarson\tperson/arnarson\n' >nmid.tsv
run 0 "never-merge by id" "$dm" annotate -x a.txt --never-merge nmid.tsv
says out 'nmid.tsv:1  "person/jon-arnarson" and "person/arnarson" are kept apart' "never-merge by id"
printf 'organisation/jon-arnarson\torganisation/arnarson\n' >nmkind.tsv
run 0 "ids of another kind" "$dm" extract a.txt --never-merge nmkind.tsv
lacks out '"id": "person/arnarson"' "ids of another kind keep nothing apart"

# ---- drop: the node and its edges, by name and by id
printf 'jon arnarson\nplace/oslo\n' >dr.tsv
run 0 "drop" "$dm" extract a.txt --drop dr.tsv
lacks out '"(source|target|id)": "(person/jon-arnarson|place/oslo)"' "dropped with its edges"
says out 'dr.tsv:1 person/jon-arnarson is left out' "the graph tells what was dropped"
run 0 "drop explained" "$dm" annotate -x a.txt --drop dr.tsv
says out 'dr.tsv:2  place/oslo is left out, mentions: 1' "drop explained"

# ---- add names
printf 'Brimkolla\torganisation\tcompany\tNO\tQ7\nferries\tthing\n' >an.tsv
run 0 "add-names" "$dm" extract a.txt --add-names an.tsv
says out '"id": "Q7"' "the added id"; says out '"subkind": "company"' "the added subkind"
says out '"id": "thing/ferries"' "a name in lower case"
run 0 "graphml carries it" "$dm" extract a.txt --add-names an.tsv -t graphml; says out 'an.tsv:1' "graphml carries it"
printf 'Lawyer\tperson\n' >cap.tsv
run 0 "capitals" "$dm" extract a.txt --add-names cap.tsv; lacks out 'person/lawyer' "a capital is asked for"

# ---- what is wrong with a file
wrong() { # FILE-CONTENT OPTION MESSAGE
    printf "$1" >bad.tsv
    run 3 "$3" "$dm" extract a.txt "$2" bad.tsv
    says err "^dramatis: $3" "$3"
}
wrong '# x\nSolvang Iron Lady\n' --aliases 'bad.tsv: line 2: 1 column, wanted 2 to 4 with a tab between: name, other form'
wrong 'Solvang\t\n' --aliases 'bad.tsv: line 1: column 2 is empty'
wrong 'A Corp\tACo\tfirm\n' --aliases "bad.tsv: line 1: no kind is called 'firm'"
wrong 'A Corp\tACo\nB Corp\tACO\n' --aliases "bad.tsv: line 2: 'ACO' is already a form of A Corp \(line 1\)"
wrong 'A\tB\tthing\tx y\n' --aliases "bad.tsv: line 1: the id 'x y' has a blank"
wrong 'U.S.\tUS\n' --never-merge "bad.tsv: line 1: 'U.S.' and 'US' are one name"
wrong '...\n' --drop "bad.tsv: line 1: '...' has no letter"
wrong 'ok\nx\377\n' --drop 'bad.tsv: line 2: byte 2 is not UTF-8'
wrong 'Brim\n' --add-names 'bad.tsv: line 1: 1 column, wanted 2 to 5'
wrong 'Brim\torganisation\tcity\n' --add-names "bad.tsv: line 1: 'city' is a subkind of place, not of organisation"
wrong 'Brim\torganisation\t\tNor\n' --add-names "bad.tsv: line 1: 'Nor' is not a country code"
wrong 'Brim\tthing\nBRIM\tperson\n' --add-names 'bad.tsv: line 2: Brim is of kind person here, but thing in bad.tsv, line 1'
run 3 "no such file" "$dm" extract a.txt --drop none.tsv; says err 'none.tsv: No such file' "no such file"
printf 'Ingrid Solvang\tIron Lady\n' >pair.tsv
run 3 "aliases against never-merge" "$dm" extract a.txt --aliases al.tsv --never-merge pair.tsv
says err "pair.tsv: line 1: 'Ingrid Solvang' and 'Iron Lady' are one actor in al.tsv, line 2" "contradiction"
printf 'Brimkolla\nBrimkolla\n' >both.tsv
run 0 "dropped and added" "$dm" extract a.txt --add-names an.tsv --drop both.tsv
says err "warning: both.tsv: line 1: 'Brimkolla' is left out although an.tsv, line 1, asks for it" "dropped and added"
says err "warning: both.tsv: line 2: 'Brimkolla' stands in line 1 already" "a line twice"
lacks out '"id": "Q7"' "drop wins"
run 0 "quiet" "$dm" annotate -q a.txt --add-names an.tsv --drop both.tsv; lacks err 'warning' "quiet"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
