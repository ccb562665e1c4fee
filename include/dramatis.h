/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dramatis.h - from a news article to its cast, as a knowledge graph.
 *
 *     dm_engine *engine; dm_graph *graph; dm_error err;
 *     dm_engine_open(&engine, &err);
 *     dm_extract(engine, &(dm_input){.bytes = p, .size = n}, NULL, &graph, &err);
 *     dm_graph_write(graph, "cast.gexf", NULL, &err);
 *     dm_graph_free(graph); dm_engine_free(engine);
 *
 * Every function that can fail returns dm_status and fills dm_error (NULL is fine).  Handles
 * are opaque; X_free accepts NULL.  An engine may be shared by threads once opened; a graph
 * belongs to one thread at a time; analysis calls igraph, which in Debian's build is not
 * thread-safe, so call dm_extract (with analysis), dm_graph_analyse and dm_graph_write from one
 * thread at a time.
 */
#ifndef DRAMATIS_H
#define DRAMATIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

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

/* ---- Articles: files, directories, streams -> one input after the other -------------------
 */

typedef enum {
    DM_FROM_AUTO, /* by extension, then by looking */
    DM_FROM_TEXT,
    DM_FROM_HTML,
    DM_FROM_NDJSON, /* one object a line: id, title, text or maintext, date_publish or date, url
                     */
    DM_FROM_LINES,  /* one sentence a line */
    DM_FROM_CONLLU, /* given sentences and tokens */
    DM_FROM_WARC,   /* web archive: pages of its responses */
    DM_FROM_COUNT
} dm_from;

/* One article.  Strings may be NULL; what is given wins over what the article says of itself.
 */
typedef struct {
    const void *bytes;
    size_t size;
    dm_from from;         /* DM_FROM_NDJSON and DM_FROM_WARC are for dm_articles only */
    const char *encoding; /* NULL: detect UTF-8, UTF-16, Windows-1252 */
    const char *id, *title, *date, *url, *source;
    const char *fetched; /* when it was fetched: its date when none is given or found */
    const char *at;      /* where it stands, for messages: file, line or record */
} dm_input;

typedef struct dm_articles dm_articles;

/* path: a file, a directory (all files below it, in byte order of their paths; hidden ones left
 * out), "-", or NULL for nothing yet.  What is gzip is unpacked.  Files are read when their
 * turn comes, NDJSON by the line and WARC by the record, so a bad one is an error of that turn
 * only. An article is named by what it says (id, filename or url in NDJSON, the record's id in
 * WARC), else by its file: "a/b.txt" below the directory given is "a/b". */
DM_API dm_status dm_articles_open(const char *path, dm_from from, dm_articles **out,
                                  dm_error *err);
/* One more file or directory behind the others. */
DM_API dm_status dm_articles_add(dm_articles *articles, const char *path, dm_error *err);
/* Only the articles of shard 1..shards, by a hash of their ids: every article is in one shard,
 * and in the same one on every machine.  DM_EUSAGE: no such shard. */
DM_API dm_status dm_articles_shard(dm_articles *articles, uint64_t shard, uint64_t shards,
                                   dm_error *err);
/* The next article, false at the end.  When it could not be read, err->code says so and in->id
 * names it (the rest goes on).  *in borrows from the reader until the next call. */
DM_API bool dm_articles_next(dm_articles *articles, dm_input *in, dm_error *err);
DM_API void dm_articles_free(dm_articles *articles);
DM_API bool dm_from_find(const char *name, dm_from *out);

/* ---- Engine and extraction -----------------------------------------------------------------
 */

typedef struct dm_engine dm_engine; /* models; const once opened, threads may share it */
typedef struct dm_graph dm_graph;

DM_API dm_status dm_engine_open(dm_engine **out, dm_error *err);
DM_API void dm_engine_free(dm_engine *engine);

/* What the user decides about names, read from files of tab-separated columns (UTF-8; lines
 * that begin with # are remarks; see the README for comparison and limits).  Paths may be NULL.
 */
typedef struct {
    const char *aliases;     /* name, other form[, kind[, id]]: one actor */
    const char *never_merge; /* name, name: two actors */
    const char *drop;        /* name or id: no node */
    const char *add_names;   /* name, kind[, subkind[, country[, id]]]: a name */
} dm_wish_files;

typedef struct dm_wishes dm_wishes; /* const once opened; threads may share it */

/* DM_EINPUT names file and line.  The caller frees *out when no extraction uses it any more. */
DM_API dm_status dm_wishes_open(const dm_wish_files *files, dm_wishes **out, dm_error *err);
DM_API void dm_wishes_free(dm_wishes *wishes);
/* What was read but is doubtful: repeated lines, names both added and left out. */
DM_API size_t dm_wishes_warning_count(const dm_wishes *wishes);
DM_API const char *dm_wishes_warning(const dm_wishes *wishes, size_t i);

typedef enum {
    DM_COOCCURRENCE_NONE,
    DM_COOCCURRENCE_SENTENCE,
    DM_COOCCURRENCE_PARAGRAPH
} dm_cooccurrence;

typedef struct {
    unsigned depth;        /* encoder layers: 6 (also 0) or 3, about twice as fast */
    const char *relations; /* families and relation names, comma between; NULL: state,event */
    dm_cooccurrence cooccurrence;
    double min_confidence;       /* edges below are left out */
    bool no_derived;             /* leave out what only the lexicons say */
    bool no_analysis;            /* no centralities, communities, layout */
    bool explain;                /* edges carry why */
    bool with_text;              /* documents carry their text */
    uint64_t seed;               /* of communities and layout; 0 is 1 */
    const dm_wishes *wishes;     /* NULL, or borrowed for the call */
    const char *date, *encoding; /* of inputs that name none; NULL: found in them */
} dm_extract_options;

/* One article -> one graph.  options may be NULL. */
DM_API dm_status dm_extract(const dm_engine *engine, const dm_input *in,
                            const dm_extract_options *options, dm_graph **out, dm_error *err);

/* Open information extraction: who does what to whom in the words of the text, any phrase as
 * argument, not only nodes.  Lines of sentence number (from 1; with DM_FROM_LINES the line's),
 * argument 1, relation phrase, argument 2, confidence, a tab between.  Of the options, depth,
 * wishes and min_confidence count.  *text is malloc'ed, NUL-terminated: dm_text_free. */
DM_API dm_status dm_open_triples(const dm_engine *engine, const dm_input *in,
                                 const dm_extract_options *options, char **text, size_t *size,
                                 dm_error *err);

/* Called once for each article, in their order, in the thread that called dm_extract_all. graph
 * is NULL when the article failed (err says why), else the callee's to free.  False: stop. */
typedef bool (*dm_extract_done)(void *user, const dm_input *in, dm_graph *graph,
                                const dm_error *err);
/* All articles on so many threads (0 and 1: in this one); the graphs are the same for any
 * number.  Failures of articles go to done, not into the result. */
DM_API dm_status dm_extract_all(const dm_engine *engine, dm_articles *articles,
                                const dm_extract_options *options, unsigned jobs,
                                dm_extract_done done, void *user, dm_error *err);

typedef enum { DM_ANNOTATE_TEXT, DM_ANNOTATE_CONLLU, DM_ANNOTATE_JSON } dm_annotate_form;

typedef struct {
    unsigned depth;
    dm_annotate_form form;
    bool colour;  /* ANSI colours in DM_ANNOTATE_TEXT */
    bool explain; /* rules and strongest features of every edge; lines of wishes at work */
    const dm_wishes *wishes; /* NULL, or borrowed for the call */
} dm_annotate_options;

/* The text with everything found in it.  *text is malloc'ed, NUL-terminated: dm_text_free. */
DM_API dm_status dm_annotate(const dm_engine *engine, const dm_input *in,
                             const dm_annotate_options *options, char **text, size_t *size,
                             dm_error *err);
DM_API void dm_text_free(char *text);

/* ---- Graphs: files, analysis ----------------------------------------------------------------
 */

typedef struct {
    const char *format;       /* NULL: by the path's extension; a name of dm_table_formats */
    const char *gexf_version; /* NULL or "1.3"; "1.2" for older readers */
    const char *flavour;      /* for which reader: NULL or "gephi", "yed", "cytoscape", "neo4j";
                                 DM_EUSAGE when the format makes no such difference */
    bool strict;              /* leave out what is not in the schema */
    bool with_text;
    bool no_links; /* JSON: no second edge list for older readers */
} dm_save_options;

DM_API dm_status dm_graph_read(const char *path, const char *format, dm_graph **out,
                               dm_error *err);
/* path "-" is standard output; a file appears complete or not at all.  "csv" is two files, for
 * a.csv a.nodes.csv and a.edges.csv; onto a stream it is the edges. */
DM_API dm_status dm_graph_write(const dm_graph *graph, const char *path,
                                const dm_save_options *options, dm_error *err);
/* The same onto an open stream; options->format NULL is JSON.  The stream is not closed. */
DM_API dm_status dm_graph_print(const dm_graph *graph, FILE *to, const dm_save_options *options,
                                dm_error *err);
/* How many texts of the graph the format (as dm_graph_write finds it) cannot hold as they are:
 * control characters, bad UTF-8, in CSV for spreadsheets also backslashes and text that would
 * be computed.  They are written without or replaced; 0 also when there is no such format. */
DM_API size_t dm_graph_losses(const dm_graph *graph, const char *path,
                              const dm_save_options *options);
DM_API void dm_graph_free(dm_graph *graph);
DM_API size_t dm_graph_node_count(const dm_graph *graph);
DM_API size_t dm_graph_edge_count(const dm_graph *graph);
DM_API const char *dm_graph_id(const dm_graph *graph);
/* Is path's extension, or name, a format that can be written? */
DM_API bool dm_format_known(const char *path_or_name);

/* The graphs of a file, one after the other: one of JSON, GraphML or GEXF, many of NDJSON (read
 * line by line).  "-" is standard input.  format NULL: by extension and by looking. */
typedef struct dm_graphs dm_graphs;
DM_API dm_status dm_graphs_open(const char *path, const char *format, dm_graphs **out,
                                dm_error *err);
/* The next graph into *out (dm_graph_free), false at the end.  When it could not be read, *out
 * is NULL and err names file and line; the next call goes on behind it. */
DM_API bool dm_graphs_next(dm_graphs *graphs, dm_graph **out, dm_error *err);
DM_API void dm_graphs_free(dm_graphs *graphs);

typedef struct {
    uint64_t seed;             /* of communities and layout; 0 is 1 */
    const dm_graph *positions; /* NULL, or nodes stand where they stand in this graph (by id) */
} dm_analyse_options;

/* Centralities, communities and layout into the graph's nodes, as dm_extract does unless
 * no_analysis.  options may be NULL. */
DM_API dm_status dm_graph_analyse(dm_graph *graph, const dm_analyse_options *options,
                                  dm_error *err);

/* ---- Corpora: the graphs of many articles united into one
 *
 *     dm_merger *m = dm_merger_new();
 *     while (dm_graphs_next(graphs, &g, &err)) { dm_merger_add(m, g, &err); dm_graph_free(g); }
 *     dm_merger_finish(m, NULL, &corpus, &err);
 *
 * Uniting is associative, commutative and idempotent by document id: the result follows from
 * the set of documents alone, and can be united again. */

typedef struct dm_merger dm_merger;

typedef struct {
    const char *name;  /* id of the corpus; NULL: "corpus", or the only document's id */
    double min_weight; /* edges below are left out, and actors that have no edge then */
    const char
        *timeline;    /* NULL, or "day", "week", "month": GEXF becomes dynamic, actors and
                       * edges being there in the days, weeks or months of their documents */
    bool no_analysis; /* no centralities, communities, layout */
    uint64_t seed;    /* of communities and layout; 0 is 1 */
    const dm_graph *positions; /* NULL, or as in dm_analyse_options */
} dm_merge_options;

DM_API dm_merger *dm_merger_new(void);
DM_API void dm_merger_free(dm_merger *merger);
/* Copies what it needs; the graph stays the caller's.  DM_EINPUT: the graph holds several
 * documents but not what each of them says (a union made by diff, or a format that cannot hold
 * it); then nothing was added. */
DM_API dm_status dm_merger_add(dm_merger *merger, const dm_graph *graph, dm_error *err);
DM_API size_t dm_merger_document_count(const dm_merger *merger);
/* Ids of documents that came twice with different texts: the later date is kept. */
DM_API size_t dm_merger_conflict_count(const dm_merger *merger);
DM_API const char *dm_merger_conflict(const dm_merger *merger, size_t i);
/* The graph of all documents added so far (dm_graph_free); options may be NULL.  DM_EUSAGE: no
 * such timeline. */
DM_API dm_status dm_merger_finish(dm_merger *merger, const dm_merge_options *options,
                                  dm_graph **out, dm_error *err);

/* ---- Tables: what central, relations, kinds, formats and stats print
 * ------------------------- */

typedef struct dm_table dm_table;
DM_API size_t dm_table_rows(const dm_table *t);
DM_API size_t dm_table_columns(const dm_table *t);
DM_API const char *dm_table_header(const dm_table *t, size_t column);
DM_API bool dm_table_is_number(const dm_table *t, size_t column);
DM_API const char *dm_table_cell(const dm_table *t, size_t row, size_t column);
DM_API void dm_table_free(dm_table *t);

typedef struct {
    const char *by;        /* NULL: salience; a measure's name; "all" */
    size_t top;            /* 0: all */
    const char *kinds;     /* NULL: actors; comma between */
    const char *relations; /* NULL: all but cooccurrence; families and names */
    bool undirected, unweighted, communities;
    uint64_t seed;
} dm_central_options;

DM_API dm_status dm_central(dm_graph *graph, const dm_central_options *options, dm_table **out,
                            dm_error *err);
/* The graph's edges, most certain first: source, relation, target, confidence, weight, words.
 */
DM_API dm_status dm_table_edges(const dm_graph *graph, size_t top, dm_table **out,
                                dm_error *err);

/* What a graph holds: a pattern, paths between two nodes, or what lies around one; exactly one
 * of the three.
 *
 *     person -head_of_state-> country         kinds, relations; -> <- or either way -r-
 *     Putin -*- ?                             a name; any relation; any node
 *     a -member_of-> ? <-member_of- b         chains
 *     actor -conflict,!consult-> "Peru"       quads, families, alternatives; "!": denied
 *
 * A node is ? (any), a kind or sub-kind, an id, a label or an alias, or words that one of them
 * has; kind:, id:, name: and quotation marks say which is meant. */
typedef struct {
    const char *pattern;
    const char *from, *to; /* paths between them ... */
    size_t max;            /* ... of at most so many edges; 0: 3 */
    const char *ego;       /* what lies around it ... */
    size_t radius;         /* ... at most so many edges away; 0: 1 */
    double min_confidence;
    const char *since, *until; /* YYYY, YYYY-MM or YYYY-MM-DD: when it happened, else when it
                                * was written */
    const char *kinds;         /* of nodes; comma between; NULL: all */
    const char *relations;     /* families and relations; NULL: all but cooccurrence */
    bool negated;              /* what is negated or denied counts too */
    size_t top;                /* rows; 0: all */
    size_t *column; /* NULL, or gets the place of a mistake in the pattern: code points from
                     * 1, 0 when it is not in the pattern */
} dm_query_options;

/* *rows: a row for each match, what the texts say before what only the lexicons say, the
 * heaviest first; *part (NULL when not wanted): the graph of what matches, with the measures
 * and positions it has in the whole.  When nothing matches because no node has a name, the
 * result is empty, DM_OK, and err->message says so.  DM_EUSAGE: a mistake in pattern or
 * options. */
DM_API dm_status dm_query(const dm_graph *graph, const dm_query_options *options,
                          dm_table **rows, dm_graph **part, dm_error *err);

DM_API dm_status dm_table_relations(dm_table **out, dm_error *err);
DM_API dm_status dm_table_kinds(dm_table **out, dm_error *err);
DM_API dm_status dm_table_formats(dm_table **out, dm_error *err);
DM_API dm_status dm_table_stats(dm_graph *graph, dm_table **out, dm_error *err);
/* Several graphs beside each other, under their names: an actor (by id) a row, with rank and
 * value in each graph, those first that are first in one of them; top: who is among the first
 * so many anywhere.  A figure of dm_table_stats a row.  The arrays are [count]. */
DM_API dm_status dm_central_beside(dm_graph *const *graphs, const char *const *names,
                                   size_t count, const dm_central_options *options,
                                   dm_table **out, dm_error *err);
DM_API dm_status dm_stats_beside(dm_graph *const *graphs, const char *const *names,
                                 size_t count, dm_table **out, dm_error *err);

/* ---- Difference of two graphs
 * ---------------------------------------------------------------- */

typedef struct {
    const char *ignore; /* facets that do not count, comma between; NULL: confidence,evidence,
                          predicate; "" compares everything */
    const char *by;     /* the measure whose rank changes are reported; NULL: salience */
    const char *format; /* "text" or "json" */
    bool colour;
} dm_compare_options;

/* *same: nothing differs.  *text as in dm_annotate. */
DM_API dm_status dm_graph_diff(const dm_graph *a, const dm_graph *b,
                               const dm_compare_options *options, bool *same, char **text,
                               size_t *size, dm_error *err);
/* The union of both with status, weight_a, weight_b on nodes and edges, for Gephi. */
DM_API dm_status dm_graph_diff_union(const dm_graph *a, const dm_graph *b, dm_graph **out,
                                     dm_error *err);

#ifdef __cplusplus
}
#endif
#endif
