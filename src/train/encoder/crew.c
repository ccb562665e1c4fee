/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/encoder/crew.h"

#include "base/arena.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct crew {
    pthread_mutex_t lock;
    pthread_cond_t work, done;
    pthread_t *threads;
    unsigned count;
    crew_task *task;
    void *context;
    size_t next, total, finished;
    bool stop;
};

/* Takes tasks until none is left; called and left with the lock held. */
static void take_tasks(crew *c)
{
    while (c->next < c->total) {
        const size_t i = c->next++;
        (void)pthread_mutex_unlock(&c->lock);
        c->task(c->context, i);
        (void)pthread_mutex_lock(&c->lock);
        if (++c->finished == c->total)
            (void)pthread_cond_broadcast(&c->done);
    }
}

static void *member(void *arg)
{
    crew *c = arg;
    (void)pthread_mutex_lock(&c->lock);
    while (!c->stop) {
        take_tasks(c);
        (void)pthread_cond_wait(&c->work, &c->lock);
    }
    (void)pthread_mutex_unlock(&c->lock);
    return NULL;
}

crew *crew_new(unsigned threads)
{
    crew *c = dm_calloc(1, sizeof *c);
    (void)pthread_mutex_init(&c->lock, NULL);
    (void)pthread_cond_init(&c->work, NULL);
    (void)pthread_cond_init(&c->done, NULL);
    c->threads = dm_calloc(threads, sizeof *c->threads);
    while (c->count + 1 < threads &&
           pthread_create(&c->threads[c->count], NULL, member, c) == 0)
        c->count++;
    return c;
}

void crew_free(crew *c)
{
    if (!c)
        return;
    (void)pthread_mutex_lock(&c->lock);
    c->stop = true;
    (void)pthread_cond_broadcast(&c->work);
    (void)pthread_mutex_unlock(&c->lock);
    for (unsigned i = 0; i < c->count; i++)
        (void)pthread_join(c->threads[i], NULL);
    (void)pthread_cond_destroy(&c->work);
    (void)pthread_cond_destroy(&c->done);
    (void)pthread_mutex_destroy(&c->lock);
    free(c->threads);
    free(c);
}

void crew_run(crew *c, size_t count, crew_task *task, void *context)
{
    (void)pthread_mutex_lock(&c->lock);
    c->task = task;
    c->context = context;
    c->next = c->finished = 0;
    c->total = count;
    (void)pthread_cond_broadcast(&c->work);
    take_tasks(c);
    while (c->finished < c->total)
        (void)pthread_cond_wait(&c->done, &c->lock);
    (void)pthread_mutex_unlock(&c->lock);
}
