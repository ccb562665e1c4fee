/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relate/mend.h"

/* Offices of a second: the words before a title that take its headship away. */
static bool seconds(dm_str word)
{
    return str_eq(word, STR("vice")) || str_eq(word, STR("deputy")) ||
           str_eq(word, STR("assistant")) || str_eq(word, STR("associate"));
}

static bool of_a_second(dm_str predicate)
{
    while (predicate.len > 0) {
        dm_str word = str_cut(predicate, ' ', &predicate);
        while (word.len > 0) {
            if (seconds(str_cut(word, '-', &word)))
                return true;
        }
    }
    return false;
}

static dm_rel below(const dm_relate_input *in, const dm_relation *r)
{
    bool body = in->cast->entities[r->target].kind == KIND_organisation;
    return body ? REL_member_of : REL_official_of;
}

static dm_relation *same_pair(const dm_relations *list, const dm_relation *r, dm_rel rel)
{
    for (size_t i = 0; i < list->len; i++) {
        dm_relation *o = &list->at[i];
        if (o->rel == rel && o->source == r->source && o->target == r->target &&
            o->polarity == r->polarity && o->modality == r->modality)
            return o;
    }
    return NULL;
}

/* What was implied by the headship is what the words say. */
static void say_instead(dm_relation *weaker, const dm_relation *r)
{
    weaker->former = weaker->former || r->former;
    weaker->predicate = r->predicate;
    if (!r->derived) {
        weaker->derived = false;
        weaker->rule = r->rule;
    }
}

void relations_mend_deputies(const dm_relate_input *in, dm_relations *list)
{
    enum { GONE = REL_COUNT };
    for (size_t i = 0; i < list->len; i++) {
        dm_relation *r = &list->at[i];
        bool head = r->rel == REL_head_of || r->rel == REL_head_of_state ||
                    r->rel == REL_head_of_government || r->rel == REL_minister_of;
        if (!head || !of_a_second(r->predicate))
            continue;
        dm_rel rel = below(in, r);
        dm_relation *weaker = same_pair(list, r, rel);
        if (weaker)
            say_instead(weaker, r);
        r->rel = (uint8_t)(weaker ? GONE : rel);
    }
    size_t kept = 0;
    for (size_t i = 0; i < list->len; i++)
        if (list->at[i].rel != GONE)
            list->at[kept++] = list->at[i];
    list->len = kept;
}
