/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files/rdf.h"

#include "base/utf8.h"

#define XSD "http://www.w3.org/2001/XMLSchema#"

const dm_rdf_prefix rdf_prefixes[] = {
    {"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
    {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
    {"owl", "http://www.w3.org/2002/07/owl#"},
    {"schema", "http://schema.org/"},
    {"prov", "http://www.w3.org/ns/prov#"},
    {"oa", "http://www.w3.org/ns/oa#"},
    {"dramatis", "urn:dramatis:ns:"},
};
const size_t rdf_prefix_count = sizeof rdf_prefixes / sizeof *rdf_prefixes;

static void write_context(dm_json *j)
{
    json_key(j, "@context");
    json_open(j, '{');
    for (size_t i = 0; i < rdf_prefix_count; i++) {
        json_key(j, rdf_prefixes[i].prefix);
        if (strchr("/#", rdf_prefixes[i].iri[strlen(rdf_prefixes[i].iri) - 1])) {
            json_str(j, str_z(rdf_prefixes[i].iri));
            continue;
        }
        json_open(j, '{'); /* JSON-LD 1.1 takes an IRI that ends otherwise only when told */
        json_key(j, "@id");
        json_str(j, str_z(rdf_prefixes[i].iri));
        json_key(j, "@prefix");
        json_bool(j, true);
        json_close(j);
    }
    json_close(j);
}

void rdf_open(dm_rdf *r, dm_out *out, bool json)
{
    *r = (dm_rdf){.out = out, .json = json, .j = {.out = out}};
    if (!json)
        return;
    json_open(&r->j, '{');
    write_context(&r->j);
    json_key(&r->j, "@graph");
    json_open(&r->j, '[');
}

void rdf_close(dm_rdf *r)
{
    if (r->json) {
        json_close(&r->j);
        json_close(&r->j);
        out_z(r->out, "\n");
    }
    buf_free(&r->subject);
    buf_free(&r->b);
}

void rdf_expand(dm_buf *b, const char *name)
{
    const char *colon = strchr(name, ':');
    for (size_t i = 0; colon && i < rdf_prefix_count; i++) {
        if (str_eq(str_z(rdf_prefixes[i].prefix), (dm_str){name, (size_t)(colon - name)})) {
            buf_fmt(b, "%s%s", rdf_prefixes[i].iri, colon + 1);
            return;
        }
    }
    buf_add(b, str_z(name));
}

/* What an IRI may not have is percent-encoded: white space, quotes, brackets, controls. */
static void put_iri(dm_buf *b, dm_str iri)
{
    for (size_t i = 0; i < iri.len; i++) {
        unsigned char c = (unsigned char)iri.ptr[i];
        if (c <= 0x20 || c == 0x7F || strchr("<>\"{}|^`\\", c))
            buf_fmt(b, "%%%02X", c);
        else
            buf_byte(b, (char)c);
    }
}

void rdf_begin(dm_rdf *r, dm_str subject)
{
    r->subject.len = 0;
    put_iri(&r->subject, subject);
    r->property = NULL;
    if (r->json) {
        json_open(&r->j, '{');
        json_key(&r->j, "@id");
        json_str(&r->j, buf_str(&r->subject));
    }
}

void rdf_end(dm_rdf *r)
{
    if (r->json && r->property)
        json_close(&r->j);
    if (r->json)
        json_close(&r->j);
    r->property = NULL;
}

/* Up to where the value comes. */
static void start(dm_rdf *r, const char *property)
{
    bool type = strcmp(property, "rdf:type") == 0;
    if (!r->json) {
        r->b.len = 0;
        buf_fmt(&r->b, "<%.*s> <", STR_ARG(buf_str(&r->subject)));
        rdf_expand(&r->b, property);
        buf_add(&r->b, STR("> "));
        return;
    }
    if (r->property && strcmp(r->property, property) == 0)
        return;
    if (r->property)
        json_close(&r->j);
    r->property = property;
    json_key(&r->j, type ? "@type" : property);
    json_open(&r->j, '[');
}

static void finish(dm_rdf *r)
{
    buf_add(&r->b, STR(" .\n"));
    out_str(r->out, buf_str(&r->b));
}

void rdf_iri(dm_rdf *r, const char *property, dm_str iri)
{
    dm_buf clean = {0};
    put_iri(&clean, iri);
    start(r, property);
    if (!r->json) {
        buf_fmt(&r->b, "<%.*s>", STR_ARG(buf_str(&clean)));
        finish(r);
    } else if (strcmp(property, "rdf:type") == 0) {
        json_str(&r->j, buf_str(&clean));
    } else {
        json_open(&r->j, '{');
        json_flat(&r->j, 1);
        json_key(&r->j, "@id");
        json_str(&r->j, buf_str(&clean));
        json_close(&r->j);
        json_flat(&r->j, -1);
    }
    buf_free(&clean);
}

void rdf_name(dm_rdf *r, const char *property, const char *name)
{
    dm_buf iri = {0};
    rdf_expand(&iri, name);
    rdf_iri(r, property, buf_str(&iri));
    buf_free(&iri);
}

static void put_literal(dm_buf *b, dm_str text)
{
    buf_byte(b, '"');
    for (size_t at = 0; at < text.len;) {
        uint32_t cp = utf8_next(text, &at);
        if (cp == '"' || cp == '\\')
            buf_fmt(b, "\\%c", (int)cp);
        else if (cp == '\n')
            buf_add(b, STR("\\n"));
        else if (cp == '\r')
            buf_add(b, STR("\\r"));
        else if (cp < 0x20 || cp == 0x7F)
            buf_fmt(b, "\\u%04X", cp ? cp : 0xFFFDu);
        else
            utf8_put(b, cp);
    }
    buf_byte(b, '"');
}

void rdf_text(dm_rdf *r, const char *property, dm_str text)
{
    if (!text.len)
        return;
    start(r, property);
    if (r->json) {
        json_str(&r->j, text);
        return;
    }
    put_literal(&r->b, text);
    finish(r);
}

void rdf_typed(dm_rdf *r, const char *property, dm_str text, const char *type)
{
    start(r, property);
    if (!r->json) {
        put_literal(&r->b, text);
        buf_fmt(&r->b, "^^<" XSD "%s>", type);
        finish(r);
        return;
    }
    json_open(&r->j, '{');
    json_flat(&r->j, 1);
    json_key(&r->j, "@value");
    json_str(&r->j, text);
    json_key(&r->j, "@type");
    r->b.len = 0;
    buf_fmt(&r->b, XSD "%s", type);
    json_str(&r->j, buf_str(&r->b));
    json_close(&r->j);
    json_flat(&r->j, -1);
}
