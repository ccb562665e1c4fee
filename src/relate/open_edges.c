/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Open triples between nodes: what the classes of the ontology do not cover. */
#include "base/utf8.h"
#include "relate/clause.h"
#include "relate/open.h"

/* Longer phrases tell a story, no relation. */
enum { LONGEST_PREDICATE = 7 };

typedef struct {
    const dm_tree *t;
    dm_relations *list;
    size_t before; /* relations of other families */
} linker;

/* The node that a phrase stands for, not one that only modifies it. */
static bool node_of(const dm_tree *t, uint32_t head, dm_np_actor *out)
{
    uint32_t m = t->mention[head];
    if (m != TOKEN_NONE && t->cast->mentions[m].entity != ENTITY_NONE) {
        const dm_mention *x = &t->cast->mentions[m];
        *out = (dm_np_actor){x->entity, x->begin, x->end, false};
        return true;
    }
    dm_np np = {0};
    np_actors(t, head, &np);
    if (!np.count || np.at[0].embedded)
        return false;
    *out = np.at[0];
    return true;
}

/* Another family says of these two what the sentence says. */
static bool is_linked(const linker *l, uint32_t a, uint32_t b, uint32_t sentence)
{
    for (size_t i = 0; i < l->before; i++) {
        const dm_relation *r = &l->list->at[i];
        if (!((r->source == a && r->target == b) || (r->source == b && r->target == a)) ||
            r->derived)
            continue;
        for (uint32_t k = 0; k < r->evidence_count; k++) {
            if (r->evidence[k].sentence == sentence)
                return true;
        }
    }
    return false;
}

/* Auxiliaries, adverbs, negation: what the edge says by other means. */
static bool left_out(const dm_tree *t, uint32_t token)
{
    uint8_t dep = dep_of(t, token), upos = t->words[token].upos;
    return dep == DEP_aux || dep == DEP_aux_pass || dep == DEP_advmod || upos == UPOS_PUNCT ||
           (upos == UPOS_ADV && dep != DEP_compound_prt) ||
           (upos == UPOS_PART && dep != DEP_mark && dep != DEP_case);
}

/* A participle at a noun, or with its auxiliary somewhere in the relation. */
static bool is_passive_form(const dm_tree *t, const dm_triple *x, uint32_t verb)
{
    bool auxiliary = dep_of(t, verb) == DEP_acl && child_with(t, verb, DEP_aux) == TOKEN_NONE;
    for (uint32_t i = 0; i < x->relation.count; i++) {
        uint32_t w = x->relation.at[i];
        auxiliary = auxiliary || (!open_is_ours(w) && dep_of(t, w) == DEP_aux_pass);
    }
    return auxiliary && t->words[verb].xpos == XPOS_VBN;
}

static bool has_letter(dm_str word)
{
    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.ptr[i];
        if (c > 127 || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z'))
            return true;
    }
    return false;
}

/* "be born in", "travel to", "want to buy". */
static dm_str predicate_of(const dm_tree *t, const dm_triple *x)
{
    dm_arena *a = &t->in->doc->arena;
    bool active = x->form == OPEN_agent, verbs = false;
    dm_buf b = {0};
    uint32_t words = 0;
    for (uint32_t i = 0; i < x->relation.count; i++) {
        uint32_t w = x->relation.at[i];
        if (open_is_ours(w) || left_out(t, w) || (active && i + 1 == x->relation.count))
            continue;
        bool verb = t->words[w].upos == UPOS_VERB, be = dep_of(t, w) == DEP_cop;
        bool passive = verb && !active && is_passive_form(t, x, w);
        dm_str word = token_str(t->doc, w);
        if (!has_letter(word))
            continue;
        if (t->words[w].upos != UPOS_PROPN && w == t->doc->sentences[x->sentence].first)
            word = str_lower(a, word);
        if (be || (verb && !verbs && !passive))
            word = lemma_at(t, w);
        buf_fmt(&b, "%s%s%.*s", words ? " " : "", passive ? "be " : "", STR_ARG(word));
        verbs = verbs || verb;
        words += 1 + passive;
    }
    dm_str out = words > LONGEST_PREDICATE ? STR("") : str_dup(a, buf_str(&b));
    buf_free(&b);
    return out;
}

/* Clauses that can tell of two nodes: "X is a lawyer" tells of one. */
static const bool tells_of_two[OPEN_FORM_COUNT] = {
#define OPEN_FORM(id, links, about) [OPEN_##id] = (links),
#include "relate/open_forms.def"
#undef OPEN_FORM
};

static void link_triple(linker *l, const dm_triple *x)
{
    const dm_tree *t = l->t;
    dm_np_actor s, o;
    if (!tells_of_two[x->form] || !node_of(t, x->first_head, &s) ||
        !node_of(t, x->second_head, &o) || s.entity == o.entity ||
        is_linked(l, s.entity, o.entity, x->sentence))
        return;
    dm_str predicate = predicate_of(t, x);
    if (!predicate.len)
        return;
    if (x->form == OPEN_agent) {
        dm_np_actor doer = o;
        o = s;
        s = doer;
    }
    dm_stance st = stance_of(t, x->predicate);
    dm_relation r = {.source = s.entity,
                     .target = o.entity,
                     .rel = REL_open,
                     .polarity = st.negated ? POLARITY_NEGATED : POLARITY_AFFIRMED,
                     .modality = (uint8_t)st.modality,
                     .attributed_to = stance_speaker(&st, s.entity),
                     .predicate = predicate,
                     .rule = STR("clause"),
                     .confidence = x->confidence};
    dm_evidence e = {.sentence = x->sentence,
                     .source_begin = s.begin,
                     .source_end = s.end,
                     .target_begin = o.begin,
                     .target_end = o.end,
                     .trigger_begin = x->predicate,
                     .trigger_end = x->predicate + 1};
    relations_add(l->list, &t->in->doc->arena, &r, &e);
}

void relate_open(const dm_relate_input *in, dm_relations *list)
{
    dm_tree t = tree_of(in);
    linker l = {.t = &t, .list = list, .before = list->len};
    dm_triples triples = {0};
    for (uint32_t s = 0; s < in->doc->sentence_count; s++)
        open_triples(&t, s, &triples);
    for (size_t i = 0; i < triples.len; i++)
        link_triple(&l, &triples.at[i]);
    triples_free(&triples);
}
