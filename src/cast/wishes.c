/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wishes.c - reading the user's four files: UTF-8, a tab between columns, # for remarks. */
#include "cast/wishes.h"

#include "base/utf8.h"
#include "cast/caster.h"

#define COLUMNS 6

static const struct {
    const char *about;
    uint32_t least, most;
} shapes[WISH_FILES] = {
    [WISH_ALIASES] = {"name, other form, kind, id", 2, 4},
    [WISH_NEVER_MERGE] = {"name, name", 2, 2},
    [WISH_DROP] = {"name or id", 1, 1},
    [WISH_ADD_NAMES] = {"name, kind, subkind, country, id", 2, 5},
};

typedef struct {
    dm_wishes *w;
    wish_file which;
    const char *path;
    uint32_t line;
    dm_str column[COLUMNS];
    uint32_t columns;
    dm_error *err;
} row;

#define ROW_FAIL(r, ...) row_fail((r), str_fmt(&(r)->w->arena, __VA_ARGS__))

static dm_status row_fail(const row *r, dm_str what)
{
    return dm_fail(r->err, DM_EINPUT, "%s: line %u: %.*s", r->path, (unsigned)r->line,
                   STR_ARG(what));
}

static void warn(dm_wishes *w, dm_str text)
{
    vec_push(&w->warnings, text.ptr);
}

/* ---- columns ---- */

static dm_status check_name(const row *r, dm_str name, dm_str *key)
{
    bool any = false;
    if (name.len > WISH_NAME_BYTES)
        return ROW_FAIL(r, "a name longer than %d bytes", WISH_NAME_BYTES);
    for (size_t at = 0; at < name.len;) {
        uint32_t cp = utf8_next(name, &at);
        if (cp < 0x20 || cp == 0x7F)
            return ROW_FAIL(r, "a control character (%u) in a name", (unsigned)cp);
        any = any || cp_is_letter(cp) || cp_is_digit(cp);
    }
    if (!any)
        return ROW_FAIL(r, "'%.*s' has no letter that a name could be known by", STR_ARG(name));
    *key = name_key(&r->w->arena, name);
    return DM_OK;
}

static dm_str column(const row *r, uint32_t i)
{
    return i < r->columns ? r->column[i] : STR("");
}

static dm_status read_kind(const row *r, dm_str name, uint8_t *out)
{
    *out = KIND_COUNT;
    if (!name.len)
        return DM_OK;
    *out = (uint8_t)kind_find(name);
    if (*out == KIND_COUNT)
        return ROW_FAIL(r, "no kind is called '%.*s'; see 'dramatis kinds'", STR_ARG(name));
    return DM_OK;
}

static dm_status read_subkind(const row *r, dm_str name, wish_actor *a)
{
    if (!name.len)
        return DM_OK;
    a->subkind = (uint8_t)subkind_find(name);
    if (a->subkind >= SUBKIND_NONE)
        return ROW_FAIL(r, "no subkind is called '%.*s'; see 'dramatis kinds'", STR_ARG(name));
    if ((uint8_t)subkind_table[a->subkind].kind != a->kind)
        return ROW_FAIL(r, "'%.*s' is a subkind of %s, not of %s", STR_ARG(name),
                        kind_table[subkind_table[a->subkind].kind].name,
                        kind_table[a->kind].name);
    return DM_OK;
}

static dm_status read_country(const row *r, dm_str code, wish_actor *a)
{
    if (!code.len)
        return DM_OK;
    for (size_t i = 0; i < code.len; i++) {
        if (code.len != 2 || code.ptr[i] < 'A' || code.ptr[i] > 'Z')
            return ROW_FAIL(r, "'%.*s' is not a country code of two capitals", STR_ARG(code));
    }
    memcpy(a->country, code.ptr, 2);
    return DM_OK;
}

static dm_status read_id(const row *r, dm_str id, wish_actor *a)
{
    for (size_t i = 0; i < id.len; i++) {
        if ((unsigned char)id.ptr[i] <= ' ')
            return ROW_FAIL(r, "the id '%.*s' has a blank in it", STR_ARG(id));
    }
    if (id.len > WISH_NAME_BYTES)
        return ROW_FAIL(r, "an id longer than %d bytes", WISH_NAME_BYTES);
    a->id = id;
    return DM_OK;
}

/* ---- forms and actors ---- */

static void count_letters(dm_str s, uint32_t *upper, uint32_t *lower)
{
    *upper = *lower = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t cp = utf8_next(s, &at);
        *upper += cp_is_upper(cp);
        *lower += cp_is_lower(cp);
    }
}

static uint32_t form_add(dm_wishes *w, const row *r, dm_str text, dm_str key, uint32_t actor)
{
    uint32_t upper, lower, f = (uint32_t)w->forms.len;
    count_letters(text, &upper, &lower);
    wish_form form = {.text = text,
                      .key = key,
                      .actor = actor,
                      .capital = upper > 0,
                      .shouted = upper > 0 && !lower && upper <= 5,
                      .file = r->which,
                      .line = r->line};
    vec_push(&w->forms, form);
    map_set(&w->form_of, key, f);
    dm_str *part;
    uint32_t n = name_parts(&w->arena, key, &part);
    uint32_t was = n ? map_get(&w->longest, part[0]) : MAP_NONE;
    if (n && n <= WISH_WORDS && (was == MAP_NONE || was < n))
        map_set(&w->longest, part[0], n);
    return f;
}

/* What a later line says of an actor already known has to agree. */
static dm_status actor_add_to(const row *r, wish_actor *old, const wish_actor *more)
{
    if (more->kind != KIND_COUNT && old->kind != KIND_COUNT && more->kind != old->kind)
        return ROW_FAIL(r, "%.*s is of kind %s here, but %s in %.*s, line %u",
                        STR_ARG(old->name), kind_table[more->kind].name,
                        kind_table[old->kind].name, STR_ARG(r->w->file[old->file]),
                        (unsigned)old->line);
    if (more->id.len && old->id.len && !str_eq(more->id, old->id))
        return ROW_FAIL(r, "%.*s has the id %.*s here, but %.*s in %.*s, line %u",
                        STR_ARG(old->name), STR_ARG(more->id), STR_ARG(old->id),
                        STR_ARG(r->w->file[old->file]), (unsigned)old->line);
    if (more->kind != KIND_COUNT)
        old->kind = more->kind;
    if (more->subkind != SUBKIND_NONE)
        old->subkind = more->subkind;
    if (more->id.len)
        old->id = more->id;
    if (more->country[0])
        memcpy(old->country, more->country, 3);
    return DM_OK;
}

static dm_status read_alias(row *r)
{
    dm_wishes *w = r->w;
    wish_actor a = {.name = column(r, 0),
                    .subkind = SUBKIND_NONE,
                    .canonical = true,
                    .file = r->which,
                    .line = r->line};
    dm_str name, other;
    DM_TRY(check_name(r, a.name, &name));
    DM_TRY(check_name(r, column(r, 1), &other));
    DM_TRY(read_kind(r, column(r, 2), &a.kind));
    DM_TRY(read_id(r, column(r, 3), &a));
    uint32_t f = map_get(&w->form_of, name);
    uint32_t actor = f == MAP_NONE ? (uint32_t)w->actors.len : w->forms.at[f].actor;
    if (f == MAP_NONE) {
        vec_push(&w->actors, a);
        f = form_add(w, r, a.name, name, actor);
        w->forms.at[f].only_name = true;
    } else {
        DM_TRY(actor_add_to(r, &w->actors.at[actor], &a));
    }
    uint32_t g = map_get(&w->form_of, other);
    if (g == MAP_NONE) {
        (void)form_add(w, r, column(r, 1), other, actor);
        return DM_OK;
    }
    const wish_form *old = &w->forms.at[g];
    if (old->actor != actor)
        return ROW_FAIL(r, "'%.*s' is already a form of %.*s (line %u)", STR_ARG(column(r, 1)),
                        STR_ARG(w->actors.at[old->actor].name), (unsigned)old->line);
    if (g != f)
        warn(w, str_fmt(&w->arena, "%s: line %u: '%.*s' stands in line %u already", r->path,
                        (unsigned)r->line, STR_ARG(column(r, 1)), (unsigned)old->line));
    return DM_OK;
}

static dm_status read_added(row *r)
{
    dm_wishes *w = r->w;
    wish_actor a = {
        .name = column(r, 0), .subkind = SUBKIND_NONE, .file = r->which, .line = r->line};
    dm_str key;
    DM_TRY(check_name(r, a.name, &key));
    if (!column(r, 1).len)
        return ROW_FAIL(r, "the kind of '%.*s' is empty", STR_ARG(a.name));
    DM_TRY(read_kind(r, column(r, 1), &a.kind));
    DM_TRY(read_subkind(r, column(r, 2), &a));
    DM_TRY(read_country(r, column(r, 3), &a));
    DM_TRY(read_id(r, column(r, 4), &a));
    uint32_t f = map_get(&w->form_of, key);
    if (f == MAP_NONE) {
        vec_push(&w->actors, a);
        (void)form_add(w, r, a.name, key, (uint32_t)w->actors.len - 1);
        return DM_OK;
    }
    return actor_add_to(r, &w->actors.at[w->forms.at[f].actor], &a);
}

/* "organisation/harbour-council": a kind, and the words of a name between hyphens. */
static dm_status read_side(row *r, wish_pair *p, int side)
{
    dm_str slug, kind = str_cut(p->text[side], '/', &slug);
    uint8_t k = slug.len ? (uint8_t)kind_find(kind) : KIND_COUNT;
    p->kind[side] = k;
    if (k == KIND_COUNT)
        return check_name(r, p->text[side], &p->key[side]);
    char *words = ARENA_ARRAY(&r->w->arena, char, slug.len + 1);
    for (size_t i = 0; i < slug.len; i++)
        words[i] = slug.ptr[i] == '-' ? ' ' : slug.ptr[i];
    for (int i = 0; i < 2 && k == KIND_country && slug.len == 2; i++)
        p->iso[side][i] = (char)(slug.ptr[i] & ~32);
    return check_name(r, (dm_str){words, slug.len}, &p->key[side]);
}

static dm_status read_pair(row *r)
{
    wish_pair p = {.text = {column(r, 0), column(r, 1)}, .line = r->line};
    DM_TRY(read_side(r, &p, 0));
    DM_TRY(read_side(r, &p, 1));
    if (str_eq(p.key[0], p.key[1]) && p.kind[0] == p.kind[1])
        return ROW_FAIL(r, "'%.*s' and '%.*s' are one name when compared; two are needed",
                        STR_ARG(p.text[0]), STR_ARG(p.text[1]));
    vec_push(&r->w->pairs, p);
    map_set(&r->w->paired, p.key[0], 1);
    map_set(&r->w->paired, p.key[1], 1);
    return DM_OK;
}

static dm_status read_drop(row *r)
{
    dm_wishes *w = r->w;
    wish_drop d = {.text = column(r, 0), .line = r->line};
    DM_TRY(check_name(r, d.text, &d.key));
    /* an id has a slash in it and is compared as it is */
    if (str_find(d.text, STR("/"), 0) != SIZE_MAX)
        d.key = d.text;
    uint32_t was = map_get_or_set(&w->drop_of, d.key, (uint32_t)w->drops.len);
    if (was != w->drops.len)
        warn(w, str_fmt(&w->arena, "%s: line %u: '%.*s' stands in line %u already", r->path,
                        (unsigned)r->line, STR_ARG(d.text), (unsigned)w->drops.at[was].line));
    else
        vec_push(&w->drops, d);
    return DM_OK;
}

/* ---- files ---- */

static dm_status split_row(row *r, dm_str line)
{
    r->columns = 0;
    for (size_t from = 0; from <= line.len;) {
        size_t tab = str_find(line, STR("\t"), from);
        size_t end = tab == SIZE_MAX ? line.len : tab;
        if (r->columns == COLUMNS)
            break;
        r->column[r->columns++] = str_trim(str_slice(line, from, end));
        from = end + 1;
    }
    uint32_t least = shapes[r->which].least, most = shapes[r->which].most;
    while (r->columns > most && !r->column[r->columns - 1].len)
        r->columns--; /* tabs at the end of a line */
    if (r->columns < least || r->columns > most)
        return ROW_FAIL(r, "%u column%s, wanted %u to %u with a tab between: %s",
                        (unsigned)r->columns, r->columns == 1 ? "" : "s", (unsigned)least,
                        (unsigned)most, shapes[r->which].about);
    for (uint32_t i = 0; i < least; i++) {
        if (!r->column[i].len)
            return ROW_FAIL(r, "column %u is empty; wanted: %s", (unsigned)i + 1,
                            shapes[r->which].about);
    }
    return DM_OK;
}

static dm_str base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return str_z(slash && slash[1] ? slash + 1 : path);
}

dm_status wishes_read(dm_wishes *w, wish_file which, const char *path, dm_str given,
                      dm_error *err)
{
    static dm_status (*const read[WISH_FILES])(row *) = {[WISH_ALIASES] = read_alias,
                                                         [WISH_NEVER_MERGE] = read_pair,
                                                         [WISH_DROP] = read_drop,
                                                         [WISH_ADD_NAMES] = read_added};
    row r = {.w = w, .which = which, .path = path, .err = err};
    dm_str rest = str_dup(&w->arena, given);
    w->file[which] = str_dup(&w->arena, base_name(path));
    if (str_starts(rest, STR("\xEF\xBB\xBF")))
        rest = str_slice(rest, 3, rest.len);
    while (rest.len) {
        dm_str line = str_cut(rest, '\n', &rest);
        size_t bad;
        r.line++;
        if (r.line > WISH_LINES)
            return ROW_FAIL(&r, "more than %d lines", WISH_LINES);
        if (!utf8_valid(line, &bad))
            return ROW_FAIL(&r, "byte %zu is not UTF-8", bad + 1);
        dm_str bare = str_trim(line);
        if (!bare.len || bare.ptr[0] == '#')
            continue;
        if (line.ptr[line.len - 1] == '\r')
            line.len--;
        DM_TRY(split_row(&r, line));
        DM_TRY(read[which](&r));
    }
    return DM_OK;
}

dm_status wishes_check(dm_wishes *w, dm_error *err)
{
    for (size_t i = 0; i < w->pairs.len; i++) {
        const wish_pair *p = &w->pairs.at[i];
        uint32_t a = map_get(&w->form_of, p->key[0]), b = map_get(&w->form_of, p->key[1]);
        if (a != MAP_NONE && b != MAP_NONE && w->forms.at[a].actor == w->forms.at[b].actor)
            return dm_fail(err, DM_EINPUT,
                           "%.*s: line %u: '%.*s' and '%.*s' are one actor in %.*s, line %u",
                           STR_ARG(w->file[WISH_NEVER_MERGE]), (unsigned)p->line,
                           STR_ARG(p->text[0]), STR_ARG(p->text[1]),
                           STR_ARG(w->file[w->forms.at[b].file]),
                           (unsigned)w->forms.at[b].line);
    }
    for (size_t i = 0; i < w->drops.len; i++) {
        const wish_drop *d = &w->drops.at[i];
        uint32_t f = map_get(&w->form_of, d->key);
        if (f != MAP_NONE)
            warn(w,
                 str_fmt(&w->arena,
                         "%.*s: line %u: '%.*s' is left out although %.*s, line %u, asks "
                         "for it",
                         STR_ARG(w->file[WISH_DROP]), (unsigned)d->line, STR_ARG(d->text),
                         STR_ARG(w->file[w->forms.at[f].file]), (unsigned)w->forms.at[f].line));
    }
    return DM_OK;
}

void wishes_free(dm_wishes *w)
{
    vec_free(&w->actors);
    vec_free(&w->forms);
    vec_free(&w->pairs);
    vec_free(&w->drops);
    vec_free(&w->warnings);
    map_free(&w->form_of);
    map_free(&w->longest);
    map_free(&w->drop_of);
    map_free(&w->paired);
    arena_free(&w->arena);
    free(w);
}
