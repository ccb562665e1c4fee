/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/encoder/run.h"

#include <stdio.h>
#include <stdlib.h>

enum { REPORT_EVERY = 50 };

const train_options train_defaults = {
    .seed = 1,
    .pieces = 6000000,
    .name_share = 0.5,
    .batch = 1500,
    .parts = 2,
    .rate = 3e-4,
    .head_rate = 2e-3,
    .warm = 0.06,
    .decay = 0.01,
    .clip = 1.0,
    .drop = 0.1,
    .exit_weight = 0.5,
    .pair_from = 0.6,
    .pair_share = 0.15,
    .pair_batch = 400,
    .pair_rate = 1.5e-4,
};

/* How much each head counts, per token, beside the others of its task. */
static const double loss_weight[LOSS_COUNT] = {
    [LOSS_NAMES] = 1.0, [LOSS_UPOS] = 0.5,  [LOSS_XPOS] = 0.5,
    [LOSS_ARC] = 1.0,   [LOSS_LABEL] = 1.0, [LOSS_PAIR] = 1.0};

/* ---- one part: forward, losses, backward ---- */

static void part_task(void *context, size_t i)
{
    run *r = context;
    train_part *x = &r->parts[i];
    const encoder_model *m = r->m;
    workspace_reset(&x->ws);
    memset(x->dense, 0, (m->count - m->dense) * sizeof *x->dense);
    if (x->p->M == 0)
        return;
    net n = {.m = m, .p = x->p, .ws = &x->ws, .drop = r->o->drop};
    n.key = random_hash((uint32_t)r->o->seed * 977U + (uint32_t)i, (uint32_t)r->now.step);
    const size_t size = x->p->M * (size_t)m->shape.dim;
    net_forward(&n);
    real *d[DEPTHS];
    x->d_rows = workspace_take(&x->ws, size);
    net_grads g = {.dense = x->dense, .d_rows = x->d_rows};
    for (uint32_t depth = 0; depth < DEPTHS; depth++) {
        head_acts h;
        double weight[LOSS_COUNT];
        for (size_t k = 0; k < LOSS_COUNT; k++)
            weight[k] = loss_weight[k] * r->per_item * (depth ? r->o->exit_weight : 1.0);
        d[depth] = workspace_take(&x->ws, size);
        memset(d[depth], 0, size * sizeof(real));
        heads_forward(&n, depth, &h);
        heads_backward(&n, &h, weight, x->loss[depth], d[depth], &g);
    }
    net_backward(&n, d[0], d[1], &g);
}

static const corpus *corpus_of(const run *r)
{
    if (r->task == TASK_PAIRS)
        return &r->data->pairs->text;
    return r->task == TASK_NAMES ? r->data->names : r->data->trees;
}

/* One part's windows as a pack; returns what there is to learn: tokens, or pairs. */
static size_t pack_part(const run *r, train_part *x)
{
    arena_free(&x->arena);
    x->arena = (dm_arena){0};
    pack *p = pack_make(&x->arena, corpus_of(r), r->data->vocab, x->windows.at, x->windows.len);
    x->p = p;
    if (r->task != TASK_PAIRS)
        return p->T;
    pack_add_pairs(&x->arena, p, r->data->pairs, x->windows.at, x->windows.len);
    return p->P;
}

/* The batch's windows go one by one to the part that has least. */
static size_t deal(run *r)
{
    window_list all = {0};
    const uint32_t batch = r->task == TASK_PAIRS ? r->o->pair_batch : r->o->batch;
    const size_t got = feed_take(&r->feeds[r->task], batch, &all);
    size_t load[MAX_PARTS] = {0}, items = 0;
    for (uint32_t p = 0; p < r->o->parts; p++)
        r->parts[p].windows.len = 0;
    for (size_t i = 0; i < all.len; i++) {
        uint32_t least = 0;
        for (uint32_t p = 1; p < r->o->parts; p++)
            least = load[p] < load[least] ? p : least;
        vec_push(&r->parts[least].windows, all.at[i]);
        load[least] += all.at[i].pieces;
    }
    vec_free(&all);
    for (uint32_t p = 0; p < r->o->parts; p++)
        items += pack_part(r, &r->parts[p]);
    r->per_item = 1.0 / (double)(items ? items : 1);
    return got;
}

/* ---- the update ---- */

/* All parts' gradients into part 0's, and its squares. */
static void sum_task(void *context, size_t i)
{
    run *r = context;
    const size_t n = r->m->count - r->m->dense;
    const size_t from = n * i / STRETCHES, to = n * (i + 1) / STRETCHES;
    real *sum = r->parts[0].dense + from;
    for (uint32_t p = 1; p < r->o->parts; p++)
        add_to(sum, r->parts[p].dense + from, to - from);
    r->square[i] = squares(sum, to - from);
}

/* Gradients of the piece vectors that this batch touched. */
static double sum_rows(run *r)
{
    const size_t d = r->m->shape.dim;
    for (size_t i = 0; i < r->touched.len; i++)
        r->rows_of[r->touched.at[i]] = 0;
    r->touched.len = 0;
    for (uint32_t k = 0; k < r->o->parts; k++)
        for (size_t row = 0; row < r->parts[k].p->M; row++) {
            const uint16_t piece = r->parts[k].p->piece[row];
            if (r->rows_of[piece] == 0) {
                vec_push(&r->touched, piece);
                r->rows_of[piece] = (uint32_t)r->touched.len;
                if (r->touched.len > r->row_cap) {
                    r->row_cap = 2 * r->touched.len;
                    r->row_grad = dm_realloc(r->row_grad, r->row_cap * d * sizeof(real));
                }
                memset(r->row_grad + (r->touched.len - 1) * d, 0, d * sizeof(real));
            }
            add_to(r->row_grad + (r->rows_of[piece] - 1) * d, r->parts[k].d_rows + row * d, d);
        }
    return squares(r->row_grad, r->touched.len * d);
}

/* The parameters of one stretch; a parameter's own rule holds for its part of it. */
static void adam_task(void *context, size_t i)
{
    run *r = context;
    const encoder_model *m = r->m;
    const size_t n = m->count - m->dense;
    const size_t from = m->dense + n * i / STRETCHES, to = m->dense + n * (i + 1) / STRETCHES;
    for (uint32_t k = 0; k < m->table_count; k++) {
        const param *p = &m->table[k];
        const size_t a = p->at > from ? p->at : from;
        const size_t b = p->at + p->count < to ? p->at + p->count : to;
        if (a >= b)
            continue;
        adam_rule rule = r->rule;
        rule.rate = R(r->rate[p->head]);
        const bool learns = r->task != TASK_PAIRS || p->pair || !p->head;
        rule.decay = p->decay && learns ? R(r->o->decay) : R(0);
        adam_update(m->w + a, r->parts[0].dense + (a - m->dense), r->moment1 + a,
                    r->moment2 + a, b - a, rule);
    }
}

static double schedule(const run *r)
{
    const double at = (double)r->now.pieces / (double)r->o->pieces;
    const double s = at < r->o->warm ? at / r->o->warm : (1.0 - at) / (1.0 - r->o->warm);
    return s < 0 ? 0 : s;
}

static void update(run *r)
{
    const size_t d = r->m->shape.dim;
    crew_run(r->threads, STRETCHES, sum_task, r);
    double square = sum_rows(r);
    for (size_t i = 0; i < STRETCHES; i++)
        square += r->square[i];
    const double length = sqrt(square);
    double *mean = &r->now.norm[r->task];
    *mean = *mean == 0 ? length : 0.95 * *mean + 0.05 * length;
    const double scaled = length / *mean; /* tasks are brought to length 1 */
    const double clip = scaled > r->o->clip ? r->o->clip / scaled : 1.0;
    static const double beta1 = 0.9, beta2 = 0.98;
    const double t = (double)r->now.step + 1;
    r->rate[0] = r->o->rate * schedule(r);
    if (r->task == TASK_PAIRS && r->rate[0] > r->o->pair_rate)
        r->rate[0] = r->o->pair_rate;
    r->rate[1] = r->o->head_rate * schedule(r);
    r->rule = (adam_rule){.beta1 = R(beta1),
                          .beta2 = R(beta2),
                          .epsilon = R(1e-8),
                          .unbias1 = R(1.0 / (1.0 - pow(beta1, t))),
                          .unbias2 = R(1.0 / (1.0 - pow(beta2, t))),
                          .scale = R(clip / *mean)};
    crew_run(r->threads, STRETCHES, adam_task, r);
    adam_rule rule = r->rule;
    rule.rate = R(r->rate[0]);
    for (size_t i = 0; i < r->touched.len; i++) {
        const size_t at = r->m->piece + r->touched.at[i] * d;
        adam_update(r->m->w + at, r->row_grad + i * d, r->moment1 + at, r->moment2 + at, d,
                    rule);
    }
}

/* ---- progress ---- */

static double seconds_here(const run *r)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - r->started.tv_sec) +
           1e-9 * (double)(now.tv_nsec - r->started.tv_nsec);
}

static void report(const run *r)
{
    struct timespec cpu;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
    const double seconds = seconds_here(r), all = (double)r->o->pieces;
    const double rate = (double)(r->now.pieces - r->first_piece) / (seconds + 1e-9);
    const double left = (all - (double)r->now.pieces) / (rate + 1e-9);
    const long whole = left > 0 ? (long)left : 0;
    (void)fprintf(
        stderr,
        "%5.1f %%  %.0f s (%ld s of processor)  %.0f pieces/s  left %ld:%02ld  passes "
        "%u+%u+%u ",
        100.0 * (double)r->now.pieces / all, r->now.seconds + seconds, (long)cpu.tv_sec, rate,
        whole / 60, whole % 60, r->feeds[TASK_NAMES].passes, r->feeds[TASK_TREES].passes,
        r->feeds[TASK_PAIRS].passes);
    static const char *const names[LOSS_COUNT] = {"names", "upos",  "xpos",
                                                  "arc",   "label", "pairs"};
    for (size_t k = 0; k < LOSS_COUNT; k++)
        if (r->now.loss[0][k] > 0)
            (void)fprintf(stderr, " %s %.4f/%.4f", names[k], r->now.loss[0][k],
                          r->now.loss[1][k]);
    (void)fprintf(stderr, "  norms %.2f %.2f %.2f\n", r->now.norm[TASK_NAMES],
                  r->now.norm[TASK_TREES], r->now.norm[TASK_PAIRS]);
}

static uint32_t task_of(size_t loss)
{
    if (loss == LOSS_NAMES)
        return TASK_NAMES;
    return loss == LOSS_PAIR ? TASK_PAIRS : TASK_TREES;
}

/* Losses per token or pair, as running means over some twenty batches of the task. */
static void note_losses(run *r)
{
    for (uint32_t depth = 0; depth < DEPTHS; depth++)
        for (size_t k = 0; k < LOSS_COUNT; k++) {
            if (task_of(k) != r->task)
                continue;
            double sum = 0;
            for (uint32_t p = 0; p < r->o->parts; p++)
                sum += r->parts[p].loss[depth][k];
            sum /= loss_weight[k] * (depth ? r->o->exit_weight : 1.0);
            double *mean = &r->now.loss[depth][k];
            *mean = *mean == 0 ? sum : 0.95 * *mean + 0.05 * sum;
        }
}

/* ---- the run ---- */

static uint32_t next_task(const run *r)
{
    const train_options *o = r->o;
    const double read = (double)r->now.pieces, from = o->pair_from * (double)o->pieces;
    const double pairs = (double)r->now.task_pieces[TASK_PAIRS];
    const bool any = r->data->pairs && r->data->pairs->pairs.len && o->pair_share > 0;
    if (any && pairs <= o->pair_share * (read - from))
        return TASK_PAIRS;
    const double names_due = o->name_share * (read - pairs);
    return (double)r->now.task_pieces[TASK_NAMES] <= names_due ? TASK_NAMES : TASK_TREES;
}

static void step(run *r)
{
    run_numbers *now = &r->now;
    r->task = next_task(r);
    const size_t got = deal(r);
    for (uint32_t p = 0; p < r->o->parts; p++)
        memset(r->parts[p].loss, 0, sizeof r->parts[p].loss);
    crew_run(r->threads, r->o->parts, part_task, r);
    update(r);
    note_losses(r);
    now->task_pieces[r->task] += got;
    now->pieces += got;
    if (++now->step % REPORT_EVERY == 0)
        report(r);
}

/* Whether the last step went over one more of `parts` equal shares of the run. */
static bool passed(const run *r, uint64_t before, uint64_t parts)
{
    const uint64_t share = r->o->pieces / parts;
    return share && before / share < r->now.pieces / share;
}

static dm_status train_steps(run *r, train_end *end, dm_error *err)
{
    const train_watch *w = r->watch;
    while (r->now.pieces < r->o->pieces) {
        const uint64_t before = r->now.pieces;
        step(r);
        if (r->now.pieces >= r->o->pieces)
            break;
        if (w->tenth && passed(r, before, 10))
            w->tenth(w->context);
        const bool stop = w->stop && *w->stop;
        if (w->state && (stop || passed(r, before, 20)))
            DM_TRY(state_write(r, w->state, err));
        if (stop) {
            *end = TRAIN_STOPPED;
            break;
        }
    }
    report(r);
    return DM_OK;
}

static run *run_new(encoder_model *m, const train_data *data, const train_options *o,
                    const train_watch *watch, crew *threads)
{
    run *r = dm_calloc(1, sizeof *r);
    *r = (run){.m = m, .data = data, .o = o, .watch = watch, .threads = threads};
    r->feeds[TASK_NAMES] = (feed){.c = data->names, .random = {o->seed * 2 + 1}};
    r->feeds[TASK_TREES] = (feed){.c = data->trees, .random = {o->seed * 2 + 2}};
    if (data->pairs)
        r->feeds[TASK_PAIRS] =
            (feed){.c = &data->pairs->text, .random = {o->seed ^ 0x70616972}};
    r->moment1 = dm_calloc(m->count, sizeof(real));
    r->moment2 = dm_calloc(m->count, sizeof(real));
    r->rows_of = dm_calloc(m->shape.pieces, sizeof *r->rows_of);
    for (uint32_t p = 0; p < o->parts; p++)
        r->parts[p].dense = dm_calloc(m->count - m->dense, sizeof(real));
    return r;
}

static void run_free(run *r)
{
    for (uint32_t p = 0; p < r->o->parts; p++) {
        workspace_free(&r->parts[p].ws);
        arena_free(&r->parts[p].arena);
        vec_free(&r->parts[p].windows);
        free(r->parts[p].dense);
    }
    for (uint32_t t = 0; t < TASKS; t++)
        feed_free(&r->feeds[t]);
    vec_free(&r->touched);
    free(r->row_grad);
    free(r->rows_of);
    free(r->moment1);
    free(r->moment2);
    free(r);
}

dm_status train_run(encoder_model *m, const train_data *data, const train_options *o,
                    const train_watch *watch, crew *threads, train_end *end, dm_error *err)
{
    run *r = run_new(m, data, o, watch, threads);
    *end = TRAIN_FINISHED;
    dm_status status = watch->resume ? state_read(r, watch->resume, err) : DM_OK;
    (void)clock_gettime(CLOCK_MONOTONIC, &r->started);
    r->first_piece = r->now.pieces;
    if (status == DM_OK)
        status = train_steps(r, end, err);
    run_free(r);
    return status;
}
