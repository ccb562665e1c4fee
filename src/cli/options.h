/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options.h - one table per command is the whole truth about its options: the parser, the usage
 * line, --help and the suggestions for typing errors are all made from it. */
#ifndef DM_CLI_OPTIONS_H
#define DM_CLI_OPTIONS_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum { OPT_FLAG, OPT_TEXT, OPT_COUNT, OPT_REAL, OPT_CHOICE } opt_kind;

typedef struct {
    const char *name; /* long name, without the dashes */
    char letter;      /* 0 when there is no short form */
    opt_kind kind;    /* bool, const char *, uint64_t, double, const char * of the choices */
    size_t offset;    /* where the value goes in the options struct */
    const char *arg;  /* what --help calls the value; OPT_CHOICE: the choices, | between */
    const char *about;
    const char
        *optional; /* value taken when --name stands without =VALUE; NULL: one is needed */
} opt_row;

/* What every command has. */
typedef struct {
    bool help, quiet, verbose, no_color;
    const char *color; /* auto, always, never */
} common_options;

typedef struct cli_command {
    const char *name, *operands, *about, *examples;
    const opt_row *rows; /* NULL-terminated */
    int (*run)(const struct cli_command *self, int argc, char **argv);
} cli_command;

extern const opt_row common_rows[];

/* Reads options anywhere on the line (until "--"); operands are moved to the front of argv and
 * counted in *operands.  The message of a failure names the option and suggests a near one. */
DM_NODISCARD dm_status opt_parse(const opt_row *rows, void *options, common_options *common,
                                 int argc, char **argv, int *operands, dm_error *err);
void opt_help(const cli_command *command); /* on standard output */
/* The candidate nearest to word, or NULL when none is near. */
const char *opt_nearest(const char *word, const char *const *candidates, size_t count);

#endif
