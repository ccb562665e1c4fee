/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/container.h"
#include "train/encoder/run.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- what a run was started with, one "name value" a line ---- */

static uint64_t mix(uint64_t h, uint64_t x)
{
    h = (h ^ x) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 29;
}

static uint64_t corpus_hash(const corpus *c)
{
    uint64_t h = c ? c->tokens.len : 0;
    for (size_t i = 0; c && i < c->pieces.len; i++)
        h = mix(h, c->pieces.at[i]);
    for (size_t i = 0; c && i < c->tokens.len; i++) {
        const corpus_token *t = &c->tokens.at[i];
        h = mix(h, (uint64_t)t->names << 32 | (uint64_t)t->upos << 24 |
                       (uint64_t)t->xpos << 16 | (uint64_t)t->deprel << 8 | t->shape);
        h = mix(h, (uint64_t)t->head << 8 | t->piece_count);
    }
    for (size_t i = 0; c && i < c->sentences.len; i++)
        h = mix(h, c->sentences.at[i].end);
    for (size_t i = 0; c && i < c->docs.len; i++)
        h = mix(h, (uint64_t)c->docs.at[i].end << 8 | c->docs.at[i].convention);
    return h;
}

static void describe(const run *r, dm_buf *out)
{
    const train_options *o = r->o;
    const encoder_shape *s = &r->m->shape;
    buf_fmt(out, "seed %llu\npieces %llu\n", (unsigned long long)o->seed,
            (unsigned long long)o->pieces);
    buf_fmt(out, "batch %u\nparts %u\n", o->batch, o->parts);
    const struct {
        const char *name;
        double value;
    } numbers[] = {{"name-share", o->name_share},
                   {"rate", o->rate},
                   {"head-rate", o->head_rate},
                   {"warm", o->warm},
                   {"decay", o->decay},
                   {"clip", o->clip},
                   {"drop", o->drop},
                   {"exit-weight", o->exit_weight},
                   {"pair-from", o->pair_from},
                   {"pair-share", o->pair_share},
                   {"pair-rate", o->pair_rate},
                   {"pair-batch", o->pair_batch}};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        buf_fmt(out, "%s %.17g\n", numbers[i].name, numbers[i].value);
    buf_fmt(out, "products %s\n", gemm_chosen() == GEMM_AMX ? "amx" : "blas");
    buf_fmt(out, "shape %u-%u-%u-%u-%u-%u\n", s->pieces, s->positions, s->dim, s->heads, s->ff,
            s->layers);
    buf_fmt(out, "name-corpora %016llx\n", (unsigned long long)corpus_hash(r->data->names));
    buf_fmt(out, "tree-corpora %016llx\n", (unsigned long long)corpus_hash(r->data->trees));
    if (r->data->pairs)
        buf_fmt(out, "pair-corpora %016llx-%016llx\n",
                (unsigned long long)corpus_hash(&r->data->pairs->text),
                (unsigned long long)pair_corpus_hash(r->data->pairs));
}

static dm_str value_of(dm_str text, dm_str name)
{
    while (text.len > 0) {
        dm_str line = str_cut(text, '\n', &text);
        if (str_eq(str_cut(line, ' ', &line), name))
            return line;
    }
    return (dm_str){0};
}

/* Another seed than the state's: the run parts from the one that wrote it, and reads the
 * corpora anew. */
static bool parts(const run *r, dm_str theirs)
{
    char ours[24];
    (void)snprintf(ours, sizeof ours, "%llu", (unsigned long long)r->o->seed);
    return !str_eq(value_of(theirs, STR("seed")), str_z(ours));
}

static bool free_to_part(dm_str name)
{
    return str_eq(name, STR("seed")) || str_ends(name, STR("-corpora"));
}

/* What concerns pairs only may change until the first of them is read, and may be unknown to a
 * state. */
static dm_status same_options(const run *r, dm_str theirs, const char *path, dm_error *err)
{
    const bool parting = parts(r, theirs);
    dm_buf ours = {0};
    describe(r, &ours);
    dm_status status = DM_OK;
    dm_str rest = buf_str(&ours);
    while (rest.len > 0 && status == DM_OK) {
        dm_str value = str_cut(rest, '\n', &rest);
        const dm_str name = str_cut(value, ' ', &value), was = value_of(theirs, name);
        const bool may_differ = was.len == 0 || r->now.task_pieces[TASK_PAIRS] == 0;
        if (str_eq(value, was) || (str_starts(name, STR("pair-")) && may_differ) ||
            (parting && free_to_part(name)))
            continue;
        status = dm_fail(err, DM_EUSAGE, "%s: made with %.*s %.*s, this run has %.*s", path,
                         (int)name.len, name.ptr, was.len ? (int)was.len : 4,
                         was.len ? was.ptr : "none", (int)value.len, value.ptr);
    }
    buf_free(&ours);
    return status;
}

/* ---- feeds: the numbers, then the windows as they lie ---- */

typedef struct {
    uint64_t random, next, passes, windows, window_size;
} feed_head;

static void feed_pack(const feed *f, dm_buf *out)
{
    const feed_head h = {f->random.state, f->next, f->passes, f->windows.len, sizeof(window)};
    buf_add(out, (dm_str){(const char *)&h, sizeof h});
    if (f->windows.len)
        buf_add(out, (dm_str){(const char *)f->windows.at, f->windows.len * sizeof(window)});
}

static bool feed_unpack(const dm_section *s, feed *f)
{
    feed_head h = {0};
    if (s->bytes < sizeof h)
        return false;
    memcpy(&h, s->data, sizeof h);
    if (h.window_size != sizeof(window) || h.next > h.windows ||
        s->bytes != sizeof h + h.windows * sizeof(window))
        return false;
    f->random.state = h.random;
    f->next = h.next;
    f->passes = (uint32_t)h.passes;
    f->windows.at = dm_realloc(f->windows.at, (h.windows + 1) * sizeof(window));
    f->windows.len = h.windows;
    f->windows.cap = h.windows + 1;
    memcpy(f->windows.at, (const char *)s->data + sizeof h, h.windows * sizeof(window));
    return true;
}

static const char *const feed_names[TASKS] = {"feed.names", "feed.trees", "feed.pairs"};

/* ---- the file ---- */

static double seconds_since(const struct timespec *t)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - t->tv_sec) + 1e-9 * (double)(now.tv_nsec - t->tv_nsec);
}

static void add_bytes(dm_container_writer *w, const char *name, dm_str bytes)
{
    const uint32_t size = (uint32_t)bytes.len;
    container_add(w, name, DT_U8, 1, &size, bytes.ptr);
}

static void add_reals(dm_container_writer *w, const char *name, const real *x, size_t count)
{
    const uint32_t shape = (uint32_t)count;
    container_add(w, name, DT_F32, 1, &shape, x);
}

dm_status state_write(const run *r, const char *path, dm_error *err)
{
    dm_container_writer w = {0};
    dm_buf options = {0}, feeds[TASKS] = {0};
    run_numbers now = r->now;
    now.seconds += seconds_since(&r->started);
    describe(r, &options);
    add_bytes(&w, "options", buf_str(&options));
    add_bytes(&w, "numbers", (dm_str){(const char *)&now, sizeof now});
    add_reals(&w, "weights", r->m->w, r->m->count);
    add_reals(&w, "moment1", r->moment1, r->m->count);
    add_reals(&w, "moment2", r->moment2, r->m->count);
    for (size_t t = 0; t < TASKS; t++) {
        feed_pack(&r->feeds[t], &feeds[t]);
        add_bytes(&w, feed_names[t], buf_str(&feeds[t]));
    }
    const dm_status status = container_write(&w, "encoder training state", path, err);
    for (size_t t = 0; t < TASKS; t++)
        buf_free(&feeds[t]);
    buf_free(&options);
    return status;
}

static dm_status take_reals(const dm_container *c, const char *name, real *x, size_t count,
                            dm_error *err)
{
    dm_section s;
    DM_TRY(container_get(c, name, DT_F32, &s, err));
    if (s.bytes != count * sizeof(real))
        return dm_fail(err, DM_EMODEL, "training state: %s has another size", name);
    memcpy(x, s.data, s.bytes);
    return DM_OK;
}

static dm_status take_all(run *r, const dm_container *c, const char *path, dm_error *err)
{
    dm_section options, numbers, s;
    DM_TRY(container_get(c, "options", DT_U8, &options, err));
    DM_TRY(container_get(c, "numbers", DT_U8, &numbers, err));
    if (numbers.bytes != sizeof r->now)
        return dm_fail(err, DM_EMODEL, "%s: a state of another version", path);
    memcpy(&r->now, numbers.data, sizeof r->now);
    const dm_str theirs = {options.data, options.bytes};
    DM_TRY(same_options(r, theirs, path, err));
    DM_TRY(take_reals(c, "weights", r->m->w, r->m->count, err));
    DM_TRY(take_reals(c, "moment1", r->moment1, r->m->count, err));
    DM_TRY(take_reals(c, "moment2", r->moment2, r->m->count, err));
    for (size_t t = 0; t < TASKS && !parts(r, theirs); t++) {
        if (t == TASK_PAIRS && r->now.task_pieces[t] == 0)
            continue; /* not begun: its feed is still a fresh one */
        DM_TRY(container_get(c, feed_names[t], DT_U8, &s, err));
        if (!feed_unpack(&s, &r->feeds[t]))
            return dm_fail(err, DM_EMODEL, "%s: %s is of another version", path, feed_names[t]);
    }
    return DM_OK;
}

dm_status state_read(run *r, const char *path, dm_error *err)
{
    dm_buf file = {0};
    DM_TRY(file_read(path, 0, &file, err));
    char *aligned = aligned_alloc(64, file.len / 64 * 64 + 64);
    if (!aligned)
        dm_out_of_memory(file.len);
    memcpy(aligned, file.ptr, file.len);
    const dm_str bytes = {aligned, file.len};
    buf_free(&file);
    dm_container c;
    dm_status status = container_open(bytes, true, &c, err);
    if (status == DM_OK)
        status = take_all(r, &c, path, err);
    free(aligned);
    return status;
}
