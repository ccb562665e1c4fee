/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels.h"

#include <stdlib.h>

static const dm_kernel *const all[] = {
#if DM_KERNELS_AMX
    &kernel_amx,
#endif
#if DM_KERNELS_X86
    &kernel_vnni,   &kernel_avxvnni, &kernel_avx2, &kernel_sse41,
#endif
#if DM_KERNELS_NEON
    &kernel_neon,
#endif
    &kernel_scalar,
};

const dm_kernel *kernel_at(size_t i)
{
    for (size_t k = 0; k < sizeof all / sizeof all[0]; k++) {
        if (all[k]->usable() && i-- == 0)
            return all[k];
    }
    return NULL;
}

const dm_kernel *kernel_find(const char *name)
{
    const dm_kernel *k;
    if (!name)
        name = getenv("DRAMATIS_KERNEL");
    for (size_t i = 0; (k = kernel_at(i)); i++) {
        if (!name || !name[0] || strcmp(k->name, name) == 0)
            return k;
    }
    return NULL;
}
