/* SPDX-License-Identifier: GPL-3.0-or-later */
/* graph_fixture OUT.json OUT.gexf ...: the graph of fixture.h, written in the format that each
 * file's name asks for; "12:OUT.gexf" is GEXF 1.2, "strict:OUT.graphml" what the schema allows.
 * For the tests with other programs. */
#include "files/format.h"
#include "fixture.h"

#include <stdio.h>

static dm_status write_one(const dm_graph *g, const char *path, dm_error *err)
{
    dm_write_options o = {.with_text = true};
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
    dm_graph *g = fixture_graph();
    dm_error err = {0};
    for (int i = 1; i < argc && err.code == DM_OK; i++)
        (void)!write_one(g, argv[i], &err);
    dm_graph_free(g);
    if (err.code != DM_OK)
        (void)fprintf(stderr, "graph_fixture: %s\n", err.message);
    return err.code != DM_OK;
}
