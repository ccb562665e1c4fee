/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fields.h - the table behind columns.h: one row per flat attribute. */
#ifndef DM_FILES_FIELDS_H
#define DM_FILES_FIELDS_H

#include "files/columns.h"

struct dm_field {
    const char *name;
    dm_col_type type;
    size_t offset; /* of the member in dm_gnode or dm_gedge, where there is a plain one */
    bool (*get)(const dm_field *, const void *item, dm_buf *);
    bool (*set)(const dm_field *, dm_arena *, void *item, dm_str value);
};

extern const dm_field node_fields[], edge_fields[];
extern const size_t node_field_count, edge_field_count;

#endif
