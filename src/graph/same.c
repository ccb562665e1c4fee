/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph/same.h"

#include "base/utf8.h"
#include "graph/same_name.h"

#define NAMES_CAP     24 /* label and aliases that are compared */
#define COUNTRIES_CAP 12

static bool is(dm_str s, const char *word)
{
    return str_eq(s, str_z(word));
}

static bool among(dm_str s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (is(s, list[i]))
            return true;
    }
    return false;
}

#define AMONG(s, list) among(s, list, sizeof(list) / sizeof *(list))

/* ---- what contradicts ---- */

typedef struct {
    dm_str code[COUNTRIES_CAP];
    uint32_t count;
} countries;

/* Countries a person or body belongs to.  An ambassador's "of" may be either side. */
static countries countries_of(const dm_gnode *n)
{
    countries c = {0};
    if (n->country.len)
        c.code[c.count++] = n->country;
    for (uint32_t i = 0; i < n->role_count && c.count < COUNTRIES_CAP; i++) {
        const dm_grole *r = &n->roles[i];
        if (str_starts(r->of, STR("country/")) && !is(r->office, "diplomat"))
            c.code[c.count++] = str_slice(r->of, 8, r->of.len);
    }
    return c;
}

static bool share_country(const dm_gnode *a, const dm_gnode *b)
{
    countries x = countries_of(a), y = countries_of(b);
    for (uint32_t i = 0; i < x.count; i++) {
        for (uint32_t k = 0; k < y.count; k++) {
            if (str_eq_nocase(x.code[i], y.code[k]))
                return true;
        }
    }
    return false;
}

static bool countries_differ(const dm_gnode *a, const dm_gnode *b)
{
    bool world = is(a->subkind, "international") || is(b->subkind, "international");
    return !world && countries_of(a).count && countries_of(b).count && !share_country(a, b);
}

enum { SPHERE_STATE = 1, SPHERE_SPORT = 2, SPHERE_ART = 4 };

static unsigned spheres(const dm_gnode *n)
{
    static const char *const state[] = {
        "head_of_state", "head_of_government", "minister",     "legislator",
        "judge",         "military",           "diplomat",     "international_official",
        "regional_head", "central_banker",     "party_leader", "police_intelligence"};
    static const char *const sport[] = {"sport_job", "player", "coach"};
    unsigned s = 0;
    for (uint32_t i = 0; i < n->role_count; i++) {
        dm_str office = n->roles[i].office;
        s |= AMONG(office, state) ? SPHERE_STATE : 0;
        s |= AMONG(office, sport) ? SPHERE_SPORT : 0;
        s |= is(office, "culture_job") ? SPHERE_ART : 0;
        if (n->roles[i].former) /* who was something may be anything now */
            return 0;
    }
    return s;
}

static bool sexes_differ(const dm_gnode *a, const dm_gnode *b)
{
    return (is(a->gender, "m") && is(b->gender, "f")) ||
           (is(a->gender, "f") && is(b->gender, "m"));
}

static bool persons_contradict(const dm_gnode *a, const dm_gnode *b)
{
    unsigned x = spheres(a), y = spheres(b);
    bool other_life = x && y && !(x & y) && !share_country(a, b);
    return sexes_differ(a, b) || other_life || countries_differ(a, b);
}

static bool subkinds_clash(dm_str a, dm_str b)
{
    static const char *const state[] = {"government", "legislature", "ministry",
                                        "agency",     "court",       "military"};
    static const char *const apart[] = {"team", "party", "university", "media", "militant"};
    if (!a.len || !b.len || str_eq(a, b))
        return false;
    bool x = AMONG(a, apart), y = AMONG(b, apart);
    return (x && y) || (x && AMONG(b, state)) || (y && AMONG(a, state));
}

/* ---- names ---- */

typedef struct {
    actor_name at[NAMES_CAP];
    uint32_t count; /* at[0] is the label */
} names;

static names names_of(dm_arena *arena, const dm_gnode *n, bool person)
{
    names out = {0};
    dm_str label = n->label.len ? n->label : n->id;
    out.at[out.count++] = person ? name_of_person(arena, label) : name_of_body(arena, label);
    for (uint32_t i = 0; i < n->alias_count && out.count < NAMES_CAP; i++) {
        dm_str alias = n->aliases[i].name;
        if (str_eq(alias, label))
            continue;
        actor_name x = person ? name_of_person(arena, alias) : name_of_body(arena, alias);
        /* a surname tells nothing that the full name does not */
        if (!person || x.count > 1)
            out.at[out.count++] = x;
    }
    return out;
}

/* "head of the harbour office", but not "prime minister". */
static bool tells_much(dm_str role)
{
    size_t blanks = 0;
    for (size_t i = 0; i < role.len; i++)
        blanks += role.ptr[i] == ' ';
    return blanks > 1;
}

static bool same_role(const dm_gnode *a, const dm_gnode *b)
{
    for (uint32_t i = 0; i < a->role_count; i++) {
        for (uint32_t k = 0; k < b->role_count; k++) {
            const dm_grole *x = &a->roles[i], *y = &b->roles[k];
            bool words = str_eq_nocase(x->text, y->text) && tells_much(x->text);
            if (str_eq(x->office, y->office) && ((x->of.len && str_eq(x->of, y->of)) || words))
                return true;
        }
    }
    return false;
}

static dm_same same_person(dm_arena *arena, const dm_gnode *a, const dm_gnode *b)
{
    if (persons_contradict(a, b))
        return SAME_NEVER;
    names x = names_of(arena, a, true), y = names_of(arena, b, true);
    name_fit best = NAME_OTHER;
    for (uint32_t i = 0; i < x.count; i++) {
        for (uint32_t k = 0; k < y.count; k++) {
            name_fit f = persons_fit(arena, &x.at[i], &y.at[k]);
            best = f > best ? f : best;
        }
    }
    /* aliases never outvote labels that name two people of one surname */
    name_fit labels = persons_fit(arena, &x.at[0], &y.at[0]);
    if (labels == NAME_OTHER && x.at[0].count > 1 && y.at[0].count > 1)
        best = best == NAME_EQUAL ? NAME_BRIEF : NAME_OTHER;
    switch (best) {
    case NAME_EQUAL:
        return SAME_SURE;
    case NAME_CLOSE:
    case NAME_ALONE:
        return SAME_LIKELY;
    case NAME_BRIEF:
        return same_role(a, b) || share_country(a, b) ? SAME_LIKELY : SAME_UNSURE;
    case NAME_OTHER:
        break;
    }
    return SAME_NEVER;
}

/* Have both labels a word that tells, and none of them in common? */
static bool labels_part(const actor_name *x, const actor_name *y)
{
    bool own_x = false, own_y = false;
    for (uint32_t i = 0; i < x->count; i++) {
        actor_name one = {.word = {x->word[i]}, .count = 1};
        bool shared = false;
        for (uint32_t k = 0; k < y->count; k++)
            shared = shared || str_eq(x->word[i], y->word[k]);
        own_x = own_x || (!shared && !name_is_generic(&one));
    }
    for (uint32_t k = 0; k < y->count; k++) {
        actor_name one = {.word = {y->word[k]}, .count = 1};
        bool shared = false;
        for (uint32_t i = 0; i < x->count; i++)
            shared = shared || str_eq(x->word[i], y->word[k]);
        own_y = own_y || (!shared && !name_is_generic(&one));
    }
    return own_x && own_y && !x->acronym && !y->acronym;
}

static dm_same same_named(dm_arena *arena, const dm_gnode *a, const dm_gnode *b, bool event)
{
    if (countries_differ(a, b) || subkinds_clash(a->subkind, b->subkind))
        return SAME_NEVER;
    names x = names_of(arena, a, false), y = names_of(arena, b, false);
    if (names_other_edition(&x.at[0], &y.at[0]))
        return SAME_NEVER;
    bool home = share_country(a, b);
    dm_same best = SAME_NEVER;
    for (uint32_t i = 0; i < x.count; i++) {
        for (uint32_t k = 0; k < y.count; k++) {
            const actor_name *p = &x.at[i], *q = &y.at[k];
            name_fit f = bodies_fit(arena, p, q);
            dm_same s = f == NAME_OTHER ? SAME_NEVER : SAME_LIKELY;
            if (f == NAME_EQUAL && i == 0 && k == 0)
                s = SAME_SURE;
            else if (i > 0 && k > 0 && labels_part(&x.at[0], &y.at[0]) &&
                     !(p->acronym && p->word[0].len > 2))
                s = SAME_NEVER;
            bool vague = f == NAME_BRIEF || name_is_generic(p) || name_is_generic(q) ||
                         (p->acronym && p->word[0].len < 3);
            if (s > SAME_UNSURE && vague)
                s = home && !event ? SAME_LIKELY : SAME_UNSURE;
            if (s > SAME_UNSURE && event && (name_is_series(p) || name_is_series(q)))
                s = SAME_UNSURE;
            best = s > best ? s : best;
        }
    }
    return best;
}

/* What one article reads as a ship and another as a firm, never as a person or a state. */
static bool kinds_mix(dm_str a, dm_str b)
{
    static const char *const soft[] = {"organisation", "event", "thing", "place", "group"};
    return AMONG(a, soft) && AMONG(b, soft);
}

static dm_same same_across_kinds(dm_arena *arena, const dm_gnode *a, const dm_gnode *b)
{
    if (!kinds_mix(a->kind, b->kind))
        return SAME_NEVER;
    actor_name x = name_of_body(arena, a->label), y = name_of_body(arena, b->label);
    bool believers = is(a->kind, "group") || is(b->kind, "group");
    bool place = is(a->kind, "place") || is(b->kind, "place");
    bool tells = x.count > 1 || (believers && !place);
    if (!tells || name_is_generic(&x) || name_is_series(&x) || countries_differ(a, b) ||
        bodies_fit(arena, &x, &y) != NAME_EQUAL)
        return SAME_NEVER;
    return SAME_LIKELY;
}

static dm_same same_country(dm_arena *arena, const dm_gnode *a, const dm_gnode *b)
{
    if (a->country.len && b->country.len)
        return str_eq_nocase(a->country, b->country) ? SAME_SURE : SAME_NEVER;
    if (a->id.len && str_eq(a->id, b->id))
        return SAME_SURE;
    actor_name x = name_of_body(arena, a->label), y = name_of_body(arena, b->label);
    return bodies_fit(arena, &x, &y) == NAME_EQUAL ? SAME_SURE : SAME_NEVER;
}

dm_same actors_same(const dm_gnode *a, const dm_gnode *b)
{
    dm_arena arena = {0};
    dm_same s = SAME_NEVER;
    bool kinds = str_eq(a->kind, b->kind);
    if (kinds && is(a->kind, "person"))
        s = same_person(&arena, a, b);
    else if (kinds && is(a->kind, "country"))
        s = same_country(&arena, a, b);
    else if (kinds || !a->kind.len || !b->kind.len)
        s = same_named(&arena, a, b, is(a->kind, "event") || is(b->kind, "event"));
    else
        s = same_across_kinds(&arena, a, b);
    arena_free(&arena);
    return s;
}

/* ---- keys ---- */

typedef struct {
    dm_str *out;
    uint32_t count, cap;
} key_list;

static void key_add(key_list *l, dm_str key)
{
    for (uint32_t i = 0; i < l->count; i++) {
        if (str_eq(l->out[i], key))
            return;
    }
    if (l->count < l->cap && key.len)
        l->out[l->count++] = key;
}

uint32_t actor_keys(dm_arena *arena, const dm_gnode *n, dm_str *out, uint32_t cap)
{
    key_list l = {out, 0, cap};
    if (is(n->kind, "country") && n->country.len) {
        key_add(&l, str_lower(arena, n->country));
        return l.count;
    }
    bool person = is(n->kind, "person");
    names x = names_of(arena, n, person);
    for (uint32_t i = 0; i < x.count; i++) {
        const actor_name *p = &x.at[i];
        bool vague = name_is_generic(p);
        for (uint32_t w = 0; w < p->count; w++) {
            actor_name one = {.word = {p->word[w]}, .count = 1};
            if (person || vague || !name_is_generic(&one))
                key_add(&l, word_skeleton(arena, p->word[w]));
        }
        if (!person && p->count > 1)
            key_add(&l, word_skeleton(arena, name_initials(arena, p)));
    }
    return l.count;
}
