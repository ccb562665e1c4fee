/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command.h - the sub-commands of dramatis-train: one row of commands.def each. */
#ifndef DM_TRAIN_COMMAND_H
#define DM_TRAIN_COMMAND_H

#include "base/err.h"

typedef struct {
    const char *name;
    int (*run)(int argc,
               char **argv); /* argv[0] is the command's name; gives the exit status */
    const char *about;
} train_command;

#define TRAIN_COMMAND(name, run, about) int run(int argc, char **argv);
#include "train/commands.def"
#undef TRAIN_COMMAND

/* What the command pack does. */
DM_NODISCARD dm_status pack_checkpoint(const char *from, const char *to, dm_error *err);

#endif
