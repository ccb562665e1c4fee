/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Second stage: what the other pairs of the article say about this one.
 *
 * x is a member of y and y is based in C: a word for x being a citizen of C.  One country has
 * one head of state.  Whoever is minister of C is its official and citizen too. */
#include "relate/states_model.h"

#include <stdlib.h>

static const float link_floor = -1.4f; /* logit from which a first-stage score is a link: .2 */

static float clamped(float z)
{
    return z < -8 ? -8 : z > 8 ? 8 : z;
}

static void keep_best(float best[2], float z)
{
    if (z > best[0]) {
        best[1] = best[0];
        best[0] = z;
    } else if (z > best[1]) {
        best[1] = z;
    }
}

static int by_from(const void *pa, const void *pb)
{
    const dm_link *a = pa, *b = pb;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    return (a->rel > b->rel) - (a->rel < b->rel);
}

static int by_to(const void *pa, const void *pb)
{
    const dm_link *a = pa, *b = pb;
    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    return by_from(a, b);
}

static void count_links(const dm_pair_table *t, dm_links *out)
{
    for (uint32_t i = 0; i < t->count; i++) {
        const dm_scored_pair *p = &t->at[i];
        for (uint32_t r = 0; r < STATE_COUNT; r++) {
            if (!(p->allowed >> r & 1))
                continue;
            keep_best(&out->best_target[(p->source * STATE_COUNT + r) * 2], p->logit[r]);
            keep_best(&out->best_source[(p->target * STATE_COUNT + r) * 2], p->logit[r]);
            out->count += p->logit[r] > link_floor;
        }
    }
}

static void fill_links(const dm_pair_table *t, dm_links *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < t->count; i++) {
        const dm_scored_pair *p = &t->at[i];
        for (uint32_t r = 0; r < STATE_COUNT; r++) {
            if (p->allowed >> r & 1 && p->logit[r] > link_floor)
                out->out[n++] = (dm_link){p->source, p->target, (uint8_t)r,
                                          (float)logistic((double)p->logit[r])};
        }
    }
}

void links_build(dm_arena *a, const dm_pair_table *t, dm_links *out)
{
    uint32_t e = t->entity_count;
    *out = (dm_links){0};
    out->best_target = ARENA_ARRAY(a, float, (size_t)e *STATE_COUNT * 2);
    out->best_source = ARENA_ARRAY(a, float, (size_t)e *STATE_COUNT * 2);
    for (size_t i = 0; i < (size_t)e * STATE_COUNT * 2; i++)
        out->best_target[i] = out->best_source[i] = -8;
    count_links(t, out);
    out->out = ARENA_ARRAY(a, dm_link, out->count + 1);
    out->in = ARENA_ARRAY(a, dm_link, out->count + 1);
    fill_links(t, out);
    if (out->count) {
        memcpy(out->in, out->out, out->count * sizeof *out->in);
        qsort(out->out, out->count, sizeof *out->out, by_from);
        qsort(out->in, out->count, sizeof *out->in, by_to);
    }
    out->out_at = ARENA_ARRAY(a, uint32_t, e + 1);
    out->in_at = ARENA_ARRAY(a, uint32_t, e + 1);
    for (uint32_t i = 0; i < out->count; i++) {
        out->out_at[out->out[i].from + 1]++;
        out->in_at[out->in[i].to + 1]++;
    }
    for (uint32_t i = 0; i < e; i++) {
        out->out_at[i + 1] += out->out_at[i];
        out->in_at[i + 1] += out->in_at[i];
    }
}

typedef struct {
    dm_second_input *out;
    uint32_t n;
} input_list;

static void put(input_list *l, uint32_t index, float value)
{
    if (l->n < SECOND_MAX)
        l->out[l->n++] = (dm_second_input){index, value};
}

/* The same triangle over another middle only counts when it is stronger. */
static void put_triangle(input_list *l, uint32_t from, uint32_t shape, uint8_t a, uint8_t b,
                         float p)
{
    uint32_t index = SECOND_DENSE + (shape * STATE_COUNT + a) * STATE_COUNT + b;
    for (uint32_t i = from; i < l->n; i++) {
        if (l->out[i].index == index) {
            if (p > l->out[i].value)
                l->out[i].value = p;
            return;
        }
    }
    put(l, index, p);
}

/* Links of s and links of t that meet in one middle k; both lists are sorted by the far end. */
static void triangles(const dm_link *a, uint32_t na, bool a_out, const dm_link *b, uint32_t nb,
                      bool b_out, uint32_t shape, input_list *l)
{
    uint32_t from = l->n;
    for (uint32_t i = 0; i < na; i++) {
        uint32_t k = a_out ? a[i].to : a[i].from;
        for (uint32_t j = 0; j < nb; j++) {
            if ((b_out ? b[j].to : b[j].from) == k)
                put_triangle(l, from, shape, a[i].rel, b[j].rel,
                             a[i].p < b[j].p ? a[i].p : b[j].p);
        }
    }
}

static void margins(const dm_links *links, const dm_scored_pair *p, dm_rel rel, input_list *l)
{
    float z = p->logit[rel];
    const float *bt = &links->best_target[(p->source * STATE_COUNT + (uint32_t)rel) * 2];
    const float *bs = &links->best_source[(p->target * STATE_COUNT + (uint32_t)rel) * 2];
    float mt = clamped(z - (z >= bt[0] ? bt[1] : bt[0]));
    float ms = clamped(z - (z >= bs[0] ? bs[1] : bs[0]));
    put(l, 2, mt / 4);
    put(l, 3, ms / 4);
    put(l, 4, z >= bt[0]);
    put(l, 5, z >= bs[0]);
    put(l, 6, mt > 0 ? 0 : mt / 4);
    put(l, 7, ms > 0 ? 0 : ms / 4);
}

float second_sum(const float *weights, const dm_second_input *in, uint32_t n)
{
    float sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += weights[in[i].index] * in[i].value;
    return sum;
}

uint32_t second_inputs(const dm_pair_table *t, const dm_links *links, uint32_t pair, dm_rel rel,
                       dm_second_input out[SECOND_MAX])
{
    const dm_scored_pair *p = &t->at[pair];
    uint32_t s = p->source, o = p->target;
    uint32_t back = t->index[(size_t)o * t->entity_count + s];
    input_list l = {.out = out};
    put(&l, 0, 1);
    put(&l, 1, clamped(p->logit[rel]) / 4);
    margins(links, p, rel, &l);
    for (uint32_t r = 0; r < STATE_COUNT; r++) {
        if (p->allowed >> r & 1 && r != (uint32_t)rel)
            put(&l, 8 + r, (clamped(p->logit[r]) + 4) / 4);
        if (back != UINT32_MAX && t->at[back].allowed >> r & 1)
            put(&l, 8 + STATE_COUNT + r, (clamped(t->at[back].logit[r]) + 4) / 4);
    }
    const uint32_t *oa = links->out_at, *ia = links->in_at;
    triangles(&links->out[oa[s]], oa[s + 1] - oa[s], true, &links->in[ia[o]], ia[o + 1] - ia[o],
              false, 0, &l);
    triangles(&links->out[oa[s]], oa[s + 1] - oa[s], true, &links->out[oa[o]],
              oa[o + 1] - oa[o], true, 1, &l);
    triangles(&links->in[ia[s]], ia[s + 1] - ia[s], false, &links->in[ia[o]], ia[o + 1] - ia[o],
              false, 2, &l);
    return l.n;
}
