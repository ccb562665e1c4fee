/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The label sets by name and back: three tables made from their .def files. */
#include "engine/parse.h"

static const char *const upos_names[UPOS_COUNT] = {
#define UPOS(id) #id,
#include "engine/upos.def"
#undef UPOS
};

static const char *const xpos_names[XPOS_COUNT] = {
#define XPOS(id, text) text,
#include "engine/xpos.def"
#undef XPOS
};

static const char *const deprel_names[DEP_COUNT] = {
#define DEPREL(id, text) text,
#include "engine/deprel.def"
#undef DEPREL
};

static uint8_t find(const char *const *names, uint32_t count, dm_str name, uint8_t otherwise)
{
    for (uint32_t i = 0; i < count; i++)
        if (str_eq(str_z(names[i]), name))
            return (uint8_t)i;
    return otherwise;
}

const char *upos_name(uint8_t upos)
{
    return upos < UPOS_COUNT ? upos_names[upos] : "X";
}

const char *xpos_name(uint8_t xpos)
{
    return xpos < XPOS_COUNT ? xpos_names[xpos] : "XX";
}

const char *deprel_name(uint8_t deprel)
{
    return deprel < DEP_COUNT ? deprel_names[deprel] : "dep";
}

uint8_t upos_find(dm_str name)
{
    return find(upos_names, UPOS_COUNT, name, UPOS_X);
}

uint8_t xpos_find(dm_str name)
{
    return find(xpos_names, XPOS_COUNT, name, XPOS_XX);
}

uint8_t deprel_find(dm_str name)
{
    dm_str rest;
    const uint8_t main_type =
        find(deprel_names, DEP_COUNT, str_cut(name, ':', &rest), (uint8_t)DEP_dep);
    return find(deprel_names, DEP_COUNT, name, main_type);
}
