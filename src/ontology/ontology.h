/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ontology.h - the closed sets of the graph: kinds, sub-kinds, relations, polarity, modality.
 * One .def file per table; models, writers, viewer and documentation read the same rows. */
#ifndef DM_ONTOLOGY_H
#define DM_ONTOLOGY_H

#include "base/str.h"

typedef enum {
#define KIND(id, actor, colour, about) KIND_##id,
#include "ontology/kinds.def"
#undef KIND
    KIND_COUNT
} dm_kind;

typedef enum {
#define SUBKIND(id, kind) SUBKIND_##id,
#include "ontology/subkinds.def"
#undef SUBKIND
    SUBKIND_COUNT,
    SUBKIND_NONE = SUBKIND_COUNT
} dm_subkind;

typedef enum {
#define OFFICE(id) OFFICE_##id,
#include "ontology/offices.def"
#undef OFFICE
    OFFICE_COUNT
} dm_office;

typedef enum {
    FAMILY_STATE,
    FAMILY_EVENT,
    FAMILY_OPEN,
    FAMILY_COOCCURRENCE,
    FAMILY_COUNT
} dm_family;

typedef enum {
    QUAD_NONE,
    QUAD_VERBAL_COOPERATION,
    QUAD_MATERIAL_COOPERATION,
    QUAD_VERBAL_CONFLICT,
    QUAD_MATERIAL_CONFLICT,
    QUAD_NEUTRAL,
    QUAD_COUNT
} dm_quad;

typedef enum {
#define RELATION(id, family, symmetric, quad, ends, dwie, wikidata, about) REL_##id,
#include "ontology/relations.def"
#undef RELATION
    REL_COUNT,
    REL_NONE = REL_COUNT
} dm_rel;

typedef enum { POLARITY_AFFIRMED, POLARITY_NEGATED, POLARITY_COUNT } dm_polarity;

typedef enum {
    MODALITY_ASSERTED,
    MODALITY_PLANNED,
    MODALITY_POSSIBLE,
    MODALITY_ALLEGED,
    MODALITY_DENIED,
    MODALITY_COUNT
} dm_modality;

typedef enum { FORM_NAMED, FORM_NOMINAL, FORM_PRONOUN, FORM_COUNT } dm_form;

typedef struct {
    const char *name, *colour, *about;
    bool actor;
} dm_kind_info;

typedef struct {
    const char *name;
    dm_kind kind;
} dm_subkind_info;

typedef struct {
    const char *name, *ends, *dwie, *wikidata, *about;
    dm_family family;
    dm_quad quad;
    bool symmetric;
} dm_rel_info;

extern const dm_kind_info kind_table[KIND_COUNT];
extern const dm_subkind_info subkind_table[SUBKIND_COUNT];
extern const dm_rel_info rel_table[REL_COUNT];

const char *office_name(dm_office o);
const char *family_name(dm_family f);
const char *quad_name(dm_quad q); /* "" for QUAD_NONE; "verbal_cooperation" ... */
const char *polarity_name(dm_polarity p);
const char *modality_name(dm_modality m);
const char *form_name(dm_form f);

/* The member with this name, or the _COUNT / _NONE value when there is none. */
dm_kind kind_find(dm_str name);
dm_subkind subkind_find(dm_str name);
dm_rel rel_find(dm_str name);
dm_family family_find(dm_str name);
dm_polarity polarity_find(dm_str name);
dm_modality modality_find(dm_str name);
dm_form form_find(dm_str name);
dm_office office_find(dm_str name); /* OFFICE_COUNT when there is none */

#endif
