/* SPDX-License-Identifier: GPL-3.0-or-later */
/* FollowTheMoney, one entity a line, for Aleph and its neighbours.  Actors are Person,
 * Organization, Company, PublicBody, LegalEntity; relations become the schema that fits them
 * (Membership, Directorship, Family ...), else UnknownLink.  Only what the article affirms and
 * asserts is a link: the model has no place for a denial.  https://followthemoney.tech/explorer
 */
#include "files/json_text.h"
#include "files/sheet.h"
#include "files/writers.h"

typedef struct {
    dm_sheet s;
    dm_json j;
} writer;

static const struct {
    const char *relation, *schema, *source, *target, *role_key, *role;
    const char *needs; /* schema of the target, "" when any actor will do */
} links[] = {
    {"head_of", "Directorship", "director", "organization", "role", NULL, "Organization"},
    {"member_of", "Membership", "member", "organization", "role", NULL, "Organization"},
    {"player_of", "Membership", "member", "organization", "role", "player", "Organization"},
    {"coach_of", "Membership", "member", "organization", "role", "coach", "Organization"},
    {"founder_of", "Directorship", "director", "organization", "role", "founder",
     "Organization"},
    {"owner_of", "Ownership", "owner", "asset", "role", "owner", "Company"},
    {"spouse_of", "Family", "person", "relative", "relationship", "spouse", "Person"},
    {"parent_of", "Family", "person", "relative", "relationship", "child", "Person"},
    {"sibling_of", "Family", "person", "relative", "relationship", "sibling", "Person"},
    {"relative_of", "Family", "person", "relative", "relationship", "relative", "Person"},
    {"aide_of", "Associate", "associate", "person", "relationship", NULL, "Person"},
    {"spokesperson_of", "Representation", "agent", "client", "role", "spokesperson", ""},
};

static const char *const company_kinds[] = {"company", "media", NULL};

static const char *schema_of(const dm_gnode *n)
{
    if (str_eq(n->kind, STR("person")))
        return "Person";
    if (str_eq(n->kind, STR("country")))
        return "PublicBody";
    if (str_eq(n->kind, STR("organisation"))) {
        for (size_t i = 0; company_kinds[i]; i++) {
            if (str_eq(n->subkind, str_z(company_kinds[i])))
                return "Company";
        }
        return "Organization";
    }
    if (str_eq(n->kind, STR("place")))
        return "Address";
    if (str_eq(n->kind, STR("event")))
        return "Event";
    return str_eq(n->kind, STR("thing")) ? "Thing" : "LegalEntity";
}

/* Address and Event are no actors and cannot be the end of a link; nor can what is abstract. */
static bool is_end(const dm_gnode *n)
{
    const char *schema = schema_of(n);
    return strcmp(schema, "Address") != 0 && strcmp(schema, "Event") != 0 &&
           strcmp(schema, "Thing") != 0;
}

static void property(dm_json *j, const char *name, dm_str value)
{
    if (!value.len)
        return;
    json_key(j, name);
    json_open(j, '[');
    json_str(j, value);
    json_close(j);
}

static dm_str plain(writer *w, dm_str text)
{
    dm_buf b = {0};
    put_plain(&b, text);
    dm_str out = str_dup(&w->s.scratch, buf_str(&b));
    buf_free(&b);
    return out;
}

/* FtM's ids: letters, digits, "-" and "."; "/" of ours is ".". */
static dm_str ftm_id(writer *w, dm_str id)
{
    dm_buf b = {0};
    buf_add(&b, STR("dm-"));
    for (size_t i = 0; i < id.len; i++) {
        char c = id.ptr[i];
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
            c == '-')
            buf_byte(&b, c);
        else if (c == '/')
            buf_byte(&b, '.');
        else
            buf_fmt(&b, ".%02x", (unsigned)(unsigned char)c);
    }
    dm_str out = str_dup(&w->s.scratch, buf_str(&b));
    buf_free(&b);
    return out;
}

static void begin(writer *w, dm_str id, const char *schema)
{
    w->j = (dm_json){.out = w->s.out, .compact = true};
    json_open(&w->j, '{');
    json_key(&w->j, "id");
    json_str(&w->j, id);
    json_key(&w->j, "schema");
    json_str(&w->j, str_z(schema));
    json_key(&w->j, "properties");
    json_open(&w->j, '{');
}

static void end(writer *w)
{
    json_close(&w->j);
    json_close(&w->j);
    out_z(w->s.out, "\n");
    sheet_clear(&w->s);
}

static dm_str doc_id(writer *w, uint32_t i)
{
    return ftm_id(w, str_fmt(&w->s.scratch, "document/%.*s", STR_ARG(w->s.g->docs[i].id)));
}

static void write_document(writer *w, uint32_t i)
{
    const dm_gdoc *d = &w->s.g->docs[i];
    begin(w, doc_id(w, i), "Article");
    property(&w->j, "title", plain(w, d->title.len ? d->title : d->id));
    property(&w->j, "publishedAt", d->date);
    property(&w->j, "sourceUrl", d->url);
    property(&w->j, "publisher", plain(w, d->source));
    end(w);
}

static dm_str lower(writer *w, dm_str s)
{
    dm_str out = str_dup(&w->s.scratch, s);
    for (char *p = (char *)(uintptr_t)out.ptr; *p; p++)
        *p = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
    return out;
}

static void names(writer *w, const dm_gnode *n)
{
    bool some = false;
    for (uint32_t i = 0; i < n->alias_count; i++) {
        dm_str alias = plain(w, n->aliases[i].name);
        if (!alias.len || str_eq(alias, plain(w, node_label(n))))
            continue;
        if (!some) {
            json_key(&w->j, "alias");
            json_open(&w->j, '[');
        }
        some = true;
        json_str(&w->j, alias);
    }
    if (some)
        json_close(&w->j);
}

static void write_node(writer *w, uint32_t i)
{
    const dm_gnode *n = &w->s.g->nodes[i];
    const char *schema = schema_of(n);
    bool person = strcmp(schema, "Person") == 0, address = strcmp(schema, "Address") == 0;
    if (strcmp(schema, "Thing") == 0)
        schema = "Asset";
    begin(w, ftm_id(w, w->s.ids[i]), schema);
    property(&w->j, address ? "full" : "name", plain(w, node_label(n)));
    names(w, n);
    if (n->country.len == 2)
        property(&w->j, "country", lower(w, n->country));
    if (person && n->gender.len)
        property(&w->j, "gender", str_eq(n->gender, STR("f")) ? STR("female") : STR("male"));
    if (person && n->role_count)
        property(&w->j, "position", plain(w, n->roles[0].text));
    if (w->s.g->doc_count)
        property(&w->j, "proof",
                 doc_id(w, n->mention_count && n->mentions[0].doc < w->s.g->doc_count
                               ? n->mentions[0].doc
                               : 0));
    end(w);
}

static void evidence(writer *w, const dm_gedge *e)
{
    property(&w->j, "startDate", e->date);
    if (!e->evidence_count)
        return;
    property(&w->j, "summary", plain(w, e->evidence[0].quote));
    if (e->evidence[0].doc < w->s.g->doc_count) {
        property(&w->j, "proof", doc_id(w, e->evidence[0].doc));
        property(&w->j, "sourceUrl", w->s.g->docs[e->evidence[0].doc].url);
    }
}

static size_t link_of(const dm_gedge *e, const char *target)
{
    size_t count = sizeof links / sizeof *links;
    for (size_t i = 0; i < count; i++) {
        bool fits =
            !*links[i].needs || strcmp(links[i].needs, target) == 0 ||
            (strcmp(links[i].needs, "Organization") == 0 && strcmp(target, "Company") == 0);
        if (str_eq(str_z(links[i].relation), e->relation) && fits)
            return i;
    }
    return count;
}

static void write_edge(writer *w, uint32_t i)
{
    const dm_gedge *e = &w->s.g->edges[i];
    const dm_gnode *a = &w->s.g->nodes[e->source], *b = &w->s.g->nodes[e->target];
    bool fact = (!e->modality.len || str_eq(e->modality, STR("asserted"))) &&
                !str_eq(e->polarity, STR("negated"));
    if (!fact || !is_end(a) || !is_end(b))
        return;
    size_t k = link_of(e, schema_of(b));
    bool known = k < sizeof links / sizeof *links;
    dm_str words = plain(w, e->predicate.len ? e->predicate : e->relation);
    begin(w,
          ftm_id(w, str_fmt(&w->s.scratch, "%.*s/%.*s", STR_ARG(w->s.g->id),
                            STR_ARG(w->s.edge_ids[i]))),
          known ? links[k].schema : "UnknownLink");
    property(&w->j, known ? links[k].source : "subject", ftm_id(w, w->s.ids[e->source]));
    property(&w->j, known ? links[k].target : "object", ftm_id(w, w->s.ids[e->target]));
    property(&w->j, known ? links[k].role_key : "role",
             known && links[k].role ? str_z(links[k].role) : words);
    evidence(w, e);
    end(w);
}

void ftm_write(const dm_graph *g, const dm_write_options *o, dm_out *out)
{
    writer w = {.j = {.out = out}};
    sheet_open(&w.s, g, o, out);
    for (uint32_t i = 0; i < g->doc_count; i++)
        write_document(&w, i);
    for (uint32_t i = 0; i < g->node_count; i++)
        write_node(&w, i);
    for (uint32_t i = 0; i < g->edge_count; i++)
        write_edge(&w, i);
    sheet_close(&w.s);
}
