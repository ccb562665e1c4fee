/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The graph as linked data: schema.org, PROV-O, W3C Web Annotation.
 *
 * Actors are urn:dramatis:KIND/NAME with schema:name, schema:alternateName ...; the article is
 * its URL (else urn:dramatis:document:ID), a schema:NewsArticle.  Every edge is an
 * rdf:Statement with polarity, modality, confidence and weight, prov:wasDerivedFrom the article
 * and one annotation per quote (TextQuoteSelector, TextPositionSelector in characters).  The
 * bare triple stands beside it only where the article affirms and asserts it: what is denied,
 * planned or alleged must not be read as a fact.  Wikidata's properties are told once, as
 * equivalents. */
#include "base/num.h"
#include "files/rdf.h"
#include "files/sheet.h"
#include "files/writers.h"

#include <math.h>

typedef struct {
    dm_sheet s;
    dm_rdf r;
} writer;

static const struct {
    const char *relation, *property;
    bool inverse;
} schema_relations[] = {
#define RDF_RELATION(relation, property, inverse) {#relation, property, inverse},
#include "files/rdf_relations.def"
#undef RDF_RELATION
};

static dm_str node_iri(writer *w, uint32_t i)
{
    dm_buf b = {0};
    buf_add(&b, STR("urn:dramatis:"));
    put_percent(&b, w->s.ids[i]);
    dm_str iri = str_dup(&w->s.scratch, buf_str(&b));
    buf_free(&b);
    return iri;
}

static bool is_url(dm_str s)
{
    return str_starts(s, STR("http://")) || str_starts(s, STR("https://"));
}

static dm_str doc_iri(writer *w, uint32_t i)
{
    const dm_gdoc *d = &w->s.g->docs[i];
    if (is_url(d->url))
        return d->url;
    dm_buf b = {0};
    buf_add(&b, STR("urn:dramatis:document:"));
    put_percent(&b, d->id.len ? d->id : STR("0"));
    dm_str iri = str_dup(&w->s.scratch, buf_str(&b));
    buf_free(&b);
    return iri;
}

static bool is_day(dm_str s)
{
    static const char shape[] = "dddd-dd-dd";
    for (size_t i = 0; i < s.len && i < 10; i++) {
        if (shape[i] == 'd' ? s.ptr[i] < '0' || s.ptr[i] > '9' : s.ptr[i] != '-')
            return false;
    }
    return s.len == 10;
}

static void put_date(dm_rdf *r, const char *property, dm_str date)
{
    if (is_day(date))
        rdf_typed(r, property, date, "date");
    else
        rdf_text(r, property, date);
}

/* Without exponent, which xsd:decimal does not have. */
static void put_number(dm_rdf *r, const char *property, double value)
{
    char z[64];
    if (!isfinite(value))
        return;
    dm_num n = num_text(value);
    if (strchr(n.text, 'e'))
        (void)snprintf(z, sizeof z, "%.15f", value);
    rdf_typed(r, property, str_z(strchr(n.text, 'e') ? z : n.text), "decimal");
}

static void put_count(dm_rdf *r, const char *property, uint32_t n)
{
    char z[16];
    (void)snprintf(z, sizeof z, "%u", n);
    rdf_typed(r, property, str_z(z), "integer");
}

static void write_document(writer *w, uint32_t i)
{
    const dm_gdoc *d = &w->s.g->docs[i];
    rdf_begin(&w->r, doc_iri(w, i));
    rdf_name(&w->r, "rdf:type", "schema:NewsArticle");
    rdf_name(&w->r, "rdf:type", "prov:Entity");
    rdf_text(&w->r, "schema:identifier", d->id);
    rdf_text(&w->r, "schema:headline", d->title);
    if (d->date.len)
        put_date(&w->r, "schema:datePublished", d->date);
    if (is_url(d->url))
        rdf_iri(&w->r, "schema:url", d->url);
    rdf_text(&w->r, "schema:publisher", d->source);
    rdf_text(&w->r, "schema:inLanguage", d->language);
    rdf_text(&w->r, "dramatis:sha256", d->sha256);
    rdf_end(&w->r);
}

static const char *type_of(dm_str kind)
{
    static const char *const types[KIND_COUNT] = {
        [KIND_person] = "schema:Person",   [KIND_organisation] = "schema:Organization",
        [KIND_country] = "schema:Country", [KIND_place] = "schema:Place",
        [KIND_group] = "dramatis:Group",   [KIND_event] = "schema:Event",
        [KIND_thing] = "schema:Thing"};
    dm_kind k = kind_find(kind);
    return k < KIND_COUNT ? types[k] : "schema:Thing";
}

static void write_node(writer *w, uint32_t i)
{
    const dm_gnode *n = &w->s.g->nodes[i];
    dm_rdf *r = &w->r;
    rdf_begin(r, node_iri(w, i));
    rdf_name(r, "rdf:type", type_of(n->kind));
    rdf_name(r, "rdf:type", n->actor ? "prov:Agent" : "prov:Entity");
    rdf_text(r, "schema:name", node_label(n));
    for (uint32_t k = 0; k < n->alias_count; k++) {
        if (!str_eq(n->aliases[k].name, node_label(n)))
            rdf_text(r, "schema:alternateName", n->aliases[k].name);
    }
    for (uint32_t k = 0; k < n->role_count; k++)
        rdf_text(r, "schema:jobTitle", n->roles[k].text);
    if (str_eq(n->gender, STR("f")) || str_eq(n->gender, STR("m")))
        rdf_name(r, "schema:gender",
                 str_eq(n->gender, STR("f")) ? "schema:Female" : "schema:Male");
    rdf_text(r, "dramatis:subkind", n->subkind);
    rdf_text(r, "dramatis:countryCode", n->country);
    put_number(r, "dramatis:salience", n->salience);
    put_number(r, "dramatis:pagerank", n->measure[MEASURE_pagerank]);
    rdf_end(r);
}

/* The property of a relation: our own, named by it, or by the words of a foreign edge. */
static dm_str relation_iri(writer *w, const dm_gedge *e)
{
    dm_buf b = {0};
    buf_add(&b, STR("urn:dramatis:ns:"));
    put_percent(&b, e->relation.len ? e->relation : STR("relatedTo"));
    dm_str iri = str_dup(&w->s.scratch, buf_str(&b));
    buf_free(&b);
    return iri;
}

static bool is_fact(const dm_gedge *e)
{
    bool affirmed = !e->polarity.len || str_eq(e->polarity, STR("affirmed"));
    bool asserted = !e->modality.len || str_eq(e->modality, STR("asserted"));
    return affirmed && asserted && !e->former;
}

/* source property target; for symmetric relations both ways. */
static void one_fact(writer *w, uint32_t source, const char *property, uint32_t target)
{
    rdf_begin(&w->r, node_iri(w, source));
    rdf_iri(&w->r, property, node_iri(w, target));
    rdf_end(&w->r);
}

static void bare_triples(writer *w, const dm_gedge *e)
{
    dm_str own = relation_iri(w, e);
    dm_str name = str_fmt(&w->s.scratch, "dramatis:%.*s",
                          STR_ARG(str_slice(own, strlen("urn:dramatis:ns:"), own.len)));
    bool both = e->symmetric || !w->s.g->directed;
    one_fact(w, e->source, name.ptr, e->target);
    if (both)
        one_fact(w, e->target, name.ptr, e->source);
    for (size_t k = 0; k < sizeof schema_relations / sizeof *schema_relations; k++) {
        if (!str_eq(str_z(schema_relations[k].relation), e->relation))
            continue;
        bool turn = schema_relations[k].inverse;
        const char *property = schema_relations[k].property;
        one_fact(w, turn ? e->target : e->source, property, turn ? e->source : e->target);
        if (both)
            one_fact(w, e->target, property, e->source);
    }
}

static void write_quote(writer *w, dm_str statement, const dm_gedge *e, uint32_t k)
{
    const dm_gevidence *v = &e->evidence[k];
    dm_rdf *r = &w->r;
    dm_arena *a = &w->s.scratch;
    dm_str note = str_fmt(a, "%.*s/evidence/%u", STR_ARG(statement), k);
    dm_str quote = str_fmt(a, "%.*s/quote", STR_ARG(note));
    dm_str position = str_fmt(a, "%.*s/position", STR_ARG(note));
    dm_str target = str_fmt(a, "%.*s/target", STR_ARG(note));
    rdf_begin(r, note);
    rdf_name(r, "rdf:type", "oa:Annotation");
    rdf_iri(r, "oa:hasBody", statement);
    rdf_iri(r, "oa:hasTarget", target);
    rdf_end(r);
    rdf_begin(r, target);
    rdf_name(r, "rdf:type", "oa:SpecificResource");
    if (v->doc < w->s.g->doc_count)
        rdf_iri(r, "oa:hasSource", doc_iri(w, v->doc));
    rdf_iri(r, "oa:hasSelector", quote);
    if (v->end > v->begin)
        rdf_iri(r, "oa:hasSelector", position);
    rdf_end(r);
    rdf_begin(r, quote);
    rdf_name(r, "rdf:type", "oa:TextQuoteSelector");
    rdf_text(r, "oa:exact", v->quote);
    rdf_end(r);
    if (v->end <= v->begin)
        return;
    rdf_begin(r, position);
    rdf_name(r, "rdf:type", "oa:TextPositionSelector");
    put_count(r, "oa:start", v->begin);
    put_count(r, "oa:end", v->end);
    rdf_end(r);
}

static dm_str statement_iri(writer *w, uint32_t i)
{
    dm_buf b = {0};
    buf_add(&b, STR("urn:dramatis:statement:"));
    put_percent(&b, w->s.g->id.len ? w->s.g->id : STR("graph"));
    buf_byte(&b, '/');
    put_percent(&b, w->s.edge_ids[i]);
    dm_str iri = str_dup(&w->s.scratch, buf_str(&b));
    buf_free(&b);
    return iri;
}

static bool first_of_doc(const dm_gedge *e, uint32_t k)
{
    for (uint32_t i = 0; i < k; i++) {
        if (e->evidence[i].doc == e->evidence[k].doc)
            return false;
    }
    return true;
}

static void write_statement(writer *w, uint32_t i)
{
    const dm_gedge *e = &w->s.g->edges[i];
    dm_rdf *r = &w->r;
    dm_str statement = statement_iri(w, i);
    rdf_begin(r, statement);
    rdf_name(r, "rdf:type", "rdf:Statement");
    rdf_name(r, "rdf:type", "prov:Entity");
    rdf_iri(r, "rdf:subject", node_iri(w, e->source));
    rdf_iri(r, "rdf:predicate", relation_iri(w, e));
    rdf_iri(r, "rdf:object", node_iri(w, e->target));
    rdf_text(r, "rdfs:label", e->predicate);
    rdf_text(r, "dramatis:polarity", e->polarity);
    rdf_text(r, "dramatis:modality", e->modality);
    rdf_text(r, "dramatis:quad", e->quad);
    uint32_t by = e->attributed_to.len ? graph_find(w->s.g, e->attributed_to) : GRAPH_NONE;
    if (by != GRAPH_NONE)
        rdf_iri(r, "prov:wasAttributedTo", node_iri(w, by));
    if (e->date.len)
        put_date(r, "schema:startDate", e->date);
    if (e->former)
        rdf_typed(r, "dramatis:former", STR("true"), "boolean");
    put_number(r, "dramatis:confidence", e->confidence);
    put_number(r, "dramatis:weight", e->weight);
    for (uint32_t k = 0; k < e->evidence_count; k++) {
        if (e->evidence[k].doc < w->s.g->doc_count && first_of_doc(e, k))
            rdf_iri(r, "prov:wasDerivedFrom", doc_iri(w, e->evidence[k].doc));
    }
    rdf_end(r);
    for (uint32_t k = 0; k < e->evidence_count; k++)
        write_quote(w, statement, e, k);
    if (is_fact(e))
        bare_triples(w, e);
}

/* "P488, P169 inverse" of the ontology's table: one triple each. */
static void write_relation(writer *w, const dm_rel_info *rel)
{
    bool used = false;
    for (uint32_t i = 0; !used && i < w->s.g->edge_count; i++)
        used = str_eq(w->s.g->edges[i].relation, str_z(rel->name));
    if (!used || !*rel->wikidata)
        return;
    bool inverse = strstr(rel->wikidata, "inverse") != NULL;
    rdf_begin(&w->r, str_fmt(&w->s.scratch, "urn:dramatis:ns:%s", rel->name));
    for (dm_str rest = str_z(rel->wikidata); rest.len;) {
        dm_str p = str_trim(str_cut(rest, ',', &rest));
        dm_str ignored;
        p = str_cut(p, ' ', &ignored);
        rdf_iri(&w->r, inverse ? "owl:inverseOf" : "owl:equivalentProperty",
                str_fmt(&w->s.scratch, "http://www.wikidata.org/prop/direct/%.*s", STR_ARG(p)));
    }
    rdf_end(&w->r);
}

static void write_rdf(const dm_graph *g, const dm_write_options *o, dm_out *out, bool json)
{
    writer w;
    sheet_open(&w.s, g, o, out);
    rdf_open(&w.r, out, json);
    for (int k = 0; k < REL_COUNT; k++)
        write_relation(&w, &rel_table[k]);
    for (uint32_t i = 0; i < g->doc_count; i++)
        write_document(&w, i);
    for (uint32_t i = 0; i < g->node_count; i++) {
        write_node(&w, i);
        sheet_clear(&w.s);
    }
    for (uint32_t i = 0; i < g->edge_count; i++) {
        write_statement(&w, i);
        sheet_clear(&w.s);
    }
    rdf_close(&w.r);
    sheet_close(&w.s);
}

void ntriples_write(const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    write_rdf(g, o, out, false);
}

void jsonld_write(const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    write_rdf(g, o, out, true);
}
