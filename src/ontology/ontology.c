/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ontology/ontology.h"

const dm_kind_info kind_table[KIND_COUNT] = {
#define KIND(id, actor_, colour_, about_) \
    [KIND_##id] = {.name = #id, .actor = (actor_), .colour = (colour_), .about = (about_)},
#include "ontology/kinds.def"
#undef KIND
};

const dm_subkind_info subkind_table[SUBKIND_COUNT] = {
#define SUBKIND(id, kind_) [SUBKIND_##id] = {.name = #id, .kind = KIND_##kind_},
#include "ontology/subkinds.def"
#undef SUBKIND
};

const dm_rel_info rel_table[REL_COUNT] = {
#define RELATION(id, family_, symmetric_, quad_, ends_, dwie_, wikidata_, about_) \
    [REL_##id] = {.name = #id,                                                    \
                  .family = FAMILY_##family_,                                     \
                  .symmetric = (symmetric_),                                      \
                  .quad = QUAD_##quad_,                                           \
                  .ends = (ends_),                                                \
                  .dwie = (dwie_),                                                \
                  .wikidata = (wikidata_),                                        \
                  .about = (about_)},
#include "ontology/relations.def"
#undef RELATION
};

static const char *const office_names[] = {
#define OFFICE(id) #id,
#include "ontology/offices.def"
#undef OFFICE
};

static const char *const family_names[] = {"state", "event", "open", "cooccurrence"};
static const char *const quad_names[] = {"",
                                         "verbal_cooperation",
                                         "material_cooperation",
                                         "verbal_conflict",
                                         "material_conflict",
                                         "neutral"};
static const char *const polarity_names[] = {"affirmed", "negated"};
static const char *const modality_names[] = {"asserted", "planned", "possible", "alleged",
                                             "denied"};
static const char *const form_names[] = {"named", "nominal", "pronoun"};

static int find(const char *const *names, int n, dm_str name)
{
    int i = 0;
    while (i < n && !str_eq(str_z(names[i]), name))
        i++;
    return i;
}

const char *office_name(dm_office o)
{
    return office_names[o];
}

const char *family_name(dm_family f)
{
    return family_names[f];
}

const char *quad_name(dm_quad q)
{
    return quad_names[q];
}

const char *polarity_name(dm_polarity p)
{
    return polarity_names[p];
}

const char *modality_name(dm_modality m)
{
    return modality_names[m];
}

const char *form_name(dm_form f)
{
    return form_names[f];
}

dm_family family_find(dm_str name)
{
    return (dm_family)find(family_names, FAMILY_COUNT, name);
}

dm_polarity polarity_find(dm_str name)
{
    return (dm_polarity)find(polarity_names, POLARITY_COUNT, name);
}

dm_modality modality_find(dm_str name)
{
    return (dm_modality)find(modality_names, MODALITY_COUNT, name);
}

dm_form form_find(dm_str name)
{
    return (dm_form)find(form_names, FORM_COUNT, name);
}

dm_office office_find(dm_str name)
{
    return (dm_office)find(office_names, OFFICE_COUNT, name);
}

dm_kind kind_find(dm_str name)
{
    int i = 0;
    while (i < KIND_COUNT && !str_eq(str_z(kind_table[i].name), name))
        i++;
    return (dm_kind)i;
}

dm_subkind subkind_find(dm_str name)
{
    int i = 0;
    while (i < SUBKIND_COUNT && !str_eq(str_z(subkind_table[i].name), name))
        i++;
    return (dm_subkind)i;
}

dm_rel rel_find(dm_str name)
{
    int i = 0;
    while (i < REL_COUNT && !str_eq(str_z(rel_table[i].name), name))
        i++;
    return (dm_rel)i;
}
