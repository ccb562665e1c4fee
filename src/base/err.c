/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/err.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

dm_status dm_fail(dm_error *err, dm_status code, const char *fmt, ...)
{
    assert(code != DM_OK);
    if (err) {
        va_list ap;
        va_start(ap, fmt);
        err->code = code;
        (void)vsnprintf(err->message, sizeof err->message, fmt, ap);
        va_end(ap);
    }
    return code;
}

const char *dm_status_text(dm_status code)
{
    static const char *const text[] = {
        [DM_OK] = "success",
        [DM_ENOMEM] = "out of memory",
        [DM_EIO] = "input/output error",
        [DM_EINPUT] = "unreadable or invalid input",
        [DM_EMODEL] = "unusable model",
        [DM_EUSAGE] = "bad usage",
        [DM_EINTERNAL] = "internal error",
    };
    static_assert(sizeof text / sizeof text[0] == DM_STATUS_COUNT, "one text per status");
    return (unsigned)code < DM_STATUS_COUNT ? text[code] : "unknown status";
}
