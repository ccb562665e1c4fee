/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's files of names, opened once for all articles. */
#include "cast/wishes.h"

#include "base/file.h"
#include "dramatis.h"

void dm_wishes_free(dm_wishes *w)
{
    if (w)
        wishes_free(w);
}

dm_status dm_wishes_open(const dm_wish_files *files, dm_wishes **out, dm_error *err)
{
    const char *const path[WISH_FILES] = {[WISH_ALIASES] = files->aliases,
                                          [WISH_NEVER_MERGE] = files->never_merge,
                                          [WISH_DROP] = files->drop,
                                          [WISH_ADD_NAMES] = files->add_names};
    dm_wishes *w = dm_calloc(1, sizeof *w);
    dm_status status = DM_OK;
    for (int i = 0; i < WISH_FILES && status == DM_OK; i++) {
        dm_buf bytes = {0};
        if (!path[i])
            continue;
        status = file_read(path[i], WISH_FILE_BYTES, &bytes, err);
        if (status == DM_OK)
            status = wishes_read(w, (wish_file)i, path[i], buf_str(&bytes), err);
        buf_free(&bytes);
    }
    if (status == DM_OK)
        status = wishes_check(w, err);
    if (status != DM_OK) {
        wishes_free(w);
        return status;
    }
    *out = w;
    return DM_OK;
}

size_t dm_wishes_warning_count(const dm_wishes *w)
{
    return w->warnings.len;
}

const char *dm_wishes_warning(const dm_wishes *w, size_t i)
{
    return i < w->warnings.len ? w->warnings.at[i] : "";
}
