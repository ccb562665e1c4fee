/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many articles on several threads, answered in their order.
 *
 * The caller's thread reads articles into the slots of a ring and takes finished graphs out of
 * it, both in order; the workers take what is next.  A slot is touched by its owner only: the
 * reader while it is empty or done, one worker while it is busy.  igraph is not thread-safe, so
 * analysis and layout happen in the caller's thread. */
#include "base/str.h"
#include "dramatis.h"
#include "text/document.h"

#include <pthread.h>
#include <stdlib.h>

enum { JOBS_LIMIT = 256 };

typedef enum { SLOT_EMPTY, SLOT_READY, SLOT_BUSY, SLOT_DONE } slot_state;

typedef struct {
    slot_state state;
    dm_arena arena; /* the strings of in */
    dm_buf bytes;   /* its text */
    dm_input in;
    dm_graph *graph;
    dm_error err;
} slot;

typedef struct {
    const dm_engine *engine;
    const dm_extract_options *plain; /* without analysis */
    slot *slots;
    size_t count;
    size_t head, work, tail; /* articles delivered, begun, read so far */
    bool stop;
    pthread_mutex_t lock;
    pthread_cond_t ready, done;
} ring;

static const char *own(dm_arena *a, const char *z)
{
    return z ? str_dup(a, str_z(z)).ptr : NULL;
}

/* The reader's strings end with its next article. */
static void take_input(slot *s, const dm_input *in)
{
    dm_arena *a = &s->arena;
    s->bytes.len = 0;
    if (in->bytes)
        buf_add(&s->bytes, (dm_str){in->bytes, in->size});
    s->in = (dm_input){.bytes = in->bytes ? s->bytes.ptr : NULL,
                       .size = in->size,
                       .from = in->from,
                       .encoding = own(a, in->encoding),
                       .id = own(a, in->id),
                       .title = own(a, in->title),
                       .date = own(a, in->date),
                       .url = own(a, in->url),
                       .source = own(a, in->source),
                       .fetched = own(a, in->fetched),
                       .at = own(a, in->at)};
}

static void extract_into(const ring *r, slot *s)
{
    if (s->err.code == DM_OK &&
        dm_extract(r->engine, &s->in, r->plain, &s->graph, &s->err) != DM_OK)
        s->graph = NULL;
}

static void *worker(void *p)
{
    ring *r = p;
    (void)pthread_mutex_lock(&r->lock);
    for (;;) {
        while (!r->stop && r->work == r->tail)
            (void)pthread_cond_wait(&r->ready, &r->lock);
        if (r->stop)
            break;
        slot *s = &r->slots[r->work++ % r->count];
        s->state = SLOT_BUSY;
        (void)pthread_mutex_unlock(&r->lock);
        extract_into(r, s);
        (void)pthread_mutex_lock(&r->lock);
        s->state = SLOT_DONE;
        (void)pthread_cond_signal(&r->done);
    }
    (void)pthread_mutex_unlock(&r->lock);
    return NULL;
}

/* The next article into the ring; false when there is none. */
static bool read_next(ring *r, dm_articles *articles)
{
    slot *s = &r->slots[r->tail % r->count];
    dm_input in;
    arena_free(&s->arena);
    if (!dm_articles_next(articles, &in, &s->err))
        return false;
    take_input(s, &in);
    (void)pthread_mutex_lock(&r->lock);
    s->state = SLOT_READY;
    r->tail++;
    (void)pthread_cond_signal(&r->ready);
    (void)pthread_mutex_unlock(&r->lock);
    return true;
}

static slot *wait_oldest(ring *r)
{
    slot *s = &r->slots[r->head % r->count];
    (void)pthread_mutex_lock(&r->lock);
    while (s->state != SLOT_DONE)
        (void)pthread_cond_wait(&r->done, &r->lock);
    (void)pthread_mutex_unlock(&r->lock);
    return s;
}

static bool deliver(slot *s, const dm_extract_options *o, dm_extract_done done, void *user)
{
    dm_graph *g = s->graph;
    s->graph = NULL;
    s->state = SLOT_EMPTY;
    if (g && !o->no_analysis &&
        dm_graph_analyse(g, &(dm_analyse_options){.seed = o->seed}, &s->err) != DM_OK) {
        dm_graph_free(g);
        g = NULL;
    }
    return done(user, &s->in, g, &s->err);
}

static void run_ring(ring *r, dm_articles *articles, const dm_extract_options *o,
                     dm_extract_done done, void *user)
{
    bool more = true, go_on = true;
    while (go_on) {
        while (more && r->tail - r->head < r->count)
            more = read_next(r, articles);
        if (r->head == r->tail)
            break;
        go_on = deliver(wait_oldest(r), o, done, user);
        r->head++;
    }
}

/* libxml2 sets itself up on first use, which must not happen in two threads at once. */
static void prepare_html(void)
{
    dm_document doc;
    dm_source page = {.bytes = STR("<p>One.</p>"), .form = INPUT_HTML};
    dm_error err;
    dm_status status = document_read(&page, &doc, &err);
    (void)status; /* it was only to be called */
    document_free(&doc);
}

static dm_status run_threads(ring *r, unsigned jobs, dm_articles *articles,
                             const dm_extract_options *o, dm_extract_done done, void *user,
                             dm_error *err)
{
    pthread_t thread[JOBS_LIMIT];
    unsigned started = 0;
    prepare_html();
    while (started < jobs && pthread_create(&thread[started], NULL, worker, r) == 0)
        started++;
    dm_status status = DM_OK;
    if (started)
        run_ring(r, articles, o, done, user);
    else
        status = dm_fail(err, DM_ENOMEM, "the system starts no thread");
    (void)pthread_mutex_lock(&r->lock);
    r->stop = true;
    (void)pthread_cond_broadcast(&r->ready);
    (void)pthread_mutex_unlock(&r->lock);
    for (unsigned i = 0; i < started; i++)
        (void)pthread_join(thread[i], NULL);
    return status;
}

static void one_by_one(const dm_engine *engine, dm_articles *articles,
                       const dm_extract_options *o, dm_extract_done done, void *user)
{
    dm_input in;
    dm_error err = {0};
    bool go_on = true;
    while (go_on && dm_articles_next(articles, &in, &err)) {
        dm_graph *g = NULL;
        if (err.code == DM_OK && dm_extract(engine, &in, o, &g, &err) != DM_OK)
            g = NULL;
        go_on = done(user, &in, g, &err);
    }
}

dm_status dm_extract_all(const dm_engine *engine, dm_articles *articles,
                         const dm_extract_options *options, unsigned jobs, dm_extract_done done,
                         void *user, dm_error *err)
{
    dm_extract_options o = options ? *options : (dm_extract_options){0}, plain = o;
    if (jobs < 2) {
        one_by_one(engine, articles, &o, done, user);
        return DM_OK;
    }
    jobs = jobs > JOBS_LIMIT ? JOBS_LIMIT : jobs;
    plain.no_analysis = true;
    ring r = {.engine = engine, .plain = &plain, .count = (size_t)jobs * 4};
    r.slots = dm_calloc(r.count, sizeof *r.slots);
    (void)pthread_mutex_init(&r.lock, NULL);
    (void)pthread_cond_init(&r.ready, NULL);
    (void)pthread_cond_init(&r.done, NULL);
    dm_status status = run_threads(&r, jobs, articles, &o, done, user, err);
    for (size_t i = 0; i < r.count; i++) {
        dm_graph_free(r.slots[i].graph);
        buf_free(&r.slots[i].bytes);
        arena_free(&r.slots[i].arena);
    }
    (void)pthread_cond_destroy(&r.ready);
    (void)pthread_cond_destroy(&r.done);
    (void)pthread_mutex_destroy(&r.lock);
    free(r.slots);
    return status;
}
