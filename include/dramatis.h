/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dramatis.h - from a news article to its cast, as a knowledge graph.
 *
 *     dm_engine *engine; dm_graph *graph; dm_error err;
 *     dm_engine_open(NULL, &engine, &err);
 *     dm_extract(engine, &(dm_input){.bytes = p, .size = n}, NULL, &graph, &err);
 *     dm_graph_write(graph, "cast.gexf", NULL, &err);
 *     dm_graph_free(graph); dm_engine_free(engine);
 *
 * Every function that can fail returns dm_status and fills dm_error (NULL is fine).  Handles are
 * opaque; X_free accepts NULL.  An engine may be shared by threads once opened; a graph belongs to
 * one thread at a time; analysis calls igraph, which in Debian's build is not thread-safe, so call
 * dm_extract (with analysis), dm_graph_analyse and dm_graph_write from one thread at a time.
 */
#ifndef DRAMATIS_H
#define DRAMATIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define DM_API __attribute__((visibility("default")))
#else
#define DM_API
#endif

typedef enum {
    DM_OK = 0,
    DM_ENOMEM,
    DM_EIO,    /* the system refused: open, read, write */
    DM_EINPUT, /* the input is not what it claims to be */
    DM_EMODEL, /* the model cannot be used by this program */
    DM_EUSAGE,
    DM_EINTERNAL,
    DM_STATUS_COUNT
} dm_status;

typedef struct {
    dm_status code;
    char message[400]; /* one line: what is wrong, where (file, line or byte), what to do */
} dm_error;

DM_API const char *dm_status_text(dm_status code);
DM_API const char *dm_version(void);       /* "0.1.0" */
DM_API const char *dm_model_version(void); /* name of the embedded model */

/* Further down: engine, extract, graph, diff - see the sections below. */

#ifdef __cplusplus
}
#endif
#endif
