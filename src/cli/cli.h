/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cli.h - what the commands share: exit codes, messages, tables on a terminal. */
#ifndef DM_CLI_CLI_H
#define DM_CLI_CLI_H

#include "base/arena.h"
#include "cli/options.h"

#include <stdio.h>

enum {
    EXIT_OK = 0,
    EXIT_NEGATIVE = 1, /* diff differs; nothing found */
    EXIT_USAGE = 2,
    EXIT_INPUT = 3,
    EXIT_PARTIAL = 4, /* some of a batch failed */
    EXIT_INTERNAL = 5
};

/* Start a command: reads its options.  Returns true when it should go on; otherwise *code is
 * the exit code (--help printed, or the usage error said). */
bool cli_start(const cli_command *self, int argc, char **argv, void *options,
               common_options *common, int *operands, int *code);

int cli_fail(const dm_error *err); /* "dramatis: message" on stderr; the exit code for it */
int cli_usage(const cli_command *self, const char *fmt, ...) DM_PRINTF(2, 3);
/* The user's files read, their warnings on stderr.  *out stays NULL when no file is named. */
DM_NODISCARD dm_status cli_wishes(const dm_wish_files *files, const common_options *common,
                                  dm_wishes **out, dm_error *err);
/* A warning on stderr when the format could not hold every text of the graph as it is. */
void cli_losses(const dm_graph *g, const char *path, const dm_save_options *options,
                const common_options *common);
/* Warnings about documents that came twice with different texts. */
void cli_conflicts(const dm_merger *merger, const common_options *common);
bool cli_colour(const common_options *common, FILE *to);

/* format: NULL (aligned for a terminal), csv, tsv, json, md.  DM_EIO when writing failed. */
DM_NODISCARD dm_status cli_print_table(const dm_table *t, const char *format, FILE *to,
                                       dm_error *err);

/* The graphs of the paths; graphs[count] is the caller's, all NULL at first. */
DM_NODISCARD dm_status cli_read_graphs(char **paths, int count, const char *format,
                                       dm_graph **graphs, dm_error *err);
/* What tables of several graphs call them: the paths without the folders that all share and
 * without ".json".  In out[count], from the arena. */
void cli_graph_names(char **paths, int count, dm_arena *a, const char **out);

void cli_json_text(const char *z, FILE *to); /* quoted and escaped */

/* The formats that a graph can be written in and read from, as choices of --to and --from; a
 * test holds them against 'dramatis formats'. */
#define CLI_FORMATS                                                                           \
    "json|ndjson|graphml|gexf|cytoscape|graphology|jgf|gml|pajek|dot|csv|nodes|edges|events|" \
    "cypher|ntriples|jsonld|ftm|markdown"
#define CLI_FORMATS_IN "json|graphml|gexf"

extern const cli_command cmd_extract, cmd_central, cmd_annotate, cmd_diff, cmd_convert,
    cmd_merge, cmd_query, cmd_stats, cmd_relations, cmd_kinds, cmd_formats;

#endif
