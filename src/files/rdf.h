/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rdf.h - triples one after the other, as N-Triples or as JSON-LD; the same triples either way.
 *
 *     rdf_begin(&r, "urn:...");
 *     rdf_iri(&r, "rdf:type", STR("http://schema.org/Person"));
 *     rdf_text(&r, "schema:name", name);
 *     rdf_end(&r);
 *
 * Properties are prefix:name with a prefix of rdf_prefixes; values of one property follow each
 * other.  No blank nodes: every subject has a name. */
#ifndef DM_FILES_RDF_H
#define DM_FILES_RDF_H

#include "files/json_text.h"

typedef struct {
    dm_out *out;
    bool json;
    dm_json j;
    dm_buf subject, b;
    const char *property; /* whose values are being written in JSON-LD */
} dm_rdf;

typedef struct {
    const char *prefix, *iri;
} dm_rdf_prefix;
extern const dm_rdf_prefix rdf_prefixes[];
extern const size_t rdf_prefix_count;

void rdf_open(dm_rdf *r, dm_out *out, bool json);
void rdf_close(dm_rdf *r);

void rdf_begin(dm_rdf *r, dm_str subject); /* an IRI in full */
void rdf_end(dm_rdf *r);

void rdf_iri(dm_rdf *r, const char *property, dm_str iri);
/* A short IRI, "schema:Person". */
void rdf_name(dm_rdf *r, const char *property, const char *name);
/* Nothing for empty text; NUL and bad UTF-8 are U+FFFD. */
void rdf_text(dm_rdf *r, const char *property, dm_str text);
/* A literal with a type of XML Schema: "integer", "decimal", "boolean", "date". */
void rdf_typed(dm_rdf *r, const char *property, dm_str text, const char *type);
/* prefix:name in full, appended. */
void rdf_expand(dm_buf *b, const char *name);

#endif
