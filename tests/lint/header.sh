#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The public header stands alone in C and C++, and the library shows nothing but dm_ symbols.
# usage: header.sh INCLUDE-DIRECTORY LIBRARY
set -eu
echo '#include <dramatis.h>' | gcc -std=c17 -Wall -Wextra -pedantic -Werror -I"$1" -fsyntax-only -x c -
echo '#include <dramatis.h>' | g++ -std=c++11 -Wall -Wextra -pedantic -Werror -I"$1" -fsyntax-only -x c++ -
foreign=$(nm -D --defined-only "$2" | awk '{print $3}' | grep -v '^dm_' || true)
if [ -n "$foreign" ]; then
    echo "symbols that do not begin with dm_: $foreign" >&2
    exit 1
fi
declared=$(grep -oE '\bdm_[a-z_]+\(' "$1/dramatis.h" | tr -d '(' | sort -u)
for f in $declared; do
    nm -D --defined-only "$2" | grep -q " T $f\$" || { echo "declared, but not in the library: $f" >&2; exit 1; }
done
