/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/num.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

dm_num num_text(double value)
{
    dm_num n;
    if (!isfinite(value) || value == 0.0) {
        memcpy(n.text, "0", 2);
        return n;
    }
    (void)snprintf(n.text, sizeof n.text, "%.6g", value);
    return n;
}

double num_round(double value)
{
    return strtod(num_text(value).text, NULL);
}
