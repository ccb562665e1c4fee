/* SPDX-License-Identifier: GPL-3.0-or-later */
/* crew.h - a few threads that wait (never spin) for the next list of tasks. */
#ifndef DM_TRAIN_CREW_H
#define DM_TRAIN_CREW_H

#include <stddef.h>

typedef struct crew crew;
typedef void crew_task(void *context, size_t i);

crew *crew_new(unsigned threads); /* the caller's thread is one of them */
void crew_free(crew *c);
/* task(context, i) for every i < count, in any order, on any thread; returns when all are done.
 */
void crew_run(crew *c, size_t count, crew_task *task, void *context);

#endif
