/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/openie_eval.h"

#include "base/file.h"
#include "base/map.h"
#include "base/vec.h"
#include "relate/open.h"

#include <math.h>
#include <stdlib.h>

/* Words of one slot. */
typedef struct {
    dm_str *at;
    uint32_t count;
} slot;

typedef struct {
    slot relation, first, second;
    uint32_t arguments; /* 0..2 */
    bool says;          /* the relation is one of saying: the arguments may change places */
    double confidence;
} tuple;

typedef VEC(tuple) tuples;

typedef struct {
    tuples gold, found;
} sentence;

typedef struct {
    dm_arena arena;
    dm_map index; /* key of a sentence -> its place */
    VEC(sentence) sentences;
    VEC(double) levels; /* confidences, ascending, distinct */
} scorer;

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static slot words_in(dm_arena *a, dm_str s)
{
    VEC(dm_str) words = {0};
    slot out = {0};
    for (size_t i = 0; i < s.len;) {
        size_t from = i;
        while (i < s.len && !is_space(s.ptr[i]))
            i++;
        if (i > from)
            vec_push(&words, str_slice(s, from, i));
        while (i < s.len && is_space(s.ptr[i]))
            i++;
    }
    vec_take(a, &words, out.at, out.count);
    return out;
}

/* The sentence without spaces and ASCII punctuation, brackets of treebanks undone. */
static dm_str key_of(dm_arena *a, dm_str s)
{
    static const char *const brackets[] = {"-LRB-", "-RRB-", "-LSB-",
                                           "-RSB-", "-LCB-", "-RCB-"};
    dm_buf bare = {0}, out = {0};
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] != ' ')
            buf_byte(&bare, s.ptr[i]);
    }
    dm_str b = buf_str(&bare);
    for (size_t i = 0; i < b.len; i++) {
        for (size_t k = 0; k < sizeof brackets / sizeof brackets[0]; k++) {
            if (str_starts(str_slice(b, i, b.len), str_z(brackets[k])))
                i += 5;
        }
        unsigned char c = i < b.len ? (unsigned char)b.ptr[i] : '.';
        bool letter = c > 126 || c <= ' ' || (c >= '0' && c <= '9') ||
                      ((c | 32) >= 'a' && (c | 32) <= 'z');
        if (letter)
            buf_byte(&out, (char)c);
    }
    dm_str key = str_dup(a, buf_str(&out));
    buf_free(&bare);
    buf_free(&out);
    return key;
}

static bool contains(dm_str s, dm_str part)
{
    for (size_t i = 0; i + part.len <= s.len; i++) {
        if (memcmp(s.ptr + i, part.ptr, part.len) == 0)
            return true;
    }
    return false;
}

static sentence *sentence_at(scorer *s, dm_str text, bool add)
{
    dm_str key = key_of(&s->arena, str_trim(text));
    uint32_t at = map_get(&s->index, key);
    if (at == MAP_NONE) {
        if (!add)
            return NULL;
        at = (uint32_t)s->sentences.len;
        map_set(&s->index, key, at);
        vec_push(&s->sentences, ((sentence){.gold = {0}}));
    }
    return &s->sentences.at[at];
}

static void gold_line(scorer *s, dm_str line)
{
    static const char *const sayings[] = {"said", "told", "added", "adds", "says"};
    dm_arena *a = &s->arena;
    dm_str rest = str_trim(line), second = STR("");
    if (!contains(rest, STR("\t")))
        return;
    dm_str text = str_cut(rest, '\t', &rest);
    dm_str relation = str_trim(str_cut(rest, '\t', &rest));
    tuple t = {.relation = words_in(a, relation)};
    for (size_t i = 0; i < sizeof sayings / sizeof sayings[0]; i++)
        t.says = t.says || contains(relation, str_z(sayings[i]));
    for (uint32_t i = 0; rest.ptr && rest.len; i++) {
        dm_str argument = str_trim(str_cut(rest, '\t', &rest));
        if (contains(argument, STR("C: ")))
            continue;
        if (t.arguments == 0)
            t.first = words_in(a, argument);
        else
            second = str_fmt(a, "%.*s %.*s", STR_ARG(second), STR_ARG(argument));
        t.arguments += t.arguments < 2;
    }
    t.second = words_in(a, second);
    sentence *at = sentence_at(s, text, true);
    vec_push(&at->gold, t);
}

/* How many words of gold are in found, each used once. */
static uint32_t shared(const slot *gold, const slot *found, bool *used)
{
    uint32_t n = 0;
    memset(used, 0, found->count * sizeof *used);
    for (uint32_t i = 0; i < gold->count; i++) {
        for (uint32_t k = 0; k < found->count; k++) {
            if (!used[k] && str_eq(gold->at[i], found->at[k])) {
                used[k] = true;
                n++;
                break;
            }
        }
    }
    return n;
}

static bool has_word(const slot *s, const bool *used, const char *word)
{
    for (uint32_t i = 0; i < s->count; i++) {
        if ((!used || !used[i]) && str_eq(s->at[i], str_z(word)))
            return true;
    }
    return false;
}

typedef struct {
    double precision, recall;
} match;

static match lenient(const tuple *gold, const slot *relation, const slot *first,
                     const slot *second)
{
    static const char *const forms[] = {"be",  "is",   "am",   "are",
                                        "was", "were", "been", "being"};
    bool used[1024];
    if (relation->count > 1024 || first->count > 1024 || second->count > 1024)
        return (match){0, 0};
    uint32_t m = shared(&gold->relation, relation, used);
    for (size_t i = 0; has_word(relation, used, "be") && i < sizeof forms / sizeof forms[0];
         i++) {
        if (has_word(&gold->relation, NULL, forms[i])) {
            m++;
            break;
        }
    }
    if (m == 0)
        return (match){0, 0};
    uint32_t in_found = relation->count, in_gold = gold->relation.count;
    const slot *ours[] = {first, second}, *theirs[] = {&gold->first, &gold->second};
    for (uint32_t i = 0; i < gold->arguments; i++) {
        m += shared(theirs[i], ours[i], used);
        in_found += ours[i]->count;
        in_gold += theirs[i]->count;
    }
    return (match){(double)m / in_found, (double)m / in_gold};
}

static bool better(match a, match b)
{
    return a.precision > b.precision || (a.precision == b.precision && a.recall > b.recall);
}

static match match_of(const tuple *gold, const tuple *found)
{
    match m = lenient(gold, &found->relation, &found->first, &found->second);
    if (gold->says) {
        match turned = lenient(gold, &found->relation, &found->second, &found->first);
        if (better(turned, m))
            m = turned;
    }
    return m;
}

/* Sums over sentences at each level of confidence. */
typedef struct {
    double *precision, *recall, *found, *gold; /* [levels] */
} curve;

static size_t level_of(const scorer *s, double confidence)
{
    size_t low = 0, high = s->levels.len;
    while (low + 1 < high) {
        size_t mid = (low + high) / 2;
        if (s->levels.at[mid] <= confidence)
            low = mid;
        else
            high = mid;
    }
    return low;
}

/* One triple, one gold tuple: the best pair first. */
static double paired(const match *m, size_t gold, size_t found, const bool *in, bool *row,
                     bool *column, size_t pairs)
{
    double sum = 0;
    memset(row, 0, gold);
    memset(column, 0, found);
    for (size_t n = 0; n < pairs; n++) {
        double best = -1;
        size_t bi = 0, bj = 0;
        for (size_t i = 0; i < gold; i++) {
            for (size_t j = 0; !row[i] && j < found; j++) {
                if (in[j] && !column[j] && m[i * found + j].precision > best) {
                    best = m[i * found + j].precision;
                    bi = i;
                    bj = j;
                }
            }
        }
        row[bi] = column[bj] = true;
        sum += best;
    }
    return sum;
}

static double recalled(const match *m, size_t gold, size_t found, const bool *in)
{
    double sum = 0;
    for (size_t i = 0; i < gold; i++) {
        double best = 0;
        for (size_t j = 0; j < found; j++) {
            if (in[j] && m[i * found + j].recall > best)
                best = m[i * found + j].recall;
        }
        sum += best;
    }
    return sum;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void add_sentence(scorer *s, const sentence *x, curve *c)
{
    const size_t G = x->gold.len, F = x->found.len;
    match *m = ARENA_ARRAY(&s->arena, match, G * F + 1);
    bool *in = ARENA_ARRAY(&s->arena, bool, F + 1);
    bool *row = ARENA_ARRAY(&s->arena, bool, G + 1),
         *column = ARENA_ARRAY(&s->arena, bool, F + 1);
    double *confidences = ARENA_ARRAY(&s->arena, double, F + 1);
    for (size_t j = 0; j < F; j++) {
        confidences[j] = x->found.at[j].confidence;
        for (size_t i = 0; i < G; i++)
            m[i * F + j] = match_of(&x->gold.at[i], &x->found.at[j]);
    }
    qsort(confidences, F, sizeof *confidences, ascending);
    size_t from = 0;
    for (size_t k = 0; k < F; k++) {
        size_t level = level_of(s, confidences[k]), count = 0;
        if (k && level + 1 == from)
            continue;
        for (size_t j = 0; j < F; j++) {
            in[j] = x->found.at[j].confidence >= confidences[k];
            count += in[j];
        }
        double p = paired(m, G, F, in, row, column, G < count ? G : count);
        double r = recalled(m, G, F, in);
        for (; from <= level; from++) {
            c->precision[from] += p;
            c->found[from] += (double)count;
            c->recall[from] += r;
            c->gold[from] += (double)G;
        }
    }
    for (; from < s->levels.len; from++)
        c->gold[from] += (double)G;
}

static double f1_of(double p, double r)
{
    return p + r > 0 ? 2 * p * r / (p + r) : 0;
}

static void figures_of(const scorer *s, const curve *c, openie_figures *out)
{
    const size_t n = s->levels.len;
    double last_p = 1, last_r = 0;
    out->f1 = -1;
    for (size_t i = n; i-- > 0;) {
        double p = c->found[i] > 0 ? c->precision[i] / c->found[i] : 1;
        double r = c->gold[i] > 0 ? c->recall[i] / c->gold[i] : 0, f = f1_of(p, r);
        out->auc += (last_r - r) * (last_p + p) / 2;
        last_p = p;
        last_r = r;
        if (f >= out->f1) {
            out->f1 = f;
            out->precision = p;
            out->recall = r;
        }
        if (i == 0) {
            out->all_precision = p;
            out->all_recall = r;
            out->all_f1 = f;
        }
    }
    out->auc = fabs(out->auc);
    if (!n)
        out->f1 = 0;
}

static void find_levels(scorer *s, const openie_tuple *found, size_t count)
{
    for (size_t i = 0; i < count; i++)
        vec_push(&s->levels, found[i].confidence);
    if (count)
        qsort(s->levels.at, s->levels.len, sizeof *s->levels.at, ascending);
    size_t n = 0;
    for (size_t i = 0; i < s->levels.len; i++) {
        if (!n || s->levels.at[n - 1] < s->levels.at[i])
            s->levels.at[n++] = s->levels.at[i];
    }
    s->levels.len = n;
}

void openie_score(dm_str gold, const openie_tuple *found, size_t count, openie_figures *out)
{
    scorer s = {0};
    *out = (openie_figures){.found = (uint32_t)count};
    for (dm_str rest = gold; rest.len;)
        gold_line(&s, str_cut(rest, '\n', &rest));
    find_levels(&s, found, count);
    for (size_t i = 0; i < count; i++) {
        sentence *x = sentence_at(&s, found[i].text, false);
        tuple t = {.relation = words_in(&s.arena, found[i].relation),
                   .first = words_in(&s.arena, found[i].first),
                   .second = words_in(&s.arena, found[i].second),
                   .arguments = 2,
                   .confidence = found[i].confidence};
        if (x)
            vec_push(&x->found, t);
    }
    const size_t n = s.levels.len + 1;
    curve c = {ARENA_ARRAY(&s.arena, double, n), ARENA_ARRAY(&s.arena, double, n),
               ARENA_ARRAY(&s.arena, double, n), ARENA_ARRAY(&s.arena, double, n)};
    for (size_t i = 0; i < n; i++)
        c.precision[i] = c.recall[i] = c.found[i] = c.gold[i] = 0;
    for (size_t i = 0; i < s.sentences.len; i++) {
        add_sentence(&s, &s.sentences.at[i], &c);
        out->gold += (uint32_t)s.sentences.at[i].gold.len;
        vec_free(&s.sentences.at[i].gold);
        vec_free(&s.sentences.at[i].found);
    }
    out->sentences = (uint32_t)s.sentences.len;
    figures_of(&s, &c, out);
    vec_free(&s.sentences);
    vec_free(&s.levels);
    map_free(&s.index);
    arena_free(&s.arena);
}

/* ---- our triples ---- */

static dm_str words_str(dm_document *doc, dm_words w)
{
    dm_buf b = {0};
    words_text(doc, w, &b);
    dm_str out = str_dup(&doc->arena, buf_str(&b));
    buf_free(&b);
    return out;
}

static dm_str line_of(const dm_document *doc, uint32_t sentence_)
{
    size_t from = doc->sentences[sentence_].begin, to = from;
    while (from && doc->text.ptr[from - 1] != '\n')
        from--;
    while (to < doc->text.len && doc->text.ptr[to] != '\n')
        to++;
    return str_trim(str_slice(doc->text, from, to));
}

typedef VEC(openie_tuple) found_tuples;

static void extract(const openie_options *o, dm_document *doc, const dm_parse *parse,
                    found_tuples *out)
{
    dm_cast cast = {0};
    dm_relate_input in = {.lexicon = o->lexicon, .doc = doc, .parse = parse, .cast = &cast};
    dm_tree t = tree_of(&in);
    dm_triples triples = {0};
    for (uint32_t s = 0; s < doc->sentence_count; s++)
        open_triples(&t, s, &triples);
    for (size_t i = 0; i < triples.len; i++) {
        const dm_triple *x = &triples.at[i];
        openie_tuple y = {line_of(doc, x->sentence), round((double)x->confidence * 1e4) / 1e4,
                          words_str(doc, x->relation), words_str(doc, x->first),
                          words_str(doc, x->second)};
        vec_push(out, y);
        if (o->system)
            (void)fprintf(o->system, "%.*s\t%.4f\t%.*s\t%.*s\t%.*s\n", STR_ARG(y.text),
                          y.confidence, STR_ARG(y.relation), STR_ARG(y.first),
                          STR_ARG(y.second));
    }
    triples_free(&triples);
}

dm_status eval_openie(const openie_options *o, openie_figures *out, dm_error *err)
{
    dm_buf text = {0}, gold = {0};
    dm_document doc = {0};
    dm_parse parse;
    found_tuples found = {0};
    dm_status status = file_read(o->sentences, 0, &text, err);
    if (status == DM_OK)
        status = file_read(o->gold, 0, &gold, err);
    if (status == DM_OK)
        status = document_read(&(dm_source){.bytes = buf_str(&text), .form = INPUT_LINES}, &doc,
                               err);
    if (status == DM_OK)
        status = parser_run(o->parser, &doc, NULL, &parse, err);
    if (status == DM_OK) {
        extract(o, &doc, &parse, &found);
        openie_score(buf_str(&gold), found.at, found.len, out);
    }
    vec_free(&found);
    document_free(&doc);
    buf_free(&text);
    buf_free(&gold);
    return status;
}
