/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files, directories and streams as one article after the other. */
#include "base/file.h"
#include "base/utf8.h"
#include "base/vec.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { INPUT_LIMIT = 512 << 20 };

struct dm_articles {
    dm_from from;
    dm_arena arena; /* the paths */
    VEC(const char *) paths;
    size_t next;      /* path that comes next */
    dm_buf bytes;     /* of the file at hand */
    const char *path; /* of the file at hand */
    size_t at;        /* NDJSON: byte of the next line */
    size_t line;      /* NDJSON: number of the line read last */
    bool in_lines;    /* the file at hand is NDJSON with lines left */
    dm_arena fields;  /* strings of the article at hand */
    dm_buf text;      /* NDJSON: title, blank line, text */
};

static const char *const from_names[DM_FROM_COUNT] = {"auto",   "text",  "html",
                                                      "ndjson", "lines", "conllu"};

bool dm_from_find(const char *name, dm_from *out)
{
    for (int i = 0; i < DM_FROM_COUNT; i++) {
        if (strcmp(from_names[i], name) == 0) {
            *out = (dm_from)i;
            return true;
        }
    }
    return false;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static dm_status list_directory(dm_articles *a, const char *path, dm_error *err)
{
    DIR *dir = opendir(path);
    if (!dir)
        return dm_fail(err, DM_EIO, "%s: %s", path, strerror(errno));
    for (const struct dirent *e; (e = readdir(dir));) {
        if (e->d_name[0] == '.')
            continue;
        const char *full = str_fmt(&a->arena, "%s/%s", path, e->d_name).ptr;
        struct stat st;
        if (stat(full, &st) == 0 && S_ISREG(st.st_mode))
            vec_push(&a->paths, full);
    }
    (void)closedir(dir);
    if (!a->paths.len)
        return dm_fail(err, DM_EINPUT, "%s: no files in this directory", path);
    qsort(a->paths.at, a->paths.len, sizeof *a->paths.at, by_name);
    return DM_OK;
}

dm_status dm_articles_open(const char *path, dm_from from, dm_articles **out, dm_error *err)
{
    dm_articles *a = dm_calloc(1, sizeof *a);
    struct stat st;
    a->from = from;
    dm_status status = DM_OK;
    if (strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        status = list_directory(a, path, err);
    else
        vec_push(&a->paths, str_dup(&a->arena, str_z(path)).ptr);
    if (status != DM_OK) {
        dm_articles_free(a);
        return status;
    }
    *out = a;
    return DM_OK;
}

void dm_articles_free(dm_articles *a)
{
    if (!a)
        return;
    vec_free(&a->paths);
    buf_free(&a->bytes);
    buf_free(&a->text);
    arena_free(&a->fields);
    arena_free(&a->arena);
    free(a);
}

/* "news/a.txt" -> "a": the id of an article that says no other. */
static const char *stem(dm_arena *arena, const char *path)
{
    dm_str s = str_z(path);
    if (str_eq(s, STR("-")))
        return "stdin";
    size_t slash = s.len;
    while (slash && s.ptr[slash - 1] != '/')
        slash--;
    s = str_slice(s, slash, s.len);
    for (size_t i = s.len; i-- > 1;) {
        if (s.ptr[i] == '.') {
            s.len = i;
            break;
        }
    }
    return str_dup(arena, s).ptr;
}

static dm_from form_of(const dm_articles *a, const char *path)
{
    if (a->from != DM_FROM_AUTO)
        return a->from;
    dm_str s = str_z(path);
    if (str_ends(s, STR(".ndjson")) || str_ends(s, STR(".jsonl")))
        return DM_FROM_NDJSON;
    if (str_ends(s, STR(".html")) || str_ends(s, STR(".htm")) || str_ends(s, STR(".xhtml")))
        return DM_FROM_HTML;
    if (str_ends(s, STR(".conllu")))
        return DM_FROM_CONLLU;
    return str_ends(s, STR(".txt")) ? DM_FROM_TEXT : DM_FROM_AUTO;
}

static const char *field(dm_articles *a, const cJSON *o, const char *const *names)
{
    for (; *names; names++) {
        const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, *names);
        if (cJSON_IsString(v) && v->valuestring[0])
            return str_dup(&a->fields, str_z(v->valuestring)).ptr;
        if (cJSON_IsNumber(v))
            return str_fmt(&a->fields, "%.15g", v->valuedouble).ptr;
    }
    return NULL;
}

static dm_status article_of(dm_articles *a, const cJSON *o, dm_input *in, dm_error *err)
{
    static const char *const id[] = {"id", "_id", "filename", NULL};
    static const char *const title[] = {"title", "headline", NULL};
    static const char *const date[] = {"date_publish", "date", "published", NULL};
    static const char *const url[] = {"url", NULL};
    static const char *const source[] = {"source_domain", "source", NULL};
    static const char *const text[] = {"text", "maintext", "content", NULL};
    const char *body = field(a, o, text);
    in->id = field(a, o, id);
    if (!in->id)
        in->id = str_fmt(&a->fields, "%s-%zu", stem(&a->fields, a->path), a->line).ptr;
    in->title = field(a, o, title);
    in->date = field(a, o, date);
    in->url = field(a, o, url);
    in->source = field(a, o, source);
    if (!body)
        return dm_fail(err, DM_EINPUT, "%s: line %zu has no 'text' or 'maintext'", a->path,
                       a->line);
    a->text.len = 0;
    if (in->title)
        buf_fmt(&a->text, "%s\n\n", in->title);
    buf_add(&a->text, str_z(body));
    in->bytes = a->text.ptr;
    in->size = a->text.len;
    in->from = DM_FROM_TEXT;
    in->encoding = "UTF-8";
    return DM_OK;
}

static dm_status line_parse(dm_articles *a, dm_str line, dm_input *in, dm_error *err)
{
    size_t bad;
    in->id = str_fmt(&a->fields, "%s:%zu", a->path, a->line).ptr;
    if (!utf8_valid(line, &bad))
        return dm_fail(err, DM_EINPUT, "%s: line %zu is not UTF-8 at its byte %zu", a->path,
                       a->line, bad);
    const char *end = NULL;
    cJSON *o = cJSON_ParseWithLengthOpts(line.ptr, line.len, &end, false);
    dm_status status =
        cJSON_IsObject(o)
            ? article_of(a, o, in, err)
            : dm_fail(err, DM_EINPUT, "%s: line %zu is not a JSON object (near its byte %zu)",
                      a->path, a->line, end && end > line.ptr ? (size_t)(end - line.ptr) : 0);
    cJSON_Delete(o);
    return status;
}

/* The next line that is not blank; false when the file is done. */
static bool line_next(dm_articles *a, dm_str *line)
{
    while (a->at < a->bytes.len) {
        dm_str rest = str_slice(buf_str(&a->bytes), a->at, a->bytes.len), after;
        dm_str l = str_cut(rest, '\n', &after);
        a->at += l.len + 1;
        a->line++;
        *line = str_trim(l);
        if (line->len)
            return true;
    }
    a->in_lines = false;
    return false;
}

static dm_status file_next(dm_articles *a, dm_input *in, dm_error *err)
{
    a->path = a->paths.at[a->next++];
    a->bytes.len = 0;
    in->id = a->path;
    DM_TRY(file_read(a->path, INPUT_LIMIT, &a->bytes, err));
    dm_from form = form_of(a, a->path);
    if (form == DM_FROM_NDJSON) {
        a->in_lines = true;
        a->at = a->line = 0;
        return DM_OK;
    }
    *in = (dm_input){.bytes = a->bytes.ptr,
                     .size = a->bytes.len,
                     .from = form,
                     .id = stem(&a->fields, a->path)};
    return DM_OK;
}

bool dm_articles_next(dm_articles *a, dm_input *in, dm_error *err)
{
    dm_error local;
    dm_str line;
    if (!err)
        err = &local;
    *err = (dm_error){0};
    *in = (dm_input){0};
    arena_free(&a->fields);
    for (;;) {
        if (a->in_lines && line_next(a, &line)) {
            (void)line_parse(a, line, in, err); /* the error is the answer of this turn */
            return true;
        }
        if (a->next == a->paths.len)
            return false;
        if (file_next(a, in, err) != DM_OK || !a->in_lines)
            return true;
    }
}
