#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Open relations from outside: triples as lines, and edges of the graph when asked for.
# usage: open.sh PROGRAM
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
    sed 's/^/    out: /' out | head -20
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
tab=$(printf '\t')

# ---- lines: the number is the line's, blank lines and two sentences in a line included
printf 'Ann met Bob.\n\nThe lake is deep. Ann sold the boat.\n' >lines.txt
run 0 "lines" "$dm" extract -f lines --relations open --all-arguments --to tsv lines.txt
says out "^1${tab}Ann${tab}met${tab}Bob${tab}0\\.[0-9]{4}\$" "five columns"
says out "^3${tab}The lake${tab}is${tab}deep${tab}" "the third line"
says out "^3${tab}Ann${tab}sold${tab}the boat${tab}" "two sentences of one line"
lacks out "^2" "nothing of the blank line"
lacks out "^[^${tab}]*(${tab}[^${tab}]*){0,3}\$" "never less than five columns"
lacks out "^([^${tab}]*${tab}){5}" "never more"
cp out first
run 0 "again" "$dm" extract -f lines -r open --all-arguments -t tsv lines.txt
if cmp -s out first; then ok; else bad "the same bytes"; fi
run 0 "to a file" "$dm" extract -f lines -r open --all-arguments -t tsv -o t.tsv lines.txt
if cmp -s t.tsv first; then ok; else bad "the same in a file"; fi
run 0 "least" "$dm" extract -f lines -r open --all-arguments -t tsv -c 0.99 lines.txt
if [ -s out ]; then bad "--min-confidence leaves out"; else ok; fi

# ---- an article is counted by its sentences
printf 'Ann met Bob. Ann sold the boat.\n' >a.txt
run 0 "article" "$dm" extract -r open --all-arguments -t tsv a.txt
says out "^2${tab}Ann${tab}sold${tab}the boat" "the second sentence"

# ---- only together
run 2 "tsv alone" "$dm" extract -t tsv a.txt; says err "all-arguments" "the usage names the option"
run 2 "not of a graph" "$dm" extract -r open --all-arguments a.txt
run 2 "other families" "$dm" extract -r state --all-arguments -t tsv a.txt

# ---- in the graph: only when asked, between nodes, with polarity
cat >b.txt <<'END'
Harbour news

Karl Brenner did not sing in Denmark. Ann Lee painted Karl Brenner.
END
run 0 "default" "$dm" extract --no-analysis b.txt; lacks out '"relation": "open"' "off by default"
run 0 "asked" "$dm" extract --no-analysis -r open b.txt
says out '"relation": "open"' "open edges"
says out '"predicate": "paint"' "the verb's lemma"
says out '"predicate": "sing in"' "its preposition"
says out '"polarity": "negated"' "negation is kept"
lacks out '"family": "(state|event)"' "nothing else"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
