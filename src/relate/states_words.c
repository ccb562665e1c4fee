/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/states_words.h"

#include "base/utf8.h"

enum { TRIGGER_WORDS = 5, APPOSITION = 8, SHOWN_FEATURES = 4 };

dm_title title_before(const dm_space *sp, const dm_place_in_text *p)
{
    const dm_sentence *s = &sp->in->doc->sentences[p->sentence];
    for (uint32_t back = 1; back <= 2 && p->begin >= s->first + back; back++) {
        uint32_t t = p->begin - back;
        const dm_space_token *w = &sp->tokens[t];
        if (w->title_len)
            return (dm_title){t + 1 - w->title_len, t + 1, w->title};
        if (!w->punct)
            break;
    }
    return (dm_title){0};
}

dm_title title_after(const dm_space *sp, const dm_place_in_text *p)
{
    const dm_sentence *s = &sp->in->doc->sentences[p->sentence];
    if (p->end >= s->end || !sp->tokens[p->end].punct)
        return (dm_title){0};
    for (uint32_t t = p->end + 1; t < s->end && t < p->end + APPOSITION; t++) {
        const dm_space_token *w = &sp->tokens[t];
        if (w->title_len)
            return (dm_title){t + 1 - w->title_len, t + 1, w->title};
        if (w->punct && !w->skeleton)
            break;
    }
    return (dm_title){0};
}

static bool is_word(const dm_space *sp, uint32_t t, const char *word)
{
    return str_eq_nocase(token_str(sp->in->doc, t), str_z(word));
}

static bool any_word(const dm_space *sp, uint32_t t, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (is_word(sp, t, words[i]))
            return true;
    }
    return false;
}

bool says_former(const dm_space *sp, uint32_t begin, uint32_t end)
{
    static const char *const words[] = {"former",   "ex",      "onetime",  "erstwhile",
                                        "previous", "ex-",     "late",     "formerly",
                                        "ousted",   "deposed", "one-time", "outgone"};
    for (uint32_t t = begin; t < end; t++) {
        if (any_word(sp, t, words, sizeof words / sizeof *words) ||
            str_starts(token_str(sp->in->doc, t), STR("ex-")))
            return true;
    }
    return false;
}

dm_str relation_gloss(dm_arena *a, dm_rel rel)
{
    dm_str name = str_z(rel_table[rel].name);
    char *text = ARENA_ARRAY(a, char, name.len + 1);
    for (size_t i = 0; i < name.len; i++)
        text[i] = name.ptr[i] == '_' ? ' ' : name.ptr[i];
    return (dm_str){text, name.len};
}

/* Relations that a title can say. */
static bool of_office(dm_rel rel)
{
    return rel <= REL_coach_of;
}

static void use_title(const dm_space *sp, const dm_title *t, uint32_t first, dm_relation *r,
                      dm_evidence *e)
{
    dm_arena *a = &sp->in->doc->arena;
    dm_str words = str_lower(a, span_str(sp->in->doc, t->begin, t->end));
    e->trigger_begin = t->begin;
    e->trigger_end = t->end;
    r->predicate = str_fmt(a, "%.*s of", STR_ARG(words));
    r->former = says_former(sp, t->begin >= first + 3 ? t->begin - 3 : first, t->end);
}

/* The words between as predicate, when they are few and no other actor stands among them. */
static bool use_between(const dm_space *sp, uint32_t begin, uint32_t end, dm_relation *r,
                        dm_evidence *e)
{
    static const char *const no[] = {"not", "n't", "never", "n\xe2\x80\x99t"};
    bool letters = false;
    if (begin >= end || end - begin > TRIGGER_WORDS)
        return false;
    for (uint32_t t = begin; t < end; t++) {
        if (sp->tokens[t].entity != ENTITY_NONE)
            return false;
        letters = letters || !sp->tokens[t].punct;
    }
    if (!letters)
        return false;
    for (uint32_t t = begin; t < end; t++) {
        if (any_word(sp, t, no, sizeof no / sizeof *no))
            r->polarity = POLARITY_NEGATED;
        if (is_word(sp, t, "longer"))
            r->former = true;
    }
    e->trigger_begin = begin;
    e->trigger_end = end;
    r->predicate = str_lower(&sp->in->doc->arena, span_str(sp->in->doc, begin, end));
    r->former = r->former || says_former(sp, begin, end);
    return true;
}

static void mark_ends(const dm_place_in_text *s, const dm_place_in_text *t, dm_evidence *e)
{
    *e = (dm_evidence){.sentence = s->sentence,
                       .source_begin = s->begin,
                       .source_end = s->end,
                       .trigger_begin = s->begin,
                       .trigger_end = s->begin};
    e->target_begin = t ? t->begin : s->begin;
    e->target_end = t ? t->end : s->begin;
}

void words_of_pair(const dm_space *sp, const dm_mention_pair *p, dm_relation *r, dm_evidence *e)
{
    uint32_t first = sp->in->doc->sentences[p->s->sentence].first;
    mark_ends(p->s, p->t, e);
    r->predicate = relation_gloss(&sp->in->doc->arena, (dm_rel)r->rel);
    if (of_office((dm_rel)r->rel)) {
        dm_title title = title_before(sp, p->s);
        if (title.begin == title.end)
            title = title_after(sp, p->s);
        if (title.begin < title.end) {
            use_title(sp, &title, first, r, e);
            return;
        }
    }
    const dm_place_in_text *x = p->s->begin <= p->t->begin ? p->s : p->t;
    (void)use_between(sp, x->end, x == p->s ? p->t->begin : p->s->begin, r, e);
}

/* The demonym of the country near a mention, or its end. */
static uint32_t demonym_near(const dm_space *sp, const dm_place_in_text *p, uint16_t country)
{
    const dm_sentence *s = &sp->in->doc->sentences[p->sentence];
    uint32_t from = p->begin >= s->first + 6 ? p->begin - 6 : s->first;
    uint32_t to = p->end + 6 < s->end ? p->end + 6 : s->end;
    for (uint32_t t = p->begin; country && t-- > from;) {
        if (sp->tokens[t].demonym == country)
            return t;
    }
    for (uint32_t t = p->begin; country && t < to; t++) {
        if (sp->tokens[t].demonym == country)
            return t;
    }
    return UINT32_MAX;
}

bool words_of_source(const dm_space *sp, uint32_t source, uint32_t target, dm_relation *r,
                     dm_evidence *e)
{
    const dm_space_entity *s = &sp->entities[source], *t = &sp->entities[target];
    uint16_t country = t->kind == KIND_country ? t->country : 0;
    uint32_t best = 0, word = UINT32_MAX;
    dm_title title = {0};
    if (!s->count)
        return false;
    for (uint32_t i = 0; i < s->count && word == UINT32_MAX; i++) {
        word = demonym_near(sp, &s->at[i], country);
        best = word != UINT32_MAX ? i : best;
    }
    for (uint32_t i = 0; i < s->count && of_office((dm_rel)r->rel); i++) {
        title = title_before(sp, &s->at[word == UINT32_MAX ? i : best]);
        if (title.begin < title.end && word == UINT32_MAX)
            best = i;
        if (title.begin < title.end || word != UINT32_MAX)
            break;
    }
    mark_ends(&s->at[best], NULL, e);
    if (word != UINT32_MAX) {
        e->target_begin = word;
        e->target_end = word + 1;
    }
    r->predicate = relation_gloss(&sp->in->doc->arena, (dm_rel)r->rel);
    r->derived = word == UINT32_MAX;
    if (r->derived)
        r->rule =
            s->country && s->country == t->country ? STR("country-fact") : STR("inferred");
    if (title.begin < title.end)
        use_title(sp, &title, sp->in->doc->sentences[e->sentence].first, r, e);
    return true;
}

/* ---- explanation ---- */

dm_str strongest_features(const dm_state_model *m, const dm_space *sp, const dm_feature_set *f,
                          dm_rel rel)
{
    dm_arena *a = &sp->in->doc->arena;
    dm_str out = STR("");
    float last = 1e9f;
    size_t last_at = 0;
    for (uint32_t n = 0; n < SHOWN_FEATURES; n++) {
        float best = 0;
        size_t at = SIZE_MAX;
        for (size_t i = 0; i < f->len; i++) {
            float w = state_feature_weight(m, f->hash[i], rel);
            bool before = w > last || (w == last && i <= last_at && n > 0);
            if (f->what[i].id != FEATURE_bias && !before && w > best) {
                best = w;
                at = i;
            }
        }
        if (at == SIZE_MAX)
            break;
        dm_str words = feature_words(sp, a, &f->what[at]);
        out = str_fmt(a, "%.*s%s%.*s +%d.%02d", STR_ARG(out), out.len ? "; " : "",
                      STR_ARG(words), (int)best, (int)(best * 100) % 100);
        last = best;
        last_at = at;
    }
    return out;
}
