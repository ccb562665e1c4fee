/* SPDX-License-Identifier: GPL-3.0-or-later */
/* graph_fixture OUT.json OUT.gexf ...: the graph of fixture.h, written in the format that each
 * file's name asks for; "12:OUT.gexf" is GEXF 1.2, "strict:OUT.graphml" what the schema allows,
 * "neo4j:OUT.nodes.csv" a flavour; "hostile=OUT.gml" is the graph of names that break writers.
 * For the tests with other programs. */
#include "files/format.h"
#include "fixture.h"

#include <stdio.h>

static dm_status write_one(const dm_graph *g, const char *path, dm_error *err)
{
    dm_write_options o = {.with_text = true};
    for (dm_flavour f = FLAVOUR_GEPHI; f < FLAVOUR_COUNT; f++) {
        size_t n = strlen(flavour_name(f));
        if (strncmp(path, flavour_name(f), n) == 0 && path[n] == ':') {
            o.flavour = f;
            path += n + 1;
        }
    }
    if (strncmp(path, "12:", 3) == 0) {
        o.gexf = GEXF_12;
        path += 3;
    }
    if (strncmp(path, "strict:", 7) == 0) {
        o.strict = true;
        path += 7;
    }
    const dm_format *f = format_of_path(path);
    if (!f)
        return dm_fail(err, DM_EUSAGE, "%s: unknown format", path);
    dm_out out;
    DM_TRY(out_open(&out, path, err));
    graph_write(g, f, &o, &out);
    return out_close(&out, err);
}

int main(int argc, char **argv)
{
    static const char other[] = "hostile=";
    dm_graph *g = fixture_graph(), *hostile = fixture_hostile();
    dm_error err = {0};
    for (int i = 1; i < argc && err.code == DM_OK; i++) {
        bool bad = strncmp(argv[i], other, sizeof other - 1) == 0;
        (void)!write_one(bad ? hostile : g, argv[i] + (bad ? sizeof other - 1 : 0), &err);
    }
    dm_graph_free(g);
    dm_graph_free(hostile);
    if (err.code != DM_OK)
        (void)fprintf(stderr, "graph_fixture: %s\n", err.message);
    return err.code != DM_OK;
}
