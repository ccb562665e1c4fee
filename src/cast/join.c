/* SPDX-License-Identifier: GPL-3.0-or-later */
/* join.c - spellings of one body, place, event or thing: countries, facts of the lexicon,
 * acronyms, short forms, slips of the pen.  Persons have a file of their own. */
#include "base/utf8.h"
#include "cast/caster.h"

typedef struct {
    dm_map head;    /* word -> newest spelling that has it */
    uint32_t *next; /* [N][PART_CAP] chains, as spelling * PART_CAP + part */
} word_index;

static void index_words(caster *c, word_index *ix)
{
    ix->next = ARENA_ARRAY(c->a, uint32_t, (size_t)c->s_count * PART_CAP + 1);
    for (uint32_t i = 0; i < c->s_count; i++) {
        for (uint32_t p = 0; p < c->s[i].part_count; p++) {
            uint32_t link = i * PART_CAP + p;
            uint32_t was = map_get(&ix->head, c->s[i].part[p]);
            ix->next[link] = was;
            map_set(&ix->head, c->s[i].part[p], link);
        }
    }
}

static bool spot(uint8_t kind)
{
    return kind == KIND_country || kind == KIND_place;
}

static bool kinds_meet(const spelling *a, const spelling *b)
{
    if (a->kind == b->kind)
        return true;
    bool soft_a = a->kind == KIND_event || a->kind == KIND_thing;
    bool soft_b = b->kind == KIND_event || b->kind == KIND_thing;
    return (soft_a && soft_b) || (spot(a->kind) && spot(b->kind) && !a->iso[0] && !b->iso[0]);
}

static void join_countries(caster *c)
{
    dm_map seen = {0};
    for (uint32_t i = 0; i < c->s_count; i++) {
        if (!c->s[i].iso[0])
            continue;
        uint32_t was = map_get_or_set(&seen, str_z(c->s[i].iso), i);
        if (was != i)
            group_join(c, was, i);
    }
    map_free(&seen);
}

/* The best fact of the spelling's kind. */
static const dm_fact *top_fact(const spelling *s)
{
    for (uint32_t i = 0; i < s->fact_count; i++) {
        if (s->facts[i].kind == s->kind)
            return &s->facts[i];
    }
    return NULL;
}

/* May they be one thing because row is a name of both?  Parties of one country share letters
 * (and lists of them share rows), so an acronym needs its own letters in the name. */
static bool row_joins(const spelling *a, const spelling *b, uint32_t row)
{
    const dm_fact *x = top_fact(a), *y = top_fact(b);
    if (!x || !y || (x->row != row && y->row != row))
        return false;
    if (a->acronym && b->acronym)
        return x->list != LIST_PARTY;
    if (a->acronym != b->acronym && x->list == LIST_PARTY) {
        const spelling *brief = a->acronym ? a : b, *full = a->acronym ? b : a;
        return (a->acronym ? x : y)->row == row ||
               name_acronym_of(brief->key, full->part, full->part_count) > 0;
    }
    return true;
}

static bool same_row(const spelling *a, const spelling *b)
{
    for (uint32_t i = 0; i < a->fact_count; i++) {
        for (uint32_t j = 0; j < b->fact_count && a->facts[i].kind == a->kind; j++) {
            if (b->facts[j].row == a->facts[i].row && b->facts[j].kind == b->kind &&
                row_joins(a, b, a->facts[i].row))
                return true;
        }
    }
    return false;
}

/* Names of one row of the lexicon: "UN" and "United Nations". */
static void join_rows(caster *c)
{
    dm_map rows = {0};
    uint32_t *next = ARENA_ARRAY(c->a, uint32_t, (size_t)c->s_count * FACT_CAP + 1);
    for (uint32_t i = 0; i < c->s_count; i++) {
        spelling *s = &c->s[i];
        for (uint32_t f = 0; f < s->fact_count && s->kind != KIND_person && !s->iso[0]; f++) {
            if (s->facts[f].kind != s->kind)
                continue;
            dm_str key = str_fmt(c->a, "%u", s->facts[f].row);
            uint32_t at = map_get(&rows, key), steps = 0;
            next[i * FACT_CAP + f] = at;
            for (; at != MAP_NONE && steps < CHAIN_CAP; at = next[at], steps++) {
                uint32_t j = at / FACT_CAP;
                if (j != i && kinds_meet(s, &c->s[j]) && same_row(s, &c->s[j]))
                    group_join(c, j, i);
            }
            map_set(&rows, key, i * FACT_CAP + f);
        }
    }
    map_free(&rows);
}

static bool takes_acronym(const spelling *s)
{
    return s->kind != KIND_person && s->part_count > 1;
}

/* "Shanghai Cooperation Organisation (SCO)", also where the letters are of another language. */
static void join_bracketed(caster *c)
{
    for (uint32_t i = 0; i + 1 < c->m_count; i++) {
        const mention *a = &c->m[i], *b = &c->m[i + 1];
        if (b->begin != a->end + 1 || !word_in(c->low[a->end], " ( -lrb- [ ") ||
            b->end >= c->doc->token_count || !word_in(c->low[b->end], " ) -rrb- ] "))
            continue;
        spelling *x = &c->s[a->spelling], *y = &c->s[b->spelling];
        spelling *full = y->acronym ? x : y, *brief = y->acronym ? y : x;
        if (!brief->acronym || full->kind == KIND_person || full->iso[0])
            continue;
        int fit = name_acronym_of(brief->key, full->part, full->part_count);
        /* "the Central Asian Region (CAR)": what the text spells out beats a country's code */
        if (brief->iso[0] && !fit)
            continue;
        brief->iso[0] = '\0';
        bool likely =
            full->kind == KIND_organisation && full->part_count > 1 && kinds_meet(full, brief);
        if (fit || likely) {
            if (brief->kind != full->kind && fit)
                brief->kind = full->kind;
            group_join(c, a->spelling, b->spelling);
        }
    }
}

static bool chamber_word(dm_str w)
{
    return word_in(w,
                   " house chamber parliament assembly council senate court bank army party ");
}

/* "Harbour Council (the Upper House)": a bracketed description that is written like a name. */
static void join_described(caster *c)
{
    for (uint32_t i = 0; i + 1 < c->m_count; i++) {
        const mention *a = &c->m[i], *b = &c->m[i + 1];
        uint32_t t = a->end;
        if (t + 1 >= c->doc->token_count || b->end >= c->doc->token_count ||
            !word_in(c->low[t], " ( -lrb- "))
            continue;
        t += word_is(c, t + 1, "the") ? 2 : 1;
        spelling *x = &c->s[a->spelling], *y = &c->s[b->spelling];
        if (b->begin != t || !word_in(c->low[b->end], " ) -rrb- ") || y->iso[0] ||
            x->kind != KIND_organisation || x->iso[0] || y->kind == KIND_person ||
            y->part_count < 2 || !chamber_word(y->part[y->part_count - 1]))
            continue;
        y->kind = KIND_organisation;
        group_join(c, a->spelling, b->spelling);
    }
}

/* ISO code of the country that parts [from, to) name, or NULL. */
static const char *country_words(caster *c, const spelling *s, uint32_t from, uint32_t to,
                                 dm_fact *f)
{
    dm_buf b = {0};
    for (uint32_t p = from; p < to; p++)
        buf_fmt(&b, p > from ? " %.*s" : "%.*s", STR_ARG(s->part[p]));
    uint32_t n = lex_facts(c, buf_str(&b), f, FACT_CAP);
    buf_free(&b);
    for (uint32_t i = 0; i < n; i++) {
        if ((f[i].list == LIST_COUNTRY || f[i].list == LIST_DEMONYM) && f[i].country[0])
            return f[i].country;
    }
    return NULL;
}

/* "Senate of Arland" and "Arlandian Senate", "Ministry of Trade of Arland" and "Arland trade
 * ministry": the country's code, then the other words; empty when no country is named. */
static dm_str turned_key(caster *c, const spelling *s)
{
    dm_fact f[FACT_CAP];
    const char *iso = NULL;
    uint32_t n = s->part_count, from = 0, to = n;
    for (uint32_t k = n > 3 ? 3 : n - 1; k > 0 && !iso; k--) {
        iso = country_words(c, s, 0, k, f);
        from = iso ? k : 0;
    }
    for (uint32_t p = n - 1; p > 1 && !iso; p--) {
        uint32_t first = str_eq(s->part[p], STR("the")) ? p + 1 : p;
        if (str_eq(s->part[p - 1], STR("of")) && first < n)
            iso = country_words(c, s, first, n, f);
        to = iso ? p - 1 : n;
    }
    if (!iso || from >= to)
        return STR("");
    uint32_t of = from + 1;
    bool portfolio = to - from > 2 && str_eq(s->part[of], STR("of")) &&
                     word_in(s->part[from], " ministry department bank ");
    dm_buf b = {0};
    buf_fmt(&b, "%.2s", iso);
    for (uint32_t p = portfolio ? of + 1 : from; p < to; p++)
        buf_fmt(&b, " %.*s", STR_ARG(s->part[p]));
    if (portfolio)
        buf_fmt(&b, " %.*s", STR_ARG(s->part[from]));
    dm_str key = str_dup(c->a, buf_str(&b));
    buf_free(&b);
    return key;
}

static void join_turned(caster *c)
{
    dm_map seen = {0};
    for (uint32_t i = 0; c->lex && i < c->s_count; i++) {
        const spelling *s = &c->s[i];
        if (s->kind != KIND_organisation || s->iso[0] || s->part_count < 2)
            continue;
        dm_str key = turned_key(c, s);
        uint32_t was = key.len ? map_get_or_set(&seen, key, i) : i;
        if (was != i)
            group_join(c, was, i);
    }
    map_free(&seen);
}

static void join_initials(caster *c)
{
    for (uint32_t i = 0; i < c->s_count; i++) {
        spelling *s = &c->s[i];
        if (!s->acronym || s->kind == KIND_person || s->iso[0] || s->key.len < 2)
            continue;
        uint32_t best = NOTHING;
        for (uint32_t j = i > CHAIN_CAP ? i - CHAIN_CAP : 0;
             j < c->s_count && j < i + CHAIN_CAP; j++) {
            const spelling *t = &c->s[j];
            bool meets =
                kinds_meet(s, t) || (s->kind != KIND_person && t->mentions >= s->mentions);
            if (!takes_acronym(t) || t->iso[0] || !meets ||
                name_acronym_of(s->key, t->part, t->part_count) < 2)
                continue;
            if (best == NOTHING || j < i)
                best = j;
        }
        if (best != NOTHING) {
            s->kind = c->s[best].kind;
            group_join(c, best, i);
        }
    }
}

/* Words that say what kind of thing a name is but do not tell one from another. */
static bool generic_place(dm_str w)
{
    return word_in(
        w, " sea ocean province city river region regional island islands peninsula county "
           "state strip mountains mountain lake gulf basin of district area town village "
           "republic oblast prefecture governorate ");
}

static bool facility_word(dm_str w)
{
    return word_in(
        w, " airport hotel hospital stadium base airbase square street station palace "
           "theatre theater university museum prison camp park arena centre center airfield "
           "bridge cathedral church mosque building tower house memorial ");
}

static bool starts_with(const spelling *brief, const spelling *full, uint32_t from)
{
    if (from + brief->part_count > full->part_count)
        return false;
    for (uint32_t i = 0; i < brief->part_count; i++) {
        dm_str a = brief->part[i], b = full->part[from + i];
        bool plural = b.len == a.len + 1 && b.ptr[a.len] == 's' && str_starts(b, a);
        plural = plural || (a.len == b.len + 1 && a.ptr[b.len] == 's' && str_starts(a, b));
        if (!str_eq(a, b) && !(plural && a.len > 3))
            return false;
    }
    return true;
}

static bool place_fits(const spelling *brief, const spelling *full, bool front)
{
    uint32_t n = full->part_count - brief->part_count;
    uint32_t from = front ? brief->part_count : 0;
    bool facility = facility_word(full->part[full->part_count - 1]);
    if (facility)
        return front && !fact_of(brief, LIST_CITY) && !fact_of(brief, LIST_REGION);
    for (uint32_t i = from; i < from + n; i++) {
        if (!generic_place(full->part[i]))
            return false;
    }
    return true;
}

/* A word that by itself names somewhere or somebody else. */
static bool own_meaning(const spelling *brief)
{
    return brief->iso[0] || brief->kind == KIND_group || brief->kind == KIND_place ||
           brief->kind == KIND_country || brief->kind == KIND_person;
}

static bool generic_head(dm_str w)
{
    return word_in(
        w, " parliament court ministry senate congress union council committee house police "
           "army assembly commission cabinet government party bank navy military embassy "
           "administration constitution treaty agency board bureau department service "
           "office institute institution university church federation association academy "
           "authority company group club order league cup championship airline airlines ");
}

static bool organisation_word(dm_str w)
{
    return generic_head(w) ||
           word_in(
               w, " inc corp ltd plc ag gmbh co corporation motors motor news media airways "
                  "foundation organisation organization coalition movement front forces center "
                  "centre society fund network campaign rebels militia militants fc sc united "
                  "city limited holdings pharmaceuticals technologies pictures industries ");
}

static bool suffix_words(const spelling *full, uint32_t from)
{
    for (uint32_t i = from; i < full->part_count; i++) {
        char ch = full->part[i].ptr[0];
        if (!organisation_word(full->part[i]) && !(ch >= '0' && ch <= '9'))
            return false;
    }
    return true;
}

/* "The Army" is the state's, not the "Highland Liberation Army" that fights it. */
static bool states_force(const spelling *brief, const spelling *full)
{
    bool rebels = false;
    for (uint32_t k = 0; k < full->fact_count; k++)
        rebels = rebels || full->facts[k].subkind == SUBKIND_militant;
    for (uint32_t i = 0; i < full->part_count; i++)
        rebels = rebels || word_in(full->part[i], " liberation resistance salvation rebel ");
    return rebels && brief->part_count == 1 &&
           word_in(brief->part[0], " army navy police military guard forces ");
}

static bool institution(const spelling *s)
{
    for (uint32_t i = 0; i < s->part_count; i++) {
        if (!generic_head(s->part[i]) &&
            !word_in(s->part[i],
                     " supreme constitutional high national federal central foreign "
                     "defence defense interior finance state "))
            return false;
    }
    return s->part_count > 0;
}

/* "Supreme Court" of "Supreme Court of Pakistan". */
static bool institution_of(const spelling *brief, const spelling *full)
{
    return institution(brief) && full->part_count > brief->part_count + 1 &&
           str_eq(full->part[brief->part_count], STR("of"));
}

/* "Ford" of "Ford Motor Company", "Senate" of "US Senate", "Werder" of "Werder Bremen". */
static bool body_fits(const spelling *brief, const spelling *full, bool front)
{
    if (own_meaning(brief) || states_force(brief, full))
        return false;
    if (front && (suffix_words(full, brief->part_count) || institution_of(brief, full)))
        return true;
    if (!front && generic_head(brief->part[brief->part_count - 1]))
        return true;
    if (brief->acronym || (brief->fact_count && top_fact(brief)))
        return false; /* it is somebody by itself: the Red Cross, Reuters */
    return brief->part_count > 1 || brief->part[0].len > 3;
}

/* "the Observatory" of "Syrian Observatory for Human Rights". */
static bool head_inside(const spelling *brief, const spelling *full)
{
    if (brief->part_count != 1 || full->kind != KIND_organisation ||
        !(generic_head(brief->part[0]) ||
          word_in(brief->part[0], " observatory foundation centre center fund tribunal league "
                                  "organisation organization movement network coalition ")))
        return false;
    for (uint32_t i = 1; i < full->part_count; i++) {
        if (str_eq(full->part[i], brief->part[0]))
            return true;
    }
    return false;
}

/* Editions of a series: names with other numbers name other meetings. */
static bool edition(dm_str w)
{
    return (w.ptr[0] >= '0' && w.ptr[0] <= '9') || name_ordinal(w);
}

static bool other_edition(const spelling *a, const spelling *b)
{
    for (uint32_t i = 0; i < a->part_count; i++) {
        bool shared = false, numbered = false;
        for (uint32_t k = 0; k < b->part_count && edition(a->part[i]); k++) {
            shared = shared || str_eq(a->part[i], b->part[k]);
            numbered = numbered || edition(b->part[k]);
        }
        if (numbered && !shared)
            return true;
    }
    return false;
}

/* "Sahil" and "Sahils": a movement and who belongs to it, read as different kinds. */
static void join_followers(caster *c)
{
    dm_map seen = {0};
    for (uint32_t i = 0; i < c->s_count; i++) {
        if (c->s[i].part_count == 1)
            (void)map_get_or_set(&seen, c->s[i].key, i);
    }
    for (uint32_t i = 0; i < c->s_count; i++) {
        spelling *s = &c->s[i];
        if (s->part_count != 1 || s->key.len < 5 || !str_ends(s->key, STR("s")) || s->iso[0] ||
            (s->kind != KIND_organisation && s->kind != KIND_group))
            continue;
        uint32_t j = map_get(&seen, str_slice(s->key, 0, s->key.len - 1));
        spelling *t = j == MAP_NONE ? NULL : &c->s[j];
        bool other = t && t->fact_count > 0;
        for (uint32_t k = 0; t && k < t->fact_count; k++)
            other = other && t->facts[k].kind != s->kind;
        if (!t || t->iso[0] || t->kind == KIND_person || (other && t->kind != s->kind))
            continue;
        t->kind = s->kind;
        group_join(c, i, j);
    }
    map_free(&seen);
}

/* "Druzhba VII" is one of the exercises called "Druzhba". */
static bool one_of_series(const spelling *brief, const spelling *full)
{
    bool soft = full->kind == KIND_event || full->kind == KIND_thing;
    return soft && full->part_count == brief->part_count + 1 &&
           word_in(full->part[full->part_count - 1],
                   " ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx ");
}

/* Does a mention of the spelling stand where somewhere is meant: "in Belmar"? */
static bool locative(const caster *c, uint32_t s)
{
    for (uint32_t i = 0; i < c->m_count; i++) {
        const mention *m = &c->m[i];
        if (m->spelling == s && m->begin > 0 &&
            word_in(c->low[m->begin - 1], " in at near to from into around outside "))
            return true;
    }
    return false;
}

/* Is it a firm that begins with the word it was found by: "Belmar Shipping Company"? */
static bool firm_of(const spelling *t, uint32_t part)
{
    dm_str last = t->part[t->part_count - 1];
    return t->kind == KIND_organisation && t->part_count > 1 && part == 0 &&
           (word_in(last, " company group airline airlines bank ") ||
            (organisation_word(last) && !generic_head(last)));
}

/* "Belmar" beside the "Belmar Shipping Company" is the firm, if nothing says that it is a place
 * or a person. */
static void settle_shortened(caster *c, const word_index *ix)
{
    for (uint32_t i = 0; i < c->s_count; i++) {
        spelling *s = &c->s[i];
        bool open = s->kind == KIND_place || (s->kind == KIND_person && !s->bearer);
        if (!open || s->part_count != 1 || s->fact_count || s->iso[0] || s->wish ||
            s->key.len < 4)
            continue;
        bool firm = false;
        uint32_t steps = 0;
        for (uint32_t at = map_get(&ix->head, s->key); at != MAP_NONE && steps < CHAIN_CAP;
             at = ix->next[at], steps++)
            firm = firm || firm_of(&c->s[at / PART_CAP], at % PART_CAP);
        if (firm && !locative(c, i))
            s->kind = KIND_organisation;
    }
}

static bool brief_fits(const spelling *brief, const spelling *full)
{
    if (brief->part_count >= full->part_count || !kinds_meet(brief, full) || brief->iso[0] ||
        full->iso[0] || full->kind == KIND_person || full->kind == KIND_group ||
        other_edition(brief, full) || one_of_series(brief, full))
        return false;
    bool front = starts_with(brief, full, 0);
    bool back = starts_with(brief, full, full->part_count - brief->part_count);
    if (!front && !back)
        return head_inside(brief, full);
    if (spot(full->kind))
        return place_fits(brief, full, front);
    return body_fits(brief, full, front);
}

/* The fuller spelling a short one stands for: the nearest one before it, else the first after.
 */
static uint32_t fuller(caster *c, const word_index *ix, uint32_t i)
{
    const spelling *s = &c->s[i];
    uint32_t best = NOTHING, steps = 0;
    for (uint32_t at = map_get(&ix->head, s->part[0]); at != MAP_NONE && steps < CHAIN_CAP;
         at = ix->next[at], steps++) {
        uint32_t j = at / PART_CAP;
        if (j == i || !brief_fits(s, &c->s[j]))
            continue;
        bool nearer = best == NOTHING || (j < i && (best > i || j > best)) ||
                      (j > i && best > i && j < best);
        if (nearer)
            best = j;
    }
    return best;
}

static void join_brief(caster *c, const word_index *ix)
{
    for (uint32_t i = 0; i < c->s_count; i++) {
        const spelling *s = &c->s[i];
        if (!s->part_count || s->kind == KIND_person || s->iso[0])
            continue;
        uint32_t j = fuller(c, ix, i);
        if (j != NOTHING)
            group_join(c, j, i);
    }
}

static dm_str cut_end(dm_str w, const char *const *ends, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        dm_str e = str_z(ends[i]);
        if (w.len >= e.len + 3 && str_ends(w, e))
            return str_slice(w, 0, w.len - e.len);
    }
    return w;
}

/* "European" and "Europe", "Latin American" and "Latin America", "Scottish" and "Scotland". */
static bool adjective_of(const spelling *adjective, const spelling *place)
{
    static const char *const adj[] = {"ean", "ian", "an", "ish", "ese", "ern", "i"};
    static const char *const end[] = {"land", "ia", "ern", "e", "a", "y", "s", "o"};
    uint32_t n = adjective->part_count;
    if (!n || n != place->part_count || place->iso[0])
        return false;
    for (uint32_t i = 0; i + 1 < n; i++) {
        if (!str_eq(adjective->part[i], place->part[i]))
            return false;
    }
    dm_str a = adjective->part[n - 1], p = place->part[n - 1];
    dm_str x = cut_end(a, adj, sizeof adj / sizeof *adj);
    dm_str y = cut_end(p, end, sizeof end / sizeof *end);
    bool doubled =
        x.len == y.len + 1 && str_starts(x, y) && x.ptr[x.len - 1] == y.ptr[y.len - 1];
    return x.len < a.len && x.len > 2 && (str_eq(x, y) || str_eq(x, p) || doubled);
}

static void join_adjectives(caster *c)
{
    for (uint32_t i = 0; i < c->s_count; i++) {
        spelling *s = &c->s[i];
        bool place_like =
            s->kind == KIND_group || s->kind == KIND_place || s->kind == KIND_country;
        if (!place_like || s->iso[0])
            continue;
        for (uint32_t j = i > CHAIN_CAP ? i - CHAIN_CAP : 0;
             j < c->s_count && j < i + CHAIN_CAP; j++) {
            const spelling *t = &c->s[j];
            if (j != i && spot(t->kind) && adjective_of(s, t)) {
                s->kind = t->kind;
                group_join(c, i, j);
                break;
            }
        }
    }
}

static dm_str party_stem(dm_str w)
{
    static const char *const ends[] = {"ic", "ics", "ive", "ives", "s"};
    if (w.len == 6 && str_ends(w, STR("ces"))) /* Forces */
        return str_slice(w, 0, w.len - 1);
    return w.len > 6 ? cut_end(w, ends, sizeof ends / sizeof *ends) : w;
}

/* "Democrats", "Democrat", "Democratic", "Democratic Party": one party; "Muslim", "Muslims":
 * one group. */
static dm_str stem_key(caster *c, const spelling *s)
{
    dm_buf b = {0};
    uint32_t n = s->part_count;
    if (s->kind == KIND_organisation && n > 1 && str_eq(s->part[n - 1], STR("party")))
        n--;
    for (uint32_t i = 0; i < n; i++) {
        buf_add(&b, s->kind == KIND_organisation && i + 1 == n ? party_stem(s->part[i])
                                                               : s->part[i]);
        buf_byte(&b, ' ');
    }
    size_t len = b.len > 1 ? b.len - 1 : 0;
    if (s->kind != KIND_organisation && len > 4 && b.ptr[len - 1] == 's')
        len--;
    dm_str key = str_fmt(c->a, "%d %.*s", s->kind, (int)len, b.ptr ? b.ptr : "");
    buf_free(&b);
    return key;
}

static void join_stems(caster *c)
{
    dm_map seen = {0};
    for (uint32_t i = 0; i < c->s_count; i++) {
        const spelling *s = &c->s[i];
        if (s->kind == KIND_person || s->iso[0] || s->acronym || !s->part_count)
            continue;
        uint32_t was = map_get_or_set(&seen, stem_key(c, s), i);
        if (was != i)
            group_join(c, was, i);
    }
    map_free(&seen);
}

static bool joined_solid(dm_str a, dm_str b)
{
    size_t i = 0, j = 0;
    for (; i < a.len && j < b.len; i++, j++) {
        while (i < a.len && a.ptr[i] == ' ')
            i++;
        while (j < b.len && b.ptr[j] == ' ')
            j++;
        if (i < a.len && j < b.len && a.ptr[i] != b.ptr[j])
            return false;
    }
    return i == a.len && j == b.len;
}

/* One slip of the pen in a long name that the lexicon does not know under both forms. */
static void join_near(caster *c)
{
    for (uint32_t i = 0; i < c->s_count; i++) {
        const spelling *s = &c->s[i];
        if (s->kind == KIND_person)
            continue;
        uint32_t stop = i + CHAIN_CAP < c->s_count ? i + CHAIN_CAP : c->s_count;
        for (uint32_t j = i + 1; j < stop; j++) {
            const spelling *t = &c->s[j];
            bool kinds = kinds_meet(s, t) || (spot(s->kind) && spot(t->kind));
            bool known = (s->fact_count || s->iso[0]) && (t->fact_count || t->iso[0]);
            if (kinds && !known && (names_near(s, t) || joined_solid(s->key, t->key)))
                group_join(c, i, j);
        }
    }
}

/* "Hurricane Anna" is "Storm Anna" the day after. */
static void join_storms(caster *c)
{
    dm_map seen = {0};
    for (uint32_t i = 0; i < c->s_count; i++) {
        const spelling *s = &c->s[i];
        uint32_t n = s->part_count;
        if (s->kind != KIND_event || n < 2 ||
            !word_in(s->part[n - 2], " hurricane storm typhoon cyclone depression "))
            continue;
        uint32_t was = map_get_or_set(&seen, s->part[n - 1], i);
        if (was != i)
            group_join(c, was, i);
    }
    map_free(&seen);
}

void join_spellings(caster *c)
{
    word_index ix = {0};
    index_words(c, &ix);
    join_countries(c);
    join_rows(c);
    join_bracketed(c);
    join_described(c);
    join_turned(c);
    join_initials(c);
    join_stems(c);
    join_storms(c);
    join_followers(c);
    join_adjectives(c);
    settle_shortened(c, &ix);
    join_brief(c, &ix);
    join_near(c);
    map_free(&ix.head);
}
