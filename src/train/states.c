/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "train/command.h"

#include "base/file.h"
#include "eval/relations_data.h"
#include "eval/states_eval.h"
#include "train/states_fit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { TRUSTED_CASES = 30, OWN_CASES = 20 /* calibrated on DWIE alone */ };

enum { SOURCE_COUNT = 6 };

typedef struct {
    const char *data, *out, *lexicon;
    const dm_parser *parser; /* the trees of all articles */
    bool ablation, dev, rules;
    float weight[SOURCE_COUNT]; /* of other corpora's pairs; 0: not read */
    uint32_t measured;          /* articles of DWIE, the first */
    uint32_t few;               /* cases in DWIE below which other corpora teach a relation */
    uint32_t every;             /* of Re-DocRED and CORE, one article in so many */
    fit_options fit;
} options;

static const struct {
    const char *name, *file;
    corpus_id corpus; /* CORPUS_COUNT: DWIE as the program reads it */
} sources[] = {
    {"dwie-cast", "dwie/train.jsonl", CORPUS_COUNT},
    {"newsgraph", "newsgraph/train.jsonl", CORPUS_newsgraph},
    {"conll04", "relations/conll04/conll04_train.json", CORPUS_conll04},
    {"knowledgenet", "relations/knowledgenet/train_passages.json", CORPUS_knowledgenet},
    {"redocred", "relations/redocred/dev_revised.json", CORPUS_redocred},
    {"core", "relations/core/train.json", CORPUS_core},
};

static const options defaults = {
    .data = "../shared/data",
    .few = 150,
    .every = 4,
    .weight = {0.5F, 1, 1, 1, 0.5F, 0}, /* in order of sources */
    .fit = {.alpha = 0.1f, .beta = 1, .l1 = 1, .l2 = 1, .epochs = 6},
};

typedef struct {
    uint32_t right, shown, gold;
} tally;

static double f1(const tally *t)
{
    return t->shown + t->gold ? 2.0 * t->right / (t->shown + t->gold) : 0;
}

/* ---- thresholds and calibration ---- */

typedef struct {
    float z;
    bool gold;
} scored;

static int by_score(const void *pa, const void *pb)
{
    const scored *a = pa, *b = pb;
    if (a->z != b->z)
        return a->z > b->z ? -1 : 1;
    return (a->gold > b->gold) - (a->gold < b->gold);
}

static size_t scores_of(const examples *x, uint32_t rel, bool second, scored *out)
{
    size_t n = 0;
    for (size_t i = 0; i < x->len; i++) {
        const example *e = &x->at[i];
        bool judged =
            e->known >> rel & 1 && (x->cases[rel] < OWN_CASES || e->article < x->measured);
        if (judged && x->allowed[e->kinds] >> rel & 1)
            out[n++] = (scored){second ? e->second[rel] : e->logit[rel], e->gold >> rel & 1};
    }
    if (n)
        qsort(out, n, sizeof *out, by_score);
    return n;
}

/* Logit of the edge = a * z + b by Newton's method (Platt 1999). */
static void calibrate(const scored *s, size_t n, float out[2])
{
    double a = 1, b = 0;
    for (int step = 0; step < 20; step++) {
        double ga = (a - 1) * 5, gb = b * 1, haa = 5, hab = 0, hbb = 1;
        for (size_t i = 0; i < n; i++) {
            double z = (double)s[i].z, p = logistic(a * z + b), d = p - (double)s[i].gold;
            double w = p * (1 - p);
            ga += d * z;
            gb += d;
            haa += w * z * z;
            hab += w * z;
            hbb += w;
        }
        double det = haa * hbb - hab * hab;
        if (!(det > 1e-9))
            break;
        a -= (ga * hbb - gb * hab) / det;
        b -= (gb * haa - ga * hab) / det;
    }
    out[0] = (float)a;
    out[1] = (float)b;
}

/* The probability from which on showing edges helps F1 over all relations: a single edge helps
 * when its probability is above half of the F1 reached; small relations stay near that. */
static float best_threshold(const scored *s, size_t n, const float cal[2], uint32_t cases)
{
    const double middle = 0.36;
    uint32_t right = 0;
    double best = -1, at = middle;
    for (size_t i = 0; i + 1 < n; i++) {
        right += s[i].gold;
        tally t = {right, (uint32_t)i + 1, cases};
        double p = logistic((double)(cal[0] * (s[i].z + s[i + 1].z) / 2 + cal[1]));
        if (p < 0.2 || p > 0.6)
            continue;
        double score = f1(&t) - 0.1 * (p - middle) * (p - middle);
        if (score > best) {
            best = score;
            at = p;
        }
    }
    double trust = cases / (cases + 60.0);
    return (float)(trust * at + (1 - trust) * middle);
}

typedef struct {
    float threshold[STATE_COUNT], calibration[2 * STATE_COUNT];
} decision;

static void decide(const examples *x, bool second, decision *d)
{
    scored *s = dm_malloc((x->len + 1) * sizeof *s);
    for (uint32_t r = 0; r < STATE_COUNT; r++) {
        size_t n = scores_of(x, r, second, s);
        calibrate(s, n, &d->calibration[2 * r]);
        d->threshold[r] = best_threshold(s, n, &d->calibration[2 * r], x->cases[r]);
    }
    free(s);
}

static bool shown(const decision *d, uint32_t r, float z)
{
    float c = d->calibration[2 * r] * z + d->calibration[2 * r + 1];
    return logistic((double)c) >= (double)d->threshold[r];
}

/* ---- scores on articles, in the corpus's own labels ---- */

static uint32_t gold_index(const state_article *a, const state_gold *g)
{
    uint32_t i = 0;
    while (i < a->gold_count &&
           (a->gold[i].source != g->source || a->gold[i].target != g->target ||
            strcmp(a->gold[i].label, g->label) != 0))
        i++;
    return i;
}

static void judge(const state_articles *articles, const example *e, uint32_t r, tally *all,
                  tally *rel)
{
    const state_article *a = &articles->at[e->article];
    dm_relation edge = {.source = e->source, .target = e->target, .rel = (uint8_t)r};
    if (rel_table[r].symmetric && e->source > e->target)
        return;
    state_gold out[2];
    uint32_t n = states_to_dwie(&a->cast, &edge, out);
    for (uint32_t i = 0; i < n; i++) {
        bool right = gold_index(a, &out[i]) < a->gold_count;
        all->shown++;
        all->right += right;
        rel->shown++;
        rel->right += right;
    }
}

static void print_line(const char *name, const tally *t)
{
    printf("%-20s P %.4f R %.4f F1 %.4f  right %u shown %u gold %u\n", name,
           t->shown ? (double)t->right / t->shown : 0, t->gold ? (double)t->right / t->gold : 0,
           f1(t), (unsigned)t->right, (unsigned)t->shown, (unsigned)t->gold);
}

static double measure(const state_articles *articles, const examples *x, bool second,
                      const decision *d, bool print)
{
    tally all = {0}, rel[STATE_COUNT] = {{0, 0, 0}};
    for (size_t i = 0; i < articles->len && i < x->measured; i++) {
        const state_article *a = &articles->at[i];
        all.gold += a->gold_count;
        for (uint32_t g = 0; g < a->gold_count; g++) {
            state_label l = states_label_of(str_z(a->gold[g].label),
                                            a->cast.entities[a->gold[g].source].kind);
            if (l.rel != REL_NONE)
                rel[l.rel].gold++;
        }
    }
    for (size_t i = 0; i < x->len; i++) {
        const example *e = &x->at[i];
        for (uint32_t r = 0; r < STATE_COUNT; r++) {
            float z = second ? e->second[r] : e->logit[r];
            if (e->article < x->measured && x->allowed[e->kinds] >> r & 1 && shown(d, r, z))
                judge(articles, e, r, &all, &rel[r]);
        }
    }
    if (print) {
        for (uint32_t r = 0; r < STATE_COUNT; r++) {
            if (rel[r].gold)
                print_line(rel_table[r].name, &rel[r]);
        }
        print_line("all", &all);
    }
    return f1(&all);
}

/* ---- writing ---- */

typedef struct {
    uint32_t *keys, *first, cap, entries;
    uint8_t *count, *rel;
    int8_t *weight;
    float scale[STATE_COUNT];
} packed;

static void find_scales(const examples *x, const fit_weights *w, packed *p)
{
    for (uint32_t f = 0; f < x->feature_count; f++) {
        size_t at = w->at[f];
        for (uint32_t r = 0; r < STATE_COUNT; r++) {
            if (!(x->allowed[x->kinds[f]] >> r & 1))
                continue;
            float size = fabsf(w->w[at++]) / 127;
            p->scale[r] = size > p->scale[r] ? size : p->scale[r];
        }
    }
}

static void pack_feature(const examples *x, const fit_weights *w, uint32_t f, packed *p)
{
    uint32_t first = p->entries;
    size_t at = w->at[f];
    for (uint32_t r = 0; r < STATE_COUNT; r++) {
        if (!(x->allowed[x->kinds[f]] >> r & 1))
            continue;
        float v = w->w[at++];
        long step = p->scale[r] > 0 ? lroundf(v / p->scale[r]) : 0;
        if (!step)
            continue;
        p->rel[p->entries] = (uint8_t)r;
        p->weight[p->entries++] = (int8_t)step;
    }
    if (p->entries == first)
        return;
    uint32_t slot = x->hash[f] & (p->cap - 1);
    while (p->keys[slot])
        slot = (slot + 1) & (p->cap - 1);
    p->keys[slot] = x->hash[f];
    p->first[slot] = first;
    p->count[slot] = (uint8_t)(p->entries - first);
}

static uint32_t features_used(const examples *x, const fit_weights *w)
{
    uint32_t n = 0;
    for (uint32_t f = 0; f < x->feature_count; f++) {
        bool used = false;
        for (size_t i = w->at[f]; i < w->at[f + 1]; i++)
            used = used || w->w[i] != 0;
        n += used;
    }
    return n;
}

static void pack(const examples *x, const fit_weights *w, packed *p)
{
    size_t total = w->at[x->feature_count];
    *p = (packed){.cap = 1024};
    while (p->cap < features_used(x, w) * 3 / 2)
        p->cap *= 2;
    p->keys = dm_calloc(p->cap, sizeof *p->keys);
    p->first = dm_calloc(p->cap, sizeof *p->first);
    p->count = dm_calloc(p->cap, 1);
    p->rel = dm_calloc(total + 1, 1);
    p->weight = dm_calloc(total + 1, 1);
    find_scales(x, w, p);
    for (uint32_t f = 0; f < x->feature_count; f++)
        pack_feature(x, w, f, p);
}

static dm_status write_model(const char *path, const examples *x, const fit_weights *w,
                             const float *second, const decision *d, dm_error *err)
{
    packed p;
    pack(x, w, &p);
    const uint32_t format[4] = {STATES_FORMAT, KIND_COUNT, STATE_COUNT, FEATURE_COUNT};
    const uint32_t four[1] = {4}, slots[1] = {p.cap}, entries[1] = {p.entries};
    const uint32_t rels[1] = {STATE_COUNT}, pairs[1] = {KIND_PAIRS};
    const uint32_t twice[1] = {2 * STATE_COUNT}, inputs[1] = {STATE_COUNT * SECOND_INPUTS};
    uint8_t trusted[STATE_COUNT];
    for (uint32_t r = 0; r < STATE_COUNT; r++)
        trusted[r] = x->cases[r] >= TRUSTED_CASES;
    dm_container_writer out = {0};
    container_add(&out, "format", DT_U32, 1, four, format);
    container_add(&out, "keys", DT_U32, 1, slots, p.keys);
    container_add(&out, "first", DT_U32, 1, slots, p.first);
    container_add(&out, "count", DT_U8, 1, slots, p.count);
    container_add(&out, "rel", DT_U8, 1, entries, p.rel);
    container_add(&out, "weight", DT_I8, 1, entries, p.weight);
    container_add(&out, "scale", DT_F32, 1, rels, p.scale);
    container_add(&out, "allowed", DT_U32, 1, pairs, x->allowed);
    container_add(&out, "threshold", DT_F32, 1, rels, d->threshold);
    container_add(&out, "calibration", DT_F32, 1, twice, d->calibration);
    container_add(&out, "trusted", DT_U8, 1, rels, trusted);
    container_add(&out, "second", DT_F32, 1, inputs, second);
    dm_status status = container_write(&out, "states 1", path, err);
    free(p.keys);
    free(p.first);
    free(p.count);
    free(p.rel);
    free(p.weight);
    printf("%u slots, %u weights\n", (unsigned)p.cap, (unsigned)p.entries);
    return status;
}

/* ---- training ---- */

static void cross_fit(examples *x, const fit_options *o, float *second)
{
    for (uint32_t fold = 0; fold < FOLDS; fold++) {
        fit_weights w;
        fit_first(x, fold, o, &w);
        for (size_t i = 0; i < x->len; i++) {
            if (example_fold(&x->at[i]) == fold)
                first_logits(x, &w, &x->at[i], x->at[i].logit);
        }
        fit_free(&w);
    }
    for (uint32_t fold = 0; fold < FOLDS; fold++) {
        fit_second(x, fold, second);
        second_logits(x, fold, second);
    }
    fit_second(x, NO_FOLD, second);
}

static void score_dev(const options *o, const dm_lexicon *lex, uint32_t skip, examples *x,
                      const fit_weights *w, const float *second, const decision *d1,
                      const decision *d2)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/dwie/dev.jsonl", o->data);
    state_articles dev = {0};
    examples y;
    dm_error err;
    if (states_read_dwie(path, lex, o->parser, &dev, &err) != DM_OK) {
        fprintf(stderr, "%s\n", err.message);
        return;
    }
    examples_read_more(&dev, lex, skip, x, &y);
    for (size_t i = 0; i < y.len; i++) {
        example *e = &y.at[i];
        examples view = y;
        view.feature_count = x->feature_count;
        first_logits(&view, w, e, e->logit);
    }
    second_logits(&y, NO_FOLD, second);
    double first = measure(&dev, &y, false, d1, false);
    double both = measure(&dev, &y, true, d2, !o->ablation && !o->out);
    printf("dev: first stage %.4f, both %.4f\n", first, both);
    examples_free(&y);
    states_articles_free(&dev);
}

/* What the written file does on the development articles, by the program's own path. */
static dm_status check_model(const options *o, const dm_lexicon *lex, dm_error *err)
{
    char path[512];
    dm_buf bytes = {0};
    dm_state_model *m = NULL;
    double f1_found = 0;
    (void)snprintf(path, sizeof path, "%s/dwie/%s.jsonl", o->data, o->rules ? "train" : "dev");
    dm_status status = o->rules ? DM_OK : file_read(o->out, 0, &bytes, err);
    if (status == DM_OK && !o->rules)
        status = state_model_open(buf_str(&bytes), &m, err);
    if (status == DM_OK)
        status = states_eval(path, lex, o->parser, m, stdout, &f1_found, err);
    state_model_free(m);
    buf_free(&bytes);
    return status;
}

static dm_status train_once(const options *o, const dm_lexicon *lex, state_articles *articles,
                            uint32_t skip, dm_error *err)
{
    examples x;
    examples_read(articles, o->measured, o->few, lex, skip, &x);
    float *second = dm_calloc((size_t)STATE_COUNT * SECOND_INPUTS, sizeof *second);
    cross_fit(&x, &o->fit, second);
    decision first, both;
    decide(&x, false, &first);
    decide(&x, true, &both);
    printf("train: %zu pairs, %u features, cross-fitted F1 first stage %.4f, both %.4f\n",
           x.len, (unsigned)x.feature_count, measure(articles, &x, false, &first, false),
           measure(articles, &x, true, &both, false));
    fit_weights w;
    fit_first(&x, NO_FOLD, &o->fit, &w);
    if (o->dev)
        score_dev(o, lex, skip, &x, &w, second, &first, &both);
    dm_status status = DM_OK;
    if (o->out && !skip)
        status = write_model(o->out, &x, &w, second, &both, err);
    if (status == DM_OK && o->out && !skip)
        status = check_model(o, lex, err);
    fit_free(&w);
    free(second);
    examples_free(&x);
    return status;
}

static dm_status read_others(const options *o, const dm_lexicon *lex, state_articles *out,
                             dm_error *err)
{
    for (size_t i = 0; i < SOURCE_COUNT; i++) {
        char path[512];
        const corpus_options c = {.lex = lex, .parser = o->parser, .every = o->every};
        size_t from = out->len;
        if (!(o->weight[i] > 0))
            continue;
        (void)snprintf(path, sizeof path, "%s/%s", o->data, sources[i].file);
        if (sources[i].corpus == CORPUS_COUNT)
            DM_TRY(states_read_dwie_cast(path, lex, o->parser, out, err));
        else
            DM_TRY(corpus_read(sources[i].corpus, path, &c, out, err));
        for (size_t k = from; k < out->len; k++) {
            out->at[k].weight = o->weight[i];
            out->at[k].text = sources[i].corpus == CORPUS_COUNT ? (uint32_t)(k - from) + 1 : 0;
        }
    }
    return DM_OK;
}

static int run(options *o)
{
    dm_error err = {0};
    dm_lexicon *lex = NULL;
    dm_parser *parser = NULL;
    dm_buf bytes = {0};
    dm_status status = DM_OK;
    state_articles articles = {0};
    char path[512];
    (void)snprintf(path, sizeof path, "%s/dwie/train.jsonl", o->data);
    if (o->lexicon)
        status = file_read(o->lexicon, 0, &bytes, &err);
    if (status == DM_OK)
        status = lexicon_open(buf_str(&bytes), &lex, &err);
    if (status == DM_OK)
        status = parser_open(STR(""), &parser, &err);
    o->parser = parser;
    if (status == DM_OK)
        status = states_read_dwie(path, lex, parser, &articles, &err);
    o->measured = (uint32_t)articles.len;
    if (status == DM_OK && !o->rules)
        status = read_others(o, lex, &articles, &err);
    if (status == DM_OK && o->rules) {
        status = check_model(o, lex, &err);
    } else if (status == DM_OK) {
        status = train_once(o, lex, &articles, 0, &err);
        for (uint32_t f = 1; o->ablation && f < FEATURES_COUNT && status == DM_OK; f++) {
            printf("without %s: ", feature_family_name((dm_feature_family)f));
            status = train_once(o, lex, &articles, 1u << f, &err);
        }
    }
    if (status != DM_OK) {
        fprintf(stderr, "train states: %s\n", err.message);
    }
    states_articles_free(&articles);
    parser_free(parser);
    lexicon_free(lex);
    buf_free(&bytes);
    return status == DM_OK ? 0 : 1;
}

/* "redocred=0.5" */
static void read_weight(const char *text, options *o)
{
    for (size_t i = 0; i < SOURCE_COUNT; i++) {
        size_t n = strlen(sources[i].name);
        if (!strncmp(text, sources[i].name, n) && text[n] == '=')
            o->weight[i] = strtof(text + n + 1, NULL);
    }
}

int train_states(int argc, char **argv)
{
    options o = defaults;
    for (int i = 1; i < argc; i++) {
        const char *v = i + 1 < argc ? argv[i + 1] : "";
        if (!strcmp(argv[i], "--data"))
            o.data = v, i++;
        else if (!strcmp(argv[i], "-o"))
            o.out = v, i++;
        else if (!strcmp(argv[i], "--lexicon"))
            o.lexicon = v, i++;
        else if (!strcmp(argv[i], "--alpha"))
            o.fit.alpha = strtof(v, NULL), i++;
        else if (!strcmp(argv[i], "--l1"))
            o.fit.l1 = strtof(v, NULL), i++;
        else if (!strcmp(argv[i], "--l2"))
            o.fit.l2 = strtof(v, NULL), i++;
        else if (!strcmp(argv[i], "--epochs"))
            o.fit.epochs = (uint32_t)strtoul(v, NULL, 10), i++;
        else if (!strcmp(argv[i], "--few"))
            o.few = (uint32_t)strtoul(v, NULL, 10), i++;
        else if (!strcmp(argv[i], "--every"))
            o.every = (uint32_t)strtoul(v, NULL, 10), i++;
        else if (!strcmp(argv[i], "--with"))
            read_weight(v, &o), i++;
        else if (!strcmp(argv[i], "--ablation"))
            o.ablation = true;
        else if (!strcmp(argv[i], "--rules"))
            o.rules = true;
        else if (!strcmp(argv[i], "--dev"))
            o.dev = true;
    }
    return run(&o);
}
