/* SPDX-License-Identifier: GPL-3.0-or-later */
/* file.h - whole files in, and outputs that appear complete or not at all. */
#ifndef DM_BASE_FILE_H
#define DM_BASE_FILE_H

#include "base/str.h"

#include <stdio.h>

/* All bytes of path ("-" is standard input) into *out, at most limit bytes (0: no limit).
 * DM_EIO names the path and the system's reason. */
DM_NODISCARD dm_status file_read(const char *path, size_t limit, dm_buf *out, dm_error *err);

/* Buffered output with a sticky error: write freely, check once at the end.  A named file is
 * written as a temporary beside it and renamed by out_close; "-" is standard output. */
typedef struct {
    FILE *file;
    int error; /* errno of the first failure, 0 while all is well */
    char *path, *temp;
} dm_out;

DM_NODISCARD dm_status out_open(dm_out *o, const char *path, dm_error *err);
void out_str(dm_out *o, dm_str s);
void out_z(dm_out *o, const char *z);
void out_fmt(dm_out *o, const char *fmt, ...) DM_PRINTF(2, 3);
/* Flush and rename; on failure the temporary is removed and the old file stays. */
DM_NODISCARD dm_status out_close(dm_out *o, dm_error *err);
void out_abandon(dm_out *o); /* close and remove the temporary; safe after out_close */

#endif
