#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the programs that read our files in the tests, all below build/: Python packages, among
# them two generations of networkx, graphology (npm) and the Gephi toolkit (Maven).
# usage: sh tests/clients/setup.sh      Run again, it does only what has changed.
set -eu
cd "$(dirname "$0")/../.."
here=tests/clients
mkdir -p build

# stale NAME FILE...: true when FILEs differ from those of the last finished step NAME
stale() {
    step=$1
    shift
    cat "$@" | cksum >"build/$step.new"
    ! cmp -s "build/$step.new" "build/$step.done"
}
done_with() {
    mv "build/$1.new" "build/$1.done"
}

if stale clients-python $here/requirements.txt || [ ! -x build/venv/bin/python ]; then
    python3 -m venv build/venv
    build/venv/bin/python -m pip install --quiet -r $here/requirements.txt
    build/venv/bin/python -m pip install --quiet --upgrade --no-deps \
        --target build/networkx-2.8.8 networkx==2.8.8
    done_with clients-python
fi

if stale clients-npm $here/package.json || [ ! -d build/npm/node_modules ]; then
    mkdir -p build/npm
    cp $here/package.json build/npm/
    npm install --prefix build/npm --silent --no-audit --no-fund
    done_with clients-npm
fi

if stale clients-maven $here/gephi/pom.xml $here/gephi/GephiImport.java ||
    [ ! -f build/gephi/classes/GephiImport.class ]; then
    mvn -q -B -Dmaven.repo.local="$PWD/build/m2" -f $here/gephi/pom.xml package
    done_with clients-maven
fi
