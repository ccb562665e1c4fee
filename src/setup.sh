#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# From a fresh Debian 12 to the first graph: installs the build packages, builds Release, and runs
# the main job on one of our articles.  usage: sh src/setup.sh [build-directory]
set -eu
export LC_ALL=C
cd "$(dirname "$0")/.."
build=${1:-build/release}
packages="gcc libc6-dev cmake ninja-build pkg-config libigraph-dev libcjson-dev libxml2-dev libutf8proc-dev zlib1g-dev libopenblas-dev"

missing=
for p in $packages; do
    dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $p"
done
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ]; then
        apt-get update
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
    else
        echo "setup: these packages are missing; install them as root, then run this again:" >&2
        echo "  apt-get install$missing" >&2
        exit 1
    fi
fi

cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DDM_BUILD_TESTS=OFF
cmake --build "$build"

mkdir -p build
"$build/dramatis" extract tests/data/articles/2031-03-04-strait.txt -o build/strait.gexf
echo
echo "the graph is in build/strait.gexf - open it in Gephi; the program is $build/dramatis"
