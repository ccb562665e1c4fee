#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Faults that readers of whole graphs found, in sentences of our own: what must be read and what
# must not.  usage: reading.sh PROGRAM
set -u
export LC_ALL=C
dm=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# reads NAME TEXT: the annotated text in $work/out
reads() {
    name=$1
    printf '%s\n' "$2" >"$work/text.txt"
    "$dm" annotate --color never "$work/text.txt" >"$work/out" 2>"$work/err" || echo "exit $?" >>"$work/out"
}
has() { if grep -qE -- "$1" "$work/out"; then passed=$((passed + 1)); else wrong "no '$1'"; fi; }
hasnt() { if grep -qE -- "$1" "$work/out"; then wrong "there is '$1'"; else passed=$((passed + 1)); fi; }
wrong() {
    failed=$((failed + 1))
    echo "FAILED: $name: $1"
    sed 's/^/    /' "$work/out" | head -12
}

reads "an acronym that is also a pronoun" 'Harbour tests begin

GENEVA -- The World Health Organization (WHO) warned of a new outbreak.
WHO doctors will go to Peru, and the WHO asked for help.'
has '\(\[WHO\|organisation/world-health-organization\]\)'
has '^\[WHO\|organisation/world-health-organization\] doctors'

reads "a deputy heads nothing" 'Karl Brenner, deputy executive director of the Port Office, left the room.'
has 'karl-brenner -member_of-> organisation/port-office'
hasnt 'karl-brenner -head_of-> organisation/port-office'

reads "a deputy governor is an official" 'Marek Vasil, deputy governor of Ontara, met reporters on Monday.'
hasnt 'marek-vasil -head_of'

reads "a past office" 'Ilse Rahm was a member of the Blue Party for nine years.'
has 'ilse-rahm -member_of-> .*blue-party.* former'

reads "a noun in small letters is no actor" 'OSLO - Norway and Iceland have quarrelled over mackerel and herring since 2029, officials in Oslo said.'
hasnt '\[mackerel'
hasnt '\[herring'

reads "the army is not the rebels" 'Fighters of the Highland Liberation Army left Ontara on Monday. The Army said it had lost two soldiers, and General Pavel Orm, the chief of the Army, went to the town.'
has '\[Highland Liberation Army\|organisation/highland-liberation-army\]'
hasnt '\[Army\|organisation/highland-liberation-army\]'

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
