/* SPDX-License-Identifier: GPL-3.0-or-later */
/* err.h - status codes with a message.
 *
 * A function that can fail returns dm_status and takes dm_error * last (NULL is fine).  The
 * code is for the program, the message for the person.  The place that detects a failure writes
 * the message once; callers only pass it on.  dm_status itself is public: see dramatis.h.
 */
#ifndef DM_BASE_ERR_H
#define DM_BASE_ERR_H

#include "dramatis.h"

#if defined(__GNUC__)
#define DM_PRINTF(f, a) __attribute__((format(printf, f, a)))
#define DM_NODISCARD    __attribute__((warn_unused_result))
#else
#define DM_PRINTF(f, a)
#define DM_NODISCARD
#endif

/* Fill *err (which may be NULL) and return code, so one line does both. */
dm_status dm_fail(dm_error *err, dm_status code, const char *fmt, ...) DM_PRINTF(3, 4);

/* Pass a failure up unchanged: the message was written where it was found. */
#define DM_TRY(expr)                \
    do {                            \
        dm_status dm_try_ = (expr); \
        if (dm_try_ != DM_OK)       \
            return dm_try_;         \
    } while (0)

#endif
