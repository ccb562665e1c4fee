/* SPDX-License-Identifier: GPL-3.0-or-later */
/* num.h - numbers as text: the same digits on every machine, the C locale always. */
#ifndef DM_BASE_NUM_H
#define DM_BASE_NUM_H

#include "base/str.h"

typedef struct {
    char text[32];
} dm_num;

/* At most six significant digits, no exponent for what fits, no "-0"; NaN and infinities are
 * "0" (callers leave such values out before). */
dm_num num_text(double value);
double num_round(double value); /* the value that num_text prints */

#endif
