#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what only the tests need, builds, and runs every test.  usage: sh tests/run.sh
# DM_CC, DM_SANITIZE and DM_BUILD choose another compiler, sanitizers, another build directory.
set -eu
export LC_ALL=C
cd "$(dirname "$0")/.."
build=${DM_BUILD:-build/test}
packages="libcmocka-dev universal-ctags clang-format python3 python3-venv nodejs npm default-jdk-headless maven jing libxml2-utils graphviz binutils g++"

missing=
for p in $packages; do
    dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $p"
done
# a machine may have its own node, java and maven: packages are only for what is not there
for pair in nodejs:node npm:npm default-jdk-headless:javac maven:mvn; do
    command -v "${pair#*:}" >/dev/null 2>&1 && missing=$(echo "$missing" | sed "s/ ${pair%%:*}\b//")
done
if [ -n "$(echo $missing)" ]; then
    if [ "$(id -u)" = 0 ]; then
        apt-get update
        DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
    else
        echo "tests: these packages are missing; install them as root, then run this again:" >&2
        echo "  apt-get install$missing" >&2
        exit 1
    fi
fi

sh tests/clients/setup.sh

cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DDM_WERROR=ON \
    -DCMAKE_C_COMPILER="${DM_CC:-gcc}" -DDM_SANITIZE="${DM_SANITIZE:-}" \
    -DDM_TEST_PYTHON="$PWD/build/venv/bin/python"
cmake --build "$build"
ctest --test-dir "$build" --output-on-failure -j 2 --no-tests=error
