#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# An installed library can be used by a program of somebody else's, by pkg-config alone.
# usage: install.sh BUILD-DIRECTORY
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$1" --prefix "$work/usr" >/dev/null
cat >"$work/use.c" <<'C'
#include <dramatis.h>
#include <string.h>

int main(void)
{
    const char *text = "Ann Lee met Bob Stone in Oslo.";
    dm_engine *engine = NULL;
    dm_graph *graph = NULL;
    dm_error err = {0};
    dm_input in = {.bytes = text, .size = strlen(text), .id = "use"};
    if (dm_engine_open(&engine, &err) != DM_OK || dm_extract(engine, &in, NULL, &graph, &err) != DM_OK) {
        puts(err.message);
        return 1;
    }
    printf("%s: %zu nodes\n", dm_graph_id(graph), dm_graph_node_count(graph));
    dm_graph_free(graph);
    dm_engine_free(engine);
    return 0;
}
C
pc=$(dirname "$(find "$work/usr" -name dramatis.pc)")
lib=$(dirname "$(find "$work/usr" -name 'libdramatis.so')")
flags=$(PKG_CONFIG_PATH=$pc pkg-config --cflags --libs dramatis)
gcc "$work/use.c" $flags -Wl,-rpath,"$lib" -o "$work/use"
"$work/use" | grep -q '^use: [1-9]'
test -f "$work/usr/share/doc/dramatis/LICENSE"
"$work/usr/bin/dramatis" --version
