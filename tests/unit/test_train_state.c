/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A training run that is stopped and goes on ends with the bytes of one that never was. */
#include "test.h"

#include "train/encoder/random.h"
#include "train/encoder/trainer.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char tiny[] = "[PAD]\n[UNK]\n[CLS]\n[SEP]\na\nb\nc\n##a\n##b\n##c\n.\n";

typedef struct {
    dm_vocab v;
    corpus names, trees;
    pair_corpus pairs;
    encoder_model m;
    crew *threads;
    train_options o;
    char state[64];
    bool no_pairs; /* as a program from before there were any */
} fixture;

static void fill(corpus *c, const dm_vocab *v, dm_random *r)
{
    static const char *const forms[] = {"a", "ab", "abc", "cab", "b", "."};
    for (int d = 0; d < 12; d++) {
        corpus_doc_begin(c, CONV_ours);
        for (int s = 0; s < 6; s++) {
            const size_t words = 2 + random_below(r, 6);
            for (size_t w = 0; w < words; w++) {
                corpus_token *t = corpus_token_add(c, v, str_z(forms[random_below(r, 6)]));
                t->names = (uint16_t)(1 << random_below(r, 3));
                t->upos = (uint8_t)random_below(r, 3);
                t->xpos = (uint8_t)random_below(r, 3);
                t->deprel = (uint8_t)random_below(r, 3);
                t->head = (uint16_t)random_below(r, words + 1);
            }
            corpus_sentence_end(c);
        }
    }
}

/* In every sentence of at least two words the first word does something to the last. */
static void fill_pairs(pair_corpus *c, const dm_vocab *v, dm_random *r)
{
    fill(&c->text, v, r);
    for (uint32_t s = 0; s < c->text.sentences.len; s++) {
        const corpus_sentence x = c->text.sentences.at[s];
        const pack_span a = {x.first, x.first + 1}, b = {x.end - 1, x.end};
        const corpus_pair p = {s, {a, b, (uint8_t)random_below(r, PAIR_CLASSES)}, true};
        vec_push(&c->pairs, p);
    }
}

static void fresh_model(fixture *f)
{
    model_free(&f->m);
    model_init(&f->m, (encoder_shape){.pieces = f->v.count,
                                      .positions = 160,
                                      .dim = 16,
                                      .heads = 2,
                                      .ff = 24,
                                      .layers = 3,
                                      .exit_layer = 2,
                                      .arc = 6,
                                      .label = 5,
                                      .upos = 3,
                                      .xpos = 3,
                                      .deprel = 3,
                                      .pair = 7});
    model_randomise(&f->m, f->o.seed, true);
}

static int setup(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    (void)gemm_choose(GEMM_BLAS);
    assert_int_equal(vocab_open(str_z(tiny), &f->v, NULL), DM_OK);
    f->names.has_names = f->trees.has_trees = true;
    dm_random r = {5};
    fill(&f->names, &f->v, &r);
    fill(&f->trees, &f->v, &r);
    fill_pairs(&f->pairs, &f->v, &r);
    f->threads = crew_new(2);
    f->o = train_defaults;
    f->o.pieces = 8000;
    f->o.batch = 150;
    (void)snprintf(f->state, sizeof f->state, "train-state-%ld.dmm", (long)getpid());
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    fixture *f = *state;
    (void)remove(f->state);
    model_free(&f->m);
    corpus_free(&f->names);
    corpus_free(&f->trees);
    pair_corpus_free(&f->pairs);
    vocab_free(&f->v);
    crew_free(f->threads);
    free(f);
    return 0;
}

static volatile sig_atomic_t stop;

static void count_tenths(void *context)
{
    int *left = context;
    if (--*left == 0)
        stop = 1;
}

/* Trains a fresh model, from a state when `resume`, until `tenths` are over (0: to the end). */
static dm_status train(fixture *f, bool resume, int tenths, train_end *end, dm_error *err)
{
    fresh_model(f);
    stop = 0;
    const train_data data = {.names = &f->names,
                             .trees = &f->trees,
                             .pairs = f->no_pairs ? NULL : &f->pairs,
                             .vocab = &f->v};
    const train_watch watch = {.tenth = count_tenths,
                               .context = &tenths,
                               .state = f->state,
                               .resume = resume ? f->state : NULL,
                               .stop = &stop};
    return train_run(&f->m, &data, &f->o, &watch, f->threads, end, err);
}

static real *weights_of(const fixture *f)
{
    real *copy = malloc(f->m.count * sizeof *copy);
    memcpy(copy, f->m.w, f->m.count * sizeof *copy);
    return copy;
}

static void the_same_seed_gives_the_same_bytes(void **state)
{
    fixture *f = *state;
    train_end end;
    assert_int_equal(train(f, false, 0, &end, NULL), DM_OK);
    real *first = weights_of(f);
    assert_int_equal(train(f, false, 0, &end, NULL), DM_OK);
    assert_memory_equal(first, f->m.w, f->m.count * sizeof *first);
    f->o.seed = 2;
    assert_int_equal(train(f, false, 0, &end, NULL), DM_OK);
    assert_memory_not_equal(first, f->m.w, f->m.count * sizeof *first);
    free(first);
}

static void a_stopped_run_goes_on_as_if_it_never_stopped(void **state)
{
    fixture *f = *state;
    train_end end;
    assert_int_equal(train(f, false, 0, &end, NULL), DM_OK);
    assert_int_equal(end, TRAIN_FINISHED);
    real *straight = weights_of(f);
    for (int tenths = 3; tenths <= 7; tenths += 2) {
        assert_int_equal(train(f, false, tenths, &end, NULL), DM_OK);
        assert_int_equal(end, TRAIN_STOPPED);
        assert_memory_not_equal(straight, f->m.w, f->m.count * sizeof *straight);
        assert_int_equal(train(f, true, 0, &end, NULL), DM_OK);
        assert_int_equal(end, TRAIN_FINISHED);
        assert_memory_equal(straight, f->m.w, f->m.count * sizeof *straight);
    }
    free(straight);
}

static void pairs_may_join_a_run_that_began_without_them(void **state)
{
    fixture *f = *state;
    train_end end;
    assert_int_equal(train(f, false, 0, &end, NULL), DM_OK);
    real *straight = weights_of(f);
    f->no_pairs = true;
    assert_int_equal(train(f, false, 0, &end, NULL), DM_OK);
    assert_memory_not_equal(straight, f->m.w, f->m.count * sizeof *straight);
    assert_int_equal(train(f, false, 4, &end, NULL), DM_OK);
    f->no_pairs = false;
    assert_int_equal(train(f, true, 0, &end, NULL), DM_OK);
    assert_memory_equal(straight, f->m.w, f->m.count * sizeof *straight);
    free(straight);
}

static void pairs_change_until_the_first_is_read(void **state)
{
    fixture *f = *state;
    train_end end;
    dm_error err = {0};
    f->pairs.pairs.at[3].spans.class_ ^= 1;
    assert_int_equal(train(f, false, 4, &end, NULL), DM_OK);
    f->pairs.pairs.at[3].spans.class_ ^= 1;
    assert_int_equal(train(f, true, 9, &end, &err), DM_OK);
    f->pairs.pairs.at[3].spans.class_ ^= 1;
    assert_int_equal(train(f, true, 0, &end, &err), DM_EUSAGE);
    assert_non_null(strstr(err.message, "pair-corpora"));
}

static void other_options_are_refused(void **state)
{
    fixture *f = *state;
    train_end end;
    dm_error err = {0};
    assert_int_equal(train(f, false, 3, &end, NULL), DM_OK);
    f->o.batch = 151;
    assert_int_equal(train(f, true, 0, &end, &err), DM_EUSAGE);
    assert_non_null(strstr(err.message, "made with batch 150, this run has 151"));
    f->o.batch = 150;
    f->trees.tokens.at[7].upos ^= 1;
    assert_int_equal(train(f, true, 0, &end, &err), DM_EUSAGE);
    assert_non_null(strstr(err.message, "tree-corpora"));
}

/* Two runs of one beginning, whose mean is better than either. */
static void another_seed_parts_from_the_run(void **state)
{
    fixture *f = *state;
    train_end end;
    assert_int_equal(train(f, false, 0, &end, NULL), DM_OK);
    real *first = weights_of(f);
    f->o.seed = 2;
    assert_int_equal(train(f, false, 0, &end, NULL), DM_OK);
    real *second = weights_of(f);
    f->o.seed = 1;
    assert_int_equal(train(f, false, 5, &end, NULL), DM_OK);
    f->o.seed = 2;
    f->trees.tokens.at[7].upos ^= 1; /* it reads the corpora anew */
    assert_int_equal(train(f, true, 0, &end, NULL), DM_OK);
    assert_int_equal(end, TRAIN_FINISHED);
    assert_memory_not_equal(first, f->m.w, f->m.count * sizeof *first);
    assert_memory_not_equal(second, f->m.w, f->m.count * sizeof *second);
    free(first);
    free(second);
}

static void a_damaged_state_is_refused(void **state)
{
    fixture *f = *state;
    train_end end;
    dm_error err = {0};
    assert_int_equal(train(f, false, 3, &end, NULL), DM_OK);
    FILE *file = fopen(f->state, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 5000, SEEK_SET), 0);
    assert_int_equal(fputs("damaged", file) < 0, 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(train(f, true, 0, &end, &err), DM_EMODEL);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_same_seed_gives_the_same_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(a_stopped_run_goes_on_as_if_it_never_stopped, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(pairs_may_join_a_run_that_began_without_them, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(pairs_change_until_the_first_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(other_options_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(another_seed_parts_from_the_run, setup, teardown),
        cmocka_unit_test_setup_teardown(a_damaged_state_is_refused, setup, teardown),
    };
    return cmocka_run_group_tests_name("train_state", tests, NULL, NULL);
}
