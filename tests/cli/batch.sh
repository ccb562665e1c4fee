#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Many articles at once: folders, gzip, WARC, shards, jobs, errors.  usage: batch.sh PROGRAM TEST-DATA
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
lines() { if [ "$(wc -l <"$work/$1")" = "$2" ]; then ok; else bad "$3: $(wc -l <"$work/$1") lines, not $2"; fi; }

# ---- folders, at any depth
mkdir -p "$work/news/north/far" "$work/news/.hidden"
printf 'Jon Arnarson met Olav Brekke in Oslo on Monday.\n' >"$work/news/one.txt"
printf 'Prime Minister Olav Brekke of Norway praised Iceland.\n' >"$work/news/north/one.txt"
printf '<html><head><title>Talks in Oslo</title></head><body><p>Ingrid Solvang visited Jon Arnarson in Reykjavik on Friday, her office said.</p></body></html>\n' >"$work/news/north/far/page.html"
printf 'Nobody should read this about Sven Dahl.\n' >"$work/news/.hidden/x.txt"
run 0 "a folder" "$dm" extract "$work/news" -t ndjson
lines out 3 "a folder"
lacks out 'Sven Dahl' "hidden folders are left out"
says out '"id":"north/one"' "files of one name below keep apart"
says out '"id":"north/far/page"' "folders below folders"
cp "$work/out" "$work/all.ndjson"
run 0 "to a folder" "$dm" extract "$work/news" --out-dir "$work/graphs" -t graphml
if [ -s "$work/graphs/north_far_page.graphml" ]; then ok; else bad "a name without slashes"; fi
ln -s .. "$work/news/north/round"
run 0 "a link that goes round" "$dm" extract "$work/news" -t ndjson
same "$work/out" "$work/all.ndjson" "a link that goes round"
rm "$work/news/north/round"

# ---- the same bytes for any number of jobs, in the order of the articles
for jobs in 2 5 0; do
    run 0 "$jobs jobs" "$dm" extract "$work/news" -t ndjson --jobs $jobs
    same "$work/out" "$work/all.ndjson" "$jobs jobs"
done
run 0 "merge" "$dm" extract "$work/news" --merge
cp "$work/out" "$work/merged.json"
says out '"id": "corpus"' "one graph"
run 0 "merge on jobs" "$dm" extract "$work/news" --merge --jobs 3
same "$work/out" "$work/merged.json" "merge on jobs"
run 0 "merge of the graphs" "$dm" merge "$work/all.ndjson"
same "$work/out" "$work/merged.json" "extract --merge is extract and merge"

# ---- shards: disjoint, complete, the same everywhere
: >"$work/parts.ndjson"
for i in 1 2 3; do
    run 0 "shard $i" "$dm" extract "$work/news" -t ndjson --shard $i/3
    cat "$work/out" >>"$work/parts.ndjson"
done
sort "$work/parts.ndjson" >"$work/a"
sort "$work/all.ndjson" >"$work/b"
same "$work/a" "$work/b" "shards together are the whole"
for bad in 0/3 4/3 1 1/ a/b -1/3 1/0; do
    run 2 "shard $bad" "$dm" extract "$work/news" -t ndjson --shard "$bad"
    says err 'from 1 to N' "shard $bad"
done

# ---- gzip
gzip -c "$work/news/one.txt" >"$work/one.txt.gz"
run 0 "text in gzip" "$dm" extract "$work/one.txt.gz"
"$dm" extract "$work/news/one.txt" >"$work/plain" 2>/dev/null
same "$work/out" "$work/plain" "text in gzip"
head -c 40 "$work/one.txt.gz" >"$work/half.txt.gz"
run 3 "half a gzip" "$dm" extract "$work/half.txt.gz"
says err 'half.txt.gz: byte .*gzip' "half a gzip"

# ---- NDJSON: what is wrong is told line by line, and the rest goes on
cat >"$work/in.ndjson" <<'END'
{"id": "a1", "title": "Talks", "maintext": "Jon Arnarson met Olav Brekke in Oslo.", "date_publish": "2031-01-02"}
{"id": "a2", "title": "No text"}

not json
{"url": "http://news.example/3", "html": "<p>Ingrid Solvang visited Oslo on Friday, her office said.</p>"}
END
run 4 "NDJSON with bad lines" "$dm" extract "$work/in.ndjson" -t ndjson
lines out 4 "a line for every article"
says out '^\{"id":"a2","error":\{"code":".*","message":".*line 2 .*","at":".*in.ndjson: line 2"\}\}$' "an error record"
says out 'line 4 is not a JSON object' "the number of the line in the file"
says out '"id":"http://news.example/3"' "a page in NDJSON, named by its address"
cp "$work/out" "$work/four"
gzip -c "$work/in.ndjson" >"$work/in.ndjson.gz"
run 4 "NDJSON in gzip" "$dm" extract "$work/in.ndjson.gz" -t ndjson -j 2
lines out 4 "NDJSON in gzip"
run 4 "NDJSON on standard input" sh -c "'$dm' extract - -t ndjson <'$work/in.ndjson'"
lines out 4 "NDJSON on standard input, without --from"
run 4 "NDJSON merged" "$dm" extract "$work/in.ndjson" --merge -o "$work/m.json"
says err 'line 4 is not' "the errors of a merge"
if [ -s "$work/m.json" ]; then ok; else bad "the rest is merged"; fi
run 4 "fail fast" "$dm" extract "$work/in.ndjson" -t ndjson --fail-fast
lines out 2 "fail fast stops at the first"
run 4 "fail fast, merged" "$dm" extract "$work/in.ndjson" --merge --fail-fast -o "$work/none.json"
if [ -e "$work/none.json" ]; then bad "fail fast writes no merged graph"; else ok; fi
run 2 "merge into a folder" "$dm" extract "$work/news" --merge --out-dir "$work/x"
run 2 "timeline of nothing" "$dm" extract "$work/news/one.txt" --timeline day

# ---- WARC: records as wget and crawlers write them
response() { # NAME HEADERS BODY-FILE: a response record
    { printf 'HTTP/1.1 200 OK\r\n%b\r\n' "$2"; cat "$3"; } >"$work/http"
    printf 'WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:%s>\r\nWARC-Target-URI: <http://news.example/%s>\r\nWARC-Date: 2031-05-06T07:08:09Z\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: %s\r\n\r\n' \
        "$1" "$1" "$(wc -c <"$work/http")"
    cat "$work/http"
    printf '\r\n\r\n'
}
printf '<html><head><title>Talks</title></head><body><p>Ingrid Solvang visited Jon Arnarson in Reykjavik, her office said.</p></body></html>' >"$work/page"
printf 'pixels' >"$work/picture"
n=$(wc -c <"$work/page")
{ printf '10;x=y\r\n'; head -c 16 "$work/page"; printf '\r\n%x\r\n' $((n - 16)); tail -c +17 "$work/page"; printf '\r\n0\r\n\r\n'; } >"$work/chunked"
gzip -c "$work/page" >"$work/packed"
info='software: none\r\n'
{
    printf 'WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 16\r\n\r\n%b\r\n\r\n' "$info"
    response plain 'Content-Type: text/html; charset=utf-8\r\n' "$work/page"
    response image 'Content-Type: image/png\r\n' "$work/picture"
    response chunked 'Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n' "$work/chunked"
    response packed 'Content-Type: text/html\r\nContent-Encoding: gzip\r\n' "$work/packed"
    response undone 'Content-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n' "$work/page"
    response odd 'Content-Type: text/html; charset=none-such\r\nContent-Encoding: br\r\n' "$work/page"
    printf 'WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:uuid:wet>\r\nContent-Type: text/plain\r\nContent-Length: 38\r\n\r\nOlav Brekke praised Norway on Tuesday.\r\n\r\n'
} >"$work/crawl.warc"
run 4 "WARC" "$dm" extract "$work/crawl.warc" -t ndjson
lines out 6 "pages only"
for id in plain chunked packed undone; do
    says out "\"id\":\"$id\".*\"title\":\"Talks\",\"date\":\"2031-05-06\",\"url\":\"http://news.example/$id\",\"source\":\"news.example\"" "$id"
done
says out '"id":"wet"' "a conversion record"
says out '^\{"id":"odd","error":.*record 7 at byte [0-9]+: content coding .br. is not known' "an unknown coding names the record"
cp "$work/out" "$work/warc.ndjson"
run 4 "WARC in one gzip" sh -c "gzip -c '$work/crawl.warc' | '$dm' extract - -t ndjson -j 3"
grep -v '"error"' "$work/out" >"$work/a"
grep -v '"error"' "$work/warc.ndjson" >"$work/b"
same "$work/a" "$work/b" "WARC in gzip"
response one 'Content-Type: text/html\r\n' "$work/page" | gzip -c >"$work/members.warc.gz"
response two 'Content-Type: text/html\r\n' "$work/page" | gzip -c >>"$work/members.warc.gz"
run 0 "a gzip member for each record" "$dm" extract "$work/members.warc.gz" -t ndjson
lines out 2 "a gzip member for each record"
{ response one 'Content-Type: text/html\r\n' "$work/page"; printf 'rubbish\r\nmore of it\r\n'; response two 'Content-Type: text/html\r\n' "$work/page"; } >"$work/rubbish.warc"
run 4 "rubbish between records" "$dm" extract "$work/rubbish.warc" -t ndjson
lines out 3 "what follows rubbish is read"
says out 'record 2 at byte [0-9]+: where a record should begin' "rubbish is named"
head -c 500 "$work/members.warc.gz" >"$work/cut.warc.gz"
run 4 "a cut archive" "$dm" extract "$work/cut.warc.gz" -t ndjson
lines out 2 "a cut archive: what came before, and an error"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
