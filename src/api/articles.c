/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files, directories, archives and streams as one article after the other. */
#include "api/articles.h"
#include "base/vec.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { LINE_LIMIT = 256 << 20, DIRECTORY_DEPTH = 64 };

typedef struct {
    const char *path, *id; /* id: of its article, when it holds one */
} source;

typedef enum { HOLDS_ONE, HOLDS_LINES, HOLDS_RECORDS } holding;

struct dm_articles {
    dm_from from;
    dm_arena arena; /* the paths */
    VEC(source) sources;
    size_t next; /* source that comes next */
    uint64_t shard, shards;
    dm_stream *stream; /* of the source at hand, while it has more */
    holding holds;
    size_t line; /* NDJSON: number of the line read last */
    dm_warc warc;
    dm_buf bytes;    /* of the file or line at hand */
    dm_arena fields; /* strings of the article at hand */
    dm_buf text;     /* NDJSON: title, blank line, text */
};

static const char *const from_names[DM_FROM_COUNT] = {"auto",  "text",   "html", "ndjson",
                                                      "lines", "conllu", "warc"};

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

/* ---- what is read ---- */

static dm_str without_gz(dm_str path)
{
    return str_ends(path, STR(".gz")) ? str_slice(path, 0, path.len - 3) : path;
}

/* "a/b.txt" -> "a/b": the id of an article that says no other; below a directory the folders
 * count, since two of them may hold files of one name. */
static const char *id_of(dm_arena *arena, dm_str path)
{
    path = without_gz(path);
    for (size_t i = path.len; i-- > 1 && path.ptr[i] != '/';) {
        if (path.ptr[i] == '.' && path.ptr[i - 1] != '/') {
            path.len = i;
            break;
        }
    }
    return str_dup(arena, path).ptr;
}

static void add_source(dm_articles *a, dm_str path, dm_str named)
{
    source s = {str_dup(&a->arena, path).ptr,
                str_eq(path, STR("-")) ? "stdin" : id_of(&a->arena, named)};
    vec_push(&a->sources, s);
}

static int by_path(const void *x, const void *y)
{
    const source *a = x, *b = y;
    return strcmp(a->path, b->path);
}

/* Regular files (also behind links) and folders (not behind links: they could go round). */
static dm_status list_directory(dm_articles *a, dm_str path, size_t named, int depth,
                                dm_error *err)
{
    DIR *dir = depth < DIRECTORY_DEPTH ? opendir(path.ptr) : NULL;
    if (!dir)
        return dm_fail(err, DM_EIO, "%s: %s", path.ptr,
                       depth < DIRECTORY_DEPTH ? strerror(errno) : "too many folders deep");
    dm_status status = DM_OK;
    for (const struct dirent *e; status == DM_OK && (e = readdir(dir));) {
        struct stat st, link;
        bool slash = path.len && path.ptr[path.len - 1] == '/';
        if (e->d_name[0] == '.')
            continue;
        dm_str full =
            str_fmt(&a->arena, "%.*s%s%s", STR_ARG(path), slash ? "" : "/", e->d_name);
        if (stat(full.ptr, &st) != 0 || lstat(full.ptr, &link) != 0)
            continue;
        if (S_ISREG(st.st_mode))
            add_source(a, full, str_slice(full, named, full.len));
        else if (S_ISDIR(link.st_mode))
            status = list_directory(a, full, named, depth + 1, err);
    }
    (void)closedir(dir);
    return status;
}

dm_status dm_articles_add(dm_articles *a, const char *path, dm_error *err)
{
    struct stat st;
    dm_str s = str_dup(&a->arena, str_z(path));
    if (strcmp(path, "-") == 0 || stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
        size_t slash = s.len;
        while (slash && s.ptr[slash - 1] != '/')
            slash--;
        add_source(a, s, str_slice(s, slash, s.len));
        return DM_OK;
    }
    size_t first = a->sources.len, named = s.len + (s.ptr[s.len - 1] != '/');
    DM_TRY(list_directory(a, s, named, 0, err));
    if (a->sources.len == first)
        return dm_fail(err, DM_EINPUT, "%s: no files in this directory", path);
    qsort(a->sources.at + first, a->sources.len - first, sizeof *a->sources.at, by_path);
    return DM_OK;
}

dm_status dm_articles_open(const char *path, dm_from from, dm_articles **out, dm_error *err)
{
    dm_articles *a = dm_calloc(1, sizeof *a);
    a->from = from;
    dm_status status = path ? dm_articles_add(a, path, err) : DM_OK;
    if (status != DM_OK) {
        dm_articles_free(a);
        return status;
    }
    *out = a;
    return DM_OK;
}

dm_status dm_articles_shard(dm_articles *a, uint64_t shard, uint64_t shards, dm_error *err)
{
    if (!shard || shard > shards)
        return dm_fail(err, DM_EUSAGE, "shards are numbered from 1 to their number");
    a->shard = shard;
    a->shards = shards;
    return DM_OK;
}

static void end_source(dm_articles *a)
{
    stream_free(a->stream);
    a->stream = NULL;
}

void dm_articles_free(dm_articles *a)
{
    if (!a)
        return;
    end_source(a);
    warc_free(&a->warc);
    vec_free(&a->sources);
    buf_free(&a->bytes);
    buf_free(&a->text);
    arena_free(&a->fields);
    arena_free(&a->arena);
    free(a);
}

/* Is the article of this id ours?  The same id is in the same shard on every machine. */
static bool mine(const dm_articles *a, const char *id)
{
    return a->shards < 2 || str_hash(str_z(id)) % a->shards == a->shard - 1;
}

/* ---- what a source holds ---- */

static dm_from form_of(const dm_articles *a, const char *path)
{
    static const struct {
        const char *extension;
        dm_from from;
    } known[] = {
        {".ndjson", DM_FROM_NDJSON}, {".jsonl", DM_FROM_NDJSON}, {".html", DM_FROM_HTML},
        {".htm", DM_FROM_HTML},      {".xhtml", DM_FROM_HTML},   {".conllu", DM_FROM_CONLLU},
        {".txt", DM_FROM_TEXT},      {".warc", DM_FROM_WARC},    {".wet", DM_FROM_WARC}};
    dm_str s = without_gz(str_z(path));
    for (size_t i = 0; a->from == DM_FROM_AUTO && i < sizeof known / sizeof *known; i++) {
        if (str_ends(s, str_z(known[i].extension)))
            return known[i].from;
    }
    return a->from;
}

/* Archives and NDJSON without a telling name. */
static dm_status look(const dm_articles *a, dm_from *form, dm_error *err)
{
    dm_str head;
    if (*form != DM_FROM_AUTO)
        return DM_OK;
    DM_TRY(stream_peek(a->stream, 64, &head, err));
    head = str_trim(head);
    if (str_starts(head, STR("WARC/1.")))
        *form = DM_FROM_WARC;
    else if (str_starts(head, STR("{\"")))
        *form = DM_FROM_NDJSON;
    return DM_OK;
}

static dm_status start_source(dm_articles *a, const source *s, dm_input *in, bool *is_one,
                              dm_error *err)
{
    *is_one = false;
    DM_TRY(stream_open(s->path, &a->stream, err));
    dm_from form = form_of(a, s->path);
    DM_TRY(look(a, &form, err));
    a->line = 0;
    a->holds = form == DM_FROM_NDJSON ? HOLDS_LINES
               : form == DM_FROM_WARC ? HOLDS_RECORDS
                                      : HOLDS_ONE;
    a->warc.stream = a->stream;
    a->warc.record = 0;
    a->warc.lost = a->warc.broken = false;
    if (a->holds != HOLDS_ONE)
        return DM_OK;
    a->bytes.len = 0;
    DM_TRY(stream_rest(a->stream, INPUT_LIMIT, &a->bytes, err));
    *in = (dm_input){
        .bytes = a->bytes.ptr, .size = a->bytes.len, .from = form, .id = s->id, .at = s->path};
    *is_one = true;
    return DM_OK;
}

/* The next line that is not blank; false at the end. */
static bool line_next(dm_articles *a, dm_input *in, dm_error *err)
{
    bool more = true;
    while (more) {
        const char *path = stream_name(a->stream);
        a->line++;
        dm_status status = stream_line(a->stream, LINE_LIMIT, &a->bytes, &more, err);
        const char *place = str_fmt(&a->fields, "%s: line %zu", path, a->line).ptr;
        in->id = str_fmt(&a->fields, "%s:%zu", path, a->line).ptr;
        in->at = place;
        if (status != DM_OK) {
            if (!more)
                end_source(a);
            return true;
        }
        dm_str line = str_trim(buf_str(&a->bytes));
        if (!more || !line.len)
            continue;
        const source *s = &a->sources.at[a->next - 1];
        const char *id = str_fmt(&a->fields, "%s-%zu", s->id, a->line).ptr;
        if (article_of_json(line, place, id, &a->fields, &a->text, in, err) != DM_OK)
            in->bytes = NULL;
        return true;
    }
    return false;
}

static bool held_next(dm_articles *a, dm_input *in, dm_error *err)
{
    if (!a->stream)
        return false;
    bool got = a->holds == HOLDS_LINES     ? line_next(a, in, err)
               : a->holds == HOLDS_RECORDS ? warc_next(&a->warc, &a->fields, in, err)
                                           : false;
    if (!got)
        end_source(a);
    return got;
}

bool dm_articles_next(dm_articles *a, dm_input *in, dm_error *err)
{
    dm_error local;
    err = err ? err : &local;
    for (;;) {
        *err = (dm_error){0};
        *in = (dm_input){0};
        arena_clear(&a->fields);
        if (held_next(a, in, err)) {
            if (mine(a, in->id))
                return true;
            continue;
        }
        if (a->next == a->sources.len)
            return false;
        const source *s = &a->sources.at[a->next++];
        dm_from form = form_of(a, s->path);
        bool many = form == DM_FROM_AUTO || form == DM_FROM_NDJSON || form == DM_FROM_WARC;
        bool is_one, ours = mine(a, s->id);
        if (!ours && !many)
            continue;
        if (start_source(a, s, in, &is_one, err) != DM_OK) {
            end_source(a);
            in->id = in->at = s->path;
            if (ours)
                return true;
        } else if (is_one) {
            end_source(a);
            if (ours)
                return true;
        }
    }
}
