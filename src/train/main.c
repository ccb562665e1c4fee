/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dramatis-train: what makes the shipped models from the shared data. */
#include "train/command.h"

#include <stdio.h>
#include <string.h>

static const train_command commands[] = {
#define TRAIN_COMMAND(name, run, about) {name, run, about},
#include "train/commands.def"
#undef TRAIN_COMMAND
};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

static int usage(FILE *out)
{
    (void)fputs("usage: dramatis-train COMMAND ...\n", out);
    for (size_t i = 0; i < COMMANDS; i++)
        (void)fprintf(out, "  %-20s %s\n", commands[i].name, commands[i].about);
    return out == stdout ? 0 : 2;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return usage(stderr);
    if (strcmp(argv[1], "--help") == 0)
        return usage(stdout);
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    return usage(stderr);
}
