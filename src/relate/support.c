/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/support.h"

#include "relate/tree.h"

enum { PATH_MOST = 5 };

/* How sure the classifier must be of what no words say, chosen on DWIE dev end to end: the
 * share of right ones below each is under .3. */
static const float inferred_least = 0.35F;
static const struct {
    dm_rel rel;
    float least;
} inferred_rows[] = {
    {REL_based_in, 0.5F},  {REL_head_of, 0.5F},  {REL_player_of, 0.5F},
    {REL_coach_of, 0.85F}, {REL_maker_of, 0.8F},
};

static float least_of(uint8_t rel)
{
    for (size_t i = 0; i < sizeof inferred_rows / sizeof inferred_rows[0]; i++) {
        if (inferred_rows[i].rel == rel)
            return inferred_rows[i].least;
    }
    return inferred_least;
}

/* Verbs that state a lasting relation between their arguments. */
static const char *const lasting_verbs[] = {
    "lead",      "head",    "chair",       "join",    "represent", "serve",   "play",
    "coach",     "own",     "found",       "base",    "locate",    "live",    "bear",
    "belong",    "direct",  "run",         "work",    "elect",     "govern",  "rule",
    "preside",   "marry",   "hold",        "appoint", "name",      "become",  "situate",
    "reside",    "sign",    "make",        "build",   "develop",   "publish", "produce",
    "operate",   "command", "manage",      "succeed", "replace",   "employ",  "found",
    "establish", "create",  "participate", "compete", "host",      "occur",   "fight",
    "speak",     "captain", NULL};

static uint32_t depth_of(const dm_tree *t, uint32_t token)
{
    uint32_t n = 0;
    while (t->words[token].head != HEAD_ROOT && n < 256) {
        token = t->words[token].head;
        n++;
    }
    return n;
}

static bool step_is_nominal(const dm_tree *t, uint32_t token)
{
    switch (dep_of(t, token)) {
    case DEP_nmod:
    case DEP_nmod_poss:
    case DEP_nmod_desc:
    case DEP_nmod_unmarked:
    case DEP_compound:
    case DEP_amod:
    case DEP_appos:
    case DEP_flat:
    case DEP_nsubj: /* of a copula: "Ann is the head of" */
    case DEP_acl:
    case DEP_acl_relcl:
    case DEP_obl:
    case DEP_obl_agent:
    case DEP_obl_unmarked:
    case DEP_obj:
    case DEP_nsubj_pass:
    case DEP_xcomp:
        return true;
    default:
        return false;
    }
}

static bool node_carries(const dm_tree *t, uint32_t token)
{
    uint8_t u = t->words[token].upos;
    return (u != UPOS_VERB && u != UPOS_AUX) || lemma_in(lemma_at(t, token), lasting_verbs);
}

/* The path between two heads runs over nouns, or over a verb that states such a relation. */
static bool path_says(const dm_tree *t, uint32_t a, uint32_t b)
{
    uint32_t da = depth_of(t, a), db = depth_of(t, b), steps = 0;
    while (a != b) {
        uint32_t *deeper = da >= db ? &a : &b;
        if (++steps > PATH_MOST || t->words[*deeper].head == HEAD_ROOT ||
            !step_is_nominal(t, *deeper))
            return false;
        *deeper = t->words[*deeper].head;
        if (a != b && !node_carries(t, *deeper))
            return false;
        if (da >= db)
            da--;
        else
            db--;
    }
    return node_carries(t, a);
}

static uint32_t head_in(const dm_tree *t, uint32_t begin, uint32_t end)
{
    for (uint32_t i = begin; i < end; i++) {
        uint32_t h = t->words[i].head;
        if (h == HEAD_ROOT || h < begin || h >= end)
            return i;
    }
    return begin;
}

/* "Ankara, Turkey", "Turkish Defence Minister Ann Lee", "Ann Lee (Acme)": next to each other
 * but for names, titles, commas and brackets. */
static bool adjacent(const dm_tree *t, const dm_evidence *e, bool placed)
{
    uint32_t a = e->source_end <= e->target_begin ? e->source_end : e->target_end;
    uint32_t b = e->source_end <= e->target_begin ? e->target_begin : e->source_begin;
    bool noun = false, comma = false;
    if (e->target_begin >= e->source_begin && e->target_end <= e->source_end)
        return true; /* "the Turkish Ministry of Defence" says it in its name */
    if (b < a || b - a > 5)
        return false;
    for (uint32_t i = a; i < b; i++) {
        uint8_t u = t->words[i].upos;
        noun = noun || u == UPOS_NOUN || (u == UPOS_PROPN && t->mention[i] == TOKEN_NONE);
        comma = comma || str_eq(token_str(t->doc, i), STR(","));
        if (u == UPOS_VERB || u == UPOS_AUX || u == UPOS_SCONJ || u == UPOS_CCONJ ||
            u == UPOS_PRON || u == UPOS_ADV)
            return false;
    }
    /* a comma alone is a list, or "Ankara, Turkey" */
    return !comma || noun || placed;
}

static bool said(const dm_tree *t, const dm_relation *r)
{
    bool placed = r->rel == REL_located_in || r->rel == REL_held_in;
    for (uint32_t i = 0; i < r->evidence_count; i++) {
        const dm_evidence *e = &r->evidence[i];
        if (e->source_begin == e->source_end || e->target_begin == e->target_end)
            continue;
        if (adjacent(t, e, placed) || path_says(t, head_in(t, e->source_begin, e->source_end),
                                                head_in(t, e->target_begin, e->target_end)))
            return true;
    }
    return false;
}

/* What the stronger relation of the same pair already implies. */
static const struct {
    dm_rel strong, weak;
} implied[] = {
    {REL_head_of_state, REL_official_of},
    {REL_head_of_state, REL_citizen_of},
    {REL_head_of_government, REL_official_of},
    {REL_head_of_government, REL_citizen_of},
    {REL_minister_of, REL_official_of},
    {REL_minister_of, REL_citizen_of},
    {REL_official_of, REL_citizen_of},
    {REL_royalty_of, REL_citizen_of},
    {REL_head_of, REL_member_of},
    {REL_head_of, REL_official_of},
    {REL_agency_of, REL_based_in},
    {REL_institution_of, REL_based_in},
    {REL_ministry_of, REL_based_in},
    {REL_institution_of, REL_agency_of},
    {REL_ministry_of, REL_institution_of},
    {REL_ministry_of, REL_agency_of},
    {REL_coach_of, REL_member_of},
    {REL_player_of, REL_member_of},
    {REL_spokesperson_of, REL_member_of},
    {REL_founder_of, REL_member_of},
    {REL_head_of_state, REL_royalty_of},
};

static bool is_implied(const dm_relations *list, const dm_relation *r)
{
    for (size_t i = 0; i < sizeof implied / sizeof implied[0]; i++) {
        for (size_t k = 0; implied[i].weak == r->rel && k < list->len; k++) {
            const dm_relation *o = &list->at[k];
            if (o->rel == implied[i].strong && o->source == r->source &&
                o->target == r->target && o->polarity == r->polarity)
                return true;
        }
    }
    return false;
}

/* An embassy is its state's, but stands elsewhere. */
static bool is_embassy(const dm_relate_input *in, uint32_t entity)
{
    dm_str label = in->cast->entities[entity].label;
    return str_find(label, STR("mbassy"), 0) != SIZE_MAX ||
           str_find(label, STR("onsulate"), 0) != SIZE_MAX;
}

static void drop_embassies_at_home(const dm_relate_input *in, dm_relations *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->len; i++) {
        const dm_relation *r = &list->at[i];
        bool home = r->rel == REL_based_in && r->derived && is_embassy(in, r->source) &&
                    in->cast->entities[r->target].kind == KIND_country;
        if (!home)
            list->at[kept++] = *r;
    }
    list->len = kept;
}

/* What no words say and the classifier itself hardly believes. */
static void drop_guesses(dm_relations *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->len; i++) {
        const dm_relation *r = &list->at[i];
        if (!(r->derived && str_eq(r->rule, STR("inferred")) &&
              r->confidence < least_of(r->rel)))
            list->at[kept++] = *r;
    }
    list->len = kept;
}

void relations_mark_derived(const dm_relate_input *in, dm_relations *list)
{
    if (!in->parse->words)
        return;
    dm_tree t = tree_of(in);
    for (size_t i = 0; i < list->len; i++) {
        dm_relation *r = &list->at[i];
        if (r->derived || rel_table[r->rel].family != FAMILY_STATE ||
            !str_eq(r->rule, STR("classifier")))
            continue;
        if (is_implied(list, r)) {
            r->derived = true;
            r->rule = STR("implied");
        } else if (!said(&t, r)) {
            r->derived = true;
            r->rule = STR("inferred");
        }
    }
    drop_guesses(list);
    drop_embassies_at_home(in, list);
}
