/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/mend.h"

#include "lexicon/lexicon.h"
#include "relate/states_words.h"

enum { GONE = REL_COUNT, FACTS = 16, POST_REACH = 8, OUTSIDER_REACH = 6 };

typedef struct {
    const dm_relate_input *in;
    dm_relations *list;
} mender;

static const dm_entity *entity(const mender *m, uint32_t e)
{
    return &m->in->cast->entities[e];
}

static bool listed(dm_str word, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq_nocase(word, str_z(words[i])))
            return true;
    }
    return false;
}

#define IN_LIST(word, list) listed(word, list, sizeof(list) / sizeof *(list))

/* Is one of the words of text, hyphens parting them too, in the list? */
static bool any_listed(dm_str text, const char *const *words, size_t n)
{
    while (text.len > 0) {
        dm_str word = str_cut(text, ' ', &text);
        while (word.len > 0) {
            if (listed(str_cut(word, '-', &word), words, n))
                return true;
        }
    }
    return false;
}

#define ANY_IN_LIST(text, list) any_listed(text, list, sizeof(list) / sizeof *(list))

static bool heads_state(uint8_t rel)
{
    return rel == REL_head_of_state || rel == REL_head_of_government;
}

static bool heads(uint8_t rel)
{
    return heads_state(rel) || rel == REL_head_of || rel == REL_minister_of;
}

static bool organ(uint8_t rel)
{
    return rel == REL_agency_of || rel == REL_institution_of || rel == REL_ministry_of;
}

static dm_relation *same_pair(const mender *m, const dm_relation *r, dm_rel rel)
{
    for (size_t i = 0; i < m->list->len; i++) {
        dm_relation *o = &m->list->at[i];
        if (o->rel == rel && o->source == r->source && o->target == r->target &&
            o->polarity == r->polarity && o->modality == r->modality)
            return o;
    }
    return NULL;
}

/* The edge says rel instead; what was implied by the stronger one is then what the words say.
 */
static void say_instead(const mender *m, dm_relation *r, dm_rel rel)
{
    dm_relation *weaker = same_pair(m, r, rel);
    bool worded = r->evidence[0].trigger_begin < r->evidence[0].trigger_end;
    if (weaker == r)
        return;
    if (!worded)
        r->predicate = relation_gloss(&m->in->doc->arena, rel);
    if (weaker) {
        weaker->former = weaker->former || r->former;
        weaker->predicate = r->predicate;
        if (!r->derived) {
            weaker->derived = false;
            weaker->rule = r->rule;
        }
    }
    r->rel = (uint8_t)(weaker ? GONE : rel);
}

/* ---- who heads nothing ---- */

static const char *const second_words[] = {
#define SECOND(word) #word,
#include "relate/mend.def"
#undef SECOND
};

static const dm_office below_offices[] = {
#define BELOW(office) OFFICE_##office,
#include "relate/mend.def"
#undef BELOW
};

static bool is_below(dm_office office)
{
    for (size_t i = 0; i < sizeof below_offices / sizeof *below_offices; i++) {
        if (below_offices[i] == office)
            return true;
    }
    return false;
}

/* The title that an edge gives as its words. */
static dm_office office_said(const mender *m, const dm_relation *r)
{
    const dm_evidence *e = &r->evidence[0];
    if (e->trigger_begin >= e->trigger_end)
        return OFFICE_none;
    dm_str words = span_str(m->in->doc, e->trigger_begin, e->trigger_end);
    return lexicon_title(m->in->lexicon, lexicon_key(&m->in->doc->arena, words));
}

/* All that the article calls the person, as far as it bears on the office: a vice president. */
static bool second_by_roles(const mender *m, const dm_relation *r)
{
    const dm_entity *x = entity(m, r->source);
    bool second = false;
    for (uint32_t i = 0; i < x->role_count; i++) {
        const dm_role *role = &x->roles[i];
        if (role->of != ENTITY_NONE && role->of != r->target)
            continue;
        if (ANY_IN_LIST(role->text, second_words))
            second = true;
        else if (role->office == OFFICE_head_of_state || role->office == OFFICE_minister ||
                 role->office == OFFICE_head_of_government)
            return false;
    }
    return second;
}

static void mend_seconds(const mender *m)
{
    for (size_t i = 0; i < m->list->len; i++) {
        dm_relation *r = &m->list->at[i];
        if (!heads(r->rel))
            continue;
        bool body = entity(m, r->target)->kind == KIND_organisation;
        if (ANY_IN_LIST(r->predicate, second_words) ||
            (heads_state(r->rel) && second_by_roles(m, r)))
            say_instead(m, r, body ? REL_member_of : REL_official_of);
        else if (r->rel == REL_head_of && body && is_below(office_said(m, r)))
            say_instead(m, r, REL_member_of);
    }
}

/* A mayor heads the city, a governor the province: only countries have the other offices. */
static void mend_places(const mender *m)
{
    for (size_t i = 0; i < m->list->len; i++) {
        dm_relation *r = &m->list->at[i];
        if (r->rel == GONE || entity(m, r->target)->kind == KIND_country)
            continue;
        if (heads_state(r->rel))
            say_instead(m, r, REL_head_of);
        else if (r->rel == REL_minister_of)
            say_instead(m, r, REL_official_of);
    }
}

/* ---- one head, one country ---- */

static bool better(const dm_relation *a, const dm_relation *b)
{
    if (a->derived != b->derived)
        return b->derived;
    return a->confidence > b->confidence;
}

/* What hung on an office goes with it. */
static void drop_with_office(const mender *m, dm_relation *gone)
{
    static const dm_rel hung[] = {REL_official_of, REL_citizen_of};
    gone->rel = GONE;
    for (size_t k = 0; k < sizeof hung / sizeof *hung; k++) {
        for (size_t i = 0; i < m->list->len; i++) {
            dm_relation *o = &m->list->at[i];
            if (o->rel == hung[k] && o->derived && o->source == gone->source &&
                o->target == gone->target)
                o->rel = GONE;
        }
    }
}

/* Does the lexicon know the person as a politician, and only of other countries? */
static bool of_elsewhere(const mender *m, const dm_relation *r)
{
    dm_fact facts[FACTS];
    const dm_entity *x = entity(m, r->source), *c = entity(m, r->target);
    if (str_find(x->label, STR(" "), 0) == SIZE_MAX || !c->country[0])
        return false;
    uint32_t n = lexicon_find_name(m->in->lexicon, x->label, facts, FACTS), elsewhere = 0;
    for (uint32_t i = 0; i < n && i < FACTS; i++) {
        if (facts[i].list != LIST_POLITICIAN || !facts[i].country[0])
            continue;
        if (!strncmp(facts[i].country, c->country, 2))
            return false;
        elsewhere++;
    }
    return elsewhere > 0;
}

static bool rivals(const dm_relation *a, const dm_relation *b)
{
    if (a->former || b->former || !heads_state(a->rel) || !heads_state(b->rel))
        return false;
    bool person = a->source == b->source && a->target != b->target;
    bool country = a->target == b->target && a->source != b->source && a->rel == b->rel;
    return person || country;
}

/* Ties of a person to a country that no words say. */
static bool guessed_tie(const dm_relation *r)
{
    return r->derived && str_eq(r->rule, STR("inferred")) &&
           (r->rel == REL_citizen_of || r->rel == REL_official_of || r->rel == REL_minister_of);
}

static void mend_heads(const mender *m)
{
    for (size_t i = 0; i < m->list->len; i++) {
        dm_relation *r = &m->list->at[i];
        bool classified = str_eq(r->rule, STR("classifier"));
        if (heads_state(r->rel) && (r->derived || classified) && of_elsewhere(m, r))
            drop_with_office(m, r);
        else if (guessed_tie(r) && of_elsewhere(m, r))
            r->rel = GONE;
    }
    for (size_t i = 0; i < m->list->len; i++) {
        for (size_t k = 0; k < m->list->len; k++) {
            dm_relation *a = &m->list->at[i], *b = &m->list->at[k];
            if (i != k && rivals(a, b) && b->derived && !better(b, a))
                drop_with_office(m, b);
        }
    }
}

/* ---- one citizenship that is only guessed ---- */

/* A guess falls before another country of the person that is about as likely or likelier. */
static bool outguessed(const mender *m, const dm_relation *r)
{
    static const float as_likely = 0.7F;
    for (size_t i = 0; i < m->list->len; i++) {
        const dm_relation *o = &m->list->at[i];
        if (o != r && o->rel == REL_citizen_of && o->source == r->source &&
            o->target != r->target && o->confidence >= as_likely * r->confidence)
            return true;
    }
    return false;
}

static void mend_citizens(const mender *m)
{
    bool *out = ARENA_ARRAY(&m->in->doc->arena, bool, m->list->len + 1);
    for (size_t i = 0; i < m->list->len; i++) {
        const dm_relation *r = &m->list->at[i];
        out[i] = r->rel == REL_citizen_of && guessed_tie(r) && outguessed(m, r);
    }
    for (size_t i = 0; i < m->list->len; i++)
        m->list->at[i].rel = out[i] ? (uint8_t)GONE : m->list->at[i].rel;
}

/* ---- bodies and their states ---- */

static const dm_subkind private_subkinds[] = {
#define PRIVATE(subkind) SUBKIND_##subkind,
#include "relate/mend.def"
#undef PRIVATE
};

static bool is_private(uint8_t subkind)
{
    for (size_t i = 0; i < sizeof private_subkinds / sizeof *private_subkinds; i++) {
        if (private_subkinds[i] == (dm_subkind)subkind)
            return true;
    }
    return false;
}

static const char *const dealing_words[] = {
#define DEALING(noun) #noun,
#include "relate/mend.def"
#undef DEALING
};

/* "Ontara's ABC membership": every sentence that joins them is about dealings with the body. */
static bool of_dealings(const mender *m, const dm_relation *r)
{
    for (uint32_t i = 0; i < r->evidence_count; i++) {
        const dm_evidence *e = &r->evidence[i];
        uint32_t end = m->in->doc->sentences[e->sentence].end;
        if (e->source_begin >= e->source_end || e->source_end >= end ||
            !IN_LIST(token_str(m->in->doc, e->source_end), dealing_words))
            return false;
    }
    return true;
}

static void mend_bodies(const mender *m)
{
    for (size_t i = 0; i < m->list->len; i++) {
        dm_relation *r = &m->list->at[i];
        if (!organ(r->rel) && r->rel != REL_based_in)
            continue;
        uint8_t subkind = entity(m, r->source)->subkind;
        bool country = entity(m, r->target)->kind == KIND_country;
        if (subkind == SUBKIND_international && country && (organ(r->rel) || r->derived))
            r->rel = GONE;
        else if (of_dealings(m, r))
            r->rel = GONE;
        else if (organ(r->rel) && is_private(subkind))
            say_instead(m, r, REL_based_in);
    }
}

/* ---- envoys, cases, courts, places ---- */

static const char *const posted_words[] = {
#define POSTED(word) #word,
#include "relate/mend.def"
#undef POSTED
};

/* The country that one is sent to: "envoy to Ontara", "special representative for the Ontara";
 * ENTITY_NONE when the word at t posts nobody. */
static uint32_t posted_at(const mender *m, uint32_t t, uint32_t end)
{
    const dm_document *d = m->in->doc;
    if (!IN_LIST(token_str(d, t), posted_words) || t + 2 >= end ||
        !(str_eq(token_str(d, t + 1), STR("to")) || str_eq(token_str(d, t + 1), STR("for"))))
        return ENTITY_NONE;
    uint32_t to = str_eq(token_str(d, t + 2), STR("the")) && t + 3 < end ? t + 3 : t + 2;
    return m->in->cast->token_entity[to];
}

/* Is somebody else named between the two tokens? */
static bool other_person(const mender *m, uint32_t from, uint32_t to, uint32_t person)
{
    for (uint32_t t = from; t < to; t++) {
        uint32_t e = m->in->cast->token_entity[t];
        if (e != ENTITY_NONE && e != person && entity(m, e)->kind == KIND_person)
            return true;
    }
    return false;
}

static bool posted_to(const mender *m, uint32_t person, uint32_t country)
{
    const dm_document *d = m->in->doc;
    const dm_entity *x = entity(m, person);
    for (uint32_t i = 0; i < x->mention_count; i++) {
        const dm_mention *at = &m->in->cast->mentions[x->mentions[i]];
        const dm_sentence *s = &d->sentences[d->tokens[at->begin].sentence];
        uint32_t from = at->begin > s->first + POST_REACH ? at->begin - POST_REACH : s->first;
        uint32_t to = at->end + POST_REACH < s->end ? at->end + POST_REACH : s->end;
        for (uint32_t t = from; t < to; t++) {
            if (posted_at(m, t, s->end) == country &&
                !other_person(m, t < at->begin ? t : at->end, t < at->begin ? at->begin : t,
                              person))
                return true;
        }
    }
    return false;
}

static void mend_posts(const mender *m)
{
    for (size_t i = 0; i < m->list->len; i++) {
        dm_relation *r = &m->list->at[i];
        bool own = r->rel == REL_citizen_of || r->rel == REL_official_of ||
                   r->rel == REL_minister_of || heads_state(r->rel);
        if (own && entity(m, r->source)->kind == KIND_person &&
            posted_to(m, r->source, r->target))
            r->rel = GONE;
    }
}

static const char *const case_words[] = {
#define CASE(word) word,
#include "relate/mend.def"
#undef CASE
};

static bool beside_case_word(const mender *m, uint32_t sentence, uint32_t begin, uint32_t end)
{
    const dm_document *d = m->in->doc;
    const dm_sentence *s = &d->sentences[sentence];
    return begin < end && ((begin > s->first && IN_LIST(token_str(d, begin - 1), case_words)) ||
                           (end < s->end && IN_LIST(token_str(d, end), case_words)));
}

/* "Ann Lee v. Acme" says nothing else of its parties. */
static bool case_name(const mender *m, const dm_evidence *e)
{
    return beside_case_word(m, e->sentence, e->source_begin, e->source_end) ||
           beside_case_word(m, e->sentence, e->target_begin, e->target_end);
}

static const char *const sits_words[] = {
#define SITS(word) #word,
#include "relate/mend.def"
#undef SITS
};

/* Who stands before a court is no member of it. */
static bool sits(const mender *m, uint32_t person)
{
    const dm_entity *x = entity(m, person);
    for (uint32_t i = 0; i < x->role_count; i++) {
        if (x->roles[i].office == OFFICE_judge || ANY_IN_LIST(x->roles[i].text, sits_words))
            return true;
    }
    return false;
}

static const char *const outsider_words[] = {
#define OUTSIDER(word) #word,
#include "relate/mend.def"
#undef OUTSIDER
};

/* "Ann was a guest of Acme", "Ann told Acme": few words between the two, one of them that parts
 * them. */
static bool outside(const mender *m, const dm_relation *r)
{
    const dm_evidence *e = &r->evidence[0];
    if (e->source_begin >= e->source_end || e->source_end > e->target_begin ||
        e->target_begin - e->source_end > OUTSIDER_REACH)
        return false;
    for (uint32_t t = e->source_end; t < e->target_begin; t++) {
        if (IN_LIST(token_str(m->in->doc, t), outsider_words))
            return true;
    }
    return false;
}

static bool impossible(const mender *m, const dm_relation *r)
{
    const dm_entity *s = entity(m, r->source), *t = entity(m, r->target);
    bool classified = r->derived || str_eq(r->rule, STR("classifier"));
    if (r->rel != REL_opponent_of && case_name(m, &r->evidence[0]))
        return true;
    if (!classified)
        return false;
    if ((r->rel == REL_head_of || r->rel == REL_member_of || r->rel == REL_official_of ||
         r->rel == REL_citizen_of) &&
        s->kind == KIND_person && outside(m, r))
        return true;
    bool titled = r->evidence[0].trigger_begin < r->evidence[0].trigger_end;
    if ((r->rel == REL_member_of || r->rel == REL_head_of) && t->subkind == SUBKIND_court &&
        s->kind == KIND_person)
        return !sits(m, r->source) && !(titled && ANY_IN_LIST(r->predicate, sits_words));
    if (r->rel == REL_player_of || r->rel == REL_coach_of)
        return t->subkind != SUBKIND_NONE && t->subkind != SUBKIND_team &&
               t->subkind != SUBKIND_company;
    /* a town does not lie in its airport */
    return r->rel == REL_located_in && t->subkind == SUBKIND_facility &&
           s->subkind != SUBKIND_facility;
}

static void mend_impossible(const mender *m)
{
    for (size_t i = 0; i < m->list->len; i++) {
        dm_relation *r = &m->list->at[i];
        if (r->rel < REL_COUNT && rel_table[r->rel].family == FAMILY_STATE && impossible(m, r))
            r->rel = GONE;
    }
}

/* ---- Leeds, Ohio ---- */

/* Where the place stands with the one it lies in just behind it in the sentence, or NULL. */
static const dm_evidence *spelled_out(const dm_relation *in, uint32_t sentence)
{
    for (uint32_t i = 0; in->rel == REL_located_in && i < in->evidence_count; i++) {
        const dm_evidence *e = &in->evidence[i];
        if (e->sentence == sentence && e->source_begin < e->source_end &&
            e->target_begin < e->target_end && e->source_end <= e->target_begin &&
            e->target_begin - e->source_end <= 1)
            return e;
    }
    return NULL;
}

static void add_wider(const mender *m, const dm_relation *r, const dm_relation *in,
                      const dm_evidence *where)
{
    dm_relation wider = *r;
    dm_evidence e = r->evidence[0];
    wider.target = in->target;
    wider.derived = true;
    wider.rule = STR("place-chain");
    wider.confidence = r->confidence < in->confidence ? r->confidence : in->confidence;
    e.target_begin = where->target_begin;
    e.target_end = where->target_end;
    if (!same_pair(m, &wider, (dm_rel)r->rel))
        relations_add(m->list, &m->in->doc->arena, &wider, &e);
}

/* Who was born in Leeds, Ohio, was born in Ohio. */
static void mend_chains(const mender *m)
{
    size_t n = m->list->len;
    for (size_t i = 0; i < n; i++) {
        const dm_relation r = m->list->at[i];
        if (r.rel != REL_born_in && r.rel != REL_lives_in && r.rel != REL_based_in &&
            r.rel != REL_held_in)
            continue;
        for (size_t k = 0; k < n; k++) {
            const dm_relation in = m->list->at[k];
            const dm_evidence *where = in.source == r.target && in.target != r.source
                                           ? spelled_out(&in, r.evidence[0].sentence)
                                           : NULL;
            if (where && r.polarity == POLARITY_AFFIRMED && !r.derived)
                add_wider(m, &r, &in, where);
        }
    }
}

void relations_mend(const dm_relate_input *in, dm_relations *list)
{
    const mender m = {in, list};
    static void (*const passes[])(const mender *) = {mend_seconds,    mend_places, mend_heads,
                                                     mend_citizens,   mend_bodies, mend_posts,
                                                     mend_impossible, mend_chains};
    for (size_t i = 0; i < sizeof passes / sizeof *passes; i++)
        passes[i](&m);
    size_t kept = 0;
    for (size_t i = 0; i < list->len; i++) {
        if (list->at[i].rel != GONE)
            list->at[kept++] = list->at[i];
    }
    list->len = kept;
}
