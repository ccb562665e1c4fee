/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dramatis-train encoder, encoder-eval: options, corpora, a run, a checkpoint, figures. */
#include "train/command.h"

#include "base/file.h"
#include "model/container.h"
#include "train/encoder/measure.h"
#include "train/encoder/trainer.h"

#include <stdio.h>
#include <stdlib.h>

/* All that the two commands work with. */
typedef struct {
    const char *data, *without, *out, *model, *with, *state, *resume, *measure, *pack;
    unsigned threads;
    gemm_engine engine;
    train_options train;
    dm_buf vocab_text;
    dm_vocab vocab;
    name_lists lists;
    corpus names, trees;
    pair_corpus pairs, held_pairs;
    crew *crew;
    encoder_model m;
    dm_buf meta, table;
} session;

static const column_format name_files[] = {
    {"ner/ewt-nner/en_ewt_nn_train.conll", CONV_nner, 0, 1, '\t', 1, false},
    {"ner/gum-permissive-train.tsv", CONV_gum, 0, 2, '\t', 1, false},
    {"ner/wikigold.conll.txt", CONV_wikigold, 0, 1, ' ', 1, false},
    {"ner/crossner-politics/politics-train.txt", CONV_politics, 0, 1, '\t', 1, false},
    {"ner/crossner-politics/politics-dev.txt", CONV_politics, 0, 1, '\t', 1, false},
    {"ner/gmb_clean.train.tsv", CONV_gmb, 0, 2, '\t', 4, true},
};

static const column_format dev_files[] = {
    {"ner/uner-ewt-dev.iob2", CONV_uner, 1, 2, '\t', 1, false},
    {"ner/gum-permissive-dev.tsv", CONV_gum, 0, 2, '\t', 1, false},
    {"ner/crossner-politics/politics-test.txt", CONV_politics, 0, 1, '\t', 1, false},
};

/* ---- options: one row each ---- */

typedef enum {
    OPTION_TEXT,
    OPTION_UNSIGNED,
    OPTION_COUNT64,
    OPTION_NUMBER,
    OPTION_ENGINE
} form;

typedef struct {
    const char *name;
    form form;
    size_t at;
    const char *about;
} option;

static const option options[] = {
    {"--data", OPTION_TEXT, offsetof(session, data), "folder of the shared data"},
    {"--without", OPTION_TEXT, offsetof(session, without),
     "leave out of the names: documents whose id begins so, for example GUM_news"},
    {"--out", OPTION_TEXT, offsetof(session, out), "checkpoint to write"},
    {"--model", OPTION_TEXT, offsetof(session, model), "checkpoint to measure or go on from"},
    {"--with", OPTION_TEXT, offsetof(session, with),
     "checkpoint to average --model with; the pair heads are its own"},
    {"--state", OPTION_TEXT, offsetof(session, state),
     "file that gets the whole run every 5 %, and at SIGINT or SIGTERM"},
    {"--resume", OPTION_TEXT, offsetof(session, resume),
     "such a file to go on from; with another --seed the run parts there"},
    {"--pack", OPTION_TEXT, offsetof(session, pack), "model file to write when all is done"},
    {"--measure", OPTION_TEXT, offsetof(session, measure),
     "which figures: any of events,names,trees (all)"},
    {"--threads", OPTION_UNSIGNED, offsetof(session, threads), "threads (2)"},
    {"--gemm", OPTION_ENGINE, offsetof(session, engine), "amx (where there is) or blas"},
    {"--seed", OPTION_COUNT64, offsetof(session, train.seed), "of all that is random"},
    {"--pieces", OPTION_COUNT64, offsetof(session, train.pieces), "word pieces to train on"},
    {"--name-share", OPTION_NUMBER, offsetof(session, train.name_share), "of the pieces"},
    {"--batch", OPTION_UNSIGNED, offsetof(session, train.batch), "pieces a batch"},
    {"--parts", OPTION_UNSIGNED, offsetof(session, train.parts), "of a batch, one a thread"},
    {"--rate", OPTION_NUMBER, offsetof(session, train.rate), "of learning, encoder"},
    {"--head-rate", OPTION_NUMBER, offsetof(session, train.head_rate), "of learning, heads"},
    {"--drop", OPTION_NUMBER, offsetof(session, train.drop), "dropout"},
    {"--exit-weight", OPTION_NUMBER, offsetof(session, train.exit_weight),
     "of the exit's losses"},
    {"--pair-from", OPTION_NUMBER, offsetof(session, train.pair_from),
     "share of the run after which pairs of actors join"},
    {"--pair-share", OPTION_NUMBER, offsetof(session, train.pair_share),
     "of the pieces from then on"},
    {"--pair-batch", OPTION_UNSIGNED, offsetof(session, train.pair_batch), "pieces a batch"},
    {"--pair-rate", OPTION_NUMBER, offsetof(session, train.pair_rate),
     "of learning, encoder, at most this for pairs"},
};

enum { OPTIONS = sizeof options / sizeof options[0] };

static int usage(const char *command)
{
    (void)fprintf(stderr, "usage: dramatis-train %s [options]\n", command);
    for (size_t i = 0; i < OPTIONS; i++)
        (void)fprintf(stderr, "  %-14s %s\n", options[i].name, options[i].about);
    return 2;
}

static void set_option(session *s, const option *o, const char *value)
{
    void *at = (char *)s + o->at;
    switch (o->form) {
    case OPTION_TEXT:
        *(const char **)at = value;
        break;
    case OPTION_UNSIGNED:
        *(unsigned *)at = (unsigned)strtoul(value, NULL, 10);
        break;
    case OPTION_COUNT64:
        *(uint64_t *)at = strtoull(value, NULL, 10);
        break;
    case OPTION_NUMBER:
        *(double *)at = strtod(value, NULL);
        break;
    case OPTION_ENGINE:
        *(gemm_engine *)at = strcmp(value, "blas") == 0 ? GEMM_BLAS : GEMM_AMX;
        break;
    }
}

static bool read_options(session *s, int argc, char **argv)
{
    *s = (session){
        .data = "../shared/data", .threads = 2, .engine = GEMM_AMX, .train = train_defaults};
    for (int i = 1; i < argc; i += 2) {
        size_t k = 0;
        while (k < OPTIONS && strcmp(options[k].name, argv[i]) != 0)
            k++;
        if (k == OPTIONS || i + 1 >= argc)
            return false;
        set_option(s, &options[k], argv[i + 1]);
    }
    return s->train.parts > 0 && s->train.parts <= 64 && s->threads > 0;
}

/* ---- corpora ---- */

static dm_status read_file(const session *s, const char *name, dm_buf *out, dm_error *err)
{
    dm_arena a = {0};
    dm_status status = file_read(str_fmt(&a, "%s/%s", s->data, name).ptr, 0, out, err);
    arena_free(&a);
    return status;
}

static dm_status open_session(session *s, dm_error *err)
{
    DM_TRY(read_file(s, "encoder/vocab.txt", &s->vocab_text, err));
    DM_TRY(vocab_open(buf_str(&s->vocab_text), &s->vocab, err));
    DM_TRY(name_lists_read(s->data, &s->lists, err));
    s->engine = gemm_choose(s->engine);
    s->crew = crew_new(s->threads);
    model_init(&s->m, encoder_full_shape(s->vocab.count));
    return DM_OK;
}

static void close_session(session *s)
{
    corpus_free(&s->names);
    corpus_free(&s->trees);
    pair_corpus_free(&s->pairs);
    pair_corpus_free(&s->held_pairs);
    name_lists_free(&s->lists);
    vocab_free(&s->vocab);
    buf_free(&s->vocab_text);
    buf_free(&s->meta);
    buf_free(&s->table);
    model_free(&s->m);
    crew_free(s->crew);
}

static corpus_source source_of(const session *s)
{
    return (corpus_source){.data = s->data, .vocab = &s->vocab, .lists = &s->lists};
}

static dm_status read_training(session *s, dm_error *err)
{
    corpus_source from = source_of(s);
    from.without = s->without;
    corpus *n = &s->names;
    n->has_names = true;
    s->trees.has_trees = true;
    for (size_t i = 0; i < sizeof name_files / sizeof name_files[0]; i++)
        DM_TRY(corpus_add_columns(n, &from, &name_files[i], err));
    for (int twice = 0; twice < 2; twice++) { /* our own guidelines count double */
        DM_TRY(corpus_add_dwie(n, &from, "dwie/train.jsonl", err));
        DM_TRY(corpus_add_newsgraph(n, &from, "newsgraph/train.jsonl", err));
    }
    DM_TRY(corpus_add_dwie_swapped(n, &from, "dwie/train.jsonl", 1, err));
    DM_TRY(corpus_add_redocred(n, &from, "relations/redocred/dev_revised.json", err));
    DM_TRY(corpus_add_redocred(n, &from, "relations/redocred/test_revised.json", err));
    DM_TRY(corpus_add_conllu(&s->trees, &from, "ud/ewt-train.conllu", err));
    DM_TRY(corpus_add_conllu(&s->trees, &from, "ud/gum-train.conllu", err));
    DM_TRY(pair_corpus_read(&s->pairs, &s->held_pairs, &from, err));
    (void)fprintf(stderr,
                  "names: %zu documents, %zu tokens, %zu pieces; trees: %zu, %zu, %zu; pairs: "
                  "%zu in %zu pieces\n",
                  n->docs.len, n->tokens.len, n->pieces.len, s->trees.docs.len,
                  s->trees.tokens.len, s->trees.pieces.len, s->pairs.pairs.len,
                  s->pairs.text.pieces.len);
    return DM_OK;
}

/* A container is read where it lies, at a multiple of 64. */
static dm_status read_checkpoint(session *s, dm_str bytes, dm_error *err)
{
    char *aligned = aligned_alloc(64, bytes.len / 64 * 64 + 64);
    if (!aligned)
        dm_out_of_memory(bytes.len);
    memcpy(aligned, bytes.ptr, bytes.len);
    dm_status status = model_read(&s->m, (dm_str){aligned, bytes.len}, err);
    free(aligned);
    return status;
}

static dm_status read_model(session *s, const char *path, dm_error *err)
{
    dm_buf file = {0};
    dm_status status = file_read(path, 0, &file, err);
    if (status == DM_OK)
        status = read_checkpoint(s, buf_str(&file), err);
    buf_free(&file);
    return status;
}

/* The mean of both checkpoints' weights, pair heads of the second: what a short run for pairs
 * lost in names and trees comes back, most of what it gained stays (Wortsman et al. 2022). */
static dm_status average_models(session *s, dm_error *err)
{
    encoder_model *m = &s->m;
    real *first = dm_malloc(m->count * sizeof *first);
    memcpy(first, m->w, m->count * sizeof *first);
    dm_status status = read_model(s, s->with, err);
    for (uint32_t i = 0; i < m->table_count; i++)
        for (size_t j = m->table[i].at; j < m->table[i].at + m->table[i].count; j++)
            if (!m->table[i].pair)
                m->w[j] = R(0.5) * first[j] + R(0.5) * m->w[j];
    free(first);
    return status;
}

static dm_status start_weights(session *s, dm_error *err)
{
    if (s->model) {
        model_randomise(&s->m, s->train.seed, false); /* heads that it may lack */
        DM_TRY(read_model(s, s->model, err));
        return s->with ? average_models(s, err) : DM_OK;
    }
    dm_buf file = {0};
    DM_TRY(read_file(s, "encoder/minilm-l6-h384.f16.safetensors", &file, err));
    DM_TRY(model_start(&s->m, buf_str(&file), err));
    model_randomise(&s->m, s->train.seed, false);
    buf_free(&file);
    return DM_OK;
}

/* ---- figures ---- */

/* A figure line to standard error and the checkpoint; one row a set of the markdown table. */
static void show_line(session *s, const char *what, uint32_t depth, dm_str figures)
{
    const uint32_t layers = depth ? s->m.shape.exit_layer : s->m.shape.layers;
    (void)fprintf(stderr, "%s, %u layers: %s\n", what, layers, figures.ptr);
    buf_fmt(&s->meta, "score %s, %u layers: %s\n", what, layers, figures.ptr);
    if (depth == 0)
        buf_fmt(&s->table, "| %s |", what);
    buf_fmt(&s->table, " %s |%s", figures.ptr, depth ? "\n" : "");
}

static void show_table(const session *s)
{
    if (s->table.len)
        (void)printf("| set | %u layers | %u layers |\n|---|---|---|\n%s", s->m.shape.layers,
                     s->m.shape.exit_layer, s->table.ptr);
}

static void show(session *s, const char *what, const corpus *c, convention as)
{
    measured x[DEPTHS];
    measure(&s->m, &s->vocab, c, as, s->crew, x);
    for (uint32_t d = 0; d < DEPTHS; d++) {
        dm_buf line = {0};
        if (c->has_names)
            buf_fmt(&line, "names %.4f (all kinds %.4f)", x[d].names3, x[d].names_all);
        if (c->has_trees)
            buf_fmt(&line, "UPOS %.4f XPOS %.4f UAS %.4f LAS %.4f", x[d].upos, x[d].xpos,
                    x[d].uas, x[d].las);
        show_line(s, what, d, buf_str(&line));
        buf_free(&line);
    }
}

/* How names generalise to text and guidelines that were kept out of a run. */
static dm_status measure_left_out(session *s, dm_error *err)
{
    corpus_source from = source_of(s);
    from.only = s->without;
    for (size_t i = 0; s->without && i < sizeof dev_files / sizeof dev_files[0]; i++) {
        corpus c = {.has_names = true};
        DM_TRY(corpus_add_columns(&c, &from, &dev_files[i], err));
        dm_arena a = {0};
        if (c.tokens.len > 0)
            show(s, str_fmt(&a, "%s, left out of training (ours)", s->without).ptr, &c,
                 CONV_ours);
        arena_free(&a);
        corpus_free(&c);
    }
    return DM_OK;
}

static dm_status measure_names(session *s, dm_error *err)
{
    const corpus_source from = source_of(s);
    DM_TRY(measure_left_out(s, err));
    corpus dwie = {.has_names = true};
    DM_TRY(corpus_add_dwie(&dwie, &from, "dwie/dev.jsonl", err));
    show(s, "DWIE dev", &dwie, CONV_COUNT);
    corpus_free(&dwie);
    for (size_t i = 0; i < sizeof dev_files / sizeof dev_files[0]; i++) {
        corpus c = {.has_names = true};
        DM_TRY(corpus_add_columns(&c, &from, &dev_files[i], err));
        dm_arena a = {0};
        const char *name = dev_files[i].path;
        show(s, str_fmt(&a, "%s (own guidelines)", name).ptr, &c, CONV_COUNT);
        show(s, str_fmt(&a, "%s (ours)", name).ptr, &c, CONV_ours);
        arena_free(&a);
        corpus_free(&c);
    }
    return DM_OK;
}

static dm_status measure_trees(session *s, dm_error *err)
{
    static const char *const files[] = {"ud/ewt-dev.conllu", "ud/ewt-test.conllu",
                                        "ud/gum-dev.conllu", "ud/gum-test.conllu"};
    const corpus_source from = source_of(s);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        corpus c = {.has_trees = true};
        DM_TRY(corpus_add_conllu(&c, &from, files[i], err));
        show(s, files[i], &c, CONV_COUNT);
        corpus_free(&c);
    }
    return DM_OK;
}

static dm_status measure_events(session *s, dm_error *err)
{
    if (s->held_pairs.pairs.len == 0) {
        const corpus_source from = source_of(s);
        DM_TRY(pair_corpus_read(&s->pairs, &s->held_pairs, &from, err));
    }
    measured_pairs x[DEPTHS];
    measure_pairs(&s->m, &s->vocab, &s->held_pairs, x);
    for (uint32_t d = 0; d < DEPTHS; d++) {
        dm_buf line = {0};
        buf_fmt(&line,
                "class of %u events %.4f; event or not P %.3f R %.3f F1 %.3f, with class F1 "
                "%.3f",
                x[d].events, x[d].accuracy, x[d].precision, x[d].recall, x[d].f1,
                x[d].typed_f1);
        show_line(s, "political, held-out fifth", d, buf_str(&line));
        buf_free(&line);
    }
    return DM_OK;
}

static dm_status measure_all(session *s, dm_error *err)
{
    const char *which = s->measure ? s->measure : "events,names,trees";
    if (strstr(which, "events"))
        DM_TRY(measure_events(s, err));
    if (strstr(which, "names"))
        DM_TRY(measure_names(s, err));
    if (strstr(which, "trees"))
        DM_TRY(measure_trees(s, err));
    show_table(s);
    return DM_OK;
}

static void describe(session *s)
{
    const train_options *o = &s->train;
    buf_fmt(&s->meta, "start minilm-l6-h384 (all-MiniLM-L6-v2, Apache-2.0)\n");
    if (s->model)
        buf_fmt(&s->meta, "gone on from a trained checkpoint%s\n",
                s->with ? ", the mean of two" : "");
    buf_fmt(&s->meta, "seed %llu\npieces %llu\nparts %u\nproducts %s\n",
            (unsigned long long)o->seed, (unsigned long long)o->pieces, o->parts,
            s->engine == GEMM_AMX ? "amx" : "blas");
    buf_fmt(&s->meta, "conventions");
    for (uint32_t c = 0; c < CONV_COUNT; c++)
        buf_fmt(&s->meta, " %s", convention_name((convention)c));
    buf_fmt(&s->meta, "\npredict %u\nkinds", CONV_ours);
    for (uint32_t k = 0; k < KIND_COUNT; k++)
        buf_fmt(&s->meta, " %s", kind_table[k].name);
    buf_fmt(&s->meta, "\nlabels upos %u xpos %u deprel %u names %u\n", s->m.shape.upos,
            s->m.shape.xpos, s->m.shape.deprel, NAME_LABELS);
}

static dm_status save(session *s, dm_error *err)
{
    return model_write(&s->m, buf_str(&s->vocab_text), buf_str(&s->meta), s->out, err);
}

static void save_tenth(void *context)
{
    dm_error err = {0};
    if (save(context, &err) != DM_OK)
        (void)fprintf(stderr, "dramatis-train: %s\n", err.message);
}

static volatile sig_atomic_t stopped;

static void note_stop(int signal)
{
    stopped = signal;
}

static dm_status run_training(session *s, dm_error *err)
{
    DM_TRY(open_session(s, err));
    DM_TRY(read_training(s, err));
    DM_TRY(start_weights(s, err));
    const train_data data = {&s->names, &s->trees, &s->pairs, &s->vocab};
    const train_watch watch = {save_tenth, s, s->state, s->resume, &stopped};
    train_end end;
    describe(s);
    (void)signal(SIGINT, note_stop);
    (void)signal(SIGTERM, note_stop);
    DM_TRY(train_run(&s->m, &data, &s->train, &watch, s->crew, &end, err));
    if (end == TRAIN_STOPPED) {
        (void)fprintf(stderr, "dramatis-train: stopped; %s%s\n",
                      s->state ? "go on with --resume " : "without --state nothing is kept",
                      s->state ? s->state : "");
        return DM_OK;
    }
    DM_TRY(save(s, err));
    DM_TRY(measure_all(s, err));
    DM_TRY(save(s, err));
    return s->pack ? pack_checkpoint(s->out, s->pack, err) : DM_OK;
}

static dm_status run_measure(session *s, dm_error *err)
{
    DM_TRY(open_session(s, err));
    DM_TRY(start_weights(s, err));
    return measure_all(s, err);
}

static int finish(session *s, dm_status status, const dm_error *err)
{
    if (status != DM_OK)
        (void)fprintf(stderr, "dramatis-train: %s\n", err->message);
    close_session(s);
    if (status == DM_OK && stopped)
        return 128 + stopped; /* as a shell counts an end by signal */
    return status == DM_OK ? 0 : 1;
}

int train_encoder(int argc, char **argv)
{
    session s;
    dm_error err = {0};
    if (!read_options(&s, argc, argv) || !s.out)
        return usage(argv[0]);
    return finish(&s, run_training(&s, &err), &err);
}

int train_encoder_eval(int argc, char **argv)
{
    session s;
    dm_error err = {0};
    if (!read_options(&s, argc, argv) || !s.model)
        return usage(argv[0]);
    return finish(&s, run_measure(&s, &err), &err);
}
