#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Two articles on one event, or on two: whose nodes become one, whose stay apart.  In sentences
# of our own.  usage: pairs.sh PROGRAM
set -u
export LC_ALL=C
dm=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# pair NAME ARTICLE ARTICLE: ids and labels of the merged graph in $work/ids
pair() {
    name=$1
    printf '%s\n' "$2" >"$work/a.txt"
    printf '%s\n' "$3" >"$work/b.txt"
    "$dm" extract "$work/a.txt" -o "$work/a.json" 2>"$work/err" &&
        "$dm" extract "$work/b.txt" -o "$work/b.json" 2>>"$work/err" &&
        "$dm" merge "$work/a.json" "$work/b.json" >"$work/out" 2>>"$work/err" ||
        echo "exit $?" >"$work/out"
    grep -E '^ +"id": ' "$work/out" | grep -oE '"id": "(person|organisation|country|place|group|event|thing)/[^"]*"' |
        sort -u >"$work/ids"
}
# nodes COUNT REGEX: so many nodes have such an id
nodes() {
    n=$(grep -cE "\"id\": \"$2\"" "$work/ids")
    if [ "$n" = "$1" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $name: $n nodes $2, not $1"
        sed 's/^/    /' "$work/ids"
        head -2 "$work/err"
    fi
}

pair "one meeting, two spellings" \
    'OSLO - Foreign Minister Olga Petriyenko of Ukraine met the Norwegian Prime Minister, Ingrid Solvang, in Oslo on Monday. Petriyenko asked Norway for gas.' \
    'KIEV - Ukraine wants gas. Its foreign minister, Olga Petrienko, spoke with Ingrid Solvang, the prime minister of Norway, on Monday. Ms Petrienko thanked her.'
nodes 1 'person/olga-petri.*'
nodes 1 'person/.*solvang'
nodes 1 'country/no'
nodes 1 'country/ua'

pair "one raid, names in full and in short" \
    'Police raided the offices of the Belmar Shipping Company in Oslo on Tuesday. Nils A. Berg, the chairman of Belmar, was arrested.' \
    'Nils Berg, chairman of Belmar Shipping Company, spent the night in a cell. The police in Oslo had searched his office on Tuesday.'
nodes 1 'person/nils.*berg'
nodes 1 'organisation/belmar.*'
nodes 1 'place/oslo'

pair "two ministers of one name" \
    'The Norwegian Minister of Health, Ada Lind, opened a hospital in Bergen. Norway has forty of them.' \
    'Health Minister Ada Lind of New Zealand closed a hospital in Wellington. New Zealand has too many, said Lind.'
nodes 2 'person/ada-lind.*'

pair "a striker and a governor" \
    'Striker Marco Tevi scored twice for Havby United on Sunday. Havby United beat Solby.' \
    'Governor Marco Tevi of Texas signed the bill on Sunday. The United States had asked Tevi to wait.'
nodes 2 'person/marco-tevi.*'

pair "the courts of two countries" \
    'The Supreme Court of Pakistan freed a writer on Friday. Pakistan had jailed him; the Supreme Court said it was wrong.' \
    'The Supreme Court of India heard the case on Friday. India has waited for years, said the Supreme Court.'
nodes 2 'organisation/supreme-court.*'

pair "one body by its letters" \
    'The Shanghai Cooperation Organisation (SCO) met in Astana. The SCO talked about trade.' \
    'Leaders of the SCO met in Astana on Thursday, and the SCO will meet again in June.'
nodes 1 'organisation/(sco|shanghai-cooperation-organisation)'
nodes 1 'place/astana'

pair "a summit and the next" \
    'The 2031 Harbour Summit was held in Lisbon. At the 2031 Harbour Summit, Portugal signed a treaty.' \
    'The 2032 Harbour Summit will be held in Madrid. Spain prepares the 2032 Harbour Summit.'
nodes 2 'event/.*harbour-summit.*'

pair "father and son" \
    'Senator Paul Dunn Jr. of Ohio voted against the bill. Dunn said it was too dear.' \
    'Paul Dunn Sr., a farmer, died on Saturday in Ohio. Dunn was ninety.'
nodes 2 'person/paul-dunn.*'

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
